"""The list of the library: a model of rows, each painted as title and kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from mtdtutor.services.course_views import Row
from mtdtutor.ui.a11y import label
from mtdtutor.ui.pages.library_words import row_caption
from mtdtutor.ui.theme import RADIUS_NAV, TARGET_HEIGHT, Role, Theme
from mtdtutor.ui.widgets.panel import slim_scroll_bar
from mtdtutor.ui.widgets.text import runs_right

_Index = QModelIndex | QPersistentModelIndex
_PADDING = 10
_BAR = 3


class LibraryModel(QAbstractListModel):
    """Rows of the library for a view."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: Sequence[Row] = ()
        self._marks: Mapping[str, AbstractSet[str]] = {}

    def set_marks(self, marks: Mapping[str, AbstractSet[str]]) -> None:
        """Show other marks on the rows of cards.

        Args:
            marks: Ids of cards by mark, of those in ``MARKS``.
        """
        if marks != self._marks:
            self._marks = marks
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    def caption_of(self, row: Row) -> str:
        """Return what stands below the title of a row."""
        card = row.kind == "card"
        found = (mark for mark, cards in self._marks.items() if card and row.id in cards)
        return row_caption(row, found)

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def shows(self, rows: Sequence[Row]) -> bool:
        """Return whether these rows are shown already."""
        return self._rows == rows

    def row_at(self, index: _Index) -> Row | None:
        """Return the row of an index, None for no index."""
        return self._rows[index.row()] if index.isValid() else None

    def between(self, first: int, last: int) -> Sequence[Row]:
        """Return the rows from one place to another, both included."""
        return self._rows[first : last + 1]

    def rowCount(self, parent: _Index | None = None) -> int:
        """See ``QAbstractItemModel``."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """See ``QAbstractItemModel``."""
        row = self.row_at(index)
        if row is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.title}, {self.caption_of(row)}"
        return None


class RowDelegate(QStyledItemDelegate):
    """Paints a title and below it, smaller, what kind of thing it is."""

    def __init__(self, theme: Theme, parent: QListView) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: ARG002
        """Return the same height for every row."""
        title = QFontMetrics(self._theme.font(Role.BODY)).height()
        small = QFontMetrics(self._theme.font(Role.CAPTION)).height()
        return QSize(120, max(2 * title + small + 3 + 2 * _PADDING, TARGET_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint a row; the current one on the accent's soft shade, with a ring when focused."""
        model = index.model()
        row = model.row_at(index) if isinstance(model, LibraryModel) else None
        if row is None or not isinstance(model, LibraryModel):
            return
        theme = self._theme
        state, rect, direction = option.state, option.rect, option.direction
        selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if selected or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("soft" if selected else "bg"))
            painter.drawRoundedRect(rect, RADIUS_NAV, RADIUS_NAV)
        if selected:
            # Colour alone would not tell what is chosen.
            bar = QRect(rect.left(), rect.top() + _PADDING, _BAR, rect.height() - 2 * _PADDING)
            painter.setBrush(theme.color("accent"))
            painter.drawRoundedRect(QStyle.visualRect(direction, rect, bar), 1.5, 1.5)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            pen = painter.pen()
            pen.setStyle(Qt.PenStyle.SolidLine)
            pen.setColor(theme.color("accent"))
            pen.setWidth(2)
            painter.setPen(pen)
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), RADIUS_NAV, RADIUS_NAV)
        inner = rect.adjusted(_PADDING, _PADDING - 2, -_PADDING, -_PADDING + 2)
        title = QFontMetrics(theme.font(Role.BODY))
        mirrored = direction is Qt.LayoutDirection.RightToLeft
        lines = [
            (Role.BODY, "accent" if selected else "text", line)
            for line in two_lines(row.title, title, inner.width())
        ]
        # Short titles stand in the middle of the row, with their kind.
        small = QFontMetrics(theme.font(Role.CAPTION))
        top = inner.top() + (2 - len(lines)) * title.height() // 2
        for role, color, text in (*lines, (Role.CAPTION, "muted", model.caption_of(row))):
            metrics = title if role is Role.BODY else small
            gap = 0 if role is Role.BODY else 3
            # A row begins where its own letters do, and is cut where they end.
            right = runs_right(text, otherwise=mirrored)
            side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            painter.setLayoutDirection(
                Qt.LayoutDirection.RightToLeft if right else Qt.LayoutDirection.LeftToRight
            )
            painter.setFont(theme.font(role))
            painter.setPen(theme.color(color))
            painter.drawText(
                QRect(inner.left(), top + gap, inner.width(), metrics.height()),
                side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter,
                metrics.elidedText(text, Qt.TextElideMode.ElideRight, inner.width()),
            )
            top += gap + metrics.height()
        painter.restore()


