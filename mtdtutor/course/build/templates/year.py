"""T24 for dates: in which year was it?"""

from __future__ import annotations

from typing import Final

from mtdtutor.core.ids import stable_unit
from mtdtutor.course.build.difficulty import SHOWN, difficulty
from mtdtutor.course.build.document import OptionEntry, SingleQuestion
from mtdtutor.course.build.entries import Entity, Fact
from mtdtutor.course.build.knowledge import Knowledge
from mtdtutor.course.build.parts import Target, Wrong, explanation, single, text
from mtdtutor.course.build.peers import about, mention, settled

SLOT: Final = "date"
_BASE: Final = 0.5
_LEAST_APART: Final = 2
"""Years: to know one from its neighbour is not the point."""
_STORED: Final = 4
_NEAR: Final = 5
_FAR: Final = 20


def t24_which_year(kb: Knowledge) -> list[SingleQuestion]:
    """Return, for each event whose year one should know: which year?

    The wrong years are those of other events of the course, the nearest in time before and after;
    all are listed in order.
    """
    dated = [(event, fact) for event, fact in settled(kb, "event", SLOT) if fact.value]
    made = (_question(kb, event, fact, dated) for event, fact in dated)
    return [question for question in made if question is not None]


def year_of(fact: Fact) -> int:
    """Return the year of a fact whose value is a date."""
    return int(str(fact.value)[:4])


def worth_a_year(event: Entity, fact: Fact) -> bool:
    """Return whether the year of an event is asked for.

    Events called by their year are not, nor are dates of detail: they serve orders of time.
    """
    return fact.level != "detail" and str(year_of(fact)) not in event.name


def _question(
    kb: Knowledge, event: Entity, fact: Fact, dated: list[tuple[Entity, Fact]]
) -> SingleQuestion | None:
    year = year_of(fact)
    if not worth_a_year(event, fact):
        return None
    wrong = _wrong(kb, fact, dated)
    if len(wrong) < SHOWN - 1:
        return None
    key = OptionEntry(
        id=event.id,
        text=text(kb, str(year)),
        correct=True,
        why=text(kb, fact.text),
        entity=event.id,
    )
    named = mention(kb, event)
    question = single(
        kb,
        "t24",
        Target(fact.id, fact.rev, fact.topic, "context"),
        (
            f"In which year was {named}?",
            f"To which year does {named} belong?",
            f"Which year goes with {named}?",
        ),
        key,
        wrong,
        shown=SHOWN,
        difficulty=difficulty(_BASE, [one.alike for one in wrong]),
        explained=explanation(kb, fact.text, fact.why),
    )
    in_order = sorted(question.options, key=lambda option: option.text[kb.course.language])
    return question.model_copy(update={"options": in_order})


def _wrong(kb: Knowledge, fact: Fact, dated: list[tuple[Entity, Fact]]) -> list[Wrong]:
    """Return the nearest years of other events, each once and none beside another.

    How many of them lie before the right one is decided by a hash, so that over all events it is
    no more often the first, the middle or the last of three.
    """
    year = year_of(fact)
    item = f"t24:{fact.id}"

    def rank(other: tuple[Entity, Fact]) -> tuple[int, float]:
        return abs(year_of(other[1]) - year), stable_unit(item, other[0].id)

    taken = [year]
    found: list[Wrong] = []
    for event, other in sorted(dated, key=rank):
        one = year_of(other)
        if all(abs(one - earlier) >= _LEAST_APART for earlier in taken):
            taken.append(one)
            alike = 1.0 if abs(one - year) <= _NEAR else 0.5 if abs(one - year) <= _FAR else 0.0
            why = about(kb, event, other)
            found.append(Wrong(event.id, str(one), why, event.id, alike))
    before = [wrong for wrong in found if int(wrong.text) < year]
    after = [wrong for wrong in found if int(wrong.text) > year]
    wanted = int(stable_unit(item, "before") * SHOWN)
    chosen = before[:wanted] + after[: _STORED - wanted]
    return chosen + [wrong for wrong in found if wrong not in chosen][: _STORED - len(chosen)]
