"""The parts one by one, where whole documents would not reach."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtdtutor.course.build.ingest.claims import claims
from mtdtutor.course.build.ingest.definitions import definition, question_for
from mtdtutor.course.build.ingest.markup import Scanner
from mtdtutor.course.build.ingest.numbers import counts, designator, number
from mtdtutor.course.build.ingest.original import read_originals
from mtdtutor.course.build.ingest.passage import Reader
from mtdtutor.course.build.ingest.sentences import sentences
from tests.unit.course.ingest.support import ingested, kinds, of_text, texts

MESSY = st.lists(
    st.sampled_from([*"aB1 \n\t.?!:;|-*_#<>/&=\"'`[]()é—“”\u00a0\u200b𝒳", "</p>", "<p>", "&amp;"]),
    min_size=1,
    max_size=80,
).map("".join)


def split(text: str) -> list[str]:
    return [sentence.text for sentence in sentences(text)]


def test_sentences():
    assert split("One ends. Two ends! Three?") == ["One ends.", "Two ends!", "Three?"]
    assert split("Dr. Ann B. Lee met Mr. Roe, e.g. in No. 5. He left.") == [
        "Dr. Ann B. Lee met Mr. Roe, e.g. in No. 5.",
        "He left.",
    ]
    assert split("No. It is not.") == ["No.", "It is not."]
    assert split("“It works.” She left… and came back.") == [
        "“It works.”",
        "She left… and came back.",
    ]
    assert split("Version 1.5 is out. no stop here") == ["Version 1.5 is out. no stop here"]
    assert split("The talks in the U.S. ended.") == ["The talks in the U.S. ended."]


@pytest.mark.parametrize(
    ("sentence", "term", "confidence"),
    [
        ("Osmosis refers to the passage of water.", "Osmosis", "high"),
        ("The term “dew point” denotes a temperature.", "dew point", "high"),
        ("A glacier is a river of ice.", "A glacier", "medium"),
        ("Glaciers are the rivers of the Alps.", "Glaciers", "medium"),
        ("Rime, also known as hard frost, is defined as ice on trees.", "Rime", "high"),
        ("Phase 1.5 means a pause.", "Phase 1.5", "high"),
        ("Föhn: a warm wind that falls from mountains.", "Föhn", "medium"),
        ("Track 7 – Snow, or what falls in winter.", "Track 7", "medium"),
    ],
)
def test_definitions(sentence: str, term: str, confidence: str):
    found = definition(sentence)
    assert found is not None
    assert (found.term, found.confidence) == (term, confidence)


@pytest.mark.parametrize(
    "sentence",
    [
        "This is a river of ice.",
        "One example of a glacier is the Rhône glacier.",
        "The main aim is a cleaner river.",
        "The city has the means to pay.",
        "In winter ice is a danger.",
        "Note: this is about something else entirely.",
        "Ice melts.",
        "What the people in all of these many towns and villages say is a lie.",
    ],
)
def test_no_definitions(sentence: str):
    assert definition(sentence) is None


def test_questions_for_definitions():
    asked = [
        question_for(found)
        for sentence in ("A glacier is a river of ice.", "Drumlins refer to hills of rubble.")
        if (found := definition(sentence)) is not None
    ]
    assert asked == ["What is a glacier?", "What are Drumlins?"]


def test_numbers():
    assert [number(word) for word in ("7", "seven", "dozen", "many", "9" * 12)] == [
        7,
        7,
        12,
        None,
        None,
    ]
    assert [designator(word) for word in ("II", "1.5", "two", "02", "axis")] == [
        "2",
        "1.5",
        "2",
        "02",
        "",
    ]
    found = counts("The nine distinct tracks, 12 cities and 1 town; Track 2 has three children.")
    assert [(count.value, count.noun) for count in found] == [
        (9, "track"),
        (12, "citi"),
        (3, "children"),
    ]


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        (
            "Radium was discovered by Marie Curie.",
            "Jane Roe discovered radium in 1898.",
            "attribution",
        ),
        (
            "The term “type I” was coined by John M. Roe.",
            "John M. Roe coined the term “type II”.",
            "origin",
        ),
        ("The harbour was built in 1620.", "The harbour was built in 1650.", "date"),
        ("The club consists of nine members.", "The club has eight members.", "count"),
        ("There are four seasons in the year.", "The year has three seasons.", "count"),
        ("The tower is 30 metres high.", "The tower is about 45 metres high.", "measure"),
        ("The talks were official and long.", "The talks were unofficial and long.", "denial"),
        ("Bats can see in the dark.", "Bats cannot see in the dark.", "denial"),
    ],
)
def test_contradictions(tmp_path: Path, one: str, other: str, kind: str):
    found = of_text(tmp_path, f"{one} Rain fell on the plain.\n\n{other}")
    assert kinds(found["conflict"]) == [kind]
    (conflict,) = found["conflict"]
    assert (conflict["text"], conflict["other_text"]) == (other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ann Lee and Bo Ek wrote the book.", "The book was written by Ann Lee."),
        ("Ann Lee painted the bridge.", "Ann Lee painted the tower."),
        ("It was built in 1620.", "It was built in 1650."),
        ("They have nine members.", "They have eight members."),
        ("The north tower is 30 metres high.", "The south tower is 45 metres high."),
        ("Bats see well at night.", "Owls do not see well at night."),
        ("There are nine doors.", "There are ten doors."),
        ("It was coined by them all.", "It was coined by Ann Lee."),
    ],
)
def test_no_contradictions(tmp_path: Path, one: str, other: str):
    assert of_text(tmp_path, f"{one}\n\n{other}")["conflict"] == []


def test_a_contradiction_across_files_names_both(tmp_path: Path):
    other = tmp_path / "first.txt"
    other.write_text("The harbour was built in 1620.")
    file = tmp_path / "second.txt"
    file.write_text("The harbour was built in 1650.")
    (conflict,) = ingested(tmp_path, other, file)["conflict"]
    assert conflict["file"].endswith("second.txt")
    assert conflict["other_file"].endswith("first.txt")


def test_a_very_long_sentence_claims_nothing():
    assert list(claims("The harbour was built in 1620 " + "and again " * 100)) == []


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ('<a title=">">x', 13),
        ('<a title=">x', 11),
        ("<!-- > --> y", 10),
        ("<!-- > ", 7),
        ("<!doctype x> y", 12),
        ("<SCRIPT>if (a < b)</script >z", 28),
        ("<svg/>z", 6),
        ("<style>p", 8),
    ],
)
def test_where_markup_ends(text: str, end: int):
    tag = Scanner(text).at(0)
    assert tag is not None
    assert tag.end == end


@pytest.mark.parametrize("text", ["< b", "<3 >", "<", "a <b", "<b"])
def test_what_is_no_markup(text: str):
    assert Scanner(text).at(text.index("<")) is None


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("a **bold** _word_ and `code`", "a bold word and code"),
        ("2 * 3 < 4 &amp; snake_case", "2 * 3 < 4 & snake_case"),
        ("see [the *map*](http://x.y/z_z) now", "see the map now"),
        ("![logo](x.png) text [one][1]", "text one"),
        (r"\*not bold\*", "*not bold*"),
        ("soft\u00adhyphen\u200b  and\u00a0space", "softhyphen and space"),
        ("a<br>b<b>c</b><!-- d -->", "a bc"),
        ("&nbsp;x&#8211;y&#x1F600;&bogus;&#1;", "x–y😀&bogus;"),
        ("~~old~~ new", "old new"),
    ],
)
def test_what_a_person_reads(raw: str, plain: str):
    assert Reader(raw, markdown=True).read(0, len(raw)).plain == plain


def test_markdown_marks_are_text_on_a_page():
    raw = "a *star* and [brackets](here)"
    assert Reader(raw, markdown=False).read(0, len(raw)).plain == raw


@given(text=MESSY, name=st.sampled_from(["a.txt", "a.md", "a.html"]))
def test_any_text_gives_exact_places_or_a_known_error(tmp_path_factory, text: str, name: str):
    found = of_text(tmp_path_factory.mktemp("any"), "Ice is cold and hard. " + text, name)
    assert any(found.values())


def test_bytes_of_characters(tmp_path: Path):
    file = tmp_path / "page.txt"
    text = "aé—😀" * 300
    file.write_bytes(b"\xef\xbb\xbf" + text.encode())
    (original,) = read_originals([file])
    assert original.text == text
    for index in (0, 1, 255, 256, 257, 700, len(text)):
        assert original.byte(index) == 3 + len(text[:index].encode())


def test_line_ends_of_every_kind(tmp_path: Path):
    sentences_ = ["Ice is cold and hard.", "Fire burns the dry wood.", "Air moves in the valley."]
    for end in ("\n", "\r\n", "\r", "\u2028"):
        found = of_text(tmp_path, end.join(sentences_))
        assert texts(found["fact"]) == sentences_


def test_what_is_neither_sentence_nor_furniture_is_told(tmp_path: Path):
    found = of_text(tmp_path, "lonely words\n\nIce is cold and hard.\n\n" + "word " * 300)
    assert kinds(found["gap"]) == ["fragment", "fragment"]
    assert texts(found["gap"])[0] == "lonely words"


def test_a_sentence_that_breaks_off(tmp_path: Path):
    found = of_text(tmp_path, "The colours are red, green, and.")
    assert kinds(found["gap"]) == ["broken-off"]
    assert found["fact"] == []
