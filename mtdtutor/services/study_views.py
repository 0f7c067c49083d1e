"""What the study service tells the pages: plain values, both sides of a card, what undo does."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from mtdtutor.core.changes import Changes
from mtdtutor.core.ids import is_own
from mtdtutor.services.wording import Original
from mtdtutor.study.memory import Grade

if TYPE_CHECKING:
    from mtdtutor.study.focus import Focus

GRADE: Final = "grade"
"""Kind of an ``UndoLabel`` that takes back a grade."""


class Stage(StrEnum):
    """Where the card on the table stands."""

    NEW = "new"
    LEARNING = "learning"
    REVIEW = "review"


class Interval(NamedTuple):
    """When a card comes back: study days from today, or the seconds of a learning step."""

    days: int | None
    seconds: int | None


NOT_RECORDED: Final = Interval(None, None)
"""What a grade comes to that is not recorded."""


class FocusGlance(NamedTuple):
    """A session that the learner chose, told beside each card.

    Attributes:
        choice: What it is about.
        left_ms: What is left of its time; None if it has no end.
    """

    choice: Focus
    left_ms: int | None


class FocusSummary(NamedTuple):
    """How a session that the learner chose went.

    Attributes:
        choice: What it was about.
        answered: Different cards that were graded.
        again: How many of them were not known the first time.
        left: Cards that the time did not suffice for, or that were put away.
        spent_ms: How long it took.
    """

    choice: Focus
    answered: int
    again: int
    left: int
    spent_ms: int


class UndoLabel(NamedTuple):
    """What undo takes back.

    Attributes:
        kind: ``grade``, or the kind of card action.
        grade: The grade; None for an action.
        card: Id of the card; of a step over many, that of its last one.
        title: The front of the card.
        number: How many cards it is about.
        mended: The grade took the place of another one, which stands again without it.
    """

    kind: str
    grade: Grade | None
    card: str
    title: str
    number: int = 1
    mended: bool = False


class Shown(NamedTuple):
    """The card on the table, both sides.

    Attributes:
        review_id: Id that its grade will have; made when the card was put on the table.
        card: Id of the card.
        kind: Kind of card.
        stage: New, in learning steps, or in review.
        front: The question.
        back: The answer.
        hint: A nudge towards the answer; may be empty.
        why: What the answer means; may be empty.
        sources: What the fact rests on, as it is cited.
        fact: Id of the fact.
        topic: Id of the topic.
        entity: Id of what the fact is about.
        intervals: When the card would come back, by grade; exactly what grading applies.
        position: How many cards this sitting has met, this one included.
        total: How many it will have met at its end.
        repeats: How many of those met come again before the end, this one included if it does.
        left: How many cards are still to come, this one included: what Today calls ready.
        flagged: The learner flagged it.
        note: The learner's own words on it; may be empty.
        explain: The grades are to be explained: the learner has given few of them.
        original: What the course says, where the learner put the card in their own words.
        accept: Answers besides ``back`` that count as right where the answer is typed.
        focus: The session that the learner chose; None on the cards of the day.
    """

    review_id: str
    card: str
    kind: str
    stage: Stage
    front: str
    back: str
    hint: str
    why: str
    sources: tuple[str, ...]
    fact: str
    topic: str
    entity: str
    intervals: Mapping[Grade, Interval]
    position: int
    total: int
    repeats: int
    left: int
    flagged: bool
    note: str
    explain: bool
    original: Original | None = None
    accept: tuple[str, ...] = ()
    focus: FocusGlance | None = None

    @property
    def own(self) -> bool:
        """Whether the learner wrote this card: it has no fact, no source, no course wording."""
        return is_own(self.card)


class Done(NamedTuple):
    """Nothing is left to ask for now.

    Attributes:
        cards: Cards of the course; none of them means that there is nothing to study at all.
        reviewed_today: Recalls graded on this study day.
        waiting: Reviews that are due but over the daily limit, or siblings of cards met today.
        next_due_ms: When the next learning step ends (UTC ms); None if none runs.
        tomorrow: Cards that tomorrow holds.
        more: How many new cards can be learnt today beyond the limit, at a time.
        day_off: The learner has set this day to hold no work.
        focus: How the session went that the learner chose; None after the cards of the day.
    """

    cards: int
    reviewed_today: int
    waiting: int
    next_due_ms: int | None
    tomorrow: int
    more: int = 0
    day_off: bool = False
    focus: FocusSummary | None = None


Table = Shown | Done


class Graded(NamedTuple):
    """A grade or an action was committed.

    ``leech`` is the id of the graded card if the grade showed that it does not stick; else empty.
    """

    changes: Changes
    table: Table
    undo: UndoLabel | None
    leech: str = ""


class Undone(NamedTuple):
    """Something was taken back: what it was, and what undo would take back next."""

    changes: Changes
    table: Table
    taken: UndoLabel
    undo: UndoLabel | None
