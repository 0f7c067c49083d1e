"""The bank at run time: what is read, and how a broken file is named."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from mtdtutor.core.errors import KnownError
from mtdtutor.course.bank import Bank, read_bank, text_in
from mtdtutor.course.build.document import BankDocument, document_bytes
from mtdtutor.course.build.lint import lint_file
from mtdtutor.course.build.rules.released import read_released


def test_reads_what_the_generator_writes(document: BankDocument, tmp_path: Path):
    path = tmp_path / "questions.json"
    path.write_bytes(document_bytes(document))
    bank = read_bank(path)
    assert bank.checksum == hashlib.sha256(path.read_bytes()).hexdigest()
    assert bank.course.title == {"en": "A small course"}
    assert bank.bank_version == "1.2.3"
    assert [topic.id for topic in bank.topics] == [topic.id for topic in document.topics]
    assert [card.id for card in bank.cards] == [card.id for card in document.cards]
    assert [item.id for item in bank.questions] == [item.id for item in document.questions]
    assert bank.renamed == {"card:track-1:motto:forward": "card:track-1:slogan:forward"}
    assert bank.retired[0].since == "1.1.0"
    assert [(one.id, one.since) for one in bank.corrected] == [("system:history-1", "1.2.3")]


def test_older_file_has_no_corrections(raw_bank, bank_file):
    del raw_bank["corrected"]
    assert read_bank(bank_file(raw_bank)).corrected == ()


def question(bank: Bank, name: str):
    return next(item for item in bank.questions if item.id == name)


def test_fields_of_each_kind(raw_bank, bank_file):
    bank = read_bank(bank_file(raw_bank))
    single = question(bank, "t09:scenario-dawn:topic")
    assert (single.type, single.show, single.answer) == ("single", 3, None)
    assert [option.correct for option in single.options] == [True, False, False, False]
    judged = question(bank, "t12:track-1:definition:false")
    assert judged.answer is False
    assert judged.correction is not None
    assert judged.options == ()
    sources = {source.id: source for source in bank.sources}
    assert sources["town-book"].url == "https://example.org/town"
    assert sources["seed-note"].url is None
    fact = next(fact for fact in bank.facts if fact.id == "track-1.5:definition")
    assert fact.cites[0].span == (10, 42)
    typed = next(card for card in bank.cards if card.kind == "typed")
    assert [text_in(one, "en") for one in typed.accept] == ["ships", "their ships"]


EN = {"en": "Words"}
GAP_OPTIONS = [
    {"id": "a", "text": EN, "correct": True, "why": EN},
    {"id": "b", "text": EN, "correct": False, "why": EN},
]
WRONG_ONLY = [{**option, "correct": False} for option in GAP_OPTIONS]
EXTRA_TYPES = [
    {
        "type": "multiple",
        "show": 2,
        "options": [
            {"id": "a", "text": EN, "correct": True, "why": EN},
            {"id": "b", "text": EN, "correct": False, "why": EN},
        ],
    },
    {
        "type": "matching",
        "pairs": [{"id": "a", "left": EN, "right": EN}, {"id": "b", "left": EN, "right": EN}],
        "extra": [{"id": "c", "text": EN}],
    },
    {"type": "ordering", "sequence": [{"id": "a", "text": EN}, {"id": "b", "text": EN}]},
    {
        "type": "cloze",
        "gaps": [{"id": "a", "accept": [EN], "options": GAP_OPTIONS}],
    },
    {"type": "typed", "gaps": [{"id": "a", "accept": [EN]}]},
    {"type": "explain", "points": [{"text": EN, "fact": "track-1:name"}], "model": EN},
]
"""The fields of the types that the sample's templates do not make."""


def extra_question(fields: dict) -> dict:
    return {
        "id": "t99:track-1:name",
        "rev": 1,
        "template": "t99",
        "fact": "track-1:name",
        "also": ["track-2:name"],
        "topic": "track-1",
        "skill": "name",
        "stems": [EN],
        "difficulty": 0,
        "explanation": EN,
        **fields,
    }


@pytest.mark.parametrize("fields", EXTRA_TYPES, ids=lambda fields: fields["type"])
def test_reads_every_type(fields, raw_bank, bank_file):
    raw_bank["questions"].append(extra_question(fields))
    item = read_bank(bank_file(raw_bank)).questions[-1]
    assert item.type == fields["type"]
    filled = {
        "multiple": item.options,
        "matching": item.pairs and item.extra,
        "ordering": item.sequence,
        "cloze": item.gaps and item.gaps[0].options,
        "typed": item.gaps,
        "explain": item.points and item.model,
    }
    assert filled[item.type]
    assert item.also == ("track-2:name",)


