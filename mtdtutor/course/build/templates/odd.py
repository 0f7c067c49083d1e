"""T19: three tracks share a property; which one does not?"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Final

from mtdtutor.core.ids import stable_unit
from mtdtutor.course.build.cells import (
    cell,
    denial,
    denial_of,
    joined_rev,
    numbered,
    rows_of,
    shown_by,
)
from mtdtutor.course.build.difficulty import difficulty, similarity
from mtdtutor.course.build.document import OptionEntry, SingleQuestion
from mtdtutor.course.build.entries import Row, Topic
from mtdtutor.course.build.knowledge import Knowledge
from mtdtutor.course.build.parts import entity_of, scheme_topics, text
from mtdtutor.course.build.templates.select import among, listed

_BASE: Final = 0.9
_SHARING: Final = 3
_PER_PROPERTY: Final = 2


def t19_odd_one_out(kb: Knowledge) -> list[SingleQuestion]:
    """Return, for each property that three tracks share and another one lacks: which lacks it?

    The four tracks are shown together, always. No other decided property that some tracks share
    may single out one of the three: it would offer a second answer to whoever overlooks which
    property was asked for. The exception is always a track of the scheme, since Track 1.5 is known
    to stand beside it.
    """
    return [
        question
        for row in rows_of(kb, "property")
        for question in _questions(kb, row)[:_PER_PROPERTY]
    ]


def _questions(kb: Knowledge, row: Row) -> list[SingleQuestion]:
    """Return the questions on a property, those with the likeliest mix-up first."""
    having = [topic for topic in numbered(kb) if cell(row, topic.id) == "yes"]
    lacking = [topic for topic in scheme_topics(kb) if cell(row, topic.id) == "no"]

    def rank(odd: Topic) -> tuple[float, float]:
        nearest = max((similarity(kb, odd.id, one.id) for one in having), default=0.0)
        return -nearest, stable_unit("t19", row.id, odd.id)

    made = (_question(kb, row, odd, having) for odd in sorted(lacking, key=rank))
    return [question for question in made if question is not None]


def _question(
    kb: Knowledge, row: Row, odd: Topic, having: Sequence[Topic]
) -> SingleQuestion | None:
    item = f"t19:{row.id}:{odd.id}"

    def rank(three: Sequence[Topic]) -> tuple[float, float]:
        alike = sum(similarity(kb, odd.id, one.id) for one in three)
        return -alike, stable_unit(item, *(one.id for one in three))

    sharing = [three for three in combinations(having, _SHARING) if _fair(kb, row, odd, three)]
    if not sharing:
        return None
    three = min(sharing, key=rank)
    facts = [shown_by(kb, row, one.id) for one in three]
    names = listed([f"Track {one.number}" for one in three])
    return SingleQuestion(
        id=item,
        rev=joined_rev(facts),
        template="t19",
        type="single",
        fact=facts[0].id,
        also=[fact.id for fact in facts[1:]],
        topic=three[0].id,
        skill="compare",
        stems=[text(kb, stem) for stem in _stems(row, [odd, *three])],
        options=[
            OptionEntry(
                id=odd.id,
                text=text(kb, odd.name),
                correct=True,
                why=text(kb, denial(row, odd.id)),
                entity=entity_of(kb, odd.id),
            ),
            *(
                OptionEntry(
                    id=one.id,
                    text=text(kb, one.name),
                    correct=False,
                    why=text(kb, f"Track {one.number} {row.text}."),
                    entity=entity_of(kb, one.id),
                )
                for one in three
            ),
        ],
        show=_SHARING + 1,
        difficulty=difficulty(
            _BASE,
            [similarity(kb, odd.id, one.id) for one in three],
            _SHARING + 1,
        ),
        explanation=text(kb, f"{names} {row.plural}. {denial_of(row, odd)}"),
    )


def _fair(kb: Knowledge, row: Row, odd: Topic, three: Sequence[Topic]) -> bool:
    """Return whether no other decided property singles out one of the three that share this one."""
    shown = [odd, *three]
    for other in rows_of(kb, "property"):
        cells = [cell(other, topic.id) for topic in shown]
        shared = len(other.yes) > 1
        if other is row or not shared or not set(cells) <= {"yes", "no"}:
            continue
        for value in ("yes", "no"):
            if cells.count(value) == 1 and cells.index(value) != 0:
                return False
    return True


def _stems(row: Row, shown: Sequence[Topic]) -> tuple[str, ...]:
    """Return the stems; they ask for the exception, since a "not" is easily overlooked."""
    where = among(shown)
    return (
        f"{where}, three of these tracks {row.plural}. Which one is the odd one out?",
        f"{where}, all but one of these tracks {row.plural}. Which track is the exception?",
        f"{where}, three of these four tracks {row.plural}. Which one differs from them?",
    )
