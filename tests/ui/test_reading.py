"""The reading page: text, facts with their sources, and the way back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from mtdtutor.services.course_views import FactLine
from mtdtutor.ui.page import Context
from mtdtutor.ui.pages.reading import LongText, ReadingPage, fact_text
from mtdtutor.ui.window import MainWindow
from tests.ui.course import on_course, open_window
from tests.ui.sweep import CONDITIONS, Condition, settle, sweep

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def course(context: Context, tmp_path: Path) -> Iterator[Context]:
    with on_course(context, tmp_path / "data") as ready:
        yield ready


@pytest.fixture
def window(qtbot: QtBot, course: Context) -> MainWindow:
    return open_window(qtbot, course, "reading", topic="track-1.5")


@pytest.fixture
def page(window: MainWindow) -> ReadingPage:
    assert isinstance(window.page, ReadingPage)
    return window.page


def everything(page: ReadingPage) -> str:
    return "\n".join(text.text() for text in page.sections.texts())


def test_the_text_has_the_focus_and_facts_name_their_sources(
    window: MainWindow, page: ReadingPage
) -> None:
    assert window.windowTitle() == "MTD Tutor – Track 1.5: Mixed dialogue"
    focus = QApplication.focusWidget()
    assert focus in page.sections.texts()
    text = everything(page)
    assert "Also called: Track One and a Half" in text
    assert "[1]" in text or "[1, 2]" in text
    assert "\n1. " in f"\n{page.sections.texts()[-1].text()}", "sources are numbered"


def test_reading_goes_on_to_the_next_topic(page: ReadingPage, qtbot: QtBot) -> None:
    page.after.click()
    assert page.heading.text().startswith("Track 2:")
    assert QApplication.focusWidget() in page.sections.texts()
    page.before.click()
    page.before.click()
    assert page.heading.text() == "Track 1: Government"
    assert not page.before.isEnabled()


def test_escape_goes_back_to_where_one_came_from(course: Context, qtbot: QtBot) -> None:
    page = ReadingPage(course)
    qtbot.addWidget(page)
    page.open({"topic": "track-2", "back": "study"})
    assert page.back.text() == "Back to studying"
    with qtbot.waitSignal(page.go) as asked:
        assert page.on_action("back", 0)
    assert asked.args == ["study", {}]


def test_each_opening_begins_at_the_top_with_the_way_back_of_this_time(
    window: MainWindow, page: ReadingPage
) -> None:
    bar = page.scroll_body().verticalScrollBar()
    window.grab()
    bar.setValue(bar.maximum())
    assert bar.value() > 0
    window.open_page("reading", {"topic": "track-1.5", "back": "today"})
    window.grab()
    assert page.back.text() == "Back to Today"
    assert bar.value() == 0
    focus = QApplication.focusWidget()
    assert isinstance(focus, LongText)
    assert focus.textCursor().atStart()


def test_an_unheard_of_page_leads_back_to_the_library(qtbot: QtBot, course: Context) -> None:
    window = open_window(qtbot, course, "reading", topic="track-2", back="nowhere")
    assert isinstance(window.page, ReadingPage)
    window.page.back.click()
    assert window.windowTitle() == "MTD Tutor – Library"


def test_a_message_is_put_away_before_the_page(page: ReadingPage) -> None:
    page.message.show_message("Something.")
    assert not page.on_action("back", 0)


@pytest.mark.parametrize("params", [{}, {"topic": "nonsense"}])
def test_without_a_topic_the_first_is_read(
    qtbot: QtBot, course: Context, params: dict[str, str]
) -> None:
    window = open_window(qtbot, course, "reading", **params)
    assert window.windowTitle() == "MTD Tutor – Track 1: Government"


def test_every_topic_can_be_read(window: MainWindow, page: ReadingPage, course: Context) -> None:
    for topic in course.services.library.topics():
        window.open_page("reading", {"topic": topic.id})
        assert len(everything(page)) > 1000
    assert not page.after.isEnabled()


def test_pages_turn_by_key_and_the_caret_stays_in_view(
    window: MainWindow, page: ReadingPage, qtbot: QtBot
) -> None:
    window.resize(1093, 570)
    window.grab()
    bar = page.scroll_body().verticalScrollBar()
    assert bar.value() == 0
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_PageDown)
    turned = bar.value()
    assert turned > 0
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    assert bar.value() < turned, "the caret went to the beginning, and the view with it"


def test_a_fact_tells_how_sure_it_is() -> None:
    fact = FactLine("x:y", "So it is.", "core", "high", contested=False, asked=True, numbers=(2, 3))
    assert fact_text(fact) == "So it is. [2, 3]"
    assert "Contested" in fact_text(fact._replace(contested=True))
    assert "Less well" in fact_text(fact._replace(confidence="medium", numbers=()))


@pytest.mark.parametrize("condition", CONDITIONS, ids=lambda c: c.name)
def test_sweep(window: MainWindow, page: ReadingPage, qtbot: QtBot, condition: Condition) -> None:
    settle(qtbot, window, page.theme, condition)
    assert sweep(window, page, page.back) == []
