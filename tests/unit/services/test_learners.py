"""Learners: names, settings, and the one deletion there is."""

from __future__ import annotations

import contextlib
import random
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from mtdtutor.core.clock import moment
from mtdtutor.core.errors import BugError, KnownError
from mtdtutor.services.learners import (
    LearnerService,
    LearningSettings,
    rest_from,
    settings_from,
    spread_until,
)
from mtdtutor.services.problems import ProblemService
from mtdtutor.services.recording import Recorder
from mtdtutor.services.safety import SafetyService
from mtdtutor.services.wording import WordingService
from mtdtutor.storage import learners
from mtdtutor.storage.columns import metadata
from mtdtutor.storage.database import Database
from mtdtutor.storage.tables import EVENT_TABLES
from mtdtutor.study.fold import ActionKind
from mtdtutor.study.memory import Grade
from mtdtutor.study.rest import Away
from tests.support.clock import FakeClock
from tests.unit.storage.make import an_answer, an_attempt, an_ending, open_with_bank, small_bank


@pytest.fixture
def db(tmp_path: Path, clock: FakeClock) -> Iterator[Database]:
    made = open_with_bank(tmp_path, clock)
    yield made
    made.dispose()


@pytest.fixture
def service(db: Database, clock: FakeClock) -> LearnerService:
    clock.advance(seconds=1)  # the first learner came with the database
    return LearnerService(db, db.backups, clock, random.Random(5))


def busy(db: Database, clock: FakeClock, learner: str, seed: int) -> None:
    """Let a learner do something of every kind."""
    recorder = Recorder(db, clock, random.Random(seed))
    card, fact = small_bank().cards[0].id, small_bank().facts[0].id
    recorder.grade(learner, recorder.new_id(), card, Grade.EASY, shown={"front": str(seed)})
    recorder.act(learner, recorder.new_id(), card, ActionKind.FLAG)
    recorder.grade(learner, recorder.new_id(), card, Grade.GOOD)
    recorder.undo(learner)
    for end in (True, False):
        name = recorder.new_id()
        recorder.begin_attempt(an_attempt(learner, name, moment(clock)))
        answer = an_answer(learner, recorder.new_id(), name, moment(clock), fact, right=False)
        recorder.answer(answer, shown={"stem": str(seed)})
        recorder.note_clock(name, 500)
        if end:
            recorder.finish(an_ending(learner, recorder.new_id(), name, moment(clock)))
    with db.write() as conn:
        learners.put_note(conn, learner, card, "mine", clock.now_ms())
        learners.change_setting(conn, learner, "new_per_day", 3)
    WordingService(db, clock).save(learner, card, "my front", "my back")
    problems = ProblemService(db, clock, random.Random(seed))
    problems.report(learner, "card", card, "typo", "a letter is missing")


def rows(path: Path) -> dict[str, int]:
    with contextlib.closing(sqlite3.connect(path)) as raw:
        return {
            name: raw.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
            for name in metadata.tables
        }


def test_a_name_is_found_whatever_its_case(service: LearnerService):
    added = service.add("  Ana   María ")
    assert added.name == "Ana María"
    assert service.find("ana maría") == added
    assert service.find().name == "Me"
    assert service.get(added.id) == added
    assert service.get("nobody") is None
    with pytest.raises(KnownError) as caught:
        service.find("Bob")
    assert caught.value.code == "learner-unknown"
    assert "Me, Ana María" in str(caught.value)


def test_names_that_look_alike_are_one_name(service: LearnerService) -> None:
    composed, apart = "Mar\u00eda", "Mari\u0301a"
    added = service.add(apart)
    assert added.name == composed
    assert service.find(apart) == service.find(composed) == added
    with pytest.raises(KnownError, match="already"):
        service.add(composed)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("", "learner-name-empty"),
        (" \t", "learner-name-empty"),
        ("\u200b\u202e", "learner-name-empty"),
        ("\x00", "learner-name-empty"),
        ("ME", "learner-exists"),
        ("M\x00e\ud800", "learner-exists"),
    ],
)
def test_names_that_do_not_do(service: LearnerService, name: str, code: str):
    other = service.add("Other")
    for attempt in (lambda: service.add(name), lambda: service.rename(other.id, name)):
        with pytest.raises(KnownError) as caught:
            attempt()
        assert caught.value.code == code
    assert [each.name for each in service.everyone()] == ["Me", "Other"]


def test_a_learner_is_renamed_even_to_another_case(service: LearnerService):
    me = service.find()
    assert service.rename(me.id, "me").name == "me"
    assert service.rename(me.id, "You") == me._replace(name="You")
    with pytest.raises(BugError):
        service.rename("nobody", "X")


