"""How well the schedule keeps its word, and what the same minutes come to under others.

    python3 dev.py bench scheduler [--learners 12] [--days 180] [--quiz-learners 25]

Simulated learners only: nothing here says how people learn. Three parts: the retention that is
reached against the one aimed for; what quiz answers do to the prediction; and the cards known at a
fixed time a day against SM-2, Anki's variant of it, and ladders of fixed intervals, under two
truths, of which one is not of the schedule's own family. All is seeded: two runs print the same.

Chances and seconds of grades are those of the simulator in fsrs-rs (BSD-3-Clause), which took them
from Anki's users.
"""

from __future__ import annotations

import argparse
import math
import random
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple, Protocol

from bench._measure import machine, median, table
from bench._minds import DEFAULT_WEIGHTS, FsrsLearner, FsrsMind, Mind, TraceLearner
from bench._policies import AnkiSm2, App, Ladder, Policy, Sm2
from mtdtutor.core.clock import Moment
from mtdtutor.study.memory import NEW_MEMORY, Grade, Memory
from mtdtutor.study.scheduler import (
    DEFAULT_PARAMS,
    Evidence,
    Graded,
    Recognition,
    recall,
    step,
)

GRADES: Final = tuple(Grade)
SUCCESSES: Final = (Grade.HARD, Grade.GOOD, Grade.EASY)
FIRST_CHANCES: Final = (0.24, 0.094, 0.495, 0.171)
SUCCESS_CHANCES: Final = (0.224, 0.631, 0.145)
FIRST_SECONDS: Final = (19.58, 18.79, 13.78, 10.71)
REVIEW_SECONDS: Final = (19.38, 17.59, 12.38, 8.94)
REPEAT_SECONDS: Final = 12.32
REPEATS: Final = {Grade.AGAIN: 2, Grade.HARD: 2, Grade.GOOD: 1, Grade.EASY: 0}
"""Passes of a new card on its first day after the first one, as learning steps ask for."""
SECONDS_A_DAY: Final = 600
LOOK_EVERY: Final = 15
"""Days between two counts of what is known."""
MOST_OFF: Final = 0.02


class Course(NamedTuple):
    """What came of a fixed time a day.

    Attributes:
        at_end: Cards known on the last day: the sum of the true chances of recall.
        on_average: The same over all days.
        asked: Recalls asked of cards in review.
        recalled: Those that succeeded.
        seen: Cards begun.
    """

    at_end: float
    on_average: float
    asked: int
    recalled: int
    seen: int

    @property
    def retention(self) -> float:
        """The share that was recalled."""
        return self.recalled / self.asked


class Learner(Protocol):
    """Makes the minds of a learner."""

    def mind(self, rng: random.Random) -> Mind:
        """Return what is true of a new card."""


def study(learner: Learner, seed: int, days: int, policy: Callable[[str], Policy]) -> Course:
    """Let a learner study ten minutes a day: what is due, then new cards while time is left.

    A card's draws hang on the learner and the card alone, so that all policies meet the same luck.
    """
    cards: list[tuple[Mind, Policy, random.Random]] = []
    due: dict[int, list[int]] = defaultdict(list)
    late: list[int] = []
    asked = recalled = 0
    known: list[float] = []
    for day in range(days):
        left = float(SECONDS_A_DAY)
        line = late + due.pop(day, [])
        while line and left > 0:
            mind, plan, rng = cards[number := line.pop(0)]
            passed = rng.random() < mind.recall(day)
            grade = rng.choices(SUCCESSES, SUCCESS_CHANCES)[0] if passed else Grade.AGAIN
            mind.meet(day, grade)
            left -= REVIEW_SECONDS[grade - 1]
            if not passed:
                mind.meet(day, Grade.GOOD)
                left -= REPEAT_SECONDS
            due[plan.review(grade, day)].append(number)
            asked, recalled = asked + 1, recalled + passed
        late = line
        while left > 0:
            rng = random.Random(f"card:{seed}:{len(cards)}")
            mind, plan = learner.mind(rng), policy(f"card:{len(cards)}")
            grade = rng.choices(GRADES, FIRST_CHANCES)[0]
            left -= FIRST_SECONDS[grade - 1] + REPEATS[grade] * REPEAT_SECONDS
            for each in (grade, *(Grade.GOOD,) * REPEATS[grade]):
                mind.meet(day, each)
            due[plan.first(grade, day)].append(len(cards))
            cards.append((mind, plan, rng))
        if day % LOOK_EVERY == LOOK_EVERY - 1 or day == days - 1:
            known.append(math.fsum(mind.recall(day + 1) for mind, _, _ in cards))
    return Course(known[-1], statistics.fmean(known), asked, recalled, len(cards))


