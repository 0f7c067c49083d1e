"""What the program relies on in a bank beyond the types of its fields."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from mtdtutor.course.nodes import Node, NodeError

if TYPE_CHECKING:
    from mtdtutor.course.bank import Bank
    from mtdtutor.course.questions import Question


def check_answerable(node: Node, question: Question) -> None:
    """Raise ``NodeError`` for a question that nobody could answer, whatever was drawn of it."""
    if not question.stems:
        node.fail("stems", "must hold at least one stem")
    keys = sum(option.correct for option in question.options)
    if question.type == "single" and keys != 1:
        node.fail("options", f"must hold exactly one right option, not {keys}")
    if question.type == "multiple" and keys < 1:
        node.fail("options", "must hold a right option")
    if question.options and not 2 <= question.show <= len(question.options):
        node.fail("show", f"must lie between 2 and {len(question.options)}")
    if question.type == "matching" and len(question.pairs) < 2:
        node.fail("pairs", "must hold at least two pairs")
    if question.type == "ordering" and len(question.sequence) < 2:
        node.fail("sequence", "must hold at least two steps")
    if question.type in ("cloze", "typed") and not all(gap.accept for gap in question.gaps):
        node.fail("gaps", "must each accept at least one answer")
    if question.type in ("cloze", "typed") and not question.gaps:
        node.fail("gaps", "must hold at least one gap")
    for gap in question.gaps:
        right = [option.text for option in gap.options if option.correct]
        if question.type == "cloze" and (len(right) != 1 or len(gap.options) < 2):
            node.fail("gaps", f"must each offer one right option and a wrong one ({gap.id})")
        if right and right[0] not in gap.accept:
            node.fail("gaps", f"must each accept their right option ({gap.id})")


def _ids(things: Iterable[NamedTuple], list_name: str) -> frozenset[str]:
    found: set[str] = set()
    for thing in things:
        name: str = thing[0]
        if name in found:
            raise NodeError(f"{list_name} ({name})", "has the same id as another entry")
        found.add(name)
    return frozenset(found)


def check_references(bank: Bank) -> None:
    """Raise ``NodeError`` where an id is used twice in a list or points nowhere."""
    topics = _ids(bank.topics, "topics")
    sources = _ids(bank.sources, "sources")
    entities = _ids(bank.entities, "entities")
    facts = _ids(bank.facts, "facts")
    _ids(bank.cards, "cards")
    _ids(bank.questions, "questions")

    def known(place: str, wanted: Iterable[str], pool: frozenset[str], what: str) -> None:
        for name in wanted:
            if name not in pool:
                raise NodeError(place, f"names the {what} “{name}”, which is not in the bank")

    for topic in bank.topics:
        known(f"topics ({topic.id}).confusable", topic.confusable, topics, "topic")
    for entity in bank.entities:
        known(f"entities ({entity.id}).topic", (entity.topic,), topics, "topic")
        known(f"entities ({entity.id}).related", entity.related, entities, "entity")
    for fact in bank.facts:
        known(f"facts ({fact.id}).topic", (fact.topic,), topics, "topic")
        known(f"facts ({fact.id}).entity", (fact.entity,), entities, "entity")
        known(
            f"facts ({fact.id}).cites",
            (c.source for c in fact.cites),
            sources,
            "source",
        )
    for card in bank.cards:
        known(f"cards ({card.id}).topic", (card.topic,), topics, "topic")
        known(f"cards ({card.id}).fact", (card.fact,), facts, "fact")
    for question in bank.questions:
        place = f"questions ({question.id})"
        known(f"{place}.topic", (question.topic,), topics, "topic")
        known(f"{place}.fact", (question.fact,), facts, "fact")
        known(f"{place}.also", question.also, facts, "fact")
        known(f"{place}.points", (point.fact for point in question.points), facts, "fact")
        options = (*question.options, *(one for gap in question.gaps for one in gap.options))
        named = (option.entity for option in options if option.entity is not None)
        known(f"{place}.options", named, entities, "entity")
        _ids(question.options, f"{place}.options")
        for gap in question.gaps:
            _ids(gap.options, f"{place}.gaps ({gap.id})")
