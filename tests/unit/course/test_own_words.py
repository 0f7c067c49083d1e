"""The course speaks in words of its own: no long run of words comes from a source document."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from rapidfuzz import fuzz

from tests.unit.course.source_documents import ARTICLE, QUESTIONS, ROOT, needs_source_documents

LONGEST = 8
"""So many words in a row, the same in both, are taken for a quotation."""

ALIKE = 75
"""Questions whose words, sorted, are alike to this percentage are taken for one question."""

CONTENT = ROOT / "content"
WORD = re.compile(r"[a-z0-9]+(?:\.[0-9]+)?")
BREAK = "|"
"""Stands for an official name: it matches nothing, so no run goes through it."""


def words(text: str) -> tuple[str, ...]:
    """Return the words of a text, without case, marks and apostrophes."""
    return tuple(WORD.findall(re.sub("['’]", "", text.casefold())))


def official_names(knowledge: Path) -> list[tuple[str, ...]]:
    """Return the names of the tracks that are labels, not sentences, longest first."""
    values: dict[str, dict[str, str]] = {}
    for file in sorted(knowledge.glob("*.toml")):
        for fact in tomllib.loads(file.read_text(encoding="utf-8")).get("fact", []):
            if fact["slot"] in {"name", "slogan"} and fact["entity"].startswith("track-"):
                values.setdefault(fact["entity"], {})[fact["slot"]] = fact["value"]
    names = set()
    for track in values.values():
        slogan = f"peacemaking through {track['slogan']}"
        names |= {words(f"{track['name']} or {slogan}"), words(slogan), words(track["name"])}
    return sorted((name for name in names if len(name) > 1), key=len, reverse=True)


def without_names(text: tuple[str, ...], names: list[tuple[str, ...]]) -> tuple[str, ...]:
    """Return the words with a break in the place of each official name."""
    kept: list[str] = []
    at = 0
    while at < len(text):
        name = next((name for name in names if text[at : at + len(name)] == name), None)
        kept.append(text[at] if name is None else BREAK)
        at += 1 if name is None else len(name)
    return tuple(kept)


def runs(text: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield each stretch of ``LONGEST`` words that holds no official name."""
    for at in range(len(text) - LONGEST + 1):
        run = text[at : at + LONGEST]
        if BREAK not in run:
            yield run


def strings(data: object) -> Iterator[str]:
    """Yield every string inside plain data."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for value in data.values():
            yield from strings(value)
    elif isinstance(data, list):
        for value in data:
            yield from strings(value)


def borrowed(data: object, documents: list[str], names: list[tuple[str, ...]]) -> list[str]:
    """Return the runs of words that some data shares with the documents."""
    theirs = {run for text in documents for run in runs(without_names(words(text), names))}
    return [
        " ".join(run)
        for text in strings(data)
        for run in runs(without_names(words(text), names))
        if run in theirs
    ]


@needs_source_documents
def test_nothing_is_taken_from_the_source_documents():
    documents = [file.read_text(encoding="utf-8") for file in (ARTICLE, QUESTIONS)]
    names = official_names(CONTENT / "knowledge")
    found = {
        file.name: borrowed(tomllib.loads(file.read_text(encoding="utf-8")), documents, names)
        for file in sorted((CONTENT / "knowledge").glob("*.toml"))
    }
    bank = CONTENT / "questions.json"
    found[bank.name] = borrowed(json.loads(bank.read_text(encoding="utf-8")), documents, names)
    assert len(found) > 10
    assert {file: taken for file, taken in found.items() if taken} == {}


@needs_source_documents
def test_questions_are_put_in_another_way():
    lines = QUESTIONS.read_text(encoding="utf-8").splitlines()
    theirs = [" ".join(words(line)) for line in lines if line.rstrip().endswith("?")]
    faqs = tomllib.loads((CONTENT / "knowledge" / "faqs.toml").read_text(encoding="utf-8"))["faq"]
    ours = [stem for faq in faqs for stem in (faq["question"], *faq.get("variants", []))]
    assert len(theirs) == 11
    assert len(ours) > 41
    near = [
        stem
        for stem in ours
        for question in theirs
        if fuzz.token_sort_ratio(" ".join(words(stem)), question) >= ALIKE
    ]
    assert near == []


DOCUMENT = (
    "Bread is what rises when patient hands leave dough alone, or so the bakers say. "
    "The third stage is Water and Flour, or Baking through Patience."
)


def test_eight_words_in_a_row_are_found_wherever_they_stand():
    data = {
        "fact": [
            {"id": "x", "card": [{"back": "“Rises when PATIENT hands — leave dough alone, or…"}]}
        ]
    }
    assert borrowed(data, [DOCUMENT], []) == ["rises when patient hands leave dough alone or"]
    seven = {"text": "It rises when patient hands leave dough alone."}
    assert borrowed(seven, [DOCUMENT], []) == []


def test_a_run_does_not_join_two_texts():
    halves = ["bread is what rises when", "patient hands leave dough alone"]
    assert borrowed(halves, [DOCUMENT], []) == []


def test_official_names_are_labels():
    label = "Third: Water and Flour, or Baking through Patience, it is."
    names = [words("Water and Flour or Baking through Patience")]
    assert borrowed(label, ["the " + label], []) != []
    assert borrowed(label, ["the " + label], names) == []
    assert words("Water and Flour") not in names
    assert borrowed("stage is Water and Flour, or Baking through it", [DOCUMENT], names) == []


def test_the_names_of_all_nine_tracks_are_known():
    names = official_names(CONTENT / "knowledge")
    assert len([name for name in names if "peacemaking" in name]) == 18
    assert words("Communications and the Media, or Peacemaking through Information") in names
    assert words("Business") not in names
