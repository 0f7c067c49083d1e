"""A table of words: cells of several lines, columns of one width, to be read cell by cell."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from math import ceil
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from mtdtutor.ui.theme import Role, Theme
from mtdtutor.ui.widgets.table import Cell, Table, TableModel
from mtdtutor.ui.widgets.text import runs_right

if TYPE_CHECKING:
    from PySide6.QtGui import QFont, QFontMetrics, QPainter

_NARROWEST: Final = 20  # letters a column has room for; a wider table scrolls sideways
_HEAD_PART: Final = 0.75  # of the others' width, for the column of headings
_SIDE: Final = 10
_ABOVE: Final = 8
_FRAME: Final = 2
_GRID: Final = 1
_TALL: Final = 100_000
_WRAPPED: Final = Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap


def _room(width: int) -> int:
    return max(width - 2 * _SIDE - _GRID, 1)


def _head_height(metrics: QFontMetrics, text: str, width: int) -> int:
    room = QRect(0, 0, _room(width), _TALL)
    return metrics.boundingRect(room, int(_WRAPPED), text).height() + 2 * _ABOVE


def _height(font: QFont, text: str, width: int) -> int:
    """Return how tall a text gets when it is wrapped as it is painted, with its padding."""
    # The flags of QFontMetrics know no "at words, or else anywhere": they would break at any letter
    # and so count too few lines.
    flow = QTextOption()
    flow.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    tall = 0.0
    for paragraph in text.split("\n"):
        layout = QTextLayout(paragraph, font)
        layout.setTextOption(flow)
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(_room(width))
            tall += line.height()
        layout.endLayout()
    return ceil(tall) + 2 * _ABOVE + _GRID


class _Words(TableModel):
    """Texts under headings that wrap; some rows stand out."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.strong: frozenset[int] = frozenset()

    def font(self, row: int, column: int) -> QFont:
        font = self._theme.font(Role.BODY)
        font.setBold(column == 0 or row in self.strong)
        return font

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeading | _WRAPPED)
        return super().headerData(section, orientation, role)


class _Paragraphs(QStyledItemDelegate):
    """Paints a text over as many lines as it needs, and a frame around the cell one stands in."""

    def __init__(self, table: WordTable, theme: Theme, words: _Words) -> None:
        super().__init__(table)
        self._theme = theme
        self._words = words
        self._table = table

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        # PySide6 types these members of the C++ structure as if they were not there.
        fields: Any = option
        rect: QRect = fields.rect
        theme = self._theme
        text = str(index.data())
        painter.save()
        painter.fillRect(rect, theme.color("bg" if index.row() % 2 else "surface"))
        if fields.state & QStyle.StateFlag.State_Selected and self._table.hasFocus():
            painter.setPen(QPen(theme.color("accent"), _FRAME))
            painter.drawRect(rect.adjusted(1, 1, -_FRAME, -_FRAME))
        painter.setPen(theme.color("text"))
        painter.setFont(self._words.font(index.row(), index.column()))
        inner = QRectF(rect.adjusted(_SIDE, _ABOVE, -_SIDE, -_ABOVE))
        painter.drawText(inner, text, self._flow(text))
        painter.restore()

    def _flow(self, text: str) -> QTextOption:
        """Return how a text runs: in its own direction, at the side where the window's begins."""
        mirrored = self._table.layoutDirection() is Qt.LayoutDirection.RightToLeft
        flow = QTextOption(
            Qt.AlignmentFlag.AlignAbsolute
            | (Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft)
        )
        flow.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        right = runs_right(text, otherwise=mirrored)
        flow.setTextDirection(
            Qt.LayoutDirection.RightToLeft if right else Qt.LayoutDirection.LeftToRight
        )
        return flow

    def sizeHint(
        self,
        option: QStyleOptionViewItem,  # noqa: ARG002
        index: QModelIndex | QPersistentModelIndex,
    ) -> QSize:
        width = self._table.columnWidth(index.column())
        font = self._words.font(index.row(), index.column())
        return QSize(width, _height(font, str(index.data()), width))


class WordTable(Table):
    """Headings down the first column, a text in each cell; arrows go from cell to cell."""

    def __init__(self, theme: Theme, object_name: str, name: str) -> None:
        """Make an empty table; see ``Table``."""
        self._words = _Words(theme)
        super().__init__(theme, object_name, name)
        self.rows = self._words
        self._words.setParent(self)
        self.setModel(self._words)
        self.setItemDelegate(_Paragraphs(self, theme, self._words))
        self.setShowGrid(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._spread()

    def set_words(
        self,
        headings: Sequence[str],
        rows: Sequence[Sequence[Cell]],
        strong: Collection[int] = (),
    ) -> None:
        """Show other texts.

        Args:
            headings: Words over the columns, translated.
            rows: One text per heading, that of the row first.
            strong: Places of the rows that stand out.
        """
        self._words.strong = frozenset(strong)
        self.set_rows(headings, rows)
        if rows:
            self.setCurrentIndex(self._words.index(0, 0))

    def _spread(self) -> None:
        """Share the width among the columns, and give each row the height of its longest text."""
        columns = self._words.columnCount()
        if not columns:
            return
        narrowest = self.fontMetrics().averageCharWidth() * _NARROWEST + 2 * _SIDE
        share = int(self.viewport().width() / (columns - 1 + _HEAD_PART))
        for column in range(columns):
            part = _HEAD_PART if column == 0 else 1
            self.setColumnWidth(column, max(int(share * part), narrowest))
        for row in range(self._words.rowCount()):
            cells = (self._words.index(row, column) for column in range(columns))
            option = QStyleOptionViewItem()
            delegate = self.itemDelegate()
            self.setRowHeight(row, max(delegate.sizeHint(option, cell).height() for cell in cells))
        header = self.horizontalHeader()
        texts = (
            (
                str(self._words.headerData(column, Qt.Orientation.Horizontal)),
                self.columnWidth(column),
            )
            for column in range(columns)
        )
        header.setFixedHeight(
            max(_head_height(header.fontMetrics(), text, width) for text, width in texts)
        )
