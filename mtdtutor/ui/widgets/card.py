"""The card on the table: the question above, the answer below it, nothing moves in between."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mtdtutor.ui.theme import Role, Theme
from mtdtutor.ui.widgets.answer_field import AnswerField
from mtdtutor.ui.widgets.buttons import Button, Look
from mtdtutor.ui.widgets.fields import LinesField
from mtdtutor.ui.widgets.flow import FlowLayout
from mtdtutor.ui.widgets.panel import Card, Divider
from mtdtutor.ui.widgets.passage_view import PassageView
from mtdtutor.ui.widgets.text import Label, ReadingText

_SHORTEST = 120


class Back(NamedTuple):
    """What is uncovered with the answer; empty parts are not shown.

    Attributes:
        answer: The answer.
        name: What a screen reader says before it.
        why: What it means.
        help: How to choose a grade.
        note: The learner's own words.
        sources: Where it can be read, one to a line.
    """

    answer: str
    name: str
    why: str
    help: str
    note: str
    sources: str


class NoteEditor(QWidget):
    """A few lines to write, kept when they are left.

    Signals:
        kept: The learner has finished; the text is to be saved.
    """

    kept = Signal()

    def __init__(self, theme: Theme, object_name: str) -> None:
        """Make an empty editor; its parts add to the object name."""
        super().__init__()
        self._theme = theme
        self.setObjectName(object_name)
        lines = LinesField(theme, self.tr("What helps you to remember this?"))
        self.field = lines.field
        self.field.setObjectName(f"{object_name}_field")
        self.field.setAccessibleName(self.tr("Your note on this card"))
        self.keep = Button(theme, self.tr("Keep note"), key="Esc")
        self.keep.setObjectName(f"{object_name}_keep")
        self.keep.clicked.connect(self.kept)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(lines)
        row = QHBoxLayout()
        row.addWidget(self.keep)
        row.addStretch(1)
        column.addLayout(row)
        theme.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        self.field.setFont(self._theme.font(Role.BODY))
        self.field.setFixedHeight(self.field.fontMetrics().lineSpacing() * 3 + 20)


class CardView(Card):
    """A large quiet surface that holds one card; its widgets are made once."""

    def __init__(self, theme: Theme, object_name: str) -> None:
        """Make an empty card; its parts add to the object name."""
        super().__init__(theme, object_name)
        self.caption = Label(theme, "", Role.CAPTION, "muted")
        self.question = self._text("question", Role.QUESTION)
        self.original = self._text("original", Role.BODY, "muted")
        self.hint = self._text("hint", Role.BODY, "muted")
        self.typed = AnswerField(theme, f"{object_name}_typed")
        self._divider = Divider(theme)
        self.compared = self._text("compared", Role.BODY)
        self.answer = self._text("answer", Role.ANSWER)
        self.original_answer = self._text("original_answer", Role.BODY, "muted")
        self.why = self._text("why", Role.BODY, "muted")
        self.help = self._text("help", Role.BODY)
        self.help_away = Button(theme, self.tr("Do not explain again"), Look.QUIET)
        self.help_away.setObjectName(f"{object_name}_help_away")
        self.note_title = Label(theme, self.tr("Your note"), Role.CAPTION, "muted")
        self.note = self._text("note", Role.BODY)
        self.sources = self._text("sources", Role.CAPTION, "muted")
        self.editor = NoteEditor(theme, f"{object_name}_note_editor")
        self.editor.hide()
        self.passage = PassageView(theme, f"{object_name}_passage")
        body = self.body
        body.addWidget(self.caption)
        body.addWidget(self.question)
        body.addWidget(self.original)
        body.addWidget(self.hint)
        body.addWidget(self.typed)
        body.addWidget(self._divider)
        for text in (self.compared, self.answer, self.original_answer, self.why, self.help):
            body.addWidget(text)
        aside = FlowLayout()
        aside.addWidget(self.help_away)
        body.addLayout(aside)
        noted = QVBoxLayout()
        noted.setSpacing(4)
        noted.addWidget(self.note_title)
        noted.addWidget(self.note)
        body.addLayout(noted)
        body.addWidget(self.editor)
        body.addWidget(self.passage)
        body.addStretch(1)
        body.addWidget(self.sources)
        self.hint.hide()
        self.typed.hide()
        self.original.hide()
        self.cover()

    def show_question(self, text: str, caption: str, name: str) -> None:
        """Show a question and cover the answer.

        Args:
            text: The question.
            caption: What kind of card it is, and whether it is new.
            name: What a screen reader says before the question.
        """
        self.cover()
        self.hint.hide()
        self.original.hide()
        self.set_caption(caption)
        self.question.set_text(text, name)
        self.to_top()

    def set_caption(self, caption: str) -> None:
        """Change the line above the question; it keeps its height when it is empty."""
        self.caption.setText(caption or " ")

    def cover(self) -> None:
        """Take the answer away, for eyes and screen readers alike."""
        self._divider.hide()
        self.note_title.hide()
        self.help_away.hide()
        self.passage.put_away()
        covered = (
            self.compared, self.answer, self.original_answer, self.why, self.help, self.note,
            self.sources,
        )  # fmt: skip
        for text in covered:
            text.hide()
            if text.text():
                text.set_text("")

    def uncover(self, back: Back) -> None:
        """Show the answer below the question."""
        parts = (
            (self.answer, back.answer, back.name),
            (self.why, back.why, self.tr("Why")),
            (self.help, back.help, self.tr("How to grade")),
            (self.note, back.note, self.tr("Your note")),
            (self.sources, back.sources, self.tr("Sources")),
        )
        for widget, text, name in parts:
            widget.set_text(text, name)
            widget.setVisible(bool(text))
        self.help_away.setVisible(bool(back.help))
        self.note_title.setVisible(bool(back.note))
        self._divider.show()

    def show_original(self, question: str, answer: str) -> None:
        """Show below the learner's wording what the course says; empty texts take it away.

        Args:
            question: What it asks.
            answer: What it answers; empty while the answer is covered.
        """
        for widget, text in ((self.original, question), (self.original_answer, answer)):
            widget.set_text(text, self.tr("The course's wording"))
            widget.setVisible(bool(text))

    def show_hint(self, text: str) -> None:
        """Show a nudge below the question and take the focus there."""
        self.hint.set_text(text, self.tr("Hint"))
        self.hint.show()
        self.hint.setFocus()
        self.reveal(self.hint)

    def edit_note(self, text: str) -> None:
        """Open the editor on a note."""
        self.editor.field.setPlainText(text)
        self.editor.show()
        self.editor.field.setFocus()
        self.editor.field.moveCursor(self.editor.field.textCursor().MoveOperation.End)
        self.reveal(self.editor)

    def minimumSizeHint(self) -> QSize:
        """Return a low card: what does not fit is scrolled to."""
        return QSize(200, _SHORTEST)

    def _text(self, part: str, role: Role, color: str = "text") -> ReadingText:
        text = ReadingText(self._theme, role, color)
        text.setObjectName(f"{self.objectName()}_{part}")
        return text
