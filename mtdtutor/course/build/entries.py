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
    """One of the things progress is counted by; the nearest mix-up comes first."""

    id: Slug
    name: Line
    number: Line | None = None
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


class Statement(Entry):
    """A statement to judge; ``key`` tells those of one answer on one fact apart."""

    text: Line
    answer: bool
    correction: Line | None = None
    key: Slug | None = None


class Fact(Entry):
    """One checked statement; ``value`` belongs to functional slots."""

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
    card: list[AuthoredCard] = []
    statement: list[Statement] = []


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


class Scenario(Entry):
    """A case to classify; ``also_ok`` topics could be argued and are never shown."""

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


class Retirement(Entry):
    """An id that is no longer used."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9:.-]+$")]
    since: Version
    reason: Line


class Renames(Entry):
    """The file ``renames.toml``."""

    renamed: dict[str, str] = {}
    retired: list[Retirement] = []
