"""The two source documents of the course, where they are at hand; no sentence of theirs is here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.unit.course.ingest.support import Result, ingested
from tests.unit.course.source_documents import ARTICLE, QUESTIONS, ROOT, needs_source_documents

pytestmark = needs_source_documents


@pytest.fixture
def found(tmp_path: Path) -> Result:
    return ingested(tmp_path, ARTICLE, QUESTIONS, against=ROOT / "content" / "knowledge")


def lines(entries: list[dict[str, Any]], file: Path) -> list[int]:
    """Return the numbers of the lines on which a file's entries begin."""
    data = file.read_bytes()
    return [
        data.count(b"\n", 0, entry["start"]) + 1
        for entry in entries
        if entry["file"] == file.as_posix()
    ]


def test_eleven_questions_and_three_that_were_lost(found: Result):
    asked = [entry for entry in found["faq"] if not entry["inferred"]]
    lost = [entry for entry in found["faq"] if entry["inferred"]]
    assert lines(asked, QUESTIONS) == [1, 5, 9, 13, 26, 30, 34, 39, 43, 47, 51]
    assert lines(asked, ARTICLE) == []
    assert all(entry["question"].endswith("?") and entry["answer"] for entry in asked)
    assert lines(lost, ARTICLE) == [54, 55, 56]
    numbers = [entry["question"].split("Track ")[1].split()[0] for entry in lost]
    assert numbers == ["1", "1.5", "2"]
    assert all(entry["confidence"] != "high" for entry in lost)


def test_the_table_of_tracks(found: Result):
    (table,) = found["table"]
    assert lines([table], ARTICLE) == [4]
    assert (table["stated"], table["found"]) == (9, 6)
    assert table["missing"] == ["Track 5", "Track 6", "Track 7"]
    assert table["outside"] == ["Track 1.5"]
    assert len(table["rows"]) == 9


def test_the_list_of_nine_that_has_eight(found: Result):
    (entry,) = found["list"]
    assert lines([entry], QUESTIONS) == [17]
    assert (entry["stated"], entry["found"]) == (9, 8)
    assert entry["missing"] == ["item 9"]
    assert entry["items"][-1] == "funding"


def test_the_contradictions(found: Result):
    own, knowledge = found["conflict"]
    assert own["kind"] == "origin"
    assert lines([own], ARTICLE) == [19]
    assert ARTICLE.read_bytes().count(b"\n", 0, own["other_start"]) + 1 == 2
    assert knowledge["kind"] == "knowledge"
    assert lines([knowledge], QUESTIONS) == [41]
    assert knowledge["fact"] == "system:link-1"


def test_page_furniture_is_dropped_and_nothing_else(found: Result):
    furniture = [15, 16, 23, 24, 29, 30, 37, 38, 39, 46, 47, 51, 52]
    assert lines(found["dropped"], ARTICLE) == furniture
    assert lines(found["dropped"], QUESTIONS) == []
    for array in set(found) - {"dropped"}:
        assert not set(lines(found[array], ARTICLE)) & set(furniture)


def test_sections_that_lost_their_beginning(found: Result):
    gaps = [gap for gap in found["gap"] if gap["kind"] == "opening-lost"]
    assert lines(gaps, ARTICLE) == [27, 50]
    (series,) = [gap for gap in found["gap"] if gap["kind"] == "series"]
    assert lines([series], ARTICLE) == [49]


def test_every_paragraph_is_either_kept_or_dropped(found: Result):
    for file in (ARTICLE, QUESTIONS):
        data = file.read_bytes()
        covered = bytearray(len(data))
        for entries in found.values():
            for entry in entries:
                if entry["file"] == file.as_posix():
                    length = entry["end"] - entry["start"]
                    covered[entry["start"] : entry["end"]] = b"x" * length
        open_lines = {
            data.count(b"\n", 0, place) + 1
            for place, byte in enumerate(data)
            if not covered[place] and chr(byte).isalnum()
        }
        # Headings are named as sections, and are no entries of their own.
        headings = {3, 18, 26, 32, 41, 53} if file == ARTICLE else set()
        assert open_lines == headings
