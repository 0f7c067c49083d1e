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
        self.choose = Button(theme, self.tr("Choose a session"))
        self.choose.setObjectName(f"{object_name}_choose")
        self.choose.setAccessibleDescription(
            self.tr("Weak, failed or flagged cards, one topic, or practice without a trace")
        )
        self.beside_action(self.choose)
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
        action = self.tr("Take a quiz")
        if done.focus is not None:
            # Imported with the first session that ends.
            from mtdtutor.ui.focus_words import summary_lines

            self.title.setText(self.tr("The session is over"))
            text = "\n".join(summary_lines(done.focus))
            action = self.tr("Go to the cards of the day")
        elif done.cards:
            off = self.tr("A day off")
            self.title.setText(off if done.day_off else self.tr("Nothing more for now"))
            text = "\n".join(self._lines(done, now_ms))
        else:
            self.title.setText(self.tr("No cards yet"))
            text = self.tr("The course is empty, so there is nothing to study.")
        self.action.set_text(action)
        self.choose.setVisible(bool(done.cards))
        self.more.setVisible(bool(done.more) and done.focus is None)
        self.more.set_text(more_words(done.more))
        self.text.set_text(text, self.title.text())
        self.action.setAccessibleDescription(text)

    def _lines(self, done: Done, now_ms: int) -> list[str]:
        lines = []
        if done.day_off:
            lines.append(
                self.tr("You have set today to hold no cards. Today lets you study anyway.")
            )
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
        if done.waiting and not done.day_off:
            lines.append(
                counted(
                    done.waiting,
                    self.tr("{n} more card is due and comes on another day."),
                    self.tr("{n} more cards are due and come on other days."),
                )
            )
        if done.tomorrow:
            lines.append(self.tr("Tomorrow: {cards}.").format(cards=cards(done.tomorrow)))
        else:
            lines.append(self.tr("Nothing is planned for tomorrow."))
        return lines
