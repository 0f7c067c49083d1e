"""The course to browse: a list that narrows while one types, and what is behind each line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from mtdtutor.core.changes import Changes
from mtdtutor.core.errors import KnownError
from mtdtutor.services.course_views import CardDetail, Detail, Reading, Row
from mtdtutor.ui.a11y import label
from mtdtutor.ui.page import Context, Page
from mtdtutor.ui.pages.library_list import LibraryList, LibraryModel
from mtdtutor.ui.pages.library_words import (
    answer_sections,
    caption,
    detail_sections,
    kind_plural,
)
from mtdtutor.ui.pages.reading import SectionColumn
from mtdtutor.ui.texts import counted
from mtdtutor.ui.theme import Role, Theme
from mtdtutor.ui.widgets.buttons import Button, Look
from mtdtutor.ui.widgets.empty_state import EmptyState
from mtdtutor.ui.widgets.fields import ChoiceField, TextField
from mtdtutor.ui.widgets.flow import FlowLayout
from mtdtutor.ui.widgets.panel import Panel, ScrollBody
from mtdtutor.ui.widgets.text import Label

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent


class SearchField(TextField):
    """A line to type into; Down and Enter go to what was found.

    Signals:
        down: A person wants to go to the list.
    """

    down = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Down leave the field."""
        if event.key() == Qt.Key.Key_Down:
            self.down.emit()
            return
        super().keyPressEvent(event)


