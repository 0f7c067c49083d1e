"""Spellings of one typed answer, and how near two answers are."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from rapidfuzz import fuzz

from mtdtutor.course.build.words import bare

TOO_NEAR: Final = 88
"""From this likeness on, 0 to 100, a typed answer counts as the accepted one with a slip."""

_ARTICLE: Final = re.compile(r"^(?:the|an?)\s+(?=\S)", re.IGNORECASE)
_INNER_ARTICLE: Final = re.compile(r"\s+the(?=\s)", re.IGNORECASE)
_HYPHEN: Final = re.compile(r"(?<=\w)-(?=\w)")


def spellings(answers: Iterable[str]) -> list[str]:
    """Return answers with their plain variants, each once, the given ones first.

    Variants leave out articles and close up hyphens. Case, punctuation and spaces are folded
    where an answer is compared, so what differs in them alone is no variant.
    """
    given = list(answers)
    variants = [
        variant
        for answer in given
        for variant in (
            _ARTICLE.sub("", answer),
            _INNER_ARTICLE.sub("", _ARTICLE.sub("", answer)),
            _HYPHEN.sub("", answer),
        )
    ]
    found: dict[str, str] = {}
    for one in (*given, *variants):
        found.setdefault(bare(one), one)
    return list(found.values())


def too_near(one: str, other: str) -> bool:
    """Return whether an answer could be taken for another with a slip of the keys."""
    return fuzz.ratio(bare(one), bare(other)) >= TOO_NEAR
