"""Words for the views of History: findings, summaries, headings, cells, and what is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from mtdtutor.core.clock import day_to_date
from mtdtutor.progress.events import ABANDONED, EXPIRED, FINISHED
from mtdtutor.progress.periods import DAY, WEEK, Period, Span
from mtdtutor.progress.stats import ENOUGH_RECALLS, GRADES
from mtdtutor.progress.views import (
    RUNNING,
    AttemptsView,
    Cell,
    Column,
    Estimate,
    Kind,
    RetentionView,
    ReviewsView,
    ScoresView,
    Standing,
    View,
)
from mtdtutor.ui.texts import (
    QT_TRANSLATE_NOOP,
    clock_time,
    counted,
    minutes,
    number,
    percent,
    short_date,
    weekday,
)

translate = QCoreApplication.translate

PERIODS: Final = {
    Period.WEEK: QT_TRANSLATE_NOOP("History", "7 days"),
    Period.MONTH: QT_TRANSLATE_NOOP("History", "30 days"),
    Period.QUARTER: QT_TRANSLATE_NOOP("History", "90 days"),
    Period.YEAR: QT_TRANSLATE_NOOP("History", "1 year"),
    Period.ALL: QT_TRANSLATE_NOOP("History", "All"),
}
_HEADINGS: Final = {
    "first_day": QT_TRANSLATE_NOOP("History", "From"),
    "last_day": QT_TRANSLATE_NOOP("History", "To"),
    "day": QT_TRANSLATE_NOOP("History", "Day"),
    "again": QT_TRANSLATE_NOOP("History", "Again"),
    "hard": QT_TRANSLATE_NOOP("History", "Hard"),
    "good": QT_TRANSLATE_NOOP("History", "Good"),
    "easy": QT_TRANSLATE_NOOP("History", "Easy"),
    "reviews": QT_TRANSLATE_NOOP("History", "Reviews"),
    "new": QT_TRANSLATE_NOOP("History", "New cards"),
    "time_s": QT_TRANSLATE_NOOP("History", "Time"),
    "retention": QT_TRANSLATE_NOOP("History", "Recalled"),
    "low": QT_TRANSLATE_NOOP("History", "At least"),
    "high": QT_TRANSLATE_NOOP("History", "At most"),
    "recalled": QT_TRANSLATE_NOOP("History", "Recalled cards"),
    "asked": QT_TRANSLATE_NOOP("History", "Cards asked"),
    "recalled_young": QT_TRANSLATE_NOOP("History", "Young recalled"),
    "asked_young": QT_TRANSLATE_NOOP("History", "Young asked"),
    "recalled_mature": QT_TRANSLATE_NOOP("History", "Mature recalled"),
    "asked_mature": QT_TRANSLATE_NOOP("History", "Mature asked"),
    "target": QT_TRANSLATE_NOOP("History", "Aim"),
    "score": QT_TRANSLATE_NOOP("History", "Score"),
    "right": QT_TRANSLATE_NOOP("History", "Right"),
    "answered": QT_TRANSLATE_NOOP("History", "Answered"),
    "questions": QT_TRANSLATE_NOOP("History", "Questions"),
    "time_limit_s": QT_TRANSLATE_NOOP("History", "Time limit"),
    "ending": QT_TRANSLATE_NOOP("History", "Ending"),
}
_CODES: Final = {
    FINISHED: QT_TRANSLATE_NOOP("History", "finished"),
    EXPIRED: QT_TRANSLATE_NOOP("History", "time ran out"),
    ABANDONED: QT_TRANSLATE_NOOP("History", "given up"),
    RUNNING: QT_TRANSLATE_NOOP("History", "not finished"),
}


class Missing(NamedTuple):
    """What stands where there is nothing to show.

    Attributes:
        title: What is missing.
        text: What the view will show and how to get there.
        action: Word on the button.
        page: Page that the button opens.
    """

    title: str
    text: str
    action: str
    page: str


def grade(code: str) -> str:
    """Return the word for a grade."""
    return translate("History", _HEADINGS[code])


# Findings


def title(view: View) -> str:
    """Return what a view says, as one sentence."""
    match view:
        case ReviewsView():
            return _reviews_title(view)
        case RetentionView():
            return _retention_title(view)
        case ScoresView():
            return _scores_title(view)
        case AttemptsView():
            return _attempts_title(view)


def summary(view: View) -> str:
    """Return the numbers behind the finding, in a sentence or two."""
    match view:
        case ReviewsView():
            return _reviews_summary(view)
        case RetentionView():
            return _retention_summary(view)
        case ScoresView():
            return _scores_summary(view)
        case AttemptsView():
            return translate(
                "History", "Choose a line and open it to see every question with its answer."
            )


def unit(view: View) -> str:
    """Return what the upright axis counts."""
    if isinstance(view, RetentionView):
        return translate("History", "% recalled")
    if isinstance(view, ScoresView):
        return translate("History", "% right")
    if isinstance(view, AttemptsView) or view.width == DAY:
        return translate("History", "reviews per day")
    if view.width == WEEK:
        return translate("History", "reviews per week")
    return translate("History", "reviews per {n} days").format(n=number(view.width))


def _reviews_title(view: ReviewsView) -> str:
    if view.period is Period.ALL:
        text = translate("History", "You reviewed on {n} of {days} days")
    else:
        text = translate("History", "You reviewed on {n} of the last {days} days")
    return text.format(n=number(view.studied), days=number(view.days.days))


def _reviews_summary(view: ReviewsView) -> str:
    sums = {code: sum(getattr(each, code) for each in view.bins) for code in GRADES}
    parts = [
        translate(
            "History",
            "{reviews} in {time}: {again} again, {hard} hard, {good} good, {easy} easy.",
        ).format(
            reviews=counted(
                view.total,
                translate("History", "{n} review"),
                translate("History", "{n} reviews"),
            ),
            time=minutes(max(round(view.time_ms / 60_000), 1)),
            **{code: number(value) for code, value in sums.items()},
        )
    ]
    if view.studied > 1:
        parts.append(
            translate("History", "About {n} on a day of study.").format(
                n=number(view.total / view.studied)
            )
        )
    return " ".join(parts)


def _retention_title(view: RetentionView) -> str:
    share = view.both.share
    if view.standing is Standing.THIN or share is None:
        return translate("History", "Not enough yet: {n} of {enough} recalls").format(
            n=number(view.both.total), enough=number(ENOUGH_RECALLS)
        )
    text = {
        Standing.BELOW: translate(
            "History", "You recalled {n} of what came due, less than the {target} you aim for"
        ),
        Standing.NEAR: translate(
            "History", "You recalled {n} of what came due, about the {target} you aim for"
        ),
        Standing.ABOVE: translate(
            "History", "You recalled {n} of what came due, more than the {target} you aim for"
        ),
    }[view.standing]
    return text.format(n=percent(share), target=percent(view.target))


def _retention_summary(view: RetentionView) -> str:
    if view.standing is Standing.THIN:
        return counted(
            view.missing,
            translate(
                "History", "{n} more card recalled on a later day, and retention can be judged."
            ),
            translate(
                "History", "{n} more cards asked on a later day, and retention can be judged."
            ),
        )
    parts = [
        translate(
            "History",
            "{hits} of {total} cards were recalled; your true share is very likely between {low} "
            "and {high}.",
        ).format(
            hits=number(view.both.hits),
            total=number(view.both.total),
            low=percent(view.both.low),
            high=percent(view.both.high),
        )
    ]
    if view.young.total:
        parts.append(translate("History", "Young cards: {share}.").format(share=_of(view.young)))
    if view.mature.total:
        parts.append(
            translate("History", "Mature cards, asked after 21 days or more: {share}.").format(
                share=_of(view.mature)
            )
        )
    return " ".join(parts)


def _of(estimate: Estimate) -> str:
    return translate("History", "{share} of {n}").format(
        share=percent(estimate.share or 0.0), n=number(estimate.total)
    )


def _scores_title(view: ScoresView) -> str:
    if not view.lines:
        return translate("History", "No finished quiz in this time")
    last = view.lines[-1]
    if len(view.lines) == 1:
        text = translate("History", "You got {right} of {all} right in your quiz")
        return text.format(right=number(last.right), all=number(last.number))
    return translate("History", "You got {share} right in {n} quizzes, {last} in the last").format(
        share=percent(view.overall.share or 0.0),
        n=number(len(view.lines)),
        last=percent(last.share),
    )


def _scores_summary(view: ScoresView) -> str:
    if not view.lines:
        return ""
    parts = [
        translate("History", "{right} of {all} questions were answered right.").format(
            right=number(view.overall.hits), all=number(view.overall.total)
        )
    ]
    if len(view.lines) > 1:
        shares = [each.share for each in view.lines]
        parts.append(
            translate("History", "The lowest score is {low}, the highest {high}.").format(
                low=percent(min(shares)), high=percent(max(shares))
            )
        )
    return " ".join(parts)


def _attempts_title(view: AttemptsView) -> str:
    ended = sum(each.ending in (FINISHED, EXPIRED) for each in view.lines)
    if ended == len(view.lines):
        return counted(
            ended,
            translate("History", "You took {n} quiz to the end"),
            translate("History", "You took {n} quizzes to the end"),
        )
    quizzes = counted(
        len(view.lines),
        translate("History", "You began {n} quiz"),
        translate("History", "You began {n} quizzes"),
    )
    return translate("History", "{quizzes} and took {n} to the end").format(
        quizzes=quizzes, n=number(ended)
    )


# Along the axis


def bin_labels(days: Sequence[Span], width: int) -> list[str]:
    """Return short words for bins of days along an axis."""
    if width == DAY and len(days) <= WEEK:
        return [weekday(each.first) for each in days]
    return [day_month(each.first) for each in days]


def day_month(day: int) -> str:
    """Return a study day without its year, in the order of the locale."""
    locale = QLocale()
    long = locale.dateFormat(QLocale.FormatType.LongFormat)
    day_first = long.replace("dddd", "").find("d") < long.find("M")
    date = day_to_date(day)
    return locale.toString(
        QDate(date.year, date.month, date.day), "d MMM" if day_first else "MMM d"
    )


# Tables


def shown_columns(view: View) -> list[int]:
    """Return the places of the columns that people see; ids are for files."""
    single = isinstance(view, ReviewsView | RetentionView) and view.width == DAY
    return [
        place
        for place, column in enumerate(view.columns)
        if column.kind is not Kind.ID and not (single and column.code == "last_day")
    ]


def headings(view: View) -> list[str]:
    """Return the words over the columns that people see."""
    columns = view.columns
    codes = [columns[place].code for place in shown_columns(view)]
    if "last_day" not in codes:
        codes = ["day" if code == "first_day" else code for code in codes]
    return [translate("History", _HEADINGS[code]) for code in codes]


def figures(view: View) -> list[int]:
    """Return the places, among the columns that people see, of those that hold figures."""
    return [
        place
        for place, column in enumerate(shown_columns(view))
        if view.columns[column].kind in (Kind.COUNT, Kind.SHARE, Kind.DURATION)
    ]


def cells(view: View) -> list[list[str | int | float | None]]:
    """Return the rows of a view in words, the newest first."""
    places = shown_columns(view)
    columns = view.columns
    rows = view.rows if isinstance(view, AttemptsView) else reversed(view.rows)
    return [[_cell(columns[place], row[place]) for place in places] for row in rows]


def _cell(column: Column, value: Cell) -> str | int | float | None:
    if value is None:
        return translate("History", "none") if column.code == "time_limit_s" else None
    if column.kind is Kind.CODE:
        return translate("History", _CODES[str(value)])
    if isinstance(value, str) or column.kind in (Kind.TEXT, Kind.COUNT):
        return value
    match column.kind:
        case Kind.DAY:
            return short_date(int(value))
        case Kind.SHARE:
            return percent(value)
        case _:
            return clock_time(int(value))


# What is missing


def missing(view: View) -> Missing | None:
    """Return what to say in place of a view without anything in it; None when there is."""
    match view:
        case ReviewsView():
            return None if view.total else _no_reviews(view)
        case RetentionView():
            return None if view.both.total else _no_retention(view)
        case ScoresView():
            return None if view.lines else _no_quiz(view)
        case AttemptsView():
            return None if view.lines else _no_quiz(view)


def _study() -> Mapping[str, str]:
    return {"action": translate("History", "Study cards"), "page": "study"}


def _no_reviews(view: ReviewsView) -> Missing:
    if view.earlier:
        return Missing(_nothing_lately(view), _longer(), **_study())
    return Missing(
        translate("History", "No reviews yet"),
        translate(
            "History",
            "Every card you grade is counted here, by day and by grade. The first ten cards take "
            "a few minutes.",
        ),
        **_study(),
    )


def _no_retention(view: RetentionView) -> Missing:
    if view.earlier:
        return Missing(_nothing_lately(view), _longer(), **_study())
    return Missing(
        translate("History", "Nothing has come back yet"),
        translate(
            "History",
            "How much you remember shows when a card comes back on a later day. After {n} such "
            "cards this view compares it with what you aim for.",
        ).format(n=number(ENOUGH_RECALLS)),
        **_study(),
    )


def _no_quiz(view: ScoresView | AttemptsView) -> Missing:
    action, page = translate("History", "Start a quiz"), "quiz_setup"
    if view.earlier:
        return Missing(_nothing_lately(view), _longer(), action, page)
    return Missing(
        translate("History", "No finished quiz yet")
        if isinstance(view, ScoresView)
        else translate("History", "No quiz yet"),
        translate(
            "History",
            "Each quiz is kept with its score and every answer. One of five questions takes about "
            "two minutes.",
        ),
        action,
        page,
    )


def _nothing_lately(view: View) -> str:
    return translate("History", "Nothing in the last {n} days").format(n=number(view.days.days))


def _longer() -> str:
    return translate("History", "There is more from before: choose a longer time above, or go on.")
