"""How long a person has been at something, pauses left out."""

from __future__ import annotations

from mtdtutor.core.clock import Clock


class Stopwatch:
    """Counts on the monotonic clock."""

    def __init__(self, clock: Clock) -> None:
        """Stand at zero, and do not run.

        Args:
            clock: The clocks.
        """
        self._clock = clock
        self._counted_ms = 0
        self._since_ms: int | None = None

    @property
    def ms(self) -> int:
        """What was counted so far, in milliseconds."""
        running = 0 if self._since_ms is None else self._clock.monotonic_ms() - self._since_ms
        return self._counted_ms + running

    def begin(self) -> None:
        """Run from zero."""
        self._counted_ms = 0
        self._since_ms = self._clock.monotonic_ms()

    def pause(self) -> None:
        """Stand, and keep what was counted."""
        self._counted_ms = self.ms
        self._since_ms = None

    def go_on(self) -> None:
        """Run on, if it stands."""
        if self._since_ms is None:
            self._since_ms = self._clock.monotonic_ms()
