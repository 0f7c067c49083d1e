"""Looking for damage: a quick look at every start, a complete one on request."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from enum import IntEnum
from itertools import islice
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, func, select

from mtdtutor.storage import derived, events, sqlite, totals
from mtdtutor.storage.columns import metadata
from mtdtutor.storage.tables import EVENT_TABLES, origin


class Depth(IntEnum):
    """How closely a check looks."""

    QUICK = 1
    COMPLETE = 2


MOST: Final = 20
"""How many findings of one kind are named; the rest would say no more."""
SMALL_BYTES: Final = 64_000_000
"""A file up to this size is looked at without regard to time: all pages in a quick check, every
entry of every index in a complete one."""
_EVENT_NAMES: Final = frozenset(table.name for table in EVENT_TABLES.values())


def pages(conn: Connection, depth: Depth) -> list[str]:
    """Return damage to the file itself.

    Quick: all pages of a small file; of a large one all but those of the event tables. Complete:
    all pages, and each entry of each index is looked up. Of a large file that takes long: there
    the event tables are asked instead whether each index has as many entries as its table, with
    the same sum of places, and what can be loaded from the bank again is left out.
    """
    connection = sqlite.raw(conn)
    size, count = (int(str(sqlite.pragma(conn, name))) for name in ("page_size", "page_count"))
    path = str(connection.execute("PRAGMA database_list").fetchone()[2])
    mode = sqlite.pragma(conn, "journal_mode")
    found = []
    # With a write-ahead log the newest pages may not be in the file yet.
    if mode != "wal" and Path(path).stat().st_size < size * count:
        found.append(f"the file is cut short: {Path(path).stat().st_size} of {size * count} bytes")
    complete = depth is Depth.COMPLETE
    if size * count <= SMALL_BYTES:
        return found + sqlite.damages(connection, quick=not complete, most=MOST)
    if complete:
        found += sqlite.damages(connection, quick=True, most=MOST)
    for table in metadata.sorted_tables:
        loaded_again = "retired" in table.c and "learner" not in table.c
        if table.name not in _EVENT_NAMES and not (complete and loaded_again):
            found += sqlite.damages_of(connection, table.name, quick=not complete, most=MOST)
    return found + _index_sums(connection) if complete else found


def _index_sums(connection: sqlite3.Connection) -> list[str]:
    found: list[str] = []
    for table in EVENT_TABLES.values():
        wanted = sqlite.sums(connection, table.name, None)
        found.extend(
            f"the index {index} does not match its table"
            for index in sorted(str(each.name) for each in table.indexes)
            if sqlite.sums(connection, table.name, index) != wanted
        )
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
