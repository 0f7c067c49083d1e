"""Words about cards that Today and Study share: grades, kinds of card, what undo takes back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QCoreApplication

from mtdtutor.services.study_views import GRADE, Shown, Stage, UndoLabel
from mtdtutor.services.wording import Original
from mtdtutor.study.fold import ActionKind
from mtdtutor.study.memory import Grade
from mtdtutor.ui.texts import QT_TRANSLATE_NOOP, counted, number

translate = QCoreApplication.translate

_GRADES: Final[Mapping[Grade, str]] = {
    Grade.AGAIN: QT_TRANSLATE_NOOP("Cards", "Again"),
    Grade.HARD: QT_TRANSLATE_NOOP("Cards", "Hard"),
    Grade.GOOD: QT_TRANSLATE_NOOP("Cards", "Good"),
    Grade.EASY: QT_TRANSLATE_NOOP("Cards", "Easy"),
}
_STAGES: Final[Mapping[Stage, str]] = {
    Stage.NEW: QT_TRANSLATE_NOOP("Cards", "New"),
    Stage.LEARNING: QT_TRANSLATE_NOOP("Cards", "Again"),
    Stage.REVIEW: QT_TRANSLATE_NOOP("Cards", "Review"),
}
_KINDS: Final[Mapping[str, str]] = {
    "scenario": QT_TRANSLATE_NOOP("Cards", "Case"),
    "cloze": QT_TRANSLATE_NOOP("Cards", "Fill the gap"),
}
_OTHER: Final = (
    QT_TRANSLATE_NOOP("Cards", "Undo the last change of “{card}”"),
    QT_TRANSLATE_NOOP("Cards", "Took back the last change of “{card}”."),
)
_GRADED: Final = (
    QT_TRANSLATE_NOOP("Cards", "Undo {grade} on “{card}”"),
    QT_TRANSLATE_NOOP("Cards", "Took back {grade} on “{card}”."),
)
_MENDED: Final = (
    QT_TRANSLATE_NOOP("Cards", "Undo the change to {grade} on “{card}”"),
    QT_TRANSLATE_NOOP("Cards", "Took back the change to {grade} on “{card}”."),
)
_DEEDS: Final[Mapping[str, tuple[str, str]]] = {
    ActionKind.SUSPEND: (
        QT_TRANSLATE_NOOP("Cards", "Undo suspending “{card}”"),
        QT_TRANSLATE_NOOP("Cards", "“{card}” is no longer suspended."),
    ),
    ActionKind.RESUME: (
        QT_TRANSLATE_NOOP("Cards", "Undo resuming “{card}”"),
        QT_TRANSLATE_NOOP("Cards", "“{card}” is suspended again."),
    ),
    ActionKind.BURY: (
        QT_TRANSLATE_NOOP("Cards", "Undo burying “{card}”"),
        QT_TRANSLATE_NOOP("Cards", "“{card}” is no longer buried."),
    ),
    ActionKind.FLAG: (
        QT_TRANSLATE_NOOP("Cards", "Undo the flag on “{card}”"),
        QT_TRANSLATE_NOOP("Cards", "Took the flag off “{card}”."),
    ),
    ActionKind.UNFLAG: (
        QT_TRANSLATE_NOOP("Cards", "Put the flag on “{card}” back"),
        QT_TRANSLATE_NOOP("Cards", "“{card}” is flagged again."),
    ),
    ActionKind.TAG: (
        QT_TRANSLATE_NOOP("Cards", "Undo the tag on “{card}”"),
        QT_TRANSLATE_NOOP("Cards", "Took the tag off “{card}”."),
    ),
    ActionKind.UNTAG: (
        QT_TRANSLATE_NOOP("Cards", "Put the tag on “{card}” back"),
        QT_TRANSLATE_NOOP("Cards", "“{card}” has its tag again."),
    ),
    ActionKind.FORGET: (
        QT_TRANSLATE_NOOP("Cards", "Undo forgetting “{card}”"),
        QT_TRANSLATE_NOOP("Cards", "“{card}” is remembered as before."),
    ),
    ActionKind.DELETE: (
        QT_TRANSLATE_NOOP("Cards", "Undo deleting “{card}”"),
        QT_TRANSLATE_NOOP("Cards", "“{card}” is back."),
    ),
    ActionKind.SET_DUE: (
        QT_TRANSLATE_NOOP("Cards", "Undo the due day of “{card}”"),
        QT_TRANSLATE_NOOP("Cards", "“{card}” comes back when it did before."),
    ),
}
_STEPS: Final[Mapping[str, tuple[str, str]]] = {
    ActionKind.SUSPEND: (
        QT_TRANSLATE_NOOP("Cards", "Undo suspending {n} cards"),
        QT_TRANSLATE_NOOP("Cards", "{n} cards are no longer suspended."),
    ),
    ActionKind.RESUME: (
        QT_TRANSLATE_NOOP("Cards", "Undo resuming {n} cards"),
        QT_TRANSLATE_NOOP("Cards", "{n} cards are suspended again."),
    ),
    ActionKind.FLAG: (
        QT_TRANSLATE_NOOP("Cards", "Undo the flag on {n} cards"),
        QT_TRANSLATE_NOOP("Cards", "Took the flag off {n} cards."),
    ),
    ActionKind.UNFLAG: (
        QT_TRANSLATE_NOOP("Cards", "Put the flag on {n} cards back"),
        QT_TRANSLATE_NOOP("Cards", "{n} cards are flagged again."),
    ),
    ActionKind.TAG: (
        QT_TRANSLATE_NOOP("Cards", "Undo the tag on {n} cards"),
        QT_TRANSLATE_NOOP("Cards", "Took the tag off {n} cards."),
    ),
    ActionKind.UNTAG: (
        QT_TRANSLATE_NOOP("Cards", "Put the tag on {n} cards back"),
        QT_TRANSLATE_NOOP("Cards", "{n} cards have their tag again."),
    ),
    ActionKind.FORGET: (
        QT_TRANSLATE_NOOP("Cards", "Undo forgetting {n} cards"),
        QT_TRANSLATE_NOOP("Cards", "{n} cards are remembered as before."),
    ),
    ActionKind.DELETE: (
        QT_TRANSLATE_NOOP("Cards", "Undo deleting {n} cards"),
        QT_TRANSLATE_NOOP("Cards", "{n} cards are back."),
    ),
    ActionKind.SET_DUE: (
        QT_TRANSLATE_NOOP("Cards", "Undo the due day of {n} cards"),
        QT_TRANSLATE_NOOP("Cards", "{n} cards come back when they did before."),
    ),
}
_OTHER_STEP: Final = (
    QT_TRANSLATE_NOOP("Cards", "Undo the last change of {n} cards"),
    QT_TRANSLATE_NOOP("Cards", "Took back the last change of {n} cards."),
)


def grade_word(grade: Grade) -> str:
    """Return the word on a grade's button."""
    return translate("Cards", _GRADES[grade])


