"""What the course says on a card that the learner put in their own words."""

from __future__ import annotations

from PySide6.QtCore import Qt

from mtdtutor.services.study_views import Shown
from mtdtutor.ui.study_words import original_words
from mtdtutor.ui.widgets.card import CardView


class OriginalWording:
    """Shows and hides the course's wording on a card.

    It stands there from the beginning when the course corrected the card after it was reworded.

    Attributes:
        visible: Whether it is shown where there is one.
    """

    def __init__(self, card: CardView) -> None:
        self._card = card
        self.visible = False

    def begin(self, shown: Shown) -> None:
        """Take up a new card, its answer covered."""
        self.visible = shown.original is not None and shown.original.corrected
        self.show(shown, answered=False)

    def show(self, shown: Shown, *, answered: bool) -> None:
        """Show what belongs on the card now; its answer only when that is uncovered."""
        if shown.original is None or not self.visible:
            self._card.show_original("", "")
            return
        question, answer = original_words(shown.original)
        self._card.show_original(question, answer if answered else "")

    def toggle(self, shown: Shown, *, answered: bool) -> None:
        """Show or hide it; what is shown gets the focus."""
        self.visible = not self.visible
        self.show(shown, answered=answered)
        if self.visible:
            self._card.original.setFocus(Qt.FocusReason.OtherFocusReason)
            self._card.reveal(self._card.original)
