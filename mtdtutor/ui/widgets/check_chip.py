"""One of several things of which any may be chosen: a check box, painted as a chip."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QStyle

from mtdtutor.ui.theme import RADIUS_BUTTON, TARGET_HEIGHT, Role, Theme
from mtdtutor.ui.widgets.buttons import mix

_SIDE = 14
_BOX = 14
_BOX_GAP = 10


class CheckChip(QCheckBox):
    """A check box painted as a chip; the tick says that it is chosen, not the colour alone."""

    def __init__(self, theme: Theme, text: str, object_name: str) -> None:
        """Make a chip.

        Args:
            theme: The appearance to follow.
            text: A few words.
            object_name: Unique in the window.
        """
        super().__init__(text.replace("&", "&&"))
        self._theme = theme
        self._plain_text = text
        self.setObjectName(object_name)
        self.setAccessibleName(text)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._restyle)

    def hitButton(self, position: QPoint) -> bool:
        """Take clicks anywhere on the chip."""
        return self.rect().contains(position)

    def sizeHint(self) -> QSize:
        """Return the size of box and words."""
        metrics = QFontMetrics(self._theme.font(Role.BODY))
        width = metrics.horizontalAdvance(self._plain_text) + 2 * _SIDE + _BOX + _BOX_GAP
        return QSize(width, max(metrics.height() + 16, TARGET_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Return the size hint: words are never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Paint the chip with its box."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, chosen = self._theme, self.isChecked()
        fill = theme.color("soft" if chosen else "raised")
        if self.isEnabled() and (self.underMouse() or self.isDown()):
            fill = mix(theme.color("text"), fill, 0.12 if self.isDown() else 0.05)
        strong = chosen or self.hasFocus()
        width = 2 if self.hasFocus() else 1
        painter.setPen(QPen(theme.color("accent" if strong else "line"), width))
        painter.setBrush(fill)
        rect = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        painter.drawRoundedRect(rect, RADIUS_BUTTON, RADIUS_BUTTON)
        top = (self.height() - _BOX) // 2
        self._paint_box(painter, self._visual(QRect(_SIDE, top, _BOX, _BOX)))
        words = QRect(_SIDE + _BOX + _BOX_GAP, 0, self.width(), self.height())
        words.setRight(self.width() - _SIDE + 2)
        leading = QStyle.visualAlignment(self.layoutDirection(), Qt.AlignmentFlag.AlignLeft)
        painter.setFont(theme.font(Role.BODY))
        painter.setPen(theme.color("text" if self.isEnabled() else "muted"))
        flags = leading | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self._visual(words), flags, self._plain_text)
        painter.end()

    def _paint_box(self, painter: QPainter, box: QRect) -> None:
        theme, chosen = self._theme, self.isChecked()
        painter.setPen(QPen(theme.color("accent" if chosen else "muted"), 1))
        painter.setBrush(theme.color("accent" if chosen else "surface"))
        shape = QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(shape, 3, 3)
        if chosen:
            painter.setPen(QPen(theme.color("on_accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            tick = ((0.25, 0.52), (0.43, 0.7), (0.76, 0.3))
            painter.drawPolyline(
                QPolygonF([QPointF(box.left() + x * _BOX, box.top() + y * _BOX) for x, y in tick])
            )

    def _visual(self, rect: QRect) -> QRect:
        return QStyle.visualRect(self.layoutDirection(), self.rect(), rect)

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()
