"""Events: one order, one identity, found again as they were written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mtdtutor.core.clock import Moment, moment
from mtdtutor.core.errors import BugError
from mtdtutor.course.bank import Card
from mtdtutor.progress.events import (
    CardActionEvent,
    Event,
    ForecastEvent,
    ParamsEvent,
    RetractionEvent,
    ReviewEvent,
)
from mtdtutor.storage import attempts, content, derived, events, memory
from mtdtutor.storage.database import Database
from mtdtutor.study.memory import NEW_MEMORY, Marks, Memory, State
from tests.support.clock import FakeClock
from tests.unit.storage.make import (
    an_answer,
    an_attempt,
    an_ending,
    first_learner,
    open_with_bank,
    small_bank,
)

AFTER = Memory(State.REVIEW, None, 2.3065, 2.118103970459016, 20_002, None, 20_000, 1, 0)


def uid(number: int) -> str:
    return f"00000000-0000-7000-8000-{number:012d}"


def by_id(card: Card) -> str:
    return card.id


@pytest.fixture
def db(tmp_path: Path, clock: FakeClock) -> Iterator[Database]:
    made = open_with_bank(tmp_path, clock)
    yield made
    made.dispose()


def every_kind(learner: str, when: Moment) -> list[Event]:
    review = ReviewEvent(
        0, uid(1), learner, *when, "", "card", "card:a", "a", "track-1", 3, None, None, False, True,
        None, NEW_MEMORY, AFTER, 0.9123456789, 2, 0.9, uid(7), "fsrs-6.3/1", None, 4321, uid(9),
    )  # fmt: skip
    return [
        review,
        CardActionEvent(
            0,
            uid(2),
            learner,
            *when,
            "",
            "tag",
            "card:a",
            "a",
            "track-1",
            "häçek ½",
            "learner",
            uid(10),
        ),
        an_attempt(learner, uid(3), when),
        an_answer(learner, uid(4), uid(3), when, "track-1:fact-0", certainty=2),
        an_ending(learner, uid(5), uid(3), when),
        ParamsEvent(0, uid(6), learner, *when, "", '{"weights":[1.5]}', "fsrs-6.3/1"),
        ForecastEvent(0, uid(7), learner, *when, "", "{}"),
        RetractionEvent(0, uid(8), learner, *when, "", uid(1), "review"),
    ]


def test_every_kind_is_found_as_it_was_written(db: Database, clock: FakeClock):
    learner, when = first_learner(db), moment(clock)
    with db.write() as conn:
        written = [events.append(conn, each) for each in every_kind(learner, when)]
    assert [each.seq for each in written] == list(range(1, 9))
    assert {each.born_in for each in written} == {db.id}
    with db.read() as conn:
        assert [events.find(conn, type(each), each.id) for each in written] == written
        assert [each for each, _ in events.in_order(conn, learner)] == written
        assert [each for each, _ in events.in_order(conn, learner, after=6)] == written[6:]
        assert events.counts(conn) == dict.fromkeys(events.KINDS, 1)
        assert events.counts(conn, uid(99)) == dict.fromkeys(events.KINDS, 0)
    assert set(map(type, written)) == set(events.KINDS.values())


def test_many_events_with_places_are_written_as_they_are(db: Database, clock: FakeClock):
    learner, when = first_learner(db), moment(clock)
    placed = [
        each._replace(seq=40 + number, born_in=uid(60))
        for number, each in enumerate(every_kind(learner, when))
    ]
    with db.write() as conn:
        events.insert_rows(conn, placed)
        assert [each for each, _ in events.in_order(conn, learner)] == placed


def test_an_event_from_elsewhere_keeps_its_birthplace(db: Database, clock: FakeClock):
    with db.write() as conn:
        event = ForecastEvent(0, uid(7), first_learner(db), *moment(clock), uid(50), "{}")
        assert events.append(conn, event).born_in == uid(50)


def test_an_id_is_written_once(db: Database, clock: FakeClock):
    event = ForecastEvent(0, uid(7), first_learner(db), *moment(clock), "", "{}")

    def twice() -> None:
        with db.write() as conn:
            events.append(conn, event)
            events.append(conn, event)

    with pytest.raises(Exception, match="UNIQUE"):
        twice()
    with db.read() as conn:
        assert events.find(conn, ForecastEvent, event.id) is None


def test_a_dead_event_is_not_among_the_live_ones(db: Database, clock: FakeClock):
    learner, when = first_learner(db), moment(clock)
    with db.write() as conn:
        review, action, *_ = [events.append(conn, each) for each in every_kind(learner, when)[:2]]
        assert events.live_of_card(conn, learner, "card:a") == [review, action]
        events.set_dead(conn, action, to=True)
        assert events.live_of_card(conn, learner, "card:a") == [review]
        assert action.seq in derived.kept_dead(conn)
        assert [live for _, live in events.in_order(conn, learner)] == [True, False]
        events.set_dead(conn, action, to=False)
        assert events.live_of_card(conn, learner, "card:a") == [review, action]


def test_what_was_shown_is_stored_once_whatever_the_order_of_keys(db: Database):
    with db.write() as conn:
        first = events.put_shown(conn, {"a": 1, "b": "é"})
        assert events.put_shown(conn, {"b": "é", "a": 1}) == first
        assert events.put_shown(conn, {"b": "e", "a": 1}) != first
        assert events.get_shown(conn, first) == {"a": 1, "b": "é"}
        assert conn.exec_driver_sql("SELECT count(*) FROM shown").scalar_one() == 2
        with pytest.raises(BugError):
            events.get_shown(conn, uid(3))


def test_a_bank_is_read_as_it_was_loaded(db: Database):
    bank = small_bank()
    with db.read() as conn:
        assert tuple(content.topics(conn)) == bank.topics
        assert tuple(content.sources(conn)) == bank.sources
        assert tuple(content.entities(conn)) == bank.entities
        assert tuple(content.facts(conn)) == bank.facts
        assert sorted(content.cards(conn), key=by_id) == sorted(bank.cards, key=by_id)
        assert tuple(content.questions(conn)) == bank.questions
        assert content.find_question(conn, "t01:track-1:fact-0") == bank.questions[0]
        assert content.find_card(conn, bank.cards[3].id) == bank.cards[3]
        assert content.find_fact(conn, bank.facts[1].id) == bank.facts[1]
        assert content.find_entity(conn, "track-1") == bank.entities[0]
        assert content.find_source(conn, "book") == bank.sources[0]
        assert content.find_source(conn, "nowhere") is None
        assert content.questions(conn, ["track-2"]) == [
            each for each in bank.questions if each.topic == "track-2"
        ]
        loaded = content.loaded(conn)
        assert loaded is not None
        assert loaded.course == bank.course
        assert loaded.checksum == bank.checksum


def test_what_is_gone_from_the_bank_is_retired_and_comes_back(db: Database):
    whole, part = small_bank(), small_bank(facts=2, version="2")
    with db.write() as conn:
        content.load_bank(conn, part, 5)
        assert {each.id for each in content.cards(conn)} == {each.id for each in part.cards}
        assert content.find_card(conn, whole.cards[-1].id) == whole.cards[-1]
        assert memory.count(conn, first_learner(db), 20_000, 0).cards == len(part.cards)
        content.load_bank(conn, whole, 6)
        assert {each.id for each in content.cards(conn)} == {each.id for each in whole.cards}


def test_old_names_lead_to_the_newest_one(db: Database):
    bank = small_bank()
    new, newer = (bank.cards[0]._replace(id=name) for name in ("card:new", "card:newer"))
    with db.write() as conn:
        names = {bank.cards[0].id: "card:new"}
        content.load_bank(conn, bank._replace(cards=(new, *bank.cards[1:]), renamed=names), 1)
        names = {"card:new": "card:newer"}
        content.load_bank(conn, bank._replace(cards=(newer, *bank.cards[1:]), renamed=names), 2)
        for name in (bank.cards[0].id, "card:new", "card:newer"):
            assert content.find_card(conn, name) == newer
            assert content.present_name(conn, name) == "card:newer"


def test_choosing_new_cards_stops_when_there_are_enough(db: Database):
    steps = 0

    def count() -> None:
        nonlocal steps
        steps += 1

    with db.write() as conn:
        columns = ", ".join(content.card.c.keys())
        others = columns.replace("id,", "id || n,").replace("position,", "position + n,")
        conn.exec_driver_sql(
            "WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number LIMIT 1000)"
            f" INSERT INTO card ({columns}) SELECT {others} FROM card, number"
        )
        raw = conn.connection.driver_connection
        assert raw is not None
        raw.set_progress_handler(count, 1)
        assert len(memory.new(conn, first_learner(db), 20_000, 10)) == 10
        raw.set_progress_handler(None, 1)
    assert 0 < steps < 2000, "an index was not used, or all 8,000 cards were sorted"


def test_cards_are_chosen_by_state_and_day(db: Database):
    learner = first_learner(db)
    names = [each.id for each in small_bank().cards]
    day, now_ms = 20_000, 1_728_000_000_000
    marks = Marks(suspended=False, buried_day=None, flagged=False, tags=())
    learning = Memory(State.LEARNING, 0, 2.0, 5.0, None, now_ms, day, 1, 0)
    rows = {
        names[0]: (AFTER._replace(due_day=day), marks),
        names[1]: (AFTER._replace(due_day=day - 3), marks),
        names[2]: (AFTER._replace(due_day=day + 1), marks),
        names[3]: (AFTER._replace(due_day=day), marks._replace(suspended=True)),
        names[4]: (AFTER._replace(due_day=day), marks._replace(buried_day=day)),
        names[5]: (learning, marks),
        names[6]: (learning._replace(due_ms=now_ms + 1), marks._replace(buried_day=day - 1)),
    }
    with db.write() as conn:
        for name, (state, mark) in rows.items():
            memory.save(conn, learner, name, state, mark)
        assert memory.stored(conn) == {(learner, name): row for name, row in rows.items()}
        assert [each.card for each in memory.due(conn, learner, day)] == [names[0], names[1]]
        assert [each.card for each in memory.due(conn, learner, day + 1)] == [
            names[0], names[1], names[4], names[2],
        ]  # fmt: skip
        assert [each.card for each in memory.learning(conn, learner, day)] == [names[5], names[6]]
        assert [each.card for each in memory.new(conn, learner, day)] == [names[7]]
        assert memory.new(conn, learner, day, 0) == []
        assert memory.count(conn, learner, day, now_ms) == (8, 1, 2, 3, 1)
        assert memory.due_per_day(conn, learner, day) == {day - 3: 1, day: 2}
        memory.save(conn, learner, names[7], NEW_MEMORY, marks._replace(suspended=True))
        assert memory.new(conn, learner, day) == []
        assert memory.count(conn, learner, day, now_ms) == (8, 0, 2, 3, 2)


def test_exposures_tell_the_last_meeting(db: Database, clock: FakeClock):
    learner, fact = first_learner(db), "track-1:fact-0"
    with db.write() as conn:
        events.append(conn, an_attempt(learner, uid(3), moment(clock)))
        events.append(conn, an_answer(learner, uid(4), uid(3), moment(clock), fact))
        clock.advance(days=2)
        last = an_answer(learner, uid(5), uid(3), moment(clock), fact, position=1, right=False)
        events.append(conn, last)
        found = attempts.exposures(conn, learner)
        assert found == {last.question: (last.question, 2, last.day, False)}
        assert attempts.count_responses(conn, learner) == 2
        assert attempts.count_attempts(conn, learner) == 1
        assert [each.id for each in attempts.responses(conn, uid(3))] == [uid(4), uid(5)]
        assert attempts.ended(conn, learner) == []
        events.append(conn, an_ending(learner, uid(6), uid(3), moment(clock)))
        assert [each.id for each in attempts.ended(conn, learner)] == [uid(3)]
        day = moment(clock).day
        assert attempts.ended(conn, learner, day, day) == []
        assert len(attempts.ended(conn, learner, day - 2, day)) == 1
