"""Typing the answer on the card, and seeing it beside the right one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication

from mtdtutor.services.study_views import Shown
from mtdtutor.study.answers import compare
from mtdtutor.ui.answer_words import comparison_words, with_blank

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from mtdtutor.ui.widgets.card import CardView

TYPED: Final = "typed"
"""Kind of the cards whose answers are typed."""


class TypedAnswer:
    """Gives cards of the kind ``typed`` a field, and compares what was typed."""

    def __init__(self, card: CardView) -> None:
        """Begin without a field.

        Args:
            card: The card on the table.
        """
        self._card = card
        card.typed.hide()

    @property
    def field(self) -> QWidget | None:
        """What is typed into; None where nothing can be typed now."""
        line = self._card.typed.line
        return None if self._card.typed.isHidden() or line.isReadOnly() else line

    @property
    def typing(self) -> bool:
        """Whether letters typed now are part of the answer."""
        return self.field is not None and self.field.hasFocus()

    @property
    def words(self) -> str:
        """What was typed; empty where nothing could be."""
        return "" if self._card.typed.isHidden() else self._card.typed.line.text().strip()

    def begin(self, shown: Shown) -> None:
        """Take up a new card, its answer covered."""
        if shown.kind == TYPED:
            self._card.typed.begin(with_blank(shown.front))
        else:
            self._card.typed.hide()

    def uncover(self, shown: Shown) -> None:
        """Show how what was typed looks beside the right answer."""
        if self._card.typed.isHidden():
            return
        typed = self._card.typed.close_answer()
        words = comparison_words(compare(typed, (shown.back, *shown.accept)))
        self._card.compared.set_text(
            words, QCoreApplication.translate("StudyPage", "What you typed")
        )
        self._card.compared.setVisible(bool(words))
