"""The knowledge base: reading ``content/knowledge/*.toml`` and finding one's way in it."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeVar

from pydantic import ValidationError

from mtdtutor.core.errors import KnownError
from mtdtutor.course.build.crosscheck import cross_check
from mtdtutor.course.build.entries import (
    Apart,
    Claim,
    ClaimedDocument,
    Clash,
    CourseHead,
    Entity,
    Entry,
    Fact,
    Faq,
    Ordering,
    Renames,
    Row,
    Scenario,
    Source,
    Topic,
)
from mtdtutor.course.build.problems import Problem, file_key, from_validation, raise_if_any

COURSE_FILE: Final = "course.toml"
RENAMES_FILE: Final = "renames.toml"
LINT_FILE: Final = "lint.toml"
"""Waivers; it changes no item, so it is neither read here nor part of the checksum."""

_ARRAYS: Final[Mapping[str, type[Entry]]] = {
    "source": Source,
    "entity": Entity,
    "fact": Fact,
    "faq": Faq,
    "scenario": Scenario,
    "row": Row,
    "ordering": Ordering,
    "apart": Apart,
    "clash": Clash,
    "document": ClaimedDocument,
    "claim": Claim,
}

E = TypeVar("E", bound=Entry)


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The reviewed knowledge base, whole and cross-checked.

    Attributes:
        course: Head of the course.
        topics: In display order.
        sha256: Checksum over all files but ``lint.toml``, line ends folded.
        files: File by ``problems.file_key`` of an entry, for messages.
    """

    course: CourseHead
    topics: tuple[Topic, ...]
    sources: tuple[Source, ...]
    entities: tuple[Entity, ...]
    facts: tuple[Fact, ...]
    faqs: tuple[Faq, ...]
    scenarios: tuple[Scenario, ...]
    rows: tuple[Row, ...]
    orderings: tuple[Ordering, ...]
    apart: tuple[Apart, ...]
    clashes: tuple[Clash, ...]
    documents: tuple[ClaimedDocument, ...]
    claims: tuple[Claim, ...]
    renames: Renames
    sha256: str
    files: Mapping[str, str]
    topic_by_id: Mapping[str, Topic] = field(init=False)
    fact_by_id: Mapping[str, Fact] = field(init=False)
    faq_by_id: Mapping[str, Faq] = field(init=False)
    entity_by_id: Mapping[str, Entity] = field(init=False)
    entity_ids: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        put = object.__setattr__
        put(self, "topic_by_id", {topic.id: topic for topic in self.topics})
        put(self, "fact_by_id", {fact.id: fact for fact in self.facts})
        put(self, "faq_by_id", {faq.id: faq for faq in self.faqs})
        put(self, "entity_by_id", {entity.id: entity for entity in self.entities})
        put(self, "entity_ids", frozenset(entity.id for entity in self.entities))

    def functional(self, topic: Topic, slot: str) -> Fact | None:
        """Return a topic's settled fact for a functional slot, if it has one."""
        fact = self.fact_by_id.get(f"{topic.id}:{slot}")
        return fact if fact is not None and fact.value and not fact.contested else None


@dataclass(slots=True)
class _Reading:
    """What has been read so far."""

    entries: dict[type[Entry], list[Entry]]
    files: dict[str, str]
    problems: list[Problem]
    head: CourseHead | None = None
    renames: Renames | None = None

    def all_of(self, kind: type[E]) -> tuple[E, ...]:
        return tuple(entry for entry in self.entries.get(kind, []) if isinstance(entry, kind))