def _question(bank: dict, name: str) -> dict:
    return next(item for item in bank["questions"] if item["id"] == name)


SINGLE = "t09:scenario-dawn:topic"

BREAKS = {
    "no course": (lambda b: b.pop("course"), "course", "is missing"),
    "course a list": (lambda b: b.update(course=[]), "course", "must be an object"),
    "topics an object": (lambda b: b.update(topics={}), "topics", "must be a list"),
    "topic a string": (lambda b: b["topics"].append("x"), "topics[6]", "must be an object"),
    "empty id": (lambda b: b["topics"][0].update(id=""), "topics[0]", "non-empty string"),
    "plain name": (lambda b: b["topics"][0].update(name="x"), "topics[0]", "keyed by language"),
    "no language": (lambda b: b["topics"][0].update(name={}), "topics[0]", "keyed by language"),
    "blank text": (
        lambda b: b["cards"][0].update(front={"en": " "}),
        "cards[0] (card:faq-bread:answer:forward).front.en",
        "not blank",
    ),
    "list of numbers": (
        lambda b: b["topics"][0].update(confusable=[1]),
        "topics[0] (system).confusable[0]",
        "non-empty string",
    ),
    "odd level": (lambda b: b["facts"][0].update(level="easy"), "level", "core, detail, standard"),
    "rev a text": (lambda b: b["facts"][0].update(rev="1"), "rev", "whole number"),
    "rev true": (lambda b: b["facts"][0].update(rev=True), "rev", "whole number"),
    "contested 0": (lambda b: b["facts"][0].update(contested=0), "contested", "true or false"),
    "difficulty": (lambda b: b["questions"][0].update(difficulty="0"), "difficulty", "a number"),
    "rev too large": (lambda b: b["facts"][0].update(rev=2**60), "rev", "too large"),
    "no number": (
        lambda b: b["questions"][0].update(difficulty=float("nan")),
        "difficulty",
        "no number",
    ),
    "unknown type": (lambda b: b["questions"][0].update(type="essay"), "type", "not “essay”"),
    "two keys": (
        lambda b: [o.update(correct=True) for o in _question(b, SINGLE)["options"]],
        "options",
        "exactly one right option, not 4",
    ),
    "show too many": (lambda b: _question(b, SINGLE).update(show=9), "show", "between 2 and 4"),
    "no stem": (lambda b: b["questions"][0].update(stems=[]), "stems", "at least one stem"),
    "two cards, one id": (lambda b: b["cards"].append(b["cards"][0]), "cards (card:", "same id"),
    "two options, one id": (
        lambda b: _question(b, SINGLE)["options"][1].update(id="track-3"),
        "questions (t09:scenario-dawn:topic).options (track-3)",
        "same id",
    ),
    "no such topic": (lambda b: b["cards"][0].update(topic="x"), "(card:faq-bread", "topic “x”"),
    "no such fact": (lambda b: b["cards"][0].update(fact="x"), "(card:faq-bread", "fact “x”"),
    "no such also": (lambda b: b["questions"][0].update(also=["x"]), "(t01:", "fact “x”"),
    "no such source": (
        lambda b: b["facts"][0]["cites"][0].update(source="x"),
        "cites",
        "source “x”",
    ),
    "no such entity": (
        lambda b: _question(b, SINGLE)["options"][0].update(entity="x"),
        "options",
        "entity “x”",
    ),
    "old schema": (lambda b: b.update(schema_version=0), "schema_version", "must be 1"),
    "multiple without a key": (
        lambda b: _add(b, 0, "options", 0, {"correct": False}),
        "options",
        "hold a right option",
    ),
    "one pair": (lambda b: _cut(b, 1, "pairs"), "pairs", "two pairs"),
    "one step": (lambda b: _cut(b, 2, "sequence"), "sequence", "two steps"),
    "no gap": (lambda b: _cut(b, 3, "gaps"), "gaps", "one gap"),
    "gap that accepts nothing": (
        lambda b: _add(b, 4, "gaps", 0, {"accept": []}),
        "gaps",
        "at least one answer",
    ),
    "gap without a right option": (
        lambda b: _add(b, 3, "gaps", 0, {"options": WRONG_ONLY}),
        "gaps",
        "one right option and a wrong one (a)",
    ),
    "gap without options": (
        lambda b: _add(b, 3, "gaps", 0, {"options": []}),
        "gaps",
        "one right option and a wrong one (a)",
    ),
    "gap that refuses its right option": (
        lambda b: _add(b, 3, "gaps", 0, {"accept": [{"en": "Other"}]}),
        "gaps",
        "accept their right option (a)",
    ),
    "gap option that names nothing": (
        lambda b: _add(
            b, 3, "gaps", 0, {"options": [{**GAP_OPTIONS[0], "entity": "x"}, GAP_OPTIONS[1]]}
        ),
        "options",
        "entity “x”",
    ),
    "corrected without a note": (
        lambda b: b.update(corrected=[{"id": "track-1:name", "since": "1.2.3"}]),
        "corrected[0] (track-1:name).note",
        "is missing",
    ),
    "point without a fact": (
        lambda b: _add(b, 5, "points", 0, {"fact": "x"}),
        "points",
        "fact “x”",
    ),
}


