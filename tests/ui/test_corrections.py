"""Corrections on the pages: told once on Today, beside old answers, and listed in About."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from mtdtutor.core.errors import KnownError
from mtdtutor.quiz.timing import TimeChoice
from mtdtutor.services.corrections import CorrectionService
from mtdtutor.services.quiz_views import QuizChoice
from mtdtutor.services.study_views import Shown
from mtdtutor.study.memory import Grade
from mtdtutor.ui.page import Context
from mtdtutor.ui.pages.quiz_result import QuizResultPage
from mtdtutor.ui.pages.today import TodayPage
from mtdtutor.ui.widgets.own_forms import ProblemForm
from mtdtutor.ui.widgets.passage import Passage
from mtdtutor.ui.window import MainWindow
from tests.ui.corrected import NOTE, NOW, REASON, load_newer
from tests.ui.course import on_course, open_window
from tests.ui.sweep import CONDITIONS, Condition, settle, sweep

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def course(context: Context, tmp_path: Path) -> Iterator[Context]:
    with on_course(context, tmp_path / "data") as ready:
        yield ready


def learn(context: Context, number: int = 1) -> list[Shown]:
    """Grade some cards and return them."""
    met = []
    table = context.services.study.begin(context.learner)
    for _ in range(number):
        assert isinstance(table, Shown)
        met.append(table)
        table = context.services.study.grade(table.review_id, Grade.EASY, 1_000).table
    return met


def today(window: MainWindow) -> TodayPage:
    assert isinstance(window.page, TodayPage)
    return window.page


def test_without_corrections_there_is_no_notice(qtbot: QtBot, course: Context) -> None:
    learn(course)
    assert today(open_window(qtbot, course, "today")).corrections is None


def test_who_did_not_meet_the_mistake_is_not_told(qtbot: QtBot, course: Context) -> None:
    (card,) = learn(course)
    course.services.recorder.undo(course.learner)
    load_newer(course, corrects=card.fact)
    assert today(open_window(qtbot, course, "today")).corrections is None


def test_a_correction_is_told_once_with_what_is_right(
    qtbot: QtBot, course: Context, said: list[str]
) -> None:
    first, second = learn(course, 2)
    load_newer(course, corrects=first.fact, withdraws=second.card)
    window = open_window(qtbot, course, "today")
    page = today(window)
    panel = page.corrections
    assert panel is not None
    assert panel.isVisible()
    assert QApplication.focusWidget() is page.start, "a notice takes no focus"
    assert panel.text.text() == (
        "1 card or question you answered was corrected. The cards are due again. "
        "1 card or question you answered was withdrawn."
    )
    assert panel.list.isHidden()
    QTest.keyClick(panel.show_list, Qt.Key.Key_Space)
    assert QApplication.focusWidget() is panel.list
    for part in (NOTE, NOW, REASON, second.front):
        assert part in panel.list.text()
    QTest.keyClick(panel.show_list, Qt.Key.Key_Space)
    assert panel.list.isHidden()
    QTest.keyClick(panel.close_button, Qt.Key.Key_Space)
    assert panel.isHidden()
    assert QApplication.focusWidget() is page.start
    assert said[-1].startswith("Put away.")
    page.refresh()
    assert panel.isHidden()
    later = open_window(qtbot, course, "today")
    assert today(later).corrections is None


def test_tab_comes_to_a_notice_where_it_stands(qtbot: QtBot, course: Context) -> None:
    (card,) = learn(course)
    load_newer(course, corrects=card.fact)
    page = today(open_window(qtbot, course, "today"))
    panel = page.corrections
    assert panel is not None
    expected = [page.start, page.other, panel.text, panel.show_list, panel.close_button, page.bands]
    widget, met = page.start.nextInFocusChain(), [page.start]
    while widget is not page.start:
        met += [widget] if widget in expected else []
        widget = widget.nextInFocusChain()
    assert met == expected


def test_a_notice_that_cannot_be_put_away_stays(
    qtbot: QtBot, course: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    (card,) = learn(course)
    load_newer(course, corrects=card.fact)
    window = open_window(qtbot, course, "today")
    page = today(window)
    panel = page.corrections
    assert panel is not None

    def fails(*_: object) -> None:
        raise KnownError("disk-full", file="x")

    monkeypatch.setattr(CorrectionService, "close", fails)
    panel.close_button.click()
    assert panel.isVisible()
    assert page.message.isVisible()
    monkeypatch.undo()
    page.message.action.click()
    assert panel.isHidden()


def sit(context: Context) -> str:
    """Answer every question of a quiz with the option shown first; return the attempt."""
    quiz = context.services.quiz
    view = quiz.start(context.learner, QuizChoice((), 5, TimeChoice.OFF))
    for place in range(view.number):
        question = quiz.go(view.attempt, place).question
        assert question is not None
        quiz.choose(view.attempt, [question.options[0].id])
        quiz.confirm(view.attempt)
    quiz.finish(view.attempt)
    return view.attempt


def test_an_old_answer_says_what_was_corrected_and_withdrawn_since(
    qtbot: QtBot, course: Context
) -> None:
    attempt = sit(course)
    result = course.services.quiz.result(attempt)
    first, second, *others = (*result.misses, *result.rights)
    load_newer(course, corrects=first.fact, withdraws=second.question)
    window = open_window(qtbot, course, "quiz_result", attempt=attempt)
    page = window.page
    assert isinstance(page, QuizResultPage)
    page.fold.click()
    told = {each.text().split("\n")[0]: each.text() for each in page.findChildren(Passage)}
    assert told[first.stem].endswith(f"Corrected since: {NOTE}")
    assert told[second.stem].endswith(f"Withdrawn since: {REASON}")
    assert all(" since" not in told[each.stem].split("\n")[-1] for each in others)


def test_a_question_is_reported_from_the_result(qtbot: QtBot, course: Context) -> None:
    attempt = sit(course)
    (first, *_) = course.services.quiz.result(attempt).misses
    window = open_window(qtbot, course, "quiz_result", attempt=attempt)
    page = window.page
    assert isinstance(page, QuizResultPage)
    button = page.findChild(QPushButton, "quiz_result_miss_0_report")
    assert isinstance(button, QPushButton)
    button.setFocus()
    button.click()
    (form,) = page.findChildren(ProblemForm)
    form.keep.click()
    (kept,) = course.services.problems.everything(course.learner)
    assert (kept.item, kept.item_kind, kept.category) == (first.question, "question", "wrong-fact")
    assert kept.shown["stem"] == first.stem
    assert kept.shown["right_answer"] == first.feedback.right_answer
    assert QApplication.focusWidget() is button


@pytest.mark.parametrize("condition", CONDITIONS, ids=lambda each: each.name)
def test_the_notice_in_every_appearance(
    qtbot: QtBot, course: Context, condition: Condition
) -> None:
    first, second = learn(course, 2)
    load_newer(course, corrects=first.fact, withdraws=second.card)
    window = open_window(qtbot, course, "today")
    page = today(window)
    assert page.corrections is not None
    page.corrections.show_list.click()
    page.focus_start()
    settle(qtbot, window, course.theme, condition)
    assert sweep(window, page, page.start) == []
