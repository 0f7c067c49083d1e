"""A session that the learner chose: a quiet line above its cards, and the way out of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QHBoxLayout, QWidget

from mtdtutor.services.study_views import Done, Table
from mtdtutor.ui.theme import Role
from mtdtutor.ui.widgets.buttons import Button, Look
from mtdtutor.ui.widgets.text import Label

if TYPE_CHECKING:
    from mtdtutor.ui.pages.study import StudyPage


class StudyFocus(QObject):
    """Says what the session is and what is left of its time; ends it when asked to.

    Attributes:
        over: What lies on the table is the summary of a session.
    """

    def __init__(self, page: StudyPage) -> None:
        """Begin without a session.

        Args:
            page: Whose table it is about.
        """
        super().__init__(page)
        self._page = page
        self.over = False
        self.strip = QWidget(page)
        self.strip.setObjectName("study_session")
        self.words = Label(page.theme, "", Role.CAPTION, "muted", wrap=True)
        self.words.setObjectName("study_session_words")
        self.leave = Button(page.theme, self.tr("End the session"), Look.QUIET)
        self.leave.setObjectName("study_session_end")
        self.leave.clicked.connect(self._end)
        self.leave.setAccessibleDescription(self.tr("Goes back to the cards of the day"))
        row = QHBoxLayout(self.strip)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.words, 1)
        row.addWidget(self.leave)
        self.strip.hide()

    def lay(self, table: Table) -> None:
        """Show the session of a table; nothing on the cards of the day."""
        done = isinstance(table, Done)
        self.over = done and table.focus is not None
        glance = None if isinstance(table, Done) else table.focus
        self.strip.setVisible(glance is not None)
        if glance is not None:
            # Imported with the first session.
            from mtdtutor.ui.focus_words import session_words

            self.words.setText(session_words(glance))

    def choose(self) -> None:
        """Open the page on which a session is chosen."""
        self._page.go.emit("focus", {"back": self._page.name})

    def on_done(self) -> None:
        """Do what comes after the last card: the cards of the day after a session, else a quiz."""
        if self.over:
            self._end()
        else:
            self._page.go.emit("quiz", {})

    def _end(self) -> None:
        page = self._page
        page.context.services.study.end_focus(page.context.learner)
        page.refresh()
        page.focus_start()
