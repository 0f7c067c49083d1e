from __future__ import annotations

import contextlib
import random
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from mtdtutor.core.errors import KnownError
from mtdtutor.storage import sqlite
from mtdtutor.storage.columns import metadata
from mtdtutor.storage.database import FIRST_LEARNER, Database, open_database
from mtdtutor.storage.learners import everyone
from mtdtutor.storage.tables import LEARNER_TABLES, SCHEMA_VERSION
from mtdtutor.storage.tables_own import setting
from tests.support.clock import FakeClock
from tests.unit.storage.make import first_learner


def opened(folder: Path, busy_ms: int = 100) -> Database:
    path = folder / "mtdtutor.sqlite3"
    return open_database(path, folder / "backups", FakeClock(), random.Random(1), busy_ms)


def test_a_new_file_has_a_learner_and_keeps_its_id(tmp_path: Path):
    first = opened(tmp_path)
    with first.read() as conn:
        names = [each.name for each in everyone(conn)]
    first.dispose()
    second = opened(tmp_path)
    assert names == [FIRST_LEARNER]
    assert second.id == first.id
    second.dispose()


def test_the_pragmas_hold_when_read_back(tmp_path: Path):
    db = opened(tmp_path)
    for give, level in ((db.read, 2), (db.write, 2), (db.write_clock, 1)):
        with give() as conn:
            assert sqlite.pragma(conn, "journal_mode") == "wal"
            assert sqlite.pragma(conn, "synchronous") == level
            assert sqlite.pragma(conn, "foreign_keys") == 1
    db.dispose()


def test_without_a_write_ahead_log_the_clock_waits_for_the_disk(tmp_path: Path):
    db = opened(tmp_path)
    db.journal_mode = "delete"
    with db.write_clock() as conn:
        assert sqlite.pragma(conn, "synchronous") == 2
    db.dispose()


def test_a_clean_end_leaves_one_file(tmp_path: Path):
    db = opened(tmp_path)
    db.dispose()
    assert [each.name for each in tmp_path.iterdir()] == ["mtdtutor.sqlite3"]


def test_a_failed_write_leaves_nothing(tmp_path: Path):
    db = opened(tmp_path)
    learner = first_learner(db)

    def fails() -> None:
        with db.write() as conn:
            conn.execute(insert(setting).values(learner=learner, key="new_per_day", value=3))
            raise LookupError

    with pytest.raises(LookupError):
        fails()
    with db.read() as conn:
        assert conn.execute(select(setting)).all() == []
    db.dispose()


def test_a_newer_file_is_refused_and_left_as_it_is(tmp_path: Path):
    opened(tmp_path).dispose()
    path = tmp_path / "mtdtutor.sqlite3"
    with contextlib.closing(sqlite3.connect(path)) as raw:
        raw.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    before = path.read_bytes()
    with pytest.raises(KnownError) as caught:
        opened(tmp_path)
    assert caught.value.code == "database-newer"
    assert path.read_bytes() == before


def test_another_programs_database_is_refused_and_left_as_it_is(tmp_path: Path):
    path = tmp_path / "mtdtutor.sqlite3"
    with contextlib.closing(sqlite3.connect(path)) as raw:
        raw.execute("CREATE TABLE notes (id INTEGER)")
    before = path.read_bytes()
    with pytest.raises(KnownError) as caught:
        opened(tmp_path)
    assert caught.value.code == "database-foreign"
    assert path.read_bytes() == before


def test_a_file_that_is_no_database_is_refused_and_left_as_it_is(tmp_path: Path):
    path = tmp_path / "mtdtutor.sqlite3"
    path.write_text("My diary.\n" * 1000)
    with pytest.raises(KnownError) as caught:
        opened(tmp_path)
    assert caught.value.code == "database-foreign"
    assert path.read_text() == "My diary.\n" * 1000


def test_our_file_with_a_smashed_header_is_called_damaged(tmp_path: Path):
    opened(tmp_path).dispose()
    path = tmp_path / "mtdtutor.sqlite3"
    data = bytearray(path.read_bytes())
    data[:16] = b"\0" * 16
    path.write_bytes(data)
    with pytest.raises(KnownError) as caught:
        opened(tmp_path)
    assert caught.value.code == "database-damaged"
    assert path.read_bytes() == bytes(data)


def test_damaged_pages_are_called_damaged(tmp_path: Path):
    opened(tmp_path).dispose()
    path = tmp_path / "mtdtutor.sqlite3"
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    path.write_bytes(data)
    with pytest.raises(KnownError) as caught:
        opened(tmp_path)
    assert caught.value.code == "database-damaged"


