"""Where one can go from what is shown in the library, as a short list of lines."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mtdtutor.services.course_views import Row
from mtdtutor.ui.a11y import label
from mtdtutor.ui.pages.library_list import LibraryList, LibraryModel
from mtdtutor.ui.theme import Role, Theme
from mtdtutor.ui.widgets.text import Label

_ROWS_IN_VIEW = 4


class LinkList(QWidget):
    """A heading and the lines one can go to; Enter or the pointer opens one.

    Signals:
        opened: A person wants to go there; carries the row.
    """

    opened = Signal(object)

    def __init__(self, theme: Theme) -> None:
        """Make an empty list."""
        super().__init__()
        self.heading = Label(theme, self.tr("Go on to"), Role.STRONG, "muted")
        self.heading.setContentsMargins(12, 14, 0, 0)
        self._model = LibraryModel()
        self.list = LibraryList(theme, self._model)
        label(self.list, "library_links", self.heading.text())
        self.list.setSelectionMode(LibraryList.SelectionMode.SingleSelection)
        self.list.opened.connect(self.opened)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.heading)
        column.addWidget(self.list)
        theme.changed.connect(self._fit)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show where one can go; with nowhere to go the list is not to be seen."""
        self._model.set_rows(list(rows))
        self.setVisible(bool(rows))
        if rows:
            self.list.select(0)
            self.list.clearSelection()
        self._fit()

    def focus_list(self) -> None:
        """Give the focus to the list."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fit(self) -> None:
        """Be as tall as the lines, up to a few: more are scrolled to."""
        rows = min(self._model.rowCount(), _ROWS_IN_VIEW)
        self.list.setFixedHeight(rows * max(self.list.sizeHintForRow(0), 0) + 2)
