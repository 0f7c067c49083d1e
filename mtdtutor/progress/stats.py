"""From rows of day totals and attempts to the views of the History page."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from mtdtutor.progress.events import EXPIRED, FINISHED
from mtdtutor.progress.periods import (
    WEEK,
    Period,
    Span,
    bin_index,
    bins,
    counting_width,
    share_width,
)
from mtdtutor.progress.views import (
    AttemptLine,
    AttemptsView,
    Estimate,
    RetentionBin,
    RetentionView,
    ReviewBin,
    ReviewsView,
    ScoresView,
    Standing,
)

Z95: Final = 1.959963984540054
"""Quantile of the standard normal distribution that leaves 2.5 % on either side."""
ENOUGH_RECALLS: Final = 20
"""Recalls below which retention is not judged: its interval would be wider than 30 points."""

GRADES: Final = ("again", "hard", "good", "easy")
REVIEW_METRICS: Final = (*GRADES, "new", "reviews_ms")
RETENTION_METRICS: Final = (
    "retained_young",
    "lapsed_young",
    "retained_mature",
    "lapsed_mature",
)


class Frame(NamedTuple):
    """What a view covers; see ``progress.views``."""

    period: Period
    days: Span
    earlier: bool


class DayValue(NamedTuple):
    """One day total, summed over the topics asked for."""

    metric: str
    day: int
    value: int


def wilson(hits: int, total: int, z: float = Z95) -> Estimate:
    """Return a share with its Wilson score interval.

    ``(p + z²/2n ± z·sqrt(p(1−p)/n + z²/4n²)) / (1 + z²/n)`` (E. B. Wilson, 1927). It stays between
    0 and 1 and is honest for few trials and extreme shares, where p ± z·sqrt(p(1−p)/n) is not.

    Args:
        hits: Successes.
        total: Trials; 0 gives the interval from 0 to 1: nothing is known.
        z: Quantile; 1.96 for 95 %.
    """
    if total == 0:
        return Estimate(0, 0, 0.0, 1.0)
    share = hits / total
    square = z * z / total
    centre = share + square / 2
    half = z * math.sqrt(share * (1 - share) / total + square / (4 * total))
    low = 0.0 if hits == 0 else (centre - half) / (1 + square)
    high = 1.0 if hits == total else (centre + half) / (1 + square)
    return Estimate(hits, total, low, high)


def standing(estimate: Estimate, target: float) -> Standing:
    """Return how retention compares with a target, both from 0 to 1."""
    if estimate.total < ENOUGH_RECALLS:
        return Standing.THIN
    if estimate.high < target:
        return Standing.BELOW
    return Standing.ABOVE if estimate.low > target else Standing.NEAR


def reviews_view(frame: Frame, rows: Iterable[DayValue]) -> ReviewsView:
    """Return reviews by day and grade.

    Args:
        frame: The period asked for, with its study days.
        rows: Day totals of ``REVIEW_METRICS`` within those days.
    """
    rows = list(rows)
    days = frame.days
    width = counting_width(days.days)
    cut = bins(days, width)
    sums = _sums(rows, days, width, len(cut))
    studied = _studied(rows)
    last_week = range(days.last - WEEK + 1, days.last + 1)
    return ReviewsView(
        *frame,
        width,
        tuple(
            ReviewBin(each, *(counts.get(metric, 0) for metric in REVIEW_METRICS))
            for each, counts in zip(cut, sums, strict=True)
        ),
        len(studied),
        sum(day in last_week for day in studied),
    )


def retention_view(frame: Frame, rows: Iterable[DayValue], target: float) -> RetentionView:
    """Return true retention by day against a target.

    Args:
        frame: The period asked for, with its study days.
        rows: Day totals of ``RETENTION_METRICS`` within those days.
        target: Desired retention, 0 to 1.

    Returns:
        The view. Where there is nothing from before, its first bin with anything in it begins on
        the day of the first recall: no point stands for a time before there was a learner.
    """
    rows = list(rows)
    days = frame.days
    width = share_width(days.days)
    cut = bins(days, width)
    if rows and not frame.earlier:
        first = min(row.day for row in rows)
        place = bin_index(first, days, width, len(cut))
        cut[place] = Span(max(first, cut[place].first), cut[place].last)
    sums = _sums(rows, days, width, len(cut))
    whole: dict[str, int] = {}
    for counts in sums:
        for metric, value in counts.items():
            whole[metric] = whole.get(metric, 0) + value
    young, mature, both = _retention(whole)
    return RetentionView(
        *frame,
        width,
        target,
        tuple(
            RetentionBin(each, *_retention(counts)) for each, counts in zip(cut, sums, strict=True)
        ),
        young,
        mature,
        both,
        standing(both, target),
        max(ENOUGH_RECALLS - both.total, 0),
    )


def scores_view(frame: Frame, lines: Sequence[AttemptLine]) -> ScoresView:
    """Return the scores of finished and expired attempts, oldest first."""
    ended = sorted(
        (each for each in lines if each.ending in (FINISHED, EXPIRED)),
        key=lambda each: (each.at_ms, each.attempt),
    )
    overall = wilson(sum(each.right for each in ended), sum(each.number for each in ended))
    return ScoresView(*frame, tuple(ended), overall)


def attempts_view(frame: Frame, lines: Sequence[AttemptLine]) -> AttemptsView:
    """Return all attempts, newest first."""
    newest = sorted(lines, key=lambda each: (each.at_ms, each.attempt), reverse=True)
    return AttemptsView(*frame, tuple(newest))


def _sums(rows: Iterable[DayValue], days: Span, width: int, count: int) -> list[dict[str, int]]:
    sums: list[dict[str, int]] = [{} for _ in range(count)]
    for metric, day, value in rows:
        counts = sums[bin_index(day, days, width, count)]
        counts[metric] = counts.get(metric, 0) + value
    return sums


def _studied(rows: Iterable[DayValue]) -> set[int]:
    return {row.day for row in rows if row.metric in GRADES and row.value > 0}


def _retention(counts: dict[str, int]) -> tuple[Estimate, Estimate, Estimate]:
    young = counts.get("retained_young", 0), counts.get("lapsed_young", 0)
    mature = counts.get("retained_mature", 0), counts.get("lapsed_mature", 0)
    return (
        wilson(young[0], sum(young)),
        wilson(mature[0], sum(mature)),
        wilson(young[0] + mature[0], sum(young) + sum(mature)),
    )
