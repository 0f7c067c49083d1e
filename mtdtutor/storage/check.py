"""Looking for damage: a quick look at every start, a complete one on request."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, func, select

from mtdtutor.storage import derived, events, sqlite, totals
from mtdtutor.storage.tables import EVENT_TABLES, metadata, origin

MOST: Final = 20
"""How many findings of one kind are named; the rest would say no more."""
SMALL_BYTES: Final = 64_000_000
"""A file up to this size has all its pages looked at even in a quick check."""
_EVENT_NAMES: Final = frozenset(table.name for table in EVENT_TABLES.values())


def pages(conn: Connection, *, quick: bool) -> list[str]:
    """Return damage to the file itself.

    The quick look at a large file leaves out the pages of the event tables, which only a complete
    one can read in full; a file cut short is found either way.
    """
    connection = sqlite.raw(conn)
    size, count = (int(str(sqlite.pragma(conn, name))) for name in ("page_size", "page_count"))
    path = str(connection.execute("PRAGMA database_list").fetchone()[2])
    mode = sqlite.pragma(conn, "journal_mode")
    found = []
    # With a write-ahead log the newest pages may not be in the file yet.
    if mode != "wal" and Path(path).stat().st_size < size * count:
        found.append(f"the file is cut short: {Path(path).stat().st_size} of {size * count} bytes")
    if not quick or size * count <= SMALL_BYTES:
        return found + sqlite.damages(connection, quick=quick, most=MOST)
    for table in metadata.sorted_tables:
        if table.name not in _EVENT_NAMES:
            found += sqlite.damages_of(connection, table.name, most=MOST)
    return found


def schema(conn: Connection) -> list[str]:
    """Return tables and indexes that are missing."""
    query = "SELECT type, name FROM sqlite_master"
    present = {(row[0], row[1]) for row in conn.exec_driver_sql(query)}
    wanted = {("table", table.name) for table in metadata.sorted_tables}
    wanted |= {("index", str(i.name)) for table in metadata.sorted_tables for i in table.indexes}
    return [f"the {kind} {name} is missing" for kind, name in sorted(wanted - present)]


def order(conn: Connection) -> list[str]:
    """Return what is wrong with the one order of events."""
    counter = int(conn.execute(select(origin.c.seq)).scalar_one())
    found = []
    for table in EVENT_TABLES.values():
        last = conn.execute(select(func.max(table.c.seq))).scalar_one() or 0
        if last > counter:
            found.append(f"{table.name} holds event {last}, beyond the counter {counter}")
    return found


def references(conn: Connection) -> list[str]:
    """Return references that point nowhere."""
    return sqlite.loose_ends(sqlite.raw(conn))


def retractions(conn: Connection) -> list[str]:
    """Return events that are wrongly held for live or for taken back."""
    kept, counted = derived.kept_dead(conn), derived.counted_dead(conn)
    found = [
        f"event {seq} is taken back but counts as live" for seq in sorted(counted.keys() - kept)
    ]
    found += [
        f"event {seq} is live but counts as taken back" for seq in sorted(kept.keys() - counted)
    ]
    return found[:MOST]


def day_totals(conn: Connection) -> list[str]:
    """Return day totals that are not what the events come to."""
    return list(islice(_differences(conn), MOST))


def _differences(conn: Connection) -> Iterator[str]:
    yield from totals.differences(totals.stored(conn), totals.recount(conn))


def event_count(conn: Connection) -> int:
    """Return how many events there are, live or not."""
    return sum(events.counts(conn).values())
