"""A passage to read below a card, in the same place, with what leads on and back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mtdtutor.ui.theme import Theme
from mtdtutor.ui.widgets.buttons import Button, Look
from mtdtutor.ui.widgets.flow import FlowLayout
from mtdtutor.ui.widgets.panel import Divider
from mtdtutor.ui.widgets.passage import Paragraph, Passage


class PassageView(QWidget):
    """One text and two buttons; empty and hidden until there is something to read."""

    def __init__(self, theme: Theme, object_name: str) -> None:
        """Make it; its parts add to the object name."""
        super().__init__()
        self.setObjectName(object_name)
        self.text = Passage(theme)
        self.text.setObjectName(f"{object_name}_text")
        self.back = Button(theme, self.tr("Back to the card"), key="R")
        self.back.setObjectName(f"{object_name}_back")
        self.more = Button(theme, self.tr("Read all of it"), Look.QUIET)
        self.more.setObjectName(f"{object_name}_more")
        self.more.setAccessibleDescription(self.tr("Opens the whole text in the Library"))
        row = FlowLayout()
        row.addWidget(self.back)
        row.addWidget(self.more)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(Divider(theme))
        column.addWidget(self.text)
        column.addLayout(row)
        self.hide()

    def show_passage(self, paragraphs: Sequence[Paragraph]) -> None:
        """Show what there is to read, and take the focus there."""
        self.text.set_paragraphs(paragraphs, self.tr("To read"))
        self.show()
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def put_away(self) -> None:
        """Take it away, for eyes and screen readers alike."""
        self.hide()
        if self.text.text():
            self.text.set_paragraphs((), "")
