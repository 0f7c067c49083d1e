"""What the files of the knowledge base may hold: one model per kind of entry."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from mtdtutor.course.build.document import (
    CardKind,
    Confidence,
    EntityKind,
    Level,
    Sha256,
    Skill,
    Version,
)

SLUG_PATTERN: Final = r"^[a-z0-9]+([.-][a-z0-9]+)*$"
FACT_PATTERN: Final = r"^[a-z0-9]+([.-][a-z0-9]+)*:[a-z0-9]+([.-][a-z0-9]+)*$"
FUNCTIONAL_SLOTS: Final = ("name", "number", "slogan")
"""Slots with one value for each track, all different: a sibling's value is provably false."""

Slug = Annotated[str, StringConstraints(pattern=SLUG_PATTERN, max_length=60)]
FactId = Annotated[str, StringConstraints(pattern=FACT_PATTERN, max_length=80)]
Line = Annotated[str, StringConstraints(pattern=r"^\S(.*\S)?$", max_length=1000)]
Prose = Annotated[str, StringConstraints(pattern=r"\S", max_length=6000, strip_whitespace=True)]


class Entry(BaseModel):
    """Base of every entry: nothing unknown, nothing converted, nothing changed afterwards."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class CourseHead(Entry):
    """The head of ``course.toml``."""

    id: Slug
    title: Line
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]
    scheme: Line
    licence: Line
    bank_version: Version


class Topic(Entry):
    """One of the things progress is counted by; the nearest mix-up comes first.

    ``usage`` says whose use of a label is asked for where authors differ.
    """

    id: Slug
    name: Line
    number: Line | None = None
    usage: Line | None = None
    confusable: list[Slug]

    @property
    def in_scheme(self) -> bool:
        """Whether it is one of the nine; Track 1.5 and the whole system stand beside them."""
        return self.number is not None and self.number.isdigit()


class Source(Entry):
    """A published work; ``sha256`` belongs to a document whose spans are cited."""

    id: Slug
    author: Line
    title: Line
    year: Line
    place: Line
    url: Line | None = None
    sha256: Sha256 | None = None


class Cite(Entry):
    """A place in a source; ``span`` is start and end byte, end excluded."""

    source: Slug
    section: Line
    span: Annotated[list[int], Field(min_length=2, max_length=2)] | None = None


Cites = Annotated[list[Cite], Field(min_length=1)]


class Entity(Entry):
    """A thing facts are about, with its reading view."""

    id: Slug
    kind: EntityKind
    topic: Slug
    name: Line
    aliases: list[Line] = []
    related: list[Slug] = []
    text: Prose


class AuthoredCard(Entry):
    """A card written by hand; ``key`` tells cards of one kind on one fact apart."""

    kind: CardKind
    skill: Skill
    front: Line
    back: Line
    hint: Line | None = None
    why: Line | None = None
    accept: list[Line] = []
    key: Slug | None = None


class Lure(Entry):
    """An authored wrong option, and a true sentence that says why it is wrong.

    ``entity`` is what it would name, if it names anything the course knows.
    """

    id: Slug
    text: Line
    why: Line
    entity: Slug | None = None


Lures = Annotated[list[Lure], Field(min_length=2, max_length=5)]


class Repair(Entry):
    """How to mend a false statement: the words at fault, the right ones, and others as wrong."""

    part: Line
    right: Line
    wrong: Lures


class Statement(Entry):
    """A statement to judge; ``key`` tells those of one answer on one fact apart."""

    text: Line
    answer: bool
    correction: Line | None = None
    key: Slug | None = None
    repair: Repair | None = None


class GapItem(Entry):
    """A sentence with one gap, written ``___``, to fill by choosing or by typing.

    With ``wrong`` there is a question that offers options; with ``typed`` one that takes the
    answer, or one of ``accept``, from the keyboard.
    """

    text: Line
    answer: Line
    skill: Skill
    accept: list[Line] = []
    typed: bool = False
    wrong: Annotated[list[Lure], Field(max_length=5)] = []
    key: Slug | None = None


class Attribution(Entry):
    """Who says it: the only way in which something contested may be asked."""

    question: Line
    answer: Line
    entity: Slug | None = None
    wrong: Lures
    variants: Annotated[list[Line], Field(max_length=2)] = []


class Fact(Entry):
    """One checked statement; ``value`` belongs to functional slots.

    ``cards`` is false where the authored cards of another fact ask what would be made of the value.
    """

    id: FactId
    entity: Slug
    slot: Slug
    topic: Slug
    level: Level
    rev: Annotated[int, Field(ge=1)] = 1
    text: Line
    confidence: Confidence
    contested: bool = False
    value: Line | None = None
    description: Line | None = None
    why: Line
    cites: Cites
    cards: bool = True
    card: list[AuthoredCard] = []
    statement: list[Statement] = []
    gap: list[GapItem] = []
    attribution: Attribution | None = None


class WrongAnswer(Entry):
    """A false answer to an FAQ: another FAQ's answer, or an authored misconception with an id."""

    faq: Slug | None = None
    id: Slug | None = None
    text: Line | None = None
    why: Line


