"""The library page: type, choose, read, without spoiling questions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication

from mtdtutor.core.changes import Changes
from mtdtutor.services.course_views import Row, Standing
from mtdtutor.services.study_views import Shown
from mtdtutor.storage import memory
from mtdtutor.study.fold import ActionKind
from mtdtutor.study.memory import NEW_MEMORY, NO_MARKS, State
from mtdtutor.ui.page import Context
from mtdtutor.ui.pages.library import LibraryPage
from mtdtutor.ui.pages.library_list import LibraryModel, two_lines
from mtdtutor.ui.pages.library_words import row_caption, standing
from mtdtutor.ui.window import MainWindow
from tests.ui.course import on_course, open_window
from tests.ui.sweep import CONDITIONS, Condition, settle, sweep

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

DAY = 20514


@pytest.fixture
def course(context: Context, tmp_path: Path) -> Iterator[Context]:
    with on_course(context, tmp_path / "data") as ready:
        yield ready


@pytest.fixture
def window(qtbot: QtBot, course: Context) -> MainWindow:
    return open_window(qtbot, course, "library")


@pytest.fixture
def page(window: MainWindow) -> LibraryPage:
    assert isinstance(window.page, LibraryPage)
    return window.page


def type_text(qtbot: QtBot, text: str) -> None:
    QTest.keyClicks(QApplication.focusWidget(), text)


def press(qtbot: QtBot, key: Qt.Key) -> None:
    QTest.keyClick(QApplication.focusWidget(), key)


def detail_text(page: LibraryPage) -> str:
    texts = [*page.detail.sections.texts(), *page.detail.answer.texts()]
    return "\n".join(text.text() for text in texts if text.isVisible())


def called(window: MainWindow) -> str:
    return str(window.page.name) if window.page is not None else ""


def choose(page: LibraryPage, kind: str) -> None:
    page.kind.setCurrentIndex(page.kind.findData(kind))


def test_search_begins_at_once_and_enter_opens_the_first(page: LibraryPage, qtbot: QtBot) -> None:
    assert QApplication.focusWidget() is page.search
    type_text(qtbot, "track 1 1/2")
    current = page.list.current()
    assert current is not None
    assert current.title == "Track 1.5: Mixed dialogue"
    press(qtbot, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is page.detail.sections.texts()[0]
    assert "Track 1.5: Mixed dialogue" in detail_text(page)


def test_typing_narrows_the_list_and_says_how_many(
    page: LibraryPage, qtbot: QtBot, said: list[str]
) -> None:
    before = page.model.rowCount()
    type_text(qtbot, "envoy")
    assert 0 < page.model.rowCount() < before
    assert said[-1] == page.count.text()


def test_digits_and_letters_are_text_while_searching(
    window: MainWindow, page: LibraryPage, qtbot: QtBot
) -> None:
    type_text(qtbot, "1?sf")
    assert page.search.text() == "1?sf"
    assert window.page is page


def test_arrows_browse_and_escape_leads_back(page: LibraryPage, qtbot: QtBot) -> None:
    press(qtbot, Qt.Key.Key_Down)
    assert QApplication.focusWidget() is page.list
    press(qtbot, Qt.Key.Key_Down)
    current = page.list.current()
    assert current is not None
    assert current.id == "track-1.5"
    assert "Track 1.5" in detail_text(page), "the details follow the list"
    press(qtbot, Qt.Key.Key_Return)
    press(qtbot, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is page.list


def test_escape_takes_a_search_back(page: LibraryPage, qtbot: QtBot) -> None:
    everything = page.model.rowCount()
    type_text(qtbot, "envoy")
    press(qtbot, Qt.Key.Key_Escape)
    assert page.search.text() == ""
    assert page.model.rowCount() == everything


def test_nothing_found_offers_everything(page: LibraryPage, qtbot: QtBot) -> None:
    everything = page.model.rowCount()
    choose(page, "card")
    type_text(qtbot, "zzz")
    assert page.empty.isVisible()
    assert not page.detail.isVisible()
    page.empty.action.click()
    assert page.model.rowCount() == everything
    assert QApplication.focusWidget() is page.search


def test_filters_narrow_the_list(page: LibraryPage) -> None:
    choose(page, "card")
    page.topic.setCurrentIndex(page.topic.findData("track-7"))
    rows = [page.model.row_at(page.model.index(n, 0)) for n in range(page.model.rowCount())]
    assert rows
    assert {(row.kind, row.topic) for row in rows if row is not None} == {("card", "track-7")}


def test_a_question_keeps_its_key_until_asked(page: LibraryPage, qtbot: QtBot) -> None:
    choose(page, "question")
    type_text(qtbot, "exporters")
    page.search.clear()
    press(qtbot, Qt.Key.Key_Return)
    hidden = detail_text(page)
    assert "Why not" not in hidden
    assert "Track" not in page.detail.caption.text()
    assert page.detail.show_answer.isVisible()
    assert not page.detail.read_button.isVisible(), "what to read would tell the answer"
    page.detail.show_answer.click()
    assert len(detail_text(page)) > len(hidden)
    assert "Track" in page.detail.caption.text()
    assert QApplication.focusWidget() is page.detail.answer.texts()[0]
    press(qtbot, Qt.Key.Key_Escape)
    press(qtbot, Qt.Key.Key_Down)
    assert not page.detail.answer.isVisible(), "the next question is hidden again"
    assert page.detail.show_answer.isVisible()


def test_a_case_keeps_its_answer_until_asked(page: LibraryPage, qtbot: QtBot) -> None:
    choose(page, "scenario")
    press(qtbot, Qt.Key.Key_Return)
    row = page.list.current()
    assert row is not None
    assert not row.title.endswith("…"), "only the room in the list cuts a case"
    assert "Track" not in page.detail.caption.text() + detail_text(page)
    page.detail.show_answer.click()
    assert "Track" in detail_text(page)


def test_lists_never_name_the_topic_of_what_asks() -> None:
    for kind in ("card", "question", "scenario"):
        row = Row(kind, "x", "Which?", "track-3", "Track 3: Business")
        assert "Track 3" not in row_caption(row)
    fact = Row("fact", "x", "So it is.", "track-3", "Track 3: Business")
    assert "Track 3" in row_caption(fact)


def test_a_card_tells_where_it_stands_after_a_review(page: LibraryPage, qtbot: QtBot) -> None:
    choose(page, "card")
    press(qtbot, Qt.Key.Key_Return)
    assert "New: not studied yet." in detail_text(page)
    current = page.list.current()
    assert current is not None
    services = page.context.services
    known = NEW_MEMORY._replace(state=State.REVIEW, due_day=DAY + 6, reviews=2)
    with services._db.write() as conn:
        memory.save(conn, page.context.learner, current.id, known, NO_MARKS)
    page.on_changes(Changes.REVIEWS)
    assert "It comes back in 6 days. Reviewed 2 times." in detail_text(page)
    assert page.list.current() == current, "the place in the list is kept"


REVIEWED = NEW_MEMORY._replace(state=State.REVIEW, reviews=1)
LEARNED = NEW_MEMORY._replace(state=State.LEARNING, reviews=1)
PLAIN = Standing(NEW_MEMORY, DAY, 1_000_000, suspended=False, buried=False, flagged=False)


@pytest.mark.parametrize(
    ("of", "words"),
    [
        (PLAIN, "New: not studied yet."),
        (PLAIN._replace(memory=REVIEWED._replace(due_day=DAY - 3)), "It is due now. Reviewed 1"),
        (PLAIN._replace(memory=REVIEWED._replace(due_day=DAY + 1, lapses=2)), "Forgotten 2 times."),
        (PLAIN._replace(memory=LEARNED._replace(due_ms=1_600_000)), "It comes back in 10 minutes."),
        (PLAIN._replace(memory=LEARNED._replace(due_ms=1_000_000)), "learned. It is due now."),
        (PLAIN._replace(suspended=True), "Suspended"),
        (PLAIN._replace(buried=True, flagged=True), "Buried until tomorrow. Flagged."),
    ],
)
def test_where_a_card_stands(of: Standing, words: str, theme: object) -> None:
    assert words in standing(of)


def test_a_fact_names_its_certainty_and_what_asks_for_it(page: LibraryPage, qtbot: QtBot) -> None:
    choose(page, "fact")
    type_text(qtbot, "usip nti term")
    press(qtbot, Qt.Key.Key_Return)
    text = detail_text(page)
    assert "Well established." in text
    assert "quiz questions" in text


@pytest.mark.parametrize("kind", ["track", "faq", "fact", "card", "question", "scenario"])
def test_every_kind_can_be_opened(page: LibraryPage, qtbot: QtBot, kind: str) -> None:
    choose(page, kind)
    for _ in range(3):
        press(qtbot, Qt.Key.Key_Return)
        assert detail_text(page)
        page.list.setFocus()
        press(qtbot, Qt.Key.Key_Down)


def test_reading_opens_and_comes_back(window: MainWindow, page: LibraryPage, qtbot: QtBot) -> None:
    type_text(qtbot, "track 3")
    press(qtbot, Qt.Key.Key_Return)
    page.detail.read_button.click()
    assert called(window) == "reading"
    press(qtbot, Qt.Key.Key_Escape)
    assert called(window) == "library"
    assert page.search.text() == "track 3", "the search is found as it was left"


def test_search_by_key_goes_to_the_field(window: MainWindow, page: LibraryPage) -> None:
    window.open_page("settings")
    window.open_page("library", {"search": True})
    assert QApplication.focusWidget() is page.search


def test_a_narrow_window_shows_list_or_details(
    window: MainWindow, page: LibraryPage, qtbot: QtBot
) -> None:
    window.resize(720, 560)
    window.grab()
    assert page.list.isVisible()
    assert not page.detail.isVisible()
    press(qtbot, Qt.Key.Key_Return)
    assert not page.list.isVisible()
    assert page.detail.isVisible()
    window.open_page("library")
    assert QApplication.focusWidget() is page.detail.sections.texts()[0]
    page.detail.back.click()
    assert page.list.isVisible()
    assert QApplication.focusWidget() is page.list


def test_the_pointer_opens_a_row(page: LibraryPage) -> None:
    place = page.list.visualRect(page.model.index(2, 0)).center()
    QTest.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert "Track 2" in detail_text(page)


def test_long_titles_go_on_in_a_second_line(page: LibraryPage) -> None:
    metrics = QFontMetrics(page.font())
    title = "In the nine-track scheme, which track is known by its commerce?"
    assert two_lines(title, metrics, 10_000) == [title]
    first, rest = two_lines(title, metrics, metrics.horizontalAdvance(title) * 2 // 3)
    assert f"{first} {rest}" == title
    assert len(first) > len(rest)
    assert two_lines("Interdenominational", metrics, 5) == ["Interdenominational"]


def test_the_model_keeps_the_rules(page: LibraryPage) -> None:
    model = LibraryModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_rows(page.context.services.library.search("peace"))
    spoken = model.data(model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert isinstance(spoken, str)
    assert ", " in spoken


@pytest.mark.parametrize("opened", [False, True], ids=["list", "details"])
@pytest.mark.parametrize("condition", CONDITIONS, ids=lambda c: c.name)
def test_sweep(
    window: MainWindow, page: LibraryPage, qtbot: QtBot, condition: Condition, opened: bool
) -> None:
    settle(qtbot, window, page.theme, condition)
    if opened:
        choose(page, "question")
        page.search.setFocus()
        press(qtbot, Qt.Key.Key_Return)
        settle(qtbot, window, page.theme, condition)
    primary = page.detail.show_answer if opened else page.search
    assert sweep(window, page, primary) == []


def test_a_suspended_card_can_be_resumed(
    page: LibraryPage, course: Context, said: list[str]
) -> None:
    table = course.services.study.begin(course.learner)
    assert isinstance(table, Shown)
    course.services.study.act(table.card, ActionKind.SUSPEND)
    choose(page, "card")
    page.on_changes(Changes.CARDS)
    rows = course.services.library.search("", "card")
    page.list.select([row.id for row in rows].index(table.card))
    assert page.detail.resume_button.isVisible()
    page.detail.resume_button.click()
    assert not page.detail.resume_button.isVisible()
    assert said[-1] == "The card is asked again."
    assert QApplication.focusWidget() in page.detail.sections.texts()
    again = course.services.study.undo_label(course.learner)
    assert again is not None
    assert again.kind == ActionKind.RESUME
