"""Taking back the last deed and bringing it back: a grade, a card action, or a step of many.

A retraction names each event; a redo retracts the retractions. Nothing is ever deleted. A mended
grade and the retraction of the one it replaces are one deed.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from mtdtutor.core.clock import Moment
from mtdtutor.core.errors import BugError
from mtdtutor.progress.events import CardActionEvent, Event, RetractionEvent, ReviewEvent
from mtdtutor.services.replaying import current_params, refold, remark
from mtdtutor.storage import events, totals
from mtdtutor.study.fold import OF_MEMORY
from mtdtutor.study.memory import NEW_MEMORY, NO_MARKS, Marks, Memory

if TYPE_CHECKING:
    from mtdtutor.storage.database import Connection

_REPLACED: Final = uuid.UUID("0b7c4f66-6a0e-5d5e-8f0d-5b1f3a9d2c11")

Deed = Sequence[ReviewEvent | CardActionEvent]
"""What is taken back at once, in order."""


def deed_of(conn: Connection, event: ReviewEvent | CardActionEvent) -> Deed:
    """Return all that was done with an event: the live events of its step, or it alone."""
    if isinstance(event, CardActionEvent) and event.step is not None:
        return events.of_step(conn, event.step, live=True)
    return [event]


def take_back(conn: Connection, deed: Deed, when: Moment, make_id: Callable[[], str]) -> None:
    """Retract the events of a deed; its cards are to be replayed afterwards.

    Args:
        conn: A connection inside a write transaction.
        deed: Live events.
        when: The present moment.
        make_id: Makes ids of events.
    """
    retract(conn, deed, when, make_id)
    for event in deed:
        totals.add(conn, event, -1)
        made_room = _made_room(conn, event)
        if made_room is not None:
            old = target_of(conn, made_room)
            retract(conn, [made_room], when, make_id)
            events.set_dead(conn, old, to=False)
            totals.add(conn, old)


def bring_back(
    conn: Connection, retraction: RetractionEvent, when: Moment, make_id: Callable[[], str]
) -> Deed:
    """Retract a retraction, with all that took back the same step, and return what is back."""
    target = target_of(conn, retraction)
    deed: Deed = [target]
    retractions = [retraction]
    if isinstance(target, CardActionEvent) and target.step is not None:
        deed = events.of_step(conn, target.step)
        retractions = events.retractions_of_step(conn, target.step)
    retract(conn, retractions, when, make_id)
    for event in deed:
        events.set_dead(conn, event, to=False)
        totals.add(conn, event)
        made_room = _made_room(conn, event)
        undone = None if made_room is None else events.retraction_of(conn, made_room.id)
        if made_room is not None and undone is not None:
            old = target_of(conn, made_room)
            retract(conn, [undone], when, make_id)
            events.set_dead(conn, made_room, to=False)
            events.set_dead(conn, old, to=True)
            totals.add(conn, old, -1)
    return deed


def make_room(conn: Connection, old: ReviewEvent, mended: str, when: Moment) -> None:
    """Retract a grade for the one that takes its place.

    Args:
        conn: A connection inside a write transaction.
        old: The live review.
        mended: Id of the review that replaces it.
        when: The present moment.
    """
    retract(conn, [old], when, lambda: room_id(mended))
    totals.add(conn, old, -1)


def room_id(mended: str) -> str:
    """Return the id of the retraction that made room for a mended review.

    It follows from the review, so that undo finds it: not every mended grade has one, as the grade
    in whose place it stands may have been taken back before.
    """
    return str(uuid.uuid5(_REPLACED, mended))


def _made_room(conn: Connection, event: ReviewEvent | CardActionEvent) -> RetractionEvent | None:
    if isinstance(event, CardActionEvent) or event.replaces is None:
        return None
    return events.find(conn, RetractionEvent, room_id(event.id))


def replay(conn: Connection, deed: Deed) -> tuple[Memory, Marks]:
    """Replay the cards of a deed that was taken or brought back.

    Returns:
        Memory and marks of the card of its last event.
    """
    in_force = current_params(conn, deed[0].learner)
    kept = NEW_MEMORY, NO_MARKS
    for event in deed:
        if isinstance(event, CardActionEvent) and event.kind not in OF_MEMORY:
            kept = remark(conn, event.learner, event.card)
        else:
            kept = refold(conn, event.learner, event.card, in_force)
    return kept


def target_of(conn: Connection, retraction: RetractionEvent) -> ReviewEvent | CardActionEvent:
    """Return the grade or card action that a retraction took back."""
    target = events.find(conn, events.KINDS[retraction.target_kind], retraction.target)
    if not isinstance(target, ReviewEvent | CardActionEvent):
        raise BugError(f"{retraction.target_kind} {retraction.target} cannot be brought back")
    return target


def retract(
    conn: Connection, targets: Sequence[Event], when: Moment, make_id: Callable[[], str]
) -> None:
    """Write the retractions of events of one kind, and note that they are dead."""
    kind = events.table_of(targets[0])
    learner = targets[0].learner
    retractions = [
        RetractionEvent(0, make_id(), learner, *when, "", target.id, kind) for target in targets
    ]
    events.append_many(conn, retractions)
    for target in targets:
        events.set_dead(conn, target, to=True)
