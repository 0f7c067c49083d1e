"""The rules of ``tests.support.hygiene`` catch what they are for, and nothing else."""

from __future__ import annotations

import pytest

GUILTY = """
import logging
import sqlite3
import threading
from PySide6.QtCore import QRunnable, QThread, QThreadPool, QTimer, qWarning
from PySide6.QtWidgets import QMessageBox, QWidget
from tests.support import hygiene

hygiene.GRACE = 0.2
kept = []
release = threading.Event()


def setup_function():
    # What the test before left running ends here, so that only that one is blamed.
    release.set()
    for thing in kept:
        if isinstance(thing, QThread):
            thing.quit()
            thing.wait()
        if isinstance(thing, QThreadPool):
            thing.waitForDone()
    QThreadPool.globalInstance().waitForDone()
    release.clear()


teardown_module = setup_function


def test_log():
    logging.getLogger("app").warning("the disk is nearly full")


def test_qt_warning(qapp):
    qWarning("unknown property")


def test_window(qapp):
    kept.append(QWidget(objectName="forgotten"))


def test_timer(qapp):
    timer = QTimer()
    timer.start(60_000)
    kept.append(timer)


def test_thread():
    threading.Thread(target=release.wait, args=(10,), name="busy", daemon=True).start()


def test_qthread(qapp):
    thread = QThread()
    thread.start()
    kept.append(thread)


def test_job(qapp):
    QThreadPool.globalInstance().start(QRunnable.create(lambda: release.wait(10)))


def test_own_pool(qapp):
    pool = QThreadPool()
    pool.start(QRunnable.create(lambda: release.wait(10)))
    kept.append(pool)


def test_dialog(qtbot):
    QMessageBox.question(None, "Sure", "Sure?")


def test_dialog_object(qtbot):
    box = QMessageBox()
    qtbot.addWidget(box)
    box.exec()


def test_database(tmp_path):
    connection = sqlite3.connect(tmp_path / "a.sqlite3")
    connection.execute("create table t(x)")
    kept.append(connection)
"""

INNOCENT = """
import logging
import os
import sqlite3
import threading
import time
from pathlib import Path
from PySide6.QtCore import QObject, QRunnable, QThread, QThreadPool, QTimer
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

doomed = []


def test_announced_log(caplog):
    with caplog.at_level(logging.WARNING):
        logging.getLogger("app").warning("the disk is nearly full")
    assert caplog.messages == ["the disk is nearly full"]


def test_widget_of_qtbot(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    timer = QTimer(widget)
    timer.start(60_000)
    doomed.append(widget)


def test_deletion_was_delivered(qapp):
    assert not isValid(doomed.pop())


def test_widget_in_a_cycle(qapp):
    widget = QWidget()
    widget.itself = widget


def test_ended_threads(qapp):
    thread = threading.Thread(target=lambda: None)
    thread.start()
    qthread = QThread()
    qthread.start()
    qthread.quit()
    qthread.wait()
    pool = QThreadPool()
    pool.start(QRunnable.create(lambda: None))


def test_closed_database(tmp_path):
    sqlite3.connect(tmp_path / "a.sqlite3").close()


def test_the_machine_is_out_of_it(tmp_path):
    assert Path.home().is_relative_to(tmp_path)
    assert time.timezone == -20700
    assert os.environ["QT_QPA_PLATFORM"] == "offscreen"
"""


@pytest.fixture
def run(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest):
    """Return a function that runs test code under the hygiene plugin in a process of its own."""
    monkeypatch.setenv("PYTHONPATH", str(request.config.rootpath))
    pytester.makeini("[pytest]\nqt_api = pyside6\nqt_log_level_fail = WARNING\n")

    def run(code: str) -> pytest.RunResult:
        pytester.makepyfile(code)
        arguments = ("-p", "tests.support.hygiene", "-p", "no:randomly", "-p", "no:cacheprovider")
        return pytester.runpytest_subprocess(*arguments, "-vv", timeout=100)

    return run


@pytest.mark.timeout(120)
def test_what_is_left_behind_fails_the_test(run):
    result = run(GUILTY)
    for name, complaint in {
        "log": "*Unexpected log record*WARNING app: the disk is nearly full",
        "window": "*The window QWidget “forgotten” is still there*",
        "timer": "*A timer started at *.py:* is still active*",
        "thread": "*The thread busy is still running*",
        "qthread": "*A QThread started at *.py:* is still running*",
        "job": "*A job is still running on Qt's global thread pool*",
        "own_pool": "*A job started at *.py:* is still running*",
        "database": "*a.sqlite3 is still open*",
    }.items():
        result.stdout.fnmatch_lines([f"*ERROR at teardown of test_{name} *", complaint])
    for name in ("qt_warning", "dialog", "dialog_object"):
        result.stdout.fnmatch_lines([f"*::test_{name} FAILED*"])
    result.assert_outcomes(passed=8, failed=3, errors=8)


def test_a_clean_test_passes(run):
    run(INNOCENT).assert_outcomes(passed=7)
