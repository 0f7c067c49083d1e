"""Study: one card after another, shown, uncovered, graded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from mtdtutor.core.changes import Changes
from mtdtutor.core.errors import KnownError
from mtdtutor.services.study_views import Done, Graded, Shown, Table, UndoLabel, Undone
from mtdtutor.study.fold import ActionKind
from mtdtutor.study.memory import Grade
from mtdtutor.study.session import Phase
from mtdtutor.ui.answer_words import answer_name, filled, with_blank
from mtdtutor.ui.page import Context, Page
from mtdtutor.ui.pages.study_beside import BesideCard
from mtdtutor.ui.pages.study_bottom import StudyBottom
from mtdtutor.ui.pages.study_deeds import StudyDeeds
from mtdtutor.ui.pages.study_done import DoneView
from mtdtutor.ui.pages.study_first import FirstMeeting
from mtdtutor.ui.pages.study_focus import StudyFocus
from mtdtutor.ui.pages.study_leech import LeechNote
from mtdtutor.ui.pages.study_passage import StudyPassage
from mtdtutor.ui.pages.study_redo import StudyRedo
from mtdtutor.ui.pages.study_typing import TypedAnswer
from mtdtutor.ui.pages.study_undo import UndoButton
from mtdtutor.ui.stopwatch import Stopwatch
from mtdtutor.ui.study_words import (
    caption,
    grade_help,
    progress_words,
    undone_words,
)
from mtdtutor.ui.texts import interval
from mtdtutor.ui.theme import Role
from mtdtutor.ui.widgets.card import Back, CardView
from mtdtutor.ui.widgets.text import Label

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent


class StudyPage(Page):
    """The card on the table, its grades, and what else can be done with it.

    The phase guards every key: a grade counts only in the answer phase, and while it is being
    saved nothing does.

    Attributes:
        phase: Where the page stands with its card.
        shown: The card on the table; None when nothing is left for now.
    """

    name = "study"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.phase = Phase.DONE
        self.shown: Shown | None = None
        self._undo: UndoLabel | None = None
        self.watch = Stopwatch(context.clock)
        self._make_top()
        self.card = CardView(self.theme, "study_card")
        self.beside = BesideCard(self)
        self.typed = TypedAnswer(self.card)
        self.card.typed.given.connect(self._reveal)
        self.passage = StudyPassage(self)
        self._make_bottom()
        self._make_actions()
        self.first = FirstMeeting(self)
        table = QWidget()
        table.setObjectName("study_table")
        column = QVBoxLayout(table)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.card, 1)
        column.addWidget(self.bottom)
        column.addWidget(self.deeds)
        self.done = DoneView(self.theme, "study_done")
        self.done.action.clicked.connect(self.session.on_done)
        self.done.choose.clicked.connect(self.session.choose)
        self.done.more.clicked.connect(self._learn_more)
        self.done.write.clicked.connect(lambda: self.go.emit("own_card", {"back": self.name}))
        self.places = QStackedWidget()
        self.places.setObjectName("study_places")
        self.places.addWidget(table)
        self.places.addWidget(self.done)
        self.column.setSpacing(12)
        self.column.addWidget(self.places, 1)
        self.message.closed.connect(self.focus_start)
        context.keys.changed.connect(self._show_keys)
        self.theme.changed.connect(self._show_undo)
        self._show_keys()

    # Widgets

    def _make_top(self) -> None:
        self.progress = Label(self.theme, "", Role.BODY, "muted")
        self.progress.setObjectName("study_progress")
        self.undo_button = UndoButton(self.theme, "study_undo")
        self.undo_button.clicked.connect(self._take_back)
        row = QHBoxLayout()
        row.addWidget(self.progress, 1)
        row.addWidget(self.undo_button)
        self.redo = StudyRedo(self)
        row.addWidget(self.redo.button)
        self.column.addLayout(row)
        self.leech = LeechNote(self)
        self.column.addWidget(self.leech.strip)
        self.session = StudyFocus(self)
        self.column.addWidget(self.session.strip)

    def _make_bottom(self) -> None:
        self.bottom = StudyBottom(self.theme)
        self.show_answer, self.hint = self.bottom.show_answer, self.bottom.hint
        self.read_first, self.grades = self.bottom.read_first, self.bottom.grades
        self.show_answer.clicked.connect(self._reveal)
        self.read_first.clicked.connect(self.passage.toggle)
        self.hint.clicked.connect(self._show_hint)
        for grade, button in self.grades.items():
            button.clicked.connect(partial(self._grade, grade))

    def _make_actions(self) -> None:
        self.deeds = StudyDeeds(self.theme)
        self.deeds.wanted.connect(lambda action: self.on_action(action, 0))
        self.keyed = self.deeds.keyed

    # What the window asks

    @property
    def title(self) -> str:
        """The page's name in the window's title bar."""
        return QCoreApplication.translate("Window", "Study")

    def key_phase(self) -> str:
        """Return the phase that decides which keys count."""
        if self.card.editor.field.hasFocus():
            return "note"
        return "typing" if self.typed.typing else str(self.phase)

    def enter(self, params: Mapping[str, Any]) -> None:  # noqa: ARG002
        """Put the next card on the table, or find the one that lies there."""
        self.watch.go_on()
        if not self.stale:
            self.lay(self.context.services.study.begin(self.context.learner))

    def leave(self) -> None:
        """Keep a note that is being written; stop counting the time."""
        self.watch.pause()
        if not self.card.editor.isHidden():
            self.beside.keep_note()

    def refresh(self) -> None:
        """Arrange the day again: limits, cards or answers have changed elsewhere."""
        study = self.context.services.study
        settings = self.context.services.learners.settings(self.context.learner)
        self.bottom.set_grades(settings.grades, self.context.keys)
        table = study.begin(self.context.learner, anew=True)
        unseen = self.isVisible() and not self._lies_there(table)
        if unseen:
            self.let_focus_go()
        self.lay(table)
        if unseen:
            self.focus_start()
        self._undo = study.undo_label(self.context.learner)
        self.redo.check()
        self._show_undo()

    def start_widget(self) -> QWidget:
        """Return the text to begin with; when nothing is left, what to do next."""
        if self.phase is Phase.DONE:
            return self.done.action
        if self.phase is Phase.ANSWER:
            return self.card.answer
        return self.typed.field or self.card.question

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten the name on the undo button to the room there is."""
        super().resizeEvent(event)
        self._show_undo()

    def on_narrow(self, narrow: bool) -> None:  # noqa: ARG002
        """Offer less beside the answer's button where there is little room."""
        self.first.offer()

    def on_action(self, action: str, index: int) -> bool:
        """Do what a key asks for."""
        doing: dict[str, Callable[[], None]] = {
            "reveal": self._reveal,
            "hint": self._show_hint,
            "undo": self._take_back,
            "redo": self.redo.run,
            "info": self.beside.show_info,
            "note": self.beside.edit_note,
            "keep_note": self.beside.keep_note,
            "leave_field": self._leave_field,
            "flag": self._flag,
            "bury": self._bury,
            "suspend": self._suspend,
            "source": self.beside.show_source,
            "read": self.passage.toggle,
            "know": self.first.know,
            "original": self.beside.toggle_original,
            "wording": self.beside.reword,
            "report": self.beside.report,
        }
        if action == "grade":
            self._grade(self.bottom.grade_at(index))
            return True
        if action == "close_passage":
            return self.passage.close()
        deed = doing.get(action)
        if deed is None:
            return False
        deed()
        return True

    # The table

    def lay(self, table: Table) -> None:
        """Show what lies on the table; a card that lay there already keeps its phase."""
        self.session.lay(table)
        if isinstance(table, Done):
            self._show_done(table)
            return
        same, self.shown = self._lies_there(table), table
        self.places.setCurrentIndex(0)
        self._show_progress(table)
        if same and self.phase in (Phase.QUESTION, Phase.ANSWER):
            self.card.set_caption(caption(table))
            question = with_blank(table.front)
            if question != self.card.question.text():
                self.card.question.set_text(question, self._question_name(table))
            if self.phase is Phase.ANSWER:
                self._uncover(table)
            self.beside.lay(table, anew=False, answered=self.phase is Phase.ANSWER)
            self.deeds.offer(table)
            return
        self.phase = Phase.QUESTION
        self.watch.begin()
        question = with_blank(table.front)
        self.card.show_question(question, caption(table), self._question_name(table))
        self.typed.begin(table)
        self.hint.setVisible(bool(table.hint))
        self.first.offer()
        self.beside.lay(table, anew=True, answered=False)
        self.deeds.offer(table)
        self.deeds.allow(self.keyed["O"], allowed=False)
        self.deeds.allow(self.keyed["W"], allowed=False)
        self.deeds.allow(self.keyed["I"], allowed=False)
        self.bottom.setCurrentIndex(0)

    def _lies_there(self, table: Table) -> bool:
        """Return whether the table is the one in view, so that the focus may stay."""
        if isinstance(table, Done) or self.shown is None:
            return isinstance(table, Done) and self.shown is None
        return table.review_id == self.shown.review_id

    def _leave_field(self) -> None:
        """Go from the field to the question, where letters are keys again."""
        self.card.question.setFocus(Qt.FocusReason.OtherFocusReason)

    def _next(self, table: Table) -> None:
        """Lay a table and take the focus to where it begins."""
        if isinstance(table, Done) or self.card.question.hasFocus():
            self.let_focus_go()
        else:
            # Now, for what is hidden with the focus hands it to its neighbour.
            self.card.question.setFocus(Qt.FocusReason.OtherFocusReason)
        self.lay(table)
        if self.phase is Phase.DONE:
            self.done.text.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.focus_start()

    def _reveal(self) -> None:
        if self.phase is not Phase.QUESTION or self.shown is None:
            return
        self.phase = Phase.ANSWER
        self._uncover(self.shown)
        if not self.card.compared.isHidden():
            self.say(self.card.compared.text())
        self.first.offer()
        self.beside.lay(self.shown, anew=False, answered=True)
        self.deeds.allow(self.keyed["O"], allowed=bool(self.shown.sources))
        self.deeds.allow(self.keyed["W"], allowed=True)
        self.deeds.allow(self.keyed["I"], allowed=True)
        self.card.answer.setFocus(Qt.FocusReason.OtherFocusReason)
        self.card.passage.put_away()
        self.watch.go_on()
        self.bottom.setCurrentIndex(1)
        self.card.reveal(self.card.answer)

    def _uncover(self, shown: Shown) -> None:
        answer = filled(shown.front, shown.back)
        self.card.uncover(
            Back(
                answer=answer.text,
                name=answer_name(answer),
                why=shown.why,
                help=grade_help(two=self.bottom.two) if shown.explain else "",
                note=shown.note,
                sources="\n".join(shown.sources),
            )
        )
        self.card.answer.mark(answer.start, answer.length)
        self.typed.uncover(shown)
        for grade, button in self.grades.items():
            button.set_interval(interval(*shown.intervals[grade]))

    def _grade(self, grade: Grade) -> None:
        if self.phase is Phase.ANSWER:
            self.commit_grade(grade, partial(self._grade, grade))

    def commit_grade(self, grade: Grade, again: Callable[[], None]) -> bool:
        """Save a grade of the card on the table; return whether it is safe.

        Args:
            grade: The grade.
            again: What tries once more if it cannot be saved.
        """
        shown = self.shown
        if shown is None:
            return False
        study, spent, typed = self.context.services.study, self.watch.ms, self.typed.words
        return self._commit(lambda: study.grade(shown.review_id, grade, spent, typed), again)

    def _act(self, kind: ActionKind, said: str) -> None:
        shown = self.shown
        if shown is None or self.phase not in (Phase.QUESTION, Phase.ANSWER):
            return
        study = self.context.services.study
        if self._commit(lambda: study.act(shown.card, kind), partial(self._act, kind, said)):
            self.say(said)

    def _commit(self, save: Callable[[], Graded], again: Callable[[], None]) -> bool:
        """Save something and lay the next card; if it cannot be saved, everything stays."""
        phase, self.phase = self.phase, Phase.SAVING
        try:
            graded = save()
        except KnownError as error:
            self.phase = phase
            self.show_error(error, action=self.tr("Try again"), then=again)
            return False
        self.phase = phase
        self._undo = graded.undo or self._undo
        self.redo.withdraw()
        self.leech.after(graded)
        if self._lies_there(graded.table):
            self.lay(graded.table)
        else:
            self._next(graded.table)
        self.changed.emit(graded.changes)
        return True

    def _take_back(self) -> None:
        if self.phase is Phase.SAVING:
            return
        study = self.context.services.study
        try:
            undone = study.undo(self.context.learner)
        except KnownError as error:
            self.show_error(error, action=self.tr("Try again"), then=self._take_back)
            return
        if undone is None:
            self.say(self.tr("There is nothing to take back."))
            return
        self.redo.offer(study.redo_label(self.context.learner))
        self.step_to(undone, undone_words(undone.taken, undone.taken.title))

    def step_to(self, stepped: Undone, said: str) -> None:
        """Show where undo or redo has led.

        Args:
            stepped: What was done, and the table it left.
            said: The same in words.
        """
        self._undo = stepped.undo
        self.leech.put_away()
        self._next(stepped.table)
        self.say(said)
        self.changed.emit(stepped.changes)

    # Beside grading

    def _flag(self) -> None:
        shown = self.shown
        if shown is None:
            return
        if shown.flagged:
            self._act(ActionKind.UNFLAG, self.tr("Flag taken off."))
        else:
            self._act(ActionKind.FLAG, self.tr("Flagged."))

    def _bury(self) -> None:
        self._act(ActionKind.BURY, self.tr("Buried until tomorrow."))

    def _suspend(self) -> None:
        self._act(ActionKind.SUSPEND, self.tr("Suspended. The Library can resume it."))

    def _show_hint(self) -> None:
        if self.phase is Phase.QUESTION and self.shown is not None and self.shown.hint:
            self.card.show_hint(self.shown.hint)

    def _learn_more(self) -> None:
        try:
            table = self.context.services.study.learn_more(self.context.learner)
        except KnownError as error:
            self.show_error(error, action=self.tr("Try again"), then=self._learn_more)
            return
        self._next(table)
        self.changed.emit(Changes.REVIEWS)

    # Words

    def _show_progress(self, shown: Shown) -> None:
        self.progress.setText(progress_words(shown))
        self._show_undo()

    def _question_name(self, shown: Shown) -> str:
        kind = caption(shown)
        return self.tr("Question, {kind}").format(kind=kind) if kind else self.tr("Question")

    def _show_undo(self) -> None:
        margins = self.column.contentsMargins()
        taken = margins.left() + margins.right() + self.progress.sizeHint().width()
        taken += self.redo.width()
        self.undo_button.show_label(self._undo, self.width(), taken)

    def _show_keys(self) -> None:
        keys = self.context.keys
        self.deeds.show_keys(keys)
        self.bottom.show_keys(keys)
        self.first.show_keys()
        self.undo_button.set_key(keys.cap(self.name, "undo"))
        self.redo.button.set_key(keys.cap(self.name, "redo"))

    def _show_done(self, done: Done) -> None:
        self.phase = Phase.DONE
        self.shown = None
        self.card.cover()
        self.progress.setText("")
        self._show_undo()
        self.done.show_done(done, self.context.clock.now_ms())
        self.places.setCurrentIndex(1)
