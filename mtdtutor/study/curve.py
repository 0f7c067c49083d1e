"""The forgetting curve of one card: predicted recall from its first review to days ahead."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from mtdtutor.study.fold import CardEvent, Reviewed, trace
from mtdtutor.study.memory import Grade, Memory
from mtdtutor.study.scheduler import Graded, Params, recall

_MOST_POINTS: Final = 48
"""Of one stretch: more could not be told apart."""


class Point(NamedTuple):
    """Predicted recall, in 0 to 1, on a study day."""

    day: int
    recall: float


class Mark(NamedTuple):
    """Evidence on a study day.

    Attributes:
        day: The study day.
        recall: Predicted recall just before; None where the model does not predict.
        kept: The card was recalled, or the quiz answer was right.
        quiz: It came from a quiz.
    """

    day: int
    recall: float | None
    kept: bool
    quiz: bool


class Curve(NamedTuple):
    """How recall fell and rose.

    Attributes:
        stretches: From evidence to evidence, each falling; the last one reaches ahead.
        marks: The evidence.
    """

    stretches: tuple[tuple[Point, ...], ...]
    marks: tuple[Mark, ...]


def forgetting_curve(events: Iterable[CardEvent], params: Params, card: str, last: int) -> Curve:
    """Return the curve of a card's history.

    Each stretch begins at 1 on the day of its evidence, which is a point to draw from and no
    prediction: within the first day the model makes none.

    Args:
        events: Live events in their order.
        params: The learner's present parameters.
        card: Id of the card.
        last: Study day at which the curve ends.
    """
    stretches: list[tuple[Point, ...]] = []
    marks: list[Mark] = []
    memory: Memory | None = None
    for event, before, after in trace(events, params, card):
        if isinstance(event, Reviewed):
            marks.append(_mark(event, before, params))
        anchor = None if memory is None else memory.last_day
        moved = memory is None or (after.stability, after.last_day) != (memory.stability, anchor)
        if not moved:
            continue
        if memory is not None and memory.last_day is not None:
            stretches.append(_stretch(memory, event.when.day, params))
        memory = None if after.stability is None else after
    if memory is not None:
        stretches.append(_stretch(memory, last, params))
    return Curve(tuple(each for each in stretches if len(each) > 1), tuple(marks))


def _mark(event: Reviewed, before: Memory, params: Params) -> Mark:
    evidence = event.evidence
    graded = isinstance(evidence, Graded)
    kept = evidence.grade is not Grade.AGAIN if isinstance(evidence, Graded) else evidence.right
    return Mark(event.when.day, recall(before, event.when.day, params), kept, not graded)


def _stretch(memory: Memory, end: int, params: Params) -> tuple[Point, ...]:
    """Return points from the day of the last evidence to another day, both included."""
    start = memory.last_day
    if start is None or end <= start:
        return ()
    step = -(-(end - start) // _MOST_POINTS)
    days = [*range(start + 1, end, step), end]
    found = ((day, recall(memory, day, params)) for day in days)
    return (Point(start, 1.0), *(Point(day, value) for day, value in found if value is not None))
