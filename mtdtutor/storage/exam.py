"""Exams with their scope, and the cards they are about."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    Connection,
    Select,
    and_,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from mtdtutor.progress.events import CARD, ForecastEvent
from mtdtutor.progress.totals import LONGEST_RECALL_MS
from mtdtutor.storage.events import is_live
from mtdtutor.storage.prepared import Prepared, Row
from mtdtutor.storage.tables import card, forecast, memory, review
from mtdtutor.storage.tables_own import exam
from mtdtutor.storage.types import Str
from mtdtutor.study.memory import State
from mtdtutor.study.queue import Candidate

PACE_REVIEWS: Final = 300
"""How many of the last recalls tell the learner's pace."""


_EDGE: Final = "|"


class ExamRow(NamedTuple):
    """An exam as it is kept.

    Attributes:
        id: Its UUID.
        name: What the learner calls it; may be empty.
        day: Study day of the exam.
        topics: Ids of the topics in scope.
        levels: Levels in scope.
        minutes: Minutes on a day of study.
        created_ms: When the date was set (UTC ms).
        ended: What was decided after the day; None while the exam is open.
        outcome: How it went, as the learner says; None if they did not.
        ended_ms: When that was (UTC ms).
    """

    id: str
    name: str
    day: int
    topics: tuple[str, ...]
    levels: tuple[str, ...]
    minutes: int
    created_ms: int
    ended: str | None = None
    outcome: dict[str, Any] | None = None
    ended_ms: int | None = None


class Standing(NamedTuple):
    """A card of the scope, and the study day it was put off on, if it was."""

    card: Candidate
    buried_day: int | None


_COLUMNS: Final = (
    exam.c.id, exam.c.name, exam.c.day, exam.c.topics, exam.c.levels, exam.c.minutes,
    exam.c.created_ms, exam.c.ended, exam.c.outcome, exam.c.ended_ms,
)  # fmt: skip
_OPEN: Final = Prepared(
    lambda: select(*_COLUMNS).where(exam.c.learner == bindparam("learner"), exam.c.ended.is_(None))
)


def _cards() -> Select[Any]:
    """Return the query for the cards of one level that are not suspended, seen or not."""
    mine = and_(memory.c.learner == bindparam("learner"), memory.c.card == card.c.id)
    return (
        select(
            card.c.id, card.c.fact, card.c.topic, card.c.level, card.c.kind,
            func.coalesce(memory.c.state, State.NEW.value), memory.c.due_day, memory.c.due_ms,
            memory.c.stability, memory.c.difficulty, memory.c.last_day, card.c.position,
            memory.c.buried_day,
        )
        .select_from(card.outerjoin(memory, mine))
        .where(
            card.c.retired == 0,
            card.c.level == bindparam("level"),
            # Topics are slugs, which hold none of the signs that a pattern gives a meaning to.
            bindparam("topics", type_=Str).contains(_EDGE + card.c.topic + _EDGE),
            or_(card.c.learner.is_(None), card.c.learner == bindparam("learner")),
            func.coalesce(~memory.c.suspended, True),
        )
        .order_by(card.c.position, card.c.id)
    )  # fmt: skip


_CARDS: Final = Prepared(_cards)
_FORECAST: Final = Prepared(
    lambda: (
        select(*forecast.c)
        .where(forecast.c.learner == bindparam("learner"))
        .order_by(forecast.c.seq.desc())
        .limit(1)
    )
)
_PACE: Final = Prepared(
    lambda: (
        select(review.c.before_state, review.c.duration_ms)
        .where(
            review.c.learner == bindparam("learner"),
            review.c.mode == CARD,
            review.c.duration_ms.is_not(None),
            # As a sum, or SQLite would go by the index of days and sort all of the history.
            review.c.day + 0 < bindparam("day"),
            is_live(review),
        )
        .order_by(review.c.seq.desc())
        .limit(PACE_REVIEWS)
    )
)


def find_open(conn: Connection, learner: str) -> ExamRow | None:
    """Return a learner's exam; None if none is set. One that has passed is open until it ends."""
    row = _OPEN.row(conn, learner=learner)
    return None if row is None else _exam(row)


def everything(conn: Connection, learner: str) -> list[ExamRow]:
    """Return all exams of a learner, the first one first."""
    query = select(*_COLUMNS).where(exam.c.learner == learner)
    rows = conn.execute(query.order_by(exam.c.created_ms, exam.c.id))
    return [_exam(tuple(row)) for row in rows]


def add(conn: Connection, learner: str, row: ExamRow) -> None:
    """Keep a new exam; no other one of the learner may be open."""
    conn.execute(insert(exam).values(learner=learner, **_values(row)))


def change(conn: Connection, learner: str, row: ExamRow) -> None:
    """Keep an exam anew, under its id."""
    conn.execute(
        update(exam).where(exam.c.learner == learner, exam.c.id == row.id).values(**_values(row))
    )


def remove(conn: Connection, learner: str, exam_id: str) -> None:
    """Take an exam away, as if it had never been set."""
    conn.execute(delete(exam).where(exam.c.learner == learner, exam.c.id == exam_id))


def cards(
    conn: Connection, learner: str, topics: Collection[str], levels: Collection[str]
) -> list[Standing]:
    """Return the cards of a scope that are not suspended, in the order of the course."""
    found, asked = [], _EDGE + _EDGE.join(topics) + _EDGE
    for level in levels:
        for row in _CARDS.rows(conn, learner=learner, level=level, topics=asked):
            values: list[Any] = [*row[:5], State(row[5]), *row[6:12]]
            found.append(Standing(Candidate(*values), row[12]))
    return found


def pace(conn: Connection, learner: str, day: int) -> list[tuple[State, int]]:
    """Return the last recalls before a study day: the state of each card, and milliseconds."""
    return [
        (State(row[0]), min(row[1], LONGEST_RECALL_MS))
        for row in _PACE.rows(conn, learner=learner, day=day)
    ]


def latest_forecast(conn: Connection, learner: str) -> ForecastEvent | None:
    """Return what was last foretold to a learner; None if nothing was."""
    row = _FORECAST.row(conn, learner=learner)
    return None if row is None else ForecastEvent(*row)


def _exam(row: Row) -> ExamRow:
    return ExamRow(*row)._replace(topics=tuple(row[3]), levels=tuple(row[4]))


def _values(row: ExamRow) -> dict[str, Any]:
    return {**row._asdict(), "topics": list(row.topics), "levels": list(row.levels)}
