"""Typed answers and gaps on the Study page, by keyboard, with real services."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from mtdtutor.services.own_cards import Draft
from mtdtutor.study.memory import Grade
from mtdtutor.study.session import Phase
from mtdtutor.ui.answer_words import BLANK
from mtdtutor.ui.page import Context
from mtdtutor.ui.pages.study import StudyPage
from mtdtutor.ui.window import MainWindow
from tests.ui.course import on_course, open_window
from tests.ui.sweep import CONDITIONS, Condition, settle, sweep

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

TYPED = Draft("track-1", "typed", "Who wrote it?", "Joseph Montville", accept=("J. Montville",))
CLOZE = Draft("track-1", "cloze", "It was written by Joseph ___ in 1981.", "Montville")
Begin = Callable[[Draft], StudyPage]


@pytest.fixture
def course(context: Context, tmp_path: Path) -> Iterator[Context]:
    with on_course(context, tmp_path / "data") as ready:
        yield ready


@pytest.fixture
def begin(qtbot: QtBot, course: Context) -> Begin:
    windows: list[MainWindow] = []

    def open_with(draft: Draft) -> StudyPage:
        course.services.own_cards.add(course.learner, draft)
        windows.append(open_window(qtbot, course, "study"))
        page = windows[0].page
        assert isinstance(page, StudyPage)
        return page

    return open_with


def focus() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None, "the focus is lost"
    return widget


def press(*keys: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    for key in keys:
        QTest.keyClick(focus(), key, modifiers)


def hold(key: Qt.Key, text: str = "") -> None:
    """Send what a held key sends: presses marked as repeats."""
    none = Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(focus(), QKeyEvent(QEvent.Type.KeyPress, key, none, text, True))


def test_what_is_typed_is_text_and_enter_gives_it(begin: Begin) -> None:
    page = begin(TYPED)
    line = page.card.typed.line
    assert focus() is line
    assert line.accessibleDescription() == "Who wrote it?"
    QTest.keyClicks(line, "j montville b1")
    assert (line.text(), page.phase) == ("j montville b1", Phase.QUESTION)
    press(Qt.Key.Key_Backspace, Qt.Key.Key_Backspace, Qt.Key.Key_Backspace, Qt.Key.Key_Return)
    assert page.phase is Phase.ANSWER
    assert focus() is page.card.answer
    assert page.card.compared.text() == "Right: “j montville”\nThis speaks for Good; you decide."
    assert line.isReadOnly()
    assert line.text() == "j montville"


def test_enter_never_grades_and_the_learner_has_the_last_word(
    begin: Begin, course: Context
) -> None:
    page = begin(TYPED)
    QTest.keyClicks(focus(), "nobody")
    press(Qt.Key.Key_Return, Qt.Key.Key_Return, Qt.Key.Key_Space)
    assert page.phase is Phase.ANSWER
    assert page.card.compared.text().startswith("Not what is meant here. You wrote “nobody”.")
    press(Qt.Key.Key_4)
    label = course.services.study.undo_label(course.learner)
    assert label is not None
    assert label.grade is Grade.EASY
    with course.services.db.read() as conn:
        query = "SELECT content FROM shown JOIN review ON review.shown = shown.hash"
        kept = json.loads(conn.exec_driver_sql(query).scalar_one())
    assert kept["typed"] == "nobody"


def test_a_slip_is_shown_letter_by_letter(begin: Begin) -> None:
    page = begin(TYPED)
    QTest.keyClicks(focus(), "Jospeh Montvile")
    press(Qt.Key.Key_Return)
    assert page.card.compared.text().splitlines() == [
        "Nearly. You wrote “Jospeh Montvile”.",
        "“Jos[p]eh” for “Jose[p]h”",
        "“Montvile” for “Montvil[l]e”",
        "Letters in brackets are those that differ.",
        "This speaks for Hard; you decide.",
    ]


def test_nothing_typed_is_nothing_compared(begin: Begin) -> None:
    page = begin(TYPED)
    page.show_answer.click()
    assert page.phase is Phase.ANSWER
    assert page.card.compared.isHidden()


def test_enter_inside_a_composition_belongs_to_the_input_method(begin: Begin) -> None:
    page = begin(TYPED)
    line = page.card.typed.line
    QApplication.sendEvent(line, QInputMethodEvent("にほ", []))
    press(Qt.Key.Key_Return, Qt.Key.Key_Enter)
    assert page.phase is Phase.QUESTION
    done = QInputMethodEvent()
    done.setCommitString("日本")
    QApplication.sendEvent(line, done)
    assert line.text() == "日本"
    press(Qt.Key.Key_Return)
    assert page.phase is Phase.ANSWER


def test_a_key_held_from_the_card_before_types_and_gives_nothing(begin: Begin) -> None:
    page = begin(TYPED)
    hold(Qt.Key.Key_3, "3")
    hold(Qt.Key.Key_Return)
    assert (page.card.typed.line.text(), page.phase) == ("", Phase.QUESTION)
    QTest.keyClicks(focus(), "z")
    hold(Qt.Key.Key_Z, "z")
    assert page.card.typed.line.text() == "zz"
    hold(Qt.Key.Key_Return)
    assert page.phase is Phase.QUESTION


def test_escape_leaves_the_field_so_that_letters_are_keys(begin: Begin) -> None:
    page = begin(TYPED)
    assert page.key_phase() == "typing"
    press(Qt.Key.Key_Escape)
    assert focus() is page.card.question
    press(Qt.Key.Key_F)
    assert page.shown is not None
    assert page.shown.flagged
    press(Qt.Key.Key_Space)
    assert page.phase is Phase.ANSWER


def test_undo_from_an_empty_field_takes_back_the_grade(begin: Begin, course: Context) -> None:
    course.services.own_cards.add(course.learner, TYPED._replace(front="First?", kind="forward"))
    course.services.own_cards.add(course.learner, TYPED._replace(front="Second?"))
    page = begin(TYPED._replace(front="Third?"))
    while page.shown is not None and page.shown.kind != "typed":
        press(Qt.Key.Key_Escape, Qt.Key.Key_Space, Qt.Key.Key_4)
    typed = page.shown
    ctrl = Qt.KeyboardModifier.ControlModifier
    QTest.keyClicks(focus(), "x")
    press(Qt.Key.Key_Z, modifiers=ctrl)
    assert page.shown is typed
    assert page.card.typed.line.text() == ""
    press(Qt.Key.Key_Z, modifiers=ctrl)
    assert page.shown is not typed


def test_undo_in_the_field_brings_no_answer_of_another_card_back(begin: Begin) -> None:
    line = begin(TYPED).card.typed.line
    ctrl = Qt.KeyboardModifier.ControlModifier
    QTest.keyClicks(line, "secret")
    line.begin()
    press(Qt.Key.Key_Z, modifiers=ctrl)
    assert line.text() == ""
    QTest.keyClicks(line, "x")
    press(Qt.Key.Key_Z, modifiers=ctrl)
    assert line.text() == ""
    press(Qt.Key.Key_Y, modifiers=ctrl)
    assert line.text() == "x"


def test_redo_from_an_empty_field_brings_the_grade_back(begin: Begin) -> None:
    page = begin(TYPED)
    graded = page.shown
    ctrl = Qt.KeyboardModifier.ControlModifier
    press(Qt.Key.Key_Return, Qt.Key.Key_4)
    QTest.keyClick(focus(), Qt.Key.Key_Z, ctrl)
    assert page.shown is not None
    assert graded is not None
    assert page.shown.card == graded.card
    assert focus() is page.card.typed.line
    QTest.keyClick(focus(), Qt.Key.Key_Y, ctrl)
    assert page.shown is None or page.shown.card != graded.card


def test_the_field_is_empty_for_the_next_card_and_gone_for_others(begin: Begin) -> None:
    page = begin(TYPED)
    QTest.keyClicks(focus(), "secret")
    press(Qt.Key.Key_Return, Qt.Key.Key_4)
    assert page.card.typed.isHidden()
    assert page.card.compared.isHidden()
    assert page.card.compared.text() == ""
    assert focus() is page.card.question


def test_a_gap_is_as_wide_as_any_other_and_filled_in_its_place(begin: Begin) -> None:
    page = begin(CLOZE)
    assert page.card.question.text() == f"It was written by Joseph {BLANK} in 1981."
    press(Qt.Key.Key_Space)
    answer = page.card.answer
    assert answer.text() == "It was written by Joseph Montville in 1981."
    (mark,) = answer.extraSelections()
    assert mark.cursor.selectedText() == "Montville"
    assert answer.accessibleName() == "Answer: Montville"
    press(Qt.Key.Key_4)
    assert page.card.answer.text() == ""


@pytest.mark.parametrize("condition", CONDITIONS, ids=lambda each: each.name)
def test_a_typed_card_stands_every_appearance(
    qtbot: QtBot, begin: Begin, course: Context, condition: Condition
) -> None:
    page = begin(TYPED)
    window = page.window()
    settle(qtbot, window, course.theme, condition)
    assert sweep(window, page, page.show_answer) == []
    QTest.keyClicks(page.card.typed.line, "Jospeh Montvile")
    QTest.keyClick(page.card.typed.line, Qt.Key.Key_Return)
    settle(qtbot, window, course.theme, condition)
    assert sweep(window, page, page.grades[Grade.GOOD]) == []
