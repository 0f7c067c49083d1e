"""The exam on Today: how long it is, what is foretold, and after the day how it went."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Signal

from mtdtutor.core.errors import KnownError
from mtdtutor.services.exam_views import (
    ENDINGS,
    HOWS,
    LONGEST_NAME,
    Ending,
    ExamChoice,
    Glance,
    How,
)
from mtdtutor.ui.a11y import label
from mtdtutor.ui.exam_words import (
    ENDING_EFFECTS,
    ENDING_WORDS,
    HOW_WORDS,
    exam_title,
    foretold_words,
)
from mtdtutor.ui.texts import counted, minutes, number
from mtdtutor.ui.theme import Role, Theme
from mtdtutor.ui.widgets.buttons import Button
from mtdtutor.ui.widgets.choice import ChoiceRow
from mtdtutor.ui.widgets.fields import TextField
from mtdtutor.ui.widgets.flow import FlowLayout
from mtdtutor.ui.widgets.panel import Panel
from mtdtutor.ui.widgets.text import Label, ReadingText

if TYPE_CHECKING:
    from mtdtutor.services.today import TodayView
    from mtdtutor.ui.pages.today import TodayPage

translate = QCoreApplication.translate


class ComingPanel(Panel):
    """An exam that is to come.

    Signals:
        opened: The learner wants to see the plan.
    """

    opened = Signal()

    def __init__(self, theme: Theme) -> None:
        """Make a panel without an exam."""
        super().__init__(theme)
        self.setObjectName("today_exam")
        self.text = ReadingText(theme, color="muted")
        self.text.setObjectName("today_exam_text")
        self.plan = Button(theme, self.tr("Open the plan"))
        self.plan.setObjectName("today_exam_plan")
        self.plan.clicked.connect(self.opened)
        row = FlowLayout()
        row.addWidget(self.plan)
        self.body.addWidget(self.text)
        self.body.addLayout(row)

    def show_exam(self, glance: Glance, view: TodayView) -> None:
        """Show an exam with today's part of its plan."""
        title = exam_title(glance.row.name, glance.days_left)
        self.set_title(title)
        self.title.show()
        self.text.set_text(" ".join(self._words(glance, view)), title)

    def _words(self, glance: Glance, view: TodayView) -> list[str]:
        if glance.days_left == 0:
            return [
                self.tr(
                    "Nothing is planned for the day itself. What is ready comes as it would "
                    "without an exam."
                )
            ]
        words = []
        if glance.foretold is not None:
            words.append(foretold_words(glance.foretold))
            if glance.foretold.unseen:
                words.append(
                    counted(
                        glance.foretold.unseen,
                        self.tr("{n} card will not be met."),
                        self.tr("{n} cards will not be met."),
                    )
                )
        else:
            words.append(self.tr("The forecast is being made."))
        if view.ready:
            words.append(
                self.tr("Left for today: {new} new, {reviews} to recall, about {minutes}.").format(
                    new=number(view.new),
                    reviews=number(view.due + view.learning),
                    minutes=minutes(view.minutes),
                )
            )
        else:
            words.append(self.tr("Today's part of the plan is done."))
        return words


