"""The days of a plan as stacked bars, painted; a summary says the same in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent

from mtdtutor.ui.texts import cards
from mtdtutor.ui.theme import MIN_MARK_CONTRAST, Role, Theme, contrast
from mtdtutor.ui.widgets.figures import Figure

_HEIGHT: Final = 150
_GAP: Final = 8
_WIDEST: Final = 34
_SWATCH: Final = 12
_COLORS: Final = ("band_1", "band_2", "accent")


class PlanBar(NamedTuple):
    """One day.

    Attributes:
        label: The day, where there is room for it.
        parts: Cards of each kind, from the bottom to the top.
    """

    label: str
    parts: tuple[float, ...]


class PlanBars(Figure):
    """One bar a day, its parts told apart by shade and by texture, with a legend below."""

    def __init__(self, theme: Theme, object_name: str, name: str, kinds: Sequence[str]) -> None:
        """Make an empty figure.

        Args:
            theme: The appearance to follow.
            object_name: Unique in the window.
            name: What it shows, for screen readers.
            kinds: Words for the parts of a bar, three at most, from the bottom to the top.
        """
        super().__init__(theme, object_name, name)
        self._kinds = tuple(kinds)
        self._bars: tuple[PlanBar, ...] = ()

    def set_bars(self, bars: Sequence[PlanBar], summary: str) -> None:
        """Show days in this order.

        Args:
            bars: The days.
            summary: What they come to, in words.
        """
        self._bars = tuple(bars)
        self.setAccessibleDescription(summary)
        self._restyle()

    def sizeHint(self) -> QSize:
        """Return a low, broad figure."""
        lines = 2 + self._legend_lines(max(self.width(), 200))
        return QSize(320, _HEIGHT + 3 * _GAP + self._line() * lines)

    def minimumSizeHint(self) -> QSize:
        """Return the least size: days may be thin, words are not cut."""
        widths = [self._entry_width(kind) for kind in self._kinds]
        return QSize(max(200, *widths), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: ARG002
        """Ask for the room that the legend needs at this width."""
        self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Paint bars, axis and legend."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._theme.font(Role.CAPTION))
        # Words run in their own direction: dates are not turned round.
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        self._paint_ring(painter)
        if self._bars:
            self._paint_bars(painter)
        self._paint_legend(painter)
        painter.end()

    def _line(self) -> int:
        return QFontMetrics(self._theme.font(Role.CAPTION)).height()

    def _paint_bars(self, painter: QPainter) -> None:
        metrics, line = painter.fontMetrics(), self._line()
        highest = max(*(sum(bar.parts) for bar in self._bars), 1.0)
        top, side = _GAP + line, _GAP
        room = self.rect().adjusted(side, top, -side, 0)
        room.setHeight(_HEIGHT)
        painter.setPen(QPen(self._theme.color("line"), 1))
        painter.drawLine(room.bottomLeft(), room.bottomRight())
        cell = room.width() / len(self._bars)
        free_from = 0.0
        for place, bar in enumerate(self._bars):
            width = max(min(cell - 2, _WIDEST), 1.0)
            left = room.left() + place * cell + (cell - width) / 2
            self._paint_parts(painter, bar, QRectF(left, room.top(), width, _HEIGHT), highest)
            words = metrics.horizontalAdvance(bar.label) + 2 * _GAP
            middle = left + width / 2
            start = min(max(middle - words / 2, 0), self.width() - words)
            if start >= free_from:
                free_from = start + words
                box = QRect(round(start), room.bottom() + 4, words, line)
                painter.setPen(self._theme.color("muted"))
                painter.drawText(self._visual(box), Qt.AlignmentFlag.AlignHCenter, bar.label)
        painter.setPen(self._theme.color("muted"))
        box = QRect(_GAP, 2, self.width() - 2 * _GAP, line)
        leading = Qt.AlignmentFlag.AlignLeft
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            leading = Qt.AlignmentFlag.AlignRight
        painter.drawText(box, leading, cards(round(highest)))

    def _paint_parts(self, painter: QPainter, bar: PlanBar, room: QRectF, highest: float) -> None:
        bottom = room.bottom()
        for kind, value in enumerate(bar.parts):
            height = room.height() * value / highest
            if height < 1:
                continue
            box = QRectF(room.left(), bottom - height, room.width(), height)
            place = self._visual(box.toAlignedRect())
            self._fill(painter, QRectF(place), kind)
            bottom -= height

    def _fill(self, painter: QPainter, box: QRectF, kind: int) -> None:
        color = self._theme.color(_COLORS[kind])
        faint = contrast(color.name(), self._theme.tokens.surface) < MIN_MARK_CONTRAST
        edge = QColor(self._theme.color("muted")) if faint else color
        painter.setPen(QPen(edge, 1))
        painter.setBrush(color)
        painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
        if kind == 1:
            # Shades alone would be state by colour.
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QBrush(self._theme.color("surface"), Qt.BrushStyle.BDiagPattern))
            painter.drawRect(box)

    def _entry_width(self, kind: str) -> int:
        metrics = QFontMetrics(self._theme.font(Role.CAPTION))
        return _SWATCH + _GAP + metrics.horizontalAdvance(kind) + 2 * _GAP

    def _legend_lines(self, width: int) -> int:
        lines, used = 1, 0
        for kind in self._kinds:
            need = self._entry_width(kind)
            if used and used + need > width:
                lines, used = lines + 1, 0
            used += need
        return lines

    def _paint_legend(self, painter: QPainter) -> None:
        line = self._line()
        left, top = _GAP, _HEIGHT + 2 * line + 2 * _GAP
        for place, kind in enumerate(self._kinds):
            need = self._entry_width(kind)
            if left > _GAP and left + need > self.width():
                left, top = _GAP, top + line
            swatch = QRect(left, top + (line - _SWATCH) // 2, _SWATCH, _SWATCH)
            self._fill(painter, QRectF(self._visual(swatch)), place)
            painter.setPen(self._theme.color("text"))
            box = QRect(left + _SWATCH + _GAP, top, need, line)
            leading = Qt.AlignmentFlag.AlignLeft
            if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
                leading = Qt.AlignmentFlag.AlignRight
            painter.drawText(self._visual(box), leading, kind)
            left += need
