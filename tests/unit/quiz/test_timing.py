"""Time limits and rapid guesses; grading beside them, which is as short."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtdtutor.core.errors import BugError
from mtdtutor.quiz.grading import Verdict, grade
from mtdtutor.quiz.timing import (
    Limits,
    TimeChoice,
    default_limit_s,
    expected_s,
    is_rapid,
    limits,
    rapid_threshold_ms,
    word_count,
)
from tests.unit.quiz.make import single, statement


def test_words() -> None:
    assert word_count("Track 1.5 – who's in?", "", "co-operation") == 5


def test_the_default_limit() -> None:
    assert expected_s(words=20, options=3) == 25
    assert default_limit_s([25.0] * 5) == 210  # 187.5 rounded up to half a minute
    assert default_limit_s([20.0]) == 30
    assert default_limit_s([]) == 0


@given(st.lists(st.floats(8, 90), min_size=1), st.floats(-5, 99))
def test_choices(expected: list[float], extension: float) -> None:
    normal = limits(expected, TimeChoice.NORMAL, extension)
    stretched = limits(expected, TimeChoice.STRETCHED, extension)
    assert limits(expected, TimeChoice.OFF, extension).deadline_ms is None
    assert normal.deadline_ms is not None
    assert normal.deadline_ms % 30_000 == 0
    assert normal.extension == 1
    assert normal.deadline_ms >= 1.5 * 1000 * sum(expected) - 1
    assert 1 <= stretched.extension <= 10
    assert stretched.deadline_ms is not None
    assert normal.deadline_ms <= stretched.deadline_ms <= 10 * normal.deadline_ms


def test_a_stretched_limit_is_rounded_to_milliseconds() -> None:
    assert Limits(30_000, 1.25).deadline_ms == 37_500


@pytest.mark.parametrize(
    ("expected", "threshold"), [(5.0, 1_500), (15.0, 1_500), (40.0, 4_000), (500.0, 10_000)]
)
def test_rapid_guesses(expected: float, threshold: int) -> None:
    assert rapid_threshold_ms(expected) == threshold
    assert is_rapid(threshold - 1, expected)
    assert not is_rapid(threshold, expected)


def test_grading_is_all_or_nothing() -> None:
    item = single("q:a")
    assert grade(item, ["key"]) == Verdict(1.0, True)
    assert grade(item, ["w1"]) == Verdict(0.0, False)
    assert grade(item, ["key", "w1"]) == Verdict(0.0, False)
    assert grade(item, []) == Verdict(0.0, False)
    assert grade(statement("q:b", "track-1", False), ["false"]).right


def test_grading_refuses_what_it_cannot_know() -> None:
    with pytest.raises(BugError):
        grade(single("q:a"), ["nothing"])
    with pytest.raises(BugError):
        grade(single("q:a")._replace(type="explain"), ["key"])
