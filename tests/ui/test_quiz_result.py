"""The result of a quiz: the score first, then every miss explained with the right answer last."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from mtdtutor.quiz.timing import TimeChoice
from mtdtutor.services.quiz_views import Feedback, QuizChoice
from mtdtutor.services.study_views import Shown
from mtdtutor.study.focus import Only
from mtdtutor.ui.page import Context
from mtdtutor.ui.pages.quiz_setup import QuizSetupPage
from mtdtutor.ui.quiz_words import feedback_paragraphs
from mtdtutor.ui.texts import short_date
from mtdtutor.ui.widgets.passage import Passage
from tests.support.clock import FakeClock
from tests.ui.quiz_room import QuizRoom
from tests.ui.sweep import CONDITIONS, Condition, settle, sweep

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

ENTER = Qt.Key.Key_Return


@pytest.fixture
def room(qtbot: QtBot, context: Context, clock: FakeClock, tmp_path: Path) -> Iterator[QuizRoom]:
    quiz_room = QuizRoom(qtbot, context, clock, tmp_path)
    yield quiz_room
    quiz_room.close()


def sit(room: QuizRoom, rights: str = "yynyn", sure: str = "    L") -> None:
    room.begin()
    for right, key in zip(rights, sure, strict=True):
        if key == "L":
            room.key(Qt.Key.Key_L)
        room.answer(right=right == "y")
        room.key(ENTER)


def texts(room: QuizRoom, kind: str) -> list[Passage]:
    holder = room.result.misses if kind == "miss" else room.result.rights
    return holder.findChildren(Passage)


def test_the_score_has_the_focus_and_says_what_matters(room: QuizRoom) -> None:
    sit(room)
    score = room.result.score
    assert room.focus() is score
    assert score.accessibleName() == "Result"
    lines = score.text().split("\n")
    assert lines[0] == "3 of 5 right"
    assert lines[1].startswith("It took 0:20 of ")
    assert lines[2].startswith("1 answer you were certain of was wrong")
    assert room.window.windowTitle() == "MTD Tutor – Quiz"


def test_misses_come_first_each_with_yours_why_source_and_the_right_answer_last(
    room: QuizRoom,
) -> None:
    sit(room)
    misses = texts(room, "miss")
    result = room.services.quiz.result(room.attempt)
    assert [text.text().split("\n")[0] for text in misses] == [each.stem for each in result.misses]
    assert result.misses[0].certainty == 3
    for text, miss in zip(misses, result.misses, strict=True):
        words = text.text()
        assert f"You answered: {miss.feedback.your_answer}" in words
        assert miss.feedback.explanation in words
        assert all(line.removesuffix(".") in words for line in miss.feedback.source_lines)
        if miss.feedback.why_yours:
            assert miss.feedback.why_yours in words
        last = words.split("\n")[-1]
        assert last.startswith(f"Right answer: {miss.feedback.right_answer}")
        if miss.feedback.correction:
            assert last.endswith(miss.feedback.correction)


def test_a_false_statement_is_told_why_and_what_is_true() -> None:
    feedback = Feedback(
        right=False,
        chosen=("true",),
        keys=("false",),
        your_answer="True",
        why_yours=None,
        right_answer="False",
        correction="One of the nine is official.",
        explanation="Governments are inside the system.",
        source_lines=("A book (1996).", "Another."),
    )
    assert [each.text for each in feedback_paragraphs(feedback) if each.text] == [
        "Not right",
        "You answered: True",
        "Governments are inside the system.",
        "Sources: A book (1996); Another.",
        "Right answer: False. In truth: One of the nine is official.",
    ]
    unanswered = feedback._replace(chosen=(), your_answer=None)
    assert feedback_paragraphs(unanswered)[0].text == "Not answered"


def test_right_answers_are_folded(room: QuizRoom) -> None:
    sit(room)
    page = room.result
    assert page.rights.isHidden()
    assert page.fold.accessibleName() == "Show the 3 right answers"
    page.fold.click()
    assert page.rights.isVisible()
    assert len(texts(room, "right")) == 3
    assert page.fold.accessibleName() == "Hide the right answers"
    page.fold.click()
    assert page.rights.isHidden()


def test_topics_are_told_in_words(room: QuizRoom) -> None:
    sit(room)
    words = room.result.topics.accessibleDescription()
    for topic in room.services.quiz.result(room.attempt).topics:
        assert f"{topic.name}: {topic.right} of {topic.number}" in words


def test_a_perfect_quiz_has_nothing_to_look_at_again(room: QuizRoom) -> None:
    sit(room, "yyyyy", "     ")
    page = room.result
    assert page.score.text().split("\n")[0] == "5 of 5 right"
    assert page.misses.isHidden()
    assert page.misses_title.isHidden()
    assert len(page.score.text().split("\n")) == 2


def test_nothing_right_has_nothing_to_unfold(room: QuizRoom) -> None:
    sit(room, "nnnnn", "     ")
    assert room.result.fold.isHidden()
    assert len(texts(room, "miss")) == 5


def test_a_quiz_given_up_and_one_without_limit_say_so(room: QuizRoom) -> None:
    room.begin(QuizChoice((), 5, TimeChoice.OFF, 1.0))
    room.answer(right=True)
    room.services.quiz.abandon(room.attempt)
    room.window.open_page("quiz_result", {"attempt": room.attempt})
    assert "gave this quiz up after 0:04" in room.result.score.text()
    assert "Not answered" in texts(room, "miss")[0].text()
    room.begin(QuizChoice((), 5, TimeChoice.OFF, 1.0))
    room.services.quiz.finish(room.attempt)
    room.window.open_page("quiz_result", {"attempt": room.attempt})
    assert "without a time limit" in room.result.score.text()


def test_enter_sets_up_another_quiz(room: QuizRoom) -> None:
    sit(room)
    room.key(ENTER)
    assert isinstance(room.window.page, QuizSetupPage)
    assert room.focus() is room.setup.start


def test_the_buttons_lead_on(room: QuizRoom) -> None:
    sit(room)
    page = room.result
    gone: list[tuple[str, object]] = []
    page.go.disconnect()
    page.go.connect(lambda name, params: gone.append((name, params)))
    page.study.click()
    page.today.click()
    read = page.findChild(QPushButton, "quiz_result_miss_0_read")
    assert isinstance(read, QPushButton)
    read.click()
    topic = room.services.quiz.result(room.attempt).misses[0].topic
    assert gone == [
        ("study", {}),
        ("today", {}),
        ("reading", {"topic": topic, "back": "quiz_result"}),
    ]


def test_what_was_missed_can_be_studied(room: QuizRoom) -> None:
    sit(room)
    assert room.result.study.text() == "Study what you missed"
    result = room.result._result
    room.result.study.click()
    table = room.context.services.study.begin(room.context.learner)
    assert isinstance(table, Shown)
    assert table.focus is not None
    assert table.focus.choice.only is Only.MISSED
    assert result is not None
    assert table.fact in {each.fact for each in result.misses}


def test_coming_back_from_reading_finds_the_result(room: QuizRoom) -> None:
    sit(room)
    page = room.result
    page.fold.click()
    page._read("track-3")
    room.key(Qt.Key.Key_Escape)
    assert room.window.page is page
    assert page.rights.isVisible()


def test_an_old_quiz_begins_at_its_score_with_its_day_and_leads_back(
    room: QuizRoom, qtbot: QtBot
) -> None:
    sit(room)
    page = room.result
    assert page.back.isHidden()
    room.key(Qt.Key.Key_Escape)
    assert room.window.page is page, "there is nowhere to go back to"
    bar = page.scroll_body().verticalScrollBar()
    room.window.grab()
    bar.setValue(bar.maximum())
    page.fold.click()
    assert bar.value() > 0
    room.window.open_page("today")
    room.window.open_page("quiz_result", {"attempt": room.attempt, "back": "history"})
    room.window.grab()
    assert bar.value() == 0
    assert room.focus() is page.score
    day = short_date(room.services.quiz.result(room.attempt).day)
    assert page.score.text().split("\n")[:2] == ["3 of 5 right", f"Taken on {day}."]
    assert page.rights.isHidden()
    gone: list[tuple[str, object]] = []
    page.go.disconnect()
    page.go.connect(lambda name, params: gone.append((name, params)))
    assert page.back.isVisible()
    page.back.click()
    room.key(Qt.Key.Key_Escape)
    assert gone == [("history", {}), ("history", {})]


def test_an_unknown_quiz_is_said_in_words(room: QuizRoom) -> None:
    nobody = str(uuid.UUID(int=7))
    room.window.open_page("quiz_result", {"attempt": nobody})
    assert room.result.message.isVisible()
    assert room.result.score.text() == "No result yet"
    room.window.open_page("quiz_result")
    assert room.result.topics_panel.isHidden()


@pytest.mark.parametrize("condition", CONDITIONS, ids=lambda each: each.name)
def test_the_page_is_in_order(room: QuizRoom, qtbot: QtBot, condition: Condition) -> None:
    sit(room)
    room.result.fold.click()
    settle(qtbot, room.window, room.context.theme, condition)
    assert sweep(room.window, room.result, room.result.again) == []
