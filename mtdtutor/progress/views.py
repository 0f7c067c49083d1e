"""What the History page shows: plain values that are charted, tabled and saved as they are.

Every view has ``columns`` and ``rows``: the same numbers as the chart, one row per mark.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final, NamedTuple

from mtdtutor.progress.periods import Period, Span

Cell = int | float | str | None

RUNNING: Final = "running"
"""Ending of an attempt that has not ended."""


class Kind(StrEnum):
    """What the values of a column are, so that they can be put into words."""

    DAY = "day"  # a study day, counted from 1970-01-01
    COUNT = "count"
    SHARE = "share"  # 0 to 1
    DURATION = "duration"  # milliseconds
    CODE = "code"  # a word of the program
    TEXT = "text"
    ID = "id"  # for files only


class Column(NamedTuple):
    """One column of a table.

    Attributes:
        code: Name in files, English, without spaces.
        kind: What its values are.
    """

    code: str
    kind: Kind


class Estimate(NamedTuple):
    """A share with what it rests on.

    Attributes:
        hits: How many of them.
        total: Of how many.
        low: Lower end of the 95 % Wilson interval.
        high: Its upper end.
    """

    hits: int
    total: int
    low: float
    high: float

    @property
    def share(self) -> float | None:
        """Hits over total; None when there is nothing to divide."""
        return self.hits / self.total if self.total else None


class ReviewBin(NamedTuple):
    """Graded recalls of some study days.

    Attributes:
        days: Which days.
        again: Grades of "again"; the other three grades likewise.
        new: How many of them were a card's first.
        time_ms: Time spent on them.
    """

    days: Span
    again: int
    hard: int
    good: int
    easy: int
    new: int
    time_ms: int

    @property
    def total(self) -> int:
        """Reviews of all grades."""
        return self.again + self.hard + self.good + self.easy


class ReviewsView(NamedTuple):
    """Reviews by day and grade.

    Attributes:
        period: The period asked for.
        days: Its study days.
        earlier: Whether there is anything of the kind before them.
        width: Days in a bin.
        bins: All bins, empty ones too, oldest first.
        studied: Days of the period with at least one review.
        studied_of_7: The same among the last seven days.
    """

    period: Period
    days: Span
    earlier: bool
    width: int
    bins: tuple[ReviewBin, ...]
    studied: int
    studied_of_7: int

    @property
    def total(self) -> int:
        """Reviews in the period."""
        return sum(each.total for each in self.bins)

    @property
    def time_ms(self) -> int:
        """Time spent in the period."""
        return sum(each.time_ms for each in self.bins)

    @property
    def columns(self) -> tuple[Column, ...]:
        """Columns of ``rows``."""
        return REVIEW_COLUMNS

    @property
    def rows(self) -> list[tuple[Cell, ...]]:
        """One row per bin, oldest first."""
        return [
            (
                *each.days,
                each.again,
                each.hard,
                each.good,
                each.easy,
                each.total,
                each.new,
                each.time_ms,
            )
            for each in self.bins
        ]


class Standing(StrEnum):
    """How retention compares with what was aimed for."""

    THIN = "thin"  # too few recalls to say
    BELOW = "below"  # the whole interval is under the target
    NEAR = "near"  # the target is inside the interval
    ABOVE = "above"  # the whole interval is over it


class RetentionBin(NamedTuple):
    """True retention of some study days: young and mature cards, and both."""

    days: Span
    young: Estimate
    mature: Estimate
    both: Estimate


class RetentionView(NamedTuple):
    """How much of what came due was recalled.

    Attributes:
        period: The period asked for.
        days: Its study days.
        earlier: Whether there is anything of the kind before them.
        width: Days in a bin.
        target: Desired retention in force now, 0 to 1.
        bins: All bins, empty ones too, oldest first.
        young: The whole period, cards with an interval under 21 days.
        mature: The whole period, the other cards.
        both: The whole period, all cards.
        standing: How ``both`` compares with the target.
        missing: Recalls still needed before that can be said; 0 when it can.
    """

    period: Period
    days: Span
    earlier: bool
    width: int
    target: float
    bins: tuple[RetentionBin, ...]
    young: Estimate
    mature: Estimate
    both: Estimate
    standing: Standing
    missing: int

    @property
    def columns(self) -> tuple[Column, ...]:
        """Columns of ``rows``."""
        return RETENTION_COLUMNS

    @property
    def rows(self) -> list[tuple[Cell, ...]]:
        """One row per bin with evidence, oldest first."""
        return [
            (
                *each.days,
                each.both.share,
                each.both.low,
                each.both.high,
                each.both.hits,
                each.both.total,
                each.young.hits,
                each.young.total,
                each.mature.hits,
                each.mature.total,
                self.target,
            )
            for each in self.bins
            if each.both.total
        ]


class AttemptLine(NamedTuple):
    """One sitting of a quiz.

    Attributes:
        attempt: Its id.
        at_ms: When it began, UTC milliseconds.
        offset_min: Local offset from UTC then.
        day: Its study day.
        preset: What kind of quiz.
        number: Questions planned.
        answered: Questions with an answer.
        right: Answers with full marks.
        active_ms: Time spent.
        total_ms: Time limit; None without one.
        ending: ``finished``, ``expired``, ``abandoned``, or ``running`` if it has not ended.
    """

    attempt: str
    at_ms: int
    offset_min: int
    day: int
    preset: str
    number: int
    answered: int
    right: int
    active_ms: int
    total_ms: int | None
    ending: str

    @property
    def share(self) -> float:
        """Right answers over questions planned: a question left open is not right."""
        return self.right / self.number if self.number else 0.0


class ScoresView(NamedTuple):
    """Scores of the quizzes brought to an end.

    Attributes:
        period: The period asked for.
        days: Its study days.
        earlier: Whether there is anything of the kind before them.
        lines: Finished and expired attempts, oldest first.
        overall: Right answers over questions of all of them.
    """

    period: Period
    days: Span
    earlier: bool
    lines: tuple[AttemptLine, ...]
    overall: Estimate

    @property
    def columns(self) -> tuple[Column, ...]:
        """Columns of ``rows``."""
        return SCORE_COLUMNS

    @property
    def rows(self) -> list[tuple[Cell, ...]]:
        """One row per attempt, oldest first."""
        return [
            (each.day, each.share, each.right, each.number, each.active_ms, each.attempt)
            for each in self.lines
        ]


class AttemptsView(NamedTuple):
    """All sittings, however they ended.

    Attributes:
        period: The period asked for.
        days: Its study days.
        earlier: Whether there is anything of the kind before them.
        lines: Attempts, newest first.
    """

    period: Period
    days: Span
    earlier: bool
    lines: tuple[AttemptLine, ...]

    @property
    def columns(self) -> tuple[Column, ...]:
        """Columns of ``rows``."""
        return ATTEMPT_COLUMNS

    @property
    def rows(self) -> list[tuple[Cell, ...]]:
        """One row per attempt, newest first."""
        return [
            (
                each.day,
                each.ending,
                each.right,
                each.answered,
                each.number,
                each.share,
                each.active_ms,
                each.total_ms,
                each.attempt,
            )
            for each in self.lines
        ]


View = ReviewsView | RetentionView | ScoresView | AttemptsView

_DAYS: Final = (Column("first_day", Kind.DAY), Column("last_day", Kind.DAY))
REVIEW_COLUMNS: Final = (
    *_DAYS,
    *(Column(code, Kind.COUNT) for code in ("again", "hard", "good", "easy", "reviews", "new")),
    Column("time_s", Kind.DURATION),
)
RETENTION_COLUMNS: Final = (
    *_DAYS,
    *(Column(code, Kind.SHARE) for code in ("retention", "low", "high")),
    *(
        Column(code, Kind.COUNT)
        for code in (
            "recalled",
            "asked",
            "recalled_young",
            "asked_young",
            "recalled_mature",
            "asked_mature",
        )
    ),
    Column("target", Kind.SHARE),
)
SCORE_COLUMNS: Final = (
    Column("day", Kind.DAY),
    Column("score", Kind.SHARE),
    Column("right", Kind.COUNT),
    Column("questions", Kind.COUNT),
    Column("time_s", Kind.DURATION),
    Column("attempt", Kind.ID),
)
ATTEMPT_COLUMNS: Final = (
    Column("day", Kind.DAY),
    Column("ending", Kind.CODE),
    Column("right", Kind.COUNT),
    Column("answered", Kind.COUNT),
    Column("questions", Kind.COUNT),
    Column("score", Kind.SHARE),
    Column("time_s", Kind.DURATION),
    Column("time_limit_s", Kind.DURATION),
    Column("attempt", Kind.ID),
)
