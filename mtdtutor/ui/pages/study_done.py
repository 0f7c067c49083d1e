"""What Study says when nothing is left to ask for now."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from mtdtutor.services.study_views import Done
from mtdtutor.ui.study_words import more_words
from mtdtutor.ui.texts import cards, clock_time, counted
from mtdtutor.ui.theme import Theme
from mtdtutor.ui.widgets.buttons import Button
from mtdtutor.ui.widgets.empty_state import EmptyState


class DoneView(EmptyState):
    """What was done, what tomorrow holds, and something else to do."""

    def __init__(self, theme: Theme, object_name: str) -> None:
        """Make an empty view; its parts add to the object name."""
        action = QCoreApplication.translate("DoneView", "Take a quiz")
        super().__init__(theme, "", "", action, object_name)
        self.more = Button(theme, more_words(0))
        self.more.setObjectName(f"{object_name}_more")
        self.more.setAccessibleDescription(
            self.tr("New cards beyond your daily limit, for today only")
        )
        self.more.hide()
        self.beside_action(self.more)
        self.write = Button(theme, self.tr("Write a card"))
        self.write.setObjectName(f"{object_name}_write")
        self.write.setAccessibleDescription(self.tr("A card of your own, or many from a file"))
        self.beside_action(self.write)

    def show_done(self, done: Done, now_ms: int) -> None:
        """Show how the day stands.

        Args:
            done: What the study service says.
            now_ms: The present moment, for the time until the next card.
        """
        if done.cards:
            self.title.setText(self.tr("Nothing more for now"))
            text = "\n".join(self._lines(done, now_ms))
        else:
            self.title.setText(self.tr("No cards yet"))
            text = self.tr("The course is empty, so there is nothing to study.")
        self.more.setVisible(bool(done.more))
        self.more.set_text(more_words(done.more))
        self.text.set_text(text, self.title.text())
        self.action.setAccessibleDescription(text)

    def _lines(self, done: Done, now_ms: int) -> list[str]:
        lines = []
        if done.reviewed_today:
            lines.append(
                counted(
                    done.reviewed_today,
                    self.tr("You graded {n} answer today."),
                    self.tr("You graded {n} answers today."),
                )
            )
        if done.next_due_ms is not None:
            left = clock_time(done.next_due_ms - now_ms)
            lines.append(self.tr("The next card is ready in {time}.").format(time=left))
        if done.waiting:
            lines.append(
                counted(
                    done.waiting,
                    self.tr("{n} more card is due and waits until tomorrow."),
                    self.tr("{n} more cards are due and wait until tomorrow."),
                )
            )
        if done.tomorrow:
            lines.append(self.tr("Tomorrow: {cards}.").format(cards=cards(done.tomorrow)))
        else:
            lines.append(self.tr("Nothing is planned for tomorrow."))
        return lines
