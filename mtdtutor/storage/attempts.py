"""Quizzes as they were sat: attempts, answers, endings and the running clock."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Select, bindparam, delete, exists, func, select

from mtdtutor.progress.events import ENDINGS, AnswerEvent, AttemptEvent, AttemptRow
from mtdtutor.storage.events import is_live
from mtdtutor.storage.prepared import Prepared
from mtdtutor.storage.sqlite import upsert
from mtdtutor.storage.tables import answer, attempt, attempt_clock, attempt_event


class Exposure(NamedTuple):
    """How often and when a question was answered last."""

    question: str
    times: int
    last_day: int
    last_right: bool


_ANSWERS: Final = Prepared(
    lambda: (
        select(*answer.c)
        .where(answer.c.attempt == bindparam("of"), is_live(answer))
        .order_by(answer.c.seq)
    )
)
_AT_POSITION: Final = Prepared(
    lambda: (
        select(*answer.c)
        .where(
            answer.c.attempt == bindparam("of"),
            answer.c.position == bindparam("position"),
            is_live(answer),
        )
        .order_by(answer.c.seq.desc())
        .limit(1)
    )
)
_EVENTS: Final = Prepared(
    lambda: (
        select(*attempt_event.c)
        .where(attempt_event.c.attempt == bindparam("of"), is_live(attempt_event))
        .order_by(attempt_event.c.seq)
    )
)
_NOTE_CLOCK: Final = Prepared(lambda: upsert(attempt_clock))
_CLOCK: Final = Prepared(
    lambda: select(attempt_clock.c.active_ms).where(attempt_clock.c.attempt == bindparam("of"))
)
_STOP_CLOCK: Final = Prepared(
    lambda: delete(attempt_clock).where(attempt_clock.c.attempt == bindparam("of"))
)


def _ended() -> Any:  # noqa: ANN401 (an SQL expression)
    return exists(
        select(attempt_event.c.seq).where(
            attempt_event.c.attempt == attempt.c.id,
            attempt_event.c.kind.in_(sorted(ENDINGS)),
            is_live(attempt_event),
        )
    )


def _live_attempts(learner: str) -> Select[Any]:
    return select(*attempt.c).where(attempt.c.learner == learner, is_live(attempt))


def answers(conn: Connection, attempt_id: str) -> list[AnswerEvent]:
    """Return every live answer of an attempt in order."""
    return [AnswerEvent(*row) for row in _ANSWERS.rows(conn, of=attempt_id)]


def responses(conn: Connection, attempt_id: str) -> list[AnswerEvent]:
    """Return the last live answer of each question of an attempt, by position."""
    last = {each.position: each for each in answers(conn, attempt_id)}
    return [last[position] for position in sorted(last)]


def response_at(conn: Connection, attempt_id: str, position: int) -> AnswerEvent | None:
    """Return the last live answer of one question of an attempt."""
    row = _AT_POSITION.row(conn, of=attempt_id, position=position)
    return None if row is None else AnswerEvent(*row)


def events_of(conn: Connection, attempt_id: str) -> list[AttemptEvent]:
    """Return the live changes of state of an attempt in order."""
    return [AttemptEvent(*row) for row in _EVENTS.rows(conn, of=attempt_id)]


def ending(conn: Connection, attempt_id: str) -> AttemptEvent | None:
    """Return the event that ended an attempt; None while it runs."""
    return next((each for each in events_of(conn, attempt_id) if each.kind in ENDINGS), None)


def unfinished(conn: Connection, learner: str) -> AttemptRow | None:
    """Return the learner's last attempt that has not ended."""
    query = _live_attempts(learner).where(~_ended()).order_by(attempt.c.seq.desc()).limit(1)
    row = conn.execute(query).one_or_none()
    return None if row is None else AttemptRow(*row)


def ended(
    conn: Connection, learner: str, first_day: int | None = None, last_day: int | None = None
) -> list[AttemptRow]:
    """Return the learner's attempts that have ended, by the study day they began."""
    query = _live_attempts(learner).where(_ended())
    if first_day is not None:
        query = query.where(attempt.c.day >= first_day)
    if last_day is not None:
        query = query.where(attempt.c.day <= last_day)
    return [AttemptRow(*row) for row in conn.execute(query.order_by(attempt.c.seq))]


def exposures(conn: Connection, learner: str) -> dict[str, Exposure]:
    """Return what the learner has met, by question."""
    met = (
        select(func.max(answer.c.seq).label("seq"), func.count().label("times"))
        .where(answer.c.learner == learner, is_live(answer))
        .group_by(answer.c.question)
        .subquery()
    )
    query = select(answer.c.question, met.c.times, answer.c.day, answer.c.right).join(
        met, met.c.seq == answer.c.seq
    )
    return {row[0]: Exposure(*row) for row in conn.execute(query)}


def note_clock(conn: Connection, attempt_id: str, active_ms: int, at_ms: int) -> None:
    """Note the active time of a running attempt."""
    _NOTE_CLOCK.run(conn, attempt=attempt_id, active_ms=active_ms, at_ms=at_ms)


def stop_clock(conn: Connection, attempt_id: str) -> None:
    """Drop the clock of an attempt that has ended."""
    _STOP_CLOCK.run(conn, of=attempt_id)


def active_ms(conn: Connection, attempt_id: str) -> int:
    """Return the longest active time that was noted of an attempt, wherever it was noted."""
    known = [int(_CLOCK.value(conn, of=attempt_id) or 0)]
    known.extend(each.attempt_active_ms for each in answers(conn, attempt_id))
    known.extend(each.active_ms for each in events_of(conn, attempt_id))
    return max(known)


def count_attempts(conn: Connection, learner: str) -> int:
    """Return how many live attempts a learner began."""
    query = select(func.count()).select_from(attempt)
    return int(
        conn.execute(query.where(attempt.c.learner == learner, is_live(attempt))).scalar_one()
    )


def count_responses(conn: Connection, learner: str) -> int:
    """Return how many questions a learner answered, each once in an attempt."""
    distinct = (
        select(answer.c.attempt, answer.c.position)
        .distinct()
        .where(answer.c.learner == learner, is_live(answer))
        .subquery()
    )
    return int(conn.execute(select(func.count()).select_from(distinct)).scalar_one())
