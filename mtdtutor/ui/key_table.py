"""The keys in force: those of ``keys`` with the learner's own in their place."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from PySide6.QtCore import QObject, Signal

from mtdtutor.ui.keys import PAGES, WINDOW, Binding, KeyCaps

log = logging.getLogger(__name__)

EVERYWHERE: Final = ""
"""Stands for the window in place of a page's name."""

# These mean the same in every program, or go by what stands beside them on the screen.
_FIXED_KEYS: Final = frozenset(("Enter", "Esc", "Ctrl+Enter", "Up", "Down", "Left", "Right"))
_FIXED_ACTIONS: Final = frozenset(("choose", "page", "larger", "smaller"))
_TEXT_KEYS: Final = frozenset(("Ctrl+A", "Ctrl+C", "Ctrl+V", "Ctrl+X"))
_FREE: Final = re.compile(r"(Ctrl\+(Shift\+)?)?[A-Z]|(Ctrl\+)?[0-9]|F([1-9]|1[0-2])")

_Place = tuple[str, str]


class Entry(NamedTuple):
    """A binding, however many pages and phases have it.

    Attributes:
        name: As device settings call it.
        pages: Names of the pages that have it; ``EVERYWHERE`` for the window.
        usual: The binding as the program brings it.
        keys: Its keys in force.
    """

    name: str
    pages: tuple[str, ...]
    usual: Binding
    keys: tuple[str, ...]

    @property
    def changed(self) -> bool:
        """Whether any of its keys is the learner's own."""
        return self.keys != self.usual.keys

    def is_fixed(self, place: int) -> bool:
        """Return whether the key at a place always stays."""
        return self.usual.action in _FIXED_ACTIONS or self.usual.keys[place] in _FIXED_KEYS


