"""The stopwatch: pauses cost nothing, whatever order it is asked in."""

from __future__ import annotations

from mtdtutor.ui.stopwatch import Stopwatch
from tests.support.clock import FakeClock


def test_pauses_are_left_out(clock: FakeClock) -> None:
    watch = Stopwatch(clock)
    clock.advance(seconds=5)
    assert watch.ms == 0
    watch.begin()
    clock.advance(seconds=2)
    watch.pause()
    clock.advance(seconds=60)
    watch.pause()
    assert watch.ms == 2000
    watch.go_on()
    clock.advance(seconds=3)
    watch.go_on()
    clock.advance(seconds=1)
    assert watch.ms == 6000
    watch.begin()
    assert watch.ms == 0


def test_sleep_and_a_clock_that_is_set_do_not_count(clock: FakeClock) -> None:
    watch = Stopwatch(clock)
    watch.begin()
    clock.suspend(seconds=500)
    assert watch.ms == 0
