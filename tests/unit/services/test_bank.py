"""The bank comes into the database once per file, and a broken file never takes one away."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from mtdtutor.core.errors import KnownError
from mtdtutor.services.bank import refresh_bank
from mtdtutor.storage import content
from mtdtutor.storage.database import Database, open_database
from tests.support.clock import FakeClock

RNG = random.Random(5)
BANK = Path(__file__).parents[3] / "content" / "questions.json"


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    opened = open_database(
        tmp_path / "test.sqlite3", tmp_path / "backups", FakeClock(), random.Random(1)
    )
    yield opened
    opened.dispose()


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    return Path(shutil.copy(BANK, tmp_path / "questions.json"))


def cards(db: Database) -> int:
    with db.read() as conn:
        return len(content.cards(conn))


def loaded_ms(db: Database) -> object:
    with db.read() as conn:
        return conn.exec_driver_sql("SELECT loaded_ms FROM bank").scalar()


def test_a_bank_is_loaded_once_for_each_content_of_the_file(db: Database, bank: Path) -> None:
    clock = FakeClock()
    assert refresh_bank(db, bank, clock, RNG) is None
    first, number = loaded_ms(db), cards(db)
    assert number > 100
    clock.advance(days=1)
    assert refresh_bank(db, bank, clock, RNG) is None
    assert loaded_ms(db) == first
    data = json.loads(bank.read_text(encoding="utf-8"))
    data["bank_version"] = "9.9.9"
    bank.write_text(json.dumps(data), encoding="utf-8")
    assert refresh_bank(db, bank, clock, RNG) is None
    assert loaded_ms(db) != first
    assert cards(db) == number


@pytest.mark.parametrize("text", ["", "{", '{"schema_version": 1}', "[]"])
def test_without_a_bank_a_broken_file_stops_the_start(db: Database, bank: Path, text: str) -> None:
    bank.write_text(text, encoding="utf-8")
    with pytest.raises(KnownError) as caught:
        refresh_bank(db, bank, FakeClock(), RNG)
    assert caught.value.code in {"bank-unreadable", "bank-invalid"}
    assert str(bank) in str(caught.value)
    assert cards(db) == 0


def test_a_missing_file_stops_the_start_too(db: Database, tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="could not be read"):
        refresh_bank(db, tmp_path / "nowhere.json", FakeClock(), RNG)


def test_with_a_bank_loaded_a_broken_file_is_only_reported(
    db: Database, bank: Path, caplog: pytest.LogCaptureFixture
) -> None:
    refresh_bank(db, bank, FakeClock(), RNG)
    before = cards(db)
    bank.write_text("{", encoding="utf-8")
    with caplog.at_level("WARNING"):
        trouble = refresh_bank(db, bank, FakeClock(), RNG)
    assert trouble is not None
    assert str(bank) in str(trouble)
    assert cards(db) == before
    assert "stays in use" in caplog.text
