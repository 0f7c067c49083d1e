"""History: what was done and remembered, as a finding, a chart, a table and a file."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from mtdtutor.core.changes import Changes
from mtdtutor.progress.periods import Period
from mtdtutor.progress.stats import GRADES
from mtdtutor.progress.views import (
    RUNNING,
    AttemptsView,
    RetentionView,
    ReviewsView,
    ScoresView,
    Standing,
    View,
)
from mtdtutor.ui.page import Context, Page
from mtdtutor.ui.pages import history_words as words
from mtdtutor.ui.saving import AskFile, ask_file, folder_for_files
from mtdtutor.ui.texts import QT_TRANSLATE_NOOP, number, percent
from mtdtutor.ui.theme import Role
from mtdtutor.ui.widgets.buttons import Button
from mtdtutor.ui.widgets.chart import Bars, Chart, ChartData, Line, Target
from mtdtutor.ui.widgets.choice import ChoiceRow
from mtdtutor.ui.widgets.empty_state import EmptyState
from mtdtutor.ui.widgets.panel import Panel
from mtdtutor.ui.widgets.table import Table
from mtdtutor.ui.widgets.text import Label, ReadingText

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex

REVIEWS: Final = "reviews"
RETENTION: Final = "retention"
SCORES: Final = "scores"
ATTEMPTS: Final = "attempts"
_NAMES: Final = {
    REVIEWS: QT_TRANSLATE_NOOP("History", "Reviews"),
    RETENTION: QT_TRANSLATE_NOOP("History", "Retention"),
    SCORES: QT_TRANSLATE_NOOP("History", "Quiz scores"),
    ATTEMPTS: QT_TRANSLATE_NOOP("History", "Quizzes"),
}
_FEWEST_SHOWN: Final = 3
"""Recalls under which a bin of retention is no point of the line: it would only jump about.

