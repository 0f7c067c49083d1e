"""A made-up history is played by the one reducer, and told in days from its own beginning."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtdtutor.study.example import Given, play
from mtdtutor.study.scheduler import DEFAULT_PARAMS, Recognition
from tests.unit.study.make import GRADES, RECOGNITIONS, graded, history


def test_a_history_as_the_reducer_has_it() -> None:
    outcomes = history([3, 3, 1, 3], [0, 0, 5, 1])
    days = (0, 0, 5, 6)
    told = play(
        [Given(day, graded(grade)) for day, grade in zip(days, (3, 3, 1, 3), strict=True)],
        DEFAULT_PARAMS,
        "card:a",
    )
    for each, outcome in zip(told, outcomes, strict=True):
        assert each.recall == outcome.recall
        assert (each.stability, each.difficulty) == outcome.memory[2:4]
        assert (each.interval or None, each.interval_fuzzed or None) == outcome[2:]
    assert [each.due_minutes for each in told] == [10, None, 10, None]
    assert [each.due_day for each in told][::2] == [0, 5]


def test_a_quiz_answer_that_moves_nothing_says_so() -> None:
    new, stepped, same_day = play(
        [
            Given(0, Recognition(True, 3)),
            Given(0, graded(3)),
            Given(0, Recognition(False, 3)),
        ],
        DEFAULT_PARAMS,
        "card:a",
    )
    assert new[1:] == (None,) * 7
    assert stepped.interval == 0
    assert (same_day.interval, same_day.due_day, same_day.due_minutes) == (None, 0, None)


@pytest.mark.parametrize("first", [0, 7, 20_000])
@given(
    st.lists(st.tuples(st.integers(0, 60), st.one_of(GRADES.map(graded), RECOGNITIONS)), min_size=1)
)
def test_days_are_counted_from_any_beginning(first: int, steps: list[tuple[int, object]]) -> None:
    def told(beginning: int) -> list[tuple[object, ...]]:
        day, made = beginning, []
        for gap, evidence in steps:
            day += gap
            made.append(Given(day, evidence))  # type: ignore[arg-type]
        return [
            (*each[1:6], None if each.due_day is None else each.due_day - beginning)
            for each in play(made, DEFAULT_PARAMS, "card:a")
        ]

    assert told(first) == told(0)


def test_noon_is_far_from_the_end_of_a_study_day() -> None:
    longest = DEFAULT_PARAMS._replace(learning_steps=(60, 8 * 3600))
    (step,) = play([Given(3, graded(3))], longest, "card:a")
    assert (step.due_day, step.due_minutes) == (3, 480)
