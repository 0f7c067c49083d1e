"""Fields: what they leave to the window, and that they look like what stands beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from mtdtutor.ui.theme import Mode, Theme, contrast
from mtdtutor.ui.widgets.fields import ChoiceField, LinesField, NumberField, TextField
from mtdtutor.ui.widgets.table import Table
from mtdtutor.ui.widgets.text import Label, runs_right

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent
    from pytestqt.qtbot import QtBot

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


class Top(QWidget):
    """Stands in for the window: notes the keys that the focused widget left over."""

    def __init__(self) -> None:
        super().__init__()
        self.left_over: list[int] = []
        QVBoxLayout(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        self.left_over.append(event.key())

    def put(self, qtbot: QtBot, widget: QWidget) -> None:
        layout = self.layout()
        assert layout is not None
        layout.addWidget(widget)
        self.resize(400, 200)
        self.show()
        self.activateWindow()
        qtbot.waitUntil(self.isActiveWindow)
        widget.setFocus()


@pytest.fixture
def top(qtbot: QtBot, theme: Theme) -> Top:
    widget = Top()
    qtbot.addWidget(widget)
    return widget


def test_a_list_leaves_the_keys_of_the_window_and_keeps_its_letters(
    top: Top, theme: Theme, qtbot: QtBot
) -> None:
    field = ChoiceField(theme)
    field.addItems(["Cards", "Facts"])
    top.put(qtbot, field)
    for key, modifier in (
        (Qt.Key.Key_2, CTRL),
        (Qt.Key.Key_F, CTRL),
        (Qt.Key.Key_Q, CTRL),
        (Qt.Key.Key_Question, SHIFT),
    ):
        top.left_over.clear()
        qtbot.keyClick(field, key, modifier)
        assert key in top.left_over, key
    qtbot.keyClick(field, Qt.Key.Key_F)
    assert field.currentText() == "Facts"
    qtbot.keyClick(field, Qt.Key.Key_Up)
    assert field.currentText() == "Cards"


def test_a_table_leaves_letters_and_keeps_arrows(top: Top, theme: Theme, qtbot: QtBot) -> None:
    table = Table(theme, "table", "Days")
    table.set_rows(["Day"], [["Mon"], ["Tue"]])
    table.setCurrentIndex(table.rows.index(0, 0))
    top.put(qtbot, table)
    qtbot.keyClick(table, Qt.Key.Key_Question, SHIFT)
    qtbot.keyClick(table, Qt.Key.Key_T)
    assert {Qt.Key.Key_Question, Qt.Key.Key_T} <= set(top.left_over)
    assert table.currentIndex().row() == 0
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert table.currentIndex().row() == 1


@pytest.mark.parametrize("mode", [Mode.LIGHT, Mode.DARK])
def test_fields_have_a_border_that_can_be_seen(
    top: Top, theme: Theme, qtbot: QtBot, mode: Mode
) -> None:
    theme.set_mode(mode)
    fields: list[QWidget] = [
        TextField(theme),
        ChoiceField(theme),
        NumberField(theme, 0, 9),
        LinesField(theme, "What?"),
    ]
    for field in fields:
        top.put(qtbot, field)
    top.setFocus()
    for field in fields:
        field.clearFocus()
        image = field.grab().toImage()
        ratio = image.devicePixelRatio()
        middle = round(field.height() * ratio) // 2
        border = max(
            contrast(image.pixelColor(x, middle).name(), theme.tokens.surface) for x in range(3)
        )
        assert border >= 3.0, type(field).__name__
        corner = image.pixelColor(0, 0).name()
        assert contrast(corner, theme.tokens.bg) < 1.2, "corners are round"


def test_a_field_is_as_high_as_a_button_and_grows_with_the_text(
    top: Top, theme: Theme, qtbot: QtBot
) -> None:
    fields: list[QWidget] = [TextField(theme), ChoiceField(theme), NumberField(theme, 0, 9)]
    for field in fields:
        top.put(qtbot, field)
    before = [field.sizeHint().height() for field in fields]
    assert min(before) >= 40
    assert len(set(before)) == 1
    theme.set_scale(200)
    QApplication.sendPostedEvents()
    after = [field.sizeHint().height() for field in fields]
    assert len(set(after)) == 1
    assert after[0] > before[0]


@pytest.mark.parametrize(
    ("text", "right"), [("Track 1", False), ("المسار 1", True), ("1. מסלול", True)]
)
def test_a_text_runs_as_its_first_letter_does(text: str, right: bool) -> None:
    assert runs_right(text) is right
    assert runs_right(text, otherwise=not right) is right


def test_a_label_stands_where_its_letters_begin(theme: Theme, qtbot: QtBot) -> None:
    label = Label(theme, "Settings")
    qtbot.addWidget(label)
    QApplication.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert label.alignment() & Qt.AlignmentFlag.AlignLeft
    label.setText("الإعدادات")
    assert label.alignment() & Qt.AlignmentFlag.AlignRight
    label.setText("7")
    assert label.alignment() & Qt.AlignmentFlag.AlignRight, "figures go with the window"
    label.setText("Settings")
    label.set_trailing()
    assert label.alignment() & Qt.AlignmentFlag.AlignLeft, "the far side of a mirrored window"
