"""Numbers in words, figures and Roman numerals; how many of something a text promises."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from mtdtutor.course.build.words import stem

_WORDS: Final = {
    word: value
    for value, word in enumerate(
        [
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ],
        start=1,
    )
} | {"dozen": 12}
_ROMAN: Final = {
    numeral: value
    for value, numeral in enumerate(
        [
            "i",
            "ii",
            "iii",
            "iv",
            "v",
            "vi",
            "vii",
            "viii",
            "ix",
            "x",
            "xi",
            "xii",
            "xiii",
            "xiv",
            "xv",
            "xvi",
            "xvii",
            "xviii",
            "xix",
            "xx",
        ],
        start=1,
    )
}
_NO_ADJECTIVE: Final = (
    r"(?!(?:is|are|was|were|has|have|had|of|and|or|in|on|to|the|a|an|that|which|with|by|for|from|at"
    r"|as|per|more|less|times|percent)\b)"
)
_COUNT: Final = re.compile(
    rf"(?<![\w.,-])(?P<count>\d{{1,3}}|{'|'.join(_WORDS)})(?:-|\s+)"
    rf"(?P<adjectives>(?:{_NO_ADJECTIVE}[a-z][\w-]{{0,30}}\s+){{0,3}}?)"
    rf"(?P<noun>{_NO_ADJECTIVE}[a-z]{{2,30}}(?:s|ren|men|ia|ae|ena))\b",
    re.IGNORECASE,
)


class Count(NamedTuple):
    """So many of something: ``nine tracks``; ``noun`` is the stem of the last word."""

    value: int
    noun: str
    start: int
    end: int


def number(word: str) -> int | None:
    """Return the value of a number in figures or words, or None."""
    word = word.casefold()
    return int(word) if word.isdecimal() and len(word) <= 9 else _WORDS.get(word)


def designator(word: str) -> str:
    """Return the number that tells one of a series from another, as digits, or nothing.

    "1.5", "two" and "II" are such; what stands before them is the series' name.
    """
    word = word.casefold()
    if re.fullmatch(r"\d{1,4}(?:\.\d{1,2})?", word, re.ASCII):
        return word
    value = _WORDS.get(word) or _ROMAN.get(word)
    return str(value) if value else ""


def counts(text: str) -> list[Count]:
    """Return everything of which a text says how many there are, two or more."""
    found = []
    for match in _COUNT.finditer(text):
        value = number(match["count"])
        if value is not None and value > 1:
            noun = stem(match["noun"].casefold())
            found.append(Count(value, noun, match.start(), match.end()))
    return found
