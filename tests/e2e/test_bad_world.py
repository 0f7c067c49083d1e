"""What people are told when the world is not as it should be, in a real window and a terminal."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.e2e.test_screen_reader import ALWAYS, Listener, can_listen
from tests.support.driver import ROOT, App
from tests.support.screen import Screen
from tests.support.waiting import wait_until

# Runs the program as it lies in another folder.
ELSEWHERE = """
import sys
sys.path.insert(0, {folder!r})
from mtdtutor.__main__ import main
sys.exit(main())
"""


@pytest.fixture
def broken(tmp_path: Path) -> tuple[str, ...]:
    """Return what Python runs for a program whose bank is broken in the middle."""
    folder = tmp_path / "program"
    shutil.copytree(ROOT / "content", folder / "content")
    (folder / "mtdtutor").symlink_to(ROOT / "mtdtutor", target_is_directory=True)
    bank = folder / "content" / "questions.json"
    text = bank.read_text(encoding="utf-8")
    bank.write_text(text[: len(text) // 2], encoding="utf-8")
    return ("-c", ELSEWHERE.format(folder=str(folder)))


def refusal(app: App) -> str:
    """Return what a start that failed says, after its window was read and closed with Enter."""
    app.complaints_expected = True
    wait_until(lambda: "mtdtutor: " in app.output(), "the words of the failure", 40)
    app.focus()
    assert app.title() == "MTD Tutor"
    app.key("Return")
    assert app.wait() == 1
    assert "Traceback" not in app.output() + app.log()
    return app.output()


def test_a_broken_bank_and_none_loaded(start: Callable[..., App], broken: tuple[str, ...]) -> None:
    words = refusal(start(program=broken))
    assert "questions.json" in words
    assert "mtdtutor content build" in words


def test_a_broken_bank_leaves_the_one_that_is_loaded(
    start: Callable[..., App], broken: tuple[str, ...], screen: Screen, tmp_path: Path
) -> None:
    app = start()
    app.complaints_expected = True  # the next start writes into the same log
    app.wait_ready()
    assert app.quit() == 0
    app = start(program=broken, environment=ALWAYS)
    app.complaints_expected = True
    listener = Listener(screen, app, tmp_path) if can_listen() else None
    app.wait_ready()
    app.wait_log("WARNING .*the bank loaded before stays in use: .*questions.json")
    if listener is not None:
        wait_until(lambda: "questions.json" in listener.everything(), "the message in the window")
        listener.close()
    app.key("ctrl+2")
    app.wait_title("Study")
    app.key("space", "3")
    wait_until(lambda: app.rows("select 1 from review"), "a grade, all the same")
    assert app.quit() == 0


def test_a_broken_knowledge_file(tmp_path: Path) -> None:
    content = tmp_path / "content"
    shutil.copytree(ROOT / "content", content)
    bank = (content / "questions.json").read_bytes()
    file = content / "knowledge" / "track-4.toml"
    file.write_text(file.read_text(encoding="utf-8") + "\n[[entity\n", encoding="utf-8")
    command = [sys.executable, "-m", "mtdtutor", "content", "--content-dir", str(content), "build"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "track-4.toml" in done.stderr
    assert "line" in done.stderr
    assert "Correct these places" in done.stderr
    assert "Traceback" not in done.stderr
    assert (content / "questions.json").read_bytes() == bank


@pytest.mark.parametrize("place", ["file", "/sys/mtdtutor"])
def test_a_folder_that_cannot_be_written(
    start: Callable[..., App], tmp_path: Path, place: str
) -> None:
    folder = tmp_path / place
    if place == "file":
        folder.write_text("not a folder", encoding="utf-8")
    words = refusal(start("--data-dir", str(folder)))
    assert f"The data folder {folder} cannot be written to" in words
    assert "--data-dir" in words


def test_a_database_from_a_newer_version(start: Callable[..., App]) -> None:
    app = start()
    app.complaints_expected = True  # the next start writes into the same log
    app.wait_ready()
    assert app.quit() == 0
    file = app.data_dir / "mtdtutor.sqlite3"
    with closing(sqlite3.connect(file)) as base:
        base.execute("pragma user_version = 99")
    before = hashlib.sha256(file.read_bytes()).digest()
    words = refusal(start())
    assert str(file) in words
    assert "written by a newer version" in words
    assert "Install the newer version" in words
    assert hashlib.sha256(file.read_bytes()).digest() == before


def test_a_second_start_raises_the_first_window(app: App, start: Callable[..., App]) -> None:
    app.wait_log("ready page=today")
    app.minimize()
    wait_until(lambda: app.active_window() != app.window(), "the window to be gone")
    second = start()
    assert second.wait(30) == 0
    assert second.output() == ""
    wait_until(lambda: app.active_window() == app.window(), "the window to be back")
    assert app.quit() == 0
