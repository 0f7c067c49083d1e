"""T05 and T06 for topics: which description fits a track, and which track fits a description?"""

from __future__ import annotations

from typing import Final

from mtdtutor.course.build.difficulty import (
    MOST_DISTRACTORS,
    SHOWN,
    difficulty,
    nearest_first,
    similarity,
)
from mtdtutor.course.build.document import OptionEntry, SingleQuestion
from mtdtutor.course.build.entries import Fact, Topic
from mtdtutor.course.build.evenly import shown_evenly
from mtdtutor.course.build.knowledge import Knowledge
from mtdtutor.course.build.parts import (
    Target,
    Wrong,
    beside_scheme,
    entity_of,
    explanation,
    single,
    text,
    track_label,
)

_BASE: Final = 0.0
_NAME_BASE: Final = -0.2
_ASKED: Final = (
    "In the nine-track scheme{}, which part is this: “{}”?",
    "In the nine-track scheme{}, what do these words describe: “{}”?",
    "In the nine-track scheme{}, what fits the description “{}”?",
)
_BAND: Final = 0.25
"""How far the length of a wrong description may lie from that of the right one."""


def t05_which_description(kb: Knowledge) -> list[SingleQuestion]:
    """Return, for each topic with a description: which one fits?

    Only descriptions of about the same length stand beside each other, so that length tells
    nothing; a topic with fewer than two such siblings gives no question.
    """
    found: list[SingleQuestion] = []
    for topic in kb.topics:
        fact = _described(kb, topic)
        if fact is not None:
            wrong = _siblings(kb, topic, str(fact.description))
            if len(wrong) >= SHOWN - 1:
                found.append(_question(kb, topic, fact, wrong))
    return found


def t06_which_topic(kb: Knowledge) -> list[SingleQuestion]:
    """Return, for each description of a topic: whose is it?

    Descriptions use no word of their own topic's names, so nothing but the meaning tells.
    """
    described = [(topic, fact) for topic in kb.topics if (fact := _described(kb, topic))]
    if len(described) < SHOWN:
        return []
    return shown_evenly([_named(kb, topic, fact, described) for topic, fact in described])


def in_band(description: str, key: str) -> bool:
    """Return whether a description is about as long as the right one."""
    return abs(len(description) - len(key)) <= _BAND * len(key)


def _described(kb: Knowledge, topic: Topic) -> Fact | None:
    fact = kb.fact_by_id.get(f"{topic.id}:definition")
    return fact if fact is not None and fact.description and not fact.contested else None


def _question(kb: Knowledge, topic: Topic, fact: Fact, wrong: list[Wrong]) -> SingleQuestion:
    key = OptionEntry(
        id=topic.id,
        text=text(kb, str(fact.description)),
        correct=True,
        why=text(kb, f"This describes {_mention(topic)}."),
        entity=entity_of(kb, topic.id),
    )
    return single(
        kb,
        "t05",
        Target(fact.id, fact.rev, topic.id, "define"),
        _stems(kb, topic),
        key,
        wrong,
        shown=SHOWN,
        difficulty=difficulty(_BASE, [one.alike for one in wrong]),
        explained=explanation(kb, fact.text, fact.why),
    )


def _named(
    kb: Knowledge, topic: Topic, fact: Fact, described: list[tuple[Topic, Fact]]
) -> SingleQuestion:
    facts = {other.id: found for other, found in described}
    wrong = [
        Wrong(
            other.id,
            other.name,
            facts[other.id].text,
            entity_of(kb, other.id),
            similarity(kb, topic.id, other.id),
        )
        for other in nearest_first(kb, topic, f"t06:{topic.id}")
        if other.id in facts
    ][:MOST_DISTRACTORS]
    key = OptionEntry(
        id=topic.id,
        text=text(kb, topic.name),
        correct=True,
        why=text(kb, fact.text),
        entity=entity_of(kb, topic.id),
    )
    return single(
        kb,
        "t06",
        Target(fact.id, fact.rev, topic.id, "classify"),
        [asked.format(beside_scheme(kb.topics), fact.description) for asked in _ASKED],
        key,
        wrong,
        shown=SHOWN,
        difficulty=difficulty(_NAME_BASE, [one.alike for one in wrong]),
        explained=explanation(kb, fact.text, fact.why),
    )


def _stems(kb: Knowledge, topic: Topic) -> tuple[str, ...]:
    name = kb.functional(topic, "name")
    if topic.in_scheme and name is not None:
        track = track_label(topic, name)
        return (
            f"In the nine-track scheme, which description fits {track}?",
            f"Which description fits {track} of the nine-track scheme?",
            f"What is {track} in the nine-track scheme?",
        )
    mention = _mention(topic)
    if topic.usage:
        number, _, called = topic.name.partition(": ")
        return (
            f"Which description fits {number} ({called}) {topic.usage}?",
            f"What is {number} ({called}) {topic.usage}?",
        )
    return (
        f"Beside the single tracks of the nine-track scheme, which description fits {mention}?",
        f"Which description fits {mention}, seen beside the nine-track scheme's single tracks?",
    )


def _mention(topic: Topic) -> str:
    """Return a topic's name as it stands inside a sentence."""
    return topic.name if topic.number else topic.name[0].lower() + topic.name[1:]


def _siblings(kb: Knowledge, topic: Topic, key: str) -> list[Wrong]:
    found: list[Wrong] = []
    for other in nearest_first(kb, topic, f"t05:{topic.id}"):
        fact = _described(kb, other)
        if fact is None or fact.description is None:
            continue
        if in_band(fact.description, key):
            alike = similarity(kb, topic.id, other.id)
            why = f"This describes {_mention(other)}."
            found.append(Wrong(other.id, fact.description, why, entity_of(kb, other.id), alike))
    return found[:MOST_DISTRACTORS]
