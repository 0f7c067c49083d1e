"""What comes out: candidates for a person to accept, edit or reject, as TOML."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

import tomli_w

from mtdtutor.course.build.ingest.original import Original

Confidence = Literal["high", "medium", "low"]
Array = Literal["fact", "faq", "definition", "table", "list", "conflict", "gap", "dropped"]
ARRAYS: Final[tuple[Array, ...]] = (
    "fact",
    "faq",
    "definition",
    "table",
    "list",
    "conflict",
    "gap",
    "dropped",
)


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a file by characters; ``end`` is excluded."""

    original: Original
    start: int
    end: int

    @property
    def text(self) -> str:
        """What stands there, exactly."""
        return self.original.text[self.start : self.end]

    def as_data(self, prefix: str = "") -> dict[str, object]:
        """Return file, bytes and text, under names with a prefix."""
        return {
            f"{prefix}file": self.original.name,
            f"{prefix}start": self.original.byte(self.start),
            f"{prefix}end": self.original.byte(self.end),
            f"{prefix}text": self.text,
        }


@dataclass(frozen=True, slots=True)
class Candidate:
    """One entry of the result.

    Attributes:
        array: The list it belongs to.
        place: Where it stands.
        confidence: How likely it is what its list says.
        plain: What a person reads there; given when that is not the text as it stands.
        section: The heading it stands under, or nothing.
        more: Further fields of its list.
    """

    array: Array
    place: Place
    confidence: Confidence
    plain: str = ""
    section: str = ""
    more: dict[str, object] = field(default_factory=dict)

    def as_data(self) -> dict[str, object]:
        """Return the entry as it is written."""
        data = self.place.as_data()
        data["confidence"] = self.confidence
        if self.plain and self.plain != data["text"]:
            data["plain"] = self.plain
        if self.section:
            data["section"] = self.section
        return data | self.more


def candidates_bytes(originals: Sequence[Original], found: Iterable[Candidate]) -> bytes:
    """Return the result as TOML: every list, and in it the files and places in order."""
    rank = {original.name: index for index, original in enumerate(originals)}
    arrays: dict[str, list[dict[str, object]]] = {name: [] for name in ARRAYS}
    ordered = sorted(
        found, key=lambda each: (rank[each.place.original.name], each.place.start, each.place.end)
    )
    for candidate in ordered:
        arrays[candidate.array].append(candidate.as_data())
    head = "# Candidates for the knowledge base, to be accepted, edited or rejected by a person.\n"
    head += "".join(f"# sha256 {original.sha256} {original.name!a}\n" for original in originals)
    return (head + "\n" + tomli_w.dumps(arrays)).encode()