def undo_words(label: UndoLabel, card: str) -> str:
    """Return what the undo button offers.

    Args:
        label: What undo takes back.
        card: The card's front, shortened as the place needs it.
    """
    return _said(label, card, 0)


def undone_words(label: UndoLabel, card: str) -> str:
    """Return what undo has done; see ``undo_words``."""
    return _said(label, card, 1)


def redo_words(label: UndoLabel) -> str:
    """Return what redo offers."""
    if label.number > 1:
        words = translate("Cards", "Redo the change of {n} cards")
        return words.format(n=number(label.number))
    if label.grade is not None:
        words = translate("Cards", "Redo {grade} on “{card}”")
        return words.format(grade=grade_word(label.grade), card=_named(label.title))
    return translate("Cards", "Redo the change of “{card}”").format(card=_named(label.title))


def redone_words(label: UndoLabel) -> str:
    """Return what redo has brought back."""
    if label.number > 1:
        words = translate("Cards", "Done again: the change of {n} cards.")
        return words.format(n=number(label.number))
    if label.grade is not None:
        return translate("Cards", "{grade} on “{card}” counts again.").format(
            grade=grade_word(label.grade), card=_named(label.title)
        )
    words = translate("Cards", "Done again: the change of “{card}”.")
    return words.format(card=_named(label.title))


def progress_words(shown: Shown) -> str:
    """Return how far the sitting is: cards met, then, when all have been, those to repeat."""
    met = translate("Cards", "{n} of {total}").format(
        n=number(shown.position), total=number(shown.total)
    )
    if not shown.repeats:
        return met
    repeats = translate("Cards", "{n} to repeat").format(n=number(shown.repeats))
    # All cards have been met, so only this still changes.
    return repeats if shown.repeats == shown.left else f"{met}  ·  {repeats}"


def more_words(number_of_cards: int) -> str:
    """Return the offer of new cards beyond the daily limit."""
    return counted(
        number_of_cards,
        translate("Cards", "Learn {n} more card"),
        translate("Cards", "Learn {n} more cards"),
    )


def original_words(original: Original) -> tuple[str, str]:
    """Return what the course asks and answers on a card that was put in own words."""
    if original.corrected:
        asks = translate(
            "Cards", "The course corrected this card after you reworded it. It asks: {text}"
        )
    else:
        asks = translate("Cards", "The course asks: {text}")
    answers = translate("Cards", "The course answers: {text}")
    return asks.format(text=original.front), answers.format(text=original.back)


def grade_help(*, two: bool) -> str:
    """Return how to choose a grade, for those who have given few.

    Args:
        two: Again and Good are offered alone.
    """
    if two:
        words = translate(
            "Cards",
            "Did you know it? Forgot: Again. Remembered, with or without effort: Good.",
        )
    else:
        words = translate(
            "Cards",
            "How well did you know it? Forgot: Again. Hard means remembered, with effort; Good, "
            "with a little thought; Easy, at once.",
        )
    comes = translate(
        "Cards",
        "The card comes back when the button says; in its first minutes, at that time or sooner, "
        "when nothing else is left.",
    )
    return f"{words} {comes}"


def _said(label: UndoLabel, card: str, which: int) -> str:
    if label.number > 1:
        words = _STEPS.get(label.kind, _OTHER_STEP)
        return translate("Cards", words[which]).format(n=number(label.number))
    words = _DEEDS.get(label.kind, _OTHER)
    if label.kind == GRADE:
        words = _MENDED if label.mended else _GRADED
    grade = grade_word(label.grade) if label.grade is not None else ""
    return translate("Cards", words[which]).format(grade=grade, card=_named(card))


def _named(front: str) -> str:
    """Return the front of a card as its name within a sentence, which has its own full stop."""
    return front.removesuffix(".")


def caption(shown: Shown) -> str:
    """Return what kind of card it is: nothing that tells the answer."""
    words = [
        QCoreApplication.translate("Cards", text)
        for text in (_STAGES.get(shown.stage), _KINDS.get(shown.kind))
        if text
    ]
    if shown.original is not None:
        words.append(QCoreApplication.translate("Cards", "Your wording"))
    if shown.flagged:
        words.append(QCoreApplication.translate("Cards", "Flagged"))
    return "  ·  ".join(words)
