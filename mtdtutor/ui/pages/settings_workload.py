"""A table of desired retentions in the settings, made when it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from mtdtutor.study.workload import DAYS, Workload
from mtdtutor.ui.texts import number
from mtdtutor.ui.theme import Role
from mtdtutor.ui.widgets.buttons import Button
from mtdtutor.ui.widgets.flow import FlowLayout
from mtdtutor.ui.widgets.text import Label
from mtdtutor.ui.widgets.word_table import WordTable

if TYPE_CHECKING:
    from mtdtutor.services.workload import Question
    from mtdtutor.ui.jobs import CancelToken
    from mtdtutor.ui.page import Context


class WorkloadTable(QWidget):
    """A button, and below it what each desired retention costs and brings."""

    def __init__(self, context: Context) -> None:
        """Make it without a table.

        Args:
            context: What the page may use.
        """
        super().__init__()
        self._context = context
        self._token: CancelToken | None = None
        self._percent = 0
        self._question: Question | None = None
        self.compare = Button(context.theme, self.tr("Compare 80 to 95 %"))
        self.compare.setObjectName("settings_workload")
        self.compare.clicked.connect(self._on_compare)
        self.finding = Label(context.theme, "", Role.CAPTION, "muted", wrap=True)
        self.finding.setObjectName("settings_workload_finding")
        self.table = WordTable(
            context.theme, "settings_workload_table", self.tr("Desired retentions")
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        row = FlowLayout()
        column.addLayout(row)  # first: without a parent it loses what it lays out
        row.addWidget(self.compare)
        column.addWidget(self.finding)
        column.addWidget(self.table)
        context.theme.changed.connect(self._size)
        self.put_away()

    def put_away(self) -> None:
        """Show no table: it would speak of another learner, or of another number of cards."""
        if self._token is not None:
            self._token.cancel()
            self._token = None
        self.finding.hide()
        self.table.hide()

    def show_percent(self, percent: int) -> None:
        """Mark the desired retention in force."""
        self._percent = percent

    def _size(self) -> None:
        """Let all rows be seen at once; a bar below may come where columns need more room."""
        bar = self.table.horizontalScrollBar().sizeHint().height()
        head = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(head + self.table.verticalHeader().length() + bar)

    def _on_compare(self) -> None:
        if self._token is not None:
            return
        service = self._context.services.workload
        question = service.question(self._context.learner)
        self._question = question
        self.finding.setText(self.tr("Playing your course through …"))
        self.finding.show()
        self._token = self._context.jobs.run(
            lambda token, report: service.table(question, lambda: token.cancelled),  # noqa: ARG005
            self._show,
        )

    def _show(self, found: Sequence[Workload]) -> None:
        self._token = None
        question = self._question
        if question is None or not found:
            return
        plan = question.plan
        words = self.tr(
            "Your {cards} cards, {new} new a day, for {days} days, played by simulated "
            "memories at your pace of {seconds} seconds a recall. They forget as the schedule "
            "believes; you may do so a little faster or slower."
        ).format(
            cards=number(plan.cards),
            new=number(max(1, plan.new_per_day)),
            days=number(DAYS),
            seconds=number(plan.recall_s),
        )
        self.finding.setText(words)
        head = [
            self.tr("Desired retention"),
            self.tr("Minutes a day"),
            self.tr("Cards known at the end"),
        ]
        percents = [round(100 * each.retention) for each in found]
        nearest = min(percents, key=lambda each: abs(each - self._percent))
        rows = [
            [
                self.tr("{n} %").format(n=number(percent)),
                number(each.minutes, 1),
                number(each.known),
            ]
            for percent, each in zip(percents, found, strict=True)
        ]
        self.table.set_words(head, rows, [percents.index(nearest)])
        self.table.show()
        self._size()
        self._context.announcer.say(self, words)
