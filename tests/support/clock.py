"""A clock that stands still until a test moves it."""

from __future__ import annotations

from datetime import UTC, datetime

# A Monday noon in UTC, far from any rollover and change of summer time.
START = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


class FakeClock:
    """A ``mtdtutor.core.clock.Clock`` moved by hand.

    Attributes:
        wall_ms: What people read off the wall, in UTC milliseconds.
        run_ms: Milliseconds the machine was awake; only ever grows.
        offset: Local offset from UTC in minutes, the same at every moment.
    """

    def __init__(self, start: datetime = START, offset_min: int = 0) -> None:
        self.wall_ms = _as_ms(start)
        self.run_ms = 5_000_000
        self.offset = offset_min

    def now_ms(self) -> int:
        """See ``Clock.now_ms``."""
        return self.wall_ms

    def monotonic_ms(self) -> int:
        """See ``Clock.monotonic_ms``."""
        return self.run_ms

    def offset_min(self, at_ms: int) -> int:
        """See ``Clock.offset_min``."""
        del at_ms  # no summer time here
        return self.offset

    def advance(self, *, days: float = 0, hours: float = 0, seconds: float = 0) -> None:
        """Let time pass on both clocks, as it does while the machine is awake."""
        span = round((days * 86_400 + hours * 3_600 + seconds) * 1000)
        if span < 0:
            message = "Time does not pass backwards; set_wall turns the wall clock back."
            raise ValueError(message)
        self.wall_ms += span
        self.run_ms += span

    def suspend(self, *, seconds: float) -> None:
        """Let the machine sleep: the wall clock goes on, the monotonic one stands still."""
        self.wall_ms += round(seconds * 1000)

    def set_wall(self, moment: datetime) -> None:
        """Set the wall clock, as a person or a time server does; back as well as forward."""
        self.wall_ms = _as_ms(moment)


def _as_ms(moment: datetime) -> int:
    """Return a moment in UTC milliseconds, without the rounding of a float."""
    if moment.tzinfo is None:
        message = "A moment on the clock needs a time zone."
        raise ValueError(message)
    span = moment - datetime(1970, 1, 1, tzinfo=UTC)
    return span.days * 86_400_000 + span.seconds * 1000 + span.microseconds // 1000
