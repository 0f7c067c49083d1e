"""The one reducer: from a memory and a piece of evidence to the next memory.

FSRS-6 comes from the ``fsrs`` package, which only this module knows. It is driven by study days
mapped to exact midnights, because its own 24-hour days take the next morning for the same day, and
its fuzz is off, because that is drawn from a global source and leaves its own bounds.
"""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from mtdtutor.core.clock import Moment
from mtdtutor.core.errors import BugError
from mtdtutor.core.ids import stable_unit
from mtdtutor.study.memory import Grade, Memory, State

if TYPE_CHECKING:
    from fsrs import Card, Rating, Scheduler

RULE_VERSION: Final = "fsrs-6.3/1"

SLIP: Final = 0.02
"""Chance that a known answer is missed in a quiz."""
DISCOUNT: Final = 0.5
"""How much of the growth of a recall a recognition earns, as an exponent."""
MIN_STABILITY: Final = 0.001
_MIDNIGHT: Final = datetime(2000, 1, 1, tzinfo=UTC)
_MIN_FUZZED: Final = 2.5


class Params(NamedTuple):
    """What one learner's schedule is computed with.

    Attributes:
        weights: The 21 weights of FSRS-6.
        retention: Desired probability of recall when a card comes due, in (0, 1).
        learning_steps: Seconds to wait in each step of a new card.
        relearning_steps: Seconds to wait in each step of a forgotten card.
        max_interval: Longest interval in days.
    """

    weights: tuple[float, ...]
    retention: float
    learning_steps: tuple[int, ...]
    relearning_steps: tuple[int, ...]
    max_interval: int


DEFAULT_PARAMS: Final = Params(
    weights=(
        0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796,
        1.4835, 0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
    ),
    retention=0.90,
    learning_steps=(60, 600),
    relearning_steps=(600,),
    max_interval=365,
)  # fmt: skip


class Graded(NamedTuple):
    """Evidence: the learner recalled a card and graded the recall."""

    grade: Grade


class Recognition(NamedTuple):
    """Evidence: the learner answered a quiz question about the card's fact.

    Attributes:
        right: The answer earned full marks.
        options: Options shown, which sets the chance of a lucky guess; 0 where guessing is no help
            (typed, several keys, matching, ordering).
        guessed: The learner marked the answer as a guess.
        moves: The question asks for this fact alone, so stability and difficulty may move.
    """

    right: bool
    options: int
    guessed: bool = False
    moves: bool = True


Evidence = Graded | Recognition


class Outcome(NamedTuple):
    """What one step came to.

    Attributes:
        memory: The memory after it.
        recall: Predicted probability of recall just before; None for a new card and within the
            first day, where the model does no better than a constant.
        interval: Days computed for a card in review; None in steps and where nothing moved.
        interval_fuzzed: The same after fuzz: what the due day was set by.
    """

    memory: Memory
    recall: float | None
    interval: int | None
    interval_fuzzed: int | None


def step(memory: Memory, evidence: Evidence, when: Moment, params: Params, card: str) -> Outcome:
    """Return what a piece of evidence makes of a memory.

    Args:
        memory: The memory before.
        evidence: A graded recall or a quiz answer.
        when: When it happened. A moment before the last one counts as the same day.
        params: The learner's parameters.
        card: Id of the card, which seeds the fuzz together with the number of reviews.
    """
    if isinstance(evidence, Graded):
        return _recalled(memory, evidence.grade, when, params, card)
    return _recognised(memory, evidence, when, params, card)


def preview(memory: Memory, when: Moment, params: Params, card: str) -> dict[Grade, Outcome]:
    """Return what each of the four grades would come to; grading applies exactly that."""
    return {grade: _recalled(memory, grade, when, params, card) for grade in Grade}


