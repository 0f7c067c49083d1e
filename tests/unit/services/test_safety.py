"""Check, backup and the figures."""

from __future__ import annotations

import contextlib
import random
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from mtdtutor.core.clock import moment
from mtdtutor.core.errors import BugError, KnownError
from mtdtutor.services.recording import Recorder
from mtdtutor.services.safety import SafetyService
from mtdtutor.storage import check, sqlite
from mtdtutor.storage.check import Depth
from mtdtutor.storage.database import Database
from mtdtutor.storage.tables import SCHEMA_VERSION
from mtdtutor.study.fold import ActionKind
from mtdtutor.study.memory import Grade
from tests.support.clock import FakeClock
from tests.unit.storage.make import (
    an_answer,
    an_attempt,
    an_ending,
    first_learner,
    open_with_bank,
    small_bank,
)

CARDS = [each.id for each in small_bank().cards]


@pytest.fixture
def db(tmp_path: Path, clock: FakeClock) -> Iterator[Database]:
    made = open_with_bank(tmp_path, clock)
    yield made
    made.dispose()


@pytest.fixture
def safety(db: Database, clock: FakeClock) -> SafetyService:
    return SafetyService(db, db.backups, clock, random.Random(1))


def work(db: Database, clock: FakeClock) -> str:
    """Grade ten times, take one back, answer five questions, mark two cards."""
    recorder, learner = Recorder(db, clock, random.Random(4)), first_learner(db)
    for number in range(10):
        card = CARDS[number % 6]
        recorder.grade(learner, recorder.new_id(), card, Grade.EASY, shown={"front": card})
    recorder.undo(learner)
    recorder.act(learner, recorder.new_id(), CARDS[7], ActionKind.SUSPEND)
    clock.advance(days=1)
    name = recorder.new_id()
    recorder.begin_attempt(an_attempt(learner, name, moment(clock)))
    for position in range(5):
        fact = small_bank().facts[position % 4].id
        answer = an_answer(learner, recorder.new_id(), name, moment(clock), fact, position=position)
        recorder.answer(answer)
    again = an_answer(
        learner, recorder.new_id(), name, moment(clock), "track-1:fact-0", right=False
    )
    recorder.answer(again)
    recorder.finish(an_ending(learner, recorder.new_id(), name, moment(clock)))
    return learner


def spoil(db: Database, statement: str) -> None:
    with db.write() as conn:
        conn.exec_driver_sql(statement)


def test_the_figures_of_a_new_database(db: Database, safety: SafetyService):
    assert safety.stats(first_learner(db)) == {
        "schema": SCHEMA_VERSION,
        "learner": "Me",
        "study_day": "2026-03-02",
        "bank_version": "1",
        "cards": 8,
        "new": 8,
        "learning": 0,
        "due": 0,
        "suspended": 0,
        "reviews": 0,
        "retractions": 0,
        "attempts": 0,
        "responses": 0,
    }


def test_the_figures_after_some_work(db: Database, safety: SafetyService, clock: FakeClock):
    learner = work(db, clock)
    found = safety.stats(learner)
    assert (found["reviews"], found["retractions"]) == (9, 1)
    assert (found["attempts"], found["responses"]) == (1, 5)
    assert (found["new"], found["suspended"], found["learning"]) == (1, 1, 0)
    assert found["due"] == 0
    clock.advance(days=200)
    assert safety.stats(learner)["due"] == 6
    with pytest.raises(BugError):
        safety.stats("00000000-0000-7000-8000-000000000000")


def test_a_step_that_ran_out_is_due(db: Database, safety: SafetyService, clock: FakeClock):
    recorder, learner = Recorder(db, clock, random.Random(4)), first_learner(db)
    recorder.grade(learner, recorder.new_id(), CARDS[0], Grade.AGAIN)
    found = safety.stats(learner)
    assert (found["learning"], found["due"]) == (1, 0)
    clock.advance(seconds=61)
    found = safety.stats(learner)
    assert (found["learning"], found["due"]) == (1, 1)


