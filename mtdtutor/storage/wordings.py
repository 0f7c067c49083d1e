"""What learners made of bundled cards in their own words."""

from __future__ import annotations

from typing import Final, NamedTuple

from sqlalchemy import Connection, bindparam, delete, select

from mtdtutor.storage.prepared import Prepared
from mtdtutor.storage.sqlite import upsert
from mtdtutor.storage.tables_own import own_wording


class OwnWording(NamedTuple):
    """A card in a learner's own words, and when they wrote them (UTC ms)."""

    card: str
    front: str
    back: str
    at_ms: int


_OF_CARD: Final = Prepared(
    lambda: select(*tuple(own_wording.c)[1:]).where(
        own_wording.c.learner == bindparam("learner"), own_wording.c.card == bindparam("card")
    )
)


def find(conn: Connection, learner: str, card: str) -> OwnWording | None:
    """Return a learner's wording of a card, by its present id; None if there is none."""
    row = _OF_CARD.row(conn, learner=learner, card=card)
    return None if row is None else OwnWording(*row)


def everything(conn: Connection, learner: str) -> list[OwnWording]:
    """Return all wordings of a learner, by card."""
    query = select(*tuple(own_wording.c)[1:]).where(own_wording.c.learner == learner)
    return [OwnWording(*row) for row in conn.execute(query.order_by(own_wording.c.card))]


def put(conn: Connection, learner: str, wording: OwnWording) -> None:
    """Keep a learner's wording of a card, in place of one that was there."""
    conn.execute(upsert(own_wording).values(learner=learner, **wording._asdict()))


def drop(conn: Connection, learner: str, card: str) -> None:
    """Take a learner's wording of a card away."""
    conn.execute(
        delete(own_wording).where(own_wording.c.learner == learner, own_wording.c.card == card)
    )
