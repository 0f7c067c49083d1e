"""What is imported while nobody touches the window."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from mtdtutor.ui.idle import Idle

if TYPE_CHECKING:
    import pytest
    from pytestqt.qtbot import QtBot

    from mtdtutor.ui.jobs import Jobs

SEEN_FROM_OUTSIDE = """
import sys
from PySide6.QtWidgets import QApplication, QPushButton
from mtdtutor.ui.idle import Idle
from mtdtutor.ui.jobs import Jobs
from mtdtutor.ui.theme import Theme

app = QApplication([])
button, jobs = QPushButton(), Jobs()
button.show()
assert "pyqtgraph" not in sys.modules
idle = Idle(button.windowHandle(), jobs, rest_ms=0)
while "mtdtutor.ui.widgets.chart" not in sys.modules or jobs.busy:
    app.processEvents()
from mtdtutor.ui.widgets.chart import Bars, Chart, ChartData
chart = Chart(Theme(), "chart")
chart.show_data(ChartData("Title", "Summary", ["Mon"], "cards", [Bars("Good", "good", [2])]))
assert not chart.grab().isNull()
assert jobs.stop()
"""


def test_modules_are_fetched_when_nothing_has_happened_for_a_while(
    qtbot: QtBot, jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    button = QPushButton()
    qtbot.addWidget(button)
    button.show()
    idle = Idle(button.windowHandle(), jobs, ["colorsys"], rest_ms=0)
    qtbot.waitUntil(lambda: "colorsys" in sys.modules and not jobs.busy)
    assert not idle._timer.isActive()


def test_a_key_puts_it_off(qtbot: QtBot, jobs: Jobs) -> None:
    button = QPushButton()
    qtbot.addWidget(button)
    button.show()
    idle = Idle(button.windowHandle(), jobs, ["colorsys"], rest_ms=60_000)
    idle._timer.stop()
    qtbot.keyClick(button.windowHandle(), Qt.Key.Key_Space)
    assert idle._timer.isActive(), "the wait begins anew"
    assert not jobs.busy


def test_charts_can_be_imported_beside_the_window() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error::RuntimeWarning", "-c", SEEN_FROM_OUTSIDE],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    assert done.returncode == 0, done.stderr
    assert "QObject" not in done.stderr
    assert "thread" not in done.stderr
