"""The commands of an author, on the sample and on the course itself."""

from __future__ import annotations

import io
import json
from pathlib import Path

import jsonschema
import pytest

from mtdtutor.core.errors import KnownError
from mtdtutor.course.bank import read_bank
from mtdtutor.course.build.commands import build, coverage, lint

CONTENT = Path(__file__).parents[3] / "content"


@pytest.fixture
def out() -> io.StringIO:
    return io.StringIO()


@pytest.fixture
def buildable(content_dir: Path) -> Path:
    """Return the sample with its warnings recorded."""
    (content_dir / "knowledge" / "lint.toml").write_text("warnings = 999\n")
    return content_dir


def test_build_writes_bank_and_schema(buildable: Path, out, document):
    assert build(buildable, out) == 0
    cards, questions = len(document.cards), len(document.questions)
    assert f"version 1.2.3, {cards} cards, {questions} questions" in out.getvalue()
    bank = json.loads((buildable / "questions.json").read_bytes())
    schema = json.loads((buildable / "questions.schema.json").read_bytes())
    jsonschema.validate(bank, schema)
    assert len(read_bank(buildable / "questions.json").cards) == cards
    assert sorted(path.name for path in buildable.iterdir()) == [
        "knowledge",
        "questions.json",
        "questions.schema.json",
    ]


def test_build_check(buildable: Path, out):
    assert build(buildable, out, check=True) == 1
    assert "questions.json is not what the knowledge base gives" in out.getvalue()
    assert not (buildable / "questions.json").exists()
    assert build(buildable, out) == 0
    before = (buildable / "questions.json").read_bytes()
    assert build(buildable, out, check=True) == 0
    assert out.getvalue().endswith("up to date.\n")
    assert build(buildable, out) == 0
    assert (buildable / "questions.json").read_bytes() == before


def test_build_stops_at_lint_errors(content_dir: Path, out):
    assert build(content_dir, out) == 1
    assert "error L00 lint.toml" in out.getvalue()
    assert "The bank was not written." in out.getvalue()
    assert not (content_dir / "questions.json").exists()


def test_build_where_nothing_can_be_written(buildable: Path, out):
    (buildable / "questions.json").mkdir()
    with pytest.raises(KnownError) as caught:
        build(buildable, out)
    assert caught.value.code == "export-failed"
    assert not (buildable / "questions.json.new").exists()
    with pytest.raises(KnownError) as caught:
        build(buildable, out, check=True)
    assert caught.value.code == "bank-unreadable"


def test_lint_of_the_knowledge_base(content_dir: Path, buildable: Path, out):
    assert lint(buildable, out) == 0
    assert "0 errors" in out.getvalue()
    (content_dir / "knowledge" / "lint.toml").write_text("warnings = 0\n")
    assert lint(content_dir, out) == 1


def test_lint_of_a_file(buildable: Path, raw_bank, bank_file, out):
    raw_bank["cards"][0]["topic"] = "none"
    assert lint(buildable, out, file=bank_file(raw_bank)) == 1
    assert "names “none”" in out.getvalue()


def of_track_1(entries) -> int:
    return sum(entry.topic == "track-1" for entry in entries)


def test_coverage(content_dir: Path, out, document):
    assert coverage(content_dir, out) == 0
    rows = out.getvalue().splitlines()
    assert len(rows) == 1 + 6 + 1
    cards, questions = of_track_1(document.cards), of_track_1(document.questions)
    assert rows[2].split()[:6] == ["Track", "1:", "Harbour", "4", "0", "0"]
    assert rows[2].split()[6:9] == [str(cards), str(questions), "0"]


def test_coverage_as_data(content_dir: Path, out, document):
    assert coverage(content_dir, out, as_json=True) == 0
    found = json.loads(out.getvalue())
    assert found["bank_version"] == "1.2.3"
    track = found["topics"][1]
    assert track["id"] == "track-1"
    assert track["cards"] == of_track_1(document.cards)
    assert track["questions"] == of_track_1(document.questions)
    assert track["facts"] == {"core": 4, "standard": 0, "detail": 0}
    assert track["templates"]["t12"] == 4
    assert track["templates"]["t02"] == 1
    assert track["skills"]["context"] == 0
    assert found["total"]["questions"] == sum(topic["questions"] for topic in found["topics"])
    assert found["total"]["scenarios"] == 2


# The course itself


def test_bundled_bank_is_up_to_date(out):
    assert build(CONTENT, out, check=True) == 0, out.getvalue()


def test_bundled_bank_satisfies_its_schema():
    schema = json.loads((CONTENT / "questions.schema.json").read_bytes())
    jsonschema.validate(json.loads((CONTENT / "questions.json").read_bytes()), schema)


def test_bundled_course_is_large_enough():
    bank = read_bank(CONTENT / "questions.json")
    assert len(bank.topics) == 11
    assert len(bank.cards) >= 300
    assert len(bank.questions) >= 450
    assert {card.topic for card in bank.cards} == {topic.id for topic in bank.topics}
    for topic in bank.topics:
        assert sum(item.topic == topic.id for item in bank.questions) >= 8
    made = {f"t{number:02}" for number in range(1, 26)} - {"t21"}
    assert {item.template for item in bank.questions} == made


def test_bundled_statements_are_balanced():
    bank = read_bank(CONTENT / "questions.json")
    judged = [item.answer for item in bank.questions if item.type == "true_false"]
    assert 0.4 <= sum(map(bool, judged)) / len(judged) <= 0.6