def recall(memory: Memory, day: int, params: Params) -> float | None:
    """Return the predicted probability of recall on a study day.

    ``R = (1 + F t/S)^-w20`` with ``F = 0.9^(-1/w20) - 1``, t in days since the last evidence.

    Returns:
        The probability; None for a new card and within the first day.
    """
    if memory.stability is None or memory.last_day is None or day - memory.last_day < 1:
        return None
    return _curve(day - memory.last_day, memory.stability, params.weights[20])


def fuzzed(interval: int, max_interval: int, unit: float) -> int:
    """Return an interval moved a little, so that cards learned together come apart.

    Args:
        interval: Days, at least 1.
        max_interval: Longest result.
        unit: Position within the bounds, in [0, 1). With the same position a longer interval never
            gives a shorter result, so the order of the four grades stays.
    """
    if interval < _MIN_FUZZED:
        return interval
    low, high = fuzz_bounds(interval, max_interval)
    # Just below one the product rounds up to the whole number that lies outside the bounds.
    return min(math.floor(low + unit * (high - low + 1)), high)


def fuzz_bounds(interval: float, max_interval: int) -> tuple[int, int]:
    """Return the shortest and the longest result of fuzz for an interval of 2.5 days or more."""
    delta = 1 + 0.15 * (min(interval, 7) - _MIN_FUZZED)
    delta += 0.1 * max(min(interval, 20) - 7, 0) + 0.05 * max(interval - 20, 0)
    low = math.floor(interval - delta + 0.5)
    high = math.floor(interval + delta + 0.5)
    return min(max(low, 1), max_interval), min(high, max_interval)


def _recalled(memory: Memory, grade: Grade, when: Moment, params: Params, card: str) -> Outcome:
    after = _engine(params).review(memory, grade, _elapsed(memory, when.day))
    before = recall(memory, when.day, params)
    lapsed = memory.state is State.REVIEW and grade is Grade.AGAIN
    common = Memory(
        state=after.state,
        step=after.step,
        stability=after.stability,
        difficulty=after.difficulty,
        due_day=None,
        due_ms=None,
        last_day=when.day,
        reviews=memory.reviews + 1,
        lapses=memory.lapses + lapsed,
    )
    if after.state is not State.REVIEW:
        due_ms = when.at_ms + after.wait // timedelta(milliseconds=1)
        return Outcome(common._replace(due_ms=due_ms), before, None, None)
    days = fuzzed(after.wait.days, params.max_interval, stable_unit(card, memory.reviews))
    return Outcome(common._replace(due_day=when.day + days), before, after.wait.days, days)


def _recognised(
    memory: Memory, evidence: Recognition, when: Moment, params: Params, card: str
) -> Outcome:
    before = recall(memory, when.day, params)
    if memory.state is not State.REVIEW or memory.due_day is None:
        return Outcome(memory, before, None, None)
    after = memory
    interval = days = None
    if evidence.moves and before is not None:
        stability, difficulty = _mixture(memory, evidence, before, when.day, params)
        interval = interval_days(stability, params)
        days = fuzzed(interval, params.max_interval, stable_unit(card, memory.reviews))
        after = memory._replace(
            stability=stability,
            difficulty=difficulty,
            due_day=when.day + days,
            last_day=when.day,
        )
    if (evidence.guessed or not evidence.right) and after.due_day is not None:
        after = after._replace(due_day=min(after.due_day, when.day + 1))
    return Outcome(after, before, interval, days)


