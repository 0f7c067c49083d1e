"""What a response is worth."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from mtdtutor.core.errors import BugError
from mtdtutor.quiz.items import SUPPORTED_TYPES, Item


class Verdict(NamedTuple):
    """What a response earned.

    Attributes:
        score: From 0 to 1.
        right: It earned full marks.
    """

    score: float
    right: bool


def grade(item: Item, chosen: Collection[str]) -> Verdict:
    """Return what the chosen options earn: all or nothing where one option is the key.

    Raises:
        BugError: The type is not one a quiz asks, or an option is not of this question.
    """
    if item.type not in SUPPORTED_TYPES:
        raise BugError(f"{item.id} has the type {item.type}, which no quiz asks")
    strangers = set(chosen) - {option.id for option in item.options}
    if strangers:
        raise BugError(f"{item.id} has no option {sorted(strangers)}")
    right = frozenset(chosen) == item.keys
    return Verdict(1.0 if right else 0.0, right)
