"""A made-up history of one card, played through the reducer on days counted from any beginning."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from mtdtutor.core.clock import MS_PER_DAY, Moment, study_day
from mtdtutor.study.memory import NEW_MEMORY, Memory
from mtdtutor.study.scheduler import Evidence, Graded, Outcome, Params, step

LONGEST_DAYS: Final = 36_500
"""The last day a made-up history may reach: a hundred years."""
_NOON_MS: Final = MS_PER_DAY // 2
_MS_PER_MINUTE: Final = 60_000


class Given(NamedTuple):
    """A piece of evidence and the day it was given on."""

    day: int
    evidence: Evidence


class Played(NamedTuple):
    """One step of a made-up history.

    Attributes:
        given: What happened, and when.
        recall: Predicted probability of recall just before; None for a new card and within a day.
        stability: Days until recall falls to 90 %, after the step; None while the card is new.
        difficulty: 1 to 10, after the step; None while the card is new.
        interval: Days computed; 0 in a learning step, None where the evidence moved nothing.
        interval_fuzzed: The same after fuzz.
        due_day: Day on which the card comes back; None while it is new.
        due_minutes: Minutes after which it comes back within the day; None unless the step is a
            learning step.
    """

    given: Given
    recall: float | None
    stability: float | None
    difficulty: float | None
    interval: int | None
    interval_fuzzed: int | None
    due_day: int | None
    due_minutes: float | None


def play(history: Iterable[Given], params: Params, card: str) -> list[Played]:
    """Return what each piece of evidence comes to, beginning with a new card.

    Everything happens at noon, so that no learning step crosses the end of a study day.

    Args:
        history: Evidence in its order; days from 0 to ``LONGEST_DAYS``.
        params: The parameters.
        card: Id of the card, which seeds the fuzz.
    """
    memory, played = NEW_MEMORY, []
    for given in history:
        when = Moment(given.day * MS_PER_DAY + _NOON_MS, 0, given.day)
        outcome = step(memory, given.evidence, when, params, card)
        memory = outcome.memory
        played.append(_told(given, outcome, when))
    return played


def _told(given: Given, outcome: Outcome, when: Moment) -> Played:
    memory, minutes = outcome.memory, None
    interval, fuzzed = outcome.interval, outcome.interval_fuzzed
    if isinstance(given.evidence, Graded) and memory.due_ms is not None:
        interval = fuzzed = 0
        minutes = (memory.due_ms - when.at_ms) / _MS_PER_MINUTE
    return Played(
        given,
        outcome.recall,
        memory.stability,
        memory.difficulty,
        interval,
        fuzzed,
        _due_day(memory),
        minutes,
    )


def _due_day(memory: Memory) -> int | None:
    return memory.due_day if memory.due_ms is None else study_day(memory.due_ms, 0)
