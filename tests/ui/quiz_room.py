"""A window with the quiz pages, real services and a clock moved by hand."""

from __future__ import annotations

import random
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from mtdtutor import wiring
from mtdtutor.quiz.timing import TimeChoice
from mtdtutor.services.quiz_views import QuizChoice
from mtdtutor.storage import attempts
from mtdtutor.ui.page import Context
from mtdtutor.ui.page_list import PageSpec
from mtdtutor.ui.pages.quiz_result import QuizResultPage
from mtdtutor.ui.pages.quiz_run import HASTY_MS, QuizRunPage
from mtdtutor.ui.pages.quiz_setup import QuizSetupPage
from mtdtutor.ui.window import MainWindow
from tests.support.clock import FakeClock

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

PAGES = "mtdtutor.ui.pages"
SPECS = (
    PageSpec("today", "today", "tests.ui.demo", "TodayDemo"),
    PageSpec("study", "study", "tests.ui.demo", "StudyDemo"),
    PageSpec("quiz_setup", "quiz", f"{PAGES}.quiz_setup", "QuizSetupPage"),
    PageSpec("quiz_run", "quiz", f"{PAGES}.quiz_run", "QuizRunPage"),
    PageSpec("quiz_result", "quiz", f"{PAGES}.quiz_result", "QuizResultPage"),
    PageSpec("reading", "library", f"{PAGES}.reading", "ReadingPage"),
)
FIVE = QuizChoice((), 5, TimeChoice.NORMAL, 1.5)


class QuizRoom:
    """Opens the window; can be left, as in a crash, and entered again."""

    def __init__(self, qtbot: QtBot, context: Context, clock: FakeClock, folder: Path) -> None:
        self.qtbot = qtbot
        self.context = context
        self.clock = clock
        self.paths = wiring.find_paths(folder / "data")
        wiring.prepare_folder(self.paths)
        self.enter()

    def enter(self) -> None:
        """Open database and window."""
        self.services = wiring.open_services(self.paths, self.clock, random.Random(4))
        self.context.services = self.services
        self.context.learner = self.services.learners.find().id
        self.window = MainWindow(self.context, SPECS)
        self.qtbot.addWidget(self.window)
        self.window.resize(1180, 760)
        self.window.show()
        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.isActiveWindow)

    def crash(self) -> None:
        """Leave without any farewell to the page, and start again."""
        run = self.window.findChild(QuizRunPage)
        if run is not None:
            run._timer.stop()
        self.window.hide()
        self.services.close()
        self.enter()

    def close(self) -> None:
        """Close window and database."""
        self.window.close()
        self.services.close()

    def begin(self, choice: QuizChoice = FIVE) -> QuizRunPage:
        """Start a quiz and return the page it runs on, with its timer in our hands."""
        view = self.services.quiz.start(self.context.learner, choice)
        self.window.open_page("quiz_run", {"attempt": view.attempt})
        self.attempt = view.attempt
        return self.run

    @property
    def setup(self) -> QuizSetupPage:
        """The page that sets a quiz up, in view."""
        assert isinstance(self.window.page, QuizSetupPage)
        return self.window.page

    @property
    def run(self) -> QuizRunPage:
        """The page of the running quiz, in view. The test moves the clock, so it ticks too."""
        assert isinstance(self.window.page, QuizRunPage)
        self.window.page._timer.stop()
        return self.window.page

    @property
    def result(self) -> QuizResultPage:
        """The result, in view."""
        assert isinstance(self.window.page, QuizResultPage)
        return self.window.page

    def key(
        self,
        key: Qt.Key,
        modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    ) -> None:
        """Press a key where the focus is."""
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifiers)

    def focus(self) -> QWidget:
        """Return what has the focus."""
        focus = QApplication.focusWidget()
        assert focus is not None
        return focus

    def pass_time(self, seconds: float) -> None:
        """Let time pass with the page looking at the clock, as it does all the while."""
        page = self.run
        while seconds > 0 and self.window.page is page:
            part = min(seconds, 5.0)
            self.clock.advance(seconds=part)
            seconds -= part
            page.tick()

    def answer(self, *, right: bool) -> None:
        """Answer the open question by keys and stay with its feedback."""
        view = self.services.quiz.current(self.open_attempt())
        assert view.question is not None
        key = self._key_of(view.question.position)
        places = [option.id for option in view.question.options]
        place = places.index(key) if right else (places.index(key) + 1) % len(places)
        self.clock.advance(seconds=4)
        self.key(Qt.Key(Qt.Key.Key_A + place))
        self.key(Qt.Key.Key_Return)
        self.clock.advance(seconds=HASTY_MS / 1000)

    def open_attempt(self) -> str:
        """Return the id of the learner's quiz that has not ended."""
        unfinished = self.services.quiz.unfinished(self.context.learner)
        assert unfinished is not None
        return unfinished.attempt

    def _key_of(self, position: int) -> str:
        sitting = self.services.quiz._sitting
        assert sitting is not None
        return next(iter(sitting.papers[position].item.keys))

    def responses(self) -> int:
        """Return how many answers of the attempt are on the disk."""
        with self.services.db.read() as conn:
            return len(attempts.responses(conn, self.attempt))
