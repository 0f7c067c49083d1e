"""What a sitting reads: a card with both sides, the learner's pace, the day so far."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Select, and_, bindparam, func, or_, select

from mtdtutor.progress.events import CARD
from mtdtutor.progress.totals import GRADE_METRICS, LONGEST_RECALL_MS
from mtdtutor.storage.events import is_live
from mtdtutor.storage.prepared import Prepared
from mtdtutor.storage.tables import card, day_total, fact, memory, origin, review, source, topic
from mtdtutor.storage.tables_own import note, own_wording
from mtdtutor.storage.wordings import OwnWording
from mtdtutor.study.memory import NEW_MEMORY, NO_MARKS, Marks, Memory, State

Text = dict[str, str]

PACE_REVIEWS: Final = 200
"""How many of the last graded recalls tell the learner's pace."""
_RECALLS: Final = ("retained_young", "lapsed_young", "retained_mature", "lapsed_mature")
_OF_CARDS: Final = ("new", *_RECALLS, *GRADE_METRICS.values())
_STUDIED: Final = (*GRADE_METRICS.values(), "answers")


class Face(NamedTuple):
    """A card with all that is shown of it, and where it stands for a learner.

    Attributes:
        cites: For each place in a source: the source's id, and the place by language.
        note: The learner's own words on it; empty if there are none.
        own: The card in the learner's own words; None if there is no such wording.
        accept: Answers that count as right where the answer is typed.
    """

    card: str
    fact: str
    topic: str
    kind: str
    entity: str
    front: Text
    back: Text
    hint: Text | None
    why: Text | None
    cites: tuple[tuple[str, Text], ...]
    note: str
    memory: Memory
    marks: Marks
    own: OwnWording | None = None
    accept: tuple[Text, ...] = ()


class Done(NamedTuple):
    """What of a learner's daily limits is used up.

    Attributes:
        new: Cards seen for the first time.
        reviews: First recalls of cards that came due.
        graded: All graded recalls, learning steps too.
    """

    new: int
    reviews: int
    graded: int


class TopicLine(NamedTuple):
    """A topic of the course in display order; ``confusable`` names the nearest mix-ups."""

    id: str
    name: Text
    number: str | None
    confusable: tuple[str, ...]


class Work(NamedTuple):
    """A source as it is named under a card."""

    author: Text
    title: Text
    year: str
    place: Text


def _face() -> Select[Any]:
    mine = and_(memory.c.learner == bindparam("learner"), memory.c.card == card.c.id)
    noted = and_(note.c.learner == bindparam("learner"), note.c.card == card.c.id)
    own = own_wording.c
    reworded = and_(own.learner == bindparam("learner"), own.card == card.c.id)
    return (
        select(
            card.c.id, card.c.fact, card.c.topic, card.c.kind, fact.c.entity, card.c.front,
            card.c.back, card.c.hint, card.c.why, fact.c.cites, note.c.text,
            own.front, own.back, own.at_ms, card.c.accept, *tuple(memory.c)[2:],
        )
        .select_from(
            # Cards that a learner wrote have no fact.
            card.outerjoin(fact, fact.c.id == card.c.fact)
            .outerjoin(memory, mine)
            .outerjoin(note, noted)
            .outerjoin(own_wording, reworded)
        )
        .where(card.c.id == bindparam("of"))
    )  # fmt: skip


def _pace() -> Select[Any]:
    return (
        select(review.c.before_state, review.c.duration_ms)
        .where(
            review.c.learner == bindparam("learner"),
            review.c.mode == CARD,
            review.c.duration_ms.is_not(None),
            is_live(review),
        )
        .order_by(review.c.seq.desc())
        .limit(PACE_REVIEWS)
    )


_FACE: Final = Prepared(_face)
_PACE: Final = Prepared(_pace)
_DONE: Final = Prepared(
    lambda: (
        select(day_total.c.metric, func.sum(day_total.c.value))
        .where(
            day_total.c.learner == bindparam("learner"),
            or_(*(day_total.c.metric == metric for metric in _OF_CARDS)),
            day_total.c.day == bindparam("day"),
        )
        .group_by(day_total.c.metric)
    )
)
_DAYS: Final = Prepared(
    lambda: select(func.count(day_total.c.day.distinct())).where(
        day_total.c.learner == bindparam("learner"),
        or_(*(day_total.c.metric == metric for metric in _STUDIED)),
        day_total.c.day > bindparam("after"),
        day_total.c.day <= bindparam("last"),
        day_total.c.value > 0,
    )
)
_LAST_SEQ: Final = Prepared(lambda: select(origin.c.seq))
_TOPICS: Final = Prepared(
    lambda: (
        select(topic.c.id, topic.c.name, topic.c.number, topic.c.confusable)
        .where(~topic.c.retired)
        .order_by(topic.c.position)
    )
)
_WORK: Final = Prepared(
    lambda: select(source.c.author, source.c.title, source.c.year, source.c.place).where(
        source.c.id == bindparam("of")
    )
)


def face(conn: Connection, learner: str, card_id: str) -> Face | None:
    """Return a card as it is shown to a learner; None if there never was one."""
    row = _FACE.row(conn, learner=learner, of=card_id)
    if row is None:
        return None
    cites = tuple((cite[0], cite[1]) for cite in row[9] or ())
    state, marks = _standing(row[15:])
    own = None if row[11] is None else OwnWording(row[0], *row[11:14])
    card_id, fact_id, topic_id, kind, entity, front, back, hint, why = row[:9]
    words, accept = row[10] or "", tuple(row[14])
    return Face(
        card_id, fact_id, topic_id, kind, entity or "", front, back, hint, why, cites, words, state,
        marks, own, accept,
    )  # fmt: skip


def pace(conn: Connection, learner: str) -> list[tuple[State, int]]:
    """Return the last graded recalls: the state each card was in, and milliseconds taken."""
    return [
        (State(row[0]), min(row[1], LONGEST_RECALL_MS)) for row in _PACE.rows(conn, learner=learner)
    ]


def done(conn: Connection, learner: str, day: int) -> Done:
    """Return what a learner did with cards on a study day."""
    values = {row[0]: int(row[1]) for row in _DONE.rows(conn, learner=learner, day=day)}
    return Done(
        values.get("new", 0),
        sum(values.get(name, 0) for name in _RECALLS),
        sum(values.get(name, 0) for name in GRADE_METRICS.values()),
    )


def studied_days(conn: Connection, learner: str, last: int, number: int) -> int:
    """Return on how many of so many study days up to the last one the learner did anything."""
    return int(_DAYS.value(conn, learner=learner, after=last - number, last=last))


def last_seq(conn: Connection) -> int:
    """Return the place of the last event of all; 0 before the first."""
    return int(_LAST_SEQ.value(conn))


def topics(conn: Connection) -> list[TopicLine]:
    """Return the topics of the course."""
    return [TopicLine(row[0], row[1], row[2], tuple(row[3])) for row in _TOPICS.rows(conn)]


def work(conn: Connection, source_id: str) -> Work | None:
    """Return a source, retired or not."""
    row = _WORK.row(conn, of=source_id)
    return None if row is None else Work(*row)


def _standing(row: tuple[Any, ...]) -> tuple[Memory, Marks]:
    if row[0] is None:
        return NEW_MEMORY, NO_MARKS
    width = len(Memory._fields)
    suspended, buried_day, flagged, tags = row[width:]
    return Memory(State(row[0]), *row[1:width]), Marks(suspended, buried_day, flagged, tuple(tags))
