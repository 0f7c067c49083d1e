"""Words for what the library shows: kinds, levels, where a card stands, details as sections."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from PySide6.QtCore import QCoreApplication

from mtdtutor.services.citing import reference
from mtdtutor.services.course_views import (
    CardDetail,
    Detail,
    FactDetail,
    QuestionDetail,
    Reading,
    Row,
    SourceDetail,
    Standing,
)
from mtdtutor.study.fold import ActionKind
from mtdtutor.study.memory import State
from mtdtutor.ui.pages.question_words import answer_to, question_sections
from mtdtutor.ui.pages.reading import Section, fact_text, source_text
from mtdtutor.ui.study_words import original_words
from mtdtutor.ui.texts import QT_TRANSLATE_NOOP, cards, counted, interval, short_date
from mtdtutor.ui.texts import number as format_number
from mtdtutor.ui.theme import Role

translate = QCoreApplication.translate

_KINDS: Final[Mapping[str, tuple[str, str]]] = {
    "track": (QT_TRANSLATE_NOOP("Library", "Track"), QT_TRANSLATE_NOOP("Library", "Tracks")),
    "system": (QT_TRANSLATE_NOOP("Library", "Overview"), QT_TRANSLATE_NOOP("Library", "Overview")),
    "faq": (
        QT_TRANSLATE_NOOP("Library", "Common question"),
        QT_TRANSLATE_NOOP("Library", "Common questions"),
    ),
    "term": (QT_TRANSLATE_NOOP("Library", "Term"), QT_TRANSLATE_NOOP("Library", "Terms")),
    "person": (QT_TRANSLATE_NOOP("Library", "Person"), QT_TRANSLATE_NOOP("Library", "People")),
    "organisation": (
        QT_TRANSLATE_NOOP("Library", "Organisation"),
        QT_TRANSLATE_NOOP("Library", "Organisations"),
    ),
    "event": (QT_TRANSLATE_NOOP("Library", "Event"), QT_TRANSLATE_NOOP("Library", "Events")),
    "fact": (QT_TRANSLATE_NOOP("Library", "Fact"), QT_TRANSLATE_NOOP("Library", "Facts")),
    "card": (QT_TRANSLATE_NOOP("Library", "Card"), QT_TRANSLATE_NOOP("Library", "Cards")),
    "question": (
        QT_TRANSLATE_NOOP("Library", "Quiz question"),
        QT_TRANSLATE_NOOP("Library", "Quiz questions"),
    ),
    "scenario": (QT_TRANSLATE_NOOP("Library", "Case"), QT_TRANSLATE_NOOP("Library", "Cases")),
    "source": (QT_TRANSLATE_NOOP("Library", "Source"), QT_TRANSLATE_NOOP("Library", "Sources")),
    "own": (QT_TRANSLATE_NOOP("Library", "Own card"), QT_TRANSLATE_NOOP("Library", "Own cards")),
}
_DONE: Final[Mapping[str, tuple[str, str]]] = {
    ActionKind.SUSPEND: (
        QT_TRANSLATE_NOOP("Library", "Suspended {n} card. It is not asked until you resume it."),
        QT_TRANSLATE_NOOP(
            "Library", "Suspended {n} cards. They are not asked until you resume them."
        ),
    ),
    ActionKind.RESUME: (
        QT_TRANSLATE_NOOP("Library", "Resumed {n} card. It is asked again."),
        QT_TRANSLATE_NOOP("Library", "Resumed {n} cards. They are asked again."),
    ),
    ActionKind.FLAG: (
        QT_TRANSLATE_NOOP("Library", "Flagged {n} card."),
        QT_TRANSLATE_NOOP("Library", "Flagged {n} cards."),
    ),
    ActionKind.UNFLAG: (
        QT_TRANSLATE_NOOP("Library", "Took the flag off {n} card."),
        QT_TRANSLATE_NOOP("Library", "Took the flag off {n} cards."),
    ),
    ActionKind.TAG: (
        QT_TRANSLATE_NOOP("Library", "Tagged {n} card “{tag}”."),
        QT_TRANSLATE_NOOP("Library", "Tagged {n} cards “{tag}”."),
    ),
    ActionKind.UNTAG: (
        QT_TRANSLATE_NOOP("Library", "Took the tag “{tag}” off {n} card."),
        QT_TRANSLATE_NOOP("Library", "Took the tag “{tag}” off {n} cards."),
    ),
    ActionKind.FORGET: (
        QT_TRANSLATE_NOOP("Library", "Forgot {n} card. It is new again; your history stays."),
        QT_TRANSLATE_NOOP("Library", "Forgot {n} cards. They are new again; your history stays."),
    ),
    ActionKind.DELETE: (
        QT_TRANSLATE_NOOP("Library", "Deleted {n} card of your own."),
        QT_TRANSLATE_NOOP("Library", "Deleted {n} cards of your own."),
    ),
    ActionKind.SET_DUE: (
        QT_TRANSLATE_NOOP("Library", "{n} card comes back on {tag}."),
        QT_TRANSLATE_NOOP("Library", "{n} cards come back on {tag}."),
    ),
}
_LEVELS: Final[Mapping[str, str]] = {
    "core": QT_TRANSLATE_NOOP("Library", "core"),
    "standard": QT_TRANSLATE_NOOP("Library", "standard"),
    "detail": QT_TRANSLATE_NOOP("Library", "detail"),
}
MARKS: Final[Mapping[str, str]] = {
    "suspended": QT_TRANSLATE_NOOP("Library", "suspended"),
    "flagged": QT_TRANSLATE_NOOP("Library", "flagged"),
    "leech": QT_TRANSLATE_NOOP("Library", "forgotten often"),
}
"""States of a card that its row tells."""
# The topic of these is, or may be, what is asked for.
_ASKING: Final = frozenset({"card", "question", "scenario", "own"})


def kind_word(kind: str) -> str:
    """Return the word for one thing of a kind."""
    return translate("Library", _KINDS[kind][0])


def kind_plural(kind: str) -> str:
    """Return the word for all things of a kind."""
    return translate("Library", _KINDS[kind][1])


def chosen_words(lines: int, number: int) -> str:
    """Return how many lines are chosen and how many cards stand behind them."""
    chosen = counted(
        lines, translate("Library", "{n} entry chosen"), translate("Library", "{n} entries chosen")
    )
    if not number:
        return translate("Library", "{chosen}. No cards stand behind this.").format(chosen=chosen)
    return f"{chosen} · {cards(number)}"


def done_words(kind: str, number: int, tag: str) -> str:
    """Return what was done to so many cards; for a due day ``tag`` is the study day in digits."""
    if not number and kind == ActionKind.SET_DUE:
        return translate(
            "Library", "Nothing was changed: only cards that were reviewed come back on a day."
        )
    if not number:
        return translate("Library", "Nothing had to be changed: the cards are like that already.")
    if kind == ActionKind.SET_DUE:
        tag = short_date(int(tag))
    words = translate("Library", _DONE[kind][0 if number == 1 else 1])
    return words.format(n=format_number(number), tag=tag)


def row_caption(row: Row, marks: Iterable[str] = ()) -> str:
    """Return what stands below a row's title: its kind, its marks, and its topic unless it tells.

    Args:
        row: The row.
        marks: States of the card that one should see at once, of those in ``MARKS``.
    """
    words = [kind_word(row.kind), *(translate("Library", MARKS[mark]) for mark in marks)]
    if row.kind not in _ASKING and row.topic_name and row.kind not in ("track", "system"):
        words.append(row.topic_name)
    return " · ".join(words)


def caption(detail: Detail | None, *, with_topic: bool) -> str:
    """Return the line above the details.

    Args:
        detail: What is shown.
        with_topic: False while the topic would tell the answer.
    """
    if detail is None:
        return ""
    if isinstance(detail, SourceDetail):
        return kind_word("source")
    if isinstance(detail, Reading):
        parts = [kind_word(detail.kind)]
        with_topic = with_topic and detail.kind not in ("track", "system")
    else:
        parts = [kind_word(_kind_of(detail)), _level(detail.level)]
    if with_topic and detail.topic_name:
        parts.append(detail.topic_name)
    if isinstance(detail, CardDetail) and detail.original is not None:
        parts.append(translate("Cards", "Your wording"))
    return " · ".join(filter(None, parts))


def detail_sections(detail: Detail | None) -> list[Section]:
    """Return what is shown of something at once."""
    match detail:
        case None:
            return []
        case CardDetail():
            return _card(detail)
        case QuestionDetail():
            return question_sections(detail)
        case FactDetail():
            return _fact(detail)
        case SourceDetail():
            return _source(detail)
        case Reading():
            return _reading(detail)


def answer_sections(detail: Detail | None) -> list[Section]:
    """Return what is shown when the answer is asked for; empty when nothing was kept back."""
    if isinstance(detail, QuestionDetail):
        return [*answer_to(detail), *_sources(detail)]
    if isinstance(detail, Reading) and detail.kind == "scenario":
        facts = [fact for group in detail.groups for fact in group.facts]
        text = "\n\n".join(fact.text for fact in facts)
        return [Section(translate("Library", "Answer"), text, Role.ANSWER), *_sources(detail)]
    return []


def _kind_of(detail: CardDetail | QuestionDetail | FactDetail) -> str:
    match detail:
        case CardDetail():
            return "card"
        case QuestionDetail():
            return "question"
        case FactDetail():
            return "fact"


def _card(detail: CardDetail) -> list[Section]:
    sections = [
        Section(translate("Library", "Front"), detail.front, Role.ANSWER),
        Section(translate("Library", "Back"), detail.back, Role.ANSWER),
    ]
    if detail.original is not None:
        told = "\n".join(original_words(detail.original))
        sections.append(Section(translate("Library", "The course's wording"), told))
    if detail.hint:
        sections.append(Section(translate("Library", "Hint"), detail.hint))
    if detail.why:
        sections.append(Section(translate("Library", "Why it matters"), detail.why))
    sections.append(Section(translate("Library", "Where it stands"), standing(detail.standing)))
    return [*sections, *_sources(detail)]


def _fact(detail: FactDetail) -> list[Section]:
    sections = [Section(translate("Library", "Fact"), detail.text, Role.ANSWER)]
    if detail.about is not None:
        sections.append(Section(translate("Library", "About"), detail.about.title))
    certainty = translate("Library", "Well established.")
    if detail.contested:
        certainty = translate(
            "Library", "Contested: authors disagree, so it names whose view it is."
        )
    elif detail.confidence != "high":
        certainty = translate("Library", "Less well established: rests on fewer or weaker sources.")
    sections.append(Section(translate("Library", "How sure it is"), certainty))
    asked = translate("Library", "{cards} and {questions}").format(
        cards=counted(
            len(detail.cards), translate("Library", "{n} card"), translate("Library", "{n} cards")
        ),
        questions=counted(
            len(detail.questions),
            translate("Library", "{n} quiz question"),
            translate("Library", "{n} quiz questions"),
        ),
    )
    if not detail.cards and not detail.questions:
        asked = translate("Library", "Only to be read: it is never asked.")
    sections.append(Section(translate("Library", "Asked by"), asked))
    return [*sections, *_sources(detail)]


def _source(detail: SourceDetail) -> list[Section]:
    sections = [Section("", reference(detail.line), Role.ANSWER)]
    if detail.line.url:
        sections.append(Section(translate("Library", "Address"), detail.line.url))
    resting = "\n\n".join(f"{fact.title} ({fact.topic_name})" for fact in detail.facts)
    title = translate("Library", "Facts that rest on it")
    none = translate("Library", "No fact of the course rests on it.")
    return [*sections, Section(title, resting or none)]


def _reading(detail: Reading) -> list[Section]:
    sections = [Section("", detail.title, Role.ANSWER)]
    if detail.kind == "scenario":
        return [Section("", "\n\n".join(detail.paragraphs), Role.ANSWER)]
    if detail.aliases and detail.kind != "faq":
        names = "; ".join(detail.aliases)
        sections.append(Section(translate("Library", "Also called"), names))
    sections.append(Section("", "\n\n".join(detail.paragraphs)))
    if detail.kind in ("track", "system"):
        return sections
    sections += [
        Section("", "\n\n".join(fact_text(fact) for fact in group.facts)) for group in detail.groups
    ]
    return [*sections, *_sources(detail)]


def _sources(detail: CardDetail | QuestionDetail | FactDetail | Reading) -> list[Section]:
    if not detail.sources:
        return []
    numbered = isinstance(detail, QuestionDetail) or (
        isinstance(detail, Reading) and detail.kind not in ("faq", "scenario")
    )
    text = source_text(detail.sources, numbered=numbered)
    return [Section(translate("Library", "Sources"), text, Role.CAPTION, "muted")]


def _level(level: str) -> str:
    return translate("Library", _LEVELS[level]) if level in _LEVELS else ""


def standing(card: Standing) -> str:
    """Return where a card stands, in sentences."""
    return " ".join(filter(None, (_comes_back(card), _history(card), _marks(card))))


def _comes_back(card: Standing) -> str:
    memory = card.memory
    if memory.state is State.NEW:
        return translate("Library", "New: not studied yet.")
    if memory.due_day is not None:
        days = memory.due_day - card.day
        if days <= 0:
            return translate("Library", "In review. It is due now.")
        when = interval(days)
        return translate("Library", "In review. It comes back {when}.").format(when=when)
    seconds = ((memory.due_ms or 0) - card.at_ms) // 1000
    if seconds <= 0:
        return translate("Library", "Being learned. It is due now.")
    when = interval(None, seconds)
    return translate("Library", "Being learned. It comes back {when}.").format(when=when)


def _history(card: Standing) -> str:
    if not card.memory.reviews:
        return ""
    graded = counted(
        card.memory.reviews,
        translate("Library", "Reviewed {n} time."),
        translate("Library", "Reviewed {n} times."),
    )
    if not card.memory.lapses:
        return graded
    lapses = counted(
        card.memory.lapses,
        translate("Library", "Forgotten {n} time."),
        translate("Library", "Forgotten {n} times."),
    )
    return f"{graded} {lapses}"


def _marks(card: Standing) -> str:
    marks = []
    if card.suspended:
        marks.append(translate("Library", "Suspended: it is not asked until you resume it."))
    if card.buried:
        marks.append(translate("Library", "Buried until tomorrow."))
    if card.flagged:
        marks.append(translate("Library", "Flagged."))
    return " ".join(marks)
