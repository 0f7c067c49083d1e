"""T22: in what do two tracks differ that are easily mixed up?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from mtdtutor.core.ids import stable_unit
from mtdtutor.course.build.cells import cell, denial_of, numbered, rows_of, shown_by
from mtdtutor.course.build.difficulty import MOST_DISTRACTORS, SHOWN, difficulty, similarity
from mtdtutor.course.build.document import OptionEntry, SingleQuestion
from mtdtutor.course.build.entries import Row, Topic
from mtdtutor.course.build.knowledge import Knowledge
from mtdtutor.course.build.parts import Target, Wrong, single, text
from mtdtutor.course.build.templates.select import among

_BASE: Final = 0.9
_NEITHER: Final = 0.25
_BOTH: Final = 0.5
_SWAPPED: Final = 1.0
_TRIVIAL: Final = 0.8
"""What is true of so large a part of all tracks sets none apart, as everybody can tell."""
_ENOUGH: Final = 2
"""Wrong options that concern one of the tracks; with so many, nothing that concerns neither."""


class _Pair(NamedTuple):
    """Two tracks, the first of which has what the second lacks."""

    one: Topic
    other: Topic


def t22_compare(kb: Knowledge) -> list[SingleQuestion]:
    """Return, for each track and each of its mix-ups: how do they differ?

    The right option is the first property of the file that the one has and the other lacks, and
    that was not yet asked for between this one and another track. The wrong ones are properties
    that both have, that both lack, or that are the other's alone. All these cells are decided.
    To answer, one has to know what the other track is as well.
    """
    return [question for topic in numbered(kb) for question in _of_topic(kb, topic)]


def _of_topic(kb: Knowledge, topic: Topic) -> Iterator[SingleQuestion]:
    """Yield the questions on a track, none of which asks for the property of another one."""
    properties = rows_of(kb, "property")
    for other in numbered(kb):
        if similarity(kb, topic.id, other.id) < _SWAPPED or other is topic:
            continue
        pair = _Pair(topic, other)
        telling = next((row for row in properties if _cells(row, pair) == ("yes", "no")), None)
        question = _question(kb, pair, telling) if telling is not None else None
        if question is not None and telling is not None:
            properties.remove(telling)
            yield question


def _cells(row: Row, pair: _Pair) -> tuple[str, str]:
    return cell(row, pair.one.id), cell(row, pair.other.id)


def _question(kb: Knowledge, pair: _Pair, telling: Row) -> SingleQuestion | None:
    one, other = pair
    fact = shown_by(kb, telling, one.id)
    aux = f"{other.id}.{telling.id}"
    wrong = _wrong(kb, pair, telling, f"t22:{fact.id}:{aux}")
    if len(wrong) < SHOWN - 1:
        return None
    told = f"Track {one.number} {telling.text}. {denial_of(telling, other)}"
    key = OptionEntry(
        id=telling.id,
        text=text(kb, _option(telling)),
        correct=True,
        why=text(kb, told),
        entity=None,
    )
    where, mine, theirs = among(pair), _label(one), _label(other)
    return single(
        kb,
        "t22",
        Target(fact.id, fact.rev, one.id, "compare"),
        (
            f"{where}, what sets {mine} apart from {theirs}?",
            f"{where}, by what can you tell {mine} from {theirs}?",
            f"{where}, what is true of {mine} and missing in {theirs}?",
        ),
        key,
        wrong,
        shown=SHOWN,
        difficulty=difficulty(_BASE, [option.alike for option in wrong]),
        explained=text(kb, told),
        aux=aux,
        also=[known] if (known := f"{other.id}:definition") in kb.fact_by_id else [],
    )


def _wrong(kb: Knowledge, pair: _Pair, telling: Row, item: str) -> list[Wrong]:
    """Return what sets the pair apart the other way round, then what both have, then neither."""
    most = _TRIVIAL * len(numbered(kb))
    rows = (row for row in rows_of(kb, "property") if row is not telling and len(row.yes) < most)
    found = [made for row in rows if (made := _false(row, pair)) is not None]
    found.sort(key=lambda option: (-option.alike, stable_unit(item, option.id)))
    near = [option for option in found if option.alike > _NEITHER]
    return (near if len(near) >= _ENOUGH else found)[:MOST_DISTRACTORS]


def _false(row: Row, pair: _Pair) -> Wrong | None:
    """Return a property that provably does not set the first track apart from the second."""
    one, other = pair
    cells = _cells(row, pair)
    if cells == ("no", "yes"):
        why = f"The other way round: Track {other.number} {row.text}. {denial_of(row, one)}"
        return Wrong(row.id, _option(row), why, None, _SWAPPED)
    if cells == ("yes", "yes"):
        first, second = sorted((one, other), key=_number)
        why = f"This is true of both: Tracks {first.number} and {second.number} {row.plural}."
        return Wrong(row.id, _option(row), why, None, _BOTH)
    if cells == ("no", "no"):
        return Wrong(row.id, _option(row), denial_of(row, one), None, _NEITHER)
    return None


def _number(topic: Topic) -> float:
    return float(topic.number or 0)


def _option(row: Row) -> str:
    return f"It {row.text}"


def _label(topic: Topic) -> str:
    """Return a track with its name in brackets, as it stands inside a sentence."""
    number, _, name = topic.name.partition(": ")
    return f"{number} ({name})"
