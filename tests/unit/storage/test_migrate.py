"""Migrations: nothing is lost, whatever happens on the way."""

from __future__ import annotations

import contextlib
import random
import shutil
import sqlite3
from pathlib import Path

import pytest

from mtdtutor.core.errors import BugError, KnownError
from mtdtutor.services.recording import Recorder
from mtdtutor.services.safety import SafetyService
from mtdtutor.storage import backup, migrate, sqlite
from mtdtutor.storage.database import open_database
from mtdtutor.storage.tables import REVISION, SCHEMA_VERSION
from mtdtutor.study.memory import Grade
from tests.support.clock import FakeClock
from tests.unit.storage.make import first_learner, open_with_bank, small_bank

FIXTURES = Path(__file__).parents[2] / "fixtures"
NEXT_STEP = """
from alembic import op

revision = "next"
down_revision = "{last}"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("ALTER TABLE review ADD COLUMN place TEXT NOT NULL DEFAULT 'home'")
    {more}
"""


def schema_of(path: Path) -> dict[str, str]:
    with contextlib.closing(sqlite3.connect(path)) as raw:
        rows = raw.execute("SELECT name, sql FROM sqlite_master").fetchall()
    return {name: "".join((words or "").split()) for name, words in rows}


def scripts_with(folder: Path, more: str = "pass") -> Path:
    """Return a copy of the migrations with one step more."""
    scripts = folder / "scripts"
    shutil.copytree(migrate.SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    step = scripts / "versions" / "v9999_next.py"
    step.write_text(NEXT_STEP.format(last=REVISION, more=more), encoding="utf-8")
    return scripts


def full_database(folder: Path, clock: FakeClock) -> Path:
    """Return a closed database with events in it."""
    db = open_with_bank(folder, clock)
    recorder = Recorder(db, clock, random.Random(3))
    learner = first_learner(db)
    for each in small_bank().cards:
        recorder.grade(learner, recorder.new_id(), each.id, Grade.GOOD, shown={"card": each.id})
    recorder.undo(learner)
    db.dispose()
    return db.path


def rows(path: Path, query: str) -> list[tuple[object, ...]]:
    with contextlib.closing(sqlite3.connect(path)) as raw:
        return raw.execute(query).fetchall()


def test_a_new_file_is_what_the_migrations_make(tmp_path: Path, clock: FakeClock):
    migrate.upgrade(tmp_path / "migrated.sqlite3")
    db = open_with_bank(tmp_path, clock)
    db.dispose()
    assert schema_of(db.path) == schema_of(tmp_path / "migrated.sqlite3")
    for name in ("application_id", "user_version"):
        wanted = rows(db.path, f"PRAGMA {name}")
        assert rows(tmp_path / "migrated.sqlite3", f"PRAGMA {name}") == wanted
    assert rows(db.path, "SELECT version_num FROM alembic_version") == [(REVISION,)]


def test_a_step_keeps_every_event(tmp_path: Path, clock: FakeClock):
    path = full_database(tmp_path, clock)
    before = rows(path, "SELECT * FROM review ORDER BY seq")
    assert len(before) == 8
    kept = migrate.migrate(
        path, tmp_path / "backups", clock, scripts=scripts_with(tmp_path), schema=SCHEMA_VERSION + 1
    )
    after = rows(path, "SELECT * FROM review ORDER BY seq")
    assert after == [(*row, "home") for row in before]
    assert rows(path, "PRAGMA user_version") == [(SCHEMA_VERSION + 1,)]
    assert rows(path, "SELECT version_num FROM alembic_version") == [("next",)]
    assert rows(kept, "SELECT * FROM review ORDER BY seq") == before
    assert not list(tmp_path.glob("*.migrating-*"))
    with pytest.raises(KnownError) as caught:
        open_database(path, tmp_path / "backups", clock, random.Random(1))
    assert caught.value.code == "database-newer"


@pytest.mark.parametrize(
    "more",
    [
        "op.execute('DELETE FROM review WHERE seq = 3')",
        "op.execute('UPDATE memory SET learner = randomblob(16)')",
    ],
)
def test_a_step_that_loses_something_changes_nothing(tmp_path: Path, clock: FakeClock, more: str):
    path = full_database(tmp_path, clock)
    before = path.read_bytes()
    with pytest.raises(BugError):
        migrate.migrate(
            path,
            tmp_path / "backups",
            clock,
            scripts=scripts_with(tmp_path, more),
            schema=SCHEMA_VERSION + 1,
        )
    assert path.read_bytes() == before
    assert not list(tmp_path.glob("*.migrating-*"))


def test_a_step_that_fails_half_way_changes_nothing(tmp_path: Path, clock: FakeClock):
    path = full_database(tmp_path, clock)
    before = path.read_bytes()
    scripts = scripts_with(tmp_path, "raise LookupError")
    with pytest.raises(LookupError):
        migrate.migrate(
            path, tmp_path / "backups", clock, scripts=scripts, schema=SCHEMA_VERSION + 1
        )
    assert path.read_bytes() == before


def test_an_interruption_before_the_copy_back_changes_nothing(
    tmp_path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
):
    path = full_database(tmp_path, clock)
    before = path.read_bytes()

    def interrupted(path: Path) -> None:
        if ".migrating-" in path.name:
            raise KeyboardInterrupt

    monkeypatch.setattr(sqlite, "sync_file", interrupted)
    with pytest.raises(KeyboardInterrupt):
        migrate.migrate(
            path,
            tmp_path / "backups",
            clock,
            scripts=scripts_with(tmp_path),
            schema=SCHEMA_VERSION + 1,
        )
    assert path.read_bytes() == before


def test_no_backup_no_migration(tmp_path: Path, clock: FakeClock):
    path = full_database(tmp_path, clock)
    before = path.read_bytes()
    (tmp_path / "blocked").touch()
    with pytest.raises(KnownError) as caught:
        migrate.migrate(
            path,
            tmp_path / "blocked",
            clock,
            scripts=scripts_with(tmp_path),
            schema=SCHEMA_VERSION + 1,
        )
    assert caught.value.code == "backup-failed"
    assert path.read_bytes() == before


def test_opening_an_older_file_migrates_it(
    tmp_path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
):
    path = full_database(tmp_path, clock)
    with contextlib.closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA user_version = 0")
    seen: list[Path] = []
    monkeypatch.setattr(migrate, "migrate", lambda path, *_, **__: seen.append(path))
    open_database(path, tmp_path / "backups", clock, random.Random(1)).dispose()
    assert seen == [path]


@pytest.mark.parametrize("fixture", sorted(FIXTURES.glob("schema-*.sqlite3")), ids=lambda p: p.stem)
def test_every_released_schema_opens_with_all_its_events(
    tmp_path: Path, clock: FakeClock, fixture: Path
):
    path = tmp_path / "mtdtutor.sqlite3"
    shutil.copy(fixture, path)
    with contextlib.closing(sqlite3.connect(path)) as raw:
        before = backup.event_counts(raw)
    db = open_database(path, tmp_path / "backups", clock, random.Random(1))
    safety = SafetyService(db, tmp_path / "backups", clock, random.Random(1))
    assert safety.check().findings == []
    assert safety.stats(first_learner(db))["reviews"] == 7
    db.dispose()
    with contextlib.closing(sqlite3.connect(path)) as raw:
        assert backup.event_counts(raw) == before


def test_card_actions_of_the_first_schema_are_kept_word_for_word(tmp_path: Path, clock: FakeClock):
    path = tmp_path / "mtdtutor.sqlite3"
    shutil.copy(FIXTURES / "schema-1.sqlite3", path)
    with contextlib.closing(sqlite3.connect(path)) as raw:
        raw.execute(
            "INSERT INTO card_action SELECT 100, randomblob(16), id, 5, 60, 20000, id, 'tag', "
            "'card:a', 'a', 'track-1', 'häçek ½', 'learner' FROM learner LIMIT 1"
        )
        raw.commit()
    before = rows(path, "SELECT * FROM card_action ORDER BY seq")
    assert len(before) == 1
    open_database(path, tmp_path / "backups", clock, random.Random(1)).dispose()
    after = rows(path, "SELECT * FROM card_action ORDER BY seq")
    assert after == [(*row, None) for row in before]


def test_cards_of_the_second_schema_are_kept_as_the_course_s_own(tmp_path: Path, clock: FakeClock):
    path = tmp_path / "mtdtutor.sqlite3"
    shutil.copy(FIXTURES / "schema-2.sqlite3", path)
    columns = "id, position, retired, rev, fact, topic, level, skill, kind, front, back, hint, why"
    before = rows(path, f"SELECT {columns}, accept FROM card ORDER BY id")
    assert len(before) == 8
    open_database(path, tmp_path / "backups", clock, random.Random(1)).dispose()
    assert rows(path, f"SELECT {columns}, accept FROM card ORDER BY id") == before
    assert rows(path, "SELECT count(*) FROM card WHERE learner IS NULL") == [(8,)]


def test_one_exam_of_a_learner_is_open_at_a_time(tmp_path: Path, clock: FakeClock):
    path = full_database(tmp_path, clock)
    exam = (
        "INSERT INTO exam SELECT randomblob(16), id, 'Finals', 20000, '[]', '[]', 25, 5, {}, NULL,"
        " {} FROM learner"
    )
    with contextlib.closing(sqlite3.connect(path)) as raw:
        for _ in range(2):
            raw.execute(exam.format("'keep'", 6))
        raw.execute(exam.format("NULL", "NULL"))
        with pytest.raises(sqlite3.IntegrityError, match="learner"):
            raw.execute(exam.format("NULL", "NULL"))


@pytest.mark.parametrize("number", range(1, SCHEMA_VERSION))
def test_there_is_a_fixture_of_every_earlier_schema(number: int):
    assert (FIXTURES / f"schema-{number}.sqlite3").is_file()
