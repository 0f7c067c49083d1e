"""Days with the cards: steps, limits, siblings, rollover, and any order of deeds."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from mtdtutor.course.bank import read_bank
from mtdtutor.quiz.timing import TimeChoice
from mtdtutor.services.bank import load
from mtdtutor.services.learners import LearnerService, LearningSettings
from mtdtutor.services.quiz import QuizService
from mtdtutor.services.quiz_views import QuizChoice
from mtdtutor.services.recording import Recorder
from mtdtutor.services.study import StudyService
from mtdtutor.services.study_views import Done, Shown, Table
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


def test_siblings_of_a_fact_do_not_meet_on_one_day(desk: Desk) -> None:
    facts = desk.facts()
    desk.want(new_per_day=60)
    for _ in range(4):
        cards = {each.card for each in desk.all_day(Grade.EASY)}
        assert len({facts[card] for card in cards}) == len(cards)
        desk.clock.advance(days=1)


def test_a_learning_step_left_overnight_comes_first(desk: Desk) -> None:
    first = desk.begin()
    desk.grade(first, Grade.AGAIN)
    desk.restart()
    desk.clock.advance(days=1)
    again = desk.begin()
    assert (again.card, again.stage) == (first.card, "learning")


def test_the_coming_week(desk: Desk) -> None:
    today = desk.study.today(desk.me)
    assert [each.cards for each in today.week] == [10] * 7
    with desk.db.read() as conn:
        day = desk.recorder.scope(conn, desk.me).when.day
    assert [each.day for each in today.week] == [day + n for n in range(7)]
    desk.all_day(Grade.EASY)
    assert desk.study.today(desk.me).week[0].cards == 0


def test_undo_finds_a_card_that_was_renamed_since(desk: Desk) -> None:
    first = desk.begin()
    desk.grade(first, Grade.EASY)
    bank = read_bank(BANK)
    cards = tuple(
        each._replace(id="card:new-name") if each.id == first.card else each for each in bank.cards
    )
    renamed = bank._replace(cards=cards, renamed={first.card: "card:new-name"})
    with desk.db.write() as conn:
        load(conn, renamed, desk.clock.now_ms())
    desk.restart()
    undone = desk.study.undo(desk.me)
    assert undone is not None
    table = shown(undone.table)
    assert (table.card, table.front) == ("card:new-name", first.front)
    desk.grade(table, Grade.EASY)
    with desk.db.read() as conn:
        kept = memory.load(conn, desk.me, "card:new-name")
    assert kept is not None
    assert kept.memory.reviews == 1


def test_a_grade_reads_and_writes_little(desk: Desk) -> None:
    table = desk.begin()
    table = shown(desk.grade(table, Grade.GOOD))
    statements: list[str] = []

    def trace(connection: object, *_: object) -> None:
        connection.set_trace_callback(statements.append)  # type: ignore[attr-defined]

    event.listen(desk.db._engine, "checkout", trace)
    desk.study.grade(table.review_id, Grade.GOOD)
    event.remove(desk.db._engine, "checkout", trace)
    # How many works a card cites is the course's affair; each is read once in a sitting.
    beside = ("BEGIN", "COMMIT", "ROLLBACK", "SELECT source.")
    work = [each for each in statements if not each.startswith(beside)]
    assert 0 < len(work) <= 13, work


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


def test_a_card_in_a_step_puts_its_siblings_off_before_it_is_graded(desk: Desk) -> None:
    facts = desk.facts()
    desk.want(new_per_day=0)
    pair = next(
        [card for card, of in facts.items() if of == fact]
        for fact in facts.values()
        if list(facts.values()).count(fact) > 1
    )
    for card, grade in zip(pair, (Grade.EASY, Grade.AGAIN), strict=False):
        desk.recorder.grade(desk.me, desk.recorder.new_id(), card, grade)
    desk.clock.advance(days=30)
    assert (desk.begin().left, desk.study.today(desk.me).ready) == (1, 1)


@pytest.mark.parametrize("seed", range(3))
def test_today_and_study_agree_through_weeks_of_deeds(desk: Desk, seed: int) -> None:
    chance = random.Random(seed)
    desk.want(new_per_day=30, reviews_per_day=25)
    for _ in range(250):
        table = desk.study.begin(desk.me)
        what = chance.random()
        if isinstance(table, Done):
            desk.clock.advance(days=chance.choice([1, 1, 2, 9]))
        elif what < 0.75:
            desk.grade(table, chance.choice(list(Grade)), chance.choice([3, 90]))
        elif what < 0.8:
            desk.study.act(table.card, ActionKind.BURY)
        elif what < 0.85:
            desk.study.act(table.card, ActionKind.SUSPEND)
        elif what < 0.95:
            desk.study.undo(desk.me)
        else:
            desk.clock.advance(days=1)
        table = desk.study.begin(desk.me)
        ready = desk.study.today(desk.me).ready
        assert (table.left if isinstance(table, Shown) else 0) == ready
        if chance.random() < 0.1:
            desk.restart()
            table = desk.study.begin(desk.me, anew=True)
            assert (table.left if isinstance(table, Shown) else 0) == ready


DEEDS = st.lists(
    st.one_of(
        st.tuples(st.just("grade"), st.sampled_from(list(Grade))),
        st.tuples(st.just("act"), st.sampled_from(["bury", "suspend", "flag"])),
        st.tuples(st.just("wait"), st.sampled_from([30, 700, 20_000, 90_000, 10 * 86_400])),
        st.tuples(st.just("undo"), st.none()),
        st.tuples(st.just("more"), st.none()),
        st.tuples(st.just("restart"), st.none()),
    ),
    max_size=30,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=DEEDS)
def test_today_promises_what_study_keeps(
    course: Path, tmp_path_factory: pytest.TempPathFactory, deeds: list[tuple[str, Any]]
) -> None:
    folder = tmp_path_factory.mktemp("desk")
    shutil.copy(course, folder)
    desk = Desk(folder, FakeClock())
    desk.want(new_per_day=4)
    try:
        for deed, what in deeds:
            table = desk.study.begin(desk.me)
            match deed:
                case "grade" if isinstance(table, Shown):
                    desk.study.grade(table.review_id, what)
                case "act" if isinstance(table, Shown):
                    desk.study.act(table.card, ActionKind(what))
                case "wait":
                    desk.clock.advance(seconds=what)
                case "undo":
                    label = desk.study.undo_label(desk.me)
                    undone = desk.study.undo(desk.me)
                    assert (None if undone is None else undone.taken) == label
                case "restart":
                    desk.restart()
                case "more":
                    desk.study.learn_more(desk.me)
            lies = desk.study.begin(desk.me)
            today = desk.study.today(desk.me)
            assert (lies.left if isinstance(lies, Shown) else 0) == today.ready
            fresh = desk.study.begin(desk.me, anew=True)
            assert (fresh.left if isinstance(fresh, Shown) else 0) == today.ready
            assert today.week[0].cards == today.ready
            assert isinstance(fresh, Shown) == (today.ready > 0)
            assert today.ready == today.due + today.new + today.learning
            if isinstance(fresh, Shown):
                assert 1 <= fresh.position <= fresh.total + fresh.repeats
                with desk.db.read() as conn:
                    state = memory.load(conn, desk.me, fresh.card)
                assert state is not None
                assert not state.marks.suspended
    finally:
        desk.db.dispose()
