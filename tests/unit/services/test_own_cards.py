"""Cards that learners write: kept, studied, found again, counted, deleted and brought back."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtdtutor.core.errors import KnownError
from mtdtutor.core.ids import is_own
from mtdtutor.course.bank import Bank, read_bank
from mtdtutor.services.learners import LearnerService
from mtdtutor.services.own_cards import KINDS, LONGEST, Draft, Kind, OwnCardService, cleaned
from mtdtutor.services.recording import Recorder
from mtdtutor.services.safety import SafetyService
from mtdtutor.services.study import StudyService
from mtdtutor.services.study_views import Shown
from mtdtutor.storage import content, memory
from mtdtutor.storage.database import Database, open_database
from mtdtutor.study.fold import ActionKind
from mtdtutor.study.memory import Grade, State
from mtdtutor.wiring import content_folder
from tests.support.clock import FakeClock
from tests.unit.storage.make import first_learner

DRAFT = Draft("track-2", "forward", "Who said it?", "Joseph Montville", "A psychiatrist's friend")


class Desk(NamedTuple):
    """Everything that cards pass through."""

    db: Database
    clock: FakeClock
    own: OwnCardService
    study: StudyService
    recorder: Recorder
    safety: SafetyService
    people: LearnerService
    me: str

    def stats(self) -> dict[str, object]:
        return self.safety.stats(self.me)

    def sound(self) -> bool:
        return self.safety.check().findings == []


@pytest.fixture(scope="module")
def bank() -> Bank:
    return read_bank(content_folder() / "questions.json")


@pytest.fixture
def desk(tmp_path: Path, clock: FakeClock, bank: Bank) -> Iterator[Desk]:
    db = open_database(tmp_path / "x.sqlite3", tmp_path / "backups", clock, random.Random(1))
    with db.write() as conn:
        content.load_bank(conn, bank, clock.now_ms())
    recorder = Recorder(db, clock, random.Random(2))
    yield Desk(
        db,
        clock,
        OwnCardService(db, recorder),
        StudyService(db, recorder, clock, random.Random(3)),
        recorder,
        SafetyService(db, tmp_path / "backups", clock, random.Random(4)),
        LearnerService(db, tmp_path / "backups", clock, random.Random(5)),
        first_learner(db),
    )
    db.dispose()


def table(desk: Desk) -> Shown:
    found = desk.study.begin(desk.me, anew=True)
    assert isinstance(found, Shown)
    return found


def day_of(desk: Desk) -> list[str]:
    """Know every card of a day at once; return them in their order."""
    seen = []
    shown = desk.study.begin(desk.me)
    while isinstance(shown, Shown):
        seen.append(shown.card)
        shown = desk.study.grade(shown.review_id, Grade.EASY).table
    return seen


# Writing


def test_a_card_is_kept_as_it_was_written(desk: Desk) -> None:
    draft = Draft(
        "track-1.5",
        "typed",
        " Wer? ",
        "Ämter\n",
        "",
        ("Behörde", "Behörde ", ""),
        ("b", ' "a"  c '),
    )
    (card,) = desk.own.add(desk.me, draft).cards
    assert is_own(card)
    kept = desk.own.find(desk.me, card)
    assert kept == Draft("track-1.5", "typed", "Wer?", "Ämter", "", ("Behörde",), ("a c", "b"))
    assert desk.own.find("00000000-0000-7000-8000-000000000000", card) is None


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        (DRAFT._replace(back="  "), "own-card-empty"),
        (DRAFT._replace(front=""), "own-card-empty"),
        (DRAFT._replace(front="x" * (LONGEST["front"] + 1)), "own-card-long"),
        (DRAFT._replace(accept=("x" * 201,)), "own-card-long"),
        (DRAFT._replace(tags=("x" * 61,)), "own-card-long"),
        (DRAFT._replace(accept=tuple(map(str, range(21)))), "own-card-many"),
        (DRAFT._replace(kind="cloze"), "own-card-gap"),
        (DRAFT._replace(kind="cloze", front="___ and ___"), "own-card-gap"),
    ],
)
def test_what_is_no_card_is_refused_and_nothing_written(
    desk: Desk, draft: Draft, code: str
) -> None:
    with pytest.raises(KnownError) as caught:
        desk.own.add(desk.me, draft)
    assert caught.value.code == code
    assert desk.own.number(desk.me) == 0


@given(
    st.builds(
        Draft,
        st.just("track-1"),
        st.sampled_from(KINDS),
        st.text(max_size=40),
        st.text(max_size=40),
        st.text(max_size=10),
        st.lists(st.text(max_size=5), max_size=4).map(tuple),
        st.lists(st.text(max_size=5), max_size=4).map(tuple),
    )
)
def test_cleaning_is_done_once(draft: Draft) -> None:
    clean = cleaned(draft)
    assert cleaned(clean) == clean
    assert not {'"', ""} & set(clean.tags)


def test_both_ways_are_two_cards_that_never_come_on_one_day(desk: Desk) -> None:
    there, back = desk.own.add(desk.me, DRAFT._replace(kind="both")).cards
    found = {each.id: each for each in desk.own.everything(desk.me)}
    assert (found[back].front, found[back].back) == (DRAFT.back, DRAFT.front)
    assert found[back].fact == found[there].fact == there
    assert found[back].hint == ""
    today = day_of(desk)
    assert today[0] == there
    assert back not in today
    desk.clock.advance(days=1)
    assert day_of(desk)[0] == back


def test_a_changed_card_keeps_its_memory(desk: Desk) -> None:
    (card,) = desk.own.add(desk.me, DRAFT._replace(tags=("old", "kept"))).cards
    desk.recorder.grade(desk.me, desk.recorder.new_id(), card, Grade.EASY)
    desk.own.change(desk.me, card, DRAFT._replace(front="Who?", tags=("kept", "new")))
    with desk.db.read() as conn:
        state = memory.load(conn, desk.me, card)
    assert state is not None
    assert (state.memory.state, state.marks.tags) == (State.REVIEW, ("kept", "new"))
    again = desk.own.find(desk.me, card)
    assert again is not None
    assert again.front == "Who?"
    assert desk.sound()


# Studying


def test_own_cards_come_first_and_among_the_new_ones(desk: Desk) -> None:
    cards = [desk.own.add(desk.me, DRAFT._replace(front=f"{n}?")).cards[0] for n in range(9)]
    seen = day_of(desk)
    assert [place for place, card in enumerate(seen) if is_own(card)] == [0, 3, 6, 9]
    assert [card for card in seen if is_own(card)] == cards[:4]


def test_the_table_shows_an_own_card_with_nothing_of_the_course(desk: Desk) -> None:
    (card,) = desk.own.add(desk.me, DRAFT._replace(kind="typed", accept=("Montville",))).cards
    shown = table(desk)
    assert (shown.card, shown.own, shown.kind) == (card, True, "typed")
    assert (shown.front, shown.back, shown.hint) == DRAFT[2:5]
    assert shown.accept == ("Montville",)
    assert (shown.sources, shown.entity, shown.original, shown.why) == ((), "", None, "")
    desk.study.grade(shown.review_id, Grade.EASY)
    assert not table(desk).own


def test_other_learners_never_meet_it(desk: Desk) -> None:
    desk.own.add(desk.me, DRAFT)
    other = desk.people.add("Other").id
    shown = desk.study.begin(other, anew=True)
    assert isinstance(shown, Shown)
    assert not shown.own
    assert desk.own.everything(other) == []
    assert desk.safety.stats(other)["cards"] == int(str(desk.stats()["cards"])) - 1


def test_a_new_bank_leaves_own_cards_alone(desk: Desk, bank: Bank) -> None:
    (card,) = desk.own.add(desk.me, DRAFT).cards
    before = desk.stats()
    with desk.db.write() as conn:
        content.load_bank(conn, bank._replace(cards=bank.cards[:3]), desk.clock.now_ms())
        assert card not in {each.id for each in content.cards(conn)}
    assert desk.stats()["cards"] == 4
    assert desk.own.find(desk.me, card) == DRAFT
    with desk.db.write() as conn:
        content.load_bank(conn, bank, desk.clock.now_ms())
    assert desk.stats() == before


# Deleting


def test_what_is_deleted_is_gone_until_undo_brings_it_back(desk: Desk) -> None:
    (card,) = desk.own.add(desk.me, DRAFT._replace(tags=("mine",))).cards
    desk.recorder.grade(desk.me, desk.recorder.new_id(), card, Grade.HARD)
    before, untouched = desk.stats(), desk.own.find(desk.me, card)
    desk.own.delete(desk.me, [card])
    assert desk.own.everything(desk.me) == []
    assert int(str(desk.stats()["cards"])) == int(str(before["cards"])) - 1
    assert table(desk).card != card
    assert desk.stats()["reviews"] == 1
    assert desk.sound()
    assert desk.safety.rebuild()
    assert desk.own.everything(desk.me) == []
    undone = desk.study.undo(desk.me)
    assert undone is not None
    assert undone.taken.kind == ActionKind.DELETE
    assert desk.own.find(desk.me, card) == untouched
    assert {**desk.stats(), "retractions": 0} == before
    assert desk.sound()


def test_cards_of_the_course_cannot_be_deleted(desk: Desk, bank: Bank) -> None:
    stepped = desk.own.delete(desk.me, [bank.cards[0].id])
    assert stepped.events == ()


def test_the_card_on_the_table_is_deleted_and_the_next_one_comes(desk: Desk) -> None:
    (card,) = desk.own.add(desk.me, DRAFT).cards
    assert table(desk).card == card
    graded = desk.study.act(card, ActionKind.DELETE)
    assert isinstance(graded.table, Shown)
    assert graded.table.card != card
    undone = desk.study.undo(desk.me)
    assert undone is not None
    assert isinstance(undone.table, Shown)
    assert undone.table.card == card


def test_undo_takes_back_deeds_and_no_writing(desk: Desk) -> None:
    desk.own.add(desk.me, DRAFT._replace(tags=("mine",)))
    assert desk.study.undo_label(desk.me) is None


def test_a_learner_goes_with_their_cards(desk: Desk) -> None:
    other = desk.people.add("Other").id
    desk.own.add(other, DRAFT)
    (mine,) = desk.own.add(desk.me, DRAFT).cards
    desk.people.delete(other)
    assert [each.id for each in desk.own.everything(desk.me)] == [mine]
    assert desk.own.everything(other) == []
    assert desk.sound()


# Many at once


def test_many_are_taken_in_together_and_deleted_as_one_step(desk: Desk) -> None:
    drafts = [DRAFT._replace(front=f"{n}?", tags=("set",) if n % 2 else ()) for n in range(50)]
    saved = desk.own.take_in(desk.me, drafts)
    assert [each.front for each in desk.own.everything(desk.me)] == [f"{n}?" for n in range(50)]
    assert desk.sound()
    desk.own.delete(desk.me, saved.cards)
    assert desk.own.number(desk.me) == 0
    undone = desk.study.undo(desk.me)
    assert undone is not None
    assert undone.taken.number == 50
    assert desk.own.number(desk.me) == 50
    kept = desk.own.find(desk.me, saved.cards[1])
    assert kept is not None
    assert kept.tags == ("set",)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_can_be_written_and_read_again(desk: Desk, kind: Kind) -> None:
    draft = DRAFT._replace(kind=kind, front="He was ___.")
    card = desk.own.add(desk.me, draft).cards[0]
    wanted = draft._replace(kind="forward") if kind == "both" else draft
    assert desk.own.find(desk.me, card) == wanted
