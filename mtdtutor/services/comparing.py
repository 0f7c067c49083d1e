"""Things of the course side by side: two to four in full, or all topics in a line each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple

from mtdtutor.core.folding import fold
from mtdtutor.course.bank import Entity, Fact, text_in
from mtdtutor.services.course_reader import fact_group, reading_order
from mtdtutor.services.course_views import GROUPS, Row
from mtdtutor.storage import content, library
from mtdtutor.storage.database import Database

if TYPE_CHECKING:
    from mtdtutor.storage.database import Connection

FEWEST: Final = 2
MOST: Final = 4
OVERVIEW: Final = ("definition", "actors", "tools", "examples", "strengths", "limits")
"""The columns of the overview, as members of ``GROUPS``, after name and slogan."""

COMPARED: Final = ("track", "system", "term", "person", "organisation", "event")
"""Kinds of entities that can be compared."""
_SLOGAN: Final = "slogan"


class TraitLine(NamedTuple):
    """Whether something holds of each: "yes", "no", "arguable", or "" where it is not known.

    ``differs`` is true where it holds of one and not of another.
    """

    text: str
    cells: tuple[str, ...]
    differs: bool


class GroupLine(NamedTuple):
    """What the facts of one of ``GROUPS`` say of each; ``differs`` unless they say the same."""

    kind: str
    cells: tuple[tuple[str, ...], ...]
    differs: bool


class Comparison(NamedTuple):
    """Things side by side: a column for each, then what holds of them, then their facts."""

    columns: tuple[Row, ...]
    traits: tuple[TraitLine, ...]
    groups: tuple[GroupLine, ...]


class TopicLine(NamedTuple):
    """A topic in one line of the overview; ``cells`` stand under ``OVERVIEW``."""

    topic: str
    name: str
    slogan: str
    cells: tuple[str, ...]


class ComparingService:
    """Sets things beside each other. Texts come in the course's language."""

    def __init__(self, db: Database) -> None:
        """Make the service; nothing is read before it is asked."""
        self._db = db

    def choices(self) -> tuple[Row, ...]:
        """Return what can be compared: tracks and the system, then terms, people and the like."""
        with self._db.read() as conn:
            language = _language(conn)
            places = {topic.id: place for place, topic in enumerate(content.topics(conn))}
            found = [each for each in content.entities(conn) if each.kind in COMPARED]
            rows = [_row(each, language) for each in found]

        def order(row: Row) -> tuple[int, int, str]:
            track = row.kind in COMPARED[:2]
            kind = 0 if track else COMPARED.index(row.kind)
            return kind, places.get(row.topic, len(places)) if track else 0, fold(row.title)

        return tuple(sorted(rows, key=order))

    def partner(self, entity_id: str) -> str | None:
        """Return what something is most easily mixed up with, to be compared with at first."""
        with self._db.read() as conn:
            entity = content.find_entity(conn, entity_id)
            if entity is None:
                return None
            topics = {topic.id: topic for topic in content.topics(conn)}
            about = [library.reading_entity(conn, each) for each in topics[entity.topic].confusable]
            near = entity.related if entity.kind not in COMPARED[:2] else tuple(filter(None, about))
            kinds = {each.id: each.kind for each in library.entities(conn, near)}
        alike = [each for each in near if kinds.get(each) == entity.kind]
        fit = alike or [each for each in near if kinds.get(each) in COMPARED]
        return next((each for each in fit if each != entity_id), None)

    def compare(self, ids: Sequence[str]) -> Comparison:
        """Return two to four things side by side.

        Args:
            ids: Ids of entities; those the course does not have are left out.
        """
        with self._db.read() as conn:
            language = _language(conn)
            entities = library.entities(conn, dict.fromkeys(ids))[:MOST]
            facts = [
                sorted(content.facts(conn, each.id), key=lambda fact: reading_order(fact.slot))
                for each in entities
            ]
        return Comparison(
            columns=tuple(_row(each, language) for each in entities),
            traits=tuple(_traits(entities, language)),
            groups=tuple(_groups(facts, language)),
        )

    def overview(self) -> tuple[TopicLine, ...]:
        """Return every topic in a line, with the first fact of each kind that is told of it."""
        with self._db.read() as conn:
            language = _language(conn)
            lines = []
            for topic in content.topics(conn):
                entity = library.reading_entity(conn, topic.id)
                facts = content.facts(conn, entity) if entity is not None else []
                facts.sort(key=lambda fact: reading_order(fact.slot))
                slogans = [fact for fact in facts if fact.slot == _SLOGAN]
                lines.append(
                    TopicLine(
                        topic=topic.id,
                        name=text_in(topic.name, language),
                        slogan=text_in(slogans[0].text, language) if slogans else "",
                        cells=tuple(_first(facts, kind, language) for kind in OVERVIEW),
                    )
                )
        return tuple(lines)


def _language(conn: Connection) -> str:
    loaded = content.loaded(conn)
    return "" if loaded is None else loaded.course.language


def _row(entity: Entity, language: str) -> Row:
    return Row(entity.kind, entity.id, text_in(entity.name, language), entity.topic, "")


def _traits(entities: Sequence[Entity], language: str) -> Iterable[TraitLine]:
    """Yield what is known of at least two, the differences first."""
    names = {trait.id: trait.text for entity in entities for trait in entity.traits}
    lines = []
    for name, text in names.items():
        cells = tuple(
            next((trait.holds for trait in entity.traits if trait.id == name), "")
            for entity in entities
        )
        if sum(map(bool, cells)) >= FEWEST:
            lines.append(TraitLine(text_in(text, language), cells, {"yes", "no"} <= set(cells)))
    return sorted(lines, key=lambda line: not line.differs)


def _groups(facts: Sequence[Sequence[Fact]], language: str) -> Iterable[GroupLine]:
    told = [
        {
            kind: tuple(text_in(fact.text, language) for fact in found)
            for kind, found in groupby(each, key=lambda fact: fact_group(fact.slot))
        }
        for each in facts
    ]
    for kind in GROUPS:
        cells = tuple(each.get(kind, ()) for each in told)
        if any(cells):
            yield GroupLine(kind, cells, len(set(cells)) > 1)


def _first(facts: Sequence[Fact], kind: str, language: str) -> str:
    return next(
        (text_in(fact.text, language) for fact in facts if fact_group(fact.slot) == kind), ""
    )
