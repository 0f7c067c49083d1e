"""How a typed answer compares with the right one: a proposal, the learner has the last word."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from mtdtutor.core.folding import fold
from mtdtutor.study.memory import Grade

MOST_WORDS: Final = 60
"""In longer texts differences are not looked for: nobody would read them."""
_ARTICLES: Final = frozenset({"the", "a", "an"})


class Verdict(StrEnum):
    """What a typed answer looks like."""

    EMPTY = "empty"
    RIGHT = "right"
    NEAR = "near"
    OTHER = "other"


class Piece(NamedTuple):
    """Some letters of a word, and whether the other word lacks them."""

    text: str
    differs: bool


class Difference(NamedTuple):
    """A word that was typed and the word in its place; no pieces where there is none."""

    typed: tuple[Piece, ...]
    wanted: tuple[Piece, ...]


class Comparison(NamedTuple):
    """What was typed beside the accepted answer that is nearest to it.

    Attributes:
        verdict: What it looks like.
        typed: What was typed.
        wanted: The nearest accepted answer.
        differences: The words in which the two differ, in order; empty where nothing was typed,
            where they are the same, and where they have nothing in common.
    """

    verdict: Verdict
    typed: str
    wanted: str
    differences: tuple[Difference, ...] = ()


_GRADES: Final = {Verdict.RIGHT: Grade.GOOD, Verdict.NEAR: Grade.HARD, Verdict.OTHER: Grade.AGAIN}


def suggested(verdict: Verdict) -> Grade | None:
    """Return the grade that a verdict speaks for; None where nothing was typed."""
    return _GRADES.get(verdict)


def compare(typed: str, accepted: Sequence[str]) -> Comparison:
    """Compare a typed answer with all that are accepted.

    Case, accents, hyphens, apostrophes and an article at the beginning do not count. An answer is
    near if a slip of the fingers explains it: one letter in a word of four to seven, two in longer
    answers, or the same words in another order. Numbers are right or wrong, never near, and so
    are words turned round by a prefix, as official and unofficial.

    Args:
        typed: What was typed.
        accepted: At least one accepted answer, the one to show first.
    """
    typed = typed.strip()
    if not typed:
        return Comparison(Verdict.EMPTY, typed, accepted[0])
    mine = _key(typed)
    keys = [_key(each) for each in accepted]
    if mine in keys:
        return Comparison(Verdict.RIGHT, typed, accepted[keys.index(mine)])
    ranked = sorted(
        range(len(keys)),
        key=lambda place: (not _is_near(mine, keys[place]), _gap(mine, keys[place])),
    )
    best = ranked[0]
    verdict = Verdict.NEAR if _is_near(mine, keys[best]) else Verdict.OTHER
    return Comparison(verdict, typed, accepted[best], differences(typed, accepted[best]))


def differences(typed: str, wanted: str) -> tuple[Difference, ...]:
    """Return the words in which two texts differ; nothing where they share no word or letters."""
    mine, theirs = typed.split(), wanted.split()
    if max(len(mine), len(theirs)) > MOST_WORDS:
        return ()
    found = tuple(
        _difference(one, other) for one, other in _aligned(mine, theirs) if _key(one) != _key(other)
    )
    shared = len(found) < max(len(mine), len(theirs))
    return found if shared or any(_alike(each) for each in found) else ()


def _key(text: str) -> str:
    """Return what counts of an answer; a sign that folding takes away counts if it stands alone."""
    words = fold(text).split()
    if len(words) > 1 and words[0] in _ARTICLES:
        del words[0]
    return " ".join(words) or " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _is_near(one: str, other: str) -> bool:
    if _numbers(one) != _numbers(other) or _is_turned(one, other):
        return False
    if sorted(one.split()) == sorted(other.split()):
        return True
    shorter = min(len(one), len(other))
    allowed = 0 if shorter < 4 else 1 if shorter < 8 else 2
    return abs(len(one) - len(other)) <= allowed and distance(one, other) <= allowed


def _is_turned(one: str, other: str) -> bool:
    """Return whether a word of one answer is a word of the other with a prefix before it."""
    pairs = zip(one.split(), other.split(), strict=False)
    return any(
        abs(len(mine) - len(theirs)) > 1 and (mine.endswith(theirs) or theirs.endswith(mine))
        for mine, theirs in pairs
    )


def _numbers(key: str) -> list[str]:
    return [word for word in key.split() if any(each.isdigit() for each in word)]


def _gap(one: str, other: str) -> float:
    """Return how far two answers are apart, from 0 to 1; long ones by their length alone."""
    longest = max(len(one), len(other), 1)
    if longest > MOST_WORDS * 4:
        return abs(len(one) - len(other)) / longest
    return distance(one, other) / longest


def distance(one: str, other: str) -> int:
    """Return how many letters to insert, delete, replace or swap with a neighbour lie between."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, start=1):
        earlier, before, row = before, row, [place]
        for there, wanted in enumerate(other, start=1):
            cost = min(
                before[there] + 1, row[there - 1] + 1, before[there - 1] + (letter != wanted)
            )
            swapped = place > 1 and there > 1
            if swapped and letter == other[there - 2] and one[place - 2] == wanted:
                cost = min(cost, earlier[there - 2] + 1)
            row.append(cost)
    return row[-1]


