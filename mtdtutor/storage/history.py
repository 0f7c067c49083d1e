"""What the History page reads: sums of day totals, and attempts with their counts."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Table,
    and_,
    bindparam,
    case,
    cast,
    exists,
    func,
    select,
)

from mtdtutor.progress.events import ENDINGS, TIMEOUT
from mtdtutor.progress.periods import Span
from mtdtutor.progress.stats import DayValue
from mtdtutor.progress.views import RUNNING, AttemptLine
from mtdtutor.storage.events import is_live
from mtdtutor.storage.tables import answer, attempt, attempt_event, day_total, review


def review_days(conn: Connection, learner: str) -> Span | None:
    """Return the first and the last study day with a review, None without any."""
    return _known(conn, review, learner)


def attempt_days(conn: Connection, learner: str) -> Span | None:
    """Return the first and the last study day on which a quiz began, None without any."""
    return _known(conn, attempt, learner)


def day_sums(
    conn: Connection,
    learner: str,
    metrics: Collection[str],
    days: Span,
    topic: str | None = None,
) -> list[DayValue]:
    """Return day totals of a period.

    Args:
        conn: A connection.
        learner: Whose.
        metrics: Which counts.
        days: Study days, both ends included.
        topic: One topic, or None for the sum of all.
    """
    table = day_total.c
    query = (
        select(table.metric, table.day, func.sum(table.value))
        .where(
            table.learner == learner,
            table.metric.in_(sorted(metrics)),
            table.day.between(days.first, days.last),
        )
        .group_by(table.metric, table.day)
    )
    if topic is not None:
        query = query.where(table.topic == topic)
    return [DayValue(metric, day, int(value)) for metric, day, value in conn.execute(query)]


def attempt_lines(conn: Connection, learner: str, days: Span) -> list[AttemptLine]:
    """Return a learner's attempts of a period with what came of them, in no order.

    Of several answers at one position the last counts.
    """
    of_period = and_(attempt.c.learner == learner, attempt.c.day.between(days.first, days.last))
    results = _results(conn, of_period)
    # The plan stays where it is: it is a hundred times longer than the rest.
    wanted = ("id", "at_ms", "offset_min", "day", "preset", "number", "total_ms")
    ended = (
        select(
            *(attempt.c[name] for name in wanted), attempt_event.c.kind, attempt_event.c.active_ms
        )
        .select_from(attempt)
        .outerjoin(
            attempt_event,
            and_(
                attempt_event.c.attempt == attempt.c.id,
                attempt_event.c.kind.in_(sorted(ENDINGS)),
                is_live(attempt_event),
            ),
        )
        .where(of_period, is_live(attempt))
    )
    lines = []
    for row in conn.execute(ended):
        name, at_ms, offset_min, day, preset, number, total_ms, kind, active_ms = tuple(row)
        result = results.get(name, _NOTHING)
        lines.append(
            AttemptLine(
                name,
                at_ms,
                offset_min,
                day,
                preset,
                number,
                result.answered,
                result.right,
                result.active_ms if active_ms is None else active_ms,
                total_ms,
                kind or RUNNING,
            )
        )
    return lines


class _Result(NamedTuple):
    """What the answers of an attempt come to."""

    answered: int
    right: int
    active_ms: int


_NOTHING: Final = _Result(0, 0, 0)


def _results(conn: Connection, of_period: ColumnElement[bool]) -> dict[str, _Result]:
    """Return what the answers come to, by attempt.

    Nearly every question is answered once, and counting all answers is four times faster than
    looking for a later one beside each; so only attempts with a second answer are looked at again.
    """
    figures = (
        func.sum(case((answer.c.outcome == TIMEOUT, 0), else_=1)),
        func.sum(cast(answer.c.right, Integer)),
        func.max(answer.c.attempt_active_ms),
    )
    counted = (
        select(answer.c.attempt, *figures, func.count() > func.count(answer.c.position.distinct()))
        .select_from(attempt)
        .join(answer, answer.c.attempt == attempt.c.id)
        .where(of_period, is_live(answer))
        .group_by(answer.c.attempt)
    )
    results, again = {}, []
    for name, answered, right, active_ms, changed in conn.execute(counted):
        results[name] = _Result(answered, right, active_ms)
        if changed:
            again.append(name)
    later = answer.alias("later")
    is_last = ~exists(
        select(later.c.seq).where(
            later.c.attempt == answer.c.attempt,
            later.c.position == answer.c.position,
            later.c.seq > answer.c.seq,
            is_live(later),
        )
    )
    careful = (
        select(*figures)
        .where(answer.c.attempt == bindparam("of"), is_live(answer), is_last)
        .group_by(answer.c.attempt)
    )
    for name in again:
        results[name] = _Result(*conn.execute(careful, {"of": name}).one())
    return results


def _known(conn: Connection, table: Table, learner: str) -> Span | None:
    # One query for each end: SQLite finds one end of an index at once, both by reading all of it.
    low, high = (
        conn.execute(select(end(table.c.day)).where(table.c.learner == learner)).scalar_one()
        for end in (func.min, func.max)
    )
    return None if low is None else Span(low, high)
