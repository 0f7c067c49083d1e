"""Which events are dead, made again from the retractions."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select

from mtdtutor.progress.events import ENDINGS
from mtdtutor.storage.events import KINDS
from mtdtutor.storage.tables import EVENT_TABLES, attempt_clock, attempt_event, dead, retraction


def counted_dead(conn: Connection) -> dict[int, str]:
    """Return the events that live retractions name, by their place, with their learners.

    A retraction is written after what it names, so going backwards each one's own fate is known
    when it is met.
    """
    table = retraction.c
    query = select(table.id, table.target, table.target_kind).order_by(table.seq.desc())
    taken_back: dict[str, str] = {}
    for event_id, target, kind in conn.execute(query):
        if event_id not in taken_back:
            taken_back[target] = kind
    found: dict[int, str] = {}
    for target, kind in taken_back.items():
        columns = EVENT_TABLES[KINDS[kind]].c
        row = conn.execute(
            select(columns.seq, columns.learner).where(columns.id == target)
        ).one_or_none()
        if row is not None:
            found[row[0]] = row[1]
    return found


def kept_dead(conn: Connection) -> dict[int, str]:
    """Return the same as it is kept."""
    return {row[0]: row[1] for row in conn.execute(select(dead.c.seq, dead.c.learner))}


def replace_dead(conn: Connection) -> None:
    """Keep what the retractions say."""
    found = counted_dead(conn)
    conn.execute(delete(dead))
    if found:
        rows = [{"seq": seq, "learner": learner} for seq, learner in found.items()]
        conn.execute(insert(dead), rows)


def drop_stray_clocks(conn: Connection) -> None:
    """Drop the clocks of attempts that have ended."""
    ended = select(attempt_event.c.attempt).where(attempt_event.c.kind.in_(sorted(ENDINGS)))
    conn.execute(delete(attempt_clock).where(attempt_clock.c.attempt.in_(ended)))
