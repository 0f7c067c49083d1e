"""The course answers to every claim of the two source documents."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from mtdtutor.course.build.entries import Claim
from mtdtutor.course.build.knowledge import Knowledge, load_knowledge
from tests.unit.course.ingest.support import ingested
from tests.unit.course.source_documents import ARTICLE, QUESTIONS, ROOT, needs_source_documents

FILES = {"overview": ARTICLE, "questions": QUESTIONS}
HELD = ("fact", "faq", "definition", "table", "list")
"""What ingest finds that says something; the rest is furniture, or about such an entry."""


@pytest.fixture(scope="module")
def kb() -> Knowledge:
    return load_knowledge(ROOT / "content" / "knowledge")


def claims_of(kb: Knowledge, document: str) -> list[Claim]:
    return [claim for claim in kb.claims if claim.document == document]


def test_each_claim_leads_to_facts_or_to_a_reason(kb: Knowledge):
    assert {claim.document for claim in kb.claims} == {document.id for document in kb.documents}
    assert set(FILES) == {document.id for document in kb.documents}
    for claim in kb.claims:
        if claim.verdict == "left-out":
            assert claim.reason, claim.id
            assert not claim.facts, claim.id
        else:
            assert claim.facts, claim.id


def test_what_is_wrong_is_corrected_by_something_that_can_be_learned(kb: Knowledge):
    """A correction that stands in a reading view alone would meet few learners."""
    for claim in kb.claims:
        if claim.verdict == "corrected":
            facts = [kb.fact_by_id[fact] for fact in claim.facts]
            assert any(fact.card or fact.statement or fact.value for fact in facts), claim.id


def test_claims_are_named_after_their_place(kb: Knowledge):
    for claim in kb.claims:
        assert claim.id.startswith(f"{claim.document}-{claim.line}-"), claim.id
    said = [claim.says for claim in kb.claims if claim.document == "overview"]
    assert len(set(said)) == len(said)


@needs_source_documents
def test_the_documents_are_those_that_were_read(kb: Knowledge):
    for document in kb.documents:
        found = hashlib.sha256(FILES[document.id].read_bytes()).hexdigest()
        assert found == document.sha256, document.id


@needs_source_documents
@pytest.mark.parametrize("document", FILES)
def test_whatever_a_document_says_is_claimed(kb: Knowledge, document: str, tmp_path: Path):
    file = FILES[document]
    data = file.read_bytes()
    claimed = {claim.line for claim in claims_of(kb, document)}
    candidates = ingested(tmp_path, file)
    entries = [entry for array in HELD for entry in candidates[array]]
    assert len(entries) > 10
    for entry in entries:
        first = data.count(b"\n", 0, entry["start"]) + 1
        last = data.count(b"\n", 0, entry["end"]) + 1
        assert claimed & set(range(first, last + 1)), f"nothing answers to line {first}"


@needs_source_documents
@pytest.mark.parametrize("document", FILES)
def test_no_claim_stands_on_an_empty_line_or_on_furniture(
    kb: Knowledge, document: str, tmp_path: Path
):
    file = FILES[document]
    lines = file.read_text(encoding="utf-8").splitlines()
    dropped = {
        file.read_bytes().count(b"\n", 0, entry["start"]) + 1
        for entry in ingested(tmp_path, file)["dropped"]
    }
    for claim in claims_of(kb, document):
        assert lines[claim.line - 1].strip(), claim.id
        assert claim.line not in dropped, claim.id
