"""Under what rules a learner's events are recorded and a learner's day is planned."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mtdtutor.core.clock import Clock, Moment, moment
from mtdtutor.services.learners import (
    LearningSettings,
    extra_new_from,
    rest_from,
    settings_from,
    spread_until,
)
from mtdtutor.services.replaying import current_params
from mtdtutor.storage import learners
from mtdtutor.study.rest import Rest
from mtdtutor.study.scheduler import Params

if TYPE_CHECKING:
    from mtdtutor.storage.database import Connection


class Scope(NamedTuple):
    """The rules in force for a learner at a moment.

    Attributes:
        learner: Id of the learner.
        settings: The learning settings.
        params: Parameters of the scheduler, with the desired retention of the settings.
        params_id: Id of the params event they come from; None for the defaults.
        when: The present moment with its study day.
        extra_new: New cards wanted today beyond the daily limit.
        rest: How much work each day holds.
        spread_until: Last study day over which a backlog is spread; None if none is.
    """

    learner: str
    settings: LearningSettings
    params: Params
    params_id: str | None
    when: Moment
    extra_new: int = 0
    rest: Rest = Rest()
    spread_until: int | None = None


def read_scope(conn: Connection, clock: Clock, learner: str) -> Scope:
    """Return the rules in force for a learner at this moment."""
    stored = learners.settings(conn, learner)
    settings = settings_from(stored)
    params, params_id = current_params(conn, learner, settings.retention)
    when = moment(clock, settings.rollover_hour)
    return Scope(
        learner,
        settings,
        params,
        params_id,
        when,
        extra_new_from(stored, when.day),
        rest_from(settings, stored),
        spread_until(stored, when.day),
    )
