"""The one writer: grades, card actions, quiz answers, undo and redo, rebuild."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mtdtutor.core.changes import Changes
from mtdtutor.core.clock import MS_PER_DAY, Moment, moment
from mtdtutor.core.errors import BugError
from mtdtutor.progress.events import (
    AnswerEvent,
    AttemptEvent,
    AttemptRow,
    CardActionEvent,
    RetractionEvent,
    ReviewEvent,
)
from mtdtutor.progress.totals import increments, key
from mtdtutor.services.bank import load
from mtdtutor.services.rebuild import rebuild
from mtdtutor.services.recording import Recorder
from mtdtutor.services.safety import SafetyService
from mtdtutor.storage import ability, attempts, derived, events, learners, totals
from mtdtutor.storage import memory as memories
from mtdtutor.storage.database import Database
from mtdtutor.study.fold import ActionKind
from mtdtutor.study.memory import NEW_MEMORY, NO_MARKS, Grade, Marks, Memory, State
from mtdtutor.study.scheduler import DEFAULT_PARAMS
from tests.support.clock import FakeClock
from tests.unit.storage.make import (
    an_answer,
    an_attempt,
    an_ending,
    first_learner,
    open_with_bank,
    small_bank,
)

CARD = "card:track-1:fact-0:forward"
SIBLING = "card:track-1:fact-0:reverse"
FACT = "track-1:fact-0"


class Desk:
    """A database with a recorder and one learner."""

    def __init__(self, folder: Path, clock: FakeClock) -> None:
        self.clock = clock
        self.db = open_with_bank(folder, clock)
        self.rng = random.Random(7)
        self.recorder = Recorder(self.db, clock, self.rng)
        self.learner = first_learner(self.db)

    def grade(self, grade: Grade, card: str = CARD) -> ReviewEvent:
        recorded = self.recorder.grade(
            self.learner, self.recorder.new_id(), card, grade, duration_ms=4000
        )
        assert isinstance(recorded.event, ReviewEvent)
        return recorded.event

    def act(self, kind: ActionKind, card: str = CARD, value: str | None = None) -> None:
        self.recorder.act(self.learner, self.recorder.new_id(), card, kind, value=value)

    def act_many(
        self, kind: ActionKind, cards: list[str], value: str | None = None
    ) -> tuple[CardActionEvent, ...]:
        recorder = self.recorder
        return recorder.act_many(self.learner, recorder.new_id(), cards, kind, value).events

    def learn(self, card: str = CARD) -> Memory:
        """Bring a card into review."""
        self.grade(Grade.EASY, card)
        return self.state(card)[0]

    def sit(self, *answers: AnswerEvent, kind: str = "finished") -> tuple[ReviewEvent, ...]:
        """Sit a quiz of these answers, whose attempt is filled in."""
        name = self.recorder.new_id()
        self.recorder.begin_attempt(an_attempt(self.learner, name, self.now()))
        for position, each in enumerate(answers):
            own = each._replace(id=self.recorder.new_id(), attempt=name, position=position)
            self.recorder.answer(own)
        ending = an_ending(self.learner, self.recorder.new_id(), name, self.now(), kind)
        return self.recorder.finish(ending).reviews

    def answer(self, fact: str = FACT, **more: object) -> AnswerEvent:
        return an_answer(self.learner, "", "", self.now(), fact, **more)  # type: ignore[arg-type]

    def now(self) -> Moment:
        return moment(self.clock)

    def state(self, card: str = CARD) -> tuple[Memory, Marks]:
        with self.db.read() as conn:
            found = memories.load(conn, self.learner, card)
        assert found is not None
        return found.memory, found.marks

    def counted(self) -> dict[str, int]:
        """Return totals over all days and topics."""
        with self.db.read() as conn:
            kept = totals.stored(conn)
        found: dict[str, int] = {}
        for (_, metric), value in kept.items():
            found[metric] = found.get(metric, 0) + value
        return found

    def derived(self) -> tuple[object, ...]:
        return derived_rows(self.db)


def derived_rows(db: Database) -> tuple[object, ...]:
    """Return all that can be made again from the events."""
    with db.read() as conn:
        everyone = learners.everyone(conn)
        return (
            memories.stored(conn),
            totals.stored(conn),
            derived.kept_dead(conn),
            {who.id: ability.load(conn, who.id) for who in everyone},
        )


@pytest.fixture
def desk(tmp_path: Path, clock: FakeClock) -> Iterator[Desk]:
    made = Desk(tmp_path, clock)
    yield made
    made.db.dispose()


def test_a_grade_is_written_with_what_it_did(desk: Desk):
    event = desk.grade(Grade.GOOD)
    assert event.seq == 1
    assert event.born_in == desk.db.id
    assert (event.before, event.after.state) == (NEW_MEMORY, State.LEARNING)
    assert (event.fact, event.topic, event.retention) == (FACT, "track-1", 0.9)
    assert desk.state() == (event.after, NO_MARKS)
    assert desk.counted() == {"good": 1, "new": 1, "reviews_ms": 4000}


def test_grading_what_was_graded_changes_nothing(desk: Desk):
    name = desk.recorder.new_id()
    first = desk.recorder.grade(desk.learner, name, CARD, Grade.GOOD)
    second = desk.recorder.grade(desk.learner, name, CARD, Grade.AGAIN)
    assert second.event == first.event
    assert second.changes == Changes.NONE
    assert desk.counted()["good"] == 1
    desk.recorder.undo(desk.learner)
    third = desk.recorder.grade(desk.learner, name, CARD, Grade.EASY)
    assert third.event == first.event
    assert desk.state() == (NEW_MEMORY, NO_MARKS)


def test_what_was_shown_is_kept_once(desk: Desk):
    seen = {"front": "What?", "back": "That."}
    first = desk.recorder.grade(desk.learner, desk.recorder.new_id(), CARD, Grade.GOOD, shown=seen)
    again = desk.recorder.grade(desk.learner, desk.recorder.new_id(), CARD, Grade.GOOD, shown=seen)
    assert isinstance(first.event, ReviewEvent)
    assert isinstance(again.event, ReviewEvent)
    assert first.event.shown == again.event.shown
    with desk.db.read() as conn:
        assert first.event.shown is not None
        assert events.get_shown(conn, first.event.shown) == seen


def test_undo_takes_back_the_last_deed_and_leaves_no_trace(desk: Desk):
    empty = desk.derived()
    desk.grade(Grade.GOOD)
    middle = desk.derived()
    desk.clock.advance(seconds=30)
    desk.grade(Grade.AGAIN)
    undone = desk.recorder.undo(desk.learner)
    assert undone is not None
    assert isinstance(undone.event, ReviewEvent)
    assert undone.event.grade == Grade.AGAIN
    assert desk.derived()[:2] == middle[:2]
    desk.recorder.undo(desk.learner)
    assert desk.derived()[:2] == empty[:2]
    assert desk.recorder.undo(desk.learner) is None


def test_undo_works_after_a_restart(tmp_path: Path, clock: FakeClock):
    before = Desk(tmp_path, clock)
    event = before.grade(Grade.GOOD)
    before.db.dispose()
    after = Desk(tmp_path, clock)
    assert after.recorder.undoable(after.learner) == event
    undone = after.recorder.undo(after.learner)
    assert undone is not None
    assert undone.event == event
    assert after.state() == (NEW_MEMORY, NO_MARKS)
    after.db.dispose()


def test_undo_reaches_past_a_quiz_and_leaves_the_quiz(desk: Desk):
    desk.learn()
    desk.clock.advance(days=3)
    (effect,) = desk.sit(desk.answer(right=False))
    answers = desk.counted()["answers"]
    desk.recorder.undo(desk.learner)
    assert desk.counted()["answers"] == answers
    assert desk.state()[0] == NEW_MEMORY
    with desk.db.read() as conn:
        history = events.live_of_card(conn, desk.learner, CARD)
    assert [each.id for each in history] == [effect.id]


def test_redo_brings_back_what_undo_took(desk: Desk):
    desk.grade(Grade.GOOD)
    desk.clock.advance(days=1)
    desk.act(ActionKind.FLAG)
    full = desk.derived()
    desk.recorder.undo(desk.learner)
    desk.recorder.undo(desk.learner)
    assert desk.recorder.redoable(desk.learner) is not None
    first = desk.recorder.redo(desk.learner)
    second = desk.recorder.redo(desk.learner)
    assert first is not None
    assert second is not None
    assert isinstance(first.event, ReviewEvent)
    assert isinstance(second.event, CardActionEvent)
    assert desk.derived()[:2] == full[:2]
    assert desk.recorder.redo(desk.learner) is None


def test_there_is_nothing_to_redo_after_a_new_deed(desk: Desk):
    desk.grade(Grade.GOOD)
    desk.recorder.undo(desk.learner)
    desk.grade(Grade.EASY, SIBLING)
    assert desk.recorder.redoable(desk.learner) is None
    assert desk.recorder.redo(desk.learner) is None
    desk.recorder.undo(desk.learner)
    redone = desk.recorder.redo(desk.learner)
    assert redone is not None
    assert redone.event.card == SIBLING


def test_each_learner_undoes_their_own(desk: Desk):
    with desk.db.write() as conn:
        other = learners.Learner(desk.recorder.new_id(), "Other", 5)
        learners.add(conn, other)
    desk.grade(Grade.GOOD)
    desk.recorder.grade(other.id, desk.recorder.new_id(), CARD, Grade.EASY)
    undone = desk.recorder.undo(desk.learner)
    assert undone is not None
    assert undone.event.learner == desk.learner
    assert desk.recorder.undoable(other.id) is not None


def test_card_actions_mark_the_card(desk: Desk):
    desk.act(ActionKind.SUSPEND)
    desk.act(ActionKind.TAG, value="hard one")
    assert desk.state()[1] == Marks(True, None, False, ("hard one",))
    desk.act(ActionKind.RESUME)
    desk.act(ActionKind.UNTAG, value="hard one")
    assert desk.state() == (NEW_MEMORY, NO_MARKS)
    with desk.db.read() as conn:
        assert memories.stored_cards(conn) == []


def test_acting_twice_with_one_id_is_acting_once(desk: Desk):
    name = desk.recorder.new_id()
    first = desk.recorder.act(desk.learner, name, CARD, ActionKind.FLAG)
    second = desk.recorder.act(desk.learner, name, CARD, ActionKind.FLAG)
    assert first.changes == Changes.CARDS | Changes.REVIEWS
    assert (second.event, second.changes) == (first.event, Changes.NONE)


def test_a_step_over_many_cards_is_taken_back_whole(desk: Desk):
    desk.learn()
    desk.act(ActionKind.FLAG)
    before = desk.derived()
    first, second = desk.act_many(ActionKind.SUSPEND, CARDS[:2])
    assert first.step == second.step
    assert [desk.state(card)[1].suspended for card in CARDS[:3]] == [True, True, False]
    suspended = desk.derived()
    undone = desk.recorder.undo(desk.learner)
    assert undone is not None
    assert (undone.event, undone.number) == (second, 2)
    assert desk.derived()[:2] == before[:2]
    redone = desk.recorder.redo(desk.learner)
    assert redone is not None
    assert redone.number == 2
    assert desk.derived() == (*suspended[:2], desk.derived()[2], suspended[3])
    assert desk.recorder.undoable(desk.learner) == second
    desk.recorder.undo(desk.learner)
    assert desk.derived()[:2] == before[:2]
    desk.recorder.undo(desk.learner)
    assert desk.state()[1] == NO_MARKS, "undo goes on with what was done before the step"


def test_forgetting_many_cards_is_taken_back_whole(desk: Desk):
    for card in CARDS[:3]:
        desk.learn(card)
    before = desk.derived()
    assert len(desk.act_many(ActionKind.FORGET, CARDS)) == 3, "what is new cannot be forgotten"
    assert {desk.state(card)[0] for card in CARDS} == {NEW_MEMORY}
    desk.recorder.undo(desk.learner)
    assert desk.derived()[:2] == before[:2]


def test_a_step_holds_only_the_cards_that_it_changes(desk: Desk):
    desk.act(ActionKind.TAG, value="exam")
    events_of_step = desk.act_many(ActionKind.TAG, [CARD, SIBLING, SIBLING], "exam")
    assert [event.card for event in events_of_step] == [SIBLING]
    assert desk.act_many(ActionKind.TAG, [CARD, SIBLING], "exam") == ()
    desk.recorder.undo(desk.learner)
    assert desk.state()[1].tags == ("exam",)
    assert desk.state(SIBLING)[1].tags == ()


def test_doing_a_step_twice_is_doing_it_once(desk: Desk):
    name = desk.recorder.new_id()
    first = desk.recorder.act_many(desk.learner, name, CARDS[:2], ActionKind.FLAG)
    second = desk.recorder.act_many(desk.learner, name, CARDS[:3], ActionKind.FLAG)
    assert first.changes == Changes.CARDS | Changes.REVIEWS
    assert (second.events, second.changes) == (first.events, Changes.NONE)


def test_a_step_is_written_whole_or_not_at_all(desk: Desk):
    before = desk.derived()
    with pytest.raises(BugError):
        desk.act_many(ActionKind.FLAG, [CARD, "card:nowhere"])
    assert desk.derived() == before
    assert desk.recorder.undoable(desk.learner) is None


def test_a_card_the_course_never_had_is_our_fault(desk: Desk):
    with pytest.raises(BugError):
        desk.grade(Grade.GOOD, "card:nowhere")


def test_a_right_answer_moves_the_cards_of_its_fact(desk: Desk):
    before = desk.learn()
    desk.clock.advance(days=5)
    (effect,) = desk.sit(desk.answer())
    memory, _ = desk.state()
    assert effect.card == CARD
    assert memory == effect.after
    assert memory.stability is not None
    assert before.stability is not None
    assert memory.stability > before.stability
    assert desk.state(SIBLING) == (NEW_MEMORY, NO_MARKS)


@pytest.mark.parametrize("outcome", ["timeout", "rapid"])
def test_time_outs_and_rapid_guesses_only_leave_a_record(desk: Desk, outcome: str):
    before = desk.learn()
    desk.clock.advance(days=5)
    assert desk.sit(desk.answer(right=False, outcome=outcome)) == ()
    assert desk.state()[0] == before
    assert desk.counted()["answers"] == 1


def test_an_answer_on_several_facts_only_pulls(desk: Desk):
    before = desk.learn()
    desk.clock.advance(days=2)
    assert desk.sit(desk.answer(single=False)) == ()
    (effect,) = desk.sit(desk.answer(single=False, right=False))
    memory, _ = desk.state()
    assert memory == before._replace(due_day=desk.now().day + 1)
    assert effect.moves is False


def test_a_guess_pulls_though_it_was_right(desk: Desk):
    desk.learn()
    desk.clock.advance(days=2)
    desk.sit(desk.answer(certainty=1))
    assert desk.state()[0].due_day == desk.now().day + 1


def test_evidence_is_dated_by_the_answer_not_by_the_end(desk: Desk):
    desk.learn()
    desk.clock.advance(days=5)
    answer = desk.answer()
    desk.clock.advance(days=2)
    (effect,) = desk.sit(answer)
    assert effect.day == answer.day
    assert desk.state()[0].last_day == answer.day


@pytest.mark.parametrize("kind", ["finished", "expired", "abandoned"])
def test_every_ending_counts_the_answers_once(desk: Desk, kind: str):
    desk.learn()
    desk.clock.advance(days=5)
    name = desk.recorder.new_id()
    desk.recorder.begin_attempt(an_attempt(desk.learner, name, desk.now()))
    given_answer = desk.answer()._replace(id=desk.recorder.new_id(), attempt=name)
    assert desk.recorder.answer(given_answer) == desk.recorder.answer(given_answer)
    desk.recorder.note_clock(name, 4000)
    ending = an_ending(desk.learner, desk.recorder.new_id(), name, desk.now(), kind)
    first = desk.recorder.finish(ending)
    second = desk.recorder.finish(ending._replace(id=desk.recorder.new_id()))
    assert len(first.reviews) == 1
    assert (second.event, second.reviews) == (first.event, ())
    assert desk.counted()["answers"] == 1
    with desk.db.read() as conn:
        assert attempts.unfinished(conn, desk.learner) is None


def test_the_last_answer_of_a_question_is_the_one_that_counts(desk: Desk):
    desk.learn()
    desk.clock.advance(days=5)
    name = desk.recorder.new_id()
    desk.recorder.begin_attempt(an_attempt(desk.learner, name, desk.now()))
    for right in (False, True):
        given_answer = desk.answer(right=right)
        desk.recorder.answer(given_answer._replace(id=desk.recorder.new_id(), attempt=name))
    assert desk.counted()["answers"] == 1
    assert desk.counted()["answers_right"] == 1
    ending = an_ending(desk.learner, desk.recorder.new_id(), name, desk.now())
    (effect,) = desk.recorder.finish(ending).reviews
    assert effect.right is True


def test_a_running_attempt_is_found_with_its_time(desk: Desk):
    name = desk.recorder.new_id()
    row = desk.recorder.begin_attempt(an_attempt(desk.learner, name, desk.now()))
    assert desk.recorder.begin_attempt(row) == row
    desk.recorder.note_clock(name, 7000)
    desk.recorder.note_clock(name, 8000)
    paused = AttemptEvent(
        0, desk.recorder.new_id(), desk.learner, *desk.now(), "", name, "paused", 8100, "{}"
    )
    written = desk.recorder.attempt_event(paused)
    assert desk.recorder.attempt_event(paused) == written
    with desk.db.read() as conn:
        assert attempts.unfinished(conn, desk.learner) == row
        assert attempts.active_ms(conn, name) == 8100


def test_only_finish_ends_an_attempt(desk: Desk):
    ending = an_ending(desk.learner, desk.recorder.new_id(), "x", desk.now())
    with pytest.raises(BugError):
        desk.recorder.attempt_event(ending)
    with pytest.raises(BugError):
        desk.recorder.finish(ending._replace(kind="paused"))


def test_new_parameters_move_no_due_day(desk: Desk):
    desk.learn()
    desk.clock.advance(days=9)
    before = desk.learn()
    weights = (0.5, 2.0, 4.0, 12.0, *DEFAULT_PARAMS.weights[4:])
    desk.recorder.change_params(desk.learner, DEFAULT_PARAMS._replace(weights=weights))
    memory, _ = desk.state()
    assert memory.due_day == before.due_day
    assert memory.stability != before.stability
    event = desk.grade(Grade.GOOD)
    assert event.params is not None
    kept = desk.derived()
    rebuild(desk.db, desk.clock)
    assert desk.derived() == kept


def test_a_grade_takes_few_statements(desk: Desk):
    seen: list[str] = []
    desk.grade(Grade.GOOD)
    with desk.db.read() as conn:
        raw = conn.connection.driver_connection
        assert raw is not None
        raw.set_trace_callback(seen.append)
    desk.grade(Grade.EASY)
    inner = [each for each in seen if not each.startswith(("BEGIN", "COMMIT", "ROLLBACK"))]
    assert 0 < len(inner) <= 10, inner


def rename(desk: Desk, names: dict[str, str], cards: dict[str, str] | None = None) -> None:
    """Load a bank that gives cards other names; ``cards`` says so where it differs."""
    bank = small_bank(version="2", renamed=names)
    called = names if cards is None else cards
    kept = tuple(each._replace(id=called.get(each.id, each.id)) for each in bank.cards)
    only = {each.id: each for each in kept}
    with desk.db.write() as conn:
        load(conn, bank._replace(cards=tuple(only.values())), desk.clock.now_ms())


def test_an_old_name_is_graded_as_the_card_that_it_is_now(desk: Desk):
    desk.learn()
    rename(desk, {CARD: "card:new-name"})
    desk.clock.advance(days=9)
    assert desk.grade(Grade.GOOD).card == "card:new-name"
    desk.act(ActionKind.FLAG)
    assert desk.state("card:new-name")[0].reviews == 2
    assert desk.state() == desk.state("card:new-name")
    kept = desk.derived()
    rebuild(desk.db, desk.clock)
    assert desk.derived() == kept


def test_two_cards_that_become_one_become_one_history(desk: Desk):
    desk.learn(SIBLING)
    desk.clock.advance(days=9)
    desk.learn()
    rename(desk, {SIBLING: CARD})
    assert desk.state()[0].reviews == 2
    with desk.db.read() as conn:
        assert memories.stored_cards(conn) == [(desk.learner, CARD)]
    kept = desk.derived()
    rebuild(desk.db, desk.clock)
    assert desk.derived() == kept


def test_a_name_that_is_given_back_leads_to_itself(desk: Desk):
    desk.learn()
    rename(desk, {CARD: "card:new-name"})
    rename(desk, {"card:new-name": CARD}, cards={})
    assert desk.state("card:new-name") == desk.state()
    assert desk.state()[0].reviews == 1
    kept = desk.derived()
    rebuild(desk.db, desk.clock)
    assert desk.derived() == kept


def test_a_renamed_card_keeps_its_history(desk: Desk):
    desk.learn()
    desk.act(ActionKind.FLAG)
    rename(desk, {CARD: "card:new-name"})
    memory, marks = desk.state("card:new-name")
    assert memory.state is State.REVIEW
    assert marks.flagged
    kept = desk.derived()
    rebuild(desk.db, desk.clock)
    assert desk.derived() == kept
    desk.recorder.undo(desk.learner)
    assert desk.state("card:new-name") == (memory, NO_MARKS)


def test_a_mended_grade_is_replayed_in_the_place_of_the_old_one(desk: Desk):
    desk.learn()
    desk.clock.advance(days=4)
    wrong = desk.grade(Grade.AGAIN)
    desk.clock.advance(days=1)
    desk.grade(Grade.GOOD)
    with desk.db.write() as conn:
        back = RetractionEvent(
            0, desk.recorder.new_id(), desk.learner, *desk.now(), "", wrong.id, "review"
        )
        desk.recorder.record(conn, back)
        events.set_dead(conn, wrong, to=True)
        totals.add(conn, wrong, -1)
        mended = wrong._replace(id=desk.recorder.new_id(), grade=3, replaces=wrong.id)
        desk.recorder.record(conn, mended)
        history = events.live_of_card(conn, desk.learner, CARD)
    grades = [each.grade for each in history if isinstance(each, ReviewEvent)]
    assert grades == [4, 3, 3]
    assert [each.day for each in history] == sorted(each.day for each in history)


CARDS = [each.id for each in small_bank().cards]
FACTS = [each.id for each in small_bank().facts]
KINDS = [kind for kind in ActionKind if kind is not ActionKind.DELETE]
"""What can be done to a card of the course; only those that the learner wrote can be deleted."""
STEPS = st.one_of(
    st.tuples(st.just("grade"), st.sampled_from(CARDS[:4]), st.sampled_from(list(Grade))),
    st.tuples(
        st.just("act"),
        st.sampled_from(CARDS[:4]),
        st.sampled_from([kind for kind in KINDS if kind not in ("tag", "untag", "set_due")]),
    ),
    st.tuples(st.just("set_due"), st.sampled_from(CARDS[:4]), st.integers(-3, 30)),
    st.tuples(
        st.just("many"),
        st.lists(st.sampled_from(CARDS[:4]), max_size=4),
        st.sampled_from(KINDS),
    ),
    st.tuples(st.just("undo"), st.none(), st.none()),
    st.tuples(st.just("redo"), st.none(), st.none()),
    st.tuples(
        st.just("quiz"),
        st.lists(st.sampled_from(FACTS[:3]), min_size=1, max_size=3),
        st.tuples(st.booleans(), st.sampled_from([None, 1, 3]), st.booleans()),
    ),
    st.tuples(st.just("time"), st.integers(-3, 12), st.integers(0, 3600)),
)


def play(desk: Desk, steps: list[tuple[str, object, object]]) -> None:
    for what, first, second in steps:
        match what, first, second:
            case "grade", str(card), Grade() as grade:
                desk.grade(grade, card)
            case "act", str(card), ActionKind() as kind:
                desk.act(kind, card)
            case "set_due", str(card), int(ahead):
                desk.act(ActionKind.SET_DUE, card, str(desk.now().day + ahead))
            case "many", list(cards), ActionKind() as kind:
                value = str(desk.now().day + 2) if kind is ActionKind.SET_DUE else "a tag"
                desk.act_many(kind, cards, value)
            case "undo", _, _:
                desk.recorder.undo(desk.learner)
            case "redo", _, _:
                desk.recorder.redo(desk.learner)
            case "quiz", list(facts), (right, certainty, single):
                answers = [
                    desk.answer(fact, right=right, certainty=certainty, single=single)
                    for fact in facts
                ]
                desk.sit(*answers)
            case "time", int(days), int(seconds):
                desk.clock.wall_ms += days * MS_PER_DAY + seconds * 1000


@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(steps=st.lists(STEPS, max_size=25))
def test_a_rebuild_gives_equal_rows_whatever_happened(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, object, object]]
):
    desk = Desk(tmp_path_factory.mktemp("history"), FakeClock())
    try:
        play(desk, steps)
        kept = desk.derived()
        with desk.db.read() as conn:
            assert totals.recount(conn) == kept[1]
            assert derived.counted_dead(conn) == kept[2]
            by_hand: dict[object, int] = {}
            last: dict[object, int] = {}
            found = list(events.in_order(conn, desk.learner))
            for event, live in found:
                if live and isinstance(event, AnswerEvent):
                    last[event.attempt, event.position] = event.seq
            for event, live in found:
                again = isinstance(event, AnswerEvent) and (
                    last[event.attempt, event.position] != event.seq
                )
                for metric, value in increments(event).items() if live and not again else ():
                    by_hand[key(event), metric] = by_hand.get((key(event), metric), 0) + value
        assert {where: value for where, value in by_hand.items() if value} == kept[1]
        report = SafetyService(desk.db, desk.db.backups, desk.clock, desk.rng).check()
        assert report.findings == []
        assert rebuild(desk.db, desk.clock)
        assert desk.derived() == kept
    finally:
        desk.db.dispose()


@settings(max_examples=40, deadline=None)
@given(steps=st.lists(STEPS, max_size=12), count=st.integers(1, 6))
def test_undoing_and_redoing_everything_leaves_it_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, object, object]], count: int
):
    desk = Desk(tmp_path_factory.mktemp("undo"), FakeClock())
    try:
        play(desk, steps)
        before = desk.derived()
        done = sum(desk.recorder.undo(desk.learner) is not None for _ in range(count))
        for _ in range(done):
            assert desk.recorder.redo(desk.learner) is not None
        assert desk.derived() == (before[0], before[1], desk.derived()[2], before[3])
    finally:
        desk.db.dispose()


@settings(max_examples=30, deadline=None)
@given(
    steps=st.lists(STEPS, max_size=10),
    cards=st.lists(st.sampled_from(CARDS), max_size=6),
    kind=st.sampled_from(KINDS),
)
def test_a_step_and_its_undo_leave_no_trace(
    tmp_path_factory: pytest.TempPathFactory,
    steps: list[tuple[str, object, object]],
    cards: list[str],
    kind: ActionKind,
):
    desk = Desk(tmp_path_factory.mktemp("step"), FakeClock())
    try:
        play(desk, steps)
        before = desk.derived()
        value = str(desk.now().day + 3) if kind is ActionKind.SET_DUE else "a tag"
        acted = desk.act_many(kind, cards, value)
        if acted:
            desk.recorder.undo(desk.learner)
        assert desk.derived()[:2] == before[:2]
        kept = desk.derived()
        assert rebuild(desk.db, desk.clock)
        assert desk.derived() == kept
    finally:
        desk.db.dispose()


def test_a_rebuild_mends_what_was_spoilt_and_can_be_stopped(desk: Desk):
    desk.learn()
    desk.clock.advance(days=3)
    desk.sit(desk.answer(right=False))
    desk.recorder.undo(desk.learner)
    desk.learn(SIBLING)
    whole = desk.derived()
    spoilt = NEW_MEMORY._replace(state=State.REVIEW, due_day=5)
    with desk.db.write() as conn:
        memories.save(conn, desk.learner, SIBLING, spoilt, NO_MARKS)
        memories.save(conn, desk.learner, CARDS[3], spoilt, NO_MARKS)
        conn.exec_driver_sql("DELETE FROM dead")
        conn.exec_driver_sql("UPDATE day_total SET value = value + 1")
        conn.exec_driver_sql("UPDATE ability SET value = 9.5")
    checks = SafetyService(desk.db, desk.db.backups, desk.clock, desk.rng)
    assert checks.check().findings
    assert not rebuild(desk.db, desk.clock, cancelled=lambda: True)
    seen: list[tuple[int, int]] = []
    assert rebuild(desk.db, desk.clock, progress=lambda done, of: seen.append((done, of)))
    assert desk.derived() == whole
    assert checks.check().findings == []
    assert seen[-1][0] == seen[-1][1]


def test_a_card_of_the_course_cannot_be_deleted(desk: Desk):
    before = desk.derived()
    with pytest.raises(BugError, match="cannot be deleted"):
        desk.act(ActionKind.DELETE)
    with pytest.raises(BugError, match="cannot be deleted"):
        desk.act_many(ActionKind.DELETE, [CARD])
    assert desk.derived() == before


def test_ids_of_effects_are_stable(desk: Desk):
    desk.learn()
    desk.clock.advance(days=5)
    (effect,) = desk.sit(desk.answer())
    assert uuid.UUID(effect.id).version == 5
    assert isinstance(effect, ReviewEvent)
    with desk.db.read() as conn:
        assert events.find(conn, ReviewEvent, effect.id) == effect
        assert events.find(conn, AttemptRow, effect.id) is None
