"""T24: who did it, what they did, and when: persons, organisations and events."""

from __future__ import annotations

from typing import Final, NamedTuple

from mtdtutor.course.build.difficulty import SHOWN, difficulty
from mtdtutor.course.build.document import EntityKind, OptionEntry, SingleQuestion
from mtdtutor.course.build.entries import Entity, Fact
from mtdtutor.course.build.evenly import shown_evenly
from mtdtutor.course.build.knowledge import Knowledge
from mtdtutor.course.build.parts import Target, Wrong, explanation, quietest, single, text
from mtdtutor.course.build.peers import about, mention, nearest_peers, opened, settled
from mtdtutor.course.build.templates.description import in_band
from mtdtutor.course.build.words import content_stems, words

_BASE: Final = 0.5
_LONGEST_NAME: Final = 6


class Deed(NamedTuple):
    """What is asked of a kind of entity: the slot, and the stems either way.

    In ``to_value`` the gap holds the entity as it stands in a sentence, in ``to_name`` the value.
    """

    kind: EntityKind
    slot: str
    to_value: tuple[str, ...]
    to_name: tuple[str, ...]


DEEDS: Final = (
    Deed(
        "person",
        "contribution",
        (
            "Which contribution did {} make?",
            "Which of these is true of {}?",
            "For which of these is {} known?",
        ),
        ("Who {}?", "Which person {}?", "Who was it that {}?"),
    ),
    Deed(
        "organisation",
        "role",
        (
            "For which of these is {} known?",
            "Which of these is true of {}?",
            "Which line fits the work of {}?",
        ),
        (
            "Which organisation {}?",
            "Which of these organisations {}?",
            "What is the organisation called that {}?",
        ),
    ),
    Deed(
        "event",
        "what",
        (
            "Which of these is true of {}?",
            "What is known of {}?",
            "Which line fits the history of {}?",
        ),
        (
            "Which event {}?",
            "Which of these events {}?",
            "What is the event called that {}?",
        ),
    ),
)
"""Persons by what they contributed, organisations by their role, events by what they did."""


def t24_name_to_value(kb: Knowledge) -> list[SingleQuestion]:
    """Return, for each person, organisation and event: what did it do?

    Values beside the right one are about as long and hold no word of the name asked about.
    """
    made: list[SingleQuestion | None] = []
    for deed in DEEDS:
        valued = with_value(kb, deed)
        made += [_to_value(kb, deed, entity, fact, valued) for entity, fact in valued]
    return [question for question in made if question is not None]


def t24_value_to_name(kb: Knowledge) -> list[SingleQuestion]:
    """Return, for each deed: whose is it?"""
    made: list[SingleQuestion] = []
    for deed in DEEDS:
        valued = with_value(kb, deed)
        asked = (_to_name(kb, deed, entity, fact, valued) for entity, fact in valued)
        made += shown_evenly([question for question in asked if question is not None])
    return made


def with_value(kb: Knowledge, deed: Deed) -> list[tuple[Entity, Fact]]:
    """Return the entities of a kind that have a value for its deed, with the fact."""
    return [(entity, fact) for entity, fact in settled(kb, deed.kind, deed.slot) if fact.value]


def _to_value(
    kb: Knowledge, deed: Deed, entity: Entity, fact: Fact, valued: list[tuple[Entity, Fact]]
) -> SingleQuestion | None:
    named = content_stems(entity.name)
    peers = nearest_peers(
        kb,
        entity,
        valued,
        f"t24:{fact.id}",
        lambda other: (
            in_band(str(other.value), str(fact.value))
            and not named & content_stems(str(other.value))
        ),
    )
    wrong = [
        Wrong(
            peer.entity.id,
            opened(str(peer.fact.value)),
            about(kb, peer.entity, peer.fact),
            peer.entity.id,
            peer.alike,
        )
        for peer in peers
    ]
    stems = tuple(stem.format(mention(kb, entity)) for stem in deed.to_value)
    return _question(kb, entity, fact, stems, opened(str(fact.value)), wrong, aux="")


def _to_name(
    kb: Knowledge, deed: Deed, entity: Entity, fact: Fact, valued: list[tuple[Entity, Fact]]
) -> SingleQuestion | None:
    value = str(fact.value)
    said = content_stems(value)
    others = [one for one in valued if _fits(one[0].name, said)]
    peers = nearest_peers(kb, entity, others, f"t24:{fact.id}:reverse", lambda _fact: True)
    wrong = [
        Wrong(
            peer.entity.id,
            peer.entity.name,
            about(kb, peer.entity, peer.fact),
            peer.entity.id,
            peer.alike,
        )
        for peer in peers
    ]
    stems = tuple(stem.format(value) for stem in deed.to_name)
    return _question(kb, entity, fact, stems, entity.name, wrong, aux="reverse")


def _fits(name: str, said: frozenset[str]) -> bool:
    """Return whether a name neither stands out by its length nor echoes what is asked."""
    return len(words(name)) <= _LONGEST_NAME and not said & content_stems(name)


def _question(
    kb: Knowledge,
    entity: Entity,
    fact: Fact,
    stems: tuple[str, ...],
    answer: str,
    wrong: list[Wrong],
    *,
    aux: str,
) -> SingleQuestion | None:
    if len(wrong) < SHOWN - 1:
        return None
    key = OptionEntry(
        id=entity.id,
        text=text(kb, answer),
        correct=True,
        why=text(kb, about(kb, entity, fact)),
        entity=entity.id,
    )
    return single(
        kb,
        "t24",
        Target(fact.id, fact.rev, fact.topic, "context"),
        quietest(stems, [answer, *(one.text for one in wrong)]),
        key,
        wrong,
        shown=SHOWN,
        difficulty=difficulty(_BASE, [one.alike for one in wrong]),
        explained=explanation(kb, fact.text, fact.why),
        aux=aux,
    )
