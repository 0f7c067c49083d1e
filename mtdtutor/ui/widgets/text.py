"""Texts: short labels, and reading texts that a screen reader can go through word by word."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QPalette,
    QResizeEvent,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QTextEdit, QWidget

from mtdtutor.ui.theme import Role, Theme

LINE_CHARACTERS: Final = 70
GUTTER: Final = 12  # room for the focus mark before the first letter
MARK_WIDTH: Final = 3

_MOVES: Final = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right})
_CARET_KEYS: Final = _MOVES | {
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
}


class Label(QLabel):
    """A short text of one role and colour that follows the theme. Plain text always."""

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        role: Role = Role.BODY,
        color: str = "text",
        *,
        wrap: bool = False,
    ) -> None:
        """Make a label.

        Args:
            theme: The appearance to follow.
            text: Plain text.
            role: Decides size and weight.
            color: Name of a colour token.
            wrap: Whether long text goes on in a new line.
        """
        super().__init__(text)
        self._theme = theme
        self._role = role
        self._color = color
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        self._restyle()
        theme.changed.connect(self._restyle)

    def set_color(self, color: str) -> None:
        """Show the text in another colour token."""
        self._color = color
        self._restyle()

    def set_role(self, role: Role) -> None:
        """Show the text in another size and weight."""
        self._role = role
        self._restyle()

    def _restyle(self) -> None:
        self.setFont(self._theme.font(self._role))
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, self._theme.color(self._color))
        self.setPalette(palette)


class ReadingText(QTextEdit):
    """A read-only plain text that takes the focus, tells its words and passes keys on.

    Keys that a page may want (letters, digits, Space, Enter, and the arrows if asked for) are not
    taken, so that the page's key table decides. Selecting and copying work, Tab leads out. The
    height follows the text; lines hold at most 70 characters; the direction follows the text's
    own letters, not the window.
    """

    def __init__(
        self,
        theme: Theme,
        role: Role = Role.BODY,
        color: str = "text",
        *,
        pass_arrows: bool = False,
        full_width: bool = False,
    ) -> None:
        """Make an empty text.

        Args:
            theme: The appearance to follow.
            role: Decides size and weight.
            color: Name of a colour token.
            pass_arrows: Whether the page, not the caret, gets the arrow keys.
            full_width: Whether lines may be longer than 70 characters.
        """
        super().__init__()
        self._theme = theme
        self._role = role
        self._color = color
        self._full_width = full_width
        self._text = ""
        self.pass_arrows = pass_arrows
        self.setReadOnly(True)
        self.setAcceptRichText(False)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursorWidth(0)
        self.viewport().setAutoFillBackground(False)
        self._mark = QWidget(self)
        self._mark.setAutoFillBackground(True)
        self._mark.hide()
        document = self.document()
        document.setDocumentMargin(0)
        option = QTextOption()
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        document.setDefaultTextOption(option)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._restyle()
        theme.changed.connect(self._restyle)

    def text(self) -> str:
        """Return the text as it was set."""
        return self._text

    def set_text(self, text: str, name: str = "") -> None:
        """Show a text from its beginning.

        Args:
            text: Plain text; markup is shown as it is written.
            name: What a screen reader says before the text, for instance "Question".
        """
        self._text = text
        self.setCursorWidth(0)
        self.setPlainText(text)
        if name:
            self.setAccessibleName(name)
        self._set_margins()
        self.updateGeometry()

    def set_color(self, color: str) -> None:
        """Show the text in another colour token."""
        self._color = color
        self._restyle()

    def wants(self, event: QKeyEvent) -> bool:
        """Return whether this text itself, not the page, handles a key."""
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key = event.key()
        if key in _CARET_KEYS:
            return not (self.pass_arrows and key in _MOVES and not modifiers)
        if modifiers == Qt.KeyboardModifier.ControlModifier:
            return key in (Qt.Key.Key_C, Qt.Key.Key_A, Qt.Key.Key_Insert)
        return key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)

    def heightForWidth(self, width: int) -> int:
        """Return the height the text needs at a width, in pixels."""
        document = self.document()
        before = document.textWidth()
        document.setTextWidth(self._column(width))
        height = document.size().height()
        document.setTextWidth(before)
        return round(height + 0.5)

    def hasHeightForWidth(self) -> bool:
        """Return True: the height follows from the width."""
        return True

    def sizeHint(self) -> QSize:
        """Return a size for the text in one column."""
        width = self.width() if self.testAttribute(Qt.WidgetAttribute.WA_Resized) else 480
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Return the least size: a narrow column, as high as the text is now."""
        return QSize(120, self.fontMetrics().lineSpacing())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take caret and copy keys, pass on the others."""
        if not self.wants(event):
            event.ignore()
            return
        if event.key() in _CARET_KEYS:
            self.setCursorWidth(2)
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the column no wider than a comfortable line."""
        self._set_margins()
        super().resizeEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus mark."""
        super().focusInEvent(event)
        self._mark.show()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the focus mark."""
        super().focusOutEvent(event)
        self._mark.hide()

    def _column(self, width: int) -> float:
        room = max(width - GUTTER, 40)
        if self._full_width:
            return room
        return min(room, QFontMetricsF(self.font()).averageCharWidth() * LINE_CHARACTERS)

    def _set_margins(self) -> None:
        spare = max(self.width() - GUTTER - round(self._column(self.width())), 0)
        if self.document().firstBlock().textDirection() is Qt.LayoutDirection.RightToLeft:
            self.setViewportMargins(spare, 0, GUTTER, 0)
            self._mark.setGeometry(self.width() - MARK_WIDTH, 0, MARK_WIDTH, self.height())
        else:
            self.setViewportMargins(GUTTER, 0, spare, 0)
            self._mark.setGeometry(0, 0, MARK_WIDTH, self.height())

    def _restyle(self) -> None:
        self.setFont(self._theme.font(self._role))
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Text, self._theme.color(self._color))
        palette.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
        self.setPalette(palette)
        mark = self._mark.palette()
        mark.setColor(QPalette.ColorRole.Window, self._theme.color("accent"))
        self._mark.setPalette(mark)
        self._set_margins()
        self.updateGeometry()


def content_width(widget: QWidget) -> int:
    """Return the width of a comfortable line in a widget's font, in pixels."""
    return round(QFontMetricsF(widget.font()).averageCharWidth() * LINE_CHARACTERS)
