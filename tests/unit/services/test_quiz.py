"""Sitting a quiz on the real course, on a real file, over clocks moved by hand."""

from __future__ import annotations

import json
import random
import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from mtdtutor.core.changes import Changes
from mtdtutor.core.clock import local_time
from mtdtutor.core.errors import KnownError
from mtdtutor.course.bank import read_bank
from mtdtutor.progress.events import (
    ABANDONED,
    ANSWERED,
    EXPIRED,
    FINISHED,
    INTERRUPTED,
    PAUSED,
    RAPID,
    RESUMED,
    AnswerEvent,
)
from mtdtutor.quiz.attempt import AttemptState, Notice
from mtdtutor.quiz.timing import GRACE_MS, TimeChoice
from mtdtutor.services.quiz import QuizService
from mtdtutor.services.quiz_views import AttemptView, QuizChoice
from mtdtutor.services.recording import Recorder
from mtdtutor.storage import attempts, content, events, learners, memory
from mtdtutor.storage.database import Database, open_database
from mtdtutor.study.memory import Grade, State
from tests.support.clock import FakeClock

BANK = Path(__file__).parents[3] / "content" / "questions.json"
FIVE = QuizChoice((), 5, TimeChoice.NORMAL, 1.5)


class Room:
    """A database with the course, and the services a quiz needs; can be left and entered again."""

    def __init__(self, folder: Path, clock: FakeClock, seed: int = 1) -> None:
        self.folder = folder
        self.clock = clock
        self.rng = random.Random(seed)
        self.enter()
        with self.db.read() as conn:
            self.me = learners.everyone(conn)[0].id

    def enter(self) -> None:
        self.db: Database = open_database(
            self.folder / "test.sqlite3", self.folder / "backups", self.clock, self.rng
        )
        self.recorder = Recorder(self.db, self.clock, self.rng)
        self.quiz = QuizService(self.db, self.recorder, self.clock, self.rng)

    def crash(self) -> None:
        """Leave without a word and come back, with another boot's monotonic clock."""
        self.db.dispose()
        self.clock.run_ms = 77
        self.enter()

    def wait(self, attempt: str, seconds: float) -> list[Notice]:
        """Let time pass while the page looks at the clock."""
        notices = []
        while seconds > 0:
            part = min(seconds, 1.0)
            self.clock.advance(seconds=part)
            seconds -= part
            notice = self.quiz.tick(attempt).notice
            if notice is not None:
                notices.append(notice)
        return notices

    def keys(self, attempt: str) -> dict[int, str]:
        """Return the right option of every question of an attempt, as no page could."""
        sitting = self.quiz._on_table(attempt)
        return {n: next(iter(paper.item.keys)) for n, paper in enumerate(sitting.papers)}

    def answer(self, view: AttemptView, *, right: bool, seconds: float = 12.0) -> AttemptView:
        """Answer the open question and open the next one, if there is one."""
        question = view.question
        assert question is not None
        key = self.keys(view.attempt)[question.position]
        picked = next(o.id for o in question.options if (o.id == key) == right)
        self.wait(view.attempt, seconds)
        self.quiz.choose(view.attempt, [picked])
        answered = self.quiz.confirm(view.attempt)
        assert answered is not None
        if question.position + 1 < view.number:
            return self.quiz.go(view.attempt, question.position + 1)
        return answered.view

    def answers(self, attempt: str) -> list[AnswerEvent]:
        with self.db.read() as conn:
            return attempts.answers(conn, attempt)

    def kinds(self, attempt: str) -> list[str]:
        with self.db.read() as conn:
            return [each.kind for each in attempts.events_of(conn, attempt)]


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a database that holds the course and no history."""
    folder = tmp_path_factory.mktemp("course")
    file = folder / "test.sqlite3"
    db = open_database(file, folder / "backups", FakeClock(), random.Random(1))
    with db.write() as conn:
        content.load_bank(conn, read_bank(BANK), 0)
    db.dispose()
    return file


@pytest.fixture
def room(course: Path, tmp_path: Path, clock: FakeClock) -> Iterator[Room]:
    shutil.copy(course, tmp_path)
    made = Room(tmp_path, clock)
    yield made
    made.db.dispose()


def test_what_can_be_chosen(room: Room) -> None:
    options = room.quiz.options(room.me)
    assert len(options.topics) == 11
    assert all(topic.name and topic.questions >= 8 for topic in options.topics)
    assert options.numbers[:3] == (5, 10, 20)
    assert options.choice == QuizChoice()
    assert options.unfinished is None
    five, ten = room.quiz.default_limit_s(5), room.quiz.default_limit_s(10)
    assert five % 30 == 0
    assert five < ten <= 2 * five
    assert room.quiz.default_limit_s(5, ["track-1"]) > 0
    assert room.quiz.default_limit_s(5, ["track-99"]) == 0


def test_the_last_choice_is_remembered(room: Room) -> None:
    choice = QuizChoice(("track-3", "track-8"), 5, TimeChoice.STRETCHED, 2.5)
    view = room.quiz.start(room.me, choice)
    assert room.quiz.options(room.me).choice == choice
    assert view.extension == 2.5
    with room.db.write() as conn:
        learners.change_setting(conn, room.me, "quiz_choice", {"topics": 3})
    assert room.quiz.options(room.me).choice == QuizChoice()


def test_a_quiz_from_start_to_result(room: Room) -> None:
    view = room.quiz.start(room.me, FIVE)
    assert view.state is AttemptState.RUNNING
    assert view.number == 5
    assert view.remaining_ms == view.total_ms
    for right in (True, False, True, False, True):
        assert view.question is not None
        assert view.question.feedback is None, "nothing before the answer names it"
        view = room.answer(view, right=right)
    assert view.unanswered == ()
    assert room.quiz.finish(view.attempt) == Changes.ATTEMPTS | Changes.REVIEWS
    assert room.quiz.finish(view.attempt) == Changes.NONE
    result = room.quiz.result(view.attempt)
    assert (result.ended, result.number, result.answered, result.right) == (FINISHED, 5, 5, 3)
    assert result.active_ms == 60_000
    assert [item.position for item in result.rights] == [0, 2, 4]
    assert [item.position for item in result.misses] == [1, 3]
    assert sum(score.number for score in result.topics) == 5
    assert sum(score.right for score in result.topics) == 3
    for miss in result.misses:
        told = miss.feedback
        assert told.your_answer
        assert told.right_answer
        assert told.your_answer != told.right_answer
        assert told.explanation
        assert told.source_lines
        assert told.why_yours or told.correction or told.right_answer == "True"
    assert room.quiz.unfinished(room.me) is None


def test_an_answer_holds_what_was_shown(room: Room) -> None:
    view = room.quiz.start(room.me, FIVE)
    question = view.question
    assert question is not None
    room.quiz.say_certainty(view.attempt, 2)
    room.answer(view, right=False)
    (answer,) = room.answers(view.attempt)
    assert (answer.position, answer.right, answer.score, answer.certainty) == (0, False, 0.0, 2)
    assert (answer.outcome, answer.first_ms, answer.active_ms) == (ANSWERED, 12_000, 12_000)
    assert (answer.visits, answer.changes, answer.options) == (1, 0, len(question.options))
    assert answer.attempt_active_ms == 12_000
    assert answer.shown is not None
    with room.db.read() as conn:
        shown = events.get_shown(conn, answer.shown)
    assert isinstance(shown, dict)
    assert shown["stem"] == question.stem
    assert [each["id"] for each in shown["options"]] == [each.id for each in question.options]
    assert json.loads(answer.response)["chosen"][0] in {each.id for each in question.options}


def test_after_the_answer_it_is_explained_and_final(room: Room) -> None:
    view = room.quiz.start(room.me, FIVE)
    assert view.question is not None
    first, second = (option.id for option in view.question.options[:2])
    room.wait(view.attempt, 12)
    room.quiz.choose(view.attempt, [first])
    answered = room.quiz.confirm(view.attempt)
    assert answered is not None
    assert answered.changes is Changes.ATTEMPTS
    assert answered.view.question is not None
    told = answered.view.question.feedback
    assert told is not None
    assert told.chosen == (first,)
    assert told.right == (first in told.keys)
    assert (told.why_yours is None) or not told.right
    after = room.quiz.choose(view.attempt, [second])
    assert after.question is not None
    assert after.question.chosen == (first,)
    assert room.quiz.confirm(view.attempt) is None
    assert len(room.answers(view.attempt)) == 1


def test_nothing_chosen_is_not_saved(room: Room) -> None:
    view = room.quiz.start(room.me, FIVE)
    assert room.quiz.confirm(view.attempt) is None
    assert room.answers(view.attempt) == []


def test_a_rapid_guess_leaves_only_a_record(room: Room) -> None:
    view = room.quiz.start(room.me, FIVE)
    room.answer(view, right=True, seconds=1.0)
    (answer,) = room.answers(view.attempt)
    assert answer.outcome == RAPID
    assert answer.right


def test_flags_and_moving_about(room: Room) -> None:
    view = room.quiz.start(room.me, FIVE)
    view = room.quiz.flag(view.attempt, flagged=True)
    view = room.quiz.go(view.attempt, 3)
    assert view.flagged == (0,)
    assert view.question is not None
    assert view.question.position == 3
    view = room.quiz.go(view.attempt, 0)
    assert view.question is not None
    assert view.question.flagged
    assert room.quiz.flag(view.attempt, flagged=False).flagged == ()


def test_a_pause_hides_the_question_and_stops_the_clock(room: Room) -> None:
    view = room.quiz.start(room.me, FIVE)
    room.wait(view.attempt, 5)
    paused = room.quiz.pause(view.attempt)
    assert paused.state is AttemptState.PAUSED
    assert paused.question is None
    assert room.quiz.pause(view.attempt).remaining_ms == paused.remaining_ms
    room.clock.advance(hours=3)
    running = room.quiz.resume(view.attempt)
    assert running.question == view.question
    assert running.remaining_ms == paused.remaining_ms
    assert room.quiz.resume(view.attempt).state is AttemptState.RUNNING
    assert room.kinds(view.attempt) == [PAUSED, RESUMED]


@pytest.mark.parametrize("move", ["sleep", "back", "forward"])
def test_a_sleep_or_a_moved_clock_pauses(room: Room, move: str) -> None:
    view = room.quiz.start(room.me, FIVE)
    room.wait(view.attempt, 5)
    if move == "sleep":
        room.clock.suspend(seconds=3600)
    else:
        now = local_time(room.clock.now_ms(), 0)
        room.clock.set_wall(now + timedelta(hours=-1 if move == "back" else 24))
    ticked = room.quiz.tick(view.attempt)
    assert ticked.notice is Notice.SUSPENDED
    assert ticked.state is AttemptState.PAUSED
    assert ticked.remaining_ms == (view.total_ms or 0) - 5_000
    assert room.kinds(view.attempt) == [INTERRUPTED]
    assert room.quiz.resume(view.attempt).state is AttemptState.RUNNING


def test_time_runs_out(room: Room) -> None:
    view = room.quiz.start(room.me, FIVE)
    assert view.total_ms is not None
    view = room.answer(view, right=True)
    notices = room.wait(view.attempt, view.total_ms / 1000)
    assert notices[-1] is Notice.EXPIRED
    assert Notice.MINUTE_LEFT in notices
    assert len(notices) == len(set(notices))
    assert room.quiz.confirm(view.attempt) is None
    result = room.quiz.result(view.attempt)
    assert (result.ended, result.answered, result.right) == (EXPIRED, 1, 1)
    assert result.active_ms == result.total_ms == view.total_ms
    assert len(result.misses) == 4
    assert all(miss.feedback.your_answer is None for miss in result.misses)
    assert all(miss.feedback.right_answer for miss in result.misses)
    assert room.kinds(view.attempt) == [EXPIRED]


def test_an_answer_within_the_grace_counts_and_one_after_it_ends(room: Room) -> None:
    view = room.quiz.start(room.me, FIVE)
    assert view.total_ms is not None
    assert view.question is not None
    room.quiz.choose(view.attempt, [view.question.options[0].id])
    room.wait(view.attempt, view.total_ms / 1000 - 1)
    room.clock.advance(seconds=1 + (GRACE_MS - 100) / 1000)
    assert room.quiz.confirm(view.attempt) is not None
    room.quiz.go(view.attempt, 1)
    room.clock.advance(seconds=1)
    room.quiz.tick(view.attempt)
    assert room.kinds(view.attempt) == [EXPIRED]


@pytest.mark.parametrize("choice", list(TimeChoice))
def test_time_limits(room: Room, choice: TimeChoice) -> None:
    view = room.quiz.start(room.me, QuizChoice((), 5, choice, 3.0))
    if choice is TimeChoice.OFF:
        assert view.total_ms is None
        assert view.remaining_ms is None
        assert room.wait(view.attempt, 1000) == []
        return
    assert view.total_ms is not None
    base = view.total_ms / view.extension
    assert base % 30_000 == 0
    assert view.extension == (3.0 if choice is TimeChoice.STRETCHED else 1.0)


def test_going_on_after_a_crash(room: Room) -> None:
    view = room.quiz.start(room.me, FIVE)
    for right in (True, False):
        view = room.answer(view, right=right)
    room.wait(view.attempt, 7.5)
    left = room.quiz.current(view.attempt).remaining_ms
    assert left is not None
    room.crash()
    waiting = room.quiz.unfinished(room.me)
    assert waiting is not None
    assert (waiting.attempt, waiting.answered, waiting.number) == (view.attempt, 2, 5)
    room.clock.advance(days=2)
    paused = room.quiz.current(view.attempt)
    assert paused.state is AttemptState.PAUSED
    assert paused.question is None
    assert paused.remaining_ms is not None
    assert left <= paused.remaining_ms <= left + 1_000, "time may be given back, never taken"
    again = room.quiz.resume(view.attempt)
    assert again.question is not None
    assert view.question is not None
    assert again.question.position == 2
    assert again.question.stem == view.question.stem
    assert again.question.options == view.question.options
    assert again.unanswered == (2, 3, 4)
    earlier = room.quiz.go(view.attempt, 0)
    assert earlier.question is not None
    assert earlier.question.feedback is not None
    assert earlier.question.feedback.right
    room.quiz.finish(view.attempt)
    assert room.quiz.result(view.attempt).answered == 2


def test_an_ended_attempt_stays_ended_after_a_restart(room: Room) -> None:
    view = room.quiz.start(room.me, FIVE)
    room.answer(view, right=True)
    room.quiz.finish(view.attempt)
    room.crash()
    assert room.quiz.current(view.attempt).state is AttemptState.FINISHED
    assert room.quiz.resume(view.attempt).state is AttemptState.FINISHED
    assert room.quiz.finish(view.attempt) == Changes.NONE
    assert room.quiz.result(view.attempt).right == 1


def test_all_answered_and_then_a_crash(room: Room) -> None:
    view = room.quiz.start(room.me, FIVE)
    for _ in range(5):
        view = room.answer(view, right=True)
    room.crash()
    again = room.quiz.resume(view.attempt)
    assert again.unanswered == ()
    assert again.question is not None
    assert again.question.feedback is not None


def test_a_new_quiz_gives_up_the_unfinished_one(room: Room) -> None:
    first = room.quiz.start(room.me, FIVE)
    room.answer(first, right=True)
    second = room.quiz.start(room.me, FIVE)
    assert room.kinds(first.attempt) == [ABANDONED]
    unfinished = room.quiz.unfinished(room.me)
    assert unfinished is not None
    assert unfinished.attempt == second.attempt
    assert room.quiz.result(first.attempt).ended == ABANDONED


def test_what_could_not_be_saved_can_be_sent_again(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = room.quiz.start(room.me, FIVE)
    assert view.question is not None
    room.wait(view.attempt, 12)
    room.quiz.choose(view.attempt, [view.question.options[0].id])

    def full(*_: object) -> None:
        raise KnownError("disk-full", file="test.sqlite3")

    with monkeypatch.context() as patch:
        patch.setattr(room.recorder, "answer", full)
        with pytest.raises(KnownError):
            room.quiz.confirm(view.attempt)
    assert room.answers(view.attempt) == []
    assert room.quiz.confirm(view.attempt) is not None
    assert len(room.answers(view.attempt)) == 1


def test_a_clock_that_cannot_be_noted_stops_no_quiz(
    room: Room, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    view = room.quiz.start(room.me, FIVE)

    def locked(*_: object) -> None:
        raise KnownError("database-locked", file="test.sqlite3")

    with monkeypatch.context() as patch, caplog.at_level("WARNING", "mtdtutor.services.quiz"):
        patch.setattr(room.recorder, "note_clock", locked)
        room.wait(view.attempt, 1)
    assert "not noted" in caplog.text
    room.answer(view, right=True)


def test_a_quiz_on_one_topic_mixes_in_others(room: Room) -> None:
    view = room.quiz.start(room.me, QuizChoice(("track-3",), 9))
    room.quiz.finish(view.attempt)
    topics = Counter({score.topic: score.number for score in room.quiz.result(view.attempt).topics})
    assert topics["track-3"] == 6
    assert set(topics) == {"track-3", "track-8", "track-1"}


def test_the_same_surface_does_not_come_back(room: Room) -> None:
    surfaces: set[tuple[str, frozenset[str]]] = set()
    for _ in range(4):
        view = room.quiz.start(room.me, QuizChoice((), 20, TimeChoice.OFF))
        for _ in range(20):
            assert view.question is not None
            surface = (view.question.stem, frozenset(o.text for o in view.question.options))
            assert surface not in surfaces
            surfaces.add(surface)
            view = room.answer(view, right=True)


def test_no_question_fits(room: Room) -> None:
    with pytest.raises(KnownError) as caught:
        room.quiz.start(room.me, QuizChoice(("track-99",), 5))
    assert caught.value.code == "quiz-empty"


def test_an_unknown_attempt(room: Room) -> None:
    for call in (room.quiz.current, room.quiz.result):
        with pytest.raises(KnownError) as caught:
            call("00000000-0000-7000-8000-000000000000")
        assert caught.value.code == "attempt-unknown"


def test_a_miss_brings_reviewed_cards_of_the_fact_to_tomorrow(room: Room) -> None:
    view = room.quiz.start(room.me, FIVE)
    fact = room.quiz._on_table(view.attempt).papers[0].item.fact
    with room.db.read() as conn:
        cards = [card.id for card in content.cards(conn) if card.fact == fact]
    assert cards, "every fact that is asked for has a card"
    room.recorder.grade(room.me, room.recorder.new_id(), cards[0], Grade.EASY)
    room.answer(view, right=False)
    room.quiz.finish(view.attempt)
    with room.db.read() as conn:
        state = memory.load(conn, room.me, cards[0])
        today = room.recorder.scope(conn, room.me).when.day
        others = [memory.load(conn, room.me, card) for card in cards[1:]]
    assert state is not None
    assert state.memory.due_day == today + 1
    assert state.memory.reviews == 1
    assert all(other is not None and other.memory.state is State.NEW for other in others)


def test_a_question_that_a_newer_bank_changed_can_still_be_answered(room: Room) -> None:
    view = room.quiz.start(room.me, QuizChoice(("track-1",), 3))
    bank = read_bank(BANK)
    changed = tuple(
        each._replace(
            stems=each.stems[:1],
            options=tuple(option._replace(id=f"{option.id}-2") for option in each.options),
        )
        for each in bank.questions
    )
    with room.db.write() as conn:
        content.load_bank(conn, bank._replace(questions=changed, checksum="other"), 0)
    room.crash()
    view = room.quiz.resume(view.attempt)
    for _ in range(3):
        view = room.answer(view, right=True)
    room.quiz.finish(view.attempt)
    assert room.quiz.result(view.attempt).right == 3
    room.quiz.options(room.me)
