"""What belongs together in the course, what a learner wrote on its cards, and where cards stand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, Table, func, or_, select, union

from mtdtutor.course.bank import Entity
from mtdtutor.course.nodes import Text
from mtdtutor.course.questions import Question
from mtdtutor.storage import content
from mtdtutor.storage.tables import card, entity, memory, question
from mtdtutor.storage.tables_own import note
from mtdtutor.study.leech import FIRST_LAPSES
from mtdtutor.study.memory import State

_READ_ABOUT = ("track", "system")


def reading_entity(conn: Connection, topic: str) -> str | None:
    """Return the id of the entity that is the topic itself: its track, or the whole system."""
    about = entity.c.kind.in_(_READ_ABOUT)
    return next(iter(_ids(conn, entity, entity.c.topic == topic, about)), None)


class AskedLine(NamedTuple):
    """What the list of the library shows and finds of a card or a question."""

    id: str
    fact: str
    topic: str
    skill: str
    texts: tuple[Text, ...]


def card_lines(conn: Connection) -> list[AskedLine]:
    """Return the cards of the course with both their sides, and nothing else of them."""
    columns = (card.c.id, card.c.fact, card.c.topic, card.c.skill, card.c.front, card.c.back)
    query = select(*columns).where(~card.c.retired, card.c.learner.is_(None))
    query = query.order_by(card.c.position, card.c.id)
    return [AskedLine(*row[:4], tuple(row[4:])) for row in conn.execute(query)]


def question_lines(conn: Connection) -> list[AskedLine]:
    """Return the questions of the course with their stems, and nothing else of them."""
    columns = (question.c.id, question.c.fact, question.c.topic, question.c.skill, question.c.body)
    query = select(*columns).where(~question.c.retired)
    rows = conn.execute(query.order_by(question.c.position, question.c.id))
    return [AskedLine(*row[:4], tuple(row[4]["stems"])) for row in rows]


def questions_of(conn: Connection, fact_id: str) -> list[Question]:
    """Return the questions that count for a fact, without retired ones."""
    ids = _ids(conn, question, question.c.fact == fact_id)
    return [found for each in ids if (found := content.find_question(conn, each)) is not None]


def asked(conn: Connection, fact_ids: Iterable[str]) -> frozenset[str]:
    """Return those facts that a card or a question asks for; the others are only to be read."""
    wanted = tuple(fact_ids)
    parts = (
        select(table.c.fact).where(table.c.fact.in_(wanted), ~table.c.retired)
        for table in (card, question)
    )
    return frozenset(conn.execute(union(*parts)).scalars())


def entities(conn: Connection, ids: Iterable[str]) -> list[Entity]:
    """Return entities in the order their ids are given, without retired ones."""
    wanted = tuple(ids)
    living = set(_ids(conn, entity, entity.c.id.in_(wanted)))
    found = (content.find_entity(conn, each) for each in wanted if each in living)
    return [each for each in found if each is not None]


def _ids(conn: Connection, table: Table, *conditions: ColumnElement[bool]) -> list[str]:
    query = select(table.c.id).where(*conditions, ~table.c.retired)
    return list(conn.execute(query.order_by(table.c.position, table.c.id)).scalars())


# What a learner wrote


def notes(conn: Connection, learner: str) -> dict[str, str]:
    """Return a learner's notes by card."""
    query = select(note.c.card, note.c.text).where(note.c.learner == learner)
    return {row[0]: row[1] for row in conn.execute(query)}


def tags(conn: Connection, learner: str) -> dict[str, tuple[str, ...]]:
    """Return a learner's tags by card, without cards that have none."""
    query = select(memory.c.card, memory.c.tags).where(memory.c.learner == learner)
    # An empty list is two characters; few cards have a tag, and all others need no decoding.
    found = conn.execute(query.where(func.length(memory.c.tags) > len("[]")))
    return {row[0]: tuple(row[1]) for row in found}


# Where cards stand


def _buried(day: int) -> ColumnElement[bool]:
    return func.coalesce(memory.c.buried_day == day, False)


def in_state(conn: Connection, learner: str, state: str, day: int, now_ms: int) -> frozenset[str]:
    """Return the cards that are in a state for a learner.

    Args:
        conn: A connection.
        learner: Whose.
        state: ``met`` (reviewed or suspended: all that are not new), ``learning``, ``due``,
            ``suspended``, ``buried``, ``flagged``, ``leech``.
        day: The study day.
        now_ms: The moment, in UTC milliseconds.
    """
    query = select(memory.c.card).where(memory.c.learner == learner)
    asked = ~memory.c.suspended
    conditions: Final[dict[str, tuple[ColumnElement[bool], ...]]] = {
        "met": (or_(memory.c.state != State.NEW.value, memory.c.suspended),),
        "learning": (memory.c.due_ms.is_not(None), asked),
        "due": (
            or_(memory.c.due_day <= day, memory.c.due_ms <= now_ms),
            asked,
            ~_buried(day),
        ),
        "suspended": (memory.c.suspended,),
        "buried": (_buried(day), asked),
        "flagged": (memory.c.flagged,),
        "leech": (memory.c.lapses >= FIRST_LAPSES,),
    }
    return frozenset(conn.execute(query.where(*conditions[state])).scalars())
