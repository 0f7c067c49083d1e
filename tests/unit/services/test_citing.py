"""References to read and BibTeX to copy."""

from __future__ import annotations

import re

import pytest

from mtdtutor.course.bank import read_bank
from mtdtutor.services.citing import SourceLine, bibtex, reference, source_line
from mtdtutor.wiring import content_folder

LINE = SourceLine("Jane Doe", "Why talk?", "n.d.", "Peace Press", "ch. 4", None, "doe")


def test_a_reference_holds_author_year_title_place_and_section() -> None:
    assert reference(LINE) == "Jane Doe (n.d.). Why talk? Peace Press, ch. 4."
    assert reference(LINE._replace(section="")) == "Jane Doe (n.d.). Why talk? Peace Press."


def test_a_bibtex_entry_names_the_work_once_with_all_places_in_it() -> None:
    dated = LINE._replace(year="1996", url="https://example.org/a_b?c=1&d=2")
    assert bibtex([dated, dated._replace(section="ch. 5")]) == (
        "@misc{doe,\n"
        "  author = {Jane Doe},\n"
        "  title = {{Why talk?}},\n"
        "  year = {1996},\n"
        "  howpublished = {Peace Press},\n"
        "  url = {https://example.org/a_b?c=1&d=2},\n"
        "  note = {ch. 4; ch. 5},\n"
        "}\n"
    )


def test_a_work_without_a_year_says_so_in_its_note() -> None:
    assert "note = {undated; ch. 4}" in bibtex([LINE])
    assert "year" not in bibtex([LINE])


@pytest.mark.parametrize(
    ("names", "authors"),
    [
        ("Susan Allen Nan and Andrea Strimling", "Susan Allen Nan and Andrea Strimling"),
        ("Ada Lovelace, Jan van Eyck and Bo Ek", "Ada Lovelace and Jan van Eyck and Bo Ek"),
        ("Julia Palmiano Federer and others", "Julia Palmiano Federer and others"),
        ("Institute for Multi-Track Diplomacy", "{Institute for Multi-Track Diplomacy}"),
        ("Carter Center", "{Carter Center}"),
        ("NPR", "{NPR}"),
    ],
)
def test_people_are_parted_and_bodies_stay_whole(names: str, authors: str) -> None:
    assert f"author = {{{authors}}}," in bibtex([LINE._replace(author=names)])


def test_what_latex_would_read_as_a_command_is_escaped() -> None:
    entry = bibtex([LINE._replace(title=r"50% of #1 & {more}_\x~^$")])
    assert r"50\% of \#1 \& \{more\}\_\textbackslash{}x\textasciitilde{}" in entry


def test_every_work_of_the_course_gives_one_entry_with_balanced_braces() -> None:
    sources = read_bank(content_folder() / "questions.json").sources
    entries = bibtex(source_line(source, "", "en") for source in sources)
    assert len(re.findall(r"^@misc\{", entries, re.MULTILINE)) == len(sources)
    bare = re.sub(r"\\[{}]", "", entries)
    assert bare.count("{") == bare.count("}")
