"""Paths, the log, and services that are made when they are first wanted."""

from __future__ import annotations

import logging
import random
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from mtdtutor import wiring
from mtdtutor.core.errors import KnownError
from tests.support.clock import FakeClock

HEAVY = ("alembic", "pydantic", "numpy", "pyqtgraph", "rapidfuzz", "snowballstemmer", "fsrs")


def open_in(folder: Path) -> wiring.Services:
    paths = wiring.find_paths(folder)
    wiring.prepare_folder(paths)
    return wiring.open_services(paths, FakeClock(), random.Random(1))


def test_everything_stays_in_the_data_folder(tmp_path: Path) -> None:
    paths = wiring.find_paths(tmp_path / "data")
    for path in (paths.database, paths.settings, paths.backups, paths.log_file, paths.lock):
        assert path.is_relative_to(tmp_path / "data")


def test_without_a_folder_the_platforms_own_is_used() -> None:
    assert wiring.find_paths(None).folder.name == "mtdtutor"


def test_a_new_folder_belongs_to_its_owner_alone(tmp_path: Path) -> None:
    paths = wiring.find_paths(tmp_path / "data")
    wiring.prepare_folder(paths)
    if sys.platform != "win32":
        assert stat.S_IMODE(paths.folder.stat().st_mode) == 0o700
    assert sorted(each.name for each in paths.folder.iterdir()) == ["backups", "logs"]


def test_a_folder_that_cannot_be_made_is_known(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(KnownError, match="cannot be written"):
        wiring.prepare_folder(wiring.find_paths(tmp_path / "file" / "data"))


def test_services_are_one_each(tmp_path: Path) -> None:
    services = open_in(tmp_path)
    try:
        for name in (
            "study",
            "quiz",
            "progress",
            "library",
            "finding",
            "learners",
            "safety",
            "export",
        ):
            assert getattr(services, name) is getattr(services, name)
        assert services.bank_trouble is None
        assert services.clock.now_ms() == FakeClock().now_ms()
    finally:
        services.close()


def test_a_broken_bank_closes_the_database_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.setattr(wiring, "content_folder", lambda: tmp_path / "empty")
    with pytest.raises(KnownError, match="question bank"):
        open_in(tmp_path / "data")
    files = {each.name for each in (tmp_path / "data").iterdir()}
    assert not any(name.endswith("-wal") for name in files)


def test_the_log_is_a_file_and_ends_with_its_handler(tmp_path: Path) -> None:
    paths = wiring.find_paths(tmp_path)
    wiring.prepare_folder(paths)
    handler = wiring.start_logging(paths)
    try:
        logging.getLogger("mtdtutor.somewhere").info("ready")
    finally:
        logging.getLogger("mtdtutor").removeHandler(handler)
        handler.close()
    assert "INFO mtdtutor.somewhere: ready" in paths.log_file.read_text(encoding="utf-8")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full disk to be had")
def test_a_log_on_a_full_disk_keeps_quiet(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = wiring.find_paths(tmp_path)
    wiring.prepare_folder(paths)
    paths.log_file.symlink_to("/dev/full")
    handler = wiring.start_logging(paths)
    try:
        logging.getLogger("mtdtutor.somewhere").info("lost")
    finally:
        logging.getLogger("mtdtutor").removeHandler(handler)
        handler.close()
    assert capsys.readouterr().err == ""


def test_a_log_that_cannot_be_written_is_known(tmp_path: Path) -> None:
    paths = wiring.find_paths(tmp_path)
    wiring.prepare_folder(paths)
    paths.log_file.mkdir()
    with pytest.raises(KnownError, match="mtdtutor\\.log"):
        wiring.start_logging(paths)


def test_opening_the_services_imports_nothing_heavy(tmp_path: Path) -> None:
    program = (
        "import random, sys; from pathlib import Path; from mtdtutor import wiring\n"
        "from mtdtutor.core.clock import SystemClock\n"
        "paths = wiring.find_paths(Path(sys.argv[1])); wiring.prepare_folder(paths)\n"
        "services = wiring.open_services(paths, SystemClock(), random.Random(1))\n"
        "services.study, services.quiz, services.close()\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
