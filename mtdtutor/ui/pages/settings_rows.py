"""Rows of the settings page: a control with its name and, below, what it does."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from mtdtutor.ui.theme import Role, Theme
from mtdtutor.ui.widgets.text import Label


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
        beside = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        self._row.addWidget(control, 0, beside)
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
