"""What the scheduler believes of one learner and one card, and the learner's marks on it."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple


class Grade(IntEnum):
    """How well a card was recalled, as the learner says."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


class State(IntEnum):
    """Where a card stands in learning."""

    NEW = 0
    LEARNING = 1
    REVIEW = 2
    RELEARNING = 3


class Memory(NamedTuple):
    """What the scheduler believes; derived from events and rebuildable.

    Attributes:
        state: Where the card stands.
        step: Index of the learning or relearning step; None in any other state.
        stability: Days until recall falls to 90 %; None for a new card.
        difficulty: From 1 (easy) to 10 (hard); None for a new card.
        due_day: Study day on which a card in review is due; None in any other state.
        due_ms: UTC milliseconds at which a card in a step is due; None in any other state.
        last_day: Study day of the last evidence that moved the memory; None for a new card.
        reviews: Graded recalls so far.
        lapses: Times a card in review was forgotten.
    """

    state: State
    step: int | None
    stability: float | None
    difficulty: float | None
    due_day: int | None
    due_ms: int | None
    last_day: int | None
    reviews: int
    lapses: int


NEW_MEMORY = Memory(State.NEW, None, None, None, None, None, None, 0, 0)


class Marks(NamedTuple):
    """What the learner has said about a card, apart from recalling it.

    Attributes:
        suspended: The card is not asked until it is resumed.
        buried_day: Study day on which the card is not asked; None if it was not buried.
        flagged: The learner wants to find the card again.
        tags: The learner's own words for it, sorted, each once.
        deleted: The learner took away a card that they had written.
    """

    suspended: bool
    buried_day: int | None
    flagged: bool
    tags: tuple[str, ...]
    deleted: bool = False


NO_MARKS = Marks(suspended=False, buried_day=None, flagged=False, tags=())


def is_buried(marks: Marks, day: int) -> bool:
    """Return whether a card is put off on a study day; burying ends with the day itself."""
    return marks.buried_day == day
