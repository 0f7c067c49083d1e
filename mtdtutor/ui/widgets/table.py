"""Tables of numbers: a model from plain rows, and a view that can be heard."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from mtdtutor.ui.theme import Role, Theme
from mtdtutor.ui.widgets.panel import slim_scroll_bar

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QResizeEvent

Cell = str | int | float | None
_ROWS_MEASURED: Final = 60


class TableModel(QAbstractTableModel):
    """Rows of plain values under headings."""

    def __init__(self) -> None:
        """Make an empty table."""
        super().__init__()
        self._headings: tuple[str, ...] = ()
        self._rows: tuple[tuple[Cell, ...], ...] = ()
        self._trailing: frozenset[int] = frozenset()

    def set_rows(
        self,
        headings: Sequence[str],
        rows: Sequence[Sequence[Cell]],
        trailing: Collection[int] = (),
    ) -> None:
        """Show other rows.

        Args:
            headings: Words over the columns, translated.
            rows: One value per heading; None shows as an empty cell.
            trailing: Places of the columns of figures, which stand at the trailing side.
        """
        self.beginResetModel()
        self._headings = tuple(headings)
        self._rows = tuple(tuple(row) for row in rows)
        self._trailing = frozenset(trailing)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self._headings)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return a cell's text, its spoken text or its side."""
        value = self._rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return "" if value is None else str(value)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            text = self.tr("no value") if value in (None, "") else str(value)
            return f"{self._headings[index.column()]}: {text}"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._side(index.column()) | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Return a column's heading."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._headings[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._side(section) | Qt.AlignmentFlag.AlignVCenter
        return None

    def _side(self, column: int) -> Qt.AlignmentFlag:
        trailing = column in self._trailing
        return Qt.AlignmentFlag.AlignTrailing if trailing else Qt.AlignmentFlag.AlignLeading


class _Cells(QStyledItemDelegate):
    """Lets each cell's words run in their own direction, at the side the window's decides."""

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        # PySide6 types these two members of the C++ structure as if they were not there.
        fields: Any = option
        side = QStyle.visualAlignment(fields.direction, fields.displayAlignment)
        fields.displayAlignment = side | Qt.AlignmentFlag.AlignAbsolute
        fields.direction = Qt.LayoutDirection.LayoutDirectionAuto


class Table(QTableView):
    """A table to read: rows are chosen whole, Tab leads out, arrows go through the cells."""

    def __init__(self, theme: Theme, object_name: str, name: str) -> None:
        """Make an empty table.

        Args:
            theme: The appearance to follow.
            object_name: Unique in the window.
            name: What it holds, for screen readers.
        """
        super().__init__()
        self._theme = theme
        self.setObjectName(object_name)
        self.setAccessibleName(name)
        self.rows = TableModel()
        self.rows.setParent(self)
        self.setModel(self.rows)
        self.setItemDelegate(_Cells(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        # A column as wide as its first rows need: measuring all of them takes too long.
        header.setResizeContentsPrecision(_ROWS_MEASURED)
        header.setHighlightSections(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        slim_scroll_bar(self)
        self._restyle()
        theme.changed.connect(self._restyle)

    def set_rows(
        self,
        headings: Sequence[str],
        rows: Sequence[Sequence[Cell]],
        trailing: Collection[int] = (),
    ) -> None:
        """Show other rows; see ``TableModel.set_rows``."""
        self.rows.set_rows(headings, rows, trailing)
        self._spread()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Spread the columns over the new width."""
        super().resizeEvent(event)
        self._spread()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the keys that move about; leave letters to the page and the window."""
        if event.text().strip() and event.text().isprintable():
            event.ignore()
            return
        super().keyPressEvent(event)

    def _restyle(self) -> None:
        font = self._theme.font(Role.BODY)
        self.setFont(font)
        self.horizontalHeader().setFont(self._theme.font(Role.STRONG))
        self.verticalHeader().setDefaultSectionSize(max(self.fontMetrics().height() + 14, 32))
        tokens = self._theme.tokens
        # Only padding and flat headings: fonts in a style sheet would defeat the text size.
        self.setStyleSheet(
            f"QTableView {{ background: {tokens.surface}; alternate-background-color: {tokens.bg};"
            f" selection-background-color: {tokens.soft}; selection-color: {tokens.text}; }}"
            "QTableView::item { padding: 0 10px; }"
            # The soft shade alone is too faint to tell the chosen row.
            f"QTableView::item:selected {{ background: {tokens.soft}; color: {tokens.text};"
            f" border: 0 solid {tokens.accent}; border-top-width: 1px; border-bottom-width: 1px; }}"
            f"QHeaderView {{ background: {tokens.surface}; }}"
            f"QHeaderView::section {{ background: {tokens.surface}; color: {tokens.muted};"
            f" padding: 6px 10px; border: 0; border-bottom: 1px solid {tokens.line}; }}"
        )
        self._spread()

    def _spread(self) -> None:
        """Give each column what it needs and an equal part of what is left."""
        header = self.horizontalHeader()
        columns = range(self.rows.columnCount())
        needed = [max(self.sizeHintForColumn(c), header.sectionSizeHint(c)) for c in columns]
        spare = max(self.viewport().width() - sum(needed), 0) // max(len(needed), 1)
        for column, width in zip(columns, needed, strict=True):
            self.setColumnWidth(column, width + spare)
