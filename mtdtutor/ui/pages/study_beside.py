"""What a learner does beside recalling a card: notes, own words, reports, reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from mtdtutor.core.changes import Changes
from mtdtutor.core.errors import KnownError
from mtdtutor.study.session import Phase
from mtdtutor.ui.pages.study_original import OriginalWording

if TYPE_CHECKING:
    from mtdtutor.services.study_views import Shown
    from mtdtutor.ui.pages.study import StudyPage

_ON_TABLE = (Phase.QUESTION, Phase.ANSWER)


class BesideCard(QObject):
    """Leaves the schedule alone: nothing here is a grade or a card action."""

    def __init__(self, page: StudyPage) -> None:
        """Begin with the course's wordings hidden.

        Args:
            page: The page whose card it is about.
        """
        super().__init__(page)
        self._page = page
        self._card = page.card
        self.original = OriginalWording(page.card)
        page.card.editor.kept.connect(self.keep_note)

    def lay(self, shown: Shown, *, anew: bool, answered: bool) -> None:
        """Show on a card what belongs beside it.

        Args:
            shown: The card.
            anew: It was not on the table before.
            answered: Its answer is uncovered.
        """
        if anew:
            self._card.editor.hide()
            self.original.begin(shown)
        else:
            self.original.show(shown, answered=answered)

    def show_info(self) -> None:
        """Open all there is to know of the card, once its answer is shown."""
        shown = self._page.shown
        if shown is not None and self._page.phase is Phase.ANSWER:
            self._page.go.emit("card_info", {"card": shown.card, "back": self._page.name})

    def show_source(self) -> None:
        """Lead to the sources, which are not shown before the answer."""
        if self._page.phase is Phase.ANSWER and self._card.sources.text():
            self._card.sources.setFocus(Qt.FocusReason.OtherFocusReason)
            self._card.reveal(self._card.sources)

    def edit_note(self) -> None:
        """Let a note be written."""
        shown = self._page.shown
        if shown is not None and self._page.phase in _ON_TABLE:
            self._card.edit_note(shown.note)

    def keep_note(self) -> None:
        """Keep the note that is being written, and go back to the card."""
        shown, editor = self._page.shown, self._card.editor
        if shown is None or editor.isHidden():
            return
        words = editor.field.toPlainText().strip()
        if words != shown.note:
            try:
                table = self._page.context.services.study.set_note(shown.card, words)
            except KnownError as error:
                again = self.tr("Try again")
                self._page.show_error(error, action=again, then=self.keep_note)
                return
            self._page.lay(table)
            self._page.changed.emit(Changes.CARDS)
            self._page.say(self.tr("Note kept."))
        editor.hide()
        self._page.focus_start()

    def toggle_original(self) -> None:
        """Show the course's wording beside the learner's, or hide it."""
        shown = self._page.shown
        if shown is None or shown.original is None:
            return
        self.original.toggle(shown, answered=self._page.phase is Phase.ANSWER)
        if not self.original.visible:
            self._page.focus_start()

    def reword(self) -> None:
        """Let the learner put the card in own words; a card of their own is written anew."""
        shown = self._page.shown
        if shown is None or self._page.phase is not Phase.ANSWER:
            return
        if shown.own:
            self._page.go.emit("own_card", {"card": shown.card, "back": self._page.name})
            return
        # Imported when first wanted, as most cards stay as they are.
        from mtdtutor.ui.forms import edit_wording

        edit_wording(self._page, shown.card, self._lay_again)

    def report(self) -> None:
        """Let the learner say what is wrong with the card of the course."""
        shown = self._page.shown
        if shown is None or shown.own or self._page.phase not in _ON_TABLE:
            return
        from mtdtutor.ui.forms import report_problem

        report_problem(self._page, "card", shown.card, shown.front)

    def _lay_again(self) -> None:
        context = self._page.context
        self._page.lay(context.services.study.begin(context.learner))
