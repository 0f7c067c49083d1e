"""Search as you type: queries matched against texts; both sides are folded to plain words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from mtdtutor.core.folding import UNSPACED, fold, plain_text, words_of

_COMPOUND: Final = re.compile(r"\b\w+(?:[-‐‑']\w+)+\b")
_JOINTS: Final = re.compile(r"[-‐‑']")
_SHORT_NUMBER: Final = re.compile(r"\d(?:\.\d+)?")


def haystack(*texts: str) -> str:
    """Return texts folded for ``Query.finds``, words of several parts apart and joined.

    The bar keeps words of two texts from making a phrase together.
    """
    return f" {' | '.join(part for _, part in map(_folded, texts))} "


def fold_entry(title: str, *texts: str) -> tuple[str, str]:
    """Return a folded title, and the haystack of title and texts, without folding twice."""
    folded, part = _folded(title)
    return folded, f" {' | '.join((part, *(each for _, each in map(_folded, texts))))} "


def _folded(text: str) -> tuple[str, str]:
    """Return a text folded, and the same with its words of several parts added once more."""
    plain = plain_text(text)
    words = words_of(plain)
    folded = " ".join(words)
    for found in _COMPOUND.findall(plain) if _JOINTS.search(plain) else ():
        words.append(_JOINTS.sub("", found))
        if "'" in found:
            words += _JOINTS.sub(" ", found).split()
    return folded, " ".join(words)


class Query(NamedTuple):
    """What was typed, ready to be matched.

    Attributes:
        words: The folded query, to compare titles with.
        needles: Strings that all have to occur in a haystack.
        whole: The needles as whole words.
        without: Strings of which none may occur.
    """

    words: str
    needles: tuple[str, ...]
    whole: tuple[str, ...]
    without: tuple[str, ...] = ()

    @classmethod
    def of(cls, typed: str, phrases: Iterable[str] = (), without: Iterable[str] = ()) -> Query:
        """Read what was typed.

        A word finds words that begin with it. A single digit, and 1.5, find themselves alone, and
        after "track" they belong to it: "track 1" finds neither Track 1.5 nor 1996.

        Args:
            typed: Words, which may stand anywhere.
            phrases: Words that have to stand side by side, whole.
            without: Words and phrases that must not occur.
        """
        words = fold(typed)
        exact = [folded for phrase in phrases if (folded := fold(phrase))]
        needles = tuple(dict.fromkeys((*_needles(words), *map(_whole_phrase, exact))))
        return cls(
            " ".join(filter(None, (words, *exact))),
            needles,
            tuple(f"{n} " if n[0] == " " and n[-1] != " " else n for n in needles),
            tuple(dict.fromkeys(needle for each in without for needle in _unwanted(each))),
        )

    def finds(self, folded: str) -> bool:
        """Return whether all that is asked for occurs in a text made by ``haystack``."""
        if any(needle in folded for needle in self.without):
            return False
        return all(needle in folded for needle in self.needles)

    def rank(self, title: str, folded: str) -> int:
        """Return how well something fits: what its title says counts most, then whole words.

        Args:
            title: Its folded title.
            folded: Its haystack, which ``finds`` accepted.

        Returns:
            0 for the same title, 1 for one that begins alike, 2 for one that holds all as whole
            words, 3 for one that holds all; 4 if the texts hold all as whole words, else 5.
        """
        words, needles, whole, _ = self
        if title == words:
            return 0
        framed = f" {title} "
        if framed.startswith(f" {words} "):
            return 1
        # Written out, because this runs for everything found, and for one letter that is most.
        for needle in whole:
            if needle not in framed:
                break
        else:
            return 2
        for needle in needles:
            if needle not in framed:
                break
        else:
            return 3
        for needle in whole:
            if needle not in folded:
                return 5
        return 4


def _needles(folded: str) -> list[str]:
    words = folded.split()
    needles: list[str] = []
    for place, word in enumerate(words):
        if _SHORT_NUMBER.fullmatch(word):
            before = words[place - 1] if place else ""
            needles.append(f" track {word} " if before == "track" else f" {word} ")
        elif UNSPACED.match(word):
            needles.append(word)
        else:
            needles.append(f" {word}")
    return needles


def _whole_phrase(folded: str) -> str:
    """Return a phrase as a needle; at an end without spaces between words it ends anywhere."""
    start = "" if UNSPACED.match(folded) else " "
    end = "" if UNSPACED.match(folded[-1]) else " "
    return f"{start}{folded}{end}"


def _unwanted(phrase: str) -> list[str]:
    folded = fold(phrase)
    return [_whole_phrase(folded)] if " " in folded else _needles(folded)