class AfterPanel(Panel):
    """An exam that is over: one question, answered once.

    Signals:
        answered: Carries what becomes of the cards, how it went, and the score.
    """

    answered = Signal(str, str, str)

    def __init__(self, theme: Theme) -> None:
        """Make the question."""
        super().__init__(theme)
        self.setObjectName("today_after_exam")
        self._asked = ""
        self.how = ChoiceRow(
            theme,
            "today_exam_how",
            self.tr("How did it go?"),
            [(each, translate("Exam", HOW_WORDS[each])) for each in HOWS],
        )
        self.score = TextField(theme)
        label(self.score, "today_exam_score", self.tr("Score, if you like"))
        self.score.setPlaceholderText(self.tr("Score, if you like"))
        self.score.setMaxLength(LONGEST_NAME)
        self.ending = ChoiceRow(
            theme,
            "today_exam_ending",
            self.tr("What shall become of the cards?"),
            [(each, translate("Exam", ENDING_WORDS[each])) for each in ENDINGS],
        )
        self.ending.set_value(ENDINGS[0])
        self.ending.chosen.connect(self._show_effect)
        self.effect = Label(theme, "", Role.CAPTION, "muted", wrap=True)
        self.effect.setObjectName("today_exam_effect")
        self.done = Button(theme, self.tr("Done"))
        self.done.setObjectName("today_exam_done")
        self.done.clicked.connect(self._on_done)
        row, field = FlowLayout(), FlowLayout()
        row.addWidget(self.done)
        field.addWidget(self.score)
        self.body.addWidget(self.how)
        self.body.addLayout(field)
        for widget in (
            Label(theme, self.tr("What shall become of the cards?"), Role.STRONG, wrap=True),
            self.ending,
            self.effect,
        ):
            self.body.addWidget(widget)
        self.body.addLayout(row)

    def show_exam(self, glance: Glance) -> None:
        """Ask about an exam; about another one than before, from the beginning."""
        if glance.row.id != self._asked:
            self._asked = glance.row.id
            self.how.set_value(None)
            self.score.clear()
            self.ending.set_value(ENDINGS[0])
            self._show_effect(ENDINGS[0])
        name = glance.row.name or self.tr("The exam")
        self.set_title(self.tr("{name} is over. How did it go?").format(name=name))
        self.title.show()

    def _show_effect(self, value: object) -> None:
        ending = next(each for each in ENDINGS if each == value)
        self.effect.setText(translate("Exam", ENDING_EFFECTS[ending]))
        self.done.setAccessibleDescription(self.effect.text())

    def _on_done(self) -> None:
        self.answered.emit(self.ending.value, self.how.value or "", self.score.text())


class TodayExam(QObject):
    """What Today does about an exam; made when there is one."""

    def __init__(self, page: TodayPage) -> None:
        """Make it for a page that has a scrolling body.

        Args:
            page: Today.
        """
        super().__init__(page)
        self._page = page
        self.coming = ComingPanel(page.theme)
        self.coming.opened.connect(lambda: page.go.emit("exam", {"back": "today"}))
        self.after: AfterPanel | None = None
        self._foretelling: tuple[str, int, ExamChoice] | None = None
        page.put_below_hero(self.coming)

    def show_view(self, view: TodayView) -> None:
        """Show the exam of a day, and have it foretold if that was not done yet."""
        glance = view.exam
        coming = glance is not None and glance.days_left >= 0
        self.coming.setVisible(coming)
        if self.after is not None:
            self.after.setVisible(glance is not None and not coming)
        if glance is None:
            return
        if not coming:
            self._ask(glance)
            return
        self.coming.show_exam(glance, view)
        if glance.stale and glance.days_left > 0:
            self._foretell(glance, view)

    def _foretell(self, glance: Glance, view: TodayView) -> None:
        row, context = glance.row, self._page.context
        choice = ExamChoice(row.name, row.day, row.topics, row.levels, row.minutes)
        wanted = (row.id, view.week[0].day, choice)
        if self._foretelling == wanted:
            return
        self._foretelling = wanted
        service, learner = context.services.exam, context.learner
        context.jobs.run(
            lambda token, report: service.foretell(learner),  # noqa: ARG005
            self._on_foretold,
            self._page.show_failure,
        )

    def _on_foretold(self, written: bool) -> None:
        if written and self._page.isVisible():
            self._page.refresh()
        else:
            self._page.stale = True

    def _ask(self, glance: Glance) -> None:
        if self.after is None:
            self.after = AfterPanel(self._page.theme)
            self.after.answered.connect(self._on_answered)
            self._page.put_below_hero(self.after)
        self.after.show_exam(glance)

    def _on_answered(self, ending: Ending, how: How, score: str) -> None:
        page = self._page
        service, learner = page.context.services.exam, page.context.learner
        try:
            row = service.end(learner, ending, how, score)
        except KnownError as error:
            again = partial(self._on_answered, ending, how, score)
            page.show_error(error, action=self.tr("Try again"), then=again)
            return
        self._tell()
        page.message.show_message(
            self.tr("Thank you. Your days follow no exam any more."),
            action=self.tr("Take back"),
            then=partial(self._reopen, learner, row.id),
        )

    def _reopen(self, learner: str, exam_id: str) -> None:
        try:
            self._page.context.services.exam.reopen(learner, exam_id)
        except KnownError as error:
            self._page.show_error(error)
            return
        self._tell()
        self._page.focus_start()

    def _tell(self) -> None:
        # Imported with the service, which a day without an exam does without.
        from mtdtutor.services.exam import CHANGED

        self._page.refresh()
        self._page.changed.emit(CHANGED)
