"""Search as you type: texts folded to plain words, and queries matched against them.

Folding takes away what people do not type: case, accents, strokes and ligatures, hyphens,
apostrophes, and the ways to write one and a half. Both sides are folded alike.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final, NamedTuple

_LETTERS: Final = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "ħ": "h",
        "ı": "i",
        "ŧ": "t",
    }
)
_APOSTROPHES: Final = re.compile("['’ʼ`´]")
_HALF: Final = re.compile(r"(\d)\s*½|(\d)\s+1/2\b|\b(one) and a half\b")
_COMMA: Final = re.compile(r"(?<=\d),(?=\d(?!\d))")
_COMPOUND: Final = re.compile(r"\b\w+(?:[-‐‑']\w+)+\b")
_JOINTS: Final = re.compile(r"[-‐‑']")
_TRACK_WORD: Final = re.compile(r"\btrack[ -](one|two|three|four|five|six|seven|eight|nine)\b")
_NUMBERS: Final = {
    word: str(number)
    for number, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine"), start=1
    )
}
# A word may hold points between digits ("1.5"), nothing else that is not a letter or digit.
_WORD: Final = re.compile(r"\d+(?:\.\d+)+|\w+")
_SHORT_NUMBER: Final = re.compile(r"\d(?:\.\d+)?")


def fold(text: str) -> str:
    """Return a text as plain lower-case words, one space apart.

    "Track 1½", "track 1,5" and "Track One and a Half" all become "track 1.5".
    """
    return " ".join(_words(_plain(text)))


def haystack(*texts: str) -> str:
    """Return texts folded for ``Query.finds``, words of several parts apart and joined.

    The bar keeps words of two texts from making a phrase together.
    """
    parts = []
    for text in texts:
        plain = _plain(text)
        words = _words(plain)
        for found in _COMPOUND.findall(plain):
            words.append(_JOINTS.sub("", found))
            if "'" in found:
                words += _JOINTS.sub(" ", found).split()
        parts.append(" ".join(words))
    return f" {' | '.join(parts)} "


class Query(NamedTuple):
    """What was typed, ready to be matched.

    Attributes:
        words: The folded query, to compare titles with.
        needles: Strings that all have to occur in a haystack.
    """

    words: str
    needles: tuple[str, ...]

    @classmethod
    def of(cls, typed: str) -> Query:
        """Read what was typed.

        A word finds words that begin with it. A single digit, and 1.5, find themselves alone, and
        after "track" they belong to it: "track 1" finds neither Track 1.5 nor 1996.
        """
        words = _words(_plain(typed))
        needles: list[str] = []
        for place, word in enumerate(words):
            if _SHORT_NUMBER.fullmatch(word):
                before = words[place - 1] if place else ""
                needles.append(f" track {word} " if before == "track" else f" {word} ")
            elif _starts_words(word):
                needles.append(f" {word}")
            else:
                needles.append(word)
        return cls(" ".join(words), tuple(needles))

    def finds(self, folded: str) -> bool:
        """Return whether everything asked for occurs in a text made by ``haystack``."""
        return all(needle in folded for needle in self.needles)

    def rank(self, title: str) -> int:
        """Return how well a folded title fits: 0 the same, 1 begins alike, 2 has it all, 3 not."""
        if title == self.words:
            return 0
        if f"{title} ".startswith(f"{self.words} "):
            return 1
        return 2 if self.finds(f" {title} ") else 3


def _plain(text: str) -> str:
    """Return a text in lower case without accents, with one way to write halves and apostrophes."""
    text = _HALF.sub(r"\1\2\3.5", text.casefold()).replace("one.5", "1.5")
    text = _APOSTROPHES.sub("'", text)  # first: one of them decomposes into a space
    decomposed = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    bare = _COMMA.sub(".", bare)
    return _TRACK_WORD.sub(lambda found: f"track {_NUMBERS[found[1]]}", bare)


def _words(plain: str) -> list[str]:
    return _WORD.findall(plain.replace("_", " ").replace("'", ""))


def _starts_words(word: str) -> bool:
    """Return whether a word's script parts words with spaces; Chinese, Japanese and Thai do not."""
    return not any("\u0e00" <= c <= "\u0eff" or "\u3040" <= c <= "\u9fff" for c in word)
