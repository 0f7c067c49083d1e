"""Sitting a quiz by keys alone, over clocks moved by hand."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from mtdtutor.core.changes import Changes
from mtdtutor.core.errors import KnownError
from mtdtutor.progress.events import EXPIRED, FINISHED
from mtdtutor.quiz.attempt import AttemptState
from mtdtutor.quiz.timing import TimeChoice
from mtdtutor.services.quiz_views import QuizChoice
from mtdtutor.ui.page import Context
from mtdtutor.ui.pages.quiz_result import QuizResultPage
from mtdtutor.ui.pages.quiz_run import HASTY_MS
from mtdtutor.ui.texts import clock_time
from tests.support.clock import FakeClock
from tests.ui.quiz_room import FIVE, QuizRoom
from tests.ui.sweep import CONDITIONS, Condition, settle, sweep

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

ENTER = Qt.Key.Key_Return


@pytest.fixture
def room(qtbot: QtBot, context: Context, clock: FakeClock, tmp_path: Path) -> Iterator[QuizRoom]:
    quiz_room = QuizRoom(qtbot, context, clock, tmp_path)
    yield quiz_room
    quiz_room.close()


def test_a_quiz_by_keys_from_question_to_score(room: QuizRoom) -> None:
    page = room.begin()
    for number in range(5):
        assert room.focus() is page.card.question
        assert f"Question {number + 1} of 5" in page.card.question.accessibleName()
        assert page.key_phase() == "question"
        room.answer(right=number % 2 == 0)
        assert room.focus() is page.card.feedback
        verdict = "Right" if number % 2 == 0 else "Not right"
        assert page.card.feedback.text().startswith(verdict)
        assert page.card.feedback.text().split("\n")[-1].startswith("Right answer: ")
        assert room.responses() == number + 1, "safe before the next question is painted"
        room.key(ENTER)
    assert room.result.score.text().startswith("3 of 5 right")
    assert room.focus() is room.result.score


def test_the_focus_goes_straight_to_what_is_new(
    room: QuizRoom, qapp: QApplication, qtbot: QtBot
) -> None:
    page = room.begin()
    seen: list[str] = []

    def note(_: object, now: QWidget | None) -> None:
        seen.append("" if now is None else now.objectName())

    qapp.focusChanged.connect(note)
    room.answer(right=True)
    room.key(ENTER)
    assert seen[-2:] == ["quiz_card_feedback", "quiz_card_question"]
    assert len(seen) == 3, "an option, the feedback, the next question, and nothing between"
    seen.clear()
    room.key(Qt.Key.Key_Right)
    assert seen == ["", "quiz_card_question"], "the same text is heard again"
    seen.clear()
    page.card.certainty.chips[0].setFocus()
    room.answer(right=False)
    assert seen[-1] == "quiz_card_feedback"
    qapp.focusChanged.disconnect(note)


def test_nothing_before_the_answer_names_it(room: QuizRoom) -> None:
    page = room.begin()
    for _ in range(5):
        card = page.card
        assert card.feedback.isHidden()
        assert card.feedback.text() == ""
        sitting = room.services.quiz._sitting
        assert sitting is not None
        item = sitting.papers[sitting.attempt.position].item
        told = [card.caption.text(), card.question.accessibleName(), page.table.top.place.text()]
        told += [room.window.windowTitle(), page.bar.main.accessibleDescription()]
        for option in item.options:
            if item.type != "true_false":
                assert not any(option.text in text for text in told)
        names = [option.accessibleName() for option in card.options if not option.isHidden()]
        assert not any("right" in name for name in names)
        room.answer(right=True)
        room.key(ENTER)


def test_digits_and_letters_choose_and_only_enter_confirms(room: QuizRoom) -> None:
    page = room.begin()
    options = page.card.options
    room.key(Qt.Key.Key_2)
    assert options[1].isChecked()
    assert room.focus() is options[1]
    room.key(Qt.Key.Key_A)
    assert [option.isChecked() for option in options[:2]] == [True, False]
    assert room.focus() is options[0]
    room.key(Qt.Key.Key_9)
    assert options[0].isChecked(), "there is no ninth option"
    assert room.responses() == 0
    room.clock.advance(seconds=3)
    room.key(ENTER)
    assert room.responses() == 1
    assert not options[0].isEnabled()
    room.key(Qt.Key.Key_B)
    assert options[0].isChecked(), "an answer is final once the right one was shown"


def test_arrows_move_among_options_and_questions(room: QuizRoom) -> None:
    page = room.begin()
    card = page.card
    room.key(Qt.Key.Key_Down)
    assert room.focus() is card.options[0]
    assert card.options[0].isChecked()
    room.key(Qt.Key.Key_Down)
    assert room.focus() is card.options[1]
    assert card.options[1].isChecked()
    view = room.services.quiz.current(room.attempt)
    assert view.question is not None
    assert view.question.chosen == (view.question.options[1].id,)
    room.key(Qt.Key.Key_Up)
    room.key(Qt.Key.Key_Up)
    assert room.focus() is card.question
    room.key(Qt.Key.Key_Right)
    assert room.focus() is card.question
    assert "Question 2 of 5" in card.question.accessibleName()
    room.key(Qt.Key.Key_Left)
    assert "Question 1 of 5" in card.question.accessibleName()
    assert card.options[0].isChecked(), "the choice was kept"
    room.key(Qt.Key.Key_Left)
    assert "Question 1 of 5" in card.question.accessibleName()


def test_certainty_is_said_by_key_and_taken_back(room: QuizRoom, said: list[str]) -> None:
    page = room.begin()

    def sure() -> object:
        return page.card.certainty.value

    room.key(Qt.Key.Key_L)
    assert sure() == 3
    assert said[-1] == "Certain"
    room.key(Qt.Key.Key_J)
    assert sure() == 1
    room.key(Qt.Key.Key_J)
    assert sure() is None
    page.card.certainty.chips[1].click()
    assert sure() == 2
    room.answer(right=True)
    room.key(ENTER)
    assert sure() is None, "the next question begins without"


def test_enter_without_a_choice_says_what_is_missing(room: QuizRoom, said: list[str]) -> None:
    page = room.begin()
    room.key(ENTER)
    assert "Choose an answer first" in page.table.top.news.text()
    assert said[-1] == page.table.top.news.text()
    assert room.responses() == 0
    room.key(Qt.Key.Key_A)
    assert not page.table.top.news.text().strip()


def test_a_double_enter_answers_once_and_does_not_skip_the_feedback(room: QuizRoom) -> None:
    page = room.begin()
    room.key(Qt.Key.Key_A)
    room.clock.advance(seconds=3)
    room.key(ENTER)
    room.key(ENTER)
    assert page.key_phase() == "feedback"
    assert room.responses() == 1
    room.clock.advance(seconds=HASTY_MS / 1000)
    room.key(ENTER)
    assert page.key_phase() == "question"
    assert "Question 2 of 5" in page.card.question.accessibleName()


def test_flag_is_shown_said_and_kept(room: QuizRoom, said: list[str]) -> None:
    page = room.begin()
    room.key(Qt.Key.Key_F)
    assert page.table.top.place.text() == "Question 1 of 5, flagged"
    assert said[-1] == "Flagged"
    assert room.focus() is page.card.question
    room.key(Qt.Key.Key_Right)
    assert page.table.top.place.text() == "Question 2 of 5"
    room.key(Qt.Key.Key_Left)
    assert page.bar.flag.accessibleName() == "Unflag"
    room.key(Qt.Key.Key_F)
    assert page.table.top.place.text() == "Question 1 of 5"


def test_a_pause_hides_the_question_and_stops_the_clock(room: QuizRoom) -> None:
    page = room.begin()
    stem = page.card.question.text()
    room.key(Qt.Key.Key_B)
    before = page.table.top.time_left.text()
    room.key(Qt.Key.Key_P)
    assert page.table.resting
    assert page.card.question.text() == ""
    assert not any(option.accessibleName() for option in page.card.options if option.isVisible())
    assert room.focus() is page.rest.action
    assert "Paused" in page.rest.action.accessibleDescription()
    room.clock.advance(hours=2)
    page.tick()
    room.key(ENTER)
    assert page.card.question.text() == stem
    assert page.card.options[1].isChecked()
    assert page.table.top.time_left.text() == before
    assert room.focus() is page.card.question
    room.key(Qt.Key.Key_P)
    room.key(Qt.Key.Key_P)
    assert not page.table.resting


def test_leaving_the_page_pauses_and_the_quiz_is_found_again(room: QuizRoom) -> None:
    page = room.begin()
    assert page._timer.isActive() is False
    control = Qt.KeyboardModifier.ControlModifier
    room.key(Qt.Key.Key_1, control)
    assert room.window.page is not page
    room.clock.advance(hours=1)
    room.key(Qt.Key.Key_3, control)
    assert room.window.page is page
    assert page.table.resting
    room.key(ENTER)
    assert page.key_phase() == "question"


def test_leaving_just_after_the_end_ends_the_quiz(room: QuizRoom) -> None:
    page = room.begin()
    total = room.services.quiz.current(room.attempt).total_ms
    assert total is not None
    room.pass_time(total / 1000 - 1)
    room.clock.advance(seconds=2)
    heard: list[Changes] = []
    page.changed.connect(heard.append)
    room.window.open_page("today")
    assert heard == [Changes.ATTEMPTS | Changes.REVIEWS]
    assert not page.holds()
    assert room.services.quiz.result(room.attempt).ended == EXPIRED


def test_sleep_pauses_with_a_sentence(room: QuizRoom) -> None:
    page = room.begin()
    room.clock.suspend(seconds=3_600)
    page.tick()
    assert page.table.resting
    assert "slept" in page.rest.text.text()
    assert room.focus() is page.rest.action
    left = page.table.top.time_left.text()
    room.key(ENTER)
    assert page.table.top.time_left.text() == left


def test_a_key_after_sleep_pauses_too(room: QuizRoom) -> None:
    page = room.begin()
    room.clock.suspend(seconds=3_600)
    room.key(Qt.Key.Key_A)
    assert page.table.resting
    assert "slept" in page.rest.text.text()


def test_warnings_are_written_and_said(room: QuizRoom, said: list[str]) -> None:
    page = room.begin(QuizChoice((), 20, TimeChoice.NORMAL, 1.0))
    total = room.services.quiz.current(room.attempt).total_ms
    assert total is not None
    assert page.table.top.news.text() == f"You have {clock_time(total)} for 20 questions."
    room.pass_time(total * 0.75 / 1000 - 1)
    assert "left" not in page.table.top.news.text()
    room.pass_time(2)
    assert page.table.top.news.text().startswith("A quarter of the time is left")
    assert said[-1].startswith("A quarter of the time is left")
    left = room.services.quiz.current(room.attempt).remaining_ms
    assert left is not None
    room.pass_time(left / 1000 - 59)
    assert page.table.top.news.text().startswith("Little time is left: 0:5")
    assert page.table.top.time_left.text().startswith("Only")


def test_the_clock_can_be_hidden_and_asked(room: QuizRoom, said: list[str]) -> None:
    page = room.begin()
    page.table.top.hide_button.click()
    assert page.table.top.time_left.isHidden()
    room.key(Qt.Key.Key_T)
    assert "left. Question 1 of 5. 5 questions are not answered yet." in said[-1]
    assert page.table.top.news.text() == said[-1]
    room.answer(right=True)
    room.key(ENTER)
    assert page.table.top.time_left.isHidden(), "it stays hidden"
    page.table.top.hide_button.click()
    assert not page.table.top.time_left.isHidden()


def test_no_limit_shows_no_clock(room: QuizRoom, said: list[str]) -> None:
    page = room.begin(QuizChoice((), 5, TimeChoice.OFF, 1.0))
    assert page.table.top.time_left.isHidden()
    assert page.table.top.hide_button.isHidden()
    room.key(Qt.Key.Key_T)
    assert said[-1].startswith("There is no time limit.")


def test_time_runs_out_in_mid_question(room: QuizRoom) -> None:
    page = room.begin()
    room.answer(right=True)
    room.key(ENTER)
    room.key(Qt.Key.Key_A)
    left = room.services.quiz.current(room.attempt).remaining_ms
    assert left is not None
    room.pass_time(left / 1000 + 1)
    assert isinstance(room.window.page, QuizResultPage)
    assert "ran out" in room.result.score.text()
    assert room.services.quiz.result(room.attempt).ended == EXPIRED
    assert room.responses() == 1, "what was chosen but not confirmed is no answer"
    assert not page.holds()
    assert not page._timer.isActive()


def test_the_clock_stands_while_feedback_is_read(room: QuizRoom) -> None:
    room.begin()
    room.answer(right=False)
    before = room.services.quiz.current(room.attempt).remaining_ms
    room.pass_time(600)
    assert room.services.quiz.current(room.attempt).remaining_ms == before
    assert room.run.key_phase() == "feedback"


def test_unanswered_questions_are_named_once_before_the_end(
    room: QuizRoom, said: list[str]
) -> None:
    page = room.begin()
    room.key(Qt.Key.Key_Right)
    for _ in range(4):
        room.answer(right=True)
        room.key(ENTER)
    assert "Question 1 of 5" in page.card.question.accessibleName()
    assert page.table.top.news.text().startswith("1 question is not answered yet.")
    assert said[-1] == page.table.top.news.text()
    page.bar.finish.click()
    assert room.result.score.text().startswith("4 of 5 right")
    assert room.services.quiz.result(room.attempt).ended == FINISHED
    room.window.open_page("quiz_run")
    assert page.table.top.place.text() == ""
    assert not page.table.top.time_left.isVisible(), "no clock where no quiz runs"
    assert not page.table.top.news.text().strip()


def test_a_crash_loses_no_answer_and_the_quiz_goes_on_with_the_time_left(room: QuizRoom) -> None:
    room.begin()
    room.answer(right=True)
    room.key(ENTER)
    room.pass_time(7)
    left = room.services.quiz.current(room.attempt).remaining_ms
    assert left is not None
    room.crash()
    room.clock.advance(hours=5)
    room.window.open_page("quiz")
    assert room.setup.unfinished_text.text().startswith("1 of 5 questions are answered.")
    assert room.focus() is room.setup.go_on
    room.key(ENTER)
    assert "Question 2 of 5" in room.run.card.question.accessibleName()
    assert room.focus() is room.run.card.question
    view = room.services.quiz.current(room.attempt)
    assert view.state is AttemptState.RUNNING
    assert view.remaining_ms is not None
    assert 0 <= view.remaining_ms - left <= 5_000
    assert room.responses() == 1


def test_an_answer_that_cannot_be_saved_is_said_and_sent_again(
    room: QuizRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = room.begin()
    recorder = room.services.recorder

    def full(*_: object) -> None:
        raise KnownError("disk-full", file=room.paths.database)

    room.key(Qt.Key.Key_A)
    room.clock.advance(seconds=3)
    with monkeypatch.context() as patch:
        patch.setattr(type(recorder), "answer", full)
        room.key(ENTER)
        assert page.message.isVisible()
        assert page.key_phase() == "question"
        assert room.focus() is page.message.action
    room.key(ENTER)
    assert page.message.isHidden()
    assert page.key_phase() == "feedback"
    assert room.responses() == 1


@pytest.mark.parametrize("way", ["time", "finish"])
def test_an_end_that_cannot_be_saved_is_tried_again(
    room: QuizRoom, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    page = room.begin()
    total = room.services.quiz.current(room.attempt).total_ms
    assert total is not None

    def full(*_: object) -> None:
        raise KnownError("disk-full", file=room.paths.database)

    with monkeypatch.context() as patch:
        patch.setattr(type(room.services.recorder), "finish", full)
        if way == "time":
            room.pass_time(total / 1000 + 1)
        else:
            page.bar.finish.click()
            page.bar.finish.click()
        assert page.message.isVisible()
        assert not page._timer.isActive(), "one message, not five a second"
    page.message.action.click()
    assert isinstance(room.window.page, QuizResultPage)
    assert room.services.quiz.result(room.attempt).ended == (EXPIRED if way == "time" else FINISHED)


def test_left_goes_on_in_a_mirrored_window(room: QuizRoom, qapp: QApplication) -> None:
    page = room.begin()
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    room.key(Qt.Key.Key_Left)
    assert "Question 2 of 5" in page.card.question.accessibleName()
    room.key(Qt.Key.Key_Right)
    assert "Question 1 of 5" in page.card.question.accessibleName()


def test_leaving_with_a_full_disk_keeps_the_quiz(
    room: QuizRoom, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    page = room.begin()

    def full(*_: object) -> None:
        raise KnownError("disk-full", file=room.paths.database)

    with monkeypatch.context() as patch, caplog.at_level(logging.WARNING):
        patch.setattr(type(room.services.recorder), "attempt_event", full)
        room.window.open_page("today")
    assert "pause of a quiz was not saved" in caplog.text
    caplog.clear()
    room.window.open_page("quiz_run")
    assert page.table.resting


def test_a_page_without_a_quiz_offers_to_set_one_up(room: QuizRoom) -> None:
    room.window.open_page("quiz_run")
    page = room.run
    assert page.key_phase() == ""
    assert room.focus() is page.rest.action
    assert "No quiz" in page.rest.title.text()
    room.key(ENTER)
    assert room.setup is room.window.page


def test_a_quiz_that_has_ended_offers_its_result(room: QuizRoom) -> None:
    room.begin()
    room.services.quiz.finish(room.attempt)
    room.window.open_page("quiz_run", {"attempt": room.attempt})
    assert "ended" in room.run.rest.title.text()
    room.key(ENTER)
    assert room.result.score.text().startswith("0 of 5 right")


def test_another_learner_does_not_find_the_quiz(room: QuizRoom) -> None:
    page = room.begin()
    assert page.holds()
    room.context.learner = room.services.learners.add("Anna").id
    assert not page.holds()


def test_a_held_key_neither_confirms_nor_goes_on(room: QuizRoom) -> None:
    page = room.begin()
    room.key(Qt.Key.Key_A)
    held = QKeyEvent(
        QKeyEvent.Type.KeyPress, ENTER, Qt.KeyboardModifier.NoModifier, "\r", autorep=True
    )
    QApplication.sendEvent(room.focus(), held)
    assert page.key_phase() == "question"
    room.key(ENTER)
    room.clock.advance(seconds=1)
    QApplication.sendEvent(room.focus(), held)
    assert page.key_phase() == "feedback"


@pytest.mark.parametrize("condition", CONDITIONS, ids=lambda each: each.name)
def test_question_feedback_and_pause_are_in_order(
    room: QuizRoom, qtbot: QtBot, condition: Condition
) -> None:
    page = room.begin(FIVE)
    settle(qtbot, room.window, room.context.theme, condition)
    assert sweep(room.window, page, page.bar.main) == []
    top = page.card.question.visibleRegion().boundingRect().height()
    assert top >= min(page.card.question.height(), page.card.question.fontMetrics().height() * 2)
    places = [button.x() for button in (page.bar.back, page.bar.skip, page.bar.main)]
    room.answer(right=False)
    settle(qtbot, room.window, room.context.theme, condition)
    assert sweep(room.window, page, page.bar.main) == []
    assert [button.x() for button in (page.bar.back, page.bar.skip, page.bar.main)] == places
    assert page.card.feedback.visibleRegion().boundingRect().top() <= 2, "seen from its beginning"
    room.key(Qt.Key.Key_P)
    settle(qtbot, room.window, room.context.theme, condition)
    assert sweep(room.window, page, page.rest.action) == []
