"""All that ever happened to one card, taken back or not, and what was answered about its fact."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, Table, or_, select

from mtdtutor.progress.events import ANSWERED, CardActionEvent, ReviewEvent
from mtdtutor.storage.events import is_live, review_from_row
from mtdtutor.storage.tables import answer, card_action, renamed, review


class Happened(NamedTuple):
    """An event of a card, and whether it is in force."""

    event: ReviewEvent | CardActionEvent
    live: bool


class Results(NamedTuple):
    """How often a question was answered, and how often rightly."""

    answers: int
    right: int


class Wrong(NamedTuple):
    """A wrong answer: which question, for which fact, and the ids of the options chosen."""

    question: str
    fact: str
    chosen: tuple[str, ...]


def of_card(conn: Connection, learner: str, card: str) -> list[Happened]:
    """Return the events of a card under all names it had, in the order they were written."""
    found: list[Happened] = []
    for row in conn.execute(_of_card(review, learner, card)):
        *values, live = tuple(row)
        found.append(Happened(review_from_row(tuple(values)), bool(live)))
    for row in conn.execute(_of_card(card_action, learner, card)):
        *values, live = tuple(row)
        found.append(Happened(CardActionEvent(*values), bool(live)))
    return sorted(found, key=lambda each: each.event.seq)


def results(conn: Connection, learner: str, questions: Collection[str]) -> dict[str, Results]:
    """Return what a learner made of questions, by question; of one sitting the last answer."""
    query = (
        select(answer.c.attempt, answer.c.position, answer.c.question, answer.c.right)
        .where(
            answer.c.learner == learner,
            answer.c.question.in_(sorted(questions)),
            answer.c.outcome == ANSWERED,
            is_live(answer),
        )
        .order_by(answer.c.seq)
    )
    last = {(row[0], row[1]): (row[2], row[3]) for row in conn.execute(query)}
    found: dict[str, Results] = {}
    for question, right in last.values():
        before = found.get(question, Results(0, 0))
        found[question] = Results(before.answers + 1, before.right + bool(right))
    return found


def wrong_answers(
    conn: Connection, learner: str, topics: Collection[str], most: int
) -> list[Wrong]:
    """Return a learner's last wrong answers on some topics, the latest first."""
    query = (
        select(answer.c.question, answer.c.fact, answer.c.response)
        .where(
            answer.c.learner == learner,
            or_(*(answer.c.topic == each for each in sorted(topics))),
            answer.c.outcome == ANSWERED,
            ~answer.c.right,
            is_live(answer),
        )
        .order_by(answer.c.day.desc(), answer.c.seq.desc())
        .limit(most)
    )
    return [Wrong(row[0], row[1], _chosen(json.loads(row[2]))) for row in conn.execute(query)]


def _chosen(response: object) -> tuple[str, ...]:
    """Return the ids of options in a response; one that was not chosen but typed has none."""
    return tuple(response.get("chosen", ())) if isinstance(response, dict) else ()


def _of_card(table: Table, learner: str, card: str) -> Select[Any]:
    names: ColumnElement[bool] = or_(
        table.c.card == card,
        table.c.card.in_(select(renamed.c.old).where(renamed.c.new == card)),
    )
    return select(*table.c, is_live(table)).where(table.c.learner == learner, names)
