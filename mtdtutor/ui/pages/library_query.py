"""Words for the query of the library: its filters, what can be typed, what was not understood."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from PySide6.QtCore import QCoreApplication

from mtdtutor.course.bank import LEVELS
from mtdtutor.course.questions import SKILLS
from mtdtutor.services.course_views import KINDS, STATES
from mtdtutor.services.querying import ENTITY, KIND, LEVEL, SKILL, STATE, TAG, TOPIC, Trouble
from mtdtutor.ui.pages.library_words import kind_plural
from mtdtutor.ui.pages.reading import Section
from mtdtutor.ui.texts import QT_TRANSLATE_NOOP

translate = QCoreApplication.translate

_ALL: Final[Mapping[str, str]] = {
    KIND: QT_TRANSLATE_NOOP("LibraryQuery", "All kinds"),
    TOPIC: QT_TRANSLATE_NOOP("LibraryQuery", "All topics"),
    LEVEL: QT_TRANSLATE_NOOP("LibraryQuery", "All levels"),
    STATE: QT_TRANSLATE_NOOP("LibraryQuery", "All states"),
    TAG: QT_TRANSLATE_NOOP("LibraryQuery", "All tags"),
}
_LEVELS: Final[Mapping[str, str]] = {
    "core": QT_TRANSLATE_NOOP("LibraryQuery", "Core"),
    "standard": QT_TRANSLATE_NOOP("LibraryQuery", "Standard"),
    "detail": QT_TRANSLATE_NOOP("LibraryQuery", "Detail"),
}
_STATES: Final[Mapping[str, str]] = {
    "new": QT_TRANSLATE_NOOP("LibraryQuery", "New cards"),
    "learning": QT_TRANSLATE_NOOP("LibraryQuery", "Being learned"),
    "due": QT_TRANSLATE_NOOP("LibraryQuery", "Due now"),
    "suspended": QT_TRANSLATE_NOOP("LibraryQuery", "Suspended"),
    "buried": QT_TRANSLATE_NOOP("LibraryQuery", "Buried today"),
    "flagged": QT_TRANSLATE_NOOP("LibraryQuery", "Flagged"),
    "noted": QT_TRANSLATE_NOOP("LibraryQuery", "With a note"),
    "leech": QT_TRANSLATE_NOOP("LibraryQuery", "Forgotten often"),
}
# These are typed as they stand, in every language.
_ALLOWED: Final[Mapping[str, str]] = {
    KIND: ", ".join((*KINDS, ENTITY)),
    TOPIC: "1, 1.5, 2 … 9, system",
    LEVEL: ", ".join(LEVELS),
    SKILL: ", ".join(SKILLS),
    STATE: ", ".join(STATES),
}


def all_words(key: str) -> str:
    """Return the words of a filter that is not in force."""
    return translate("LibraryQuery", _ALL[key])


def kind_choices(kinds: Iterable[str]) -> list[tuple[str, str]]:
    """Return kinds with their words."""
    return [(kind, kind_plural(kind)) for kind in kinds]


def level_choices() -> list[tuple[str, str]]:
    """Return levels with their words."""
    return [(level, translate("LibraryQuery", _LEVELS[level])) for level in LEVELS]


def state_choices() -> list[tuple[str, str]]:
    """Return states of cards with their words."""
    return [(state, translate("LibraryQuery", _STATES[state])) for state in STATES]


def value_word(key: str, value: str) -> str:
    """Return the word for a value that was typed and that no field offers."""
    if key == KIND:
        return translate("LibraryQuery", "Subjects") if value == ENTITY else kind_plural(value)
    return value


def trouble_words(trouble: Trouble) -> str:
    """Return what is wrong with a filter, and what can stand there."""
    if trouble.key == TAG:
        return translate("LibraryQuery", "After tag: write the tag, for instance tag:exam.")
    allowed = _ALLOWED[trouble.key]
    if not trouble.value:
        text = translate("LibraryQuery", "After {key}: write one of these: {allowed}.")
    else:
        text = translate(
            "LibraryQuery",
            "“{key}:{value}” is not known, so it was left out. After {key}: write one of these: "
            "{allowed}.",
        )
    return text.format(key=trouble.key, value=trouble.value, allowed=allowed)


def help_sections() -> list[Section]:
    """Return what can be typed into the search field."""
    words = translate(
        "LibraryQuery",
        "Words find titles, texts, other names, your notes, your tags and your own wording. All of "
        "them have to fit, and each may be the beginning of a word. Capitals, accents and hyphens "
        "make no difference.",
    )
    exact = translate(
        "LibraryQuery",
        "“a phrase” in quotation marks finds these words side by side.\n"
        "-word leaves out what holds the word.",
    )
    filters = [
        (f"{KIND}:card", translate("LibraryQuery", "one kind of thing"), _ALLOWED[KIND]),
        (f"{TOPIC}:4", translate("LibraryQuery", "one topic"), _ALLOWED[TOPIC]),
        (f"{LEVEL}:core", translate("LibraryQuery", "how early it is taught"), _ALLOWED[LEVEL]),
        (f"{SKILL}:define", translate("LibraryQuery", "what is asked for"), _ALLOWED[SKILL]),
        (f"{STATE}:due", translate("LibraryQuery", "where a card stands"), _ALLOWED[STATE]),
        (f"{TAG}:exam", translate("LibraryQuery", "a tag of yours"), ""),
    ]
    lines = [f"{key}: {what}" + (f" ({many})" if many else "") for key, what, many in filters]
    turned = translate(
        "LibraryQuery",
        "With a minus before it, a filter leaves out what fits: -is:suspended. A tag of several "
        'words needs quotation marks: tag:"to learn". These words are English in every language '
        "of the window.",
    )
    return [
        Section(translate("LibraryQuery", "Words"), words),
        Section(translate("LibraryQuery", "Phrases"), exact),
        Section(translate("LibraryQuery", "Filters"), "\n".join(lines)),
        Section("", turned),
    ]
