"""All that only SQLite can do: opening, pragmas, result codes, the backup API, checks of pages."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from sqlalchemy import Connection, Engine, Table, create_engine, event
from sqlalchemy.dialects.sqlite import Insert, insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from mtdtutor.core.errors import KnownError

APPLICATION_ID: Final = 0x4D544454
"""“MTDT” in the file's header: how our files are told from other people's."""
_TRIES: Final = 100
_PAUSE_MS: Final = 50


class Header(NamedTuple):
    """What the file says of itself before anything else is read.

    Attributes:
        application: Its application id.
        schema: Number of its newest migration.
        tables: How many tables it holds.
    """

    application: int
    schema: int
    tables: int


def connect(path: Path, busy_ms: int, *, create: bool = True) -> sqlite3.Connection:
    """Open a file without any pragma that writes.

    Transactions are begun by hand: the driver's own way begins them late, and never IMMEDIATE.
    """
    mode = "rwc" if create else "rw"
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        timeout=busy_ms / 1000,
        isolation_level=None,
        check_same_thread=False,
        uri=True,
    )


def make_engine(path: Path, busy_ms: int, *, synchronous: str = "FULL") -> Engine:
    """Return an engine whose connections carry our pragmas.

    A transaction begins with ``BEGIN``, or with what the execution option ``begin`` says.
    """

    def opened() -> sqlite3.Connection:
        connection = connect(path, busy_ms, create=False)
        try:
            _write_ahead(connection)
            connection.execute(f"PRAGMA synchronous = {synchronous}")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.execute("PRAGMA cache_size = -16000")
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    engine = create_engine(
        "sqlite://", creator=opened, poolclass=QueuePool, pool_size=3, max_overflow=5
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        words = connection.get_execution_options().get("begin", "BEGIN")
        connection.connection.cursor().execute(words)

    return engine


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Switch to write-ahead mode, politely.

    SQLite does not wait for another connection here, even when it is told to wait elsewhere, so
    two programs that open a new file at once would stop one another. An empty transaction waits.
    """
    for _ in range(_TRIES):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
        else:
            return
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("COMMIT")
    connection.execute("PRAGMA journal_mode = WAL")


def pragma(conn: Connection, name: str) -> object:
    """Return what a pragma says when it is read back."""
    row = conn.exec_driver_sql(f"PRAGMA {name}").fetchone()
    return None if row is None else row[0]


def read_header(connection: sqlite3.Connection) -> Header:
    """Return what an open file says of itself."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (schema,) = connection.execute("PRAGMA user_version").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return Header(application, schema, tables)


def stamp(conn: Connection, schema: int) -> None:
    """Write our mark and the schema number into the header, inside the transaction."""
    conn.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    conn.exec_driver_sql(f"PRAGMA user_version = {schema}")


@contextlib.contextmanager
def known_errors(path: Path, backups: Path) -> Iterator[None]:
    """Turn what SQLite says of the world into a ``KnownError``; our own mistakes pass through."""
    try:
        yield
    except (sqlite3.Error, DBAPIError) as error:
        known = translate(error, path, backups)
        if known is None:
            raise
        raise known from error


def translate(error: Exception, path: Path, backups: Path) -> KnownError | None:
    """Return the known error for an error of the driver, or None if it is our own mistake."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    extended = getattr(cause, "sqlite_errorcode", None)
    if extended is None:
        return None
    match extended & 0xFF:
        case 8:  # SQLITE_READONLY
            known = KnownError("folder-read-only", folder=path.parent, reason=cause)
        case 13:  # SQLITE_FULL
            known = KnownError("disk-full", file=path)
        case 5 | 6:  # SQLITE_BUSY, SQLITE_LOCKED
            known = KnownError("database-locked", file=path)
        case 10 | 14:  # SQLITE_IOERR, SQLITE_CANTOPEN
            known = KnownError("disk-error", file=path, reason=cause)
        case 11 | 26:  # SQLITE_CORRUPT, SQLITE_NOTADB
            known = KnownError("database-damaged", file=path, reason=cause, backups=backups)
        case _:
            return None
    return known


