"""What the study table makes of steps over many cards, done elsewhere and taken back here."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from mtdtutor.services.recording import Recorder
from mtdtutor.services.study import StudyService
from mtdtutor.services.study_views import GRADE, Done, Shown
from mtdtutor.study.fold import ActionKind
from mtdtutor.study.memory import Grade
from tests.support.clock import FakeClock
from tests.unit.storage.make import first_learner, open_with_bank, small_bank

CARDS = [each.id for each in small_bank().cards]


class Room(NamedTuple):
    study: StudyService
    recorder: Recorder
    me: str

    def step(self, kind: ActionKind, cards: list[str]) -> None:
        self.recorder.act_many(self.me, self.recorder.new_id(), cards, kind)


@pytest.fixture
def room(tmp_path: Path, clock: FakeClock) -> Iterator[Room]:
    db = open_with_bank(tmp_path, clock)
    rng = random.Random(3)
    recorder = Recorder(db, clock, rng)
    yield Room(StudyService(db, recorder, clock, rng), recorder, first_learner(db))
    db.dispose()


def test_a_step_is_named_by_its_number_of_cards(room: Room) -> None:
    room.step(ActionKind.SUSPEND, CARDS[:3])
    label = room.study.undo_label(room.me)
    assert label is not None
    assert (label.kind, label.number) == (ActionKind.SUSPEND, 3)
    undone = room.study.undo(room.me)
    assert undone is not None
    assert undone.taken.number == 3
    assert undone.undo is None


def test_taking_a_step_back_brings_its_cards_to_the_table(room: Room) -> None:
    room.step(ActionKind.SUSPEND, CARDS)
    assert isinstance(room.study.begin(room.me, anew=True), Done)
    undone = room.study.undo(room.me)
    assert undone is not None
    assert isinstance(undone.table, Shown)


def test_taking_back_a_resuming_step_takes_its_cards_off_the_table(room: Room) -> None:
    room.step(ActionKind.SUSPEND, CARDS)
    room.step(ActionKind.RESUME, CARDS)
    assert isinstance(room.study.begin(room.me), Shown)
    undone = room.study.undo(room.me)
    assert undone is not None
    assert isinstance(undone.table, Done)


def test_a_grade_before_a_step_is_the_next_to_be_taken_back(room: Room) -> None:
    shown = room.study.begin(room.me)
    assert isinstance(shown, Shown)
    room.study.grade(shown.review_id, Grade.GOOD)
    room.step(ActionKind.FLAG, CARDS[:2])
    undone = room.study.undo(room.me)
    assert undone is not None
    assert undone.undo is not None
    assert (undone.undo.kind, undone.undo.number) == (GRADE, 1)
