"""One sitting: plain examples, then random ones against a small model."""

from __future__ import annotations

import copy

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from mtdtutor.core.errors import BugError
from mtdtutor.quiz.attempt import (
    ENDED,
    MAX_DRIFT_MS,
    MAX_SILENCE_MS,
    Attempt,
    AttemptState,
    Notice,
    Snapshot,
)
from mtdtutor.quiz.timing import GRACE_MS, Limits
from tests.unit.quiz.make import FakeClock

MINUTE = 60_000
HOUR = 60 * MINUTE


class Sitting:
    """An attempt with its clock."""

    def __init__(self, total_ms: int | None = 5 * MINUTE, number: int = 3) -> None:
        self.clock = FakeClock()
        self.attempt = Attempt(number, Limits(total_ms), self.clock)
        self.attempt.start()

    def run(self, ms: int) -> list[Notice]:
        """Let time pass as in the running program, which reads the clock all the while."""
        notices = []
        while ms > 0:
            part = min(ms, 5_000)
            self.clock.run(part)
            ms -= part
            notice = self.attempt.tick().notice
            if notice is not None:
                notices.append(notice)
        return notices


def test_a_quiz_from_start_to_finish() -> None:
    sitting = Sitting()
    attempt = sitting.attempt
    sitting.run(4_000)
    assert attempt.choose(["b"])
    sitting.run(2_000)
    assert attempt.choose(["b"])
    assert attempt.choose(["a"])
    assert attempt.say_certainty(2)
    answer = attempt.confirm()
    assert answer is not None
    assert answer == (0, ("a",), 2, 4_000, 6_000, 1, 1, 6_000)
    assert attempt.unanswered == [1, 2]
    assert attempt.go(2)
    assert attempt.flag(flagged=True)
    assert attempt.sheets[2].flagged
    assert attempt.go(0)
    assert attempt.sheets[0].visits == 2
    sitting.run(1_000)
    again = attempt.confirm()
    assert again is not None
    assert again.active_ms == 7_000
    assert attempt.finish() is AttemptState.FINISHED
    assert attempt.remaining_ms == 5 * MINUTE - 7_000
    assert attempt.finish() is AttemptState.FINISHED
    assert attempt.abandon() is AttemptState.FINISHED, "an end is an end"


def test_nothing_chosen_is_no_answer() -> None:
    attempt = Sitting().attempt
    assert attempt.confirm() is None
    attempt.choose(["a"])
    attempt.choose([])
    assert attempt.confirm() is None


def test_an_answer_after_which_the_right_one_is_shown_is_final() -> None:
    attempt = Attempt(2, Limits(None), FakeClock(), final=True)
    attempt.start()
    assert attempt.choose(["a"])
    assert attempt.confirm() is not None
    assert not attempt.choose(["b"])
    assert not attempt.say_certainty(3)
    assert attempt.confirm() is None
    assert attempt.sheets[0].chosen == ("a",)
    assert attempt.flag(flagged=True)
    attempt.take_back(0)
    assert attempt.confirm() is not None, "what could not be saved is sent again"
    assert attempt.go(1)
    assert attempt.choose(["b"])


def test_the_clock_stands_while_the_right_answer_is_read() -> None:
    clock = FakeClock()
    attempt = Attempt(2, Limits(MINUTE), clock, final=True)
    attempt.start()
    clock.run(5_000)
    attempt.choose(["a"])
    assert attempt.confirm() is not None
    clock.run(9_000)
    assert attempt.tick().remaining_ms == MINUTE - 5_000
    attempt.go(1)
    clock.run(2_000)
    assert attempt.tick().remaining_ms == MINUTE - 7_000
    assert [sheet.active_ms for sheet in attempt.sheets] == [5_000, 2_000]


def test_warnings_come_once_and_in_time() -> None:
    sitting = Sitting(8 * MINUTE)
    assert sitting.run(6 * MINUTE - 1_000) == []
    assert sitting.run(2_000) == [Notice.QUARTER_LEFT]
    assert sitting.run(58_000) == []
    assert sitting.run(1_000) == [Notice.MINUTE_LEFT]
    assert sitting.run(55_000) == []
    assert sitting.attempt.remaining_ms == 5_000
    assert sitting.run(8_000) == [Notice.EXPIRED]
    assert sitting.attempt.state is AttemptState.EXPIRED
    assert sitting.attempt.remaining_ms == 0
    assert sitting.attempt.active_ms == 8 * MINUTE, "it ended at the deadline, not after it"


