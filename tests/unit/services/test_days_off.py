"""Days off and a backlog that is shared out, from the settings to the day."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from mtdtutor.services.study_views import Done, Shown
from mtdtutor.storage import memory
from mtdtutor.study.memory import Grade, Memory
from mtdtutor.study.rest import EVERY_DAY, Away, Rest
from tests.unit.services.test_study_days import Desk, course, desk

__all__ = ["course", "desk"]  # fixtures

WEEKDAYS = (100, 100, 100, 100, 100, 0, 0)
"""The clock of tests begins on a Monday."""


def today(desk: Desk) -> int:
    with desk.db.read() as conn:
        return desk.recorder.scope(conn, desk.me).when.day


def memories(desk: Desk) -> dict[str, Memory]:
    with desk.db.read() as conn:
        return {card: state for (_, card), (state, _) in memory.stored(conn).items()}


def rested(desk: Desk, **changes: object) -> None:
    desk.want(new_per_day=6, **changes)


@pytest.mark.parametrize("weekdays", [WEEKDAYS, (100, 50, 0, 100, 0, 100, 30)])
def test_what_a_button_promises_is_what_comes(desk: Desk, weekdays: tuple[int, ...]) -> None:
    rested(desk, weekdays=weekdays)
    promised: dict[str, int] = {}
    siblings_met: set[str] = set()
    for _ in range(30):
        day = today(desk)
        seen = []
        table = desk.study.begin(desk.me, anew=True)
        while isinstance(table, Shown):
            seen.append(table.card)
            if table.card in promised:
                late = day - promised.pop(table.card)
                assert late == 0 or (late > 0 and table.card in siblings_met)
            days = table.intervals[Grade.EASY].days
            assert days is not None
            promised[table.card] = day + days
            table = desk.grade(table, Grade.EASY)
        assert bool(seen) <= (weekdays[(day + 3) % 7] > 0)
        # One of a fact a day: what was promised for today and did not come waits for a sibling.
        siblings_met.update(card for card, on in promised.items() if on <= day)
        desk.clock.advance(days=1)
    assert len(promised) > 50
    assert all(weekdays[(on + 3) % 7] > 0 for on in promised.values())


def test_a_day_off_is_told_and_can_be_worked_all_the_same(desk: Desk) -> None:
    rested(desk)
    desk.all_day(Grade.EASY)
    rested(desk, weekdays=(0, 100, 100, 100, 100, 100, 100))
    desk.clock.advance(days=7)
    view = desk.study.today(desk.me)
    assert (view.day_off, view.ready, view.week[0].cards) == (True, 0, 0)
    done = desk.study.begin(desk.me)
    assert isinstance(done, Done)
    assert done.day_off
    desk.learners.work_anyway(desk.me, today(desk))
    view = desk.study.today(desk.me)
    assert not view.day_off
    assert view.ready == desk.study.begin(desk.me, anew=True).left > 0  # type: ignore[union-attr]
    desk.clock.advance(days=7)
    assert desk.study.today(desk.me).day_off, "only for that one day"


def test_steps_wait_on_a_day_off(desk: Desk) -> None:
    rested(desk, weekdays=(100, 0, 100, 100, 100, 100, 100))
    desk.grade(desk.begin(), Grade.AGAIN)
    desk.clock.advance(days=1)
    assert desk.study.today(desk.me).ready == 0
    desk.clock.advance(days=1)
    assert desk.study.today(desk.me).learning == 1


def test_days_away_bring_cards_before_or_after_and_leave_no_trace(desk: Desk) -> None:
    rested(desk)
    desk.all_day(Grade.EASY)
    due = min(state.due_day or 0 for state in memories(desk).values())
    desk.want(new_per_day=0)
    desk.clock.advance(days=due - 1 - today(desk))
    before, plain = memories(desk), desk.study.today(desk.me)
    desk.want(new_per_day=0, away=(Away(due, due + 12),))
    view = desk.study.today(desk.me)
    assert [each.cards for each in view.week[1:]] == [0] * 6
    assert view.due > plain.due == 0, "what fuzz might have put here comes before they leave"
    assert memories(desk) == before
    desk.want(new_per_day=0)
    assert desk.study.today(desk.me) == plain


def test_the_week_holds_what_the_days_then_bring(desk: Desk) -> None:
    week = (100, 100, 40, 100, 100, 0, 0)
    desk.want(new_per_day=4, weekdays=week)
    for _ in range(7):
        desk.all_day(Grade.EASY)
        desk.clock.advance(days=1)
    desk.want(new_per_day=0, weekdays=week)
    view = desk.study.today(desk.me)
    foretold = [each.cards for each in view.week]
    rest, now = Rest(week), today(desk)
    asked = Counter(
        rest.asked_on(card, state.due_day or 0, state.last_day or 0, 365)
        for card, state in memories(desk).items()
    )
    # What is asked today but one: a sibling of another card waits until tomorrow.
    asked[now + 1] += sum(number for day, number in asked.items() if day <= now) - view.due
    assert foretold[1:] == [asked[day] for day in range(now + 1, now + 7)]
    assert foretold[5:] == [0, 0]
    assert sum(foretold) > 9


def away_for_long(desk: Desk) -> None:
    desk.want(new_per_day=40, reviews_per_day=200)
    for _ in range(4):
        table = desk.study.begin(desk.me)
        while isinstance(table, Shown):
            table = desk.grade(table, Grade.EASY, seconds=12)
        desk.clock.advance(days=1)
    desk.want(new_per_day=0, reviews_per_day=200)
    desk.clock.advance(days=60)


def test_a_backlog_is_offered_and_shared_out(desk: Desk) -> None:
    away_for_long(desk)
    view = desk.study.today(desk.me)
    backlog = view.backlog
    assert backlog is not None
    assert backlog.until is None
    assert backlog.waiting >= view.due > 20
    spans = [share.days for share, _ in backlog.shares]
    assert spans == [3, 7, 14][: len(spans)]
    share, minutes = backlog.shares[0]
    assert minutes < backlog.minutes
    desk.learners.spread_backlog(desk.me, today(desk), share.last)
    parts = []
    while today(desk) <= share.last:
        view = desk.study.today(desk.me)
        assert view.backlog is None or view.backlog.until == share.last
        assert view.backlog is None or view.backlog.shares == ()
        parts.append(view.due)
        half = desk.study.begin(desk.me, anew=True)
        assert isinstance(half, Shown)
        desk.grade(half, Grade.EASY)
        assert desk.study.today(desk.me).due == parts[-1] - 1, "a day's part stands all day"
        desk.all_day(Grade.EASY)
        desk.clock.advance(days=1)
    assert parts[0] == share.reviews
    assert max(parts) - min(parts) <= share.reviews // 2
    assert desk.study.today(desk.me).backlog is None


def test_what_is_shared_out_can_be_taken_at_once_again(desk: Desk) -> None:
    away_for_long(desk)
    before = desk.study.today(desk.me)
    desk.learners.spread_backlog(desk.me, today(desk), today(desk) + 6)
    assert desk.study.today(desk.me).due < before.due
    desk.learners.spread_backlog(desk.me, today(desk), today(desk) - 1)
    assert desk.study.today(desk.me) == before


def test_little_waiting_is_no_backlog(desk: Desk) -> None:
    rested(desk)
    desk.all_day(Grade.EASY)
    desk.clock.advance(days=90)
    assert desk.study.today(desk.me).backlog is None


def test_every_day_is_the_default(desk: Desk, tmp_path: Path) -> None:
    del tmp_path
    assert desk.learners.settings(desk.me).weekdays == EVERY_DAY
    assert not desk.study.today(desk.me).day_off
