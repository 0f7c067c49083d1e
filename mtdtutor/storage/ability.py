"""Abilities: updated with every answer, and made again from all of them."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Connection, Select, bindparam, delete, exists, select

from mtdtutor.progress.events import ANSWERED, AnswerEvent
from mtdtutor.quiz.ability import NO_ABILITY, Ability, Observation, observe
from mtdtutor.quiz.items import SCENARIO_TEMPLATES
from mtdtutor.storage.events import is_live
from mtdtutor.storage.prepared import Prepared
from mtdtutor.storage.sqlite import upsert
from mtdtutor.storage.tables import ability, answer

OVERALL: Final = ""
"""Topic under which the overall ability is kept."""

Abilities = dict[str, Ability]

_ALL: Final = Prepared(
    lambda: select(*tuple(ability.c)[1:]).where(ability.c.learner == bindparam("of"))
)
_SAVE: Final = Prepared(lambda: upsert(ability))
_EARLIER: Final = Prepared(
    lambda: select(
        exists(_counted_before()),
        exists(_counted_before().where(answer.c.day == bindparam("day"))),
    )
)
_ANSWERS: Final = Prepared(
    lambda: (
        select(*answer.c)
        .where(answer.c.learner == bindparam("of"), answer.c.outcome == ANSWERED, is_live(answer))
        .order_by(answer.c.seq)
    )
)


def _counted_before() -> Select[Any]:
    return select(answer.c.seq).where(
        answer.c.learner == bindparam("learner"),
        answer.c.question == bindparam("question"),
        answer.c.seq < bindparam("before"),
        answer.c.outcome == ANSWERED,
        is_live(answer),
    )


def load(conn: Connection, learner: str) -> Abilities:
    """Return what is believed of a learner by topic, the overall ability under ``OVERALL``."""
    return {row[0]: Ability(*row[1:]) for row in _ALL.rows(conn, of=learner)}


def count(conn: Connection, event: AnswerEvent) -> None:
    """Let an answer that was just written count, if it is the first to its question that day."""
    if event.outcome != ANSWERED:
        return
    row = _EARLIER.row(
        conn, learner=event.learner, question=event.question, day=event.day, before=event.seq
    )
    ever, today = row or (0, 0)
    if today:
        return
    known = load(conn, event.learner)
    _observe(known, event, first_ever=not ever)
    for topic in (OVERALL, event.topic):
        _SAVE.run(conn, learner=event.learner, topic=topic, **known[topic]._asdict())


def recount(conn: Connection, learner: str) -> Abilities:
    """Return what all live answers of a learner come to."""
    known: Abilities = {}
    met: set[str] = set()
    met_on: set[tuple[str, int]] = set()
    for row in _ANSWERS.rows(conn, of=learner):
        event = AnswerEvent(*row)
        if (event.question, event.day) in met_on:
            continue
        _observe(known, event, first_ever=event.question not in met)
        met.add(event.question)
        met_on.add((event.question, event.day))
    return known


def replace(conn: Connection, learner: str, known: Abilities) -> None:
    """Put abilities in the place of a learner's kept ones."""
    conn.execute(delete(ability).where(ability.c.learner == learner))
    _SAVE.run_many(
        conn,
        [{"learner": learner, "topic": topic, **each._asdict()} for topic, each in known.items()],
    )


def _observe(known: Abilities, event: AnswerEvent, *, first_ever: bool) -> None:
    seen = Observation(
        day=event.day,
        difficulty=event.difficulty,
        options=event.options,
        score=event.score,
        first_ever=first_ever,
        scenario=event.template.casefold() in SCENARIO_TEMPLATES,
    )
    known[OVERALL], known[event.topic] = observe(
        known.get(OVERALL, NO_ABILITY), known.get(event.topic, NO_ABILITY), seen
    )
