"""The forgetting curve of one card."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from mtdtutor.study.curve import forgetting_curve
from mtdtutor.study.fold import Acted, ActionKind, CardEvent, Reviewed, fold
from mtdtutor.study.memory import NEW_MEMORY, Grade
from mtdtutor.study.scheduler import DEFAULT_PARAMS, Graded, Recognition, recall, step
from tests.unit.study.make import DAY, GRADES, RECOGNITIONS, at

CARD = "card:a"


def recorded(history: list[tuple[int, Graded | Recognition]]) -> list[CardEvent]:
    """Return the events of evidence, each so many days after the one before."""
    memory, day, events = NEW_MEMORY, DAY, []
    for gap, evidence in history:
        day += gap
        after = step(memory, evidence, at(day), DEFAULT_PARAMS, CARD).memory
        events.append(Reviewed(evidence, at(day), memory, after, DEFAULT_PARAMS.retention))
        memory = after
    return [*events]


EVIDENCE = st.one_of(GRADES.map(lambda grade: Graded(Grade(grade))), RECOGNITIONS)


@given(st.lists(st.tuples(st.integers(0, 60), EVIDENCE), min_size=1, max_size=12))
def test_each_stretch_falls_and_the_next_begins_where_it_ends(
    history: list[tuple[int, Graded | Recognition]],
) -> None:
    events = recorded(history)
    end = DAY + sum(gap for gap, _ in history) + 30
    curve = forgetting_curve(events, DEFAULT_PARAMS, CARD, end)
    for stretch in curve.stretches:
        assert stretch[0].recall == 1
        assert all(a.recall > b.recall for a, b in itertools.pairwise(stretch))
        assert all(a.day < b.day for a, b in itertools.pairwise(stretch))
        assert len(stretch) <= 52
    for before, after in itertools.pairwise(curve.stretches):
        assert before[-1].day == after[0].day
    assert len(curve.marks) == len(history)
    memory, _ = fold(events, DEFAULT_PARAMS, CARD)
    if memory.stability is not None:
        assert curve.stretches[-1][-1] == (end, recall(memory, end, DEFAULT_PARAMS))


def test_a_new_card_has_no_curve() -> None:
    assert forgetting_curve([], DEFAULT_PARAMS, CARD, DAY + 10) == ((), ())


def test_a_forgotten_card_begins_anew() -> None:
    events = recorded([(0, Graded(Grade.EASY))])
    events.append(Acted(ActionKind.FORGET, at(DAY + 5)))
    curve = forgetting_curve(events, DEFAULT_PARAMS, CARD, DAY + 30)
    assert len(curve.stretches) == 1
    assert curve.stretches[0][-1].day == DAY + 5


def test_marks_tell_quiz_from_card_and_what_was_kept() -> None:
    history = [(0, Graded(Grade.EASY)), (9, Recognition(right=False, options=3))]
    curve = forgetting_curve(
        recorded([*history, (1, Graded(Grade.AGAIN))]), DEFAULT_PARAMS, CARD, 0
    )
    assert [(mark.quiz, mark.kept) for mark in curve.marks] == [
        (False, True), (True, False), (False, False),
    ]  # fmt: skip
    assert curve.marks[0].recall is None, "nothing is predicted within the first day"
    assert curve.marks[1].recall is not None
