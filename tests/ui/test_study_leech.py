"""A card that does not stick, info on a card, and redo on the Study page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from mtdtutor.core.changes import Changes
from mtdtutor.services.study_views import UndoLabel
from mtdtutor.study.fold import ActionKind
from mtdtutor.study.leech import FIRST_LAPSES
from mtdtutor.study.memory import Grade
from mtdtutor.ui.page import Context
from mtdtutor.ui.pages.card_info import CardInfoPage
from mtdtutor.ui.pages.study import StudyPage
from mtdtutor.ui.study_words import redo_words, redone_words, undone_words
from mtdtutor.ui.window import MainWindow
from tests.support.clock import FakeClock
from tests.ui.course import on_course, open_window
from tests.ui.sweep import CONDITIONS, Condition, settle, sweep

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CARD = "card:track-2:slogan:forward"


def press(*keys: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    for key in keys:
        widget = QApplication.focusWidget()
        assert widget is not None, "the focus is lost"
        QTest.keyClick(widget, key, modifiers)


@pytest.fixture
def course(context: Context, tmp_path: Path) -> Iterator[Context]:
    with on_course(context, tmp_path / "data") as ready:
        yield ready


@pytest.fixture
def stubborn(course: Context, clock: FakeClock) -> Context:
    """Return a context with a card that was forgotten as often as to be one lapse short."""
    recorder = course.services.recorder

    def grade(grade: Grade) -> None:
        recorder.grade(course.learner, recorder.new_id(), CARD, grade)

    grade(Grade.EASY)
    for _ in range(FIRST_LAPSES - 1):
        clock.advance(days=40)
        grade(Grade.AGAIN)
        grade(Grade.GOOD)
    clock.advance(days=40)
    return course


@pytest.fixture
def window(qtbot: QtBot, stubborn: Context) -> MainWindow:
    return open_window(qtbot, stubborn, "study")


@pytest.fixture
def page(window: MainWindow) -> StudyPage:
    assert isinstance(window.page, StudyPage)
    return window.page


def forget(page: StudyPage) -> None:
    """Grade cards until the stubborn one has been forgotten."""
    for _ in range(40):
        assert page.shown is not None
        stubborn = page.shown.card == CARD
        press(Qt.Key.Key_Space, Qt.Key.Key_1 if stubborn else Qt.Key.Key_4)
        if stubborn:
            return
    pytest.fail("the card never came")


def test_the_sixth_lapse_is_told_in_a_quiet_line(page: StudyPage, said: list[str]) -> None:
    assert not page.leech.strip.isVisible()
    forget(page)
    assert page.leech.strip.isVisible()
    words = page.leech.text.text()
    assert f"You have forgotten this card {FIRST_LAPSES} times." in words
    assert words in said
    assert QApplication.focusWidget() is page.start_widget(), "the next card has the focus"
    press(Qt.Key.Key_Space, Qt.Key.Key_3)
    assert not page.leech.strip.isVisible(), "it stands until the next grade"


def test_the_advice_names_nothing_that_is_asked_for(page: StudyPage) -> None:
    forget(page)
    advice, shown = page.leech._advice, page.shown
    assert advice is not None
    assert shown is not None
    named = [each for each in advice.mixups if each.title in page.leech.text.text()]
    assert all(each.topic != shown.topic for each in named)


def test_the_advice_leads_to_reading_and_comparing(window: MainWindow, page: StudyPage) -> None:
    forget(page)
    page.leech.compare.click()
    assert window.page is not None
    assert window.page.name == "compare"
    press(Qt.Key.Key_Escape)
    assert window.page is page
    assert page.leech.strip.isVisible(), "one comes back to the advice"
    page.leech.read.click()
    assert window.page.name == "reading"


def test_a_card_is_put_in_own_words_from_the_advice(window: MainWindow, page: StudyPage) -> None:
    forget(page)
    page.leech.reword.click()
    field = QApplication.focusWidget()
    assert field is not None
    assert page.isAncestorOf(field) or window.isAncestorOf(field)
    assert field is not page.card.question


def test_suspending_from_the_advice_can_be_undone(page: StudyPage) -> None:
    forget(page)
    services, learner = page.context.services, page.context.learner
    page.leech.suspend.click()
    assert not page.leech.strip.isVisible()
    assert CARD in services.finding.in_state(learner, "suspended")
    press(Qt.Key.Key_Z, modifiers=CTRL)
    services.finding.refresh()
    assert CARD not in services.finding.in_state(learner, "suspended")


def test_undo_takes_the_advice_back(page: StudyPage) -> None:
    forget(page)
    press(Qt.Key.Key_Z, modifiers=CTRL)
    assert not page.leech.strip.isVisible()
    assert page.shown is not None
    assert page.shown.card == CARD


def test_closing_the_advice_leaves_the_card_alone(page: StudyPage) -> None:
    forget(page)
    page.leech.close.click()
    assert not page.leech.strip.isVisible()
    assert QApplication.focusWidget() is page.start_widget()


@pytest.mark.parametrize("condition", CONDITIONS, ids=lambda each: each.name)
def test_the_advice_stands_every_appearance(
    qtbot: QtBot, stubborn: Context, condition: Condition
) -> None:
    window = open_window(qtbot, stubborn, "study")
    page = window.page
    assert isinstance(page, StudyPage)
    forget(page)
    settle(qtbot, window, stubborn.theme, condition)
    assert page.leech.strip.isVisible()
    assert sweep(window, page, page.show_answer) == []


# Info and redo


def test_info_waits_for_the_answer_and_leads_back_to_it(
    window: MainWindow, page: StudyPage
) -> None:
    press(Qt.Key.Key_I)
    assert window.page is page
    assert not page.keyed["I"].isEnabled(), "it would tell the answer"
    card = page.shown
    assert card is not None
    press(Qt.Key.Key_Space, Qt.Key.Key_I)
    info = window.page
    assert isinstance(info, CardInfoPage)
    assert info.sections.texts()[0].text() == card.front
    press(Qt.Key.Key_Escape)
    assert window.page is page
    assert page.key_phase() == "answer"


def test_what_was_taken_back_is_brought_back_until_something_else_is_done(
    page: StudyPage, said: list[str]
) -> None:
    assert not page.redo.button.isVisible()
    fronts, names = [], []
    for _ in range(2):
        assert page.shown is not None
        fronts.append(page.card.question.text())
        names.append(page.shown.front.removesuffix("."))
        press(Qt.Key.Key_Space, Qt.Key.Key_3)
    third = page.card.question.text()
    press(Qt.Key.Key_Z, modifiers=CTRL)
    press(Qt.Key.Key_Z, modifiers=CTRL)
    assert page.card.question.text() == fronts[0]
    assert page.redo.button.accessibleName() == f"Redo Good on “{names[0]}”"
    press(Qt.Key.Key_Y, modifiers=CTRL)
    assert page.card.question.text() == fronts[1]
    assert said[-1] == f"Good on “{names[0]}” counts again."
    assert page.redo.button.accessibleName() == f"Redo Good on “{names[1]}”"
    press(Qt.Key.Key_Z, modifiers=CTRL | SHIFT)
    assert page.card.question.text() == third
    assert not page.redo.button.isVisible()
    press(Qt.Key.Key_Y, modifiers=CTRL)
    assert said[-1] == "There is nothing to redo."


def test_the_next_grade_ends_redo(page: StudyPage) -> None:
    press(Qt.Key.Key_Space, Qt.Key.Key_3)
    press(Qt.Key.Key_Z, modifiers=CTRL)
    assert page.redo.button.isVisible()
    press(Qt.Key.Key_Space, Qt.Key.Key_4)
    assert not page.redo.button.isVisible()


def test_redo_is_not_offered_to_another_learner(
    page: StudyPage, window: MainWindow, course: Context
) -> None:
    press(Qt.Key.Key_Space, Qt.Key.Key_3)
    press(Qt.Key.Key_Z, modifiers=CTRL)
    assert page.redo.button.isVisible()
    first, course.learner = course.learner, course.services.learners.add("Noor").id
    window.on_changes(Changes.LEARNER)
    assert page.redo.button.isHidden()
    course.learner = first
    window.on_changes(Changes.LEARNER)
    assert page.redo.button.isHidden()


def test_redo_is_not_offered_after_something_was_done_elsewhere(
    page: StudyPage, window: MainWindow, course: Context
) -> None:
    press(Qt.Key.Key_Space, Qt.Key.Key_3)
    press(Qt.Key.Key_Z, modifiers=CTRL)
    recorder = course.services.recorder
    done = recorder.act(course.learner, recorder.new_id(), CARD, ActionKind.FLAG)
    window.on_changes(done.changes)
    assert page.redo.button.isHidden()


def test_a_sentence_has_one_full_stop() -> None:
    label = UndoLabel("grade", Grade.GOOD, CARD, "It began in 1981.")
    assert undone_words(label, label.title) == "Took back Good on “It began in 1981”."
    assert redo_words(label) == "Redo Good on “It began in 1981”"
    assert redone_words(label) == "Good on “It began in 1981” counts again."
    flag = UndoLabel(ActionKind.FLAG, None, CARD, "It began in 1981.")
    assert redone_words(flag) == "Done again: the change of “It began in 1981”."


def test_undo_is_said_in_one_word_where_its_card_has_no_room(page: StudyPage) -> None:
    press(Qt.Key.Key_Space, Qt.Key.Key_3)
    button, label = page.undo_button, page._undo
    button.show_label(label, 2000, 100)
    assert button.text().startswith("Undo Good on “")
    wide = button.accessibleName()
    button.show_label(label, 500, 300)
    assert button.text() == "Undo"
    assert button.accessibleName() == wide
