"""The window of a start that failed: what happened, what to do, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mtdtutor.ui.theme import PAGE_MARGIN_NARROW, Role, Theme
from mtdtutor.ui.widgets.buttons import Button, Look
from mtdtutor.ui.widgets.text import Label, ReadingText

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent


class FailureWindow(QWidget):
    """Says why MTD Tutor cannot start; Enter, Space or Escape closes it."""

    def __init__(self, theme: Theme, text: str) -> None:
        """Make the window.

        Args:
            theme: The appearance.
            text: What happened and what to do about it.
        """
        super().__init__()
        self.setObjectName("failure_window")
        self.setWindowTitle("MTD Tutor")
        self.setMinimumWidth(theme.scale * 560 // 100)
        title = Label(theme, self.tr("MTD Tutor could not start"), Role.HERO, wrap=True)
        self.text = ReadingText(theme)
        self.text.setObjectName("failure_text")
        self.text.set_text(text, self.tr("MTD Tutor could not start"))
        self.close_button = Button(theme, self.tr("Close"), Look.PRIMARY)
        self.close_button.setObjectName("failure_close")
        self.close_button.setAccessibleDescription(text)
        self.close_button.clicked.connect(self.close)
        column = QVBoxLayout(self)
        side = PAGE_MARGIN_NARROW
        column.setContentsMargins(side, side, side, side)
        column.setSpacing(16)
        column.addWidget(title)
        column.addWidget(self.text)
        column.addStretch(1)
        column.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTrailing)
        self.close_button.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Escape close the window too."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
            return
        super().keyPressEvent(event)
