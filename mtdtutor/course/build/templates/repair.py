"""T13: which words make a false statement true?"""

from __future__ import annotations

from typing import Final

from mtdtutor.course.build.difficulty import SHOWN, difficulty
from mtdtutor.course.build.document import OptionEntry, SingleQuestion
from mtdtutor.course.build.entries import Fact, Repair, Statement
from mtdtutor.course.build.knowledge import Knowledge
from mtdtutor.course.build.parts import Target, Wrong, explanation, quietest, single, text
from mtdtutor.course.build.templates.statement import slot_skill

_BASE: Final = 0.3
_LURE: Final = 0.5
_KEY_ID: Final = "repair"
_ASKED: Final = (
    "Which words in place of those in square brackets make this statement true?",
    "What has to stand in the square brackets so that this statement is true?",
    "With which words in the square brackets does this statement become true?",
)


def t13_repair(kb: Knowledge) -> list[SingleQuestion]:
    """Return the false statements to be mended, as their authors say how.

    Swapped names and slogans are not among them: to mend one is to choose the name or slogan of a
    numbered track, which T02 and T04 ask already.
    """
    return [
        _authored(kb, fact, statement, statement.repair)
        for fact in kb.facts
        if not fact.contested
        for statement in fact.statement
        if statement.repair is not None
    ]


def _stems(said: str, part: str) -> tuple[str, ...]:
    marked = said.replace(part, f"[{part}]")
    return tuple(f"{marked} {asked}" for asked in _ASKED)


def _authored(kb: Knowledge, fact: Fact, statement: Statement, repair: Repair) -> SingleQuestion:
    wrong = [Wrong(lure.id, lure.text, lure.why, lure.entity, _LURE) for lure in repair.wrong]
    mended = statement.text.replace(repair.part, repair.right)
    key = OptionEntry(
        id=_KEY_ID,
        text=text(kb, repair.right),
        correct=True,
        why=text(kb, statement.correction or fact.text),
        entity=None,
    )
    skill = slot_skill(fact.slot)
    return single(
        kb,
        "t13",
        Target(fact.id, fact.rev, fact.topic, "define" if skill == "name" else skill),
        quietest(_stems(statement.text, repair.part), [repair.right, *(one.text for one in wrong)]),
        key,
        wrong,
        shown=SHOWN,
        difficulty=difficulty(_BASE, [one.alike for one in wrong]),
        explained=explanation(kb, mended, fact.why),
        aux=statement.key or "",
    )
