"""Typed access to untrusted JSON that can say where it went wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NoReturn, TypeVar

T = TypeVar("T")

_LARGEST: Final = 2**53
"""Beyond this, JSON numbers are no longer exact everywhere."""
Text = dict[str, str]
"""A text in one or more languages, keyed by language tag."""


class NodeError(Exception):
    """A value in the JSON tree is missing, of the wrong type, or not allowed.

    Attributes:
        place: Path of the value, with the nearest id where there is one.
        reason: What is wrong with it.
    """

    def __init__(self, place: str, reason: str) -> None:
        self.place = place
        self.reason = reason
        super().__init__(f"{place}: {reason}")


class Node:
    """One JSON object together with its place in the file."""

    __slots__ = ("fields", "place")

    def __init__(self, value: object, place: str) -> None:
        if not isinstance(value, dict):
            raise NodeError(place or "the top", "must be an object")
        self.fields: dict[str, object] = value
        self.place = place
        if place and isinstance(value.get("id"), str):
            self.place = f"{place} ({value['id']})"

    def at(self, key: str) -> str:
        """Return the place of a field."""
        return f"{self.place}.{key}" if self.place else key

    def fail(self, key: str, reason: str) -> NoReturn:
        """Raise ``NodeError`` at a field."""
        raise NodeError(self.at(key), reason)

    def has(self, key: str) -> bool:
        """Return whether an optional field is there."""
        return key in self.fields

    def value(self, key: str) -> object:
        """Return a required field of any type."""
        if key not in self.fields:
            self.fail(key, "is missing")
        return self.fields[key]

    def string(self, key: str) -> str:
        """Return a required text that is the same in every language and not empty."""
        value = self.value(key)
        if not isinstance(value, str) or not value:
            self.fail(key, "must be a non-empty string")
        return value

    def maybe_string(self, key: str) -> str | None:
        """Return an optional text that is the same in every language."""
        return self.string(key) if self.has(key) else None

    def one_of(self, key: str, allowed: frozenset[str]) -> str:
        """Return a required string out of a closed set."""
        value = self.string(key)
        if value not in allowed:
            self.fail(key, f"must be one of {', '.join(sorted(allowed))}, not “{value}”")
        return value

    def integer(self, key: str) -> int:
        """Return a required whole number."""
        value = self.value(key)
        if not isinstance(value, int) or isinstance(value, bool):
            self.fail(key, "must be a whole number")
        if abs(value) > _LARGEST:
            self.fail(key, "is too large")
        return value

    def number(self, key: str) -> float:
        """Return a required number."""
        value = self.value(key)
        if not isinstance(value, int | float) or isinstance(value, bool):
            self.fail(key, "must be a number")
        if not -_LARGEST <= value <= _LARGEST:
            self.fail(key, "is too large or no number")
        return float(value)

    def flag(self, key: str) -> bool:
        """Return a required truth value."""
        value = self.value(key)
        if not isinstance(value, bool):
            self.fail(key, "must be true or false")
        return value

    def text(self, key: str) -> Text:
        """Return a required text by language."""
        return as_text(self.value(key), self.at(key))

    def maybe_text(self, key: str) -> Text | None:
        """Return an optional text by language."""
        return self.text(key) if self.has(key) else None

    def items(self, key: str) -> list[object]:
        """Return a required list of anything."""
        value = self.value(key)
        if not isinstance(value, list):
            self.fail(key, "must be a list")
        return value

    def strings(self, key: str) -> tuple[str, ...]:
        """Return a required list of ids."""
        found: list[str] = []
        for index, value in enumerate(self.items(key)):
            if not isinstance(value, str) or not value:
                raise NodeError(f"{self.at(key)}[{index}]", "must be a non-empty string")
            found.append(value)
        return tuple(found)

    def texts(self, key: str) -> tuple[Text, ...]:
        """Return a required list of texts by language."""
        return tuple(
            as_text(value, f"{self.at(key)}[{index}]")
            for index, value in enumerate(self.items(key))
        )

    def maybe_texts(self, key: str) -> tuple[Text, ...]:
        """Return an optional list of texts by language; absent means empty."""
        return self.texts(key) if self.has(key) else ()

    def child(self, key: str) -> Node:
        """Return a required object."""
        return Node(self.value(key), self.at(key))

    def children(self, key: str, build: Callable[[Node], T]) -> tuple[T, ...]:
        """Return a required list of objects, each made into a value."""
        return tuple(
            build(Node(value, f"{self.at(key)}[{index}]"))
            for index, value in enumerate(self.items(key))
        )

    def maybe_children(self, key: str, build: Callable[[Node], T]) -> tuple[T, ...]:
        """Return an optional list of objects, each made into a value; absent means empty."""
        return self.children(key, build) if self.has(key) else ()


def as_text(value: object, place: str) -> Text:
    """Return a value as a text by language.

    Raises:
        NodeError: It is not an object with at least one language, or a text is blank.
    """
    if not isinstance(value, dict) or not value:
        raise NodeError(place, "must be an object keyed by language, such as {“en”: …}")
    for language, text in value.items():
        if not isinstance(text, str) or not text.strip():
            raise NodeError(f"{place}.{language}", "must be a text that is not blank")
    return value
