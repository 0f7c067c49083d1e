"""What today and the next days hold, and what a backlog comes to if it is shared out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

from mtdtutor.services.dayplan import DayPlan
from mtdtutor.services.scope import Scope
from mtdtutor.storage import memory
from mtdtutor.study.backlog import OFFERED, Share, is_backlog, part, shares
from mtdtutor.study.rest import MOST_DAYS

if TYPE_CHECKING:
    from mtdtutor.storage.database import Connection

WEEK: Final = 7


class DayLoad(NamedTuple):
    """How many cards a study day holds."""

    day: int
    cards: int


class Backlog(NamedTuple):
    """More reviews than a day usually brings.

    Attributes:
        waiting: Reviews that are due.
        minutes: What they take at the learner's own pace.
        shares: Over how many days they can be shared out, each with its minutes a day; none while
            they are shared out already.
        until: Last study day over which they are shared out; None if they are not.
    """

    waiting: int
    minutes: int
    shares: tuple[tuple[Share, int], ...]
    until: int | None


def falling_due(conn: Connection, scope: Scope) -> Mapping[int, int]:
    """Return how many reviews each study day asks for, those that wait and some weeks ahead."""
    learner, today, rest = scope.learner, scope.when.day, scope.rest
    last = today + 2 * max(OFFERED)
    planned = memory.due_per_day(conn, learner, last)
    if rest.is_plain:
        return planned
    # What is due longer ago than a card ever moves is asked now in any case.
    first, longest = today - MOST_DAYS, scope.params.max_interval
    moved = Counter({day: number for day, number in planned.items() if day < first})
    for card, due_day, last_day in memory.due_days(conn, learner, first, last):
        moved[rest.asked_on(card, due_day, last_day, longest)] += 1
    return moved


def loads(
    scope: Scope, plan: DayPlan, due: Mapping[int, int], unseen: int, ahead: Mapping[int, int]
) -> tuple[DayLoad, ...]:
    """Return the load of seven days: what is planned already, and new cards as the limit allows.

    What a day cannot hold moves on to the next ones.

    Args:
        scope: Whose days.
        plan: What today still holds.
        due: Reviews by study day, as ``falling_due`` gives them.
        unseen: Cards that were never seen.
        ahead: Cards of the next days as an exam arranges them.
    """
    settings, today, rest, until = scope.settings, scope.when.day, scope.rest, scope.spread_until
    waiting = sum(number for day, number in due.items() if day <= today) - plan.reviews
    unseen -= plan.new
    found = [DayLoad(today, len(plan.line) + plan.steps_ready(scope.when.at_ms))]
    for day in range(today + 1, today + WEEK):
        waiting += due.get(day, 0)
        reviews = min(waiting, rest.scaled(settings.reviews_per_day, day))
        if until is not None and day <= until:
            reviews = min(reviews, part(waiting, due, day, until, rest))
        new = min(unseen, rest.scaled(settings.new_per_day, day))
        waiting -= reviews
        unseen -= new
        found.append(DayLoad(day, ahead.get(day, reviews + new)))
    return tuple(found)


def read_backlog(
    scope: Scope, plan: DayPlan, due: Mapping[int, int], minutes: Callable[[int], int]
) -> Backlog | None:
    """Return what waits beyond the usual; None if little does, or an exam arranges the days.

    None too once today's part is done: what then still waits comes on other days anyhow.

    Args:
        scope: Whose.
        plan: What today still holds.
        due: Reviews by study day, as ``falling_due`` gives them.
        minutes: What so many reviews take.
    """
    today, rest = scope.when.day, scope.rest
    waiting = sum(number for day, number in due.items() if day <= today)
    if plan.exam is not None or rest.share(today) <= 0 or not plan.reviews:
        return None
    if scope.spread_until is not None:
        return Backlog(waiting, minutes(waiting), (), scope.spread_until)
    overdue = sum(number for day, number in due.items() if day < today)
    limit = rest.scaled(scope.settings.reviews_per_day, today) - plan.done.reviews
    if not is_backlog(overdue, waiting, max(limit, 0), minutes(waiting)):
        return None
    offers = tuple((each, minutes(each.reviews)) for each in shares(waiting, due, today, rest))
    return Backlog(waiting, minutes(waiting), offers, None) if offers else None