APP: Final = "this app, 0.90"
POLICIES: Final[dict[str, Callable[[str], Policy]]] = {
    APP: lambda card: App(card, 0.90),
    "this app, 0.80": lambda card: App(card, 0.80),
    "this app, 0.85": lambda card: App(card, 0.85),
    "this app, 0.95": lambda card: App(card, 0.95),
    "SM-2": lambda _: Sm2(),
    "SM-2 as in Anki": lambda _: AnkiSm2(),
    "ladder 1-6-12-48-96-180": lambda _: Ladder(1, 6, 12, 48, 96, 180),
    "Leitner 1-3-7-14-30": lambda _: Ladder(1, 3, 7, 14, 30),
    "Leitner 1-2-4-8-16": lambda _: Ladder(1, 2, 4, 8, 16),
}
TRUTHS: Final[dict[str, Callable[[int], Learner]]] = {
    "FSRS-6 with weights drawn for each learner": FsrsLearner,
    "memory traces, which know nothing of FSRS": TraceLearner,
}


def simulate(make: Callable[[int], Learner], learners: int, days: int) -> dict[str, list[Course]]:
    """Return what came of it for each policy, learner by learner."""
    return {
        name: [study(make(seed), seed, days, policy) for seed in range(learners)]
        for name, policy in POLICIES.items()
    }


def print_retention(found: dict[str, list[Course]]) -> bool:
    """Print what retention is reached, and return whether each aim is met."""
    rows, met = [], True
    for name in sorted(each for each in found if each.startswith("this app")):
        aim = float(name.split()[-1])
        reached = [each.retention for each in found[name]]
        mean = statistics.fmean(reached)
        off = mean - aim
        met = met and abs(off) <= MOST_OFF
        spread = statistics.stdev(reached) if len(reached) > 1 else 0.0
        rows.append(
            (
                f"{aim:.2f}",
                f"{mean:.3f}",
                f"{off:+.3f}",
                f"{min(reached):.3f}",
                f"{max(reached):.3f}",
                f"{spread:.3f}",
                "kept" if abs(off) <= MOST_OFF else "missed",
            )
        )
    head = ("aimed for", "reached", "difference", "lowest", "highest", "sd", f"≤ {MOST_OFF:g}")
    print(table(head, rows) + "\n")
    return met


def print_knowledge(found: dict[str, list[Course]]) -> None:
    """Print what is known at the end of the same minutes, and where this app loses."""
    rows, losses = [], []
    ours = found[APP]
    for name, courses in found.items():
        at_end = [a.at_end / b.at_end for a, b in zip(ours, courses, strict=True)]
        always = [a.on_average / b.on_average for a, b in zip(ours, courses, strict=True)]
        wins = sum(ratio > 1 for ratio in at_end)
        rows.append(
            (
                name,
                f"{median([each.at_end for each in courses]):.0f}",
                f"{median([each.seen for each in courses]):.0f}",
                f"{median([each.retention for each in courses]):.3f}",
                "–" if name == APP else f"{median(at_end):.3f}",
                "–" if name == APP else f"{median(always):.3f}",
                "–" if name == APP else f"{wins} of {len(at_end)}",
            )
        )
        if not name.startswith("this app") and median(at_end) < 1:
            losses.append(name)
    head = ("ten minutes a day", "known", "begun", "recalled", "0.90 ÷ it", "all days", "0.90 wins")
    print(table(head, rows))
    print(f"\nLost at 0.90: it knows less at the end than {', '.join(losses) or 'none'}.\n")


# What a quiz answer says


class Truth(NamedTuple):
    """What is true of quiz answers: of recognition as a lesson, of guesses, of slips."""

    discount: float
    guess: float
    slip: float


OPTIONS: Final = 3
QUIZ_TRUTHS: Final = (
    Truth(0.5, 1 / 3, 0.05),
    Truth(0.3, 1 / 3, 0.05),
    Truth(1.0, 1 / 3, 0.05),
    Truth(0.5, 0.25, 0.05),
    Truth(0.5, 0.45, 0.05),
    Truth(0.5, 1 / 3, 0.0),
    Truth(0.5, 1 / 3, 0.1),
)
RULES: Final[dict[str, Callable[[bool], Evidence | None]]] = {
    "ignore the quiz": lambda _: None,
    "right is Good, wrong is Again": lambda right: Graded(Grade.GOOD if right else Grade.AGAIN),
    "right is Hard, wrong is Again": lambda right: Graded(Grade.HARD if right else Grade.AGAIN),
    "guess and slip (this app)": lambda right: Recognition(right, OPTIONS),
}


