"""The driver sees and does what the tests in a real window rely on."""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from tests.support.driver import App
from tests.support.waiting import wait_until

PROBE = """
import sqlite3, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLineEdit

folder = Path(sys.argv[2])
(folder / "logs").mkdir(parents=True)
log = (folder / "logs" / "mtdtutor.log").open("a", encoding="utf-8", buffering=1)
base = sqlite3.connect(folder / "mtdtutor.sqlite3")
base.execute("create table typed(text)")

class Line(QLineEdit):
    def keyPressEvent(self, event):
        super().keyPressEvent(event)
        base.execute("insert into typed values (?)", (self.text(),))
        base.commit()
        self.window().setWindowTitle(f"Probe – {self.text()}")
        log.write(f"2026 {'WARNING' if self.text() == '!' else 'INFO'} probe: key\\n")
        if event.text() == "\\x11":
            sys.stderr.write("bye\\n")
            QApplication.exit(3)

application = QApplication(sys.argv)
line = Line()
line.setStyleSheet("background: #00ff00; color: #00ff00; border: none")
line.resize(400, 300)
line.show()
QTimer.singleShot(0, lambda: log.write("2026 INFO probe: ready page=today ms=12\\n"))
code = application.exec()
base.close()
sys.exit(code)
"""


@pytest.fixture
def probe(start: Callable[..., App]) -> App:
    """Return a small program in place of the app, ready for keys."""
    app = start(program=("-c", PROBE))
    assert app.wait_ready() == 12
    return app


def test_keys_arrive_and_leave_traces(probe: App):
    probe.key("a", "shift+b", "3")
    probe.type(" x?")
    assert probe.wait_title("aB3 x?") == "Probe – aB3 x?"
    assert probe.rows("select text from typed")[-1] == ("aB3 x?",)
    assert probe.quit() == 3
    assert probe.output() == "bye\n"


def test_keys_go_by_place_under_any_layout(probe: App):
    probe.screen.layout("fr")
    probe.key_at(10)  # the 1 of the digit row
    assert probe.wait_title("&")
    probe.screen.layout("ru")
    probe.key_at(26)  # the E of an English keyboard
    assert probe.wait_title("&у")


def test_the_screen_can_be_seen(probe: App, tmp_path: Path):
    def green() -> bool:
        picture = probe.screen.picture(probe.window())
        assert (picture.width(), picture.height()) == (400, 300)
        return picture.pixelColor(200, 250).name() == "#00ff00"

    wait_until(green, "the green window")
    whole = QImage(str(probe.screenshot(tmp_path / "screen.png")))
    assert (whole.width(), whole.height()) == (1280, 800)


def test_the_window_can_be_closed(probe: App):
    assert probe.close() == 0


def test_a_killed_app_says_nothing_more(probe: App):
    probe.kill()
    assert probe.process.returncode == -signal.SIGKILL


def test_complaints_are_heard(probe: App):
    probe.complaints_expected = True
    probe.key("exclam")
    probe.wait_log("WARNING")
    assert probe.complaints() == ["2026 WARNING probe: key"]


def test_an_app_that_ends_early_is_not_waited_for(start: Callable[..., App]):
    app = start(program=("-c", "import sys; print('no screen'); sys.exit(9)"))
    with pytest.raises(AssertionError, match=r"ended with 9 .*\nno screen"):
        app.wait_ready()
