"""What an event adds to the totals of its day, worked out by hand."""

from __future__ import annotations

import pytest

from mtdtutor.core.clock import Moment
from mtdtutor.progress.events import CardActionEvent, ReviewEvent, evidence_of, for_fold
from mtdtutor.progress.totals import MATURE_DAYS, METRICS, Key, increments, key
from mtdtutor.study.fold import Acted, ActionKind, Reviewed
from mtdtutor.study.memory import NEW_MEMORY, Grade, Memory, State
from mtdtutor.study.scheduler import RULE_VERSION, Graded, Recognition
from tests.unit.storage.make import an_answer, an_attempt, an_ending

DAY = 20_000
WHEN = Moment(DAY * 86_400_000, 0, DAY)


def memory(state: State, interval: int | None = None, last_day: int | None = DAY - 1) -> Memory:
    due = None if interval is None or last_day is None else last_day + interval
    return Memory(state, None, 5.0, 5.0, due, None, last_day, 3, 0)


def review(
    grade: int | None, before: Memory, *, duration_ms: int | None = 5000, right: bool | None = None
) -> ReviewEvent:
    return ReviewEvent(
        1, "r", "me", *WHEN, "db", "card" if grade else "quiz", "card:a", "a", "track-1", grade,
        right, None if grade else 3, False, True, None, before, before, None, None, 0.9, None,
        "rule", None, duration_ms, None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("grade", "before", "expected"),
    [
        (3, NEW_MEMORY, {"good": 1, "new": 1, "reviews_ms": 5000}),
        (1, NEW_MEMORY, {"again": 1, "new": 1, "reviews_ms": 5000}),
        (2, memory(State.LEARNING), {"hard": 1, "reviews_ms": 5000}),
        (4, memory(State.REVIEW, 20), {"easy": 1, "reviews_ms": 5000, "retained_young": 1}),
        (3, memory(State.REVIEW, 21), {"good": 1, "reviews_ms": 5000, "retained_mature": 1}),
        (1, memory(State.REVIEW, 20), {"again": 1, "reviews_ms": 5000, "lapsed_young": 1}),
        (1, memory(State.REVIEW, 21), {"again": 1, "reviews_ms": 5000, "lapsed_mature": 1}),
        (3, memory(State.REVIEW, 30, DAY), {"good": 1, "reviews_ms": 5000}),
        (3, memory(State.REVIEW, 30, DAY + 4), {"good": 1, "reviews_ms": 5000}),
        (3, memory(State.RELEARNING), {"good": 1, "reviews_ms": 5000}),
        (3, memory(State.REVIEW, None), {"good": 1, "reviews_ms": 5000, "retained_young": 1}),
    ],
)
def test_a_graded_recall_counts(grade: int, before: Memory, expected: dict[str, int]):
    assert MATURE_DAYS == 21
    event = review(grade, before)
    assert increments(event) == expected
    assert key(event) == Key("me", DAY, "track-1")


def test_a_recall_without_a_duration_adds_no_time():
    assert increments(review(3, NEW_MEMORY, duration_ms=None)) == {"good": 1, "new": 1}


def test_a_quiz_effect_on_a_card_is_not_counted_as_a_review():
    assert increments(review(None, memory(State.REVIEW, 20), right=True)) == {}


def test_an_answer_counts_under_its_topic():
    event = an_answer("me", "x", "t", WHEN, "track-2:fact", right=False)
    assert increments(event) == {"answers": 1, "answers_right": 0, "answers_ms": 4000}
    assert key(event) == Key("me", DAY, "track-2")


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("finished", {"attempts": 1}),
        ("expired", {"attempts": 1}),
        ("abandoned", {}),
        ("paused", {}),
    ],
)
def test_an_attempt_counts_when_it_was_sat_to_its_end(kind: str, expected: dict[str, int]):
    event = an_ending("me", "e", "t", WHEN, kind)
    assert increments(event) == expected
    assert key(event) == Key("me", DAY, "")


def test_what_counts_nothing_adds_nothing():
    assert increments(an_attempt("me", "t", WHEN)) == {}


def test_every_metric_is_declared():
    events = [
        review(grade, before)
        for grade in (1, 2, 3, 4)
        for before in (NEW_MEMORY, memory(State.REVIEW, 5), memory(State.REVIEW, 50))
    ]
    found = {name for event in events for name in increments(event)}
    found |= set(increments(an_answer("me", "x", "t", WHEN, "track-2:fact")))
    found |= set(increments(an_ending("me", "e", "t", WHEN)))
    assert found == set(METRICS)


def test_a_review_is_replayed_from_its_row():
    before, after = memory(State.REVIEW, 5), memory(State.REVIEW, 9, DAY)
    graded = review(2, before)._replace(after=after)
    assert evidence_of(graded) == Graded(Grade.HARD)
    told = Reviewed(Graded(Grade.HARD), WHEN, before, after, 0.9, graded.rule == RULE_VERSION)
    assert for_fold(graded, graded.params) == told
    assert not for_fold(graded, "others").exact
    answered = review(None, before, right=False)._replace(guessed=True, moves=False)
    assert evidence_of(answered) == Recognition(False, 3, guessed=True, moves=False)


def test_a_card_action_is_replayed_from_its_row():
    event = CardActionEvent(
        1, "a", "me", *WHEN, "db", "set_due", "card:a", "a", "track-1", "20005", "learner"
    )
    assert for_fold(event, None) == Acted(ActionKind.SET_DUE, WHEN, "20005")
