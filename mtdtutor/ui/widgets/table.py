"""Tables of numbers: a model from plain rows, a view that can be heard, and CSV text."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from mtdtutor.ui.theme import Role, Theme

Cell = str | int | float | None


class TableModel(QAbstractTableModel):
    """Rows of plain values under headings; numbers stand at the trailing side."""

    def __init__(self) -> None:
        """Make an empty table."""
        super().__init__()
        self._headings: tuple[str, ...] = ()
        self._rows: tuple[tuple[Cell, ...], ...] = ()

    def set_rows(self, headings: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
        """Show other rows.

        Args:
            headings: Words over the columns, translated.
            rows: One value per heading; None shows as an empty cell.
        """
        self.beginResetModel()
        self._headings = tuple(headings)
        self._rows = tuple(tuple(row) for row in rows)
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
            side = (
                Qt.AlignmentFlag.AlignTrailing
                if isinstance(value, int | float)
                else Qt.AlignmentFlag.AlignLeading
            )
            return side | Qt.AlignmentFlag.AlignVCenter
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
        return None


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
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        self._restyle()
        theme.changed.connect(self._restyle)

    def set_rows(self, headings: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
        """Show other rows; see ``TableModel.set_rows``."""
        self.rows.set_rows(headings, rows)

    def _restyle(self) -> None:
        font = self._theme.font(Role.BODY)
        self.setFont(font)
        self.horizontalHeader().setFont(self._theme.font(Role.STRONG))
        self.verticalHeader().setDefaultSectionSize(max(self.fontMetrics().height() + 14, 32))


def csv_text(codes: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    """Return rows as CSV with a header of codes, the same in every language.

    A text that a spreadsheet would run as a formula gets an apostrophe before it.

    Args:
        codes: Names of the columns.
        rows: One value per column; None becomes an empty field.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(codes)
    for row in rows:
        writer.writerow([_safe(value) for value in row])
    return out.getvalue()


def _safe(value: Cell) -> Cell:
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")):
        return f"'{value}"
    return value
