"""Mending the past: as if the other grade had been given at once, and back again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from mtdtutor.core.changes import Changes
from mtdtutor.core.clock import MS_PER_DAY
from mtdtutor.core.errors import BugError
from mtdtutor.progress.events import ReviewEvent
from mtdtutor.services.mending import MendingService
from mtdtutor.services.rebuild import rebuild
from mtdtutor.services.safety import SafetyService
from mtdtutor.storage import events
from mtdtutor.study.fold import ActionKind
from mtdtutor.study.memory import NEW_MEMORY, Grade, State
from mtdtutor.study.scheduler import DEFAULT_PARAMS
from tests.support.clock import FakeClock
from tests.unit.services.test_recording import CARD, CARDS, FACT, FACTS, Desk

Step = tuple[str, object, object]

GRADED = st.tuples(st.just("grade"), st.sampled_from(CARDS[:2]), st.sampled_from(list(Grade)))
STEPS = st.one_of(
    GRADED,
    GRADED,
    st.tuples(st.just("time"), st.integers(-1, 12), st.integers(0, 3600)),
    st.tuples(st.just("time"), st.integers(1, 12), st.integers(0, 3600)),
    st.tuples(
        st.just("act"),
        st.sampled_from(CARDS[:2]),
        st.sampled_from(
            [kind for kind in ActionKind if kind not in ("tag", "untag", "set_due", "delete")]
        ),
    ),
    st.tuples(st.just("set_due"), st.sampled_from(CARDS[:2]), st.integers(-3, 30)),
    st.tuples(st.just("undo"), st.none(), st.none()),
    st.tuples(st.just("redo"), st.none(), st.none()),
    st.tuples(
        st.just("quiz"),
        st.lists(st.sampled_from(FACTS[:2]), min_size=1, max_size=2),
        st.tuples(st.booleans(), st.sampled_from([None, 1, 3]), st.booleans()),
    ),
)
HISTORIES = st.tuples(GRADED, st.lists(STEPS, max_size=15)).map(lambda both: [both[0], *both[1]])


def play(desk: Desk, steps: list[Step]) -> list[ReviewEvent]:
    """Do what the steps say; return what each grade wrote."""
    written = []
    for what, first, second in steps:
        match what, first, second:
            case "grade", str(card), Grade() as grade:
                written.append(desk.grade(grade, card))
            case "act", str(card), ActionKind() as kind:
                desk.act(kind, card)
            case "set_due", str(card), int(ahead):
                desk.act(ActionKind.SET_DUE, card, str(desk.now().day + ahead))
            case "undo", _, _:
                desk.recorder.undo(desk.learner)
            case "redo", _, _:
                desk.recorder.redo(desk.learner)
            case "quiz", list(facts), (right, certainty, single):
                desk.sit(
                    *(
                        desk.answer(fact, right=right, certainty=certainty, single=single)
                        for fact in facts
                    )
                )
            case "time", int(days), int(seconds):
                desk.clock.wall_ms += days * MS_PER_DAY + seconds * 1000
    return written


@pytest.fixture
def desk(tmp_path: Path, clock: FakeClock) -> Iterator[Desk]:
    made = Desk(tmp_path, clock)
    yield made
    made.db.dispose()


def mending(desk: Desk) -> MendingService:
    return MendingService(desk.db, desk.recorder)


def mend(desk: Desk, review: str, grade: Grade | None) -> str:
    """Mend a grade, having looked before what it would do; return the id of what was written."""
    service, name = mending(desk), desk.recorder.new_id()
    preview = service.preview_mend(desk.learner, review, grade)
    done = service.mend(desk.learner, name, review, grade)
    assert done.memory == preview.then
    return name


def is_live(desk: Desk, event: ReviewEvent) -> bool:
    with desk.db.read() as conn:
        return events.alive(conn, event)


def sound(desk: Desk) -> None:
    """Prove that everything derived is what the events come to."""
    kept = desk.derived()
    assert SafetyService(desk.db, desk.db.backups, desk.clock, desk.rng).check().findings == []
    assert rebuild(desk.db, desk.clock)
    assert desk.derived() == kept


def some_history(desk: Desk) -> list[ReviewEvent]:
    found = []
    for days, grade in ((0, Grade.GOOD), (0, Grade.GOOD), (3, Grade.GOOD), (9, Grade.GOOD)):
        desk.clock.advance(days=days, seconds=700)
        found.append(desk.grade(grade))
    return found


@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    steps=HISTORIES,
    which=st.integers(0, 15),
    grade=st.sampled_from(list(Grade)),
)
def test_a_mended_grade_is_as_if_it_had_been_given_at_once(
    tmp_path_factory: pytest.TempPathFactory, steps: list[Step], which: int, grade: Grade
) -> None:
    places = [place for place, step in enumerate(steps) if step[0] == "grade"]
    which %= len(places)
    place = places[which]
    wanted = [*steps]
    wanted[place] = ("grade", steps[place][1], grade)
    mended = Desk(tmp_path_factory.mktemp("mended"), FakeClock())
    at_once = Desk(tmp_path_factory.mktemp("at_once"), FakeClock())
    try:
        written = play(mended, steps)[which]
        assume(is_live(mended, written))
        play(at_once, wanted)
        before = mended.derived()
        mend(mended, written.id, grade)
        assert mended.derived()[0] == at_once.derived()[0]
        grades = ("again", "hard", "good", "easy", "reviews_ms")
        assert {each: mended.counted().get(each, 0) for each in grades} == {
            each: at_once.counted().get(each, 0) for each in grades
        }
        sound(mended)
        if grade != written.grade:
            mended.recorder.undo(mended.learner)
            assert mended.derived()[:2] == before[:2]
            sound(mended)
            mended.recorder.redo(mended.learner)
            assert mended.derived()[0] == at_once.derived()[0]
            sound(mended)
    finally:
        mended.db.dispose()
        at_once.db.dispose()


@settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(steps=HISTORIES, which=st.integers(0, 15))
def test_a_grade_taken_back_leaves_no_trace_and_can_come_back(
    tmp_path_factory: pytest.TempPathFactory, steps: list[Step], which: int
) -> None:
    quiet = [step for step in steps if step[0] not in ("undo", "redo")]
    places = [place for place, step in enumerate(quiet) if step[0] == "grade"]
    which %= len(places)
    without = [*quiet]
    without[places[which]] = ("time", 0, 0)
    mended = Desk(tmp_path_factory.mktemp("mended"), FakeClock())
    never = Desk(tmp_path_factory.mktemp("never"), FakeClock())
    try:
        written = play(mended, quiet)[which]
        play(never, without)
        before = mended.derived()
        mend(mended, written.id, None)
        assert mended.derived()[0] == never.derived()[0]
        sound(mended)
        mend(mended, written.id, Grade(written.grade or 0))
        assert mended.derived()[:2] == before[:2]
        sound(mended)
    finally:
        mended.db.dispose()
        never.db.dispose()


def test_a_changed_grade_moves_what_came_after(desk: Desk) -> None:
    written = some_history(desk)
    preview = mending(desk).preview_mend(desk.learner, written[2].id, Grade.AGAIN)
    assert (preview.old, preview.new) == (Grade.GOOD, Grade.AGAIN)
    assert preview.now == desk.state()[0]
    assert (preview.now.lapses, preview.then.lapses) == (0, 1)
    assert preview.then.stability is not None
    assert preview.now.stability is not None
    assert preview.then.stability < preview.now.stability
    assert desk.state()[0] == preview.now, "looking changes nothing"
    name = mend(desk, written[2].id, Grade.AGAIN)
    with desk.db.read() as conn:
        new = events.find(conn, ReviewEvent, name)
        history = events.live_of_card(conn, desk.learner, CARD)
    assert new is not None
    assert (new.day, new.at_ms) == (written[2].day, written[2].at_ms)
    assert new.replaces == written[2].id
    assert [each.id for each in history][2] == name


def test_the_days_before_keep_the_duration_and_the_day(desk: Desk) -> None:
    written = some_history(desk)
    counts = desk.counted()
    mend(desk, written[2].id, Grade.HARD)
    after = desk.counted()
    assert after["reviews_ms"] == counts["reviews_ms"]
    assert (after["good"], after["hard"]) == (counts["good"] - 1, counts.get("hard", 0) + 1)


def test_mending_twice_and_taking_both_back(desk: Desk) -> None:
    written = some_history(desk)
    start = desk.derived()[:2]
    first = mend(desk, written[1].id, Grade.HARD)
    between = desk.derived()[:2]
    mend(desk, first, Grade.EASY)
    desk.recorder.undo(desk.learner)
    assert desk.derived()[:2] == between
    desk.recorder.undo(desk.learner)
    assert desk.derived()[:2] == start
    sound(desk)
    desk.recorder.redo(desk.learner)
    assert desk.derived()[:2] == between
    sound(desk)


def test_taking_back_a_mended_grade_does_not_bring_the_old_one_back(desk: Desk) -> None:
    written = some_history(desk)
    name = mend(desk, written[3].id, Grade.HARD)
    mend(desk, name, None)
    with desk.db.read() as conn:
        history = events.live_of_card(conn, desk.learner, CARD)
    assert [each.id for each in history] == [each.id for each in written[:3]]
    sound(desk)
    desk.recorder.redo(desk.learner)
    with desk.db.read() as conn:
        assert events.live_of_card(conn, desk.learner, CARD)[-1].id == name
    sound(desk)


def test_doing_it_twice_is_doing_it_once(desk: Desk) -> None:
    written = some_history(desk)
    service, name = mending(desk), desk.recorder.new_id()
    first = service.mend(desk.learner, name, written[2].id, Grade.HARD)
    again = service.mend(desk.learner, name, written[2].id, Grade.HARD)
    assert first.changes
    assert again == first._replace(changes=Changes.NONE)
    gone = desk.recorder.new_id()
    service.mend(desk.learner, gone, written[3].id, None)
    assert service.mend(desk.learner, gone, written[3].id, None).changes == Changes.NONE


def test_the_same_grade_changes_nothing(desk: Desk) -> None:
    written = some_history(desk)
    before = desk.derived()
    done = mending(desk).mend(desk.learner, desk.recorder.new_id(), written[0].id, Grade.GOOD)
    assert done.changes == Changes.NONE
    assert desk.derived() == before


def test_the_only_grade_taken_back_makes_the_card_new(desk: Desk) -> None:
    written = desk.grade(Grade.EASY)
    desk.clock.advance(days=3)
    desk.sit(desk.answer(FACT, right=False))
    mend(desk, written.id, None)
    assert desk.state()[0] == NEW_MEMORY
    sound(desk)


def test_what_a_quiz_did_cannot_be_changed(desk: Desk) -> None:
    desk.learn()
    desk.clock.advance(days=5)
    (effect,) = desk.sit(desk.answer(FACT, right=False))
    with pytest.raises(BugError):
        mending(desk).preview_mend(desk.learner, effect.id, Grade.GOOD)
    with pytest.raises(BugError):
        mending(desk).mend(desk.learner, desk.recorder.new_id(), effect.id, None)


def test_a_grade_that_was_replaced_is_left_alone(desk: Desk) -> None:
    written = some_history(desk)
    mend(desk, written[1].id, Grade.HARD)
    with pytest.raises(BugError, match="mended before"):
        mending(desk).mend(desk.learner, desk.recorder.new_id(), written[1].id, Grade.EASY)


def test_grades_are_mended_under_the_parameters_of_their_time(desk: Desk) -> None:
    written = some_history(desk)
    alone = desk.state()[0]
    weights = (*DEFAULT_PARAMS.weights[:8], 1.2, *DEFAULT_PARAMS.weights[9:])
    desk.recorder.change_params(desk.learner, DEFAULT_PARAMS._replace(weights=weights))
    mend(desk, written[3].id, Grade.EASY)
    folder = desk.db.path.parent / "other"
    folder.mkdir()
    other = Desk(folder, FakeClock())
    try:
        for days, grade in ((0, 3), (0, 3), (3, 3), (9, 4)):
            other.clock.advance(days=days, seconds=700)
            other.grade(Grade(grade))
        assert desk.state()[0].due_day == other.state()[0].due_day
        assert desk.state()[0].stability != other.state()[0].stability
    finally:
        other.db.dispose()
    assert alone.state is State.REVIEW
    sound(desk)
