"""Doing one thing to many cards, and undo: at once when it is little, beside the window if much."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final, TypeVar

from PySide6.QtCore import QObject, Signal

from mtdtutor.core.changes import Changes
from mtdtutor.core.errors import KnownError
from mtdtutor.ui.page import Page
from mtdtutor.ui.pages.library_words import done_words
from mtdtutor.ui.study_words import redone_words, undone_words
from mtdtutor.ui.texts import cards as cards_in_words

if TYPE_CHECKING:
    from mtdtutor.services.recording import Recorded, Stepped
    from mtdtutor.services.study_views import Undone
    from mtdtutor.study.fold import ActionKind

T = TypeVar("T")

MOST_AT_ONCE: Final = 100
"""More cards than this are changed beside the window, which goes on meanwhile."""


class Deeds(QObject):
    """What a page does to cards. It tells each deed in the page's message bar, with Undo.

    Signals:
        done: Something has changed; carries ``Changes``.
        busied: Something long has begun, or has ended; carries which.
    """

    done = Signal(object)
    busied = Signal(bool)

    def __init__(self, page: Page) -> None:
        """Begin with nothing done.

        Args:
            page: Whose message bar tells what was done.
        """
        super().__init__(page)
        self._page = page
        self._context = page.context
        self._told = False
        self.busy = False
        page.message.closed.connect(self._on_closed)

    def act(self, cards: Sequence[str], kind: ActionKind, tag: str = "") -> None:
        """Do one thing to cards, as one step.

        Args:
            cards: Ids of cards.
            kind: What is done.
            tag: The tag to put on or to take off.
        """
        finding, learner = self._context.services.finding, self._context.learner

        def work() -> Stepped:
            return finding.act(learner, cards, kind, tag or None)

        def done(stepped: Stepped) -> None:
            self._change(stepped.changes)
            number = len(stepped.events)
            self.tell(done_words(kind, number, tag), self.tr("Undo") if number else "")

        self._run(work, done, len(cards), lambda: self.act(cards, kind, tag))

    def undo(self) -> None:
        """Take back the learner's last deed, on this page or elsewhere."""
        study, learner = self._context.services.study, self._context.learner
        recorder = self._context.services.recorder
        try:
            label = study.undo_label(learner)
        except KnownError as error:
            self._fail(error, self.undo)
            return
        if label is None:
            self.tell(self.tr("There is nothing to take back."))
            return

        def work() -> Changes:
            # What lies on the study table belongs to the window's thread; it is laid anew later.
            large = label.number > MOST_AT_ONCE
            return _changes(recorder.undo(learner) if large else study.undo(learner))

        def done(changes: Changes) -> None:
            self._change(changes)
            self.tell(undone_words(label, label.title), self.tr("Redo"), self.redo)

        self._run(work, done, label.number, self.undo)

    def redo(self) -> None:
        """Bring back what the last undo took, unless anything was done since."""
        study, learner = self._context.services.study, self._context.learner
        recorder = self._context.services.recorder
        try:
            label = study.redo_label(learner)
        except KnownError as error:
            self._fail(error, self.redo)
            return
        if label is None:
            self.tell(self.tr("There is nothing to redo."))
            return

        def work() -> Changes:
            large = label.number > MOST_AT_ONCE
            return _changes(recorder.redo(learner) if large else study.redo(learner))

        def done(changes: Changes) -> None:
            self._change(changes)
            self.tell(redone_words(label), self.tr("Undo"))

        self._run(work, done, label.number, self.redo)

    def tell(self, text: str, action: str = "", then: Callable[[], None] | None = None) -> None:
        """Say what was done; the focus stays where it is.

        Args:
            text: What was done.
            action: Word on the button; empty for no button.
            then: What the button does; by default it takes back what was done.
        """
        self._page.message.show_message(text, action=action, then=then or self.undo, focus=False)
        self._told = True
        self._page.say(text)

    def put_away(self) -> None:
        """Make room: what was told has been read. Errors stay until they are closed."""
        if self._told and not self.busy:
            self._page.message.dismiss()

    def _run(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        number: int,
        again: Callable[[], None],
    ) -> None:
        if self.busy:
            return
        if number <= MOST_AT_ONCE:
            try:
                result = work()
            except KnownError as error:
                self._fail(error, again)
                return
            done(result)
            return

        def finished(result: T) -> None:
            self._set_busy(busy=False)
            done(result)

        def failed(error: Exception) -> None:
            self._set_busy(busy=False)
            self._fail(error, again)

        self._set_busy(busy=True)
        words = self.tr("Saving a change of {cards}.").format(cards=cards_in_words(number))
        self.tell(words)
        self._context.jobs.run(lambda _token, _report: work(), finished, failed)

    def _fail(self, error: Exception, again: Callable[[], None]) -> None:
        self._told = False
        self._page.show_failure(error, action=self.tr("Try again"), then=again)

    def _set_busy(self, *, busy: bool) -> None:
        self.busy = busy
        self.busied.emit(busy)

    def _change(self, changes: Changes) -> None:
        if changes:
            self.done.emit(changes)

    def _on_closed(self) -> None:
        self._told = False


def _changes(done: Recorded | Undone | None) -> Changes:
    return Changes.NONE if done is None else done.changes
