"""Simulated learners before an exam: with the date set, and with the same minutes without it.

    python3 dev.py bench exam [--learners 20]

Each learner starts from nothing and studies every day until the minutes are over. What is true of
them is FSRS-6 with weights of their own and a difference from card to card; the scheduler believes
the default weights. Without the date the day is what is due, then as many new cards as there is
time for, which is more than the default limit allows and so the stronger opponent. Days, steps and
memories go through the same functions as in the program. Whatever the date bent, playing the events
of a learner back without any exam must give the same memories.

Shares of grades and seconds per grade are those of the simulator of fsrs-rs (BSD-3-Clause).
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from bench._measure import machine, table
from mtdtutor.core.clock import MS_PER_DAY, Moment
from mtdtutor.course.bank import LEVELS
from mtdtutor.study.exam import Exam, Hours, Pace, bend
from mtdtutor.study.exam_day import known, share_out
from mtdtutor.study.exam_plan import (
    FIRST_SHARES,
    SUCCESS_SHARES,
    Plan,
    Setting,
    drawn,
    make_plan,
)
from mtdtutor.study.fold import Reviewed, fold
from mtdtutor.study.formulas import curve, first, later
from mtdtutor.study.memory import NEW_MEMORY, Grade, State
from mtdtutor.study.queue import Candidate, choose_due, choose_new
from mtdtutor.study.scheduler import DEFAULT_PARAMS, Graded, step

BEGIN: Final = 20_000
NOON_MS: Final = MS_PER_DAY // 2
TOPICS: Final = tuple(f"topic-{number}" for number in range(11))
NO_LIMIT: Final = 10_000
SAME_DAY_RECALL: Final = 0.9
CARD_SPREAD: Final = 0.25
MARGIN: Final = 0.02
_LEARNING_S: Final = (19.58, 18.79, 13.78, 10.71)
SECONDS: Final = {
    State.NEW: _LEARNING_S,
    State.LEARNING: _LEARNING_S,
    State.REVIEW: (19.38, 17.59, 12.38, 8.94),
    State.RELEARNING: (16.44, 15.25, 12.32, 8.03),
}
PACE: Final = Pace(new_s=35, recall_s=14)
"""What these seconds come to, as the program would find from a learner's first days."""


class Scenario(NamedTuple):
    """How much there is to learn, and what is wanted of it.

    Attributes:
        cards: Cards in scope.
        days: Days from the first one to the exam.
        minutes: Minutes on each of them.
        least: Mean true recall wanted on the day.
        whole: Whether the whole scope has to be seen.
    """

    cards: int
    days: int
    minutes: int
    least: float
    whole: bool


SCENARIOS: Final = (
    Scenario(90, 7, 25, 0.95, whole=True),
    Scenario(160, 14, 25, 0.965, whole=True),
    Scenario(300, 60, 15, 0.975, whole=False),
)
TIGHT: Final = (
    Scenario(300, 14, 15, 0, whole=False),
    Scenario(160, 5, 15, 0, whole=False),
    Scenario(300, 10, 10, 0, whole=False),
    Scenario(100, 3, 20, 0, whole=False),
)
"""Too little time for everything: nothing is promised here, but it is printed."""


