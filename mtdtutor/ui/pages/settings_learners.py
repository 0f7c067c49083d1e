"""Learners in the settings: choose, add, rename, and delete with one confirmation in place."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mtdtutor.core.errors import KnownError
from mtdtutor.ui.a11y import label
from mtdtutor.ui.pages.settings_rows import SettingRow
from mtdtutor.ui.texts import counted, known_error
from mtdtutor.ui.theme import Role
from mtdtutor.ui.widgets.buttons import Button
from mtdtutor.ui.widgets.fields import ChoiceField, TextField
from mtdtutor.ui.widgets.flow import FlowLayout
from mtdtutor.ui.widgets.panel import Divider, Panel
from mtdtutor.ui.widgets.text import Label, ReadingText

if TYPE_CHECKING:
    from mtdtutor.ui.page import Context


class LearnersPanel(Panel):
    """Whose progress is shown, and who else learns here.

    Signals:
        switched: Another learner, or the same under another name, is to be shown; carries the id.
        asked: A question stands at the end of the panel and should be seen whole.
    """

    switched = Signal(str)
    asked = Signal()

    def __init__(self, context: Context) -> None:
        """Make the panel.

        Args:
            context: What the page may use.
        """
        theme = context.theme
        super().__init__(theme, self.tr("Learners"))
        self._context = context
        self._deleting = ""
        self.choice = ChoiceField(theme)
        self.choice_row = SettingRow(
            theme,
            "settings_learner",
            self.tr("Learner"),
            self.tr("Each learner has cards, history and learning settings of their own."),
            self.choice,
        )
        self.choice.activated.connect(self._on_chosen)
        self.new_name = TextField(theme)
        label(self.new_name, "settings_learner_name", self.tr("Name of a learner"))
        self.new_name.setPlaceholderText(self.tr("Name to add, or to give this learner"))
        self.new_name.setMaxLength(80)
        self.new_name.textEdited.connect(self._on_edited)
        self.new_name.returnPressed.connect(self._on_add)
        self.add = self._button("settings_learner_add", self.tr("Add learner"), self._on_add)
        self.rename = self._button(
            "settings_learner_rename", self.tr("Rename this learner"), self._on_rename
        )
        self.delete = self._button(
            "settings_learner_delete", self.tr("Delete this learner"), self._on_delete
        )
        self.trouble = Label(theme, "", Role.BODY, "again", wrap=True)
        self.trouble.setObjectName("settings_learner_trouble")
        self.trouble.hide()
        row = FlowLayout()
        row.addWidget(self.add)
        row.addWidget(self.rename)
        row.addWidget(self.delete)
        self.body.addWidget(self.choice_row)
        self.body.addWidget(Divider(theme))
        self.body.addWidget(self.new_name)
        self.body.addLayout(row)
        self.body.addWidget(self.trouble)
        self.body.addWidget(self._make_confirmation())

    def refresh(self) -> None:
        """Show the learners there are."""
        self.choice.clear()
        for each in self._context.services.learners.everyone():
            self.choice.addItem(each.name, each.id)
        self.choice.setCurrentIndex(max(self.choice.findData(self._context.learner), 0))
        name = self.choice.currentText()
        self.rename.setAccessibleDescription(
            self.tr("Gives {name} the name typed.").format(name=name)
        )
        self.delete.setAccessibleDescription(
            self.tr("Asks first, then deletes {name}.").format(name=name)
        )
        self.delete.setEnabled(self.choice.count() > 1)
        self._hide_confirmation()

    def set_narrow(self, narrow: bool) -> None:
        """Stack what does not fit side by side."""
        self.choice_row.set_narrow(narrow)

    def _button(self, name: str, text: str, slot: object) -> Button:
        button = Button(self._context.theme, text)
        button.setObjectName(name)
        button.clicked.connect(slot)
        return button

    def _make_confirmation(self) -> QWidget:
        theme = self._context.theme
        self.confirmation = QWidget()
        self.question = ReadingText(theme)
        self.question.setObjectName("settings_delete_question")
        self.really = self._button("settings_delete_really", "", self._on_really)
        self.keep = self._button("settings_delete_keep", self.tr("Keep"), self._on_keep)
        row = FlowLayout()
        row.addWidget(self.keep)
        row.addWidget(self.really)
        column = QVBoxLayout(self.confirmation)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(Divider(theme))
        column.addWidget(self.question)
        column.addLayout(row)
        self.confirmation.hide()
        return self.confirmation

    def _on_chosen(self) -> None:
        chosen = self.choice.currentData()
        if chosen != self._context.learner:
            self.switched.emit(chosen)

    def _on_edited(self) -> None:
        self.trouble.hide()

    def _on_add(self) -> None:
        try:
            added = self._context.services.learners.add(self.new_name.text())
        except KnownError as error:
            self._say(error)
            return
        self.new_name.clear()
        self.switched.emit(added.id)

    def _on_rename(self) -> None:
        learner = self._context.learner
        try:
            self._context.services.learners.rename(learner, self.new_name.text())
        except KnownError as error:
            self._say(error)
            return
        self.new_name.clear()
        self.switched.emit(learner)

    def _on_delete(self) -> None:
        """Ask once, in place, naming what is lost."""
        self._deleting = self._context.learner
        figures = self._context.services.safety.stats(self._deleting)
        name = self.choice.currentText()
        text = self.tr(
            "Delete {name}? {reviews} and {attempts} are lost, and so are notes, wordings, own "
            "cards, reports and learning settings. A backup of everything is made first."
        )
        self.question.set_text(
            text.format(
                name=name,
                reviews=counted(
                    _whole(figures["reviews"]), self.tr("{n} review"), self.tr("{n} reviews")
                ),
                attempts=counted(
                    _whole(figures["attempts"]), self.tr("{n} quiz"), self.tr("{n} quizzes")
                ),
            ),
            self.tr("Question"),
        )
        self.really.set_text(self.tr("Delete {name}").format(name=name))
        self.really.setEnabled(True)
        self.keep.setEnabled(True)
        self.confirmation.show()
        self.asked.emit()
        self.question.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_keep(self) -> None:
        self._hide_confirmation()
        self.delete.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_really(self) -> None:
        learner = self._deleting
        learners = self._context.services.learners
        self.question.set_text(self.tr("A backup is made, then the learner is deleted."))
        self.question.setFocus(Qt.FocusReason.OtherFocusReason)
        self.really.setEnabled(False)
        self.keep.setEnabled(False)
        self._context.jobs.run(
            lambda token, report: learners.delete(learner),  # noqa: ARG005
            self._on_deleted,
            self._on_not_deleted,
        )

    def _on_deleted(self, backup: Path) -> None:
        first = self._context.services.learners.find()
        self._hide_confirmation()
        self.switched.emit(first.id)
        self._tell(
            self.tr("Deleted. The backup {file} still has everything.").format(file=backup.name),
            "text",
        )
        self.choice.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_not_deleted(self, error: Exception) -> None:
        self._hide_confirmation()
        if not isinstance(error, KnownError):
            raise error
        self._say(error)

    def _hide_confirmation(self) -> None:
        self._deleting = ""
        self.confirmation.hide()

    def _say(self, error: KnownError) -> None:
        self._tell(known_error(error), "again")
        self.new_name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell(self, text: str, color: str) -> None:
        self.trouble.set_color(color)
        self.trouble.setText(text)
        self.trouble.show()
        self._context.announcer.say(self.trouble, text, urgent=color == "again")


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0
