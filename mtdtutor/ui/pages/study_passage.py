"""What there is to read about the card on the table, in place: fact, subject and sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject

from mtdtutor.services.citing import reference
from mtdtutor.services.course_views import FactDetail, Reading
from mtdtutor.study.session import Phase
from mtdtutor.ui.theme import Role
from mtdtutor.ui.widgets.passage import Paragraph

if TYPE_CHECKING:
    from mtdtutor.services.study_views import Shown
    from mtdtutor.ui.pages.study import StudyPage


class StudyPassage(QObject):
    """Opens below the card and closes by the same key, on the same card.

    A new card may be read about before the first try. For all others it opens after the answer
    only: it would tell what is to be recalled.
    """

    def __init__(self, page: StudyPage) -> None:
        """Begin with nothing open.

        Args:
            page: Whose card it is about.
        """
        super().__init__(page)
        self._page = page
        self._view = page.card.passage
        self._view.back.clicked.connect(self.close)
        self._view.more.clicked.connect(self._read_all)

    @property
    def open(self) -> bool:
        """Whether the passage is in view."""
        return not self._view.isHidden()

    def toggle(self) -> None:
        """Open the passage, or go back from it to the card."""
        page = self._page
        if self.open:
            self.close()
            return
        shown = page.shown
        if shown is None or page.phase not in (Phase.QUESTION, Phase.ANSWER):
            return
        if page.phase is Phase.QUESTION and not page.first.here:
            page.say(self.tr("Show the answer first: what there is to read would tell it."))
        elif paragraphs := self._paragraphs(shown):
            page.watch.pause()
            self._view.show_passage(paragraphs)
            page.card.show_from(self._view)
        else:
            self._read_all()

    def close(self) -> bool:
        """Put the passage away and go back to the card; return whether it was open."""
        if not self.open:
            return False
        self._page.focus_start()
        self._view.put_away()
        self._page.watch.go_on()
        return True

    def _read_all(self) -> None:
        shown = self._page.shown
        self.close()
        if shown is not None:
            self._page.go.emit("reading", {"topic": shown.topic, "back": self._page.name})

    def _paragraphs(self, shown: Shown) -> list[Paragraph]:
        library, learner = self._page.context.services.library, self._page.context.learner
        fact = library.entry(learner, "fact", shown.fact)
        if not isinstance(fact, FactDetail):
            return []
        told = [Paragraph(fact.text, Role.STRONG)]
        if fact.contested:
            words = QCoreApplication.translate("Reading", "Contested: authors disagree.")
            told.append(Paragraph(words, color="muted"))
        about = fact.about
        reading = None if about is None else library.entry(learner, about.kind, about.id)
        if isinstance(reading, Reading):
            told.insert(0, Paragraph(reading.title, Role.SECTION))
            told += [Paragraph(each) for each in reading.paragraphs if each != fact.text]
        told += [Paragraph(reference(line), Role.CAPTION, "muted") for line in fact.sources]
        return told