def print_quiz_rules(learners: int, cards: int = 20, rounds: int = 6) -> bool:
    """Print how well each rule predicts the next flashcard; return whether ours is the best."""
    excess: dict[str, list[float]] = {name: [] for name in RULES}
    bias: dict[str, list[float]] = {name: [] for name in RULES}
    for truth in QUIZ_TRUTHS:
        sums, offs = dict.fromkeys(RULES, 0.0), dict.fromkeys(RULES, 0.0)
        for seed in range(learners * cards):
            rng = random.Random(f"quiz:{seed}")
            for name, (loss, off) in _quizzed(truth, rng, rounds).items():
                sums[name] += loss
                offs[name] += off
        number = learners * cards
        for name in RULES:
            excess[name].append(sums[name] / number)
            bias[name].append(offs[name] / number)
    rows = [
        (
            name,
            f"{statistics.fmean(excess[name]):.4f}",
            f"{max(excess[name]):.4f}",
            f"{statistics.fmean(bias[name]):+.3f}",
        )
        for name in RULES
    ]
    print(table(("what a quiz answer counts as", "mean", "worst truth", "bias"), rows) + "\n")
    means = {name: statistics.fmean(each) for name, each in excess.items()}
    return min(means, key=lambda name: means[name]) == list(RULES)[-1]


def _quizzed(truth: Truth, rng: random.Random, rounds: int) -> dict[str, tuple[float, float]]:
    """Return each rule's excess log loss and bias at the flashcards of one card.

    All rules meet the same history, for it hangs on the truth alone: a flashcard, a quiz answer
    some way to the next one, the next flashcard.
    """
    mind = FsrsMind(DEFAULT_WEIGHTS)
    beliefs = dict.fromkeys(RULES, NEW_MEMORY)
    losses, offs = dict.fromkeys(RULES, 0.0), dict.fromkeys(RULES, 0.0)
    day = 0
    grade = rng.choices(GRADES, FIRST_CHANCES)[0]
    for _ in range(rounds):
        repeats = 1 if day else REPEATS[grade]
        for each in (grade, *(Grade.GOOD,) * (repeats if grade is Grade.AGAIN or not day else 0)):
            mind.meet(day, each)
            for name, memory in beliefs.items():
                beliefs[name] = _believed(memory, Graded(each), day)
        gap = max(2, round(mind.stability * math.exp(rng.gauss(0, 0.4))))
        asked = day + rng.randint(1, gap - 1)
        right = _answer(mind, asked, truth, rng)
        for name, rule in RULES.items():
            if (evidence := rule(right)) is not None:
                beliefs[name] = _believed(beliefs[name], evidence, asked)
        day += gap
        true = mind.recall(day)
        for name, memory in beliefs.items():
            predicted = recall(memory, day, DEFAULT_PARAMS)
            assert predicted is not None
            losses[name] += _excess(true, predicted) / rounds
            offs[name] += (predicted - true) / rounds
        passed = rng.random() < true
        grade = rng.choices(SUCCESSES, SUCCESS_CHANCES)[0] if passed else Grade.AGAIN
    return {name: (losses[name], offs[name]) for name in RULES}


def _believed(memory: Memory, evidence: Evidence, day: int) -> Memory:
    return step(memory, evidence, Moment(0, 0, day), DEFAULT_PARAMS, "card:a").memory


def _answer(mind: FsrsMind, day: int, truth: Truth, rng: random.Random) -> bool:
    """Let a quiz ask for the card, show the right answer, and return whether it was chosen."""
    knew = rng.random() < mind.recall(day)
    before, difficulty = mind.stability, mind.difficulty
    mind.meet(day, Grade.GOOD if knew else Grade.AGAIN)
    if knew:
        mind.stability = before * (mind.stability / before) ** truth.discount
        mind.difficulty = difficulty
    return rng.random() < (1 - truth.slip if knew else truth.guess)


def _excess(true: float, predicted: float) -> float:
    """Return how much more a prediction is expected to lose than the truth would, in nats."""
    return true * math.log(true / predicted) + (1 - true) * math.log((1 - true) / (1 - predicted))


CAVEATS: Final = """\
Caveats. The learners are simulated. The first truth is of the schedule's own family; the second is
set crudely. Seconds and grades are averages of Anki's users. Nobody here loses heart, which more
wrong answers at 0.80 might cause, and nobody skips a day. More cards known is not better known: the
lower the aim, the more is known of many and the less of each. The rule for quiz answers is judged
by truths that share its structure; its discount has no published value."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Simulate and print; 1 if a promise is missed."""
    parser = argparse.ArgumentParser(description="Judge the schedule on simulated learners.")
    parser.add_argument("--learners", type=int, default=12, help="of the first truth")
    parser.add_argument("--days", type=int, default=180, help="of study")
    parser.add_argument("--quiz-learners", type=int, default=25, help="for the rule of answers")
    given = parser.parse_args(arguments)
    started = time.perf_counter()
    print(f"Machine: {machine()}\n")
    kept = []
    for place, (name, make) in enumerate(TRUTHS.items()):
        learners = given.learners if not place else max(2, given.learners // 2)
        print(f"Truth: {name}; {learners} learners, {given.days} days.\n")
        found = simulate(make, learners, given.days)
        met = print_retention(found)
        print_knowledge(found)
        if not place:
            kept.append(met)
    print("Quiz answers: log loss of the next flashcard's prediction above that of the truth.\n")
    kept.append(print_quiz_rules(given.quiz_learners))
    print(f"{CAVEATS}\n\n{time.perf_counter() - started:.0f} s.")
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
