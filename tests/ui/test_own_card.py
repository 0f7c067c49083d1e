"""Writing own cards by keyboard: saved one after another, changed, deleted and brought back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from mtdtutor.core.changes import Changes
from mtdtutor.services.own_cards import Draft
from mtdtutor.services.study_views import Shown
from mtdtutor.study.memory import Grade
from mtdtutor.ui.page import Context
from mtdtutor.ui.pages.library import LibraryPage
from mtdtutor.ui.pages.own_card import OwnCardPage
from mtdtutor.ui.pages.study import StudyPage
from mtdtutor.ui.widgets.buttons import Button
from mtdtutor.ui.window import MainWindow
from tests.ui.course import on_course, open_window
from tests.ui.sweep import CONDITIONS, Condition, settle, sweep

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

CTRL = Qt.KeyboardModifier.ControlModifier
DRAFT = Draft("track-3", "typed", "Who?", "Ida", "A hint", ("Ida B.",), ("mine", "second"))


@pytest.fixture
def course(context: Context, tmp_path: Path) -> Iterator[Context]:
    with on_course(context, tmp_path / "data") as ready:
        yield ready


@pytest.fixture
def window(qtbot: QtBot, course: Context) -> MainWindow:
    return open_window(qtbot, course, "own_card", back="study")


def page_of(window: MainWindow) -> OwnCardPage:
    assert isinstance(window.page, OwnCardPage)
    return window.page


def focus() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None, "the focus is lost"
    return widget


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(focus(), key, modifiers)


def choose(page: OwnCardPage, kind: str) -> None:
    page.kind.set_value(kind)
    page.kind.chosen.emit(kind)


def test_cards_are_written_one_after_another_by_keyboard(
    window: MainWindow, course: Context
) -> None:
    page = page_of(window)
    page.topic.setCurrentIndex(2)
    for number in (1, 2):
        assert focus() is page.front
        QTest.keyClicks(focus(), f"Question {number}?")
        press(Qt.Key.Key_Tab)
        assert focus() is page.back_side
        QTest.keyClicks(focus(), "b f s")
        press(Qt.Key.Key_Return, CTRL)
        assert page.front.toPlainText() == ""
    cards = course.services.own_cards.everything(course.learner)
    assert [(each.front, each.back) for each in cards] == [
        ("Question 1?", "b f s"),
        ("Question 2?", "b f s"),
    ]
    assert {each.topic for each in cards} == {page.topic.itemData(2)}
    assert page.number.text() == "You have written 2 cards."
    press(Qt.Key.Key_Escape)
    study = window.page
    assert isinstance(study, StudyPage)
    assert study.shown is not None
    assert study.shown.front == "Question 1?"


def test_what_is_missing_is_said_and_what_was_typed_stays(window: MainWindow) -> None:
    page = page_of(window)
    QTest.keyClicks(focus(), "Only a question")
    press(Qt.Key.Key_Return, CTRL)
    assert "needs a question and an answer" in page.message.text.text()
    assert page.front.toPlainText() == "Only a question"


def test_the_card_is_seen_while_it_is_written(window: MainWindow) -> None:
    page = page_of(window)
    assert page.preview.isHidden()
    choose(page, "cloze")
    assert page.gap.isVisible()
    page.front.setPlainText("It was ___ in 1981.")
    page.back_side.setPlainText("named")
    assert page.seen_front.text() == "It was ________ in 1981."
    assert page.seen_back.text() == "It was named in 1981."
    choose(page, "typed")
    assert page.accept.isVisible()
    assert page.gap.isHidden()


def test_a_card_is_changed_and_the_form_is_left(
    qtbot: QtBot, window: MainWindow, course: Context
) -> None:
    (card,) = course.services.own_cards.add(course.learner, DRAFT).cards
    window.open_page("own_card", {"card": card, "back": "study"})
    page = page_of(window)
    assert page.heading.text() == "Change your card"
    assert (page.front.toPlainText(), page.hint.text()) == ("Who?", "A hint")
    assert (page.accept.text(), page.tags.text()) == ("Ida B.", "mine, second")
    assert page.topic.currentData() == "track-3"
    page.tags.setText("second, third")
    page.front.setPlainText("Who was it?")
    page.save.click()
    kept = course.services.own_cards.find(course.learner, card)
    assert kept == DRAFT._replace(front="Who was it?", tags=("second", "third"))
    assert isinstance(window.page, StudyPage)
    window.open_page("own_card", {})
    assert page.heading.text() == "Write a card"
    assert page.front.toPlainText() == ""


def test_a_card_is_deleted_and_undo_on_study_brings_it_back(
    window: MainWindow, course: Context
) -> None:
    (card,) = course.services.own_cards.add(course.learner, DRAFT).cards
    window.open_page("own_card", {"card": card, "back": "study"})
    page_of(window).delete.click()
    study = window.page
    assert isinstance(study, StudyPage)
    assert study.shown is not None
    assert study.shown.card != card
    assert study.undo_button.accessibleName() == "Undo deleting “Who?”"
    press(Qt.Key.Key_Z, CTRL)
    assert course.services.own_cards.number(course.learner) == 1


def test_the_editor_opens_from_study_with_the_key_of_rewording(
    qtbot: QtBot, window: MainWindow, course: Context
) -> None:
    course.services.own_cards.add(course.learner, DRAFT._replace(kind="forward", accept=()))
    window.open_page("study", {})
    study = window.page
    assert isinstance(study, StudyPage)
    study.refresh()
    press(Qt.Key.Key_Space)
    assert not study.keyed["P"].isVisible()
    press(Qt.Key.Key_W)
    page = page_of(window)
    page.back_side.setPlainText("Ida Bauer")
    page.save.click()
    assert window.page is study
    assert study.shown is not None
    assert study.shown.back == "Ida Bauer"


@pytest.mark.parametrize("condition", CONDITIONS, ids=lambda each: each.name)
def test_the_page_stands_every_appearance(
    qtbot: QtBot, window: MainWindow, course: Context, condition: Condition
) -> None:
    page = page_of(window)
    settle(qtbot, window, course.theme, condition)
    assert sweep(window, page, page.save) == []
    choose(page, "typed")
    page.front.setPlainText("A question that is long enough to need two lines in most windows?")
    page.back_side.setPlainText("An answer")
    settle(qtbot, window, course.theme, condition)
    assert sweep(window, page, page.save) == []


# Ways to it


def library_on(window: MainWindow, typed: str) -> LibraryPage:
    window.open_page("library", {})
    page = window.page
    assert isinstance(page, LibraryPage)
    page.search.setText(typed)
    return page


def test_the_library_lists_own_cards_to_be_edited(window: MainWindow, course: Context) -> None:
    (card,) = course.services.own_cards.add(course.learner, DRAFT).cards
    page = library_on(window, "kind:own")
    row = page.list.current()
    assert page.model.rowCount() == 1
    assert row is not None
    assert (row.id, row.title) == (card, "Who?")
    assert page.detail.reword_button.accessibleName() == "Edit"
    assert not page.detail.report_button.isVisible()
    page.detail.reword_button.click()
    editor = page_of(window)
    assert editor.front.toPlainText() == "Who?"
    editor.back.click()
    assert window.page is page


def test_only_own_cards_of_those_chosen_are_deleted(window: MainWindow, course: Context) -> None:
    own = course.services.own_cards
    own.add(course.learner, DRAFT._replace(front="Gamelan one?"))
    own.add(course.learner, DRAFT._replace(front="Gamelan two?"))
    page = library_on(window, "gamelan")
    page.list.selectAll()
    assert page.bar.row.offers(page.bar.delete)
    page.bar.delete.click()
    assert own.number(course.learner) == 0
    assert page.message.text.text() == "Deleted 2 cards of your own."
    page.message.action.click()
    assert own.number(course.learner) == 2
    page = library_on(window, "kind:card")
    assert not page.bar.row.offers(page.bar.delete)


@pytest.mark.parametrize(
    ("start", "button"),
    [("library", "library_write"), ("today", "today_other"), ("study", "study_done_write")],
)
def test_every_page_of_cards_leads_to_the_editor(
    window: MainWindow, course: Context, start: str, button: str
) -> None:
    with course.services.db.write() as conn:
        # A course of one card, which is known: nothing is left to learn.
        conn.exec_driver_sql("UPDATE card SET retired = id <> (SELECT min(id) FROM card)")
    study = course.services.study
    shown = study.begin(course.learner)
    assert isinstance(shown, Shown)
    study.grade(shown.review_id, Grade.EASY)
    window.open_page(start, {})
    page = window.page
    assert page is not None
    found = page.findChild(Button, button)
    assert found is not None
    assert found.accessibleName() == "Write a card"
    found.click()
    assert isinstance(window.page, OwnCardPage)
    press(Qt.Key.Key_Escape)
    assert window.page is page


def test_reading_about_an_own_card_stays_with_its_topic(
    window: MainWindow, course: Context
) -> None:
    course.services.own_cards.add(course.learner, DRAFT._replace(kind="forward", accept=()))
    window.open_page("study", {})
    study = window.page
    assert isinstance(study, StudyPage)
    study.refresh()
    assert study.shown is not None
    assert study.shown.own
    press(Qt.Key.Key_R)
    assert window.page is not None
    press(Qt.Key.Key_I)
    assert window.page is not None


def test_a_change_that_was_left_is_found_again_until_it_is_given_up(
    window: MainWindow, course: Context
) -> None:
    (card,) = course.services.own_cards.add(course.learner, DRAFT).cards
    window.open_page("own_card", {"card": card, "back": "study"})
    page = page_of(window)
    page.front.setPlainText("Who was it?")
    window.open_page("today")
    window.open_page("own_card", {"card": card, "back": "study"})
    assert page.front.toPlainText() == "Who was it?"
    press(Qt.Key.Key_Escape)
    window.open_page("own_card", {"card": card, "back": "study"})
    assert page.front.toPlainText() == "Who?"
    window.open_page("today")
    course.services.own_cards.change(course.learner, card, DRAFT._replace(front="Whose?"))
    window.open_page("own_card", {"card": card, "back": "study"})
    assert page.front.toPlainText() == "Whose?", "what was not changed is read anew"


def test_another_learner_finds_an_empty_form(window: MainWindow, course: Context) -> None:
    page = page_of(window)
    QTest.keyClicks(focus(), "Half a question")
    window.open_page("today")
    window.open_page("own_card", {"back": "study"})
    assert page.front.toPlainText() == "Half a question"
    window.open_page("settings")
    course.learner = course.services.learners.add("Noor").id
    window.on_changes(Changes.LEARNER)
    window.open_page("own_card", {"back": "study"})
    assert page.front.toPlainText() == ""
