"""Simulated memories: what is true of one card in one learner's head, whatever a schedule believes.

Two kinds. ``FsrsMind`` forgets as FSRS-6 says, with weights of its own; it is the family of the
schedule it judges, which flatters. ``TraceMind`` knows nothing of it: every meeting leaves a trace
that fades by a power law, faster the better the card was known (P. I. Pavlik and J. R. Anderson,
"Practice and forgetting effects on vocabulary memory", Cognitive Science 29, 2005).
"""

from __future__ import annotations

import math
import random
from typing import Final, NamedTuple, Protocol

from mtdtutor.study.memory import Grade
from mtdtutor.study.scheduler import DEFAULT_PARAMS

LEARNER_SPREAD: Final = 0.25
"""Of a learner's weights around the defaults, as the sd of their logarithm; an assumption."""
CARD_SPREAD: Final = 0.2
"""Of a card's stabilities around the learner's, likewise."""
LEAST_STABILITY: Final = 0.001


class Mind(Protocol):
    """What is true of one card."""

    def recall(self, day: int) -> float:
        """Return the probability of recall on a day, at least one after the last meeting."""

    def meet(self, day: int, grade: Grade) -> None:
        """Let the card be asked, graded and its answer be seen."""


class Weights(NamedTuple):
    """The weights of FSRS-6, with the constant that follows from the last one."""

    w: tuple[float, ...]
    factor: float

    @classmethod
    def of(cls, w: tuple[float, ...]) -> Weights:
        """Return weights with their constant, ``F = 0.9^(-1/w20) - 1``."""
        return cls(w, 0.9 ** (-1 / w[20]) - 1)

    def curve(self, days: float, stability: float) -> float:
        """Return the recall so many days after the last meeting."""
        return float((1 + self.factor * days / stability) ** -self.w[20])

    def first(self, grade: Grade) -> tuple[float, float]:
        """Return stability and difficulty after the first meeting."""
        return self.w[grade - 1], min(max(self._first_difficulty(grade), 1.0), 10.0)

    def next(
        self, stability: float, difficulty: float, days: int, grade: Grade
    ) -> tuple[float, float]:
        """Return stability and difficulty after another meeting so many days later."""
        w = self.w
        if days < 1:
            growth = math.exp(w[17] * (grade - 3 + w[18])) * stability ** -w[19]
            new = stability * (growth if grade is Grade.AGAIN else max(growth, 1.0))
        elif grade is Grade.AGAIN:
            new = w[11] * difficulty ** -w[12] * ((stability + 1) ** w[13] - 1)
            new *= math.exp(w[14] * (1 - self.curve(days, stability)))
            new = min(new, stability / math.exp(w[17] * w[18]))
        else:
            growth = math.exp(w[8]) * (11 - difficulty) * stability ** -w[9]
            growth *= math.exp(w[10] * (1 - self.curve(days, stability))) - 1
            growth *= {Grade.HARD: w[15], Grade.EASY: w[16]}.get(grade, 1.0)
            new = stability * (1 + growth)
        moved = difficulty - w[6] * (grade - 3) * (10 - difficulty) / 9
        moved = w[7] * self._first_difficulty(Grade.EASY) + (1 - w[7]) * moved
        return max(new, LEAST_STABILITY), min(max(moved, 1.0), 10.0)

    def _first_difficulty(self, grade: Grade) -> float:
        return self.w[4] - math.exp(self.w[5] * (grade - 1)) + 1


DEFAULT_WEIGHTS: Final = Weights.of(DEFAULT_PARAMS.weights)


class FsrsMind:
    """Forgets as FSRS-6 says, by weights of the learner's own and a factor of the card's own."""

    def __init__(self, weights: Weights, factor: float = 1.0) -> None:
        self.stability = 0.0
        self.difficulty = 0.0
        self._weights = weights
        self._factor = factor
        self._last: int | None = None

    def recall(self, day: int) -> float:
        """See ``Mind.recall``."""
        assert self._last is not None
        return self._weights.curve(day - self._last, self.stability * self._factor)

    def meet(self, day: int, grade: Grade) -> None:
        """See ``Mind.meet``."""
        if self._last is None:
            self.stability, self.difficulty = self._weights.first(grade)
        else:
            self.stability, self.difficulty = self._weights.next(
                self.stability, self.difficulty, day - self._last, grade
            )
        self._last = day


class TraceMind:
    """Sums power-law traces; a meeting at high activation leaves one that fades faster."""

    FADING: Final = 0.177
    FADING_WHEN_KNOWN: Final = 0.217
    NOISE: Final = 0.255
    MINUTES_PER_DAY: Final = 36.0
    """A day between sittings interferes like so many minutes within one (their h = 0.025)."""
    THRESHOLD: Final = -1.0
    """Set so that after the first day recall falls to 90 % in about three days, as in FSRS."""

    def __init__(self, ease: float = 0.0) -> None:
        self._ease = ease
        self._traces: list[tuple[float, float]] = []

    def recall(self, day: int) -> float:
        """See ``Mind.recall``."""
        return self._chance(self._activation(day * self.MINUTES_PER_DAY))

    def meet(self, day: int, grade: Grade) -> None:
        """See ``Mind.meet``; what was graded makes no difference to a trace."""
        del grade
        # Meetings of one day are ten minutes apart, well within it on this scale.
        now = day * self.MINUTES_PER_DAY
        while self._traces and self._traces[-1][0] >= now:
            now = self._traces[-1][0] + 1.0
        known = math.exp(self._activation(now)) if self._traces else 0.0
        self._traces.append((now, self.FADING + self.FADING_WHEN_KNOWN * known))

    def _activation(self, now: float) -> float:
        return math.log(sum((now - met) ** -fading for met, fading in self._traces))

    def _chance(self, activation: float) -> float:
        short = (self.THRESHOLD - self._ease - activation) / self.NOISE
        return 1 / (1 + math.exp(min(short, 500.0)))


def _drawn(seed: int, number: int) -> list[float]:
    """Return a learner's deviations; those of every second one mirror those of the one before.

    So that a few learners are as a group what they are meant to be: around the defaults.
    """
    rng = random.Random(f"learner:{seed // 2}")
    side = 1 if seed % 2 == 0 else -1
    return [side * rng.gauss(0, LEARNER_SPREAD) for _ in range(number)]


class FsrsLearner:
    """Makes the minds of one learner whose weights are drawn around the defaults."""

    def __init__(self, seed: int) -> None:
        first, difficulty, growth, lapse, decay = _drawn(seed, 5)
        w = list(DEFAULT_PARAMS.weights)
        w[:4] = [each * math.exp(first) for each in w[:4]]
        w[4] += difficulty
        w[8] += growth
        w[11] *= math.exp(lapse)
        w[20] *= math.exp(decay / 2)
        self._weights = Weights.of(tuple(w))

    def mind(self, rng: random.Random) -> Mind:
        """Return what is true of a new card."""
        return FsrsMind(self._weights, math.exp(rng.gauss(0, CARD_SPREAD)))


class TraceLearner:
    """Makes the minds of one learner who keeps more or less than others."""

    def __init__(self, seed: int) -> None:
        self._ease = _drawn(seed, 1)[0] / 2

    def mind(self, rng: random.Random) -> Mind:
        """Return what is true of a new card."""
        return TraceMind(self._ease + rng.gauss(0, CARD_SPREAD / 2))
