"""What the course covers, counted and mapped, and what keeps it from being covered."""

from __future__ import annotations

import dataclasses
import io
import json
from pathlib import Path

import pytest

from mtdtutor.core.errors import KnownError
from mtdtutor.course.build import commands
from mtdtutor.course.build.coverage import coverage
from mtdtutor.course.build.entries import Claim, ClaimedDocument
from mtdtutor.course.build.knowledge import Knowledge

CONTENT = Path(__file__).parents[3] / "content"
CLAIMS = f"""
[[document]]
id = "page"
title = "A page on the town"
sha256 = "{"a" * 64}"

[[claim]]
id = "page-9-1"
document = "page"
line = 9
says = "The weather is fine."
verdict = "left-out"
reason = "It is not about the town."

[[claim]]
id = "page-3-1"
document = "page"
line = 3
says = "Crews load ships."
verdict = "taught"
facts = ["track-1:definition", "faq-bread:answer"]
"""


@pytest.fixture
def claimed(content_dir: Path) -> Path:
    """Return the sample with the claims of a page."""
    (content_dir / "knowledge" / "claims.toml").write_text(CLAIMS)
    return content_dir


def test_each_claim_is_mapped_to_its_answer(claimed: Path):
    out = io.StringIO()
    assert commands.coverage(claimed, out, as_json=True) == 0
    found = json.loads(out.getvalue())
    assert found["missing"] == []
    (page,) = found["documents"]
    assert page["verdicts"] == {"taught": 1, "corrected": 0, "attributed": 0, "left-out": 1}
    assert page["claims"] == [
        {
            "id": "page-3-1",
            "line": 3,
            "says": "Crews load ships.",
            "verdict": "taught",
            "facts": ["track-1:definition", "faq-bread:answer"],
            "reason": None,
        },
        {
            "id": "page-9-1",
            "line": 9,
            "says": "The weather is fine.",
            "verdict": "left-out",
            "facts": [],
            "reason": "It is not about the town.",
        },
    ]


def test_claims_are_counted_in_the_table(claimed: Path):
    out = io.StringIO()
    assert commands.coverage(claimed, out) == 0
    last = out.getvalue().splitlines()[-1]
    assert last == "page: 2 claims: 1 taught, 0 corrected, 0 attributed, 1 left-out"


BROKEN = {
    "no answer": (
        'facts = ["track-1:definition", "faq-bread:answer"]',
        "",
        "claim page-3-1, facts: are missing; name at least one",
    ),
    "no reason": (
        'reason = "It is not about the town."',
        "",
        "claim page-9-1, reason: is missing; say why it is left out",
    ),
    "answered and left out": (
        'reason = "It is',
        'facts = ["track-1:name"]\nreason = "It is',
        "claim page-9-1, facts: are given, but the claim is left out",
    ),
    "unknown fact": (
        '"track-1:definition"',
        '"track-1:colour"',
        "claim page-3-1, facts: names “track-1:colour”",
    ),
    "one fact twice": (
        '"track-1:definition"',
        '"faq-bread:answer"',
        "claim page-3-1, facts: repeats “faq-bread:answer”",
    ),
    "unknown document": (
        'document = "page"\nline = 9',
        'document = "leaf"\nline = 9',
        "claim page-9-1, document: names “leaf”",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_claim_that_nothing_answers_stops_the_build(case, claimed: Path):
    old, new, wanted = BROKEN[case]
    path = claimed / "knowledge" / "claims.toml"
    assert old in CLAIMS
    path.write_text(CLAIMS.replace(old, new, 1))
    with pytest.raises(KnownError) as caught:
        commands.build(claimed, io.StringIO())
    assert wanted in str(caught.value)
    with pytest.raises(KnownError):
        commands.coverage(claimed, io.StringIO())


def test_a_claim_with_neither_is_named(sample: Knowledge, document):
    page = ClaimedDocument(id="page", title="A page", sha256="a" * 64)
    claim = Claim(id="page-1-1", document="page", line=1, says="It rains.", verdict="taught")
    kb = dataclasses.replace(sample, documents=(page,), claims=(claim,))
    assert coverage(kb, document).missing == (
        "claim page-1-1: no fact answers it, and no reason says why",
    )


@pytest.mark.parametrize("field", ["author", "title", "year", "place"])
@pytest.mark.parametrize("value", ["?", "Unknown", "–"])
def test_a_source_that_is_not_named_in_full_fails(field, value, content_dir: Path):
    path = content_dir / "knowledge" / "sources.toml"
    lines = path.read_text().splitlines()
    first = next(n for n, line in enumerate(lines) if line.startswith(f"{field} = "))
    lines[first] = f'{field} = "{value}"'
    path.write_text("\n".join(lines))
    out = io.StringIO()
    assert commands.coverage(content_dir, out) == 1
    assert f"fact track-1:name: its source town-book lacks {field}" in out.getvalue()


def test_the_course_itself_is_covered():
    out = io.StringIO()
    assert commands.coverage(CONTENT, out, as_json=True) == 0
    found = json.loads(out.getvalue())
    assert {page["id"] for page in found["documents"]} == {"overview", "questions"}
    for page in found["documents"]:
        assert sum(page["verdicts"].values()) == len(page["claims"]) >= 20
