"""The one-line query: what is read, and how filters are written into it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtdtutor.services.querying import (
    FILTERS,
    MOST,
    Filter,
    Line,
    Trouble,
    read_line,
    with_filter,
)
from mtdtutor.services.searching import haystack

TOPICS = {"4": "track-4", "1.5": "track-1.5", "track 4": "track-4", "system": "system"}
WORDS = st.sampled_from(
    [
        "peace", "-war", '"two words"', "topic:4", "topic:99", "kind:card", "-is:new", "level:core",
        "is:", 'tag:"to learn"', "tag:exam", "和平", "-", '"open', "kind:", "what?:no", "a-b", '"',
    ]
)  # fmt: skip


def read(typed: str) -> Line:
    return read_line(typed, TOPICS)


@pytest.mark.parametrize(
    ("typed", "key", "value"),
    [
        ("topic:4", "topic", "track-4"),
        ("topic:1.5", "topic", "track-1.5"),
        ("topic:1½", "topic", "track-1.5"),
        ("TOPIC:1,5", "topic", "track-1.5"),
        ("topic:track-4", "topic", "track-4"),
        ("topic：4", "topic", "track-4"),
        ("Kind:Cards", "kind", "card"),
        ("kind:people", "kind", "person"),
        ("kind:organization", "kind", "organisation"),
        ("kind:topic", "kind", "track"),
        ("level:core", "level", "core"),
        ("skill:define", "skill", "define"),
        ("is:suspended", "is", "suspended"),
        ("tag:Exam", "tag", "exam"),
        ('tag:"to  learn"', "tag", "to learn"),
        ("tag:“to learn”", "tag", "to learn"),
    ],
)
def test_filters_are_read(typed: str, key: str, value: str) -> None:
    line = read(f"peace {typed}")
    assert line.filters == (Filter(key, value),)
    assert line.chosen(key) == value
    assert (line.text.words, line.troubles) == ("peace", ())


def test_a_filter_can_be_turned_round() -> None:
    line = read("-is:new")
    assert line.filters == (Filter("is", "new", without=True),)
    assert line.chosen("is") == ""


@pytest.mark.parametrize(
    ("typed", "trouble"),
    [
        ("topic:12", Trouble("topic", "12")),
        ("kind:spoon", Trouble("kind", "spoon")),
        ("is:", Trouble("is", "")),
        ("level:“”", Trouble("level", "")),
        ("tag:!", Trouble("tag", "!")),
    ],
)
def test_a_filter_that_says_nothing_is_passed_over_and_told(typed: str, trouble: Trouble) -> None:
    line = read(f"{typed} peace")
    assert line.troubles == (trouble,)
    assert (line.filters, line.text.words) == ((), "peace")


@pytest.mark.parametrize("typed", ["author:smith", "Track 1: Government", "10:30", "is it", "a:b"])
def test_words_with_colons_are_words(typed: str) -> None:
    line = read(typed)
    assert (line.filters, line.troubles) == ((), ())
    assert line.text.finds(haystack(typed))


@pytest.mark.parametrize(
    ("typed", "text", "found"),
    [
        ('"second track"', "The second track of talks", True),
        ('"second track"', "Track two, second to none", False),
        ('"second tra"', "The second track of talks", False),
        ('"second track', "The second track of talks", True),
        ("«second track»", "The second track of talks", True),
        ('"和平"', "促进和平对话", True),
        ("talks -second", "The second track of talks", False),
        ("talks -third", "The second track of talks", True),
        ('talks -"track two"', "Talks on track two", False),
        ("multi-track", "Multi-track talks", True),
        ("talks -", "Talks", True),
        ("- talks", "Talks", True),
        ("abc", "和平abc", True),
        ("和平abc", "abc 和平", True),
    ],
)
def test_phrases_and_what_is_left_out(typed: str, text: str, found: bool) -> None:
    assert read(typed).text.finds(haystack(text)) is found


@pytest.mark.parametrize(
    ("before", "key", "value", "after"),
    [
        ("", "kind", "card", "kind:card "),
        ("peace", "kind", "card", "kind:card peace"),
        ("kind:fact peace", "kind", "card", "kind:card peace"),
        ("peace kind:fact now kind:card", "kind", "card", "peace kind:card now"),
        ("kind:card peace", "kind", "", "peace"),
        ("kind:card", "kind", "", ""),
        ("peace -is:new", "is", "due", "is:due peace -is:new "),
        ("", "tag", "to learn", 'tag:"to learn" '),
        ('"an open', "level", "core", 'level:core "an open"'),
    ],
)
def test_a_filter_is_written_into_the_query(before: str, key: str, value: str, after: str) -> None:
    assert with_filter(before, key, value) == after


@given(st.lists(WORDS, max_size=6), st.sampled_from(["card", "fact", "spoon", ""]))
def test_what_is_written_is_what_is_read(words: list[str], value: str) -> None:
    typed = " ".join(words)
    before, line = read(typed), read(with_filter(typed, "kind", value))
    assert line.chosen("kind") == (value if value in ("card", "fact") else "")
    assert line.text == before.text
    kept = [each for each in before.filters if each.key != "kind" or each.without]
    assert [each for each in line.filters if each.key != "kind" or each.without] == kept


@given(st.text(max_size=60))
def test_anything_can_be_typed(typed: str) -> None:
    line = read(typed)
    assert all(each.key in FILTERS and each.value for each in line.filters)
    assert read(with_filter(typed, "level", "core")).chosen("level") == "core"


def test_of_a_pasted_page_only_the_beginning_counts() -> None:
    line = read(" ".join(f"-word{number}" for number in range(3000)))
    assert len(line.text.without) == MOST
    assert line.text.without[0] == " word0"


def test_what_is_typed_twice_is_looked_for_once() -> None:
    line = read('peace peace "two words" "two words" -war -war')
    assert line.text.needles == (" peace", " two words ")
    assert line.text.without == (" war",)
