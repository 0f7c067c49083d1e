"""Making a card's memory again from its events, under the learner's present parameters."""

from __future__ import annotations

import json
from collections.abc import Mapping

from mtdtutor.progress.events import acted_of, for_fold
from mtdtutor.storage import content, events
from mtdtutor.storage import memory as memories
from mtdtutor.storage.database import Connection
from mtdtutor.storage.types import dump_json
from mtdtutor.study.fold import act, fold
from mtdtutor.study.memory import NEW_MEMORY, NO_MARKS, Marks, Memory
from mtdtutor.study.scheduler import DEFAULT_PARAMS, Params

InForce = tuple[Params, str | None]
"""Parameters, and the id of the params event they come from; None for the defaults."""


def refold(
    conn: Connection, learner: str, card: str, in_force: InForce | None = None
) -> tuple[Memory, Marks]:
    """Make a card's memory and marks again from its live events, and keep them.

    What is kept under a name that the card no longer has is dropped.

    Args:
        conn: A connection inside a write transaction.
        learner: Whose.
        card: Id of the card, or one it had.
        in_force: The learner's present parameters, where the caller has them; else they are read.
    """
    name = content.present_name(conn, card)
    if name != card:
        memories.save(conn, learner, card, NEW_MEMORY, NO_MARKS)
    params, params_id = in_force or current_params(conn, learner)
    history = (for_fold(each, params_id) for each in events.live_of_card(conn, learner, name))
    memory, marks = fold(history, params, name)
    memories.save(conn, learner, name, memory, marks)
    return memory, marks


def remark(conn: Connection, learner: str, card: str) -> tuple[Memory, Marks]:
    """Make a card's marks again from its live actions, and keep them; see ``refold``.

    Its memory is left alone, which is many times faster than replaying all reviews: it follows from
    events of other kinds.
    """
    state = memories.load(conn, learner, card)
    if state is None:
        return refold(conn, learner, card)
    marks = NO_MARKS
    for event in events.live_actions_of_card(conn, learner, state.card):
        marks = act(state.memory, marks, acted_of(event))[1]
    memories.save(conn, learner, state.card, state.memory, marks)
    return state.memory, marks


def current_params(
    conn: Connection, learner: str, retention: float = DEFAULT_PARAMS.retention
) -> InForce:
    """Return the learner's live parameters and the id of the event they come from."""
    event = events.latest_params(conn, learner)
    if event is None:
        return DEFAULT_PARAMS._replace(retention=retention), None
    return params_from(json.loads(event.params), retention), event.id


def params_text(params: Params) -> str:
    """Return parameters as a params event stores them: the retention is a setting, not one."""
    values = params._asdict()
    del values["retention"]
    return dump_json(values)


def params_from(stored: Mapping[str, object], retention: float) -> Params:
    """Return parameters from what a params event stores."""
    values = {
        name: tuple(value) if isinstance(value, list) else value for name, value in stored.items()
    }
    return DEFAULT_PARAMS._replace(**values, retention=retention)  # type: ignore[arg-type]
