"""Sentences of a passage, and whether one can stand alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_END: Final = re.compile(r"(?<![.!?…])[.!?…]+[\"'”’)\]]*(?=\s|$)")
_NEXT: Final = re.compile(r"\s+[\"'“‘(\[]*[A-Z0-9À-ÖØ-Þ]")
_ABBREVIATION: Final = re.compile(
    r"(?:^|[\s(\[\"'“‘–—-])(?:[A-Z]|(?:Mr|Mrs|Ms|Dr|Prof|St|Sr|Jr|Lt|Col|Gen|Rev|Hon|Sen|Gov"
    r"|Vol"
    r"|Fig|Figs|Eq|pp?|cf|ca|approx|vs|etc|al|Inc|Ltd|Co|Corp|Dept|Univ|e\.g|i\.e|a\.k\.a|U\.S|U\.K"
    r"|U\.N|D\.C|a\.m|p\.m|b\.c|a\.d|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec))$",
    re.IGNORECASE,
)
_NUMBERED: Final = re.compile(r"(?:^|[\s(])(?:No|Nos|Art|Ch|Sec)\.\s\d$", re.IGNORECASE)
_CASED: Final = re.compile(r"(?:^|[\s(\[])[a-z]$")
_REFERS_BACK: Final = re.compile(
    r"(?:this|that|these|those|it|its|they|their|them|he|his|she|her|such|both|others?"
    r"|(?:an)?other (?=\w+ (?:of|is))|one (?:\w+ )?(?:example|aspect|reason|way|kind|of)"
    r"|the (?:former|latter|same|above|following|other|second|third|next))\b(?! (?:is|are) (?:no"
    r"|true))",
    re.IGNORECASE,
)
_CONNECTIVE: Final = re.compile(
    r"(?:additionally|furthermore|moreover|however|therefore|thus|hence|also|consequently|meanwhile"
    r"|nevertheless|nonetheless|instead|similarly|likewise|finally|then|so|but|and|or|yet|still"
    r"|as a result|in (?:addition|contrast|conclusion|summary|short|turn|other words|this way|such)"
    r"|on the other hand|for (?:example|instance|this reason)|despite (?:this|these|the)"
    r"|because of this"
    r"|by (?:doing|contrast)|of course|after all|to sum up|overall|while|by \w+ing)\b",
    re.IGNORECASE,
)
_NEAR_START: Final = re.compile(
    r"(?:\S+\s+){1,5}?(?:by|of|in|from|with|for|to|on)\s+(?:these|those|this|such)\s+\w+",
    re.IGNORECASE,
)
MAX_WORDS: Final = 90
"""A longer run of words is no sentence but a page that lost its stops."""


class Sentence(NamedTuple):
    """A sentence and its place in the plain text of its passage."""

    text: str
    start: int
    end: int

    @property
    def refers_back(self) -> bool:
        """Whether it speaks of something named elsewhere."""
        return bool(_REFERS_BACK.match(self.text) or _NEAR_START.match(self.text))

    @property
    def connects(self) -> bool:
        """Whether it goes on with a thought begun elsewhere."""
        return _CONNECTIVE.match(self.text) is not None

    @property
    def whole(self) -> bool:
        """Whether it has a sentence's end and a sentence's length."""
        return (
            self.text[-1] not in "?:"
            and _END.search(self.text, max(0, len(self.text) - 12)) is not None
        )


def sentences(plain: str) -> Iterator[Sentence]:
    """Yield the sentences of a plain text in order."""
    start = 0
    for match in _END.finditer(plain):
        if match.end() < len(plain) and not _NEXT.match(plain, match.end()):
            continue
        inside = match[0].startswith(".") and match.end() < len(plain)
        if inside and _is_abbreviation(plain, start, match.start()):
            continue
        if inside and _NUMBERED.search(plain, max(start, match.start() - 5), match.end() + 2):
            continue
        if match.end() > start:
            yield Sentence(plain[start : match.end()], start, match.end())
            start = match.end()
            while start < len(plain) and plain[start].isspace():
                start += 1
    if start < len(plain):
        yield Sentence(plain[start:], start, len(plain))


def _is_abbreviation(plain: str, start: int, stop: int) -> bool:
    before = plain[max(start, stop - 12) : stop]
    return _ABBREVIATION.search(before) is not None and _CASED.search(before) is None
