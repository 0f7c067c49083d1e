"""Help with grading: for the first grades of each learner, until it is put away."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from mtdtutor.services import first_help
from mtdtutor.services.first_help import GRADES_WITH_HELP
from mtdtutor.services.learners import LearnerService
from mtdtutor.services.recording import Recorder
from mtdtutor.storage.database import Database
from mtdtutor.study.fold import ActionKind
from mtdtutor.study.memory import Grade
from tests.support.clock import FakeClock
from tests.unit.storage.make import first_learner, open_with_bank, small_bank

CARD = "card:track-1:fact-0:forward"


@pytest.fixture
def db(tmp_path: Path, clock: FakeClock) -> Iterator[Database]:
    opened = open_with_bank(tmp_path, clock, bank=small_bank())
    yield opened
    opened.dispose()


@pytest.fixture
def recorder(db: Database, clock: FakeClock) -> Recorder:
    return Recorder(db, clock, random.Random(2))


def wanted(db: Database, learner: str) -> bool:
    with db.read() as conn:
        return first_help.wanted(conn, learner)


def test_help_ends_after_so_many_grades(db: Database, recorder: Recorder) -> None:
    me = first_learner(db)
    for _ in range(GRADES_WITH_HELP):
        assert wanted(db, me)
        recorder.grade(me, recorder.new_id(), CARD, Grade.GOOD)
    assert not wanted(db, me)


def test_a_grade_taken_back_was_given_all_the_same(db: Database, recorder: Recorder) -> None:
    me = first_learner(db)
    for _ in range(GRADES_WITH_HELP):
        recorder.grade(me, recorder.new_id(), CARD, Grade.GOOD)
        recorder.undo(me)
    assert not wanted(db, me)


def test_other_deeds_are_no_grades(db: Database, recorder: Recorder) -> None:
    me = first_learner(db)
    for kind in (ActionKind.FLAG, ActionKind.UNFLAG) * GRADES_WITH_HELP:
        recorder.act(me, recorder.new_id(), CARD, kind)
    assert wanted(db, me)


def test_put_away_is_for_one_learner_and_for_good(
    db: Database, clock: FakeClock, tmp_path: Path
) -> None:
    people = LearnerService(db, tmp_path / "backups", clock, random.Random(3))
    me, other = first_learner(db), people.add("Other").id
    people.put_grade_help_away(me)
    assert not wanted(db, me)
    assert wanted(db, other)
    people.change(me, people.settings(me))
    assert not wanted(db, me)
