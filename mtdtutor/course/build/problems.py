"""Mistakes in the knowledge base, gathered so that an author sees all of them at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

from mtdtutor.core.errors import KnownError

if TYPE_CHECKING:
    from pydantic import ValidationError

_CURES: Final[Mapping[str, str]] = {
    "missing": "is missing; add it",
    "extra_forbidden": "is not a known field; correct its name or remove it",
    "string_type": "must be a text in quotes",
    "int_type": "must be a whole number",
    "bool_type": "must be true or false",
    "list_type": "must be a list in square brackets",
    "dict_type": "must be a table",
    "model_type": "must be a table",
    "too_short": "holds too few entries; it needs at least {min_length}",
    "too_long": "holds too many entries; at most {max_length} are allowed",
    "literal_error": "must be one of {expected}",
    "string_pattern_mismatch": "does not have the form {pattern}; correct it",
    "string_too_long": "is too long; at most {max_length} characters are allowed",
    "greater_than_equal": "must be at least {ge}",
}


class Problem(NamedTuple):
    """One mistake: the file, the entry (its id, or list and index), the field, and the cure."""

    file: str
    entry: str
    field: str
    message: str

    def __str__(self) -> str:
        place = ", ".join(part for part in (self.file, self.entry, self.field) if part)
        return f"{place}: {self.message}"


def file_key(kind: str, key: str) -> str:
    """Return the key under which the file of an entry is remembered.

    A topic shares its id with the entity that stands for it; all other ids are unique.
    """
    return f"topic {key}" if kind == "topic" else key


def field_name(loc: tuple[int | str, ...]) -> str:
    """Return a field's path as an author writes it, such as ``card[0].front``."""
    name = ""
    for part in loc:
        if isinstance(part, int):
            name += f"[{part}]"
        else:
            name += f".{part}" if name else part
    return name


def from_validation(error: ValidationError, file: str, entry: str) -> list[Problem]:
    """Return the mistakes of one entry in an author's words."""
    found: list[Problem] = []
    for detail in error.errors(include_url=False):
        template = _CURES.get(detail["type"])
        context = detail.get("ctx", {})
        message = template.format_map(context) if template else detail["msg"]
        found.append(Problem(file, entry, field_name(detail["loc"]), message))
    return found


def raise_if_any(folder: object, problems: list[Problem]) -> None:
    """Raise the mistakes found so far as one error.

    Raises:
        KnownError: ``knowledge-invalid``, if there is at least one.
    """
    if problems:
        lines = "\n".join(f"  {problem}" for problem in sorted(problems))
        raise KnownError("knowledge-invalid", folder=folder, count=len(problems), problems=lines)
