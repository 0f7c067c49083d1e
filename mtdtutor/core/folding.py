"""Texts as people type them: folded to plain words, so that both sides of a comparison are alike.

Folding takes away what people do not type: case, accents, strokes and ligatures, hyphens,
apostrophes, and the ways to write one and a half.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import filterfalse
from typing import Final

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
_TRACK_WORD: Final = re.compile(r"\btrack[ -](one|two|three|four|five|six|seven|eight|nine)\b")
_NUMBERS: Final = {
    word: str(number)
    for number, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine"), start=1
    )
}
# A word may hold points between digits ("1.5"), nothing else that is not a letter or digit.
_WORD: Final = re.compile(r"\d+(?:\.\d+)+|\w+")
UNSPACED: Final = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u9fff\U00020000-\U0003ffff]+"
)
"""Scripts that write words without spaces: Thai, Lao, Burmese, Khmer, Japanese, Chinese."""


def fold(text: str) -> str:
    """Return a text as plain lower-case words, one space apart.

    "Track 1½", "track 1,5" and "Track One and a Half" all become "track 1.5".
    """
    return " ".join(words_of(plain_text(text)))


def plain_text(text: str) -> str:
    """Return a text in lower case without accents, with one way to write halves and apostrophes.

    Most texts need little of it, so what is rare is looked for before it is done.
    """
    text = text.casefold()
    if "½" in text or "/2" in text or "half" in text:
        text = _HALF.sub(r"\1\2\3.5", text).replace("one.5", "1.5")
    text = _APOSTROPHES.sub("'", text)  # first: one of them decomposes into a space
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text.translate(_LETTERS))
        text = "".join(filterfalse(unicodedata.combining, decomposed))
        text = UNSPACED.sub(r" \g<0> ", text)
    if "," in text:
        text = _COMMA.sub(".", text)
    if "track" in text:
        text = _TRACK_WORD.sub(lambda found: f"track {_NUMBERS[found[1]]}", text)
    return text


def words_of(plain: str) -> list[str]:
    """Return the words of a text made by ``plain_text``."""
    return _WORD.findall(plain.replace("_", " ").replace("'", ""))
