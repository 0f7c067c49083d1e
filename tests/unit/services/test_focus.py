"""Sessions that a learner chooses, on the course."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from mtdtutor.core.changes import Changes
from mtdtutor.services.focus import FocusOptions, FocusService
from mtdtutor.services.learners import LearnerService
from mtdtutor.services.study_views import NOT_RECORDED, Done, Shown, Table
from mtdtutor.storage import events, learners, memory
from mtdtutor.study.focus import Focus, Only
from mtdtutor.study.fold import ActionKind
from mtdtutor.study.memory import NO_MARKS, Grade
from tests.unit.services.test_study_days import Desk, course, desk, shown

__all__ = ["course", "desk"]  # fixtures

TRACK = "track-4"


def options(desk: Desk) -> FocusOptions:
    return FocusService(desk.db, desk.clock).options(desk.me)


def written(desk: Desk) -> int:
    with desk.db.read() as conn:
        return len(list(events.in_order(conn, desk.me)))


def play(desk: Desk, table: Table, grade: Grade = Grade.GOOD, most: int = 200) -> list[Shown]:
    seen = []
    while isinstance(table, Shown) and len(seen) < most:
        seen.append(table)
        table = desk.grade(table, grade)
    return seen


def some_days(desk: Desk) -> None:
    desk.want(new_per_day=20)
    for _ in range(3):
        play(desk, desk.study.begin(desk.me, anew=True), Grade.EASY)
        desk.clock.advance(days=1)


def test_a_topic_with_what_it_is_taken_for(desk: Desk) -> None:
    desk.want(new_per_day=30)
    found = options(desk)
    choice = Focus(Only.READY, (TRACK,))
    near = found.stock.confusable[TRACK]
    number = found.stock.number(choice)
    assert 0 < number < len(found.stock.line(choice))
    seen = play(desk, desk.study.begin_focus(desk.me, choice), Grade.EASY)
    assert len(seen) == len(found.stock.line(choice))
    assert [each.topic for each in seen].count(TRACK) == number
    assert all(each.topic == TRACK or each.topic in near for each in seen)
    assert all(each.topic != TRACK for each in seen[2::3])
    assert {each.focus.choice for each in seen if each.focus} == {choice}
    done = desk.study.begin(desk.me)
    assert isinstance(done, Done)
    assert done.focus is not None
    assert (done.focus.answered, done.focus.again, done.focus.left) == (len(seen), 0, 0)
    assert desk.study.today(desk.me).new == 30 - len(seen), "they count as new cards of the day"
    assert desk.study.end_focus(desk.me) != done


def test_practice_leaves_no_trace(desk: Desk) -> None:
    some_days(desk)
    before = written(desk)
    with desk.db.read() as conn:
        standing = memory.stored(conn)
    today = desk.study.today(desk.me)
    table = shown(desk.study.begin_focus(desk.me, Focus(Only.EVERYTHING, (TRACK,), practice=True)))
    assert set(table.intervals.values()) == {NOT_RECORDED}
    graded = desk.study.grade(table.review_id, Grade.AGAIN)
    assert graded.changes is Changes.NONE
    total = shown(graded.table).left
    seen = play(desk, graded.table)
    assert seen[-1].card == table.card, "what was not known comes once more, at the end"
    assert len(seen) == total
    assert written(desk) == before
    with desk.db.read() as conn:
        assert memory.stored(conn) == standing
    assert desk.study.end_focus(desk.me) == desk.study.begin(desk.me)
    assert desk.study.today(desk.me) == today


def test_undo_in_practice_takes_back_what_was_said_there(desk: Desk) -> None:
    some_days(desk)
    before = written(desk)
    first = shown(desk.study.begin_focus(desk.me, Focus(Only.EVERYTHING, practice=True)))
    assert desk.study.undo(desk.me) is None, "nothing older is taken back by the way"
    second = shown(desk.study.grade(first.review_id, Grade.GOOD).table)
    assert second.card != first.card
    assert desk.study.redo(desk.me) is None
    assert desk.study.redo_label(desk.me) is None
    undone = desk.study.undo(desk.me)
    assert undone is not None
    assert undone.taken.card == shown(undone.table).card == first.card
    assert undone.undo is None
    assert written(desk) == before


@pytest.mark.parametrize("kind", [ActionKind.SUSPEND, ActionKind.BURY, ActionKind.FLAG])
def test_undo_in_practice_takes_back_what_was_done_to_a_card(desk: Desk, kind: ActionKind) -> None:
    some_days(desk)
    first = shown(desk.study.begin_focus(desk.me, Focus(Only.EVERYTHING, practice=True)))
    second = shown(desk.study.grade(first.review_id, Grade.GOOD).table)
    acted = desk.study.act(second.card, kind)
    assert acted.undo is not None
    assert desk.study.undo_label(desk.me) == acted.undo
    undone = desk.study.undo(desk.me)
    assert undone is not None
    assert undone.taken == acted.undo
    assert shown(undone.table).card == second.card
    with desk.db.read() as conn:
        state = memory.load(conn, desk.me, second.card)
    assert state is not None
    assert state.marks == NO_MARKS
    assert undone.undo is not None
    assert undone.undo.card == first.card
    again = desk.study.undo(desk.me)
    assert again is not None
    assert shown(again.table).card == first.card
    assert again.undo is None
    assert desk.study.undo(desk.me) is None


def test_undo_in_practice_leaves_alone_what_was_done_elsewhere(desk: Desk) -> None:
    some_days(desk)
    table = shown(desk.study.begin_focus(desk.me, Focus(Only.EVERYTHING, practice=True)))
    desk.study.act(table.card, ActionKind.FLAG)
    desk.recorder.undo(desk.me)
    before = written(desk)
    assert desk.study.undo(desk.me) is None
    assert desk.study.undo_label(desk.me) is None
    assert written(desk) == before


def test_practice_is_in_nobody_elses_way(desk: Desk) -> None:
    some_days(desk)
    first = shown(desk.study.begin_focus(desk.me, Focus(Only.EVERYTHING, practice=True)))
    desk.study.grade(first.review_id, Grade.GOOD)
    assert LearnerService(desk.db, Path(), desk.clock, random.Random(5)).add("Other")
    with desk.db.read() as conn:
        other = next(each.id for each in learners.everyone(conn) if each.id != desk.me)
    assert desk.study.undo_label(other) is None
    assert desk.study.undo(other) is None
    assert desk.study.undo_label(desk.me) is not None


def test_steps_in_the_library_are_undone_and_redone_in_practice_too(desk: Desk) -> None:
    some_days(desk)
    first = shown(desk.study.begin_focus(desk.me, Focus(Only.EVERYTHING, practice=True)))
    second = shown(desk.study.grade(first.review_id, Grade.GOOD).table)
    recorder = desk.recorder
    recorder.act_many(desk.me, recorder.new_id(), [first.card, second.card], ActionKind.FLAG)
    label = desk.study.undo_label(desk.me)
    assert label is not None
    assert (label.kind, label.number) == (ActionKind.FLAG, 2)
    undone = desk.study.undo(desk.me)
    assert undone is not None
    assert undone.taken == label
    assert shown(undone.table).card == second.card
    redone = desk.study.redo(desk.me)
    assert redone is not None
    assert redone.undo == redone.taken == label
    assert desk.study.undo(desk.me) is not None
    third = desk.study.grade(second.review_id, Grade.GOOD)
    assert desk.study.redo_label(desk.me) is None, "something else was done since"
    assert shown(third.table).position == 3


@pytest.mark.parametrize("practice", [False, True])
def test_a_summary_counts_no_grade_that_was_taken_back(desk: Desk, practice: bool) -> None:
    some_days(desk)
    choice = Focus(Only.EVERYTHING, (TRACK,), practice=practice)
    first = shown(desk.study.begin_focus(desk.me, choice))
    desk.study.grade(first.review_id, Grade.AGAIN)
    undone = desk.study.undo(desk.me)
    assert undone is not None
    seen = play(desk, undone.table, Grade.EASY)
    done = desk.study.begin(desk.me)
    assert isinstance(done, Done)
    assert done.focus is not None
    assert (done.focus.answered, done.focus.again) == (len(seen), 0)


def test_undo_brings_what_was_put_away_back_into_a_session(desk: Desk) -> None:
    some_days(desk)
    table = shown(desk.study.begin_focus(desk.me, Focus(Only.EVERYTHING)))
    with desk.db.read() as conn:
        day = desk.recorder.scope(conn, desk.me).when.day
        while (state := memory.load(conn, desk.me, table.card)) is not None:
            if state.memory.due_day is not None and state.memory.due_day > day:
                break
            table = shown(desk.grade(table, Grade.EASY))
    desk.study.act(table.card, ActionKind.SUSPEND)
    undone = desk.study.undo(desk.me)
    assert undone is not None
    assert shown(undone.table).card == table.card


def test_undo_in_a_session_that_counts_puts_the_card_back(desk: Desk) -> None:
    some_days(desk)
    first = shown(desk.study.begin_focus(desk.me, Focus(Only.EVERYTHING)))
    second = shown(desk.study.grade(first.review_id, Grade.GOOD).table)
    undone = desk.study.undo(desk.me)
    assert undone is not None
    assert shown(undone.table).card == first.card
    assert shown(undone.table).focus is not None
    again = desk.study.grade(shown(undone.table).review_id, Grade.EASY)
    assert shown(again.table).card == second.card


def test_a_time_box_ends_with_a_summary(desk: Desk) -> None:
    some_days(desk)
    choice = Focus(Only.EVERYTHING, minutes=5)
    table = desk.study.begin_focus(desk.me, choice)
    left = []
    while isinstance(table, Shown):
        assert table.focus is not None
        left.append(table.focus.left_ms)
        table = desk.grade(table, Grade.AGAIN, seconds=40)
    assert left[0] == 300_000
    assert left == sorted(left, reverse=True)  # type: ignore[type-var]
    assert len(left) == 8, "the card on the table when time was up is still asked"
    assert table.focus is not None
    assert table.focus.spent_ms == 320_000
    assert table.focus.again == table.focus.answered
    assert table.focus.left > 0


def test_what_is_put_away_leaves_the_session(desk: Desk) -> None:
    some_days(desk)
    table = shown(desk.study.begin_focus(desk.me, Focus(Only.EVERYTHING)))
    after = desk.study.act(table.card, ActionKind.SUSPEND)
    assert shown(after.table).focus is not None
    assert shown(after.table).left == table.left - 1
    lying = shown(after.table)
    assert desk.study.begin(desk.me, anew=True) == lying, "news from elsewhere disturbs nothing"
    with desk.db.read() as conn:
        waiting = options(desk).stock.line(Focus(Only.EVERYTHING))
        assert memory.load(conn, desk.me, waiting[-1]) is not None
    recorder = desk.recorder
    recorder.act(desk.me, recorder.new_id(), lying.card, ActionKind.SUSPEND)
    assert shown(desk.study.begin(desk.me, anew=True)).card != lying.card


def test_a_session_ends_with_the_day(desk: Desk) -> None:
    some_days(desk)
    desk.study.begin_focus(desk.me, Focus(Only.EVERYTHING, practice=True))
    desk.clock.advance(days=1)
    table = desk.study.begin(desk.me)
    assert shown(table).focus is None


def test_failed_today_and_flagged(desk: Desk) -> None:
    first = desk.begin()
    desk.study.act(first.card, ActionKind.FLAG)
    second = shown(desk.grade(first, Grade.AGAIN))
    desk.grade(second, Grade.EASY)
    stock = options(desk).stock
    assert stock.line(Focus(Only.FAILED)) == stock.line(Focus(Only.FLAGGED)) == [first.card]
    desk.clock.advance(days=1)
    assert options(desk).stock.line(Focus(Only.FAILED)) == []


def test_what_a_quiz_missed_is_studied(desk: Desk) -> None:
    facts = ("track-1:definition", "track-3:actors")
    choice = Focus(Only.MISSED, facts=facts)
    seen = play(desk, desk.study.begin_focus(desk.me, choice), Grade.EASY)
    assert {each.fact for each in seen} == set(facts)


def test_the_last_choice_is_remembered(desk: Desk) -> None:
    service = FocusService(desk.db, desk.clock)
    assert service.options(desk.me).choice == Focus()
    wanted = Focus(Only.WEAK, (TRACK,), ("core",), 10, practice=True)
    service.remember(desk.me, wanted)
    assert service.options(desk.me).choice == wanted
    service.remember(desk.me, wanted._replace(only=Only.EXAM))
    assert service.options(desk.me).choice.only is Only.READY, "no exam is set"
    service.remember(desk.me, wanted._replace(only=Only.MISSED, facts=("x",)))
    assert service.options(desk.me).choice == wanted._replace(only=Only.READY)


@pytest.mark.parametrize("stored", [[], 3, {"only": 7, "topics": [1], "minutes": "x"}])
def test_senseless_choices_are_none(desk: Desk, stored: object) -> None:
    from mtdtutor.services.focus import LAST_CHOICE

    with desk.db.write() as conn:
        learners.change_setting(conn, desk.me, LAST_CHOICE, stored)
    assert options(desk).choice == Focus()


def test_asking_for_more_cards_ends_a_session(desk: Desk) -> None:
    some_days(desk)
    desk.want(new_per_day=0)
    desk.study.begin_focus(desk.me, Focus(Only.EVERYTHING, practice=True))
    desk.study.learn_more(desk.me)
    table = desk.study.begin(desk.me)
    assert shown(table).focus is None


def test_a_session_without_cards_leaves_the_day_as_it_is(desk: Desk) -> None:
    table = desk.study.begin_focus(desk.me, Focus(Only.FLAGGED))
    assert shown(table).focus is None
