"""Options of a question: real radio buttons, painted as rows."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QRadioButton, QSizePolicy, QStyle

from mtdtutor.ui.theme import RADIUS_BUTTON, Role, Theme
from mtdtutor.ui.widgets.buttons import mix
from mtdtutor.ui.widgets.text import runs_right

_SIDE: Final = 18
_LETTER_GAP: Final = 14
_MIN_HEIGHT: Final = 52


class _OptionRow:
    """Geometry and painting of an option over a real control."""

    def __init__(self, button: QAbstractButton, theme: Theme, letter: str, text: str) -> None:
        self.button = button
        self.theme = theme
        self.letter = letter
        self.text = text
        self.mark = ""
        self.mark_color = "accent"
        button.setText(text.replace("&", "&&"))
        button.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        button.setSizePolicy(policy)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        self.name()

    def name(self) -> None:
        words = f"{self.letter}, {self.text}" if self.letter else self.text
        self.button.setAccessibleName(f"{words}, {self.mark}" if self.mark else words)

    def height(self, width: int) -> int:
        font = self.theme.font(Role.ANSWER)
        metrics = QFontMetrics(font)
        room = max(width - self._left() - self._right(), 80)
        box = metrics.boundingRect(
            QRect(0, 0, room, 100_000), int(Qt.TextFlag.TextWordWrap), self.text
        )
        return max(box.height() + 26, _MIN_HEIGHT)

    def hint(self) -> QSize:
        laid_out = self.button.testAttribute(Qt.WidgetAttribute.WA_Resized)
        width = self.button.width() if laid_out else 480
        return QSize(width, self.height(width))

    def _left(self) -> int:
        strong = QFontMetrics(self.theme.font(Role.STRONG))
        letter = strong.horizontalAdvance("M") if self.letter else 0
        return _SIDE + (letter + _LETTER_GAP if letter else 0)

    def _right(self) -> int:
        small = QFontMetrics(self.theme.font(Role.CAPTION))
        words = max(small.horizontalAdvance(self.mark), small.averageCharWidth() * 8)
        return _SIDE + words + 12

    def paint(self, chosen_word: str) -> None:
        button, theme = self.button, self.theme
        painter = QPainter(button)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = button.isChecked()
        accent = theme.color(self.mark_color if self.mark else "accent")
        fill = theme.color("soft" if chosen else "raised")
        if button.isEnabled() and (button.underMouse() or button.isDown()):
            fill = mix(theme.color("text"), fill, 0.12 if button.isDown() else 0.05)
        strong_border = chosen or bool(self.mark)
        width = 2.0 if strong_border else 1.0
        painter.setPen(QPen(accent if strong_border else theme.color("line"), width))
        painter.setBrush(fill)
        inset = width / 2
        rect = QRectF(button.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(rect, RADIUS_BUTTON, RADIUS_BUTTON)
        if button.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("accent"), 2))
            offset = 4 if strong_border else 1
            ring = QRectF(button.rect()).adjusted(offset, offset, -offset, -offset)
            painter.drawRoundedRect(ring, RADIUS_BUTTON - offset, RADIUS_BUTTON - offset)
        self._paint_words(painter, accent, chosen_word)
        painter.end()

    def _paint_words(self, painter: QPainter, accent: QColor, chosen_word: str) -> None:
        button, theme = self.button, self.theme
        direction = button.layoutDirection()
        leading = QStyle.visualAlignment(direction, Qt.AlignmentFlag.AlignLeft)
        trailing = QStyle.visualAlignment(direction, Qt.AlignmentFlag.AlignRight)
        middle = Qt.AlignmentFlag.AlignVCenter
        width, height = button.width(), button.height()
        chosen = button.isChecked()

        def visual(rect: QRect) -> QRect:
            return QStyle.visualRect(direction, button.rect(), rect)

        if self.letter:
            painter.setFont(theme.font(Role.STRONG))
            painter.setPen(accent if chosen else theme.color("muted"))
            letter = QRect(_SIDE, 0, self._left() - _SIDE, height)
            painter.drawText(visual(letter), leading | middle, self.letter)
        painter.setFont(theme.font(Role.ANSWER))
        painter.setPen(theme.color("text"))
        room = QRect(self._left(), 0, width - self._left() - self._right(), height)
        # The answer is the course's, not the window's: it begins where its own letters do.
        mirrored = direction is Qt.LayoutDirection.RightToLeft
        begins_right = runs_right(self.text, otherwise=mirrored)
        side = Qt.AlignmentFlag.AlignRight if begins_right else Qt.AlignmentFlag.AlignLeft
        flags = int(side | middle | Qt.AlignmentFlag.AlignAbsolute)
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        painter.drawText(visual(room), flags | int(Qt.TextFlag.TextWordWrap), self.text)
        painter.setLayoutDirection(direction)
        word = self.mark or (chosen_word if chosen else "")
        if word:
            painter.setFont(theme.font(Role.CAPTION))
            painter.setPen(accent)
            end = QRect(width - self._right(), 0, self._right() - _SIDE, height)
            painter.drawText(visual(end), trailing | middle, word)


class OptionButton(QRadioButton):
    """One answer to choose: a radio button, painted as a row with its letter.

    Buttons with the same parent exclude each other; Up and Down move among them.
    """

    def __init__(self, theme: Theme, letter: str, text: str) -> None:
        """Make an option.

        Args:
            theme: The appearance to follow.
            letter: A to E, the same in every keyboard layout; may be empty.
            text: The option, plain text.
        """
        super().__init__()
        self._row = _OptionRow(self, theme, letter, text)
        theme.changed.connect(self._restyle)

    def show_option(self, text: str) -> None:
        """Show another text, without a mark."""
        self._row.text, self._row.mark = text, ""
        self.setText(text.replace("&", "&&"))
        self._row.name()
        self._restyle()

    def set_mark(self, word: str, color: str = "accent") -> None:
        """Say how the option turned out, for instance "right answer"; empty takes it back."""
        self._row.mark, self._row.mark_color = word, color
        self._row.name()
        self._restyle()

    def hitButton(self, position: QPoint) -> bool:
        """Take clicks anywhere in the row."""
        return self.rect().contains(position)

    def heightForWidth(self, width: int) -> int:
        """Return the height of the wrapped text."""
        return self._row.height(width)

    def sizeHint(self) -> QSize:
        """Return a row as wide as it is, and as high as its text then is."""
        return self._row.hint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the width with the height."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Left and Right to the page, which moves among the questions."""
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            event.ignore()
            return
        super().keyPressEvent(event)

    def minimumSizeHint(self) -> QSize:
        """Return a narrow row."""
        return QSize(200, _MIN_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Paint the row."""
        self._row.paint(self.tr("chosen"))

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()
