"""Taking in cards from a table file, with a look at what will become of each row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from mtdtutor.core.changes import Changes
from mtdtutor.services.importing import (
    ROLES,
    Choice,
    Line,
    Role,
    Sheet,
    columns_of,
    drafts,
    plan,
    read_sheet,
)
from mtdtutor.services.own_cards import KINDS, Saved
from mtdtutor.ui.a11y import label
from mtdtutor.ui.import_words import (
    column_choices,
    finding,
    headings,
    preview,
    role_word,
    separator_choices,
)
from mtdtutor.ui.opening import AskTable, ask_table
from mtdtutor.ui.page import Context, Page
from mtdtutor.ui.pages.own_card import kind_choices
from mtdtutor.ui.texts import cards as cards_in_words
from mtdtutor.ui.theme import Role as TextRole
from mtdtutor.ui.widgets.buttons import Button, Look
from mtdtutor.ui.widgets.check_chip import CheckChip
from mtdtutor.ui.widgets.fields import ChoiceField
from mtdtutor.ui.widgets.flow import FlowLayout
from mtdtutor.ui.widgets.panel import Panel
from mtdtutor.ui.widgets.table import Table
from mtdtutor.ui.widgets.text import Label, ReadingText

if TYPE_CHECKING:
    from mtdtutor.services.recording import Stepped
    from mtdtutor.ui.jobs import CancelToken

_TABLE_HEIGHT = 260


class ImportCardsPage(Page):
    """Choose a file, say which column holds what, see what happens, take the cards in.

    Parameters of ``enter``: ``back``, the page to go back to.
    """

    name = "import_cards"
    interests = Changes.LEARNER | Changes.CONTENT | Changes.CARDS

    def __init__(self, context: Context, ask: AskTable = ask_table) -> None:
        """Begin without a file.

        Args:
            context: What the page may use.
            ask: Asks for the file.
        """
        super().__init__(context, "")
        self.heading.setText(self.tr("Import cards"))
        self.heading.show()
        self._ask = ask
        self._back_to = "library"
        self._path: Path | None = None
        self._sheet: Sheet | None = None
        self._lines: Sequence[Line] = ()
        self._token: CancelToken | None = None
        self.busy = False
        self._make_top()
        self._make_choices()
        self._make_preview()
        self.scroll_body().body.addStretch(1)
        self._make_buttons()
        self._show_sheet()
        self.message.closed.connect(self.focus_start)

    def enter(self, params: Mapping[str, Any]) -> None:
        """Take where to go back to."""
        self._back_to = str(params.get("back", self._back_to))

    def refresh(self) -> None:
        """Offer the topics of the course; look again, for cards may have come or gone."""
        chosen = self.topic.currentData()
        self._fill(self.topic, [(t.id, t.name) for t in self.context.services.library.topics()])
        self.topic.setCurrentIndex(max(self.topic.findData(chosen), 0))
        if not self.busy:
            self._look()

    def start_widget(self) -> QWidget:
        """Return what to do next: choose a file, or import."""
        return self.take_in if self.take_in.isVisibleTo(self) else self.choose

    def on_action(self, action: str, index: int) -> bool:  # noqa: ARG002
        """Go back."""
        self._go_back()
        return True

    # Widgets

    def _make_top(self) -> None:
        self.about = ReadingText(self.theme, color="muted")
        self.about.setObjectName("import_about")
        self.about.set_text(
            self.tr(
                "A table from a spreadsheet or another card program, saved as CSV or TSV: one row "
                "for each card, question and answer in two columns. Formulas are taken as text."
            ),
            self.tr("What can be imported"),
        )
        self.file = Label(self.theme, "", TextRole.STRONG, wrap=True)
        self.file.setObjectName("import_file")
        for widget in (self.about, self.file):
            self.scroll_body().body.addWidget(widget)

    def _make_choices(self) -> None:
        self.choices = Panel(self.theme)
        flow = FlowLayout(gap=12)
        self.choices.body.addLayout(flow)
        self.separator = self._field(flow, "separator", self.tr("Between two cells"))
        self.columns: dict[Role, ChoiceField] = {
            role: self._field(flow, f"column_{role}", role_word(role)) for role in ROLES
        }
        self.kind = self._field(flow, "kind", self.tr("Kind of card"))
        self.topic = self._field(flow, "topic_of_all", self.tr("Topic where none is named"))
        self.header = CheckChip(
            self.theme, self.tr("The first row names the columns"), "import_header"
        )
        self.header.clicked.connect(self._look)
        self.choices.body.addWidget(self.header)
        self._fill(self.separator, separator_choices())
        self._fill(self.kind, kind_choices())
        self.separator.activated.connect(self._read_again)
        for field in (*self.columns.values(), self.kind, self.topic):
            field.activated.connect(self._look)
        self.scroll_body().body.addWidget(self.choices)

    def _field(self, flow: FlowLayout, name: str, title: str) -> ChoiceField:
        field = ChoiceField(self.theme)
        label(field, f"import_{name}", title)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(Label(self.theme, title, TextRole.CAPTION, "muted"))
        column.addWidget(field)
        flow.addWidget(holder)
        return field

    def _make_preview(self) -> None:
        self.finding = ReadingText(self.theme, TextRole.STRONG)
        self.finding.setObjectName("import_finding")
        self.table = Table(self.theme, "import_table", self.tr("Rows of the file"))
        self.table.setMinimumHeight(_TABLE_HEIGHT)
        for widget in (self.finding, self.table):
            self.scroll_body().body.addWidget(widget)

    def _make_buttons(self) -> None:
        self.take_in = Button(self.theme, "", Look.PRIMARY)
        self.take_in.setObjectName("import_take_in")
        self.take_in.clicked.connect(self._take_in)
        self.choose = Button(self.theme, self.tr("Choose a file"))
        self.choose.setObjectName("import_choose")
        self.choose.clicked.connect(lambda: self._ask(self, self.read))
        self.back = Button(self.theme, self.tr("Back"), key=self.context.caps.show("Esc"))
        self.back.setObjectName("import_back")
        self.back.clicked.connect(self._go_back)
        row = FlowLayout(gap=12)
        self.column.addLayout(row)
        for button in (self.take_in, self.choose, self.back):
            row.addWidget(button)

    def _fill(self, field: ChoiceField, choices: Sequence[tuple[Any, str]]) -> None:
        field.blockSignals(True)
        field.clear()
        for value, words in choices:
            field.addItem(words, value)
        field.blockSignals(False)

    # The file

    def read(self, path: str, separator: str = "") -> None:
        """Read a file and show what it holds.

        Args:
            path: The file.
            separator: What stands between two cells; found out if empty.
        """
        self.context.jobs.run(
            lambda _token, _report: read_sheet(Path(path), separator),
            partial(self._on_read, Path(path)),
            self._on_unreadable,
        )

    def _read_again(self) -> None:
        if self._path is not None:
            self.read(str(self._path), str(self.separator.currentData()))

    def _on_unreadable(self, error: Exception) -> None:
        self.show_failure(error)

    def _on_read(self, path: Path, sheet: Sheet) -> None:
        self._path, self._sheet = path, sheet
        self.message.dismiss()
        found = columns_of(sheet)
        head = sheet.rows[0]
        for role, field in self.columns.items():
            self._fill(field, column_choices(head, sheet.width))
            field.setCurrentIndex(field.findData(found.get(role, -1)))
        self.separator.setCurrentIndex(self.separator.findData(sheet.separator))
        self.header.setChecked(sheet.header)
        self._look()

    def _choice(self) -> Choice:
        columns = {role: int(field.currentData()) for role, field in self.columns.items()}
        kind = next(each for each in KINDS if each == self.kind.currentData())
        return Choice(columns, self.header.isChecked(), kind, str(self.topic.currentData() or ""))

    def _look(self) -> None:
        """Find out, beside the window, what would become of each row."""
        sheet = self._sheet
        if sheet is None:
            return
        if self._token is not None:
            self._token.cancel()
        service, learner, choice = (
            self.context.services.own_cards,
            self.context.learner,
            self._choice(),
        )

        def work(_token: CancelToken, _report: object) -> list[Line]:
            known = [(card.front, card.back) for card in service.everything(learner)]
            return plan(sheet, choice, service.topic_words(), known)

        self._token = self.context.jobs.run(work, self._on_looked, self._on_unreadable)

    def _on_looked(self, lines: Sequence[Line]) -> None:
        self._token = None
        first = not self._lines
        self._lines = lines
        self._show_sheet()
        self.say(self.finding.text())
        if first and self.isVisible():
            self.focus_start()

    def _show_sheet(self) -> None:
        """Show the file and what would become of it, or that there is none yet."""
        shown = self._sheet is not None
        number = len(drafts(self._lines))
        for widget in (self.file, self.choices, self.finding, self.table):
            widget.setVisible(shown)
        self.about.setVisible(not shown)
        self.file.setText(self._path.name if self._path is not None else "")
        self.finding.set_text(finding(self._lines) if shown else "", self.tr("What happens"))
        self.table.set_rows(headings(), preview(self._lines), (0,))
        self.take_in.setVisible(shown)
        self.take_in.set_text(
            self.tr("Import {cards}").format(cards=cards_in_words(number)) if shown else ""
        )
        self.take_in.setEnabled(bool(number) and not self.busy)

    # Doing

    def _take_in(self) -> None:
        made = drafts(self._lines)
        if self.busy or not made:
            return
        service, learner = self.context.services.own_cards, self.context.learner
        self._set_busy(busy=True)
        text = self.tr("Writing {cards}.").format(cards=cards_in_words(len(made)))
        self.message.show_message(text, focus=False)
        self.say(text)
        self.context.jobs.run(
            lambda _token, report: service.take_in(learner, made, report),
            self._on_taken,
            self._on_failed,
            self._on_progress,
        )

    def _on_progress(self, done: int, total: int) -> None:
        text = self.tr("Writing {cards}: {share} %").format(
            cards=cards_in_words(total), share=100 * done // max(total, 1)
        )
        self.message.show_message(text, focus=False)

    def _on_taken(self, saved: Saved) -> None:
        self._set_busy(busy=False)
        self._sheet, self._lines, self._path = None, (), None
        self._show_sheet()
        text = self.tr("Imported {cards}.").format(cards=cards_in_words(len(saved.cards)))
        self.message.show_message(
            text, action=self.tr("Undo"), then=lambda: self._undo(saved), focus=False
        )
        self.say(text)
        self.changed.emit(saved.changes)
        if self.isVisible():
            self.focus_start()

    def _undo(self, saved: Saved) -> None:
        service, learner = self.context.services.own_cards, self.context.learner
        self._set_busy(busy=True)
        self.context.jobs.run(
            lambda _token, _report: service.delete(learner, saved.cards),
            self._on_undone,
            self._on_failed,
        )

    def _on_undone(self, stepped: Stepped) -> None:
        self._set_busy(busy=False)
        number = len(stepped.events)
        text = self.tr("Deleted {cards} again.").format(cards=cards_in_words(number))
        self.message.show_message(text, focus=False)
        self.say(text)
        self.changed.emit(stepped.changes)

    def _on_failed(self, error: Exception) -> None:
        self._set_busy(busy=False)
        self.show_failure(error)

    def _set_busy(self, *, busy: bool) -> None:
        self.busy = busy
        self.take_in.setEnabled(not busy)
        self.choose.setEnabled(not busy)

    def _go_back(self) -> None:
        self.go.emit(self._back_to, {})
