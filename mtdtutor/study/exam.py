"""An exam date bends the schedule: when a card of the scope is due with the exam in view.

Nothing here is ever written down. The bend is computed from memories, exam and day whenever a
queue, a plan, a forecast or the interval on a button is made, so that without the exam everything
stands as if there had never been one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, NamedTuple

from mtdtutor.study.formulas import curve
from mtdtutor.study.scheduler import Params

LAST_TARGET: Final = 0.95
"""Recall expected on the day below which a card is looked at again before the exam."""
_LOOKS_PER_CARD: Final = 1.15
"""Looks a card takes in the last window: what is forgotten there comes again."""
_NEVER: Final = float("inf")
_LONGEST_SHARE: Final = 1 / 3
"""How much of the time to the exam the last window may take."""

Minutes = Callable[[int], float]
"""For each study day the minutes the learner has."""


class Exam(NamedTuple):
    """An exam as the schedule sees it.

    Attributes:
        day: Study day of the exam; nothing is planned for that day itself.
        since: Study day on which the date was set.
        topics: Ids of the topics in scope.
        levels: Levels in scope.
    """

    day: int
    since: int
    topics: frozenset[str]
    levels: frozenset[str]


class Pace(NamedTuple):
    """Seconds a learner takes.

    Attributes:
        new_s: For a card never seen, its learning steps included.
        recall_s: For one recall.
    """

    new_s: float
    recall_s: float


class Hours(NamedTuple):
    """The learner's time.

    Attributes:
        today: The study day.
        seconds: What is left of today.
        minutes: What there is on each day, today as a whole.
        pace: How fast the learner is.
    """

    today: int
    seconds: float
    minutes: Minutes
    pace: Pace


class Known(NamedTuple):
    """What of a memory decides when a card comes before the exam.

    Attributes:
        stability: Days until recall falls to 90 %.
        last_day: Study day of the last evidence.
        due_day: Study day it is due without any exam; None in a learning step.
    """

    stability: float
    last_day: int
    due_day: int | None


class Bend(NamedTuple):
    """When cards of the scope are due with the exam in view.

    Attributes:
        exam: The exam.
        start: First study day of the last window, in which everything seen is seen once more.
        looks: For each day of the window still to come, the day and the lowest stability of the
            cards looked at on it; firm memories first, because waiting costs them least.
        decay: Exponent of the forgetting curve.
    """

    exam: Exam
    start: int
    looks: tuple[tuple[int, float], ...]
    decay: float

    def due(self, known: Known, today: int) -> int | None:
        """Return the study day a card of the scope is due; None in a learning step.

        From the day of the exam on it is the day without any exam.
        """
        due_day, exam_day = known.due_day, self.exam.day
        if due_day is None or today >= exam_day:
            return due_day
        if known.last_day >= self.start:
            return self._again(known, due_day)
        return min(due_day, self._look(known.stability))

    def recall(self, known: Known, day: int) -> float:
        """Return the predicted recall on a day if the card is not seen before."""
        return curve(max(0, day - known.last_day), known.stability, self.decay)

    def is_looked_at(self, known: Known) -> bool:
        """Return whether a card has had its look in the last window."""
        return known.last_day >= self.start

    def _again(self, known: Known, due_day: int) -> int:
        """Return when a card comes that was already looked at in the last window."""
        tomorrow = known.last_day + 1
        if tomorrow >= self.exam.day or self.recall(known, self.exam.day) >= LAST_TARGET:
            return due_day
        return min(due_day, tomorrow)

    def _look(self, stability: float) -> int:
        for day, floor in self.looks:
            if stability >= floor:
                return day
        return self.looks[-1][0] if self.looks else self.exam.day - 1


def window_start(exam: Exam, cards: int, hours: Hours) -> int:
    """Return the first study day of the last window.

    It is as short as the learner's minutes allow for a look at every card of the scope, and at most
    a third of the time since the date was set.

    Args:
        exam: The exam.
        cards: Cards in scope, seen or not.
        hours: The learner's time.
    """
    need = cards * _LOOKS_PER_CARD * hours.pace.recall_s
    first = exam.day - max(1, round((exam.day - exam.since) * _LONGEST_SHARE))
    day = exam.day
    while day > first and (need > 0 or day == exam.day):
        day -= 1
        need -= hours.minutes(day) * 60
    return day


def bend(exam: Exam, seen: Iterable[Known], unseen: int, hours: Hours, params: Params) -> Bend:
    """Return the bend of one study day.

    Args:
        exam: The exam.
        seen: Cards of the scope that were ever recalled.
        unseen: How many cards of the scope were never seen.
        hours: The learner's time.
        params: The learner's parameters.
    """
    seen = list(seen)
    start = window_start(exam, len(seen) + unseen, hours)
    waiting = sorted(each.stability for each in seen if each.last_day < start)
    days = range(max(start, hours.today), exam.day)
    looks = tuple(_looks(waiting, unseen, days, hours.minutes))
    return Bend(exam, start, looks, params.weights[20])


def _looks(
    waiting: list[float], unseen: int, days: range, minutes: Minutes
) -> Iterable[tuple[int, float]]:
    """Yield each day with the lowest stability looked at on it.

    What was never seen will be weak, and so belongs to the end.
    """
    whole = sum(minutes(day) for day in days)
    number, passed = len(waiting) + unseen, 0.0
    for day in days:
        if minutes(day) <= 0:
            continue
        passed += minutes(day)
        later = round(number * (1 - passed / whole)) - unseen
        yield day, waiting[later] if 0 < later < len(waiting) else (0.0 if later <= 0 else _NEVER)
