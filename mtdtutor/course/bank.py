"""The bank at run time: values of ``content/questions.json`` and their reader.

Standard library only, so that the window never waits for a validation package. The reader checks
what the program relies on: types, ids, references and that every question can be answered. Fields
it does not know are left alone. The full contract is ``content/questions.schema.json``.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Final, NamedTuple

from mtdtutor.core.errors import KnownError
from mtdtutor.course.nodes import Node, NodeError, Text
from mtdtutor.course.questions import SKILLS, Question, read_question
from mtdtutor.course.soundness import check_references

SCHEMA_VERSION: Final = 1
LEVELS: Final = ("core", "standard", "detail")
CARD_KINDS: Final = ("forward", "reverse", "cloze", "typed", "scenario")
ENTITY_KINDS: Final = (
    "track",
    "system",
    "term",
    "person",
    "organisation",
    "event",
    "faq",
    "scenario",
)
HOLDS: Final = ("yes", "no", "arguable")
DEFAULT_LANGUAGE: Final = "en"
MOST_BYTES: Final = 64 * 2**20
"""No bank is larger: what is, is refused before it fills the memory."""


class Course(NamedTuple):
    """What is taught. ``language`` is the language every text has; ``scheme`` names the model."""

    id: str
    title: Text
    language: str
    scheme: Text
    licence: str


class Topic(NamedTuple):
    """One of the things progress is counted by; ``confusable`` names the nearest mix-ups."""

    id: str
    name: Text
    number: str | None
    confusable: tuple[str, ...]


class Source(NamedTuple):
    """A published work. ``place`` is its publisher, journal or site."""

    id: str
    author: Text
    title: Text
    year: str
    place: Text
    url: str | None
    sha256: str | None


class Trait(NamedTuple):
    """Whether something holds of an entity: "yes", "no" or "arguable"; unknown ones are absent.

    Traits of one ``id`` say the same of different entities, so that they can be compared.
    """

    id: str
    text: Text
    holds: str


class Entity(NamedTuple):
    """A thing facts are about; ``text`` is its reading view, paragraphs apart by blank lines."""

    id: str
    kind: str
    name: Text
    aliases: tuple[Text, ...]
    topic: str
    text: Text
    related: tuple[str, ...]
    traits: tuple[Trait, ...] = ()


class Cite(NamedTuple):
    """A place in a source; ``span`` is a byte range of a source with a checksum, end excluded."""

    source: str
    section: Text
    span: tuple[int, int] | None


class Fact(NamedTuple):
    """One checked statement; ``rev`` rises when the truth changes, not the wording."""

    id: str
    rev: int
    entity: str
    slot: str
    topic: str
    level: str
    text: Text
    confidence: str
    contested: bool
    cites: tuple[Cite, ...]


class Card(NamedTuple):
    """A recall prompt; ``why`` is shown after the answer, ``accept`` are typed answers."""

    id: str
    rev: int
    fact: str
    topic: str
    skill: str
    kind: str
    front: Text
    back: Text
    hint: Text | None
    why: Text | None
    accept: tuple[Text, ...]


class Retired(NamedTuple):
    """An id that is no longer used, since which bank version, and why."""

    id: str
    since: str
    reason: Text


class Corrected(NamedTuple):
    """A fact, card or question that was wrong before a bank version, and what was wrong."""

    id: str
    since: str
    note: Text


class Bank(NamedTuple):
    """The whole course as the program uses it; ``checksum`` is the SHA-256 of the file."""

    checksum: str
    course: Course
    bank_version: str
    knowledge_sha256: str
    topics: tuple[Topic, ...]
    sources: tuple[Source, ...]
    entities: tuple[Entity, ...]
    facts: tuple[Fact, ...]
    cards: tuple[Card, ...]
    questions: tuple[Question, ...]
    renamed: dict[str, str]
    retired: tuple[Retired, ...]
    corrected: tuple[Corrected, ...] = ()


def text_in(text: Text, language: str) -> str:
    """Return a text in a language, else in English, else in the first language it has."""
    if language in text:
        return text[language]
    return text[DEFAULT_LANGUAGE] if DEFAULT_LANGUAGE in text else next(iter(text.values()))


def bank_bytes(path: Path) -> bytes:
    """Return what a bank file holds.

    Raises:
        KnownError: ``bank-unreadable``: it cannot be read, or is larger than ``MOST_BYTES``.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise KnownError("bank-unreadable", file=path, reason=error.strerror or error) from error
    if len(data) > MOST_BYTES:
        reason = f"it is larger than {MOST_BYTES // 2**20} MB, and no bank is"
        raise KnownError("bank-unreadable", file=path, reason=reason)
    return data


