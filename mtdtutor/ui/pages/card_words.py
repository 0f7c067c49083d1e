"""Words for all there is to know of one card: its events, its curve, what mending would do."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from PySide6.QtCore import QCoreApplication, QLocale, QTime

from mtdtutor.services.card_info import GRADE, QUIZ, CardInfo, EventLine
from mtdtutor.services.leeches import LeechAdvice
from mtdtutor.services.mending import Preview
from mtdtutor.services.study_views import Interval
from mtdtutor.study.fold import ActionKind
from mtdtutor.study.leech import is_leech
from mtdtutor.study.memory import Memory, State
from mtdtutor.ui.study_words import grade_word
from mtdtutor.ui.texts import QT_TRANSLATE_NOOP, counted, interval, number, percent, short_date
from mtdtutor.ui.widgets.recall_chart import Dot, Point, RecallData

translate = QCoreApplication.translate

_ACTIONS: Final[Mapping[str, str]] = {
    ActionKind.SUSPEND: QT_TRANSLATE_NOOP("CardInfo", "Suspended"),
    ActionKind.RESUME: QT_TRANSLATE_NOOP("CardInfo", "Resumed"),
    ActionKind.BURY: QT_TRANSLATE_NOOP("CardInfo", "Buried until the next day"),
    ActionKind.UNBURY: QT_TRANSLATE_NOOP("CardInfo", "No longer buried"),
    ActionKind.FLAG: QT_TRANSLATE_NOOP("CardInfo", "Flagged"),
    ActionKind.UNFLAG: QT_TRANSLATE_NOOP("CardInfo", "Flag taken off"),
    ActionKind.TAG: QT_TRANSLATE_NOOP("CardInfo", "Tagged “{value}”"),
    ActionKind.UNTAG: QT_TRANSLATE_NOOP("CardInfo", "Tag “{value}” taken off"),
    ActionKind.FORGET: QT_TRANSLATE_NOOP("CardInfo", "Forgotten on purpose: new again"),
    ActionKind.DELETE: QT_TRANSLATE_NOOP("CardInfo", "Deleted"),
    ActionKind.SET_DUE: QT_TRANSLATE_NOOP("CardInfo", "Due day set to {value}"),
}
_SHORT: Final = 60  # letters of a card's front, where only its name is needed
_OTHER_ACTION: Final = QT_TRANSLATE_NOOP("CardInfo", "Changed")


def headings() -> tuple[str, ...]:
    """Return the words over the columns of the table of events."""
    return (
        translate("CardInfo", "When"),
        translate("CardInfo", "What"),
        translate("CardInfo", "Predicted then"),
        translate("CardInfo", "Comes back"),
    )


def event_rows(lines: Sequence[EventLine]) -> list[tuple[str, str, str, str]]:
    """Return the table of events, one row for each."""
    return [
        (
            moment_words(line),
            event_words(line),
            "" if line.recall is None else percent(line.recall),
            "" if line.interval is None else back_words(line.interval),
        )
        for line in lines
    ]


def moment_words(line: EventLine) -> str:
    """Return the day and the time of an event, by the clock of that time."""
    local = datetime.fromtimestamp(line.at_ms // 1000, UTC) + timedelta(minutes=line.offset_min)
    clock = QLocale().toString(QTime(local.hour, local.minute), QLocale.FormatType.ShortFormat)
    return f"{short_date(local.date())} {clock}"


def event_words(line: EventLine) -> str:
    """Return what happened, and whether it still counts."""
    words = _happened(line)
    if line.replaced:
        return translate("CardInfo", "{what} (taken back, changed above)").format(what=words)
    if not line.live:
        return translate("CardInfo", "{what} (taken back)").format(what=words)
    if line.mended:
        return translate("CardInfo", "{what} (changed later)").format(what=words)
    return words


def _happened(line: EventLine) -> str:
    if line.kind == GRADE and line.grade is not None:
        return grade_word(line.grade)
    if line.kind == QUIZ:
        if line.right:
            return translate("CardInfo", "Quiz: right")
        return translate("CardInfo", "Quiz: not right")
    value = line.value or ""
    if line.kind == ActionKind.SET_DUE and value:
        value = short_date(int(value))
    text = _ACTIONS.get(line.kind, _OTHER_ACTION)
    return translate("CardInfo", text).format(value=value)


def back_words(back: Interval) -> str:
    """Return when a card comes back; a new card does so when its turn comes."""
    if back.days is None and back.seconds is None:
        return translate("CardInfo", "as a new card")
    return interval(back.days, back.seconds)


def explained(line: EventLine | None) -> str:
    """Return what can be done with an event."""
    if line is None:
        return ""
    if line.kind == QUIZ:
        return translate(
            "CardInfo",
            "This follows from an answer in a quiz, which is final. It cannot be changed.",
        )
    if line.kind != GRADE:
        return translate("CardInfo", "Only grades can be changed here.")
    if line.replaced:
        return translate("CardInfo", "Another grade stands in its place. Change that one.")
    when = moment_words(line)
    if not line.live:
        return translate(
            "CardInfo", "{grade} of {when} was taken back. Choose a grade to bring it back with."
        ).format(grade=_happened(line), when=when)
    return translate("CardInfo", "{grade} of {when}: change it to").format(
        grade=_happened(line), when=when
    )


def preview_words(preview: Preview, day: int, at_ms: int) -> str:
    """Return what mending a grade would do, before it is done.

    Args:
        preview: What it would do.
        day: The present study day.
        at_ms: The present moment.
    """
    if preview.new is None:
        head = translate("CardInfo", "Without this {old}:").format(old=grade_word(preview.old))
    else:
        head = translate("CardInfo", "With {new} in place of {old}:").format(
            new=grade_word(preview.new), old=grade_word(preview.old)
        )
    now, then = preview.now, preview.then
    told = [
        _changed(
            translate("CardInfo", "comes back"), _due(now, day, at_ms), _due(then, day, at_ms)
        ),
        _changed(translate("CardInfo", "stability"), stability_words(now), stability_words(then)),
        _changed(translate("CardInfo", "reviews"), number(now.reviews), number(then.reviews)),
        _changed(translate("CardInfo", "forgotten"), number(now.lapses), number(then.lapses)),
    ]
    return f"{head} {'; '.join(told)}."


def _changed(name: str, before: str, after: str) -> str:
    if before == after:
        return translate("CardInfo", "{name} {value}, as now").format(name=name, value=after)
    return translate("CardInfo", "{name} {value}, not {before}").format(
        name=name, value=after, before=before
    )


def _due(state: Memory, day: int, at_ms: int) -> str:
    if state.due_day is not None:
        when = interval(state.due_day - day)
        return translate("CardInfo", "{when} ({date})").format(
            when=when, date=short_date(state.due_day)
        )
    if state.due_ms is not None:
        return interval(None, max(round((state.due_ms - at_ms) / 1000), 0))
    return translate("CardInfo", "as a new card")


def stability_words(state: Memory) -> str:
    """Return how long a memory lasts: days until recall falls to 90 per cent."""
    if state.stability is None:
        return translate("CardInfo", "none yet")
    days = number(state.stability, 1 if state.stability < 10 else 0)
    return translate("CardInfo", "{n} days").format(n=days)


def figures(info: CardInfo) -> str:
    """Return what the scheduler believes of a card, in words."""
    state = info.card.standing.memory
    if state.stability is None or state.difficulty is None:
        return ""
    told = [
        translate("CardInfo", "Stability {n}: that long until recall falls to 90 %.").format(
            n=stability_words(state)
        ),
        translate("CardInfo", "Difficulty {n} of 10.").format(n=number(state.difficulty, 1)),
    ]
    if info.recall is not None:
        told.insert(
            0, translate("CardInfo", "Predicted recall now: {n}.").format(n=percent(info.recall))
        )
    if is_leech(state.lapses):
        told.append(leech_words(state.lapses))
    return " ".join(told)


def leech_words(lapses: int) -> str:
    """Return that a card was forgotten so many times."""
    return counted(
        lapses,
        translate("CardInfo", "You have forgotten this card {n} time."),
        translate("CardInfo", "You have forgotten this card {n} times."),
    )


def short_advice(advice: LeechAdvice) -> str:
    """Return the least of it, while another card is on the table."""
    return counted(
        advice.lapses,
        translate("CardInfo", "You have forgotten the last card {n} time."),
        translate("CardInfo", "You have forgotten the last card {n} times."),
    )


def advice_words(advice: LeechAdvice, asked: str) -> str:
    """Return what may help with a card that does not stick.

    Args:
        advice: The advice.
        asked: Topic of the card that is asked now, whose answer must not be named.
    """
    front = textwrap.shorten(advice.front, _SHORT, placeholder="…")
    words = [f"“{front}”", leech_words(advice.lapses)]
    for mixup in [each for each in advice.mixups if each.topic != asked][:1]:
        if mixup.times:
            words.append(
                translate("CardInfo", "You mix it up with {name}.").format(name=mixup.title)
            )
        else:
            words.append(
                translate("CardInfo", "It is often mixed up with {name}.").format(name=mixup.title)
            )
    return " ".join(words)


def intervals_words(info: CardInfo) -> str:
    """Return when the card would come back after each of the four grades."""
    # Where the line breaks, a comma may end it; a dot in the middle would hang there.
    return ", ".join(
        f"{grade_word(grade)}: {back_words(back)}" for grade, back in info.intervals.items()
    )


def recall_data(info: CardInfo) -> RecallData:
    """Return the curve of a card with the sentence that it comes to."""
    standing = info.card.standing
    today = standing.day
    title = _finding(info, today)
    days: list[tuple[int, str]] = []
    if info.curve.stretches:
        first, last = info.curve.stretches[0][0].day, info.curve.stretches[-1][-1].day
        wanted = [today, first, last, *([] if info.falls_on is None else [info.falls_on])]
        days = [
            (day, translate("CardInfo", "today") if day == today else short_date(day))
            for day in wanted
            if first <= day <= last
        ]
    legend = translate(
        "CardInfo",
        "Full mark: recalled. Empty mark: forgotten. Circle: card. Square: quiz. Dashed: what is "
        "ahead, and the {n} you want.",
    ).format(n=percent(info.retention))
    return RecallData(
        title=title,
        summary=_summary(info),
        legend=legend,
        stretches=[[Point(*point) for point in each] for each in info.curve.stretches],
        dots=[Dot(*mark) for mark in info.curve.marks],
        today=today,
        target=info.retention,
        ticks=tuple(days),
    )


def _finding(info: CardInfo, today: int) -> str:
    wanted = percent(info.retention)
    if info.falls_on is None:
        return translate("CardInfo", "Nothing can be predicted before the first review")
    if info.falls_on <= today and info.recall is not None:
        return translate(
            "CardInfo", "Predicted recall is {now}; it fell to {wanted} on {date}"
        ).format(now=percent(info.recall), wanted=wanted, date=short_date(info.falls_on))
    return translate("CardInfo", "Predicted recall falls to {wanted} {when}, on {date}").format(
        wanted=wanted, when=interval(info.falls_on - today), date=short_date(info.falls_on)
    )


def _summary(info: CardInfo) -> str:
    state = info.card.standing.memory
    if state.state is State.NEW:
        return translate("CardInfo", "The curve begins with the first grade.")
    marks = info.curve.marks
    cards = [mark for mark in marks if not mark.quiz]
    kept = sum(mark.kept for mark in cards)
    told = [
        translate("CardInfo", "Recalled {kept} of {all} times.").format(
            kept=number(kept), all=number(len(cards))
        )
    ]
    if len(marks) > len(cards):
        quiz = [mark for mark in marks if mark.quiz]
        told.append(
            translate("CardInfo", "In quizzes right {kept} of {all} times.").format(
                kept=number(sum(mark.kept for mark in quiz)), all=number(len(quiz))
            )
        )
    if info.recall is None:
        told.append(
            translate("CardInfo", "Within the first day after a review nothing is predicted.")
        )
    return " ".join(told)


def curve_rows(info: CardInfo) -> list[tuple[str, str, str]]:
    """Return the curve as a table: each mark, then days ahead."""
    rows = [
        (
            short_date(mark.day),
            "" if mark.recall is None else percent(mark.recall),
            _mark(mark.quiz, kept=mark.kept),
        )
        for mark in info.curve.marks
    ]
    today = info.card.standing.day
    if info.curve.stretches:
        last = [point for point in info.curve.stretches[-1] if point.day >= today]
        step = max(len(last) // 8, 1)
        rows += [
            (short_date(point.day), percent(point.recall), translate("CardInfo", "predicted"))
            for point in last[::step]
            if point.recall < 1
        ]
    return rows


def _mark(quiz: bool, *, kept: bool) -> str:
    if quiz:
        right = translate("CardInfo", "quiz: right")
        return right if kept else translate("CardInfo", "quiz: not right")
    recalled = translate("CardInfo", "card: recalled")
    return recalled if kept else translate("CardInfo", "card: forgotten")


def curve_headings() -> tuple[str, ...]:
    """Return the words over the columns of the curve's table."""
    return (
        translate("CardInfo", "Day"),
        translate("CardInfo", "Predicted recall"),
        translate("CardInfo", "What"),
    )


def fellows(info: CardInfo) -> str:
    """Return how the fact's other cards and questions fared."""
    lines = [f"{each.front}\n{_fared(each.memory)}" for each in info.cards]
    for question in info.questions:
        if question.answers:
            result = translate("CardInfo", "Quiz question: right {right} of {all} times").format(
                right=number(question.right), all=number(question.answers)
            )
        else:
            result = translate("CardInfo", "Quiz question: not answered yet")
        lines.append(f"{question.stem}\n{result}")
    return "\n\n".join(lines)


def _fared(state: Memory) -> str:
    if not state.reviews:
        return translate("CardInfo", "Card: not studied yet")
    reviews = counted(
        state.reviews, translate("CardInfo", "{n} review"), translate("CardInfo", "{n} reviews")
    )
    lapses = counted(
        state.lapses,
        translate("CardInfo", "forgotten {n} time"),
        translate("CardInfo", "forgotten {n} times"),
    )
    return translate("CardInfo", "Card: {reviews}, {lapses}").format(reviews=reviews, lapses=lapses)
