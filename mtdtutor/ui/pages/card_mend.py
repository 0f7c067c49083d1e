"""Below the table of events: a grade of the past taken back or changed, after a look at it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mtdtutor.services.card_info import GRADE, EventLine
from mtdtutor.study.memory import Grade
from mtdtutor.ui.pages.card_words import explained
from mtdtutor.ui.study_words import grade_word
from mtdtutor.ui.theme import Role, Theme
from mtdtutor.ui.widgets.buttons import Button, Look
from mtdtutor.ui.widgets.flow import FlowLayout
from mtdtutor.ui.widgets.text import Label, ReadingText


class MendRow(QWidget):
    """What can be done with the chosen event; nothing is done before it was shown.

    Signals:
        tried: A person wants to see what a grade, or None to take it back, would do.
        applied: Carries the same when it is to be done.
    """

    tried = Signal(object)
    applied = Signal(object)

    def __init__(self, theme: Theme) -> None:
        """Make a row for nothing."""
        super().__init__()
        self._line: EventLine | None = None
        self._wanted: Grade | None = None
        self.words = Label(theme, "", Role.CAPTION, "muted", wrap=True)
        self.words.setObjectName("card_mend_words")
        self.grades: dict[Grade, Button] = {}
        choices = FlowLayout()
        for grade in Grade:
            button = Button(theme, grade_word(grade))
            button.setObjectName(f"card_mend_{grade.name.lower()}")
            button.clicked.connect(partial(self._try, grade))
            self.grades[grade] = button
            choices.addWidget(button)
        self.remove = Button(theme, self.tr("Take it back"))
        self.remove.setObjectName("card_mend_remove")
        self.remove.clicked.connect(partial(self._try, None))
        choices.addWidget(self.remove)
        self.preview = ReadingText(theme, full_width=True)
        self.preview.setObjectName("card_mend_preview")
        self.apply_button = Button(theme, self.tr("Do it"), Look.PRIMARY)
        self.apply_button.setObjectName("card_mend_apply")
        self.apply_button.clicked.connect(self._apply)
        self.keep = Button(theme, self.tr("Leave it as it is"), Look.QUIET)
        self.keep.setObjectName("card_mend_keep")
        self.keep.clicked.connect(self.end)
        row = FlowLayout()
        row.addWidget(self.apply_button)
        row.addWidget(self.keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 4, 12, 4)
        column.setSpacing(8)
        column.addWidget(self.words)
        column.addLayout(choices)
        column.addWidget(self.preview)
        column.addLayout(row)
        self.show_line(None)

    def show_line(self, line: EventLine | None) -> None:
        """Offer what can be done with an event."""
        self._line = line
        self.words.setText(explained(line))
        self.words.setVisible(line is not None)
        open_to = line is not None and line.kind == GRADE and not line.replaced
        for grade, button in self.grades.items():
            same = line is not None and line.live and line.grade is grade
            button.setVisible(open_to and not same)
        self.remove.setVisible(open_to and line is not None and line.live)
        self._show_preview("")

    def show_preview(self, words: str) -> None:
        """Say what was tried would do, and offer to do it; the focus goes to the words."""
        self._show_preview(words)
        self.preview.setFocus(Qt.FocusReason.OtherFocusReason)

    def end(self) -> None:
        """Do nothing after all."""
        chosen = self.remove if self._wanted is None else self.grades[self._wanted]
        chosen.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_preview("")

    @property
    def trying(self) -> bool:
        """Whether something was shown and is not done yet."""
        return not self.preview.isHidden()

    def _show_preview(self, words: str) -> None:
        self.preview.set_text(words, self.tr("What this would do"))
        for part in (self.preview, self.apply_button, self.keep):
            part.setVisible(bool(words))

    def _try(self, grade: Grade | None) -> None:
        self._wanted = grade
        self.tried.emit(grade)

    def _apply(self) -> None:
        self.applied.emit(self._wanted)
