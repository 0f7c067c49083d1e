"""What became of a card on the table, as the pages are told: stage, interval, what undo takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtdtutor.progress.events import CardActionEvent, ReviewEvent
from mtdtutor.services.study_views import GRADE, Interval, Stage, UndoLabel
from mtdtutor.study.leech import is_to_tell
from mtdtutor.study.memory import Grade, Memory, State

if TYPE_CHECKING:
    from mtdtutor.services.recording import Recorded


def stage(state: Memory) -> Stage:
    """Return whether a card is new, in learning steps, or in review."""
    if state.state is State.NEW:
        return Stage.NEW
    return Stage.REVIEW if state.state is State.REVIEW else Stage.LEARNING


def comes_back(state: Memory, day: int, at_ms: int) -> Interval:
    """Return how long after a moment a card comes back; nothing at all for a new card."""
    if state.due_day is not None:
        return Interval(state.due_day - day, None)
    return Interval(None, None if state.due_ms is None else round((state.due_ms - at_ms) / 1000))


def leech(recorded: Recorded) -> str:
    """Return the card's id if the grade shows that it does not stick."""
    event = recorded.event
    if not isinstance(event, ReviewEvent):
        return ""
    return event.card if is_to_tell(event.before.lapses, recorded.memory.lapses) else ""


def label_of(event: ReviewEvent | CardActionEvent, title: str, number: int = 1) -> UndoLabel:
    """Return what taking back an event is called.

    Args:
        event: The event; of a step over many cards, its last one.
        title: The front of its card.
        number: How many cards it is about.
    """
    if isinstance(event, ReviewEvent):
        grade, mended = Grade(event.grade or Grade.AGAIN), event.replaces is not None
        return UndoLabel(GRADE, grade, event.card, title, mended=mended)
    return UndoLabel(event.kind, None, event.card, title, number)
