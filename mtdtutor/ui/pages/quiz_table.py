"""What is to be seen of a running quiz: the question with its buttons, or why there is none."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from mtdtutor.quiz.timing import WARN_MS
from mtdtutor.services.quiz_views import AttemptView, QuestionView
from mtdtutor.ui.page import Context
from mtdtutor.ui.quiz_words import feedback_paragraphs, kind_text, place_text
from mtdtutor.ui.texts import number
from mtdtutor.ui.widgets.empty_state import EmptyState
from mtdtutor.ui.widgets.question import QuestionCard
from mtdtutor.ui.widgets.quiz_bar import QuizBar
from mtdtutor.ui.widgets.quiz_top import QuizTop


class QuizTable(QWidget):
    """Shows values; what the buttons do is the page's business.

    Attributes:
        scheme: The model of tracks the course follows, named above every question.
    """

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("quiz_table")
        theme = context.theme
        self.scheme = ""
        self._shown = -1
        self._keys = context.keys
        self.top = QuizTop(theme, "quiz_top")
        self.card = QuestionCard(theme, "quiz_card")
        self.bar = QuizBar(theme, "quiz_bar")
        self.rest = EmptyState(theme, "", "", self.tr("Go on"), "quiz_rest")
        asking = QWidget()
        inner = QVBoxLayout(asking)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(12)
        inner.addWidget(self.card, 1)
        inner.addWidget(self.bar)
        self._places = QStackedWidget()
        self._places.setObjectName("quiz_places")
        self._places.addWidget(asking)
        self._places.addWidget(self.rest)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.top)
        column.addWidget(self._places, 1)
        self._keys.changed.connect(self._show_keys)
        self._show_keys()

    @property
    def resting(self) -> bool:
        """Whether there is no question in view."""
        return self._places.currentIndex() == 1

    def show_question(self, view: AttemptView, question: QuestionView) -> None:
        """Show the open question, with its feedback if it was answered."""
        self._places.setCurrentIndex(0)
        self.show_time(view.remaining_ms)
        self.show_marks(view, question)
        kind = kind_text(question.type)
        scheme = self.scheme[:1].upper() + self.scheme[1:]
        self.card.show_question(
            question.stem,
            self.tr("{scheme}, {kind}").format(scheme=scheme, kind=kind),
            self.tr("{question}, {kind}").format(question=place_text(view, question), kind=kind),
            [option.text for option in question.options],
            fresh=question.position != self._shown,
        )
        self._shown = question.position
        ids = [option.id for option in question.options]
        self.card.set_chosen(ids.index(question.chosen[0]) if question.chosen else None)
        self.card.certainty.set_value(question.certainty)
        told = question.feedback
        self.bar.back.setEnabled(question.position > 0)
        self.bar.skip.setEnabled(told is None and question.position + 1 < view.number)
        self.bar.show_main(told=told is not None, last=not view.unanswered)
        if told is not None:
            name = self.tr("Feedback on question {n}").format(n=number(question.position + 1))
            keys = [ids.index(key) for key in told.keys]
            self.card.show_feedback(feedback_paragraphs(told, marked=True), keys, name)

    def show_time(self, remaining_ms: int | None) -> None:
        """Show the time left; None for no limit."""
        short = remaining_ms is not None and remaining_ms <= WARN_MS
        self.top.show_time(remaining_ms, short=short)

    def show_marks(self, view: AttemptView, question: QuestionView) -> None:
        """Show which question it is and whether it is flagged."""
        place = place_text(view, question)
        flagged = self.tr("{question}, flagged").format(question=place)
        self.top.place.setText(flagged if question.flagged else place)
        self.bar.show_flagged(flagged=question.flagged)

    def show_rest(self, title: str, text: str, action: str) -> None:
        """Take the question away, for eyes and screen readers alike, and say why.

        Args:
            title: What is the matter.
            text: One or two sentences more.
            action: Word on the button.
        """
        self._shown = -1
        self.rest.title.setText(title)
        self.rest.text.set_text(text, title)
        self.rest.action.set_text(action)
        self.rest.action.setAccessibleDescription(f"{title}. {text}")
        self._places.setCurrentIndex(1)
        self.card.hide_all()

    def focus_option(self, place: int) -> None:
        """Show an option as chosen, with the focus."""
        self.card.set_chosen(place)
        button = self.card.options[place]
        button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.card.reveal(button)

    def _show_keys(self) -> None:
        self.bar.show_keys(partial(self._keys.cap, "quiz_run"))
        for place, chip in enumerate(self.card.certainty.chips):
            chip.set_key(self._keys.cap("quiz_run", "certainty", place))
