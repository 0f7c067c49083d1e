"""Sessions that a learner chooses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtdtutor.study.focus import Day, Focus, Only, Standing, line_of, need
from mtdtutor.study.memory import State
from mtdtutor.study.scheduler import DEFAULT_PARAMS
from tests.unit.study.make import DAY
from tests.unit.study.test_queue import CONFUSABLE, TOPICS, due, new

TODAY = Day(DAY, 5, frozenset(), None)


def standing(
    number: int,
    topic: str = "track-1",
    *,
    fact: str = "",
    ago: int = 10,
    stability: float = 10.0,
    is_due: bool = False,
    lapses: int = 0,
    flagged: bool = False,
    failed: bool = False,
) -> Standing:
    card = due(number, topic, fact, stability)._replace(last_day=DAY - ago)
    return Standing(card, is_due, lapses, flagged, failed)


def unseen(number: int, topic: str = "track-1") -> Standing:
    return Standing(new(number, topic), due=True, lapses=0, flagged=False, failed=False)


def line(stock: list[Standing], focus: Focus, day: Day = TODAY) -> list[str]:
    return line_of(stock, focus, day, DEFAULT_PARAMS, CONFUSABLE)


STOCK = st.lists(
    st.builds(
        standing,
        st.integers(0, 400),
        st.sampled_from(TOPICS),
        fact=st.sampled_from(["", "", "shared:1", "shared:2"]),
        ago=st.integers(0, 200),
        stability=st.floats(0.5, 300),
        is_due=st.booleans(),
        lapses=st.integers(0, 5),
        flagged=st.booleans(),
        failed=st.booleans(),
    )
    | st.builds(unseen, st.integers(401, 600), st.sampled_from(TOPICS)),
    max_size=40,
    unique_by=lambda each: each.card.card,
)
CHOICES = st.builds(
    Focus,
    st.sampled_from(list(Only)),
    st.lists(st.sampled_from(TOPICS), max_size=2, unique=True).map(tuple),
)


@given(STOCK, CHOICES)
def test_a_session_holds_what_is_meant_once(stock: list[Standing], focus: Focus) -> None:
    cards = line(stock, focus)
    assert len(cards) == len(set(cards))
    topics = {each.card.card: each.card.topic for each in stock}
    assert set(cards) <= set(topics)
    inside = [card for card in cards if not focus.topics or topics[card] in focus.topics]
    if focus.only in (Only.WEAK, Only.FAILED, Only.FLAGGED, Only.EVERYTHING, Only.READY):
        assert len(inside) * 3 >= len(cards) * 2, "at most a third is mixed in"
    assert line(stock[::-1], focus) == cards


@given(STOCK)
def test_everything_is_everything_weakest_first_siblings_last(stock: list[Standing]) -> None:
    cards = line(stock, Focus(Only.EVERYTHING))
    assert sorted(cards) == sorted(each.card.card for each in stock)
    facts = {each.card.card: each.card.fact for each in stock}
    number = len(set(facts.values()))
    assert len({facts[card] for card in cards[:number]}) == number


def test_weak_cards_are_those_forgotten_by_now_or_often() -> None:
    stock = [
        standing(1, ago=2, stability=100.0),
        standing(2, ago=90, stability=5.0),
        standing(3, ago=2, stability=100.0, lapses=3),
        standing(4, ago=0, stability=0.5),
        unseen(5),
    ]
    assert set(line(stock, Focus(Only.WEAK))) == {"card:2", "card:3"}
    weakest = need(stock[1].card, DAY, DEFAULT_PARAMS)
    assert 0 < weakest < 0.8
    assert need(stock[4].card, DAY, DEFAULT_PARAMS) == 0
    assert need(stock[3].card, DAY, DEFAULT_PARAMS) == 1


def test_failed_and_flagged_and_missed() -> None:
    stock = [standing(1, failed=True), standing(2, flagged=True), standing(3, fact="f"), unseen(4)]
    assert line(stock, Focus(Only.FAILED)) == ["card:1"]
    assert line(stock, Focus(Only.FLAGGED)) == ["card:2"]
    assert set(line(stock, Focus(Only.MISSED, facts=("f", "fact:n4")))) == {"card:n4", "card:3"}


def test_every_third_card_of_one_topic_comes_from_what_it_is_taken_for() -> None:
    stock = [standing(n, "track-1", ago=n) for n in range(1, 9)]
    stock += [standing(100 + n, "track-1.5", ago=40 + n) for n in range(9)]
    stock += [standing(200 + n, "track-8") for n in range(9)]
    cards = line(stock, Focus(Only.EVERYTHING, ("track-1",)))
    mixed = [place for place, card in enumerate(cards, 1) if int(card[5:]) >= 100]
    assert mixed == [3, 6, 9, 12]
    assert all(int(card[5:]) < 200 for card in cards)
    flagged = [each._replace(flagged=each.card.topic == "track-1") for each in stock]
    cards = line(flagged, Focus(Only.FLAGGED, ("track-1",)))
    assert len(cards) == 12, "nothing else is flagged, so that any card seen before will do"
    assert line([unseen(500, "track-1.5"), *stock[:8]], Focus(Only.FLAGGED, ("track-1",))) == []


def test_what_is_ready_obeys_the_limit_for_new_cards_and_the_day() -> None:
    stock = [standing(1, is_due=True), standing(2), *(unseen(n) for n in range(3, 30))]
    cards = line(stock, Focus(Only.READY))
    assert len(cards) == 6
    assert "card:1" in cards
    met = TODAY._replace(met=frozenset({"fact:1"}), new_left=0)
    assert line(stock, Focus(Only.READY), met) == []


@pytest.mark.parametrize("levels", [("core",), ("detail",)])
def test_the_exam_has_a_scope_of_its_own(levels: tuple[str, ...]) -> None:
    stock = [standing(1), standing(2, "track-8"), unseen(3)]
    assert line(stock, Focus(Only.EXAM)) == []
    day = TODAY._replace(scope=Focus(topics=("track-1",), levels=levels))
    expected = ["card:1", "card:n3"] if levels == ("core",) else []
    assert sorted(line(stock, Focus(Only.EXAM, ("track-8",)), day)) == expected


def test_levels_narrow_a_session() -> None:
    stock = [standing(1), unseen(2)]
    deep = [each._replace(card=each.card._replace(level="detail")) for each in stock[:1]]
    assert line([*deep, stock[1]], Focus(Only.EVERYTHING, levels=("detail",))) == ["card:1"]
    assert stock[1].card.state is State.NEW
