"""Finding in the library: the course, the learner's own words, filters, steps over many cards."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from sqlalchemy import insert, update

from mtdtutor.course.bank import Bank, Entity, read_bank
from mtdtutor.services.course_views import KINDS, OWN, STATES, Row
from mtdtutor.services.finding import FindingService
from mtdtutor.services.own_cards import Draft, OwnCardService
from mtdtutor.services.recording import Recorder
from mtdtutor.storage import content, learners
from mtdtutor.storage.database import Database
from mtdtutor.storage.tables import card
from mtdtutor.storage.tables_own import own_wording
from mtdtutor.study.fold import ActionKind
from mtdtutor.study.memory import Grade
from mtdtutor.wiring import content_folder
from tests.support.clock import FakeClock
from tests.unit.storage.make import en, first_learner, open_with_bank, small_bank

CARD = "card:track-1:fact-0:forward"
SIBLING = "card:track-1:fact-0:reverse"
OTHER = "card:track-2:fact-1:forward"


class Desk(NamedTuple):
    db: Database
    clock: FakeClock
    recorder: Recorder
    finding: FindingService
    me: str

    def rows(self, typed: str = "") -> list[Row]:
        return self.finding.search(self.me, typed).rows

    def ids(self, typed: str) -> list[str]:
        return [row.id for row in self.rows(typed)]

    def act(self, kind: ActionKind, card_id: str = CARD, value: str | None = None) -> None:
        self.recorder.act(self.me, self.recorder.new_id(), card_id, kind, value=value)
        self.finding.refresh()

    def note(self, words: str, card_id: str = CARD) -> None:
        with self.db.write() as conn:
            learners.put_note(conn, self.me, card_id, words, 1)
        self.finding.refresh()


def desk_in(folder: Path, clock: FakeClock, bank: Bank) -> Desk:
    db = open_with_bank(folder, clock, bank=bank)
    recorder = Recorder(db, clock, random.Random(7))
    return Desk(db, clock, recorder, FindingService(db, clock, recorder), first_learner(db))


@pytest.fixture(scope="module")
def bank() -> Bank:
    return read_bank(content_folder() / "questions.json")


@pytest.fixture
def course(tmp_path: Path, clock: FakeClock, bank: Bank) -> Iterator[Desk]:
    desk = desk_in(tmp_path, clock, bank)
    yield desk
    desk.db.dispose()


@pytest.fixture
def desk(tmp_path: Path, clock: FakeClock) -> Iterator[Desk]:
    made = desk_in(tmp_path, clock, small_bank())
    yield made
    made.db.dispose()


# The course


def test_without_a_course_there_is_nothing(desk: Desk) -> None:
    with desk.db.write() as conn:
        conn.exec_driver_sql("DELETE FROM bank")
    assert desk.rows("track") == []
    assert desk.finding.kinds(desk.me) == ()
    assert desk.finding.topics(desk.me) == ()
    assert desk.finding.chosen(desk.me, []).cards == ()


def test_everything_is_listed_once_in_reading_order(course: Desk, bank: Bank) -> None:
    rows = course.rows()
    assert rows[0].title == "Track 1: Government"
    assert len({(row.kind, row.id) for row in rows}) == len(rows)
    for kind, items in (("card", bank.cards), ("question", bank.questions)):
        assert {row.id for row in rows if row.kind == kind} == {each.id for each in items}
    assert {row.id for row in rows if row.kind == "source"} == {each.id for each in bank.sources}
    kinds = list(dict.fromkeys("track" if row.kind == "system" else row.kind for row in rows))
    assert tuple(kinds) == course.finding.kinds(course.me) == tuple(k for k in KINDS if k in kinds)
    topics = [choice.id for choice in course.finding.topics(course.me)]
    assert topics == [topic.id for topic in bank.topics]


@pytest.mark.parametrize("typed", ["track 1½", "TRACK 1.5", "track 1,5", "track one and a half"])
def test_track_one_and_a_half_comes_first(course: Desk, typed: str) -> None:
    first = course.rows(typed)[0]
    assert (first.kind, first.id) == ("track", "track-1.5")


def test_track_1_does_not_mean_1_5(course: Desk) -> None:
    rows = course.rows("track 1")
    assert rows[0].id == "track-1"
    assert "track-1.5" not in {row.id for row in rows if row.title.startswith("Track 1.5:")}


def test_titles_come_before_texts(course: Desk) -> None:
    rows = course.rows("peace kind:track")
    assert len(rows) > 1
    held = ["peace" in row.title.casefold() for row in course.rows("peace")]
    assert True in held
    assert held == sorted(held, reverse=True)


def test_a_question_is_not_found_by_its_key(course: Desk, bank: Bank) -> None:
    case = next(q for q in bank.questions if q.template == "t09" and q.topic == "track-3")
    assert case.id not in course.ids("track 3 kind:question")


def test_retired_items_are_not_listed(desk: Desk) -> None:
    assert CARD in desk.ids("kind:card")
    with desk.db.write() as conn:
        conn.execute(update(card).where(card.c.id == CARD).values(retired=True))
    again = FindingService(desk.db, desk.clock, desk.recorder)
    assert CARD not in {row.id for row in again.search(desk.me, "kind:card").rows}


def test_a_new_bank_is_searched_after_a_refresh(desk: Desk) -> None:
    assert desk.rows("zanzibar") == []
    bank = small_bank(version="2")
    first, *others = bank.facts
    told = (first._replace(text=en("A talk in Zanzibar.")), *others)
    with desk.db.write() as conn:
        content.load_bank(conn, bank._replace(facts=told), desk.clock.now_ms())
    desk.finding.refresh()
    assert desk.ids("zanzibar") == [first.id]


def test_nothing_is_read_while_one_types(desk: Desk) -> None:
    desk.rows("is:new")
    seen: list[str] = []
    with desk.db.read() as conn:
        raw = conn.connection.driver_connection
    assert raw is not None
    raw.set_trace_callback(seen.append)
    desk.rows("is:new f")
    desk.rows("is:new fa")
    assert seen == []


# Filters


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("kind:card", 8),
        ("kind:card topic:1", 4),
        ("kind:card topic:1 level:core", 2),
        ("kind:card -topic:1", 4),
        ("kind:card skill:name", 8),
        ("kind:card skill:define", 0),
        ("kind:entity", 2),
        ("topic:1 topic:2 kind:card", 0),
        ("level:detail kind:fact", 1),
        ("kind:source topic:1", 1),
        ("kind:source topic:2 author", 1),
        ("kind:spoon level:detail kind:fact", 1),
        ("kind:card front -back", 0),
    ],
)
def test_filters_narrow_the_list(desk: Desk, typed: str, number: int) -> None:
    assert len(desk.rows(typed)) == number


def test_every_kind_of_entity_can_be_asked_for(tmp_path: Path, clock: FakeClock) -> None:
    small = small_bank()
    kinds = ("term", "person", "organisation", "event", "faq", "scenario")
    more = tuple(
        Entity(f"{kind}-x", kind, en(f"The {kind}"), (en("Ødegård"),), "track-1", en("T."), ())
        for kind in kinds
    )
    desk = desk_in(tmp_path, clock, small._replace(entities=(*small.entities, *more)))
    for kind in kinds:
        assert desk.ids(f"kind:{kind}s") == [f"{kind}-x"]
    assert len(desk.ids("odegard kind:entity")) == 6
    assert desk.finding.kinds(desk.me) == tuple(
        kind for kind in KINDS if kind in {*kinds, "track", "fact", "card", "question", "source"}
    )
    desk.db.dispose()


def test_cards_are_found_by_where_they_stand(desk: Desk) -> None:
    assert len(desk.rows("is:new")) == 8
    desk.act(ActionKind.SUSPEND)
    desk.act(ActionKind.FLAG, SIBLING)
    desk.act(ActionKind.BURY, OTHER)
    desk.recorder.grade(desk.me, desk.recorder.new_id(), SIBLING, Grade.GOOD)
    desk.note("mine", OTHER)
    expected = {
        "suspended": [CARD], "flagged": [SIBLING], "buried": [OTHER], "learning": [SIBLING],
        "noted": [OTHER], "due": [], "leech": [],
    }  # fmt: skip
    for state, cards in expected.items():
        assert desk.ids(f"is:{state}") == cards, state
    assert len(desk.rows("is:new")) == 6
    assert len(desk.rows("kind:card -is:suspended")) == 7
    desk.clock.advance(days=2)
    desk.finding.refresh()
    assert desk.ids("is:due") == [SIBLING]
    assert desk.ids("is:buried") == []
    assert {*expected, "new"} == set(STATES)


# The learner's own words


def test_own_words_are_found_and_gone_again(desk: Desk) -> None:
    desk.note("Think of the Élysée and 和平对话")
    desk.act(ActionKind.TAG, SIBLING, "To learn")
    for typed in ("elysee", "对话", "front 和平", '"the élysée"'):
        assert desk.ids(typed) == [CARD], typed
    assert desk.ids("to learn") == [SIBLING]
    assert desk.ids('tag:"TO LEARN"') == [SIBLING]
    assert desk.finding.tags(desk.me) == ("To learn",)
    assert desk.rows("learn elysee") == []
    desk.note("")
    desk.act(ActionKind.UNTAG, SIBLING, "To learn")
    assert desk.rows("elysee") == desk.rows('tag:"to learn"') == []
    assert desk.finding.tags(desk.me) == ()


def test_own_words_belong_to_one_learner(desk: Desk) -> None:
    with desk.db.write() as conn:
        other = learners.Learner(desk.recorder.new_id(), "Other", 5)
        learners.add(conn, other)
    desk.note("zanzibar")
    assert desk.ids("zanzibar") == [CARD]
    assert desk.finding.search(other.id, "zanzibar").rows == []


def test_a_card_is_listed_in_the_learners_own_wording(desk: Desk) -> None:
    with desk.db.write() as conn:
        values = {"learner": desk.me, "card": CARD, "front": "My words", "back": "Ours", "at_ms": 1}
        conn.execute(insert(own_wording).values(values))
    desk.finding.refresh()
    assert [row.title for row in desk.rows("my words")] == ["My words"]
    assert desk.ids("ours") == [CARD]
    assert CARD in desk.ids("front"), "the course's own wording is found too"


# Steps


def row_of(desk: Desk, kind: str, name: str) -> Row:
    return next(row for row in desk.rows() if (row.kind, row.id) == (kind, name))


@pytest.mark.parametrize(
    ("kind", "name", "number"),
    [
        ("card", CARD, 1),
        ("fact", "track-1:fact-0", 2),
        ("question", "t01:track-1:fact-0", 2),
        ("track", "track-1", 4),
        ("source", "book", 0),
    ],
)
def test_lines_stand_for_cards(desk: Desk, kind: str, name: str, number: int) -> None:
    chosen = desk.finding.chosen(desk.me, [row_of(desk, kind, name)])
    assert len(chosen.cards) == number
    assert (chosen.suspended, chosen.flagged) == (0, 0)


def test_every_card_counts_once(desk: Desk) -> None:
    desk.act(ActionKind.SUSPEND)
    desk.act(ActionKind.FLAG)
    desk.act(ActionKind.FLAG, SIBLING)
    chosen = desk.finding.chosen(desk.me, desk.rows())
    assert len(chosen.cards) == len(set(chosen.cards)) == 8
    assert (chosen.suspended, chosen.flagged) == (1, 2)


def test_a_step_is_seen_at_once(desk: Desk) -> None:
    stepped = desk.finding.act(desk.me, [CARD, SIBLING], ActionKind.TAG, "exam")
    assert len(stepped.events) == 2
    assert set(desk.ids("tag:exam")) == {CARD, SIBLING}
    desk.recorder.undo(desk.me)
    desk.finding.refresh()
    assert desk.rows("tag:exam") == []


# Own cards


def test_own_cards_are_found_like_those_of_the_course(desk: Desk) -> None:
    own = OwnCardService(desk.db, desk.recorder)
    assert OWN not in desk.finding.kinds(desk.me)
    draft = Draft("track-2", "forward", "Zuerst gefragt?", "Größe", tags=("mine",))
    (first,) = own.add(desk.me, draft).cards
    (second,) = own.add(desk.me, draft._replace(front="Danach?", topic="track-1")).cards
    desk.finding.refresh()
    assert desk.finding.kinds(desk.me)[-1] == OWN
    queries = {
        "grosse": [first, second],
        "kind:own": [first, second],
        "kind:mine topic:1": [second],
        "tag:mine zuerst": [first],
        "kind:own is:new": [first, second],
        "kind:card grosse": [],
        "kind:own -danach": [first],
    }
    assert {typed: desk.ids(typed) for typed in queries} == queries
    (row, _) = desk.rows("kind:own")
    assert (row.title, row.topic) == ("Zuerst gefragt?", "track-2")
    chosen = desk.finding.chosen(desk.me, [*desk.rows("kind:own"), *desk.rows("kind:card")])
    assert chosen.own == 2
    assert len(chosen.cards) == 2 + len(desk.rows("kind:card"))


def test_what_changes_on_own_cards_is_found_anew(desk: Desk) -> None:
    own = OwnCardService(desk.db, desk.recorder)
    draft = Draft("track-1", "forward", "Before?", "Words")
    (card,) = own.add(desk.me, draft).cards
    desk.finding.refresh()
    assert desk.ids("before") == [card]
    own.change(desk.me, card, draft._replace(front="After?"))
    desk.finding.refresh()
    assert (desk.ids("before"), desk.ids("after")) == ([], [card])
    desk.note("scribbled", card)
    assert desk.ids("scribbled") == [card]
    stepped = desk.finding.act(desk.me, [card, CARD], ActionKind.DELETE)
    assert [event.card for event in stepped.events] == [card]
    assert desk.ids("after") == []
    desk.recorder.undo(desk.me)
    desk.finding.refresh()
    assert desk.ids("after") == [card]


def test_another_learner_finds_no_own_cards_of_the_first(desk: Desk) -> None:
    OwnCardService(desk.db, desk.recorder).add(desk.me, Draft("track-1", "forward", "Mine?", "Yes"))
    with desk.db.write() as conn:
        other = learners.Learner("00000000-0000-7000-8000-000000000001", "Other", 1)
        learners.add(conn, other)
    assert desk.ids("kind:own")
    assert desk.finding.search(other.id, "kind:own").rows == []
    assert OWN not in desk.finding.kinds(other.id)
    assert desk.ids("kind:own")
