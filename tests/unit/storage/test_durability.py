"""What was acknowledged is there: after a kill, with two writers, beside a backup."""

from __future__ import annotations

import contextlib
import random
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from mtdtutor.core.errors import KnownError
from mtdtutor.services.safety import SafetyService
from mtdtutor.storage import backup, sqlite
from tests.support.clock import FakeClock
from tests.unit.storage.make import open_with_bank, small_bank

# Grades cards for ever or so many times, and says so after each, when it is saved.
WRITER = """
import random, sys
from pathlib import Path
from tests.support.clock import FakeClock
from tests.unit.storage.make import first_learner, open_with_bank, small_bank
from mtdtutor.services.recording import Recorder
from mtdtutor.study.memory import Grade

clock, rng = FakeClock(), random.Random(int(sys.argv[2]))
db = open_with_bank(Path(sys.argv[1]), clock)
recorder, learner = Recorder(db, clock, rng), first_learner(db)
cards = [each.id for each in small_bank().cards]
for number in range(int(sys.argv[3])):
    clock.advance(seconds=90)
    recorder.grade(learner, recorder.new_id(), cards[number % len(cards)], Grade.GOOD)
    print(number, flush=True)
db.dispose()
"""
ROOT = Path(__file__).parents[3]


def writer(folder: Path, seed: int, times: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder), str(seed), str(times)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


def reviews(path: Path) -> int:
    with contextlib.closing(sqlite3.connect(path)) as raw:
        return int(raw.execute("SELECT count(*) FROM review").fetchone()[0])


@pytest.mark.parametrize("acknowledged", [1, 23])
def test_a_killed_writer_loses_nothing_it_acknowledged(tmp_path: Path, acknowledged: int):
    process = writer(tmp_path, 1, 100_000)
    assert process.stdout is not None
    with process, process.stdout:
        for _ in range(acknowledged):
            assert process.stdout.readline().strip().isdigit()
        process.send_signal(signal.SIGKILL)
        process.wait()
    clock = FakeClock()
    db = open_with_bank(tmp_path, clock)
    report = SafetyService(db, tmp_path / "backups", clock, random.Random(1)).check()
    db.dispose()
    assert report.findings == []
    assert reviews(db.path) >= acknowledged


def test_two_processes_write_without_losing_anything(tmp_path: Path):
    both = [writer(tmp_path, seed, 60) for seed in (1, 2)]
    for process in both:
        with process:
            assert process.stdout is not None
            assert len(process.stdout.readlines()) == 60
        assert process.returncode == 0
    clock = FakeClock()
    db = open_with_bank(tmp_path, clock)
    report = SafetyService(db, tmp_path / "backups", clock, random.Random(1)).check()
    db.dispose()
    assert report.findings == []
    assert reviews(db.path) == 120
    with contextlib.closing(sqlite3.connect(db.path)) as raw:
        places = [row[0] for row in raw.execute("SELECT seq FROM review ORDER BY seq")]
    assert places == list(range(1, 121))


def test_a_backup_beside_a_writer_is_whole(tmp_path: Path):
    clock = FakeClock()
    db = open_with_bank(tmp_path, clock)
    process = writer(tmp_path, 1, 100_000)
    assert process.stdout is not None
    with process, process.stdout:
        process.stdout.readline()
        made = backup.make(db, tmp_path / "backups", clock, "test")
        process.kill()
    db.dispose()
    assert backup.existing(tmp_path / "backups") == [made]
    with contextlib.closing(sqlite3.connect(made)) as raw:
        assert sqlite.damages(raw, quick=False) == []
    assert 1 <= reviews(made) <= reviews(db.path)
    assert [each.name for each in (tmp_path / "backups").iterdir()] == [made.name]


def test_a_backup_that_is_not_whole_is_no_backup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    clock = FakeClock()
    db = open_with_bank(tmp_path, clock)
    counts = iter([{"review": 3}, {"review": 2}])
    monkeypatch.setattr(backup, "event_counts", lambda _: next(counts))
    with pytest.raises(KnownError) as caught:
        backup.make(db, tmp_path / "backups", clock, "test")
    db.dispose()
    assert caught.value.code == "backup-failed"
    assert "review" in str(caught.value)
    assert list((tmp_path / "backups").iterdir()) == []


def test_a_backup_of_damaged_pages_is_no_backup(tmp_path: Path):
    clock = FakeClock()
    db = open_with_bank(tmp_path, clock, bank=small_bank(facts=60))
    db.dispose()
    data = bytearray(db.path.read_bytes())
    middle = len(data) // 2 // 4096 * 4096
    data[middle : middle + 40_960] = b"\xa5" * 40_960
    db.path.write_bytes(data)
    with pytest.raises(KnownError) as caught:
        backup.make_of_file(db.path, tmp_path / "backups", clock, "test")
    assert caught.value.code == "backup-failed"
    assert backup.existing(tmp_path / "backups") == []


# Copies one database over another and dies in the middle.
COPIER = """
import os, signal, sys
from pathlib import Path
from mtdtutor.storage import sqlite

def die(left, total):
    if left < total / 2:
        os.kill(os.getpid(), signal.SIGKILL)

sqlite.copy(Path(sys.argv[1]), Path(sys.argv[2]), die, pages=3)
"""


@pytest.mark.parametrize("mode", ["wal", "delete"])
def test_a_copy_killed_half_way_leaves_the_old_database(tmp_path: Path, mode: str):
    clock = FakeClock()
    folders = [tmp_path / "new", tmp_path / "old"]
    paths = []
    for folder, facts in zip(folders, (80, 3), strict=True):
        folder.mkdir()
        db = open_with_bank(folder, clock, bank=small_bank(facts=facts))
        db.dispose()
        paths.append(db.path)
    with contextlib.closing(sqlite3.connect(paths[1])) as raw:
        assert raw.execute(f"PRAGMA journal_mode = {mode}").fetchone() == (mode,)
    done = subprocess.run([sys.executable, "-c", COPIER, *map(str, paths)], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    with contextlib.closing(sqlite3.connect(paths[1])) as raw:
        assert raw.execute("SELECT count(*) FROM card").fetchone() == (6,)
        assert sqlite.damages(raw, quick=False) == []
    sqlite.copy(*paths)
    with contextlib.closing(sqlite3.connect(paths[1])) as raw:
        assert raw.execute("SELECT count(*) FROM card").fetchone() == (160,)
        assert sqlite.damages(raw, quick=False) == []


def test_a_copy_does_not_wait_for_ever(tmp_path: Path):
    clock = FakeClock()
    db = open_with_bank(tmp_path, clock)
    db.dispose()
    target = tmp_path / "other.sqlite3"
    sqlite.copy(db.path, target)
    with contextlib.closing(sqlite3.connect(target, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(KnownError) as caught:
            sqlite.copy(db.path, target, busy_ms=120)
        other.execute("ROLLBACK")
    assert caught.value.code == "database-locked"
