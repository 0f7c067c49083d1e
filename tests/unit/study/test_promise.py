"""What a grade button shows is what pressing it applies, whatever the settings and the history."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from mtdtutor.progress.events import ReviewEvent
from mtdtutor.services.learners import LearnerService, LearningSettings
from mtdtutor.services.recording import Recorder
from mtdtutor.services.study import StudyService
from mtdtutor.services.study_views import Shown
from mtdtutor.storage import events
from mtdtutor.storage.database import Database
from mtdtutor.study.memory import Grade
from mtdtutor.study.scheduler import DEFAULT_PARAMS, RULE_VERSION
from tests.support.clock import FakeClock
from tests.unit.storage.make import first_learner, open_with_bank, small_bank


class Desk:
    """A learner with forty cards, and the services at hand."""

    def __init__(self, folder: Path) -> None:
        self.clock = FakeClock()
        self.db: Database = open_with_bank(folder, self.clock, bank=small_bank(20))
        rng = random.Random(4)
        self.recorder = Recorder(self.db, self.clock, rng)
        self.study = StudyService(self.db, self.recorder, self.clock, rng)
        self.people = LearnerService(self.db, folder, self.clock, rng)
        self.learner = first_learner(self.db)

    def review(self, review_id: str) -> ReviewEvent:
        with self.db.read() as conn:
            found = events.find(conn, ReviewEvent, review_id)
        assert found is not None
        return found


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    opened = Desk(tmp_path)
    yield opened
    opened.db.dispose()


@pytest.mark.parametrize("seed", range(3))
def test_weeks_of_grades_under_changing_settings(desk: Desk, seed: int) -> None:
    rng = random.Random(seed)
    in_days = in_minutes = 0
    for _ in range(25):
        wanted = LearningSettings(
            new_per_day=rng.randint(1, 6),
            retention=rng.choice((0.80, 0.87, 0.90, 0.95)),
            rollover_hour=rng.choice((0, 4, 6)),
        )
        desk.people.change(desk.learner, wanted)
        desk.clock.advance(days=rng.randint(1, 9), hours=rng.random())
        desk.clock.offset = rng.choice((-300, 0, 345))
        table = desk.study.begin(desk.learner, anew=True)
        for _ in range(rng.randint(1, 9)):
            if not isinstance(table, Shown):
                break
            grade = rng.choice(list(Grade))
            promised = table.intervals[grade]
            desk.clock.advance(seconds=rng.randint(0, 50))
            review_id = table.review_id
            table = desk.study.grade(review_id, grade).table
            written = desk.review(review_id)
            assert written.retention == wanted.retention
            assert written.rule == RULE_VERSION
            if promised.days is None:
                in_minutes += 1
                assert promised.seconds is not None
                assert written.after.due_ms == written.at_ms + promised.seconds * 1000
            else:
                in_days += 1
                assert written.after.due_day == written.day + promised.days
                assert promised.days <= DEFAULT_PARAMS.max_interval
    assert in_days > 30
    assert in_minutes > 30
