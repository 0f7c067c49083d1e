"""All about one card: where it stands, its past, its forgetting curve, what comes next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QCoreApplication, Qt

from mtdtutor.core.changes import Changes
from mtdtutor.core.errors import KnownError
from mtdtutor.services.card_info import CardInfo
from mtdtutor.study.fold import ActionKind
from mtdtutor.study.memory import Grade, State
from mtdtutor.ui.page import Context, Page
from mtdtutor.ui.pages import card_words as words
from mtdtutor.ui.pages.card_mend import MendRow
from mtdtutor.ui.pages.library_deeds import Deeds
from mtdtutor.ui.pages.library_words import caption, detail_sections
from mtdtutor.ui.pages.reading import Section, SectionColumn
from mtdtutor.ui.theme import Role
from mtdtutor.ui.widgets.action_row import ActionRow
from mtdtutor.ui.widgets.buttons import Button
from mtdtutor.ui.widgets.due_row import DueRow
from mtdtutor.ui.widgets.panel import Panel
from mtdtutor.ui.widgets.recall_chart import RecallChart
from mtdtutor.ui.widgets.table import Table
from mtdtutor.ui.widgets.text import Label

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_ROWS_IN_VIEW: Final = 8


class CardInfoPage(Page):
    """Everything about a card, and the place to mend its past.

    Parameters of ``enter``: ``card``, its id, and ``back``, the page to go back to.
    """

    name = "card_info"
    interests = Changes.REVIEWS | Changes.CARDS | Changes.LEARNER | Changes.CONTENT

    def __init__(self, context: Context) -> None:
        super().__init__(context, "")
        self.heading.setText(self.tr("Card"))
        self.heading.show()
        self._card = ""
        self._back_to = "study"
        self._info: CardInfo | None = None
        self._line_id = ""  # of the event the table stands at
        self.deeds = Deeds(self)
        self.deeds.done.connect(self._on_done)
        body = self.scroll_body().body
        body.addWidget(self._make_card())
        body.addWidget(self._make_curve())
        body.addWidget(self._make_events())
        body.addWidget(self._make_more())
        body.addStretch(1)
        self.back = Button(self.theme, self.tr("Back"), key=context.caps.show("Esc"))
        self.back.setObjectName("card_back")
        self.back.clicked.connect(self._go_back)
        self.column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeading)
        self.column.setSpacing(12)

    # Widgets

    def _make_card(self) -> Panel:
        panel = Panel(self.theme, padding=16)
        self.caption = Label(self.theme, "", Role.CAPTION, "muted", wrap=True)
        self.caption.setContentsMargins(12, 0, 0, 0)
        self.sections = SectionColumn(self.theme, "card_text")
        self.row = ActionRow(self.theme, "card_actions")
        add = self.row.add
        self.read_button = add("card_read", self.tr("Read about this"), "", self._read)
        self.due_button = add("card_due", self.tr("Set due day"), "", self._begin_due)
        self.forget_button = add("card_forget", self.tr("Forget"), "", self._forget)
        self.forget_button.setAccessibleDescription(
            self.tr("Begin anew with this card; its history stays")
        )
        self.suspend_button = add("card_suspend", self.tr("Suspend"), "", self._suspend)
        self.resume_button = add("card_resume", self.tr("Resume"), "", self._resume)
        self.due_row = DueRow(self.theme, "card_due")
        self.due_row.chosen.connect(self._set_due)
        self.due_row.left.connect(self._end_due)
        self.due_row.hide()
        for part in (self.caption, self.sections, self.row, self.due_row):
            panel.body.addWidget(part)
        return panel

    def _make_curve(self) -> Panel:
        panel = Panel(self.theme)
        self.chart = RecallChart(self.theme, "card_curve")
        self.table_button = Button(self.theme, self.tr("Show as table"))
        self.table_button.setObjectName("card_curve_as_table")
        self.table_button.clicked.connect(self._toggle_table)
        self.curve_table = Table(self.theme, "card_curve_table", self.tr("Forgetting curve"))
        self.curve_table.hide()
        panel.body.addWidget(self.chart)
        panel.body.addWidget(self.table_button, 0, Qt.AlignmentFlag.AlignLeading)
        panel.body.addWidget(self.curve_table)
        return panel

    def _make_events(self) -> Panel:
        self.events_panel = Panel(self.theme, self.tr("What happened"))
        self.events = Table(self.theme, "card_events", self.tr("Events, the newest first"))
        self.events.selectionModel().currentRowChanged.connect(self._on_event)
        self.mend = MendRow(self.theme)
        self.mend.tried.connect(self._on_tried)
        self.mend.applied.connect(self._on_applied)
        self.events_panel.body.addWidget(self.events)
        self.events_panel.body.addWidget(self.mend)
        return self.events_panel

    def _make_more(self) -> Panel:
        panel = Panel(self.theme, padding=16)
        self.more = SectionColumn(self.theme, "card_more")
        panel.body.addWidget(self.more)
        return panel

    # What the window asks

    @property
    def title(self) -> str:
        """The page's name in the window's title bar."""
        return QCoreApplication.translate("Window", "Card")

    def enter(self, params: Mapping[str, Any]) -> None:
        """Take which card to show and where to go back to."""
        self._back_to = str(params.get("back", self._back_to))
        card = str(params.get("card", self._card))
        if card != self._card:
            self._card = card
            self.message.dismiss()  # it told of another card
            self._end_due()
            self.scroll_body().verticalScrollBar().setValue(0)
        self.stale = True

    def refresh(self) -> None:
        """Show the card as it is now."""
        info = self.context.services.card_info.info(self.context.learner, self._card)
        self._info = info
        self.scroll_body().setVisible(info is not None)
        if info is None:
            self.message.show_message(self.tr("There is no such card any more."), focus=False)
            return
        self.caption.setText(caption(info.card, with_topic=True))
        told = detail_sections(info.card)
        figures = words.figures(info)
        sources = told[-1:] if info.card.sources else []
        kept = told[: len(told) - len(sources)]
        if figures:
            kept.append(Section(self.tr("What the schedule goes by"), figures))
        kept.append(Section(self.tr("If you graded it now"), words.intervals_words(info)))
        self.sections.show_sections(kept)
        self._show_actions(info)
        self.chart.show_data(words.recall_data(info))
        self.table_button.setVisible(bool(info.curve.marks))
        self.curve_table.set_rows(words.curve_headings(), words.curve_rows(info), trailing={1})
        self._fit(self.curve_table)
        self._show_events(info)
        others = words.fellows(info)
        if others:
            sources = [Section(self.tr("Asked of the same fact"), others), *sources]
        self.more.show_sections(sources)

    def start_widget(self) -> QWidget:
        """Return the card's front, to be read first."""
        return next(iter(self.sections.texts()), self.back)

    def on_action(self, action: str, index: int) -> bool:  # noqa: ARG002
        """Lead back, undo and redo."""
        match action:
            case "undo":
                self.deeds.undo()
            case "redo":
                self.deeds.redo()
            case "back" if self.due_row.isVisible():
                self._end_due()
            case "back" if self.mend.trying:
                self.mend.end()
            case "back" if self.message.isHidden():
                self._go_back()
            case _:
                return False
        return True

    # Showing

    def _show_actions(self, info: CardInfo) -> None:
        standing = info.card.standing
        known = standing.memory.state is not State.NEW
        self.row.show_action(self.read_button, shown=bool(info.card.topic))
        self.row.show_action(self.due_button, shown=known)
        self.row.show_action(self.forget_button, shown=known)
        self.row.show_action(self.suspend_button, shown=not standing.suspended)
        self.row.show_action(self.resume_button, shown=standing.suspended)

    def _show_events(self, info: CardInfo) -> None:
        before = self._line_id
        self.events_panel.setVisible(bool(info.events))
        self.events.set_rows(words.headings(), words.event_rows(info.events), trailing={2})
        self._fit(self.events)
        names = [line.id for line in info.events]
        if names:
            place = names.index(before) if before in names else 0
            self.events.setCurrentIndex(self.events.rows.index(place, 0))
        self._on_event()

    def _fit(self, table: Table) -> None:
        rows = min(max(table.rows.rowCount(), 1), _ROWS_IN_VIEW)
        head = table.horizontalHeader().sizeHint().height()
        bar = table.horizontalScrollBar().sizeHint().height()
        table.setFixedHeight(head + rows * table.verticalHeader().defaultSectionSize() + bar)

    def _toggle_table(self) -> None:
        shown = self.curve_table.isHidden()
        self.curve_table.setVisible(shown)
        text = self.tr("Hide the table") if shown else self.tr("Show as table")
        self.table_button.set_text(text)

    # Mending

    def _on_event(self) -> None:
        info, row = self._info, self.events.currentIndex().row()
        line = info.events[row] if info is not None and 0 <= row < len(info.events) else None
        self._line_id = "" if line is None else line.id
        self.mend.show_line(line)

    def _on_tried(self, grade: Grade | None) -> None:
        info = self._info
        if info is None or not self._line_id:
            return
        mending = self.context.services.mending
        preview = mending.preview_mend(self.context.learner, self._line_id, grade)
        standing = info.card.standing
        self.mend.show_preview(words.preview_words(preview, standing.day, standing.at_ms))

    def _on_applied(self, grade: Grade | None) -> None:
        services = self.context.services
        mend_id = services.recorder.new_id()
        self._apply(mend_id, self._line_id, grade)

    def _apply(self, mend_id: str, review: str, grade: Grade | None) -> None:
        """Mend a grade; a second try after a failure writes the same event."""
        try:
            done = self.context.services.mending.mend(self.context.learner, mend_id, review, grade)
        except KnownError as error:
            self.show_error(
                error,
                action=self.tr("Try again"),
                then=lambda: self._apply(mend_id, review, grade),
            )
            return
        if grade is not None:
            self._line_id = mend_id
        self._on_done(done.changes)
        self.events.setFocus(Qt.FocusReason.OtherFocusReason)
        if grade is None:
            told = self.tr("The grade was taken back.")
            self.deeds.tell(told, self.tr("Bring it back"), self.deeds.redo)
        else:
            told = self.tr("The grade was changed; what came after was worked out anew.")
            self.deeds.tell(told, self.tr("Undo"))

    # Doing something to the card

    def _act(self, kind: ActionKind, value: str = "") -> None:
        self.deeds.act((self._card,), kind, value)

    def _forget(self) -> None:
        self._act(ActionKind.FORGET)

    def _suspend(self) -> None:
        self._act(ActionKind.SUSPEND)
        self.resume_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _resume(self) -> None:
        self._act(ActionKind.RESUME)
        self.suspend_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _begin_due(self) -> None:
        if self._info is not None:
            self.row.hide()
            self.due_row.show()
            self.due_row.begin(self._info.card.standing.day)

    def _end_due(self) -> None:
        had_focus = self.due_row.isVisible()
        self.due_row.hide()
        self.row.show()
        if had_focus:
            self.due_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _set_due(self, day: int) -> None:
        self._end_due()
        self._act(ActionKind.SET_DUE, str(day))

    def _on_done(self, changes: Changes) -> None:
        self.refresh()
        self.changed.emit(changes)

    def _read(self) -> None:
        if self._info is not None:
            self.go.emit("reading", {"topic": self._info.card.topic, "back": self.name})

    def _go_back(self) -> None:
        self.go.emit(self._back_to, {})
