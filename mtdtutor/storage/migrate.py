"""Bringing an older database up to date, so that it is never half of each.

The steps run on a copy, in one transaction. Only when the copy is proven sound, it is copied over
the old file, which SQLite's backup API does in one transaction too. Killed anywhere, the file is
the old one or the new one; and a backup of the old one stays.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import NullPool

from mtdtutor.core.clock import Clock
from mtdtutor.core.errors import BugError
from mtdtutor.storage import backup, sqlite
from mtdtutor.storage.tables import SCHEMA_VERSION

SCRIPTS: Final = Path(__file__).parent / "migrations"
BEFORE_MIGRATION: Final = "before-migration"


def migrate(
    path: Path,
    backups: Path,
    clock: Clock,
    *,
    busy_ms: int = 5000,
    scripts: Path = SCRIPTS,
    schema: int = SCHEMA_VERSION,
) -> Path:
    """Migrate a file that is not open.

    Args:
        path: The database.
        backups: Where the backup of the old file goes.
        clock: Names the backup.
        busy_ms: How long to wait for another program's lock.
        scripts: Alembic's folder; another one in tests.
        schema: Number of the newest step in it.

    Returns:
        The backup.

    Raises:
        KnownError: ``backup-failed``; the file was not touched.
        BugError: A step lost something; the file was not touched.
    """
    kept = backup.make_of_file(path, backups, clock, BEFORE_MIGRATION)
    copy = path.with_name(f"{path.name}.migrating-{os.getpid()}")
    try:
        sqlite.copy(path, copy, busy_ms=busy_ms)
        with contextlib.closing(sqlite.connect(copy, busy_ms, create=False)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
            before = backup.event_counts(connection)
        upgrade(copy, scripts, schema)
        _prove(copy, before)
        sqlite.sync_file(copy)
        sqlite.copy(copy, path, busy_ms=busy_ms)
    finally:
        copy.unlink(missing_ok=True)
    return kept


def upgrade(path: Path, scripts: Path = SCRIPTS, schema: int = SCHEMA_VERSION) -> None:
    """Run all missing steps on a file in one transaction, foreign keys off."""
    engine = create_engine(
        "sqlite://", creator=lambda: sqlite.connect(path, 5000), poolclass=NullPool
    )
    with engine.connect() as conn:
        conn.exec_driver_sql("PRAGMA foreign_keys = OFF")
        sqlite.raw(conn).execute("BEGIN IMMEDIATE")
        try:
            command.upgrade(_config(conn, scripts), "head")
            sqlite.stamp(conn, schema)
            sqlite.raw(conn).execute("COMMIT")
        except BaseException:
            sqlite.raw(conn).rollback()
            raise
    engine.dispose()


def _config(conn: Connection, scripts: Path) -> Config:
    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.attributes["connection"] = conn
    return config


def _prove(path: Path, before: dict[str, int]) -> None:
    """Raise ``BugError`` unless a migrated copy is sound and holds every event."""
    with contextlib.closing(sqlite.connect(path, 5000, create=False)) as connection:
        wrong = sqlite.damages(connection, quick=False) + sqlite.loose_ends(connection)
        after = backup.event_counts(connection)
    wrong += [
        f"{name}: {count} events before, {after.get(name, 0)} after"
        for name, count in before.items()
        if after.get(name, 0) != count
    ]
    if wrong:
        raise BugError(f"the migration would have damaged {path.name}: {'; '.join(wrong)}")
