"""What desired retentions would cost a learner and bring, at their own pace."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from mtdtutor.core.clock import Clock
from mtdtutor.services.exam_schedule import pace_of
from mtdtutor.services.scope import read_scope
from mtdtutor.storage import exam, memory
from mtdtutor.storage.database import Database
from mtdtutor.study.scheduler import Params
from mtdtutor.study.workload import RETENTIONS, Plan, Workload, workload

_SEED: Final = 1


class Question(NamedTuple):
    """What a table is made from; read at once, played through afterwards."""

    plan: Plan
    params: Params


class WorkloadService:
    """Plays the learner's course through, once for each desired retention."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    def question(self, learner: str) -> Question:
        """Return the learner's cards, pace and parameters."""
        with self._db.read() as conn:
            scope = read_scope(conn, self._clock, learner)
            pace = pace_of(exam.pace(conn, learner, scope.when.day + 1))
            cards = memory.cards(conn, learner)
        plan = Plan(cards, scope.settings.new_per_day, pace.new_s, pace.recall_s)
        return Question(plan, scope.params)

    def table(self, question: Question, stopped: Callable[[], bool]) -> tuple[Workload, ...]:
        """Return a line for each desired retention; takes about half a second.

        Args:
            question: What to play.
            stopped: Asked before each line; the table ends where it says yes.
        """
        return tuple(_lines(question, stopped))


def _lines(question: Question, stopped: Callable[[], bool]) -> Iterator[Workload]:
    for retention in RETENTIONS:
        if stopped():
            return
        yield workload(question.plan, question.params, retention, _SEED)
