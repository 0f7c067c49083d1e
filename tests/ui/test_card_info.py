"""All about one card, and mending its past, in a window on the bundled course."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from mtdtutor.study.fold import ActionKind
from mtdtutor.study.memory import Grade, Memory, State
from mtdtutor.ui.page import Context
from mtdtutor.ui.pages.card_info import CardInfoPage
from mtdtutor.ui.pages.card_words import fellows, intervals_words
from mtdtutor.ui.window import MainWindow
from tests.support.clock import FakeClock
from tests.ui.course import on_course, open_window
from tests.ui.sweep import CONDITIONS, Condition, settle, sweep

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

CARD = "card:track-4:slogan:forward"


def grade(context: Context, grade: Grade, card: str = CARD) -> str:
    recorder = context.services.recorder
    recorded = recorder.grade(context.learner, recorder.new_id(), card, grade)
    return recorded.event.id


def act(context: Context, kind: ActionKind, value: str | None = None) -> None:
    recorder = context.services.recorder
    recorder.act(context.learner, recorder.new_id(), CARD, kind, value=value)


@pytest.fixture
def course(context: Context, tmp_path: Path) -> Iterator[Context]:
    with on_course(context, tmp_path / "data") as ready:
        yield ready


@pytest.fixture
def studied(course: Context, clock: FakeClock) -> Context:
    """Return a context in which a card was recalled, forgotten once, and flagged."""
    for days, given in ((0, 3), (0, 3), (3, 3), (9, 1), (0, 3), (2, 3)):
        clock.advance(days=days, seconds=700)
        grade(course, Grade(given))
    act(course, ActionKind.FLAG)
    clock.advance(days=2)
    return course


@pytest.fixture
def window(qtbot: QtBot, studied: Context) -> MainWindow:
    return open_window(qtbot, studied, "card_info", card=CARD)


@pytest.fixture
def page(window: MainWindow) -> CardInfoPage:
    assert isinstance(window.page, CardInfoPage)
    return window.page


def believed(page: CardInfoPage) -> Memory:
    """Return what is kept of the card now."""
    context = page.context
    info = context.services.card_info.info(context.learner, CARD)
    assert info is not None
    return info.card.standing.memory


def rows(page: CardInfoPage) -> list[list[str]]:
    model = page.events.rows
    return [
        [str(model.index(row, column).data()) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def choose(page: CardInfoPage, row: int) -> None:
    page.events.setCurrentIndex(page.events.rows.index(row, 0))


def told(page: CardInfoPage) -> str:
    assert page.message.isVisible()
    return page.message.text.text()


def test_what_happened_is_told_newest_first(page: CardInfoPage) -> None:
    assert [row[1] for row in rows(page)] == [
        "Flagged", "Good", "Good", "Again", "Good", "Good", "Good",
    ]  # fmt: skip
    again = rows(page)[3]
    assert again[2].endswith("%")
    assert again[3] == "in 10 minutes"
    assert rows(page)[6][2] == "", "nothing is predicted before the first review"


def test_the_page_says_where_the_card_stands_and_what_comes_next(page: CardInfoPage) -> None:
    text = "\n".join(each.text() for each in page.sections.texts())
    assert "Predicted recall now: " in text
    assert "Stability" in text
    assert "Again: in 10 minutes" in text
    assert "Reviewed 6 times. Forgotten 1 time." in text
    assert page.chart.title.text().startswith("Predicted recall")
    assert "Recalled 5 of 6 times." in page.chart.summary.text()
    assert page.chart.plot.accessibleDescription() == page.chart.summary.text()


def test_within_the_first_day_nothing_is_predicted(
    qtbot: QtBot, course: Context, clock: FakeClock
) -> None:
    grade(course, Grade.EASY)
    window = open_window(qtbot, course, "card_info", card=CARD)
    page = window.page
    assert isinstance(page, CardInfoPage)
    text = "\n".join(each.text() for each in page.sections.texts())
    assert "Predicted recall now" not in text
    assert "nothing is predicted" in page.chart.summary.text()


def test_a_new_card_has_no_past(qtbot: QtBot, course: Context) -> None:
    window = open_window(qtbot, course, "card_info", card=CARD)
    page = window.page
    assert isinstance(page, CardInfoPage)
    assert not page.events_panel.isVisible()
    assert not page.chart.plot.isVisible()
    assert not page.due_button.isVisible(), "what was never reviewed has no due day"
    assert "before the first review" in page.chart.title.text()


def test_the_curve_can_be_read_as_a_table(page: CardInfoPage) -> None:
    page.table_button.click()
    assert page.curve_table.isVisible()
    assert page.curve_table.rows.rowCount() > 6
    page.table_button.click()
    assert not page.curve_table.isVisible()


def test_a_grade_is_changed_after_a_look_at_what_that_does(page: CardInfoPage) -> None:
    before = believed(page)
    choose(page, 3)
    page.mend.grades[Grade.HARD].click()
    assert believed(page) == before, "a look changes nothing"
    preview = page.mend.preview.text()
    assert preview.startswith("With Hard in place of Again:")
    assert "forgotten 0, not 1" in preview
    assert QApplication.focusWidget() is page.mend.preview
    page.mend.apply_button.click()
    assert believed(page).lapses == 0
    assert [row[1] for row in rows(page)][3:5] == [
        "Hard (changed later)", "Again (taken back, changed above)",
    ]  # fmt: skip
    assert "changed" in told(page)
    page.message.action.click()
    assert believed(page) == before
    assert "change to Hard" in told(page)
    page.message.action.click()
    assert believed(page).lapses == 0


def test_a_grade_is_taken_back_and_brought_back(page: CardInfoPage) -> None:
    before = believed(page)
    choose(page, 1)
    page.mend.remove.click()
    assert "reviews 5, not 6" in page.mend.preview.text()
    page.mend.apply_button.click()
    assert believed(page).reviews == 5
    assert rows(page)[1][1] == "Good (taken back)"
    assert page.message.action.text() == "Bring it back"
    page.message.action.click()
    assert believed(page) == before


def test_what_was_taken_back_long_ago_can_be_brought_back_with_another_grade(
    page: CardInfoPage,
) -> None:
    choose(page, 3)
    page.mend.remove.click()
    page.mend.apply_button.click()
    act(page.context, ActionKind.UNFLAG)
    page.refresh()
    choose(page, 4)
    assert rows(page)[4][1] == "Again (taken back)"
    assert "bring it back" in page.mend.words.text()
    assert not page.mend.remove.isVisible()
    page.mend.grades[Grade.EASY].click()
    page.mend.apply_button.click()
    assert believed(page).lapses == 0
    assert [row[1] for row in rows(page)][4:6] == [
        "Easy (changed later)", "Again (taken back, changed above)",
    ]  # fmt: skip


def test_one_can_change_ones_mind(page: CardInfoPage) -> None:
    choose(page, 1)
    page.mend.remove.click()
    QTest.keyClick(page.mend.preview, Qt.Key.Key_Escape)
    assert not page.mend.trying
    assert QApplication.focusWidget() is page.mend.remove
    assert believed(page).reviews == 6


def test_what_a_quiz_or_an_action_did_is_explained_and_not_offered(page: CardInfoPage) -> None:
    choose(page, 0)
    assert page.mend.words.text() == "Only grades can be changed here."
    assert not any(button.isVisible() for button in page.mend.grades.values())
    assert not page.mend.remove.isVisible()


def test_the_due_day_is_set_in_days_or_by_date(page: CardInfoPage) -> None:
    today = page.context.services.study.today(page.context.learner)
    assert today is not None
    page.due_button.click()
    field = page.due_row.field
    assert QApplication.focusWidget() is field
    field.setText("never")
    assert not page.due_row.set_button.isEnabled()
    field.setText("20")
    assert "in 20 days" in page.due_row.words.text()
    QTest.keyClick(field, Qt.Key.Key_Return)
    info = page._info
    assert info is not None
    assert believed(page).due_day == info.card.standing.day + 20
    assert "comes back on" in told(page)
    assert rows(page)[0][1].startswith("Due day set to ")
    page.message.action.click()
    assert believed(page).due_day != info.card.standing.day + 20


def test_a_card_is_forgotten_and_remembered_again(page: CardInfoPage) -> None:
    before = believed(page)
    page.forget_button.click()
    assert believed(page).state is State.NEW
    page.message.action.click()
    assert believed(page) == before


def test_undo_and_redo_by_key(page: CardInfoPage) -> None:
    ctrl, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(page.events, Qt.Key.Key_Z, ctrl)
    assert "Flagged" not in [row[1] for row in rows(page)]
    assert page.message.action.text() == "Redo"
    QTest.keyClick(page.events, Qt.Key.Key_Z, ctrl | shift)
    assert rows(page)[0][1] == "Flagged"
    QTest.keyClick(page.events, Qt.Key.Key_Y, ctrl)
    assert "nothing to redo" in told(page)


def test_escape_leads_back(window: MainWindow, page: CardInfoPage) -> None:
    QTest.keyClick(page.events, Qt.Key.Key_Escape)
    assert window.page is not page
    assert window.page is not None
    assert window.page.name == "study"


def test_a_card_that_sticks_badly_says_so(qtbot: QtBot, course: Context, clock: FakeClock) -> None:
    grade(course, Grade.EASY)
    for _ in range(6):
        clock.advance(days=30)
        grade(course, Grade.AGAIN)
        grade(course, Grade.GOOD)
    window = open_window(qtbot, course, "card_info", card=CARD)
    page = window.page
    assert isinstance(page, CardInfoPage)
    text = "\n".join(each.text() for each in page.sections.texts())
    assert "You have forgotten this card 6 times." in text
    found = course.services.finding.search(course.learner, "is:leech")
    assert [row.id for row in found.rows] == [CARD]


@pytest.mark.parametrize("condition", CONDITIONS, ids=lambda each: each.name)
@pytest.mark.parametrize("trying", [False, True], ids=["plain", "trying"])
def test_the_page_stands_every_appearance(
    qtbot: QtBot, studied: Context, condition: Condition, trying: bool
) -> None:
    window = open_window(qtbot, studied, "card_info", card=CARD)
    settle(qtbot, window, studied.theme, condition)
    page = window.page
    assert isinstance(page, CardInfoPage)
    if trying:
        choose(page, 3)
        page.mend.grades[Grade.HARD].click()
        page.table_button.click()
        page.due_button.click()
        page.due_row.field.setText("14")
        settle(qtbot, window, studied.theme, condition)
    assert sweep(window, page, page.back) == []


def test_a_message_on_one_card_does_not_stand_over_the_next(
    window: MainWindow, page: CardInfoPage
) -> None:
    window.open_page("card_info", {"card": "card:none:of:these"})
    assert "no such card" in told(page)
    window.open_page("card_info", {"card": CARD})
    assert page.message.isHidden()


def test_what_comes_next_ends_no_line_with_a_dot_in_the_middle(
    page: CardInfoPage, studied: Context
) -> None:
    assert "·" not in "\n".join(each.text() for each in page.sections.texts())
    info = studied.services.card_info.info(studied.learner, CARD)
    assert info is not None
    assert intervals_words(info).startswith("Again: in 10 minutes, Hard: in ")


def test_one_is_not_written_as_many(page: CardInfoPage, studied: Context) -> None:
    info = studied.services.card_info.info(studied.learner, CARD)
    assert info is not None
    fellow = info.cards[0]
    grade(studied, Grade.GOOD, fellow.id)
    info = studied.services.card_info.info(studied.learner, CARD)
    assert info is not None
    assert "Card: 1 review, forgotten 0 times" in fellows(info)
