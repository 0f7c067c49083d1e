"""The cells of the matrices: what is true of a topic, what is not, and what nobody decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Literal

from mtdtutor.course.build.difficulty import similarity
from mtdtutor.course.build.document import Rev
from mtdtutor.course.build.entries import Fact, Row, Topic
from mtdtutor.course.build.knowledge import Knowledge

Cell = Literal["yes", "no", "arguable", "unknown"]


def cell(row: Row, topic: str) -> Cell:
    """Return what a row says of a topic; what no author decided is unknown, not false."""
    if topic in row.yes:
        return "yes"
    if topic in row.arguable:
        return "arguable"
    return "no" if any(topic in cells.topics for cells in row.no) else "unknown"


def denial(row: Row, topic: str) -> str:
    """Return the true sentence that says why a row is false for a topic.

    Raises:
        ValueError: The cell is not *no*, so that nothing proves it.
    """
    for cells in row.no:
        if topic in cells.topics:
            return cells.why
    message = f"row {row.id} is not decided to be false for {topic}"
    raise ValueError(message)


def denial_of(row: Row, topic: Topic) -> str:
    """Return why a row is false for a track in a sentence that names the track by its number.

    Beside an option that is the track itself, an author may write "this track" or "it".
    """
    why = denial(row, topic.id)
    for start in ("This track ", "It "):
        if why.startswith(start):
            return f"Track {topic.number} {why.removeprefix(start)}"
    return why


def shown_by(kb: Knowledge, row: Row, topic: str) -> Fact:
    """Return the fact that shows a row to be true for a topic.

    Raises:
        KeyError: The cell is not *yes*, so that nothing shows it.
    """
    return kb.fact_by_id[row.yes[topic]]


def rows_of(kb: Knowledge, matrix: str) -> list[Row]:
    """Return the rows of a matrix in their authored order."""
    return [row for row in kb.rows if row.matrix == matrix]


def home(row: Row) -> str | None:
    """Return the one topic a row is true for, if there is only one."""
    return next(iter(row.yes)) if len(row.yes) == 1 else None


def spread(rows: Iterable[Row], most: int) -> list[Row]:
    """Return rows in their order, but no more than so many that are true for the same topic."""
    homes: Counter[str | None] = Counter()
    kept: list[Row] = []
    for row in rows:
        owner = home(row)
        homes[owner] += 1
        if owner is None or homes[owner] <= most:
            kept.append(row)
    return kept


def nearness(kb: Knowledge, topic: str, row: Row) -> float:
    """Return how easily a row is taken for one that is true for a topic."""
    return max(similarity(kb, topic, other) for other in row.yes)


def numbered(kb: Knowledge) -> list[Topic]:
    """Return the topics that are tracks: those of the scheme, and Track 1.5 beside them."""
    return [topic for topic in kb.topics if topic.number]


def joined_rev(facts: Sequence[Fact]) -> Rev:
    """Return the rev of an item on several facts: it rises whenever one of theirs does."""
    return sum({fact.id: fact.rev - 1 for fact in facts}.values()) + 1
