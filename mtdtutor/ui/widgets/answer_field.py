"""A line to type an answer into; Enter gives it, unless an input method is still composing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QWidget

from mtdtutor.ui.theme import Role, Theme
from mtdtutor.ui.widgets.fields import TextField

if TYPE_CHECKING:
    from PySide6.QtGui import QInputMethodEvent, QKeyEvent

LONGEST = 200
_Keys = QKeySequence.StandardKey
_WIDTH = 480


class _Line(TextField):
    """A field that leaves Ctrl+Z and Ctrl+Y to the page while they have no typing to change.

    Signals:
        given: Enter was pressed, and no input method wanted it.
    """

    given = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._composing = False
        self._untouched = True

    def begin(self) -> None:
        """Be empty for the next answer; a key still held from before is no part of it."""
        self.setText("")  # clearing would leave the answer before for Ctrl+Z to bring back
        self.setReadOnly(False)
        self._untouched = True

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Note whether letters are still being put together."""
        self._composing = bool(event.preeditString())
        self._untouched = False
        super().inputMethodEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter and what is typed; what means the page goes to the page."""
        held = event.isAutoRepeat()
        self._untouched = self._untouched and held
        if self._untouched:
            event.accept()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            if plain and not held and not self._composing:
                self.given.emit()
            event.accept()
            return
        undo, redo = (event.matches(key) for key in (_Keys.Undo, _Keys.Redo))
        if (undo and not self.isUndoAvailable()) or (redo and not self.isRedoAvailable()):
            event.ignore()
            return
        super().keyPressEvent(event)


class AnswerField(QWidget):
    """Where an answer is typed in its place on the card.

    Signals:
        given: The learner has typed what they know, which may be nothing.
    """

    given = Signal()

    def __init__(self, theme: Theme, object_name: str) -> None:
        """Make an empty field."""
        super().__init__()
        self._theme = theme
        self.line = _Line(theme)
        self.line.setObjectName(object_name)
        self.line.setMaxLength(LONGEST)
        self.line.setAccessibleName(self.tr("Your answer"))
        self.line.setPlaceholderText(self.tr("Type the answer, then Enter"))
        self.line.given.connect(self.given)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.line, 3)
        row.addStretch(1)
        theme.changed.connect(self._restyle)
        self._restyle()

    def begin(self, question: str) -> None:
        """Be empty and ready for the answer to a question, which a screen reader says with it."""
        self.line.begin()
        self.line.setAccessibleDescription(question)
        self.show()

    def close_answer(self) -> str:
        """Let nothing more be typed; returns what was."""
        self.line.setReadOnly(True)
        return self.line.text().strip()

    def _restyle(self) -> None:
        self.line.setFont(self._theme.font(Role.BODY))
        self.line.setMaximumWidth(self._theme.scale * _WIDTH // 100)
