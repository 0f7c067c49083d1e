"""Rules about clues: what gives an answer away (L10, L11, L13, L14, L19, L20, L33)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mtdtutor.course.build.rules.view import ERROR, WARNING, Asked, Bank, Finding, Prompt
from mtdtutor.course.build.words import (
    bare,
    contains_phrase,
    content_stems,
    stem,
    stems,
    words,
)

_ABSOLUTE: Final = frozenset({"always", "never", "only", "all", "none", "every", "must"})
_VAGUE: Final = frozenset({"usually", "often", "sometimes", "generally", "may"})
_OPPOSITES: Final = (
    ("official", "unofficial"),
    ("formal", "informal"),
    ("public", "secret"),
    ("public", "private"),
    ("open", "closed"),
    ("first", "last"),
    ("highest", "lowest"),
    ("strong", "weak"),
    ("binding", "nonbinding"),
    ("governmental", "nongovernmental"),
)
_SCHEME: Final = re.compile(
    r"nine-track scheme|with Track 1\.5( \([^)]*\))? beside it|beside the|(?<=Track 1\.5) \([^)]*\)"
)
"""How questions name the scheme and whose label is meant, whatever they ask."""
_MARGIN: Final = 2
_SHORT_BACK: Final = 3
_LONG_OPTION: Final = 6


def l10_absolutes(item: Asked, _bank: Bank) -> Iterator[Finding]:
    """Absolute words on one side only."""
    key = any(_ABSOLUTE & set(words(option.text)) for option in item.keys)
    wrong = [option.id for option in item.wrong if _ABSOLUTE & set(words(option.text))]
    if wrong and not key and item.keys:
        message = f"absolute words stand in wrong options only: {', '.join(wrong)}"
        yield Finding(ERROR, "L10", item.id, message)
    elif key and not wrong:
        yield Finding(WARNING, "L10", item.id, "an absolute word stands in the right option only")


def l11_vague(item: Asked, _bank: Bank) -> Iterator[Finding]:
    """Vague words in the right option only."""
    key = any(_VAGUE & set(words(option.text)) for option in item.keys)
    if key and not any(_VAGUE & set(words(option.text)) for option in item.wrong):
        yield Finding(WARNING, "L11", item.id, "a vague word stands in the right option only")


def l13_echo(item: Asked, bank: Bank) -> Iterator[Finding]:
    """A word of the stem that comes back in the right option and in no wrong one."""
    if not item.keys or not item.wrong:
        return
    key = frozenset().union(*(content_stems(option.text) for option in item.keys))
    wrong = frozenset().union(*(content_stems(option.text) for option in item.wrong))
    asked = _asked(item)
    shared = (asked & key) - wrong
    if shared:
        telling = shared & (bank.slot_terms | _proper(item))
        level = ERROR if telling else WARNING
        found = ", ".join(sorted(telling or shared))
        yield Finding(level, "L13", item.id, f"stem and right option alone share: {found}")


def _asked(item: Asked) -> frozenset[str]:
    """Return the stems of what a question asks; the words that name the scheme ask nothing."""
    return frozenset().union(*(content_stems(_without_scheme(text)) for text in item.stems))


def _without_scheme(text: str) -> str:
    return _SCHEME.sub("", text)


def _proper(item: Asked) -> frozenset[str]:
    """Return the stems of names: capitals inside a sentence of a stem."""
    found: set[str] = set()
    for text in item.stems:
        for match in re.finditer(r"(?<=[a-z,;] )[A-Z]\w{3,}", text):
            found.add(stem(match[0].casefold()))
    return frozenset(found)


def l14_wrong_echo(item: Asked, _bank: Bank) -> Iterator[Finding]:
    """A word of the stem that comes back in a single wrong option only."""
    key = frozenset().union(*(content_stems(option.text) for option in item.keys))
    asked = _asked(item)
    for option in item.wrong:
        others = (content_stems(other.text) for other in item.wrong if other is not option)
        only = (asked & content_stems(option.text)) - key - frozenset().union(*others)
        if only:
            message = f"stem and {option.id} alone share: {', '.join(sorted(only))}"
            yield Finding(WARNING, "L14", item.id, message)


def l19_convergence(item: Asked, _bank: Bank) -> Iterator[Finding]:
    """A right option that can be found as the one most like all others."""
    if len(item.keys) != 1 or len(item.wrong) < 2:
        return
    tokens = {option.id: set(words(option.text)) for option in item.options}
    shared = {
        name: sum(len(own & other) for rest, other in tokens.items() if rest != name)
        for name, own in tokens.items()
    }
    key = shared.pop(item.keys[0].id)
    if key - max(shared.values()) >= _MARGIN:
        yield Finding(WARNING, "L19", item.id, "the right option shares most words with the others")


def l20_opposites(item: Asked, _bank: Bank) -> Iterator[Finding]:
    """An opposite pair around the right option, with the rest off the subject."""
    if len(item.keys) != 1:
        return
    key = set(words(item.keys[0].text))
    wrong = [set(words(option.text)) for option in item.wrong]
    for pair in _OPPOSITES:
        for mine, theirs in (pair, pair[::-1]):
            against = [own for own in wrong if theirs in own]
            with_key = any(mine in own for own in wrong)
            if mine in key and theirs not in key and len(against) == 1 and not with_key:
                message = f"“{mine}” in the right option has its opposite in one wrong option"
                yield Finding(WARNING, "L20", item.id, message)


def l33_named_before(item: Asked, bank: Bank) -> Iterator[Finding]:
    """A question that names its answer, or a case that uses a word of its track's names."""
    for key in item.keys:
        if any(contains_phrase(text, key.text) for text in item.stems):
            yield Finding(ERROR, "L33", item.id, "the stem names the answer")
    if item.skill == "classify" and item.closed:
        yield from _classified(item.id, " ".join(item.stems[:1]), item.topic, bank)
    for option in item.options:
        own = bank.give_away.get(option.entity or "", frozenset())
        told = own & stems(option.text)
        if told and len(words(option.text)) > _LONG_OPTION:
            message = f"{option.id} describes its track by its name: {', '.join(sorted(told))}"
            yield Finding(ERROR, "L33", item.id, message)


def l33_card(item: Prompt, bank: Bank) -> Iterator[Finding]:
    """A card whose front or hint holds its answer."""
    back = stems(item.back)
    for field, text in (("front", item.front), ("hint", item.hint)):
        if not text:
            continue
        if contains_phrase(text, item.back) or (
            0 < len(back) <= _SHORT_BACK and back <= stems(text)
        ):
            yield Finding(ERROR, "L33", item.id, f"the {field} holds the answer")
    if item.kind == "scenario":
        yield from _classified(item.id, f"{item.front} {item.hint}", item.topic, bank)


def _classified(name: str, text: str, topic: str, bank: Bank) -> Iterator[Finding]:
    """Yield what in a case tells its topic; the question sentence names the scheme to all."""
    case = _without_scheme(text)
    told = bank.give_away.get(topic, frozenset()) & stems(case)
    if told:
        message = f"the case uses a word of its own track's names: {', '.join(sorted(told))}"
        yield Finding(ERROR, "L33", name, message)
    label = bank.labels.get(topic)
    if label and f" {bare(label)} " in f" {bare(case)} ":
        yield Finding(ERROR, "L33", name, f"the case names {label}")
