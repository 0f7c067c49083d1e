"""T17 and T18: a sentence with one gap, filled by choosing or by typing."""

from __future__ import annotations

from typing import Final

from mtdtutor.course.build.difficulty import difficulty
from mtdtutor.course.build.document import ClozeQuestion, GapEntry, OptionEntry, TypedQuestion
from mtdtutor.course.build.entries import Fact, GapItem
from mtdtutor.course.build.knowledge import Knowledge
from mtdtutor.course.build.parts import explanation, text
from mtdtutor.course.build.spellings import spellings

KEY_ID: Final = "answer"
"""The id of the right option of a gap."""

_GAP_ID: Final = "gap"
_CHOSEN_BASE: Final = -0.1
_TYPED_BASE: Final = 0.7


def t17_choose(kb: Knowledge) -> list[ClozeQuestion]:
    """Return the authored sentences whose gap is filled from options."""
    return [
        ClozeQuestion(
            id=gap_id("t17", fact, gap),
            rev=fact.rev,
            template="t17",
            type="cloze",
            fact=fact.id,
            also=[],
            topic=fact.topic,
            skill=gap.skill,
            stems=[text(kb, gap.text)],
            gaps=[_gap(kb, fact, gap)],
            difficulty=difficulty(_CHOSEN_BASE),
            explanation=explanation(kb, fact.text, fact.why),
        )
        for fact, gap in _gaps(kb)
        if gap.wrong
    ]


def t18_type(kb: Knowledge) -> list[TypedQuestion]:
    """Return the authored sentences whose gap is filled by typing."""
    return [
        TypedQuestion(
            id=gap_id("t18", fact, gap),
            rev=fact.rev,
            template="t18",
            type="typed",
            fact=fact.id,
            also=[],
            topic=fact.topic,
            skill=gap.skill,
            stems=[text(kb, gap.text)],
            gaps=[typed_gap(kb, [gap.answer, *gap.accept])],
            difficulty=difficulty(_TYPED_BASE, typed=True),
            explanation=explanation(kb, fact.text, fact.why),
        )
        for fact, gap in _gaps(kb)
        if gap.typed
    ]


def gap_id(template: str, fact: Fact, gap: GapItem) -> str:
    """Return the id of a question or card on a gap."""
    return f"{template}:{fact.id}{f':{gap.key}' if gap.key else ''}"


def typed_gap(kb: Knowledge, answers: list[str]) -> GapEntry:
    """Return a gap to type into that takes the answers in their usual spellings."""
    return GapEntry(id=_GAP_ID, accept=[text(kb, one) for one in spellings(answers)])


def _gaps(kb: Knowledge) -> list[tuple[Fact, GapItem]]:
    return [(fact, gap) for fact in kb.facts if not fact.contested for gap in fact.gap]


def _gap(kb: Knowledge, fact: Fact, gap: GapItem) -> GapEntry:
    key = OptionEntry(
        id=KEY_ID, text=text(kb, gap.answer), correct=True, why=text(kb, fact.text), entity=None
    )
    wrong = [
        OptionEntry(
            id=lure.id,
            text=text(kb, lure.text),
            correct=False,
            why=text(kb, lure.why),
            entity=lure.entity,
        )
        for lure in gap.wrong
    ]
    return GapEntry(id=_GAP_ID, accept=[text(kb, gap.answer)], options=[key, *wrong])
