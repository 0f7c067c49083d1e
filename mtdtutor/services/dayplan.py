"""What a study day holds for a learner: the line of cards, and the learning steps that run."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

from mtdtutor.services.recording import Scope
from mtdtutor.storage import memory, queue
from mtdtutor.study.memory import State
from mtdtutor.study.queue import Candidate, Limits, arrange
from mtdtutor.study.session import LEARN_AHEAD_MS

if TYPE_CHECKING:
    from mtdtutor.storage.database import Connection

# Only so many due cards are looked at for each that is wanted: siblings fall out of them.
_DUE_PER_WANTED: Final = 4
# New cards are looked at in the order they are taught; this many leave enough topics to mix.
_FEWEST_NEW: Final = 400
_NEW_PER_WANTED: Final = 20


class DayPlan(NamedTuple):
    """The cards of one study day that are still to come.

    Attributes:
        line: Due and new cards in the order they are asked.
        learning: By card in a step, when the step ends (UTC ms).
        done: What the day saw so far.
    """

    line: tuple[Candidate, ...]
    learning: Mapping[str, int]
    done: queue.Done

    @property
    def new(self) -> int:
        """New cards in the line."""
        return sum(each.state is State.NEW for each in self.line)

    @property
    def reviews(self) -> int:
        """Due cards in the line."""
        return len(self.line) - self.new

    def steps_ready(self, now_ms: int) -> int:
        """Return how many cards in steps a sitting that begins now would hold."""
        return sum(due <= now_ms + LEARN_AHEAD_MS for due in self.learning.values())


def plan_day(conn: Connection, scope: Scope, confusable: Mapping[str, Collection[str]]) -> DayPlan:
    """Return what the study day of ``scope.when`` still holds.

    Args:
        conn: A connection.
        scope: Whose day, and under what limits.
        confusable: For each topic the topics it is taken for.
    """
    learner, day, settings = scope.learner, scope.when.day, scope.settings
    done = queue.done(conn, learner, day)
    limits = Limits(settings.new_per_day, settings.reviews_per_day, done.new, done.reviews)
    met = memory.facts_met(conn, learner, day)
    most = _DUE_PER_WANTED * (limits.reviews_left + len(met))
    due = memory.due(conn, learner, day, most) if limits.reviews_left else []
    most = max(_FEWEST_NEW, _NEW_PER_WANTED * limits.new_left)
    new = memory.new(conn, learner, day, most) if limits.new_left else []
    steps = {
        each.card: each.due_ms
        for each in memory.learning(conn, learner, day)
        if each.due_ms is not None
    }
    return DayPlan(tuple(arrange(due, new, limits, day, confusable, met)), steps, done)


def confusions(conn: Connection) -> dict[str, tuple[str, ...]]:
    """Return for each topic of the course the topics it is taken for."""
    return {each.id: each.confusable for each in queue.topics(conn)}
