"""Keys under different layouts, as X11, Windows and macOS report them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from mtdtutor.ui.keys import PAGES, WINDOW, Binding, KeyCaps, KeyPress, match, names

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
KEYPAD = Qt.KeyboardModifier.KeypadModifier
NONE = Qt.KeyboardModifier.NoModifier

GRADES = PAGES["study"]["answer"]


def x11(key: int, text: str, scan: int, modifiers: Qt.KeyboardModifier = NONE) -> KeyPress:
    return KeyPress(int(key), text, modifiers, scan)


def action(press: KeyPress, table: tuple[Binding, ...] | None = None) -> tuple[str, int] | None:
    hit = match(press, table if table is not None else GRADES, "linux")
    return None if hit is None else (hit.action, hit.place)


@pytest.mark.parametrize(
    ("press", "place"),
    [
        (x11(Qt.Key.Key_3, "3", 12), 2),
        (x11(Qt.Key.Key_QuoteDbl, '"', 12), 2),  # French: the digit row types signs
        (x11(Qt.Key.Key_3, "3", 12, SHIFT), 2),  # French with Shift
        (x11(0x161, "š", 12), 2),  # Czech
        (x11(Qt.Key.Key_3, "3", 89, KEYPAD), 2),
        (x11(Qt.Key.Key_PageDown, "", 89, KEYPAD), 2),  # keypad without Num Lock
        (x11(0x0661, "١", 10), 0),  # Arabic-Indic digits
        (KeyPress(int(Qt.Key.Key_4), "4"), 3),  # an on-screen keyboard tells no place
    ],
)
def test_digits_go_by_place(press: KeyPress, place: int) -> None:
    assert action(press) == ("grade", place)


def test_a_digit_typed_elsewhere_is_not_the_key_of_that_place() -> None:
    # A layout with digits on the letters' row: what counts is where the key is.
    assert action(x11(Qt.Key.Key_3, "3", 26)) is None


@pytest.mark.parametrize(
    ("press", "expected"),
    [
        (x11(Qt.Key.Key_F, "f", 41), "flag"),
        (x11(Qt.Key.Key_F, "F", 41, SHIFT), "flag"),
        (x11(Qt.Key.Key_E, "e", 26), "note"),
        (x11(Qt.Key.Key_S, "s", 39), "suspend"),
        (x11(0x0410, "а", 41), "flag"),  # Russian: а stands on F
        (x11(0x0423, "у", 26), "note"),  # Russian: у stands on E
        (x11(0x0628, "ب", 41), "flag"),  # Arabic: ب stands on F
        (x11(0x03A6, "φ", 41), "flag"),  # Greek
    ],
)
def test_letters_go_by_what_is_printed_and_by_place_without_latin(
    press: KeyPress, expected: str
) -> None:
    assert action(press) == (expected, 0)


def test_a_latin_letter_at_another_place_counts_as_the_letter() -> None:
    # Dvorak prints F where the place says Y.
    assert action(x11(Qt.Key.Key_F, "f", 29)) == ("flag", 0)
    # and prints U where the place says F, which is bound to nothing.
    assert action(x11(Qt.Key.Key_U, "u", 41)) is None


@pytest.mark.parametrize("scan", [24, 41, 30])
def test_a_latin_letter_beyond_the_alphabet_is_no_place(scan: int) -> None:
    assert action(x11(0xDC, "ü", scan)) is None


def test_ctrl_digits_go_by_place_too() -> None:
    assert action(x11(Qt.Key.Key_Apostrophe, "'", 13, CTRL), WINDOW) == ("page", 3)
    assert action(x11(Qt.Key.Key_4, "", 13, CTRL), WINDOW) == ("page", 3)
    # Czech types plus on the 1: the place wins, and the keypad still has a plus.
    assert action(x11(Qt.Key.Key_Plus, "+", 10, CTRL), WINDOW) == ("page", 0)
    assert action(x11(Qt.Key.Key_Plus, "+", 86, CTRL | KEYPAD), WINDOW) == ("larger", 0)


@pytest.mark.parametrize(
    ("press", "expected"),
    [
        (x11(Qt.Key.Key_Plus, "+", 21, CTRL | SHIFT), "larger"),
        (x11(Qt.Key.Key_Equal, "=", 21, CTRL), "larger"),
        (x11(Qt.Key.Key_Minus, "-", 20, CTRL), "smaller"),
        (x11(Qt.Key.Key_Question, "?", 61, SHIFT), "keys"),
        (x11(Qt.Key.Key_Question, "?", 16, SHIFT), "keys"),  # Russian types it on the 7
        (x11(0x061F, "؟", 61, SHIFT), "keys"),
        (x11(Qt.Key.Key_F1, "", 67), "guide"),
        (x11(Qt.Key.Key_Q, "\x11", 24, CTRL), "quit"),
        (x11(Qt.Key.Key_Q, "\x11", 38, CTRL), "quit"),  # French prints Q where A is
    ],
)
def test_keys_of_the_window(press: KeyPress, expected: str) -> None:
    hit = match(press, WINDOW, "linux")
    assert hit is not None
    assert hit.action == expected


def test_undo_by_ctrl_z_in_latin_and_cyrillic() -> None:
    assert action(x11(Qt.Key.Key_Z, "\x1a", 52, CTRL)) == ("undo", 0)
    assert action(x11(0x042F, "", 52, CTRL)) == ("undo", 0)
    assert action(x11(Qt.Key.Key_Z, "", 52, CTRL | SHIFT)) == ("redo", 1)
    assert action(x11(Qt.Key.Key_Y, "\x19", 29, CTRL)) == ("redo", 0)
    assert action(x11(Qt.Key.Key_Z, "Z", 52, SHIFT)) is None


def test_alt_is_left_to_the_system() -> None:
    assert names(x11(Qt.Key.Key_3, "3", 12, Qt.KeyboardModifier.AltModifier), "linux") == ()


def test_windows_and_macos_places() -> None:
    french = KeyPress(int(Qt.Key.Key_QuoteDbl), '"', NONE, 0x04)
    assert "3" in names(french, "win32")
    extended_home = KeyPress(int(Qt.Key.Key_Home), "", NONE, 0x147)
    assert "7" not in names(extended_home, "win32")
    mac = KeyPress(int(Qt.Key.Key_QuoteDbl), '"', NONE, 1, 0x14)
    assert "3" in names(mac, "darwin")
    mac_russian = KeyPress(0x0410, "а", NONE, 1, 0x03)
    assert names(mac_russian, "darwin") == ("F",)


def test_holding_a_key_grades_once_but_moves_on() -> None:
    held = x11(Qt.Key.Key_3, "3", 12)._replace(repeat=True)
    hit = match(held, GRADES, "linux")
    assert hit is not None
    assert hit.repeat
    down = KeyPress(int(Qt.Key.Key_Down), "", NONE, 116, 0, repeat=True)
    moved = match(down, PAGES["quiz_run"]["question"], "linux")
    assert moved is not None
    assert not moved.repeat


def test_no_phase_gives_a_key_two_meanings() -> None:
    for page, phases in PAGES.items():
        for phase, table in phases.items():
            # Esc closes what lies on top, in the page first.
            own = [key for binding in table for key in binding.keys]
            keys = own + [k for binding in WINDOW for k in binding.keys if k != "Esc"]
            assert len(keys) == len(set(keys)), f"{page} {phase}: {sorted(keys)}"


def test_space_never_grades() -> None:
    space = x11(Qt.Key.Key_Space, " ", 65)
    assert action(space) is None
    assert action(space, PAGES["study"]["question"]) == ("reveal", 0)


@given(
    st.integers(0, 0x10FFFF),
    st.text(max_size=2),
    st.sampled_from([NONE, CTRL, SHIFT, KEYPAD, CTRL | SHIFT]),
    st.integers(0, 255),
    st.sampled_from(["linux", "win32", "darwin"]),
)
def test_any_key_at_all_is_taken_calmly(
    key: int, text: str, modifiers: Qt.KeyboardModifier, scan: int, platform: str
) -> None:
    found = names(KeyPress(key, text, modifiers, scan, scan), platform)
    assert len(found) == len(set(found))


def test_hints_show_what_is_printed_once_a_key_has_told() -> None:
    caps = KeyCaps("linux")
    assert (caps.show("F"), caps.show("Ctrl+Z"), caps.show("Ctrl+1")) == ("F", "Ctrl Z", "Ctrl 1")
    caps.learn(x11(0x0410, "а", 41))
    assert (caps.show("F"), caps.show("Ctrl+Z"), caps.show("E")) == ("А", "Ctrl Я", "У")
    assert caps.show("3") == "3"
    caps.learn(x11(Qt.Key.Key_F, "f", 41))
    assert caps.show("F") == "F"
