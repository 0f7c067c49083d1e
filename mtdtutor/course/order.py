"""In what order the cards of a course are taught."""

from __future__ import annotations

import re
from typing import Final

from mtdtutor.course.bank import CARD_KINDS, Bank, Card, Fact

SLOTS: Final = (
    "definition", "meaning", "name", "slogan", "number", "label", "composition", "principles",
    "contribution", "role", "what", "date", "actors", "tools", "example", "strength", "limit",
    "link", "confusion", "history", "answer", "topic", "twin",
)  # fmt: skip
"""What a fact tells of its entity, in the order in which a newcomer needs it: first what it is and
what it is called, then who acts and how, then how it differs; questions and cases at the end."""
_PARTS: Final = re.compile(r"([a-z]+)\D*(\d*)")


_CASES: Final = frozenset({"answer", "topic", "twin"})


def teaching_order(bank: Bank) -> tuple[Card, ...]:
    """Return the cards of a bank by topic, in the order of the course, and by what they tell.

    What is told of the topic itself comes first, then the terms, people and events that belong to
    it, then common questions and cases. Of one fact a plain question comes before a gap.
    """
    topics = {topic.id: place for place, topic in enumerate(bank.topics)}
    own = {entity.id for entity in bank.entities if entity.kind in ("track", "system")}
    ranks = {fact.id: (_stage(fact, own), *_rank(fact.slot)) for fact in bank.facts}
    return tuple(
        sorted(
            bank.cards,
            key=lambda card: (
                topics[card.topic],
                *ranks[card.fact],
                CARD_KINDS.index(card.kind),
                card.id,
            ),
        )
    )


def _stage(fact: Fact, own: set[str]) -> int:
    if fact.slot in _CASES:
        return 2
    return 0 if fact.entity in own else 1


def _rank(slot: str) -> tuple[int, int]:
    found = _PARTS.match(slot)
    if found is None or found[1] not in SLOTS:
        return len(SLOTS), 0
    return SLOTS.index(found[1]), int(found[2] or 0)
