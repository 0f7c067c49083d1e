"""Texts: short labels, and reading texts that a screen reader can go through word by word."""

from __future__ import annotations

from typing import Final
from unicodedata import bidirectional

from PySide6.QtCore import QEvent, QPoint, QSize, Qt
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetricsF,
    QHideEvent,
    QKeyEvent,
    QMoveEvent,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QSizePolicy, QTextEdit, QWidget

from mtdtutor.ui.theme import Role, Theme

LINE_CHARACTERS: Final = 70
MARK_WIDTH: Final = 3
MARK_GAP: Final = 8  # between the focus mark and the first letter; lies in the panel's padding

_MOVES: Final = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right})
_CARET_KEYS: Final = _MOVES | {
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
}


def runs_right(text: str, *, otherwise: bool = False) -> bool:
    """Return whether a text is written from right to left, by its first letter.

    Args:
        text: Any text.
        otherwise: What holds for a text without letters.
    """
    kinds = (bidirectional(each) for each in text)
    return next((kind != "L" for kind in kinds if kind in ("L", "R", "AL")), otherwise)


class Label(QLabel):
    """A short text of one role and colour that follows the theme. Plain text always.

    It stands where its own letters begin: at the left for English, also in a mirrored window.
    """

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
        self._trailing = False
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        self._align()
        self._restyle()
        theme.changed.connect(self._restyle)

    def set_color(self, color: str) -> None:
        """Show the text in another colour token."""
        self._color = color
        self._restyle()

    def set_trailing(self) -> None:
        """Stand at the far side: right, or left in a mirrored window."""
        self._trailing = True
        self._align()

    def setText(self, text: str) -> None:
        """Show another text, from where its letters begin."""
        super().setText(text)
        self._align()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the direction of the window where no letter tells one."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LayoutDirectionChange:
            self._align()

    def _align(self) -> None:
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        right = runs_right(self.text(), otherwise=mirrored)
        if self._trailing:
            right = not mirrored
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        self.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)

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
        self._mark: QWidget | None = None
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

    def mark(self, start: int, length: int) -> None:
        """Underline some letters of the text, for instance a word that was left out.

        Args:
            start: Place of the first one.
            length: How many; none takes the mark away.
        """
        selection = QTextEdit.ExtraSelection()
        cursor = self.textCursor()
        cursor.setPosition(start)
        cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
        selection.cursor = cursor
        selection.format.setFontUnderline(True)
        self.setExtraSelections([selection] if length else [])

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
        before = self.textCursor().position()
        if self._scroll_around(event, moved=None):
            return
        super().keyPressEvent(event)
        if event.key() in _CARET_KEYS:
            moved = self.textCursor().position() != before
            if not self._scroll_around(event, moved=moved):
                self.setCursorWidth(2)
                self._show_caret()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the column no wider than a comfortable line."""
        self._set_margins()
        super().resizeEvent(event)
        self._place_mark()
        if event.size().width() != event.oldSize().width():
            # The size hint is the greatest height as well: it must follow the width.
            self.updateGeometry()

    def moveEvent(self, event: QMoveEvent) -> None:
        """Take the focus mark along."""
        super().moveEvent(event)
        self._place_mark()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the text; whatever moved it has also moved the place of its mark."""
        super().paintEvent(event)
        self._place_mark()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus mark beside the text."""
        super().focusInEvent(event)
        holder = self._mark_holder()
        if self._mark is None and holder is not None:
            self._mark = QWidget(holder)
            self._mark.setAutoFillBackground(True)
            self._mark.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            self._paint_mark()
            self._place_mark()
            self._mark.show()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the focus mark away, unless only the window lost the focus."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self._drop_mark()

    def hideEvent(self, event: QHideEvent) -> None:
        """Take the focus mark away with the text."""
        super().hideEvent(event)
        self._drop_mark()

    def _scroll_around(self, event: QKeyEvent, *, moved: bool | None) -> bool:
        """Scroll the area around this text by a key that means all of it; tell whether it did.

        The arrows lead the caret through the text first and scroll on where it ends.

        Args:
            event: The key.
            moved: Whether the caret has moved; None before it was asked to.
        """
        area = self._area()
        if area is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        bar = area.verticalScrollBar()
        page = max(bar.pageStep() - self.fontMetrics().height() * 2, 20)
        line = self.fontMetrics().height() * 2
        by_page = {Qt.Key.Key_PageUp: -page, Qt.Key.Key_PageDown: page}
        by_line = {Qt.Key.Key_Up: -line, Qt.Key.Key_Down: line}
        steps = by_line if moved is False else by_page
        whole = {Qt.Key.Key_Home: bar.minimum(), Qt.Key.Key_End: bar.maximum()}
        key, reading = Qt.Key(event.key()), self.cursorWidth() > 0
        if key in steps and moved is not True:
            target = bar.value() + steps[key]
        elif key in whole and moved is None and not reading:
            target = whole[key]
        else:
            return False
        if bar.minimum() == bar.maximum():
            return False
        bar.setValue(target)
        return True

    def _area(self) -> QScrollArea | None:
        area: QWidget | None = self.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        return area

    def _show_caret(self) -> None:
        """Scroll the area around this text, which itself never scrolls, to the caret."""
        area = self._area()
        if area is not None:
            spot = self.viewport().mapTo(area, self.cursorRect().center())
            top = area.verticalScrollBar().value()
            area.ensureVisible(0, spot.y() + top, 0, self.fontMetrics().height() * 2)

    def _drop_mark(self) -> None:
        if self._mark is not None:
            self._mark.hide()
            self._mark.deleteLater()
            self._mark = None

    def _mark_holder(self) -> QWidget | None:
        """Return the nearest widget around this text with room for the mark beside it."""
        holder: QWidget | None = self.parentWidget()
        while holder is not None:
            left = self.mapTo(holder, QPoint(0, 0)).x()
            right = holder.width() - left - self.width()
            around = holder.parentWidget()
            # What scrolls must keep the mark, or it would stay behind.
            scrolls = around is not None and isinstance(around.parentWidget(), QScrollArea)
            if min(left, right) >= MARK_GAP + MARK_WIDTH or around is None or scrolls:
                return holder
            holder = around
        return None

    def _place_mark(self) -> None:
        holder = self._mark.parentWidget() if self._mark is not None else None
        if self._mark is None or holder is None:
            return
        corner = self.mapTo(holder, QPoint(0, 0))
        left = max(corner.x() - MARK_GAP - MARK_WIDTH, 0)
        if self._leans_right():
            left = min(corner.x() + self.width() + MARK_GAP, holder.width() - MARK_WIDTH)
        self._mark.setGeometry(left, corner.y(), MARK_WIDTH, self.height())

    def _paint_mark(self) -> None:
        if self._mark is not None:
            palette = self._mark.palette()
            palette.setColor(QPalette.ColorRole.Window, self._theme.color("accent"))
            self._mark.setPalette(palette)

    def _leans_right(self) -> bool:
        direction = self.document().firstBlock().textDirection()
        return direction is Qt.LayoutDirection.RightToLeft

    def _column(self, width: int) -> float:
        if self._full_width:
            return width
        line = QFontMetricsF(self.font()).averageCharWidth() * LINE_CHARACTERS
        return max(min(width, line), 40)

    def _set_margins(self) -> None:
        spare = max(self.width() - round(self._column(self.width())), 0)
        right = self._leans_right()
        self.setViewportMargins(spare if right else 0, 0, 0 if right else spare, 0)

    def _restyle(self) -> None:
        self.setFont(self._theme.font(self._role))
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Text, self._theme.color(self._color))
        palette.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
        self.setPalette(palette)
        self._paint_mark()
        self._set_margins()
        self.updateGeometry()
