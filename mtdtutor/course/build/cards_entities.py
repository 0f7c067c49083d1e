"""Cards on terms, persons, organisations and events, both ways, and on dates."""

from __future__ import annotations

from typing import Final

from mtdtutor.course.build.document import CardEntry, CardKind, Skill
from mtdtutor.course.build.entries import Entity, Fact
from mtdtutor.course.build.knowledge import Knowledge
from mtdtutor.course.build.parts import text
from mtdtutor.course.build.peers import mention, opened, settled
from mtdtutor.course.build.templates.deed import DEEDS, with_value
from mtdtutor.course.build.templates.term import described_terms
from mtdtutor.course.build.templates.year import SLOT as DATE_SLOT
from mtdtutor.course.build.templates.year import worth_a_year

_FRONTS: Final = {
    "person": ("What is {} known for?", "Who {}?"),
    "organisation": ("What is {} known for?", "Which organisation {}?"),
    "event": ("What is {} known for?", "Which event {}?"),
}
"""By kind: the question for the deed, and that for whose it is."""

_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def entity_cards(kb: Knowledge) -> list[CardEntry]:
    """Return the cards on all entities that are neither tracks nor questions nor cases.

    What is detail need not come to mind by itself: who meets the name should know what it means.
    """
    return [*_term_cards(kb), *_deed_cards(kb), *_date_cards(kb)]


def _both_ways(fact: Fact) -> bool:
    return fact.level != "detail"


def _term_cards(kb: Knowledge) -> list[CardEntry]:
    found: list[CardEntry] = []
    for term, fact in described_terms(kb):
        meaning = f"What does the term “{term.name}” mean?"
        which = f"Which term fits this description: “{fact.description}”?"
        found.append(_card(kb, fact, "forward", "define", meaning, f"{fact.description}."))
        if _both_ways(fact):
            found.append(_card(kb, fact, "reverse", "name", which, term.name))
    return found


def _deed_cards(kb: Knowledge) -> list[CardEntry]:
    found: list[CardEntry] = []
    for deed in DEEDS:
        for entity, fact in with_value(kb, deed):
            if not fact.cards:
                continue
            value = str(fact.value)
            to_value, to_name = _FRONTS[deed.kind]
            front = to_value.format(mention(kb, entity))
            found.append(_card(kb, fact, "forward", "context", front, f"{opened(value)}."))
            if _both_ways(fact):
                asked = to_name.format(value)
                found.append(_card(kb, fact, "reverse", "context", asked, entity.name))
    return found


def _date_cards(kb: Knowledge) -> list[CardEntry]:
    return [
        _card(kb, fact, "forward", "context", _date_front(kb, event), date_in_words(fact))
        for event, fact in settled(kb, "event", DATE_SLOT)
        if fact.value and worth_a_year(event, fact)
    ]


def _date_front(kb: Knowledge, event: Entity) -> str:
    return f"To which year does {mention(kb, event)} belong?"


def date_in_words(fact: Fact) -> str:
    """Return a fact's year, with the month and day in brackets where it has them."""
    year, *rest = str(fact.value).split("-")
    if not rest:
        return year
    month = _MONTHS[int(rest[0]) - 1]
    return f"{year} ({int(rest[1])} {month})" if len(rest) > 1 else f"{year} ({month})"


def _card(
    kb: Knowledge, fact: Fact, kind: CardKind, skill: Skill, front: str, back: str
) -> CardEntry:
    return CardEntry(
        id=f"card:{fact.id}:{kind}",
        rev=fact.rev,
        fact=fact.id,
        topic=fact.topic,
        skill=skill,
        kind=kind,
        front=text(kb, front),
        back=text(kb, back),
        why=text(kb, fact.why),
    )
