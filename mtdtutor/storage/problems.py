"""Problems with the course that learners reported."""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import Connection, insert, select

from mtdtutor.storage.tables_own import problem_report


class Problem(NamedTuple):
    """One report.

    Attributes:
        id: Its UUID.
        learner: Who wrote it.
        at_ms: When (UTC ms).
        item: Id of the card, question, fact or entity.
        item_kind: ``card``, ``question``, ``fact`` or ``entity``.
        rev: The revision that was in use; None for an entity, which has none.
        bank_version: The bank that was in use.
        category: What kind of problem.
        text: The learner's words; may be empty.
        shown: What was displayed, part by part.
    """

    id: str
    learner: str
    at_ms: int
    item: str
    item_kind: str
    rev: int | None
    bank_version: str
    category: str
    text: str
    shown: dict[str, Any]


def add(conn: Connection, problem: Problem) -> None:
    """Keep a report."""
    conn.execute(insert(problem_report).values(**problem._asdict()))


def everything(conn: Connection, learner: str) -> list[Problem]:
    """Return all reports of a learner, the oldest first."""
    query = select(*problem_report.c).where(problem_report.c.learner == learner)
    query = query.order_by(problem_report.c.at_ms, problem_report.c.id)
    return [Problem(*row) for row in conn.execute(query)]
