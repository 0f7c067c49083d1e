"""From one bank to the next: what was learnt stays, and corrections reach who needs them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from mtdtutor.core.clock import moment
from mtdtutor.core.errors import KnownError
from mtdtutor.course.changes import is_later
from mtdtutor.services.bank import refresh_bank
from mtdtutor.services.corrections import CORRECTION
from mtdtutor.services.quiz_views import ResultItem
from mtdtutor.services.rebuild import rebuild
from mtdtutor.storage import bank_changes, content, events, memory
from mtdtutor.storage.database import open_database
from mtdtutor.study.fold import ActionKind
from mtdtutor.study.memory import State
from tests.support.clock import FakeClock
from tests.unit.services import banks
from tests.unit.services.world import CARD, FACT, NOTE, OTHER, World, corrected, open_world


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with open_world(tmp_path) as made:
        yield made


def test_the_first_bank_changes_nothing(world: World):
    assert world.kinds("1.0.0") == {}
    assert world.corrections.news() == ()
    assert world.corrections.notice(world.learner) is None


def test_every_change_is_noted(world: World):
    bank = corrected()
    bank["cards"][2]["back"] = banks.en("Other words.")
    banks.withdraw(bank, "smith", "Nobody knows him.")
    banks.add_entity(bank, "jones")
    banks.rename(bank, "ripeness", "readiness")
    world.load(bank)
    assert world.kinds("1.1.0") == {
        FACT: "corrected",
        f"card:{FACT}:forward": "corrected",
        f"card:{FACT}:reverse": "corrected",
        f"t20:{FACT}": "corrected",
        "card:track-2:definition:forward": "reworded",
        "smith:definition": "withdrawn",
        "card:smith:definition:forward": "withdrawn",
        "card:smith:definition:reverse": "withdrawn",
        "t20:smith:definition": "withdrawn",
        "jones:definition": "added",
        "card:jones:definition:forward": "added",
        "card:jones:definition:reverse": "added",
        "t20:jones:definition": "added",
    }
    (news,) = world.corrections.news()
    assert news.version == "1.1.0"
    assert news.added == {"fact": 1, "card": 2, "question": 1}
    assert news.reworded == {"card": 1}
    assert news.corrected == (("The fact, put right.", NOTE),)
    assert ("The fact of smith.", "Nobody knows him.") in news.withdrawn


def test_the_bundled_bank_read_back_is_no_change(world: World, tmp_path: Path):
    bundled = Path(__file__).parents[3] / "content" / "questions.json"
    clock, rng = FakeClock(), random.Random(1)
    db = open_database(tmp_path / "other.sqlite3", tmp_path / "backups", clock, rng)
    file = tmp_path / "bundled.json"
    file.write_bytes(bundled.read_bytes())
    assert refresh_bank(db, file, clock, rng) is None
    file.write_bytes(bundled.read_bytes() + b"\n")
    assert refresh_bank(db, file, clock, rng) is None
    with db.read() as conn:
        assert bank_changes.everything(conn) == []
    db.dispose()


def test_reviewed_cards_of_a_corrected_fact_come_due_today(world: World):
    world.learn()
    world.learn(OTHER)
    before, _ = world.state()
    untouched = world.state(OTHER)
    assert before.due_day is not None
    assert before.due_day > world.today()
    world.clock.advance(days=1)
    world.load(corrected())
    after, _ = world.state()
    assert after == before._replace(due_day=world.today())
    assert world.state(OTHER) == untouched
    assert world.state(f"card:{FACT}:reverse")[0].state is State.NEW
    (action,) = world.actions()
    assert (action.kind, action.card, action.reason) == ("set_due", CARD, CORRECTION)
    kept = world.state()
    rebuild(world.db, world.clock)
    assert world.state() == kept


def test_a_correction_is_never_taken_back_by_undo(world: World):
    world.learn(OTHER)
    world.learn()
    world.clock.advance(days=1)
    world.load(corrected())
    undone = world.recorder.undo(world.learner)
    assert undone is not None
    assert undone.event.card == CARD
    assert undone.event.id != world.actions()[0].id
    assert world.recorder.redo(world.learner) is not None
    assert world.state()[0].due_day == world.today()
    for _ in range(2):
        world.recorder.undo(world.learner)
    assert world.recorder.undo(world.learner) is None
    assert len(world.actions()) == 1


def test_an_undone_grade_can_be_redone_after_a_correction(world: World):
    world.learn(OTHER)
    world.learn()
    world.recorder.undo(world.learner)
    world.learn(CARD)
    world.recorder.undo(world.learner)
    world.load(corrected())
    assert world.recorder.redo(world.learner) is not None


def test_a_suspended_card_stays_suspended(world: World):
    world.learn()
    world.recorder.act(world.learner, world.recorder.new_id(), CARD, ActionKind.SUSPEND)
    world.load(corrected())
    state, marks = world.state()
    assert marks.suspended
    assert state.due_day == world.today()


def test_loading_the_same_version_twice_brings_nothing_due_twice(world: World):
    world.learn()
    world.load(corrected())
    world.learn()
    after, _ = world.state()
    assert after.due_day is not None
    assert after.due_day > world.today()
    world.load(banks.first_bank())
    world.load(corrected())
    assert world.state()[0] == after
    assert len(world.actions()) == 1


def test_new_words_in_a_version_do_not_hide_what_it_corrected(world: World):
    world.learn()
    bank = corrected()
    world.load(bank)
    bank["facts"][0]["text"] = banks.en("The fact, put right and better.")
    bank["cards"][1]["back"] = banks.en("Better words.")
    world.load(bank)
    assert world.kinds("1.1.0")[FACT] == "corrected"
    assert world.kinds("1.1.0")[f"card:{FACT}:reverse"] == "corrected"
    notice = world.corrections.notice(world.learner)
    assert notice is not None
    (told,) = notice.corrections
    assert (told.before, told.note) == ("The fact of track-1.", NOTE)


def test_two_items_that_became_one_are_corrected_if_either_was(world: World):
    bank = corrected()
    forward, reverse = f"card:{FACT}:forward", f"card:{FACT}:reverse"
    bank["cards"] = [each for each in bank["cards"] if each["id"] != reverse]
    bank["renamed"][reverse] = forward
    old = banks.first_bank()
    next(each for each in old["cards"] if each["id"] == reverse)["rev"] = 5
    world.load({**old, "bank_version": "1.0.1"})
    world.load(bank)
    assert world.kinds("1.1.0")[forward] == "corrected"


def test_a_question_on_several_facts_tells_what_was_wrong_with_any(world: World):
    bank = corrected()
    question = next(each for each in bank["questions"] if each["fact"] != FACT)
    question["rev"] += 1
    question["also"] = [FACT]
    world.load(bank)
    with world.db.read() as conn:
        (change,) = [each for each in bank_changes.everything(conn) if each.item == question["id"]]
    assert (change.kind, change.note) == ("corrected", banks.en(NOTE))


@pytest.mark.parametrize(
    ("version", "than", "later"),
    [
        ("1.10.0", "1.9.0", True),
        ("1.9.0", "1.10.0", False),
        ("2.0.0", "10.0.0", False),
        ("1.0.0", "1.0.0", False),
        ("1.0.10", "1.0.9", True),
        ("0.1.0", "0.0.9", True),
        ("next", "1.0.0", True),
        ("9" * 5000, "1.0.0", True),
    ],
)
def test_versions_are_compared_by_their_numbers(version: str, than: str, later: bool):
    assert is_later(version, than) is later


def test_what_stops_half_way_leaves_the_old_bank_and_no_trace(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    world.learn()
    before = world.state()

    def fails(*_: object) -> None:
        raise KnownError("disk-full", file=world.db.path)

    banks.write(world.file, corrected())
    with monkeypatch.context() as broken, caplog.at_level("WARNING"):
        broken.setattr(memory, "save", fails)
        trouble = refresh_bank(world.db, world.file, world.clock, random.Random(9))
    assert trouble is not None
    assert trouble.code == "disk-full"
    assert "stays in use" in caplog.text
    assert world.kinds("1.1.0") == {}
    assert (world.actions(), world.state()) == ([], before)
    with world.db.read() as conn:
        loaded = content.loaded(conn)
    assert loaded is not None
    assert loaded.version == "1.0.0"
    world.load(corrected())
    assert len(world.actions()) == 1


@pytest.mark.parametrize("answered", [True, False])
def test_a_corrected_question_brings_back_the_cards_of_who_answered_it(
    world: World, answered: bool
):
    world.learn()
    if answered:
        world.sit()
    world.clock.advance(days=1)
    before = world.state()[0].due_day
    bank = banks.next_bank(banks.first_bank(), "1.1.0")
    entry = {"id": f"t20:{FACT}", "since": "1.1.0", "note": banks.en(NOTE)}
    bank["corrected"] = [entry]
    world.load(bank)
    assert world.kinds("1.1.0") == {f"t20:{FACT}": "corrected"}
    world.learn(OTHER)
    assert [each.card for each in world.actions()] == ([CARD] if answered else [])
    assert world.state()[0].due_day == (world.today() if answered else before)
    notice = world.corrections.notice(world.learner)
    assert (notice is not None) == answered


def test_only_who_met_the_mistake_is_told_and_only_once(world: World):
    world.load(corrected())
    assert world.corrections.notice(world.learner) is None
    world.learn()
    assert world.corrections.notice(world.learner) is None, "learnt after it was put right"


def test_a_learner_is_told_what_was_wrong_until_it_is_put_away(world: World):
    world.learn()
    world.sit()
    world.load(corrected())
    notice = world.corrections.notice(world.learner)
    assert notice is not None
    assert notice.items == 2
    (told,) = notice.corrections
    assert told.before == "The fact of track-1."
    assert told.now == "The fact, put right."
    assert told.note == NOTE
    assert (told.cards, told.questions, told.withdrawn) == (1, 1, False)
    second = banks.next_bank(corrected(), "1.2.0")
    banks.correct(second, "track-2:definition", "Second note.")
    world.learn(OTHER)
    world.load(second)
    both = world.corrections.notice(world.learner)
    assert both is not None
    assert set(both.versions) == {"1.1.0", "1.2.0"}
    world.corrections.close(world.learner, notice.versions)
    left = world.corrections.notice(world.learner)
    assert left is not None
    assert left.versions == ("1.2.0",)
    world.corrections.close(world.learner, left.versions)
    assert world.corrections.notice(world.learner) is None


def test_an_undone_grade_is_no_reason_to_tell(world: World):
    world.learn()
    world.recorder.undo(world.learner)
    world.load(corrected())
    assert world.corrections.notice(world.learner) is None


def test_a_withdrawn_card_is_told_with_its_reason(world: World):
    world.learn("card:smith:definition:forward")
    bank = banks.next_bank(banks.first_bank(), "1.1.0")
    banks.withdraw(bank, "smith", "Nobody knows him.")
    world.load(bank)
    notice = world.corrections.notice(world.learner)
    assert notice is not None
    (told,) = notice.corrections
    assert told.withdrawn
    assert told.before == "Front of smith, forward?"
    assert told.note == "Nobody knows him."
    assert world.actions() == []


def test_a_correction_is_found_under_a_later_name(world: World):
    world.learn()
    world.load(corrected())
    later = banks.next_bank(corrected(), "1.2.0")
    for part in ("facts", "cards", "questions"):
        for each in later[part]:
            if each["id"].endswith(FACT) or each.get("fact") == FACT:
                later["renamed"][each["id"]] = each["id"].replace(FACT, "track-1:meaning")
    for part in ("facts", "cards", "questions"):
        for each in later[part]:
            each["id"] = each["id"].replace(FACT, "track-1:meaning")
            if "fact" in each:
                each["fact"] = each["fact"].replace(FACT, "track-1:meaning")
    world.load(later)
    notice = world.corrections.notice(world.learner)
    assert notice is not None
    assert notice.items == 1


def misses(world: World, attempt: str) -> dict[str, ResultItem]:
    return {each.question: each for each in world.quiz.result(attempt).misses}


def test_after_all_kinds_of_change_what_was_learnt_and_answered_reads_right(world: World):
    """Wording changes, a fact comes, an entity is renamed and another one goes."""
    for card in (CARD, "card:ripeness:definition:forward", "card:smith:definition:forward"):
        world.learn(card)
    attempt = world.sit()
    before = {each: world.state(each) for each in (CARD, "card:ripeness:definition:forward")}
    old = world.quiz.result(attempt)
    bank = banks.next_bank(banks.first_bank(), "1.1.0")
    bank["cards"][0]["front"] = banks.en("Other words for the same?")
    bank["questions"][0]["stems"] = [banks.en("Which one is it, in other words?")]
    banks.add_entity(bank, "jones")
    banks.rename(bank, "ripeness", "readiness")
    banks.withdraw(bank, "smith", "Nobody knows him.")
    world.load(bank)
    assert world.state() == before[CARD]
    assert (
        world.state("card:readiness:definition:forward")
        == before["card:ripeness:definition:forward"]
    )
    with world.db.read() as conn:
        history = events.live_of_card(conn, world.learner, "card:readiness:definition:forward")
        assert len(history) >= 1
        assert content.find_card(conn, "card:jones:definition:forward") is not None
    new = world.quiz.result(attempt)
    assert [each.stem for each in new.misses] == [each.stem for each in old.misses]
    assert [each.feedback for each in new.misses] == [each.feedback for each in old.misses]
    assert (new.right, new.answered) == (old.right, old.answered)
    found = misses(world, attempt)
    gone = found["t20:smith:definition"].since
    assert gone is not None
    assert (gone.withdrawn, gone.note) == (True, "Nobody knows him.")
    assert found["t20:track-1:definition"].since is None
    assert found["t20:readiness:definition"].since is None
    kept = world.state("card:readiness:definition:forward")
    rebuild(world.db, world.clock)
    assert world.state("card:readiness:definition:forward") == kept


def test_an_old_attempt_says_what_was_corrected_since(world: World):
    attempt = world.sit()
    world.load(corrected())
    found = misses(world, attempt)[f"t20:{FACT}"]
    assert found.stem == "Which is track-1?"
    assert found.since is not None
    assert (found.since.withdrawn, found.since.note) == (False, NOTE)
    assert misses(world, world.sit())[f"t20:{FACT}"].since is None


def test_the_moment_of_a_due_card_is_the_study_day_of_its_learner(world: World):
    world.learn()
    world.clock.advance(days=1)
    world.load(corrected())
    (action,) = world.actions()
    assert action.day == moment(world.clock, 4).day
