"""A button that shows a key and, once pressed, takes the next one."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent

from mtdtutor.ui.keys import KeyPress
from mtdtutor.ui.theme import Theme
from mtdtutor.ui.widgets.buttons import Button

_MODIFIERS: Final = frozenset(
    (
        Qt.Key.Key_Shift,
        Qt.Key.Key_Control,
        Qt.Key.Key_Alt,
        Qt.Key.Key_AltGr,
        Qt.Key.Key_Meta,
        Qt.Key.Key_CapsLock,
        Qt.Key.Key_NumLock,
    )
)
_LEAVING: Final = frozenset((Qt.Key.Key_Tab, Qt.Key.Key_Backtab))


class KeyButton(Button):
    """Waits for a key after it was pressed; Escape, Tab and the loss of the focus end the wait.

    Signals:
        asked: The wait began.
        given: A key was pressed while it waited; carries the ``KeyPress``.
    """

    asked = Signal()
    given = Signal(object)

    waiting = False  # events come while the button is being made

    def __init__(self, theme: Theme, key: str, does: str) -> None:
        """Make a button.

        Args:
            theme: The appearance to follow.
            key: The key as it is printed.
            does: What the key does, for screen readers.
        """
        super().__init__(theme, "")
        self._does = does
        self._key_shown = ""
        self.show_key(key)
        self.clicked.connect(self._wait)

    def show_key(self, key: str) -> None:
        """Show another key; the wait for one goes on."""
        self._key_shown = key
        self._show()

    def stop_waiting(self) -> None:
        """Wait no longer; the key stays as it is."""
        self.waiting = False
        self._show()

    def event(self, event: QEvent) -> bool:
        """Take Tab as a way out before the focus moves."""
        if self.waiting and isinstance(event, QKeyEvent) and event.key() in _LEAVING:
            self.stop_waiting()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the key that was waited for, whatever it does elsewhere."""
        if not self.waiting:
            super().keyPressEvent(event)
            return
        event.accept()
        if event.key() == Qt.Key.Key_Escape:
            self.stop_waiting()
        elif event.key() not in _MODIFIERS and not event.isAutoRepeat():
            self.given.emit(KeyPress.of(event))

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Let go of Space without pressing the button again."""
        if self.waiting:
            event.accept()
            return
        super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Stop waiting: whoever looks elsewhere does not mean this button."""
        super().focusOutEvent(event)
        if self.waiting:
            self.stop_waiting()

    def _wait(self) -> None:
        self.waiting = True
        self._show()
        self.asked.emit()

    def _show(self) -> None:
        if self.waiting:
            self.set_text(self.tr("Press a key"))
            words = self.tr("{does}: press a key")
        else:
            self.set_text(self._key_shown)
            words = self.tr("{does}: {key}")
        self.setAccessibleName(words.format(does=self._does, key=self._key_shown))
