"""Keys as data: one table for the handler and for the sheet of keys, whatever the layout.

Digits go by physical place, on the digit row and the keypad, because French and Czech rows do not
type digits. Letters go by the Latin letter the layout prints, and by place where it prints none.
A few keys go by the character they type.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QObject, Qt, Signal

from mtdtutor.ui.key_places import (
    MAC_DIGITS,
    MAC_LETTERS,
    PRINTED,
    ROWS,
    WINDOWS_DIGITS,
    WINDOWS_LETTERS,
    X11_DIGITS,
    X11_LETTERS,
)
from mtdtutor.ui.texts import QT_TRANSLATE_NOOP

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

_MODIFIER: Final = Qt.KeyboardModifier


class KeyPress(NamedTuple):
    """What the system said about one key going down.

    Attributes:
        key: Qt's key code, as a number.
        text: The character typed, if any.
        modifiers: Which modifiers were down.
        scan: The place of the key: evdev + 8 on X11 and Wayland, Windows' scan code.
        virtual: The system's key code; on macOS it names the place.
        repeat: Whether the key is being held.
    """

    key: int
    text: str = ""
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    scan: int = 0
    virtual: int = 0
    repeat: bool = False

    @classmethod
    def of(cls, event: QKeyEvent) -> KeyPress:
        """Take a key press out of an event."""
        return cls(
            int(event.key()),
            event.text(),
            event.modifiers(),
            event.nativeScanCode(),
            event.nativeVirtualKey(),
            event.isAutoRepeat(),
        )

    @property
    def ctrl(self) -> bool:
        """Whether Ctrl (Command on macOS) is down."""
        return bool(self.modifiers & _MODIFIER.ControlModifier)

    @property
    def types_nothing(self) -> bool:
        """Whether it is a key that no text wants: Escape, or one of F1 to F12."""
        return self.key == Qt.Key.Key_Escape or Qt.Key.Key_F1 <= self.key <= Qt.Key.Key_F12


class Binding(NamedTuple):
    """What keys do.

    Attributes:
        action: Name the page or the window acts on.
        keys: Key names; the place in this tuple is handed on with the action.
        label: What it does, for the sheet of keys; translated when shown.
        repeat: Whether holding the key does it again and again.
    """

    action: str
    keys: tuple[str, ...]
    label: str
    repeat: bool = False


class Hit(NamedTuple):
    """A binding that a key press met.

    Attributes:
        action: The binding's action.
        place: Which of its keys it was, from 0.
        repeat: True when the key is held and the action is not for repeating.
    """

    action: str
    place: int
    repeat: bool


_DIGITS: Final = tuple("123456789")
_CARD: Final = (
    Binding("undo", ("Ctrl+Z",), QT_TRANSLATE_NOOP("Keys", "Take back the last grade or action")),
    Binding("redo", ("Ctrl+Y", "Ctrl+Shift+Z"), QT_TRANSLATE_NOOP("Keys", "Undo the undo")),
    Binding("note", ("E",), QT_TRANSLATE_NOOP("Keys", "Write a note on the card")),
    Binding("flag", ("F",), QT_TRANSLATE_NOOP("Keys", "Flag the card")),
    Binding("bury", ("B",), QT_TRANSLATE_NOOP("Keys", "Bury the card until tomorrow")),
    Binding("suspend", ("S",), QT_TRANSLATE_NOOP("Keys", "Suspend the card until you resume it")),
    Binding("source", ("O",), QT_TRANSLATE_NOOP("Keys", "Show the source")),
    Binding("read", ("R",), QT_TRANSLATE_NOOP("Keys", "Read about this, or go back to the card")),
    Binding("wording", ("W",), QT_TRANSLATE_NOOP("Keys", "Put the card in your own words")),
    Binding(
        "original",
        ("V",),
        QT_TRANSLATE_NOOP("Keys", "Show the course's wording beside yours, or hide it"),
    ),
    Binding("report", ("P",), QT_TRANSLATE_NOOP("Keys", "Report a problem")),
    Binding("info", ("I",), QT_TRANSLATE_NOOP("Keys", "Show all about the card")),
)
_UNDO: Final = _CARD[:2]
# A source's title may tell the answer, and putting a card in other words shows both sides.
_COVERED_CARD: Final = tuple(
    binding for binding in _CARD if binding.action not in ("source", "wording", "info")
)
_CLOSE_PASSAGE: Final = Binding(
    "close_passage", ("Esc",), QT_TRANSLATE_NOOP("Keys", "Go back from reading to the card")
)
_PAUSE: Final = QT_TRANSLATE_NOOP("Keys", "Pause, or go on")
_TIME: Final = Binding("time", ("T",), QT_TRANSLATE_NOOP("Keys", "Tell the time left"))
_QUIZ: Final = (
    Binding("flag", ("F",), QT_TRANSLATE_NOOP("Keys", "Flag the question")),
    Binding("pause", ("P",), _PAUSE),
    _TIME,
)
_QUESTIONS: Final = Binding(
    "move_question",
    ("Left", "Right"),
    QT_TRANSLATE_NOOP("Keys", "Move among the questions"),
    repeat=True,
)

_GO_BACK: Final = (Binding("back", ("Esc",), QT_TRANSLATE_NOOP("Keys", "Go back")),)

WINDOW: Final = (
    Binding(
        "page",
        ("Ctrl+1", "Ctrl+2", "Ctrl+3", "Ctrl+4", "Ctrl+5", "Ctrl+6"),
        QT_TRANSLATE_NOOP("Keys", "Go to a page"),
    ),
    Binding("search", ("Ctrl+F",), QT_TRANSLATE_NOOP("Keys", "Search the library")),
    Binding("larger", ("Ctrl++",), QT_TRANSLATE_NOOP("Keys", "Larger text"), repeat=True),
    Binding("smaller", ("Ctrl+-",), QT_TRANSLATE_NOOP("Keys", "Smaller text"), repeat=True),
    Binding("keys", ("?",), QT_TRANSLATE_NOOP("Keys", "Show or hide these keys")),
    Binding("guide", ("F1",), QT_TRANSLATE_NOOP("Keys", "Read the guide")),
    Binding("close", ("Esc",), QT_TRANSLATE_NOOP("Keys", "Close what lies on top")),
    Binding("quit", ("Ctrl+Q",), QT_TRANSLATE_NOOP("Keys", "Quit")),
)

PAGES: Final[Mapping[str, Mapping[str, tuple[Binding, ...]]]] = {
    "today": {"": _UNDO},
    "exam": {"": _GO_BACK},
    "study": {
        "question": (
            Binding("reveal", ("Space", "Enter"), QT_TRANSLATE_NOOP("Keys", "Show the answer")),
            Binding("hint", ("H",), QT_TRANSLATE_NOOP("Keys", "Show the hint, if there is one")),
            Binding(
                "know", ("K",), QT_TRANSLATE_NOOP("Keys", "I know this: grade a new card easy")
            ),
            *_COVERED_CARD,
            _CLOSE_PASSAGE,
        ),
        "typing": (
            Binding("submit", ("Enter",), QT_TRANSLATE_NOOP("Keys", "Give the typed answer")),
            Binding(
                "leave_field",
                ("Esc",),
                QT_TRANSLATE_NOOP("Keys", "Leave the field, so that letters are keys again"),
            ),
            *_UNDO,
        ),
        "answer": (
            Binding(
                "grade",
                ("1", "2", "3", "4"),
                QT_TRANSLATE_NOOP("Keys", "Grade: again, hard, good, easy"),
            ),
            *_CARD,
            _CLOSE_PASSAGE,
        ),
        "saving": (),
        "note": (
            Binding(
                "keep_note",
                ("Esc", "Ctrl+Enter"),
                QT_TRANSLATE_NOOP("Keys", "Keep the note and go back to the card"),
            ),
        ),
        "done": _UNDO,
    },
    "library": {
        "": (
            Binding(
                "back",
                ("Esc",),
                QT_TRANSLATE_NOOP("Keys", "Back to the list; take the search back"),
            ),
            Binding("all", ("Ctrl+A",), QT_TRANSLATE_NOOP("Keys", "Choose every line")),
            Binding("suspend", ("S",), QT_TRANSLATE_NOOP("Keys", "Suspend or resume the cards")),
            Binding("flag", ("F",), QT_TRANSLATE_NOOP("Keys", "Flag or unflag the cards")),
            Binding("tag", ("T",), QT_TRANSLATE_NOOP("Keys", "Tag the cards")),
            Binding("due", ("D",), QT_TRANSLATE_NOOP("Keys", "Set when the cards come back")),
            *_UNDO,
        )
    },
    "focus": {
        "": (
            Binding("start", ("Enter",), QT_TRANSLATE_NOOP("Keys", "Start the session")),
            *_GO_BACK,
        )
    },
    "reading": {"": _GO_BACK},
    "card_info": {"": (*_GO_BACK, *_UNDO)},
    "compare": {"": _GO_BACK},
    "overview": {"": _GO_BACK},
    "own_card": {
        "": (
            Binding("save", ("Ctrl+Enter",), QT_TRANSLATE_NOOP("Keys", "Save the card")),
            *_GO_BACK,
        )
    },
    "import_cards": {"": _GO_BACK},
    "keys": {"": _GO_BACK},
    "quiz_setup": {
        "": (Binding("start", ("Enter",), QT_TRANSLATE_NOOP("Keys", "Start the quiz")),)
    },
    "quiz_run": {
        "question": (
            Binding("choose", _DIGITS, QT_TRANSLATE_NOOP("Keys", "Choose an option by its place")),
            Binding(
                "choose",
                ("A", "B", "C", "D", "E"),
                QT_TRANSLATE_NOOP("Keys", "Choose an option by its letter"),
            ),
            Binding(
                "move_option",
                ("Up", "Down"),
                QT_TRANSLATE_NOOP("Keys", "Move among the options"),
                repeat=True,
            ),
            _QUESTIONS,
            Binding(
                "certainty",
                ("J", "K", "L"),
                QT_TRANSLATE_NOOP("Keys", "How sure: guess, fairly, certain"),
            ),
            Binding("confirm", ("Enter",), QT_TRANSLATE_NOOP("Keys", "Confirm the answer")),
            *_QUIZ,
        ),
        "feedback": (
            Binding("next", ("Enter", "Space"), QT_TRANSLATE_NOOP("Keys", "Next question")),
            _QUESTIONS,
            *_QUIZ,
        ),
        "paused": (
            *_QUIZ[1:],
            Binding("pause", ("Enter",), QT_TRANSLATE_NOOP("Keys", "Go on")),
        ),
    },
    "quiz_result": {
        "": (Binding("again", ("Enter",), QT_TRANSLATE_NOOP("Keys", "Set up another quiz")),),
        "from_history": (
            Binding("again", ("Enter",), QT_TRANSLATE_NOOP("Keys", "Set up another quiz")),
            Binding("back", ("Esc",), QT_TRANSLATE_NOOP("Keys", "Back to the history")),
        ),
    },
}

_SPECIAL: Final = {
    int(Qt.Key.Key_Space): "Space",
    int(Qt.Key.Key_Return): "Enter",
    int(Qt.Key.Key_Enter): "Enter",
    int(Qt.Key.Key_Escape): "Esc",
    int(Qt.Key.Key_Up): "Up",
    int(Qt.Key.Key_Down): "Down",
    int(Qt.Key.Key_Left): "Left",
    int(Qt.Key.Key_Right): "Right",
    **{int(Qt.Key.Key_F1) + place: f"F{place + 1}" for place in range(12)},
}
_QUESTION_MARKS: Final = frozenset("?؟？")


def place_digit(press: KeyPress, platform: str = sys.platform) -> str | None:
    """Return the digit that stands at the place of a key, on the digit row or the keypad."""
    if platform == "darwin":
        place = press.virtual
        table = MAC_DIGITS
        known = press.scan != 0 or press.virtual != 0
    else:
        place = press.scan
        table = WINDOWS_DIGITS if platform == "win32" else X11_DIGITS
        known = press.scan != 0
    if known:
        return table.get(place)
    # On-screen keyboards and remote desktops may send no place; take what was typed.
    digit = chr(press.key) if Qt.Key.Key_0 <= press.key <= Qt.Key.Key_9 else ""
    return digit or None


def _place_letter(press: KeyPress, platform: str) -> str | None:
    if platform == "darwin":
        return MAC_LETTERS.get(press.virtual)
    table = WINDOWS_LETTERS if platform == "win32" else X11_LETTERS
    return table.get(press.scan)


def _typed(press: KeyPress) -> str:
    """Return the character a key stands for, without the effect of Ctrl."""
    text = press.text[:1]
    if text and ord(text) >= 0x20 and ord(text) != 0x7F:
        return text
    return chr(press.key) if 0x20 < press.key < 0x0100_0000 and press.key <= 0x10FFFF else ""


def letter(press: KeyPress, platform: str = sys.platform) -> str | None:
    """Return the Latin letter a key means: as printed, or by place where none is printed."""
    typed = _typed(press)
    if typed.isascii():
        return typed.upper() if typed.isalpha() else None
    if not typed or unicodedata.name(typed, "").startswith("LATIN"):
        return None
    if not unicodedata.category(typed).startswith(("L", "M")):
        return None
    return _place_letter(press, platform)


def names(press: KeyPress, platform: str = sys.platform) -> tuple[str, ...]:
    """Return the names a key press answers to, the most telling first.

    The question mark comes before the digit (Russian types it on the 7), and the digit before
    plus and minus (Czech types plus on the 1, French minus on the 6).
    """
    if press.modifiers & (_MODIFIER.AltModifier | _MODIFIER.MetaModifier):
        return ()
    found: list[str] = []
    typed = _typed(press)
    if typed in _QUESTION_MARKS and typed:
        found.append("?")
    if special := _SPECIAL.get(press.key):
        found.append(special)
    if digit := place_digit(press, platform):
        found.append(digit)
    elif press.ctrl and press.key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
        found.append("+")
    elif press.ctrl and press.key in (Qt.Key.Key_Minus, Qt.Key.Key_Underscore):
        found.append("-")
    if not special and (name := letter(press, platform)):
        found.append(name)
    if press.ctrl:
        shift = "Shift+" if press.modifiers & _MODIFIER.ShiftModifier else ""
        # Shift may be what it takes to type a digit or a plus; with a letter it is a request.
        return tuple(f"Ctrl+{shift if n.isalpha() and len(n) == 1 else ''}{n}" for n in found)
    return tuple(found)


def match(press: KeyPress, bindings: Iterable[Binding], platform: str = sys.platform) -> Hit | None:
    """Return what a key press does, or None when no binding has it.

    Args:
        press: The key press.
        bindings: The table of the page and phase.
        platform: As ``sys.platform``; decides what places mean.
    """
    table = tuple(bindings)
    for name in names(press, platform):
        for binding in table:
            if name in binding.keys:
                held = press.repeat and not binding.repeat
                return Hit(binding.action, binding.keys.index(name), held)
    return None


class KeyCaps(QObject):
    """What is printed on the keys here, as far as key presses have told.

    Signals:
        changed: A layout without Latin letters showed itself; hints need repainting.
    """

    changed = Signal()

    def __init__(self, platform: str = sys.platform) -> None:
        """Begin with Latin letters on every key."""
        super().__init__()
        self._platform = platform
        self._printed: dict[str, str] = {}

    def learn(self, press: KeyPress) -> None:
        """Take note of what a pressed key prints."""
        typed = _typed(press)
        place = _place_letter(press, self._platform)
        if place is None or not typed:
            return
        before = dict(self._printed)
        if typed.isascii():
            if typed.isalpha():
                self._printed.clear()
        elif letter(press, self._platform) == place:
            script = unicodedata.name(typed, "").split(" ")[0]
            for row, printed in zip(ROWS, PRINTED.get(script, ("", "", "")), strict=True):
                for name, cap in zip(row, printed, strict=False):
                    self._printed.setdefault(name, cap)
            self._printed[place] = typed.upper()
        if self._printed != before:
            self.changed.emit()

    def show(self, key: str) -> str:
        """Return a key's name as it is printed here, for hints and the sheet of keys."""
        *modifiers, last = key.split("+") if not key.endswith("+") else [*key[:-2].split("+"), "+"]
        words = {"-": "−"}
        parts = [*modifiers, self._printed.get(last, words.get(last, last))]
        return " ".join(part for part in parts if part)
