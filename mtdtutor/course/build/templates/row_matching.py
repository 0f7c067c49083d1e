"""T15: which actor, which instrument belongs to which track?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final, NamedTuple

from mtdtutor.core.ids import stable_unit
from mtdtutor.course.build.cells import cell, joined_rev, numbered, rows_of, shown_by
from mtdtutor.course.build.difficulty import difficulty, similarity
from mtdtutor.course.build.document import MatchingQuestion, PairEntry, StepEntry
from mtdtutor.course.build.entries import Row, Topic
from mtdtutor.course.build.knowledge import Knowledge
from mtdtutor.course.build.parts import text
from mtdtutor.course.build.templates.select import among
from mtdtutor.course.build.words import content_stems

_BASE: Final = 0.6
_PAIRS: Final = 4
_NEAR: Final = 7
"""Topics near a first one from which the other three are chosen."""
_NOUNS: Final = {"actor": "actor", "instrument": "instrument"}


class _Set(NamedTuple):
    """Four tracks, the row that belongs to each, and one that belongs to none of them."""

    topics: tuple[Topic, ...]
    rows: tuple[Row, ...]
    extra: Row


def t15_match_rows(kb: Knowledge) -> list[MatchingQuestion]:
    """Return sets of four tracks to join with an actor or an instrument each.

    Every right side is true for exactly one of the tracks and decided to be false for the other
    three; the one left over is false for all four. The sets hold tracks that are easily mixed up,
    and each track stands in a set at least once where its cells allow it.
    """
    return [question for matrix in _NOUNS for question in _questions(kb, matrix)]


def _questions(kb: Knowledge, matrix: str) -> Iterator[MatchingQuestion]:
    covered: set[str] = set()
    for topic in numbered(kb):
        if topic.id in covered:
            continue
        found = _set_around(kb, matrix, topic)
        if found is not None:
            covered |= {one.id for one in found.topics}
            yield _question(kb, matrix, f"t15:{topic.id}:{matrix}", found)


def _set_around(kb: Knowledge, matrix: str, topic: Topic) -> _Set | None:
    """Return the set with the likeliest mix-ups among those that can be proved."""
    item = f"t15:{topic.id}:{matrix}"
    others = [other for other in numbered(kb) if other.id != topic.id]
    others.sort(key=lambda one: (-similarity(kb, topic.id, one.id), stable_unit(item, one.id)))
    for three in combinations(others[:_NEAR], _PAIRS - 1):
        found = _proved(kb, matrix, (topic, *three), item)
        if found is not None:
            return found
    return None


def _proved(kb: Knowledge, matrix: str, topics: tuple[Topic, ...], item: str) -> _Set | None:
    named = content_stems(" ".join(topic.name for topic in topics))
    rows = [row for row in rows_of(kb, matrix) if not content_stems(row.text) & named]
    rows.sort(key=lambda row: stable_unit(item, row.id))
    chosen = [_only_true_for(rows, topic, topics) for topic in topics]
    extra = next((row for row in rows if all(cell(row, one.id) == "no" for one in topics)), None)
    if extra is None or None in chosen:
        return None
    return _Set(topics, tuple(row for row in chosen if row is not None), extra)


def _only_true_for(rows: Sequence[Row], topic: Topic, topics: Sequence[Topic]) -> Row | None:
    def fits(row: Row) -> bool:
        return cell(row, topic.id) == "yes" and all(
            cell(row, other.id) == "no" for other in topics if other is not topic
        )

    return next((row for row in rows if fits(row)), None)


def _question(kb: Knowledge, matrix: str, item: str, found: _Set) -> MatchingQuestion:
    facts = [
        shown_by(kb, row, topic.id) for topic, row in zip(found.topics, found.rows, strict=True)
    ]
    where, noun = among(found.topics), _NOUNS[matrix]
    first = found.topics[0]
    alike = [similarity(kb, first.id, other.id) for other in found.topics[1:]]
    told = "; ".join(
        f"Track {topic.number}: {row.text[0].lower()}{row.text[1:]}"
        for topic, row in zip(found.topics, found.rows, strict=True)
    )
    return MatchingQuestion(
        id=item,
        rev=joined_rev(facts),
        template="t15",
        type="matching",
        fact=facts[0].id,
        also=[fact.id for fact in facts[1:]],
        topic=first.id,
        skill="compare",
        stems=[
            text(kb, f"{where}, which {noun} is typical of which track?"),
            text(kb, f"{where}, to which of these tracks does each {noun} belong?"),
            text(kb, f"{where}, which {noun} would you look for in which track?"),
        ],
        pairs=[
            PairEntry(id=topic.id, left=text(kb, topic.name), right=text(kb, row.text))
            for topic, row in zip(found.topics, found.rows, strict=True)
        ],
        extra=[StepEntry(id=found.extra.id, text=text(kb, found.extra.text))],
        difficulty=difficulty(_BASE, alike),
        explanation=text(kb, f"{told}."),
    )