class Faq(Entry):
    """A question that learners ask, its full answer, and the short one to choose."""

    id: Slug
    question: Line
    topic: Slug
    level: Level
    rev: Annotated[int, Field(ge=1)] = 1
    kind: Literal["difference", "definition", "history", "practice", "context"]
    skill: Skill
    answer: Prose
    short: Line
    facts: list[FactId]
    cites: Cites
    why: Line
    confidence: Confidence
    contested: bool = False
    wrong: list[WrongAnswer] = []
    card: bool = True
    variants: Annotated[list[Line], Field(max_length=2)] = []


class NoTopic(Entry):
    """A topic a scenario provably does not belong to."""

    topic: Slug
    why: Line


class Twin(Entry):
    """A scenario with one thing changed, so that it belongs elsewhere; ``text`` is all of it."""

    text: Line
    topic: Slug
    why: Line
    no: Annotated[list[NoTopic], Field(min_length=2)]
    also_ok: list[Slug] = []


class Scenario(Entry):
    """A case to classify; ``also_ok`` topics could be argued and are never shown.

    ``usage`` takes the place of that of its topic in a case that asks for another one.
    """

    id: Slug
    topic: Slug
    level: Level
    rev: Annotated[int, Field(ge=1)] = 1
    confidence: Confidence
    text: Line
    why: Line
    no: Annotated[list[NoTopic], Field(min_length=2)]
    also_ok: list[Slug] = []
    cites: Cites
    usage: Line | None = None
    twin: Twin | None = None


class NoCells(Entry):
    """Topics for which a row of a matrix is provably false, and a true sentence that says why."""

    topics: Annotated[list[Slug], Field(min_length=1)]
    why: Line


class Row(Entry):
    """A row of a matrix: something that topics have or have not.

    Every cell not named is unknown, and unknown is not false. ``yes`` gives for each topic the
    fact that shows it; ``arguable`` topics are never shown beside it.

    Attributes:
        matrix: Actors, instruments, examples, strengths and limits are noun phrases; a property
            is what several topics "do" (``text``: "has no mandate"; ``plural``: "have no mandate").
    """

    id: Slug
    matrix: Literal["actor", "instrument", "example", "strength", "limit", "property"]
    text: Line
    plural: Line | None = None
    yes: Annotated[dict[Slug, FactId], Field(min_length=1)]
    no: list[NoCells] = []
    arguable: dict[Slug, Line] = {}


class Apart(Entry):
    """Entities that share a meaning or a deed: none is a wrong option for another."""

    entities: Annotated[list[Slug], Field(min_length=2)]
    reason: Line


class Clash(Entry):
    """What another naming scheme calls a topic: said where that choice is wrong in ours.

    ``chosen`` is what can be chosen by it: the label of ``other`` for the work of ``topic``, or
    the work of ``other`` for the label of ``topic``.
    """

    topic: Slug
    other: Slug
    chosen: Literal["label", "work"]
    text: Line


class Step(Entry):
    """Something that happened, as it stands in an ordering; its fact has the date as value."""

    fact: FactId
    text: Line


class Ordering(Entry):
    """Steps of a history, earliest first."""

    id: Slug
    question: Line
    topic: Slug
    rev: Annotated[int, Field(ge=1)] = 1
    steps: Annotated[list[Step], Field(min_length=3, max_length=5)]
    why: Line


class ClaimedDocument(Entry):
    """A document whose every claim the course answers to."""

    id: Slug
    title: Line
    sha256: Sha256


class Claim(Entry):
    """A claim of a document in our words, and what the course does with it.

    ``facts`` teach it, correct it or tell whose claim it is; a claim left out has a ``reason``.
    """

    id: Slug
    document: Slug
    line: Annotated[int, Field(ge=1)]
    says: Line
    verdict: Literal["taught", "corrected", "attributed", "left-out"]
    facts: list[FactId] = []
    reason: Line | None = None


class Correction(Entry):
    """Something that was wrong in a released bank and no longer is: what learners are told."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9:.-]+$")]
    since: Version
    note: Line


class Retirement(Entry):
    """An id that is no longer used."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9:.-]+$")]
    since: Version
    reason: Line


class Renames(Entry):
    """The file ``renames.toml``."""

    renamed: dict[str, str] = {}
    retired: list[Retirement] = []
    corrected: list[Correction] = []
