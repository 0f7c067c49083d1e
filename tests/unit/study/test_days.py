"""Study days as learners live them: nights, summer time, flights, leap days, clocks set back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtdtutor.core.clock import Moment, date_to_day, day_to_date, moment
from mtdtutor.study.fold import Reviewed, fold
from mtdtutor.study.memory import NEW_MEMORY, Memory
from mtdtutor.study.scheduler import DEFAULT_PARAMS, Recognition, recall, step
from tests.support.clock import FakeClock
from tests.unit.study.make import GRADES, RECOGNITIONS, graded, history

CARD = "card:a"
BERLIN = (
    (datetime(2026, 3, 29, 1, tzinfo=UTC), 120),
    (datetime(2026, 10, 25, 1, tzinfo=UTC), 60),
)
"""When summer time begins and ends there, and the offset from then on, in minutes."""


class ZoneClock(FakeClock):
    """A clock whose offset from UTC changes at given moments."""

    def __init__(self, start: datetime) -> None:
        super().__init__(start)

    def offset_min(self, at_ms: int) -> int:
        offset = 60
        for begins, minutes in BERLIN:
            if at_ms >= begins.timestamp() * 1000:
                offset = minutes
        return offset


def local(year: int, month: int, day: int, hour: int, minute: int, offset_min: int) -> Moment:
    """Return what the program stores of a moment that somebody reads off the wall."""
    wall = datetime(year, month, day, hour, minute, tzinfo=UTC)
    return moment(FakeClock(wall - timedelta(minutes=offset_min), offset_min))


def learned(when: Moment) -> Memory:
    """Return a card graded Good twice at a moment."""
    first = step(NEW_MEMORY, graded(3), when, DEFAULT_PARAMS, CARD).memory
    return step(first, graded(3), when, DEFAULT_PARAMS, CARD).memory


def after(days: int) -> tuple[float | None, float | None]:
    """Return stability and difficulty of that card, graded Good so many days later."""
    memory = history([3, 3, 3], [0, 0, days])[-1].memory
    return memory.stability, memory.difficulty


def again(first: Moment, second: Moment) -> tuple[float | None, float | None]:
    memory = step(learned(first), graded(3), second, DEFAULT_PARAMS, CARD).memory
    return memory.stability, memory.difficulty


@pytest.mark.parametrize(
    ("first", "second", "days"),
    [
        ((3, 2, 3, 59), (3, 2, 4, 1), 1),  # two minutes, and a new study day
        ((3, 2, 4, 1), (3, 3, 3, 59), 0),  # nearly a day, and still the same one
        ((3, 2, 20, 10), (3, 3, 8, 0), 1),  # the next morning
        ((3, 2, 4, 1), (3, 4, 3, 59), 1),
        ((3, 2, 3, 59), (3, 3, 4, 1), 2),
    ],
)
def test_the_day_turns_at_four(
    first: tuple[int, int, int, int], second: tuple[int, int, int, int], days: int
) -> None:
    before, then = (local(2026, *each, offset_min=0) for each in (first, second))
    assert then.day - before.day == days
    assert again(before, then) == after(days)


@pytest.mark.parametrize(("hour", "days"), [(0, 0), (4, 1), (5, 0), (23, 0)])
def test_another_rollover_hour_moves_the_border(hour: int, days: int) -> None:
    clock = FakeClock(datetime(2026, 3, 2, 3, 59, tzinfo=UTC))
    first = moment(clock, hour)
    clock.advance(seconds=120)
    second = moment(clock, hour)
    assert second.day - first.day == days
    assert again(first, second) == after(days)


@pytest.mark.parametrize(
    ("start", "hours"),
    [
        (datetime(2026, 3, 28, 11, tzinfo=UTC), 23),  # noon to noon over the lost hour
        (datetime(2026, 10, 24, 10, tzinfo=UTC), 25),  # noon to noon over the hour lived twice
    ],
)
def test_noon_to_noon_is_one_day_when_summer_time_changes(start: datetime, hours: int) -> None:
    clock = ZoneClock(start)
    first = moment(clock)
    clock.advance(hours=hours)
    second = moment(clock)
    assert first.offset_min != second.offset_min
    assert second.day - first.day == 1
    assert again(first, second) == after(1)


def test_the_hour_lived_twice_belongs_to_one_day() -> None:
    clock = ZoneClock(datetime(2026, 10, 25, 0, 30, tzinfo=UTC))
    first = moment(clock)  # 02:30, and 02:30 again an hour later
    clock.advance(hours=1)
    second = moment(clock)
    assert first.day == second.day == date_to_day(date(2026, 10, 24))
    assert again(first, second) == after(0)


def test_the_night_of_the_lost_hour_turns_at_four_by_the_wall() -> None:
    clock = ZoneClock(datetime(2026, 3, 29, 1, 59, tzinfo=UTC))  # 03:59 in summer time
    first = moment(clock)
    clock.advance(seconds=120)
    second = moment(clock)
    assert (first.day, second.day) == (
        date_to_day(date(2026, 3, 28)),
        date_to_day(date(2026, 3, 29)),
    )
    assert again(first, second) == after(1)


@pytest.mark.parametrize(
    ("hours", "calendar", "days"),
    [
        (8, -1, 0),  # landed the day before they left
        (24 + 9, 0, 0),  # slept there, and the date is that of the start
        (48 + 9, 1, 1),
    ],
)
def test_a_flight_east_over_the_date_line(hours: int, calendar: int, days: int) -> None:
    clock = FakeClock(datetime(2026, 3, 2, 16, tzinfo=UTC), offset_min=13 * 60)  # Auckland, 05:00
    first = moment(clock)
    clock.offset = -10 * 60  # Honolulu
    clock.advance(hours=hours)
    second = moment(clock)
    assert second.day - first.day == calendar
    assert again(first, second) == after(days)


def test_a_flight_west_over_the_date_line() -> None:
    clock = FakeClock(datetime(2026, 3, 2, 22, tzinfo=UTC), offset_min=-10 * 60)  # Honolulu, noon
    first = moment(clock)
    clock.offset = 13 * 60  # Auckland, the next evening
    clock.advance(hours=9)
    second = moment(clock)
    assert second.day - first.day == 1
    assert again(first, second) == after(1)


@pytest.mark.parametrize(
    ("year", "dates"),
    [
        (2028, [(2, 28), (2, 29), (3, 1), (3, 2)]),
        (2027, [(2, 28), (3, 1), (3, 2)]),
        (2000, [(2, 28), (2, 29), (3, 1)]),
    ],
)
def test_the_end_of_february(year: int, dates: list[tuple[int, int]]) -> None:
    first, *others = (local(year, *each, hour=12, minute=0, offset_min=0) for each in dates)
    for days, other in enumerate(others, 1):
        assert again(first, other) == after(days)
    due = learned(first).due_day
    assert due is not None
    assert day_to_date(due) == date(year, *dates[2])  # two days later, leap day or not


def test_a_clock_set_back_takes_nothing_and_gives_nothing() -> None:
    clock = FakeClock()
    memory = learned(moment(clock))
    clock.set_wall(datetime(2026, 1, 5, 12, tzinfo=UTC))
    back = moment(clock)
    assert recall(memory, back.day, DEFAULT_PARAMS) is None
    same = step(memory, graded(3), back, DEFAULT_PARAMS, CARD).memory
    assert (same.stability, same.difficulty) == after(0)
    # It was the clock that was wrong before, so time runs from here on.
    clock.advance(days=1)
    morning = step(same, graded(3), moment(clock), DEFAULT_PARAMS, CARD)
    assert morning.recall is not None
    assert morning.memory.due_day is not None
    assert morning.memory.due_day > back.day + 1


def test_a_quiz_answer_dated_before_the_card_was_seen_moves_no_belief() -> None:
    memory = learned(local(2026, 3, 2, 12, 0, offset_min=0))
    early = local(2026, 3, 1, 12, 0, offset_min=0)
    outcome = step(memory, Recognition(True, 3), early, DEFAULT_PARAMS, CARD)
    assert outcome == (memory, None, None, None)


@given(
    st.lists(
        st.tuples(
            st.integers(-60, 400),
            st.integers(-12 * 60, 14 * 60),
            st.integers(0, 23),
            st.one_of(GRADES, RECOGNITIONS),
        ),
        max_size=15,
    )
)
def test_any_journey_through_time_replays_to_the_same_memory(
    journey: list[tuple[int, int, int, int | Recognition]],
) -> None:
    clock, memory, events = FakeClock(), NEW_MEMORY, []
    for hours, offset, rollover, given_ in journey:
        clock.set_wall(
            datetime.fromtimestamp(clock.now_ms() / 1000, tz=UTC) + timedelta(hours=hours)
        )
        clock.offset = offset
        when = moment(clock, rollover)
        evidence = given_ if isinstance(given_, Recognition) else graded(given_)
        written = step(memory, evidence, when, DEFAULT_PARAMS, CARD)
        events.append(Reviewed(evidence, when, memory, written.memory, DEFAULT_PARAMS.retention))
        memory = written.memory
        assert written.recall is None or 0 < written.recall < 1
        if isinstance(given_, int):
            assert memory.last_day == when.day
            assert memory.due_day is None or memory.due_day > when.day
    assert fold(events, DEFAULT_PARAMS, CARD)[0] == memory
