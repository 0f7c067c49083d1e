"""Wrong options that are shown first: each value of a closed set is one equally often."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtdtutor.course.build.document import BankDocument
from mtdtutor.course.build.evenly import shared_out, shown_evenly
from mtdtutor.course.build.generator import generate
from mtdtutor.course.build.knowledge import load_knowledge
from tests.unit.course.conftest import COURSE


@pytest.fixture(scope="module")
def course() -> BankDocument:
    return generate(load_knowledge(COURSE))


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


def test_a_question_for_which_nothing_is_left_gets_fewer():
    assert shared_out({}, 2) == {}
    assert shared_out({"a": [], "b": ["x", "y"]}, 2) == {"a": [], "b": ["x", "y"]}
    assert shared_out({"a": ["x"], "b": ["x"]}, 2) == {"a": ["x"], "b": ["x"]}
    assert shared_out({"a": ["x"], "b": ["x"]}, 1) == {"a": ["x"], "b": []}


def test_names_of_the_course_are_wrong_as_often_as_each_other(course: BankDocument):
    for template in ("t01", "t02", "t03", "t04", "t06"):
        asked = [
            question
            for question in course.questions
            if question.template == template and question.topic == question.options[0].id
        ]
        first = Counter(option.id for question in asked for option in question.options[1:3])
        assert first == dict.fromkeys((question.topic for question in asked), 2)
        assert all(question.options[0].correct for question in asked)


def test_sharing_out_keeps_the_options_and_puts_the_right_one_first(course: BankDocument):
    names = [question for question in course.questions if question.template == "t24"]
    for before, after in zip(names, shown_evenly(names), strict=True):
        assert after.options[0].correct
        assert {option.id for option in after.options} == {option.id for option in before.options}
