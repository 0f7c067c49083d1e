"""Keys: what each of them does on which page, and keys of one's own in their place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication

from mtdtutor.core.changes import Changes
from mtdtutor.core.errors import KnownError
from mtdtutor.ui.key_table import EVERYWHERE, Entry
from mtdtutor.ui.keys import Binding, KeyPress, names
from mtdtutor.ui.page import Context, Page
from mtdtutor.ui.page_list import PAGES
from mtdtutor.ui.pages.keys_rows import KeyRow
from mtdtutor.ui.sidebar import NAVIGATION
from mtdtutor.ui.widgets.buttons import Button
from mtdtutor.ui.widgets.flow import FlowLayout
from mtdtutor.ui.widgets.panel import Panel
from mtdtutor.ui.widgets.text import ReadingText

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from mtdtutor.ui.widgets.key_button import KeyButton

_NAV: Final = {spec.name: spec.nav for spec in PAGES}


def label_of(binding: Binding) -> str:
    """Return what a key does, in words."""
    return QCoreApplication.translate("Keys", binding.label)


class KeysPage(Page):
    """Every key of the program, by the page it counts on; most can be changed."""

    name = "keys"
    interests = Changes.NONE

    def __init__(self, context: Context) -> None:
        super().__init__(context, "")
        self.heading.setText(self.tr("Keys"))
        self.heading.show()
        self.table = context.keys
        self.rows: dict[str, KeyRow] = {}
        self.help = ReadingText(self.theme)
        self.help.setObjectName("keys_help")
        self.help.set_text(
            self.tr(
                "Press the button of a key, then the key to put in its place: a letter or a digit, "
                "also with Ctrl, or F1 to F12. Digits count by their place on the keyboard. Keys "
                "without a button stay as they are. Everything is in force at once."
            ),
            self.tr("How to change keys"),
        )
        self.back = self._button("keys_back", self.tr("Back to settings"))
        self.back.clicked.connect(self._on_back)
        self.reset_all = self._button("keys_reset_all", self.tr("Reset all keys"))
        self.reset_all.clicked.connect(self._on_reset_all)
        body = self.scroll_body().body
        body.addWidget(self.help)
        for nav, entries in self._groups():
            body.addWidget(self._panel(nav, entries))
        body.addStretch(1)
        foot = FlowLayout()
        foot.addWidget(self.back)
        foot.addWidget(self.reset_all)
        self.column.addLayout(foot)
        self.table.changed.connect(self._show)
        self._show()

    def start_widget(self) -> QWidget:
        """Return the way back; Enter must not begin to change a key."""
        return self.back

    def on_narrow(self, narrow: bool) -> None:
        """Put keys below what they do where there is little room."""
        for row in self.rows.values():
            row.set_narrow(narrow)

    def on_action(self, action: str, index: int) -> bool:  # noqa: ARG002
        """Go back by key."""
        if action == "back":
            self._on_back()
            return True
        return False

    # Making

    def _groups(self) -> list[tuple[str, list[Entry]]]:
        """Return what counts everywhere, then what counts on the pages of each sidebar entry."""
        groups: dict[str, list[Entry]] = {EVERYWHERE: []}
        groups |= {nav: [] for nav, _ in NAVIGATION}
        for entry in self.table.entries():
            navs = {_NAV.get(page, EVERYWHERE) for page in entry.pages}
            groups[navs.pop() if len(navs) == 1 else EVERYWHERE].append(entry)
        return [(nav, entries) for nav, entries in groups.items() if entries]

    def _panel(self, nav: str, entries: Sequence[Entry]) -> Panel:
        words = dict(NAVIGATION)
        title = QCoreApplication.translate("Window", words[nav]) if nav else self.tr("Everywhere")
        panel = Panel(self.theme, title)
        panel.body.setSpacing(6)
        for entry in entries:
            row = KeyRow(self.theme, entry, label_of(entry.usual))
            for place, button in row.buttons.items():
                button.asked.connect(partial(row.tell, ""))
                button.given.connect(partial(self._on_given, entry.name, place))
            row.reset.clicked.connect(partial(self._on_reset, entry.name))
            self.rows[entry.name] = row
            panel.body.addWidget(row)
        return panel

    def _button(self, name: str, text: str) -> Button:
        button = Button(self.theme, text)
        button.setObjectName(name)
        return button

    # Changing

    def _show(self) -> None:
        entries = self.table.entries()
        for entry in entries:
            self.rows[entry.name].show_keys(entry, self.table.caps)
        self.reset_all.setEnabled(any(entry.changed for entry in entries))

    def _on_given(self, name: str, place: int, press: KeyPress) -> None:
        row = self.rows[name]
        self.table.caps.learn(press)
        fit = (key for key in names(press) if self.table.may_be(name, place, key))
        key = next(fit, None)
        if key is None:
            self._tell(row, self.tr("This key cannot be taken. Press another one, or Esc."))
            return
        taken = self.table.clash(name, place, key)
        if taken is not None:
            self._tell(row, self._taken_words(key, taken))
            return
        row.buttons[place].stop_waiting()
        row.tell("")
        self.table.change(name, place, key)
        self._keep()
        self.say(row.buttons[place].accessibleName())

    def _on_reset(self, name: str) -> None:
        row = self.rows[name]
        first: KeyButton = next(iter(row.buttons.values()))
        first.setFocus()  # the button that resets goes away
        self._reset((name,), row)

    def _on_reset_all(self) -> None:
        self.back.setFocus()
        self._reset([entry.name for entry in self.table.entries()], None)

    def _reset(self, names_of: Iterable[str], row: KeyRow | None) -> None:
        taken = self.table.reset(names_of)
        if taken is not None and row is not None:
            words = self.tr("Its usual key is taken: {label}. Give that another key first.")
            self._tell(row, words.format(label=label_of(taken)))
            return
        for each in self.rows.values() if row is None else (row,):
            each.tell("")
        self._keep()
        self.say(self.tr("The usual keys are back."))

    def _taken_words(self, key: str, taken: Binding) -> str:
        words = self.tr(
            "{key} is taken: {label}. Give that another key first, press another one here, or Esc."
        )
        return words.format(key=self.table.caps.show(key), label=label_of(taken))

    def _tell(self, row: KeyRow, words: str) -> None:
        row.tell(words)
        self.say(words)

    def _keep(self) -> None:
        device = self.context.device
        try:
            device.change(replace(device.settings, keys=self.table.stored()))
        except KnownError as error:
            self.show_error(error)

    def _on_back(self) -> None:
        self.go.emit("settings", {})