def test_an_empty_file_becomes_a_database(tmp_path: Path):
    (tmp_path / "mtdtutor.sqlite3").touch()
    db = opened(tmp_path)
    assert len(first_learner(db)) == 36
    db.dispose()


def test_a_full_disk_is_named(tmp_path: Path):
    db = opened(tmp_path)
    learner = first_learner(db)

    def fills() -> None:
        with db.write() as conn:
            pages = sqlite.pragma(conn, "page_count")
            sqlite.pragma(conn, f"max_page_count = {pages}")
            conn.execute(insert(setting).values(learner=learner, key="k", value="v" * 100_000))

    with pytest.raises(KnownError) as caught:
        fills()
    assert caught.value.code == "disk-full"
    db.dispose()


def test_a_read_only_database_is_named(tmp_path: Path):
    db = opened(tmp_path)
    learner = first_learner(db)

    def writes() -> None:
        with db.write() as conn:
            conn.exec_driver_sql("PRAGMA query_only = 1")
            conn.execute(insert(setting).values(learner=learner, key="k", value=1))

    with pytest.raises(KnownError) as caught:
        writes()
    assert caught.value.code == "folder-read-only"
    db.dispose()


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be deleted there")
@pytest.mark.parametrize("replaced", [False, True])
def test_nothing_is_written_to_a_file_that_was_taken_away(tmp_path: Path, replaced: bool):
    db = opened(tmp_path)
    content = db.path.read_bytes()
    db.path.rename(tmp_path / "moved.sqlite3")
    if replaced:
        db.path.write_bytes(content)
    for give in (db.write, db.write_clock):
        with pytest.raises(KnownError) as caught, give():
            pytest.fail("this would be lost")
        assert caught.value.code == "disk-error"
        assert "mtdtutor.sqlite3" in str(caught.value)
    db.dispose()


def test_a_folder_that_is_not_there_is_named(tmp_path: Path):
    with pytest.raises(KnownError) as caught:
        opened(tmp_path / "missing")
    assert caught.value.code == "disk-error"


def test_somebody_elses_lock_is_named(tmp_path: Path):
    db = opened(tmp_path)
    with contextlib.closing(sqlite3.connect(db.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(KnownError) as caught, db.write():
            pass
        other.execute("ROLLBACK")
    assert caught.value.code == "database-locked"
    with db.write() as conn:
        assert conn.execute(text("SELECT 1")).scalar_one() == 1
    db.dispose()


def test_our_own_mistakes_are_not_blamed_on_the_world(tmp_path: Path):
    db = opened(tmp_path)
    with pytest.raises(Exception, match="no such table") as caught, db.read() as conn:
        conn.execute(text("SELECT * FROM nowhere"))
    assert not isinstance(caught.value, KnownError)
    db.dispose()


def test_every_table_compiles_for_postgresql():
    for table in metadata.sorted_tables:
        words = str(CreateTable(table).compile(dialect=postgresql.dialect()))
        assert words.strip().startswith("CREATE TABLE")
        for index in table.indexes:
            assert "INDEX" in str(CreateIndex(index).compile(dialect=postgresql.dialect()))


def test_every_table_is_strict_and_every_constraint_named(tmp_path: Path):
    db = opened(tmp_path)
    with db.read() as conn:
        strict = {
            row[1]: row[5]
            for row in conn.exec_driver_sql("PRAGMA table_list")
            if not row[1].startswith(("sqlite_", "alembic"))
        }
    db.dispose()
    assert strict.keys() == metadata.tables.keys()
    assert set(strict.values()) == {1}
    for table in metadata.sorted_tables:
        assert all(each.name for each in table.constraints)
        assert not any(key.ondelete for each in table.c for key in each.foreign_keys)


def test_what_belongs_to_a_learner_is_deleted_with_them_children_first():
    names = [table.name for table in LEARNER_TABLES]
    owned = {table.name for table in metadata.tables.values() if "learner" in table.c}
    assert sorted(names) == sorted(owned)
    for place, table in enumerate(LEARNER_TABLES):
        parents = {key.column.table.name for key in table.foreign_keys}
        assert parents.isdisjoint(names[:place])


def test_a_normal_start_imports_no_migrations(tmp_path: Path):
    program = (
        "import random, sys; from pathlib import Path;"
        "from mtdtutor.core.clock import SystemClock;"
        "from mtdtutor.storage.database import open_database;"
        "folder = Path(sys.argv[1]);"
        "[open_database(folder / 'a.sqlite3', folder, SystemClock(), random.Random()).dispose()"
        " for _ in range(2)];"
        "print([m for m in ('alembic', 'pydantic', 'fsrs', 'sqlalchemy.orm') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
