"""Today on days off, and with more cards than usual."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication

from mtdtutor.services.study_views import Shown
from mtdtutor.study.memory import Grade
from mtdtutor.ui.page import Context
from mtdtutor.ui.pages.focus import FocusPage
from mtdtutor.ui.pages.today import TodayPage
from mtdtutor.ui.window import MainWindow
from tests.support.clock import FakeClock
from tests.ui.course import on_course, open_window
from tests.ui.sweep import CONDITIONS, Condition, settle, sweep

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def course(context: Context, tmp_path: Path) -> Iterator[Context]:
    with on_course(context, tmp_path / "data") as ready:
        want(ready, new_per_day=60)
        study, clock = ready.services.study, ready.clock
        assert isinstance(clock, FakeClock)
        for _ in range(2):
            table = study.begin(ready.learner, anew=True)
            while isinstance(table, Shown):
                clock.advance(seconds=20)
                table = study.grade(table.review_id, Grade.EASY, 20_000).table
            clock.advance(days=1)
        want(ready, new_per_day=0)
        yield ready


def want(context: Context, **changes: object) -> None:
    service = context.services.learners
    settings = service.settings(context.learner)._replace(**changes)  # type: ignore[arg-type]
    service.change(context.learner, settings)


def open_today(qtbot: QtBot, course: Context, days: int) -> tuple[MainWindow, TodayPage]:
    clock = course.clock
    assert isinstance(clock, FakeClock)
    clock.advance(days=days)
    window = open_window(qtbot, course, "today")
    assert isinstance(window.page, TodayPage)
    return window, window.page


def test_a_backlog_is_shared_out_and_taken_back(qtbot: QtBot, course: Context) -> None:
    _, page = open_today(qtbot, course, 40)
    assert page.backlog is not None
    panel = page.backlog.panel
    assert panel.isVisible()
    assert "about" in panel.text.text()
    assert panel.choices[0].text().startswith("Over 3 days: ")
    before = page.hero.text()
    panel.choices[0].click()
    assert QApplication.focusWidget() is page.start
    assert page.hero.text() != before
    assert panel.text.text().startswith("What waited is shared out until ")
    assert len(panel.choices) == 1
    panel.choices[0].click()
    assert page.hero.text() == before


def test_without_a_backlog_there_is_no_panel(qtbot: QtBot, course: Context) -> None:
    _, page = open_today(qtbot, course, 1)
    assert page.backlog is None


def test_a_backlog_that_was_worked_off_is_told_no_more(qtbot: QtBot, course: Context) -> None:
    _, page = open_today(qtbot, course, 40)
    assert page.backlog is not None
    study = course.services.study
    table = study.begin(course.learner, anew=True)
    while isinstance(table, Shown):
        table = study.grade(table.review_id, Grade.EASY, 20_000).table
    page.refresh()
    assert page.backlog.panel.isHidden()


def test_a_day_off_says_so_and_can_be_worked(qtbot: QtBot, course: Context) -> None:
    want(course, weekdays=(100, 100, 0, 100, 100, 100, 100))
    window, page = open_today(qtbot, course, 14)
    assert page.hero.text() == "A day off"
    assert page.start.text() == "Take a quiz"
    assert page.other.text() == "Study anyway"
    window.open_page("study")
    window.open_page("today")
    page.other.click()
    assert page.hero.text().endswith("cards are ready")
    assert QApplication.focusWidget() is page.start
    page.start.click()
    assert window.page is not None
    assert window.page.name == "study"


def test_a_session_can_be_chosen_from_today(qtbot: QtBot, course: Context) -> None:
    window, page = open_today(qtbot, course, 1)
    page.choose.click()
    assert isinstance(window.page, FocusPage)


@pytest.mark.parametrize("condition", CONDITIONS, ids=lambda each: each.name)
def test_every_appearance(qtbot: QtBot, course: Context, condition: Condition) -> None:
    window, page = open_today(qtbot, course, 40)
    settle(qtbot, window, page.theme, condition)
    assert sweep(window, page, page.start) == []
