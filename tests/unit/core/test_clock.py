"""Study days, ids and messages: the ground every event stands on."""

from __future__ import annotations

import random
import string
import uuid
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtdtutor.core import clock, ids
from mtdtutor.core.errors import KnownError
from mtdtutor.core.messages import MESSAGES, english

HOUR = 3_600_000
OFFSETS = st.integers(-14 * 60, 14 * 60)
MOMENTS = st.integers(0, 4_102_444_800_000)


class FixedClock:
    def now_ms(self) -> int:
        return 20_000 * clock.MS_PER_DAY + 3 * HOUR + 59 * 60_000

    def monotonic_ms(self) -> int:
        return 5

    def offset_min(self, at_ms: int) -> int:
        return 120 if at_ms > 0 else 0


@pytest.mark.parametrize(
    ("hour", "minute", "expected"), [(3, 59, 19_999), (4, 0, 20_000), (4, 1, 20_000)]
)
def test_the_study_day_turns_at_four_in_the_morning(hour: int, minute: int, expected: int) -> None:
    at_ms = 20_000 * clock.MS_PER_DAY + hour * HOUR + minute * 60_000
    assert clock.study_day(at_ms, 0) == expected


def test_moment_uses_the_local_offset_of_that_moment() -> None:
    now = clock.moment(FixedClock())
    assert now.offset_min == 120
    assert now.day == 20_000  # 05:59 local time


def test_another_rollover_hour() -> None:
    assert clock.moment(FixedClock(), rollover_hour=6).day == 19_999


@given(at_ms=MOMENTS, offset=OFFSETS, hour=st.integers(0, 23))
def test_a_study_day_lasts_from_its_start_to_the_next(at_ms: int, offset: int, hour: int) -> None:
    day = clock.study_day(at_ms, offset, hour)
    assert clock.day_start_ms(day, offset, hour) <= at_ms
    assert at_ms < clock.day_start_ms(day + 1, offset, hour)


@given(st.integers(0, 60_000))
def test_days_and_dates_convert_both_ways(day: int) -> None:
    assert clock.date_to_day(clock.day_to_date(day)) == day


def test_leap_day_is_a_day_of_its_own() -> None:
    leap = clock.date_to_day(date(2028, 2, 29))
    assert clock.day_to_date(leap + 1) == date(2028, 3, 1)


def test_moments_are_written_in_utc_and_read_as_they_were_lived() -> None:
    at_ms = 1_700_000_000_123
    assert clock.iso_utc(at_ms) == "2023-11-14T22:13:20.123Z"
    assert clock.local_time(at_ms, 330).strftime("%H:%M") == "03:43"


def test_the_clocks_of_this_machine_run() -> None:
    system = clock.SystemClock()
    first = system.monotonic_ms()
    assert system.monotonic_ms() >= first
    assert system.now_ms() > 1_700_000_000_000
    assert -14 * 60 <= system.offset_min(system.now_ms()) <= 14 * 60


@given(MOMENTS, st.integers())
def test_ids_are_version_7_uuids_that_lead_with_their_time(now_ms: int, seed: int) -> None:
    value = uuid.UUID(ids.new_id(now_ms, random.Random(seed)))
    assert value.version == 7
    assert value.variant == uuid.RFC_4122
    assert value.int >> 80 == now_ms


def test_ids_differ_within_one_millisecond() -> None:
    rng = random.Random(1)
    assert len({ids.new_id(7, rng) for _ in range(1_000)}) == 1_000


@given(st.lists(st.text()))
def test_stable_units_depend_on_their_parts_alone(parts: list[str]) -> None:
    value = ids.stable_unit(*parts)
    assert 0 <= value < 1
    assert ids.stable_unit(*parts) == value


def test_stable_units_are_the_same_on_every_machine() -> None:
    assert ids.stable_unit("seed", 1) == pytest.approx(0.05747694106619983, abs=1e-15)


def test_known_errors_say_what_happened_and_keep_their_values() -> None:
    error = KnownError("learner-unknown", name="Ada", names="Me")
    assert str(error) == "There is no learner named “Ada”. Learners here: Me."
    assert (error.code, error.params["name"]) == ("learner-unknown", "Ada")


@pytest.mark.parametrize("code", sorted(MESSAGES))
def test_every_message_is_a_sentence_with_named_placeholders(code: str) -> None:
    fields = [
        name for _, name, _, _ in string.Formatter().parse(MESSAGES[code]) if name is not None
    ]
    text = english(code, dict.fromkeys(fields, "x"))
    assert text.endswith(".")
    assert "{" not in text
    assert all(field.isidentifier() for field in fields)


def test_a_missing_value_is_a_bug_of_the_caller() -> None:
    with pytest.raises(KeyError):
        english("learner-unknown", {"name": "Ada"})
