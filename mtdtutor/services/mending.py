"""Mending the past: any grade taken back, changed or brought back, and what that would do.

A mended grade is a retraction of the old one, and a review that takes its place in the order and
its study day. What came after is replayed on it. What a quiz answer did to a card cannot be
changed: it follows from the answer.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from mtdtutor.core.changes import Changes
from mtdtutor.core.errors import BugError
from mtdtutor.progress.events import (
    CardActionEvent,
    ParamsEvent,
    RetractionEvent,
    ReviewEvent,
    for_fold,
    moment_of,
)
from mtdtutor.services import undoing
from mtdtutor.services.replaying import InForce, current_params, params_from, refold
from mtdtutor.storage import content, events, totals
from mtdtutor.storage.database import Database
from mtdtutor.study.fold import fold
from mtdtutor.study.memory import Grade, Memory
from mtdtutor.study.scheduler import DEFAULT_PARAMS, RULE_VERSION, Graded, step

if TYPE_CHECKING:
    from mtdtutor.services.recording import Recorder
    from mtdtutor.storage.database import Connection

History = list[ReviewEvent | CardActionEvent]


class Preview(NamedTuple):
    """What mending a grade would do.

    Attributes:
        review: Id of the review.
        old: The grade it has.
        new: The grade it would have; None if it would be taken back.
        now: The card's memory as it is.
        then: The card's memory as it would be.
    """

    review: str
    old: Grade
    new: Grade | None
    now: Memory
    then: Memory


class Mended(NamedTuple):
    """A grade was mended.

    Attributes:
        memory: The card's memory now.
        changes: What the write touched; nothing if it had been done before.
    """

    memory: Memory
    changes: Changes


class _Plan(NamedTuple):
    """The history of a card around one of its reviews.

    Attributes:
        card: The card's present id.
        old: The review to mend.
        live: It has not been taken back.
        earlier: Live events before its place.
        later: Live events after it.
    """

    card: str
    old: ReviewEvent
    live: bool
    earlier: History
    later: History


class MendingService:
    """Changes grades of the past."""

    def __init__(self, db: Database, recorder: Recorder) -> None:
        self._db = db
        self._recorder = recorder

    def preview_mend(self, learner: str, review_id: str, grade: Grade | None) -> Preview:
        """Return what mending a grade would do, without doing it.

        Args:
            learner: Whose.
            review_id: Id of a graded recall, taken back or not.
            grade: The grade it should have; None to take it back.
        """
        with self._db.read() as conn:
            plan = _plan(conn, learner, review_id)
            in_force = current_params(conn, learner)
            mended = None if grade is None else _mended(conn, plan, review_id, grade)
            middle: History = [] if mended is None else [mended]
            kept: History = [plan.old] if plan.live else []
            now = _memory(in_force, plan, kept)
            then = _memory(in_force, plan, middle)
            return Preview(review_id, Grade(plan.old.grade or 0), grade, now, then)

    def mend(self, learner: str, mend_id: str, review_id: str, grade: Grade | None) -> Mended:
        """Give a recall of the past another grade, take it back, or bring it back.

        Args:
            learner: Whose.
            mend_id: Id of what is written; doing it twice is doing it once.
            review_id: Id of a graded recall. If it was taken back, a grade brings it back.
            grade: The grade it should have; None to take it back.

        Raises:
            KnownError: It could not be saved; nothing has changed.
        """
        with self._db.write() as conn:
            done = events.find(conn, ReviewEvent, mend_id) or events.find(
                conn, RetractionEvent, mend_id
            )
            plan = _plan(conn, learner, review_id, allow_replaced=done is not None)
            same = plan.live and grade == plan.old.grade
            if done is not None or same or (grade is None and not plan.live):
                return Mended(refold(conn, learner, plan.card)[0], Changes.NONE)
            when = self._recorder.scope(conn, learner).when
            if grade is None:
                # Not undone but taken away: what it once replaced stays replaced.
                undoing.retract(conn, [plan.old], when, lambda: mend_id)
                totals.add(conn, plan.old, -1)
            else:
                mended = _mended(conn, plan, mend_id, grade)
                if plan.live:
                    undoing.make_room(conn, plan.old, mend_id, when)
                self._recorder.record(conn, mended)
            memory, _ = refold(conn, learner, plan.card)
        return Mended(memory, Changes.REVIEWS | Changes.CARDS)


def _plan(conn: Connection, learner: str, review_id: str, *, allow_replaced: bool = False) -> _Plan:
    old = events.find(conn, ReviewEvent, review_id)
    if old is None or old.learner != learner or old.grade is None:
        raise BugError(f"{review_id} is no grade of this learner")
    card = content.present_name(conn, old.card)
    place = events.place(conn, old)
    placed = events.placed_of_card(conn, learner, card)
    live = events.alive(conn, old)
    stands = [event.id for at, event in placed if at == place and event.id != old.id]
    if stands and not allow_replaced:
        raise BugError(f"{review_id} was mended before; the grade in its place is {stands[0]}")
    return _Plan(
        card,
        old,
        live,
        [event for at, event in placed if at < place],
        [event for at, event in placed if at > place],
    )


def _mended(conn: Connection, plan: _Plan, mend_id: str, grade: Grade) -> ReviewEvent:
    """Return the review that takes the place of another, as it would have been recorded then."""
    old = plan.old
    params, params_id = _params_then(conn, old)
    before, _ = fold((for_fold(each, params_id) for each in plan.earlier), params, plan.card)
    outcome = step(before, Graded(grade), moment_of(old), params, plan.card)
    return old._replace(
        seq=0,
        id=mend_id,
        born_in="",
        grade=int(grade),
        before=before,
        after=outcome.memory,
        recall=outcome.recall,
        interval=outcome.interval,
        rule=RULE_VERSION,
        replaces=old.id,
    )


def _params_then(conn: Connection, review: ReviewEvent) -> InForce:
    """Return the parameters that a review was recorded under."""
    event = None if review.params is None else events.find(conn, ParamsEvent, review.params)
    if event is None:
        return DEFAULT_PARAMS._replace(retention=review.retention), None
    return params_from(json.loads(event.params), review.retention), event.id


def _memory(in_force: InForce, plan: _Plan, middle: History) -> Memory:
    params, params_id = in_force
    history = (for_fold(each, params_id) for each in (*plan.earlier, *middle, *plan.later))
    return fold(history, params, plan.card)[0]
