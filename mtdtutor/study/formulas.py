"""The formulas of FSRS-6 as plain functions, for forecasts that take many thousand steps.

What is recorded goes through ``scheduler.step`` alone; a test holds both against each other.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from mtdtutor.study.memory import Grade

Weights = Sequence[float]
MIN_STABILITY: Final = 0.001
MIN_DIFFICULTY: Final = 1.0
MAX_DIFFICULTY: Final = 10.0


def curve(days: float, stability: float, decay: float) -> float:
    """Return the recall after so many days: ``(1 + F t/S)^-w20`` with ``F = 0.9^(-1/w20) - 1``."""
    return float((1 + (0.9 ** (-1 / decay) - 1) * days / stability) ** -decay)


def first(grade: Grade, weights: Weights) -> tuple[float, float]:
    """Return stability and difficulty after the first grade of a card."""
    return max(weights[grade - 1], MIN_STABILITY), _within(_first_difficulty(grade, weights))


def later(
    stability: float, difficulty: float, days: int, grade: Grade, weights: Weights
) -> tuple[float, float]:
    """Return stability and difficulty after a grade so many study days after the last one."""
    if days < 1:
        after = _same_day(stability, grade, weights)
    elif grade is Grade.AGAIN:
        after = _forgotten(stability, difficulty, days, weights)
    else:
        after = _recalled(stability, difficulty, days, grade, weights)
    return max(after, MIN_STABILITY), _difficulty(difficulty, grade, weights)


def _first_difficulty(grade: Grade, weights: Weights) -> float:
    return weights[4] - math.exp(weights[5] * (grade - 1)) + 1


def _difficulty(difficulty: float, grade: Grade, weights: Weights) -> float:
    moved = difficulty - weights[6] * (grade - 3) * (MAX_DIFFICULTY - difficulty) / 9
    easy = _first_difficulty(Grade.EASY, weights)
    return _within(weights[7] * easy + (1 - weights[7]) * moved)


def _same_day(stability: float, grade: Grade, weights: Weights) -> float:
    growth = math.exp(weights[17] * (grade - 3 + weights[18])) * stability ** -weights[19]
    return float(stability * (max(growth, 1.0) if grade is not Grade.AGAIN else growth))


def _forgotten(stability: float, difficulty: float, days: int, weights: Weights) -> float:
    recall = curve(days, stability, weights[20])
    long_term = (
        weights[11]
        * difficulty ** -weights[12]
        * ((stability + 1) ** weights[13] - 1)
        * math.exp(weights[14] * (1 - recall))
    )
    return min(float(long_term), stability / math.exp(weights[17] * weights[18]))


def _recalled(
    stability: float, difficulty: float, days: int, grade: Grade, weights: Weights
) -> float:
    recall = curve(days, stability, weights[20])
    growth = (
        math.exp(weights[8])
        * (11 - difficulty)
        * stability ** -weights[9]
        * (math.exp(weights[10] * (1 - recall)) - 1)
    )
    if grade is Grade.HARD:
        growth *= weights[15]
    elif grade is Grade.EASY:
        growth *= weights[16]
    return float(stability * (1 + growth))


def _within(difficulty: float) -> float:
    return min(max(difficulty, MIN_DIFFICULTY), MAX_DIFFICULTY)