As long as retention cannot be judged at all, every recall is shown."""

_TOP: Final = 104
"""Upper end of an axis of per cent, so that the mark at 100 is whole."""


class HistoryPage(Page):
    """Four views of the history over a period."""

    name = "history"
    interests = Changes.REVIEWS | Changes.ATTEMPTS | Changes.SETTINGS | Changes.LEARNER

    def __init__(self, context: Context, ask: AskFile = ask_file) -> None:
        """Make the page.

        Args:
            context: What the page may use.
            ask: Asks for a file to write.
        """
        super().__init__(context, "")
        self.heading.setText(self.tr("History"))
        self.heading.show()
        self._ask = ask
        self._period = Period.MONTH
        self._kind = REVIEWS
        self._as_table = False
        self._view: View | None = None
        self._make_choices()
        self._make_buttons()
        self._make_panes()
        self._lay_out()

    # What the page answers

    def enter(self, params: Mapping[str, Any]) -> None:
        """Show the view asked for under ``view``, or the one shown last."""
        self._kind = params.get("view", self._kind)
        self.stale = self.stale or bool(params)

    def start_widget(self) -> QWidget:
        """Begin at what the page offers to do, whose description is the finding."""
        if self.stack.currentWidget() is self.empty:
            return self.empty.action
        return self.open_button if self._kind == ATTEMPTS else self.table_button

    def refresh(self) -> None:
        """Read the view of the period and show it."""
        self.kinds.set_value(self._kind)
        self.periods.set_value(self._period)
        self._view = self._read()
        self._show(self._view)

    def on_narrow(self, narrow: bool) -> None:
        """Put the buttons under the choice of a period where they have no room beside it."""
        self._bar.setDirection(
            QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        )

    # Making

    def _make_choices(self) -> None:
        self.kinds = ChoiceRow(
            self.theme,
            "history_view",
            self.tr("View"),
            [(kind, words.translate("History", text)) for kind, text in _NAMES.items()],
        )
        self.kinds.chosen.connect(self._on_kind)
        self.periods = ChoiceRow(
            self.theme,
            "history_period",
            self.tr("Period"),
            [(each, words.translate("History", text)) for each, text in words.PERIODS.items()],
        )
        self.periods.chosen.connect(self._on_period)

    def _make_buttons(self) -> None:
        self.table_button = Button(self.theme, self.tr("Show as table"))
        self.table_button.setObjectName("history_table_button")
        self.table_button.clicked.connect(self._on_table)
        self.open_button = Button(self.theme, self.tr("Open quiz"))
        self.open_button.setObjectName("history_open_button")
        self.open_button.clicked.connect(self._on_open)
        self.save_button = Button(self.theme, self.tr("Save as CSV"))
        self.save_button.setObjectName("history_save_button")
        self.save_button.clicked.connect(self._on_save)
        self.saved = Label(self.theme, "", Role.CAPTION, "muted", wrap=True)
        self.saved.setObjectName("history_saved")
        self.saved.hide()

    def _make_panes(self) -> None:
        self.chart = Chart(self.theme, "history_chart")
        self.table_title = Label(self.theme, "", Role.SECTION, wrap=True)
        self.table_title.setObjectName("history_table_title")
        self.table_summary = ReadingText(self.theme, color="muted", full_width=True)
        self.table_summary.setObjectName("history_table_summary")
        self.table = Table(self.theme, "history_table", self.tr("Table"))
        self.table.activated.connect(self._on_row)
        self.empty = EmptyState(self.theme, "", "", " ", "history_empty")
        self.empty.action.clicked.connect(self._on_empty)

    def _lay_out(self) -> None:
        self._bar = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._bar.setSpacing(8)
        self._bar.addWidget(self.periods, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.open_button, self.table_button, self.save_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        self._bar.addLayout(buttons)
        self.column.addWidget(self.kinds)
        self.column.addLayout(self._bar)
        self.column.addWidget(self.saved)
        self.stack = QStackedWidget()
        self.stack.setObjectName("history_stack")
        self._chart_pane = QWidget()
        pane = QVBoxLayout(self._chart_pane)
        pane.setContentsMargins(0, 0, 0, 0)
        pane.addWidget(self.chart, 1)
        self._table_pane = QWidget()
        pane = QVBoxLayout(self._table_pane)
        pane.setContentsMargins(0, 0, 0, 0)
        pane.setSpacing(8)
        pane.addWidget(self.table_title)
        pane.addWidget(self.table_summary)
        pane.addWidget(self.table, 1)
        for widget in (self._chart_pane, self._table_pane, self.empty):
            self.stack.addWidget(widget)
        panel = Panel(self.theme)
        panel.setObjectName("history_panel")
        panel.body.addWidget(self.stack, 1)
        panel.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.scroll_body().body.addWidget(panel, 1)

    # Showing

    def _read(self) -> View:
        progress, learner = self.context.services.progress, self.context.learner
        match self._kind:
            case "reviews":
                return progress.reviews_per_day(learner, self._period)
            case "retention":
                return progress.retention(learner, self._period)
            case "scores":
                return progress.quiz_scores(learner, self._period)
            case _:
                return progress.attempts(learner, self._period)

    def _show(self, view: View) -> None:
        missing = words.missing(view)
        of_attempts = isinstance(view, AttemptsView)
        self.saved.hide()
        self.table_button.setVisible(missing is None and not of_attempts)
        self.open_button.setVisible(missing is None and of_attempts)
        self.save_button.setVisible(missing is None)
        if missing is not None:
            self.empty.title.setText(missing.title)
            self.empty.text.set_text(missing.text, missing.title)
            self.empty.action.set_text(missing.action)
            self.empty.action.setAccessibleDescription(missing.text)
            self.stack.setCurrentWidget(self.empty)
        elif self._as_table or of_attempts:
            self._show_table(view)
        else:
            self.chart.show_data(chart_data(view))
            self.stack.setCurrentWidget(self._chart_pane)
        self.table_button.set_text(
            self.tr("Show as chart") if self._as_table else self.tr("Show as table")
        )
        finding = f"{words.title(view)}. {words.summary(view)}"
        for button in (self.table_button, self.open_button):
            button.setAccessibleDescription(finding)

    def _show_table(self, view: View) -> None:
        title = words.title(view)
        self.table_title.setText(title)
        self.table_summary.set_text(words.summary(view), title)
        self.table.setAccessibleName(title)
        self.table.set_rows(words.headings(view), words.cells(view), words.figures(view))
        self.table.setCurrentIndex(self.table.rows.index(0, 0))
        self.stack.setCurrentWidget(self._table_pane)

    # What people do

    def _on_kind(self, kind: object) -> None:
        self._kind = str(kind)
        self._show_anew()

    def _on_period(self, period: object) -> None:
        self._period = Period(str(period))
        self._show_anew()

    def _show_anew(self) -> None:
        self.stale = True
        self.freshen()
        if self._view is not None:
            missing = words.missing(self._view)
            self.say(missing.title if missing else words.title(self._view))

    def _on_table(self) -> None:
        self._as_table = not self._as_table
        if self._view is not None:
            self._show(self._view)
            self.say(words.title(self._view))

    def _on_row(self, index: QModelIndex) -> None:
        if isinstance(self._view, AttemptsView) and index.isValid():
            self._open(index.row())

    def _on_open(self) -> None:
        self._open(max(self.table.currentIndex().row(), 0))

    def _open(self, row: int) -> None:
        if isinstance(self._view, AttemptsView):
            line = self._view.lines[row]
            if line.ending == RUNNING:
                self.go.emit("quiz_run", {"attempt": line.attempt})
            else:
                self.go.emit("quiz_result", {"attempt": line.attempt, "back": self.name})

    def _on_empty(self) -> None:
        missing = words.missing(self._view) if self._view is not None else None
        if missing is not None:
            self.go.emit(missing.page, {})

    def _on_save(self) -> None:
        name = f"mtdtutor-{self._kind}-{self._period.value}.csv"
        self._ask(self, str(folder_for_files() / name), self._save)

    def _save(self, chosen: str) -> None:
        view, file = self._view, Path(chosen)
        if view is None or not chosen:
            return
        export = self.context.services.export
        self.context.jobs.run(
            lambda token, report: export.save_view(view, file),  # noqa: ARG005
            partial(self._on_saved, file.name),
            self._on_not_saved,
        )

    def _on_not_saved(self, error: Exception) -> None:
        self.show_failure(error, action=self.tr("Choose again"), then=self._on_save)

    def _on_saved(self, name: str, count: int) -> None:
        one, many = self.tr("{n} row saved in {file}"), self.tr("{n} rows saved in {file}")
        text = one if count == 1 else many
        self.saved.setText(text.format(n=number(count), file=name))
        self.saved.show()
        self.say(self.saved.text())


def chart_data(view: View) -> ChartData:
    """Return what a chart of a view shows; a list of attempts has none."""
    title, summary, unit = words.title(view), words.summary(view), words.unit(view)
    match view:
        case ReviewsView():
            return ChartData(
                title,
                summary,
                words.bin_labels([each.days for each in view.bins], view.width),
                unit,
                bars=[
                    Bars(words.grade(code), code, [getattr(each, code) for each in view.bins])
                    for code in GRADES
                ],
            )
        case RetentionView():
            return _retention_chart(view)
        case ScoresView():
            return ChartData(
                title,
                summary,
                [words.day_month(each.day) for each in view.lines],
                unit,
                line=Line(
                    words.translate("History", "Score"),
                    "accent",
                    [100 * each.share for each in view.lines],
                ),
                top=_TOP,
            )
        case AttemptsView():
            return ChartData(title, summary, [])


def _retention_chart(view: RetentionView) -> ChartData:
    fewest = 1 if view.standing is Standing.THIN else _FEWEST_SHOWN
    shown = [each.both if each.both.total >= fewest else None for each in view.bins]
    lowest = min([view.target, *(each.low for each in shown if each is not None)])
    return ChartData(
        words.title(view),
        words.summary(view),
        words.bin_labels([each.days for each in view.bins], view.width),
        words.unit(view),
        line=Line(
            words.translate("History", "Recalled, with its range of chance"),
            "accent",
            [None if each is None else 100 * (each.share or 0.0) for each in shown],
            [None if each is None else (100 * each.low, 100 * each.high) for each in shown],
        ),
        target=Target(
            words.translate("History", "Aim: {share}").format(share=percent(view.target)),
            100 * view.target,
        ),
        top=_TOP,
        # A whole ten below everything shown; a line may begin elsewhere than at 0.
        bottom=max(math.floor(lowest * 10 - 0.2) * 10, 0),
    )
