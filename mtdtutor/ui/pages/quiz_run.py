"""A running quiz: one question after another, against a clock that can be stretched or hidden."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from mtdtutor.core.changes import Changes
from mtdtutor.core.errors import KnownError
from mtdtutor.quiz.attempt import ENDED, AttemptState, Notice
from mtdtutor.services.quiz_views import AttemptView, QuestionView
from mtdtutor.ui.page import Context, Page
from mtdtutor.ui.pages.quiz_table import QuizTable
from mtdtutor.ui.quiz_words import answered_text, standing_text, unanswered_text, warning_text
from mtdtutor.ui.texts import clock_time, number, spoken_time

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

TICK_MS: Final = 200
HASTY_MS: Final = 250
"""So long after the feedback appeared, a second Enter or click still belongs to the answer."""

log = logging.getLogger(__name__)


class QuizRunPage(Page):
    """The question on the table.

    ``enter`` takes ``attempt``, the id of a quiz to begin or to go on with; without it, a quiz that
    was left is found paused.
    """

    name = "quiz_run"
    interests: ClassVar[Changes] = Changes.NONE

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._view: AttemptView | None = None
        self._learner = ""
        self._told_ms = 0
        self._warned = False
        self._rest_deed: Callable[[], None] = self._set_up
        self.table = QuizTable(context)
        self.card, self.bar, self.rest = self.table.card, self.table.bar, self.table.rest
        self.card.chosen.connect(self._choose)
        self.card.sure.connect(self._say_sure)
        self.rest.action.clicked.connect(self._on_rest)
        for name, deed in (
            ("flag", self._flag),
            ("pause", self._pause),
            ("time", self._tell),
            ("finish", self._finish),
            ("back", partial(self._move, -1)),
            ("skip", partial(self._move, 1)),
            ("main", self._on_main),
        ):
            self.bar.on(name, deed)
        self.column.addWidget(self.table, 1)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.tick)
        self.message.closed.connect(self.focus_start)

    # What the window asks

    def key_phase(self) -> str:
        """Return the phase that decides which keys count."""
        if self._view is None or self._view.state in ENDED:
            return ""
        question = self._view.question
        if question is None:
            return "paused"
        return "question" if question.feedback is None else "feedback"

    def holds(self) -> bool:
        """Return whether a quiz of this learner is under way here."""
        return self.key_phase() != "" and self._learner == self.context.learner

    def enter(self, params: Mapping[str, Any]) -> None:
        """Begin or go on with the quiz asked for, or find the one that was left."""
        quiz = self.context.services.quiz
        wanted = params.get("attempt")
        attempt = wanted or (self._view.attempt if self._view is not None else None)
        self._view = None
        self.table.top.clear()
        self._rest(
            self.tr("No quiz is running"),
            self.tr("Choose topics and a time limit, and the questions come here."),
            self.tr("Set up a quiz"),
            self._set_up,
        )
        if attempt is None:
            return
        head = self.context.services.library.head()
        self.table.scheme = head.scheme if head is not None else ""
        self._learner = self.context.learner
        self._view = quiz.resume(attempt) if wanted else quiz.current(attempt)
        if wanted:
            self._warned = False
            self.table.top.show_news("")
        if self._view.state in ENDED:
            self._rest_ended()
        else:
            self._show()
            self._tell_limit()

    def leave(self) -> None:
        """Pause: nobody can answer a question that is not in view."""
        if self._view is not None and self._view.state is AttemptState.RUNNING:
            self._view = self._halted(self._view.attempt)
            if self._view.state in ENDED:
                self.changed.emit(Changes.ATTEMPTS | Changes.REVIEWS)
        self._timer.stop()

    def start_widget(self) -> QWidget:
        """Return the question, its feedback, or the button that goes on."""
        if self.table.resting:
            return self.rest.action
        return self.card.feedback if self.key_phase() == "feedback" else self.card.question

    def on_action(self, action: str, index: int) -> bool:
        """Do what a key asks for."""
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        doing: dict[str, Callable[[], None]] = {
            "confirm": self._on_main,
            "next": self._on_main,
            "flag": self._flag,
            "pause": self._pause,
            "time": self._tell,
            "choose": lambda: self._choose(index),
            "certainty": lambda: self._say_sure(index + 1),
            "move_option": lambda: self._move_option(down=index == 1),
            "move_question": lambda: self._move(1 if (index == 1) != mirrored else -1),
        }
        deed = doing.get(action)
        if deed is None:
            return False
        deed()
        return True

    # The clock

    def tick(self) -> None:
        """Look at the clock; the timer calls this while the quiz runs."""
        if self._view is None or self._view.state is not AttemptState.RUNNING:
            self._timer.stop()
            return
        try:
            ticked = self.context.services.quiz.tick(self._view.attempt)
        except KnownError as error:
            self._timer.stop()
            self.show_error(error, action=self.tr("Try again"), then=self._tick_again)
            return
        if ticked.state is AttemptState.RUNNING:
            self.table.show_time(ticked.remaining_ms)
            if ticked.notice is not None and ticked.remaining_ms is not None:
                self._warn(ticked.notice, ticked.remaining_ms)
        else:
            self._changed_by_clock(slept=ticked.notice is Notice.SUSPENDED)

    def _tick_again(self) -> None:
        self._timer.start()
        self.tick()

    def _warn(self, notice: Notice, remaining_ms: int) -> None:
        shown = -(-remaining_ms // 1000) * 1000
        text = warning_text(notice)
        self.table.top.show_news(text.format(time=clock_time(shown)), warning=True)
        self.say(text.format(time=spoken_time(shown)))

    def _changed_by_clock(self, *, slept: bool) -> None:
        """Show that the quiz ended or paused by itself."""
        if self._view is None:
            return
        self._view = self.context.services.quiz.current(self._view.attempt)
        if self._view.state in ENDED:
            self._go_result(Changes.ATTEMPTS | Changes.REVIEWS)
            return
        self._rest_paused(slept=slept)
        self.focus_start()

    def _ask(self, deed: Callable[[], AttemptView]) -> bool:
        """Ask something of the quiz and keep its answer.

        Returns:
            Whether the quiz still runs, so that there is a question to show.
        """
        try:
            self._view = deed()
        except KnownError as error:
            self._timer.stop()
            self.show_error(error, action=self.tr("Try again"), then=self._tick_again)
            return False
        if self._view.state is AttemptState.RUNNING:
            return True
        notice = None
        if self._view.state is AttemptState.PAUSED:
            notice = self.context.services.quiz.tick(self._view.attempt).notice
        self._changed_by_clock(slept=notice is Notice.SUSPENDED)
        return False

    def _tell(self) -> None:
        self.tick()
        view = self._view
        if view is None:
            return
        left = self.context.services.quiz.current(view.attempt).remaining_ms
        self._tell_news(standing_text(view, left))

    def _tell_limit(self) -> None:
        """Say at the beginning how much time there is: the set-up could only estimate it."""
        view = self._view
        if view is None or view.total_ms is None or len(view.unanswered) < view.number:
            return
        text = self.tr("You have {time} for {n} questions.")
        limit = clock_time(view.total_ms)
        self.table.top.show_news(text.format(time=limit, n=number(view.number)))

    def _tell_news(self, text: str) -> None:
        self.table.top.show_news(text)
        self.say(text)

    # The table

    def _show(self) -> None:
        """Show the attempt as it stands."""
        view = self._view
        if view is None:
            return
        if view.question is None:
            self._rest_paused()
        else:
            self.table.show_question(view, view.question)
            self._timer.start()

    def _open(self) -> None:
        """Show the open question or its feedback, and take the focus to its beginning."""
        self.table.top.show_news("")
        before = QApplication.focusWidget()
        self._show()
        start = self.start_widget()
        # One text holds every question: without a new focus nobody would hear of the next.
        if start is before:
            start.clearFocus()
        if self.key_phase() == "feedback":
            self.card.focus_feedback()
        else:
            self.focus_start()

    def _question(self) -> QuestionView | None:
        """Return the open question while it can be answered."""
        question = self._view.question if self._view is not None else None
        return question if question is not None and question.feedback is None else None

    def _choose(self, place: int) -> None:
        view, question = self._view, self._question()
        if view is None or question is None or place >= len(question.options):
            return
        option = question.options[place].id
        if self._ask(lambda: self.context.services.quiz.choose(view.attempt, [option])):
            self.table.top.show_news("")
            self.table.focus_option(place)

    def _say_sure(self, certainty: object) -> None:
        view, question = self._view, self._question()
        if view is None or question is None or not isinstance(certainty, int):
            return
        wanted = None if question.certainty == certainty else certainty
        if self._ask(lambda: self.context.services.quiz.say_certainty(view.attempt, wanted)):
            self.card.certainty.set_value(wanted)
            words = [chip.accessibleName() for chip in self.card.certainty.chips]
            self.say(words[wanted - 1] if wanted else self.tr("Not said how sure"))

    def _move_option(self, *, down: bool) -> None:
        """Step into the options from the question, and out of them; among them Qt moves."""
        options = self.card.options
        if options[0].hasFocus() and not down:
            self.card.question.setFocus(Qt.FocusReason.OtherFocusReason)
            self.card.to_top()
        elif down and not any(option.hasFocus() for option in options):
            chosen = [place for place, option in enumerate(options) if option.isChecked()]
            self._choose(chosen[0] if chosen else 0)

    def _move(self, step: int) -> None:
        view = self._view
        if view is None or view.question is None:
            return
        place = view.question.position + step
        if 0 <= place < view.number:
            self._go_to(place)

    def _go_to(self, place: int) -> bool:
        view = self._view
        if view is None or not self._ask(
            lambda: self.context.services.quiz.go(view.attempt, place)
        ):
            return False
        self._open()
        return True

    def _on_main(self) -> None:
        if self._question() is not None:
            self._confirm()
        elif self.context.clock.monotonic_ms() - self._told_ms >= HASTY_MS:
            self._next()

    def _confirm(self) -> None:
        view = self._view
        if view is None:
            return
        quiz = self.context.services.quiz
        try:
            answered = quiz.confirm(view.attempt)
        except KnownError as error:
            self.show_error(error, action=self.tr("Try again"), then=self._confirm)
            return
        if answered is None:
            if self._ask(lambda: quiz.current(view.attempt)):
                self._tell_news(self.tr("Choose an answer first, or skip the question."))
            return
        self._view = answered.view
        self._told_ms = self.context.clock.monotonic_ms()
        self._open()
        self.changed.emit(answered.changes)

    def _next(self) -> None:
        view = self._view
        if view is None or view.question is None:
            return
        later = [place for place in view.unanswered if place > view.question.position]
        if later:
            self._go_to(later[0])
        else:
            self._finish()

    def _finish(self) -> None:
        view = self._view
        if view is None or view.question is None:
            return
        if view.unanswered and not self._warned:
            self._warned = True
            if self._go_to(view.unanswered[0]):
                text = self.tr("{unanswered} Finish ends the quiz all the same.")
                self._tell_news(text.format(unanswered=unanswered_text(len(view.unanswered))))
            return
        try:
            changes = self.context.services.quiz.finish(view.attempt)
        except KnownError as error:
            self._timer.stop()
            self.show_error(error, action=self.tr("Try again"), then=self._finish)
            return
        self._go_result(changes)

    def _flag(self) -> None:
        view = self._view
        if view is None or view.question is None:
            return
        wanted = not view.question.flagged
        if not self._ask(lambda: self.context.services.quiz.flag(view.attempt, flagged=wanted)):
            return
        if self._view is not None and self._view.question is not None:
            self.table.show_marks(self._view, self._view.question)
            self.say(self.tr("Flagged") if wanted else self.tr("Flag taken off"))

    def _pause(self) -> None:
        view = self._view
        if view is None or view.state in ENDED:
            return
        if view.state is AttemptState.RUNNING:
            self._view = self._halted(view.attempt)
        else:
            try:
                self._view = self.context.services.quiz.resume(view.attempt)
            except KnownError as error:
                self.show_error(error, action=self.tr("Try again"), then=self._pause)
                return
        if self._view.state in ENDED:
            self._go_result(Changes.ATTEMPTS | Changes.REVIEWS)
        else:
            self._open()

    def _halted(self, attempt: str) -> AttemptView:
        """Pause, and return the attempt as it then stands."""
        quiz = self.context.services.quiz
        try:
            return quiz.pause(attempt)
        except KnownError as error:
            # The clock stands all the same; only the note of it is missing.
            log.warning("the pause of a quiz was not saved: %s", error)
            return quiz.current(attempt)

    # Beside the questions

    def _rest(self, title: str, text: str, action: str, deed: Callable[[], None]) -> None:
        """Hide the question and show why, with what to do."""
        self._timer.stop()
        self._rest_deed = deed
        self.table.show_rest(title, text, action)

    def _on_rest(self) -> None:
        self._rest_deed()

    def _rest_paused(self, *, slept: bool = False) -> None:
        view = self._view
        if view is None:
            return
        text = self.tr("The clock stands and the question is hidden until you go on.")
        if slept:
            text = self.tr(
                "The computer slept or its clock was changed, so the quiz paused itself. No time "
                "was taken from you."
            )
        self.table.show_time(view.remaining_ms)
        self.table.top.place.setText(answered_text(view))
        self._rest(self.tr("Paused"), text, self.tr("Go on"), self._pause)

    def _rest_ended(self) -> None:
        self._rest(
            self.tr("This quiz has ended"),
            self.tr("Its answers are saved."),
            self.tr("See result"),
            lambda: self._go_result(Changes.NONE),
        )

    def _set_up(self) -> None:
        self.go.emit("quiz_setup", {})

    def _go_result(self, changes: Changes) -> None:
        view, self._view = self._view, None
        self._timer.stop()
        if view is not None:
            self.changed.emit(changes)
            self.go.emit("quiz_result", {"attempt": view.attempt})
