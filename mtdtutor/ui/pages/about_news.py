"""What each version of the course changed, and what the learner reported, as texts for About."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Final

from PySide6.QtCore import QCoreApplication

from mtdtutor.services.corrections import VersionNews
from mtdtutor.services.problems import Problem
from mtdtutor.ui.forms import category_word
from mtdtutor.ui.texts import counted, number, short_date

translate = QCoreApplication.translate

MOST_NAMED: Final = 20
"""How many corrections or withdrawals of a version are named; more would bury the rest."""
_QUOTED: Final = ("front", "stem", "name", "text")
"""What is quoted of a report: the part by which a learner knows the thing again."""


def news_text(news: Sequence[VersionNews]) -> str:
    """Return what each version of the course changed, the newest first."""
    return "\n\n".join(map(_version_text, news))


def problems_text(problems: Sequence[Problem]) -> str:
    """Return the learner's reports, the newest first."""
    return "\n\n".join(map(_problem_text, reversed(problems)))


def _version_text(news: VersionNews) -> str:
    lines = [
        translate("News", "Version {version}, {date}").format(
            version=news.version, date=short_date(_day(news.at_ms))
        )
    ]
    if news.added:
        lines.append(translate("News", "Added: {items}").format(items=_counts(news.added)))
    if news.reworded:
        lines.append(translate("News", "Reworded: {items}").format(items=_counts(news.reworded)))
    lines += _named(
        news.corrected, lambda text: translate("News", "Corrected: {text}").format(text=text)
    )
    lines += _named(
        news.withdrawn, lambda text: translate("News", "Withdrawn: {text}").format(text=text)
    )
    return "\n".join(lines)


def _named(said: Sequence[tuple[str, str]], line: Callable[[str], str]) -> list[str]:
    lines = [line(f"{text} {note}".strip()) for text, note in said[:MOST_NAMED]]
    more = len(said) - MOST_NAMED
    if more > 0:
        lines.append(line(translate("News", "and {n} more").format(n=number(more))))
    return lines


def _counts(counts: Mapping[str, int]) -> str:
    words = {
        "fact": (translate("News", "{n} fact"), translate("News", "{n} facts")),
        "card": (translate("News", "{n} card"), translate("News", "{n} cards")),
        "question": (translate("News", "{n} question"), translate("News", "{n} questions")),
    }
    return ", ".join(counted(counts[kind], *words[kind]) for kind in words if counts.get(kind))


def _problem_text(problem: Problem) -> str:
    head = translate("News", "{date}: {category}").format(
        date=short_date(_day(problem.at_ms)), category=category_word(problem.category)
    )
    shown = next((problem.shown[part] for part in _QUOTED if part in problem.shown), problem.item)
    return "\n".join(part for part in (head, f"“{shown}”", problem.text) if part)


def _day(at_ms: int) -> date:
    return datetime.fromtimestamp(at_ms / 1000, tz=UTC).date()
