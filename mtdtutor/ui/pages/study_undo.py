"""The button that takes back the last grade or card action, and says which."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics

from mtdtutor.services.study_views import UndoLabel
from mtdtutor.ui.study_words import undo_words
from mtdtutor.ui.theme import Theme
from mtdtutor.ui.widgets.buttons import Button, Look

_TOP_GAP: Final = 40
_TITLE_SHARE: Final = 0.4  # of the page's width, for the card's name


class UndoButton(Button):
    """Names the card as far as there is room for it."""

    def __init__(self, theme: Theme, object_name: str) -> None:
        """Make a button with nothing to undo."""
        super().__init__(theme, "", Look.QUIET, key="Ctrl Z")
        self.setObjectName(object_name)

    def show_label(self, label: UndoLabel | None, width: int, taken: int) -> None:
        """Show what undo would take back.

        Args:
            label: What it is; None if there is nothing.
            width: Of the page, in pixels.
            taken: What margins and the words beside the button take of it.
        """
        # The space stays, so that nothing moves when the first grade is given.
        self.setEnabled(label is not None)
        if label is None:
            self.set_text(self.tr("Nothing to undo"))
            return
        metrics = QFontMetrics(self.font())
        self.set_text(undo_words(label, ""))
        taken += self.sizeHint().width() + _TOP_GAP
        room = min(width - taken, round(width * _TITLE_SHARE))
        short = metrics.elidedText(label.title, Qt.TextElideMode.ElideMiddle, max(room, 0))
        self.set_text(undo_words(label, short) if room >= _TOP_GAP else self.tr("Undo"))
        self.setAccessibleName(undo_words(label, label.title))
