"""Starts that fail: each says why in a window that stays until it is closed."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

# The program itself; a failure window that has been there for a while is read and closed.
PROGRAM = """
import sys
from PySide6.QtCore import QTimer
from mtdtutor import app, cli

looks = 0

def look():
    global looks
    for window in application.topLevelWidgets():
        if window.objectName() == "failure_window" and window.isVisible():
            looks += 1
            if looks == 15:
                print(window.text.text())
                window.close()

application = app.make_application()
app.make_application = lambda: application
app.LONGEST_BLANK_MS = 100  # so that the other way to fill the window comes while we look
timer = QTimer(application)
timer.timeout.connect(look)
timer.start(20)
if "--no-stderr" in sys.argv:
    sys.argv.remove("--no-stderr")
    sys.stderr = None
sys.exit(app.main(cli.parse(), 0))
"""

# The program with a window that nobody closes.
WAITING = """
import sys
from PySide6.QtCore import QTimer
from mtdtutor import app, cli

application = app.make_application()
app.make_application = lambda: application
QTimer.singleShot(0, application, lambda: print("open", flush=True))
sys.exit(app.main(cli.parse(), 0))
"""


def start(folder: Path, *arguments: str) -> tuple[int, str]:
    """Return the exit code and what the window of the failure said."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, "--data-dir", str(folder), *arguments],
        check=False,
        capture_output=True,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"},
        timeout=60,
    )
    return done.returncode, done.stdout.decode()


def test_a_first_start_that_fails_says_why(tmp_path: Path) -> None:
    code, text = start(tmp_path, "--learner", "nobody")
    assert code == 1
    assert "nobody" in text


def test_a_first_start_without_a_place_for_the_database_says_why(tmp_path: Path) -> None:
    (tmp_path / "mtdtutor.sqlite3").symlink_to(tmp_path / "nowhere" / "file")
    code, text = start(tmp_path)
    assert code == 1
    assert "mtdtutor.sqlite3" in text


@pytest.mark.parametrize("place", ["lock", "logs/mtdtutor.log"])
def test_a_folder_where_a_file_should_be_is_said(tmp_path: Path, place: str) -> None:
    (tmp_path / place).mkdir(parents=True)
    code, text = start(tmp_path)
    assert code == 1
    assert str(tmp_path) in text
    assert Path(place).name in text


def test_without_standard_error_the_window_still_opens(tmp_path: Path) -> None:
    (tmp_path / "lock").mkdir()
    code, text = start(tmp_path, "--no-stderr")
    assert code == 1
    assert text


@pytest.mark.skipif(sys.platform == "win32", reason="no such signals there")
def test_an_interrupt_ends_the_program_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "lock").mkdir()
    with subprocess.Popen(
        [sys.executable, "-c", WAITING, "--data-dir", str(tmp_path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        text=True,
    ) as process:
        assert process.stdout is not None
        try:
            assert process.stdout.readline() == "open\n"
            process.send_signal(signal.SIGINT)
            assert process.wait(timeout=20) == -signal.SIGINT
        finally:
            process.kill()


def test_a_defect_at_the_start_is_said_and_logged(tmp_path: Path) -> None:
    # A database of ours in which a table is missing: nothing the program can explain.
    start(tmp_path, "--learner", "nobody")
    with closing(sqlite3.connect(tmp_path / "mtdtutor.sqlite3")) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("DROP TABLE learner")
        connection.commit()
    code, text = start(tmp_path)
    log = (tmp_path / "logs" / "mtdtutor.log").read_text(encoding="utf-8")
    assert code == 70
    assert "mtdtutor.log" in text
    assert "Traceback" in log
