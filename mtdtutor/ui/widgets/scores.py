"""How many were right of each topic: a line of words and a bar for each, told in words too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QStyle

from mtdtutor.ui.theme import Role, Theme
from mtdtutor.ui.widgets.figures import Figure

_BAR = 8
_SIDE = 6


class Score(NamedTuple):
    """One line.

    Attributes:
        name: Of what.
        share: How much of it was right, from 0 to 1.
        words: The same in words, for instance "1 of 2".
    """

    name: str
    share: float
    words: str


class Scores(Figure):
    """Names with a bar each."""

    def __init__(self, theme: Theme, object_name: str, name: str) -> None:
        """Make an empty list; see ``Figure``."""
        super().__init__(theme, object_name, name)
        self._rows: tuple[Score, ...] = ()

    def set_rows(self, rows: Sequence[Score]) -> None:
        """Show scores in this order."""
        self._rows = tuple(rows)
        self.setAccessibleDescription("; ".join(f"{row.name}: {row.words}" for row in rows))
        self._restyle()

    def sizeHint(self) -> QSize:
        """Return room for every line; a name that does not fit is shortened."""
        return QSize(360, self._row_height() * len(self._rows) + 2 * _SIDE)

    def minimumSizeHint(self) -> QSize:
        """Return the least room."""
        return QSize(160, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Paint the lines."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        # A mirrored window would turn "0 of 1" round.
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        self._paint_ring(painter)
        for number, row in enumerate(self._rows):
            top = _SIDE + number * self._row_height()
            box = QRect(_SIDE, top, self.width() - 2 * _SIDE, self._metrics().height())
            self._paint_words(painter, box, row)
            self._paint_bar(painter, QRect(box.left(), box.bottom() + 5, box.width(), _BAR), row)
        painter.end()

    def _paint_words(self, painter: QPainter, box: QRect, row: Score) -> None:
        direction = self.layoutDirection()
        leading = QStyle.visualAlignment(direction, Qt.AlignmentFlag.AlignLeft)
        trailing = QStyle.visualAlignment(direction, Qt.AlignmentFlag.AlignRight)
        metrics = self._metrics()
        room = box.width() - metrics.horizontalAdvance(row.words) - 16
        name = metrics.elidedText(row.name, Qt.TextElideMode.ElideRight, room)
        painter.setFont(self._theme.font(Role.BODY))
        painter.setPen(self._theme.color("text"))
        painter.drawText(box, leading, name)
        painter.setPen(self._theme.color("muted"))
        painter.drawText(box, trailing, row.words)

    def _paint_bar(self, painter: QPainter, box: QRect, row: Score) -> None:
        self._outlined(painter, QRectF(box), "band_0")
        if row.share > 0:
            full = QRect(box.left(), box.top(), round(box.width() * row.share), box.height())
            self._outlined(painter, QRectF(self._visual(full)), "band_3")

    def _metrics(self) -> QFontMetrics:
        return QFontMetrics(self._theme.font(Role.BODY))

    def _row_height(self) -> int:
        return self._metrics().height() + _BAR + 18
