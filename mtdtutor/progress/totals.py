"""Day totals: what an event adds to the counts of its study day and topic.

``key`` and ``increments`` are functions of the event alone. The recorder calls them forward when
an event is written, backward when it is taken back, and again in a rebuild, so the three agree.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from mtdtutor.progress.events import (
    CARD,
    EXPIRED,
    FINISHED,
    AnswerEvent,
    AttemptEvent,
    Event,
    ReviewEvent,
)
from mtdtutor.study.memory import Grade, Memory, State

MATURE_DAYS: Final = 21
"""Interval from which a card counts as mature."""
LONGEST_RECALL_MS: Final = 120_000
"""Of a longer recall only so much counts: whoever takes longer has left the room.

The event keeps what the clock said. No setting, because a rebuild must come to the same totals.
"""

GRADE_METRICS: Final = {
    Grade.AGAIN: "again",
    Grade.HARD: "hard",
    Grade.GOOD: "good",
    Grade.EASY: "easy",
}
METRICS: Final = (
    *GRADE_METRICS.values(),
    "new",
    "reviews_ms",
    "retained_young",
    "lapsed_young",
    "retained_mature",
    "lapsed_mature",
    "answers",
    "answers_right",
    "answers_ms",
    "attempts",
)
NO_TOPIC: Final = ""
"""Topic under which whole attempts are counted."""


class Key(NamedTuple):
    """Where an event is counted."""

    learner: str
    day: int
    topic: str


def key(event: Event) -> Key:
    """Return where an event is counted."""
    topic = event.topic if isinstance(event, ReviewEvent | AnswerEvent) else NO_TOPIC
    return Key(event.learner, event.day, topic)


def increments(event: Event) -> dict[str, int]:
    """Return what an event adds, by metric; an event that counts nothing gives an empty dict.

    ``retained_*`` and ``lapsed_*`` count true retention: the first graded recall, on a study day,
    of a card in review, at least a day after the last evidence; mature from an interval of
    ``MATURE_DAYS``. An answer counts whatever its outcome; the caller counts only the last answer
    of a position. An abandoned attempt is not counted.
    """
    if isinstance(event, ReviewEvent):
        return _of_review(event)
    if isinstance(event, AnswerEvent):
        return {
            "answers": 1,
            "answers_right": int(event.right),
            "answers_ms": event.active_ms,
        }
    if isinstance(event, AttemptEvent) and event.kind in (FINISHED, EXPIRED):
        return {"attempts": 1}
    return {}


def is_first_recall(before: Memory, day: int) -> bool:
    """Return whether a recall on a study day tests what was kept since an earlier day."""
    if before.state is not State.REVIEW or before.last_day is None:
        return False
    return before.last_day < day


def is_mature(before: Memory) -> bool:
    """Return whether a card in review had an interval of ``MATURE_DAYS`` or more."""
    if before.due_day is None or before.last_day is None:
        return False
    return before.due_day - before.last_day >= MATURE_DAYS


def _of_review(event: ReviewEvent) -> dict[str, int]:
    if event.mode != CARD or event.grade is None:
        return {}
    counts = {GRADE_METRICS[Grade(event.grade)]: 1}
    if event.duration_ms:
        counts["reviews_ms"] = min(event.duration_ms, LONGEST_RECALL_MS)
    if event.before.state is State.NEW:
        counts["new"] = 1
    if is_first_recall(event.before, event.day):
        kept = "lapsed" if event.grade == Grade.AGAIN else "retained"
        age = "mature" if is_mature(event.before) else "young"
        counts[f"{kept}_{age}"] = 1
    return counts
