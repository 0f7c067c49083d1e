"""A new bank beside the released one: what may change, and what has to be said about it."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from mtdtutor.core.errors import KnownError
from mtdtutor.course.build.commands import build, lint, newest_released
from mtdtutor.course.build.document import BankDocument
from mtdtutor.course.build.rules.released import l35_released, read_released, version_of
from tests.unit.course.test_bank import EXTRA_TYPES, extra_question

MATCHING, ORDERING, CLOZE = EXTRA_TYPES[1], EXTRA_TYPES[2], EXTRA_TYPES[3]


def only(bank: dict, name: str, kind: str = "questions") -> dict:
    return next(entry for entry in bank[kind] if entry["id"] == name)


def compare(old: dict, new: dict) -> list[tuple[str, str]]:
    document = BankDocument.model_validate_json(json.dumps(new))
    found = list(l35_released(document, old))
    assert {(finding.level, finding.rule) for finding in found} <= {("error", "L35")}
    return [(finding.item, finding.message) for finding in found]


@pytest.fixture
def pair(raw_bank) -> tuple[dict, dict]:
    """Return a released bank and a new one of a later major version, to be changed."""
    old = json.loads(json.dumps(raw_bank))
    raw_bank["bank_version"] = "2.0.0"
    return old, raw_bank


def test_nothing_changed(raw_bank):
    assert compare(raw_bank, raw_bank) == []


def test_a_file_that_changed_needs_a_version(raw_bank):
    old = json.loads(json.dumps(raw_bank))
    raw_bank["cards"][0]["front"] = {"en": "Where does the bread of this town come from?"}
    assert [message for _, message in compare(old, raw_bank)] == [
        "has bank_version 1.2.3; after 1.2.3 these changes need a new patch version, 1.2.4 or later"
    ]
    raw_bank["bank_version"] = "1.2.4"
    assert compare(old, raw_bank) == []
    raw_bank["bank_version"] = "1.2.2"
    assert compare(old, raw_bank)


def test_additions_need_a_minor_version(raw_bank):
    old = json.loads(json.dumps(raw_bank))
    del old["cards"][0]
    raw_bank["bank_version"] = "1.2.9"
    ((item, message),) = compare(old, raw_bank)
    assert item == "bank"
    assert "need a new minor version, 1.3.0 or later" in message
    raw_bank["bank_version"] = "1.3.0"
    assert compare(old, raw_bank) == []


@pytest.mark.parametrize(
    ("before", "after", "good"),
    [("1.2.3", "1.9.0", False), ("1.2.3", "2.0.0", True), ("0.2.3", "0.3.0", True)],
)
def test_what_is_gone_needs_a_major_version(before, after, good, raw_bank):
    old = json.loads(json.dumps(raw_bank))
    old["bank_version"], raw_bank["bank_version"] = before, after
    gone = raw_bank["cards"].pop(0)["id"]
    retired = {"id": gone, "since": after, "reason": {"en": "It was dull."}}
    raw_bank["retired"].append(retired)
    assert (compare(old, raw_bank) == []) == good


@pytest.mark.parametrize("kind", ["cards", "questions", "facts", "entities"])
def test_an_id_may_not_vanish_untold(kind, pair):
    old, new = pair
    gone = {**json.loads(json.dumps(old[kind][0])), "id": "gone"}
    old[kind].append(gone)
    assert compare(old, new) == [
        ("gone", "was released and is gone; rename or retire it in renames.toml")
    ]
    new["retired"].append({"id": "gone", "since": "2.0.0", "reason": {"en": "It was dull."}})
    assert compare(old, new) == []
    del new["retired"][-1]
    new["renamed"]["gone"] = new[kind][0]["id"]
    assert compare(old, new) == []


def turn(option: str) -> Callable[[dict], None]:
    def change(question: dict) -> None:
        for one in question["options"]:
            one["correct"] = one["id"] == option

    return change


def other_number(question: dict) -> None:
    question["options"][0]["text"]["en"] = "Track 7"


CHANGES = {
    "another key": ("t01:track-1:number", turn("track-2"), "has another key"),
    "a key of another number": ("t01:track-1:number", other_number, "has another key"),
    "another answer": (
        "t12:track-1:definition:true",
        lambda q: q.update(answer=False, correction={"en": "No."}),
        "has another answer",
    ),
    "another type": (
        "t12:track-1:definition:true",
        lambda q: [q.pop("answer"), q.update(CLOZE)],
        "is of another type",
    ),
}


@pytest.mark.parametrize("case", CHANGES)
def test_a_changed_key_needs_a_rev_and_a_note(case, pair):
    old, new = pair
    name, change, wanted = CHANGES[case]
    question = only(new, name)
    change(question)
    ((item, message),) = compare(old, new)
    assert item == name
    assert message.startswith(wanted)
    question["rev"] += 1
    assert compare(old, new) == [(name, "has a risen rev; say in [[corrected]] what was wrong")]
    note = {"id": question["fact"], "since": "1.2.3", "note": {"en": "It was another one."}}
    new["corrected"] = [note]
    assert len(compare(old, new)) == 1  # that note was released before
    note["since"] = "2.0.0"
    assert compare(old, new) == []


EXTRA_CHANGES = {
    "joins": (
        MATCHING,
        lambda q: [
            q["pairs"][0].update(right={"en": "East"}),
            q["pairs"][1].update(right={"en": "West"}),
        ],
        lambda q: [
            q["pairs"][0].update(right={"en": "West"}),
            q["pairs"][1].update(right={"en": "East"}),
        ],
        "joins other sides",
    ),
    "orders": (ORDERING, lambda _: None, lambda q: q["sequence"].reverse(), "has another order"),
    "fills": (
        CLOZE,
        lambda _: None,
        lambda q: q["gaps"][0].update(accept=[{"en": "Other"}]),
        "refuses the answer",
    ),
}


@pytest.mark.parametrize("case", EXTRA_CHANGES)
def test_keys_of_other_types(case, pair):
    old, new = pair
    fields, before, after, wanted = EXTRA_CHANGES[case]
    for bank, change in ((old, before), (new, after)):
        bank["questions"].append(extra_question(json.loads(json.dumps(fields))))
        change(bank["questions"][-1])
    ((item, message),) = compare(old, new)
    assert item == "t99:track-1:name"
    assert message.startswith(wanted)


def test_wording_and_further_options_are_free(pair):
    old, new = pair
    question = only(new, "t20:faq-bread:answer")
    question["options"][0]["text"]["en"] = "From ovens where the people rise early every day"
    question["options"].append({**question["options"][1], "id": "further"})
    new["facts"][0]["text"]["en"] = "Told in other words."
    assert compare(old, new) == []


def test_a_renamed_question_keeps_its_key(pair):
    old, new = pair
    only(old, "t01:track-1:number")["id"] = "t01:track-1:figure"
    new["renamed"]["t01:track-1:figure"] = "t01:track-1:number"
    assert compare(old, new) == []
    turn("track-2")(only(new, "t01:track-1:number"))
    assert [item for item, _ in compare(old, new)] == ["t01:track-1:number"]


def test_a_question_renamed_twice_keeps_its_key(pair):
    old, new = pair
    only(old, "t01:track-1:number")["id"] = "t01:track-1:first"
    new["renamed"]["t01:track-1:first"] = "t01:track-1:second"
    new["renamed"]["t01:track-1:second"] = "t01:track-1:number"
    assert compare(old, new) == []
    turn("track-2")(only(new, "t01:track-1:number"))
    assert [item for item, _ in compare(old, new)] == ["t01:track-1:number"]


def test_a_rev_may_not_fall(pair):
    old, new = pair
    only(old, "t01:track-1:number")["rev"] = 3
    assert compare(old, new) == [("t01:track-1:number", "has rev 1, but 3 was released")]


def test_another_course_is_no_predecessor(pair):
    old, new = pair
    old["course"]["id"] = "geology"
    assert compare(old, new) == [("bank", "is of another course than the released one")]


HOLLOW = b'{"topics": [], "entities": [], "facts": [1], "cards": [], "questions": []}'


@pytest.mark.parametrize("data", [b"", b"[]", b'{"facts": []}', b"\xff", HOLLOW])
def test_a_file_that_is_no_bank(data, tmp_path: Path):
    path = tmp_path / "old.json"
    path.write_bytes(data)
    with pytest.raises(KnownError, match=r"old\.json"):
        read_released(path)


def test_a_released_bank_has_a_version_that_can_be_compared(raw_bank, bank_file):
    raw_bank["bank_version"] = "next"
    with pytest.raises(KnownError, match=r"bank_version.*“next” is no version"):
        read_released(bank_file(raw_bank))


def test_versions_compare_as_numbers():
    assert version_of("0.10.0") > version_of("0.9.9")


def test_the_newest_released_bank_is_compared_with(content_dir: Path, raw_bank):
    assert newest_released(content_dir) is None
    kept = content_dir.parent / "tests" / "fixtures" / "banks"
    kept.mkdir(parents=True)
    for version in ("0.9.0", "0.10.0", "draft"):
        (kept / f"{version}.json").write_text("{}")
    assert newest_released(content_dir) == kept / "0.10.0.json"
    (content_dir / "knowledge" / "lint.toml").write_text("warnings = 999\n")
    raw_bank["cards"].append({**raw_bank["cards"][0], "id": "card:gone"})
    (kept / "0.10.0.json").write_text(json.dumps(raw_bank))
    out = io.StringIO()
    assert lint(content_dir, out) == 1
    assert "error L35 card:gone: was released and is gone" in out.getvalue()
    assert build(content_dir, out) == 1
    other = kept / "0.9.0.json"
    del raw_bank["cards"][-1]
    other.write_text(json.dumps(raw_bank))
    assert lint(content_dir, out, released=other) == 0


def test_a_file_is_compared_only_when_asked(content_dir: Path, raw_bank, bank_file, tmp_path: Path):
    old = tmp_path / "old.json"
    old.write_text(json.dumps(raw_bank))
    del raw_bank["cards"][0]
    new = bank_file(raw_bank)
    out = io.StringIO()
    assert lint(content_dir, out, file=new) == 0
    assert lint(content_dir, out, file=new, released=old) == 1
    assert "was released and is gone" in out.getvalue()
