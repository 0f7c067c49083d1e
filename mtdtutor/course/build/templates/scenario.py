"""T09 and T10: a case, and which track it belongs to; the same with one thing changed."""

from __future__ import annotations

from typing import Final

from mtdtutor.course.build.difficulty import MOST_DISTRACTORS, SHOWN, difficulty, similarity
from mtdtutor.course.build.document import OptionEntry, SingleQuestion
from mtdtutor.course.build.entries import Scenario, Twin
from mtdtutor.course.build.knowledge import Knowledge
from mtdtutor.course.build.parts import Target, Wrong, beside_scheme, entity_of, single, text

SLOT: Final = "topic"
"""The slot of the one fact of a scenario: the topic it belongs to."""

TWIN_SLOT: Final = "twin"
"""The slot of the fact of its twin: where it belongs with one thing changed."""

_BASE: Final = 0.8
_TWIN_BASE: Final = 1.2
_ASKED: Final = (
    "In the nine-track scheme{}, where does this belong?",
    "Which label fits best in the nine-track scheme{}?",
    "How would you classify this in the nine-track scheme{}?",
)


def t09_classify(kb: Knowledge) -> list[SingleQuestion]:
    """Return, for each scenario, its classification.

    Only topics whose cell the author marked *no* become options; what could be argued never does.
    Every stem names Track 1.5 and the scheme alike, so that naming it gives nothing away.
    """
    return [_question(kb, "t09", _target(case, SLOT, case.topic), case) for case in kb.scenarios]


def t10_classify_twin(kb: Knowledge) -> list[SingleQuestion]:
    """Return, for each scenario with a twin, the classification of the twin."""
    return [
        _question(kb, "t10", _target(case, TWIN_SLOT, case.twin.topic), case.twin)
        for case in kb.scenarios
        if case.twin is not None
    ]


def card_front(kb: Knowledge, case: Scenario) -> str:
    """Return a scenario as a recall prompt."""
    return _stems(kb, case)[0]


def _stems(kb: Knowledge, case: Scenario | Twin) -> list[str]:
    usage = case.usage if isinstance(case, Scenario) else None
    return [f"{case.text} {asked.format(beside_scheme(kb.topics, usage))}" for asked in _ASKED]


def _target(case: Scenario, slot: str, topic: str) -> Target:
    return Target(f"{case.id}:{slot}", case.rev, topic, "classify")


def _question(
    kb: Knowledge, template: str, target: Target, case: Scenario | Twin
) -> SingleQuestion:
    topic = kb.topic_by_id[case.topic]
    wrong = [
        Wrong(
            id=no.topic,
            text=kb.topic_by_id[no.topic].name,
            why=no.why,
            entity=entity_of(kb, no.topic),
            alike=similarity(kb, case.topic, no.topic),
        )
        for no in case.no[:MOST_DISTRACTORS]
    ]
    key = OptionEntry(
        id=topic.id,
        text=text(kb, topic.name),
        correct=True,
        why=text(kb, case.why),
        entity=entity_of(kb, topic.id),
    )
    return single(
        kb,
        template,
        target,
        _stems(kb, case),
        key,
        wrong,
        shown=SHOWN,
        difficulty=difficulty(
            _TWIN_BASE if isinstance(case, Twin) else _BASE, [one.alike for one in wrong]
        ),
        explained=text(kb, case.why),
    )
