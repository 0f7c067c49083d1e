"""What the exam service tells the pages: plain values about an exam, its scope and its forecast."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

from mtdtutor.storage.exam import ExamRow as ExamRow  # pages name it
from mtdtutor.study.exam_plan import Plan

How = Literal["better", "expected", "worse", ""]
Ending = Literal["stop", "light", "keep"]

HOWS: Final[tuple[How, ...]] = ("better", "expected", "worse")
ENDINGS: Final[tuple[Ending, ...]] = ("keep", "light", "stop")
MINUTES_STEP: Final = 5
"""How many minutes more or less a plan is compared with."""
LEAST_MINUTES: Final = 5
MOST_MINUTES: Final = 600
FARTHEST_DAYS: Final = 730
LONGEST_NAME: Final = 80
"""Bounds of what can be chosen."""


class ExamChoice(NamedTuple):
    """What a learner chooses for an exam.

    Attributes:
        name: What they call it; may be empty.
        day: Study day of the exam.
        topics: Ids of the topics that have to be known.
        levels: Levels that have to be known.
        minutes: Minutes on a day of study.
    """

    name: str
    day: int
    topics: tuple[str, ...]
    levels: tuple[str, ...]
    minutes: int


class TopicCards(NamedTuple):
    """A topic with its cards by level, suspended ones left out."""

    id: str
    name: str
    number: str | None
    cards: Mapping[str, int]


class ExamForm(NamedTuple):
    """What there is to choose from.

    Attributes:
        choice: What is chosen now: the exam that is set, or what most people want.
        is_set: Whether an exam is set.
        today: The study day.
        topics: All topics of the course in display order.
        levels: Levels with any cards, the first to learn first.
        retention: Desired recall in the settings of the learner.
    """

    choice: ExamChoice
    is_set: bool
    today: int
    topics: tuple[TopicCards, ...]
    levels: tuple[str, ...]
    retention: float

    def cards(self, choice: ExamChoice) -> int:
        """Return how many cards a choice holds."""
        chosen = [each for each in self.topics if each.id in choice.topics]
        return sum(each.cards.get(level, 0) for each in chosen for level in choice.levels)


class Plans(NamedTuple):
    """The plan of a choice, and what a few minutes change.

    Attributes:
        choice: What it is a plan for.
        plan: The plan.
        less: With ``MINUTES_STEP`` fewer minutes; None where that leaves none.
        more: With as many more.
    """

    choice: ExamChoice
    plan: Plan
    less: Plan | None
    more: Plan


class Foretold(NamedTuple):
    """What was foretold of an exam.

    Attributes:
        exam: Its id.
        day: Study day on which it was foretold.
        recall: Expected share of the scope recalled on the day.
        low: One chance in ten to be below.
        high: One chance in ten to be above.
        unseen: Cards that will not have been met.
    """

    exam: str
    day: int
    recall: float
    low: float
    high: float
    unseen: int


class Glance(NamedTuple):
    """An exam as Today shows it.

    Attributes:
        row: The exam.
        days_left: Days to it: 0 on the day itself, below 0 when it is over and asks how it went.
        foretold: The last forecast; None if there is none yet.
        stale: The forecast is not of today or of another scope.
    """

    row: ExamRow
    days_left: int
    foretold: Foretold | None
    stale: bool


def forecast_text(row: ExamRow, plan: Plan) -> str:
    """Return a forecast as it is written into the history: what was foretold, from what."""
    told = {
        "exam": row.id,
        "exam_day": row.day,
        "topics": sorted(row.topics),
        "levels": sorted(row.levels),
        "minutes": row.minutes,
        "cards": plan.cards,
        "seen": plan.seen,
        "unseen": sum(plan.unseen.values()),
        "recall": round(plan.recall, 4),
        "low": round(plan.low, 4),
        "high": round(plan.high, 4),
    }
    return json.dumps(told, sort_keys=True)


def foretold(row: ExamRow, day: int, text: str) -> tuple[Foretold, bool] | None:
    """Return a forecast that was written, and whether it is for the exam as it is set now.

    Returns:
        None if it was made for another exam.
    """
    told = json.loads(text)
    if told.get("exam") != row.id:
        return None
    same = (told["exam_day"], told["topics"], told["levels"], told["minutes"]) == (
        row.day,
        sorted(row.topics),
        sorted(row.levels),
        row.minutes,
    )
    made = Foretold(row.id, day, told["recall"], told["low"], told["high"], told["unseen"])
    return made, same