@pytest.mark.parametrize("depth", list(Depth))
def test_a_sound_database_has_no_findings(
    db: Database, safety: SafetyService, clock: FakeClock, depth: Depth
):
    work(db, clock)
    report = safety.check(depth)
    assert report.findings == []
    assert report.figures["check"] == depth.name.lower()
    assert report.figures["events"] == 10 + 1 + 1 + 1 + 6 + 1 + 8


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE day_total SET value = value + 1 WHERE metric = 'easy'", "day total easy"),
        ("DELETE FROM day_total WHERE metric = 'answers'", "day total answers"),
        ("DELETE FROM dead", "taken back but counts as live"),
        ("INSERT INTO dead SELECT seq, learner FROM review LIMIT 1", "live but counts as taken"),
        ("UPDATE memory SET stability = 1.5 WHERE stability IS NOT NULL", "the memory of"),
        ("DELETE FROM memory WHERE card LIKE '%fact-0:forward'", "the memory of"),
        ("UPDATE ability SET value = 4.0", "the abilities of Me"),
        ("UPDATE origin SET seq = 3", "beyond the counter"),
    ],
)
def test_what_is_spoilt_is_found(
    db: Database, safety: SafetyService, clock: FakeClock, statement: str, words: str
):
    work(db, clock)
    spoil(db, statement)
    assert any(words in each for each in safety.check().findings)


def test_a_missing_index_is_found_at_once(db: Database, safety: SafetyService):
    spoil(db, "DROP INDEX ix_review_card")
    assert safety.check(Depth.QUICK).findings == ["the index ix_review_card is missing"]


def test_a_reference_that_points_nowhere_is_found(
    db: Database, safety: SafetyService, clock: FakeClock
):
    work(db, clock)
    with contextlib.closing(sqlite3.connect(db.path)) as raw:
        raw.execute("PRAGMA foreign_keys = OFF")
        raw.execute("DELETE FROM shown")
        raw.commit()
    assert safety.check().findings == ["review → shown: 10"]


@pytest.mark.parametrize(
    ("index", "other", "small"),
    [
        ("ix_review_card", "ix_card_action_card", 0),
        ("ix_review_card", "ix_card_action_card", check.SMALL_BYTES),
        ("ix_memory_due_day", "ix_attempt_day", 0),
        ("ix_memory_due_day", "ix_attempt_day", check.SMALL_BYTES),
        ("ix_card_fact", "ix_question_fact", check.SMALL_BYTES),
    ],
)
def test_an_index_that_left_its_table_is_found(
    db: Database,
    safety: SafetyService,
    clock: FakeClock,
    monkeypatch: pytest.MonkeyPatch,
    index: str,
    other: str,
    small: int,
):
    monkeypatch.setattr(check, "SMALL_BYTES", small)
    work(db, clock)
    with contextlib.closing(sqlite3.connect(db.path)) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        raw.execute("PRAGMA writable_schema = ON")
        raw.execute(
            "UPDATE sqlite_master SET rootpage = (SELECT rootpage FROM sqlite_master"
            f" WHERE name = '{other}') WHERE name = '{index}'"
        )
        raw.commit()
    db.dispose()
    assert safety.check(Depth.COMPLETE).findings


def test_a_large_file_is_looked_at_in_part(
    db: Database, safety: SafetyService, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
):
    work(db, clock)
    monkeypatch.setattr(check, "SMALL_BYTES", 0)
    assert safety.check(Depth.QUICK).findings == []


def test_a_backup_is_one_whole_file(db: Database, safety: SafetyService, clock: FakeClock):
    work(db, clock)
    made = safety.backup()
    assert made.name == "mtdtutor-20260303T120000-000-by-hand.sqlite3"
    assert [each.name for each in made.parent.iterdir()] == [made.name]
    with contextlib.closing(sqlite3.connect(made)) as raw:
        assert raw.execute("SELECT count(*) FROM review WHERE mode = 'card'").fetchone() == (10,)
        assert raw.execute("PRAGMA journal_mode").fetchone() == ("delete",)


def test_a_backup_that_is_kept_waiting_leaves_nothing_behind(
    db: Database, safety: SafetyService, monkeypatch: pytest.MonkeyPatch
):
    def waits(source: Path, target: Path) -> None:
        target.touch()
        raise KnownError("database-locked", file=source)

    monkeypatch.setattr(sqlite, "copy", waits)
    with pytest.raises(KnownError) as caught:
        safety.backup()
    assert caught.value.code == "database-locked"
    assert list(db.backups.iterdir()) == []


def test_a_rebuild_through_the_service(db: Database, safety: SafetyService, clock: FakeClock):
    work(db, clock)
    spoil(db, "DELETE FROM memory")
    spoil(db, "DELETE FROM day_total")
    assert safety.check().findings
    assert safety.rebuild()
    assert safety.check().findings == []
