"""Words about importing cards: columns, separators, and what becomes of a row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication

from mtdtutor.services.importing import Line, Role, Trouble, counts
from mtdtutor.ui.texts import QT_TRANSLATE_NOOP, counted, number

translate = QCoreApplication.translate

FIRST: Final = 20
"""So many rows are shown from the beginning, and so many skipped ones beyond them."""
_ROLES: Final[Mapping[Role, str]] = {
    "front": QT_TRANSLATE_NOOP("Import", "Question"),
    "back": QT_TRANSLATE_NOOP("Import", "Answer"),
    "topic": QT_TRANSLATE_NOOP("Import", "Topic"),
    "tags": QT_TRANSLATE_NOOP("Import", "Tags"),
    "hint": QT_TRANSLATE_NOOP("Import", "Hint"),
}
_SEPARATORS: Final[Mapping[str, str]] = {
    "\t": QT_TRANSLATE_NOOP("Import", "Tab"),
    ";": QT_TRANSLATE_NOOP("Import", "Semicolon"),
    ",": QT_TRANSLATE_NOOP("Import", "Comma"),
}
_TROUBLES: Final[Mapping[Trouble, str]] = {
    "": QT_TRANSLATE_NOOP("Import", "Becomes a card"),
    "empty": QT_TRANSLATE_NOOP("Import", "Skipped: no question or no answer"),
    "long": QT_TRANSLATE_NOOP("Import", "Skipped: too long"),
    "many": QT_TRANSLATE_NOOP("Import", "Skipped: too many tags"),
    "gap": QT_TRANSLATE_NOOP("Import", "Skipped: needs exactly one gap ___"),
    "topic": QT_TRANSLATE_NOOP("Import", "Skipped: no such topic in the course"),
    "known": QT_TRANSLATE_NOOP("Import", "Skipped: you have this card"),
    "twice": QT_TRANSLATE_NOOP("Import", "Skipped: stands further up already"),
}


def role_word(role: Role) -> str:
    """Return what a column is called that holds something."""
    return translate("Import", _ROLES[role])


def separator_choices() -> list[tuple[str, str]]:
    """Return the separators with their words."""
    return [(sign, translate("Import", word)) for sign, word in _SEPARATORS.items()]


def column_choices(head: Sequence[str], width: int) -> list[tuple[int, str]]:
    """Return the columns of a file, each with what stands in its first row."""
    choices = [(-1, translate("Import", "Not in the file"))]
    for place in range(width):
        cell = " ".join(head[place].split()) if place < len(head) else ""
        words = (
            translate("Import", "Column {n}: {text}") if cell else translate("Import", "Column {n}")
        )
        choices.append((place, words.format(n=number(place + 1), text=cell[:40])))
    return choices


def finding(lines: Sequence[Line]) -> str:
    """Return what an import would do, in one sentence or two."""
    found = counts(lines)
    good = found.pop("", 0)
    skipped = sum(found.values())
    text = counted(
        good,
        translate("Import", "{n} row becomes a card."),
        translate("Import", "{n} rows become cards."),
    )
    if skipped:
        text += " " + counted(
            skipped,
            translate("Import", "{n} row is skipped; the table says why."),
            translate("Import", "{n} rows are skipped; the table says why."),
        )
    return text


def headings() -> tuple[str, ...]:
    """Return the words over the columns of the preview."""
    return (
        translate("Import", "Line"),
        translate("Import", "Question"),
        translate("Import", "Answer"),
        translate("Import", "What happens"),
    )


def preview(lines: Iterable[Line]) -> list[tuple[str, str, str, str]]:
    """Return the rows of the preview: the first of the file, and skipped ones beyond them."""
    rows = []
    beyond = 0
    for place, line in enumerate(lines):
        if place >= FIRST:
            if not line.trouble or beyond == FIRST:
                continue
            beyond += 1
        rows.append(
            (
                number(line.line),
                " ".join(line.draft.front.split()),
                " ".join(line.draft.back.split()),
                translate("Import", _TROUBLES[line.trouble]),
            )
        )
    return rows
