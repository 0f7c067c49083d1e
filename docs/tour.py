"""Walks the three jobs through the real pages on a virtual screen and leaves pictures in a folder.

    python3 dev.py tour DIR

The pictures in ``docs/images/`` are made this way. Two learners are walked: one on the first day,
with ten cards and a quiz of five questions, and one with four months of made-up history.
"""

from __future__ import annotations

import os
import random
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

# Before Qt is asked for anything: the walk needs no screen, and looks the same with one.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_LOGGING_RULES"] = "qt.qpa.*=false"

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from bench.histories import Size, fill
from mtdtutor.app import make_application
from mtdtutor.core.clock import study_day
from mtdtutor.services.device import DeviceStore
from mtdtutor.ui.a11y import Announcer
from mtdtutor.ui.icons import Icons
from mtdtutor.ui.jobs import Jobs
from mtdtutor.ui.key_table import KeyTable
from mtdtutor.ui.keys import KeyCaps
from mtdtutor.ui.page import Context
from mtdtutor.ui.theme import Mode, Theme
from mtdtutor.ui.window import MainWindow
from mtdtutor.wiring import Services, find_paths, open_services, prepare_folder

SIZE: Final = (1180, 760)
# A Sunday afternoon, so that the pictures are the same whenever they are made.
NOW_MS: Final = 1_795_359_600_000
HISTORY: Final = Size(cards=318, reviews=3200, answers=260, days=120)
# Longer than the quiz takes a second Enter after the feedback for one too many.
PAUSE_MS: Final = 350
PAINT_MS: Final = 60
TURN_MS: Final = 40
CARDS: Final = 10
QUESTIONS: Final = 5

Steps = Iterator[int]


class TourClock:
    """A clock that begins at a fixed moment and runs as the walk does."""

    def __init__(self) -> None:
        self._run_ms = 0

    def pass_ms(self, span: int) -> None:
        """Let time pass."""
        self._run_ms += span

    def now_ms(self) -> int:
        """See ``Clock.now_ms``."""
        return NOW_MS + self._run_ms

    def monotonic_ms(self) -> int:
        """See ``Clock.monotonic_ms``."""
        return self._run_ms

    def offset_min(self, at_ms: int) -> int:
        """See ``Clock.offset_min``."""
        del at_ms
        return 0


class Walk(QObject):
    """Takes the steps of a walk one after the other inside the event loop."""

    def __init__(self, steps: Steps, clock: TourClock) -> None:
        super().__init__()
        self._steps = steps
        self._clock = clock
        self.error: Exception | None = None

    def begin(self) -> None:
        """Take the first step as soon as the event loop runs."""
        QTimer.singleShot(0, self._next)

    def _next(self) -> None:
        try:
            wait_ms = next(self._steps)
        except StopIteration:
            QApplication.exit(0)
        except Exception as error:  # noqa: BLE001 (raised again when the loop has ended)
            self.error = error
            QApplication.exit(1)
        else:
            # The walk's own clock takes the time; the event loop needs a few turns to paint.
            self._clock.pass_ms(wait_ms)
            QTimer.singleShot(TURN_MS, self._next)


class Guide:
    """Presses keys in a window and takes pictures of it."""

    def __init__(self, window: MainWindow, folder: Path, suffix: str) -> None:
        self._window = window
        self._folder = folder
        self._suffix = suffix

    def press(self, *keys: Qt.Key, control: bool = False) -> None:
        """Press keys where the focus is."""
        held = Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
        for key in keys:
            target = QApplication.focusWidget() or self._window
            QTest.keyClick(target, key, held)

    def click(self, name: str) -> None:
        """Press a button by its object name."""
        button = self._window.findChild(QWidget, name)
        if button is None:
            raise LookupError(f"no control is named {name}")
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def picture(self, name: str) -> None:
        """Save the window as it is."""
        path = self._folder / f"{name}-{self._suffix}.png"
        if not self._window.grab().save(str(path)):
            raise OSError(f"{path} could not be written")
        sys.stdout.write(f"{path.name}\n")


