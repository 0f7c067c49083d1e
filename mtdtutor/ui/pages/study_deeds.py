"""What can be done with the card on the table besides grading it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal

from mtdtutor.ui.texts import QT_TRANSLATE_NOOP, translate
from mtdtutor.ui.theme import Theme
from mtdtutor.ui.widgets.action_row import ActionRow

if TYPE_CHECKING:
    from mtdtutor.services.study_views import Shown
    from mtdtutor.ui.key_table import KeyTable

_DEEDS: Final = (
    ("note", "E", QT_TRANSLATE_NOOP("StudyDeeds", "Note"), ""),
    ("flag", "F", QT_TRANSLATE_NOOP("StudyDeeds", "Flag"), ""),
    (
        "bury",
        "B",
        QT_TRANSLATE_NOOP("StudyDeeds", "Bury"),
        QT_TRANSLATE_NOOP("StudyDeeds", "Not before tomorrow"),
    ),
    (
        "suspend",
        "S",
        QT_TRANSLATE_NOOP("StudyDeeds", "Suspend"),
        QT_TRANSLATE_NOOP("StudyDeeds", "Not until you resume it in the Library"),
    ),
    ("source", "O", QT_TRANSLATE_NOOP("StudyDeeds", "Source"), ""),
    ("read", "R", QT_TRANSLATE_NOOP("StudyDeeds", "Read about this"), ""),
    (
        "original",
        "V",
        QT_TRANSLATE_NOOP("StudyDeeds", "Original"),
        QT_TRANSLATE_NOOP("StudyDeeds", "What the course says on this card"),
    ),
    (
        "wording",
        "W",
        QT_TRANSLATE_NOOP("StudyDeeds", "Reword"),
        QT_TRANSLATE_NOOP("StudyDeeds", "Put this card in your own words"),
    ),
    (
        "report",
        "P",
        QT_TRANSLATE_NOOP("StudyDeeds", "Report"),
        QT_TRANSLATE_NOOP("StudyDeeds", "Say what is wrong with this card"),
    ),
    (
        "info",
        "I",
        QT_TRANSLATE_NOOP("StudyDeeds", "Info"),
        QT_TRANSLATE_NOOP("StudyDeeds", "All about this card: its past and what comes next"),
    ),
)
"""Action, key, word on the button, and what a screen reader adds."""


class StudyDeeds(ActionRow):
    """The row below the grades; its buttons do what their keys do.

    Signals:
        wanted: A person wants something done; carries the action of the table of keys.
    """

    wanted = Signal(str)

    def __init__(self, theme: Theme) -> None:
        """Make the row."""
        super().__init__(theme, "study_actions")
        self.keyed = {}
        for action, key, word, help_text in _DEEDS:
            button = self.add(
                f"study_{action}",
                translate("StudyDeeds", word),
                key,
                partial(self.wanted.emit, action),
            )
            if help_text:
                button.setAccessibleDescription(translate("StudyDeeds", help_text))
            self.keyed[key] = button

    def offer(self, shown: Shown) -> None:
        """Offer what can be done with a card: a learner edits what they wrote themselves."""
        self.show_action(self.keyed["V"], shown=shown.original is not None)
        self.show_action(self.keyed["O"], shown=not shown.own)
        self.show_action(self.keyed["P"], shown=not shown.own)
        self.rename(self.keyed["W"], self.tr("Edit") if shown.own else self.tr("Reword"))

    def show_keys(self, keys: KeyTable) -> None:
        """Show what is printed on the keys in force."""
        for action, usual, *_ in _DEEDS:
            self.keyed[usual].set_key(keys.cap("study", action))
