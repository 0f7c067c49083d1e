"""Days off: what a learner's weekdays and days away make of the day a card comes back.

Nothing here is ever written down. An event writes the day that the schedule computed; which day the
learner is asked on is worked out from it whenever a queue, a forecast or the interval on a button
is made. So days away can be set for a week that is planned already, and taken back again.
"""

from __future__ import annotations

import math
from typing import Final, NamedTuple

from mtdtutor.core.ids import stable_unit
from mtdtutor.study.scheduler import fuzz_bounds

WHOLE: Final = 100
"""Per cent of its usual work that a day with nothing special about it holds."""
EVERY_DAY: Final = (WHOLE,) * 7
MOST_DAYS: Final = 7
"""A card that can be asked on a working day near by moves by at most so many days."""
_LONGEST_AWAY: Final = 3660
_LEAST_FUZZED: Final = 2.5
_MONDAY: Final = 3  # the study day 0 was a Thursday


class Away(NamedTuple):
    """Days on which the learner does nothing.

    Attributes:
        first: The first study day of them.
        last: The last one, itself a day away.
    """

    first: int
    last: int


class Rest(NamedTuple):
    """How much of its usual work a day holds for a learner.

    Attributes:
        weekdays: Per cent for each weekday, Monday first.
        away: Spans of days with none.
        anyway: A study day on which the learner works all the same.
    """

    weekdays: tuple[int, ...] = EVERY_DAY
    away: tuple[Away, ...] = ()
    anyway: int | None = None

    def share(self, day: int) -> float:
        """Return the share of its usual work that a study day holds, 0 to 1."""
        if day == self.anyway:
            return 1.0
        if any(span.first <= day <= span.last for span in self.away):
            return 0.0
        return self.weekdays[(day + _MONDAY) % 7] / WHOLE

    def scaled(self, limit: int, day: int) -> int:
        """Return what a daily limit comes to on a study day: never none on a day with any work."""
        return math.ceil(limit * self.share(day))

    def asked_on(self, card: str, due_day: int, last_day: int, max_interval: int) -> int:
        """Return the study day on which a card due on some day is asked.

        A day with less work keeps its share of cards. The others move to the nearest day with more
        work that fuzz might as well have chosen, but by no more than ``MOST_DAYS``. Where there is
        none, a card due on a day off waits for the first working day after it.

        Args:
            card: Its id, which decides who moves and which way where both are as near.
            due_day: The day that the schedule computed.
            last_day: Study day of the last evidence.
            max_interval: Longest interval in days.
        """
        share = self.share(due_day)
        if share >= 1:
            return due_day
        unit = stable_unit("rest", card, due_day)
        if unit < share:
            return due_day
        low, high = _bounds(due_day, last_day, max_interval)
        # What is left of the unit is as evenly spread, so that both ways get as many.
        side = 1 if (unit - share) * 2 < 1 - share else -1
        better = [day for day in range(low, high + 1) if self.share(day) > share]
        nearest = min(better, key=lambda day: (abs(day - due_day), side * day), default=None)
        if nearest is not None:
            return nearest
        return due_day if share > 0 else self.working_day(due_day)

    def working_day(self, day: int) -> int:
        """Return the first study day from a day on that holds any work; the day if none does."""
        later = range(day, day + _LONGEST_AWAY)
        return next((each for each in later if self.share(each) > 0), day)

    def lends(self, day: int) -> list[int]:
        """Return the later study days whose cards may be asked on this one already."""
        own, most = self.share(day), 0.0
        found = []
        for later in range(day + 1, day + MOST_DAYS + 1):
            share = self.share(later)
            if share < own and most <= share:
                found.append(later)
            most = max(most, share)
        return found

    @property
    def is_plain(self) -> bool:
        """Whether every day is like every other."""
        return not self.away and self.weekdays == EVERY_DAY


def _bounds(due_day: int, last_day: int, max_interval: int) -> tuple[int, int]:
    """Return the first and the last day to which fuzz might have moved a due day."""
    interval = due_day - last_day
    if interval < _LEAST_FUZZED:
        return due_day, due_day
    low, high = fuzz_bounds(interval, max(max_interval, interval))
    return max(last_day + low, due_day - MOST_DAYS), min(last_day + high, due_day + MOST_DAYS)