def test_the_last_learner_stays(service: LearnerService):
    with pytest.raises(KnownError) as caught:
        service.delete(service.find().id)
    assert caught.value.code == "learner-last"


def test_deleting_takes_everything_of_one_and_nothing_of_others(
    db: Database, service: LearnerService, clock: FakeClock
):
    me = service.find()
    busy(db, clock, me.id, 1)
    alone = rows(db.path)
    other = service.add("Other")
    busy(db, clock, other.id, 2)
    both = rows(db.path)
    assert both["own_wording"] == both["problem_report"] == 2
    kept = service.delete(other.id)
    assert rows(kept) == both
    # What was displayed is text of the course and stays: it belongs to nobody.
    assert rows(db.path) == {**alone, "shown": both["shown"]}
    assert all(
        alone[table.name]
        for table in EVENT_TABLES.values()
        if table.name not in ("params", "forecast")
    )
    assert service.everyone() == [me]
    assert SafetyService(db, db.backups, clock, random.Random(1)).check().findings == []


def test_without_a_backup_nothing_is_deleted(
    db: Database, service: LearnerService, clock: FakeClock, tmp_path: Path
):
    other = service.add("Other")
    (tmp_path / "blocked").touch()
    careless = LearnerService(db, tmp_path / "blocked", clock, random.Random(5))
    with pytest.raises(KnownError) as caught:
        careless.delete(other.id)
    assert caught.value.code == "backup-failed"
    assert other in service.everyone()


def test_settings_are_kept_per_learner_and_within_bounds(service: LearnerService):
    me, other = service.find(), service.add("Other")
    assert service.settings(me.id) == LearningSettings()
    wanted = LearningSettings(25, 300, 0.87, 3)
    service.change(me.id, wanted)
    assert service.settings(me.id) == wanted
    assert service.settings(other.id) == LearningSettings()
    service.change(me.id, LearningSettings(-4, 20_000, 0.99, 24))
    assert service.settings(me.id) == LearningSettings(0, 9999, 0.95, 23)


def test_days_off_and_the_number_of_grades_are_kept(service: LearnerService):
    me = service.find()
    week = (100, 100, 50, 100, 100, 0, 0)
    wanted = LearningSettings(grades=2, weekdays=week, away=(Away(20_000, 20_009),))
    service.change(me.id, wanted)
    assert service.settings(me.id) == wanted
    odd = wanted._replace(grades=3, weekdays=(0,) * 7, away=(Away(9, 3), Away(5, 5), Away(0, 999)))
    service.change(me.id, odd)
    assert service.settings(me.id) == LearningSettings(grades=4, away=(Away(5, 5),))


@pytest.mark.parametrize(
    "stored",
    [
        {"new_per_day": "many", "reviews_per_day": None, "retention": 7, "other": 1},
        {"weekdays": [100, 100], "away": "all", "grades": 9},
        {"weekdays": [100, 100, 100, 100, 100, 100, 101], "away": [[1], ["a", 2], 7]},
    ],
)
def test_senseless_stored_settings_are_default(stored: dict[str, object]):
    assert settings_from(stored) == LearningSettings()


def test_a_day_off_can_be_worked_and_a_backlog_spread(
    db: Database, service: LearnerService, clock: FakeClock
):
    me = service.find()
    service.work_anyway(me.id, 20_005)
    service.spread_backlog(me.id, 20_005, 20_009)
    with db.read() as conn:
        stored = learners.settings(conn, me.id)
    assert rest_from(LearningSettings(), stored).anyway == 20_005
    assert [spread_until(stored, day) for day in (20_004, 20_005, 20_009, 20_010)] == [
        None,
        20_009,
        20_009,
        None,
    ]
    service.spread_backlog(me.id, 20_005, 20_004)
    with db.read() as conn:
        assert spread_until(learners.settings(conn, me.id), 20_005) is None
    assert rest_from(LearningSettings(), {"work_anyway": "x"}).anyway is None
    assert spread_until({"spread": [1]}, 1) is None


def test_notes_and_the_last_moment(db: Database, service: LearnerService, clock: FakeClock):
    me = service.find()
    with db.write() as conn:
        assert learners.last_event_ms(conn, me.id) is None
        learners.put_note(conn, me.id, "card:a", "first", 1)
        learners.put_note(conn, me.id, "card:a", "second", 2)
        assert learners.get_note(conn, me.id, "card:a") == "second"
        learners.put_note(conn, me.id, "card:a", "", 3)
        assert learners.get_note(conn, me.id, "card:a") == ""
    busy(db, clock, me.id, 1)
    with db.read() as conn:
        assert learners.last_event_ms(conn, me.id) == clock.now_ms()
