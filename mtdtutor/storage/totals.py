"""Day totals: kept with every event, read by History, and counted again from the events."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import partial
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    and_,
    bindparam,
    case,
    cast,
    delete,
    exists,
    func,
    literal,
    or_,
    select,
    union,
)

from mtdtutor.progress.events import CARD, EXPIRED, FINISHED, Event
from mtdtutor.progress.totals import (
    GRADE_METRICS,
    LONGEST_RECALL_MS,
    MATURE_DAYS,
    NO_TOPIC,
    Key,
    increments,
    key,
)
from mtdtutor.storage.events import is_live
from mtdtutor.storage.prepared import Prepared, Row
from mtdtutor.storage.sqlite import add_up
from mtdtutor.storage.tables import answer, attempt_event, day_total, review
from mtdtutor.study.memory import Grade, State

_ADD: Final = Prepared(lambda: add_up(day_total, "value"))
_DROP_ZERO: Final = Prepared(
    lambda: delete(day_total).where(
        day_total.c.learner == bindparam("learner"),
        day_total.c.metric == bindparam("metric"),
        day_total.c.day == bindparam("day"),
        day_total.c.topic == bindparam("topic"),
        day_total.c.value == 0,
    )
)
_ALL: Final = Prepared(
    lambda: select(
        day_total.c.learner,
        day_total.c.day,
        day_total.c.topic,
        day_total.c.metric,
        day_total.c.value,
    )
)
_DROP_DAYS: Final = Prepared(
    lambda: delete(day_total).where(
        day_total.c.learner == bindparam("of"),
        day_total.c.day.between(bindparam("first"), bindparam("last")),
    )
)


class Total(NamedTuple):
    """One count of one study day."""

    metric: str
    day: int
    topic: str
    value: int


Counted = dict[tuple[Key, str], int]
"""Totals by where they are counted and what is counted; no zeros."""


def add(conn: Connection, event: Event, sign: int = 1) -> None:
    """Count an event, or with ``sign`` -1 take it out of the count."""
    counts = {metric: count for metric, count in increments(event).items() if count}
    if not counts:
        return
    place = key(event)._asdict()
    _ADD.run_many(
        conn, [{**place, "metric": name, "value": sign * count} for name, count in counts.items()]
    )
    if sign < 0:
        _DROP_ZERO.run_many(conn, [{**place, "metric": name} for name in counts])


def read(
    conn: Connection,
    learner: str,
    metrics: Collection[str],
    first_day: int | None = None,
    last_day: int | None = None,
) -> list[Total]:
    """Return totals of a period, both days in it, ordered by metric, day and topic."""
    table = day_total.c
    query = select(table.metric, table.day, table.topic, table.value).where(
        table.learner == learner, table.metric.in_(sorted(metrics))
    )
    if first_day is not None:
        query = query.where(table.day >= first_day)
    if last_day is not None:
        query = query.where(table.day <= last_day)
    rows = conn.execute(query.order_by(table.metric, table.day, table.topic))
    return [Total(*row) for row in rows]


def whole(conn: Connection, learner: str, metrics: Collection[str]) -> int:
    """Return the sum of some totals over all days."""
    query = select(func.coalesce(func.sum(day_total.c.value), 0)).where(
        day_total.c.learner == learner, day_total.c.metric.in_(sorted(metrics))
    )
    return int(conn.execute(query).scalar_one())


def stored(conn: Connection) -> Counted:
    """Return all totals as they are kept."""
    rows = _ALL.rows(conn)
    return {(Key(who, day, topic), metric): value for who, day, topic, metric, value in rows}


def recount(conn: Connection) -> Counted:
    """Return all totals as the events say, counted by the database.

    A million events are counted in about a second this way; ``progress.totals`` says the same of
    one event, and a test compares the two.
    """
    found: Counted = {}
    for query in _WHOLE:
        _collect(found, query.columns, query.rows(conn))
    return found


def _collect(found: Counted, columns: Sequence[str], rows: Iterable[Row]) -> None:
    metrics = columns[3:]
    for row in rows:
        place = Key(*row[:3])
        found.update(
            ((place, metric), value)
            for metric, value in zip(metrics, row[3:], strict=True)
            if value
        )


def replace(conn: Connection, learner: str, first_day: int, last_day: int) -> None:
    """Count some study days of a learner again, both ends included, and keep that."""
    span = {"of": learner, "first": first_day, "last": last_day}
    counted: Counted = {}
    for query in _OF_DAYS:
        _collect(counted, query.columns, query.rows(conn, **span))
    _DROP_DAYS.run(conn, **span)
    _ADD.run_many(
        conn,
        [
            {**place._asdict(), "metric": metric, "value": value}
            for (place, metric), value in counted.items()
        ],
    )


def days_of(conn: Connection, learner: str) -> list[int]:
    """Return the study days on which a learner did anything or that have totals, in order."""
    parts = [
        select(table.c.day).where(table.c.learner == learner)
        for table in (review, answer, attempt_event, day_total)
    ]
    return sorted(row[0] for row in conn.execute(union(*parts)))


def differences(kept: Counted, counted: Counted) -> Iterator[str]:
    """Yield what differs, in words for a person who repairs it."""
    for where in sorted({*kept, *counted}):
        place, metric = where
        if kept.get(where, 0) != counted.get(where, 0):
            yield (
                f"day total {metric} of day {place.day} {place.topic or 'all topics'}: "
                f"{kept.get(where, 0)} kept, {counted.get(where, 0)} counted"
            )


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _reviews() -> Select[Any]:
    table = review.c
    first = and_(table.before_state == State.REVIEW.value, table.before_last_day < table.day)
    again = table.grade == Grade.AGAIN.value
    mature = func.coalesce(table.before_due_day - table.before_last_day >= MATURE_DAYS, False)
    return (
        select(
            table.learner,
            table.day,
            table.topic,
            *(
                _sum(table.grade == grade.value).label(name)
                for grade, name in GRADE_METRICS.items()
            ),
            _sum(table.before_state == State.NEW.value).label("new"),
            func.sum(
                case(
                    (table.duration_ms > LONGEST_RECALL_MS, LONGEST_RECALL_MS),
                    else_=func.coalesce(table.duration_ms, 0),
                )
            ).label("reviews_ms"),
            _sum(and_(first, ~again, ~mature)).label("retained_young"),
            _sum(and_(first, again, ~mature)).label("lapsed_young"),
            _sum(and_(first, ~again, mature)).label("retained_mature"),
            _sum(and_(first, again, mature)).label("lapsed_mature"),
        )
        .where(table.mode == CARD, is_live(review))
        .group_by(table.learner, table.day, table.topic)
    )


def _answers() -> Select[Any]:
    table, later = answer.c, answer.alias("later")
    is_last = ~exists(
        select(later.c.seq).where(
            later.c.attempt == table.attempt,
            later.c.position == table.position,
            later.c.seq > table.seq,
            is_live(later),
        )
    )
    return (
        select(
            table.learner,
            table.day,
            table.topic,
            func.count().label("answers"),
            func.sum(cast(table.right, Integer)).label("answers_right"),
            func.sum(table.active_ms).label("answers_ms"),
        )
        .where(is_live(answer), is_last)
        .group_by(table.learner, table.day, table.topic)
    )


def _attempts() -> Select[Any]:
    table = attempt_event.c
    return (
        select(
            table.learner,
            table.day,
            literal(NO_TOPIC).label("topic"),
            func.count().label("attempts"),
        )
        .where(or_(table.kind == FINISHED, table.kind == EXPIRED), is_live(attempt_event))
        .group_by(table.learner, table.day)
    )


def _of_days(build: Callable[[], Select[Any]]) -> Select[Any]:
    query = build()
    columns = query.selected_columns
    return query.where(
        columns.learner == bindparam("of"),
        columns.day.between(bindparam("first"), bindparam("last")),
    )


_COUNTS: Final = (_reviews, _answers, _attempts)
_WHOLE: Final = tuple(map(Prepared, _COUNTS))
_OF_DAYS: Final = tuple(Prepared(partial(_of_days, build)) for build in _COUNTS)
