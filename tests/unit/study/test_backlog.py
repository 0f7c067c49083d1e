"""Sharing out a backlog."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtdtutor.study.backlog import Share, is_backlog, part, shares
from mtdtutor.study.rest import EVERY_DAY, Away, Rest
from tests.unit.study.make import DAY
from tests.unit.study.test_rest import MONDAY, NO_WEEKEND, RESTS

PLAIN = Rest()
COMING = st.dictionaries(st.integers(DAY - 3, DAY + 20), st.integers(0, 60))


@given(st.integers(0, 900), COMING, st.integers(0, 15), RESTS)
def test_what_is_shared_out_is_done_by_the_last_day(
    waiting: int, coming: dict[int, int], days: int, rest: Rest
) -> None:
    last, left = DAY + days, waiting
    for day in range(DAY, last + 1):
        left += coming.get(day, 0) if day > DAY else 0
        today = part(left, coming, day, last, rest)
        assert 0 <= today <= left
        if rest.share(day) == 0:
            assert today == 0
        left -= today
    if rest.share(last) > 0:
        assert left == 0


def test_days_hold_the_same() -> None:
    left, parts = 100, []
    for day in range(DAY, DAY + 5):
        parts.append(part(left, {}, day, DAY + 4, PLAIN))
        left -= parts[-1]
    assert parts == [20] * 5
    assert part(10, {DAY + 1: 30}, DAY, DAY + 1, PLAIN) == 10, "tomorrow's cards are not due"
    assert part(30, {DAY + 1: 10}, DAY, DAY + 1, PLAIN) == 20


def test_offers_say_what_a_day_holds() -> None:
    assert shares(140, {}, DAY, PLAIN) == [
        Share(3, DAY + 2, 47),
        Share(7, DAY + 6, 20),
        Share(14, DAY + 13, 10),
    ]
    assert shares(0, {}, DAY, PLAIN) == []
    steady = dict.fromkeys(range(DAY + 1, DAY + 14), 70)
    assert shares(70, steady, DAY, PLAIN) == [], "a load that stays is no lighter for waiting"


def test_spans_count_days_with_work() -> None:
    friday = MONDAY + 4
    assert shares(60, {}, friday, NO_WEEKEND)[0] == Share(3, friday + 4, 20)
    away = Rest(EVERY_DAY, (Away(DAY + 1, DAY + 10),))
    assert shares(60, {}, DAY, away)[0].last == DAY + 12


@pytest.mark.parametrize(
    ("overdue", "waiting", "minutes", "expected"),
    [(0, 201, 5, True), (25, 60, 20, True), (25, 60, 10, False), (5, 60, 30, False)],
)
def test_a_backlog_is_more_than_a_day_brings(
    overdue: int, waiting: int, minutes: float, *, expected: bool
) -> None:
    assert is_backlog(overdue, waiting, 200, minutes) is expected