class Learner:
    """One simulated learner: what the program believes, and what is true."""

    def __init__(self, scenario: Scenario, seed: int) -> None:
        self._of = scenario
        self._rng = random.Random(seed)
        self._weights = drawn(DEFAULT_PARAMS.weights, self._rng)
        cards = range(scenario.cards)
        self._noise = [self._rng.lognormvariate(0, CARD_SPREAD) for _ in cards]
        self._true: list[tuple[float, float, int] | None] = [None for _ in cards]
        self._memories = [NEW_MEMORY for _ in cards]
        self._events: list[list[Reviewed]] = [[] for _ in cards]
        self.seconds = 0.0

    @property
    def exam(self) -> Exam:
        """The exam, with everything in scope."""
        of = self._of
        return Exam(BEGIN + of.days, BEGIN, frozenset(TOPICS), frozenset(LEVELS))

    @property
    def unseen(self) -> int:
        """Cards never met."""
        return sum(each is None for each in self._true)

    def hours(self, day: int, seconds: float) -> Hours:
        """Return the learner's time with so much of a day left."""
        return Hours(day, seconds, lambda _: self._of.minutes, PACE)

    def candidates(self) -> list[Candidate]:
        """Return all cards as they stand."""
        return [
            Candidate(
                str(place), f"fact-{place}", TOPICS[place % len(TOPICS)], "core", "forward",
                each.state, each.due_day, each.due_ms, each.stability, each.difficulty,
                each.last_day, place,
            )
            for place, each in enumerate(self._memories)
        ]  # fmt: skip

    def live(self, *, with_date: bool) -> None:
        """Study on all days before the exam."""
        choose = self._with_date if with_date else self._without
        for day in range(BEGIN, self.exam.day):
            self._study(day, choose)

    def recall(self) -> float:
        """Return the mean true recall on the day of the exam; what was never met is not known."""
        decay, day = self._weights[20], self.exam.day
        whole = sum(curve(day - each[2], each[0], decay) for each in self._true if each)
        return whole / self._of.cards

    def replayed(self) -> bool:
        """Return whether the events alone, without any exam, give the memories there are."""
        return all(
            fold(events, DEFAULT_PARAMS, str(place))[0] == self._memories[place]
            for place, events in enumerate(self._events)
        )

    def _with_date(self, day: int, seconds: float) -> list[int]:
        cards, hours = self.candidates(), self.hours(day, seconds)
        seen = [each for each in cards if each.state is not State.NEW]
        new = [each for each in cards if each.state is State.NEW]
        bent = bend(self.exam, map(known, seen), len(new), hours, DEFAULT_PARAMS)
        asked = [each for each in seen if each.state is State.REVIEW and each.last_day != day]
        work = share_out(asked, new, bent, hours, {})
        return [int(each.card) for each in (*work.reviews, *work.fresh)]

    def _without(self, day: int, _seconds: float) -> list[int]:
        cards = self.candidates()
        due = [each for each in cards if each.due_day is not None and each.due_day <= day]
        new = [each for each in cards if each.state is State.NEW]
        line = (*choose_due(due, NO_LIMIT, ()), *choose_new(new, NO_LIMIT, (), {}))
        return [int(each.card) for each in line]

    def _study(self, day: int, choose: Callable[[int, float], list[int]]) -> None:
        """Study until the minutes are over: steps when they end, then what the day holds."""
        left, now_ms = self._of.minutes * 60.0, day * MS_PER_DAY + NOON_MS
        steps = [place for place, each in enumerate(self._memories) if each.due_ms is not None]
        line = choose(day, left)
        while left > 0:
            steps.sort(key=self._step_ends)
            line = line or choose(day, left)
            if steps and (not line or self._step_ends(steps[0]) <= now_ms):
                place = steps.pop(0)
                now_ms = max(now_ms, self._step_ends(place))
            elif line:
                place = line.pop(0)
            else:
                break
            took = self._ask(place, Moment(now_ms, 0, day))
            left -= took
            now_ms += round(took * 1000)
            if self._memories[place].due_ms is not None:
                steps.append(place)

    def _step_ends(self, place: int) -> int:
        return self._memories[place].due_ms or 0

    def _ask(self, place: int, when: Moment) -> float:
        before, true = self._memories[place], self._true[place]
        grade = self._grade(true, when.day)
        if true is None:
            stability, difficulty = first(grade, self._weights)
            self._true[place] = (stability * self._noise[place], difficulty, when.day)
        else:
            passed = when.day - true[2]
            self._true[place] = (*later(*true[:2], passed, grade, self._weights), when.day)
        after = step(before, Graded(grade), when, DEFAULT_PARAMS, str(place)).memory
        self._memories[place] = after
        event = Reviewed(Graded(grade), when, before, after, DEFAULT_PARAMS.retention)
        self._events[place].append(event)
        took = SECONDS[before.state][grade - 1]
        self.seconds += took
        return took

    def _grade(self, true: tuple[float, float, int] | None, day: int) -> Grade:
        rng = self._rng
        if true is None:
            return rng.choices(tuple(Grade), FIRST_SHARES)[0]
        chance = SAME_DAY_RECALL
        if day > true[2]:
            chance = curve(day - true[2], true[0], self._weights[20])
        if rng.random() >= chance:
            return Grade.AGAIN
        return rng.choices((Grade.HARD, Grade.GOOD, Grade.EASY), SUCCESS_SHARES)[0]


