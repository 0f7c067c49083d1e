"""The forgetting curve of one card as a small painted figure, without a charting library."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mtdtutor.ui.texts import percent
from mtdtutor.ui.theme import Role, Theme
from mtdtutor.ui.widgets.figures import Figure
from mtdtutor.ui.widgets.text import Label, ReadingText

_HEIGHT: Final = 210
_BOTTOMS: Final = (0.8, 0.5, 0.0)
"""Where the upright axis may begin: as high as the whole curve allows, to be told apart."""
_DOT: Final = 5.0
_GAP: Final = 8
_EDGE: Final = 10


class Point(NamedTuple):
    """Predicted recall, in 0 to 1, on a study day."""

    day: int
    recall: float


class Dot(NamedTuple):
    """Evidence on a study day.

    Attributes:
        day: The study day.
        recall: Predicted recall just before; None without a prediction.
        kept: It was known.
        quiz: It came from a quiz.
    """

    day: int
    recall: float | None
    kept: bool
    quiz: bool


class RecallData(NamedTuple):
    """All that the figure shows.

    Attributes:
        title: What it says, as a sentence.
        summary: The same with numbers, for screen readers and below the figure.
        legend: What its marks mean.
        stretches: Predicted recall, falling from evidence to evidence.
        dots: The evidence.
        today: The present study day.
        target: The wanted recall.
        ticks: Study days to be named along the axis, with their words.
    """

    title: str
    summary: str
    legend: str
    stretches: Sequence[Sequence[Point]]
    dots: Sequence[Dot]
    today: int
    target: float
    ticks: tuple[tuple[int, str], ...]


class _Plot(Figure):
    """The picture alone."""

    def __init__(self, theme: Theme, object_name: str) -> None:
        super().__init__(theme, object_name, "")
        self._data: RecallData | None = None

    def show_data(self, data: RecallData) -> None:
        self._data = data
        self.setAccessibleName(data.title)
        self.setAccessibleDescription(data.summary)
        self._restyle()

    def sizeHint(self) -> QSize:
        return QSize(2 * _HEIGHT, _HEIGHT + self._line())

    def minimumSizeHint(self) -> QSize:
        return QSize(_HEIGHT, _HEIGHT + self._line())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ring(painter)
        data = self._data
        if data is not None and data.stretches:
            painter.setFont(self._theme.font(Role.CAPTION))
            self._paint_axes(painter, data)
            self._paint_stretches(painter, data)
            self._paint_marks(painter, data)
        painter.end()

    def _line(self) -> int:
        return QFontMetrics(self._theme.font(Role.CAPTION)).height()

    def _room(self) -> QRect:
        """Return where the curve is drawn, for a window that begins at the left."""
        metrics = QFontMetrics(self._theme.font(Role.CAPTION))
        side = metrics.horizontalAdvance(percent(1.0)) + _GAP + _EDGE
        return self.rect().adjusted(
            side, _EDGE + self._line() // 2, -_EDGE, -_EDGE - _GAP - self._line()
        )

    def _bottom(self) -> float:
        data = self._data
        points = [] if data is None else [p for each in data.stretches for p in each]
        lowest = min((point.recall for point in points), default=0.0)
        return next((each for each in _BOTTOMS if each < lowest - 0.02), 0.0)

    def _at(self, day: float, recall: float) -> QPointF:
        data = self._data
        assert data is not None, "nothing is placed before there is something to show"
        room = self._room()
        first = data.stretches[0][0].day
        last = data.stretches[-1][-1].day
        x = room.left() + room.width() * (day - first) / max(last - first, 1)
        bottom = self._bottom()
        y = room.bottom() - room.height() * (recall - bottom) / (1 - bottom)
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        return QPointF(self.width() - x if mirrored else x, y)

    def _paint_axes(self, painter: QPainter, data: RecallData) -> None:
        first, last = data.stretches[0][0].day, data.stretches[-1][-1].day
        metrics, line = QFontMetrics(painter.font()), self._line()
        bottom = self._bottom()
        for level in (bottom, (bottom + 1) / 2, 1.0):
            painter.setPen(QPen(self._theme.color("line"), 1))
            painter.drawLine(self._at(first, level), self._at(last, level))
            painter.setPen(self._theme.color("muted"))
            top = round(self._at(first, level).y()) - line // 2
            box = self._visual(QRect(0, top, self._room().left() - _GAP, line))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, percent(level))
        dashed = QPen(self._theme.color("muted"), 1.5, Qt.PenStyle.DashLine)
        painter.setPen(dashed)
        painter.drawLine(self._at(first, data.target), self._at(last, data.target))
        if first <= data.today <= last:
            painter.setPen(QPen(self._theme.color("muted"), 1, Qt.PenStyle.DotLine))
            painter.drawLine(self._at(data.today, bottom), self._at(data.today, 1))
        painter.setPen(self._theme.color("muted"))
        taken: list[QRect] = []
        for day, words in data.ticks:
            width = metrics.horizontalAdvance(words) + 2
            middle = round(self._at(day, bottom).x())
            left = min(max(middle - width // 2, 0), self.width() - width)
            box = QRect(left, self._room().bottom() + _GAP + line // 4, width, line)
            if not any(box.adjusted(-_GAP, 0, _GAP, 0).intersects(other) for other in taken):
                taken.append(box)
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_stretches(self, painter: QPainter, data: RecallData) -> None:
        accent = self._theme.color("accent")
        before: QPointF | None = None
        for stretch in data.stretches:
            start = self._at(*stretch[0])
            if before is not None and before.x() == start.x():
                painter.setPen(QPen(accent, 1, Qt.PenStyle.DotLine))
                painter.drawLine(before, start)
            past = [self._at(*point) for point in stretch if point.day <= data.today]
            ahead = [self._at(*point) for point in stretch if point.day >= data.today]
            if past and ahead and past[-1] != ahead[0]:
                ahead.insert(0, past[-1])
            painter.setPen(QPen(accent, 2))
            painter.drawPolyline(QPolygonF(past))
            painter.setPen(QPen(accent, 2, Qt.PenStyle.DashLine))
            painter.drawPolyline(QPolygonF(ahead))
            before = self._at(*stretch[-1])

    def _paint_marks(self, painter: QPainter, data: RecallData) -> None:
        for mark in data.dots:
            place = self._at(mark.day, 1.0 if mark.recall is None else mark.recall)
            self._paint_mark(painter, place, mark)

    def _paint_mark(self, painter: QPainter, place: QPointF, mark: Dot) -> None:
        """Paint a circle for a card and a square for a quiz; empty where it was not known."""
        box = QRectF(place.x() - _DOT, place.y() - _DOT, 2 * _DOT, 2 * _DOT)
        token = "good" if mark.kept else "again"
        painter.setPen(QPen(self._theme.color(token), 2))
        painter.setBrush(self._theme.color(token if mark.kept else "surface"))
        if mark.quiz:
            painter.drawRect(box)
        else:
            painter.drawEllipse(box)
        painter.setBrush(Qt.BrushStyle.NoBrush)


class RecallChart(QWidget):
    """The figure under its finding, with what its marks mean and a summary to read."""

    def __init__(self, theme: Theme, object_name: str) -> None:
        """Make an empty figure.

        Args:
            theme: The appearance to follow.
            object_name: Unique in the window.
        """
        super().__init__()
        self.setObjectName(object_name)
        self.title = Label(theme, "", Role.SECTION, wrap=True)
        self.title.setObjectName(f"{object_name}_title")
        self.plot = _Plot(theme, f"{object_name}_plot")
        self.legend = Label(theme, "", Role.CAPTION, "muted", wrap=True)
        self.summary = ReadingText(theme, color="muted", full_width=True)
        self.summary.setObjectName(f"{object_name}_summary")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (self.title, self.plot, self.legend, self.summary):
            column.addWidget(part)

    def show_data(self, data: RecallData) -> None:
        """Show other values; without any prediction there is no figure, only its words."""
        self.title.setText(data.title)
        self.summary.set_text(data.summary, data.title)
        self.legend.setText(data.legend)
        drawn = bool(data.stretches)
        self.plot.setVisible(drawn)
        self.legend.setVisible(drawn)
        self.plot.show_data(data)
