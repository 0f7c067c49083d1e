"""Widgets as assistive tools see them, and as hands use them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QAbstractItemModel, QLocale, QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mtdtutor.ui.a11y import Announcer, label
from mtdtutor.ui.theme import DARK, Mode, Role, Theme
from mtdtutor.ui.widgets.action_row import ActionRow
from mtdtutor.ui.widgets.buttons import Button, GradeButton, Look, NavButton
from mtdtutor.ui.widgets.choice import ChoiceRow
from mtdtutor.ui.widgets.figures import BandRow, Bands, Bar, MiniBars
from mtdtutor.ui.widgets.options import OptionButton
from mtdtutor.ui.widgets.panel import Card
from mtdtutor.ui.widgets.table import Table
from mtdtutor.ui.widgets.text import Label, ReadingText
from mtdtutor.ui.widgets.timer_label import TimerLabel

if TYPE_CHECKING:
    from pytestqt.modeltest import ModelTester
    from pytestqt.qtbot import QtBot

LONG = "Officials take part, but not in the name of their governments. " * 6


@pytest.fixture
def board(qtbot: QtBot, theme: Theme) -> QWidget:
    """Return a shown window with a column to put widgets in."""
    window = QWidget()
    QVBoxLayout(window)
    window.resize(700, 500)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def put(board: QWidget, widget: QWidget) -> None:
    layout = board.layout()
    assert layout is not None
    layout.addWidget(widget)
    widget.show()
    board.grab()


def spoken(widget: QWidget, what: QAccessible.Text = QAccessible.Text.Name) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(what)


def role(widget: QWidget) -> QAccessible.Role:
    return QAccessible.queryAccessibleInterface(widget).role()


def test_a_reading_text_can_be_read_by_word(board: QWidget, theme: Theme) -> None:
    text = ReadingText(theme, Role.QUESTION)
    text.set_text("Which track is this?", "Question")
    put(board, text)
    interface = QAccessible.queryAccessibleInterface(text)
    words = interface.textInterface()
    assert words is not None
    assert words.text(0, words.characterCount()) == "Which track is this?"
    assert interface.state().readOnly
    assert spoken(text) == "Question"


def test_markup_is_shown_as_it_is_written(board: QWidget, theme: Theme) -> None:
    text = ReadingText(theme)
    text.set_text("<b>bold</b> & <img src='http://x/y.png'>")
    assert text.toPlainText() == "<b>bold</b> & <img src='http://x/y.png'>"
    assert Label(theme, "<b>x</b>").textFormat() is Qt.TextFormat.PlainText


def test_a_reading_text_is_as_high_as_its_words_and_no_wider_than_a_line(
    board: QWidget, theme: Theme, qtbot: QtBot
) -> None:
    text = ReadingText(theme)
    text.set_text(LONG)
    put(board, text)
    wide = text.height()
    board.resize(300, 500)
    qtbot.waitUntil(lambda: text.height() > wide * 1.5)
    board.resize(2000, 500)
    qtbot.waitUntil(lambda: text.height() < wide * 1.5)
    assert text.document().textWidth() <= text.fontMetrics().averageCharWidth() * 71


def test_arrows_stay_unless_the_page_wants_them(board: QWidget, theme: Theme, qtbot: QtBot) -> None:
    taken: list[int] = []

    class Page(QWidget):
        def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
            taken.append(event.key())

    page = Page()
    column = QVBoxLayout(page)
    text = ReadingText(theme)
    text.set_text(LONG)
    column.addWidget(text)
    put(board, page)
    text.setFocus()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_3):
        qtbot.keyClick(text, key)
    assert taken == [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_3]
    assert text.textCursor().position() > 0, "the caret moved for those who read with it"
    text.pass_arrows = True
    qtbot.keyClick(text, Qt.Key.Key_Down)
    assert taken[-1] == Qt.Key.Key_Down


def test_a_reading_text_can_be_copied_and_left_with_tab(
    board: QWidget, theme: Theme, qtbot: QtBot
) -> None:
    text, after = ReadingText(theme), Button(theme, "After")
    text.set_text("Copy me")
    put(board, text)
    put(board, after)
    text.setFocus()
    qtbot.keyClick(text, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(text, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "Copy me"
    qtbot.keyClick(text, Qt.Key.Key_Tab)
    assert after.hasFocus()


def test_the_focus_mark_follows_the_focus(board: QWidget, theme: Theme) -> None:
    text, other = ReadingText(theme), Button(theme, "Other")
    text.set_text("Words")
    put(board, text)
    put(board, other)
    before = len(board.findChildren(QWidget))
    text.setFocus()
    assert len(board.findChildren(QWidget)) == before + 1
    other.setFocus()
    board.grab()
    assert text._mark is None


def test_direction_follows_the_letters(board: QWidget, theme: Theme) -> None:
    text = ReadingText(theme)
    text.set_text("دبلوماسية متعددة المسارات")
    put(board, text)
    assert text.document().firstBlock().textDirection() is Qt.LayoutDirection.RightToLeft
    text.set_text("Multi-track diplomacy")
    assert text.document().firstBlock().textDirection() is Qt.LayoutDirection.LeftToRight


def test_a_button_is_pressed_by_enter_once_a_stroke(
    board: QWidget, theme: Theme, qtbot: QtBot
) -> None:
    button = Button(theme, "Start & go", Look.PRIMARY, key="Enter")
    put(board, button)
    clicks: list[int] = []
    button.clicked.connect(lambda: clicks.append(1))
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Return)
    qtbot.keyClick(button, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert len(clicks) == 3
    button.setEnabled(False)
    qtbot.keyClick(button, Qt.Key.Key_Return)
    assert len(clicks) == 3
    assert spoken(button) == "Start & go"
    assert role(button) is QAccessible.Role.Button


def test_grade_buttons_never_move(board: QWidget, theme: Theme) -> None:
    button = GradeButton(theme, 3, "Good", "3")
    before = button.sizeHint()
    button.set_interval("in 6 days")
    assert spoken(button) == "Good, in 6 days"
    button.set_interval("in twenty-seven and a half months")
    assert button.sizeHint() == before
    button.set_interval("")
    assert (spoken(button), button.sizeHint()) == ("Good", before)


def test_options_are_radio_buttons_that_say_what_they_are(
    board: QWidget, theme: Theme, qtbot: QtBot
) -> None:
    first, second = OptionButton(theme, "A", "Track 1"), OptionButton(theme, "B", LONG)
    put(board, first)
    put(board, second)
    assert role(first) is QAccessible.Role.RadioButton
    assert spoken(first) == "A, Track 1"
    qtbot.mouseClick(first, Qt.MouseButton.LeftButton, pos=QPoint(first.width() - 3, 3))
    assert QAccessible.queryAccessibleInterface(first).state().checked
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Down)
    assert second.isChecked()
    assert not first.isChecked()
    assert second.height() > first.height(), "long options wrap"
    second.set_mark("right answer", "easy")
    assert spoken(second).endswith("right answer")


def test_left_and_right_go_past_an_option(board: QWidget, theme: Theme, qtbot: QtBot) -> None:
    option, other = OptionButton(theme, "A", "One"), OptionButton(theme, "B", "Two")
    put(board, option)
    put(board, other)
    option.setChecked(True)
    option.setFocus()
    qtbot.keyClick(option, Qt.Key.Key_Right)
    assert option.isChecked()


def test_choices_say_their_group_and_go_to_the_next_line(
    board: QWidget, theme: Theme, qtbot: QtBot
) -> None:
    row = ChoiceRow(theme, "sure", "How sure", [(n, f"choice {n}") for n in range(6)], "JKL")
    put(board, row)
    with qtbot.waitSignal(row.chosen) as blocker:
        row.chips[2].click()
    assert blocker.args == [2]
    assert row.value == 2
    row.set_value(None)
    assert row.value is None
    assert spoken(row.chips[0], QAccessible.Text.Description) == "How sure"
    assert row.heightForWidth(200) > row.heightForWidth(2000)


def test_figures_tell_their_values(board: QWidget, theme: Theme) -> None:
    bands = Bands(theme, "bands", "What you know")
    bands.set_rows([BandRow("1.5", "Mixed dialogue", 1, "shaky"), BandRow("", "All", 0, "none")])
    put(board, bands)
    assert spoken(bands, QAccessible.Text.Description) == "1.5 Mixed dialogue: shaky; All: none"
    bars = MiniBars(theme, "bars", "Next days")
    bars.set_bars([Bar("Today", 24, strong=True), Bar("Mon", 0)])
    put(board, bars)
    assert spoken(bars, QAccessible.Text.Description) == "Today: 24; Mon: 0"
    MiniBars(theme, "none", "Empty").grab()


def test_the_timer_says_when_little_is_left(board: QWidget, theme: Theme) -> None:
    timer = TimerLabel(theme)
    timer.show_time(400_000)
    assert timer.text() == "6:40 left"
    timer.show_time(1)
    assert timer.text() == "0:01 left", "0:00 only when the time is over"
    timer.show_time(9_500, short=True)
    assert timer.text() == "Only 0:10 left"
    assert timer.accessibleName() == "Only 10 seconds left"
    timer.show_time(None)
    assert timer.text() == ""


def test_a_table_names_its_columns_in_every_cell(
    board: QWidget, theme: Theme, qtmodeltester: ModelTester
) -> None:
    table = Table(theme, "days", "Reviews by day")
    table.set_rows(["Day", "Cards"], [["Mon", 3], ["Tue", None]], trailing=[1])
    put(board, table)
    model: QAbstractItemModel = table.rows
    qtmodeltester.check(model)
    spoken_cell = model.data(model.index(1, 1), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken_cell == "Cards: no value"
    side = model.data(model.index(0, 1), Qt.ItemDataRole.TextAlignmentRole)
    assert side & Qt.AlignmentFlag.AlignTrailing


def test_a_chart_says_its_finding_and_follows_theme_and_direction(
    board: QWidget, theme: Theme, qapp: QGuiApplication
) -> None:
    from mtdtutor.ui.widgets.chart import Bars, Chart, ChartData, Line, Target

    chart = Chart(theme, "chart")
    data = ChartData(
        "You studied on 2 of 3 days",
        "3 cards on Monday, none on Tuesday, 5 on Wednesday.",
        ["Mon", "Tue", "Wed"],
        "cards",
        [Bars("Good", "good", [2, 0, 4]), Bars("Easy", "easy", [1, 0, 1])],
        Line("Recall", "accent", [1.0, None, 3.0]),
        Target("Target", 2.5),
    )
    chart.show_data(data)
    put(board, chart)
    assert spoken(chart.summary) == data.title
    assert chart.summary.text() == data.summary
    theme.set_mode(Mode.DARK)
    assert chart.plot.backgroundBrush().color().name().upper() == DARK.surface
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert chart.plot.getPlotItem().getViewBox().xInverted()
    chart.show_data(ChartData("Nothing yet", "No reviews.", []))
    chart.grab()


def test_announcements_go_to_the_sink_unless_empty(board: QWidget) -> None:
    heard: list[tuple[str, bool]] = []
    announcer = Announcer(lambda widget, text, urgent: heard.append((text, urgent)))
    announcer.say(board, "Saved")
    announcer.say(board, "")
    announcer.say(board, "Ten seconds left", urgent=True)
    assert heard == [("Saved", False), ("Ten seconds left", True)]
    Announcer().say(board, "Heard by nobody here")
    label(board, "board", "Board", "What it is for")
    assert spoken(board, QAccessible.Text.Description) == "What it is for"


@pytest.mark.parametrize("scale", [100, 200])
@pytest.mark.parametrize("direction", list(Qt.LayoutDirection)[:2])
def test_everything_paints_in_every_state(
    board: QWidget, theme: Theme, scale: int, direction: Qt.LayoutDirection
) -> None:
    board.setLayoutDirection(direction)
    theme.set_scale(scale)
    card = Card(theme, "card")
    widgets: list[QWidget] = [
        Button(theme, "Plain", key="P"),
        Button(theme, "Quiet", Look.QUIET),
        Button(theme, "Main", Look.PRIMARY),
        GradeButton(theme, 1, "Again", "1"),
        NavButton(theme, "Today", "Ctrl 1"),
        OptionButton(theme, "A", LONG),
        ChoiceRow(theme, "row", "Row", [(1, "one")], "J"),
    ]
    for widget in widgets:
        card.body.addWidget(widget)
    put(board, card)
    for widget in widgets:
        widget.setFocus()
        board.grab()
        widget.setEnabled(False)
        board.grab()
    assert QLocale().name()


def test_a_row_of_actions_folds_without_starting_the_layouts_around_it_again(
    theme: Theme, qtbot: QtBot
) -> None:
    begun: list[int] = []

    class Column(QVBoxLayout):
        inside = 0

        def setGeometry(self, rect: QRect) -> None:  # noqa: N802
            self.inside += 1
            begun.append(self.inside)
            super().setGeometry(rect)
            self.inside -= 1

    holder = QWidget()
    qtbot.addWidget(holder)
    row = ActionRow(theme, "row")
    buttons = [row.add(f"row_{word}", word, "", lambda: None) for word in ("Suspend", "Forget")]
    column = Column(holder)
    column.addWidget(row)
    holder.resize(600, 80)
    holder.show()
    assert [button.x() for button in buttons] == sorted({button.x() for button in buttons})
    assert all(button.isVisible() for button in buttons)
    assert row.more.isHidden()
    holder.resize(row.more.sizeHint().width() + 30, 80)
    assert row.more.isVisible()
    assert not any(button.isVisible() for button in buttons)
    assert max(begun) == 1, "a layout begins anew within itself"
    holder.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert row.more.geometry().right() + 1 == row.width()


def test_tab_goes_through_a_row_of_actions_as_it_is_seen(board: QWidget, theme: Theme) -> None:
    row = ActionRow(theme, "row")
    buttons = [row.add(f"row_{word}", word, "", lambda: None) for word in ("Suspend", "Forget")]
    put(board, Button(theme, "Before"))
    put(board, row)
    put(board, Button(theme, "After"))
    assert buttons[0].nextInFocusChain() is buttons[1]
    assert buttons[1].nextInFocusChain() is row.more
    assert row.more.nextInFocusChain() is not buttons[0]
