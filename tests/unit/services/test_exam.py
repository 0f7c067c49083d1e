"""An exam on the bundled course: the days before it, the plan, and that it leaves no trace."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from sqlalchemy import select

from mtdtutor.core.errors import BugError, KnownError
from mtdtutor.course.bank import Bank, read_bank
from mtdtutor.services.exam import CHANGED, ExamService
from mtdtutor.services.exam_schedule import NEW_S, RECALL_S, pace_of
from mtdtutor.services.exam_views import ExamChoice
from mtdtutor.services.learners import LearnerService
from mtdtutor.services.own_cards import Draft, OwnCardService
from mtdtutor.services.recording import Recorder
from mtdtutor.services.study import StudyService
from mtdtutor.services.study_views import Done, Shown, Stage
from mtdtutor.storage import content, learners, memory, tables
from mtdtutor.storage import exam as exams
from mtdtutor.storage.database import Database, open_database
from mtdtutor.study.fold import ActionKind
from mtdtutor.study.memory import Grade, State
from mtdtutor.wiring import content_folder
from tests.support.clock import FakeClock

TOPICS = ("track-1", "track-2")


@pytest.fixture(scope="module")
def bank() -> Bank:
    return read_bank(content_folder() / "questions.json")


class Desk(NamedTuple):
    """A learner at a desk, with everything that an exam touches."""

    db: Database
    clock: FakeClock
    study: StudyService
    exam: ExamService
    people: LearnerService
    learner: str

    @property
    def today(self) -> int:
        return self.exam.form(self.learner).today

    def choose(self, days: int = 7, minutes: int = 25, levels=("core",), topics=TOPICS):
        choice = ExamChoice("Finals", self.today + days, topics, levels, minutes)
        assert self.exam.set_exam(self.learner, choice) == CHANGED
        return choice

    def study_day(self, most: int = 999, grades: random.Random | None = None) -> list[Shown]:
        """Grade what the day holds; return the cards as they were shown."""
        seen, table = [], self.study.begin(self.learner, anew=True)
        while isinstance(table, Shown) and len(seen) < most:
            self.clock.advance(seconds=9)
            grade = Grade.GOOD
            if grades is not None:
                grade = grades.choices(list(Grade), (1, 1, 6, 2))[0]
            seen.append(table)
            table = self.study.grade(table.review_id, grade, 9_000).table
        return seen

    def sleep(self) -> None:
        """Go on to the next study day."""
        before = self.today
        while self.today == before:
            self.clock.advance(hours=6)

    def rows(self) -> list[tuple]:
        with self.db.read() as conn:
            return sorted(tuple(row)[1:] for row in conn.execute(select(*tables.memory.c)))

    def open_row(self):
        with self.db.read() as conn:
            return exams.find_open(conn, self.learner)


@pytest.fixture
def desk(tmp_path: Path, clock: FakeClock, bank: Bank) -> Iterator[Desk]:
    made = sit_down(tmp_path, clock, bank)
    yield made
    made.db.dispose()


def sit_down(folder: Path, clock: FakeClock, bank: Bank) -> Desk:
    folder.mkdir(exist_ok=True)
    db = open_database(folder / "x.sqlite3", folder / "backups", clock, random.Random(1))
    with db.write() as conn:
        content.load_bank(conn, bank, clock.now_ms())
        learner = learners.everyone(conn)[0].id
    recorder = Recorder(db, clock, random.Random(2))
    return Desk(
        db,
        clock,
        StudyService(db, recorder, clock, random.Random(3)),
        ExamService(db, recorder, clock, random.Random(4)),
        LearnerService(db, folder / "backups", clock, random.Random(5)),
        learner,
    )


# Setting it


def test_without_an_exam_the_form_offers_what_most_people_want(desk: Desk) -> None:
    form = desk.exam.form(desk.learner)
    assert not form.is_set
    assert form.choice.day == form.today + 14
    assert form.choice.topics == tuple(each.id for each in form.topics)
    assert len(form.topics) == 11
    assert form.levels == ("core", "standard", "detail")
    assert form.choice.levels == ("core", "standard")
    everything = form.choice._replace(levels=form.levels)
    with desk.db.read() as conn:
        assert form.cards(everything) == memory.cards(conn, desk.learner)
    assert desk.exam.glance(desk.learner) is None


def test_an_exam_is_kept_changed_and_taken_away(desk: Desk) -> None:
    choice = desk.choose()
    assert desk.exam.form(desk.learner).choice == choice
    kept = desk.open_row()
    desk.exam.set_exam(desk.learner, choice._replace(minutes=1, name="  Oral   exam "))
    row = desk.open_row()
    assert (row.id, row.minutes, row.name) == (kept.id, 5, "Oral exam")
    removed = desk.exam.remove(desk.learner)
    assert removed == row
    assert desk.exam.remove(desk.learner) is None
    desk.exam.put_back(desk.learner, removed)
    desk.exam.put_back(desk.learner, removed)
    assert desk.open_row() == row


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"day": 0}, "exam-past"),
        ({"days": 731}, "exam-far"),
        ({"topics": ()}, "exam-empty"),
        ({"levels": ("unheard-of",)}, "exam-empty"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(desk: Desk, changes, code) -> None:
    choice = desk.choose()
    if "days" in changes:
        changes = {"day": desk.today + changes["days"]}
    elif "day" in changes:
        changes = {"day": desk.today}
    for deed in (desk.exam.set_exam, desk.exam.plan):
        with pytest.raises(KnownError) as caught:
            deed(desk.learner, choice._replace(**changes))
        assert caught.value.code == code
        assert caught.value.code in str(caught.value) or str(caught.value)
    assert desk.exam.form(desk.learner).choice == choice


# The days


def test_a_day_before_the_exam_holds_the_scope_and_fills_the_minutes(desk: Desk) -> None:
    usual = desk.study.today(desk.learner)
    desk.choose(minutes=10, levels=("core", "standard"))
    view = desk.study.today(desk.learner)
    assert usual.new == 10
    assert view.new == int(10 * 60 / NEW_S)
    assert view.minutes == 10
    seen = desk.study_day()
    fresh = [each for each in seen if each.stage is Stage.NEW]
    assert len(fresh) == view.new
    assert {each.topic for each in fresh} == set(TOPICS)
    assert desk.study.today(desk.learner).ready == 0


def test_the_day_shrinks_by_one_with_every_card(desk: Desk) -> None:
    desk.choose(minutes=8, days=5)
    desk.study_day()
    desk.sleep()
    left = [desk.study.today(desk.learner).ready]
    table = desk.study.begin(desk.learner, anew=True)
    while isinstance(table, Shown) and left[-1]:
        desk.clock.advance(seconds=9)
        table = desk.study.grade(table.review_id, Grade.EASY, 9_000).table
        left.append(desk.study.today(desk.learner).ready)
    assert left == list(range(left[0], -1, -1))


def test_everything_is_seen_again_before_the_exam(desk: Desk) -> None:
    choice = desk.choose(days=8, minutes=30)
    number = desk.exam.form(desk.learner).cards(choice)
    last_seen: dict[str, int] = {}
    for _ in range(8):
        for each in desk.study_day():
            last_seen[each.card] = desk.today
        desk.sleep()
    assert desk.today == choice.day
    assert len(last_seen) == number
    assert min(last_seen.values()) >= choice.day - 3


def test_the_interval_on_a_button_is_when_the_card_comes(desk: Desk) -> None:
    desk.choose(days=6, minutes=30)
    table = desk.study.begin(desk.learner)
    assert isinstance(table, Shown)
    promised = table.intervals[Grade.EASY].days
    assert promised == 5, "without the exam it is eight days or more"
    desk.study.grade(table.review_id, Grade.EASY, 9_000)
    came = []
    for _ in range(5):
        desk.sleep()
        came.append(table.card in [each.card for each in desk.study_day()])
    assert came == [False, False, False, False, True]
    natural = next(row for row in desk.rows() if row[0] == table.card)
    assert natural is not None


def test_cards_out_of_scope_wait_until_the_scope_has_had_its_time(desk: Desk) -> None:
    first = desk.study_day()
    scope = ("track-3", "track-4", "track-5", "track-6", "track-7")
    outside = {each.card for each in first if each.topic not in scope}
    assert outside
    desk.choose(days=30, minutes=5, topics=scope, levels=("core", "standard", "detail"))
    desk.sleep()
    desk.sleep()
    seen = desk.study_day()
    assert {each.topic for each in seen if each.stage is Stage.NEW} <= set(scope)
    strangers = outside & {each.card for each in seen}
    assert len(strangers) * RECALL_S < NEW_S, "for what no further new card has room"


def test_what_is_left_of_the_minutes_is_for_other_cards(desk: Desk) -> None:
    outside = {each.card for each in desk.study_day(most=20)}
    desk.choose(days=30, minutes=60, topics=("track-9",), levels=("core",))
    desk.study_day()
    desk.sleep()
    desk.sleep()
    assert outside & {each.card for each in desk.study_day()}


def test_more_can_be_learnt_than_there_is_time_for(desk: Desk) -> None:
    desk.choose(minutes=5)
    seen = desk.study_day()
    table = desk.study.begin(desk.learner)
    assert isinstance(table, Done)
    assert table.more == 10
    table = desk.study.learn_more(desk.learner)
    assert isinstance(table, Shown)
    assert table.left == 10
    assert table.topic in TOPICS
    assert table.card not in {each.card for each in seen}


def test_a_buried_card_comes_back_to_the_table_with_the_exam_in_view(desk: Desk) -> None:
    desk.choose(days=2, minutes=30)
    desk.study_day()
    desk.sleep()
    table = desk.study.begin(desk.learner, anew=True)
    assert isinstance(table, Shown)
    assert desk.study.act(table.card, ActionKind.BURY).table != table
    back = desk.study.undo(desk.learner)
    assert back is not None
    assert isinstance(back.table, Shown)
    assert back.table.card == table.card


def test_today_looks_ahead_with_the_exam_in_view(desk: Desk) -> None:
    desk.choose(days=4, minutes=20)
    week = desk.study.today(desk.learner).week
    assert len(week) == 7
    assert all(each.cards for each in week[:3])
    assert week[1].cards > 10


# No trace


def test_with_and_without_the_exam_the_same_grades_give_the_same_rows(
    tmp_path: Path, bank: Bank
) -> None:
    kept = []
    for with_date in (True, False):
        clock = FakeClock()
        desk = sit_down(tmp_path / str(with_date), clock, bank)
        if with_date:
            desk.choose(days=9, minutes=15)
        if with_date:
            grades = random.Random(7)
            for _ in range(4):
                desk.study_day(grades=grades)
                desk.sleep()
            desk.exam.remove(desk.learner)
            kept.append((desk.rows(), desk.study.begin(desk.learner, anew=True)))
            with desk.db.read() as conn:
                events = [
                    tuple(row)
                    for row in conn.execute(
                        select(
                            tables.review.c.card,
                            tables.review.c.grade,
                            tables.review.c.at_ms,
                            tables.review.c.id,
                        ).order_by(tables.review.c.seq)
                    )
                ]
            end_ms = clock.now_ms()
        else:
            recorder = Recorder(desk.db, clock, random.Random(2))
            for card, grade, at_ms, event_id in events:
                clock.advance(seconds=(at_ms - clock.now_ms()) / 1000)
                recorder.grade(desk.learner, event_id, card, Grade(grade))
            clock.advance(seconds=(end_ms - clock.now_ms()) / 1000)
            kept.append((desk.rows(), desk.study.begin(desk.learner, anew=True)))
        desk.db.dispose()
    with_rows, without_rows = kept[0][0], kept[1][0]
    assert len(with_rows) > 20
    assert with_rows == without_rows
    assert isinstance(kept[0][1], Shown)
    assert isinstance(kept[1][1], Shown)
    assert kept[0][1].card == kept[1][1].card


def test_a_date_that_has_passed_bends_nothing(desk: Desk) -> None:
    desk.choose(days=2, minutes=10)
    desk.study_day()
    desk.sleep()
    desk.study_day()
    desk.sleep()
    view = desk.study.today(desk.learner)
    assert view.exam is not None
    assert view.exam.days_left == 0
    with_row = (view.new, view.due, view.week)
    desk.exam.remove(desk.learner)
    view = desk.study.today(desk.learner)
    assert (view.new, view.due, view.week) == with_row
    assert view.exam is None


# The plan


def test_the_plan_says_what_more_and_less_time_change(desk: Desk) -> None:
    choice = desk.choose(days=10, minutes=15, levels=("core", "standard", "detail"))
    told: list[tuple[int, int]] = []
    plans = desk.exam.plan(desk.learner, choice, lambda done, whole: told.append((done, whole)))
    assert plans.less is not None
    assert plans.less.recall < plans.plan.recall < plans.more.recall
    assert plans.plan.cards == desk.exam.form(desk.learner).cards(choice)
    assert told[-1][0] == told[-1][1] == len(told)
    assert [each.day for each in plans.plan.days] == list(range(desk.today, choice.day))
    short = desk.exam.plan(desk.learner, choice._replace(minutes=5))
    assert short.less is None


def test_days_off_hold_no_part_of_the_plan(desk: Desk) -> None:
    settings = desk.people.settings(desk.learner)
    desk.people.change(desk.learner, settings._replace(weekdays=(100,) * 5 + (0, 0)))
    plans = desk.exam.plan(desk.learner, desk.choose(days=14, minutes=15))
    off = [each for each in plans.plan.days if (each.day + 3) % 7 >= 5]
    assert len(off) == 4
    assert all(each.minutes == 0 for each in off)
    assert plans.plan.recall > 0.8


def test_buttons_before_an_exam_name_no_day_off(desk: Desk) -> None:
    settings = desk.people.settings(desk.learner)
    desk.people.change(desk.learner, settings._replace(weekdays=(100, 0, 100, 100, 100, 0, 0)))
    choice = desk.choose(days=21, minutes=15)
    named = set()
    for _ in range(12):
        today = desk.today
        for shown in desk.study_day(grades=random.Random(today)):
            days = (each.days for each in shown.intervals.values() if each.days is not None)
            named.update(today + each for each in days)
        desk.sleep()
    assert len([day for day in named if day < choice.day]) > 5
    assert all((day + 3) % 7 not in (1, 5, 6) for day in named)


def test_a_suspended_card_is_in_no_scope(desk: Desk) -> None:
    choice = desk.choose()
    before = desk.exam.form(desk.learner).cards(choice)
    shown = desk.study.begin(desk.learner)
    assert isinstance(shown, Shown)
    desk.study.act(shown.card, ActionKind.SUSPEND)
    assert desk.exam.form(desk.learner).cards(choice) == before - 1


def test_cards_of_ones_own_are_a_level_of_the_scope(desk: Desk) -> None:
    own = OwnCardService(desk.db, desk.exam._recorder)
    written = own.add(desk.learner, Draft("track-2", "forward", "Mine?", "Mine.")).cards
    stranger = desk.people.add("Other").id
    assert desk.exam.form(stranger).levels == ("core", "standard", "detail")
    form = desk.exam.form(desk.learner)
    assert form.levels[-1] == "own"
    choice = desk.choose(levels=("own",))
    assert form.cards(choice) == 1
    shown = desk.study.begin(desk.learner)
    assert isinstance(shown, Shown)
    assert (shown.card, shown.left) == (written[0], 1)


def test_what_is_foretold_is_written_down_once_a_day(desk: Desk) -> None:
    desk.study_day(most=5)
    assert not desk.exam.foretell(desk.learner)
    choice = desk.choose()
    glance = desk.exam.glance(desk.learner)
    assert glance is not None
    assert (glance.stale, glance.foretold, glance.days_left) == (True, None, 7)
    assert desk.exam.foretell(desk.learner)
    assert not desk.exam.foretell(desk.learner)
    glance = desk.exam.glance(desk.learner)
    assert glance is not None
    assert not glance.stale
    assert glance.foretold is not None
    assert 0.5 < glance.foretold.low <= glance.foretold.recall <= glance.foretold.high <= 1
    desk.exam.set_exam(desk.learner, choice._replace(minutes=40))
    assert desk.exam.foretell(desk.learner), "another scope is another forecast"
    desk.sleep()
    assert desk.exam.foretell(desk.learner), "another day is another forecast"
    desk.exam.remove(desk.learner)
    desk.choose()
    glance = desk.exam.glance(desk.learner)
    assert glance is not None
    assert glance.foretold is None, "what was foretold of another exam says nothing of this one"


def test_nothing_is_foretold_of_an_empty_scope(desk: Desk) -> None:
    desk.choose(levels=("core",))
    row = desk.open_row()
    with desk.db.write() as conn:
        exams.change(conn, desk.learner, row._replace(levels=("own",)))
    assert not desk.exam.foretell(desk.learner)
    assert isinstance(desk.study.begin(desk.learner, anew=True), Done)


# The pace


def test_the_pace_is_the_learners_own_once_there_is_enough_of_it() -> None:
    thin = [(State.NEW, 40_000)] * 5
    assert pace_of(thin) == (NEW_S, RECALL_S)
    recalls = [(State.NEW, 10_000), (State.LEARNING, 6_000)] * 20
    recalls += [(State.REVIEW, 5_000)] * 20 + [(State.RELEARNING, 4_000)] * 5
    assert pace_of(recalls) == (16.0, 6.0)


def test_the_pace_of_today_waits_until_tomorrow(desk: Desk) -> None:
    desk.choose(minutes=25, levels=("core", "standard"))
    before = desk.study.today(desk.learner).new
    desk.study_day(most=2)
    assert desk.study.today(desk.learner).new == before - 2


# After the day


@pytest.mark.parametrize(
    ("ending", "changed"),
    [
        ("keep", {}),
        ("light", {"new_per_day": 0, "retention": 0.8}),
        ("stop", {"new_per_day": 0, "reviews_per_day": 0}),
    ],
)
def test_after_the_day_the_learner_decides_once(desk: Desk, ending, changed) -> None:
    desk.choose(days=1)
    desk.study_day(most=4)
    desk.sleep()
    desk.sleep()
    glance = desk.exam.glance(desk.learner)
    assert glance is not None
    assert glance.days_left == -1
    settings, rows = desk.people.settings(desk.learner), desk.rows()
    row = desk.exam.end(desk.learner, ending, "better", "  17 of 20 ")
    assert desk.exam.glance(desk.learner) is None
    assert desk.people.settings(desk.learner) == settings._replace(**changed)
    assert desk.rows() == rows
    with desk.db.read() as conn:
        ended = exams.everything(conn, desk.learner)[0]
    assert ended.ended == ending
    assert ended.outcome is not None
    assert (ended.outcome["how"], ended.outcome["score"]) == ("better", "17 of 20")
    desk.exam.reopen(desk.learner, row.id)
    assert desk.people.settings(desk.learner) == settings
    assert desk.open_row() == row
    desk.exam.end(desk.learner, ending)
    desk.choose(days=3)
    desk.exam.reopen(desk.learner, row.id)
    assert desk.open_row().id != row.id, "the exam that was set meanwhile stands"


def test_there_are_no_other_endings(desk: Desk) -> None:
    with pytest.raises(BugError):
        desk.exam.end(desk.learner, "keep")
    desk.choose()
    with pytest.raises(BugError):
        desk.exam.end(desk.learner, "never")
