"""T16: put what happened in the order of time."""

from __future__ import annotations

from typing import Final

from mtdtutor.course.build.difficulty import difficulty
from mtdtutor.course.build.document import OrderingQuestion, StepEntry
from mtdtutor.course.build.entries import Ordering
from mtdtutor.course.build.knowledge import Knowledge
from mtdtutor.course.build.parts import explanation, text
from mtdtutor.course.build.templates.year import year_of

_BASE: Final = 0.5


def t16_order_of_time(kb: Knowledge) -> list[OrderingQuestion]:
    """Return the authored orderings; their dates are proved from the facts they stand on."""
    return [_question(kb, ordering) for ordering in kb.orderings]


def _question(kb: Knowledge, ordering: Ordering) -> OrderingQuestion:
    facts = [kb.fact_by_id[step.fact] for step in ordering.steps]
    dates = "; ".join(
        f"{year_of(fact)}: {step.text}" for fact, step in zip(facts, ordering.steps, strict=True)
    )
    return OrderingQuestion(
        id=f"t16:{ordering.id}",
        rev=ordering.rev,
        template="t16",
        type="ordering",
        fact=facts[0].id,
        also=[fact.id for fact in facts[1:]],
        topic=ordering.topic,
        skill="context",
        stems=[text(kb, ordering.question)],
        sequence=[
            StepEntry(id=fact.entity, text=text(kb, step.text))
            for fact, step in zip(facts, ordering.steps, strict=True)
        ],
        difficulty=difficulty(_BASE),
        explanation=explanation(kb, f"{dates.rstrip('.')}.", ordering.why),
    )
