"""Cards on the bundled course: the line of a day, grades, limits, undo, notes, Today."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from mtdtutor.core.changes import Changes
from mtdtutor.core.errors import KnownError
from mtdtutor.course.bank import Bank, read_bank
from mtdtutor.progress.events import FINISHED, AnswerEvent, AttemptEvent, AttemptRow
from mtdtutor.progress.totals import LONGEST_RECALL_MS
from mtdtutor.quiz.ability import Band
from mtdtutor.services.learners import LearnerService
from mtdtutor.services.recording import Recorder
from mtdtutor.services.study import StudyService
from mtdtutor.services.study_views import GRADE, Done, Shown, Stage, Table, UndoLabel
from mtdtutor.storage import content, learners, memory, totals
from mtdtutor.storage.database import Database, open_database
from mtdtutor.study.fold import ActionKind
from mtdtutor.study.memory import Grade
from mtdtutor.study.siblings import siblings
from mtdtutor.wiring import content_folder
from tests.support.clock import START, FakeClock


@pytest.fixture(scope="module")
def bank() -> Bank:
    return read_bank(content_folder() / "questions.json")


@pytest.fixture
def db(tmp_path: Path, clock: FakeClock, bank: Bank) -> Iterator[Database]:
    opened = open_database(tmp_path / "x.sqlite3", tmp_path / "backups", clock, random.Random(1))
    with opened.write() as conn:
        content.load_bank(conn, bank, clock.now_ms())
    yield opened
    opened.dispose()


@pytest.fixture
def learner(db: Database) -> str:
    with db.read() as conn:
        return learners.everyone(conn)[0].id


@pytest.fixture
def people(db: Database, tmp_path: Path, clock: FakeClock) -> LearnerService:
    return LearnerService(db, tmp_path / "backups", clock, random.Random(2))


@pytest.fixture
def study(db: Database, clock: FakeClock) -> StudyService:
    return make(db, clock)


def make(db: Database, clock: FakeClock) -> StudyService:
    """Return services as after a start of the program."""
    rng = random.Random(clock.now_ms())
    return StudyService(db, Recorder(db, clock, rng), clock, rng)


def shown(table: Table) -> Shown:
    assert isinstance(table, Shown)
    return table


def done(table: Table) -> Done:
    assert isinstance(table, Done)
    return table


def play(
    study: StudyService, clock: FakeClock, learner: str, grade: Grade = Grade.GOOD, most: int = 999
) -> list[Shown]:
    """Grade cards alike until the day or the number is done; return the cards as shown."""
    seen = []
    table = study.begin(learner)
    while isinstance(table, Shown) and len(seen) < most:
        clock.advance(seconds=9)
        seen.append(table)
        table = study.grade(table.review_id, grade, 9_000).table
    return seen


# The line of a day


def test_a_first_day_holds_ten_new_cards_and_repeats_them_once(
    study: StudyService, clock: FakeClock, learner: str
) -> None:
    seen = play(study, clock, learner)
    assert [each.stage for each in seen] == [Stage.NEW] * 10 + [Stage.LEARNING] * 10
    assert [each.card for each in seen[10:]] == [each.card for each in seen[:10]]
    assert [(each.position, each.total) for each in seen[:10]] == [(n, 10) for n in range(1, 11)]
    assert [each.repeats for each in seen] == [*range(10), *range(10, 0, -1)]
    assert [each.left for each in seen[10:]] == [*range(10, 0, -1)]
    assert len({each.fact for each in seen}) == 10


def test_the_interval_shown_is_the_one_applied(
    study: StudyService, db: Database, clock: FakeClock, learner: str
) -> None:
    for seen in range(12):
        table = shown(study.begin(learner))
        grade = Grade(1 + seen % 4)
        promised = table.intervals[grade]
        clock.advance(seconds=0 if promised.days is None else 5)
        study.grade(table.review_id, grade)
        with db.read() as conn:
            kept = memory.load(conn, learner, table.card)
        assert kept is not None
        if promised.days is None:
            assert kept.memory.due_ms == clock.now_ms() + (promised.seconds or 0) * 1000
        else:
            assert kept.memory.due_day == START.toordinal() - 719163 + promised.days


def test_a_card_in_a_step_comes_as_soon_as_its_time_is_up(
    study: StudyService, clock: FakeClock, learner: str
) -> None:
    first = shown(study.begin(learner))
    second = shown(study.grade(first.review_id, Grade.AGAIN).table)
    assert second.card != first.card
    clock.advance(seconds=61)
    third = shown(study.grade(second.review_id, Grade.GOOD).table)
    assert (third.card, third.stage) == (first.card, Stage.LEARNING)


def test_nobody_waits_for_a_step_within_twenty_minutes(
    study: StudyService, clock: FakeClock, learner: str, people: LearnerService
) -> None:
    people.change(learner, people.settings(learner)._replace(new_per_day=1))
    first = shown(study.begin(learner))
    again = shown(study.grade(first.review_id, Grade.GOOD).table)
    assert again.card == first.card
    end = done(study.grade(again.review_id, Grade.GOOD).table)
    assert (end.reviewed_today, end.next_due_ms, end.tomorrow) == (2, None, 1)


def test_limits_hold_over_the_day_and_siblings_wait(
    study: StudyService, clock: FakeClock, learner: str, people: LearnerService, bank: Bank
) -> None:
    play(study, clock, learner)
    assert isinstance(study.begin(learner, anew=True), Done)
    people.change(learner, people.settings(learner)._replace(new_per_day=9999))
    rest = [each for each in play_anew(study, clock, learner) if each.stage is Stage.NEW]
    told = [siblings(each.fact) for each in rest]
    assert len(told) == len(set(told)) == len({siblings(card.fact) for card in bank.cards}) - 10


def play_anew(study: StudyService, clock: FakeClock, learner: str) -> list[Shown]:
    study.begin(learner, anew=True)
    return play(study, clock, learner, Grade.EASY)


def test_reviews_over_the_limit_wait_for_tomorrow(
    study: StudyService, clock: FakeClock, learner: str, people: LearnerService
) -> None:
    people.change(learner, people.settings(learner)._replace(new_per_day=40))
    play(study, clock, learner)
    people.change(learner, people.settings(learner)._replace(new_per_day=0, reviews_per_day=5))
    clock.advance(days=30)
    view = study.today(learner)
    assert (view.due, view.new, view.ready) == (5, 0, 5)
    assert [load.cards for load in view.week] == [5] * 7
    assert len(play(study, clock, learner, Grade.EASY)) == 5
    end = done(study.begin(learner))
    assert (end.waiting, end.tomorrow) == (35, 5)


def test_the_sitting_moves_on_with_the_study_day(
    study: StudyService, clock: FakeClock, learner: str
) -> None:
    play(study, clock, learner, Grade.EASY)
    clock.advance(days=1)
    table = shown(study.begin(learner))
    assert (table.stage, table.position, table.total) == (Stage.NEW, 1, 10)


def test_a_card_graded_after_the_day_has_turned_counts_for_the_new_day(
    study: StudyService, clock: FakeClock, learner: str
) -> None:
    table = shown(study.begin(learner))
    clock.advance(hours=17)  # from noon to five in the morning
    following = shown(study.grade(table.review_id, Grade.EASY).table)
    assert following.total <= 10
    assert study.today(learner).reviewed == 1


def test_what_changed_elsewhere_is_arranged_anew_around_the_card_on_the_table(
    study: StudyService, learner: str, people: LearnerService
) -> None:
    before = shown(study.begin(learner))
    people.change(learner, people.settings(learner)._replace(new_per_day=3, retention=0.95))
    after = shown(study.begin(learner, anew=True))
    assert (after.review_id, after.card, after.total) == (before.review_id, before.card, 3)


def test_a_card_suspended_elsewhere_leaves_the_table(
    study: StudyService, db: Database, clock: FakeClock, learner: str
) -> None:
    before = shown(study.begin(learner))
    other = Recorder(db, clock, random.Random(9))
    other.act(learner, other.new_id(), before.card, ActionKind.SUSPEND)
    assert shown(study.begin(learner, anew=True)).card != before.card


def test_learners_do_not_share_a_table(
    study: StudyService, clock: FakeClock, learner: str, people: LearnerService
) -> None:
    play(study, clock, learner, most=10)
    other = people.add("Other").id
    table = shown(study.begin(other))
    assert (table.position, table.explain, study.undo(other)) == (1, True, None)
    study.grade(table.review_id, Grade.GOOD)
    assert shown(study.begin(learner)).explain is False


def test_before_the_course_is_loaded_there_is_nothing_to_do(
    tmp_path: Path, clock: FakeClock
) -> None:
    empty = open_database(tmp_path / "e.sqlite3", tmp_path / "backups", clock, random.Random(1))
    try:
        with empty.read() as conn:
            learner = learners.everyone(conn)[0].id
        study = make(empty, clock)
        assert done(study.begin(learner)).cards == 0
        view = study.today(learner)
        assert (view.course, view.cards, view.ready, view.minutes) == ("", 0, 0, 0)
        assert (view.bands, view.first_topic, view.first_run) == ((), "", True)
    finally:
        empty.dispose()


def test_more_new_cards_come_today_only(
    study: StudyService, db: Database, clock: FakeClock, learner: str, people: LearnerService
) -> None:
    assert study.today(learner).more == 0, "there is enough to do"
    play(study, clock, learner)
    assert done(study.begin(learner)).more == study.today(learner).more == 10
    first = shown(study.learn_more(learner))
    assert (first.stage, first.left, study.today(learner).ready) == (Stage.NEW, 10, 10)
    play(study, clock, learner, most=3)
    study = make(db, clock)
    assert shown(study.begin(learner)).left == study.today(learner).ready == 10, "7 new, 3 again"
    play(study, clock, learner)
    assert shown(study.learn_more(learner)).left == 10
    assert people.settings(learner).new_per_day == 10
    clock.advance(days=1)
    assert study.today(learner).new == 10


def test_no_more_is_offered_when_nothing_new_is_left(
    study: StudyService, clock: FakeClock, learner: str, people: LearnerService
) -> None:
    people.change(learner, people.settings(learner)._replace(new_per_day=9999))
    play(study, clock, learner, Grade.EASY)
    assert done(study.begin(learner)).more == study.today(learner).more == 0


def test_a_buried_card_keeps_its_place_in_the_limit_and_a_suspended_one_gives_it_up(
    study: StudyService, learner: str
) -> None:
    table = shown(study.begin(learner))
    after = shown(study.act(table.card, ActionKind.BURY).table)
    assert (after.left, study.today(learner).ready) == (9, 9)
    after = shown(study.act(after.card, ActionKind.SUSPEND).table)
    assert (after.left, study.today(learner).ready) == (9, 9), "another one came"


# Grading


def test_grading_twice_is_grading_once(
    study: StudyService, db: Database, clock: FakeClock, learner: str
) -> None:
    table = shown(study.begin(learner))
    first = study.grade(table.review_id, Grade.GOOD)
    second = study.grade(table.review_id, Grade.AGAIN)
    assert (first.changes, second.changes) == (Changes.REVIEWS, Changes.NONE)
    assert second.table == first.table
    assert second.undo == first.undo
    with db.read() as conn:
        assert conn.execute(text("SELECT count(*) FROM review")).scalar_one() == 1


def test_what_was_displayed_and_how_long_is_recorded_and_no_more_than_likely_counted(
    study: StudyService, db: Database, learner: str
) -> None:
    table = shown(study.begin(learner))
    study.grade(table.review_id, Grade.GOOD, 10 * LONGEST_RECALL_MS)
    with db.read() as conn:
        query = "SELECT duration_ms, content FROM review JOIN shown ON shown.hash = review.shown"
        duration, displayed = conn.execute(text(query)).one()
        counted = conn.execute(
            text("SELECT sum(value) FROM day_total WHERE metric = 'reviews_ms'")
        ).scalar_one()
        assert totals.recount(conn) == totals.stored(conn)
    assert duration == 10 * LONGEST_RECALL_MS
    assert counted == LONGEST_RECALL_MS
    assert table.front.split("?")[0] in displayed


def test_what_cannot_be_saved_leaves_the_card_on_the_table(
    study: StudyService, db: Database, learner: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = shown(study.begin(learner))

    def full() -> None:
        raise KnownError("disk-full", file="x")

    with monkeypatch.context() as broken:
        broken.setattr(db, "write", full)
        for attempt in (
            lambda: study.grade(table.review_id, Grade.GOOD),
            lambda: study.act(table.card, ActionKind.BURY),
            lambda: study.set_note(table.card, "words"),
        ):
            with pytest.raises(KnownError, match="full"):
                attempt()
    assert study.begin(learner) == table
    assert study.grade(table.review_id, Grade.GOOD).changes is Changes.REVIEWS


# Marks and notes


@pytest.mark.parametrize("kind", [ActionKind.BURY, ActionKind.SUSPEND])
def test_a_card_put_away_leaves_and_comes_back_with_undo(
    study: StudyService, clock: FakeClock, learner: str, kind: ActionKind
) -> None:
    table = shown(study.begin(learner))
    away = study.act(table.card, kind)
    assert shown(away.table).card != table.card
    assert away.undo == UndoLabel(kind, None, table.card, table.front)
    assert table.card not in {each.card for each in play(study, clock, learner, Grade.EASY, 2)}
    assert study.act(table.card, kind).changes is Changes.NONE, "it is no longer on the table"
    for _ in range(2):
        assert study.undo(learner) is not None
    back = study.undo(learner)
    assert back is not None
    assert back.taken.kind == kind
    assert shown(back.table).card == table.card


def test_a_flag_stays_with_the_card_and_moves_nothing(study: StudyService, learner: str) -> None:
    table = shown(study.begin(learner))
    flagged = shown(study.act(table.card, ActionKind.FLAG).table)
    assert flagged == table._replace(flagged=True)
    undone = study.undo(learner)
    assert undone is not None
    assert shown(undone.table) == table


def test_taking_a_resuming_back_puts_the_card_away_again(
    study: StudyService, db: Database, clock: FakeClock, learner: str
) -> None:
    table = shown(study.begin(learner))
    study.act(table.card, ActionKind.SUSPEND)
    elsewhere = Recorder(db, clock, random.Random(8))
    elsewhere.act(learner, elsewhere.new_id(), table.card, ActionKind.RESUME)
    assert shown(study.begin(learner, anew=True)).card
    undone = study.undo(learner)
    assert undone is not None
    assert undone.taken.kind == ActionKind.RESUME
    assert shown(undone.table).card != table.card


def test_notes_are_kept_trimmed_and_taken_away(study: StudyService, learner: str) -> None:
    table = shown(study.begin(learner))
    assert shown(study.set_note(table.card, "  eight and one \n")).note == "eight and one"
    assert shown(study.begin(learner, anew=True)).note == "eight and one"
    assert shown(study.set_note(table.card, " ")) == table


# Undo


def test_undo_works_across_restarts_and_names_the_card(
    study: StudyService, db: Database, clock: FakeClock, learner: str
) -> None:
    seen = play(study, clock, learner, most=3)
    clock.advance(hours=3)
    study = make(db, clock)
    label = study.undo_label(learner)
    assert label == UndoLabel(GRADE, Grade.GOOD, seen[2].card, seen[2].front)
    for expected in reversed(seen):
        undone = study.undo(learner)
        assert undone is not None
        assert undone.changes & Changes.REVIEWS
        assert undone.taken.card == expected.card
        back = shown(undone.table)
        assert (back.card, back.stage) == (expected.card, Stage.NEW)
        assert back.review_id != expected.review_id
    assert (study.undo(learner), study.undo_label(learner)) == (None, None)
    assert study.today(learner).reviewed == 0


def test_a_card_taken_back_is_still_asked_after_another_restart(
    study: StudyService, db: Database, clock: FakeClock, learner: str, people: LearnerService
) -> None:
    seen = play(study, clock, learner, Grade.EASY, most=10)
    make(db, clock).undo(learner)
    people.change(learner, people.settings(learner)._replace(new_per_day=9999))
    again = play(make(db, clock), clock, learner, Grade.EASY)
    assert seen[-1].fact in {each.fact for each in again}
    assert not {each.fact for each in seen[:-1]} & {each.fact for each in again}


def test_the_card_that_lay_on_the_table_comes_after_the_one_taken_back(
    study: StudyService, clock: FakeClock, learner: str
) -> None:
    play(study, clock, learner, most=2)
    waiting = shown(study.begin(learner))
    undone = study.undo(learner)
    assert undone is not None
    back = shown(undone.table)
    assert (back.position, back.total) == (2, 10)
    following = shown(study.grade(back.review_id, Grade.GOOD).table)
    assert (following.card, following.position) == (waiting.card, 3)


# Today


def test_the_first_day_at_a_glance(study: StudyService, learner: str, bank: Bank) -> None:
    view = study.today(learner)
    assert view.course == bank.course.title["en"]
    assert (view.ready, view.due, view.new, view.learning) == (10, 0, 10, 0)
    assert view.minutes == 5  # ten times 20 s to look and 8 s to repeat, rounded up
    assert [each.topic for each in view.bands] == [topic.id for topic in bank.topics]
    assert {each.band for each in view.bands} == {Band.NOT_ENOUGH}
    assert (view.weakest, view.unfinished, view.first_topic) == (None, None, "track-1")
    assert (view.first_run, view.clock_behind, view.studied_days) == (True, False, 0)
    assert [load.cards for load in view.week] == [10] * 7


def test_today_and_study_count_the_same(
    study: StudyService, db: Database, clock: FakeClock, learner: str
) -> None:
    for _ in range(5):
        play(study, clock, learner, Grade.GOOD, most=13)
        clock.advance(days=1)
        study = make(db, clock)
        table = shown(study.begin(learner))
        view = study.today(learner)
        assert view.ready == table.total == view.week[0].cards
        assert view.ready == view.due + view.new + view.learning


def test_minutes_follow_the_pace_of_the_learner(
    study: StudyService, clock: FakeClock, learner: str
) -> None:
    table = study.begin(learner)
    while isinstance(table, Shown):
        clock.advance(seconds=1)
        table = study.grade(table.review_id, Grade.GOOD, 60_000).table
    clock.advance(days=1)
    view = study.today(learner)
    assert (view.due, view.new, view.minutes) == (0, 10, 20)


def test_days_studied_are_counted_over_a_week(
    study: StudyService, clock: FakeClock, learner: str
) -> None:
    for _ in range(9):
        play(study, clock, learner, most=1)
        clock.advance(days=1)
    assert study.today(learner).studied_days == 6
    clock.advance(days=5)
    assert study.today(learner).studied_days == 1


def test_a_clock_set_back_is_noticed(study: StudyService, clock: FakeClock, learner: str) -> None:
    play(study, clock, learner, most=1)
    assert not study.today(learner).clock_behind
    clock.set_wall(START.replace(day=1))
    view = study.today(learner)
    assert (view.clock_behind, view.first_run) == (True, False)


def test_a_quiz_that_waits_and_the_weakest_topic_are_named(
    study: StudyService, db: Database, clock: FakeClock, learner: str, bank: Bank
) -> None:
    recorder = Recorder(db, clock, random.Random(4))
    for number in range(4):
        sit(recorder, db, clock, learner, bank, right=False, end=number < 3)
        clock.advance(days=1)
    view = study.today(learner)
    assert view.weakest is not None
    assert (view.weakest.topic, view.weakest.band) == ("track-3", Band.SHAKY)
    assert view.unfinished is not None
    assert (view.unfinished.answered, view.unfinished.number) == (4, 10)


def sit(
    recorder: Recorder, db: Database, clock: FakeClock, learner: str, bank: Bank, *, right: bool,
    end: bool,
) -> None:  # fmt: skip
    """Answer four questions on Track 3, all alike."""
    with db.read() as conn:
        when = recorder.scope(conn, learner).when
    attempt = recorder.new_id()
    recorder.begin_attempt(
        AttemptRow(0, attempt, learner, *when, "", "{}", "practice", None, 1.0, 10)
    )
    questions = [each for each in bank.questions if each.topic == "track-3"][:4]
    for position, question in enumerate(questions):
        values = {
            "seq": 0, "id": recorder.new_id(), "learner": learner, "at_ms": when.at_ms,
            "offset_min": when.offset_min, "day": when.day, "born_in": "", "attempt": attempt,
            "position": position, "question": question.id, "rev": question.rev,
            "template": question.template, "topic": question.topic, "fact": question.fact,
            "single": True, "skill": question.skill, "difficulty": question.difficulty,
            "shown": None, "response": "[]", "outcome": "answered", "score": float(right),
            "right": right, "options": 3, "certainty": None, "first_ms": 900, "active_ms": 5000,
            "changes": 0, "visits": 1, "attempt_active_ms": 5000,
        }  # fmt: skip
        recorder.answer(AnswerEvent(**values))
    if end:
        recorder.finish(
            AttemptEvent(0, recorder.new_id(), learner, *when, "", attempt, FINISHED, 20_000, "{}")
        )
