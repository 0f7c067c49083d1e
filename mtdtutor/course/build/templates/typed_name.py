"""T18 for tracks: their names and slogans, typed."""

from __future__ import annotations

import re
from typing import Final

from mtdtutor.course.build.difficulty import difficulty
from mtdtutor.course.build.document import TypedQuestion
from mtdtutor.course.build.entries import Fact, Topic
from mtdtutor.course.build.knowledge import Knowledge
from mtdtutor.course.build.parts import explanation, scheme_topics, text, track_label
from mtdtutor.course.build.spellings import spellings, too_near
from mtdtutor.course.build.templates.functional import gives_itself_away
from mtdtutor.course.build.templates.gap import typed_gap
from mtdtutor.course.build.words import bare

_BASE: Final = 0.7
_AUX: Final = "value"
"""Last part of the id, which tells these from authored gaps on the same fact."""

_LABEL: Final = re.compile(r"\btrack\b|\bpeacemaking\b|^\W*\d", re.IGNORECASE)
"""Other names of a track that hold its number or slogan: they do not answer for its name."""


def t18_type_name(kb: Knowledge) -> list[TypedQuestion]:
    """Return, for each track: its name and its slogan, to be typed.

    No accepted answer is near the name or slogan of another track.
    """
    found: list[TypedQuestion] = []
    for topic in scheme_topics(kb):
        name = kb.functional(topic, "name")
        slogan = kb.functional(topic, "slogan")
        if name is not None:
            found += _question(kb, name, _name_stems(topic), _names(kb, topic, name))
        if name is not None and slogan is not None and not gives_itself_away(name, slogan):
            stems = _slogan_stems(track_label(topic, name))
            found += _question(kb, slogan, stems, [str(slogan.value)])
    return found


def _question(
    kb: Knowledge, fact: Fact, stems: tuple[str, ...], answers: list[str]
) -> list[TypedQuestion]:
    """Return the question, or none where the right answer is nearly a sibling's."""
    rivals = [
        str(other.value)
        for other in kb.facts
        if other.slot == fact.slot and other.id != fact.id and other.value
    ]
    kept = [
        answer
        for answer in answers
        if not any(too_near(one, rival) for one in spellings([answer]) for rival in rivals)
    ]
    if fact.value not in kept:
        return []
    return [
        TypedQuestion(
            id=f"t18:{fact.id}:{_AUX}",
            rev=fact.rev,
            template="t18",
            type="typed",
            fact=fact.id,
            also=[],
            topic=fact.topic,
            skill="name",
            stems=[text(kb, stem) for stem in stems],
            gaps=[typed_gap(kb, kept)],
            difficulty=difficulty(_BASE, typed=True),
            explanation=explanation(kb, fact.text, fact.why),
        )
    ]


def _names(kb: Knowledge, topic: Topic, name: Fact) -> list[str]:
    """Return what a track is called: its name, its other names, what its own typed cards take."""
    entity = kb.entity_by_id.get(topic.id)
    typed = (
        answer
        for card in name.card
        if card.kind == "typed" and bare(card.back) == bare(str(name.value))
        for answer in card.accept
    )
    others = [*(entity.aliases if entity else []), *typed]
    return [str(name.value), *(one for one in others if not _LABEL.search(one))]


def _name_stems(topic: Topic) -> tuple[str, ...]:
    return (
        f"In the nine-track scheme, Track {topic.number} is called ___.",
        f"The name of Track {topic.number} in the nine-track scheme: ___.",
        f"The nine-track scheme gives Track {topic.number} the name ___.",
    )


def _slogan_stems(track: str) -> tuple[str, ...]:
    return (
        f"In the nine-track scheme, {track} is peacemaking through ___.",
        f"By its second name in the nine-track scheme, {track} makes peace through ___.",
        f"The nine-track scheme calls {track} peacemaking through ___.",
    )
