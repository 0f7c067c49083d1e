"""What belongs together in the course: the facts of an entity, the cards of a fact."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Connection, Table, func, select

from mtdtutor.course.bank import Card, Entity, Fact
from mtdtutor.storage import content
from mtdtutor.storage.tables import card, entity, fact, question

_READ_ABOUT = ("track", "system")


def reading_entity(conn: Connection, topic: str) -> str | None:
    """Return the id of the entity that is the topic itself: its track, or the whole system."""
    about = entity.c.kind.in_(_READ_ABOUT)
    return next(iter(_ids(conn, entity, entity.c.topic == topic, about)), None)


def facts_of(conn: Connection, entity_id: str) -> list[Fact]:
    """Return the facts about an entity, without retired ones."""
    ids = _ids(conn, fact, fact.c.entity == entity_id)
    return [found for each in ids if (found := content.find_fact(conn, each)) is not None]


def cards_of(conn: Connection, fact_id: str) -> list[Card]:
    """Return the cards that ask for a fact, without retired ones."""
    ids = _ids(conn, card, card.c.fact == fact_id)
    return [found for each in ids if (found := content.find_card(conn, each)) is not None]


def questions_of(conn: Connection, fact_id: str) -> int:
    """Return how many questions ask for a fact, without retired ones."""
    query = select(func.count()).select_from(question)
    found = conn.execute(query.where(question.c.fact == fact_id, ~question.c.retired))
    return int(found.scalar_one())


def entities(conn: Connection, ids: Iterable[str]) -> list[Entity]:
    """Return entities in the order their ids are given, without retired ones."""
    wanted = tuple(ids)
    living = set(_ids(conn, entity, entity.c.id.in_(wanted)))
    found = (content.find_entity(conn, each) for each in wanted if each in living)
    return [each for each in found if each is not None]


def _ids(conn: Connection, table: Table, *conditions: ColumnElement[bool]) -> list[str]:
    query = select(table.c.id).where(*conditions, ~table.c.retired)
    return list(conn.execute(query.order_by(table.c.position, table.c.id)).scalars())
