"""T09: a case, and which track it belongs to."""

from __future__ import annotations

from typing import Final

from mtdtutor.course.build.difficulty import MOST_DISTRACTORS, SHOWN, difficulty, similarity
from mtdtutor.course.build.document import OptionEntry, SingleQuestion
from mtdtutor.course.build.entries import Scenario
from mtdtutor.course.build.knowledge import Knowledge
from mtdtutor.course.build.parts import Target, Wrong, entity_of, single, text

SLOT: Final = "topic"
"""The slot of the one fact of a scenario: the topic it belongs to."""

_BASE: Final = 0.8
_ASKED: Final = (
    "In the nine-track scheme, with Track 1.5 beside it, where does this belong?",
    "Which label fits best in the nine-track scheme, with Track 1.5 beside it?",
    "How would you classify this in the nine-track scheme, with Track 1.5 beside it?",
)


def t09_classify(kb: Knowledge) -> list[SingleQuestion]:
    """Return, for each scenario, its classification.

    Only topics whose cell the author marked *no* become options; what could be argued never does.
    Every stem names Track 1.5 and the scheme alike, so that naming it gives nothing away.
    """
    return [_question(kb, case) for case in kb.scenarios]


def card_front(case: Scenario) -> str:
    """Return a scenario as a recall prompt."""
    return f"{case.text} {_ASKED[0]}"


def _question(kb: Knowledge, case: Scenario) -> SingleQuestion:
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
        "t09",
        Target(f"{case.id}:{SLOT}", case.rev, case.topic, "classify"),
        [f"{case.text} {asked}" for asked in _ASKED],
        key,
        wrong,
        shown=SHOWN,
        difficulty=difficulty(_BASE, [one.alike for one in wrong]),
        explained=text(kb, case.why),
    )