class DetailPanel(Panel):
    """One line of the list with all there is to show of it.

    Signals:
        read: A person wants to read a topic; carries its id.
        left: A person wants to go back to the list.
        resumed: A suspended card is to be asked again; carries its id.
    """

    read = Signal(str)
    left = Signal()
    resumed = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, padding=12)
        self._detail: Detail | None = None
        self.caption = Label(theme, "", Role.CAPTION, "muted", wrap=True)
        self.caption.setObjectName("library_detail_caption")
        self.caption.setContentsMargins(12, 0, 0, 0)
        self.sections = SectionColumn(theme, "library_detail")
        self.answer = SectionColumn(theme, "library_answer")
        self.scroller = ScrollBody()
        self.scroller.setObjectName("library_detail_scroll")
        self.scroller.body.addWidget(self.sections)
        self.scroller.body.addWidget(self.answer)
        self.scroller.body.addStretch(1)
        self.back = Button(theme, self.tr("Back to the list"))
        self.back.setObjectName("library_back")
        self.back.clicked.connect(self.left)
        self.show_answer = Button(theme, self.tr("Show answer"), Look.PRIMARY)
        self.show_answer.setObjectName("library_show_answer")
        self.show_answer.clicked.connect(self._on_show_answer)
        self.read_button = Button(theme, self.tr("Read in full"))
        self.read_button.setObjectName("library_read")
        self.read_button.clicked.connect(self._on_read)
        self.resume_button = Button(theme, self.tr("Resume"))
        self.resume_button.setObjectName("library_resume")
        self.resume_button.setAccessibleDescription(self.tr("The card is asked again"))
        self.resume_button.clicked.connect(self._on_resume)
        row = FlowLayout()
        row.addWidget(self.back)
        row.addWidget(self.show_answer)
        row.addWidget(self.resume_button)
        row.addWidget(self.read_button)
        self.body.addWidget(self.caption)
        self.body.addWidget(self.scroller, 1)
        self.body.addLayout(row)
        self.set_narrow(False)

    def set_narrow(self, narrow: bool) -> None:
        """Offer the way back to the list where both do not fit beside each other."""
        self.back.setVisible(narrow)

    def show_detail(self, detail: Detail | None) -> None:
        """Show something; its answer, if it has one, stays hidden until asked for."""
        self._detail = detail
        hidden = answer_sections(detail)
        self.caption.setText(caption(detail, with_topic=not hidden))
        self.sections.show_sections(detail_sections(detail))
        self.answer.hide()
        self.show_answer.setVisible(bool(hidden))
        readable = isinstance(detail, Reading) and detail.kind in ("track", "system")
        self.read_button.setVisible(detail is not None and not hidden)
        self.read_button.set_text(
            self.tr("Read in full") if readable else self.tr("Read about this")
        )
        self.resume_button.setVisible(isinstance(detail, CardDetail) and detail.standing.suspended)
        self.scroller.verticalScrollBar().setValue(0)

    def focus_text(self) -> None:
        """Give the focus to the first text."""
        texts = self.sections.texts()
        if texts:
            texts[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_show_answer(self) -> None:
        self.answer.show_sections(answer_sections(self._detail))
        self.answer.show()
        self.caption.setText(caption(self._detail, with_topic=True))
        self.read_button.show()
        self.answer.texts()[0].setFocus(Qt.FocusReason.OtherFocusReason)
        self.show_answer.hide()

    def _on_resume(self) -> None:
        if isinstance(self._detail, CardDetail):
            self.resumed.emit(self._detail.id)

    def _on_read(self) -> None:
        if self._detail is not None:
            self.read.emit(self._detail.topic)


class LibraryPage(Page):
    """Browse and search the course.

    Parameters of ``enter``: ``search``, true to begin a new search.
    """

    name = "library"
    interests = Changes.REVIEWS | Changes.CARDS | Changes.LEARNER | Changes.CONTENT

    def __init__(self, context: Context) -> None:
        super().__init__(context, "")
        self.heading.setText(self.tr("Library"))
        self.heading.show()
        self._detail_open = False
        self._make_search()
        self.model = LibraryModel()
        self.list = LibraryList(self.theme, self.model)
        self.list.opened.connect(self._on_opened)
        self.list.selectionModel().currentChanged.connect(self._on_current)
        self.empty = EmptyState(
            self.theme,
            self.tr("Nothing fits"),
            self.tr("Try fewer letters, or look in all kinds and topics."),
            self.tr("Show everything"),
            "library_empty",
        )
        self.empty.action.clicked.connect(self._clear)
        self.detail = DetailPanel(self.theme)
        self.detail.setObjectName("library_panel")
        self.detail.read.connect(self._on_read)
        self.detail.left.connect(self._leave_detail)
        self.detail.resumed.connect(self._on_resumed)
        self.list_panel = Panel(self.theme, padding=6)
        self.list_panel.body.setSpacing(0)
        self.list_panel.body.addWidget(self.list, 1)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.list_panel, 5)
        row.addWidget(self.detail, 6)
        self.column.addWidget(self.empty)
        self.column.addLayout(row, 1)
        self.column.setSpacing(12)
        self._arrange()

    def enter(self, params: Mapping[str, Any]) -> None:
        """Begin a search when asked to."""
        if params.get("search"):
            self._detail_open = False
            self._arrange()

    def refresh(self) -> None:
        """Fill filters and list from the course as it is now."""
        library = self.context.services.library
        self._fill(
            self.kind,
            self.tr("All kinds"),
            [(kind, kind_plural(kind)) for kind in library.kinds()],
        )
        self._fill(self.topic, self.tr("All topics"), library.topics())
        self._search()

    def start_widget(self) -> QWidget:
        """Return the search field: Enter opens the first line found; or what lies open alone."""
        if self.finder.isHidden():
            return next(iter(self.detail.sections.texts()), self.detail.back)
        self.search.selectAll()
        return self.search

    def on_narrow(self, narrow: bool) -> None:
        """Show list and details beside each other, or one of them."""
        self.detail.set_narrow(narrow)
        direction = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._fields.setDirection(direction)
        self._arrange()

    def on_action(self, action: str, index: int) -> bool:  # noqa: ARG002
        """Lead back from the details to the list, and from a search to everything."""
        if action != "back" or not self.message.isHidden():
            return False
        focus = QApplication.focusWidget()
        if focus is not None and self.detail.isAncestorOf(focus):
            self._leave_detail()
            return True
        if self.search.text():
            self.search.clear()
            self.search.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return False

    def _make_search(self) -> None:
        self.search = SearchField(self.theme)
        label(self.search, "library_search", self.tr("Search the course"))
        self.search.setPlaceholderText(self.tr("Search, for instance: track 1½"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._search)
        self.search.returnPressed.connect(self._open_first)
        self.search.down.connect(self._to_list)
        self.kind = ChoiceField(self.theme, 10)
        label(self.kind, "library_kind", self.tr("Kind"))
        self.topic = ChoiceField(self.theme, 10)
        label(self.topic, "library_topic", self.tr("Topic"))
        self.count = Label(self.theme, "", Role.CAPTION, "muted")
        self.count.setObjectName("library_count")
        for box in (self.kind, self.topic):
            box.currentIndexChanged.connect(self._search)
        self._fields = QHBoxLayout()
        self._fields.setSpacing(8)
        self._fields.addWidget(self.search, 2)
        filters = QHBoxLayout()
        filters.setSpacing(8)
        filters.addWidget(self.kind, 1)
        filters.addWidget(self.topic, 1)
        self._fields.addLayout(filters, 2)
        self.finder = QWidget()
        lines = QVBoxLayout(self.finder)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(8)
        lines.addLayout(self._fields)
        lines.addWidget(self.count)
        self.column.addWidget(self.finder)

    def _fill(self, box: ChoiceField, all_text: str, choices: Iterable[tuple[str, str]]) -> None:
        """Put choices into a filter and keep the one chosen."""
        chosen = box.currentData()
        box.blockSignals(True)
        box.clear()
        box.addItem(all_text, "")
        for value, text in choices:
            box.addItem(text, value)
        box.setCurrentIndex(max(box.findData(chosen), 0))
        box.blockSignals(False)

    def _search(self) -> None:
        before = self.list.current()
        rows = self.context.services.library.search(
            self.search.text(), self.kind.currentData() or "", self.topic.currentData() or ""
        )
        self.model.set_rows(rows)
        found = counted(len(rows), self.tr("{n} entry"), self.tr("{n} entries"))
        if found != self.count.text():
            self.count.setText(found)
            if self.isVisible():
                self.say(found)
        kept = before is not None and not self.search.text() and before in rows
        self.list.select(rows.index(before) if kept and before is not None else 0)
        if not rows:
            self._show(None)
        self._arrange()

    def _clear(self) -> None:
        self.kind.setCurrentIndex(0)
        self.topic.setCurrentIndex(0)
        self.search.clear()
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_first(self) -> None:
        row = self.list.current()
        if row is not None:
            self._on_opened(row)

    def _to_list(self) -> None:
        if self.model.rowCount():
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_current(self) -> None:
        self._show(self.list.current())

    def _on_opened(self, row: Row) -> None:
        self._show(row)
        self._detail_open = True
        self._arrange()
        self.detail.focus_text()

    def _leave_detail(self) -> None:
        self._detail_open = False
        self._arrange()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_read(self, topic: str) -> None:
        self.go.emit("reading", {"topic": topic, "back": self.name})

    def _on_resumed(self, card: str) -> None:
        try:
            changes = self.context.services.study.resume(self.context.learner, card)
        except KnownError as error:
            self.show_error(error)
            return
        self._show(self.list.current())
        self.detail.focus_text()
        self.say(self.tr("The card is asked again."))
        self.changed.emit(changes)

    def _show(self, row: Row | None) -> None:
        detail = None
        if row is not None:
            library = self.context.services.library
            detail = library.entry(self.context.learner, row.kind, row.id)
        self.detail.show_detail(detail)

    def _arrange(self) -> None:
        found = self.model.rowCount() > 0
        alone = found and self.narrow and self._detail_open
        self.finder.setVisible(not alone)
        self.empty.setVisible(not found)
        self.list_panel.setVisible(found and not alone)
        self.detail.setVisible(found and (not self.narrow or self._detail_open))
