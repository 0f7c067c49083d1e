"""What can be done with the lines that are chosen in the library."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mtdtutor.services.finding import Chosen
from mtdtutor.study.fold import ActionKind
from mtdtutor.ui.a11y import label
from mtdtutor.ui.pages.library_words import chosen_words
from mtdtutor.ui.theme import Role, Theme
from mtdtutor.ui.widgets.action_row import ActionRow
from mtdtutor.ui.widgets.buttons import Button, Look
from mtdtutor.ui.widgets.due_row import DueRow
from mtdtutor.ui.widgets.fields import TextField
from mtdtutor.ui.widgets.text import Label

if TYPE_CHECKING:
    from mtdtutor.ui.key_table import KeyTable

LONGEST_TAG = 60


class TagRow(QWidget):
    """A tag to put on cards or to take off.

    Signals:
        tagged: Carries the tag to put on.
        untagged: Carries the tag to take off.
        left: A person changed their mind.
    """

    tagged = Signal(str)
    untagged = Signal(str)
    left = Signal()

    def __init__(self, theme: Theme) -> None:
        """Make an empty row."""
        super().__init__()
        self.field = TextField(theme)
        label(self.field, "library_tag_field", self.tr("Tag for the cards chosen"))
        self.field.setPlaceholderText(self.tr("Tag"))
        self.field.setMaxLength(LONGEST_TAG)
        self.field.textChanged.connect(self._on_typed)
        self.field.returnPressed.connect(self._add)
        self.add = Button(theme, self.tr("Add"))
        self.add.setObjectName("library_tag_add")
        self.add.clicked.connect(self._add)
        self.remove = Button(theme, self.tr("Remove"))
        self.remove.setObjectName("library_tag_remove")
        self.remove.clicked.connect(self._remove)
        self.close_button = Button(theme, self.tr("Cancel"), Look.QUIET)
        self.close_button.setObjectName("library_tag_cancel")
        self.close_button.clicked.connect(self.left)
        self.known = Label(theme, "", Role.CAPTION, "muted", wrap=True)
        self.known.setObjectName("library_tags_known")
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 0, 6, 0)
        column.setSpacing(4)
        row = QHBoxLayout()
        row.setSpacing(8)
        column.addWidget(self.known)
        column.addLayout(row)
        row.addWidget(self.field, 1)
        for button in (self.add, self.remove, self.close_button):
            row.addWidget(button)
        self._on_typed()

    def begin(self, tags: Iterable[str]) -> None:
        """Let a tag be typed.

        Args:
            tags: Those in use, to be seen beside the field.
        """
        names = ", ".join(tags)
        words = self.tr("Your tags: {tags}").format(tags=names) if names else ""
        self.known.setText(words)
        self.known.setVisible(bool(words))
        self.field.setAccessibleDescription(words)
        self.field.clear()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def tag(self) -> str:
        """Return the tag as it is kept: without quotation marks, one space between words."""
        return " ".join(self.field.text().replace('"', " ").split())

    def _on_typed(self) -> None:
        self.add.setEnabled(bool(self.tag()))
        self.remove.setEnabled(bool(self.tag()))

    def _add(self) -> None:
        if self.tag():
            self.tagged.emit(self.tag())

    def _remove(self) -> None:
        if self.tag():
            self.untagged.emit(self.tag())


class ChosenBar(QWidget):
    """How much is chosen, and what can be done with its cards.

    Signals:
        wanted: Something is to be done; carries the kind of action and the tag or study day.
        tagging: A person wants to type a tag, or has changed their mind; carries which.
        dating: The same of the day on which the cards come back.
    """

    wanted = Signal(object, str)
    tagging = Signal(bool)
    dating = Signal(bool)

    def __init__(self, theme: Theme, keys: KeyTable) -> None:
        """Make a bar for nothing.

        Args:
            theme: The appearance to follow.
            keys: The keys in force.
        """
        super().__init__()
        self._chosen = Chosen((), 0, 0)
        self._keys = keys
        self.words = Label(theme, "", Role.CAPTION, "muted", wrap=True)
        self.words.setObjectName("library_chosen")
        self.words.setContentsMargins(10, 0, 6, 0)
        self.row = ActionRow(theme, "library_actions")
        self.suspend = self._add("library_suspend", self.tr("Suspend"), "S", ActionKind.SUSPEND)
        self.resume = self._add("library_resume_all", self.tr("Resume"), "S", ActionKind.RESUME)
        self.flag = self._add("library_flag", self.tr("Flag"), "F", ActionKind.FLAG)
        self.unflag = self._add("library_unflag", self.tr("Unflag"), "F", ActionKind.UNFLAG)
        self.tag = self.row.add("library_tag_cards", self.tr("Tag"), "T", self.begin_tag)
        self.due = self.row.add("library_due", self.tr("Set due day"), "D", self.begin_due)
        self.forget = self._add("library_forget", self.tr("Forget"), "", ActionKind.FORGET)
        self.forget.setAccessibleDescription(self.tr("Begin anew with the cards, as if never seen"))
        self.forget.setToolTip(self.tr("Begin anew with the cards, as if never seen"))
        self.delete = self._add("library_delete", self.tr("Delete"), "", ActionKind.DELETE)
        self.delete.setAccessibleDescription(self.tr("Delete the chosen cards of your own"))
        self.delete.setToolTip(self.tr("Delete the chosen cards of your own"))
        self.tag_row = TagRow(theme)
        self.tag_row.tagged.connect(lambda tag: self._send_tag(ActionKind.TAG, tag))
        self.tag_row.untagged.connect(lambda tag: self._send_tag(ActionKind.UNTAG, tag))
        self.tag_row.left.connect(self.end_tag)
        self.tag_row.hide()
        self.due_row = DueRow(theme, "library_due")
        self.due_row.chosen.connect(self._send_day)
        self.due_row.left.connect(self.end_due)
        self.due_row.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.words)
        column.addWidget(self.row)
        column.addWidget(self.tag_row)
        column.addWidget(self.due_row)
        keys.changed.connect(self._show_keys)
        self._show_keys()

    def show_chosen(self, chosen: Chosen, lines: int) -> str:
        """Offer what can be done with the cards behind so many lines.

        Returns:
            How much is chosen, in words; empty where one line with cards is.
        """
        self._chosen = chosen
        words = "" if lines == 1 and chosen.cards else chosen_words(lines, len(chosen.cards))
        self.words.setText(words)
        self.words.setVisible(bool(words))
        number = len(chosen.cards)
        suspended = 0 < number == chosen.suspended
        flagged = 0 < number == chosen.flagged
        self.row.show_action(self.suspend, shown=not suspended)
        self.row.show_action(self.resume, shown=suspended)
        self.row.show_action(self.flag, shown=not flagged)
        self.row.show_action(self.unflag, shown=flagged)
        self.row.show_action(self.delete, shown=bool(chosen.own))
        self.allow(allowed=bool(number))
        return words

    def allow(self, *, allowed: bool) -> None:
        """Enable or disable everything, for instance while something is being done."""
        for button in (
            self.suspend, self.resume, self.flag, self.unflag, self.tag, self.due, self.forget,
            self.delete,
        ):  # fmt: skip
            self.row.allow(button, allowed=allowed)

    def do(self, action: str) -> bool:
        """Do what a key asks for; returns whether anything can be done."""
        number = len(self._chosen.cards)
        if not number or not self.tag.isEnabled():
            return False
        match action:
            case "suspend":
                whole = self._chosen.suspended == number
                self.wanted.emit(ActionKind.RESUME if whole else ActionKind.SUSPEND, "")
            case "flag":
                whole = self._chosen.flagged == number
                self.wanted.emit(ActionKind.UNFLAG if whole else ActionKind.FLAG, "")
            case "tag":
                self.begin_tag()
            case "due":
                self.begin_due()
        return True

    def begin_tag(self) -> None:
        """Ask for the tag."""
        self.row.hide()
        self.tag_row.show()
        self.tagging.emit(True)

    def end_tag(self) -> None:
        """Offer all actions again."""
        self.tag_row.hide()
        self.row.show()
        self.tagging.emit(False)

    def begin_due(self) -> None:
        """Ask for the day on which the cards come back."""
        self.row.hide()
        self.due_row.show()
        self.dating.emit(True)

    def end_due(self) -> None:
        """Offer all actions again."""
        self.due_row.hide()
        self.row.show()
        self.dating.emit(False)

    def _add(self, name: str, text: str, key: str, kind: ActionKind) -> Button:
        return self.row.add(name, text, key, lambda: self.wanted.emit(kind, ""))

    def _send_tag(self, kind: ActionKind, tag: str) -> None:
        self.end_tag()
        self.wanted.emit(kind, tag)

    def _send_day(self, day: int) -> None:
        self.end_due()
        self.wanted.emit(ActionKind.SET_DUE, str(day))

    def _show_keys(self) -> None:
        for button, action in (
            (self.suspend, "suspend"), (self.resume, "suspend"), (self.flag, "flag"),
            (self.unflag, "flag"), (self.tag, "tag"), (self.due, "due"),
        ):  # fmt: skip
            button.set_key(self._keys.cap("library", action))
