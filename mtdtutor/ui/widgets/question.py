"""The question of a quiz: wording, options, how sure one is, and what is told after the answer."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from mtdtutor.ui.theme import Role, Theme
from mtdtutor.ui.widgets.choice import ChoiceRow
from mtdtutor.ui.widgets.options import OptionButton
from mtdtutor.ui.widgets.panel import Card
from mtdtutor.ui.widgets.passage import Paragraph, Passage
from mtdtutor.ui.widgets.text import Label, ReadingText

LETTERS: Final = "ABCDE"


class QuestionCard(Card):
    """A large quiet surface that holds one question; its widgets are made once.

    Signals:
        chosen: A person chose an option; carries its place, from 0.
        sure: A person said how sure they are; carries 1, 2 or 3.
    """

    chosen = Signal(int)
    sure = Signal(object)

    def __init__(self, theme: Theme, object_name: str) -> None:
        """Make an empty card; its parts add to the object name."""
        super().__init__(theme, object_name)
        self.caption = Label(theme, "", Role.CAPTION, "muted", wrap=True)
        self.question = ReadingText(theme, Role.QUESTION, pass_arrows=True)
        self.question.setObjectName(f"{object_name}_question")
        self.options = tuple(OptionButton(theme, letter, "") for letter in LETTERS)
        self._group = QButtonGroup(self)
        holder = QWidget()
        rows = QVBoxLayout(holder)
        rows.setContentsMargins(0, 4, 0, 4)
        rows.setSpacing(12)
        for place, option in enumerate(self.options):
            option.setObjectName(f"{object_name}_option_{LETTERS[place].lower()}")
            self._group.addButton(option, place)
            rows.addWidget(option)
        self._group.idClicked.connect(self.chosen)
        self.certainty = ChoiceRow(
            theme,
            f"{object_name}_sure",
            self.tr("How sure are you?"),
            ((1, self.tr("Guess")), (2, self.tr("Fairly")), (3, self.tr("Certain"))),
            "JKL",
        )
        self.certainty.chosen.connect(self.sure)
        self._sure = QWidget()
        row = QHBoxLayout(self._sure)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(Label(theme, self.tr("How sure?"), Role.BODY, "muted"))
        row.addWidget(self.certainty, 1)
        self.feedback = Passage(theme, pass_sideways=True)
        self.feedback.setObjectName(f"{object_name}_feedback")
        self.feedback.hide()
        for widget in (self.caption, self.question, holder, self.feedback):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.body.addWidget(self._sure)

    def show_question(
        self, text: str, caption: str, name: str, options: Sequence[str], *, fresh: bool
    ) -> None:
        """Show a question without its answer.

        Args:
            text: The question.
            caption: What kind of question it is.
            name: What a screen reader says before the question.
            options: The answers to choose from, at most five.
            fresh: Whether it is another one than before, to be seen from its beginning.
        """
        self.caption.setText(caption)
        self.question.set_text(text, name)
        if self.feedback.hasFocus():
            self.question.setFocus(Qt.FocusReason.OtherFocusReason)
        self.feedback.hide()
        self.feedback.set_paragraphs((), "")
        self._sure.show()
        for place, option in enumerate(self.options):
            option.setVisible(place < len(options))
            option.setEnabled(True)
            if place < len(options):
                option.show_option(options[place])
        if fresh:
            self.to_top()

    def set_chosen(self, place: int | None) -> None:
        """Show which option is chosen; None for none."""
        if place is not None:
            self.options[place].setChecked(True)
            return
        self._group.setExclusive(False)
        for option in self.options:
            option.setChecked(False)
        self._group.setExclusive(True)

    def show_feedback(
        self, paragraphs: Sequence[Paragraph], keys: Collection[int], name: str
    ) -> None:
        """Show how the answer turned out, below the options, which can be changed no more.

        Args:
            paragraphs: What to tell, the right answer last.
            keys: Places of the right options.
            name: What a screen reader says before it.
        """
        self.feedback.set_paragraphs(paragraphs, name)
        self.feedback.show()
        # What is disabled or hidden with the focus would hand it to a stranger.
        if any(each.hasFocus() for each in (*self.options, *self.certainty.chips)):
            self.feedback.setFocus(Qt.FocusReason.OtherFocusReason)
        self._sure.hide()
        for place, option in enumerate(self.options):
            option.setEnabled(False)
            if place in keys:
                option.set_mark(self.tr("right answer"), "easy")
            elif option.isChecked():
                option.set_mark(self.tr("your answer"), "again")

    def focus_feedback(self) -> None:
        """Give the focus to the feedback and show it from its beginning."""
        self.feedback.setFocus(Qt.FocusReason.OtherFocusReason)
        self.show_from(self.feedback)

    def hide_all(self) -> None:
        """Take everything away, for eyes and screen readers alike, as a pause does."""
        self.show_question("", "", self.tr("Question"), (), fresh=True)
        self.set_chosen(None)
        self.certainty.set_value(None)