def load_knowledge(folder: Path) -> Knowledge:
    """Read and check the knowledge base.

    Args:
        folder: The folder that holds ``course.toml`` and its siblings.

    Raises:
        KnownError: ``knowledge-missing`` (no folder or no ``course.toml``) or
            ``knowledge-invalid``, which lists every mistake with file, entry, field and cure.
    """
    if not (folder / COURSE_FILE).is_file():
        raise KnownError("knowledge-missing", folder=folder, file=COURSE_FILE)
    reading = _Reading({}, {}, [])
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.toml"), key=lambda path: path.name):
        if path.name != LINT_FILE:
            digest.update(_read_file(path, reading))
    raise_if_any(folder, reading.problems)
    if reading.head is None:  # pragma: no cover (course.toml exists and had no mistake)
        raise KnownError("knowledge-missing", folder=folder, file=COURSE_FILE)
    knowledge = Knowledge(
        course=reading.head,
        topics=reading.all_of(Topic),
        sources=reading.all_of(Source),
        entities=reading.all_of(Entity),
        facts=reading.all_of(Fact),
        faqs=reading.all_of(Faq),
        scenarios=reading.all_of(Scenario),
        rows=reading.all_of(Row),
        orderings=reading.all_of(Ordering),
        apart=reading.all_of(Apart),
        clashes=reading.all_of(Clash),
        documents=reading.all_of(ClaimedDocument),
        claims=reading.all_of(Claim),
        renames=reading.renames or Renames(),
        sha256=digest.hexdigest(),
        files=reading.files,
    )
    raise_if_any(folder, cross_check(knowledge))
    return knowledge


def _read_file(path: Path, reading: _Reading) -> bytes:
    """Take a file's entries in; return what it adds to the checksum."""
    tables, folded = read_toml(path, reading.problems)
    if path.name == RENAMES_FILE:
        renames = _entry(Renames, tables, path.name, "", reading.problems)
        reading.renames = renames
        return folded
    if path.name == COURSE_FILE:
        _read_course(tables, path.name, reading)
        return folded
    for name, content in tables.items():
        kind = _ARRAYS.get(name)
        if kind is None:
            known = ", ".join(f"[[{array}]]" for array in sorted(_ARRAYS))
            message = f"is not known here; use {known}"
            reading.problems.append(Problem(path.name, "", name, message))
        else:
            _read_array(kind, name, content, path.name, reading)
    return folded


def read_toml(path: Path, problems: list[Problem]) -> tuple[dict[str, object], bytes]:
    """Return a file's tables, and its name and text with line ends folded, for a checksum.

    A file that is not UTF-8 or not TOML adds a problem and gives no tables.
    """
    try:
        text = path.read_bytes().decode().replace("\r\n", "\n")
        tables = tomllib.loads(text)
    except OSError as error:
        problems.append(Problem(path.name, "", "", f"cannot be read: {error.strerror}"))
        return {}, b""
    except UnicodeDecodeError as error:
        message = f"is not UTF-8 (byte {error.start}); save it as UTF-8"
        problems.append(Problem(path.name, "", "", message))
        return {}, b""
    except tomllib.TOMLDecodeError as error:
        problems.append(Problem(path.name, "", "", f"is not valid TOML: {error}; correct it there"))
        return {}, b""
    return tables, f"{path.name}\0{text}\0".encode()


def _read_course(tables: dict[str, object], file: str, reading: _Reading) -> None:
    head = {name: value for name, value in tables.items() if name != "topic"}
    reading.head = _entry(CourseHead, head, file, "", reading.problems)
    _read_array(Topic, "topic", tables.get("topic", []), file, reading)


def _read_array(kind: type[E], name: str, content: object, file: str, reading: _Reading) -> None:
    if not isinstance(content, list):
        message = f"must be a list of tables; write [[{name}]]"
        reading.problems.append(Problem(file, "", name, message))
        return
    for index, table in enumerate(content):
        label = f"{name}[{index}]"
        key = table.get("id") if isinstance(table, dict) else None
        if isinstance(key, str):
            label = f"{name} {key}"
            place = file_key(name, key)
            if place in reading.files:
                message = f"is used twice, also in {reading.files[place]}; give one another id"
                reading.problems.append(Problem(file, label, "id", message))
            reading.files.setdefault(place, file)
        entry = _entry(kind, table, file, label, reading.problems)
        if entry is not None:
            reading.entries.setdefault(kind, []).append(entry)


def _entry(
    kind: type[E], table: object, file: str, label: str, problems: list[Problem]
) -> E | None:
    try:
        return kind.model_validate(table)
    except ValidationError as error:
        problems.extend(from_validation(error, file, label))
        return None
