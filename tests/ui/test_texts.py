"""Words for numbers: intervals as people say them, times as clocks show them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QLocale

from mtdtutor.core.errors import KnownError
from mtdtutor.core.messages import MESSAGES
from mtdtutor.ui import texts

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication


@pytest.fixture(autouse=True)
def english(qapp: QApplication) -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    yield
    QLocale.setDefault(before)


@pytest.mark.parametrize(
    ("days", "seconds", "words"),
    [
        (None, 30, "in under a minute"),
        (None, 60, "in 1 minute"),
        (None, 600, "in 10 minutes"),
        (None, 5400, "in 2 hours"),
        (0, None, "today"),
        (1, None, "tomorrow"),
        (2, None, "in 2 days"),
        (60, None, "in 60 days"),
        (61, None, "in 2 months"),
        (300, None, "in 10 months"),
        (365, None, "in 1 year"),
        (548, None, "in 1.5 years"),
        (36_500, None, "in 99.9 years"),
    ],
)
def test_intervals(days: int | None, seconds: int | None, words: str) -> None:
    assert texts.interval(days, seconds) == words


@pytest.mark.parametrize(
    ("ms", "shown", "spoken"),
    [
        (400_000, "6:40", "6 minutes 40 seconds"),
        (59_999, "0:59", "59 seconds"),
        (0, "0:00", "0 seconds"),
        (-5, "0:00", "0 seconds"),
        (61_000, "1:01", "1 minute 1 second"),
        (3_723_000, "1:02:03", "62 minutes 3 seconds"),
    ],
)
def test_times(ms: int, shown: str, spoken: str) -> None:
    assert texts.clock_time(ms) == shown
    assert texts.spoken_time(ms) == spoken


def test_numbers_follow_the_locale() -> None:
    assert texts.number(12_345) == "12,345"
    assert texts.cards(1) == "1 card"
    assert texts.cards(0) == "0 cards"
    assert texts.minutes(1) == "1 minute"
    assert texts.minutes(90) == "2 hours"
    assert texts.percent(0.9) == "90 %"
    QLocale.setDefault(QLocale(QLocale.Language.German))
    assert texts.number(12_345) == "12.345"


def test_dates() -> None:
    assert texts.weekday(0) == "Thu"  # 1970-01-01
    assert texts.short_date(0) == "01/01/1970"


@pytest.mark.parametrize("code", sorted(MESSAGES))
def test_every_known_error_has_words(code: str) -> None:
    names = {part.split("}")[0] for part in MESSAGES[code].split("{")[1:]}
    error = KnownError(code, **dict.fromkeys(names, "VALUE"))
    shown = texts.known_error(error)
    assert shown == str(error)
    assert not names or "VALUE" in shown
