"""All cards a learner might choose a session from, with what makes each worth it."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Select, and_, bindparam, func, or_, select

from mtdtutor.progress.events import CARD
from mtdtutor.storage.events import is_live
from mtdtutor.storage.prepared import Prepared
from mtdtutor.storage.tables import card, memory, review
from mtdtutor.study.memory import Grade, State
from mtdtutor.study.queue import Candidate


class Stock(NamedTuple):
    """A card that is neither retired nor suspended, seen or not.

    Attributes:
        card: The card.
        lapses: Times it was forgotten.
        flagged: The learner flagged it.
        buried_day: Study day on which it was put off; None if it was not.
    """

    card: Candidate
    lapses: int
    flagged: bool
    buried_day: int | None


def _stock() -> Select[Any]:
    mine = and_(memory.c.learner == bindparam("learner"), memory.c.card == card.c.id)
    return (
        select(
            card.c.id, card.c.fact, card.c.topic, card.c.level, card.c.kind,
            func.coalesce(memory.c.state, State.NEW.value), memory.c.due_day, memory.c.due_ms,
            memory.c.stability, memory.c.difficulty, memory.c.last_day, card.c.position,
            func.coalesce(memory.c.lapses, 0), func.coalesce(memory.c.flagged, False),
            memory.c.buried_day,
        )
        .select_from(card.outerjoin(memory, mine))
        .where(
            card.c.retired == 0,
            or_(card.c.learner.is_(None), card.c.learner == bindparam("learner")),
            func.coalesce(~memory.c.suspended, True),
        )
        .order_by(card.c.position, card.c.id)
    )  # fmt: skip


_STOCK: Final = Prepared(_stock)
_FAILED: Final = Prepared(
    lambda: (
        # Each card once would lead SQLite through the index of cards, and not that of days.
        select(review.c.card).where(
            review.c.learner == bindparam("learner"),
            review.c.day == bindparam("day"),
            review.c.mode == CARD,
            review.c.grade == Grade.AGAIN.value,
            is_live(review),
        )
    )
)


def stock(conn: Connection, learner: str) -> list[Stock]:
    """Return every card of a learner that is not suspended, in the order of the course."""
    found = []
    for row in _STOCK.rows(conn, learner=learner):
        values: list[Any] = [*row[:5], State(row[5]), *row[6:12]]
        found.append(Stock(Candidate(*values), row[12], bool(row[13]), row[14]))
    return found


def failed(conn: Connection, learner: str, day: int) -> set[str]:
    """Return the cards that were graded Again on a study day."""
    return {row[0] for row in _FAILED.rows(conn, learner=learner, day=day)}
