"""The parts every template makes its items from: texts, options, explanations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from mtdtutor.course.build.document import OptionEntry, SingleQuestion, Skill, Text
from mtdtutor.course.build.entries import Fact, Topic
from mtdtutor.course.build.knowledge import Knowledge
from mtdtutor.course.build.words import content_stems, folded, typographic, word_count

LONGEST_EXPLANATION: Final = 60


class Wrong(NamedTuple):
    """A provably false option, a true sentence about it, and how near the key it lies."""

    id: str
    text: str
    why: str
    entity: str | None
    alike: float


class Target(NamedTuple):
    """What a question asks for."""

    fact: str
    rev: int
    topic: str
    skill: Skill


def text(kb: Knowledge, value: str) -> Text:
    """Return a text for display, keyed by the language of the course."""
    return {kb.course.language: typographic(value)}


def explanation(kb: Knowledge, statement: str, why: str) -> Text:
    """Return the line under an answer: the statement, then why it matters.

    The second half is left out where the first says it already or both are too long to read.
    """
    both = f"{statement} {why}"
    if folded(why) in folded(statement) or word_count(both) > LONGEST_EXPLANATION:
        return text(kb, statement)
    return text(kb, both)


def track_label(topic: Topic, name: Fact) -> str:
    """Return a track with its name in brackets, as it stands inside a sentence."""
    return f"Track {topic.number} ({name.value})"


def entity_of(kb: Knowledge, topic: str) -> str | None:
    """Return the entity that stands for a topic, if the course has one of that id."""
    return topic if topic in kb.entity_ids else None


def scheme_topics(kb: Knowledge) -> list[Topic]:
    """Return the topics that are numbered tracks of the scheme."""
    return [topic for topic in kb.topics if topic.in_scheme]


def beside_scheme(topics: Iterable[Topic], usage: str | None = None) -> str:
    """Return what a stem adds to the name of the scheme for a track that stands beside it.

    It says whose use of the label is meant: that of the topic, or ``usage`` in its place.
    """
    other = next((topic for topic in topics if topic.number and not topic.in_scheme), None)
    if other is None:
        return ""
    meant = usage or other.usage
    return f", with Track {other.number}{f' ({meant})' if meant else ''} beside it"


def quietest(stems: Sequence[str], options: Iterable[str]) -> list[str]:
    """Return the wordings of a question that have the fewest words in common with its options.

    A word of the frame, such as "fits" or "known", that comes back in one option only would point
    at it.
    """
    said = frozenset().union(*(content_stems(option) for option in options))
    echoes = [len(content_stems(stem) & said) for stem in stems]
    return [stem for stem, count in zip(stems, echoes, strict=True) if count == min(echoes)]


def clash_note(kb: Knowledge, topic: str, wrong: Wrong) -> str:
    """Return what to add to the reason why an option is wrong where ``topic`` is right.

    It is not empty where another naming scheme would call the choice right.
    """
    other = kb.topic_by_id.get(wrong.id)
    if other is None:
        return ""
    chosen = "label" if wrong.text.startswith(f"Track {other.number}") else "work"
    key = (topic, other.id, chosen)
    found = (one.text for one in kb.clashes if (one.topic, one.other, one.chosen) == key)
    return "".join(f" {one}" for one in found)


def single(
    kb: Knowledge,
    template: str,
    target: Target,
    stems: Iterable[str],
    key: OptionEntry,
    wrong: Sequence[Wrong],
    *,
    shown: int,
    difficulty: float,
    explained: Text,
    aux: str = "",
    also: Sequence[str] = (),
) -> SingleQuestion:
    """Return a question with one right option, which stands first in the file.

    ``aux`` is the last part of the id, where a template asks for one fact in several ways;
    ``also`` names further facts that have to be known.
    """
    options = [
        key,
        *(
            OptionEntry(
                id=one.id,
                text=text(kb, one.text),
                correct=False,
                why=text(kb, f"{one.why}{clash_note(kb, target.topic, one)}"),
                entity=one.entity,
            )
            for one in wrong
        ),
    ]
    return SingleQuestion(
        id=f"{template}:{target.fact}{f':{aux}' if aux else ''}",
        rev=target.rev,
        template=template,
        type="single",
        fact=target.fact,
        also=list(also),
        topic=target.topic,
        skill=target.skill,
        stems=[text(kb, stem) for stem in stems],
        options=options,
        show=shown,
        difficulty=difficulty,
        explanation=explained,
    )
