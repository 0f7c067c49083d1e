"""One open database: its connections, its transactions, and how a file comes to be one."""

from __future__ import annotations

import contextlib
import random
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from sqlalchemy import Connection as Connection  # services name it in their signatures
from sqlalchemy import Engine, insert, select, text

from mtdtutor.core.clock import Clock
from mtdtutor.core.errors import KnownError
from mtdtutor.core.ids import new_id
from mtdtutor.storage import sqlite
from mtdtutor.storage.columns import metadata
from mtdtutor.storage.tables import REVISION, SCHEMA_VERSION, learner, origin

BUSY_MS: Final = 5000
FIRST_LEARNER: Final = "Me"

CREATE_ALEMBIC_VERSION: Final = (
    "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, "
    "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
)


class Database:
    """Connections to one file.

    ``read`` and ``write`` give a connection inside a transaction, for the length of one service
    call. They may be used from any thread, each call with a connection of its own.

    Attributes:
        path: The file.
        backups: Folder of its backups, which messages name.
        id: UUID of the database, which events carry as the place they were born in.
    """

    def __init__(self, path: Path, backups: Path, busy_ms: int = BUSY_MS) -> None:
        self.path = path
        self.backups = backups
        self._busy_ms = busy_ms
        self._engine = sqlite.make_engine(path, busy_ms)
        self._writer = self._engine.execution_options(begin="BEGIN IMMEDIATE")
        self._clock_engine: Engine | None = None
        with self.read() as conn:
            self.id: str = conn.execute(select(origin.c.id)).scalar_one()
            self.journal_mode = str(sqlite.pragma(conn, "journal_mode"))
        self._identity = _identity(path)

    @contextlib.contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection that sees one moment of the database.

        Raises:
            KnownError: The file cannot be read.
        """
        with sqlite.known_errors(self.path, self.backups), self._engine.begin() as conn:
            yield conn

    @contextlib.contextmanager
    def write(self) -> Iterator[Connection]:
        """Give a connection that may write; all of it is committed at the end, or none of it.

        When this returns, what was written survives a power cut.

        Raises:
            KnownError: The file cannot be written, or is not in its place any more; nothing was.
        """
        self._look_for_file()
        with sqlite.known_errors(self.path, self.backups), self._writer.begin() as conn:
            yield conn

    @contextlib.contextmanager
    def write_clock(self) -> Iterator[Connection]:
        """Give a connection for the running attempt's clock, which is noted every second.

        It does not wait for the disk: a power cut may lose the last notes, which gives time back.
        Only with a write-ahead log can that do no other harm; without one this is ``write``.
        """
        if self.journal_mode != "wal":
            with self.write() as conn:
                yield conn
            return
        if self._clock_engine is None:
            engine = sqlite.make_engine(self.path, self._busy_ms, synchronous="NORMAL")
            self._clock_engine = engine.execution_options(begin="BEGIN IMMEDIATE")
        self._look_for_file()
        with sqlite.known_errors(self.path, self.backups), self._clock_engine.begin() as conn:
            yield conn

    def _look_for_file(self) -> None:
        """Refuse to write to a file that was deleted or replaced while it was open.

        The system lets an open file be written to when its folder is gone, and SQLite says
        nothing: answers would seem to be saved and be lost at the end.
        """
        if _identity(self.path) != self._identity:
            raise KnownError(
                "disk-error", file=self.path, reason="it was moved, deleted or replaced meanwhile"
            )

    def dispose(self) -> None:
        """Close all connections; the last one to close folds the write-ahead log in."""
        if self._clock_engine is not None:
            self._clock_engine.dispose()
        self._engine.dispose()


def _identity(path: Path) -> tuple[int, int] | None:
    """Return what tells a file from another one of the same name; None if there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def open_database(
    path: Path, backups: Path, clock: Clock, rng: random.Random, busy_ms: int = BUSY_MS
) -> Database:
    """Open a learner's database; make it if there is none, migrate it if it is older.

    Args:
        path: The file.
        backups: Folder for backups; a migration makes one first.
        clock: Dates a new database.
        rng: Makes its id.
        busy_ms: How long to wait for another program's lock.

    Raises:
        KnownError: ``database-newer``, ``database-foreign``, ``database-damaged``,
            ``folder-read-only``, ``database-locked``, ``disk-full``, ``disk-error``. The file was
            left as it is.
    """
    with sqlite.known_errors(path, backups):
        header = _inspect(path, backups, busy_ms)
        if header is None or header.tables == 0:
            _create(path, clock, rng, busy_ms)
        elif header.schema < SCHEMA_VERSION:
            # Imported here: a start without a migration does not pay for Alembic.
            from mtdtutor.storage.migrate import migrate

            migrate(path, backups, clock, busy_ms=busy_ms)
    return Database(path, backups, busy_ms)


def _inspect(path: Path, backups: Path, busy_ms: int) -> sqlite.Header | None:
    """Return the header of an existing file of ours, None where there is no file."""
    if not path.exists():
        return None
    try:
        with contextlib.closing(sqlite.connect(path, busy_ms, create=False)) as connection:
            header = sqlite.read_header(connection)
    except sqlite3.DatabaseError as error:
        known = sqlite.translate(error, path, backups)
        if known is not None and known.code == "database-damaged" and _is_other_kind(path):
            raise KnownError(
                "database-foreign", file=path, reason="it is not an SQLite file"
            ) from error
        raise
    ours = header.application == sqlite.APPLICATION_ID
    if not ours and (header.tables or header.application):
        raise KnownError(
            "database-foreign", file=path, reason="another program's mark is in its header"
        )
    if header.schema > SCHEMA_VERSION:
        raise KnownError("database-newer", file=path, found=header.schema, known=SCHEMA_VERSION)
    return header


def _is_other_kind(path: Path) -> bool:
    """Return whether a file has neither the header of SQLite nor our mark in it."""
    with path.open("rb") as file:
        first = file.read(100)
    mark = sqlite.APPLICATION_ID.to_bytes(4, "big")
    return not first.startswith(b"SQLite format 3\0") and first[68:72] != mark


def _create(path: Path, clock: Clock, rng: random.Random, busy_ms: int) -> None:
    """Make all tables in one transaction: killed anywhere, the file is as good as absent."""
    sqlite.connect(path, busy_ms).close()
    engine = sqlite.make_engine(path, busy_ms).execution_options(begin="BEGIN IMMEDIATE")
    try:
        with engine.begin() as conn:
            if sqlite.read_header(sqlite.raw(conn)).tables:
                return  # another program was faster
            metadata.create_all(conn, checkfirst=False)
            conn.execute(text(CREATE_ALEMBIC_VERSION))
            conn.execute(text("INSERT INTO alembic_version VALUES (:name)"), {"name": REVISION})
            now_ms = clock.now_ms()
            conn.execute(
                insert(origin).values(only=1, id=new_id(now_ms, rng), created_ms=now_ms, seq=0)
            )
            conn.execute(
                insert(learner).values(
                    id=new_id(now_ms, rng),
                    name=FIRST_LEARNER,
                    name_key=FIRST_LEARNER.casefold(),
                    created_ms=now_ms,
                )
            )
            sqlite.stamp(conn, SCHEMA_VERSION)
    finally:
        engine.dispose()
