"""T14: join tracks with their slogans, and names with their numbers."""

from __future__ import annotations

from typing import Final

from mtdtutor.core.ids import stable_unit
from mtdtutor.course.build.cells import joined_rev
from mtdtutor.course.build.difficulty import difficulty, nearest_first, similarity
from mtdtutor.course.build.document import MatchingQuestion, PairEntry, StepEntry, Text
from mtdtutor.course.build.entries import Fact, Topic
from mtdtutor.course.build.knowledge import Knowledge
from mtdtutor.course.build.parts import scheme_topics, text
from mtdtutor.course.build.templates.functional import gives_itself_away

_BASE: Final = 0.0
_PAIRS: Final = 4
_WHOLE: Final = "system"
_SLOGAN_STEMS: Final = (
    "In the nine-track scheme, through what does each of these tracks make peace?",
    "Which way of making peace belongs to which of these tracks in the nine-track scheme?",
    "Which of these tracks of the nine-track scheme is peacemaking through what?",
)
_NUMBER_STEMS: Final = (
    "Which number does each of these tracks have in the nine-track scheme?",
    "In the nine-track scheme, which name belongs to which number?",
    "Which of these names stands for which track of the nine-track scheme?",
)


def t14_match(kb: Knowledge) -> list[MatchingQuestion]:
    """Return, for each track, one set of it and its nearest mix-ups to match.

    A hash of the track decides whether slogans or numbers are matched, so that each set is asked
    in one way only; one more right side than left ones belongs to a fifth track. No slogan in a
    set shares a word with a name in it.
    """
    found: dict[tuple[str, frozenset[str]], MatchingQuestion] = {}
    for topic in scheme_topics(kb):
        slots = ("slogan", "number") if stable_unit("t14", topic.id) < 0.5 else ("number",)
        for slot in slots:
            members = _members(kb, topic, slot)
            if len(members) > _PAIRS:
                same = (slot, frozenset(member.id for member in members))
                found.setdefault(same, _question(kb, slot, members))
                break
    return list(found.values())


def _members(kb: Knowledge, topic: Topic, slot: str) -> list[Topic]:
    """Return a track and its nearest ones, as many as a set takes; the last one is left over."""
    found: list[Topic] = []
    for other in (topic, *nearest_first(kb, topic, f"t14:{topic.id}:{slot}")):
        usable = other.in_scheme and len(found) <= _PAIRS
        if usable and _stands_with(kb, other, found, slot):
            found.append(other)
    return found if found[:1] == [topic] else []


def _stands_with(kb: Knowledge, topic: Topic, others: list[Topic], slot: str) -> bool:
    """Return whether no name in the set would tell a slogan in it."""
    name, fact = kb.functional(topic, "name"), kb.functional(topic, slot)
    if name is None or fact is None:
        return False
    if slot == "number":
        return True
    pairs = [(name, fact), *_crossed(kb, name, fact, others)]
    return not any(gives_itself_away(one, slogan) for one, slogan in pairs)


def _crossed(kb: Knowledge, name: Fact, fact: Fact, others: list[Topic]) -> list[tuple[Fact, Fact]]:
    found: list[tuple[Fact, Fact]] = []
    for other in others:
        its_name, its_fact = kb.functional(other, "name"), kb.functional(other, fact.slot)
        if its_name is not None and its_fact is not None:
            found += [(name, its_fact), (its_name, fact)]
    return found


def _question(kb: Knowledge, slot: str, members: list[Topic]) -> MatchingQuestion:
    facts = [kb.fact_by_id[f"{topic.id}:{slot}"] for topic in members]
    rights = [_right(topic, fact) for topic, fact in zip(members, facts, strict=True)]
    anchor, *others = members
    return MatchingQuestion(
        id=f"t14:{facts[0].id}",
        rev=joined_rev(facts),
        template="t14",
        type="matching",
        fact=facts[0].id,
        also=[fact.id for fact in facts[1:]],
        topic=_WHOLE if _WHOLE in kb.topic_by_id else anchor.id,
        skill="compare",
        stems=[text(kb, stem) for stem in (_SLOGAN_STEMS if slot == "slogan" else _NUMBER_STEMS)],
        pairs=[
            PairEntry(id=topic.id, left=text(kb, _left(kb, topic, slot)), right=text(kb, right))
            for topic, right in zip(members[:_PAIRS], rights, strict=False)
        ],
        extra=[StepEntry(id=members[-1].id, text=text(kb, rights[-1]))],
        difficulty=difficulty(_BASE, [similarity(kb, anchor.id, other.id) for other in others]),
        explanation=_explanation(kb, members, rights, slot),
    )


def _left(kb: Knowledge, topic: Topic, slot: str) -> str:
    """Return a track with its name; the name alone where its number is asked for."""
    return topic.name if slot == "slogan" else _name(kb, topic)


def _right(topic: Topic, fact: Fact) -> str:
    return str(fact.value) if fact.slot == "slogan" else f"Track {topic.number}"


def _name(kb: Knowledge, topic: Topic) -> str:
    return str(kb.fact_by_id[f"{topic.id}:name"].value)


def _explanation(kb: Knowledge, members: list[Topic], rights: list[str], slot: str) -> Text:
    lefts = [f"Track {topic.number}" if slot == "slogan" else _name(kb, topic) for topic in members]
    verb = "is peacemaking through" if slot == "slogan" else "is"
    said = [f"{left} {verb} {right}" for left, right in zip(lefts, rights, strict=True)]
    return text(kb, f"{'; '.join(said[:-1])}. Left over: {said[-1]}.")
