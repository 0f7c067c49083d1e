"""Words, stems and phrases."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtdtutor.course.build import words


def test_words_and_stems():
    assert words.words("Non-governmental bodies’ Work, 1.5") == (
        "non",
        "governmental",
        "bodies",
        "work",
    )
    assert words.words("ﬁne don't") == ("fine", "don't")
    assert words.stems("The funding of the funds") == {"fund"}
    assert words.content_stems("Peace and conflict: an open road to Track 2") == {"open", "road"}


def test_phrases_are_whole_words():
    assert words.contains_phrase("a non-government body", "government body")
    assert not words.contains_phrase("a small house", "all")
    assert words.contains_phrase("In TRACK 1.5, too", "track 1.5")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("One. Two? Three", ["One.", "Two?", "Three"]),
        ("He said “go.” Where to?", ["He said “go.”", "Where to?"]),
        ("In Track 1.5 it is so.", ["In Track 1.5 it is so."]),
        ("Which is it?", ["Which is it?"]),
        ("What did John W. McDonald do?", ["What did John W. McDonald do?"]),
    ],
)
def test_sentences(text, wanted):
    assert words.sentences(text) == wanted


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ('It is "so".', "It is “so”."),
        ("IMTD's 'own' word", "IMTD’s ‘own’ word"),
        ('("a" or "b")', "(“a” or “b”)"),
        ("\"'x'\"", "“‘x’”"),
    ],
)
def test_typographic(typed, shown):
    assert words.typographic(typed) == shown


@given(st.text())
def test_typographic_is_stable_and_keeps_the_words(text):
    once = words.typographic(text)
    assert words.typographic(once) == once
    assert words.bare(once) == words.bare(text)
    assert len(once) == len(text)


@given(st.text())
def test_folding_is_stable(text):
    assert words.folded(words.folded(text)) == words.folded(text)


def test_word_count():
    assert words.word_count("Track 1.5 – a mix, isn’t it?") == 6
