"""Rows of Today that say how well each topic is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from PySide6.QtCore import QCoreApplication

from mtdtutor.quiz.ability import MIN_ANSWERS, MIN_DAYS, Band
from mtdtutor.services.today import TopicBand
from mtdtutor.ui.texts import QT_TRANSLATE_NOOP, number
from mtdtutor.ui.widgets.figures import BandRow

translate = QCoreApplication.translate

_BANDS: Final[Mapping[Band, tuple[int, str]]] = {
    Band.NOT_ENOUGH: (0, QT_TRANSLATE_NOOP("TodayPage", "not enough yet")),
    Band.SHAKY: (1, QT_TRANSLATE_NOOP("TodayPage", "shaky")),
    Band.GROWING: (2, QT_TRANSLATE_NOOP("TodayPage", "growing")),
    Band.SECURE: (3, QT_TRANSLATE_NOOP("TodayPage", "secure")),
}


def band_rows(bands: Iterable[TopicBand]) -> list[BandRow]:
    """Return a row for each topic."""
    rows = []
    for each in bands:
        level = _BANDS[each.band][0]
        word = translate("TodayPage", _BANDS[each.band][1])
        missing = _missing_words(each)
        rows.append(
            BandRow(
                each.number or "",
                _short_name(each),
                level,
                missing or word,
                f"{word}, {missing}" if missing else word,
            )
        )
    return rows


def _missing_words(topic: TopicBand) -> str:
    """Return what evidence there is of a topic that has too little; empty if there is none."""
    if topic.band is not Band.NOT_ENOUGH or not topic.answers:
        return ""
    if topic.answers < MIN_ANSWERS:
        return translate("TodayPage", "{n} of {least} answers").format(
            n=number(topic.answers), least=number(MIN_ANSWERS)
        )
    if topic.days < MIN_DAYS:
        return translate("TodayPage", "{n} of {least} days").format(
            n=number(topic.days), least=number(MIN_DAYS)
        )
    return translate("TodayPage", "too few questions")


def _short_name(topic: TopicBand) -> str:
    """Return a topic's name without its number, which stands in a column of its own."""
    head, colon, rest = topic.name.partition(": ")
    return rest if colon and topic.number and topic.number in head else topic.name
