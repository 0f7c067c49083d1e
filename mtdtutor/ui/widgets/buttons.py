"""Buttons that look like ours and are the system's own controls underneath."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetrics,
    QIcon,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QToolTip

from mtdtutor.ui.theme import RADIUS_BUTTON, RADIUS_NAV, TARGET_HEIGHT, Role, Theme

_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Look(StrEnum):
    """How much attention a button asks for."""

    PRIMARY = "primary"  # the one dominant action of a page
    PLAIN = "plain"  # a bordered button
    QUIET = "quiet"  # text only, until the pointer or the focus is on it


def mix(over: QColor, under: QColor, share: float) -> QColor:
    """Return a colour between two: ``share`` of the first, the rest of the second."""
    rest = 1 - share
    return QColor.fromRgbF(
        over.redF() * share + under.redF() * rest,
        over.greenF() * share + under.greenF() * rest,
        over.blueF() * share + under.blueF() * rest,
    )


class PaintedButton(QPushButton):
    """A push button that paints itself from the theme; Enter presses it as Space does."""

    def __init__(self, theme: Theme, text: str = "") -> None:
        """Make a button; `&` in the text is an ampersand, not a mnemonic."""
        super().__init__(text.replace("&", "&&"))
        self._theme = theme
        self._plain_text = text
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._restyle()
        theme.changed.connect(self._restyle)

    def set_text(self, text: str) -> None:
        """Change the visible text."""
        self._plain_text = text
        self.setText(text.replace("&", "&&"))
        self.updateGeometry()
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter press the button, once per stroke."""
        if event.key() in _ENTER and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            if not event.isAutoRepeat():
                self.click()
            event.accept()
            return
        super().keyPressEvent(event)

    def _restyle(self) -> None:
        self.setFont(self._theme.font(Role.STRONG))
        self.updateGeometry()
        self.update()

    def _fill(self, base: QColor) -> QColor:
        """Return the surface colour for the state the button is in."""
        text = self._theme.color("text")
        if self.isDown():
            return mix(text, base, 0.14)
        if self.isEnabled() and self.underMouse():
            return mix(text, base, 0.06)
        return base

    def _paint_surface(
        self, painter: QPainter, fill: QColor, border: QColor | None, radius: int = RADIUS_BUTTON
    ) -> None:
        """Paint the rounded surface, its border and, with the focus, the accent ring."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focus = self.hasFocus()
        if focus:
            border = self._theme.color("accent")
        width = 2 if focus else 1
        inset = width / 2
        painter.setPen(QPen(border, width) if border is not None else Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        rect = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(rect, radius, radius)


class Button(PaintedButton):
    """A button with a word, and after it, smaller, the key that does the same."""

    def __init__(
        self,
        theme: Theme,
        text: str,
        look: Look = Look.PLAIN,
        *,
        key: str = "",
    ) -> None:
        """Make a button.

        Args:
            theme: The appearance to follow.
            text: One or two words, sentence case.
            look: How much attention it asks for.
            key: The key that does the same, as people know it; may be empty.
        """
        self._look = look
        self._key = key
        super().__init__(theme, text)
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

    def set_text(self, text: str) -> None:
        """Change the visible text and the name a screen reader says."""
        super().set_text(text)
        self.setAccessibleName(text)

    def set_key(self, key: str) -> None:
        """Show another key beside the text."""
        self._key = key
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size of text, key and padding."""
        metrics = QFontMetrics(self.font())
        width = metrics.horizontalAdvance(self._plain_text)
        if self._key:
            width += 10 + self._key_metrics().horizontalAdvance(self._key)
        padding = {Look.PRIMARY: 80, Look.PLAIN: 40, Look.QUIET: 16}[self._look]
        tall = self._look is Look.PRIMARY
        height = metrics.height() + (26 if tall else 20)
        return QSize(width + padding, max(height, TARGET_HEIGHT + (6 if tall else 0)))

    def minimumSizeHint(self) -> QSize:
        """Return a size that still shows the whole text."""
        hint = self.sizeHint()
        spare = {Look.PRIMARY: 48, Look.PLAIN: 20, Look.QUIET: 4}[self._look]
        return QSize(hint.width() - spare, hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Paint surface, text and key."""
        painter = QPainter(self)
        theme = self._theme
        enabled = self.isEnabled()
        if self._look is Look.PRIMARY and enabled:
            self._paint_surface(painter, self._fill(theme.color("accent")), None)
            if self.hasFocus():
                painter.setPen(QPen(theme.color("on_accent"), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                inner = QRectF(self.rect()).adjusted(4, 4, -4, -4)
                painter.drawRoundedRect(inner, RADIUS_BUTTON - 4, RADIUS_BUTTON - 4)
            color = theme.color("on_accent")
        elif self._look is Look.QUIET:
            base = mix(theme.color("text"), theme.color("bg"), 0.0)
            hovered = enabled and (self.underMouse() or self.isDown())
            fill = self._fill(base) if hovered else QColor(Qt.GlobalColor.transparent)
            self._paint_surface(painter, fill, None, RADIUS_NAV)
            color = theme.color("text" if enabled and hovered else "muted")
            if not enabled:
                color = mix(color, theme.color("bg"), 0.55)
        else:
            self._paint_surface(painter, self._fill(theme.color("raised")), theme.color("line"))
            color = theme.color("text" if enabled else "muted")
        self._paint_words(painter, color)
        painter.end()

    def _paint_words(self, painter: QPainter, color: QColor) -> None:
        metrics = QFontMetrics(self.font())
        key_metrics = self._key_metrics()
        word = metrics.horizontalAdvance(self._plain_text)
        key = key_metrics.horizontalAdvance(self._key) if self._key else 0
        gap = 10 if self._key and self._plain_text else 0
        total = word + gap + key
        left = (self.width() - total) // 2
        height = self.height()
        word_rect = self._mirrored(QRect(left, 0, word, height))
        painter.setPen(color)
        # Words run as their own letters do, also in a mirrored window.
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        painter.setFont(self.font())
        painter.drawText(word_rect, Qt.AlignmentFlag.AlignCenter, self._plain_text)
        if self._key:
            key_rect = self._mirrored(QRect(left + word + gap, 0, key, height))
            painter.setFont(self._theme.font(Role.CAPTION))
            painter.drawText(key_rect, Qt.AlignmentFlag.AlignCenter, self._key)

    def _mirrored(self, rect: QRect) -> QRect:
        return QStyle.visualRect(self.layoutDirection(), self.rect(), rect)

    def _key_metrics(self) -> QFontMetrics:
        return QFontMetrics(self._theme.font(Role.CAPTION))

    def _restyle(self) -> None:
        quiet = self._look is Look.QUIET
        self.setFont(self._theme.font(Role.BODY if quiet else Role.STRONG))
        self.updateGeometry()
        self.update()


class GradeButton(PaintedButton):
    """One of the four grades: the word, when the card comes back, and the digit."""

    def __init__(self, theme: Theme, grade: int, word: str, key: str) -> None:
        """Make a grade button.

        Args:
            theme: The appearance to follow.
            grade: 1 (again) to 4 (easy); decides the colour of the word.
            word: The grade's word, translated.
            key: The digit shown on the button.
        """
        self._grade = grade
        self._interval = ""
        self._key = key
        super().__init__(theme, word)
        self.setAccessibleName(word)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_interval(self, interval: str) -> None:
        """Show when the card comes back, for instance "in 6 days"; empty hides it."""
        self._interval = interval
        name = f"{self._plain_text}, {interval}" if interval else self._plain_text
        self.setAccessibleName(name)
        self.update()

    def set_key(self, key: str) -> None:
        """Show another key on the button."""
        self._key = key
        self.update()

    def sizeHint(self) -> QSize:
        """Return a size that never depends on the interval, so that buttons never move."""
        strong = QFontMetrics(self.font())
        small = QFontMetrics(self._theme.font(Role.CAPTION))
        width = max(strong.horizontalAdvance(self._plain_text), small.averageCharWidth() * 12)
        return QSize(width + 64, strong.height() + small.height() + 30)

    def minimumSizeHint(self) -> QSize:
        """Return the least size that holds word and digit."""
        strong = QFontMetrics(self.font())
        return QSize(
            strong.horizontalAdvance(self._plain_text) + 48,
            self.sizeHint().height(),
        )

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Paint word, interval and digit."""
        painter = QPainter(self)
        theme = self._theme
        self._paint_surface(painter, self._fill(theme.color("raised")), theme.color("line"))
        small = theme.font(Role.CAPTION)
        strong = QFontMetrics(self.font())
        caption = QFontMetrics(small)
        key_width = caption.horizontalAdvance(self._key)
        block = strong.height() + 6 + caption.height()
        top = (self.height() - block) // 2
        room = self.width() - 16 - 16 - key_width - 8
        leading = QStyle.visualAlignment(self.layoutDirection(), Qt.AlignmentFlag.AlignLeft)
        middle = Qt.AlignmentFlag.AlignVCenter
        enabled = self.isEnabled()
        grade_color = QColor(theme.tokens.grade(self._grade))
        painter.setPen(grade_color if enabled else theme.color("muted"))
        painter.setFont(self.font())
        painter.drawText(
            self._mirrored(QRect(16, top, room, strong.height())),
            leading | middle,
            self._plain_text,
        )
        painter.setPen(theme.color("muted"))
        painter.setFont(small)
        painter.drawText(
            self._mirrored(QRect(16, top + strong.height() + 6, room, caption.height())),
            leading | middle,
            caption.elidedText(self._interval, Qt.TextElideMode.ElideRight, room),
        )
        painter.drawText(
            self._mirrored(QRect(self.width() - 16 - key_width, 0, key_width, self.height())),
            Qt.AlignmentFlag.AlignCenter,
            self._key,
        )
        painter.end()

    def _mirrored(self, rect: QRect) -> QRect:
        return QStyle.visualRect(self.layoutDirection(), self.rect(), rect)


class NavButton(PaintedButton):
    """A page in the sidebar: its name, its key, and whether it is the page in view."""

    def __init__(
        self,
        theme: Theme,
        text: str,
        key: str,
        draw: Callable[[QColor], QIcon] | None = None,
    ) -> None:
        """Make a navigation button.

        Args:
            theme: The appearance to follow.
            text: The page's name.
            key: Its key, for instance "Ctrl 1".
            draw: Makes the icon in a colour; asked only when the icon is painted, for icons cost
                a start more than names do.
        """
        self._key = key
        self._draw = draw
        self._narrow = False
        super().__init__(theme, text)
        self.setCheckable(True)
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_narrow(self, narrow: bool) -> None:
        """Show the icon alone, or name and key."""
        self._narrow = narrow
        self.setToolTip(f"{self._plain_text} ({self._key})" if narrow else "")
        self.updateGeometry()
        self.update()

    def nextCheckState(self) -> None:
        """Leave the state alone: the window checks the page in view."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell the name of an icon to those who come by key, as the mouse is told it."""
        super().focusInEvent(event)
        by_key = event.reason() in (
            Qt.FocusReason.TabFocusReason,
            Qt.FocusReason.BacktabFocusReason,
        )
        if self.toolTip() and by_key:
            QToolTip.showText(self.mapToGlobal(self.rect().topRight()), self.toolTip(), self)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the name away with the focus."""
        super().focusOutEvent(event)
        if self.toolTip():
            QToolTip.hideText()

    def sizeHint(self) -> QSize:
        """Return the size of name and key, or of the icon."""
        metrics = QFontMetrics(self._theme.font(Role.STRONG))
        height = max(metrics.height() + 18, TARGET_HEIGHT)
        if self._narrow:
            return QSize(height + 4, height)
        small = QFontMetrics(self._theme.font(Role.CAPTION))
        words = metrics.horizontalAdvance(self._plain_text) + small.horizontalAdvance(self._key)
        return QSize(words + 14 + 24 + 12, height)

    def minimumSizeHint(self) -> QSize:
        """Return the size hint: names are never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Paint name and key, on the accent's soft shade when this is the page in view."""
        painter = QPainter(self)
        theme = self._theme
        current = self.isChecked()
        base = theme.color("soft" if current else "surface")
        self._paint_surface(painter, self._fill(base), None, RADIUS_NAV)
        painter.setPen(theme.color("accent" if current else "text"))
        if self._narrow:
            self._paint_icon(painter)
        else:
            self._paint_words(painter)
        painter.end()

    def _paint_icon(self, painter: QPainter) -> None:
        if self._draw is None:
            painter.setFont(self._theme.font(Role.STRONG))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._plain_text[:1])
            return
        color = self._theme.color("accent" if self.isChecked() else "text")
        side = QFontMetrics(self.font()).height() + 4
        corner = (self.width() - side) // 2, (self.height() - side) // 2
        self._draw(color).paint(painter, QRect(*corner, side, side))

    def _paint_words(self, painter: QPainter) -> None:
        theme = self._theme
        leading = QStyle.visualAlignment(self.layoutDirection(), Qt.AlignmentFlag.AlignLeft)
        trailing = QStyle.visualAlignment(self.layoutDirection(), Qt.AlignmentFlag.AlignRight)
        inner = self.rect().adjusted(14, 0, -12, 0)
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            inner = self.rect().adjusted(12, 0, -14, 0)
        painter.setFont(theme.font(Role.STRONG if self.isChecked() else Role.BODY))
        painter.drawText(inner, leading | Qt.AlignmentFlag.AlignVCenter, self._plain_text)
        painter.setPen(theme.color("muted"))
        painter.setFont(theme.font(Role.CAPTION))
        painter.drawText(inner, trailing | Qt.AlignmentFlag.AlignVCenter, self._key)
