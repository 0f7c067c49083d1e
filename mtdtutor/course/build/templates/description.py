"""T05: which description fits a track?"""

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
from mtdtutor.course.build.knowledge import Knowledge
from mtdtutor.course.build.parts import (
    Target,
    Wrong,
    entity_of,
    explanation,
    single,
    text,
    track_label,
)

_BASE: Final = 0.0
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
        if abs(len(fact.description) - len(key)) <= _BAND * len(key):
            alike = similarity(kb, topic.id, other.id)
            why = f"This describes {_mention(other)}."
            found.append(Wrong(other.id, fact.description, why, entity_of(kb, other.id), alike))
    return found[:MOST_DISTRACTORS]
