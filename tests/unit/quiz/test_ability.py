"""The ability model: its update, its bands, and small simulations of its promises."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtdtutor.quiz.ability import (
    NO_ABILITY,
    Ability,
    Band,
    Observation,
    band,
    chance,
    observe,
    shrink,
    standard_error,
)

TOPICS = tuple(f"track-{number}" for number in range(1, 12))
STRONG = Ability(3.0, 20, 8, 3, 10, 20, later_right=True, scenario_right=True)


def seen(
    score: float, day: int = 10, first: bool = True, scenario: bool = False, options: int = 3
) -> Observation:
    return Observation(day, 0.0, options, score, first, scenario)


def test_the_first_answer() -> None:
    overall, topic = observe(NO_ABILITY, NO_ABILITY, seen(1.0))
    assert chance(0.0, 0.0, 3) == pytest.approx(2 / 3)
    assert overall.value == pytest.approx(0.4 / 3)
    assert topic.value == pytest.approx(0.6 / 3)
    assert (topic.answers, topic.questions, topic.days) == (1, 1, 1)
    assert (topic.first_day, topic.last_day) == (10, 10)


def test_evidence_is_counted() -> None:
    overall, topic = NO_ABILITY, NO_ABILITY
    for each in (
        seen(0.0),
        seen(1.0, first=False),
        seen(0.5, day=12),
        seen(1.0, day=9, scenario=True),
    ):
        overall, topic = observe(overall, topic, each)
    assert (topic.answers, topic.questions, topic.days) == (4, 3, 2)
    assert (topic.first_day, topic.last_day) == (10, 12)
    assert topic.scenario_right
    assert not topic.later_right, "neither on the first day, nor half right, nor by a moved clock"
    _, topic = observe(overall, topic, seen(1.0, day=13))
    assert topic.later_right


@given(st.floats(-4, 4), st.floats(-3, 3), st.sampled_from([0, 2, 3, 5]))
def test_a_right_answer_lifts_and_a_wrong_one_lowers(
    value: float, difficulty: float, options: int
) -> None:
    start = NO_ABILITY._replace(value=value)
    right = Observation(1, difficulty, options, 1.0, True, False)
    assert observe(start, NO_ABILITY, right)[0].value > value
    assert observe(start, NO_ABILITY, right._replace(score=0.0))[0].value < value
    guess = 1 / options if options else 0
    assert guess < chance(value, difficulty, options) < 1


def test_a_topic_drifts_towards_the_overall_ability() -> None:
    assert shrink(NO_ABILITY, 50) == NO_ABILITY
    assert shrink(STRONG, 20) == STRONG
    assert shrink(STRONG, 5) == STRONG
    assert shrink(STRONG, 30).value == pytest.approx(3.0 * 0.98**10)


def test_uncertainty() -> None:
    assert standard_error(6) == pytest.approx(0.8, abs=0.005)
    assert standard_error(12) == pytest.approx(0.7, abs=0.005)


@pytest.mark.parametrize(
    ("topic", "expected"),
    [
        (STRONG, Band.SECURE),
        (STRONG._replace(answers=5), Band.NOT_ENOUGH),
        (STRONG._replace(questions=3), Band.NOT_ENOUGH),
        (STRONG._replace(days=1), Band.NOT_ENOUGH),
        (STRONG._replace(later_right=False), Band.GROWING),
        (STRONG._replace(scenario_right=False), Band.GROWING),
        (STRONG._replace(value=1.0), Band.GROWING),
        (STRONG._replace(value=-1.0), Band.SHAKY),
    ],
)
def test_bands(topic: Ability, expected: Band) -> None:
    assert band(NO_ABILITY, topic, 20) is expected


class Learner:
    """Answers with a chance per topic, twelve questions a topic, thirty answers a day."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.overall = NO_ABILITY
        self.topics = dict.fromkeys(TOPICS, NO_ABILITY)
        self.answers = 0
        self.met: set[tuple[str, int]] = set()

    def answer(self, topic: str, knows: float) -> Band:
        question = self.rng.randrange(12)
        day = 10 + self.answers // 30
        right = self.rng.random() < knows or self.rng.random() < 1 / 3
        first = (topic, question) not in self.met
        self.met.add((topic, question))
        fact = Observation(day, self.rng.gauss(0, 0.7), 3, float(right), first, question < 2)
        self.overall, self.topics[topic] = observe(self.overall, self.topics[topic], fact)
        self.answers += 1
        return band(self.overall, self.topics[topic], day)


def test_a_guesser_is_hardly_ever_called_secure() -> None:
    secure = 0
    for seed in range(10):
        learner = Learner(seed)
        bands = dict.fromkeys(TOPICS, Band.NOT_ENOUGH)
        for number in range(500):
            topic = TOPICS[number % len(TOPICS)]
            bands[topic] = learner.answer(topic, 0.0)
        secure += sum(each is Band.SECURE for each in bands.values())
    assert secure <= 0.01 * 10 * len(TOPICS)


def test_who_is_always_right_is_soon_secure() -> None:
    for seed in range(5):
        learner = Learner(seed)
        left = dict.fromkeys(TOPICS, 0)
        for number in range(40 * len(TOPICS)):
            topic = TOPICS[number % len(TOPICS)]
            if learner.answer(topic, 1.0) is Band.SECURE and not left[topic]:
                left[topic] = number // len(TOPICS) + 1
        assert sorted(left.values())[len(TOPICS) // 2] <= 15


def test_one_weak_topic_is_not_outshone_by_ten_strong_ones() -> None:
    secure = 0
    for seed in range(20):
        learner = Learner(seed)
        for number in range(330):
            topic = TOPICS[number % len(TOPICS)]
            last = learner.answer(topic, 0.0 if topic == TOPICS[0] else 0.93)
            secure += topic == TOPICS[0] and last is Band.SECURE
    assert secure <= 0.02 * 20 * 30
