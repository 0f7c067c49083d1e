"""Backups: written beside, synced, reopened, checked and counted before they count as backups."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from mtdtutor.core.clock import Clock
from mtdtutor.core.errors import KnownError
from mtdtutor.storage import sqlite
from mtdtutor.storage.database import Database
from mtdtutor.storage.tables import EVENT_TABLES

SUFFIX: Final = ".sqlite3"
_EVENTS: Final = tuple(table.name for table in EVENT_TABLES.values())


def make(db: Database, folder: Path, clock: Clock, reason: str) -> Path:
    """Make a verified backup of an open database, whoever is writing to it meanwhile.

    Args:
        db: The database.
        folder: Where backups stand; it is made if it is missing.
        clock: Names the file.
        reason: A word for the file's name: why it was made.

    Returns:
        The backup.

    Raises:
        KnownError: ``backup-failed``, ``database-locked``; nothing is left behind.
    """
    return make_of_file(db.path, folder, clock, reason)


def make_of_file(source: Path, folder: Path, clock: Clock, reason: str) -> Path:
    """Make a verified backup of a database that need not be open; see ``make``."""
    now_ms = clock.now_ms()
    stamp = datetime.fromtimestamp(now_ms / 1000, tz=UTC).strftime("%Y%m%dT%H%M%S")
    target = folder / f"mtdtutor-{stamp}-{now_ms % 1000:03d}-{reason}{SUFFIX}"
    beside = target.with_suffix(f".part-{os.getpid()}")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with contextlib.closing(sqlite.connect(source, 5000, create=False)) as connection:
            least = event_counts(connection)
        sqlite.copy(source, beside)
        _settle(beside)
        verify(beside, least)
        sqlite.sync_file(beside)
        beside.replace(target)
        sqlite.sync_file(target)
    except (OSError, sqlite3.Error, VerificationError) as error:
        reason_text = getattr(error, "strerror", None) or error
        raise KnownError("backup-failed", file=target, reason=reason_text) from error
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
    return target


class VerificationError(Exception):
    """A copy is not what it was copied from."""


def verify(path: Path, least: dict[str, int]) -> None:
    """Check the pages of a copy and that it holds the events it must hold.

    Args:
        path: The copy.
        least: Events by table when the copy was begun; more may have come since, never fewer.

    Raises:
        VerificationError: Something is missing or damaged.
        sqlite3.Error: The copy cannot be read.
    """
    with contextlib.closing(sqlite.connect(path, 5000, create=False)) as connection:
        damages = sqlite.damages(connection, quick=True, most=1)
        if damages:
            raise VerificationError(damages[0])
        found = event_counts(connection)
    short = [name for name, count in least.items() if found.get(name, 0) < count]
    if short:
        raise VerificationError(f"events are missing from {', '.join(short)}")


def event_counts(connection: sqlite3.Connection) -> dict[str, int]:
    """Return how many events each table of an open file holds."""
    present = {
        row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    }
    return {
        name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
        for name in _EVENTS
        if name in present
    }


def existing(folder: Path) -> list[Path]:
    """Return the finished backups of a folder, the newest first."""
    return sorted(folder.glob(f"mtdtutor-*{SUFFIX}"), reverse=True)


def _settle(path: Path) -> None:
    """Take a copy out of write-ahead mode, so that it is one file and can be read anywhere."""
    with contextlib.closing(sqlite.connect(path, 5000, create=False)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
