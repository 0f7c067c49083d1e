"""Words for numbers and codes: intervals, times, dates, counts and known errors."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from mtdtutor.core.clock import day_to_date
from mtdtutor.core.errors import KnownError
from mtdtutor.core.messages import MESSAGES

translate = QCoreApplication.translate

DAYS_PER_MONTH = 30.44
DAYS_PER_YEAR = 365.25


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:  # noqa: ARG001
    """Mark a literal for translation where it is shown; lupdate looks for this name.

    PySide6's own function of this name is typed as returning any object.
    """
    return text


def known_error(error: KnownError) -> str:
    """Return a known error in the language of the interface."""
    template = translate("Errors", MESSAGES[error.code])
    return template.format_map(dict(error.params))


def counted(n: int, one: str, many: str) -> str:
    """Return a phrase for a number, with the number in the locale's digits.

    Args:
        n: The number.
        one: Phrase for exactly one, with ``{n}``.
        many: Phrase for any other number, with ``{n}``.
    """
    return (one if n == 1 else many).format(n=number(n))


def number(value: float, decimals: int = 0) -> str:
    """Return a number in the locale's writing."""
    if decimals:
        return QLocale().toString(value, "f", decimals)
    return QLocale().toString(round(value))


def percent(share: float) -> str:
    """Return a share between 0 and 1 as whole per cent."""
    return translate("Texts", "{n} %").format(n=number(share * 100))


def cards(n: int) -> str:
    """Return a number of cards."""
    return counted(n, translate("Texts", "{n} card"), translate("Texts", "{n} cards"))


def minutes(n: int) -> str:
    """Return a duration in whole minutes, hours from 90 minutes on."""
    if n >= 90:
        hours = round(n / 60)
        return counted(hours, translate("Texts", "{n} hour"), translate("Texts", "{n} hours"))
    return counted(n, translate("Texts", "{n} minute"), translate("Texts", "{n} minutes"))


def interval(days: int | None, seconds: int | None = None) -> str:
    """Return when a card comes back, for instance "in 6 days" or "in 10 minutes".

    Nothing at all where the grade is not recorded.

    Args:
        days: Study days until then, or None for a learning step.
        seconds: Seconds until then, for a learning step.
    """
    if days is None:
        return "" if seconds is None else _short_interval(seconds)
    if days <= 0:
        return translate("Texts", "today")
    if days == 1:
        return translate("Texts", "tomorrow")
    return _long_interval(days)


def _long_interval(days: int) -> str:
    if days < 61:
        return translate("Texts", "in {n} days").format(n=number(days))
    if days < DAYS_PER_YEAR - 15:
        return translate("Texts", "in {n} months").format(n=number(days / DAYS_PER_MONTH))
    years = days / DAYS_PER_YEAR
    if round(years, 1) == 1:
        return translate("Texts", "in 1 year")
    return translate("Texts", "in {n} years").format(n=number(years, 1))


def _short_interval(seconds: int) -> str:
    if seconds < 60:
        return translate("Texts", "in under a minute")
    if seconds < 5400:
        return counted(
            round(seconds / 60),
            translate("Texts", "in {n} minute"),
            translate("Texts", "in {n} minutes"),
        )
    return counted(
        round(seconds / 3600),
        translate("Texts", "in {n} hour"),
        translate("Texts", "in {n} hours"),
    )


def clock_time(total_ms: int) -> str:
    """Return a duration as minutes and seconds, for instance "6:40"; hours when there are any."""
    seconds = max(total_ms, 0) // 1000
    hours, rest = divmod(seconds, 3600)
    if hours:
        return f"{hours}:{rest // 60:02d}:{rest % 60:02d}"
    return f"{rest // 60}:{rest % 60:02d}"


def spoken_time(total_ms: int) -> str:
    """Return a duration in words, for screen readers: "6 minutes 40 seconds"."""
    minutes_left, seconds = divmod(max(total_ms, 0) // 1000, 60)
    parts = []
    if minutes_left:
        parts.append(
            counted(
                minutes_left, translate("Texts", "{n} minute"), translate("Texts", "{n} minutes")
            )
        )
    if seconds or not parts:
        parts.append(
            counted(seconds, translate("Texts", "{n} second"), translate("Texts", "{n} seconds"))
        )
    return " ".join(parts)


def short_date(value: date | int) -> str:
    """Return a date in the locale's short writing; a number is a study day."""
    return QLocale().toString(_qdate(value), QLocale.FormatType.ShortFormat)


def weekday(value: date | int) -> str:
    """Return the short name of a day of the week; a number is a study day."""
    return QLocale().standaloneDayName(_qdate(value).dayOfWeek(), QLocale.FormatType.ShortFormat)


def _qdate(value: date | int) -> QDate:
    if isinstance(value, int):
        value = day_to_date(value)
    return QDate(value.year, value.month, value.day)
