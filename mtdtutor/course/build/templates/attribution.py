"""T25: whose view is it? The one way in which something contested is asked."""

from __future__ import annotations

from typing import Final

from mtdtutor.course.build.difficulty import MOST_DISTRACTORS, SHOWN, difficulty
from mtdtutor.course.build.document import OptionEntry, SingleQuestion
from mtdtutor.course.build.entries import Attribution, Fact
from mtdtutor.course.build.knowledge import Knowledge
from mtdtutor.course.build.parts import Target, Wrong, explanation, single, text

_BASE: Final = 1.0
_LURE: Final = 0.5
_KEY_ID: Final = "author"


def t25_whose_view(kb: Knowledge) -> list[SingleQuestion]:
    """Return the authored questions on who says something."""
    return [
        _question(kb, fact, fact.attribution) for fact in kb.facts if fact.attribution is not None
    ]


def _question(kb: Knowledge, fact: Fact, view: Attribution) -> SingleQuestion:
    wrong = [
        Wrong(lure.id, lure.text, lure.why, lure.entity, _LURE)
        for lure in view.wrong[:MOST_DISTRACTORS]
    ]
    key = OptionEntry(
        id=_KEY_ID,
        text=text(kb, view.answer),
        correct=True,
        why=text(kb, fact.text),
        entity=view.entity,
    )
    return single(
        kb,
        "t25",
        Target(fact.id, fact.rev, fact.topic, "context"),
        (view.question, *view.variants),
        key,
        wrong,
        shown=SHOWN,
        difficulty=difficulty(_BASE, [one.alike for one in wrong]),
        explained=explanation(kb, fact.text, fact.why),
    )
