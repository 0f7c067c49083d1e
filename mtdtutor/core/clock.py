"""Clocks and study days.

Two clocks are read side by side: the wall clock, which people set and which jumps, and a
monotonic one, which only runs forward. Everything that needs time takes a ``Clock``.
"""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta, timezone
from typing import NamedTuple, Protocol

MS_PER_DAY = 86_400_000
DEFAULT_ROLLOVER_HOUR = 4
_EPOCH = date(1970, 1, 1)


class Clock(Protocol):
    """What the program may know about time."""

    def now_ms(self) -> int:
        """Return the wall clock in milliseconds since 1970-01-01 UTC."""

    def monotonic_ms(self) -> int:
        """Return a clock in milliseconds that never goes back; its zero means nothing."""

    def offset_min(self, at_ms: int) -> int:
        """Return the local offset from UTC in minutes at the moment ``at_ms``."""


class SystemClock:
    """The clocks of this machine."""

    def now_ms(self) -> int:
        """See ``Clock.now_ms``."""
        return time.time_ns() // 1_000_000  # noqa: TID251 (the one place that reads the wall clock)

    def monotonic_ms(self) -> int:
        """See ``Clock.monotonic_ms``."""
        return time.monotonic_ns() // 1_000_000

    def offset_min(self, at_ms: int) -> int:
        """See ``Clock.offset_min``."""
        local = datetime.fromtimestamp(at_ms / 1000, tz=UTC).astimezone()
        offset = local.utcoffset() or timedelta()
        return round(offset.total_seconds() / 60)


class Moment(NamedTuple):
    """When something happened, as every event stores it.

    Attributes:
        at_ms: UTC milliseconds.
        offset_min: Local offset from UTC in minutes at that moment.
        day: Study day, counted from 1970-01-01.
    """

    at_ms: int
    offset_min: int
    day: int


def study_day(at_ms: int, offset_min: int, rollover_hour: int = DEFAULT_ROLLOVER_HOUR) -> int:
    """Return the study day a moment belongs to.

    Args:
        at_ms: UTC milliseconds.
        offset_min: Local offset from UTC in minutes.
        rollover_hour: Local hour (0 to 23) at which a new study day begins.

    Returns:
        Days since 1970-01-01 of the local calendar, shifted by the rollover hour.
    """
    return (at_ms + offset_min * 60_000 - rollover_hour * 3_600_000) // MS_PER_DAY


def moment(clock: Clock, rollover_hour: int = DEFAULT_ROLLOVER_HOUR) -> Moment:
    """Return the present moment with its study day."""
    at_ms = clock.now_ms()
    offset_min = clock.offset_min(at_ms)
    return Moment(at_ms, offset_min, study_day(at_ms, offset_min, rollover_hour))


def day_start_ms(day: int, offset_min: int, rollover_hour: int = DEFAULT_ROLLOVER_HOUR) -> int:
    """Return the UTC milliseconds at which a study day begins at a given offset."""
    return day * MS_PER_DAY + rollover_hour * 3_600_000 - offset_min * 60_000


def day_to_date(day: int) -> date:
    """Return the calendar date of a study day."""
    return _EPOCH + timedelta(days=day)


def date_to_day(value: date) -> int:
    """Return the study day of a calendar date."""
    return (value - _EPOCH).days


def iso_utc(at_ms: int) -> str:
    """Return a moment as ISO 8601 in UTC with milliseconds, ending in ``Z``."""
    value = datetime.fromtimestamp(at_ms / 1000, tz=UTC)
    return value.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at_ms % 1000:03d}Z"


def local_time(at_ms: int, offset_min: int) -> datetime:
    """Return a moment as the local time it had when it was recorded."""
    zone = timezone(timedelta(minutes=offset_min))
    return datetime.fromtimestamp(at_ms / 1000, tz=zone)
