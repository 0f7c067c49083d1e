"""The blocks a page is made of, whatever it is written in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

from mtdtutor.core.errors import KnownError
from mtdtutor.course.build.ingest.original import Original
from mtdtutor.course.build.ingest.passage import Passage


class Kind(Enum):
    """What a block is."""

    TEXT = "text"
    HEADING = "heading"
    ITEM = "item"
    ROW = "row"
    RULE = "rule"
    TERM = "term"
    MEANING = "meaning"
    DROPPED = "dropped"


MAX_BLOCKS: Final = 100_000
"""Limit on the blocks of a file; with one letter a line, even a small file has millions."""


@dataclass(slots=True)
class Block:
    """One line, paragraph, list item, table row or the like.

    Attributes:
        passage: Its text, without bullets and heading marks.
        gap: Whether something blank stands before it.
        level: Depth of a heading or an item.
        number: A written number of an item, such as ``3``; empty for a bullet.
        cells: The cells of a row.
        header: Whether a row, or its text, is a table's head.
        group: Tells neighbouring lists and tables apart.
        reason: Why a dropped block is no content.
        explicit: Whether its kind was written down, not guessed from its shape.
        question: Whether it is a question, and one that somebody answers here.
    """

    kind: Kind
    passage: Passage
    gap: bool = False
    level: int = 0
    number: str = ""
    cells: tuple[Passage, ...] = ()
    header: bool = False
    group: int = 0
    reason: str = ""
    explicit: bool = False
    question: bool = False

    @property
    def plain(self) -> str:
        """What a person reads."""
        return self.passage.plain

    def drop(self, reason: str) -> None:
        """Mark it as no content."""
        self.kind = Kind.DROPPED
        self.reason = reason


def refuse_too_many(count: int, original: Original) -> None:
    """Stop before the blocks of a hostile file fill the memory.

    Raises:
        KnownError: ``ingest-too-many``.
    """
    if count > MAX_BLOCKS:
        raise KnownError("ingest-too-many", file=original.name, limit=MAX_BLOCKS)
