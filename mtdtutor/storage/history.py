"""What the History page reads: sums of day totals, and attempts with their counts."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, Integer, Table, and_, case, cast, exists, func, select

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
    of_period = (attempt.c.learner == learner, attempt.c.day.between(days.first, days.last))
    later = answer.alias("later")
    is_last = ~exists(
        select(later.c.seq).where(
            later.c.attempt == answer.c.attempt,
            later.c.position == answer.c.position,
            later.c.seq > answer.c.seq,
            is_live(later),
        )
    )
    given = case((answer.c.outcome == TIMEOUT, 0), else_=1)
    counted = (
        select(
            answer.c.attempt,
            func.sum(given),
            func.sum(cast(answer.c.right, Integer)),
            func.max(answer.c.attempt_active_ms),
        )
        .select_from(answer)
        .join(attempt, attempt.c.id == answer.c.attempt)
        .where(*of_period, is_live(answer), is_last)
        .group_by(answer.c.attempt)
    )
    results = {row[0]: (int(row[1]), int(row[2]), int(row[3])) for row in conn.execute(counted)}
    ended = (
        select(attempt, attempt_event.c.kind, attempt_event.c.active_ms)
        .select_from(attempt)
        .outerjoin(
            attempt_event,
            and_(
                attempt_event.c.attempt == attempt.c.id,
                attempt_event.c.kind.in_(sorted(ENDINGS)),
                is_live(attempt_event),
            ),
        )
        .where(*of_period, is_live(attempt))
        .order_by(attempt_event.c.seq)
    )
    lines: dict[str, AttemptLine] = {}
    for row in conn.execute(ended):
        answered, right, active_ms = results.get(row.id, (0, 0, 0))
        lines[row.id] = AttemptLine(
            row.id,
            row.at_ms,
            row.offset_min,
            row.day,
            row.preset,
            row.number,
            answered,
            right,
            active_ms if row.active_ms is None else row.active_ms,
            row.total_ms,
            row.kind or RUNNING,
        )
    return list(lines.values())


def _known(conn: Connection, table: Table, learner: str) -> Span | None:
    # One query for each end: SQLite finds one end of an index at once, both by reading all of it.
    low, high = (
        conn.execute(select(end(table.c.day)).where(table.c.learner == learner)).scalar_one()
        for end in (func.min, func.max)
    )
    return None if low is None else Span(low, high)
