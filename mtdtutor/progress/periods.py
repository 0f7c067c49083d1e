"""Periods of study days, and the bins a chart puts their days into."""

from __future__ import annotations

from enum import StrEnum
from typing import Final, NamedTuple

DAY: Final = 1
WEEK: Final = 7
MONTH: Final = 30
"""Thirty days: bins of one length can be compared, calendar months cannot."""

_DAILY_UP_TO: Final = 100
_WEEKLY_UP_TO: Final = 800
_SHORT: Final = 14


class Period(StrEnum):
    """How far a view looks back."""

    WEEK = "7"
    MONTH = "30"
    QUARTER = "90"
    YEAR = "365"
    ALL = "all"

    @property
    def days(self) -> int | None:
        """Number of study days, today included; None for all."""
        return None if self is Period.ALL else int(self.value)


class Span(NamedTuple):
    """Study days from ``first`` to ``last``, both included."""

    first: int
    last: int

    @property
    def days(self) -> int:
        """Number of study days."""
        return self.last - self.first + 1


def span(period: Period, today: int, known: Span | None = None) -> Span:
    """Return the study days of a period.

    Args:
        period: How far to look back.
        today: The present study day.
        known: First and last study day with any event. The period of all days spans it, and so
            reaches past today when the clock was set back after the last event.

    Returns:
        At least seven days.
    """
    if period.days is not None:
        return Span(today - period.days + 1, today)
    week = Span(today - WEEK + 1, today)
    if known is None:
        return week
    return Span(min(week.first, known.first), max(today, known.last))


def counting_width(days: int) -> int:
    """Return how many days one bin holds where things are counted."""
    if days <= _DAILY_UP_TO:
        return DAY
    return WEEK if days <= _WEEKLY_UP_TO else MONTH


def share_width(days: int) -> int:
    """Return how many days one bin holds where shares are shown, which need more evidence."""
    if days <= _SHORT:
        return DAY
    return WEEK if days <= _WEEKLY_UP_TO else MONTH


def bins(days: Span, width: int) -> list[Span]:
    """Cut a span into bins of equal width, counted back from its last day.

    Days left over at the beginning join the first bin when they are fewer than half of one.
    """
    whole, rest = divmod(days.days, width)
    cut = [
        Span(days.last - (place + 1) * width + 1, days.last - place * width)
        for place in reversed(range(whole))
    ]
    if rest and cut and rest * 2 < width:
        cut[0] = Span(days.first, cut[0].last)
    elif rest:
        cut.insert(0, Span(days.first, days.first + rest - 1))
    return cut


def bin_index(day: int, days: Span, width: int, count: int) -> int:
    """Return the place of a day among the ``count`` bins that ``bins`` cut a span into."""
    return max(count - 1 - (days.last - day) // width, 0)
