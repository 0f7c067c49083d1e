"""Making all that is derived again from the events, in steps too short to be felt."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from mtdtutor.core.clock import Clock
from mtdtutor.services.replaying import refold
from mtdtutor.storage import ability, derived, events, learners, totals
from mtdtutor.storage import memory as memories
from mtdtutor.storage.database import Connection, Database

CHUNK_MS: Final = 20
"""How long one transaction may hold the database: a grade meanwhile waits no longer."""
DAYS_AT_ONCE: Final = 5

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]
_Step = Callable[[Connection], None]


def rebuild(
    db: Database,
    clock: Clock,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> bool:
    """Make memory, abilities and totals again from the events.

    Each step puts one card, one learner's abilities or a few study days right and is complete in
    itself, so that a rebuild that is stopped has harmed nothing.

    Args:
        db: The database.
        clock: Its monotonic side bounds the transactions.
        progress: Called with steps done and steps in all.
        cancelled: Asked between transactions.

    Returns:
        Whether it was done to the end.
    """
    with db.write() as conn:
        derived.replace_dead(conn)
        derived.drop_stray_clocks(conn)
        steps = list(_steps(conn))
    done = 0
    while done < len(steps):
        if cancelled is not None and cancelled():
            return False
        with db.write() as conn:
            until = clock.monotonic_ms() + CHUNK_MS
            while done < len(steps):
                steps[done](conn)
                done += 1
                if clock.monotonic_ms() >= until:
                    break
        if progress is not None:
            progress(done, len(steps))
    return True


def _steps(conn: Connection) -> Iterator[_Step]:
    with_events = set(events.cards_with_events(conn))
    for learner, card in sorted(with_events | set(memories.stored_cards(conn))):
        yield _card_step(learner, card)
    for who in learners.everyone(conn):
        yield _ability_step(who.id)
        days = totals.days_of(conn, who.id)
        for place in range(0, len(days), DAYS_AT_ONCE):
            span = days[place : place + DAYS_AT_ONCE]
            yield _days_step(who.id, span[0], span[-1])


def _card_step(learner: str, card: str) -> _Step:
    def step(conn: Connection) -> None:
        refold(conn, learner, card)

    return step


def _ability_step(learner: str) -> _Step:
    def step(conn: Connection) -> None:
        ability.replace(conn, learner, ability.recount(conn, learner))

    return step


def _days_step(learner: str, first: int, last: int) -> _Step:
    def step(conn: Connection) -> None:
        totals.replace(conn, learner, first, last)

    return step
