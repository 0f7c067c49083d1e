"""The forms for own wordings and for reports on problems; they know no service."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from mtdtutor.ui.theme import Theme
from mtdtutor.ui.widgets.buttons import Button
from mtdtutor.ui.widgets.choice import ChoiceRow
from mtdtutor.ui.widgets.form_sheet import FormSheet

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class WordingForm(FormSheet):
    """Both sides of a card to be put in own words, with what the course says beside.

    Signals:
        reset: The learner wants the course's wording back.
    """

    reset = Signal()

    def __init__(self, theme: Theme, over: QWidget, object_name: str) -> None:
        """Make a hidden form."""
        super().__init__(
            theme, over, object_name, self.tr("Your wording of this card"), self.tr("Keep wording")
        )
        self.corrected = self.text("corrected")
        self.front = self.field(
            "front", self.tr("Question"), self.tr("How would you ask it?"), 3
        ).field
        self.back = self.field(
            "back", self.tr("Answer"), self.tr("How would you answer it?"), 4
        ).field
        self.original = self.text("original", "muted")
        self.form.addStretch(1)
        self.reset_button = Button(theme, self.tr("Back to the course's wording"))
        self.reset_button.setObjectName(f"{object_name}_reset")
        self.reset_button.clicked.connect(self.reset)
        self.deeds.addWidget(self.reset_button)

    def edit(
        self, front: str, back: str, original: tuple[str, str] | None, *, corrected: bool
    ) -> None:
        """Open the form on a card.

        Args:
            front: The question as it stands.
            back: The answer as it stands.
            original: What the course says, where that is something else.
            corrected: The course corrected the card since it was put in own words.
        """
        self.corrected.setVisible(corrected)
        if corrected:
            words = self.tr(
                "The course corrected this card after you had put it in your own words. "
                "Compare both."
            )
            self.corrected.set_text(words, self.tr("Corrected"))
        self.front.setPlainText(front)
        self.back.setPlainText(back)
        self.original.setVisible(original is not None)
        self.reset_button.setVisible(original is not None)
        if original is not None:
            told = self.tr("The course asks: {front}\nThe course answers: {back}")
            text = told.format(front=original[0], back=original[1])
            self.original.set_text(text, self.tr("The course's wording"))
        self.open(self.front)


class ProblemForm(FormSheet):
    """What is wrong with something of the course, in one choice and a few words."""

    def __init__(
        self,
        theme: Theme,
        over: QWidget,
        object_name: str,
        categories: Sequence[tuple[object, str]],
    ) -> None:
        """Make a hidden form.

        Args:
            theme: The appearance to follow.
            over: What it lies over.
            object_name: Unique in the window; its parts add to it.
            categories: Pairs of value and word to choose from.
        """
        super().__init__(
            theme, over, object_name, self.tr("Report a problem"), self.tr("Keep report")
        )
        self.about = self.text("about", "muted")
        what = self.tr("What is wrong?")
        self.head(what)
        self.category = ChoiceRow(theme, f"{object_name}_category", what, categories)
        self.form.addWidget(self.category)
        self.words = self.field(
            "words", self.tr("In your words"), self.tr("What should it say instead?"), 5
        ).field
        self.note = self.text("note", "muted")
        self.note.set_text(
            self.tr(
                "Nothing is sent anywhere. The report is kept in your data folder; About MTD "
                "Tutor lists all reports and saves them to a file."
            ),
            self.tr("Where it goes"),
        )
        self.form.addStretch(1)

    def ask(self, title: str, category: object) -> None:
        """Open an empty form.

        Args:
            title: What the report is about, as the learner sees it.
            category: What is chosen to begin with.
        """
        self.about.set_text(title, self.tr("About"))
        self.category.set_value(category)
        self.words.setPlainText("")
        checked = next(chip for chip in self.category.chips if chip.isChecked())
        self.open(checked)
