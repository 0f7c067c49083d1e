"""The order in which cards are taught."""

from __future__ import annotations

from pathlib import Path

from mtdtutor.course.bank import Bank, read_bank
from mtdtutor.course.order import SLOTS, teaching_order

BANK = Path(__file__).parents[3] / "content" / "questions.json"


def test_topics_come_in_the_order_of_the_course() -> None:
    bank = read_bank(BANK)
    topics = list(dict.fromkeys(card.topic for card in teaching_order(bank)))
    assert topics == [topic.id for topic in bank.topics]


def test_a_topic_begins_with_what_it_is() -> None:
    bank = read_bank(BANK)
    ordered = teaching_order(bank)
    assert sorted(ordered) == sorted(bank.cards)
    slots = {fact.id: fact.slot for fact in bank.facts}
    first = [slots[card.fact] for card in ordered if card.topic == "track-1"]
    assert first[0] == "definition"
    assert first[-1] == "topic"
    assert first.index("name") < first.index("actors") < first.index("history-1")


def test_terms_and_people_come_after_the_track_they_belong_to() -> None:
    bank = read_bank(BANK)
    entities = {fact.id: fact.entity for fact in bank.facts}
    of_track = [entities[card.fact] for card in teaching_order(bank) if card.topic == "track-1"]
    last_own = max(place for place, entity in enumerate(of_track) if entity == "track-1")
    assert "term-mediation" in of_track
    assert of_track.index("term-mediation") > last_own
    assert of_track[-1].startswith("scenario-")


def test_numbered_facts_count_as_numbers_and_strange_ones_come_last() -> None:
    bank = read_bank(BANK)
    fact, card = bank.facts[0], bank.cards[0]
    names = ("tools", "odd", "example-10", "example-2", "9", *SLOTS[:1])
    facts = tuple(
        fact._replace(id=f"f{place}", slot=name, topic=bank.topics[0].id)
        for place, name in enumerate(names)
    )
    cards = tuple(
        card._replace(id=f"c{place}", fact=each.id, topic=each.topic)
        for place, each in enumerate(facts)
    )
    made: Bank = bank._replace(facts=facts, cards=cards)
    assert [card.id for card in teaching_order(made)] == ["c5", "c0", "c3", "c2", "c1", "c4"]