def test_a_short_quiz_is_not_warned_at_its_start() -> None:
    sitting = Sitting(30_000)
    assert sitting.run(20_000) == []
    assert sitting.run(5_000) == [Notice.QUARTER_LEFT]


def test_without_a_limit_time_is_only_counted() -> None:
    sitting = Sitting(None)
    assert sitting.run(HOUR) == []
    assert sitting.attempt.remaining_ms is None
    assert sitting.attempt.active_ms == HOUR


@pytest.mark.parametrize(("late", "accepted"), [(GRACE_MS - 1, True), (GRACE_MS, False)])
def test_grace_for_a_key_pressed_in_time(late: int, accepted: bool) -> None:
    sitting = Sitting(10_000)
    sitting.attempt.choose(["a"])
    sitting.run(9_000)
    sitting.clock.run(1_000 + late)
    assert (sitting.attempt.confirm() is not None) == accepted
    assert (sitting.attempt.state is AttemptState.RUNNING) == accepted
    assert sitting.attempt.remaining_ms == 0


def test_finishing_after_the_deadline_is_expiry() -> None:
    sitting = Sitting(10_000)
    sitting.run(9_000)
    sitting.clock.run(5_000)
    assert sitting.attempt.finish() is AttemptState.EXPIRED


def test_a_pause_takes_no_time() -> None:
    sitting = Sitting()
    sitting.run(1_000)
    assert sitting.attempt.pause()
    assert not sitting.attempt.pause()
    sitting.clock.run(HOUR)
    assert sitting.attempt.tick() == (5 * MINUTE - 1_000, None)
    assert not sitting.attempt.choose(["a"])
    assert not sitting.attempt.go(1)
    assert not sitting.attempt.flag(flagged=True)
    assert not sitting.attempt.say_certainty(1)
    assert sitting.attempt.confirm() is None
    assert sitting.attempt.resume()
    assert not sitting.attempt.resume()
    sitting.run(1_000)
    assert sitting.attempt.active_ms == 2_000


@pytest.mark.parametrize("jump", [-HOUR, 24 * HOUR, MAX_DRIFT_MS + 1, -MAX_DRIFT_MS - 1])
def test_a_clock_moved_or_a_sleep_it_shows_pauses(jump: int) -> None:
    sitting = Sitting()
    sitting.clock.run(1_000)
    sitting.clock.wall += jump
    assert sitting.attempt.tick() == (5 * MINUTE - 1_000, Notice.SUSPENDED)
    assert sitting.attempt.state is AttemptState.PAUSED
    assert sitting.attempt.tick().notice is None
    assert sitting.attempt.resume()
    assert sitting.attempt.tick().notice is None


def test_a_small_correction_of_the_clock_is_nothing() -> None:
    sitting = Sitting()
    for _ in range(10):
        sitting.clock.run(1_000)
        sitting.clock.wall -= MAX_DRIFT_MS
        assert sitting.attempt.tick().notice is None


def test_a_sleep_that_both_clocks_count_takes_no_time() -> None:
    sitting = Sitting()
    sitting.run(1_000)
    sitting.clock.run(MAX_SILENCE_MS + 1)
    sitting.attempt.choose(["a"])
    assert sitting.attempt.state is AttemptState.PAUSED
    assert sitting.attempt.tick() == (5 * MINUTE - 1_000, Notice.SUSPENDED)
    assert sitting.attempt.sheets[0].chosen == ()


def test_going_on_after_the_program_was_closed() -> None:
    sitting = Sitting(8 * MINUTE)
    sitting.run(6 * MINUTE + 30_000)
    sitting.attempt.choose(["a"])
    sitting.attempt.confirm()
    sitting.attempt.go(1)
    saved = copy.deepcopy(sitting.attempt.snapshot())
    sitting.clock.run(24 * HOUR)
    attempt = Attempt(3, Limits(8 * MINUTE), sitting.clock, saved)
    assert attempt.state is AttemptState.PAUSED
    assert attempt.position == 1
    assert attempt.unanswered == [1, 2]
    assert attempt.resume()
    assert attempt.tick() == (90_000, None), "it was warned of the quarter before"


def test_bugs_are_told() -> None:
    with pytest.raises(BugError):
        Attempt(0, Limits(None), FakeClock())
    with pytest.raises(BugError):
        Attempt(2, Limits(None), FakeClock(), Snapshot())
    attempt = Sitting().attempt
    with pytest.raises(BugError):
        attempt.start()
    with pytest.raises(BugError):
        attempt.go(3)
    with pytest.raises(BugError):
        attempt.say_certainty(4)


