"""The cards: authored ones, and those that follow from facts, gaps, FAQs and scenarios."""

from __future__ import annotations

from collections import Counter
from typing import Final

from mtdtutor.course.build.cards_entities import entity_cards
from mtdtutor.course.build.document import CardEntry, CardKind, Skill
from mtdtutor.course.build.entries import AuthoredCard, Fact, Faq, Scenario, Topic
from mtdtutor.course.build.knowledge import Knowledge
from mtdtutor.course.build.parts import scheme_topics, text, track_label
from mtdtutor.course.build.spellings import spellings
from mtdtutor.course.build.templates import faq as faq_template
from mtdtutor.course.build.templates import scenario as scenario_template
from mtdtutor.course.build.templates.functional import gives_itself_away

_OF_CORE: Final = 2
"""Cards on a core fact, so that it is met from two sides."""


def make_cards(kb: Knowledge) -> list[CardEntry]:
    """Return all cards of the course.

    An authored card takes the place of one that would be made with the same id. A gap becomes a
    card only where its fact has fewer others than it needs: most gaps ask for the same again.
    """
    authored = [_authored(kb, fact, card) for fact in kb.facts for card in fact.card]
    taken = {card.id for card in authored}
    found = [*authored, *(card for card in _made(kb) if card.id not in taken)]
    others = Counter(card.fact for card in found)
    needy = (
        fact
        for fact in kb.facts
        if fact.cards
        and not fact.contested
        and others[fact.id] < (_OF_CORE if fact.level == "core" else 1)
    )
    return [*found, *(card for fact in needy for card in _gap_cards(kb, fact))]


def _made(kb: Knowledge) -> list[CardEntry]:
    return [
        *entity_cards(kb),
        *(card for topic in scheme_topics(kb) for card in _name_cards(kb, topic)),
        *(card for topic in scheme_topics(kb) for card in _slogan_cards(kb, topic)),
        *(_faq_card(kb, faq) for faq in kb.faqs if faq.card),
        *(_scenario_card(kb, case) for case in kb.scenarios),
    ]


def _authored(kb: Knowledge, fact: Fact, card: AuthoredCard) -> CardEntry:
    key = f":{card.key}" if card.key else ""
    return CardEntry(
        id=f"card:{fact.id}:{card.kind}{key}",
        rev=fact.rev,
        fact=fact.id,
        topic=fact.topic,
        skill=card.skill,
        kind=card.kind,
        front=text(kb, card.front),
        back=text(kb, card.back),
        hint=text(kb, card.hint) if card.hint else None,
        why=text(kb, card.why or fact.why),
        accept=[{kb.course.language: one} for one in card.accept] or None,
    )


def _gap_cards(kb: Knowledge, fact: Fact) -> list[CardEntry]:
    """Return a card for each gap: typed where it can be typed, else to be said."""
    authored = {card.kind for card in fact.card}
    made: list[CardEntry] = []
    for gap in fact.gap:
        card = AuthoredCard(
            kind="typed" if gap.typed else "cloze",
            skill=gap.skill,
            front=gap.text,
            back=gap.answer,
            accept=spellings([gap.answer, *gap.accept]) if gap.typed else [],
            key=gap.key,
        )
        if card.kind not in authored:
            made.append(_authored(kb, fact, card))
    return made


def _functional(kb: Knowledge, fact: Fact, kind: CardKind, front: str, back: str) -> CardEntry:
    return CardEntry(
        id=f"card:{fact.id}:{kind}",
        rev=fact.rev,
        fact=fact.id,
        topic=fact.topic,
        skill="name",
        kind=kind,
        front=text(kb, front),
        back=text(kb, back),
        why=text(kb, fact.why),
    )


def _name_cards(kb: Knowledge, topic: Topic) -> list[CardEntry]:
    name = kb.functional(topic, "name")
    if name is None:
        return []
    number = f"Track {topic.number}"
    forward = f"In the nine-track scheme, what is {number} called?"
    reverse = f"In the nine-track scheme, which track is called “{name.value}”?"
    return [
        _functional(kb, name, "forward", forward, str(name.value)),
        _functional(kb, name, "reverse", reverse, number),
    ]


def _slogan_cards(kb: Knowledge, topic: Topic) -> list[CardEntry]:
    name = kb.functional(topic, "name")
    slogan = kb.functional(topic, "slogan")
    if name is None or slogan is None or gives_itself_away(name, slogan):
        return []
    track = track_label(topic, name)
    forward = f"In the nine-track scheme, {track} is peacemaking through what?"
    reverse = f"In the nine-track scheme, which track is peacemaking through {slogan.value}?"
    return [
        _functional(kb, slogan, "forward", forward, str(slogan.value)),
        _functional(kb, slogan, "reverse", reverse, topic.name),
    ]


def _faq_card(kb: Knowledge, faq: Faq) -> CardEntry:
    """The short answer is the back: one sentence can be graded; the full one is the fact."""
    return _derived(kb, f"{faq.id}:{faq_template.SLOT}", faq, "forward", faq.skill)


def _scenario_card(kb: Knowledge, case: Scenario) -> CardEntry:
    return _derived(kb, f"{case.id}:{scenario_template.SLOT}", case, "scenario", "classify")


def _derived(
    kb: Knowledge, fact: str, entry: Faq | Scenario, kind: CardKind, skill: Skill
) -> CardEntry:
    if isinstance(entry, Faq):
        front, back = entry.question, f"{entry.short.rstrip('.')}."
    else:
        front = scenario_template.card_front(kb, entry)
        back = kb.topic_by_id[entry.topic].name
    return CardEntry(
        id=f"card:{fact}:{kind}",
        rev=entry.rev,
        fact=fact,
        topic=entry.topic,
        skill=skill,
        kind=kind,
        front=text(kb, front),
        back=text(kb, back),
        why=text(kb, entry.why),
    )
