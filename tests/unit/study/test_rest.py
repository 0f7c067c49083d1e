"""Days off: which day a card is asked on."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtdtutor.core.clock import day_to_date
from mtdtutor.study.rest import EVERY_DAY, MOST_DAYS, Away, Rest
from mtdtutor.study.scheduler import fuzz_bounds
from tests.unit.study.make import DAY

MONDAY = next(day for day in range(DAY, DAY + 7) if day_to_date(day).weekday() == 0)
NO_SUNDAY = Rest((100, 100, 100, 100, 100, 100, 0))
NO_WEEKEND = Rest((100, 100, 100, 100, 100, 0, 0))
LESS_SATURDAY = Rest((100, 100, 100, 100, 100, 40, 100))

SHARES = st.sampled_from([0, 0, 25, 50, 100, 100])
WEEKS = st.lists(SHARES, min_size=7, max_size=7).map(tuple).filter(any)
SPANS = st.lists(
    st.builds(
        lambda at, days: Away(DAY + at, DAY + at + days), st.integers(-9, 40), st.integers(0, 20)
    ),
    max_size=3,
).map(tuple)
RESTS = st.builds(Rest, WEEKS, SPANS, st.none() | st.integers(DAY, DAY + 9))
CARDS = st.integers(0, 999).map("card:{}".format)


@given(RESTS, CARDS, st.integers(0, 60), st.integers(1, 365))
def test_a_card_is_asked_on_a_working_day_near_the_day_computed(
    rest: Rest, card: str, at: int, interval: int
) -> None:
    due, last = DAY + at, DAY + at - interval
    asked = rest.asked_on(card, due, last, 365)
    assert rest.share(asked) > 0
    assert asked > last
    low, high = fuzz_bounds(interval, 365) if interval > 2 else (interval, interval)
    if not low <= asked - last <= high or abs(asked - due) > MOST_DAYS:
        assert rest.share(due) == 0
        assert not any(rest.share(day) for day in range(due, asked)), "waits no longer than needed"
    if rest.share(due) == 1:
        assert asked == due


@given(RESTS, CARDS, st.integers(0, 40), st.integers(1, 60))
def test_a_day_knows_from_which_days_its_cards_come(
    rest: Rest, card: str, at: int, interval: int
) -> None:
    due = DAY + at
    asked = rest.asked_on(card, due, due - interval, 365)
    if asked < due:
        assert due in rest.lends(asked)


@given(CARDS, st.integers(0, 60), st.integers(1, 365))
def test_without_days_off_nothing_moves(card: str, at: int, interval: int) -> None:
    rest = Rest()
    assert rest.is_plain
    assert rest.asked_on(card, DAY + at, DAY + at - interval, 365) == DAY + at
    assert rest.lends(DAY + at) == []


def test_cards_of_a_day_off_go_evenly_to_both_sides() -> None:
    sunday = MONDAY + 6
    days = Counter(
        NO_SUNDAY.asked_on(f"card:{number}", sunday, sunday - 20, 365) for number in range(400)
    )
    assert set(days) == {sunday - 1, sunday + 1}
    assert 150 < days[sunday - 1] < 250


def test_a_weekend_goes_to_its_friday_and_its_monday() -> None:
    saturday = MONDAY + 5
    for number in range(20):
        card = f"card:{number}"
        assert NO_WEEKEND.asked_on(card, saturday, saturday - 20, 365) == saturday - 1
        assert NO_WEEKEND.asked_on(card, saturday + 1, saturday - 20, 365) == saturday + 2
    assert NO_WEEKEND.lends(MONDAY) == []
    assert NO_WEEKEND.lends(MONDAY + 4) == [saturday, saturday + 1]


def test_a_short_interval_is_never_shortened() -> None:
    sunday = MONDAY + 6
    assert NO_SUNDAY.asked_on("card:1", sunday, sunday - 1, 365) == sunday + 1


def test_a_day_with_less_work_keeps_its_share() -> None:
    saturday = MONDAY + 5
    days = Counter(
        LESS_SATURDAY.asked_on(f"card:{number}", saturday, saturday - 30, 365)
        for number in range(500)
    )
    assert 150 < days[saturday] < 250
    assert set(days) == {saturday - 1, saturday, saturday + 1}
    assert LESS_SATURDAY.scaled(10, saturday) == 4
    assert LESS_SATURDAY.scaled(1, saturday) == 1
    assert LESS_SATURDAY.scaled(0, saturday) == 0


def test_days_away_are_waited_out_unless_the_card_can_come_before() -> None:
    rest = Rest(EVERY_DAY, (Away(DAY + 10, DAY + 24),))
    assert rest.asked_on("card:1", DAY + 17, DAY + 12, 365) == DAY + 25
    assert rest.asked_on("card:1", DAY + 12, DAY - 60, 365) == DAY + 9
    assert rest.asked_on("card:1", DAY + 9, DAY, 365) == DAY + 9


def test_whoever_works_anyway_has_a_day_like_any_other() -> None:
    rest = NO_SUNDAY._replace(anyway=MONDAY + 6)
    assert rest.share(MONDAY + 6) == 1
    assert rest.asked_on("card:1", MONDAY + 6, MONDAY - 9, 365) == MONDAY + 6


@pytest.mark.parametrize("day", [DAY, DAY + 400])
def test_a_learner_who_never_works_is_asked_on_the_day_itself(day: int) -> None:
    rest = Rest((0,) * 7)
    assert rest.working_day(day) == day
    assert rest.asked_on("card:1", day, day - 1, 365) == day
