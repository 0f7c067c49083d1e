"""The draw keeps its rules for any pool, seed and past."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtdtutor.quiz.draw import Blueprint, Plan, draw, plan_from_data, shown_options
from mtdtutor.quiz.items import TRUE_ID, Item
from tests.unit.quiz.make import CONFUSABLE, TOPICS, single, statement

ITEMS = st.one_of(
    st.builds(
        lambda number, topic, fact, template, wrong: single(
            f"q:{number}", topic, fact=fact, template=template, wrong=wrong
        ),
        st.integers(0, 300),
        st.sampled_from(TOPICS),
        st.sampled_from(["", "shared:1", "shared:2"]),
        st.sampled_from(["t01", "t04", "t20"]),
        st.integers(1, 5),
    ),
    st.builds(
        lambda number, topic, answer: statement(f"tf:{number}", topic, answer),
        st.integers(0, 300),
        st.sampled_from(TOPICS),
        st.booleans(),
    ),
)
POOLS = st.lists(ITEMS, max_size=50, unique_by=lambda item: item.id)
BLUEPRINTS = st.builds(
    Blueprint,
    st.lists(st.sampled_from(TOPICS), unique=True).map(tuple),
    st.integers(1, 20),
)


def bank(per_topic: int = 12) -> list[Item]:
    """Questions as the real bank has them: names of tracks as keys, texts, statements."""
    items = []
    for topic in TOPICS:
        for number in range(per_topic):
            name = f"{topic}:{number:02}"
            kind = number % 3
            if kind == 0:
                items.append(single(f"q:{name}", topic, key=topic, template="t01"))
            elif kind == 1:
                items.append(single(f"q:{name}", topic, template="t04"))
            else:
                items.append(statement(f"q:{name}", topic, number % 2 == 0))
    return items


def items_of(plan: Plan, pool: list[Item]) -> list[Item]:
    by_id = {item.id: item for item in pool}
    return [by_id[each.question] for each in plan.items]


@given(POOLS, BLUEPRINTS, st.integers(0, 99))
def test_keeps_its_rules(pool: list[Item], blueprint: Blueprint, seed: int) -> None:
    exposures = {item.id: len(item.id) % 3 for item in pool}
    plan = draw(pool, blueprint, seed, exposures, CONFUSABLE)
    chosen = items_of(plan, pool)
    assert len(chosen) <= blueprint.number
    facts = [fact for item in chosen for fact in item.facts]
    assert len(facts) == len(set(facts))
    for planned, item in zip(plan.items, chosen, strict=True):
        assert len(item.keys.intersection(planned.options)) == 1
        assert len(planned.options) == len(set(planned.options))
        known = [option.id for option in item.options]
        assert len(planned.options) == min(item.show, len(known))
        assert set(planned.options) <= set(known)
        assert 0 <= planned.stem < len(item.stems)
        if blueprint.topics:
            around = CONFUSABLE[blueprint.topics[0]] if len(blueprint.topics) == 1 else ()
            assert item.topic in (*blueprint.topics, *around)
    assert plan == draw(pool[::-1], blueprint, seed, exposures, CONFUSABLE)
    assert plan == plan_from_data(json.loads(json.dumps(plan.to_data())))


@given(POOLS, st.integers(0, 99))
def test_fills_the_number_when_there_are_facts_enough(pool: list[Item], seed: int) -> None:
    facts = len({item.fact for item in pool})
    plan = draw(pool, Blueprint((), facts), seed, {}, CONFUSABLE)
    assert len(plan.items) == facts


def test_one_more_question_in_the_bank_reshuffles_nothing_else() -> None:
    pool = bank()
    before = draw(pool, Blueprint((), 10), 7, {}, CONFUSABLE)
    after = draw([*pool, single("q:new", "track-8")], Blueprint((), 10), 7, {}, CONFUSABLE)
    shared = {each.question for each in before.items} & {each.question for each in after.items}
    assert len(shared) >= 9


@pytest.mark.parametrize("topics", [(), ("track-1",), ("track-3",)])
@pytest.mark.parametrize("number", [5, 10, 20])
def test_always_giving_the_same_answer_does_not_pay(topics: tuple[str, ...], number: int) -> None:
    pool = bank(20)
    for seed in range(30):
        plan = draw(pool, Blueprint(topics, number), seed, {}, CONFUSABLE)
        chosen = items_of(plan, pool)
        several = [
            (each, item)
            for each, item in zip(plan.items, chosen, strict=True)
            if item.type == "single"
        ]
        places = Counter(
            next(place for place, option in enumerate(each.options) if option in item.keys)
            for each, item in several
        )
        assert max(places.values()) <= max(-(-len(several) // 3), len(several) * (1 / 3 + 0.1))
        texts = Counter(item.options[0].text for _, item in several)
        assert max(texts.values()) <= max(1, number * (1 / 3 + 0.1))
        truths = [item.keys == {TRUE_ID} for item in chosen if item.type == "true_false"]
        assert abs(truths.count(True) - truths.count(False)) <= 1


@pytest.mark.parametrize("number", [6, 10, 20])
def test_statements_do_not_crowd_out_the_other_questions(number: int) -> None:
    pool = bank(6) + [
        statement(f"more:{topic}:{place}", topic, place % 2 == 0)
        for topic in TOPICS
        for place in range(20)
    ]
    exposures: Counter[str] = Counter()
    for seed in range(20):
        plan = draw(pool, Blueprint((), number), seed, exposures, CONFUSABLE)
        chosen = items_of(plan, pool)
        exposures.update(item.id for item in chosen)
        assert sum(item.type == "true_false" for item in chosen) <= -(-number // 3)


def test_a_quiz_on_one_topic_mixes_in_what_it_is_confused_with() -> None:
    pool = bank()
    for seed in range(10):
        chosen = items_of(draw(pool, Blueprint(("track-3",), 9), seed, {}, CONFUSABLE), pool)
        assert Counter(item.topic for item in chosen) == {"track-3": 6, "track-8": 3}


def test_topics_take_turns() -> None:
    pool = bank()
    chosen = items_of(draw(pool, Blueprint((), 10), 3, {}, CONFUSABLE), pool)
    assert set(Counter(item.topic for item in chosen).values()) == {2}
    assert all(a.topic != b.topic for a, b in pairwise(chosen))


def test_templates_are_varied() -> None:
    pool = bank()
    chosen = items_of(draw(pool, Blueprint((), 9), 3, {}, CONFUSABLE), pool)
    assert sorted(Counter(item.template for item in chosen).values()) == [3, 3, 3]


def test_no_question_gives_another_away() -> None:
    number = single("q:a", key="Track 3", stems=("Which track is Business?",), topic="track-3")
    name = single("q:b", key="Business", stems=("What is Track 3 called?",), topic="track-3")
    apart = single("q:c", key="Funding", stems=("What is Track 8 called?",), topic="track-8")
    partly = single("q:d", key="Bus", stems=("What has wheels?",), topic="track-3")
    for seed in range(10):
        plan = draw([number, name, apart], Blueprint((), 3), seed, {}, {})
        assert len(plan.items) == 2
        assert "q:c" in {each.question for each in plan.items}
        plan = draw([number, partly], Blueprint((), 2), seed, {}, {})
        assert len(plan.items) == 2, "only whole words give an answer away"


def test_no_option_of_another_question_joins_key_and_subject() -> None:
    number = single("q:a", key="Track 3", stems=("Which track is Business?",), topic="track-3")
    name = single("q:b", key="Business", stems=("What is Track 3 called?",), topic="track-3")
    case = single("q:c", key="Track 8: Funding", topic="track-8")
    harmless = case._replace(id="q:d", fact="fact:q:d")
    lure = case.options[1]._replace(text="Track 3: Business")
    case = case._replace(options=(case.options[0], lure, *case.options[2:]))
    for other in (number, name):
        for seed in range(5):
            assert len(draw([other, case], Blueprint((), 2), seed, {}, {}).items) == 1
            assert len(draw([other, harmless], Blueprint((), 2), seed, {}, {}).items) == 2


def describing(topic: str, key: str, explanation: str = "It is so.") -> Item:
    item = single(f"q:{topic}", topic, key=key, template="t05", fact=f"{topic}:definition")
    return item._replace(explanation=explanation)


def numbers(*items: Item) -> set[int]:
    """How many of some questions one quiz asks, whatever the seed."""
    pool, wanted = list(items), Blueprint((), len(items))
    return {len(draw(pool, wanted, seed, {}, CONFUSABLE).items) for seed in range(10)}


def test_topics_taken_for_each_other_have_one_question_for_a_description() -> None:
    mixed = describing("track-1.5", "Officials as private persons")
    state = describing("track-1", "Envoys with a mandate")
    trade = describing("track-3", "Firms on both sides")
    assert numbers(mixed, state) == {1}
    far = mixed._replace(topic="track-8", fact="track-8:definition")
    assert numbers(state, far) == {2}
    assert numbers(mixed, trade) == {2}
    one_way = {"track-1": ("track-3",)}
    for pool in ([state, trade], [trade, state]):
        assert len(draw(pool, Blueprint((), 2), 1, {}, one_way).items) == 1


def test_a_case_of_the_topic_settles_its_description() -> None:
    mixed = describing("track-1.5", "Officials as private persons")
    case = single("q:case", "track-1.5", template="t09")
    assert numbers(mixed, case) == {1}
    assert numbers(mixed, case._replace(topic="track-3")) == {2}


def test_nothing_told_elsewhere_nearly_repeats_a_description() -> None:
    mixed = describing("track-1.5", "Serving officials speak as private persons with experts")
    other = statement("q:told", "track-3", answer=False)
    near = "Experts talk with serving officials, each for once a private person."
    assert numbers(mixed, other._replace(explanation="Firms trade with officials.")) == {2}
    assert numbers(mixed, other._replace(explanation=near)) == {1}
    assert numbers(mixed, other._replace(correction=near)) == {1}
    assert numbers(mixed, other._replace(stems=(near,))) == {1}


def test_terms_of_one_topic_may_both_be_asked_for_their_meaning() -> None:
    one = describing("track-1", "Messages pass without the parties meeting")
    terms = [one._replace(id=f"q:{n}", fact=f"term-{n}:definition") for n in range(2)]
    other = terms[1]._replace(options=single("x", key="A ruling that binds both").options)
    assert numbers(terms[0], other) == {2}
    case = single("q:case", "track-1", template="t09")
    assert numbers(terms[0], case) == {2}


def test_a_case_and_its_changed_twin_are_not_asked_together() -> None:
    case = single("q:case", "track-1", template="t09", fact="scenario-river:topic")
    twin = single("q:twin", "track-3", template="t10", fact="scenario-river:twin")
    assert numbers(case, twin) == {1}
    assert numbers(case, twin._replace(fact="scenario-road:twin")) == {2}


def test_numbers_stand_in_rising_order() -> None:
    years = single("q:year", template="t24")
    options = tuple(
        option._replace(text=str(year))
        for option, year in zip(years.options, (1972, 1993, 1957, 1960, 1981), strict=True)
    )
    years = years._replace(options=options)
    texts = {option.id: int(option.text) for option in options}
    for seed in range(20):
        plan = draw([years], Blueprint((), 1), seed, {"q:year": seed}, {})
        shown = [texts[each] for each in plan.items[0].options]
        assert shown == sorted(shown)
        assert 1972 in shown


@given(POOLS, st.integers(0, 99))
def test_no_quiz_settles_its_own_descriptions(pool: list[Item], seed: int) -> None:
    pool = [
        item._replace(template="t05", fact=f"{item.topic}:{item.id}")
        if item.type == "single"
        else item
        for item in pool
    ]
    chosen = items_of(draw(pool, Blueprint((), 20), seed, {}, CONFUSABLE), pool)
    topics = [item.topic for item in chosen if item.template == "t05"]
    for topic in topics:
        assert topics.count(topic) == 1
        assert not set(topics) & set(CONFUSABLE[topic])


def test_what_was_seen_least_comes_first() -> None:
    pool = [single(f"q:{number}", TOPICS[number % 5]) for number in range(30)]
    seen = {item.id: 1 for item in pool[:20]}
    plan = draw(pool, Blueprint((), 10), 1, seen, {})
    assert {each.question for each in plan.items} == {item.id for item in pool[20:]}


def test_the_surface_never_comes_twice_running() -> None:
    item = single("q:a", wrong=4)
    assert set(shown_options(item, 1, 0)) == {"key", "w0", "w1"}, "the nearest first"
    surfaces = []
    for times in range(12):
        plan = draw([item], Blueprint((), 1), 5, {"q:a": times}, {})
        surfaces.append((plan.items[0].stem, frozenset(plan.items[0].options)))
    for before, after in pairwise(surfaces):
        assert before[0] != after[0]
        assert before[1] != after[1]


def test_an_empty_pool_gives_an_empty_plan() -> None:
    assert draw([], Blueprint((), 5), 1, {}, {}).items == ()
    assert draw([single("q:a")], Blueprint(("track-9",), 5), 1, {}, {}).items == ()


def test_the_same_quiz_on_every_machine() -> None:
    code = (
        "import json;"
        "from tests.unit.quiz.test_draw import bank, draw, Blueprint, CONFUSABLE;"
        "plan = draw(bank(), Blueprint((), 10), 7, {}, CONFUSABLE);"
        "print(json.dumps(plan.to_data()))"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=Path(__file__).parents[3],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    here = draw(bank(), Blueprint((), 10), 7, {}, CONFUSABLE)
    assert [json.loads(each) for each in printed] == [here.to_data()]
