"""Entities beside each other: which may stand as a wrong option for which, the nearest first."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from typing import Final, NamedTuple

from mtdtutor.core.ids import stable_unit
from mtdtutor.course.build.apart import kept_apart
from mtdtutor.course.build.difficulty import MOST_DISTRACTORS
from mtdtutor.course.build.document import EntityKind
from mtdtutor.course.build.entries import Entity, Fact
from mtdtutor.course.build.knowledge import Knowledge
from mtdtutor.course.build.words import bare, sentences, word_count

_RELATED: Final = 1.0
_SAME_TOPIC: Final = 0.5
_FAR: Final = 0.0
_LONGEST_WHY: Final = 25


class Peer(NamedTuple):
    """An entity with its fact in the slot that is asked for, and how easily it is mixed up."""

    entity: Entity
    fact: Fact
    alike: float


def settled(kb: Knowledge, kind: EntityKind, slot: str) -> list[tuple[Entity, Fact]]:
    """Return the entities of a kind with their uncontested fact in a slot."""
    found = ((entity, kb.fact_by_id.get(f"{entity.id}:{slot}")) for entity in kb.entities)
    return [
        (entity, fact)
        for entity, fact in found
        if entity.kind == kind and fact is not None and not fact.contested
    ]


def nearest_peers(
    kb: Knowledge,
    entity: Entity,
    others: list[tuple[Entity, Fact]],
    item: str,
    fits: Callable[[Fact], bool],
) -> list[Peer]:
    """Return what may stand beside an entity, the likeliest mix-ups first and no more than needed.

    First what is related, then what has the same topic, then the rest; within each the order is
    a hash of the item, so that a new entity moves nothing else. Two entities that are kept apart
    never come together, since neither could be right, nor two of which one's name holds the
    other's, since a part of a name tells or hides the whole.

    ``others`` are entities of its kind with their facts, itself among them or not; ``item`` is
    the id of the question; ``fits`` says whether a fact gives an option fit to stand there.
    """
    found = [
        Peer(other, fact, _alike(entity, other))
        for other, fact in others
        if other.id != entity.id and _may_stand_by(kb, entity, other) and fits(fact)
    ]
    found.sort(key=lambda peer: (-peer.alike, stable_unit(item, peer.entity.id)))
    kept: list[Peer] = []
    for peer in found:
        if len(kept) == MOST_DISTRACTORS:
            break
        if all(_may_stand_by(kb, peer.entity, other.entity) for other in kept):
            kept.append(peer)
    return kept


def _alike(one: Entity, other: Entity) -> float:
    if other.id in one.related or one.id in other.related:
        return _RELATED
    return _SAME_TOPIC if one.topic == other.topic else _FAR


def _may_stand_by(kb: Knowledge, one: Entity, other: Entity) -> bool:
    return not kept_apart(kb, one.id, other.id) and not _overlap(one, other)


def _overlap(one: Entity, other: Entity) -> bool:
    return any(
        _spoken(second.name) in _spoken(name)
        for first, second in ((one, other), (other, one))
        for name in (first.name, *first.aliases)
    )


@functools.cache
def _spoken(name: str) -> str:
    """Return a name folded and between blanks, so that only whole words are found in it."""
    return f" {bare(name)} "


def mention(kb: Knowledge, entity: Entity) -> str:
    """Return an entity's name as it stands inside a sentence.

    It takes "the", and a small letter after it, where the course's own texts about it do.
    """
    own = (fact.text for fact in kb.facts if fact.entity == entity.id)
    with_article = re.compile(rf"\bthe\s+({re.escape(entity.name)})\b", re.IGNORECASE)
    for text in (*own, entity.text):
        match = with_article.search(text)
        if match is not None:
            return f"the {match[1]}"
    return entity.name


def about(kb: Knowledge, entity: Entity, fact: Fact) -> str:
    """Return a short true sentence about an entity, for an option that names or describes it."""
    first = sentences(fact.text)[0]
    if word_count(first) > _LONGEST_WHY and fact.value:
        name = mention(kb, entity)
        return f"{name[0].upper()}{name[1:]} {fact.value}."
    return first


def opened(text: str) -> str:
    """Return a phrase with a capital at its start."""
    return f"{text[0].upper()}{text[1:]}"
