"""Bringing back what was just taken back, until anything else is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from mtdtutor.core.errors import KnownError
from mtdtutor.study.session import Phase
from mtdtutor.ui.study_words import redo_words, redone_words
from mtdtutor.ui.widgets.buttons import Button, Look

if TYPE_CHECKING:
    from mtdtutor.services.study_views import UndoLabel
    from mtdtutor.ui.pages.study import StudyPage


class StudyRedo(QObject):
    """The button beside the one that takes back; it is there only while it can do something."""

    def __init__(self, page: StudyPage) -> None:
        """Begin with nothing to bring back.

        Args:
            page: Whose table it is about.
        """
        super().__init__(page)
        self._page = page
        self._learner = ""  # whose deed was taken back
        self.button = Button(page.theme, self.tr("Redo"), Look.QUIET, key="Ctrl Y")
        self.button.setObjectName("study_redo")
        self.button.clicked.connect(self.run)
        self.button.setParent(page)  # without a parent it would be a window
        self.button.hide()

    def offer(self, label: UndoLabel | None) -> None:
        """Offer to bring back what was taken back; nothing where it cannot be."""
        if label is None:
            self.withdraw()
            return
        self._learner = self._page.context.learner
        words = redo_words(label)
        self.button.setAccessibleName(words)
        self.button.setToolTip(words)
        self.button.show()

    def withdraw(self) -> None:
        """Offer nothing any more: something else was done."""
        self.button.hide()

    def check(self) -> None:
        """Offer no more what another learner took back, or what something done since has ended."""
        if self.button.isHidden():
            return
        context = self._page.context
        study, same = context.services.study, self._learner == context.learner
        self.offer(study.redo_label(context.learner) if same else None)

    def width(self) -> int:
        """Return the room the button takes, in pixels."""
        return 0 if self.button.isHidden() else self.button.sizeHint().width()

    def run(self) -> None:
        """Bring it back."""
        page = self._page
        if page.phase is Phase.SAVING:
            return
        try:
            redone = page.context.services.study.redo(page.context.learner)
        except KnownError as error:
            page.show_error(error, action=self.tr("Try again"), then=self.run)
            return
        if redone is None:
            page.say(self.tr("There is nothing to redo."))
            return
        # Undo may have taken back more than one thing.
        back = page.context.services.study.redo_label(page.context.learner)
        page.let_focus_go()
        self.offer(back)
        page.step_to(redone, redone_words(redone.taken))
