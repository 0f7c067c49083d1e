"""The course to browse: a list that narrows while one types, and what is behind each line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from mtdtutor.core.changes import Changes
from mtdtutor.core.clock import moment
from mtdtutor.core.errors import KnownError
from mtdtutor.core.ids import is_own
from mtdtutor.services.comparing import COMPARED
from mtdtutor.services.course_views import Row
from mtdtutor.ui.page import Context, Page
from mtdtutor.ui.pages.library_chosen import ChosenBar
from mtdtutor.ui.pages.library_deeds import Deeds
from mtdtutor.ui.pages.library_detail import DetailPanel
from mtdtutor.ui.pages.library_finder import Finder
from mtdtutor.ui.pages.library_list import LibraryList, LibraryModel
from mtdtutor.ui.pages.library_query import help_sections
from mtdtutor.ui.pages.library_words import MARKS
from mtdtutor.ui.pages.reading import SectionColumn
from mtdtutor.ui.texts import counted
from mtdtutor.ui.widgets.empty_state import EmptyState
from mtdtutor.ui.widgets.panel import Panel, ScrollBody

if TYPE_CHECKING:
    from mtdtutor.services.problems import ItemKind
    from mtdtutor.study.fold import ActionKind


class LibraryPage(Page):
    """Browse and search the course, and do things to many cards at once.

    Parameters of ``enter``: ``search``, true to begin a new search.
    """

    name = "library"
    interests = Changes.REVIEWS | Changes.CARDS | Changes.LEARNER | Changes.CONTENT

    def __init__(self, context: Context) -> None:
        super().__init__(context, "")
        self.heading.setText(self.tr("Library"))
        self.heading.show()
        self._detail_open = False
        self._helping = False
        self._shown: Row | None = None
        self.finder = Finder(self.theme)
        self.finder.changed.connect(self._on_typed)
        self.finder.helped.connect(self._toggle_help)
        self.finder.folded.connect(self._arrange)
        self.finder.compare.clicked.connect(self._on_compare_chosen)
        self.finder.overview.clicked.connect(self._on_overview)
        self.finder.write.clicked.connect(lambda: self.go.emit("own_card", {"back": self.name}))
        self.search = self.finder.search
        self.search.returnPressed.connect(self._open_first)
        self.search.down.connect(self._to_list)
        self.model = LibraryModel()
        self.list = LibraryList(self.theme, self.model)
        self.list.opened.connect(self._on_opened)
        self.list.chosen.connect(self._on_chosen)
        self.list.selectionModel().currentChanged.connect(self._on_current)
        self.bar = ChosenBar(self.theme, context.keys)
        self.bar.wanted.connect(self._act)
        self.bar.tagging.connect(self._on_tagging)
        self.bar.dating.connect(self._on_dating)
        self.deeds = Deeds(self)
        self.deeds.done.connect(self._on_done)
        self.deeds.busied.connect(self._on_busied)
        self._make_panels()
        self.column.addWidget(self.finder)
        self.column.addWidget(self.empty)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.help_panel, 11)
        row.addWidget(self.list_panel, 5)
        row.addWidget(self.detail, 6)
        self.column.addLayout(row, 1)
        self.column.setSpacing(12)
        self._arrange()

    def enter(self, params: Mapping[str, Any]) -> None:
        """Begin a search when asked to."""
        if params.get("search"):
            self._detail_open = False
            self._helping = False
            self._arrange()

    def leave(self) -> None:
        """Put away what was told: its Undo would take back what is done elsewhere meanwhile."""
        self.deeds.put_away()

    def refresh(self) -> None:
        """Fill filters and list from the course and the learner's cards as they are now."""
        finding, learner = self.context.services.finding, self.context.learner
        finding.refresh()
        self._shown = None
        self.finder.show_choices(
            finding.kinds(learner), finding.topics(learner), finding.tags(learner)
        )
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
        self.finder.set_narrow(narrow)
        self._arrange()

    def on_action(self, action: str, index: int) -> bool:  # noqa: ARG002
        """Lead back, choose every line, undo, or do something to the cards chosen."""
        match action:
            case "back":
                return self._go_back()
            case "all":
                self.list.setFocus(Qt.FocusReason.OtherFocusReason)
                self.list.selectAll()
                return True
            case "undo":
                self.deeds.undo()
                return True
            case "redo":
                self.deeds.redo()
                return True
        return not self.list_panel.isHidden() and self.bar.do(action)

    def _make_panels(self) -> None:
        self.empty = EmptyState(
            self.theme,
            self.tr("Nothing fits"),
            self.tr("Try fewer letters, or look in all kinds and topics."),
            self.tr("Show everything"),
            "library_empty",
        )
        self.empty.action.clicked.connect(self.finder.clear)
        self.detail = DetailPanel(self.theme)
        self.detail.setObjectName("library_panel")
        self.detail.read.connect(self._on_read)
        self.detail.left.connect(self._leave_detail)
        self.detail.resumed.connect(self._on_resumed)
        self.detail.reworded.connect(self._on_reword)
        self.detail.reported.connect(self._on_report)
        self.detail.followed.connect(self._on_opened)
        self.detail.compared.connect(self._on_compared)
        self.detail.informed.connect(self._on_informed)
        self.detail.copied.connect(self.deeds.tell)
        self.list_panel = Panel(self.theme, padding=6)
        self.list_panel.body.setSpacing(0)
        self.list_panel.body.addWidget(self.list, 1)
        self.list_panel.body.addWidget(self.bar)
        self.help_panel = Panel(self.theme, padding=12)
        self.help_text = SectionColumn(self.theme, "library_help_text")
        scroller = ScrollBody()
        scroller.setObjectName("library_help_scroll")
        scroller.body.addWidget(self.help_text)
        scroller.body.addStretch(1)
        self.help_panel.body.addWidget(scroller, 1)

    # Searching

    def _on_typed(self) -> None:
        """Search, and put away what was told of the last deed: its room is wanted."""
        self.deeds.put_away()
        self._search()

    def _search(self) -> None:
        before, chosen = self.list.current(), self.list.chosen_rows()
        found = self.context.services.finding.search(self.context.learner, self.finder.text)
        rows = found.rows
        words = counted(len(rows), self.tr("{n} entry"), self.tr("{n} entries"))
        if words != self.finder.count.text() and self.isVisible():
            self.say(words)
        self.finder.show_line(found.line, words)
        if not self.model.shows(rows):
            self.model.set_rows(rows)
            self._choose_again(rows, before, chosen)
        learner, finding = self.context.learner, self.context.services.finding
        self.model.set_marks({mark: finding.in_state(learner, mark) for mark in MARKS})
        self._on_current()
        self._show_chosen()
        if not rows:
            self._show(None)
        self._helping = False
        self._arrange()

    def _choose_again(self, rows: list[Row], before: Row | None, chosen: list[Row]) -> None:
        """Stand where the list stood, with the same lines chosen, unless words were searched."""
        same = {(row.kind, row.id) for row in chosen}
        places = [place for place, row in enumerate(rows) if (row.kind, row.id) in same]
        # What is done here is no choice of a person, so nothing is announced.
        self.list.blockSignals(True)
        if before is None or not places or self._typing():
            self.list.select(0)
            self.list.blockSignals(False)
            return
        at = (
            place
            for place in places
            if (rows[place].kind, rows[place].id) == (before.kind, before.id)
        )
        self.list.select(next(at, places[0]))
        self.list.choose(places)
        self.list.blockSignals(False)

    def _typing(self) -> bool:
        return self.search.hasFocus() and bool(self.finder.text)

    def _toggle_help(self) -> None:
        self._helping = not self._helping
        if self._helping:
            self.help_text.show_sections(help_sections())
        self._arrange()
        start = self.help_text.texts()[0] if self._helping else self.search
        start.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go_back(self) -> bool:
        """Lead from the details to the list, and from a search to everything."""
        focus = QApplication.focusWidget()
        if self.bar.tag_row.isVisible():
            self.bar.end_tag()
        elif self.bar.due_row.isVisible():
            self.bar.end_due()
        elif self._helping:
            self._toggle_help()
        elif self.finder.unfolded:
            self.finder.fold()
        elif not self.message.isHidden():
            return False
        elif focus is not None and self.detail.isAncestorOf(focus):
            self._leave_detail()
        elif self.finder.text:
            self.finder.clear()
        else:
            return False
        return True

    # The list

    def _open_first(self) -> None:
        row = self.list.current()
        if row is not None:
            self._uncover()
            self._on_opened(row)

    def _to_list(self) -> None:
        if self.model.rowCount():
            self._uncover()
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _uncover(self) -> None:
        """Put away what lies over the list."""
        self._helping = False
        if self.finder.unfolded:
            self.finder.fold()
        self._arrange()

    def _on_current(self) -> None:
        self._show(self.list.current())

    def _on_chosen(self) -> None:
        words = self._show_chosen()
        if self.list.hasFocus() and words:
            self.say(words)

    def _show_chosen(self) -> str:
        rows = self.list.chosen_rows()
        chosen = self.context.services.finding.chosen(self.context.learner, rows)
        words = self.bar.show_chosen(chosen, len(rows))
        if self.deeds.busy:
            self.bar.allow(allowed=False)
        return words

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

    def _on_reword(self, card: str) -> None:
        if is_own(card):
            self.go.emit("own_card", {"card": card, "back": self.name})
            return
        # Imported when first wanted, as most cards stay as they are.
        from mtdtutor.ui.forms import edit_wording

        edit_wording(self, card, self.refresh)

    def _on_report(self, kind: ItemKind, item: str, title: str) -> None:
        from mtdtutor.ui.forms import report_problem

        report_problem(self, kind, item, title)

    def _on_informed(self, card: str) -> None:
        self.go.emit("card_info", {"card": card, "back": self.name})

    def _on_compared(self, entity: str) -> None:
        self.go.emit("compare", {"ids": (entity,), "back": self.name})

    def _on_compare_chosen(self) -> None:
        """Compare what is chosen in the list, or what was compared the last time."""
        rows = [row for row in self.list.chosen_rows() if row.kind in COMPARED]
        self.go.emit("compare", {"ids": tuple(row.id for row in rows), "back": self.name})

    def _on_overview(self) -> None:
        self.go.emit("overview", {"back": self.name})

    def _show(self, row: Row | None) -> None:
        if row == self._shown:
            return
        self._shown = row
        if row is None:
            self.detail.show_detail(None)
            return
        library = self.context.services.library
        detail = library.entry(self.context.learner, row.kind, row.id)
        self.detail.show_detail(detail, library.links(row.kind, row.id))

    def _arrange(self) -> None:
        # Help lies over the list, and so do the filters where there is no room for both.
        covered = self._helping or self.finder.unfolded
        found = self.model.rowCount() > 0
        alone = found and self.narrow and self._detail_open and not covered
        self.finder.setVisible(not alone)
        self.help_panel.setVisible(self._helping)
        self.empty.setVisible(not found and not covered)
        self.list_panel.setVisible(found and not alone and not covered)
        self.detail.setVisible(found and not covered and (not self.narrow or self._detail_open))

    # Doing something to cards

    def _on_tagging(self, begun: bool) -> None:
        if begun:
            self.bar.tag_row.begin(self.context.services.finding.tags(self.context.learner))
        else:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_dating(self, begun: bool) -> None:
        if begun:
            self.bar.due_row.begin(moment(self.context.clock, self.context.rollover_hour).day)
        else:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _act(self, kind: ActionKind, tag: str) -> None:
        focus = QApplication.focusWidget()
        if focus is not None and self.bar.isAncestorOf(focus):
            # The button may make room for its opposite, and would send the focus anywhere.
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        finding, learner = self.context.services.finding, self.context.learner
        chosen = finding.chosen(learner, self.list.chosen_rows())
        self.deeds.act(chosen.cards, kind, tag)

    def _on_busied(self, busy: bool) -> None:
        self.bar.allow(allowed=not busy)

    def _on_done(self, changes: Changes) -> None:
        self.refresh()
        self.changed.emit(changes)

    def _on_resumed(self, card: str) -> None:
        try:
            changes = self.context.services.study.resume(self.context.learner, card)
        except KnownError as error:
            self.show_error(error)
            return
        self.refresh()
        self.detail.focus_text()
        self.say(self.tr("The card is asked again."))
        self.changed.emit(changes)
