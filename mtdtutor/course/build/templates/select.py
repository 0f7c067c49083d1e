"""T11: which of these hold? Choose all that apply."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mtdtutor.core.ids import stable_unit
from mtdtutor.course.build.cells import (
    cell,
    denial,
    denial_of,
    home,
    joined_rev,
    nearness,
    numbered,
    rows_of,
    shown_by,
    spread,
)
from mtdtutor.course.build.difficulty import difficulty, similarity
from mtdtutor.course.build.document import MultipleQuestion, OptionEntry, Text
from mtdtutor.course.build.entries import Fact, Row, Topic
from mtdtutor.course.build.knowledge import Knowledge
from mtdtutor.course.build.parts import (
    LONGEST_EXPLANATION,
    beside_scheme,
    entity_of,
    explanation,
    text,
)
from mtdtutor.course.build.templates.row import place_of
from mtdtutor.course.build.words import CHOOSE_ALL, word_count

_BASE: Final = 0.8
_FEWEST: Final = 2
_MOST: Final = 3
"""Right options, and wrong ones, of one question: never all, never one alone."""
_FROM_ONE: Final = 1
"""Wrong options that belong to one and the same other track."""

_STEMS_OF_ROWS: Final = {
    "actor": (
        "Which of these typically act in {track}?",
        "Who among these belongs to the actors of {track}?",
        "Whom would you expect to find at work in {track}?",
    ),
    "instrument": (
        "Which of these are instruments of {track}?",
        "By which of these means does {track} typically work?",
        "Which of these would you expect to find in {track}?",
    ),
}


def t11_select_all(kb: Knowledge) -> list[MultipleQuestion]:
    """Return, for each property and for actors and instruments of each track: which of these?

    Every option stands on a decided cell; two or three are right, two or three wrong, and all of
    them are shown.
    """
    by_property = (_tracks(kb, row) for row in rows_of(kb, "property"))
    by_track = (_rows(kb, matrix, topic) for matrix in _STEMS_OF_ROWS for topic in numbered(kb))
    return [question for question in (*by_property, *by_track) if question is not None]


def among(shown: Sequence[Topic]) -> str:
    """Return how a stem names the scheme, with Track 1.5 where it is among the options."""
    return f"In the nine-track scheme{beside_scheme(shown)}"


def listed(names: Sequence[str]) -> str:
    """Return names as they stand in a sentence: "A, B and C"."""
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]


def _tracks(kb: Knowledge, row: Row) -> MultipleQuestion | None:
    """Return the question which tracks have a property.

    The wrong ones are those most easily mixed up with the right ones, and the other way round.
    """
    item = f"t11:{row.id}"
    having = [topic for topic in numbered(kb) if cell(row, topic.id) == "yes"]
    lacking = [topic for topic in numbered(kb) if cell(row, topic.id) == "no"]

    def nearest(topics: Sequence[Topic], others: Sequence[Topic]) -> list[Topic]:
        def rank(topic: Topic) -> tuple[float, float]:
            alike = sum(similarity(kb, topic.id, other.id) for other in others)
            return -alike, stable_unit(item, topic.id)

        return sorted(topics, key=rank)

    right = nearest(having, lacking)[: _how_many(item, "right")]
    wrong = nearest(lacking, right)[: _how_many(item, "wrong")]
    if min(len(right), len(wrong)) < _FEWEST:
        return None
    facts = [shown_by(kb, row, topic.id) for topic in right]
    options = [
        *(
            _option(kb, (topic.id, topic.name), fact.text, topic.id, correct=True)
            for topic, fact in zip(right, facts, strict=True)
        ),
        *(_option(kb, (one.id, one.name), denial(row, one.id), one.id) for one in wrong),
    ]
    where = among([*right, *wrong])
    stems = (
        f"{where}, which of these tracks {row.plural}?",
        f"{where}, which ones among these tracks {row.plural}?",
        f"Some of these tracks {row.plural}. {where}, which ones are they?",
    )
    alike = [max(similarity(kb, one.id, other.id) for other in right) for one in wrong]
    return _question(kb, item, facts, stems, options, alike, _told(kb, row, right, wrong))


def _told(kb: Knowledge, row: Row, right: Sequence[Topic], wrong: Sequence[Topic]) -> Text:
    """Return which tracks have the property, and why others do not as far as there is room."""
    names = [f"Track {topic.number}" for topic in numbered(kb) if topic in right]
    told = f"{listed(names)} {row.plural}."
    seen: set[str] = set()
    for topic in wrong:
        if denial(row, topic.id) in seen:
            continue
        seen.add(denial(row, topic.id))
        reason = denial_of(row, topic)
        if word_count(f"{told} {reason}") <= LONGEST_EXPLANATION:
            told = f"{told} {reason}"
    return text(kb, told)


def _rows(kb: Knowledge, matrix: str, topic: Topic) -> MultipleQuestion | None:
    """Return the question which rows of a matrix are true for a track."""
    item = f"t11:{topic.id}:{matrix}"

    def rank(row: Row) -> tuple[float, float]:
        return -nearness(kb, topic.id, row), stable_unit(item, row.id)

    ranked = sorted(rows_of(kb, matrix), key=rank)
    right = [row for row in ranked if cell(row, topic.id) == "yes"][: _how_many(item, "right")]
    false = [row for row in ranked if cell(row, topic.id) == "no"]
    wrong = spread(false, _FROM_ONE)[: _how_many(item, "wrong")]
    if min(len(right), len(wrong)) < _FEWEST:
        return None
    facts = [shown_by(kb, row, topic.id) for row in right]
    options = [
        *(
            _option(kb, (row.id, row.text), fact.text, topic.id, correct=True)
            for row, fact in zip(right, facts, strict=True)
        ),
        *(_option(kb, (row.id, row.text), denial(row, topic.id), home(row)) for row in wrong),
    ]
    stems = [stem.format(track=place_of(topic)) for stem in _STEMS_OF_ROWS[matrix]]
    alike = [nearness(kb, topic.id, row) for row in wrong]
    told = explanation(kb, facts[0].text, facts[0].why)
    return _question(kb, item, facts, stems, options, alike, told)


def _how_many(item: str, side: str) -> int:
    """Return how many right or wrong options there may be, so that no number can be expected."""
    return _FEWEST if stable_unit(item, side) < 0.5 else _MOST


def _option(
    kb: Knowledge, named: tuple[str, str], why: str, topic: str | None, *, correct: bool = False
) -> OptionEntry:
    """Return an option of an id and a text; ``topic`` is what choosing it would name."""
    return OptionEntry(
        id=named[0],
        text=text(kb, named[1]),
        correct=correct,
        why=text(kb, why),
        entity=entity_of(kb, topic) if topic else None,
    )


def _question(
    kb: Knowledge,
    item: str,
    facts: Sequence[Fact],
    stems: Sequence[str],
    options: list[OptionEntry],
    alike: Sequence[float],
    told: Text,
) -> MultipleQuestion:
    first, *rest = dict.fromkeys(fact.id for fact in facts)
    return MultipleQuestion(
        id=item,
        rev=joined_rev(facts),
        template="t11",
        type="multiple",
        fact=first,
        also=rest,
        topic=facts[0].topic,
        skill="compare",
        stems=[text(kb, f"{stem} {CHOOSE_ALL}") for stem in stems],
        options=options,
        show=len(options),
        difficulty=difficulty(_BASE, alike),
        explanation=told,
    )
