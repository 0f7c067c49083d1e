"""Rules about a set of options: how many, how alike, how long (L01-L04, L06, L12, L16-L18)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import combinations, pairwise
from math import exp, lgamma, log, log1p
from typing import Final

from rapidfuzz import fuzz

from mtdtutor.course.build.rules.view import ERROR, WARNING, Asked, Bank, Finding
from mtdtutor.course.build.words import bare, contains_phrase, word_count, words

_NEAR_DUPLICATE: Final = 92
_PLENTY: Final = 5
_PLENTY_OF_SEVERAL: Final = 6
_MANY_OFFERS: Final = 5
_SELDOM: Final = 0.2
_OFTEN: Final = 0.5
_AMOUNT: Final = re.compile(r"^(\d+(?:\.\d+)?)(?:\s*[-–]\s*(\d+(?:\.\d+)?))?\s*([^\d\s].*)?$")


def l01_one_key(item: Asked, _bank: Bank) -> Iterator[Finding]:
    """Several right and several wrong options where several may be chosen."""
    if item.type == "multiple" and (len(item.keys) < 2 or len(item.wrong) < 2):
        yield Finding(ERROR, "L01", item.id, "needs two right and two wrong options or more")


def l02_distinct(item: Asked, _bank: Bank) -> Iterator[Finding]:
    """Options that say the same."""
    for one, other in combinations(item.options, 2):
        first, second = bare(one.text), bare(other.text)
        if first == second:
            yield Finding(ERROR, "L02", item.id, f"{one.id} and {other.id} say the same")
        elif fuzz.token_sort_ratio(first, second) >= _NEAR_DUPLICATE:
            yield Finding(WARNING, "L02", item.id, f"{one.id} and {other.id} are nearly the same")


def l04_count(item: Asked, _bank: Bank) -> Iterator[Finding]:
    """Too few options to be a choice, or too many to read."""
    if not item.options:
        return
    if len(item.options) < 3:
        yield Finding(ERROR, "L04", item.id, f"has {len(item.options)} options, needs 3")
    if item.show > len(item.options):
        yield Finding(ERROR, "L04", item.id, f"shows {item.show} of {len(item.options)} options")
    plenty = _PLENTY_OF_SEVERAL if item.type == "multiple" else _PLENTY
    if item.show > plenty:
        message = f"shows {item.show} options; {plenty} are plenty"
        yield Finding(WARNING, "L04", item.id, message)


def l06_length(item: Asked, _bank: Bank) -> Iterator[Finding]:
    """Options too long to compare."""
    for option in item.options:
        count = word_count(option.text)
        if count > 15:
            level = ERROR if count > 30 else WARNING
            yield Finding(level, "L06", item.id, f"option {option.id} has {count} words")


def l12_key_length(item: Asked, _bank: Bank) -> Iterator[Finding]:
    """A right option that stands out by its length, in questions with options of their own."""
    if item.closed or len(item.keys) != 1 or not item.wrong:
        return
    key = len(item.keys[0].text)
    mean = sum(len(option.text) for option in item.wrong) / len(item.wrong)
    ratio = key / mean
    message = f"the right option is {ratio:.2f} times as long as the wrong ones"
    if ratio > 1.8:
        yield Finding(ERROR, "L12", item.id, message)
    elif (ratio > 1.35 or ratio < 0.65) and abs(key - mean) > 12:
        yield Finding(WARNING, "L12", item.id, message)


def l12_closed_sets(bank: Bank) -> Iterator[Finding]:
    """Over all sets of names: right options too often the longest, or names that tell by rate.

    A rate is how often a name is right of the times it is offered; of the wrong options, those
    count that are shown first.
    """
    sets = [item for item in bank.questions if item.closed and len(item.keys) == 1]
    if not sets:
        return
    longest = sum(
        all(len(item.keys[0].text) > len(option.text) for option in item.wrong) for item in sets
    )
    chance = sum(1 / len(item.options) for item in sets) / len(sets)
    if _at_least(longest, len(sets), chance) < 0.01:
        message = f"the right option is the longest in {longest} of {len(sets)} sets of names"
        yield Finding(WARNING, "L12", "bank", message)
    offered: dict[str, list[bool]] = {}
    for item in sets:
        for option in (*item.keys, *item.wrong[: item.show - 1]):
            offered.setdefault(option.text, []).append(option.correct)
    for text, right in sorted(offered.items()):
        hits, times = sum(right), len(right)
        if 1 < times == hits:
            message = f"“{text}” is right whenever it is offered ({times} times)"
            yield Finding(WARNING, "L12", "bank", message)
        elif times >= _MANY_OFFERS and not _SELDOM <= hits / times <= _OFTEN:
            message = f"“{text}” is right {hits} of the {times} times it is offered first"
            yield Finding(WARNING, "L12", "bank", message)


def _at_least(hits: int, trials: int, chance: float) -> float:
    """Return the binomial probability of this many hits or more, by logarithms.

    Of a thousand trials and more, the number of ways is too large for a float.
    """
    if chance >= 1:
        return 1.0
    return sum(
        exp(
            lgamma(trials + 1)
            - lgamma(k + 1)
            - lgamma(trials - k + 1)
            + k * log(chance)
            + (trials - k) * log1p(-chance)
        )
        for k in range(hits, trials + 1)
    )


_SHAPES: Final[tuple[tuple[str, bool, Callable[[str], bool]], ...]] = (
    ("a capital at the start", True, lambda text: text[0].isupper()),
    ("a full stop at the end", True, lambda text: text.endswith(".")),
    ("an article at the start", False, lambda text: words(text)[:1] in (("a",), ("an",), ("the",))),
    ("an -ing word at the start", False, lambda text: "".join(words(text)[:1]).endswith("ing")),
    ("a digit", False, lambda text: any(sign.isdigit() for sign in text)),
)
"""Surface features: the name, whether all options must agree (else only the key must not stand
alone), and the test."""


def l16_alike(item: Asked, bank: Bank) -> Iterator[Finding]:
    """Options of different sorts, or of different shape; the shape of set names is given."""
    kinds = {bank.kinds.get(option.entity) for option in item.options if option.entity}
    if len(kinds) > 1:
        found = ", ".join(sorted(str(kind) for kind in kinds))
        yield Finding(ERROR, "L16", item.id, f"mixes options of different kinds: {found}")
    if len(item.keys) != 1:
        return
    for name, all_agree, test in _SHAPES:
        key = test(item.keys[0].text)
        others = {test(option.text) for option in item.wrong}
        if (key not in others and not item.closed) or (all_agree and len(others) > 1):
            yield Finding(WARNING, "L16", item.id, f"not all options share {name}")


def l17_amounts(item: Asked, _bank: Bank) -> Iterator[Finding]:
    """Numbers as options: one unit, no overlap, in order."""
    found = [_AMOUNT.match(option.text.strip()) for option in item.options]
    amounts = [match for match in found if match is not None]
    if not amounts or len(amounts) < len(item.options):
        return
    if len({match[3] for match in amounts}) > 1:
        yield Finding(ERROR, "L17", item.id, "mixes units")
    spans = [(float(match[1]), float(match[2] or match[1])) for match in amounts]
    ordered = sorted(spans)
    if any(second[0] <= first[1] for first, second in pairwise(ordered)):
        yield Finding(ERROR, "L17", item.id, "holds amounts that overlap")
    if spans != ordered:
        yield Finding(WARNING, "L17", item.id, "does not list its amounts in order")


def l18_inside(item: Asked, _bank: Bank) -> Iterator[Finding]:
    """An option that holds another one whole."""
    for one, other in combinations(item.options, 2):
        short, long = sorted((one, other), key=lambda option: len(option.text))
        if bare(short.text) != bare(long.text) and contains_phrase(long.text, short.text):
            yield Finding(WARNING, "L18", item.id, f"{long.id} holds {short.id} whole")


def l18_key_elsewhere(bank: Bank) -> Iterator[Finding]:
    """A wrong option that another question with the same stem calls right."""
    right: dict[str, set[str]] = {}
    for item in bank.questions:
        for stem in item.stems:
            right.setdefault(bare(stem), set()).update(bare(key.text) for key in item.keys)
    for item in bank.questions:
        for stem in item.stems:
            for option in item.wrong:
                if bare(option.text) in right[bare(stem)]:
                    message = f"{option.id} is right in another question with the same stem"
                    yield Finding(ERROR, "L18", item.id, message)
