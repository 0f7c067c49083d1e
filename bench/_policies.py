"""Ways to schedule a card on a grid of days: this program's own, and what it is compared with."""

from __future__ import annotations

import math
from typing import Protocol

from mtdtutor.core.clock import Moment
from mtdtutor.study.memory import NEW_MEMORY, Grade, State
from mtdtutor.study.scheduler import DEFAULT_PARAMS, Graded, step


class Policy(Protocol):
    """Schedules one card."""

    def first(self, grade: Grade, day: int) -> int:
        """Return the day on which a new card comes back, learning steps of the day included."""

    def review(self, grade: Grade, day: int) -> int:
        """Return the day after a review, the repeat of a lapse on the same day included."""


class App:
    """This program's own schedule, through the reducer that grades are recorded with."""

    def __init__(self, card: str, retention: float) -> None:
        self._card = card
        self._params = DEFAULT_PARAMS._replace(retention=retention)
        self._memory = NEW_MEMORY

    def first(self, grade: Grade, day: int) -> int:
        """See ``Policy.first``."""
        return self.review(grade, day)

    def review(self, grade: Grade, day: int) -> int:
        """See ``Policy.review``."""
        self._graded(grade, day)
        while self._memory.state is not State.REVIEW:
            self._graded(Grade.GOOD, day)
        assert self._memory.due_day is not None
        return self._memory.due_day

    def _graded(self, grade: Grade, day: int) -> None:
        when = Moment(0, 0, day)
        self._memory = step(self._memory, Graded(grade), when, self._params, self._card).memory


class Sm2:
    """SM-2 as published (P. A. Wozniak, 1990): 1 day, 6 days, then times the easiness."""

    def __init__(self) -> None:
        self._ease = 2.5
        self._passed = 0
        self._interval = 1

    def first(self, grade: Grade, day: int) -> int:
        """See ``Policy.first``."""
        return self.review(grade, day)

    def review(self, grade: Grade, day: int) -> int:
        """See ``Policy.review``."""
        if grade is Grade.AGAIN:
            self._passed, self._interval = 0, 1
            return day + 1
        quality = grade + 1
        self._passed += 1
        longer = math.ceil(self._interval * self._ease)
        self._interval = {1: 1, 2: 6}.get(self._passed, longer)
        change = 0.1 - (5 - quality) * (0.08 + (5 - quality) * 0.02)
        self._ease = max(1.3, self._ease + change)
        return day + self._interval


class AnkiSm2:
    """Anki's older scheduler with its default options."""

    def __init__(self) -> None:
        self._ease = 2.5
        self._interval = 1
        self._due = 0

    def first(self, grade: Grade, day: int) -> int:
        """See ``Policy.first``."""
        self._interval = 4 if grade is Grade.EASY else 1
        return self._set(day)

    def review(self, grade: Grade, day: int) -> int:
        """See ``Policy.review``."""
        late, before = max(0, day - self._due), self._interval
        hard = max(before + 1, round(before * 1.2))
        good = max(hard + 1, round((before + late / 2) * self._ease))
        easy = max(good + 1, round((before + late) * self._ease * 1.3))
        self._interval = {Grade.AGAIN: 1, Grade.HARD: hard, Grade.GOOD: good}.get(grade, easy)
        change = {Grade.AGAIN: -0.2, Grade.HARD: -0.15, Grade.EASY: 0.15}.get(grade, 0.0)
        self._ease = max(1.3, self._ease + change)
        return self._set(day)

    def _set(self, day: int) -> int:
        self._due = day + self._interval
        return self._due


class Ladder:
    """Fixed intervals: a step up when recalled, back to the first when not."""

    def __init__(self, *rungs: int) -> None:
        self._rungs = rungs
        self._rung = 0

    def first(self, grade: Grade, day: int) -> int:
        """See ``Policy.first``."""
        del grade
        return day + self._rungs[0]

    def review(self, grade: Grade, day: int) -> int:
        """See ``Policy.review``."""
        self._rung = 0 if grade is Grade.AGAIN else min(self._rung + 1, len(self._rungs) - 1)
        return day + self._rungs[self._rung]
