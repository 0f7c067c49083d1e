"""Importing cards from a file: chosen, looked at, taken in, undone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from mtdtutor.services.own_cards import Draft, OwnCardService
from mtdtutor.ui.page import Context
from mtdtutor.ui.pages.import_cards import ImportCardsPage
from mtdtutor.ui.pages.own_card import OwnCardPage
from mtdtutor.ui.window import MainWindow
from tests.ui.course import on_course, open_window
from tests.ui.sweep import CONDITIONS, Condition, settle, sweep

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

TEXT = (
    "Question;Answer;Topic;Tags\nWho?;Ida;Track 3;one, two\nWhen?;1981;;\nWhere?;;;\n=1+1;two;;\n"
)


@pytest.fixture
def course(context: Context, tmp_path: Path) -> Iterator[Context]:
    with on_course(context, tmp_path / "data") as ready:
        yield ready


@pytest.fixture
def window(qtbot: QtBot, course: Context) -> MainWindow:
    return open_window(qtbot, course, "import_cards", back="own_card")


@pytest.fixture
def page(window: MainWindow) -> ImportCardsPage:
    assert isinstance(window.page, ImportCardsPage)
    return window.page


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "cards.csv"
    path.write_text(TEXT, encoding="utf-8")
    return path


def settled(qtbot: QtBot, page: ImportCardsPage) -> None:
    qtbot.waitUntil(lambda: not page.context.jobs.busy)


def read(qtbot: QtBot, page: ImportCardsPage, file: Path) -> None:
    page.read(str(file))
    settled(qtbot, page)


def table(page: ImportCardsPage) -> list[list[str]]:
    model = page.table.model()
    return [
        [str(model.index(row, column).data()) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_a_file_is_asked_for_and_looked_at(
    qtbot: QtBot, window: MainWindow, page: ImportCardsPage, file: Path, said: list[str]
) -> None:
    assert QApplication.focusWidget() is page.choose
    assert page.take_in.isHidden()
    page._ask = lambda _parent, then: then(str(file))
    page.choose.click()
    settled(qtbot, page)
    assert page.file.text() == "cards.csv"
    assert page.header.isChecked()
    assert page.separator.currentData() == ";"
    assert {role: field.currentData() for role, field in page.columns.items()} == {
        "front": 0, "back": 1, "topic": 2, "tags": 3, "hint": -1,
    }  # fmt: skip
    assert page.finding.text() == "3 rows become cards. 1 row is skipped; the table says why."
    assert said[-1] == page.finding.text()
    assert table(page) == [
        ["2", "Who?", "Ida", "Becomes a card"],
        ["3", "When?", "1981", "Becomes a card"],
        ["4", "Where?", "", "Skipped: no question or no answer"],
        ["5", "=1+1", "two", "Becomes a card"],
    ]
    assert QApplication.focusWidget() is page.take_in
    assert page.take_in.accessibleName() == "Import 3 cards"


def test_cards_are_taken_in_by_enter_and_undo_takes_them_out(
    qtbot: QtBot, page: ImportCardsPage, course: Context, file: Path
) -> None:
    read(qtbot, page, file)
    page.topic.setCurrentIndex(1)
    page.topic.activated.emit(1)
    settled(qtbot, page)
    QTest.keyClick(page.take_in, Qt.Key.Key_Return)
    settled(qtbot, page)
    own: OwnCardService = course.services.own_cards
    cards = own.everything(course.learner)
    other = page.topic.itemData(1)
    assert [(each.front, each.back, each.topic) for each in cards] == [
        ("Who?", "Ida", "track-3"),
        ("When?", "1981", other),
        ("=1+1", "two", other),
    ]
    first = own.find(course.learner, cards[0].id)
    assert first is not None
    assert first.tags == ("one", "two")
    assert page.message.text.text() == "Imported 3 cards."
    assert page.take_in.isHidden()
    page.message.action.click()
    settled(qtbot, page)
    assert own.number(course.learner) == 0
    assert page.message.text.text() == "Deleted 3 cards again."


def test_what_a_person_chooses_counts_at_once(
    qtbot: QtBot, page: ImportCardsPage, course: Context, file: Path
) -> None:
    course.services.own_cards.add(course.learner, Draft("track-1", "forward", "Ida", "who?"))
    read(qtbot, page, file)
    for role, place in (("front", 2), ("back", 1)):
        field = page.columns[role]  # type: ignore[index]
        field.setCurrentIndex(place)
        field.activated.emit(place)
        settled(qtbot, page)
    assert table(page)[0] == ["2", "Ida", "Who?", "Skipped: you have this card"]
    page.header.click()
    settled(qtbot, page)
    assert table(page)[0] == ["1", "Answer", "Question", "Skipped: no such topic in the course"]
    comma = page.separator.findData(",")
    page.separator.setCurrentIndex(comma)
    page.separator.activated.emit(comma)
    settled(qtbot, page)
    assert page.separator.currentData() == ","


def test_a_file_that_cannot_be_read_is_said_and_the_page_stays(
    qtbot: QtBot, page: ImportCardsPage, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.csv"
    broken.write_bytes(b'a,b\n"c,d\n')
    read(qtbot, page, broken)
    assert "broken.csv" in page.message.text.text()
    assert "line 2" in page.message.text.text()
    assert page.take_in.isHidden()


def test_escape_leads_back(window: MainWindow, page: ImportCardsPage) -> None:
    QTest.keyClick(page.choose, Qt.Key.Key_Escape)
    assert isinstance(window.page, OwnCardPage)


@pytest.mark.parametrize("condition", CONDITIONS, ids=lambda each: each.name)
def test_the_page_stands_every_appearance(
    qtbot: QtBot, window: MainWindow, page: ImportCardsPage, course: Context, file: Path,
    condition: Condition,
) -> None:  # fmt: skip
    settle(qtbot, window, course.theme, condition)
    assert sweep(window, page, page.choose) == []
    read(qtbot, page, file)
    settle(qtbot, window, course.theme, condition)
    assert sweep(window, page, page.take_in) == []


def test_a_file_that_cannot_be_read_leaves_the_one_in_view(
    qtbot: QtBot, page: ImportCardsPage, file: Path, tmp_path: Path
) -> None:
    read(qtbot, page, file)
    broken = tmp_path / "broken.csv"
    broken.write_bytes(b'a,b\n"c,d\n')
    read(qtbot, page, broken)
    assert page.file.text() == "cards.csv"
    page.separator.activated.emit(page.separator.currentIndex())
    settled(qtbot, page)
    assert page.file.text() == "cards.csv"
    assert page.message.isHidden()
