"""Small painted figures, each told in words too: how well topics are known, a few bars."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QStyle, QWidget

from mtdtutor.ui.theme import MIN_MARK_CONTRAST, Role, Theme, contrast

_SEGMENTS: Final = 3
_METER_HEIGHT: Final = 8
_RING: Final = 6


class BandRow(NamedTuple):
    """One topic and how well it is known.

    Attributes:
        mark: The topic's number as people write it, for instance "1.5"; may be empty.
        name: The topic's name.
        level: 0 (not enough yet) to 3 (secure).
        word: The level in words.
        told: The same for screen readers where it is longer; empty if it is not.
    """

    mark: str
    name: str
    level: int
    word: str
    told: str = ""


class Bar(NamedTuple):
    """One bar.

    Attributes:
        label: What stands under it.
        value: Its height, zero or more.
        strong: Whether it is the one to look at first.
    """

    label: str
    value: int
    strong: bool = False


class Figure(QWidget):
    """A painted picture that can take the focus, so that its words can be heard."""

    def __init__(self, theme: Theme, object_name: str, name: str) -> None:
        """Make a figure.

        Args:
            theme: The appearance to follow.
            object_name: Unique in the window.
            name: What it shows, for screen readers.
        """
        super().__init__()
        self._theme = theme
        self.setObjectName(object_name)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._restyle)

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()

    def _visual(self, rect: QRect) -> QRect:
        return QStyle.visualRect(self.layoutDirection(), self.rect(), rect)

    def _outlined(self, painter: QPainter, rect: QRectF, token: str) -> None:
        """Fill a shape; a shade too faint beside the surface gets an outline."""
        tokens = self._theme.tokens
        color = self._theme.color(token)
        faint = contrast(color.name(), tokens.surface) < MIN_MARK_CONTRAST
        if faint:
            painter.setPen(QPen(self._theme.color("muted"), 1))
            rect = rect.adjusted(0.5, 0.5, -0.5, -0.5)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawRoundedRect(rect, 4, 4)

    def _paint_ring(self, painter: QPainter) -> None:
        if self.hasFocus():
            painter.setPen(QPen(self._theme.color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), _RING, _RING)


class Bands(Figure):
    """The topics, each with a meter of three steps and its word."""

    def __init__(self, theme: Theme, object_name: str, name: str) -> None:
        """Make an empty list; see ``Figure``."""
        super().__init__(theme, object_name, name)
        self._rows: tuple[BandRow, ...] = ()

    def set_rows(self, rows: Sequence[BandRow]) -> None:
        """Show topics in this order."""
        self._rows = tuple(rows)
        words = [f"{f'{row.mark} {row.name}'.strip()}: {row.told or row.word}" for row in rows]
        self.setAccessibleDescription("; ".join(words))
        self._restyle()

    def sizeHint(self) -> QSize:
        """Return room for every row, names never cut."""
        body, caption = self._metrics()
        names = [self._caption(row) for row in self._rows]
        name = max((body.horizontalAdvance(text) for text in names), default=0)
        word = max((caption.horizontalAdvance(row.word) for row in self._rows), default=0)
        return QSize(name + word + 130 + 48, self._row_height() * len(self._rows) + 8)

    def minimumSizeHint(self) -> QSize:
        """Return the least room: a shorter meter."""
        hint = self.sizeHint()
        return QSize(hint.width() - 70, hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Paint the rows."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ring(painter)
        body, caption = self._metrics()
        word_width = max((caption.horizontalAdvance(row.word) for row in self._rows), default=0)
        name_width = max(
            (body.horizontalAdvance(self._caption(row)) for row in self._rows), default=0
        )
        left = 4
        room = self.width() - 2 * left
        meter_left = max(name_width + 24, round(room * 0.42))
        meter_left = min(meter_left, room - word_width - 16 - 60)
        meter_width = min(130, room - meter_left - word_width - 16)
        for number, row in enumerate(self._rows):
            top = 4 + number * self._row_height()
            box = QRect(left, top, room, self._row_height())
            self._paint_words(painter, box, row)
            self._paint_meter(painter, QRect(left + meter_left, top, meter_width, 0), row.level)
        painter.end()

    def _paint_words(self, painter: QPainter, box: QRect, row: BandRow) -> None:
        direction = self.layoutDirection()
        leading = QStyle.visualAlignment(direction, Qt.AlignmentFlag.AlignLeft)
        trailing = QStyle.visualAlignment(direction, Qt.AlignmentFlag.AlignRight)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(self._theme.font(Role.BODY))
        painter.setPen(self._theme.color("text"))
        painter.drawText(box, leading | middle, self._caption(row))
        painter.setFont(self._theme.font(Role.CAPTION))
        painter.setPen(self._theme.color("muted"))
        painter.drawText(box, trailing | middle, row.word)

    def _paint_meter(self, painter: QPainter, place: QRect, level: int) -> None:
        gap = 4
        width = (place.width() - gap * (_SEGMENTS - 1)) / _SEGMENTS
        top = place.top() + (self._row_height() - _METER_HEIGHT) / 2
        for step in range(_SEGMENTS):
            box = QRectF(place.left() + step * (width + gap), top, width, _METER_HEIGHT)
            if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
                box.moveLeft(self.width() - box.right())
            self._outlined(painter, box, f"band_{level if step < level else 0}")

    def _caption(self, row: BandRow) -> str:
        return f"{row.mark}  {row.name}" if row.mark else row.name

    def _metrics(self) -> tuple[QFontMetrics, QFontMetrics]:
        return (
            QFontMetrics(self._theme.font(Role.BODY)),
            QFontMetrics(self._theme.font(Role.CAPTION)),
        )

    def _row_height(self) -> int:
        return max(self._metrics()[0].height() + 10, 30)


class MiniBars(Figure):
    """A few bars side by side, each with its number above and its label below."""

    def __init__(self, theme: Theme, object_name: str, name: str) -> None:
        """Make an empty row of bars; see ``Figure``."""
        super().__init__(theme, object_name, name)
        self._bars: tuple[Bar, ...] = ()

    def set_bars(self, bars: Sequence[Bar]) -> None:
        """Show bars in this order."""
        self._bars = tuple(bars)
        self.setAccessibleDescription("; ".join(f"{bar.label}: {bar.value}" for bar in bars))
        self._restyle()

    def sizeHint(self) -> QSize:
        """Return a low, broad row."""
        metrics = QFontMetrics(self._theme.font(Role.CAPTION))
        label = max((metrics.horizontalAdvance(bar.label) for bar in self._bars), default=20)
        return QSize((label + 4) * max(len(self._bars), 1) + 8, 92 + 2 * metrics.height())

    def minimumSizeHint(self) -> QSize:
        """Return the size hint: labels never touch."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Paint numbers, bars and labels."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ring(painter)
        if self._bars:
            metrics = QFontMetrics(self._theme.font(Role.CAPTION))
            painter.setFont(self._theme.font(Role.CAPTION))
            highest = max(*(bar.value for bar in self._bars), 1)
            cell = (self.width() - 8) / len(self._bars)
            room = self.height() - 2 * metrics.height() - 16
            for number, bar in enumerate(self._bars):
                place = QRect(round(4 + number * cell), 4, round(cell), self.height() - 8)
                self._paint_bar(painter, self._visual(place), bar, room * bar.value / highest)
        painter.end()

    def _paint_bar(self, painter: QPainter, place: QRect, bar: Bar, height: float) -> None:
        line = QFontMetrics(self._theme.font(Role.CAPTION)).height()
        bottom = place.bottom() - line - 4
        width = min(place.width() - 10, 36)
        left = place.left() + (place.width() - width) / 2
        if bar.value:
            box = QRectF(left, bottom - height, width, max(height, 3))
            self._outlined(painter, box, "accent" if bar.strong else "band_1")
        painter.setPen(self._theme.color("text" if bar.strong else "muted"))
        center = Qt.AlignmentFlag.AlignHCenter
        above = QRect(place.left(), round(bottom - height) - line - 2, place.width(), line)
        painter.drawText(above, center, str(bar.value))
        below = QRect(place.left(), place.bottom() - line, place.width(), line)
        painter.drawText(below, center, bar.label)
