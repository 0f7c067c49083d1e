"""How a quiz went: the score, the topics, every miss explained, then what was right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, ClassVar, Final

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mtdtutor.core.changes import Changes
from mtdtutor.services.quiz_views import ResultItem, ResultView
from mtdtutor.study.focus import Focus, Only
from mtdtutor.ui.page import Context, Page
from mtdtutor.ui.quiz_words import (
    feedback_paragraphs,
    score_text,
    since_text,
    time_text,
)
from mtdtutor.ui.texts import counted, number, short_date
from mtdtutor.ui.theme import Role
from mtdtutor.ui.widgets.buttons import Button, Look
from mtdtutor.ui.widgets.flow import FlowLayout
from mtdtutor.ui.widgets.panel import Panel
from mtdtutor.ui.widgets.passage import Paragraph, Passage
from mtdtutor.ui.widgets.scores import Score, Scores
from mtdtutor.ui.widgets.text import Label

_MARK_ROOM: Final = 12


class QuizResultPage(Page):
    """The result of one quiz.

    ``enter`` takes ``attempt``, the id of an ended quiz, and ``back``, which is ``history`` when it
    was opened there; without ``attempt`` the last one shown is kept as it was.
    """

    name = "quiz_result"
    interests: ClassVar[Changes] = Changes.NONE

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._attempt = ""
        self._from_history = False
        self._result: ResultView | None = None
        body = self.scroll_body().body
        # Texts show the focus by a mark before their first letter.
        body.setContentsMargins(_MARK_ROOM, 0, 0, 0)
        self.score = Passage(self.theme)
        self.score.setObjectName("quiz_result_score")
        self.topics_panel = Panel(self.theme, self.tr("By topic"))
        self.topics = Scores(self.theme, "quiz_result_topics", self.tr("Right answers by topic"))
        self.topics_panel.body.addWidget(self.topics)
        self.misses_title = Label(self.theme, "", Role.SECTION, wrap=True)
        self.misses = self._column("quiz_result_misses")
        self.fold = Button(self.theme, "")
        self.fold.setObjectName("quiz_result_fold")
        self.fold.clicked.connect(self._toggle_rights)
        self.rights = self._column("quiz_result_rights")
        folding = QHBoxLayout()
        folding.addWidget(self.fold)
        folding.addStretch(1)
        for widget in (self.score, self.misses_title, self.misses, self.topics_panel):
            body.addWidget(widget)
        body.addLayout(folding)
        body.addWidget(self.rights)
        body.addStretch(1)
        self._make_bottom()
        self.score.set_paragraphs(
            [Paragraph(self.tr("No result yet"), Role.TITLE)], self.tr("Result")
        )
        for widget in (self.topics_panel, self.misses_title, self.fold, self.rights):
            widget.hide()

    def _make_bottom(self) -> None:
        self.again = Button(self.theme, self.tr("Another quiz"), Look.PRIMARY)
        self.again.setObjectName("quiz_result_again")
        self.study = Button(self.theme, self.tr("Study cards"))
        self.study.setObjectName("quiz_result_study")
        self.today = Button(self.theme, self.tr("Today"))
        self.today.setObjectName("quiz_result_today")
        self.back = Button(
            self.theme, self.tr("Back to the history"), key=self.context.caps.show("Esc")
        )
        self.back.setObjectName("quiz_result_back")
        self.back.hide()
        bottom = QHBoxLayout()
        bottom.setContentsMargins(_MARK_ROOM, 0, 0, 0)
        self.column.addLayout(bottom)
        row = FlowLayout(gap=12)
        bottom.addLayout(row)  # first: without a parent it loses what it lays out
        for button, slot in (
            (self.again, partial(self._go, "quiz_setup")),
            (self.study, self._on_study),
            (self.today, partial(self._go, "today")),
            (self.back, partial(self._go, "history")),
        ):
            button.clicked.connect(slot)
            row.addWidget(button)

    def _column(self, object_name: str) -> QWidget:
        holder = QWidget()
        holder.setObjectName(object_name)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        return holder

    # What the window asks

    def enter(self, params: Mapping[str, Any]) -> None:
        """Show the result of the quiz asked for."""
        wanted = str(params.get("attempt", ""))
        if not wanted:
            return
        self._from_history = params.get("back") == "history"
        self.back.setVisible(self._from_history)
        if wanted != self._attempt:
            self._result = self.context.services.quiz.result(wanted)
            self._attempt = wanted
        if self._result is not None:
            self._show(self._result)

    def start_widget(self) -> QWidget:
        """Return the score; Enter on it sets up another quiz."""
        return self.score

    def key_phase(self) -> str:
        """Return where the result was opened from, for that decides whether Escape leads back."""
        return "from_history" if self._from_history else ""

    def on_action(self, action: str, index: int) -> bool:  # noqa: ARG002
        """Let Enter go on and Escape go back, unless a message is to be put away first."""
        if action == "again":
            self._go("quiz_setup")
            return True
        if action == "back" and self.message.isHidden():
            self._go("history")
            return True
        return False

    # Showing

    def _show(self, result: ResultView) -> None:
        self.score.set_paragraphs(self._score(result), self.tr("Result"))
        self.topics.set_rows(
            [
                Score(
                    topic.name,
                    topic.right / topic.number,
                    self.tr("{right} of {number}").format(
                        right=number(topic.right), number=number(topic.number)
                    ),
                )
                for topic in result.topics
            ]
        )
        self.topics_panel.show()
        self.study.set_text(
            self.tr("Study what you missed") if result.misses else self.tr("Study cards")
        )
        self.misses_title.setText(self.tr("To look at again"))
        self.misses_title.setVisible(bool(result.misses))
        self.misses.setVisible(bool(result.misses))
        self._fill(self.misses, result.misses, "miss")
        self._fill(self.rights, (), "right")
        self.rights.hide()
        self.fold.setVisible(bool(result.rights))
        self._name_fold()
        self.scroll_body().verticalScrollBar().setValue(0)

    def _score(self, result: ResultView) -> list[Paragraph]:
        lines = [Paragraph(score_text(result), Role.TITLE)]
        if self._from_history:
            taken = self.tr("Taken on {date}.").format(date=short_date(result.day))
            lines.append(Paragraph(taken, color="muted"))
        lines.append(Paragraph(time_text(result)))
        sure = sum(item.certainty == 3 and bool(item.feedback.chosen) for item in result.misses)
        if sure:
            text = counted(
                sure,
                self.tr("{n} answer you were certain of was wrong; it comes first below."),
                self.tr("{n} answers you were certain of were wrong; they come first below."),
            )
            lines.append(Paragraph(text))
        if result.misses:
            text = self.tr(
                "Cards you have studied on what you missed come back by tomorrow at the latest."
            )
            lines.append(Paragraph(text, color="muted"))
        return lines

    def _fill(self, holder: QWidget, items: Sequence[ResultItem], kind: str) -> None:
        column = holder.layout()
        while column is not None and (old := column.takeAt(0)) is not None:
            widget = old.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for place, item in enumerate(items):
            panel = self._panel(item, f"quiz_result_{kind}_{place}", place, len(items))
            if column is not None:
                column.addWidget(panel)

    def _panel(self, item: ResultItem, object_name: str, place: int, total: int) -> Panel:
        panel = Panel(self.theme)
        panel.setObjectName(f"{object_name}_panel")
        text = Passage(self.theme)
        text.setObjectName(object_name)
        told = [
            Paragraph(item.stem, Role.SECTION),
            *feedback_paragraphs(item.feedback),
            # Last, for the right answer of then may be what was corrected.
            Paragraph(since_text(item.since), Role.STRONG),
        ]
        name = self.tr("Question {n}, {place} of {total}").format(
            n=number(item.position + 1), place=number(place + 1), total=number(total)
        )
        text.set_paragraphs(told, name)
        panel.body.addWidget(text)
        read = Button(self.theme, self.tr("Read about this"))
        read.setObjectName(f"{object_name}_read")
        read.setAccessibleDescription(item.topic_name)
        read.clicked.connect(partial(self._read, item.topic))
        report = Button(self.theme, self.tr("Report a problem"), Look.QUIET)
        report.setObjectName(f"{object_name}_report")
        report.clicked.connect(partial(self._report, item))
        row = QHBoxLayout()
        panel.body.addLayout(row)  # first: without a parent it loses what it lays out
        beside = FlowLayout(gap=12)
        row.addLayout(beside)
        beside.addWidget(read)
        beside.addWidget(report)
        return panel

    def _toggle_rights(self) -> None:
        if self._result is None:
            return
        if self.rights.isHidden():
            self._fill(self.rights, self._result.rights, "right")
            self.rights.show()
        else:
            self.rights.hide()
        self._name_fold()

    def _name_fold(self) -> None:
        count = len(self._result.rights) if self._result is not None else 0
        if self.rights.isHidden():
            text = counted(
                count, self.tr("Show the right answer"), self.tr("Show the {n} right answers")
            )
        else:
            text = self.tr("Hide the right answers")
        self.fold.set_text(text)

    def _read(self, topic: str) -> None:
        self.go.emit("reading", {"topic": topic, "back": self.name})

    def _report(self, item: ResultItem) -> None:
        # Imported when first wanted: most questions are in order.
        from mtdtutor.ui.forms import report_problem

        told = item.feedback
        shown = {
            "stem": item.stem,
            "your_answer": told.your_answer or "",
            "right_answer": told.right_answer,
            "explanation": told.explanation,
        }
        report_problem(self, "question", item.question, item.stem, shown)

    def _on_study(self) -> None:
        """Study the cards of what was missed; without any, the cards of the day."""
        missed = [each.fact for each in self._result.misses] if self._result is not None else []
        if missed:
            choice = Focus(Only.MISSED, facts=tuple(dict.fromkeys(missed)))
            self.context.services.study.begin_focus(self.context.learner, choice)
        self._go("study")

    def _go(self, page: str) -> None:
        self.go.emit(page, {})
