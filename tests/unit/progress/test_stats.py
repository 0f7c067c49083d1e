"""Figures of History against tables worked by hand, and rules that hold for any numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtdtutor.progress.periods import (
    Period,
    Span,
    bin_index,
    bins,
    counting_width,
    share_width,
    span,
)
from mtdtutor.progress.stats import (
    ENOUGH_RECALLS,
    DayValue,
    Frame,
    attempts_view,
    retention_view,
    reviews_view,
    scores_view,
    standing,
    wilson,
)
from mtdtutor.progress.views import RUNNING, AttemptLine, Standing

TODAY = 20_000


def frame(period: Period, known: Span | None = None) -> Frame:
    return Frame(period, span(period, TODAY, known), earlier=False)


# Periods and bins


def test_a_period_ends_today_and_holds_today() -> None:
    assert span(Period.WEEK, TODAY) == Span(19_994, 20_000)
    assert [span(each, TODAY).days for each in Period] == [7, 30, 90, 365, 7]


def test_all_reaches_from_the_first_event_to_the_last_even_past_today() -> None:
    assert span(Period.ALL, TODAY, Span(19_000, 19_990)) == Span(19_000, 20_000)
    assert span(Period.ALL, TODAY, Span(19_999, 20_003)) == Span(19_994, 20_003)


def test_only_all_days_asks_what_is_known() -> None:
    assert span(Period.MONTH, TODAY, Span(1, 30_000)) == Span(19_971, 20_000)


@pytest.mark.parametrize(
    ("days", "counting", "share"),
    [(7, 1, 1), (14, 1, 1), (30, 1, 7), (90, 1, 7), (365, 7, 7), (800, 7, 7), (801, 30, 30)],
)
def test_longer_periods_have_wider_bins(days: int, counting: int, share: int) -> None:
    assert (counting_width(days), share_width(days)) == (counting, share)


def test_bins_are_counted_back_from_the_last_day() -> None:
    assert bins(Span(1, 21), 7) == [Span(1, 7), Span(8, 14), Span(15, 21)]
    assert bins(Span(1, 25), 7) == [Span(1, 4), Span(5, 11), Span(12, 18), Span(19, 25)]


def test_a_few_days_left_over_join_the_first_bin() -> None:
    assert bins(Span(1, 15), 7) == [Span(1, 8), Span(9, 15)]
    assert bins(Span(1, 3), 7) == [Span(1, 3)]


@given(st.integers(1, 3000), st.integers(1, 40))
def test_bins_cover_every_day_once_in_order(days: int, width: int) -> None:
    whole = Span(100, 100 + days - 1)
    cut = bins(whole, width)
    assert [day for each in cut for day in range(each.first, each.last + 1)] == list(
        range(100, 100 + days)
    )
    for place, each in enumerate(cut):
        for day in (each.first, each.last):
            assert bin_index(day, whole, width, len(cut)) == place


# Wilson intervals


@pytest.mark.parametrize(
    ("hits", "total", "low", "high"),
    [
        # Worked from the formula with z = 1.959964; the first is Newcombe's (1998) example.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (1, 29, 0.0061, 0.1718),
        (0, 20, 0.0, 0.1611),
        (20, 20, 0.8389, 1.0),
        (5, 10, 0.2366, 0.7634),
    ],
)
def test_wilson_intervals(hits: int, total: int, low: float, high: float) -> None:
    found = wilson(hits, total)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def test_nothing_is_known_from_no_trials() -> None:
    assert wilson(0, 0) == (0, 0, 0.0, 1.0)
    assert wilson(0, 0).share is None


@given(st.integers(1, 100_000), st.data())
def test_wilson_holds_the_share_and_narrows_with_evidence(total: int, data: st.DataObject) -> None:
    hits = data.draw(st.integers(0, total))
    found = wilson(hits, total)
    assert 0 <= found.low <= hits / total <= found.high <= 1
    larger = wilson(hits * 4, total * 4)
    assert larger.high - larger.low < found.high - found.low


@pytest.mark.parametrize(
    ("hits", "total", "expected"),
    [
        (ENOUGH_RECALLS - 1, ENOUGH_RECALLS - 1, Standing.THIN),
        (18, 20, Standing.NEAR),
        (10, 20, Standing.BELOW),
        (990, 1000, Standing.ABOVE),
        (905, 1000, Standing.NEAR),
        (870, 1000, Standing.BELOW),
    ],
)
def test_standing_against_a_target_of_ninety_per_cent(
    hits: int, total: int, expected: Standing
) -> None:
    assert standing(wilson(hits, total), 0.90) is expected


# Reviews


def test_reviews_of_a_week_by_hand() -> None:
    rows = [
        DayValue("again", TODAY, 2),
        DayValue("good", TODAY, 5),
        DayValue("new", TODAY, 3),
        DayValue("reviews_ms", TODAY, 70_000),
        DayValue("hard", TODAY - 2, 1),
        DayValue("easy", TODAY - 6, 4),
    ]
    view = reviews_view(frame(Period.WEEK), rows)
    assert [(each.days.first - TODAY, *each[1:]) for each in view.bins] == [
        (-6, 0, 0, 0, 4, 0, 0),
        (-5, 0, 0, 0, 0, 0, 0),
        (-4, 0, 0, 0, 0, 0, 0),
        (-3, 0, 0, 0, 0, 0, 0),
        (-2, 0, 1, 0, 0, 0, 0),
        (-1, 0, 0, 0, 0, 0, 0),
        (0, 2, 0, 5, 0, 3, 70_000),
    ]
    assert (view.total, view.time_ms, view.studied, view.studied_of_7) == (12, 70_000, 3, 3)
    assert view.rows[-1] == (TODAY, TODAY, 2, 0, 5, 0, 7, 3, 70_000)
    assert len(view.columns) == len(view.rows[0])


def test_a_year_is_shown_by_weeks_and_counts_the_days_studied_in_them() -> None:
    rows = [DayValue("good", TODAY - back, 10) for back in (0, 1, 6, 7, 8, 364)]
    view = reviews_view(frame(Period.YEAR), rows)
    assert view.width == 7
    assert len(view.bins) == 52
    assert [each.good for each in view.bins[-2:]] == [20, 30]
    assert view.bins[0].good == 10
    assert (view.studied, view.studied_of_7) == (6, 3)


def test_a_day_of_time_without_a_grade_is_not_a_day_studied() -> None:
    rows = [DayValue("reviews_ms", TODAY, 500), DayValue("good", TODAY - 1, 0)]
    assert reviews_view(frame(Period.WEEK), rows).studied == 0


# Retention


def test_retention_of_a_month_by_hand() -> None:
    rows = [
        DayValue("retained_young", TODAY, 8),
        DayValue("lapsed_young", TODAY, 2),
        DayValue("retained_mature", TODAY - 1, 19),
        DayValue("lapsed_mature", TODAY - 1, 1),
        DayValue("retained_young", TODAY - 20, 5),
    ]
    view = retention_view(frame(Period.MONTH), rows, 0.90)
    assert (view.young.hits, view.young.total) == (13, 15)
    assert (view.mature.hits, view.mature.total) == (19, 20)
    assert (view.both.hits, view.both.total) == (32, 35)
    assert view.standing is Standing.NEAR
    assert view.missing == 0
    # Four weeks back from today; the two days left over join the first.
    assert [each.both.total for each in view.bins] == [0, 5, 0, 30]
    assert view.bins[0].days == Span(TODAY - 29, TODAY - 21)
    assert [row[5:7] for row in view.rows] == [(5, 5), (27, 30)], "weeks without evidence are left"
    assert len(view.columns) == len(view.rows[0])


def test_no_point_stands_for_a_time_before_there_was_a_learner() -> None:
    rows = [DayValue("retained_young", TODAY - 2, 1), DayValue("retained_young", TODAY, 1)]
    days = Span(TODAY - 29, TODAY)
    fresh = retention_view(Frame(Period.MONTH, days, earlier=False), rows, 0.90)
    assert [row[:2] for row in fresh.rows] == [(TODAY - 2, TODAY)]
    old = retention_view(Frame(Period.MONTH, days, earlier=True), rows, 0.90)
    assert [row[:2] for row in old.rows] == [(TODAY - 6, TODAY)]


def test_thin_retention_says_how_many_recalls_are_missing() -> None:
    view = retention_view(frame(Period.WEEK), [DayValue("retained_young", TODAY, 7)], 0.90)
    assert view.standing is Standing.THIN
    assert view.missing == ENOUGH_RECALLS - 7


# Quizzes


def line(name: str, back: int, right: int, ending: str = "finished") -> AttemptLine:
    return AttemptLine(
        name, (TODAY - back) * 86_400_000, 0, TODAY - back, "practice", 10, 10, right, 60_000,
        None, ending,
    )  # fmt: skip


def test_scores_count_what_was_brought_to_an_end() -> None:
    lines = [
        line("c", 0, 9),
        line("a", 3, 5),
        line("b", 2, 4, "expired"),
        line("d", 1, 0, "abandoned"),
        line("e", 0, 0, RUNNING),
    ]
    view = scores_view(frame(Period.WEEK), lines)
    assert [each.attempt for each in view.lines] == ["a", "b", "c"]
    assert (view.overall.hits, view.overall.total) == (18, 30)
    assert view.rows[0] == (TODAY - 3, 0.5, 5, 10, 60_000, "a")
    assert len(view.columns) == len(view.rows[0])


def test_attempts_are_all_there_newest_first() -> None:
    lines = [line("a", 3, 5), line("d", 1, 0, "abandoned"), line("e", 0, 0, RUNNING)]
    view = attempts_view(frame(Period.WEEK), lines)
    assert [each.attempt for each in view.lines] == ["e", "d", "a"]
    assert [row[1] for row in view.rows] == [RUNNING, "abandoned", "finished"]
    assert len(view.columns) == len(view.rows[0])


def test_a_question_left_open_is_not_right() -> None:
    assert line("a", 0, 4)._replace(answered=4).share == 0.4
    assert line("a", 0, 0)._replace(number=0).share == 0.0


# Any numbers


@given(
    st.sampled_from(list(Period)),
    st.lists(
        st.tuples(
            st.sampled_from(["again", "hard", "good", "easy"]),
            st.integers(TODAY - 1500, TODAY),
            st.integers(1, 50),
        ),
        max_size=60,
        unique_by=lambda row: row[:2],
    ),
)
def test_bins_hold_every_review_of_the_period_and_no_other(
    period: Period, raw: list[tuple[str, int, int]]
) -> None:
    days = [row[1] for row in raw]
    known = Span(min(days), max(days)) if days else None
    within = frame(period, known)
    rows = [DayValue(*row) for row in raw if within.days.first <= row[1]]
    view = reviews_view(within, rows)
    assert view.total == sum(row.value for row in rows)
    assert view.studied == len({row.day for row in rows})
    assert len(view.bins) <= 120