def read_bank(path: Path) -> Bank:
    """Read and check a bank file.

    Raises:
        KnownError: ``bank-unreadable`` (cannot be read, not JSON), ``bank-newer`` (a later
            schema), ``bank-invalid`` (a field is missing, ill-typed or points nowhere; names the
            place).
    """
    data = bank_bytes(path)
    try:
        top = json.loads(data)
        if b"\\u" in data:
            json.dumps(top, ensure_ascii=False).encode()  # half a character cannot be stored
    except (ValueError, RecursionError) as error:
        raise KnownError("bank-unreadable", file=path, reason=error) from error
    try:
        root = Node(top, "")
        version = root.integer("schema_version")
        if version > SCHEMA_VERSION:
            raise KnownError("bank-newer", file=path, found=version, known=SCHEMA_VERSION)
        if version < SCHEMA_VERSION:
            root.fail("schema_version", f"must be {SCHEMA_VERSION}")
        bank = _bank(root, hashlib.sha256(data).hexdigest())
        check_references(bank)
    except NodeError as error:
        raise KnownError(
            "bank-invalid", file=path, place=error.place, reason=error.reason
        ) from error
    return bank


def _bank(root: Node, checksum: str) -> Bank:
    renamed = root.child("renamed")
    return Bank(
        checksum=checksum,
        course=_course(root.child("course")),
        bank_version=root.string("bank_version"),
        knowledge_sha256=root.string("knowledge_sha256"),
        topics=root.children("topics", _topic),
        sources=root.children("sources", _source),
        entities=root.children("entities", _entity),
        facts=root.children("facts", _fact),
        cards=root.children("cards", _card),
        questions=root.children("questions", read_question),
        renamed={old: renamed.string(old) for old in renamed.fields},
        retired=root.children("retired", _retired),
        corrected=root.maybe_children("corrected", _corrected),
    )


def _course(node: Node) -> Course:
    return Course(
        id=node.string("id"),
        title=node.text("title"),
        language=node.string("language"),
        scheme=node.text("scheme"),
        licence=node.string("licence"),
    )


def _topic(node: Node) -> Topic:
    return Topic(
        id=node.string("id"),
        name=node.text("name"),
        number=node.maybe_string("number"),
        confusable=node.strings("confusable"),
    )


def _source(node: Node) -> Source:
    return Source(
        id=node.string("id"),
        author=node.text("author"),
        title=node.text("title"),
        year=node.string("year"),
        place=node.text("place"),
        url=node.maybe_string("url"),
        sha256=node.maybe_string("sha256"),
    )


def _entity(node: Node) -> Entity:
    return Entity(
        id=node.string("id"),
        kind=node.one_of("kind", frozenset(ENTITY_KINDS)),
        name=node.text("name"),
        aliases=node.texts("aliases"),
        topic=node.string("topic"),
        text=node.text("text"),
        related=node.strings("related"),
        traits=node.maybe_children("traits", _trait),
    )


def _trait(node: Node) -> Trait:
    return Trait(
        id=node.string("id"),
        text=node.text("text"),
        holds=node.one_of("holds", frozenset(HOLDS)),
    )


def _cite(node: Node) -> Cite:
    span: tuple[int, int] | None = None
    if node.has("span"):
        place = node.child("span")
        span = (place.integer("start"), place.integer("end"))
    return Cite(source=node.string("source"), section=node.text("section"), span=span)


def _fact(node: Node) -> Fact:
    return Fact(
        id=node.string("id"),
        rev=node.integer("rev"),
        entity=node.string("entity"),
        slot=node.string("slot"),
        topic=node.string("topic"),
        level=node.one_of("level", frozenset(LEVELS)),
        text=node.text("text"),
        confidence=node.string("confidence"),
        contested=node.flag("contested"),
        cites=node.children("cites", _cite),
    )


def _card(node: Node) -> Card:
    return Card(
        id=node.string("id"),
        rev=node.integer("rev"),
        fact=node.string("fact"),
        topic=node.string("topic"),
        skill=node.one_of("skill", frozenset(SKILLS)),
        kind=node.one_of("kind", frozenset(CARD_KINDS)),
        front=node.text("front"),
        back=node.text("back"),
        hint=node.maybe_text("hint"),
        why=node.maybe_text("why"),
        accept=node.maybe_texts("accept"),
    )


def _retired(node: Node) -> Retired:
    return Retired(id=node.string("id"), since=node.string("since"), reason=node.text("reason"))


def _corrected(node: Node) -> Corrected:
    return Corrected(id=node.string("id"), since=node.string("since"), note=node.text("note"))
