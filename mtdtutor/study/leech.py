"""Leeches: cards that are forgotten so often that asking once more is no help."""

from __future__ import annotations

from typing import Final

FIRST_LAPSES: Final = 6
"""Lapses from which a card is a leech."""
EVERY_LAPSES: Final = 3
"""Further lapses after which it is time to say so again."""


def is_leech(lapses: int) -> bool:
    """Return whether a card with so many lapses is a leech.

    Args:
        lapses: Times the card was forgotten while in review, from live events alone.
    """
    return lapses >= FIRST_LAPSES


def is_to_tell(before: int, after: int) -> bool:
    """Return whether a grade has just made a card a leech, or shown anew that it still is one.

    Args:
        before: Lapses before the grade.
        after: Lapses after it.
    """
    lapsed = after > before
    return lapsed and is_leech(after) and (after - FIRST_LAPSES) % EVERY_LAPSES == 0
