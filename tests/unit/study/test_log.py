"""What a log must survive: arriving twice, arriving in any order, other days than the clock's."""

from __future__ import annotations

import contextlib
import random
import sqlite3
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mtdtutor.progress.events import Event, ReviewEvent
from mtdtutor.services.learners import LearningSettings
from mtdtutor.services.rebuild import rebuild
from mtdtutor.services.recording import Recorder
from mtdtutor.storage import events, learners
from mtdtutor.storage import memory as memories
from mtdtutor.storage.database import Database
from mtdtutor.study.fold import ActionKind
from mtdtutor.study.memory import Grade, Marks, Memory
from tests.support.clock import START, FakeClock
from tests.unit.storage.make import (
    an_answer,
    an_attempt,
    an_ending,
    first_learner,
    open_with_bank,
)

CARDS = ("card:track-1:fact-0:forward", "card:track-2:fact-1:reverse")
State = dict[str, tuple[Memory, Marks]]


class Desk(NamedTuple):
    """A database, its writer and its learner."""

    db: Database
    clock: FakeClock
    recorder: Recorder
    learner: str

    def state(self) -> State:
        with self.db.read() as conn:
            found = {card: memories.load(conn, self.learner, card) for card in CARDS}
        return {card: (each.memory, each.marks) for card, each in found.items() if each}

    def log(self) -> list[Event]:
        with self.db.read() as conn:
            return [event for event, _ in events.in_order(conn, self.learner)]


@contextlib.contextmanager
def open_desk(folder: Path) -> Iterator[Desk]:
    folder.mkdir(exist_ok=True)
    clock = FakeClock()
    db = open_with_bank(folder, clock)
    try:
        yield Desk(db, clock, Recorder(db, clock, random.Random(5)), first_learner(db))
    finally:
        db.dispose()


def live_through(desk: Desk, deliveries: Sequence[int] = (1,) * 7) -> None:
    """Study for some weeks; each grade arrives so many times, and earlier ones again after it."""
    grades = (
        (0, 0, Grade.GOOD), (1, 0, Grade.EASY), (0, 1, Grade.GOOD), (1, 9, Grade.HARD),
        (0, 12, Grade.AGAIN), (0, 12, Grade.GOOD), (1, 30, Grade.GOOD),
    )  # fmt: skip
    day, sent = 0, []
    for (place, on, grade), times in zip(grades, deliveries, strict=True):
        desk.clock.advance(days=on - day, seconds=60)
        day = on
        sent.append((f"{len(sent):08d}-0000-7000-8000-000000000000", CARDS[place], grade))
        desk.recorder.grade(desk.learner, *sent[-1])
        for again in sent[-times:-1] + sent[-1:] * (times - 1):
            desk.recorder.grade(desk.learner, *again)
    desk.recorder.act(desk.learner, desk.recorder.new_id(), CARDS[0], ActionKind.FLAG)
    desk.recorder.grade(desk.learner, desk.recorder.new_id(), CARDS[1], Grade.AGAIN)
    desk.recorder.undo(desk.learner)
    with desk.db.read() as conn:
        when = desk.recorder.scope(conn, desk.learner).when
    attempt, answer, end = (str(uuid.UUID(int=number)) for number in (1, 2, 3))
    desk.recorder.begin_attempt(an_attempt(desk.learner, attempt, when, 1))
    desk.recorder.answer(
        an_answer(desk.learner, answer, attempt, when, "track-1:fact-0", right=False)
    )
    desk.recorder.finish(an_ending(desk.learner, end, attempt, when))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path) as opened:
        yield opened


@pytest.mark.parametrize("seed", range(4))
def test_what_arrives_twice_counts_once(desk: Desk, tmp_path: Path, seed: int) -> None:
    live_through(desk)
    rng = random.Random(seed)
    with open_desk(tmp_path / "other") as other:
        live_through(other, [rng.randint(1, 4) for _ in range(7)])
        assert other.state() == desk.state()
        assert len(other.log()) == len(desk.log())


def test_a_log_in_any_order_gives_the_same_memory(desk: Desk, tmp_path: Path) -> None:
    live_through(desk)
    log = desk.log()
    for seed in range(3):
        with open_desk(tmp_path / f"other-{seed}") as other:
            arriving = [event._replace(learner=other.learner) for event in log]
            random.Random(seed).shuffle(arriving)
            # An answer stands on its attempt, whatever the order of the others.
            arriving.sort(key=lambda event: events.table_of(event) != "attempt")
            with other.db.write() as conn:
                for event in arriving:
                    events.insert_rows(conn, [event])
            with pytest.raises(sqlite3.IntegrityError), other.db.write() as conn:
                events.insert_rows(conn, [arriving[-1]])
            assert rebuild(other.db, other.clock)
            assert other.state() == desk.state()


def test_the_learners_own_rollover_hour_dates_their_reviews(desk: Desk) -> None:
    with desk.db.write() as conn:
        learners.change_setting(conn, desk.learner, "rollover_hour", 13)
    desk.clock.set_wall(START.replace(hour=12, minute=59))
    desk.recorder.grade(desk.learner, desk.recorder.new_id(), CARDS[0], Grade.EASY)
    desk.clock.advance(seconds=120)
    desk.recorder.grade(desk.learner, desk.recorder.new_id(), CARDS[0], Grade.GOOD)
    first, second = (each for each in desk.log() if isinstance(each, ReviewEvent))
    assert second.day - first.day == 1
    assert (first.recall, second.recall is None) == (None, False)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(
    st.lists(
        st.tuples(st.integers(-40, 40), st.integers(-720, 840), st.sampled_from(list(Grade))),
        min_size=1,
        max_size=8,
    ),
    st.floats(0.80, 0.95),
    st.integers(0, 23),
)
def test_wandering_clocks_leave_nothing_that_a_rebuild_changes(
    desk: Desk, deeds: list[tuple[int, int, Grade]], retention: float, rollover: int
) -> None:
    wanted = LearningSettings(retention=retention, rollover_hour=rollover)
    with desk.db.write() as conn:
        for name, value in wanted._asdict().items():
            learners.change_setting(conn, desk.learner, name, value)
    for hours, offset, grade in deeds:
        desk.clock.wall_ms += hours * 3_600_000
        desk.clock.offset = offset
        desk.recorder.grade(desk.learner, desk.recorder.new_id(), CARDS[0], grade)
    kept = desk.state()
    assert rebuild(desk.db, desk.clock)
    assert desk.state() == kept
