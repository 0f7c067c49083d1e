"""One sitting of a quiz: a state machine over two clocks.

The limit runs on active time, measured by the monotonic clock. The wall clock is read beside it:
where the two part, the machine slept or somebody moved the clock, and the attempt pauses itself, so
that neither takes time from the learner. Some machines count sleep in both clocks; there the
silence between two readings gives it away.

Where answers are final, the right one is shown after each. Reading why is not answering: the clock
stands while an answered question is open.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, NamedTuple

from mtdtutor.core.clock import Clock
from mtdtutor.core.errors import BugError
from mtdtutor.quiz.timing import GRACE_MS, WARN_MS, WARN_SHARE, Limits

MAX_DRIFT_MS: Final = 2_000
"""How far wall and monotonic clock may part between two readings."""
MAX_SILENCE_MS: Final = 10_000
"""How long nobody may read the clock of a running attempt, which is read five times a second."""


class AttemptState(StrEnum):
    """Where an attempt stands."""

    CREATED = "created"
    RUNNING = "running"
    PAUSED = "paused"
    FINISHED = "finished"
    EXPIRED = "expired"
    ABANDONED = "abandoned"


ENDED: Final = frozenset({AttemptState.FINISHED, AttemptState.EXPIRED, AttemptState.ABANDONED})


class Notice(StrEnum):
    """What a reading of the clocks may have to tell."""

    QUARTER_LEFT = "quarter_left"
    MINUTE_LEFT = "minute_left"
    SUSPENDED = "suspended"
    EXPIRED = "expired"


class TickResult(NamedTuple):
    """What a reading of the clocks found.

    Attributes:
        remaining_ms: Active milliseconds left, never below zero; None without a limit.
        notice: What to tell the learner now, once; None for nothing.
    """

    remaining_ms: int | None
    notice: Notice | None


class Accepted(NamedTuple):
    """An answer that was in time.

    Attributes:
        position: Place of the question in the quiz, from 0.
        chosen: Ids of the chosen options, sorted.
        certainty: 1 guess, 2 fairly, 3 certain; None if not said.
        first_ms: Active time on the question until the first choice.
        active_ms: Active time on the question.
        changes: How often the choice was changed.
        visits: How often the question was opened.
        attempt_active_ms: Active time of the whole attempt.
    """

    position: int
    chosen: tuple[str, ...]
    certainty: int | None
    first_ms: int
    active_ms: int
    changes: int
    visits: int
    attempt_active_ms: int


@dataclass(slots=True)
class Sheet:
    """What the learner has done with one question."""

    chosen: tuple[str, ...] = ()
    certainty: int | None = None
    confirmed: tuple[str, ...] | None = None
    flagged: bool = False
    first_ms: int | None = None
    active_ms: int = 0
    changes: int = 0
    visits: int = 0


@dataclass(slots=True)
class Snapshot:
    """What it takes to go on with an attempt after the program was closed.

    Attributes:
        active_ms: Active time of the attempt.
        position: The open question.
        sheets: One for each question.
    """

    active_ms: int = 0
    position: int = 0
    sheets: list[Sheet] = field(default_factory=list)


class Attempt:
    """A running quiz. Every call reads the clocks first."""

    def __init__(
        self,
        number: int,
        limits: Limits,
        clock: Clock,
        snapshot: Snapshot | None = None,
        *,
        final: bool = False,
    ) -> None:
        """Make an attempt.

        Args:
            number: How many questions.
            limits: The time limit.
            clock: Both clocks.
            snapshot: Where it stood when the program was closed; it is paused there.
            final: An answer cannot be changed, because the right one is shown after it.
        """
        if number < 1:
            raise BugError("a quiz has at least one question")
        restored = snapshot or Snapshot(sheets=[Sheet() for _ in range(number)])
        if len(restored.sheets) != number:
            raise BugError(f"{len(restored.sheets)} sheets for {number} questions")
        self._limits = limits
        self._clock = clock
        self._final = final
        self._state = AttemptState.CREATED if snapshot is None else AttemptState.PAUSED
        self._active_ms = restored.active_ms
        self._position = restored.position
        self._sheets = restored.sheets
        self._read = (0, 0)
        self._suspended = False
        self._expiry_told = False
        self._warned = self._warnings()

    @property
    def state(self) -> AttemptState:
        """Where the attempt stands, as of the last reading of the clocks."""
        return self._state

    @property
    def position(self) -> int:
        """The open question, from 0."""
        return self._position

    @property
    def active_ms(self) -> int:
        """Active time as of the last reading of the clocks."""
        return self._active_ms

    @property
    def sheets(self) -> Sequence[Sheet]:
        """What was done with each question; to be read only."""
        return self._sheets

    @property
    def unanswered(self) -> list[int]:
        """Positions of the questions without a confirmed answer."""
        return [place for place, sheet in enumerate(self._sheets) if sheet.confirmed is None]

    @property
    def remaining_ms(self) -> int | None:
        """Active time left, never below zero; None without a limit."""
        deadline = self._limits.deadline_ms
        return None if deadline is None else max(0, deadline - self._active_ms)

    def start(self) -> None:
        """Begin: the clock runs and the first question is open."""
        self._expect(AttemptState.CREATED)
        self._run()
        self._sheets[self._position].visits += 1

    def pause(self) -> bool:
        """Stop the clock at the learner's wish; return whether it was running."""
        self._advance()
        if self._state is not AttemptState.RUNNING:
            return False
        self._state = AttemptState.PAUSED
        return True

    def resume(self) -> bool:
        """Let the clock run again; return whether it stood."""
        if self._state is not AttemptState.PAUSED:
            return False
        self._run()
        return True

    def tick(self) -> TickResult:
        """Read the clocks and return what there is to tell, each thing once."""
        self._advance()
        return TickResult(self.remaining_ms, self._notice())

    def choose(self, options: Iterable[str]) -> bool:
        """Choose options of the open question, in place of those chosen before.

        Returns:
            Whether the attempt runs and the question is open, so that the choice counts.
        """
        sheet = self._sheets[self._position]
        if not self._running() or self._closed(sheet):
            return False
        chosen = tuple(sorted(options))
        if sheet.first_ms is None:
            sheet.first_ms = sheet.active_ms
        elif chosen != sheet.chosen:
            sheet.changes += 1
        sheet.chosen = chosen
        return True

    def say_certainty(self, certainty: int | None) -> bool:
        """Say how certain the choice is: 1 guess, 2 fairly, 3 certain, None for nothing."""
        if certainty not in (None, 1, 2, 3):
            raise BugError(f"there is no certainty {certainty}")
        sheet = self._sheets[self._position]
        if not self._running() or self._closed(sheet):
            return False
        sheet.certainty = certainty
        return True

    def confirm(self) -> Accepted | None:
        """Answer the open question with what is chosen.

        Returns:
            The answer; None when nothing is chosen, when it was given before and is final, or when
            it comes half a second or more after the deadline.
        """
        sheet = self._sheets[self._position]
        if not self._running() or not sheet.chosen or self._closed(sheet):
            return None
        sheet.confirmed = sheet.chosen
        return Accepted(
            position=self._position,
            chosen=sheet.chosen,
            certainty=sheet.certainty,
            first_ms=sheet.first_ms or 0,
            active_ms=sheet.active_ms,
            changes=sheet.changes,
            visits=sheet.visits,
            attempt_active_ms=self._active_ms,
        )

    def take_back(self, position: int) -> None:
        """Open a question again whose answer could not be saved, so that it can be sent again."""
        self._sheets[position].confirmed = None

    def go(self, position: int) -> bool:
        """Open another question; return whether the attempt runs."""
        if not 0 <= position < len(self._sheets):
            raise BugError(f"there is no question at {position}")
        if not self._running():
            return False
        if position != self._position:
            self._position = position
            self._sheets[position].visits += 1
        return True

    def flag(self, *, flagged: bool) -> bool:
        """Mark the open question to come back to; return whether the attempt runs."""
        if not self._running():
            return False
        self._sheets[self._position].flagged = flagged
        return True

    def finish(self) -> AttemptState:
        """End the attempt: finished, or expired if its time had run out before."""
        return self._end(AttemptState.FINISHED)

    def abandon(self) -> AttemptState:
        """End the attempt without wanting its result."""
        return self._end(AttemptState.ABANDONED)

    def snapshot(self) -> Snapshot:
        """Return what it takes to go on later; shares its sheets with the attempt."""
        return Snapshot(self._active_ms, self._position, self._sheets)

    def _end(self, state: AttemptState) -> AttemptState:
        self._advance()
        if self._state not in ENDED:
            self._state = state
        return self._state

    def _running(self) -> bool:
        self._advance()
        return self._state is AttemptState.RUNNING

    def _closed(self, sheet: Sheet) -> bool:
        return self._final and sheet.confirmed is not None

    def _run(self) -> None:
        self._read = (self._clock.monotonic_ms(), self._clock.now_ms())
        self._suspended = False
        self._state = AttemptState.RUNNING

    def _advance(self) -> None:
        if self._state is not AttemptState.RUNNING:
            return
        mono, wall = self._clock.monotonic_ms(), self._clock.now_ms()
        passed, by_wall = mono - self._read[0], wall - self._read[1]
        self._read = (mono, wall)
        if passed > MAX_SILENCE_MS:
            # Nobody knows how much of the silence was sleep; none of it is taken.
            passed = 0
            self._suspended = True
        elif abs(by_wall - passed) > MAX_DRIFT_MS:
            self._suspended = True
        if self._closed(self._sheets[self._position]):
            passed = 0
        self._active_ms += passed
        self._sheets[self._position].active_ms += passed
        deadline = self._limits.deadline_ms
        if deadline is not None and self._active_ms >= deadline + GRACE_MS:
            self._active_ms = deadline
            self._state = AttemptState.EXPIRED
        elif self._suspended:
            self._state = AttemptState.PAUSED

    def _notice(self) -> Notice | None:
        if self._state is AttemptState.EXPIRED:
            told, self._expiry_told = self._expiry_told, True
            return None if told else Notice.EXPIRED
        if self._suspended:
            self._suspended = False
            return Notice.SUSPENDED
        fresh = [notice for notice in self._warnings() if notice not in self._warned]
        self._warned = self._warnings()
        return fresh[-1] if fresh and self._state is AttemptState.RUNNING else None

    def _warnings(self) -> list[Notice]:
        """Return the warnings whose time has come, the most urgent last."""
        deadline, left = self._limits.deadline_ms, self.remaining_ms
        if deadline is None or left is None:
            return []
        marks = [(round(deadline * WARN_SHARE), Notice.QUARTER_LEFT), (WARN_MS, Notice.MINUTE_LEFT)]
        marks = [mark for mark in marks if mark[0] < deadline]
        return [notice for limit, notice in sorted(marks, reverse=True) if left <= limit]

    def _expect(self, state: AttemptState) -> None:
        if self._state is not state:
            raise BugError(f"the attempt is {self._state}, not {state}")
