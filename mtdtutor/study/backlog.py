"""A backlog: when there is one, and what comes of it on a day if it is shared out."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final, NamedTuple

from mtdtutor.study.rest import Rest

OFFERED: Final = (3, 7, 14)
"""Over how many days with work a backlog can be shared out."""
_LEAST_WAITING: Final = 20
_LEAST_MINUTES: Final = 15


class Share(NamedTuple):
    """What sharing out comes to.

    Attributes:
        days: Days with work over which it is shared out.
        last: The last study day of them.
        reviews: Reviews on a day with its usual work.
    """

    days: int
    last: int
    reviews: int


def is_backlog(overdue: int, waiting: int, limit: int, minutes: float) -> bool:
    """Return whether more waits than a day usually brings.

    Args:
        overdue: Reviews that were due before today.
        waiting: Reviews that are due, those among them.
        limit: Reviews wanted on a day.
        minutes: What all that waits takes.
    """
    return waiting > limit or (overdue >= _LEAST_WAITING and minutes >= _LEAST_MINUTES)


def part(waiting: int, coming: Mapping[int, int], today: int, last: int, rest: Rest) -> int:
    """Return how many reviews today holds if what waits is shared out evenly.

    What falls due on later days of the span is shared out with it, so that no day is fuller than
    the one before.

    Args:
        waiting: Reviews that are due today, those already done today among them.
        coming: Reviews that fall due on each later study day.
        today: The study day.
        last: The last study day of the span.
        rest: How much work each day holds.
    """
    days = range(today, last + 1)
    whole = sum(rest.share(day) for day in days)
    if whole <= 0:
        return 0
    number = waiting + sum(coming.get(day, 0) for day in days[1:])
    return min(waiting, math.ceil(number * rest.share(today) / whole))


def shares(waiting: int, coming: Mapping[int, int], today: int, rest: Rest) -> list[Share]:
    """Return over how many days a backlog can be shared out, and what each day then holds.

    Longer spans that make a day no lighter are left out.
    """
    found: list[Share] = []
    for number in OFFERED:
        last = _last_of(number, today, rest)
        each = part(waiting, coming, today, last, rest._replace(anyway=today))
        if each < (found[-1].reviews if found else waiting):
            found.append(Share(number, last, each))
    return found


def _last_of(number: int, today: int, rest: Rest) -> int:
    """Return the last of so many days with work, today one of them."""
    day = today
    for _ in range(number - 1):
        day = rest.working_day(day + 1)
    return day
