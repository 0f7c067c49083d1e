"""What a page shows before there is anything to show."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from mtdtutor.ui.theme import Role, Theme
from mtdtutor.ui.widgets.buttons import Button, Look
from mtdtutor.ui.widgets.flow import FlowLayout
from mtdtutor.ui.widgets.text import Label, ReadingText


class EmptyState(QWidget):
    """A heading, a sentence on what belongs here, and the button that fills it."""

    def __init__(
        self, theme: Theme, title: str, text: str, action: str = "", object_name: str = "empty"
    ) -> None:
        """Make an empty state.

        Args:
            theme: The appearance to follow.
            title: What is missing, sentence case.
            text: What the page will show and how to get there.
            action: Word on the button; empty for no button.
            object_name: Unique in the window.
        """
        super().__init__()
        self.setObjectName(object_name)
        self.title = Label(theme, title, Role.HERO, wrap=True)
        self.text = ReadingText(theme, color="muted")
        self.text.setObjectName(f"{object_name}_text")
        self.text.set_text(text, title)
        self.action = Button(theme, action, Look.PRIMARY)
        self.action.setObjectName(f"{object_name}_action")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 24, 0, 24)
        column.setSpacing(12)
        column.addWidget(self.title)
        column.addWidget(self.text)
        column.addSpacing(8)
        self._actions = FlowLayout(gap=12)
        column.addLayout(self._actions)  # first: without a parent it loses what it lays out
        self._actions.addWidget(self.action)
        column.addStretch(1)
        self.action.setVisible(bool(action))  # without a parent it would be a window

    def beside_action(self, button: Button) -> None:
        """Add a second, quieter thing to do."""
        self._actions.addWidget(button)
