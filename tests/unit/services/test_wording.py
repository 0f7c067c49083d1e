"""Own wordings: shown instead of the course's, kept through new banks, taken back at will."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from mtdtutor.core.errors import BugError, KnownError
from mtdtutor.services.study import StudyService
from mtdtutor.services.study_views import Shown
from mtdtutor.services.wording import Original, WordingService
from mtdtutor.storage import wordings
from mtdtutor.study.fold import ActionKind
from tests.unit.services import banks
from tests.unit.services.world import CARD, OTHER, World, corrected, open_world

FRONT, BACK = "Front of track-1, forward?", "Back of track-1, forward."


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with open_world(tmp_path) as made:
        yield made


@pytest.fixture
def service(world: World) -> WordingService:
    return WordingService(world.db, world.clock)


def shown(world: World, card: str = CARD) -> Shown:
    """Return a card as Study lays it on the table."""
    study = StudyService(world.db, world.recorder, world.clock, random.Random(4))
    table = study.begin(world.learner)
    while isinstance(table, Shown) and table.card != card:
        table = study.act(table.card, ActionKind.BURY).table
    assert isinstance(table, Shown)
    return table


def test_a_card_without_own_words_says_what_the_course_says(world: World, service: WordingService):
    found = service.find(world.learner, CARD)
    assert found is not None
    assert (found.front, found.back, found.original) == (FRONT, BACK, None)
    assert service.find(world.learner, "card:nowhere") is None


def test_study_shows_own_words_with_the_original_beside(world: World, service: WordingService):
    service.save(world.learner, CARD, " Mine? ", "My answer.\n")
    found = service.find(world.learner, CARD)
    assert found is not None
    assert (found.front, found.back) == ("Mine?", "My answer.")
    assert found.original == Original(FRONT, BACK, corrected=False)
    table = shown(world)
    assert (table.front, table.back) == ("Mine?", "My answer.")
    assert table.original == Original(FRONT, BACK, corrected=False)


def test_reset_brings_the_course_back(world: World, service: WordingService):
    service.save(world.learner, CARD, "Mine?", "My answer.")
    service.reset(world.learner, CARD)
    assert shown(world).front == FRONT
    assert shown(world).original is None


def test_the_words_of_the_course_are_no_own_words(world: World, service: WordingService):
    service.save(world.learner, CARD, "Mine?", "My answer.")
    service.save(world.learner, CARD, FRONT, BACK)
    with world.db.read() as conn:
        assert wordings.everything(conn, world.learner) == []


@pytest.mark.parametrize(("front", "back"), [("", "x"), ("x", " \n")])
def test_half_a_card_is_refused(world: World, service: WordingService, front: str, back: str):
    service.save(world.learner, CARD, "Mine?", "My answer.")
    with pytest.raises(KnownError) as caught:
        service.save(world.learner, CARD, front, back)
    assert caught.value.code == "wording-empty"
    assert shown(world).front == "Mine?"
    with pytest.raises(BugError):
        service.save(world.learner, "card:nowhere", "a", "b")


def test_own_words_belong_to_one_learner_and_one_card(world: World, service: WordingService):
    service.save(world.learner, CARD, "Mine?", "My answer.")
    assert shown(world, OTHER).original is None
    with world.db.read() as conn:
        assert wordings.find(conn, "00000000-0000-0000-0000-000000000001", CARD) is None


def test_own_words_survive_a_new_bank_and_both_are_shown_after_a_correction(
    world: World, service: WordingService
):
    service.save(world.learner, CARD, "Mine?", "My answer.")
    bank = banks.next_bank(banks.first_bank(), "1.0.1")
    bank["cards"][0]["front"] = banks.en("Other words?")
    world.clock.advance(days=1)
    world.load(bank)
    reworded = service.find(world.learner, CARD)
    assert reworded is not None
    assert reworded.original == Original("Other words?", BACK, corrected=False)
    world.load(corrected())
    found = service.find(world.learner, CARD)
    assert found is not None
    assert (found.front, found.back) == ("Mine?", "My answer.")
    assert found.original == Original(FRONT, BACK, corrected=True)
    assert shown(world).original == found.original
    world.clock.advance(days=1)
    service.save(world.learner, CARD, "Mine again?", "My answer.")
    later = service.find(world.learner, CARD)
    assert later is not None
    assert later.original == Original(FRONT, BACK, corrected=False)


def test_own_words_follow_a_renamed_card(world: World, service: WordingService):
    card = "card:ripeness:definition:forward"
    service.save(world.learner, card, "Mine?", "My answer.")
    bank = banks.next_bank(banks.first_bank(), "1.1.0")
    banks.rename(bank, "ripeness", "readiness")
    world.load(bank)
    for name in (card, "card:readiness:definition:forward"):
        found = service.find(world.learner, name)
        assert found is not None
        assert found.front == "Mine?"
    service.reset(world.learner, card)
    found = service.find(world.learner, card)
    assert found is not None
    assert found.original is None
