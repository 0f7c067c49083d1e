"""Words for an exam: what is foretold, what the days hold, what is left out."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QCoreApplication

from mtdtutor.services.exam_views import MINUTES_STEP, Ending, ExamForm, Foretold, How, Plans
from mtdtutor.study.exam_plan import Plan, PlanDay
from mtdtutor.ui.texts import (
    QT_TRANSLATE_NOOP,
    cards,
    counted,
    number,
    percent,
    short_date,
    weekday,
)

translate = QCoreApplication.translate

_LEVELS: Final[Mapping[str, str]] = {
    "core": QT_TRANSLATE_NOOP("Exam", "Core"),
    "standard": QT_TRANSLATE_NOOP("Exam", "Standard"),
    "detail": QT_TRANSLATE_NOOP("Exam", "Detail"),
    "own": QT_TRANSLATE_NOOP("Exam", "Your own cards"),
}
HOW_WORDS: Final[Mapping[How, str]] = {
    "better": QT_TRANSLATE_NOOP("Exam", "Better than expected"),
    "expected": QT_TRANSLATE_NOOP("Exam", "As expected"),
    "worse": QT_TRANSLATE_NOOP("Exam", "Worse than expected"),
}
ENDING_WORDS: Final[Mapping[Ending, str]] = {
    "keep": QT_TRANSLATE_NOOP("Exam", "Keep it all"),
    "light": QT_TRANSLATE_NOOP("Exam", "Keep it lightly"),
    "stop": QT_TRANSLATE_NOOP("Exam", "Stop"),
}
ENDING_EFFECTS: Final[Mapping[Ending, str]] = {
    "keep": QT_TRANSLATE_NOOP("Exam", "Cards come back as they would without the exam."),
    "light": QT_TRANSLATE_NOOP(
        "Exam",
        "No new cards, and from now on cards come back when recall falls to 80 %. Both are "
        "settings that you can change.",
    ),
    "stop": QT_TRANSLATE_NOOP(
        "Exam",
        "Nothing is asked any more: no new cards and no reviews a day. Both are settings that you "
        "can change; what you learnt is kept.",
    ),
}
_STEP_MATTERS: Final = 0.005
"""A difference in expected recall that is smaller is within the noise of a plan."""


def level_word(level: str) -> str:
    """Return what a level is called."""
    return translate("Exam", _LEVELS[level])


def about_percent(share: float) -> str:
    """Return a share as per cent, never as certainty."""
    if share > 0.99:
        return translate("Exam", "more than 99 %")
    return translate("Exam", "about {share}").format(share=percent(share))


def between(low: float, high: float) -> str:
    """Return a range of shares in whole per cent, widened to whole ones, below certainty."""
    first, last = math.floor(low * 100), min(math.ceil(high * 100), 99)
    if first >= last:
        return about_percent(high)
    return translate("Exam", "{low} to {high} %").format(low=number(first), high=number(last))


def finding(plan: Plan) -> str:
    """Return what a plan comes to, as one sentence."""
    return translate("Exam", "On the day you will probably recall {share} of {cards}").format(
        share=about_percent(plan.recall), cards=cards(plan.cards)
    )


def plan_words(plans: Plans, form: ExamForm) -> list[str]:
    """Return what has to be said of a plan, one paragraph each."""
    plan = plans.plan
    words = [_range_words(plan), _scope_words(plan), _step_words(plans)]
    left = left_out(plan)
    if left:
        words.append(left)
    if form.today >= plan.window:
        words.append(translate("Exam", "The last looks have begun."))
    return words


def honest_words() -> str:
    """Return what a forecast is and is not."""
    return translate(
        "Exam",
        "A forecast, not a promise. It plays your days through many times with learners who "
        "forget faster or slower than you are thought to, and it supposes that you keep to the "
        "minutes. It counts cards recalled, not marks.",
    )


def _range_words(plan: Plan) -> str:
    return translate(
        "Exam",
        "In eight of ten simulated cases it is {range}. Cards that you will not have met count as "
        "not known.",
    ).format(range=between(plan.low, plan.high))


def _scope_words(plan: Plan) -> str:
    new = plan.cards - plan.seen
    if not new:
        words = translate("Exam", "You have met every card of it already.")
    else:
        words = counted(
            new,
            translate("Exam", "{n} card of it is new to you."),
            translate("Exam", "{n} cards of it are new to you."),
        )
    looks = translate("Exam", "From {day} on, everything comes once more.").format(
        day=day_words(plan.window)
    )
    return f"{words} {looks}"


def _step_words(plans: Plans) -> str:
    plan, step = plans.plan, number(MINUTES_STEP)
    if not _better(plans.more, plan):
        more = translate("Exam", "{n} minutes more a day would change little.").format(n=step)
    else:
        more = translate("Exam", "With {n} minutes more a day: {share}.").format(
            n=step, share=about_percent(plans.more.recall)
        )
    if plans.less is None:
        return more
    if not _better(plan, plans.less):
        less = translate("Exam", "{n} minutes less would change little.").format(n=step)
    else:
        less = translate("Exam", "With {n} minutes less: {share}.").format(
            n=step, share=about_percent(plans.less.recall)
        )
    return f"{more} {less}"


def _better(one: Plan, other: Plan) -> bool:
    """Return whether a plan is better by more than its noise, and by more than rounding hides."""
    better = one.recall - other.recall >= _STEP_MATTERS
    return better and about_percent(one.recall) != about_percent(other.recall)


def left_out(plan: Plan) -> str:
    """Return what a plan leaves out; empty when it leaves nothing out."""
    words = []
    if plan.unseen:
        parts = [
            translate("Exam", "{n} of level {level}").format(
                n=number(plan.unseen[level]), level=level_word(level).lower()
            )
            for level in _LEVELS
            if level in plan.unseen
        ]
        words.append(
            counted(
                sum(plan.unseen.values()),
                translate("Exam", "Left out: {n} card will not be met"),
                translate("Exam", "Left out: {n} cards will not be met"),
            )
            + f" ({', '.join(parts)})."
        )
    if plan.no_look:
        words.append(
            counted(
                plan.no_look,
                translate("Exam", "For {n} card there is no time for a last look."),
                translate("Exam", "For {n} cards there is no time for a last look."),
            )
        )
    return " ".join(words)


def day_words(day: int) -> str:
    """Return a study day with its weekday."""
    return translate("Exam", "{weekday} {date}").format(weekday=weekday(day), date=short_date(day))


def day_row(day: PlanDay) -> list[str]:
    """Return a day of a plan as a line of the table."""
    counts = (day.new, day.reviews, day.looks, day.minutes)
    return [day_words(day.day), *(number(each) for each in counts)]


def days_summary(plan: Plan) -> str:
    """Return the days of a plan in one sentence."""
    new, looks = sum(each.new for each in plan.days), sum(each.looks for each in plan.days)
    reviews = sum(each.reviews for each in plan.days)
    busiest = max(plan.days, key=lambda each: each.minutes)
    return translate(
        "Exam",
        "{days}: {new} new, {reviews} reviews, {looks} last looks. The longest day takes about "
        "{minutes} minutes.",
    ).format(
        days=counted(len(plan.days), translate("Exam", "{n} day"), translate("Exam", "{n} days")),
        new=number(new),
        reviews=number(reviews),
        looks=number(looks),
        minutes=number(busiest.minutes),
    )


def exam_title(name: str, days_left: int) -> str:
    """Return how long it is to an exam, by its name."""
    if days_left == 0:
        words = translate("Exam", "today")
    elif days_left == 1:
        words = translate("Exam", "tomorrow")
    else:
        words = translate("Exam", "in {n} days").format(n=number(days_left))
    if name:
        return translate("Exam", "{name}: {when}").format(name=name, when=words)
    return translate("Exam", "Exam {when}").format(when=words)


def foretold_words(told: Foretold) -> str:
    """Return what is foretold, for Today."""
    return translate("Exam", "Expected recall on the day: {share} (probably {range}).").format(
        share=about_percent(told.recall), range=between(told.low, told.high)
    )
