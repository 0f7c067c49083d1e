"""What the library shows: plain values, texts in the course's language."""

from __future__ import annotations

from typing import Final, NamedTuple

from mtdtutor.core.ids import is_own
from mtdtutor.services.citing import SourceLine
from mtdtutor.services.wording import Original
from mtdtutor.study.memory import Memory

OWN: Final = "own"
"""Kind of the cards that the learner wrote."""

KINDS: Final = (
    "track",
    "faq",
    "term",
    "person",
    "organisation",
    "event",
    "fact",
    "card",
    "question",
    "scenario",
    "source",
    OWN,
)
"""What can be looked up, in the order it is listed; the whole system goes with the tracks."""

STATES: Final = ("new", "learning", "due", "suspended", "buried", "flagged", "noted", "leech")
"""What a card can be for a learner; it may be several at once."""

GROUPS: Final = (
    "definition",
    "naming",
    "actors",
    "tools",
    "examples",
    "strengths",
    "limits",
    "links",
    "confusions",
    "history",
    "more",
)
"""What facts tell, in the order they are read."""


class Row(NamedTuple):
    """A line of the list.

    Attributes:
        kind: One of ``KINDS``, or ``system``.
        id: Its id within the kind.
        title: What it is called, or what it asks or states.
        topic: Id of its topic.
        topic_name: Name of its topic; to be hidden where it would tell the answer.
    """

    kind: str
    id: str
    title: str
    topic: str
    topic_name: str


class Standing(NamedTuple):
    """Where a card stands for a learner.

    Attributes:
        memory: What the scheduler believes.
        day: The present study day, to tell intervals from.
        at_ms: The present moment, in UTC milliseconds.
        suspended: It is not asked until it is resumed.
        buried: It is not asked today.
        flagged: The learner marked it.
    """

    memory: Memory
    day: int
    at_ms: int
    suspended: bool
    buried: bool
    flagged: bool


class CardDetail(NamedTuple):
    """Both sides of a card, and where it stands.

    ``original`` is what the course says, where the learner put the card in their own words.
    """

    id: str
    front: str
    back: str
    hint: str
    why: str
    topic: str
    topic_name: str
    level: str
    standing: Standing
    sources: tuple[SourceLine, ...]
    original: Original | None = None

    @property
    def own(self) -> bool:
        """Whether the learner wrote this card."""
        return is_own(self.id)


class OptionLine(NamedTuple):
    """An option of a question, and why it is right or wrong."""

    text: str
    correct: bool
    why: str


class FactLine(NamedTuple):
    """A fact as it is read.

    Attributes:
        id: Its id.
        text: What it says.
        level: Its level.
        confidence: "high" or "medium".
        contested: Whether authors disagree.
        asked: Whether a card or a question asks for it; if not it is only to be read.
        numbers: Its sources, as places from 1 in those of the reading.
    """

    id: str
    text: str
    level: str
    confidence: str
    contested: bool
    asked: bool
    numbers: tuple[int, ...]


class GapLine(NamedTuple):
    """A gap: the answers it accepts, the best first, and what to choose from, if anything."""

    accept: tuple[str, ...]
    options: tuple[OptionLine, ...]


class QuestionDetail(NamedTuple):
    """A question with its key and how it was made.

    Attributes:
        id: Its id.
        type: One of ``QUESTION_TYPES``.
        template: The pattern it was made from.
        rev: Its revision.
        difficulty: In logits, 0 being an even chance for an average learner who cannot guess.
        stems: Its wordings, at least one.
        options: All it has, in the order of their texts.
        show: How many of them are shown at once.
        answer: None unless it is to be judged true or false.
        correction: The true sentence in place of a false one.
        pairs: Left and right sides that belong together.
        extra: Right sides that fit no left one.
        sequence: Members in the right order.
        gaps: What belongs into each gap.
        explanation: What is told after the answer.
        topic: Id of its topic.
        topic_name: Name of its topic.
        level: Level of its fact.
        facts: What it asks for, the fact it counts for first; numbers point into the sources.
        sources: What the facts rest on, numbered from 1.
    """

    id: str
    type: str
    template: str
    rev: int
    difficulty: float
    stems: tuple[str, ...]
    options: tuple[OptionLine, ...]
    show: int
    answer: bool | None
    correction: str
    pairs: tuple[tuple[str, str], ...]
    extra: tuple[str, ...]
    sequence: tuple[str, ...]
    gaps: tuple[GapLine, ...]
    explanation: str
    topic: str
    topic_name: str
    level: str
    facts: tuple[FactLine, ...]
    sources: tuple[SourceLine, ...]


class FactDetail(NamedTuple):
    """A fact with its sources and what asks for it. ``about`` is its entity, unless retired."""

    id: str
    text: str
    about: Row | None
    topic: str
    topic_name: str
    level: str
    confidence: str
    contested: bool
    cards: tuple[Row, ...]
    questions: tuple[Row, ...]
    sources: tuple[SourceLine, ...]


class FactGroup(NamedTuple):
    """Facts that tell the same kind of thing; ``kind`` is one of ``GROUPS``."""

    kind: str
    facts: tuple[FactLine, ...]


class Reading(NamedTuple):
    """What there is to read about an entity.

    Attributes:
        kind: Kind of entity.
        id: Its id.
        title: Its name.
        aliases: Other names.
        topic: Id of its topic.
        topic_name: Name of its topic.
        paragraphs: The text.
        groups: Its facts; for a scenario they hold the answer.
        sources: What the facts rest on, numbered from 1.
        related: What to read as well.
    """

    kind: str
    id: str
    title: str
    aliases: tuple[str, ...]
    topic: str
    topic_name: str
    paragraphs: tuple[str, ...]
    groups: tuple[FactGroup, ...]
    sources: tuple[SourceLine, ...]
    related: tuple[Row, ...]


class SourceDetail(NamedTuple):
    """A work and the facts that rest on it, in reading order."""

    id: str
    line: SourceLine
    facts: tuple[Row, ...]


Detail = CardDetail | QuestionDetail | FactDetail | SourceDetail | Reading


class TopicChoice(NamedTuple):
    """A topic to filter by or to read."""

    id: str
    name: str


class CourseHead(NamedTuple):
    """Which course is loaded."""

    title: str
    version: str
    scheme: str
    licence: str
