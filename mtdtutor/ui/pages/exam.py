"""The exam: what has to be known by when, and the plan of the days before it."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QWidget

from mtdtutor.core.changes import Changes
from mtdtutor.core.errors import KnownError
from mtdtutor.services.exam_views import ExamChoice, ExamForm, ExamRow, Plans
from mtdtutor.ui import exam_words as words
from mtdtutor.ui.page import Context, Page
from mtdtutor.ui.pages.exam_form import ExamFormPanel
from mtdtutor.ui.texts import known_error, short_date
from mtdtutor.ui.theme import Role
from mtdtutor.ui.widgets.buttons import Button, Look
from mtdtutor.ui.widgets.flow import FlowLayout
from mtdtutor.ui.widgets.panel import Panel
from mtdtutor.ui.widgets.plan_bars import PlanBar, PlanBars
from mtdtutor.ui.widgets.table import Table
from mtdtutor.ui.widgets.text import Label, ReadingText

if TYPE_CHECKING:
    from mtdtutor.ui.jobs import CancelToken

PAUSE_MS: Final = 250
"""How long a change is waited on by the next one before it is planned for."""
_MOST_ROWS: Final = 10


class _StoppedError(Exception):
    """The plan is no longer wanted."""


class ExamPage(Page):
    """Choosing and the plan, each change planned for at once; nothing is in force before it is set.

    Parameters of ``enter``: ``back``, the page to go back to.
    """

    name = "exam"
    interests: ClassVar[Changes] = (
        Changes.REVIEWS | Changes.CARDS | Changes.LEARNER | Changes.CONTENT | Changes.SETTINGS
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context, "")
        self.heading.setText(self.tr("Exam"))
        self.heading.show()
        self._back = "today"
        self._form: ExamForm | None = None
        self._token: CancelToken | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._plan)
        self.form = ExamFormPanel(self.theme)
        self.form.edited.connect(self._on_edited)
        self.form.confirmed.connect(self._on_primary)
        self.plan = self._make_plan()
        body = self.scroll_body().body
        body.addWidget(self.form)
        body.addWidget(self.plan)
        body.addStretch(1)
        self.column.addWidget(self._make_foot())
        self.column.setSpacing(12)
        self.message.closed.connect(self.focus_start)

    # Widgets

    def _make_plan(self) -> Panel:
        panel = Panel(self.theme)
        self.finding = Label(self.theme, "", Role.SECTION, wrap=True)
        self.finding.setObjectName("exam_finding")
        self.text = ReadingText(self.theme)
        self.text.setObjectName("exam_words")
        self.honest = Label(self.theme, words.honest_words(), Role.CAPTION, "muted", wrap=True)
        kinds = (self.tr("New"), self.tr("Reviews"), self.tr("Last looks"))
        self.bars = PlanBars(self.theme, "exam_bars", self.tr("Cards a day"), kinds)
        self.table = Table(self.theme, "exam_table", self.tr("The plan, day by day"))
        self.table.hide()
        # Connected after the table has taken the new size of its rows.
        self.theme.changed.connect(self._size_table)
        self.as_table = Button(self.theme, self.tr("Show as a table"))
        self.as_table.setObjectName("exam_as_table")
        self.as_table.clicked.connect(self._toggle_table)
        row = QHBoxLayout()
        row.addWidget(self.as_table)
        row.addStretch(1)
        for widget in (self.finding, self.text, self.bars, self.table):
            panel.body.addWidget(widget)
        panel.body.addLayout(row)
        panel.body.addWidget(self.honest)
        return panel

    def _make_foot(self) -> QWidget:
        foot = QWidget()
        row = FlowLayout(foot)
        self.primary = self._button("exam_set", Look.PRIMARY, self._on_primary)
        self.remove = self._button("exam_remove", Look.PLAIN, self._on_remove)
        self.remove.set_text(self.tr("Take the date away"))
        self.remove.setAccessibleDescription(
            self.tr("Cards come back as if the date had never been set")
        )
        self.back = Button(
            self.theme, self.tr("Back"), Look.PLAIN, key=self.context.caps.show("Esc")
        )
        self.back.setObjectName("exam_back")
        self.back.clicked.connect(self._go_back)
        for button in (self.primary, self.remove, self.back):
            row.addWidget(button)
        return foot

    def _button(self, name: str, look: Look, slot: Callable[[], None]) -> Button:
        button = Button(self.theme, "", look)
        button.setObjectName(name)
        button.clicked.connect(slot)
        return button

    # What the window asks

    def enter(self, params: Mapping[str, Any]) -> None:
        """Take where to go back to."""
        self._back = str(params.get("back", self._back))

    def refresh(self) -> None:
        """Show what is set, or what most people want, and plan for it."""
        self._form = self.context.services.exam.form(self.context.learner)
        self.form.show_form(self._form)
        self._place_parts(plan_first=self._form.is_set)
        self._show_foot()
        self._plan()

    def leave(self) -> None:
        """Stop planning."""
        self._pause.stop()
        self._stop()
        self.stale = True

    def start_widget(self) -> QWidget:
        """Return the one dominant action."""
        return self.primary

    def on_action(self, action: str, index: int) -> bool:  # noqa: ARG002
        """Go back by key, unless a message is to be put away first."""
        if action == "back" and self.message.isHidden():
            self._go_back()
            return True
        return False

    def _place_parts(self, *, plan_first: bool) -> None:
        """Put first what people come for: the choice, or the plan of what was chosen."""
        self.scroll_body().body.insertWidget(0, self.plan if plan_first else self.form)
        plan = [self.text, self.bars, self.table, self.as_table]
        parts = [plan, self.form.chain] if plan_first else [self.form.chain, plan]
        chain = [*parts[0], *parts[1], self.primary, self.remove, self.back]
        # Chips are made late, and would be reached last.
        for before, after in itertools.pairwise(chain):
            QWidget.setTabOrder(before, after)

    # Planning

    def _on_edited(self) -> None:
        self._show_foot()
        self._pause.start()

    def _plan(self) -> None:
        self._stop()
        choice, form = self.form.choice(), self._form
        if choice is None or form is None or not form.cards(choice):
            self._show_no_plan(self.tr("No plan yet"), "")
            return
        self.finding.setText(self.tr("Planning"))
        service, learner = self.context.services.exam, self.context.learner

        def work(token: CancelToken, report: Callable[[int, int], None]) -> Plans:
            def go_on(done: int, whole: int) -> None:
                if token.cancelled:
                    raise _StoppedError
                report(done, whole)

            return service.plan(learner, choice, go_on)

        self._token = self.context.jobs.run(work, self._on_planned, self._on_not_planned)

    def _stop(self) -> None:
        if self._token is not None:
            self._token.cancel()
            self._token = None

    def _on_planned(self, plans: Plans) -> None:
        self._token = None
        form = self._form
        if form is None:
            return
        plan = plans.plan
        title = words.finding(plan)
        self.finding.setText(title)
        self.text.set_text("\n".join(words.plan_words(plans, form)), title)
        bars = [
            PlanBar(short_date(each.day), (each.new, each.reviews, each.looks))
            for each in plan.days
        ]
        self.bars.set_bars(bars, words.days_summary(plan))
        headings = [
            self.tr("Day"),
            self.tr("New"),
            self.tr("Reviews"),
            self.tr("Last looks"),
            self.tr("Minutes"),
        ]
        rows = [words.day_row(each) for each in plan.days]
        self.table.set_rows(headings, rows, range(1, len(headings)))
        self._size_table()
        for widget in (self.text, self.bars, self.as_table, self.honest):
            widget.show()
        self.say(title)

    def _on_not_planned(self, error: Exception) -> None:
        self._token = None
        if not isinstance(error, KnownError):
            raise error
        self._show_no_plan(self.tr("No plan yet"), known_error(error))

    def _show_no_plan(self, title: str, text: str) -> None:
        self.finding.setText(title)
        self.text.set_text(text, title)
        self.text.setVisible(bool(text))
        for widget in (self.bars, self.table, self.as_table, self.honest):
            widget.hide()
        self.as_table.set_text(self.tr("Show as a table"))

    def _size_table(self) -> None:
        rows = self.table.rows.rowCount()
        each = self.table.verticalHeader().defaultSectionSize()
        head = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(head + each * min(rows, _MOST_ROWS) + 4)

    def _toggle_table(self) -> None:
        opens = self.table.isHidden()
        self.table.setVisible(opens)
        self.as_table.set_text(self.tr("Hide the table") if opens else self.tr("Show as a table"))
        if opens:
            self.table.setFocus()

    # Doing

    def _show_foot(self) -> None:
        form, choice = self._form, self.form.choice()
        if form is None:
            return
        can = choice is not None and form.cards(choice) > 0
        if form.is_set and choice == form.choice:
            text = self.tr("Study now")
        elif form.is_set:
            text = self.tr("Keep the changes")
        else:
            text = self.tr("Set the date")
        self.primary.set_text(text)
        self.primary.setEnabled(can)
        self.remove.setVisible(form.is_set)

    def _on_primary(self) -> None:
        form, choice = self._form, self.form.choice()
        if form is None or choice is None or not form.cards(choice):
            return
        if form.is_set and choice == form.choice:
            self.go.emit("study", {})
            return
        self._keep(choice)

    def _keep(self, choice: ExamChoice) -> None:
        service = self.context.services.exam
        try:
            changes = service.set_exam(self.context.learner, choice)
        except KnownError as error:
            self.show_error(error, action=self.tr("Try again"), then=partial(self._keep, choice))
            return
        self._form = service.form(self.context.learner)
        self._show_foot()
        self.say(self.tr("The date is set. Your days follow the plan from now on."))
        self.changed.emit(changes)
        self.focus_start()

    def _on_remove(self) -> None:
        try:
            row = self.context.services.exam.remove(self.context.learner)
        except KnownError as error:
            self.show_error(error, action=self.tr("Try again"), then=self._on_remove)
            return
        self.refresh()
        self.changed.emit(Changes.SETTINGS | Changes.REVIEWS)
        if row is not None:
            self.message.show_message(
                self.tr("The date is gone. Cards come back as if it had never been set."),
                action=self.tr("Take back"),
                then=partial(self._put_back, row),
            )

    def _put_back(self, row: ExamRow) -> None:
        try:
            changes = self.context.services.exam.put_back(self.context.learner, row)
        except KnownError as error:
            self.show_error(error, action=self.tr("Try again"), then=partial(self._put_back, row))
            return
        self.refresh()
        self.changed.emit(changes)
        self.focus_start()

    def _go_back(self) -> None:
        self.go.emit(self._back, {})
