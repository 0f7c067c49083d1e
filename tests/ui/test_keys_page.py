"""The page of keys: each one listed, changed by pressing it, refused in words, kept."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from mtdtutor.services.device import DeviceStore
from mtdtutor.ui.key_table import KeyTable
from mtdtutor.ui.keys import PAGES, WINDOW, KeyCaps
from mtdtutor.ui.page import Context
from mtdtutor.ui.pages.keys_page import KeysPage
from mtdtutor.ui.pages.study import StudyPage
from mtdtutor.ui.widgets.text import ReadingText
from mtdtutor.ui.window import MainWindow
from tests.ui.course import on_course, open_window
from tests.ui.sweep import CONDITIONS, Condition, settle, sweep

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def course(context: Context, tmp_path: Path) -> Iterator[Context]:
    with on_course(context, tmp_path / "data") as ready:
        yield ready


@pytest.fixture
def window(qtbot: QtBot, course: Context) -> MainWindow:
    return open_window(qtbot, course, "keys")


@pytest.fixture
def page(window: MainWindow) -> KeysPage:
    assert isinstance(window.page, KeysPage)
    return window.page


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    widget = QApplication.focusWidget()
    assert widget is not None, "the focus is lost"
    QTest.keyClick(widget, key, modifiers)


def begin(page: KeysPage, name: str, place: int = 0) -> None:
    """Press the button of a key, by keyboard."""
    page.rows[name].buttons[place].setFocus()
    press(KEY.Key_Return)
    assert page.rows[name].buttons[place].waiting


def kept(context: Context) -> dict[str, object]:
    folder = context.device._path.parent
    return dict(json.loads((folder / "settings.json").read_text(encoding="utf-8"))["keys"])


def sheet(window: MainWindow) -> str:
    window.toggle_keys()
    found = window.findChild(ReadingText, "keys_sheet_text_0")
    assert found is not None
    text = found.text()
    window.toggle_keys()
    return text


def test_every_binding_stands_there_once(page: KeysPage) -> None:
    bindings = {*WINDOW, *(b for phases in PAGES.values() for t in phases.values() for b in t)}
    assert len(page.rows) == len(bindings)
    assert {row.does.text() for row in page.rows.values()} == {b.label for b in bindings}
    assert page.rows["study.grade"].buttons.keys() == {0, 1, 2, 3}
    assert not page.rows["quiz_run.choose"].buttons
    assert page.rows["quiz_run.choose"].fixed.text() == "1 – 9"
    reveal = page.rows["study.reveal"]
    assert (reveal.buttons[0].text(), reveal.fixed.text()) == ("Space", "and Enter")


def test_a_key_is_changed_by_pressing_another(
    page: KeysPage, window: MainWindow, course: Context, said: list[str]
) -> None:
    window.open_page("study")
    study = window.page
    assert isinstance(study, StudyPage)
    window.open_page("keys")
    begin(page, "study.flag")
    button = page.rows["study.flag"].buttons[0]
    assert button.text() == "Press a key"
    press(KEY.Key_G)
    assert (button.text(), button.waiting) == ("G", False)
    assert said[-1] == "Flag the card: G"
    assert kept(course) == {"study.flag": ["G"]}
    assert page.rows["study.flag"].reset.isVisible()
    window.open_page("study")
    assert study.keyed["F"]._key == "G"
    assert "G: Flag the card" in sheet(window)
    study.focus_start()
    press(KEY.Key_F)
    assert "Flagged" not in study.card.caption.text()
    press(KEY.Key_G)
    assert "Flagged" in study.card.caption.text()


def test_grades_follow_their_keys(page: KeysPage, window: MainWindow, course: Context) -> None:
    for place, key in enumerate((KEY.Key_Q, KEY.Key_J, KEY.Key_X, KEY.Key_Y)):
        begin(page, "study.grade", place)
        press(key)
    window.open_page("study")
    press(KEY.Key_Space)
    press(KEY.Key_3)
    assert window.page is not None
    assert window.page.key_phase() == "answer"
    press(KEY.Key_X)
    with course.services.db.read() as conn:
        assert conn.exec_driver_sql("SELECT grade FROM review").scalars().all() == [3]
    assert isinstance(window.page, StudyPage)
    caps = [button._key for button in window.page.grades.values()]
    assert caps == ["Q", "J", "X", "Y"]


@pytest.mark.parametrize(
    ("key", "modifiers", "words"),
    [
        (KEY.Key_B, Qt.KeyboardModifier.NoModifier, "B is taken: Bury the card until tomorrow."),
        (KEY.Key_F, CTRL, "Ctrl F is taken: Search the library."),
        (KEY.Key_C, CTRL, "This key cannot be taken."),
        (KEY.Key_Space, Qt.KeyboardModifier.NoModifier, "This key cannot be taken."),
    ],
)
def test_a_key_that_will_not_do_is_refused_in_words(
    page: KeysPage,
    window: MainWindow,
    said: list[str],
    key: Qt.Key,
    modifiers: Qt.KeyboardModifier,
    words: str,
) -> None:
    begin(page, "study.flag")
    press(key, modifiers)
    row = page.rows["study.flag"]
    assert row.trouble.isVisible()
    assert row.trouble.text().startswith(words)
    assert said[-1] == row.trouble.text()
    assert row.buttons[0].waiting
    assert window.page is page
    press(KEY.Key_G)
    assert page.table.cap("study", "flag") == "G"
    assert not row.trouble.isVisible()


def test_escape_tab_and_looking_elsewhere_leave_the_key(page: KeysPage) -> None:
    button = page.rows["study.flag"].buttons[0]
    begin(page, "study.flag")
    press(KEY.Key_Escape)
    assert (button.waiting, button.text()) == (False, "F")
    assert page.isVisible()
    begin(page, "study.flag")
    press(KEY.Key_Tab)
    assert (button.waiting, button.text()) == (False, "F")
    assert not button.hasFocus()
    begin(page, "study.flag")
    page.back.setFocus()
    assert (button.waiting, button.text()) == (False, "F")
    assert page.table.stored() == {}


def test_one_key_and_all_keys_go_back_to_the_usual(
    page: KeysPage, course: Context, said: list[str]
) -> None:
    assert not page.reset_all.isEnabled()
    begin(page, "study.flag")
    press(KEY.Key_G)
    begin(page, "study.bury")
    press(KEY.Key_F)
    row = page.rows["study.flag"]
    row.reset.click()
    assert row.trouble.text().startswith("Its usual key is taken: Bury the card")
    page.rows["study.bury"].reset.click()
    row.reset.click()
    assert not row.trouble.isVisible()
    assert not row.reset.isVisible()
    assert QApplication.focusWidget() is row.buttons[0]
    assert kept(course) == {}
    begin(page, "study.flag")
    press(KEY.Key_G)
    page.reset_all.click()
    assert said[-1] == "The usual keys are back."
    assert kept(course) == {}
    assert not page.reset_all.isEnabled()
    assert QApplication.focusWidget() is page.back


def test_keys_are_kept_on_this_device(page: KeysPage, course: Context) -> None:
    begin(page, "study.hint")
    press(KEY.Key_F5)
    again = DeviceStore(course.device._path)
    table = KeyTable(KeyCaps("linux"), again.settings.keys)
    assert table.cap("study", "hint") == "F5"


def test_restoring_other_defaults_leaves_the_keys(
    page: KeysPage, window: MainWindow, course: Context
) -> None:
    begin(page, "study.flag")
    press(KEY.Key_G)
    window.open_page("settings")
    assert window.page is not None
    button = window.page.findChild(QWidget, "settings_defaults")
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert kept(course) == {"study.flag": ["G"]}


def test_settings_lead_here_and_escape_leads_back(window: MainWindow, page: KeysPage) -> None:
    assert QApplication.focusWidget() is page.back
    press(KEY.Key_Escape)
    assert window.page is not None
    assert window.page.name == "settings"
    button = window.page.findChild(QWidget, "settings_keys")
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.page is page
    assert window.windowTitle() == "MTD Tutor – Keys"


@pytest.mark.parametrize("condition", CONDITIONS, ids=lambda c: c.name)
def test_the_page_stands_every_condition(
    page: KeysPage, window: MainWindow, qtbot: QtBot, condition: Condition
) -> None:
    begin(page, "study.flag")
    press(KEY.Key_B)
    press(KEY.Key_G)
    begin(page, "study.grade")
    press(KEY.Key_F)
    press(KEY.Key_E)
    page.back.setFocus()
    settle(qtbot, window, page.theme, condition)
    assert sweep(window, page, page.back) == []
