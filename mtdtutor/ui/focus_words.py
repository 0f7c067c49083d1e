"""Words about sessions that the learner chooses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QCoreApplication

from mtdtutor.services.study_views import FocusGlance, FocusSummary
from mtdtutor.study.focus import WEAK_LAPSES, WEAK_RECALL, Focus, Only
from mtdtutor.ui.texts import QT_TRANSLATE_NOOP, cards, counted, minutes, number

translate = QCoreApplication.translate

ONLY: Final = (
    Only.READY,
    Only.WEAK,
    Only.FAILED,
    Only.FLAGGED,
    Only.EXAM,
    Only.EVERYTHING,
)
"""What is offered, in order; what a quiz missed is offered by its result."""
_ONLY: Final[Mapping[Only, tuple[str, str]]] = {
    Only.READY: (
        QT_TRANSLATE_NOOP("Focus", "Ready today"),
        QT_TRANSLATE_NOOP("Focus", "What is due, and new cards as far as today's limit goes."),
    ),
    Only.WEAK: (
        QT_TRANSLATE_NOOP("Focus", "Weak"),
        QT_TRANSLATE_NOOP(
            "Focus",
            "What you would recall with less than {recall} % by now, or have forgotten {lapses} "
            "times and more; weakest first.",
        ),
    ),
    Only.FAILED: (
        QT_TRANSLATE_NOOP("Focus", "Failed today"),
        QT_TRANSLATE_NOOP("Focus", "What you graded Again today."),
    ),
    Only.FLAGGED: (
        QT_TRANSLATE_NOOP("Focus", "Flagged"),
        QT_TRANSLATE_NOOP("Focus", "What you flagged, weakest first."),
    ),
    Only.MISSED: (
        QT_TRANSLATE_NOOP("Focus", "Missed in the quiz"),
        QT_TRANSLATE_NOOP("Focus", "The cards of what you missed in the quiz."),
    ),
    Only.EXAM: (
        QT_TRANSLATE_NOOP("Focus", "All for the exam"),
        QT_TRANSLATE_NOOP("Focus", "Every card of your exam, seen or not, weakest first."),
    ),
    Only.EVERYTHING: (
        QT_TRANSLATE_NOOP("Focus", "Everything"),
        QT_TRANSLATE_NOOP(
            "Focus", "Every card, due or not, seen or not, weakest first. New cards come too."
        ),
    ),
}


def only_word(only: Only) -> str:
    """Return what a kind of session is called."""
    return translate("Focus", _ONLY[only][0])


def about_words(only: Only) -> str:
    """Return what a kind of session holds."""
    return translate("Focus", _ONLY[only][1]).format(
        recall=number(100 * WEAK_RECALL), lapses=number(WEAK_LAPSES)
    )


def holds_words(choice: Focus, number_of_cards: int, mixed: int) -> str:
    """Return what a session will hold.

    Args:
        choice: What is chosen.
        number_of_cards: Its cards.
        mixed: Cards mixed in from other topics.
    """
    if not number_of_cards:
        return translate("Focus", "There are no such cards just now. Choose something else.")
    words = translate("Focus", "{cards} to go through.").format(cards=cards(number_of_cards))
    if mixed:
        words = translate("Focus", "{cards} to go through, and {n} mixed in.").format(
            cards=cards(number_of_cards), n=number(mixed)
        )
    if choice.minutes is not None:
        end = translate("Focus", "The session ends after {minutes}.")
        words = f"{words} {end.format(minutes=minutes(choice.minutes))}"
    return words


def session_words(glance: FocusGlance) -> str:
    """Return what is said of a session beside each card."""
    parts = [translate("Focus", "Session: {which}").format(which=only_word(glance.choice.only))]
    if glance.left_ms is not None:
        left = max(1, round(glance.left_ms / 60_000))
        parts.append(translate("Focus", "{minutes} left").format(minutes=minutes(left)))
    if glance.choice.practice:
        parts.append(translate("Focus", "practice, nothing is recorded"))
    return "  ·  ".join(parts)


def summary_lines(summary: FocusSummary) -> list[str]:
    """Return how a session went."""
    took = minutes(max(1, round(summary.spent_ms / 60_000)))
    went = translate("Focus", "You went through {cards} in {took}.")
    lines = [went.format(cards=cards(summary.answered), took=took)]
    if summary.answered:
        known = summary.answered - summary.again
        lines.append(
            translate("Focus", "You knew {known} of {n} the first time.").format(
                known=number(known), n=number(summary.answered)
            )
        )
    if summary.left:
        lines.append(
            counted(
                summary.left,
                translate("Focus", "{n} card of the session was not reached."),
                translate("Focus", "{n} cards of the session were not reached."),
            )
        )
    if summary.choice.practice:
        lines.append(translate("Focus", "Nothing was recorded; your schedule is as it was."))
    return lines
