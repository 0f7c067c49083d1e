"""The first meeting of a card: what to read before the first try, and "I know this"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from mtdtutor.core.errors import KnownError
from mtdtutor.services.study_views import Stage
from mtdtutor.study.memory import Grade
from mtdtutor.study.session import Phase
from mtdtutor.ui.texts import interval

if TYPE_CHECKING:
    from mtdtutor.ui.pages.study import StudyPage


class FirstMeeting(QObject):
    """Decides what a new card offers that others do not, and leads beginners on."""

    def __init__(self, page: StudyPage) -> None:
        """Connect the buttons of a page whose rows are made.

        Args:
            page: Whose cards it is about.
        """
        super().__init__(page)
        self._page = page
        page.bottom.know.clicked.connect(self.know)
        page.card.help_away.clicked.connect(self.put_help_away)

    @property
    def here(self) -> bool:
        """Whether a new card lies there with its answer covered."""
        shown = self._page.shown
        new = shown is not None and shown.stage is Stage.NEW
        return new and self._page.phase is Phase.QUESTION

    def offer(self) -> None:
        """Offer what a card allows now, each thing in one place only."""
        page, first = self._page, self.here
        page.bottom.know.setVisible(first)
        # Where there is little room, what one may do to a card holds this as well.
        beside = first and not page.narrow
        page.bottom.read_first.setVisible(beside)
        reading = page.keyed["R"]
        page.deeds.show_action(reading, shown=not beside)
        # What there is to read tells the answer, and a review is there to recall it.
        page.deeds.allow(reading, allowed=first or page.phase is Phase.ANSWER)
        if first and page.shown is not None:
            comes = interval(*page.shown.intervals[Grade.EASY])
            words = self.tr("Grades it Easy without showing the answer: {interval}")
            if not comes:
                words = self.tr("Takes it as known without showing the answer")
            page.bottom.know.setAccessibleDescription(words.format(interval=comes))

    def show_keys(self) -> None:
        """Show what is printed on the keys here."""
        page = self._page
        keys = page.context.keys
        reading = keys.cap(page.name, "read")
        page.bottom.read_first.set_key(reading)
        page.card.passage.back.set_key(reading)
        page.bottom.know.set_key(keys.cap(page.name, "know"))

    def know(self) -> None:
        """Grade a new card Easy by name; undo takes it back like any grade."""
        page = self._page
        if not self.here or page.shown is None:
            return
        comes = interval(*page.shown.intervals[Grade.EASY])
        if page.commit_grade(Grade.EASY, self.know):
            said = self.tr("Graded Easy: {interval}.").format(interval=comes)
            page.say(said if comes else self.tr("Known; nothing is recorded."))

    def put_help_away(self) -> None:
        """Explain the grades no more, for good."""
        page = self._page
        services, learner = page.context.services, page.context.learner
        try:
            services.learners.put_grade_help_away(learner)
        except KnownError as error:
            page.show_error(error, action=self.tr("Try again"), then=self.put_help_away)
            return
        page.focus_start()
        page.lay(services.study.begin(learner))
