"""A row of the page of keys: what keys do, the keys, and what is the matter with them."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from mtdtutor.ui.key_table import Entry
from mtdtutor.ui.keys import KeyCaps
from mtdtutor.ui.theme import TARGET_HEIGHT, Role, Theme
from mtdtutor.ui.widgets.buttons import Button, Look
from mtdtutor.ui.widgets.flow import FlowLayout
from mtdtutor.ui.widgets.key_button import KeyButton
from mtdtutor.ui.widgets.key_sheet import key_range
from mtdtutor.ui.widgets.text import Label


class KeyRow(QWidget):
    """One binding. Keys that always stay are a text, the others are buttons.

    Attributes:
        buttons: The buttons by the place of their key.
        reset: Brings back the usual keys; there only while they are changed.
    """

    def __init__(self, theme: Theme, entry: Entry, does: str) -> None:
        """Make a row without keys; ``show_keys`` follows.

        Args:
            theme: The appearance to follow.
            entry: The binding.
            does: What it does, in words.
        """
        super().__init__()
        slug = entry.name.replace(".", "_").replace("#", "_")
        self.does = Label(theme, does, Role.BODY, wrap=True)
        self.trouble = Label(theme, "", Role.CAPTION, wrap=True)
        self.trouble.setObjectName(f"keys_{slug}_trouble")
        self.trouble.hide()
        self.fixed = Label(theme, "", Role.BODY, "muted")
        self.fixed.setMinimumHeight(TARGET_HEIGHT)  # on a line with the buttons
        self.buttons: dict[int, KeyButton] = {}
        keys = FlowLayout()
        for place in range(len(entry.keys)):
            if not entry.is_fixed(place):
                button = KeyButton(theme, "", does)
                button.setObjectName(f"keys_{slug}_{place}")
                self.buttons[place] = button
                keys.addWidget(button)
        keys.addWidget(self.fixed)
        self.reset = Button(theme, self.tr("Reset"), Look.QUIET)
        self.reset.setObjectName(f"keys_{slug}_reset")
        self.reset.setAccessibleName(self.tr("Reset: {does}").format(does=does))
        keys.addWidget(self.reset)
        self.reset.hide()
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.does)
        words.addWidget(self.trouble)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addLayout(words, 1)
        self._row.addLayout(keys, 1)
        self._row.setAlignment(words, Qt.AlignmentFlag.AlignVCenter)

    def show_keys(self, entry: Entry, caps: KeyCaps) -> None:
        """Show the keys in force."""
        for place, button in self.buttons.items():
            button.show_key(caps.show(entry.keys[place]))
        stay = tuple(key for place, key in enumerate(entry.keys) if place not in self.buttons)
        shown = key_range(entry.usual._replace(keys=stay), caps) if stay else ""
        if stay and self.buttons:
            shown = QCoreApplication.translate("KeyRow", "and {keys}").format(keys=shown)
        self.fixed.setText(shown)
        self.fixed.setVisible(bool(stay))
        self.reset.setVisible(entry.changed)

    def tell(self, words: str) -> None:
        """Say what is the matter with a key; empty for nothing."""
        self.trouble.setText(words)
        self.trouble.setVisible(bool(words))

    def set_narrow(self, narrow: bool) -> None:
        """Put the keys below what they do where there is little room."""
        direction = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._row.setDirection(direction)
