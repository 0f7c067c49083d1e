"""The line of one study day."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtdtutor.course.bank import LEVELS
from mtdtutor.study.memory import State
from mtdtutor.study.queue import (
    OWN_LEVEL,
    Candidate,
    Limits,
    arrange,
    choose_due,
    choose_new,
    given_away,
)
from mtdtutor.study.siblings import siblings
from tests.unit.study.make import DAY

TOPICS = ("track-1", "track-1.5", "track-2", "track-3", "track-8")
CONFUSABLE = {
    "track-1": ("track-1.5",),
    "track-1.5": ("track-1", "track-2"),
    "track-2": ("track-1.5",),
    "track-3": ("track-8",),
    "track-8": ("track-3",),
}
WIDE = Limits(1000, 1000, 0, 0)


def due(number: int, topic: str = "track-1", fact: str = "", stability: float = 10.0) -> Candidate:
    name = f"card:{number}"
    return Candidate(
        name, fact or f"fact:{number}", topic, "core", "forward", State.REVIEW, DAY, None,
        stability, 5.0, DAY - 10, number,
    )  # fmt: skip


def new(number: int, topic: str = "track-1", fact: str = "", level: str = "core") -> Candidate:
    return due(number, topic, fact)._replace(
        card=f"card:n{number}",
        fact=fact or f"fact:n{number}",
        level=level,
        state=State.NEW,
        due_day=None,
        stability=None,
        difficulty=None,
        last_day=None,
    )


DUE = st.lists(
    st.builds(
        due,
        st.integers(0, 500),
        st.sampled_from(TOPICS),
        st.sampled_from(["", "shared:1", "shared:2", "shared:3"]),
        st.floats(0.1, 300),
    ),
    max_size=40,
    unique_by=lambda each: each.card,
)
NEW = st.lists(
    st.builds(
        new,
        st.integers(0, 500),
        st.sampled_from(TOPICS),
        st.sampled_from(["", "shared:1", "shared:2", "shared:4"]),
        st.sampled_from(LEVELS),
    ),
    max_size=40,
    unique_by=lambda each: each.card,
)
LIMITS = st.builds(
    Limits, st.integers(0, 20), st.integers(0, 40), st.integers(0, 25), st.integers(0, 45)
)


@given(DUE, NEW, LIMITS, st.integers(0, 9), st.sets(st.sampled_from(["shared:1", "shared:3"])))
def test_keeps_limits_facts_and_order(
    reviews: list[Candidate], fresh: list[Candidate], limits: Limits, seed: int, met: set[str]
) -> None:
    line = arrange(reviews, fresh, limits, seed, CONFUSABLE, met)
    states = [each.state for each in line]
    assert states.count(State.REVIEW) <= limits.reviews_left
    assert states.count(State.NEW) <= limits.new_left
    facts = [each.fact for each in line]
    assert len(facts) == len(set(facts))
    assert not met.intersection(facts)
    levels = [LEVELS.index(each.level) for each in line if each.state is State.NEW]
    assert levels == sorted(levels)
    assert line == arrange(reviews[::-1], fresh[::-1], limits, seed, CONFUSABLE, met)


@given(DUE, NEW)
def test_takes_one_card_of_every_fact_when_nothing_limits(
    reviews: list[Candidate], fresh: list[Candidate]
) -> None:
    line = arrange(reviews, fresh, WIDE, 1, CONFUSABLE)
    assert {each.fact for each in line} == {each.fact for each in [*reviews, *fresh]}


def test_a_due_card_wins_over_its_new_sibling() -> None:
    line = arrange([due(1, fact="f")], [new(2, fact="f")], WIDE, 1, CONFUSABLE)
    assert [each.card for each in line] == ["card:1"]


def test_another_day_has_another_order() -> None:
    reviews = [due(number, TOPICS[number % 5]) for number in range(30)]
    orders = {tuple(each.card for each in arrange(reviews, [], WIDE, s, {})) for s in range(5)}
    assert len(orders) == 5


def test_a_backlog_keeps_what_is_dear_to_lose() -> None:
    cards = [due(number, stability=float(number)) for number in range(1, 50)]
    chosen = choose_due(cards, 3, ())
    assert [each.stability for each in chosen] == [49.0, 48.0, 47.0]


def test_new_cards_alternate_with_confusable_topics() -> None:
    cards = [new(number, TOPICS[number // 10]) for number in range(50)]
    chosen = choose_new(cards, 10, (), CONFUSABLE)
    assert [each.topic for each in chosen] == ["track-1", "track-1.5"] * 5
    topics = [each.topic for each in choose_new(cards, 40, (), CONFUSABLE)]
    assert all(a != b for a, b in pairwise(topics))
    firsts = [topics.index(topic) for topic in TOPICS]
    assert firsts == sorted(firsts), "topics come in the order of the course"


def test_core_comes_before_standard_whatever_the_topic() -> None:
    cards = [new(1, "track-1", level="standard"), new(2, "track-8"), new(3, level="odd")]
    assert [each.card for each in choose_new(cards, 5, (), {})] == ["card:n2", "card:n1", "card:n3"]


def test_new_cards_stand_between_the_others() -> None:
    reviews = [due(number, TOPICS[number % 5]) for number in range(20)]
    fresh = [new(number, TOPICS[number % 5]) for number in range(4)]
    line = arrange(reviews, fresh, WIDE, 1, CONFUSABLE)
    places = [index for index, each in enumerate(line) if each.state is State.NEW]
    gaps = [b - a for a, b in pairwise(places)]
    assert places[0] > 0
    assert max(gaps) - min(gaps) <= 2


@pytest.mark.parametrize("done", [0, 3, 99])
def test_limits_never_go_below_zero(done: int) -> None:
    limits = Limits(10, 20, done, done)
    assert limits.new_left == max(0, 10 - done)
    assert limits.reviews_left == max(0, 20 - done)


def test_what_a_thing_is_called_is_asked_once_a_day() -> None:
    cards = [due(1, fact="track-4:name"), due(2, fact="track-4:slogan", stability=3.0)]
    cards += [due(3, fact="track-4:actors"), due(4, fact="track-5:slogan")]
    fresh = [new(1, fact="track-4:number"), new(2, fact="track-5:actors")]
    line = arrange(cards, fresh, WIDE, 1, CONFUSABLE)
    assert {each.card for each in line} == {"card:1", "card:3", "card:4", "card:n2"}
    assert siblings("track-4:slogan") == siblings("track-4:name")
    assert siblings("name") == ("name",)
    assert arrange([], fresh, WIDE, 1, {}, given_away([cards[1]])) == [fresh[1]]


@given(st.integers(0, 9), st.integers(0, 9), st.integers(0, 20))
def test_own_cards_take_turns_with_the_course(course: int, own: int, number: int) -> None:
    cards = [new(n) for n in range(course)]
    cards += [new(100 + n, level=OWN_LEVEL) for n in range(own)]
    chosen = choose_new(cards, number, (), CONFUSABLE)
    assert len(chosen) == min(number, course + own)
    mine = [each.position for each in chosen if each.level == OWN_LEVEL]
    assert mine == list(range(100, 100 + len(mine)))
    if course >= number and own * 3 >= number:
        assert len(mine) == (number + 2) // 3
    for place, each in enumerate(chosen[:3]):
        if course >= 2 and own:
            assert (each.level == OWN_LEVEL) is (place == 0)