def copy(
    source: Path,
    target: Path,
    progress: Callable[[int, int], None] | None = None,
    *,
    busy_ms: int = 5000,
    pages: int = -1,
) -> None:
    """Copy a database with SQLite's backup API: a consistent copy, whoever else is writing.

    The target changes in one transaction: whatever happens meanwhile, it is the old or the new.

    Args:
        source: An existing database.
        target: A database to overwrite, or a file that does not exist yet.
        progress: Called with pages left and pages in all.
        busy_ms: How long to wait for somebody else's lock; the driver alone would wait for ever.
        pages: Pages to copy between two calls of ``progress``; below zero all at once.

    Raises:
        KnownError: ``database-locked``; the target is as it was.
    """
    waited_ms = 0

    def report(status: int, left: int, total: int) -> None:
        nonlocal waited_ms
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            waited_ms += _PAUSE_MS
            if waited_ms > busy_ms:
                raise KnownError("database-locked", file=target)
        if progress is not None:
            progress(left, total)

    with (
        contextlib.closing(connect(source, busy_ms, create=False)) as old,
        contextlib.closing(connect(target, busy_ms)) as new,
    ):
        old.backup(new, pages=pages, progress=report, sleep=_PAUSE_MS / 1000)


def damages(connection: sqlite3.Connection, *, quick: bool, most: int = 20) -> list[str]:
    """Return what is wrong with the pages and indexes; empty when all is well.

    Args:
        connection: Any connection to the file.
        quick: Leave out the comparison of indexes with their tables.
        most: Stop after so many.
    """
    name = "quick_check" if quick else "integrity_check"
    found = [str(row[0]) for row in connection.execute(f"PRAGMA {name}({most})")]
    return [] if found == ["ok"] else found


def loose_ends(connection: sqlite3.Connection) -> list[str]:
    """Return references that point nowhere, as “table → table” with counts."""
    counts: dict[str, int] = {}
    for table, _, parent, _ in connection.execute("PRAGMA foreign_key_check"):
        place = f"{table} → {parent}"
        counts[place] = counts.get(place, 0) + 1
    return [f"{place}: {count}" for place, count in sorted(counts.items())]


def raw(conn: Connection) -> sqlite3.Connection:
    """Return the driver's own connection."""
    connection = conn.connection.driver_connection
    assert isinstance(connection, sqlite3.Connection), "the engine makes nothing else"
    return connection


def sync_file(path: Path) -> None:
    """Have the system write a file and its folder entry to the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
    if sys.platform != "win32":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def insert_new(table: Table) -> Insert:
    """Return an insert that leaves a row alone whose key is already there."""
    return insert(table).on_conflict_do_nothing()


def upsert(table: Table) -> Insert:
    """Return an insert of all columns that overwrites the row with the same primary key."""
    keys = [column.name for column in table.primary_key]
    statement = insert(table)
    others = {
        column.name: statement.excluded[column.name]
        for column in table.c
        if column.name not in keys
    }
    return statement.on_conflict_do_update(index_elements=keys, set_=others)


def add_up(table: Table, column: str) -> Insert:
    """Return an insert that adds to one column where the row with the same key is there."""
    keys = [each.name for each in table.primary_key]
    statement = insert(table)
    total = table.c[column] + statement.excluded[column]
    return statement.on_conflict_do_update(index_elements=keys, set_={column: total})


def damages_of(
    connection: sqlite3.Connection, table: str, *, quick: bool, most: int = 20
) -> list[str]:
    """Return what is wrong with one table and its indexes; see ``damages``."""
    name = "quick_check" if quick else "integrity_check"
    found = [str(row[0]) for row in connection.execute(f'PRAGMA {name}("{table}")')][:most]
    return [] if found == ["ok"] else found


def sums(connection: sqlite3.Connection, table: str, index: str | None) -> tuple[int, int]:
    """Return the number and the sum of the places of a table's rows, as an index holds them.

    Args:
        connection: Any connection to the file.
        table: A table of events.
        index: One of its indexes; None for the table itself.
    """
    way = "NOT INDEXED" if index is None else f'INDEXED BY "{index}"'
    query = f'SELECT count(*), coalesce(sum(seq), 0) FROM "{table}" {way}'
    number, places = connection.execute(query).fetchone()
    return number, places
