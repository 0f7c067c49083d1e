"""Setting a quiz up: what is chosen is asked, kept, and described before it begins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from mtdtutor.core.changes import Changes
from mtdtutor.progress.events import ABANDONED
from mtdtutor.quiz.timing import TimeChoice
from mtdtutor.ui.page import Context
from mtdtutor.ui.pages.quiz_run import QuizRunPage
from tests.support.clock import FakeClock
from tests.ui.quiz_room import QuizRoom
from tests.ui.sweep import CONDITIONS, Condition, settle, sweep

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def room(qtbot: QtBot, context: Context, clock: FakeClock, tmp_path: Path) -> Iterator[QuizRoom]:
    quiz_room = QuizRoom(qtbot, context, clock, tmp_path)
    quiz_room.window.open_page("quiz")
    yield quiz_room
    quiz_room.close()


def topics_of(room: QuizRoom) -> Counter[str]:
    sitting = room.services.quiz._sitting
    assert sitting is not None
    return Counter(paper.item.topic for paper in sitting.papers)


def test_enter_starts_at_once_with_all_topics(room: QuizRoom) -> None:
    assert room.setup.all_topics.isChecked()
    assert room.focus() is room.setup.start
    room.key(Qt.Key.Key_Return)
    assert isinstance(room.window.page, QuizRunPage)
    assert "Question 1 of 10" in room.run.card.question.accessibleName()
    assert len(topics_of(room)) >= 9


def test_enter_starts_from_any_choice_too(room: QuizRoom) -> None:
    room.setup.number_choice.chips[0].setFocus()
    room.key(Qt.Key.Key_Space)
    room.key(Qt.Key.Key_Return)
    assert "Question 1 of 5" in room.run.card.question.accessibleName()


def test_chosen_topics_are_asked_and_remembered(room: QuizRoom) -> None:
    page = room.setup
    page._topics["track-2"].click()
    page._topics["track-7"].click()
    assert not page.all_topics.isChecked()
    page.number_choice.chips[0].click()
    page.time_choice.chips[0].click()
    page.start.click()
    assert set(topics_of(room)) == {"track-2", "track-7"}
    assert room.run.table.top.time_left.isHidden()
    room.services.quiz.finish(room.open_attempt())
    room.window.open_page("quiz_setup")
    assert room.setup._chosen_topics() == ("track-2", "track-7")
    assert room.setup.number_choice.value == 5
    assert room.setup.time_choice.value is TimeChoice.OFF


def test_every_topic_by_itself_is_all_topics(room: QuizRoom) -> None:
    page = room.setup
    for chip in page._topics.values():
        chip.click()
    assert page.all_topics.isChecked()
    assert page._chosen_topics() == ()
    page._topics["track-1"].click()
    page._topics["track-1"].click()
    assert page.all_topics.isChecked(), "none is all"
    page.all_topics.click()
    assert page.all_topics.isChecked(), "there is always something to ask about"


def test_one_topic_says_what_is_mixed_in(room: QuizRoom) -> None:
    page = room.setup
    page._topics["track-3"].click()
    assert "mixed up with" in page.topic_note.text()
    page._topics["track-4"].click()
    assert "mixed up with" not in page.topic_note.text()


def test_the_time_is_told_before_it_runs(room: QuizRoom) -> None:
    page = room.setup
    assert page.factor_choice.isHidden()
    normal = page.time_note.text()
    assert normal.startswith("Usually about "), "the questions are not drawn yet"
    assert normal in page.start.accessibleDescription()
    page.time_choice.chips[2].click()
    assert page.factor_choice.isVisible()
    page.factor_choice.chips[4].click()
    assert page.time_note.text() != normal
    page.start.click()
    view = room.services.quiz.current(room.open_attempt())
    assert view.extension == 10.0
    limit = room.services.quiz.default_limit_s(10) * 1000
    assert view.total_ms is not None
    assert abs(view.total_ms / 10 - limit) <= 0.3 * limit, "the estimate is near the truth"


def test_another_page_may_propose_topics(room: QuizRoom) -> None:
    room.window.open_page("quiz_setup", {"topics": ("track-8",)})
    assert room.setup._chosen_topics() == ("track-8",)
    room.window.open_page("quiz_setup", {"topics": ("no-such-topic",)})
    assert room.setup.all_topics.isChecked()
    room.setup.start.click()
    room.window.open_page("quiz_setup", {"topics": ("track-8",)})
    room.setup.give_up.click()
    assert room.setup._chosen_topics() == ("track-8",), "still proposed after another was given up"


def test_an_unfinished_quiz_comes_first_and_can_be_given_up(room: QuizRoom) -> None:
    room.setup.start.click()
    attempt = room.open_attempt()
    room.answer(right=True)
    room.window.open_page("quiz_setup")
    page = room.setup
    assert room.focus() is page.go_on
    assert page.unfinished_text.text().startswith("1 of 10 questions are answered.")
    heard: list[Changes] = []
    page.changed.connect(heard.append)
    page.give_up.click()
    assert heard == [Changes.ATTEMPTS | Changes.REVIEWS]
    assert room.services.quiz.result(attempt).ended == ABANDONED
    assert room.focus() is page.start
    assert page.start.isVisible()


def test_going_on_with_an_unfinished_quiz(room: QuizRoom) -> None:
    room.setup.start.click()
    room.answer(right=True)
    room.window.open_page("quiz_setup")
    room.key(Qt.Key.Key_Return)
    assert room.run.key_phase() == "feedback", "the answer just given is still to be read"
    room.window.open_page("today")
    room.window.open_page("quiz_setup")
    assert room.setup.go_on.isVisible()


def test_another_learner_has_their_own_choice(room: QuizRoom) -> None:
    room.setup.start.click()
    room.context.learner = room.services.learners.add("Anna").id
    room.window.on_changes(Changes.LEARNER)
    room.window.open_page("quiz")
    assert room.setup.start.isVisible(), "the unfinished quiz is not hers"


@pytest.mark.parametrize("condition", CONDITIONS, ids=lambda each: each.name)
def test_the_page_is_in_order(room: QuizRoom, qtbot: QtBot, condition: Condition) -> None:
    room.setup._topics["track-3"].click()
    room.setup.time_choice.chips[2].click()
    settle(qtbot, room.window, room.context.theme, condition)
    assert sweep(room.window, room.setup, room.setup.start) == []
    room.setup.start.click()
    room.run.leave()
    room.window.open_page("quiz_setup")
    settle(qtbot, room.window, room.context.theme, condition)
    assert sweep(room.window, room.setup, room.setup.go_on) == []


def test_tab_leads_to_what_is_chosen_and_to_topics_before_the_start(room: QuizRoom) -> None:
    passed = []
    for _ in range(20):
        room.key(Qt.Key.Key_Backtab)
        passed.append(room.focus().objectName())
        if passed[-1] == "quiz_setup_all":
            break
    topics = [f"quiz_setup_topic_{place}" for place in reversed(range(len(room.setup._topics)))]
    assert passed == ["quiz_setup_time_1", "quiz_setup_number_1", *topics, "quiz_setup_all"]


def test_arrows_go_on_from_what_is_chosen(room: QuizRoom) -> None:
    room.key(Qt.Key.Key_Backtab)
    room.key(Qt.Key.Key_Backtab)
    room.key(Qt.Key.Key_Left)
    assert room.setup.number_choice.value == 5
    assert room.focus().objectName() == "quiz_setup_number_0"
