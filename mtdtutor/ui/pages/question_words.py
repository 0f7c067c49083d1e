"""A quiz question in words: what it asks, its answer, and how it was made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication

from mtdtutor.services.course_views import OptionLine, QuestionDetail
from mtdtutor.ui.pages.reading import Section, fact_text
from mtdtutor.ui.texts import QT_TRANSLATE_NOOP, counted
from mtdtutor.ui.texts import number as format_number
from mtdtutor.ui.theme import Role

translate = QCoreApplication.translate

_LETTERS: Final = "ABCDEFGHIJ"
_EASY: Final = -0.35  # logits: an average learner is right in six of ten cases without guessing
_HARD: Final = 0.35
_MADE: Final[Mapping[str, str]] = {
    "t01": QT_TRANSLATE_NOOP(
        "Made",
        "From the name to the number. Each track has one number, so the numbers of the other "
        "tracks are wrong.",
    ),
    "t02": QT_TRANSLATE_NOOP(
        "Made",
        "From the number to the name. Each track has one name, so the names of the other tracks "
        "are wrong.",
    ),
    "t03": QT_TRANSLATE_NOOP(
        "Made",
        "From the slogan to the track. Each track has a slogan of its own, so the other tracks are "
        "wrong.",
    ),
    "t04": QT_TRANSLATE_NOOP(
        "Made",
        "From the track to the slogan. Each track has a slogan of its own, so those of the other "
        "tracks are wrong.",
    ),
    "t05": QT_TRANSLATE_NOOP(
        "Made",
        "From a name to its description. The wrong options describe other things, none of which "
        "shares a meaning with this one.",
    ),
    "t06": QT_TRANSLATE_NOOP(
        "Made",
        "From a description to its name. The wrong options are names of other things, none of "
        "which shares a meaning with this one.",
    ),
    "t07": QT_TRANSLATE_NOOP(
        "Made",
        "Who acts, or what is an example. Every wrong option was marked by hand as not belonging "
        "here, with its reason.",
    ),
    "t08": QT_TRANSLATE_NOOP(
        "Made",
        "Which means are typical. Every wrong option was marked by hand as not belonging here, "
        "with its reason.",
    ),
    "t09": QT_TRANSLATE_NOOP(
        "Made",
        "A case to classify. Every wrong option was marked by hand as not fitting this case, with "
        "its reason; what could be argued is never offered.",
    ),
    "t10": QT_TRANSLATE_NOOP(
        "Made",
        "A case with one thing changed, so that it belongs elsewhere. Every wrong option was "
        "marked by hand as not fitting, with its reason.",
    ),
    "t11": QT_TRANSLATE_NOOP(
        "Made",
        "Choose all that fit. Every option was marked by hand as fitting or not; what could be "
        "argued is never offered.",
    ),
    "t12": QT_TRANSLATE_NOOP(
        "Made",
        "A statement to judge. A false one was written as a common mistake, or takes the value of "
        "another track, and carries its correction.",
    ),
    "t13": QT_TRANSLATE_NOOP(
        "Made",
        "A false statement to mend. Only one replacement makes it true; each of the others leaves "
        "it false, for the reason given.",
    ),
    "t14": QT_TRANSLATE_NOOP(
        "Made",
        "Tracks to match with what each has alone: its name, number or slogan. One of the right "
        "sides is left over.",
    ),
    "t15": QT_TRANSLATE_NOOP(
        "Made",
        "Tracks to match with actors or means. Each right side was marked by hand as belonging to "
        "one of the tracks shown and to none of the others.",
    ),
    "t16": QT_TRANSLATE_NOOP(
        "Made", "Events to put in order. Their dates come from the facts and are all different."
    ),
    "t17": QT_TRANSLATE_NOOP(
        "Made",
        "A sentence with a gap. Only one filling makes it true; the others were written as "
        "mistakes, each with its reason.",
    ),
    "t18": QT_TRANSLATE_NOOP(
        "Made",
        "A sentence with a gap to type into. Other spellings that are right are taken as well.",
    ),
    "t19": QT_TRANSLATE_NOOP(
        "Made",
        "The odd one out. The question names what the others share, and nothing else known of "
        "them singles out another one.",
    ),
    "t20": QT_TRANSLATE_NOOP(
        "Made",
        "A common question and its best answer. The wrong options are common mistakes or answers "
        "to other questions, each with its reason.",
    ),
    "t22": QT_TRANSLATE_NOOP(
        "Made",
        "What tells two tracks apart. The wrong options name what both have, or what neither has.",
    ),
    "t23": QT_TRANSLATE_NOOP(
        "Made",
        "A strength or a limit. Every wrong option was marked by hand as not belonging here, with "
        "its reason.",
    ),
    "t24": QT_TRANSLATE_NOOP(
        "Made",
        "Who or what did something, or when. What others did is wrong, unless they did it "
        "together: those are never offered.",
    ),
    "t25": QT_TRANSLATE_NOOP(
        "Made",
        "Who says so. Authors disagree on this, so it is asked only as the view of its author.",
    ),
}


def question_sections(detail: QuestionDetail) -> list[Section]:
    """Return a question as it is asked, without what would tell its answer."""
    sections = [Section(translate("Library", "Question"), detail.stems[0], Role.ANSWER)]
    if detail.options:
        title = translate("Library", "Options")
        sections.append(Section(title, _lettered([each.text for each in detail.options])))
    elif detail.answer is not None:
        asked = translate("Library", "Is this true or false?")
        sections.append(Section(translate("Library", "To judge"), asked))
    elif detail.pairs:
        left = [left for left, _ in detail.pairs]
        right = sorted((*(right for _, right in detail.pairs), *detail.extra), key=str.casefold)
        sections.append(Section(translate("Library", "To match"), "\n".join(left)))
        sections.append(Section(translate("Library", "With"), _lettered(right)))
    elif detail.sequence:
        steps = sorted(detail.sequence, key=str.casefold)
        sections.append(Section(translate("Library", "To put in order"), _lettered(steps)))
    for gap in detail.gaps:
        if gap.options:
            texts = [option.text for option in gap.options]
            sections.append(Section(translate("Library", "To fill in"), _lettered(texts)))
        else:
            asked = translate("Library", "The answer is typed.")
            sections.append(Section(translate("Library", "To fill in"), asked))
    return sections


def answer_to(detail: QuestionDetail) -> list[Section]:
    """Return the answer, why it is right and the others wrong, and how the question was made."""
    sections = [Section(translate("Library", "Answer"), _key(detail), Role.ANSWER)]
    if detail.correction:
        sections.append(Section(translate("Library", "What is true"), detail.correction))
    sections.append(Section("", detail.explanation))
    reasons = _reasons(detail.options)
    for gap in detail.gaps:
        reasons += _reasons(gap.options)
    if reasons:
        sections.append(Section(translate("Library", "Why not the others"), "\n\n".join(reasons)))
    return [*sections, *_how_made(detail)]


def _how_made(detail: QuestionDetail) -> list[Section]:
    made = []
    if detail.template in _MADE:
        made.append(translate("Made", _MADE[detail.template]))
    made.append(
        counted(
            len(detail.stems),
            translate("Made", "It has {n} wording."),
            translate("Made", "It has {n} wordings, which take turns."),
        )
    )
    if detail.show < len(detail.options):
        text = translate("Made", "{shown} of its {number} options are shown at a time.")
        number = format_number(len(detail.options))
        made.append(text.format(shown=format_number(detail.show), number=number))
    made.append(_difficulty(detail.difficulty))
    name = translate("Made", "Its name in the course is {id}, revision {rev}.")
    made.append(name.format(id=detail.id, rev=format_number(detail.rev)))
    facts = "\n\n".join(fact_text(fact) for fact in detail.facts)
    return [
        Section(translate("Made", "How this question was made"), " ".join(made)),
        Section(translate("Made", "The facts behind it"), facts),
    ]


def _difficulty(logits: float) -> str:
    if logits < _EASY:
        return translate("Made", "It counts as easy.")
    if logits > _HARD:
        return translate("Made", "It counts as hard.")
    return translate("Made", "It counts as of middling difficulty.")


def _key(detail: QuestionDetail) -> str:
    if detail.answer is not None:
        return translate("Library", "True") if detail.answer else translate("Library", "False")
    lines = [
        f"{letter(place)} {option.text}"
        for place, option in enumerate(detail.options)
        if option.correct
    ]
    lines += [f"{left}: {right}" for left, right in detail.pairs]
    lines += [f"{format_number(place)}. {s}" for place, s in enumerate(detail.sequence, start=1)]
    for gap in detail.gaps:
        lines.append(gap.accept[0])
        if len(gap.accept) > 1:
            also = translate("Library", "Also right: {answers}")
            lines.append(also.format(answers="; ".join(gap.accept[1:])))
    if detail.extra:
        over = translate("Library", "Left over: {texts}")
        lines.append(over.format(texts="; ".join(detail.extra)))
    return "\n".join(lines)


def _reasons(options: Sequence[OptionLine]) -> list[str]:
    return [
        f"{letter(place)} {option.text}: {option.why}"
        for place, option in enumerate(options)
        if not option.correct
    ]


def _lettered(texts: Sequence[str]) -> str:
    return "\n".join(f"{letter(place)} {text}" for place, text in enumerate(texts))


def letter(place: int) -> str:
    """Return the letter of an option, by its place from 0."""
    return _LETTERS[place] if place < len(_LETTERS) else str(place + 1)
