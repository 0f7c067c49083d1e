"""Errors nobody caught: logged, said once, from every thread, and never without end."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import qWarning

from mtdtutor.core.errors import KnownError
from mtdtutor.ui.errors import ErrorRelay
from mtdtutor.ui.page import Context
from mtdtutor.ui.window import MainWindow
from tests.ui.demo import SPECS

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def relay(qtbot: QtBot) -> Iterator[ErrorRelay]:
    catcher = ErrorRelay()
    catcher.install()
    yield catcher
    catcher.uninstall()


def raised(error: Exception) -> Exception:
    try:
        raise error
    except type(error) as caught:
        return caught


def test_a_known_error_is_passed_on_as_it_is(
    relay: ErrorRelay, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    error = KnownError("disk-full", file="x")
    with caplog.at_level(logging.WARNING), qtbot.waitSignal(relay.known) as blocker:
        relay.take(raised(error), error.__traceback__)
    assert blocker.args == [error]


def test_a_defect_is_logged_whole_and_reported_with_versions(
    relay: ErrorRelay, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    error = raised(ValueError("secret of the machine"))
    with caplog.at_level(logging.ERROR), qtbot.waitSignal(relay.bug) as blocker:
        relay.take(error, error.__traceback__)
    report = blocker.args[0]
    assert "Traceback" in caplog.text
    assert "ValueError" in report
    assert "Qt" in report


def test_an_error_that_comes_with_every_frame_does_not_fill_the_disk(
    relay: ErrorRelay, caplog: pytest.LogCaptureFixture
) -> None:
    reports: list[str] = []
    relay.bug.connect(reports.append)
    error = raised(ValueError("in painting"))
    with caplog.at_level(logging.ERROR):
        for _ in range(1000):
            relay.take(error, error.__traceback__)
    assert len(reports) == 3
    assert len(caplog.records) == 3


def test_an_error_on_another_thread_is_reported_on_this_one(
    relay: ErrorRelay, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    heard: list[int] = []

    class Listener(ErrorRelay):
        def note(self, report: str) -> None:
            heard.append(threading.get_ident())

    listener = Listener()
    relay.bug.connect(listener.note)

    def fail() -> None:
        raise ValueError("elsewhere")

    with caplog.at_level(logging.ERROR), qtbot.waitSignal(relay.bug):
        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == [threading.get_ident()]


def test_words_of_qt_go_to_the_log(relay: ErrorRelay, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        qWarning("a plugin complains")
    assert "a plugin complains" in caplog.text


def test_the_window_reports_a_defect_once_and_shows_the_details(
    qtbot: QtBot, context: Context
) -> None:
    window = MainWindow(context, SPECS)
    qtbot.addWidget(window)
    window.open_page("today")
    window.show()
    window.show_bug("first report")
    assert "your answers so far are safe" in window.message.text.text()
    window.message.dismiss()
    window.show_bug("second report")
    assert window.message.isHidden(), "one word is enough"
    window.show_report()
    text = window.findChild(type(window.message.text), "report_sheet_text_0")
    assert text.text() == "first report"
