"""T12: true or false?"""

from __future__ import annotations

from typing import Final

from mtdtutor.core.ids import stable_unit
from mtdtutor.course.build.difficulty import difficulty, nearest_first, similarity
from mtdtutor.course.build.document import Skill, Text, TrueFalseQuestion
from mtdtutor.course.build.entries import Fact, Statement, Topic
from mtdtutor.course.build.knowledge import Knowledge
from mtdtutor.course.build.parts import explanation, scheme_topics, text, track_label

_BASE: Final = -0.4
_SKILLS: Final[dict[str, Skill]] = {
    "name": "name",
    "number": "name",
    "slogan": "name",
    "definition": "define",
    "actors": "define",
    "tools": "define",
    "confusion": "compare",
    "link": "compare",
}


def t12_true_or_false(kb: Knowledge) -> list[TrueFalseQuestion]:
    """Return the authored statements, and one on the slogan and the name of each track.

    Whether a generated one is true is decided by a hash of its fact, a coin for each; in a false
    one the value is swapped with that of the track it is most easily mixed up with.
    """
    authored = [
        _authored(kb, fact, statement)
        for fact in kb.facts
        if not fact.contested
        for statement in fact.statement
    ]
    return authored + [
        question
        for topic in scheme_topics(kb)
        for slot in ("name", "slogan")
        if (question := _generated(kb, topic, slot)) is not None
    ]


def slot_skill(slot: str) -> Skill:
    """Return the skill a statement about a slot asks for."""
    return _SKILLS.get(slot.split("-", maxsplit=1)[0], "context")


def _authored(kb: Knowledge, fact: Fact, statement: Statement) -> TrueFalseQuestion:
    name = "true" if statement.answer else "false"
    key = f":{statement.key}" if statement.key else ""
    return TrueFalseQuestion(
        id=f"t12:{fact.id}:{name}{key}",
        rev=fact.rev,
        template="t12",
        type="true_false",
        fact=fact.id,
        also=[],
        topic=fact.topic,
        skill=slot_skill(fact.slot),
        stems=[text(kb, statement.text)],
        answer=statement.answer,
        correction=text(kb, statement.correction) if statement.correction else None,
        difficulty=difficulty(_BASE),
        explanation=_explanation(kb, fact, answer=statement.answer),
    )


def _generated(kb: Knowledge, topic: Topic, slot: str) -> TrueFalseQuestion | None:
    name = kb.functional(topic, "name")
    fact = kb.functional(topic, slot)
    if name is None or fact is None:
        return None
    true = stable_unit("t12", fact.id) < 0.5
    value, alike = fact.value, 0.5
    if not true:
        swapped = _mixed_up(kb, topic, slot)
        if swapped is None:
            return None
        value, alike = swapped.value, similarity(kb, topic.id, swapped.topic)
    return TrueFalseQuestion(
        id=f"t12:{fact.id}:{'true' if true else 'false'}",
        rev=fact.rev,
        template="t12",
        type="true_false",
        fact=fact.id,
        also=[],
        topic=topic.id,
        skill="name",
        stems=[text(kb, stem) for stem in _stems(topic, name, slot, str(value))],
        answer=true,
        correction=None if true else text(kb, fact.text),
        difficulty=difficulty(_BASE, [alike]),
        explanation=_explanation(kb, fact, answer=true),
    )


def _explanation(kb: Knowledge, fact: Fact, *, answer: bool) -> Text:
    """Return the fact and why it matters; under a correction, which states it, the why alone."""
    return explanation(kb, fact.text, fact.why) if answer else text(kb, fact.why)


def _stems(topic: Topic, name: Fact, slot: str, value: str) -> tuple[str, ...]:
    if slot == "name":
        return (
            f"In the nine-track scheme, Track {topic.number} is called “{value}”.",
            f"“{value}” is the name of Track {topic.number} in the nine-track scheme.",
        )
    track = track_label(topic, name)
    return (
        f"In the nine-track scheme, {track} is peacemaking through {value}.",
        f"“Peacemaking through {value}” is the second name of {track} in the nine-track scheme.",
    )


def _mixed_up(kb: Knowledge, topic: Topic, slot: str) -> Fact | None:
    """Return the same slot of the track that this one is most easily mixed up with."""
    for other in nearest_first(kb, topic, f"t12:{topic.id}:{slot}"):
        fact = kb.functional(other, slot)
        if other.in_scheme and fact is not None:
            return fact
    return None
