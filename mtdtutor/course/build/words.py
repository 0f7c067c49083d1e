"""Words, stems and phrases of English texts, as templates and lint compare them."""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import Final

import snowballstemmer

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_WORD_CHARACTER: Final = re.compile(r"\w")
_SENTENCE_END: Final = re.compile(
    r"(?:(?<=[.!?…])|(?<=[.!?…][”\"’')\]]))(?<!\b[A-Z]\.)\s+(?=[“\"‘'(\[]*[A-Z0-9])"
)
_YEARS: Final = re.compile(r"\b((?:1[5-9]|20)\d\d)-(\d\d(?:\d\d)?)\b(?!-)")
_SMALL: Final = frozenset(
    {
        "a",
        "among",
        "an",
        "and",
        "as",
        "at",
        "be",
        "but",
        "by",
        "for",
        "from",
        "in",
        "into",
        "is",
        "it",
        "its",
        "of",
        "on",
        "or",
        "than",
        "that",
        "the",
        "their",
        "they",
        "this",
        "to",
        "was",
        "were",
        "what",
        "which",
        "who",
        "whom",
        "whose",
        "with",
        "track",
        "peacemaking",
        "peacemaker",
    }
)
"""Function words, and the words every track's name begins with."""

CHOOSE_ALL: Final = "Choose all that apply."
"""What follows a question with several right options."""

DOMAIN_STEMS: Final = frozenset({"track", "diplomaci", "diplomat", "peac", "conflict", "peacemak"})
"""Stems on every page of this subject: sharing one of them gives nothing away."""


def typographic(text: str) -> str:
    """Return a text with straight quotes made curly and a dash between years."""
    text = _YEARS.sub("\\1–\\2", text)
    text = re.sub(r"(^|[\s(\[—–“‘])\"", r"\1“", text)
    text = re.sub(r"(^|[\s(\[—–“])'", r"\1‘", text)
    return text.replace('"', "”").replace("'", "’")


@functools.cache
def folded(text: str) -> str:
    """Return a text for comparison: compatibility forms, case and spaces folded."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


@functools.cache
def bare(text: str) -> str:
    """Return a folded text without punctuation."""
    return " ".join(re.findall(r"\w+", folded(text)))


@functools.cache
def words(text: str) -> tuple[str, ...]:
    """Return the words of a text, folded; parts of a hyphenated word count apart."""
    return tuple(_WORD.findall(folded(text)))


def word_count(text: str) -> int:
    """Return the number of words as a reader counts them: parts between spaces."""
    return sum(_WORD_CHARACTER.search(part) is not None for part in text.split())


def sentences(text: str) -> list[str]:
    """Return the sentences of a text."""
    return _SENTENCE_END.split(text.strip())


@functools.cache
def _english() -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer("english")


@functools.cache
def stem(word: str) -> str:
    """Return the snowball stem of a folded English word."""
    found: str = _english().stemWord(word)
    return found


@functools.cache
def stems(text: str) -> frozenset[str]:
    """Return the stems of all words of a text but function words."""
    return frozenset(stem(word) for word in words(text) if word not in _SMALL)


@functools.cache
def content_stems(text: str) -> frozenset[str]:
    """Return the stems of words of four letters and more that can give something away."""
    found = (stem(word) for word in words(text) if len(word) >= 4 and word not in _SMALL)
    return frozenset(found) - DOMAIN_STEMS


def contains_phrase(text: str, phrase: str) -> bool:
    """Return whether a text holds a phrase as whole words."""
    return f" {bare(phrase)} " in f" {bare(text)} "
