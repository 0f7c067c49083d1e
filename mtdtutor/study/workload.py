"""What a desired retention costs and brings: a course played through by simulated memories."""

from __future__ import annotations

import random
from typing import Final, NamedTuple

from mtdtutor.core.clock import Moment
from mtdtutor.study.memory import NEW_MEMORY, Grade, Memory, State
from mtdtutor.study.scheduler import Graded, Params, recall, step

RETENTIONS: Final = (0.80, 0.83, 0.85, 0.88, 0.90, 0.93, 0.95)
DAYS: Final = 180
"""How long the course is played."""
MOST_CARDS: Final = 300
"""Of a larger course a part is played, and what comes of it is multiplied."""
_FIRST: Final = (0.24, 0.094, 0.495, 0.171)
"""Chances of the grades of a card at first sight."""
_PASSED: Final = (0.224, 0.631, 0.145)
"""Chances of Hard, Good and Easy of a card that was recalled."""


class Plan(NamedTuple):
    """What is simulated.

    Attributes:
        cards: Cards of the course.
        new_per_day: New cards a day.
        new_s: Seconds for a new card, its steps of the first day included.
        recall_s: Seconds for a recall.
    """

    cards: int
    new_per_day: int
    new_s: float
    recall_s: float


class Workload(NamedTuple):
    """What came of it.

    Attributes:
        retention: The desired retention.
        minutes: Minutes of study a day, on average.
        known: Cards known on the last day: the sum of the chances of recall.
    """

    retention: float
    minutes: float
    known: float


def workload(plan: Plan, params: Params, retention: float, seed: int) -> Workload:
    """Return what a desired retention costs and brings within ``DAYS``.

    The memories forget exactly as the schedule believes. Each card meets its own luck whatever the
    retention, so that neighbours in a table differ by the retention and not by chance.

    Args:
        plan: What is simulated.
        params: The learner's parameters.
        retention: The desired retention.
        seed: Makes the luck.
    """
    wanted = params._replace(retention=retention)
    number = min(plan.cards, MOST_CARDS)
    part = number / plan.cards if plan.cards else 1.0
    new_per_day = max(1, plan.new_per_day) * part
    seconds = known = 0.0
    for each in range(number):
        day = int(each / new_per_day)
        if day < DAYS:
            spent, chance = _play(f"workload:{seed}:{each}", day, plan, wanted)
            seconds += spent
            known += chance
    return Workload(retention, seconds / 60 / DAYS / part, known / part)


def _play(card: str, day: int, plan: Plan, params: Params) -> tuple[float, float]:
    """Return the seconds that one card takes, and the chance that it is known at the end."""
    rng = random.Random(card)
    memory = _graded(NEW_MEMORY, rng.choices(tuple(Grade), _FIRST)[0], day, params, card)
    seconds = plan.new_s
    while memory.due_day is not None and memory.due_day < DAYS:
        day = memory.due_day
        passed = rng.random() < (recall(memory, day, params) or 1.0)
        grade = rng.choices((Grade.HARD, Grade.GOOD, Grade.EASY), _PASSED)[0]
        memory = _graded(memory, grade if passed else Grade.AGAIN, day, params, card)
        seconds += plan.recall_s
    return seconds, recall(memory, DAYS, params) or 1.0


def _graded(memory: Memory, grade: Grade, day: int, params: Params, card: str) -> Memory:
    """Return a memory after a grade and the steps of the same day, all of them passed."""
    when = Moment(0, 0, day)
    memory = step(memory, Graded(grade), when, params, card).memory
    while memory.state is not State.REVIEW:
        memory = step(memory, Graded(Grade.GOOD), when, params, card).memory
    return memory
