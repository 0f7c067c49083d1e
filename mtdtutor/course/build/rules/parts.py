"""Rules about what is to be joined, ordered or filled in (L01, L02, L04-L06, L13, L27, L33)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from mtdtutor.course.build.rules.view import ERROR, WARNING, Asked, Bank, Finding
from mtdtutor.course.build.words import bare, contains_phrase, content_stems, word_count

_GAP: Final = "___"
_FEWEST: Final = 3
_MOST: Final = 6
_LONGEST_TYPED: Final = 6
_YEAR: Final = re.compile(r"\b(?:1[0-9]|20)\d\d\b")


def l01_gap_keys(item: Asked, _bank: Bank) -> Iterator[Finding]:
    """A gap to fill by choosing that has not exactly one right option."""
    if item.type == "cloze" and len(item.accepted) == 1 and len(item.keys) != 1:
        yield Finding(ERROR, "L01", item.id, f"its gap has {len(item.keys)} right options, not 1")


def l02_parts(item: Asked, _bank: Bank) -> Iterator[Finding]:
    """Sides or steps that say the same, or an answer accepted twice."""
    rights = [*(side.right for side in item.sides), *item.extra]
    lists = [
        ("left side", [side.left for side in item.sides], ERROR),
        ("right side", rights, ERROR),
        ("step", item.steps, ERROR),
        *(("accepted answer", gap, WARNING) for gap in item.accepted),
    ]
    for what, texts, level in lists:
        folded = str.casefold if what == "accepted answer" else bare
        for text, count in Counter(folded(text) for text in texts).items():
            if count > 1:
                yield Finding(level, "L02", item.id, f"the {what} “{text}” stands {count} times")


def l04_parts(item: Asked, _bank: Bank) -> Iterator[Finding]:
    """Too few sides or steps to think about, too many to hold, or none left over."""
    for what, parts, most in (
        ("pairs", len(item.sides), _MOST - 1),
        ("steps", len(item.steps), _MOST),
    ):
        if 0 < parts < _FEWEST:
            yield Finding(ERROR, "L04", item.id, f"has {parts} {what}, needs {_FEWEST}")
        elif parts > most:
            yield Finding(WARNING, "L04", item.id, f"has {parts} {what}; {most} are plenty")
    if item.sides and not item.extra:
        message = "leaves no right side over, so that the last pair follows from the others"
        yield Finding(WARNING, "L04", item.id, message)


def l05_gaps(item: Asked, _bank: Bank) -> Iterator[Finding]:
    """A stem that has more or fewer gaps than there are answers."""
    if item.type not in ("cloze", "typed"):
        return
    for stem in item.stems:
        if stem.count(_GAP) != len(item.accepted):
            message = f"has {len(item.accepted)} gaps, but not in this stem: “{stem}”"
            yield Finding(ERROR, "L05", item.id, message)


def l06_parts(item: Asked, _bank: Bank) -> Iterator[Finding]:
    """Sides or steps too long to compare, or answers too long to type."""
    rights = [*(side.right for side in item.sides), *item.extra]
    for text in (*(side.left for side in item.sides), *rights, *item.steps):
        count = word_count(text)
        if count > 15:
            level = ERROR if count > 30 else WARNING
            yield Finding(level, "L06", item.id, f"a side or step has {count} words: “{text}”")
    if item.type == "typed":
        for gap in item.accepted:
            if word_count(gap[0]) > _LONGEST_TYPED:
                message = f"the answer to type has {word_count(gap[0])} words"
                yield Finding(WARNING, "L06", item.id, message)


def l13_sides(item: Asked, bank: Bank) -> Iterator[Finding]:
    """A right side that shares a word with its own left one and with no other."""
    for side in item.sides:
        others = (content_stems(other.left) for other in item.sides if other is not side)
        shared = content_stems(side.left) & content_stems(side.right)
        telling = shared - frozenset().union(*others)
        if telling:
            level = ERROR if telling & bank.slot_terms else WARNING
            message = f"both sides of {side.id} share: {', '.join(sorted(telling))}"
            yield Finding(level, "L13", item.id, message)


def l27_filled(item: Asked, _bank: Bank) -> Iterator[Finding]:
    """An explanation that does not hold the answer that was to be typed."""
    if item.type == "typed":
        for gap in item.accepted:
            if not any(contains_phrase(item.explanation, answer) for answer in gap):
                message = "the explanation does not name the answer"
                yield Finding(WARNING, "L27", item.id, message)


def l33_parts(item: Asked, _bank: Bank) -> Iterator[Finding]:
    """A stem that holds what fills its gap, a right side that names its left, a dated step."""
    for gap in item.accepted:
        for stem in item.stems:
            if item.type == "typed" and contains_phrase(stem, gap[0]):
                yield Finding(ERROR, "L33", item.id, f"the stem names the answer: “{gap[0]}”")
    for side in item.sides:
        label, _, name = side.left.partition(": ")
        if contains_phrase(side.right, label) or (name and contains_phrase(side.right, name)):
            yield Finding(ERROR, "L33", item.id, f"the right side of {side.id} names its left one")
    for step in item.steps:
        if _YEAR.search(step):
            yield Finding(ERROR, "L33", item.id, f"this step tells its date: “{step}”")
