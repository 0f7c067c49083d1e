"""T07, T08 and T23: who acts in a track, by what means, in which examples, how well and how badly.

The right option is a row of a matrix that is true for the track; the wrong ones are rows of the
same matrix that an author decided to be false for it. What nobody decided is never an option.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final, NamedTuple

from mtdtutor.core.ids import stable_unit
from mtdtutor.course.build.cells import (
    cell,
    denial,
    home,
    nearness,
    numbered,
    rows_of,
    shown_by,
    spread,
)
from mtdtutor.course.build.difficulty import MOST_DISTRACTORS, SHOWN, difficulty
from mtdtutor.course.build.document import OptionEntry, SingleQuestion, Text
from mtdtutor.course.build.entries import Row, Topic
from mtdtutor.course.build.knowledge import Knowledge
from mtdtutor.course.build.parts import Target, Wrong, entity_of, explanation, single, text

_MOST_FROM_ONE: Final = 2
"""Wrong options that belong to one and the same other track."""
_LONGEST: Final = 1.5
_SHORTEST: Final = 0.6
_SLACK: Final = 12
"""A wrong option may differ from the right one in length by a factor, or by so many characters."""


class _Shape(NamedTuple):
    """How to ask for the rows of one matrix."""

    template: str
    matrix: str
    base: float
    per_fact: int  # rows of one fact that are asked for; the others are wrong options elsewhere
    stems: tuple[str, ...]
    told: str = ""  # what the explanation says of the right row, before the fact itself


_SHAPES: Final = (
    _Shape(
        "t07",
        "actor",
        0.0,
        2,
        (
            "Who typically acts in {track}?",
            "Which of these actors belongs to {track}?",
            "Whose work is typical of {track}?",
        ),
    ),
    _Shape(
        "t07",
        "example",
        0.0,
        1,
        (
            "Which of these is an example of {track}?",
            "Which of these shows {track} at work?",
            "Which example belongs to {track}?",
        ),
    ),
    _Shape(
        "t08",
        "instrument",
        0.2,
        2,
        (
            "Which instrument is typical of {track}?",
            "By which of these means does {track} typically work?",
            "Which of these would you expect to find in {track}?",
        ),
    ),
    _Shape(
        "t23",
        "strength",
        0.6,
        2,
        (
            "Which of these is a strength of {track}?",
            "Which advantage does {track} have?",
            "What speaks for {track}?",
        ),
        "A strength of Track {number}: {row}.",
    ),
    _Shape(
        "t23",
        "limit",
        0.6,
        2,
        (
            "Which of these is a limit of {track}?",
            "Which weakness does {track} have?",
            "What speaks against relying on {track}?",
        ),
        "A limit of Track {number}: {row}.",
    ),
)


def t07_t08_t23_rows(kb: Knowledge) -> list[SingleQuestion]:
    """Return, for each row that is true for a track: which of these belongs there?

    The stems give the track's number alone, so that its name tells nothing. Of rows that stand on
    the same fact only the first ones of the file are asked for: more would be the same question.
    """
    return [
        question
        for shape in _SHAPES
        for topic in numbered(kb)
        for question in _questions(kb, shape, topic)
    ]


def place_of(topic: Topic) -> str:
    """Return a track by its number and where it stands, or whose label it is, inside a sentence."""
    if topic.usage:
        return f"Track {topic.number} ({topic.usage})"
    beside = "of" if topic.in_scheme else "beside"
    return f"Track {topic.number} {beside} the nine-track scheme"


def _questions(kb: Knowledge, shape: _Shape, topic: Topic) -> Iterator[SingleQuestion]:
    asked: Counter[str] = Counter()
    for row in rows_of(kb, shape.matrix):
        if cell(row, topic.id) != "yes":
            continue
        fact = row.yes[topic.id]
        asked[fact] += 1
        wrong = wrong_rows(kb, topic, row, f"{shape.template}:{fact}:{row.id}")
        if asked[fact] <= shape.per_fact and len(wrong) >= SHOWN - 1:
            yield _question(kb, shape, topic, row, wrong)


def _question(
    kb: Knowledge, shape: _Shape, topic: Topic, row: Row, wrong: list[Wrong]
) -> SingleQuestion:
    fact = shown_by(kb, row, topic.id)
    key = OptionEntry(
        id=row.id,
        text=text(kb, row.text),
        correct=True,
        why=text(kb, fact.text),
        entity=entity_of(kb, topic.id),
    )
    return single(
        kb,
        shape.template,
        Target(fact.id, fact.rev, topic.id, "define"),
        [stem.format(track=place_of(topic)) for stem in shape.stems],
        key,
        wrong,
        shown=SHOWN,
        difficulty=difficulty(shape.base, [one.alike for one in wrong]),
        explained=_told(kb, shape, topic, row),
        aux=row.id,
    )


def _told(kb: Knowledge, shape: _Shape, topic: Topic, row: Row) -> Text:
    fact = shown_by(kb, row, topic.id)
    if not shape.told:
        return explanation(kb, fact.text, fact.why)
    said = shape.told.format(number=topic.number, row=f"{row.text[0].lower()}{row.text[1:]}")
    return explanation(kb, said, fact.text)


def wrong_rows(kb: Knowledge, topic: Topic, key: Row, item: str) -> list[Wrong]:
    """Return the rows that are false for a topic and fit beside a right one, nearest first."""
    found = [
        row
        for row in rows_of(kb, key.matrix)
        if cell(row, topic.id) == "no" and _like_length(row.text, key.text)
    ]
    found.sort(key=lambda row: (-nearness(kb, topic.id, row), stable_unit(item, row.id)))
    return [
        Wrong(
            id=row.id,
            text=row.text,
            why=denial(row, topic.id),
            entity=entity_of(kb, owner) if (owner := home(row)) else None,
            alike=nearness(kb, topic.id, row),
        )
        for row in _mixed(spread(found, _MOST_FROM_ONE)[:MOST_DISTRACTORS])
    ]


def _mixed(rows: list[Row]) -> list[Row]:
    """Return rows with the first of another track in second place, if there is one.

    Two wrong options that belong to one track would leave the right one standing alone.
    """
    for place, row in enumerate(rows[1:], 1):
        if not row.yes.keys() & rows[0].yes.keys():
            return [rows[0], row, *rows[1:place], *rows[place + 1 :]]
    return rows


def _like_length(one: str, key: str) -> bool:
    ratio = len(one) / len(key)
    return _SHORTEST <= ratio <= _LONGEST or abs(len(one) - len(key)) <= _SLACK