def _aligned(mine: Sequence[str], theirs: Sequence[str]) -> list[tuple[str, str]]:
    """Return pairs of words that stand for each other; an empty word where there is none."""
    keys, wanted = [_key(each) for each in mine], [_key(each) for each in theirs]
    cost = [[0.0] * (len(theirs) + 1) for _ in range(len(mine) + 1)]
    for i in range(len(mine) + 1):
        for j in range(len(theirs) + 1):
            ways = []
            if i:
                ways.append(cost[i - 1][j] + 1)
            if j:
                ways.append(cost[i][j - 1] + 1)
            if i and j:
                ways.append(cost[i - 1][j - 1] + _cost(keys[i - 1], wanted[j - 1]))
            cost[i][j] = min(ways, default=0.0)
    pairs: list[tuple[str, str]] = []
    i, j = len(mine), len(theirs)
    while i or j:
        if i and j and cost[i][j] == cost[i - 1][j - 1] + _cost(keys[i - 1], wanted[j - 1]):
            i, j = i - 1, j - 1
            pairs.append((mine[i], theirs[j]))
        elif i and cost[i][j] == cost[i - 1][j] + 1:
            i -= 1
            pairs.append((mine[i], ""))
        else:
            j -= 1
            pairs.append(("", theirs[j]))
    return pairs[::-1]


def _cost(one: str, other: str) -> float:
    """Return what it costs to take one word for another: at most a bit less than both apart."""
    return 0.0 if one == other else 0.5 + 1.4 * _gap(one, other)


def _difference(one: str, other: str) -> Difference:
    """Mark the letters that two words do not share, in their order."""
    mine, theirs = [fold(each) for each in one], [fold(each) for each in other]
    shared = [[0] * (len(other) + 1) for _ in range(len(one) + 1)]
    for i in range(len(one) - 1, -1, -1):
        for j in range(len(other) - 1, -1, -1):
            same = mine[i] == theirs[j]
            shared[i][j] = (
                shared[i + 1][j + 1] + 1 if same else max(shared[i + 1][j], shared[i][j + 1])
            )
    kept: tuple[set[int], set[int]] = (set(), set())
    i = j = 0
    while i < len(one) and j < len(other):
        if mine[i] == theirs[j]:
            kept[0].add(i)
            kept[1].add(j)
            i, j = i + 1, j + 1
        elif shared[i + 1][j] >= shared[i][j + 1]:
            i += 1
        else:
            j += 1
    return Difference(_pieces(one, kept[0]), _pieces(other, kept[1]))


def _pieces(word: str, kept: set[int]) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    for place, letter in enumerate(word):
        differs = place not in kept
        if pieces and pieces[-1].differs == differs:
            pieces[-1] = Piece(pieces[-1].text + letter, differs)
        else:
            pieces.append(Piece(letter, differs))
    return tuple(pieces)


def _alike(difference: Difference) -> bool:
    """Return whether at least half of the longer word is in the other one too."""
    sides = (difference.typed, difference.wanted)
    longest = max(sum(len(piece.text) for piece in side) for side in sides)
    same = sum(len(piece.text) for piece in difference.wanted if not piece.differs)
    return 2 * same >= longest > 0
