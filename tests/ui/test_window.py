"""The window: pages built when wanted, keys of page and window, sheets, days, messages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QApplication, QToolButton, QToolTip

from mtdtutor.core.changes import Changes
from mtdtutor.core.errors import KnownError
from mtdtutor.ui.failure import FailureWindow
from mtdtutor.ui.guide import read_guide
from mtdtutor.ui.page import Context
from mtdtutor.ui.theme import Theme
from mtdtutor.ui.widgets.key_sheet import SheetOverlay
from mtdtutor.ui.widgets.text import ReadingText
from mtdtutor.ui.window import MainWindow
from tests.support.clock import FakeClock
from tests.ui.demo import SPECS, StudyDemo, TodayDemo
from tests.ui.sweep import CONDITIONS, Condition, settle, sweep

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def window(qtbot: QtBot, context: Context) -> MainWindow:
    main = MainWindow(context, SPECS)
    qtbot.addWidget(main)
    main.open_page("today")
    main.show()
    main.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    return main


def press(qtbot: QtBot, key: Qt.Key, modifiers: Qt.KeyboardModifier | None = None) -> None:
    qtbot.keyClick(QApplication.focusWidget(), key, modifiers or Qt.KeyboardModifier.NoModifier)


def today(window: MainWindow) -> TodayDemo:
    page = window.findChild(TodayDemo)
    assert isinstance(page, TodayDemo)
    return page


def study(window: MainWindow) -> StudyDemo:
    page = window.findChild(StudyDemo)
    assert isinstance(page, StudyDemo)
    return page


def test_opens_on_a_page_with_the_focus_on_its_action(window: MainWindow) -> None:
    assert window.windowTitle() == "MTD Tutor – Today"
    assert QApplication.focusWidget() is today(window).start
    assert window.sidebar.buttons["today"].isChecked()
    assert window.findChild(StudyDemo) is None, "pages are built when first opened"


def test_enter_runs_the_dominant_action_and_hands_parameters_over(
    window: MainWindow, qtbot: QtBot
) -> None:
    press(qtbot, Qt.Key.Key_Return)
    assert window.windowTitle() == "MTD Tutor – Study"
    assert study(window).params == {"limit": 10}
    assert QApplication.focusWidget() is study(window).question


def test_the_question_lets_the_keys_of_the_page_through(window: MainWindow, qtbot: QtBot) -> None:
    window.open_page("study")
    press(qtbot, Qt.Key.Key_Space)
    press(qtbot, Qt.Key.Key_Return)
    press(qtbot, Qt.Key.Key_F)
    study(window).phase = "answer"
    press(qtbot, Qt.Key.Key_Space)
    press(qtbot, Qt.Key.Key_3)
    assert study(window).actions == [("reveal", 0), ("reveal", 1), ("flag", 0), ("grade", 2)]


def test_a_text_field_keeps_letters_digits_and_enter(window: MainWindow, qtbot: QtBot) -> None:
    window.open_page("study")
    study(window).note.setFocus()
    qtbot.keyClicks(study(window).note, "f3 ?")
    press(qtbot, Qt.Key.Key_Return)
    assert study(window).note.text() == "f3 ?"
    assert study(window).actions == []


def test_ctrl_digit_goes_to_a_page_and_tells_the_page_left(
    window: MainWindow, qtbot: QtBot
) -> None:
    press(qtbot, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert window.page is study(window)
    press(qtbot, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert window.page is today(window)
    assert study(window).left == 1


def test_changes_make_hidden_pages_stale_until_they_are_shown(
    window: MainWindow, qtbot: QtBot
) -> None:
    assert today(window).refreshed == 1
    window.open_page("study")
    study(window).phase = "answer"
    press(qtbot, Qt.Key.Key_1)
    assert today(window).refreshed == 1
    window.open_page("today")
    assert today(window).refreshed == 2
    window.open_page("study")
    window.open_page("today")
    assert today(window).refreshed == 2, "nothing changed meanwhile"


def test_text_size_by_key_is_remembered(window: MainWindow, qtbot: QtBot) -> None:
    press(qtbot, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    press(qtbot, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    press(qtbot, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert window.context.theme.scale == 110
    assert window.context.device.settings.text_scale == 110


def test_the_sheet_of_keys_opens_closes_and_gives_the_focus_back(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.open_page("study")
    press(qtbot, Qt.Key.Key_Question)
    sheet = window.findChild(SheetOverlay, "keys_sheet")
    assert sheet.isVisible()
    text = QApplication.focusWidget().text()
    assert "Space or Enter: Show the answer" in text
    press(qtbot, Qt.Key.Key_Space)
    assert study(window).actions == [], "keys under the sheet do nothing"
    press(qtbot, Qt.Key.Key_Escape)
    assert not sheet.isVisible()
    assert QApplication.focusWidget() is study(window).question


def test_a_new_study_day_refreshes_the_page_in_view(window: MainWindow, clock: FakeClock) -> None:
    before = today(window).refreshed
    window.check_day()
    assert today(window).refreshed == before
    clock.advance(hours=20)
    window.check_day()
    assert today(window).refreshed == before + 1


def test_a_known_error_is_said_and_can_be_put_away(window: MainWindow, qtbot: QtBot) -> None:
    window.show_known(KnownError("disk-full", file="x.sqlite3"))
    assert "x.sqlite3" in window.message.text.text()
    assert QApplication.focusWidget() is window.message.text
    press(qtbot, Qt.Key.Key_Escape)
    assert window.message.isHidden()
    assert QApplication.focusWidget() is today(window).start


def test_a_page_that_cannot_read_says_so(window: MainWindow) -> None:
    def fail() -> None:
        raise KnownError("disk-error", file="x.sqlite3", reason="gone")

    today(window).refresh = fail  # type: ignore[method-assign]
    window.on_changes(Changes.REVIEWS)
    window.open_page("study")
    window.open_page("today")
    assert "gone" in today(window).message.text.text()


def test_place_and_size_are_remembered(window: MainWindow, context: Context, qtbot: QtBot) -> None:
    window.resize(760, 600)
    window.close()
    assert context.device.settings.geometry
    again = MainWindow(context, SPECS)
    qtbot.addWidget(again)
    assert (again.width(), again.height()) == (760, 600)


def test_narrow_windows_shrink_the_sidebar_to_icons(window: MainWindow, qtbot: QtBot) -> None:
    wide = window.sidebar.width()
    window.resize(740, 600)
    assert window.sidebar.width() < wide / 2
    assert window.sidebar.buttons["today"].accessibleName() == "Today"
    assert window.sidebar.buttons["today"].toolTip() == "Today (Ctrl 1)"
    window.sidebar.buttons["today"].setFocus(Qt.FocusReason.TabFocusReason)
    assert QToolTip.text() == "Today (Ctrl 1)"
    window.sidebar.buttons["quiz"].setFocus(Qt.FocusReason.TabFocusReason)
    assert QToolTip.text() == "Quiz (Ctrl 3)"
    window.open_page("today")
    qtbot.waitUntil(lambda: not QToolTip.isVisible())


@pytest.mark.parametrize("condition", CONDITIONS, ids=[each.name for each in CONDITIONS])
@pytest.mark.parametrize("name", ["today", "study"])
def test_the_frame_stands_the_sweep(
    window: MainWindow, qtbot: QtBot, name: str, condition: Condition
) -> None:
    window.open_page(name)
    page = window.page
    assert page is not None
    settle(qtbot, window, window.context.theme, condition)
    assert sweep(window, page, page.start_widget()) == []
    window.show_known(KnownError("disk-full", file="x.sqlite3"))
    settle(qtbot, window, window.context.theme, condition)
    assert sweep(window, page, None) == []
    window.toggle_keys()
    settle(qtbot, window, window.context.theme, condition)
    assert sweep(window, page, None) == []


def test_the_sweep_finds_what_is_wrong(window: MainWindow, qtbot: QtBot) -> None:
    page = today(window)
    nameless = QToolButton()
    nameless.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    page.column.addWidget(nameless)
    page.start.setFixedSize(30, 20)
    twin = QToolButton()
    twin.setObjectName("today_start")
    twin.setAccessibleName("Twin")
    twin.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    page.column.addWidget(twin)
    settle(qtbot, window, window.context.theme, CONDITIONS[0])
    found = "; ".join(sweep(window, page, page.start))
    for word in ("no name for screen", "no object name", "twice", "is cut", "20 px high"):
        assert word in found, found


def test_the_guide_opens_and_says_if_it_is_missing(window: MainWindow, qtbot: QtBot) -> None:
    press(qtbot, Qt.Key.Key_F1)
    sheet = window.findChild(SheetOverlay, "guide_sheet")
    assert sheet.isVisible()
    press(qtbot, Qt.Key.Key_F1)
    assert sheet.isHidden()
    assert QApplication.focusWidget() is today(window).start


def test_enter_begins_though_a_quiet_message_stands_above(window: MainWindow, qtbot: QtBot) -> None:
    today(window).message.show_message("The clock is behind.", focus=False)
    window.open_page("study")
    window.open_page("today")
    assert QApplication.focusWidget() is today(window).start


def test_a_message_heard_before_does_not_keep_the_focus_from_a_page(window: MainWindow) -> None:
    window.open_page("study")
    study(window).message.show_message("Saved.", action="Take back")
    window.open_page("today")
    window.open_page("study")
    assert QApplication.focusWidget() is study(window).question


def test_a_new_message_has_the_focus_when_its_page_opens(window: MainWindow) -> None:
    window.open_page("study")

    def fail() -> None:
        raise KnownError("disk-error", file="x.sqlite3", reason="gone")

    study(window).refresh = fail  # type: ignore[method-assign]
    window.open_page("today")
    window.on_changes(Changes.REVIEWS)
    window.open_page("study")
    assert QApplication.focusWidget() is study(window).message.text


def test_a_sheet_closes_with_the_page_it_speaks_of(window: MainWindow, qtbot: QtBot) -> None:
    press(qtbot, Qt.Key.Key_Question)
    sheet = window.findChild(SheetOverlay, "keys_sheet")
    assert sheet.isVisible()
    press(qtbot, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert sheet.isHidden()
    assert QApplication.focusWidget() is study(window).question


@pytest.mark.parametrize("name", ["today", "study"])
def test_the_guide_begins_at_the_page_in_view(window: MainWindow, qtbot: QtBot, name: str) -> None:
    window.open_page(name)
    press(qtbot, Qt.Key.Key_F1)
    focus = QApplication.focusWidget()
    assert isinstance(focus, ReadingText)
    assert focus.accessibleName().casefold() == name
    sheet = window.findChild(SheetOverlay, "guide_sheet")
    top = focus.mapTo(sheet, focus.rect().topLeft()).y()
    assert 0 < top < sheet.height() / 4


def test_the_window_is_no_larger_than_the_screen(
    monkeypatch: pytest.MonkeyPatch, context: Context, qtbot: QtBot
) -> None:
    free = QGuiApplication.primaryScreen().availableGeometry()
    for width, height, wide, high in (
        (1600, 1000, 1180, 760),
        (1093, 720, 1093, 720),
        (640, 400, 720, 560),
    ):
        free.setSize(QSize(width, height))
        monkeypatch.setattr(QScreen, "availableGeometry", lambda _: QRect(free))
        main = MainWindow(context, SPECS)
        qtbot.addWidget(main)
        assert main.width() == wide
        assert high - 60 < main.height() <= high


def test_markdown_becomes_plain_parts(tmp_path: Path) -> None:
    guide = tmp_path / "guide.md"
    guide.write_text(
        "# Guide\n\nSome **bold** words\ngo on.\n\n- one\n- two\n  lines\n\n1. first\n2. second\n\n"
        "More.\n\n## Empty\n",
        encoding="utf-8",
    )
    text = "Some bold words go on.\n\n• one\n• two lines\n\n1. first\n2. second\n\nMore."
    assert read_guide(guide) == [("Guide", text)]
    assert "missing" in read_guide(tmp_path / "none.md")[0][1]


def test_a_second_start_brings_the_window_back(window: MainWindow, qtbot: QtBot) -> None:
    window.showMinimized()
    qtbot.waitUntil(window.isMinimized)
    window.raise_up()
    qtbot.waitUntil(lambda: not window.isMinimized())
    assert window.isVisible()


def test_a_failed_start_says_why_and_closes(qtbot: QtBot, theme: Theme) -> None:
    failure = FailureWindow(theme, "The disk is full.")
    qtbot.addWidget(failure)
    failure.show()
    failure.activateWindow()
    qtbot.waitUntil(failure.close_button.hasFocus)
    assert failure.text.text() == "The disk is full."
    assert failure.close_button.accessibleDescription() == "The disk is full."
    qtbot.keyClick(failure.close_button, Qt.Key.Key_Escape)
    assert not failure.isVisible()


def test_a_page_that_cannot_put_things_down_lets_the_window_go_on(
    window: MainWindow, caplog: pytest.LogCaptureFixture, context: Context
) -> None:
    window.open_page("study")

    def fail() -> None:
        raise KnownError("disk-full", file="x.sqlite3")

    study(window).leave = fail  # type: ignore[method-assign]
    with caplog.at_level("WARNING"):
        window.open_page("today")
        assert window.page is today(window)
        window.open_page("study")
        assert window.close()
    assert context.device.settings.geometry