def first_day(guide: Guide) -> Steps:
    """Walk through the first day: ten cards, a quiz of five questions, a look at both."""
    yield PAINT_MS
    guide.picture("today-first")
    guide.press(Qt.Key.Key_Return)
    yield PAUSE_MS
    guide.picture("study-question")
    guide.press(Qt.Key.Key_Space)
    yield PAUSE_MS
    guide.picture("study-answer")
    for _ in range(CARDS):
        guide.press(Qt.Key.Key_Space)
        yield PAINT_MS
        guide.press(Qt.Key.Key_4)
        yield PAINT_MS
    guide.picture("study-done")
    guide.press(Qt.Key.Key_3, control=True)
    yield PAUSE_MS
    guide.click("quiz_setup_number_0")
    yield PAINT_MS
    guide.picture("quiz-setup")
    guide.click("quiz_setup_start")
    yield from sit(guide)
    guide.press(Qt.Key.Key_4, control=True)
    yield PAUSE_MS
    guide.picture("history-first")


def sit(guide: Guide) -> Steps:
    """Answer a quiz with the first option each time, and look at the result."""
    for number in range(QUESTIONS):
        yield PAUSE_MS
        guide.press(Qt.Key.Key_1)
        yield PAUSE_MS
        if not number:
            guide.picture("quiz-question")
        guide.press(Qt.Key.Key_Return)
        yield PAUSE_MS
        if not number:
            guide.picture("quiz-feedback")
        guide.press(Qt.Key.Key_Return)
    yield PAUSE_MS
    guide.picture("quiz-result")


def later(guide: Guide, window: MainWindow) -> Steps:
    """Walk through what there is to see after four months."""
    yield PAINT_MS
    guide.picture("today")
    for view in ("reviews", "retention", "scores", "attempts"):
        window.open_page("history", {"view": view})
        yield PAUSE_MS
        guide.picture(f"history-{view}")
    window.open_page("library")
    yield PAUSE_MS
    guide.picture("library")
    window.open_page("compare", {"ids": ("track-2", "track-1.5"), "back": "library"})
    yield PAUSE_MS
    guide.picture("compare")
    window.open_page("overview", {"back": "library"})
    yield PAUSE_MS
    guide.picture("overview")
    window.open_page("reading", {"topic": "track-1.5", "back": "library"})
    yield PAUSE_MS
    guide.picture("reading")
    for page in ("settings", "about"):
        window.open_page(page)
        yield PAUSE_MS
        guide.picture(page)
    window.open_page("study")
    yield PAUSE_MS
    guide.press(Qt.Key.Key_Question)
    yield PAUSE_MS
    guide.picture("keys")


def walk(app: QApplication, folder: Path, mode: Mode, *, first: bool) -> None:
    """Open the window on a data folder of its own and take one walk in it.

    Args:
        app: The application.
        folder: Where the pictures go.
        mode: Light or dark.
        first: The first day, or the later one.
    """
    clock = TourClock()
    with new_folder() as data:
        paths = find_paths(data)
        prepare_folder(paths)
        services = open_services(paths, clock, random.Random(7))
        learner = services.learners.find().id
        if not first:
            fill(services.db, learner, HISTORY, study_day(NOW_MS, 0) - 1, seed=5)
        theme = Theme(mode, 100, motion=False)
        theme.install(app)
        window = MainWindow(context_of(services, learner, clock, theme))
        window.resize(*SIZE)
        window.open_page("today")
        window.show()
        window.activateWindow()
        guide = Guide(window, folder, str(mode.value))
        steps = Walk(first_day(guide) if first else later(guide, window), clock)
        steps.begin()
        app.exec()
        window.close()
        window.context.jobs.stop()
        window.deleteLater()
        services.close()
        if steps.error is not None:
            raise steps.error


@contextmanager
def new_folder() -> Iterator[Path]:
    """Give an empty data folder with the same name at every walk, since About shows it."""
    folder = Path(tempfile.gettempdir()) / "mtdtutor-tour"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def context_of(services: Services, learner: str, clock: TourClock, theme: Theme) -> Context:
    """Return what pages are given."""
    device = DeviceStore(services.paths.settings)
    device.change(replace(device.settings, theme=theme.mode.value))
    return Context(
        services=services,
        clock=clock,
        learner=learner,
        device=device,
        theme=theme,
        jobs=Jobs(),
        announcer=Announcer(),
        icons=Icons(),
        keys=KeyTable(KeyCaps()),
    )


def main(folder: Path) -> int:
    """Leave all pictures in a folder, which is made if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    app = make_application()
    for mode in (Mode.LIGHT, Mode.DARK):
        for first in (True, False):
            walk(app, folder, mode, first=first)
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: tour.py DIR")
    sys.exit(main(Path(sys.argv[1])))
