"""Wrong options that are shown first: each value of a closed set is one equally often."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtdtutor.course.build.evenly import shared_out


@st.composite
def closed_sets(draw: st.DrawFn) -> dict[str, list[str]]:
    values = [f"v{n}" for n in range(draw(st.integers(3, 9)))]
    return {
        value: draw(st.permutations([other for other in values if other != value]))
        for value in values
    }


@given(closed_sets())
def test_each_value_is_wrong_as_often_as_any_other(nearest: dict[str, list[str]]):
    given_out = shared_out(nearest, 2)
    assert Counter(one for found in given_out.values() for one in found) == dict.fromkeys(
        nearest, 2
    )
    for question, found in given_out.items():
        assert question not in found
        assert len(set(found)) == 2


def test_the_nearest_where_nobody_else_needs_it():
    nearest = {"a": ["b", "c", "d"], "b": ["a", "c", "d"], "c": ["d", "a", "b"], "d": ["c", "b"]}
    assert shared_out(nearest, 1) == {"a": ["b"], "b": ["a"], "c": ["d"], "d": ["c"]}


def test_an_option_is_given_up_to_a_question_that_has_no_other():
    assert shared_out({"a": ["x", "y"], "b": ["x"]}, 1) == {"a": ["y"], "b": ["x"]}


@pytest.mark.parametrize("options", [{}, {"a": []}, {"a": ["x"], "b": ["x"]}])
def test_too_small_a_set_gets_no_round(options: dict[str, list[str]]):
    assert shared_out(options, 2) == {question: [] for question in options}
