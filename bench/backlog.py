"""In which order a backlog is best worked off: what simulated learners know meanwhile, and after.

Each learner studies a course for some months, stays away for some weeks, and then has the same
minutes a day for what is due, taken in one order or another. Forgetting is that of FSRS-6 with
weights drawn for each learner, while the order goes by what the program believes. Run it with
``python -m bench.backlog``.
"""

from __future__ import annotations

import argparse
import math
import random
from collections.abc import Callable
from typing import Final, NamedTuple

from bench._measure import machine, median, table
from bench._minds import FsrsLearner, Mind
from bench.scheduler import (
    FIRST_CHANCES,
    GRADES,
    REPEAT_SECONDS,
    REPEATS,
    REVIEW_SECONDS,
    SUCCESS_CHANCES,
    SUCCESSES,
)
from mtdtutor.core.clock import Moment
from mtdtutor.study.memory import NEW_MEMORY, Grade, Memory, State
from mtdtutor.study.scheduler import DEFAULT_PARAMS, Graded, recall, step

CARDS: Final = 1200
BEFORE: Final = 90
"""Days of study, without a limit, before the learner stays away."""
AWAY: Final = 60
AFTER: Final = 120
SECONDS_A_DAY: Final = 480

Order = Callable[[Memory, int], float]
"""The lower, the sooner a card comes."""


class Card:
    """One card: what is true of it, what the program believes, and the luck it meets."""

    def __init__(self, learner: FsrsLearner, name: str) -> None:
        self.rng = random.Random(name)
        self.mind: Mind = learner.mind(self.rng)
        self.memory = NEW_MEMORY
        self.name = name

    def meet(self, day: int) -> float:
        """Ask the card and return the seconds it took, its repeats on the same day included."""
        if self.memory.state is State.NEW:
            grade = self.rng.choices(GRADES, FIRST_CHANCES)[0]
            repeats = REPEATS[grade]
        else:
            passed = self.rng.random() < self.mind.recall(day)
            grade = self.rng.choices(SUCCESSES, SUCCESS_CHANCES)[0] if passed else Grade.AGAIN
            repeats = 0 if passed else 1
        self._graded(grade, day)
        for _ in range(repeats):
            self._graded(Grade.GOOD, day)
        while self.memory.state is not State.REVIEW:
            self._graded(Grade.GOOD, day)
        return REVIEW_SECONDS[grade - 1] + repeats * REPEAT_SECONDS

    def _graded(self, grade: Grade, day: int) -> None:
        self.mind.meet(day, grade)
        evidence, when = Graded(grade), Moment(0, 0, day)
        self.memory = step(self.memory, evidence, when, DEFAULT_PARAMS, self.name).memory


class Course(NamedTuple):
    """What came of one order.

    Attributes:
        on_average: Cards known, the sum of the true chances of recall, over all days after.
        at_end: The same on the last day.
        through: Days until nothing waits.
        minutes: What all days after took.
    """

    on_average: float
    at_end: float
    through: int
    minutes: float


def run(order: Order, seed: int) -> Course:
    """Let a learner study, stay away and come back to a backlog taken in an order."""
    learner = FsrsLearner(seed)
    cards = [Card(learner, f"backlog:{seed}:{number}") for number in range(CARDS)]
    for day in range(BEFORE):
        for place, card in enumerate(cards):
            if _is_due(card.memory, day) if card.memory.reviews else place * 60 // CARDS == day:
                card.meet(day)
    known, through, seconds = [], AFTER, 0.0
    for day in range(BEFORE + AWAY, BEFORE + AWAY + AFTER):
        left = float(SECONDS_A_DAY)
        line = sorted(
            (card for card in cards if _is_due(card.memory, day)),
            key=lambda card: (order(card.memory, day), card.name),
        )
        for card in line:
            if left <= 0:
                break
            left -= card.meet(day)
        seconds += SECONDS_A_DAY - left
        if left > 0:
            through = min(through, day - BEFORE - AWAY)
        known.append(math.fsum(card.mind.recall(day + 1) for card in cards))
    return Course(math.fsum(known) / len(known), known[-1], through, seconds / 60)


def _is_due(memory: Memory, day: int) -> bool:
    return memory.due_day is not None and memory.due_day <= day


def _recall(memory: Memory, day: int) -> float:
    return recall(memory, day, DEFAULT_PARAMS) or 1.0


def _loss(memory: Memory, day: int) -> float:
    """Return the recall that is lost by tomorrow."""
    return _recall(memory, day) - _recall(memory, day + 1)


def _gain(memory: Memory, day: int, horizon: int) -> float:
    """Return by how much a review today raises the recall expected some days later."""
    chance, when = _recall(memory, day), Moment(0, 0, day)
    after = 0.0
    for grade, weight in ((Grade.GOOD, chance), (Grade.AGAIN, 1 - chance)):
        new = step(memory, Graded(grade), when, DEFAULT_PARAMS, "x").memory
        after += weight * _recall(new, day + horizon)
    return after - _recall(memory, day + horizon)


def _gain_rate(memory: Memory, day: int) -> float:
    """Return the gain in a month by second of study."""
    chance = _recall(memory, day)
    cost = chance * REVIEW_SECONDS[2] + (1 - chance) * (REVIEW_SECONDS[0] + REPEAT_SECONDS)
    return _gain(memory, day, 30) / cost


ORDERS: Final[dict[str, Order]] = {
    "firm memories first": lambda memory, _: -(memory.stability or 0),
    "weak memories first": lambda memory, _: memory.stability or 0,
    "longest due first": lambda memory, _: memory.due_day or 0,
    "surest recall first": lambda memory, day: -_recall(memory, day),
    "least sure recall first": _recall,
    "largest loss by tomorrow first": lambda memory, day: -_loss(memory, day),
    "least loss by tomorrow first": _loss,
    "easy cards first": lambda memory, _: memory.difficulty or 0,
    "largest gain in a month a second": lambda memory, day: -_gain_rate(memory, day),
}


def main() -> None:
    """Print what each order comes to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--learners", type=int, default=6)
    learners = range(parser.parse_args().learners)
    courses = {name: [run(order, seed) for seed in learners] for name, order in ORDERS.items()}
    base = courses["longest due first"]
    rows = []
    for name, found in sorted(
        courses.items(), key=lambda item: -median([c.on_average for c in item[1]])
    ):
        better = sum(a.on_average > b.on_average for a, b in zip(found, base, strict=True))
        rows.append(
            (
                name,
                f"{median([c.on_average for c in found]):.1f}",
                f"{median([c.at_end for c in found]):.1f}",
                f"{median([c.through for c in found]):.0f}",
                f"{median([c.minutes for c in found]):.0f}",
                f"{better}/{len(found)}",
            )
        )
    print(machine())
    print(
        table(
            ("order", "known on average", "at the end", "days", "minutes", "better than due order"),
            rows,
        )
    )


if __name__ == "__main__":
    main()
