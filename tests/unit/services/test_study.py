"""Sitting with the cards of the real course, on a real file, over clocks moved by hand."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event

from mtdtutor.core.changes import Changes
from mtdtutor.core.errors import KnownError
from mtdtutor.course.bank import read_bank
from mtdtutor.quiz.ability import Band
from mtdtutor.quiz.timing import TimeChoice
from mtdtutor.services.learners import LearnerService, LearningSettings
from mtdtutor.services.quiz import QuizService
from mtdtutor.services.quiz_views import QuizChoice
from mtdtutor.services.recording import Recorder
from mtdtutor.services.study import Done, Shown, StudyService, Table
from mtdtutor.storage import content, memory
from mtdtutor.storage.database import Database, open_database
from mtdtutor.study.fold import ActionKind
from mtdtutor.study.memory import Grade, State
from tests.support.clock import FakeClock

BANK = Path(__file__).parents[3] / "content" / "questions.json"


class Desk:
    """A database with the course and the services of a learner; can be left and entered again."""

    def __init__(self, folder: Path, clock: FakeClock) -> None:
        self.folder = folder
        self.clock = clock
        self.rng = random.Random(3)
        self.enter()
        self.me = self.learners.find().id

    def enter(self) -> None:
        self.db: Database = open_database(
            self.folder / "test.sqlite3", self.folder / "backups", self.clock, self.rng
        )
        self.recorder = Recorder(self.db, self.clock, self.rng)
        self.study = StudyService(self.db, self.recorder, self.clock, self.rng)
        self.quiz = QuizService(self.db, self.recorder, self.clock, self.rng)
        self.learners = LearnerService(self.db, self.folder / "backups", self.clock, self.rng)

    def restart(self) -> None:
        self.db.dispose()
        self.enter()

    def want(self, **changes: object) -> None:
        settings = LearningSettings()._replace(**changes)  # type: ignore[arg-type]
        self.learners.change(self.me, settings)

    def begin(self) -> Shown:
        return shown(self.study.begin(self.me))

    def grade(self, table: Table, grade: Grade = Grade.GOOD, seconds: float = 5) -> Table:
        self.clock.advance(seconds=seconds)
        return self.study.grade(shown(table).review_id, grade, round(seconds * 1000)).table

    def all_day(self, grade: Grade = Grade.GOOD) -> list[Shown]:
        """Grade everything the day holds; return what was shown."""
        seen = []
        table = self.study.begin(self.me)
        while isinstance(table, Shown):
            seen.append(table)
            table = self.grade(table, grade)
        return seen

    def facts(self) -> dict[str, str]:
        with self.db.read() as conn:
            return {card.id: card.fact for card in content.cards(conn)}


def shown(table: Table) -> Shown:
    assert isinstance(table, Shown)
    return table


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
def desk(course: Path, tmp_path: Path, clock: FakeClock) -> Iterator[Desk]:
    shutil.copy(course, tmp_path)
    made = Desk(tmp_path, clock)
    yield made
    made.db.dispose()


def test_the_first_day(desk: Desk) -> None:
    today = desk.study.today(desk.me)
    assert today.first_run
    assert (today.ready, today.due, today.new, today.learning) == (10, 0, 10, 0)
    assert today.minutes >= 1
    assert len(today.bands) == 11
    assert all(each.band is Band.NOT_ENOUGH for each in today.bands)
    assert today.weakest is None
    assert today.unfinished is None
    assert today.studied_days == 0
    assert not today.clock_behind
    first = desk.begin()
    assert (first.stage, first.position, first.total) == ("new", 1, 10)
    assert first.front
    assert first.back
    assert first.sources
    assert first.explain
    seen = desk.all_day(Grade.EASY)
    assert len({each.card for each in seen}) == 10
    done = desk.study.begin(desk.me)
    assert isinstance(done, Done)
    assert done.reviewed_today == 10
    after = desk.study.today(desk.me)
    assert not after.first_run
    assert (after.ready, after.reviewed, after.studied_days) == (0, 10, 1)


def test_learning_steps_come_back_within_the_sitting(desk: Desk) -> None:
    desk.want(new_per_day=2)
    seen = desk.all_day(Grade.GOOD)
    cards = [each.card for each in seen]
    assert len(cards) == 4
    assert sorted(cards) == sorted([*set(cards)] * 2)
    assert [each.stage for each in seen] == ["new", "new", "learning", "learning"]


def test_a_button_says_what_it_does(desk: Desk) -> None:
    for grade in Grade:
        table = desk.begin()
        promised = table.intervals[grade]
        desk.study.grade(table.review_id, grade)
        with desk.db.read() as conn:
            state = memory.load(conn, desk.me, table.card)
            when = desk.recorder.scope(conn, desk.me).when
        assert state is not None
        if promised.days is None:
            assert promised.seconds is not None
            assert state.memory.due_ms == when.at_ms + promised.seconds * 1000
        else:
            assert state.memory.due_day == when.day + promised.days


def test_grading_twice_is_grading_once(desk: Desk) -> None:
    first = desk.begin()
    once = desk.study.grade(first.review_id, Grade.GOOD)
    twice = desk.study.grade(first.review_id, Grade.AGAIN)
    assert once.changes is Changes.REVIEWS
    assert twice.changes is Changes.NONE
    assert twice.table == once.table
    assert desk.study.today(desk.me).reviewed == 1


def test_the_card_on_the_table_stays_until_it_is_graded(desk: Desk) -> None:
    first = desk.begin()
    desk.clock.advance(seconds=400)
    again = desk.begin()
    assert (again.card, again.review_id) == (first.card, first.review_id)
    anew = shown(desk.study.begin(desk.me, anew=True))
    assert (anew.card, anew.review_id) == (first.card, first.review_id)


def test_what_could_not_be_saved_can_be_graded_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = desk.begin()

    def full(*_: object, **__: object) -> None:
        raise KnownError("disk-full", file="test.sqlite3")

    with monkeypatch.context() as patch:
        patch.setattr(desk.recorder, "grade", full)
        with pytest.raises(KnownError):
            desk.study.grade(first.review_id, Grade.GOOD)
    assert desk.begin().card == first.card
    assert desk.study.grade(first.review_id, Grade.GOOD).changes is Changes.REVIEWS


def test_undo_puts_the_card_back_as_it_was(desk: Desk) -> None:
    first = desk.begin()
    second = shown(desk.grade(first, Grade.AGAIN))
    label = desk.study.undo_label(desk.me)
    assert label is not None
    assert (label.grade, label.card, label.title) == (Grade.AGAIN, first.card, first.front)
    undone = desk.study.undo(desk.me)
    assert undone is not None
    assert undone.taken == label
    back = shown(undone.table)
    assert (back.card, back.stage, back.position) == (first.card, "new", 1)
    assert back.review_id != first.review_id
    assert undone.undo is None
    assert desk.study.undo(desk.me) is None
    assert shown(desk.grade(back)).card == second.card


def test_undo_works_across_restarts_and_quizzes(desk: Desk) -> None:
    seen = [desk.begin()]
    seen.append(shown(desk.grade(seen[0], Grade.EASY)))
    desk.grade(seen[1], Grade.EASY)
    view = desk.quiz.start(desk.me, QuizChoice((), 5, TimeChoice.OFF))
    desk.quiz.finish(view.attempt)
    desk.restart()
    desk.clock.advance(days=3)
    for expected in (seen[1], seen[0]):
        undone = desk.study.undo(desk.me)
        assert undone is not None
        assert undone.taken.title == expected.front
        assert shown(undone.table).card == expected.card
        assert shown(undone.table).stage == "new"
    assert desk.study.undo(desk.me) is None


def test_a_card_taken_back_is_asked_again_the_same_day(desk: Desk) -> None:
    first = desk.begin()
    desk.grade(first, Grade.EASY)
    desk.study.undo(desk.me)
    desk.restart()
    assert desk.study.today(desk.me).new == 10
    cards = [each.card for each in desk.all_day(Grade.EASY)]
    assert first.card in cards


def test_undo_just_after_the_day_has_turned(desk: Desk) -> None:
    desk.want(new_per_day=12)
    desk.all_day(Grade.EASY)
    desk.want(new_per_day=0)
    desk.clock.advance(days=12)
    line = [desk.begin()]
    for _ in range(6):
        line.append(shown(desk.grade(line[-1])))
    desk.clock.advance(days=1)
    for expected in line[-2::-1]:
        undone = desk.study.undo(desk.me)
        assert undone is not None
        assert shown(undone.table).card == expected.card


@pytest.mark.parametrize("kind", [ActionKind.BURY, ActionKind.SUSPEND])
def test_putting_a_card_off(desk: Desk, kind: ActionKind) -> None:
    first = desk.begin()
    acted = desk.study.act(first.card, kind)
    assert acted.changes & Changes.CARDS
    assert shown(acted.table).card != first.card
    assert acted.undo is not None
    assert acted.undo.kind == kind
    assert desk.study.act(first.card, kind).changes is Changes.NONE
    undone = desk.study.undo(desk.me)
    assert undone is not None
    assert shown(undone.table).card == first.card
    desk.study.act(first.card, kind)
    assert first.card not in [each.card for each in desk.all_day(Grade.EASY)]
    desk.clock.advance(days=1)
    tomorrow = [each.card for each in desk.all_day(Grade.EASY)]
    assert (first.card in tomorrow) == (kind is ActionKind.BURY)


def test_flag_and_note(desk: Desk) -> None:
    first = desk.begin()
    flagged = desk.study.act(first.card, ActionKind.FLAG)
    assert shown(flagged.table).card == first.card
    assert shown(flagged.table).flagged
    noted = shown(desk.study.set_note(first.card, "  mine  "))
    assert noted.note == "mine"
    desk.restart()
    again = desk.begin()
    assert (again.card, again.flagged, again.note) == (first.card, True, "mine")
    assert shown(desk.study.set_note(first.card, " ")).note == ""


def test_siblings_of_a_fact_do_not_meet_on_one_day(desk: Desk) -> None:
    facts = desk.facts()
    desk.want(new_per_day=60)
    for _ in range(4):
        cards = {each.card for each in desk.all_day(Grade.EASY)}
        assert len({facts[card] for card in cards}) == len(cards)
        desk.clock.advance(days=1)


def test_daily_limits(desk: Desk) -> None:
    desk.want(new_per_day=30)
    assert len(desk.all_day(Grade.EASY)) == 30
    desk.clock.advance(days=30)
    desk.want(new_per_day=0, reviews_per_day=12)
    today = desk.study.today(desk.me)
    assert (today.due, today.new) == (12, 0)
    assert len(desk.all_day(Grade.GOOD)) == 12
    done = desk.study.begin(desk.me)
    assert isinstance(done, Done)
    assert done.waiting >= 18
    assert done.tomorrow == 12
    desk.clock.advance(days=1)
    assert desk.study.today(desk.me).due == 12


def test_the_day_turns_while_the_page_is_open(desk: Desk) -> None:
    desk.want(new_per_day=1)
    desk.all_day(Grade.EASY)
    assert isinstance(desk.study.begin(desk.me), Done)
    desk.clock.advance(hours=15.9)  # 03:54
    assert isinstance(desk.study.begin(desk.me), Done)
    desk.clock.advance(hours=0.2)
    assert desk.begin().stage == "new"


def test_a_card_shown_before_the_day_turned_is_graded_on_the_new_day(desk: Desk) -> None:
    desk.clock.advance(hours=15.95)
    first = desk.begin()
    with desk.db.read() as conn:
        before = desk.recorder.scope(conn, desk.me).when.day
    desk.clock.advance(hours=0.1)
    desk.study.grade(first.review_id, Grade.EASY)
    with desk.db.read() as conn:
        state = memory.load(conn, desk.me, first.card)
    assert state is not None
    assert state.memory.last_day == before + 1
    assert desk.study.today(desk.me).reviewed == 1


def test_a_learning_step_left_overnight_comes_first(desk: Desk) -> None:
    first = desk.begin()
    desk.grade(first, Grade.AGAIN)
    desk.restart()
    desk.clock.advance(days=1)
    again = desk.begin()
    assert (again.card, again.stage) == (first.card, "learning")


def test_minutes_follow_the_learners_own_pace(desk: Desk) -> None:
    usual = desk.study.today(desk.me).minutes
    for _ in range(8):
        desk.grade(desk.study.begin(desk.me), Grade.EASY, seconds=100)
    desk.clock.advance(days=1)
    slow = desk.study.today(desk.me)
    assert slow.minutes > 2 * usual


def test_a_clock_set_back_is_said(desk: Desk) -> None:
    desk.grade(desk.begin(), Grade.EASY)
    desk.clock.wall_ms -= 2 * 86_400_000
    today = desk.study.today(desk.me)
    assert today.clock_behind
    table = desk.study.begin(desk.me, anew=True)
    desk.grade(table, Grade.EASY)


def test_the_coming_week(desk: Desk) -> None:
    today = desk.study.today(desk.me)
    assert [each.cards for each in today.week] == [10] * 7
    with desk.db.read() as conn:
        day = desk.recorder.scope(conn, desk.me).when.day
    assert [each.day for each in today.week] == [day + n for n in range(7)]
    desk.all_day(Grade.EASY)
    assert desk.study.today(desk.me).week[0].cards == 0


def test_an_unfinished_quiz_is_offered(desk: Desk) -> None:
    view = desk.quiz.start(desk.me, QuizChoice((), 5))
    waiting = desk.study.today(desk.me).unfinished
    assert waiting is not None
    assert (waiting.attempt, waiting.answered, waiting.number) == (view.attempt, 0, 5)
    desk.quiz.finish(view.attempt)
    assert desk.study.today(desk.me).unfinished is None


def test_learners_do_not_share_a_table(desk: Desk) -> None:
    other = desk.learners.add("Other").id
    mine = desk.begin()
    desk.grade(mine, Grade.EASY)
    theirs = shown(desk.study.begin(other))
    assert theirs.card == mine.card
    assert desk.study.undo_label(other) is None
    assert desk.study.undo(other) is None
    assert desk.study.today(other).first_run


def test_a_grade_reads_and_writes_little(desk: Desk) -> None:
    table = desk.begin()
    table = shown(desk.grade(table, Grade.GOOD))
    statements: list[str] = []

    def trace(connection: object, *_: object) -> None:
        connection.set_trace_callback(statements.append)  # type: ignore[attr-defined]

    event.listen(desk.db._engine, "checkout", trace)
    desk.study.grade(table.review_id, Grade.GOOD)
    event.remove(desk.db._engine, "checkout", trace)
    work = [each for each in statements if not each.startswith(("BEGIN", "COMMIT", "ROLLBACK"))]
    assert 0 < len(work) <= 14, work


def test_a_new_card_answered_wrong_in_a_quiz_stays_new(desk: Desk) -> None:
    view = desk.quiz.start(desk.me, QuizChoice((), 5, TimeChoice.OFF))
    assert view.question is not None
    for _ in range(12):
        desk.clock.advance(seconds=1)
        desk.quiz.tick(view.attempt)
    desk.quiz.choose(view.attempt, [view.question.options[0].id])
    desk.quiz.confirm(view.attempt)
    desk.quiz.finish(view.attempt)
    with desk.db.read() as conn:
        counts = memory.count(conn, desk.me, 0, 0)
        states = {each.state for each in memory.new(conn, desk.me, 0)}
    assert counts.new == counts.cards
    assert states == {State.NEW}
