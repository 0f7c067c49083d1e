"""Learners, their learning settings and their notes; the deletion of a learner."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from mtdtutor.progress.events import CARD
from mtdtutor.storage.prepared import Prepared
from mtdtutor.storage.sqlite import upsert
from mtdtutor.storage.tables import (
    EVENT_TABLES,
    LEARNER_TABLES,
    attempt,
    attempt_clock,
    learner,
    review,
)
from mtdtutor.storage.tables_own import note, setting


class Learner(NamedTuple):
    """Whose progress it is."""

    id: str
    name: str
    created_ms: int


_SETTINGS: Final = Prepared(
    lambda: select(setting.c.key, setting.c.value).where(setting.c.learner == bindparam("of"))
)
_SET: Final = Prepared(lambda: upsert(setting))


def everyone(conn: Connection) -> list[Learner]:
    """Return all learners, the first one first."""
    query = select(learner.c.id, learner.c.name, learner.c.created_ms)
    return [
        Learner(*row) for row in conn.execute(query.order_by(learner.c.created_ms, learner.c.id))
    ]


def add(conn: Connection, who: Learner) -> None:
    """Write a new learner, whose name must be free."""
    conn.execute(insert(learner).values(**who._asdict(), name_key=who.name.casefold()))


def rename(conn: Connection, learner_id: str, name: str) -> None:
    """Give a learner another name, which must be free."""
    conn.execute(
        update(learner)
        .where(learner.c.id == learner_id)
        .values(name=name, name_key=name.casefold())
    )


def settings(conn: Connection, learner_id: str) -> dict[str, Any]:
    """Return the settings a learner has changed, by key."""
    return {row[0]: row[1] for row in _SETTINGS.rows(conn, of=learner_id)}


def change_setting(conn: Connection, learner_id: str, key: str, value: object) -> None:
    """Keep a learner's setting."""
    _SET.run(conn, learner=learner_id, key=key, value=value)


def get_note(conn: Connection, learner_id: str, card: str) -> str:
    """Return a learner's note on a card; empty if there is none."""
    query = select(note.c.text).where(note.c.learner == learner_id, note.c.card == card)
    return str(conn.execute(query).scalar_one_or_none() or "")


def put_note(conn: Connection, learner_id: str, card: str, words: str, at_ms: int) -> None:
    """Keep a learner's note on a card; an empty one is taken away."""
    if words:
        values = {"learner": learner_id, "card": card, "text": words, "at_ms": at_ms}
        conn.execute(upsert(note).values(values))
    else:
        conn.execute(delete(note).where(note.c.learner == learner_id, note.c.card == card))


def last_event_ms(conn: Connection, learner_id: str) -> int | None:
    """Return the wall clock of a learner's latest event by the clock; None without events.

    Looks at the last event of each kind only: it is there to notice a clock that was set back.
    """
    found = []
    for table in EVENT_TABLES.values():
        query = (
            select(table.c.at_ms)
            .where(table.c.learner == learner_id)
            .order_by(table.c.seq.desc())
            .limit(1)
        )
        found.append(conn.execute(query).scalar_one_or_none())
    known = [at_ms for at_ms in found if at_ms is not None]
    return max(known, default=None)


def grades_given(conn: Connection, learner_id: str, most: int) -> int:
    """Return how many grades a learner gave, those taken back included, counting up to ``most``."""
    given = (
        select(review.c.seq)
        .where(review.c.learner == learner_id, review.c.mode == CARD)
        .order_by(review.c.seq)
        .limit(most)
    )
    return int(conn.execute(select(func.count()).select_from(given.subquery())).scalar_one())


def delete_all(conn: Connection, learner_id: str) -> None:
    """Delete a learner and everything that is theirs: the only deletion of events there is.

    Children before parents, so that foreign keys hold after every statement. What was displayed
    stays, the learner's own cards and typed answers too: it is stored once for all learners without
    a name, and looking for pieces that nobody else was shown means reading everybody's events once
    for each piece.
    """
    own_attempts = select(attempt.c.id).where(attempt.c.learner == learner_id)
    conn.execute(delete(attempt_clock).where(attempt_clock.c.attempt.in_(own_attempts)))
    for table in LEARNER_TABLES:
        conn.execute(delete(table).where(table.c.learner == learner_id))
    conn.execute(delete(learner).where(learner.c.id == learner_id))


def number(conn: Connection) -> int:
    """Return how many learners there are."""
    return int(conn.execute(select(func.count()).select_from(learner)).scalar_one())
