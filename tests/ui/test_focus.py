"""Choosing a session, and how it looks on the table."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from mtdtutor.services.study_views import Done, Shown
from mtdtutor.study.focus import Focus, Only
from mtdtutor.study.memory import Grade
from mtdtutor.study.session import Phase
from mtdtutor.ui.focus_words import ONLY
from mtdtutor.ui.page import Context
from mtdtutor.ui.pages.focus import FocusPage
from mtdtutor.ui.pages.study import StudyPage
from mtdtutor.ui.window import MainWindow
from tests.support.clock import FakeClock
from tests.ui.course import on_course, open_window
from tests.ui.sweep import CONDITIONS, Condition, settle, sweep

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def course(context: Context, tmp_path: Path) -> Iterator[Context]:
    with on_course(context, tmp_path / "data") as ready:
        yield ready


@pytest.fixture
def learned(course: Context) -> Context:
    """A learner who knows some cards since some days."""
    study, clock = course.services.study, course.clock
    assert isinstance(clock, FakeClock)
    for _ in range(2):
        table = study.begin(course.learner, anew=True)
        while isinstance(table, Shown):
            clock.advance(seconds=5)
            table = study.grade(table.review_id, Grade.EASY, 5000).table
        clock.advance(days=1)
    return course


@pytest.fixture
def window(qtbot: QtBot, learned: Context) -> MainWindow:
    return open_window(qtbot, learned, "focus")


@pytest.fixture
def page(window: MainWindow) -> FocusPage:
    assert isinstance(window.page, FocusPage)
    return window.page


def studying(window: MainWindow) -> StudyPage:
    assert isinstance(window.page, StudyPage)
    return window.page


def choose(page: FocusPage, only: Only) -> None:
    page.only.chips[ONLY.index(only)].click()


def press(key: Qt.Key) -> None:
    widget = QApplication.focusWidget()
    assert widget is not None
    QTest.keyClick(widget, key)


def test_enter_begins_with_what_is_ready(window: MainWindow, page: FocusPage) -> None:
    assert QApplication.focusWidget() is page.start
    assert page.holds_note.text().startswith("10 cards to go through.")
    assert page.start.accessibleDescription() == page.holds_note.text()
    press(Qt.Key.Key_Return)
    study = studying(window)
    assert study.session.strip.isVisible()
    assert study.session.words.text() == "Session: Ready today"


def test_a_choice_is_counted_explained_and_kept(window: MainWindow, page: FocusPage) -> None:
    choose(page, Only.EVERYTHING)
    whole = page.holds_note.text()
    chip = page._topics["track-4"]
    chip.click()
    assert not page.all_topics.isChecked()
    assert "mixed in" in page.holds_note.text() != whole
    assert "third card" in page.topic_note.text()
    page.counts.chips[1].click()
    assert "Nothing is written down" in page.counts_note.text()
    page.time.chips[1].click()
    assert page.holds_note.text().endswith("The session ends after 5 minutes.")
    page.start.click()
    assert studying(window).session.words.text() == (
        "Session: Everything  ·  5 minutes left  ·  practice, nothing is recorded"
    )
    window.open_page("focus")
    assert page._choice() == Focus(Only.EVERYTHING, ("track-4",), (), 5, practice=True)


def test_where_there_are_no_cards_it_says_so(page: FocusPage) -> None:
    choose(page, Only.FLAGGED)
    assert not page.start.isEnabled()
    assert page.holds_note.text().startswith("There are no such cards")
    assert page.on_action("start", 0) is False
    assert page.start_widget() in page.only.chips
    assert page.only.chips[4].isHidden(), "no exam is set"


def test_escape_goes_back_where_one_came_from(window: MainWindow) -> None:
    window.open_page("today")
    window.open_page("focus", {"back": "today"})
    press(Qt.Key.Key_Escape)
    assert window.page is not None
    assert window.page.name == "today"


def test_a_proposal_comes_first(window: MainWindow, page: FocusPage) -> None:
    window.open_page("focus", {"only": "everything", "topics": ("track-2",)})
    assert page._choice() == Focus(Only.EVERYTHING, ("track-2",))


def test_practice_shows_no_interval_and_ends_with_a_summary(
    window: MainWindow, page: FocusPage, learned: Context
) -> None:
    choose(page, Only.EVERYTHING)
    page._topics["track-1"].click()
    page.counts.chips[1].click()
    page.start.click()
    study = studying(window)
    before = learned.services.study.today(learned.learner)
    number = 0
    while study.phase is not Phase.DONE:
        assert study.on_action("reveal", 0)
        assert study.grades[Grade.GOOD].accessibleName() == "Good"
        assert study.on_action("grade", 2)
        number += 1
    assert study.done.title.text() == "The session is over"
    assert f"You knew {number} of {number} the first time." in study.done.text.text()
    assert "Nothing was recorded" in study.done.text.text()
    assert learned.services.study.today(learned.learner) == before
    assert study.done.action.text() == "Go to the cards of the day"
    study.done.action.click()
    assert study.phase is Phase.QUESTION
    assert study.session.strip.isHidden()


def test_a_session_can_be_ended_at_any_time(window: MainWindow, page: FocusPage) -> None:
    choose(page, Only.EVERYTHING)
    page.start.click()
    study = studying(window)
    window.open_page("today")
    window.open_page("study")
    assert study.session.strip.isVisible(), "looking elsewhere does not end it"
    study.session.leave.click()
    assert study.session.strip.isHidden()
    assert study.shown is not None
    assert study.shown.focus is None


def test_study_offers_a_session_when_the_day_is_done(qtbot: QtBot, course: Context) -> None:
    service, learner = course.services.learners, course.learner
    service.change(learner, service.settings(learner)._replace(new_per_day=0))
    window = open_window(qtbot, course, "study")
    study = studying(window)
    assert isinstance(course.services.study.begin(learner), Done)
    study.done.choose.click()
    assert isinstance(window.page, FocusPage)


def test_two_grades(qtbot: QtBot, course: Context) -> None:
    service, learner = course.services.learners, course.learner
    service.change(learner, service.settings(learner)._replace(grades=2))
    window = open_window(qtbot, course, "study")
    study = studying(window)
    press(Qt.Key.Key_Space)
    visible = [grade for grade, button in study.grades.items() if button.isVisible()]
    assert visible == [Grade.AGAIN, Grade.GOOD]
    press(Qt.Key.Key_2)
    label = course.services.study.undo_label(learner)
    assert label is not None
    assert label.grade is Grade.GOOD
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_1)
    label = course.services.study.undo_label(learner)
    assert label is not None
    assert label.grade is Grade.AGAIN


@pytest.mark.parametrize("condition", CONDITIONS, ids=lambda each: each.name)
def test_every_appearance(
    qtbot: QtBot, window: MainWindow, page: FocusPage, condition: Condition
) -> None:
    page._topics["track-4"].click()
    settle(qtbot, window, page.theme, condition)
    assert sweep(window, page, page.start) == []
    page.counts.chips[1].click()
    page.start.click()
    study = studying(window)
    settle(qtbot, window, study.theme, condition)
    assert sweep(window, study, study.show_answer) == []


def test_what_is_known_in_practice_is_said_without_a_day(
    window: MainWindow, page: FocusPage, learned: Context
) -> None:
    choose(page, Only.EVERYTHING)
    page.counts.chips[1].click()
    page.start.click()
    study = studying(window)
    assert study.shown is not None
    assert study.bottom.know.isVisible(), "what was never seen is weakest"
    assert study.bottom.know.accessibleDescription().startswith("Takes it as known")
    before = learned.services.study.today(learned.learner)
    first = study.shown.card
    study.bottom.know.click()
    assert study.shown.card != first
    assert learned.services.study.today(learned.learner) == before