class Result(NamedTuple):
    """What became of all learners of a scenario."""

    scenario: Scenario
    dated: Sequence[Learner]
    undated: Sequence[Learner]
    plan: Plan

    @property
    def recall(self) -> float:
        """Mean true recall with the date."""
        return _mean([each.recall() for each in self.dated])

    @property
    def gain(self) -> float:
        """What the date adds."""
        return self.recall - _mean([each.recall() for each in self.undated])

    @property
    def within(self) -> int:
        """How many learners came to lie within the interval foretold on the first day."""
        return sum(self.plan.low <= each.recall() <= self.plan.high for each in self.dated)

    @property
    def holds(self) -> bool:
        """Whether everything holds that is promised."""
        seen = not self.scenario.whole or not any(each.unseen for each in self.dated)
        rows = all(each.replayed() for each in self.dated)
        return seen and rows and self.recall >= self.scenario.least and self.gain >= MARGIN


def run(scenario: Scenario, learners: int) -> Result:
    """Let learners live through a scenario, each with the date and once more without it."""
    made: dict[bool, list[Learner]] = {}
    for with_date in (True, False):
        made[with_date] = [Learner(scenario, seed) for seed in range(learners)]
        for each in made[with_date]:
            each.live(with_date=with_date)
    blank = Learner(scenario, 0)
    hours = blank.hours(BEGIN, scenario.minutes * 60)
    plan = make_plan(Setting(blank.candidates(), blank.exam, hours, DEFAULT_PARAMS, {}), seed=1)
    return Result(scenario, made[True], made[False], plan)


def main() -> int:
    """Print the table; exit 1 when a promise is broken."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--learners", type=int, default=20)
    learners = parser.parse_args().learners
    print(machine(), end="\n\n")
    began = time.perf_counter()
    results = [run(scenario, learners) for scenario in SCENARIOS]
    tight = [run(scenario, learners) for scenario in TIGHT]
    head = (
        "cards / days / minutes", "recall", "wanted", "lowest", "without", "gain", "never met",
        "minutes used", "without", "foretold", "within", "equal rows", "",
    )  # fmt: skip
    print(table(head, [_row(each) for each in results]))
    print("\nToo little time for everything; no promise:\n")
    print(table(head[:-1], [_row(each)[:-1] for each in tight]))
    print(f"\n{learners} learners each, {time.perf_counter() - began:.0f} s")
    return 0 if all(each.holds for each in results) else 1


def _row(result: Result) -> tuple[str, ...]:
    of, dated, undated, plan = result
    days = len(dated) * of.days * 60
    return (
        f"{of.cards} / {of.days} / {of.minutes}",
        f"{result.recall:.3f}",
        f"{of.least:g}",
        f"{min(each.recall() for each in dated):.3f}",
        f"{result.recall - result.gain:.3f}",
        f"{100 * result.gain:+.1f}",
        f"{max(each.unseen for each in dated)}",
        f"{sum(each.seconds for each in dated) / days:.1f}",
        f"{sum(each.seconds for each in undated) / days:.1f}",
        f"{plan.recall:.3f} ({plan.low:.3f}-{plan.high:.3f})",
        f"{result.within} of {len(dated)}",
        "yes" if all(each.replayed() for each in dated) else "no",
        "kept" if result.holds else "missed",
    )


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


if __name__ == "__main__":
    sys.exit(main())
