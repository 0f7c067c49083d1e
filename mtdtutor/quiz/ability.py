"""How able a learner is, overall and by topic, and how sure that is.

Elo with a guess term: item difficulty is fixed, because the answers of one learner cannot tell
difficulty from ability. The chance of a right answer is ``p = c + (1-c) s(G + d - b)`` with the
logistic function s, overall ability G, the topic's own part d, difficulty b and guess chance c.
"""

from __future__ import annotations

import math
from enum import StrEnum
from typing import Final, NamedTuple

OVERALL_GAIN: Final = 0.4
OVERALL_FLOOR: Final = 0.1
TOPIC_GAIN: Final = 0.6
TOPIC_FLOOR: Final = 0.3
GAIN_DECAY: Final = 0.05
DAILY_SHRINK: Final = 0.98
SECURE_CHANCE: Final = 0.70
CONFIDENCE: Final = 1.28
MIN_ANSWERS: Final = 6
MIN_QUESTIONS: Final = 4
MIN_DAYS: Final = 2
_PRIOR_INFORMATION: Final = 1.08
_ANSWER_INFORMATION: Final = 0.08


class Band(StrEnum):
    """What can honestly be said of a topic."""

    NOT_ENOUGH = "not_enough"
    SHAKY = "shaky"
    GROWING = "growing"
    SECURE = "secure"


class Ability(NamedTuple):
    """What is believed of a learner, overall or in one topic, and on what evidence.

    Attributes:
        value: In logits; for a topic its difference from the overall ability.
        answers: Answers counted: the first one per question and day.
        questions: Different questions among them.
        days: Different study days among them.
        first_day: Study day of the first one; None before.
        last_day: Study day of the last one; None before.
        later_right: One was right at least a day after the first one.
        scenario_right: One to a scenario was right.
    """

    value: float
    answers: int
    questions: int
    days: int
    first_day: int | None
    last_day: int | None
    later_right: bool
    scenario_right: bool


NO_ABILITY: Final = Ability(0.0, 0, 0, 0, None, None, later_right=False, scenario_right=False)


class Observation(NamedTuple):
    """One answer as the model sees it; time-outs and rapid guesses are never observed.

    Attributes:
        day: Study day of the answer.
        difficulty: Of the question, in logits.
        options: Options shown; 0 where guessing is no help.
        score: From 0 to 1.
        first_ever: The question was never counted before.
        scenario: The question shows a case.
    """

    day: int
    difficulty: float
    options: int
    score: float
    first_ever: bool
    scenario: bool


def observe(overall: Ability, topic: Ability, seen: Observation) -> tuple[Ability, Ability]:
    """Return overall and topic ability after one answer."""
    topic = shrink(topic, seen.day)
    missed = seen.score - chance(overall.value + topic.value, seen.difficulty, seen.options)
    return (
        _counted(overall, seen, _gain(overall, OVERALL_GAIN, OVERALL_FLOOR) * missed),
        _counted(topic, seen, _gain(topic, TOPIC_GAIN, TOPIC_FLOOR) * missed),
    )


def shrink(topic: Ability, day: int) -> Ability:
    """Return a topic's ability on a later day: drawn towards the overall one by 2 % a day."""
    if topic.last_day is None or day <= topic.last_day:
        return topic
    return topic._replace(value=topic.value * DAILY_SHRINK ** (day - topic.last_day))


def chance(ability: float, difficulty: float, options: int) -> float:
    """Return the chance of a right answer, a lucky guess included."""
    guess = 1 / options if options else 0.0
    return guess + (1 - guess) * _logistic(ability - difficulty)


def standard_error(answers: int) -> float:
    """Return how uncertain an ability is, in logits: 0.8 after 6 answers, 0.7 after 12."""
    return 1 / math.sqrt(_PRIOR_INFORMATION + _ANSWER_INFORMATION * answers)


def band(overall: Ability, topic: Ability, day: int) -> Band:
    """Return what can be said of a topic on a study day.

    Nothing before six answers to four questions on two days. Secure when even a cautious estimate
    gives a 70 % chance without guessing, with a right answer a day after the first one and one
    right scenario; shaky when even a hopeful estimate does not reach it; growing between the two.
    """
    if topic.answers < MIN_ANSWERS or topic.questions < MIN_QUESTIONS or topic.days < MIN_DAYS:
        return Band.NOT_ENOUGH
    value = overall.value + shrink(topic, day).value
    margin = CONFIDENCE * standard_error(topic.answers)
    if _logistic(value + margin) < SECURE_CHANCE:
        return Band.SHAKY
    sure = topic.later_right and topic.scenario_right
    if sure and _logistic(value - margin) >= SECURE_CHANCE:
        return Band.SECURE
    return Band.GROWING


def _counted(ability: Ability, seen: Observation, change: float) -> Ability:
    right = seen.score >= 1
    first_day = seen.day if ability.first_day is None else ability.first_day
    later = ability.last_day is None or seen.day > ability.last_day
    return Ability(
        value=ability.value + change,
        answers=ability.answers + 1,
        questions=ability.questions + seen.first_ever,
        days=ability.days + later,
        first_day=first_day,
        last_day=seen.day if later else ability.last_day,
        later_right=ability.later_right or (right and seen.day > first_day),
        scenario_right=ability.scenario_right or (right and seen.scenario),
    )


def _gain(ability: Ability, gain: float, floor: float) -> float:
    return max(floor, gain / (1 + GAIN_DECAY * ability.answers))


def _logistic(value: float) -> float:
    return 1 / (1 + math.exp(-value))
