"""Views of History over a real database: what was recorded is what is shown."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.histories import Size, fill
from mtdtutor.core.clock import moment
from mtdtutor.progress.events import (
    ABANDONED,
    ANSWERED,
    CARD,
    FINISHED,
    TIMEOUT,
    AnswerEvent,
    AttemptEvent,
    AttemptRow,
    ReviewEvent,
)
from mtdtutor.progress.periods import Period
from mtdtutor.progress.totals import increments
from mtdtutor.progress.views import RUNNING, Standing
from mtdtutor.services.progress import ProgressService
from mtdtutor.services.recording import Recorder
from mtdtutor.storage import events, learners
from mtdtutor.storage.database import Database, open_database
from mtdtutor.storage.learners import Learner
from mtdtutor.study.memory import Grade
from tests.support.clock import START, FakeClock

TODAY = 20_514
CARDS = 12


class Desk:
    """A database with a made-up course, its recorder and its progress service."""

    def __init__(self, folder: Path, clock: FakeClock) -> None:
        self.clock = clock
        self.rng = random.Random(5)
        self.db = open_database(folder / "x.sqlite3", folder / "backups", clock, self.rng)
        with self.db.read() as conn:
            self.me = learners.everyone(conn)[0].id
        # The generator adds the cards; the history itself is written here.
        fill(self.db, self.me, Size(CARDS, 0, 0, 1), TODAY)
        self.cards = [
            f"card:{topic}:bench-{place}:forward"
            for place, topic in enumerate(
                (*(f"track-{n}" for n in range(1, 10)), "track-1.5", "system", "track-1")
            )
        ]
        self.recorder = Recorder(self.db, clock, self.rng)
        self.progress = ProgressService(self.db, clock)

    def grade(self, card: int, grade: int, learner: str = "") -> None:
        self.recorder.grade(
            learner or self.me,
            self.recorder.new_id(),
            self.cards[card],
            Grade(grade),
            duration_ms=4000,
        )

    def sit(self, answers: str, number: int, ending: str | None = FINISHED) -> str:
        """Sit a quiz; r, w, t: right, wrong, timed out; a digit first goes back to a question."""
        head = (self.me, *moment(self.clock), "")
        name = self.recorder.new_id()
        self.recorder.begin_attempt(
            AttemptRow(0, name, *head, "{}", "practice", 300_000, 1.0, number)
        )
        position = 0
        for word in answers.split():
            if word[0].isdigit():
                position, word = int(word[0]), word[1:]  # noqa: PLW2901
            right = word == "r"
            self.recorder.answer(
                AnswerEvent(
                    0, self.recorder.new_id(), *head, name, position, "t01:x", 1, "t01", "track-1",
                    "track-1:x", True, "classify", 0.0, None, "{}",
                    TIMEOUT if word == "t" else ANSWERED, float(right), right, 3, None, 900, 2000,
                    0, 1, 2000 * (position + 1),
                )
            )  # fmt: skip
            position += 1
        if ending is not None:
            self.recorder.finish(
                AttemptEvent(0, self.recorder.new_id(), *head, name, ending, 77_000, "{}")
            )
        return name


@pytest.fixture
def desk(tmp_path: Path, clock: FakeClock) -> Iterator[Desk]:
    made = Desk(tmp_path, clock)
    yield made
    made.db.dispose()


def test_nothing_recorded_is_a_week_of_nothing(desk: Desk) -> None:
    view = desk.progress.reviews_per_day(desk.me, Period.ALL)
    assert (view.total, len(view.bins), view.earlier) == (0, 7, False)
    assert desk.progress.retention(desk.me, Period.ALL).standing is Standing.THIN
    assert desk.progress.quiz_scores(desk.me, Period.ALL).lines == ()
    assert desk.progress.attempts(desk.me, Period.ALL).lines == ()


def test_grades_appear_on_their_study_day_and_undo_takes_them_out(desk: Desk) -> None:
    desk.grade(0, 3)
    desk.grade(1, 1)
    desk.clock.advance(days=2)
    desk.grade(2, 4)
    desk.grade(3, 2)
    desk.recorder.undo(desk.me)
    view = desk.progress.reviews_per_day(desk.me, Period.WEEK)
    assert [each.total for each in view.bins] == [0, 0, 0, 0, 2, 0, 1]
    assert (view.bins[4].again, view.bins[4].good, view.bins[6].easy) == (1, 1, 1)
    assert view.time_ms == 12_000
    assert (view.studied, view.studied_of_7) == (2, 2)
    only = desk.progress.reviews_per_day(desk.me, Period.WEEK, "track-2")
    assert only.total == 1


def test_an_hour_before_rollover_belongs_to_the_day_before(desk: Desk) -> None:
    desk.clock.set_wall(START.replace(day=3, hour=3, minute=59))
    desk.grade(0, 3)
    desk.clock.set_wall(START.replace(day=3, hour=4))
    desk.grade(1, 3)
    view = desk.progress.reviews_per_day(desk.me, Period.WEEK)
    assert [each.total for each in view.bins[-2:]] == [1, 1]


def test_a_shorter_period_knows_that_there_is_more(desk: Desk) -> None:
    desk.grade(0, 3)
    desk.clock.advance(days=40)
    assert desk.progress.reviews_per_day(desk.me, Period.MONTH).earlier
    assert desk.progress.retention(desk.me, Period.MONTH).earlier
    assert not desk.progress.reviews_per_day(desk.me, Period.QUARTER).earlier
    assert len(desk.progress.reviews_per_day(desk.me, Period.ALL).bins) == 41


def test_retention_counts_first_recalls_of_a_day_against_the_learners_target(desk: Desk) -> None:
    for card in range(3):
        desk.grade(card, 4)
    desk.clock.advance(days=10)
    desk.grade(0, 3)
    desk.grade(1, 1)
    desk.grade(1, 3)
    with desk.db.write() as conn:
        learners.change_setting(conn, desk.me, "retention", 0.85)
    view = desk.progress.retention(desk.me, Period.MONTH)
    assert (view.both.hits, view.both.total, view.target) == (1, 2, 0.85)
    assert view.missing == 18


def test_attempts_tell_what_came_of_them(desk: Desk) -> None:
    done = desk.sit("r w r", 3)
    desk.clock.advance(seconds=60)
    corrected = desk.sit("w r 0r", 4)
    desk.clock.advance(seconds=60)
    left = desk.sit("r t", 5, ABANDONED)
    desk.clock.advance(seconds=60)
    running = desk.sit("r", 5, None)
    lines = {each.attempt: each for each in desk.progress.attempts(desk.me, Period.WEEK).lines}
    assert list(lines) == [running, left, corrected, done]
    assert [(each.answered, each.right, each.number) for each in lines.values()] == [
        (1, 1, 5),
        (1, 1, 5),
        (2, 2, 4),
        (3, 2, 3),
    ]
    assert [each.ending for each in lines.values()] == [RUNNING, ABANDONED, FINISHED, FINISHED]
    assert lines[running].active_ms == 2000
    assert lines[done].active_ms == 77_000
    scores = desk.progress.quiz_scores(desk.me, Period.WEEK)
    assert [each.attempt for each in scores.lines] == [done, corrected]
    assert (scores.overall.hits, scores.overall.total) == (4, 7)


def test_an_attempt_without_an_answer_is_there(desk: Desk) -> None:
    desk.sit("", 5, ABANDONED)
    (only,) = desk.progress.attempts(desk.me, Period.WEEK).lines
    assert (only.answered, only.right, only.active_ms) == (0, 0, 77_000)


def test_learners_do_not_see_each_other(desk: Desk) -> None:
    with desk.db.write() as conn:
        other = Learner(desk.recorder.new_id(), "Other", 1)
        learners.add(conn, other)
    desk.grade(0, 3, other.id)
    desk.sit("r", 1)
    assert desk.progress.reviews_per_day(desk.me, Period.ALL).total == 0
    assert desk.progress.reviews_per_day(other.id, Period.ALL).total == 1
    assert desk.progress.attempts(other.id, Period.ALL).lines == ()


def test_a_clock_set_back_hides_nothing_from_all_days(desk: Desk) -> None:
    desk.grade(0, 3)
    desk.clock.set_wall(START.replace(year=2025))
    assert desk.progress.reviews_per_day(desk.me, Period.WEEK).total == 0
    assert desk.progress.reviews_per_day(desk.me, Period.ALL).total == 1


def recount(db: Database, learner: str) -> dict[str, int]:
    """Count a learner's live events one by one."""
    found: dict[str, int] = {}
    with db.read() as conn:
        for event, live in events.in_order(conn, learner):
            if live and isinstance(event, ReviewEvent) and event.mode == CARD:
                for metric, count in increments(event).items():
                    found[metric] = found.get(metric, 0) + count
    return found