class KeyTable(QObject):
    """What the handler, the sheet of keys and the hints on buttons are made from.

    A key has one meaning in each phase of a page, and what the window does holds in all of them.

    Signals:
        changed: A key was changed, or other characters are printed on the keys.

    Attributes:
        caps: What is printed on the keys.
    """

    changed = Signal()

    def __init__(self, caps: KeyCaps, stored: Mapping[str, object] | None = None) -> None:
        """Put keys in force.

        Args:
            caps: What is printed on the keys.
            stored: What ``stored`` returned once. What makes no sense is ignored.
        """
        super().__init__()
        self.caps = caps
        self._usual: dict[str, Binding] = {}
        self._tables: dict[_Place, tuple[str, ...]] = {}
        self._list()
        self._own: dict[str, tuple[str, ...]] = {}
        self._unknown: dict[str, object] = {}
        self._take(stored or {})
        caps.changed.connect(self.changed)

    # What is in force

    @property
    def window(self) -> tuple[Binding, ...]:
        """What keys do on every page."""
        return self.bindings(EVERYWHERE, "")

    def bindings(self, page: str, phase: str) -> tuple[Binding, ...]:
        """Return the table of a page in a phase; pages without one have no keys of their own."""
        names = self._tables.get((page, phase), ())
        return tuple(self._usual[name]._replace(keys=self._keys(name)) for name in names)

    def cap(self, page: str, action: str, place: int = 0) -> str:
        """Return what is printed on a key of an action, in whichever phase has it."""
        for (where, _), names in self._tables.items():
            for name in names:
                if where == page and self._usual[name].action == action:
                    return self.caps.show(self._keys(name)[place])
        return ""

    def entries(self) -> list[Entry]:
        """Return every binding once, in the order of pages and phases."""
        pages: dict[str, list[str]] = {name: [] for name in self._usual}
        for (page, _), names in self._tables.items():
            for name in names:
                if page not in pages[name]:
                    pages[name].append(page)
        return [
            Entry(name, tuple(pages[name]), usual, self._keys(name))
            for name, usual in self._usual.items()
        ]

    # Changing

    def may_be(self, name: str, place: int, key: str) -> bool:
        """Return whether a key can stand at a place at all."""
        if key == self._usual[name].keys[place]:
            return True
        return key not in _TEXT_KEYS and _FREE.fullmatch(key) is not None

    def clash(self, name: str, place: int, key: str) -> Binding | None:
        """Return what has a key already, where the binding counts; None if the key is free."""
        keys = list(self._keys(name))
        keys[place] = ""
        if key in keys:
            return self._usual[name]
        for other in self._beside(name):
            if key in self._keys(other):
                return self._usual[other]
        return None

    def change(self, name: str, place: int, key: str) -> None:
        """Put a key at a place that it may have and where it is free."""
        keys = list(self._keys(name))
        keys[place] = key
        self._set(name, tuple(keys))
        self.changed.emit()

    def reset(self, names: Iterable[str]) -> Binding | None:
        """Bring back the usual keys of bindings.

        Returns:
            What has one of these keys now, so that nothing was changed; None when it is done.
        """
        before = dict(self._own)
        wanted = list(names)
        for name in wanted:
            self._own.pop(name, None)
        for name in wanted:
            for place, key in enumerate(self._usual[name].keys):
                taken = None if key in _FIXED_KEYS else self.clash(name, place, key)
                if taken is not None:
                    self._own = before
                    return taken
        self.changed.emit()
        return None

    def stored(self) -> dict[str, object]:
        """Return what device settings keep: the changed keys, and what this version ignores."""
        return {**self._unknown, **{name: list(keys) for name, keys in self._own.items()}}

    # Inside

    def _list(self) -> None:
        """Name every binding: one that several pages have in common gets one name."""
        named: dict[Binding, str] = {}
        tables: dict[_Place, tuple[Binding, ...]] = {(EVERYWHERE, ""): WINDOW}
        for page, phases in PAGES.items():
            tables |= {(page, phase): table for phase, table in phases.items()}
        for where, table in tables.items():
            for binding in table:
                if binding not in named:
                    base = f"{where[0] or 'window'}.{binding.action}"
                    number = sum(re.sub(r"#\d+$", "", name) == base for name in self._usual)
                    named[binding] = f"{base}#{number + 1}" if number else base
                    self._usual[named[binding]] = binding
            self._tables[where] = tuple(dict.fromkeys(named[binding] for binding in table))

    def _keys(self, name: str) -> tuple[str, ...]:
        return self._own.get(name, self._usual[name].keys)

    def _set(self, name: str, keys: tuple[str, ...]) -> None:
        if keys == self._usual[name].keys:
            self._own.pop(name, None)
        else:
            self._own[name] = keys

    def _beside(self, name: str) -> Iterator[str]:
        """Yield the bindings that count where another one does."""
        window = self._tables[EVERYWHERE, ""]
        for (page, _), names in self._tables.items():
            if page == EVERYWHERE or name in names or name in window:
                yield from (other for other in (*names, *window) if other != name)

    def _take(self, stored: Mapping[str, object]) -> None:
        for name, keys in stored.items():
            if name not in self._usual:
                self._unknown[name] = keys
                log.info("no such key binding here: %s", name)
            elif (sensible := self._sensible(name, keys)) is not None:
                self._set(name, sensible)
            else:
                log.warning("keys in the settings ignored: %s", name)
        while (names := self._first_clash()) is not None:
            for name in names:
                if self._own.pop(name, None) is not None:
                    log.warning("keys in the settings ignored, one of them is taken: %s", name)

    def _sensible(self, name: str, keys: object) -> tuple[str, ...] | None:
        """Return stored keys of a binding, or None where they are none."""
        usual = self._usual[name]
        if not isinstance(keys, list | tuple) or len(keys) != len(usual.keys):
            return None
        entry = Entry(name, (), usual, usual.keys)
        for place, key in enumerate(keys):
            if not isinstance(key, str) or not self.may_be(name, place, key):
                return None
            if entry.is_fixed(place) and key != usual.keys[place]:
                return None
        return tuple(keys)

    def _first_clash(self) -> tuple[str, ...] | None:
        """Return own bindings that have a key in common with each other or with a usual one."""
        for name in self._own:
            keys = self._keys(name)
            if len(set(keys)) < len(keys):
                return (name,)
            for other in self._beside(name):
                if set(keys) & set(self._keys(other)) - _FIXED_KEYS:
                    return name, other
        return None
