"""Published vectors that our own code cannot be asked for: of the engine, and of its reference."""

from __future__ import annotations

from datetime import UTC, datetime

import fsrs
import fsrs_rs_python as reference
import pytest

from mtdtutor.study.scheduler import DEFAULT_PARAMS, interval_days, recall
from tests.unit.study.make import DAY, reviewed

ENGINE = fsrs.Scheduler(enable_fuzzing=False)
GRADES = [fsrs.Rating.Again, fsrs.Rating.Hard, fsrs.Rating.Good, fsrs.Rating.Easy]
COLUMNS = list(zip((1.0, 2.0, 3.0, 4.0), (0.9, 0.8, 0.7, 0.6), GRADES, strict=True))


def test_engine_growth_by_difficulty_recall_and_grade() -> None:
    # Recall of exactly 0.8 falls on no whole day, so only the engine's own formula can be asked.
    grown = [
        ENGINE._next_recall_stability(difficulty=d, stability=5.0, retrievability=r, rating=grade)
        for d, r, grade in COLUMNS[1:]
    ]
    assert grown == pytest.approx([28.22657096, 58.65599107, 127.2266925], abs=1e-4)


def test_engine_forgetting_by_difficulty_and_recall() -> None:
    left = [
        ENGINE._next_forget_stability(difficulty=d, stability=5.0, retrievability=r)
        for d, r, _ in COLUMNS
    ]
    assert left == pytest.approx([1.05253961, 1.18943295, 1.36808387, 1.58498896], abs=1e-4)


def test_engine_same_day() -> None:
    after = [ENGINE._short_term_stability(stability=5.0, rating=grade) for grade in GRADES]
    assert after == pytest.approx([1.596818, 5, 5, 8.12960956], abs=1e-4)


def test_engine_interval_of_the_lowest_retention() -> None:
    lowest = fsrs.Scheduler(desired_retention=0.1, maximum_interval=10**7, enable_fuzzing=False)
    assert lowest._next_interval(stability=1.0) == 3_116_769


def test_our_interval_of_the_lowest_and_the_highest_retention() -> None:
    of = {r: DEFAULT_PARAMS._replace(retention=r, max_interval=10**7) for r in (0.1, 1.0)}
    assert [interval_days(1.0, params) for params in of.values()] == [3_116_769, 1]


def test_our_factor_of_the_curve() -> None:
    weights = DEFAULT_PARAMS.weights
    factor = 0.9 ** (-1 / weights[20]) - 1
    assert factor == pytest.approx(0.98034649, abs=1e-8)
    assert recall(reviewed(7.0), DAY + 3, DEFAULT_PARAMS) == pytest.approx(
        (1 + factor * 3 / 7) ** -weights[20], rel=1e-12
    )


def test_engine_recall_is_whole_at_the_review_itself() -> None:
    now = datetime(2026, 3, 2, tzinfo=UTC)
    card = fsrs.Card(card_id=1, stability=3.0, difficulty=5.0, last_review=now, due=now)
    assert ENGINE.get_card_retrievability(card, now) == 1.0


def test_reference_simulation() -> None:
    config = reference.default_simulator_config()
    done = reference.simulate(list(reference.DEFAULT_PARAMETERS), 0.9, config, 42)
    assert done.memorized_cnt_per_day[-1] == pytest.approx(3370.383, abs=1e-2)