def _mixture(
    memory: Memory, evidence: Recognition, before: float, day: int, params: Params
) -> tuple[float, float]:
    """Return stability and difficulty after a quiz answer: the guess/slip mixture.

    With R the recall before, g the chance of a guess and s that of a slip, the learner knew it
    with ``q = R(1-s) / (R(1-s) + (1-R)g)`` when right and ``q = Rs / (Rs + (1-R)(1-g))`` when
    wrong. The recall one old stability ahead is mixed from that of a discounted Good and that of
    Again, and turned back into a stability.
    """
    engine, elapsed = _engine(params), _elapsed(memory, day)
    good = engine.review(memory, Grade.GOOD, elapsed)
    again = engine.review(memory, Grade.AGAIN, elapsed)
    old, difficulty = memory.stability, memory.difficulty
    assert old is not None, "a card in review has a stability"
    assert difficulty is not None, "a card in review has a difficulty"
    guess = 1 / evidence.options if evidence.options else 0.0
    knew = before * ((1 - SLIP) if evidence.right else SLIP)
    did_not = (1 - before) * (guess if evidence.right else 1 - guess)
    known = knew / (knew + did_not)
    decay = params.weights[20]
    horizon = max(1.0, old)
    kept = old * (good.stability / old) ** DISCOUNT
    mixed = known * _curve(horizon, kept, decay)
    mixed += (1 - known) * _curve(horizon, again.stability, decay)
    stability = _factor(decay) * horizon / (mixed ** (-1 / decay) - 1)
    return (
        max(stability, MIN_STABILITY),
        known * difficulty + (1 - known) * again.difficulty,
    )


def interval_days(stability: float, params: Params) -> int:
    """Return the days until recall falls to the desired retention: 1 to the longest interval.

    ``I = S/F (r^(-1/w20) - 1)``, rounded as the engine rounds.
    """
    decay = params.weights[20]
    days = float(stability / _factor(decay) * (params.retention ** (-1 / decay) - 1))
    return min(max(round(days), 1), params.max_interval)


def _curve(days: float, stability: float, decay: float) -> float:
    return float((1 + _factor(decay) * days / stability) ** -decay)


def _factor(decay: float) -> float:
    return float(0.9 ** (-1 / decay) - 1)


def _elapsed(memory: Memory, day: int) -> int:
    """Return the days since the last evidence; never below zero, however the clock moved."""
    return 0 if memory.last_day is None else max(0, day - memory.last_day)


class _Belief(NamedTuple):
    """What the engine believes after a grade, and how long it would wait."""

    state: State
    step: int | None
    stability: float
    difficulty: float
    wait: timedelta


class _Engine:
    """The ``fsrs`` package, imported when the first schedule is computed and not before."""

    def __init__(self, params: Params) -> None:
        if not 0 < params.retention < 1:
            raise BugError(f"retention {params.retention} is outside (0, 1)")
        import fsrs  # here, because the start of the window must not pay for it

        self._card: type[Card] = fsrs.Card
        self._rating: type[Rating] = fsrs.Rating
        # The engine has no state for a card never seen: it is in learning without a stability.
        self._states = (fsrs.State.Learning, *fsrs.State)
        self._scheduler: Scheduler = fsrs.Scheduler(
            parameters=params.weights,
            desired_retention=params.retention,
            learning_steps=[timedelta(seconds=each) for each in params.learning_steps],
            relearning_steps=[timedelta(seconds=each) for each in params.relearning_steps],
            maximum_interval=params.max_interval,
            enable_fuzzing=False,
        )

    def review(self, memory: Memory, grade: Grade, elapsed: int) -> _Belief:
        """Return what a grade makes of a memory so many days after the last evidence."""
        card = self._card(
            card_id=0,
            state=self._states[memory.state],
            step=memory.step,
            stability=memory.stability,
            difficulty=memory.difficulty,
            due=_MIDNIGHT,
            last_review=None if memory.last_day is None else _MIDNIGHT,
        )
        now = _MIDNIGHT + timedelta(days=elapsed)
        after, _ = self._scheduler.review_card(card, self._rating(grade), now)
        assert after.stability is not None, "every grade gives a stability"
        assert after.difficulty is not None, "every grade gives a difficulty"
        return _Belief(
            State(after.state), after.step, after.stability, after.difficulty, after.due - now
        )


@lru_cache(maxsize=32)
def _engine(params: Params) -> _Engine:
    return _Engine(params)