class AttemptMachine(RuleBasedStateMachine):
    """Random sittings: no time is taken that did not run, none runs on after an end."""

    TOTAL = 2 * MINUTE

    def __init__(self) -> None:
        super().__init__()
        self.clock = FakeClock()
        self.attempt = Attempt(3, Limits(self.TOTAL), self.clock)
        self.attempt.start()
        self.active = 0
        self.state = AttemptState.RUNNING
        self.position = 0
        self.chosen: list[tuple[str, ...]] = [(), (), ()]
        self.confirmed: list[tuple[str, ...] | None] = [None, None, None]

    def pass_time(self, mono: int, wall: int) -> None:
        """Move the clocks and say what the attempt must make of it when it reads them."""
        self.clock.mono += mono
        self.clock.wall += wall
        if self.state is not AttemptState.RUNNING:
            return
        slept = mono > MAX_SILENCE_MS
        self.active += 0 if slept else mono
        if self.active >= self.TOTAL + GRACE_MS:
            self.active = self.TOTAL
            self.state = AttemptState.EXPIRED
        elif slept or abs(wall - mono) > MAX_DRIFT_MS:
            self.state = AttemptState.PAUSED

    @rule(ms=st.integers(0, MAX_SILENCE_MS))
    def run(self, ms: int) -> None:
        self.pass_time(ms, ms)
        self.attempt.tick()

    @rule(mono=st.integers(0, HOUR), wall=st.integers(-HOUR, HOUR))
    def jump(self, mono: int, wall: int) -> None:
        self.pass_time(mono, wall)
        self.attempt.tick()

    @rule(ms=st.integers(0, 3_000), option=st.sampled_from("abc"))
    def choose(self, ms: int, option: str) -> None:
        self.pass_time(ms, ms)
        running = self.state is AttemptState.RUNNING
        assert self.attempt.choose([option]) == running
        if running:
            self.chosen[self.position] = (option,)

    @rule(ms=st.integers(0, 3_000))
    def confirm(self, ms: int) -> None:
        self.pass_time(ms, ms)
        answer = self.attempt.confirm()
        chosen = self.chosen[self.position]
        if self.state is AttemptState.RUNNING and chosen:
            assert answer is not None
            assert answer.chosen == chosen
            assert answer.attempt_active_ms == self.active < self.TOTAL + GRACE_MS
            self.confirmed[self.position] = chosen
        else:
            assert answer is None

    @rule(position=st.integers(0, 2))
    def go(self, position: int) -> None:
        if self.attempt.go(position):
            self.position = position
        assert (self.state is AttemptState.RUNNING) or self.attempt.position == self.position

    @rule()
    def pause(self) -> None:
        assert self.attempt.pause() == (self.state is AttemptState.RUNNING)
        if self.state is AttemptState.RUNNING:
            self.state = AttemptState.PAUSED

    @rule()
    def resume(self) -> None:
        assert self.attempt.resume() == (self.state is AttemptState.PAUSED)
        if self.state is AttemptState.PAUSED:
            self.state = AttemptState.RUNNING

    @rule(away=st.integers(0, 48 * HOUR))
    def crash(self, away: int) -> None:
        if self.state in ENDED:
            return
        saved = copy.deepcopy(self.attempt.snapshot())
        self.clock.mono = away % 7_919  # another boot, another zero
        self.clock.wall += away
        self.attempt = Attempt(3, Limits(self.TOTAL), self.clock, saved)
        self.state = AttemptState.PAUSED

    @rule(abandon=st.booleans())
    def end(self, abandon: bool) -> None:
        wanted = AttemptState.ABANDONED if abandon else AttemptState.FINISHED
        self.state = self.state if self.state in ENDED else wanted
        assert (self.attempt.abandon() if abandon else self.attempt.finish()) is self.state

    @invariant()
    def agrees(self) -> None:
        assert self.attempt.state is self.state
        assert self.attempt.active_ms == self.active
        assert [sheet.confirmed for sheet in self.attempt.sheets] == self.confirmed
        assert sum(sheet.active_ms for sheet in self.attempt.sheets) >= self.active


TestAttemptMachine = AttemptMachine.TestCase
TestAttemptMachine.settings = settings(max_examples=80, stateful_step_count=30)
