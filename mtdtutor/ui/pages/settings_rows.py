"""Rows of the settings page: a control with its name and, below, what it does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QComboBox, QSpinBox, QVBoxLayout, QWidget

from mtdtutor.ui.theme import TARGET_HEIGHT, Role, Theme
from mtdtutor.ui.widgets.text import Label

if TYPE_CHECKING:
    from PySide6.QtGui import QWheelEvent


class NumberBox(QSpinBox):
    """A number that is put in force when it is complete, and that scrolling past leaves alone."""

    def __init__(self, low: int, high: int, step: int = 1, unit: str = "") -> None:
        """Make a box.

        Args:
            low: Smallest value.
            high: Largest value.
            step: What an arrow key adds.
            unit: Written after the number, with its space.
        """
        super().__init__()
        self.setRange(low, high)
        self.setSingleStep(step)
        self.setSuffix(unit)
        self.setKeyboardTracking(False)
        self.setMinimumHeight(TARGET_HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_value(self, value: int) -> None:
        """Show a value without saying that a person changed it."""
        self.blockSignals(True)
        self.setValue(value)
        self.blockSignals(False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page unless the box has the focus."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class ChoiceBox(QComboBox):
    """A choice that scrolling past leaves alone."""

    def __init__(self) -> None:
        """Make an empty choice."""
        super().__init__()
        self.setMinimumHeight(TARGET_HEIGHT)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page unless the box has the focus."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class SettingRow(QWidget):
    """A name, a control beside it, and one line on the effect."""

    def __init__(
        self, theme: Theme, object_name: str, name: str, effect: str, control: QWidget
    ) -> None:
        """Make a row.

        Args:
            theme: The appearance to follow.
            object_name: Name of the control in the window.
            name: What is set; also what a screen reader says.
            effect: What it does, one line.
            control: What it is set with.
        """
        super().__init__()
        self.name = Label(theme, name, Role.STRONG, wrap=True)
        self.name.setBuddy(control)
        self.effect = Label(theme, "", Role.CAPTION, "muted", wrap=True)
        self.control = control
        control.setObjectName(object_name)
        control.setAccessibleName(name)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.name)
        words.addWidget(self.effect)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(16)
        self._row.addLayout(words, 1)
        self._row.addWidget(control, 0, Qt.AlignmentFlag.AlignVCenter)
        self.set_effect(effect)

    def set_effect(self, effect: str) -> None:
        """Say in one line what the present value does."""
        self.effect.setText(effect)
        self.control.setAccessibleDescription(effect)

    def set_narrow(self, narrow: bool) -> None:
        """Put the control below its name where there is little room."""
        direction = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._row.setDirection(direction)
        self._row.setSpacing(6 if narrow else 16)
