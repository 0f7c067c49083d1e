"""Things side by side, and all topics on a sheet that prints on two pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMarginsF, QRectF, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter, QPdfWriter, QTextOption
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from mtdtutor.ui.page import Context
from mtdtutor.ui.pages.compare import ComparePage
from mtdtutor.ui.pages.overview import OverviewPage
from mtdtutor.ui.printing import PAGES, Sheet, document, print_sheet
from mtdtutor.ui.theme import Role
from mtdtutor.ui.window import MainWindow
from tests.ui.course import on_course, open_window
from tests.ui.sweep import CONDITIONS, Condition, settle, sweep

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot


@pytest.fixture
def course(context: Context, tmp_path: Path) -> Iterator[Context]:
    with on_course(context, tmp_path / "data") as ready:
        yield ready


@pytest.fixture
def window(qtbot: QtBot, course: Context) -> MainWindow:
    return open_window(qtbot, course, "compare", ids=("track-2",))


@pytest.fixture
def page(window: MainWindow) -> ComparePage:
    assert isinstance(window.page, ComparePage)
    return window.page


@pytest.fixture
def overview(qtbot: QtBot, course: Context) -> Iterator[OverviewPage]:
    window = open_window(qtbot, course, "overview")
    assert isinstance(window.page, OverviewPage)
    yield window.page
    window.close()


def cells(page: ComparePage | OverviewPage) -> list[list[str]]:
    rows = page.table.rows
    return [
        [str(rows.index(row, column).data()) for column in range(rows.columnCount())]
        for row in range(rows.rowCount())
    ]


def headings(page: ComparePage | OverviewPage) -> list[str]:
    rows = page.table.rows
    across = Qt.Orientation.Horizontal
    return [str(rows.headerData(place, across)) for place in range(rows.columnCount())]


def choose(page: ComparePage, place: int, entity: str) -> None:
    field = page.fields[place]
    assert field.findData(entity) >= 0, entity
    field.setCurrentIndex(field.findData(entity))


def test_one_thing_is_compared_with_its_nearest_mix_up(page: ComparePage) -> None:
    assert headings(page)[1:] == [
        "Track 2: Nongovernment/Professional",
        "Track 1.5: Mixed dialogue",
    ]
    assert QApplication.focusWidget() is page.table


def test_what_tells_apart_comes_first_and_is_marked(page: ComparePage) -> None:
    rows = cells(page)
    marked = [row for row in rows if {"Yes", "No"} <= set(row[1:])]
    assert marked, "the course tells no trait of these two"
    assert rows[: len(marked)] == marked
    assert all(row[0].startswith("≠ ") for row in marked)
    settled = [row for row in rows if set(row[1:]) <= {"Yes"}]
    assert not any(row[0].startswith("≠") for row in settled)
    assert str(len(marked)) in page.finding.text()


def test_up_to_four_are_compared_and_a_choice_is_told(page: ComparePage) -> None:
    choose(page, 2, "track-4")
    choose(page, 3, "system")
    assert len(headings(page)) == 5
    assert all(len(row) == 5 for row in cells(page))
    choose(page, 2, "")
    assert len(headings(page)) == 4


def test_the_same_thing_twice_is_shown_once_and_asked_for_another(page: ComparePage) -> None:
    choose(page, 1, "track-2")
    assert len(headings(page)) == 2
    assert page.finding.text() == "Choose two different things to compare."


def test_the_table_is_read_cell_by_cell(page: ComparePage) -> None:
    QTest.keyClick(page.table, Qt.Key.Key_Right)
    index = page.table.currentIndex()
    assert (index.row(), index.column()) == (0, 1)
    spoken = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("Track 2: Nongovernment/Professional: ")


def test_escape_leads_back(window: MainWindow, page: ComparePage) -> None:
    QTest.keyClick(page.table, Qt.Key.Key_Escape)
    assert window.page is not page
    assert window.page is not None
    assert window.page.name == "library"


def test_all_topics_stand_in_one_table(overview: OverviewPage) -> None:
    rows = cells(overview)
    assert [row[0].split(":")[0] for row in rows][:3] == ["Track 1", "Track 1.5", "Track 2"]
    assert len(rows) == 11
    empty = [row[0] for row in rows if not row[1] or not row[2]]
    assert empty in ([], [rows[-1][0]]), "only the whole system may have no actors"


@pytest.mark.parametrize("width", [720, 1180])
def test_each_cell_has_room_for_all_its_words(
    overview: OverviewPage, qtbot: QtBot, width: int
) -> None:
    window = overview.window()
    window.resize(width, 760)
    window.grab()
    table = overview.table
    image = QImage(1, 1, QImage.Format.Format_ARGB32)
    painter = QPainter(image)
    wrapped = QTextOption()
    wrapped.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    for row in range(table.rows.rowCount()):
        for column in range(table.rows.columnCount()):
            index = table.rows.index(row, column)
            cell = table.visualRect(index)
            font = overview.theme.font(Role.BODY)
            font.setBold(column == 0)
            painter.setFont(font)
            room = QRectF(0, 0, cell.width() - 20, 10_000)
            words = painter.boundingRect(room, str(index.data()), wrapped)
            assert words.height() <= cell.height() - 16
    painter.end()


def test_the_sheet_prints_on_two_pages_in_type_that_can_be_read(
    overview: OverviewPage, tmp_path: Path
) -> None:
    writer = QPdfWriter(str(tmp_path / "x.pdf"))
    layout = QPageLayout(
        QPageSize(QPageSize.PageSizeId.A4),
        QPageLayout.Orientation.Landscape,
        QMarginsF(28, 28, 28, 28),
    )
    writer.setPageLayout(layout)
    made = document(overview._sheet(), writer)
    assert made.pageCount() <= PAGES
    assert made.defaultFont().pointSizeF() >= 6


def test_texts_of_the_course_are_no_markup_on_paper(tmp_path: Path) -> None:
    writer = QPdfWriter(str(tmp_path / "x.pdf"))
    made = document(Sheet("<i>T</i>", "", ["a & b"], [["<b>x</b>\nnext"]]), writer)
    assert "<i>T</i>" in made.toPlainText()
    assert "<b>x</b>\u2028next" in made.toPlainText().replace("\n", "\u2028")


def test_the_pdf_is_saved_where_a_person_chose(
    overview: OverviewPage, qtbot: QtBot, tmp_path: Path
) -> None:
    chosen = iter([str(tmp_path / "missing" / "x.pdf"), str(tmp_path / "x.pdf")])

    def answer(parent: QWidget, suggested: str, then: Callable[[str], None]) -> None:
        assert suggested.endswith("mtdtutor-overview.pdf")
        then(next(chosen))

    overview._ask = answer
    overview.save_button.click()
    qtbot.waitUntil(overview.message.isVisible)
    assert "could not be written" in overview.message.text.text()
    overview.message.action.click()
    qtbot.waitUntil(overview.saved.isVisible)
    data = (tmp_path / "x.pdf").read_bytes()
    assert data.startswith(b"%PDF")
    assert data.count(b"/Type /Page\n") == PAGES
    assert overview.saved.text() == "Saved in x.pdf"


def test_the_printing_dialog_does_not_stop_the_window(overview: OverviewPage) -> None:
    print_sheet(overview, overview._sheet())
    dialog = overview.findChild(QDialog, "print_dialog")
    assert isinstance(dialog, QDialog)
    dialog.reject()


@pytest.mark.parametrize("condition", CONDITIONS, ids=lambda each: each.name)
@pytest.mark.parametrize("name", ["compare", "overview"])
def test_the_pages_stand_every_appearance(
    qtbot: QtBot, course: Context, name: str, condition: Condition
) -> None:
    window = open_window(qtbot, course, name)
    settle(qtbot, window, course.theme, condition)
    page = window.page
    assert page is not None
    assert sweep(window, page, page.back) == []
