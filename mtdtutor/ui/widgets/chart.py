"""Charts of a history: stacked bars, a line with points, a target. The only user of pyqtgraph.

Import this module when a chart is first wanted: it brings numpy with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from mtdtutor.ui.texts import number
from mtdtutor.ui.theme import RADIUS_BUTTON, Role, Theme
from mtdtutor.ui.widgets.flow import FlowLayout
from mtdtutor.ui.widgets.text import Label, ReadingText

_HEIGHT: Final = 220
_MOST_TICKS: Final = 8


class Bars(NamedTuple):
    """One layer of stacked bars.

    Attributes:
        label: Word in the legend.
        color: Name of a colour token.
        values: One height per category.
    """

    label: str
    color: str
    values: Sequence[float]


class Line(NamedTuple):
    """A line with a point per value.

    Attributes:
        label: Word in the legend.
        color: Name of a colour token.
        values: One height per category; None leaves a gap.
        ranges: Lower and upper end of what each value may be by chance, drawn as a thin upright
            line; None, or nothing at all, for no range.
    """

    label: str
    color: str
    values: Sequence[float | None]
    ranges: Sequence[tuple[float, float] | None] = ()


class Target(NamedTuple):
    """A level to compare with, drawn as a dashed line.

    Attributes:
        label: Word in the legend.
        value: Its height.
    """

    label: str
    value: float


class ChartData(NamedTuple):
    """All that a chart shows.

    Attributes:
        title: What the chart says, as a sentence.
        summary: The same with numbers, for screen readers and below the chart.
        categories: Words along the axis.
        unit: Word on the upright axis.
        bars: Layers from the bottom up.
        line: A line over the bars.
        target: A level to compare with.
        top: Upper end of the upright axis, or None to fit.
        bottom: Lower end of it; other than 0 for lines only, because bars tell by their length.
    """

    title: str
    summary: str
    categories: Sequence[str]
    unit: str = ""
    bars: Sequence[Bars] = ()
    line: Line | None = None
    target: Target | None = None
    top: float | None = None
    bottom: float = 0.0


class _WholeAxis(pg.AxisItem):  # type: ignore[misc]
    """An upright axis marked at whole numbers only: there is no half a review."""

    def tickSpacing(self, low: float, high: float, size: float) -> list[tuple[float, float]]:
        levels = super().tickSpacing(low, high, size)
        return [level for level in levels if level[0] >= 1] or [(1.0, 0.0)]

    def tickStrings(
        self,
        values: Sequence[float],
        scale: float,  # noqa: ARG002
        spacing: float,  # noqa: ARG002
    ) -> list[str]:
        return [number(value) for value in values]


class _Plot(pg.PlotWidget):  # type: ignore[misc]
    """A plot without menu, dragging or wheel: it is looked at, not explored."""

    def __init__(self) -> None:
        axes = {side: _WholeAxis(side) for side in ("left", "right")}
        super().__init__(enableMenu=False, axisItems=axes)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hideButtons()
        # The axes change sides by our hand alone; the toolkit would turn them back.
        self.getPlotItem().setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setMouseEnabled(x=False, y=False)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.viewport().setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # pyqtgraph makes its menu even where none is wanted, and leaves it behind without an owner.
        menu = self.getPlotItem().ctrlMenu
        menu.setParent(self, menu.windowFlags())

    def sizeHint(self) -> QSize:
        """Return a modest size; the plot takes whatever room there is."""
        return QSize(2 * _HEIGHT, _HEIGHT)

    def wheelEvent(self, event: QEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()


class Chart(QWidget):
    """A chart with its finding as the title, a legend, and a summary to read."""

    def __init__(self, theme: Theme, object_name: str) -> None:
        """Make an empty chart.

        Args:
            theme: The appearance to follow.
            object_name: Unique in the window.
        """
        super().__init__()
        self._theme = theme
        self._data: ChartData | None = None
        self.setObjectName(object_name)
        self.title = Label(theme, "", Role.SECTION, wrap=True)
        self.title.setObjectName(f"{object_name}_title")
        self.summary = ReadingText(theme, color="muted", full_width=True)
        self.summary.setObjectName(f"{object_name}_summary")
        self.plot = _Plot()
        self.plot.setObjectName(f"{object_name}_plot")
        self.plot.setMinimumHeight(_HEIGHT)
        self.plot.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._legend = FlowLayout(gap=12)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addLayout(self._legend)
        column.addWidget(self.plot, 1)
        column.addWidget(self.summary)
        theme.changed.connect(self._draw)

    def show_data(self, data: ChartData) -> None:
        """Show other values."""
        self._data = data
        self.title.setText(data.title)
        self.summary.set_text(data.summary, data.title)
        self.plot.setAccessibleName(data.title)
        self.plot.setAccessibleDescription(data.summary)
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Mirror the time axis with the window."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LayoutDirectionChange:
            self._draw()

    def _draw(self) -> None:
        data = self._data
        if data is None:
            return
        self.plot.clear()
        self.plot.setBackground(self._theme.color("surface"))
        self._style_axes(data)
        self._draw_bars(data)
        self._draw_line(data)
        view = self.plot.getPlotItem().getViewBox()
        view.invertX(self.layoutDirection() is Qt.LayoutDirection.RightToLeft)
        count = max(len(data.categories), 1)
        view.setXRange(-0.6, count - 0.4, padding=0)
        top = data.top or max(self._highest(data) * 1.1, 1)
        view.setYRange(data.bottom, top, padding=0)
        self._fill_legend(data)

    def _highest(self, data: ChartData) -> float:
        stacks = zip(*(layer.values for layer in data.bars), strict=True)
        heights = [float(sum(stack)) for stack in stacks]
        if data.line is not None:
            heights += [value for value in data.line.values if value is not None]
        if data.target is not None:
            heights.append(data.target.value)
        return max(heights, default=0.0)

    def _style_axes(self, data: ChartData) -> None:
        item = self.plot.getPlotItem()
        caption = self._theme.font(Role.CAPTION)
        right = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        item.showAxis("right", right)
        item.showAxis("left", not right)
        upright = item.getAxis("right" if right else "left")
        along = item.getAxis("bottom")
        for axis in (upright, along):
            axis.setTickFont(caption)
            axis.setTextPen(self._theme.color("muted"))
            axis.setPen(pg.mkPen(self._theme.color("line")))
            axis.setStyle(tickLength=0, maxTickLevel=0, hideOverlappingLabels=False)
        upright.setLabel(data.unit, color=self._theme.color("muted").name())
        upright.label.setFont(caption)
        step = max(-(-len(data.categories) // _MOST_TICKS), 1)
        ticks = [(place, text) for place, text in enumerate(data.categories) if not place % step]
        along.setTicks([ticks, []])
        # Where no axis stands, the outermost label needs room for its other half.
        widest = max(
            (QFontMetrics(caption).horizontalAdvance(text) for _, text in ticks), default=0
        )
        spare = widest // 2 + 4
        item.setContentsMargins(spare if right else 0, 0, 0 if right else spare, 0)
        item.showGrid(y=True, alpha=0.25)

    def _draw_bars(self, data: ChartData) -> None:
        count = len(data.categories)
        base = [0.0] * count
        surface = pg.mkPen(self._theme.color("surface"), width=1)
        for layer in data.bars:
            heights = [float(value) for value in layer.values]
            self.plot.addItem(
                pg.BarGraphItem(
                    x=list(range(count)),
                    y0=list(base),
                    height=heights,
                    width=0.72,
                    brush=self._theme.color(layer.color),
                    pen=surface,
                )
            )
            base = [low + height for low, height in zip(base, heights, strict=True)]

    def _draw_line(self, data: ChartData) -> None:
        if data.target is not None:
            pen = pg.mkPen(
                self._theme.color("muted"), width=1.5, style=Qt.PenStyle.DashLine, cosmetic=True
            )
            self.plot.addItem(pg.InfiniteLine(data.target.value, angle=0, pen=pen))
        if data.line is None or all(value is None for value in data.line.values):
            return
        color = self._theme.color(data.line.color)
        self._draw_ranges(data.line)
        values = [float("nan") if value is None else float(value) for value in data.line.values]
        self.plot.plot(
            list(range(len(values))),
            values,
            pen=pg.mkPen(color, width=2),
            connect="finite",
            symbol="o",
            symbolSize=7,
            symbolBrush=color,
            symbolPen=pg.mkPen(self._theme.color("surface"), width=1),
        )

    def _draw_ranges(self, line: Line) -> None:
        known = [(place, ends) for place, ends in enumerate(line.ranges) if ends is not None]
        if not known:
            return
        # Pairs of points, each pair joined: one item however many ranges there are.
        self.plot.plot(
            [place for place, _ in known for _ in range(2)],
            [end for _, ends in known for end in ends],
            pen=pg.mkPen(self._theme.color("muted"), width=1),
            connect="pairs",
        )

    def _fill_legend(self, data: ChartData) -> None:
        while (item := self._legend.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        entries: list[tuple[str, str, bool]] = [
            (layer.label, layer.color, False) for layer in reversed(data.bars)
        ]
        if data.line is not None:
            entries.append((data.line.label, data.line.color, False))
        if data.target is not None:
            entries.append((data.target.label, "muted", True))
        for label, color, dashed in entries if len(entries) > 1 else ():
            entry = QWidget()
            row = QHBoxLayout(entry)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(6)
            row.addWidget(_Swatch(self._theme, color, dashed=dashed))
            row.addWidget(Label(self._theme, label, Role.CAPTION, "muted"))
            self._legend.addWidget(entry)


class _Swatch(QWidget):
    """The colour of a legend entry, or a dashed line for a target."""

    def __init__(self, theme: Theme, color: str, *, dashed: bool) -> None:
        super().__init__()
        self._theme = theme
        self._color = color
        self._dashed = dashed
        self.setFixedSize(QSize(16, 12))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color = self._theme.color(self._color)
        if self._dashed:
            painter.setPen(QPen(color, 2, Qt.PenStyle.DashLine))
            painter.drawLine(0, 6, 16, 6)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color)
            painter.drawRoundedRect(QRectF(2, 0, 12, 12), RADIUS_BUTTON / 4, RADIUS_BUTTON / 4)
        painter.end()