def two_lines(text: str, metrics: QFontMetrics, width: int) -> list[str]:
    """Return a text as one line if it fits, else as a full line and the rest of it."""
    if metrics.horizontalAdvance(text) <= width:
        return [text]
    words = text.split(" ")
    first = words[0]
    taken = 1
    while taken < len(words):
        longer = f"{first} {words[taken]}"
        if metrics.horizontalAdvance(longer) > width:
            break
        first = longer
        taken += 1
    rest = " ".join(words[taken:])
    return [first, rest] if rest else [first]


class LibraryList(QListView):
    """The rows to choose from.

    Several can be chosen, by Ctrl and Shift with the pointer or the arrows.

    Signals:
        opened: A person opened a row by Enter or the pointer; carries the row.
        chosen: Other rows are chosen.
    """

    opened = Signal(object)
    chosen = Signal()

    def __init__(self, theme: Theme, model: LibraryModel) -> None:
        """Make the list.

        Args:
            theme: The appearance to follow.
            model: The rows.
        """
        super().__init__()
        self._rows = model
        label(self, "library_list", self.tr("What was found"))
        self.setModel(model)
        self.setItemDelegate(RowDelegate(theme, self))
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        slim_scroll_bar(self)
        self.clicked.connect(self._on_clicked)
        self.selectionModel().selectionChanged.connect(self.chosen)
        theme.changed.connect(self._on_theme)

    def current(self) -> Row | None:
        """Return the row the list stands on."""
        return self._rows.row_at(self.currentIndex())

    def select(self, place: int) -> None:
        """Stand on a row, by its place from 0, and choose it alone."""
        # The view's own way adds to what is chosen while Ctrl is held, as it is for undo.
        flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(self._rows.index(place, 0), flag)

    def choose(self, places: Iterable[int]) -> None:
        """Choose the rows at places, in rising order, and no others."""
        selection = QItemSelection()
        for first, last in _runs(places):
            selection.select(self._rows.index(first, 0), self._rows.index(last, 0))
        flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().select(selection, flag)

    def chosen_rows(self) -> list[Row]:
        """Return the chosen rows, from top to bottom."""
        chosen = self.selectionModel().selection()
        ranges = sorted((each.top(), each.bottom()) for each in chosen.toList())
        return [row for top, bottom in ranges for row in self._rows.between(top, bottom)]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open by Enter; leave letters to the page and the window."""
        row = self.current()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and row is not None:
            self.opened.emit(row)
        elif event.text().strip() and event.text().isprintable():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the row one stands on in view when a message takes some of the room."""
        at = self.visualRect(self.currentIndex())
        seen = QRect(QPoint(0, 0), event.oldSize()).intersects(at)
        super().resizeEvent(event)
        if seen:
            self.scrollTo(self.currentIndex())

    def _on_clicked(self, index: QModelIndex) -> None:
        row = self._rows.row_at(index)
        # Held keys choose more; opening one would end that.
        adding = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        if row is not None and not QApplication.keyboardModifiers() & adding:
            self.opened.emit(row)

    def _on_theme(self) -> None:
        self.scheduleDelayedItemsLayout()
        self.viewport().update()


def _runs(places: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and last of each run of neighbours: thousands may be one run."""
    first = last = -1
    for place in places:
        if place != last + 1 or first < 0:
            if first >= 0:
                yield first, last
            first = place
        last = place
    if first >= 0:
        yield first, last
