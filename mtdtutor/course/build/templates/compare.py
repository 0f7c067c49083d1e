"""T22: in what do two tracks differ that are easily mixed up?"""

from __future__ import annotations

from typing import Final, NamedTuple

from mtdtutor.core.ids import stable_unit
from mtdtutor.course.build.cells import cell, denial, numbered, rows_of, shown_by
from mtdtutor.course.build.difficulty import MOST_DISTRACTORS, SHOWN, difficulty
from mtdtutor.course.build.document import OptionEntry, SingleQuestion
from mtdtutor.course.build.entries import Row, Topic
from mtdtutor.course.build.knowledge import Knowledge
from mtdtutor.course.build.parts import Target, Wrong, single, text
from mtdtutor.course.build.templates.select import among

_BASE: Final = 0.9
_BOTH: Final = 0.5
_SWAPPED: Final = 1.0


class _Pair(NamedTuple):
    """Two tracks, the first of which has what the second lacks."""

    one: Topic
    other: Topic


def t22_compare(kb: Knowledge) -> list[SingleQuestion]:
    """Return, for each track and each of its mix-ups: how do they differ?

    The right option is the first property of the file that the one has and the other lacks; the
    wrong ones are properties that both have, that both lack, or that are the other's alone. All
    of these cells are decided.
    """
    pairs = [
        _Pair(topic, other)
        for topic in numbered(kb)
        for other in numbered(kb)
        if other.id in topic.confusable or topic.id in other.confusable
    ]
    made = (_question(kb, pair) for pair in pairs if pair.one.id != pair.other.id)
    return [question for question in made if question is not None]


def _cells(row: Row, pair: _Pair) -> tuple[str, str]:
    return cell(row, pair.one.id), cell(row, pair.other.id)


def _question(kb: Knowledge, pair: _Pair) -> SingleQuestion | None:
    one, other = pair
    rows = rows_of(kb, "property")
    telling = next((row for row in rows if _cells(row, pair) == ("yes", "no")), None)
    if telling is None:
        return None
    fact = shown_by(kb, telling, one.id)
    aux = f"{other.id}.{telling.id}"
    wrong = _wrong(kb, pair, telling, f"t22:{fact.id}:{aux}")
    if len(wrong) < SHOWN - 1:
        return None
    key = OptionEntry(
        id=telling.id,
        text=text(kb, _claim(telling, one)),
        correct=True,
        why=text(kb, f"Track {one.number} {telling.text}. {denial(telling, other.id)}"),
        entity=None,
    )
    first, second = sorted(pair, key=lambda topic: stable_unit("t22", aux, topic.id))
    names = f"{_label(first)} and {_label(second)}"
    where = among(pair)
    return single(
        kb,
        "t22",
        Target(fact.id, fact.rev, one.id, "compare"),
        (
            f"{where}, how do {names} differ?",
            f"{where}, what tells {names} apart?",
            f"{where}, which difference between {names} is named rightly?",
        ),
        key,
        wrong,
        shown=SHOWN,
        difficulty=difficulty(_BASE, [option.alike for option in wrong]),
        explained=text(kb, f"{_claim(telling, one)}. {denial(telling, other.id)}"),
        aux=aux,
    )


def _wrong(kb: Knowledge, pair: _Pair, telling: Row, item: str) -> list[Wrong]:
    """Return the false differences, those that swap the two tracks first."""
    found: list[Wrong] = []
    for row in rows_of(kb, "property"):
        made = None if row is telling else _false(row, pair, item)
        if made is not None:
            found.append(made)
    found.sort(key=lambda option: (-option.alike, stable_unit(item, option.id)))
    return found[:MOST_DISTRACTORS]


def _false(row: Row, pair: _Pair, item: str) -> Wrong | None:
    """Return a difference that a decided row proves to be none, or to lie the other way round.

    Which of the two a false difference claims is a coin of its own for each, so that the track an
    option begins with tells nothing.
    """
    one, other = pair
    cells = _cells(row, pair)
    if not set(cells) <= {"yes", "no"}:
        return None
    claimed = one if stable_unit(item, row.id, "claimed") < 0.5 else other
    alike = _BOTH
    if cells == ("yes", "yes"):
        why = f"Track {one.number} {row.text}, and so does Track {other.number}."
    elif cells == ("no", "no"):
        why = denial(row, claimed.id)
    else:
        owner, lacking = (one, other) if cells == ("yes", "no") else (other, one)
        claimed, alike = lacking, _SWAPPED
        why = f"The other way round: Track {owner.number} {row.text}. {denial(row, lacking.id)}"
    return Wrong(row.id, _claim(row, claimed), why, None, alike)


def _claim(row: Row, topic: Topic) -> str:
    return f"Of the two, only Track {topic.number} {row.text}"


def _label(topic: Topic) -> str:
    """Return a track with its name in brackets, as it stands inside a sentence."""
    number, _, name = topic.name.partition(": ")
    return f"{number} ({name})"
