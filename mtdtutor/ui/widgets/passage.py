"""A reading text of several paragraphs, each with its size and colour, heard as one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QTextBlockFormat, QTextCharFormat, QTextCursor

from mtdtutor.ui.theme import Role, Theme
from mtdtutor.ui.widgets.text import ReadingText

_GAP = 8
_SIDEWAYS = (Qt.Key.Key_Left, Qt.Key.Key_Right)


class Paragraph(NamedTuple):
    """One paragraph.

    Attributes:
        text: Plain text; an empty one is left out.
        role: Decides size and weight.
        color: Name of a colour token.
    """

    text: str
    role: Role = Role.BODY
    color: str = "text"


class Passage(ReadingText):
    """Several paragraphs in one text, so that the focus goes to all of them at once."""

    _paragraphs: tuple[Paragraph, ...] = ()

    def __init__(self, theme: Theme, *, pass_sideways: bool = False) -> None:
        """Make an empty passage.

        Args:
            theme: The appearance to follow.
            pass_sideways: Whether the page, not the caret, gets Left and Right.
        """
        super().__init__(theme)
        self._pass_sideways = pass_sideways

    def set_paragraphs(self, paragraphs: Sequence[Paragraph], name: str) -> None:
        """Show paragraphs from the first.

        Args:
            paragraphs: What to show.
            name: What a screen reader says before the text.
        """
        self._paragraphs = tuple(each for each in paragraphs if each.text)
        self.set_text("\n".join(each.text for each in self._paragraphs), name)
        self._format()

    def wants(self, event: QKeyEvent) -> bool:
        """Return whether this text itself, not the page, handles a key."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if self._pass_sideways and plain and event.key() in _SIDEWAYS:
            return False
        return super().wants(event)

    def _restyle(self) -> None:
        super()._restyle()
        self._format()

    def _format(self) -> None:
        block = self.document().firstBlock()
        for number, paragraph in enumerate(self._paragraphs):
            look = QTextCharFormat()
            look.setFont(self._theme.font(paragraph.role))
            look.setForeground(self._theme.color(paragraph.color))
            space = QTextBlockFormat()
            space.setTopMargin(_GAP if number else 0)
            for _ in paragraph.text.split("\n"):
                cursor = QTextCursor(block)
                cursor.setBlockFormat(space)
                cursor.movePosition(
                    QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor
                )
                cursor.setCharFormat(look)
                space.setTopMargin(0)
                block = block.next()
        self.updateGeometry()
