"""The cards that learners wrote, among those of the course."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Select, func, insert, select, update

from mtdtutor.storage.prepared import Prepared
from mtdtutor.storage.tables import card
from mtdtutor.study.queue import OWN_LEVEL

LANGUAGE: Final = "und"
"""The language of what a learner wrote: nobody asked which it is."""


class OwnCard(NamedTuple):
    """A card as its learner wrote it.

    Attributes:
        id: Its id.
        fact: What it counts for: itself, or the card that asks the other way round.
        topic: Id of its topic.
        kind: ``forward``, ``reverse``, ``cloze`` or ``typed``.
        front: The question.
        back: The answer.
        hint: A nudge towards the answer; may be empty.
        accept: Other answers that count as right where the answer is typed.
    """

    id: str
    fact: str
    topic: str
    kind: str
    front: str
    back: str
    hint: str = ""
    accept: tuple[str, ...] = ()


class Written(NamedTuple):
    """When something was written (UTC ms), by whom, and in which step over many, if in one."""

    learner: str
    at_ms: int
    step: str | None = None


_COLUMNS: Final = (
    card.c.id, card.c.fact, card.c.topic, card.c.kind, card.c.front, card.c.back, card.c.hint,
    card.c.accept,
)  # fmt: skip
_INSERT: Final = Prepared(lambda: insert(card))


def add(conn: Connection, cards: Iterable[OwnCard], by: Written) -> None:
    """Write new cards, after those the learner has."""
    query = select(func.coalesce(func.max(card.c.position), -1)).where(card.c.learner == by.learner)
    first = int(conn.execute(query).scalar_one()) + 1
    rows = [
        {
            **_values(each),
            "id": each.id,
            "position": first + place,
            "retired": False,
            "rev": 1,
            "fact": each.fact,
            "level": OWN_LEVEL,
            "skill": "",
            "why": None,
            "learner": by.learner,
            "step": by.step,
            "created_ms": by.at_ms,
            "changed_ms": by.at_ms,
        }
        for place, each in enumerate(cards)
    ]
    _INSERT.run_many(conn, rows)


def change(conn: Connection, new: OwnCard, by: Written) -> None:
    """Write a card anew, under its id."""
    conn.execute(
        update(card)
        .where(card.c.id == new.id, card.c.learner == by.learner)
        .values(**_values(new), rev=card.c.rev + 1, changed_ms=by.at_ms)
    )


def find(conn: Connection, learner: str, card_id: str) -> OwnCard | None:
    """Return a learner's card by its id, deleted or not."""
    query = _mine(learner).where(card.c.id == card_id)
    row = conn.execute(query).one_or_none()
    return None if row is None else _card(tuple(row))


def everything(conn: Connection, learner: str) -> list[OwnCard]:
    """Return a learner's cards in the order they were written, without deleted ones."""
    query = _mine(learner).where(card.c.retired == 0).order_by(card.c.position, card.c.id)
    return [_card(tuple(row)) for row in conn.execute(query)]


def with_deleted(conn: Connection, learner: str) -> list[tuple[OwnCard, bool]]:
    """Return a learner's cards in the order they were written, and whether each is deleted."""
    query = _mine(learner).add_columns(card.c.retired).order_by(card.c.position, card.c.id)
    return [(_card(tuple(row)[:-1]), bool(row[-1])) for row in conn.execute(query)]


def number(conn: Connection, learner: str) -> int:
    """Return how many cards a learner has written, without deleted ones."""
    query = select(func.count()).where(card.c.learner == learner, card.c.retired == 0)
    return int(conn.execute(query).scalar_one())


def stamp(conn: Connection, learner: str) -> tuple[int, int]:
    """Return two numbers that change whenever a learner's cards do."""
    query = select(func.count(), func.coalesce(func.sum(card.c.rev), 0))
    row = conn.execute(query.where(card.c.learner == learner)).one()
    return row[0], row[1]


def _mine(learner: str) -> Select[Any]:
    return select(*_COLUMNS).where(card.c.learner == learner)


def _values(of: OwnCard) -> dict[str, object]:
    return {
        "topic": of.topic,
        "kind": of.kind,
        "front": {LANGUAGE: of.front},
        "back": {LANGUAGE: of.back},
        "hint": {LANGUAGE: of.hint} if of.hint else None,
        "accept": [{LANGUAGE: each} for each in of.accept],
    }


def _card(row: tuple[Any, ...]) -> OwnCard:
    name, fact, topic, kind, front, back, hint, accept = row
    return OwnCard(
        name,
        fact,
        topic,
        kind,
        _words(front),
        _words(back),
        _words(hint) if hint else "",
        tuple(map(_words, accept)),
    )


def _words(text: dict[str, str]) -> str:
    return text[LANGUAGE]
