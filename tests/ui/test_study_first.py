"""The first meeting of a card: marked new, read about in place, known already, grades explained."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from mtdtutor.services.course_views import FactDetail, Reading
from mtdtutor.services.study_views import Shown
from mtdtutor.study.memory import Grade
from mtdtutor.ui.page import Context
from mtdtutor.ui.pages.reading import ReadingPage
from mtdtutor.ui.pages.study import StudyPage
from mtdtutor.ui.window import MainWindow
from tests.support.clock import FakeClock
from tests.ui.course import on_course, open_window
from tests.ui.sweep import CONDITIONS, Condition, settle, sweep

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

KEY = Qt.Key


@pytest.fixture
def course(context: Context, tmp_path: Path) -> Iterator[Context]:
    with on_course(context, tmp_path / "data") as ready:
        yield ready


@pytest.fixture
def window(qtbot: QtBot, course: Context) -> MainWindow:
    return open_window(qtbot, course, "study")


@pytest.fixture
def page(window: MainWindow) -> StudyPage:
    assert isinstance(window.page, StudyPage)
    return window.page


def press(*keys: Qt.Key) -> None:
    for key in keys:
        widget = QApplication.focusWidget()
        assert widget is not None, "the focus is lost"
        QTest.keyClick(widget, key)


def focus() -> QWidget | None:
    return QApplication.focusWidget()


def grades(course: Context) -> list[tuple[str, int]]:
    with course.services.db.read() as conn:
        rows = conn.exec_driver_sql("SELECT card, grade FROM review ORDER BY seq")
        return [(str(card), int(grade)) for card, grade in rows]


def lying(page: StudyPage) -> Shown:
    assert page.shown is not None
    return page.shown


def to_review(page: StudyPage, clock: FakeClock) -> None:
    """Go on until a card lies there that was seen before."""
    press(KEY.Key_Space, KEY.Key_1)
    clock.advance(seconds=61)
    press(KEY.Key_Space, KEY.Key_3)
    assert page.card.caption.text().startswith("Again")


def test_the_passage_opens_below_a_new_card_and_leads_back(
    page: StudyPage, course: Context
) -> None:
    shown = lying(page)
    fact = course.services.library.entry(course.learner, "fact", shown.fact)
    assert isinstance(fact, FactDetail)
    assert fact.about is not None
    subject = course.services.library.entry(course.learner, fact.about.kind, fact.about.id)
    assert isinstance(subject, Reading)
    assert fact.text not in page.card.passage.text.text()
    for back in (KEY.Key_R, KEY.Key_Escape):
        press(KEY.Key_R)
        assert focus() is page.card.passage.text
        told = page.card.passage.text.text()
        assert fact.text in told
        assert all(paragraph in told for paragraph in subject.paragraphs)
        assert fact.sources[0].title in told
        assert page.key_phase() == "question"
        assert not page.card.answer.isVisible()
        press(back)
        assert not page.card.passage.isVisible()
        assert page.card.passage.text.text() == ""
        assert (focus(), lying(page)) == (page.card.question, shown)
    assert grades(course) == []


def test_space_goes_from_the_passage_to_the_answer(page: StudyPage) -> None:
    press(KEY.Key_R, KEY.Key_Space)
    assert page.key_phase() == "answer"
    assert focus() is page.card.answer
    assert not page.card.passage.isVisible()


def test_reading_takes_no_time_from_the_recall(
    page: StudyPage, course: Context, clock: FakeClock
) -> None:
    clock.advance(seconds=2)
    press(KEY.Key_R)
    clock.advance(seconds=90)
    press(KEY.Key_R)
    clock.advance(seconds=3)
    press(KEY.Key_R)
    clock.advance(seconds=90)
    press(KEY.Key_Space)
    clock.advance(seconds=4)
    press(KEY.Key_3)
    assert getattr(course.services.recorder.undoable(course.learner), "duration_ms", 0) == 9000


def test_a_review_is_not_told_before_its_answer(
    page: StudyPage, clock: FakeClock, said: list[str]
) -> None:
    to_review(page, clock)
    assert not page.keyed["R"].isEnabled()
    assert not page.bottom.know.isVisible()
    press(KEY.Key_R)
    assert not page.card.passage.isVisible()
    assert said[-1].startswith("Show the answer first")
    press(KEY.Key_Space)
    assert page.keyed["R"].isEnabled()
    press(KEY.Key_R)
    assert focus() is page.card.passage.text
    press(KEY.Key_Escape)
    assert focus() is page.card.answer
    press(KEY.Key_R, KEY.Key_3)
    assert page.key_phase() == "question"
    assert not page.card.passage.isVisible()


def test_all_of_it_can_be_read_and_leads_back_to_the_card(
    page: StudyPage, window: MainWindow
) -> None:
    shown = lying(page)
    press(KEY.Key_R)
    page.card.passage.more.click()
    assert isinstance(window.page, ReadingPage)
    press(KEY.Key_Escape)
    assert window.page is page
    assert (focus(), lying(page)) == (page.card.question, shown)


def test_a_new_card_known_already_is_graded_easy_by_name(
    page: StudyPage, course: Context, said: list[str]
) -> None:
    shown = lying(page)
    assert "Easy" in page.bottom.know.accessibleDescription()
    press(KEY.Key_K)
    assert grades(course) == [(shown.card, Grade.EASY)]
    assert lying(page).card != shown.card
    assert focus() is page.card.question
    assert said[-1].startswith("Graded Easy: ")
    assert "Undo Easy" in page.undo_button.text()
    QTest.keyClick(page.card.question, KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert lying(page).card == shown.card
    page.bottom.know.click()
    assert [grade for _, grade in grades(course)] == [Grade.EASY, Grade.EASY]


def test_knowing_is_for_new_cards_before_their_answer(
    page: StudyPage, course: Context, clock: FakeClock
) -> None:
    press(KEY.Key_Space, KEY.Key_K)
    assert page.key_phase() == "answer"
    press(KEY.Key_1)
    clock.advance(seconds=61)
    press(KEY.Key_Space, KEY.Key_3)
    given = grades(course)
    press(KEY.Key_K)
    assert grades(course) == given


def test_again_at_the_first_meeting_is_no_lapse_and_in_no_retention(
    page: StudyPage, course: Context
) -> None:
    card = lying(page).card
    press(KEY.Key_Space, KEY.Key_1)
    with course.services.db.read() as conn:
        query = "SELECT lapses FROM memory WHERE card = ?"
        assert conn.exec_driver_sql(query, (card,)).scalar_one() == 0
        metrics = conn.exec_driver_sql("SELECT DISTINCT metric FROM day_total")
        counted = {str(row[0]) for row in metrics}
    assert counted
    assert not [name for name in counted if name.startswith(("retained", "lapsed"))]


def test_grades_are_explained_for_the_first_ten(page: StudyPage) -> None:
    for _ in range(10):
        press(KEY.Key_Space)
        assert page.card.help.isVisible()
        assert page.card.help_away.isVisible()
        assert page.card.help.text().startswith("How well did you know it? Forgot: Again.")
        press(KEY.Key_3)
        assert not page.card.help_away.isVisible()
    press(KEY.Key_Space)
    assert not page.card.help.isVisible()
    assert not page.card.help_away.isVisible()


def test_two_grades_are_explained_as_two(qtbot: QtBot, course: Context) -> None:
    learners = course.services.learners
    learners.change(course.learner, learners.settings(course.learner)._replace(grades=2))
    window = open_window(qtbot, course, "study")
    page = window.page
    assert isinstance(page, StudyPage)
    press(KEY.Key_Space)
    assert "Forgot: Again." in page.card.help.text()
    assert "Hard" not in page.card.help.text()


def test_the_explanation_can_be_put_away_for_good(
    page: StudyPage, course: Context, qtbot: QtBot
) -> None:
    press(KEY.Key_Space)
    page.card.help_away.click()
    assert focus() is page.card.answer
    assert page.key_phase() == "answer"
    assert not page.card.help.isVisible()
    press(KEY.Key_3, KEY.Key_Space)
    assert not page.card.help.isVisible()
    again = course.services.study.begin(course.learner, anew=True)
    assert isinstance(again, Shown)
    assert not again.explain
    other = course.services.learners.add("Other").id
    begun = course.services.study.begin(other)
    assert isinstance(begun, Shown)
    assert begun.explain


@pytest.mark.parametrize("condition", CONDITIONS, ids=lambda c: c.name)
def test_the_passage_stands_every_condition(
    page: StudyPage, window: MainWindow, qtbot: QtBot, condition: Condition
) -> None:
    settle(qtbot, window, page.theme, condition)
    press(KEY.Key_R)
    settle(qtbot, window, page.theme, condition)
    assert sweep(window, page, page.show_answer) == []
    top = page.card.passage.text.mapTo(window, page.card.passage.text.rect().topLeft())
    assert page.card.mapTo(window, page.card.rect().topLeft()).y() <= top.y() < window.height()
