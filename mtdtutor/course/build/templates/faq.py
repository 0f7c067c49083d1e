"""T20: a learner's question and its best answer."""

from __future__ import annotations

from typing import Final

from mtdtutor.course.build.difficulty import MOST_DISTRACTORS, SHOWN, difficulty
from mtdtutor.course.build.document import OptionEntry, SingleQuestion
from mtdtutor.course.build.entries import Faq, WrongAnswer
from mtdtutor.course.build.knowledge import Knowledge
from mtdtutor.course.build.parts import Target, Wrong, explanation, single, text

SLOT: Final = "answer"
"""The slot of the one fact of an FAQ: its answer."""

_BASE: Final = 0.2
_MISCONCEPTION: Final = 1.0
_SAME_TOPIC: Final = 0.75
_SAME_KIND: Final = 0.5
_OTHER: Final = 0.25


def t20_best_answer(kb: Knowledge) -> list[SingleQuestion]:
    """Return, for each settled FAQ with two or more false answers: which answer is right?"""
    return [
        _question(kb, faq) for faq in kb.faqs if len(faq.wrong) >= SHOWN - 1 and not faq.contested
    ]


def _question(kb: Knowledge, faq: Faq) -> SingleQuestion:
    wrong = [_wrong(kb, faq, one) for one in faq.wrong[:MOST_DISTRACTORS]]
    key = OptionEntry(
        id=faq.id,
        text=text(kb, faq.short),
        correct=True,
        why=text(kb, faq.why),
        entity=faq.id,
    )
    return single(
        kb,
        "t20",
        Target(f"{faq.id}:{SLOT}", faq.rev, faq.topic, faq.skill),
        (faq.question, *faq.variants),
        key,
        wrong,
        shown=SHOWN,
        difficulty=difficulty(_BASE, [one.alike for one in wrong]),
        explained=explanation(kb, faq.answer, faq.why),
    )


def _wrong(kb: Knowledge, faq: Faq, wrong: WrongAnswer) -> Wrong:
    if wrong.faq is None:
        return Wrong(str(wrong.id), str(wrong.text), wrong.why, None, _MISCONCEPTION)
    other = kb.faq_by_id[wrong.faq]
    if other.topic == faq.topic:
        alike = _SAME_TOPIC
    else:
        alike = _SAME_KIND if other.kind == faq.kind else _OTHER
    return Wrong(other.id, other.short, wrong.why, other.id, alike)
