"""Problem reports: kept with what was shown, listed, written to one file, sent nowhere."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from mtdtutor.core.errors import BugError, KnownError
from mtdtutor.services.problems import CATEGORIES, ItemKind, ProblemService, as_text
from mtdtutor.services.wording import WordingService
from tests.unit.services import banks
from tests.unit.services.world import CARD, FACT, World, corrected, open_world


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with open_world(tmp_path) as made:
        yield made


@pytest.fixture
def service(world: World) -> ProblemService:
    return ProblemService(world.db, world.clock, random.Random(6))


def test_a_report_keeps_what_was_shown_then(world: World, service: ProblemService):
    service.report(world.learner, "card", CARD, "typo", " A letter is missing. ")
    world.clock.advance(seconds=1)
    world.load(corrected())
    service.report(world.learner, "card", CARD, "other", "")
    first, second = service.everything(world.learner)
    assert (first.item, first.item_kind, first.rev) == (CARD, "card", 1)
    assert (first.bank_version, first.category) == ("1.0.0", "typo")
    assert first.text == "A letter is missing."
    assert first.shown == {
        "front": "Front of track-1, forward?",
        "back": "Back of track-1, forward.",
    }
    assert second.at_ms == world.clock.now_ms() == first.at_ms + 1000
    assert (second.bank_version, second.rev) == ("1.1.0", 2)
    assert first.id != second.id


@pytest.mark.parametrize(
    ("kind", "item", "rev", "parts"),
    [
        ("question", f"t20:{FACT}", 1, {"stem", "options"}),
        ("fact", FACT, 1, {"text"}),
        ("entity", "track-1", None, {"name", "text"}),
    ],
)
def test_everything_of_the_course_can_be_reported(
    world: World,
    service: ProblemService,
    kind: ItemKind,
    item: str,
    rev: int | None,
    parts: set[str],
):
    made = service.report(world.learner, kind, item, "wrong-fact", "No.")
    assert (made.rev, set(made.shown)) == (rev, parts)
    with pytest.raises(BugError):
        service.report(world.learner, kind, "nowhere", "wrong-fact", "No.")


def test_a_report_on_a_gap_holds_what_may_fill_it(world: World, service: ProblemService):
    bank = banks.next_bank(banks.first_bank(), "1.1.0")
    question = bank["questions"][0]
    offered = question.pop("options")
    del question["show"]
    gap = {"id": "gap", "accept": [banks.en("Right of track-1")], "options": offered}
    question.update(type="cloze", stems=[banks.en("It is ___.")], gaps=[gap])
    world.load(bank)
    made = service.report(world.learner, "question", question["id"], "unclear", "")
    assert made.shown == {
        "stem": "It is ___.",
        "gaps": [["Right of track-1", "Wrong of track-1", "Odd of track-1"]],
    }
    assert "gaps: Right of track-1 | Wrong of track-1 | Odd of track-1" in as_text([made])


def test_what_was_displayed_is_kept_as_it_was(world: World, service: ProblemService):
    shown = {"stem": "As shown", "options": ["x", "y"]}
    question = f"t20:{FACT}"
    made = service.report(world.learner, "question", question, "two-answers", "", shown)
    assert service.everything(world.learner) == [made]
    assert made.shown == shown


def test_own_words_are_reported_beside_the_original(world: World, service: ProblemService):
    WordingService(world.db, world.clock).save(world.learner, CARD, "Mine?", "My answer.")
    made = service.report(world.learner, "card", CARD, "unclear", "")
    assert made.shown["own_front"] == "Mine?"
    assert made.shown["front"] == "Front of track-1, forward?"


def test_reports_are_written_to_one_file(world: World, service: ProblemService, tmp_path: Path):
    for category in CATEGORIES:
        service.report(world.learner, "fact", FACT, category, "Erste Zeile\nzweite – ½")
        world.clock.advance(seconds=1)
    path = tmp_path / "problems.json"
    assert service.write(world.learner, path, "json") == len(CATEGORIES)
    told = json.loads(path.read_text(encoding="utf-8"))
    assert (told["format"], told["version"]) == ("mtdtutor-problems", 1)
    assert [each["category"] for each in told["reports"]] == list(CATEGORIES)
    assert "learner" not in told["reports"][0]
    assert told["reports"][0]["shown"] == {"text": "The fact of track-1."}
    assert service.write(world.learner, path.with_suffix(".txt"), "text") == len(CATEGORIES)
    text = path.with_suffix(".txt").read_text(encoding="utf-8")
    assert text.count(f"fact {FACT} (bank 1.0.0, rev 1)") == len(CATEGORIES)
    assert "zweite – ½" in text
    with pytest.raises(KnownError) as caught:
        service.write(world.learner, tmp_path / "nowhere" / "x.json", "json")
    assert caught.value.code == "export-failed"