DEEDS = st.lists(
    st.one_of(
        st.tuples(st.just("grade"), st.integers(0, CARDS - 1), st.integers(1, 4)),
        st.tuples(st.just("days"), st.integers(-3, 30), st.just(0)),
        st.tuples(st.just("undo"), st.just(0), st.just(0)),
        st.tuples(st.just("redo"), st.just(0), st.just(0)),
        st.tuples(st.just("quiz"), st.integers(1, 3), st.just(0)),
        st.tuples(st.just("zone"), st.integers(-720, 840), st.just(0)),
    ),
    max_size=30,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=DEEDS)
def test_views_equal_a_recount_of_the_events(
    deeds: list[tuple[str, int, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    desk = Desk(tmp_path_factory.mktemp("desk"), FakeClock())
    try:
        sat = 0
        for deed, first, second in deeds:
            match deed:
                case "grade":
                    desk.grade(first, second)
                case "days":
                    desk.clock.wall_ms += first * 86_400_000
                case "undo":
                    desk.recorder.undo(desk.me)
                case "redo":
                    desk.recorder.redo(desk.me)
                case "zone":
                    desk.clock.offset = first
                case _:
                    desk.sit("r w t"[: first * 2 - 1], first)
                    sat += 1
            desk.clock.advance(seconds=30)
        counted = recount(desk.db, desk.me)
        reviews = desk.progress.reviews_per_day(desk.me, Period.ALL)
        for grade in ("again", "hard", "good", "easy", "new"):
            assert sum(getattr(each, grade) for each in reviews.bins) == counted.get(grade, 0)
        assert reviews.time_ms == counted.get("reviews_ms", 0)
        retention = desk.progress.retention(desk.me, Period.ALL)
        assert retention.young.hits == counted.get("retained_young", 0)
        assert retention.mature.hits == counted.get("retained_mature", 0)
        assert retention.both.total == sum(
            count for metric, count in counted.items() if metric.startswith(("retained", "lapsed"))
        )
        assert len(desk.progress.quiz_scores(desk.me, Period.ALL).lines) == sat
    finally:
        desk.db.dispose()


def test_a_made_up_history_is_shown_whole(desk: Desk) -> None:
    with desk.db.write() as conn:
        other = Learner(desk.recorder.new_id(), "Busy", 1)
        learners.add(conn, other)
    # The generator numbers its events from 1, so it fills an empty database only.
    made = fill(desk.db, other.id, Size(CARDS, 600, 45, 120), TODAY, seed=3)
    assert made == 600 + 45 + 2 * 5
    assert desk.progress.reviews_per_day(other.id, Period.ALL).total == 600
    lines = desk.progress.attempts(other.id, Period.ALL).lines
    assert sum(each.number for each in lines) == 45
    assert recount(desk.db, other.id)["new"] == CARDS
