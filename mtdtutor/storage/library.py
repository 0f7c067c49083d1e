"""Reads of the course for browsing: what is not retired, with texts in all their languages."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final, NamedTuple

from sqlalchemy import Column, Connection, Table, select

from mtdtutor.storage.tables import bank, card, entity, fact, question, source, topic

Text = dict[str, str]


class BankHead(NamedTuple):
    """Which bank is loaded; ``language`` is the language every text has."""

    checksum: str
    version: str
    title: Text
    language: str
    scheme: Text
    licence: str


class TopicRow(NamedTuple):
    """A topic."""

    id: str
    name: Text
    number: str | None


class EntityRow(NamedTuple):
    """A thing facts are about; ``text`` is what there is to read about it."""

    id: str
    kind: str
    name: Text
    aliases: list[Text]
    topic: str
    text: Text
    related: list[str]


class FactRow(NamedTuple):
    """A statement; ``cites`` are objects with ``source`` and ``section``."""

    id: str
    entity: str
    slot: str
    topic: str
    level: str
    text: Text
    confidence: str
    contested: bool
    cites: list[dict[str, Any]]


class CardRow(NamedTuple):
    """A recall prompt."""

    id: str
    fact: str
    topic: str
    level: str
    kind: str
    front: Text
    back: Text
    hint: Text | None
    why: Text | None


class QuestionRow(NamedTuple):
    """A recognition prompt; ``body`` holds its texts and what depends on its type."""

    id: str
    type: str
    fact: str
    topic: str
    body: dict[str, Any]


class SourceRow(NamedTuple):
    """A published work."""

    id: str
    author: Text
    title: Text
    year: str
    place: Text
    url: str | None


class Course(NamedTuple):
    """Everything that can be browsed, in display order."""

    topics: list[TopicRow]
    entities: list[EntityRow]
    facts: list[FactRow]
    cards: list[CardRow]
    questions: list[QuestionRow]


_SOURCE_ORDER: Final = (source.c.position, source.c.id)


def bank_head(conn: Connection) -> BankHead | None:
    """Return which bank is loaded; None before the first one."""
    row = conn.execute(select(*_columns(bank, BankHead._fields))).one_or_none()
    return None if row is None else BankHead(*row)


def course(conn: Connection) -> Course:
    """Return everything that is not retired."""
    return Course(
        [TopicRow(*row) for row in _living(conn, topic, TopicRow._fields)],
        [EntityRow(*row) for row in _living(conn, entity, EntityRow._fields)],
        [FactRow(*row) for row in _living(conn, fact, FactRow._fields)],
        [CardRow(*row) for row in _living(conn, card, CardRow._fields)],
        [QuestionRow(*row) for row in _living(conn, question, QuestionRow._fields)],
    )


def one_entity(conn: Connection, entity_id: str) -> EntityRow | None:
    """Return an entity, retired ones too: old events may name it."""
    row = _by_id(conn, entity, EntityRow._fields, entity_id)
    return None if row is None else EntityRow(*row)


def one_fact(conn: Connection, fact_id: str) -> FactRow | None:
    """Return a fact, retired ones too."""
    row = _by_id(conn, fact, FactRow._fields, fact_id)
    return None if row is None else FactRow(*row)


def one_card(conn: Connection, card_id: str) -> CardRow | None:
    """Return a card, retired ones too."""
    row = _by_id(conn, card, CardRow._fields, card_id)
    return None if row is None else CardRow(*row)


def one_question(conn: Connection, question_id: str) -> QuestionRow | None:
    """Return a question, retired ones too."""
    row = _by_id(conn, question, QuestionRow._fields, question_id)
    return None if row is None else QuestionRow(*row)


def topics(conn: Connection) -> list[TopicRow]:
    """Return the topics in display order."""
    return [TopicRow(*row) for row in _living(conn, topic, TopicRow._fields)]


def facts_of(conn: Connection, entity_id: str) -> list[FactRow]:
    """Return the facts about an entity."""
    query = (
        select(*_columns(fact, FactRow._fields))
        .where(fact.c.entity == entity_id, ~fact.c.retired)
        .order_by(fact.c.position, fact.c.id)
    )
    return [FactRow(*row) for row in conn.execute(query)]


def reading_entity(conn: Connection, topic_id: str) -> str | None:
    """Return the id of the entity that is the topic itself: its track, or the whole system."""
    query = (
        select(entity.c.id)
        .where(
            entity.c.topic == topic_id, entity.c.kind.in_(("track", "system")), ~entity.c.retired
        )
        .order_by(entity.c.position)
        .limit(1)
    )
    return conn.execute(query).scalar_one_or_none()


def names(conn: Connection, ids: Collection[str]) -> dict[str, Text]:
    """Return the names of entities by id."""
    query = select(entity.c.id, entity.c.name).where(entity.c.id.in_(ids), ~entity.c.retired)
    return {row[0]: row[1] for row in conn.execute(query)}


def sources(conn: Connection, ids: Collection[str] | None = None) -> list[SourceRow]:
    """Return published works in the bank's order: those named, or all that are not retired."""
    query = select(*_columns(source, SourceRow._fields)).order_by(*_SOURCE_ORDER)
    query = query.where(~source.c.retired if ids is None else source.c.id.in_(ids))
    return [SourceRow(*row) for row in conn.execute(query)]


def _columns(table: Table, names: tuple[str, ...]) -> list[Column[Any]]:
    return [table.c[name] for name in names]


def _living(conn: Connection, table: Table, names: tuple[str, ...]) -> list[Any]:
    query = select(*_columns(table, names)).where(~table.c.retired)
    return list(conn.execute(query.order_by(table.c.position, table.c.id)))


def _by_id(conn: Connection, table: Table, names: tuple[str, ...], wanted: str) -> Any:
    query = select(*_columns(table, names)).where(table.c.id == wanted)
    return conn.execute(query).one_or_none()
