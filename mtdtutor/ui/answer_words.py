"""Words about answers: sentences with a gap, and how a typed answer differs from the right one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from PySide6.QtCore import QCoreApplication

from mtdtutor.study.answers import Comparison, Difference, Piece, Verdict, suggested
from mtdtutor.ui.study_words import grade_word

translate = QCoreApplication.translate

BLANK: Final = "________"
"""A gap is as wide as this, whatever belongs into it."""
_GAP: Final = re.compile("_{3,}")


class Answer(NamedTuple):
    """What is uncovered: the text, and where in it the filled gap stands (length 0 for none)."""

    text: str
    start: int = 0
    length: int = 0


def with_blank(front: str) -> str:
    """Return a question with its gap as wide as any other."""
    return _GAP.sub(BLANK, front)


def filled(front: str, back: str) -> Answer:
    """Return the answer to a question: in its place in the sentence where that has a gap."""
    gap = _GAP.search(front)
    if gap is None or len(_GAP.findall(front)) > 1:
        return Answer(back)
    return Answer(f"{front[: gap.start()]}{back}{front[gap.end() :]}", gap.start(), len(back))


def answer_name(answer: Answer) -> str:
    """Return what a screen reader says before an answer: a filled gap by its words alone."""
    if not answer.length:
        return translate("Answers", "Answer")
    words = answer.text[answer.start : answer.start + answer.length]
    return translate("Answers", "Answer: {words}").format(words=words)


def comparison_words(found: Comparison) -> str:
    """Return how a typed answer looks beside the right one; empty where nothing was typed."""
    grade = suggested(found.verdict)
    if grade is None:
        return ""
    lines = [_verdict(found), *_difference_lines(found.differences)]
    lines.append(
        translate("Answers", "This speaks for {grade}; you decide.").format(grade=grade_word(grade))
    )
    return "\n".join(lines)


def _verdict(found: Comparison) -> str:
    if found.verdict is Verdict.RIGHT:
        return translate("Answers", "Right: “{typed}”").format(typed=found.typed)
    if found.verdict is Verdict.NEAR:
        return translate("Answers", "Nearly. You wrote “{typed}”.").format(typed=found.typed)
    return translate("Answers", "Not what is meant here. You wrote “{typed}”.").format(
        typed=found.typed
    )


def _difference_lines(differences: Iterable[Difference]) -> Iterable[str]:
    lines = []
    bracketed = False
    for each in differences:
        wrote, wanted = _marked(each.typed), _marked(each.wanted)
        if not wanted:
            text = translate("Answers", "Too much: “{word}”")
            lines.append(text.format(word=_plain(each.typed)))
        elif not wrote:
            text = translate("Answers", "Left out: “{word}”")
            lines.append(text.format(word=_plain(each.wanted)))
        else:
            bracketed = True
            lines.append(
                translate("Answers", "“{wrote}” for “{wanted}”").format(wrote=wrote, wanted=wanted)
            )
    if bracketed:
        lines.append(translate("Answers", "Letters in brackets are those that differ."))
    return lines


def _marked(pieces: Iterable[Piece]) -> str:
    return "".join(f"[{piece.text}]" if piece.differs else piece.text for piece in pieces)


def _plain(pieces: Iterable[Piece]) -> str:
    return "".join(piece.text for piece in pieces)