def _add(bank: dict, which: int, field: str, index: int, change: dict) -> None:
    fields = json.loads(json.dumps(EXTRA_TYPES[which]))
    fields[field][index].update(change)
    bank["questions"].append(extra_question(fields))


def _cut(bank: dict, which: int, field: str) -> None:
    fields = json.loads(json.dumps(EXTRA_TYPES[which]))
    fields[field] = fields[field][1:]
    bank["questions"].append(extra_question(fields))


@pytest.mark.parametrize("case", BREAKS)
def test_broken_bank_names_the_place(case, raw_bank, bank_file):
    damage, place, reason = BREAKS[case]
    damage(raw_bank)
    path = bank_file(raw_bank)
    with pytest.raises(KnownError) as caught:
        read_bank(path)
    error = caught.value
    assert error.code == "bank-invalid"
    assert error.params["file"] == path
    assert place in str(error.params["place"])
    assert reason in str(error.params["reason"])
    assert "mtdtutor content build" in str(error)


def test_bank_from_a_newer_version(raw_bank, bank_file):
    raw_bank["schema_version"] = 2
    with pytest.raises(KnownError) as caught:
        read_bank(bank_file(raw_bank))
    assert caught.value.code == "bank-newer"
    assert (caught.value.params["found"], caught.value.params["known"]) == (2, 1)


@pytest.mark.parametrize(
    "data", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b"\x00PNG", b'["\\ud800"]']
)
def test_not_json(data, tmp_path: Path):
    path = tmp_path / "questions.json"
    path.write_bytes(data)
    with pytest.raises(KnownError) as caught:
        read_bank(path)
    assert caught.value.code == "bank-unreadable"
    assert str(path) in str(caught.value)


def test_json_that_is_no_bank(tmp_path: Path):
    path = tmp_path / "questions.json"
    path.write_text("[]")
    with pytest.raises(KnownError) as caught:
        read_bank(path)
    assert caught.value.code == "bank-invalid"


def test_no_file(tmp_path: Path):
    with pytest.raises(KnownError) as caught:
        read_bank(tmp_path / "none.json")
    assert caught.value.code == "bank-unreadable"
    assert "No such file" in str(caught.value)


def test_a_file_too_large_for_a_bank_is_not_read_whole(
    bank_file, raw_bank, monkeypatch: pytest.MonkeyPatch
):
    path = bank_file(raw_bank)
    size = path.stat().st_size
    monkeypatch.setattr("mtdtutor.course.bank.MOST_BYTES", size)
    assert read_bank(path).course.id
    monkeypatch.setattr("mtdtutor.course.bank.MOST_BYTES", size - 1)
    for read in (read_bank, lint_file, read_released):
        with pytest.raises(KnownError, match="larger than") as caught:
            read(path)
        assert caught.value.code == "bank-unreadable"


def test_text_in_falls_back():
    assert text_in({"en": "house", "de": "Haus"}, "de") == "Haus"
    assert text_in({"en": "house", "de": "Haus"}, "fr") == "house"
    assert text_in({"de": "Haus"}, "fr") == "Haus"


def test_reading_needs_no_validation_package():
    script = (
        "import sys, mtdtutor.course.bank\n"
        "print(sorted({'pydantic', 'rapidfuzz', 'snowballstemmer', 'mtdtutor.course.build'}"
        " & set(sys.modules)))"
    )
    found = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == "[]"
