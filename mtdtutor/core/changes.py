"""What a change touched, so that pages know whether they are stale."""

from __future__ import annotations

from enum import IntFlag


class Changes(IntFlag):
    """Kinds of state a mutation may touch; combined with ``|``."""

    NONE = 0
    REVIEWS = 1  # reviews, memory, queue and day totals
    ATTEMPTS = 2  # attempts, answers, ability
    CARDS = 4  # marks on cards: suspended, buried, flagged, notes
    SETTINGS = 8  # learning or device settings
    LEARNER = 16  # another learner, or a learner's name
    CONTENT = 32  # the bank
