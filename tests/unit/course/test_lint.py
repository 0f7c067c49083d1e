"""The linter as a whole: any bank file, waivers, and the record of warnings."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pytest

from mtdtutor.core.errors import KnownError
from mtdtutor.course.build.commands import lint
from mtdtutor.course.build.document import BankDocument
from mtdtutor.course.build.lint import (
    LintSettings,
    Waiver,
    lint_document,
    lint_file,
    read_settings,
)
from mtdtutor.course.build.rules.view import Finding
from tests.unit.course.test_bank import EXTRA_TYPES, extra_question


def rules_of(findings: tuple[Finding, ...], item: str) -> list[str]:
    return [finding.rule for finding in findings if finding.item == item]


def test_sample_has_no_errors(document: BankDocument):
    report = lint_document(document)
    assert report.errors == 0
    assert report.warnings == len(report.findings) > 0


def test_file_gives_the_same_findings(document, raw_bank, bank_file):
    assert lint_file(bank_file(raw_bank)) == lint_document(document)


def test_schema_errors_are_findings_and_the_rest_is_linted(raw_bank, bank_file):
    broken = {item["id"]: item for item in raw_bank["questions"]}
    for option in broken["t01:track-1:number"]["options"]:
        option["correct"] = True
    del broken["t02:track-1:name"]["options"][1]["why"]
    broken["t03:track-1:slogan"]["note"] = "x"
    broken["t09:scenario-dawn:topic"]["stems"][0]["en"] = "Bakers work. What is {this}, then?"
    del raw_bank["cards"][0]["front"]
    report = lint_file(bank_file(raw_bank))
    assert rules_of(report.findings, "t01:track-1:number") == ["L01"]
    assert rules_of(report.findings, "t02:track-1:name") == ["L03"]
    assert rules_of(report.findings, "t03:track-1:slogan") == ["L00"]
    assert rules_of(report.findings, raw_bank["cards"][0]["id"]) == ["L00"]
    assert {"L05", "L28"} <= set(rules_of(report.findings, "t09:scenario-dawn:topic"))


def test_entry_without_an_id_is_named_by_its_place(raw_bank, bank_file):
    del raw_bank["cards"][2]["id"]
    raw_bank["questions"][1] = "x"
    found = {finding.item for finding in lint_file(bank_file(raw_bank)).findings}
    assert {"cards[2]", "questions[1]"} <= found


def test_broken_frame_stops_the_linter(raw_bank, bank_file):
    del raw_bank["topics"]
    report = lint_file(bank_file(raw_bank))
    assert [(f.rule, f.item) for f in report.findings] == [("L00", "bank")]


def test_cards_that_are_no_list(raw_bank, bank_file):
    raw_bank["cards"] = {}
    report = lint_file(bank_file(raw_bank))
    assert [(f.rule, f.item) for f in report.findings] == [("L00", "bank")]


@pytest.mark.parametrize("data", [b"", b"[]", b"{", b"\xff"])
def test_file_that_is_no_bank(data, tmp_path: Path):
    path = tmp_path / "x.json"
    path.write_bytes(data)
    with pytest.raises(KnownError, match=r"x\.json"):
        lint_file(path)


def test_no_file(tmp_path: Path):
    with pytest.raises(KnownError) as caught:
        lint_file(tmp_path / "none.json")
    assert caught.value.code == "bank-unreadable"


DANGLING = {
    "topic": lambda b: b["cards"][0].update(topic="none"),
    "fact": lambda b: b["questions"][0].update(fact="none"),
    "entity": lambda b: b["questions"][0]["options"][0].update(entity="none"),
    "source": lambda b: b["facts"][0]["cites"][0].update(source="none"),
    "confusable": lambda b: b["topics"][0].update(confusable=["none"]),
    "renamed": lambda b: b.update(renamed={"card:old": "none"}),
    "point": lambda b: b["questions"].append(
        extra_question({**EXTRA_TYPES[5], "points": [{"text": {"en": "x"}, "fact": "none"}]})
    ),
}


@pytest.mark.parametrize("case", DANGLING)
def test_dangling_references(case, raw_bank, bank_file):
    DANGLING[case](raw_bank)
    report = lint_file(bank_file(raw_bank))
    assert [finding.rule for finding in report.findings] == ["L00"]
    assert "“none”" in report.findings[0].message


def test_old_id_that_is_still_in_use(raw_bank, bank_file):
    raw_bank["renamed"] = {raw_bank["cards"][0]["id"]: "t01:track-7:number"}
    report = lint_file(bank_file(raw_bank))
    assert [finding.message for finding in report.findings] == [
        "is renamed or retired but still in use"
    ]


def test_id_used_twice(raw_bank, bank_file):
    raw_bank["cards"].append(raw_bank["cards"][0])
    report = lint_file(bank_file(raw_bank))
    assert report.findings[0].message == "is the id of 2 entries of kind card"


@pytest.mark.parametrize("fields", EXTRA_TYPES, ids=lambda fields: fields["type"])
def test_every_type_can_be_linted(fields, raw_bank, bank_file):
    damaged = extra_question({**fields, "explanation": {"en": "A |bar| and  two spaces"}})
    raw_bank["questions"].append(damaged)
    assert "L28" in rules_of(lint_file(bank_file(raw_bank)).findings, damaged["id"])


def waive(rule: str, item: str) -> Waiver:
    return Waiver(rule=rule, item=item, reason="A reason that is long enough.")


def test_waivers_and_the_record(document: BankDocument):
    plain = lint_document(document)
    thin = sum(finding.rule == "L31" for finding in plain.findings)
    settings = LintSettings(warnings=plain.warnings - thin, waiver=[waive("L31", "*")])
    report = lint_document(document, settings)
    assert report.errors == 0
    assert report.warnings == plain.warnings - thin


def test_one_warning_more_than_recorded_is_an_error(document: BankDocument):
    plain = lint_document(document)
    assert lint_document(document, LintSettings(warnings=plain.warnings)).errors == 0
    report = lint_document(document, LintSettings(warnings=plain.warnings - 1))
    assert report.errors == 1
    assert report.findings[0].item == "lint.toml"


def test_waiver_that_matches_nothing_is_an_error(document: BankDocument):
    settings = LintSettings(warnings=99, waiver=[waive("L07", "t01:*")])
    report = lint_document(document, settings)
    assert [finding.message for finding in report.findings if finding.level == "error"] == [
        "the waiver of L07 for t01:* matches nothing; remove it"
    ]


def test_a_complete_course_asks_for_all_that_has_to_be_known(document: BankDocument):
    draft = lint_document(document, LintSettings(warnings=999))
    assert draft.errors == 0
    thin = [finding for finding in draft.findings if finding.rule == "L34"]
    assert thin
    whole = lint_document(document, LintSettings(warnings=999, complete=True))
    assert whole.errors == len(thin)
    assert whole.warnings == draft.warnings - len(thin)


@pytest.mark.parametrize(("size", "found"), [(42, 0), (41, 1)])
def test_spans_lie_inside_the_documents_at_hand(size, found, content_dir: Path, tmp_path: Path):
    path = content_dir / "knowledge" / "sources.toml"
    data = b"x" * size
    checksum = hashlib.sha256(data).hexdigest()
    lines = [
        f'sha256 = "{checksum}"' if line.startswith("sha256") else line
        for line in path.read_text().splitlines()
    ]
    path.write_text("\n".join(lines))
    (content_dir / "knowledge" / "lint.toml").write_text("warnings = 999\n")
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "page.txt").write_bytes(data)
    out = io.StringIO()
    assert lint(content_dir, out) == 0  # not at hand
    assert lint(content_dir, out, documents=documents) == found
    message = "error L24 track-1.5:definition: cites 10 to 42 of seed-note, which has 41 bytes"
    assert (message in out.getvalue()) == bool(found)


def test_no_folder_of_documents(content_dir: Path, tmp_path: Path):
    with pytest.raises(KnownError, match="nowhere"):
        lint(content_dir, io.StringIO(), documents=tmp_path / "nowhere")


def test_settings_file(knowledge_dir: Path):
    assert read_settings(knowledge_dir) == LintSettings()
    path = knowledge_dir / "lint.toml"
    path.write_text(
        'warnings = 3\n[[waiver]]\nrule = "L09"\nitem = "t20:*"\nreason = "Answers say no."\n'
    )
    settings = read_settings(knowledge_dir)
    assert (settings.warnings, settings.waiver[0].rule) == (3, "L09")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("warnings = -1", "lint.toml, warnings: must be at least 0"),
        ("warning = 1", "lint.toml, warning: is not a known field"),
        ('[[waiver]]\nrule = "L09"\nitem = "x"\nreason = "short"', "waiver[0].reason: "),
        ("warnings = ", "lint.toml: is not valid TOML"),
    ],
)
def test_broken_settings_file(text, wanted, knowledge_dir: Path):
    (knowledge_dir / "lint.toml").write_text(text)
    with pytest.raises(KnownError) as caught:
        read_settings(knowledge_dir)
    assert wanted in str(caught.value)
