"""Which facts give one another away, so that one of them is enough for a day."""

from __future__ import annotations

from typing import Final

_TELLING: Final = ("name", "number", "slogan")
"""What a thing is called: whoever read one on a card this morning knows the others."""


def siblings(fact: str) -> tuple[str, ...]:
    """Return the facts that a card on a fact gives away, itself among them."""
    thing, mark, slot = fact.rpartition(":")
    if mark and slot in _TELLING:
        return tuple(f"{thing}{mark}{each}" for each in _TELLING)
    return (fact,)
