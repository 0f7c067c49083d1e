"""Browsing and searching the course, and reading what it teaches with its sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from mtdtutor.core.clock import Clock
from mtdtutor.course.bank import Entity, text_in
from mtdtutor.course.nodes import Text
from mtdtutor.services.citing import SourceLine, source_line
from mtdtutor.services.course_reader import CourseReader, reading_order
from mtdtutor.services.course_views import (
    KINDS,
    CourseHead,
    Detail,
    Reading,
    Row,
    TopicChoice,
)
from mtdtutor.services.searching import Query, fold, haystack
from mtdtutor.storage import content, library
from mtdtutor.storage.database import Database

if TYPE_CHECKING:
    from mtdtutor.storage.database import Connection

_TRACK: Final = "track"
_WITH_TRACKS: Final = frozenset({_TRACK, "system"})
# What these say is said by the entity itself, and would give a case away.
_ANSWERED: Final = frozenset({"faq", "scenario"})


class _Thing(Protocol):
    """What every part of the course has."""

    @property
    def id(self) -> str: ...

    @property
    def topic(self) -> str: ...


class _Entry(NamedTuple):
    """A line of the list, ready to be searched."""

    row: Row
    folded: str
    hay: str


class LibraryService:
    """The course to browse, search and read. Texts come in the course's language."""

    def __init__(self, db: Database, clock: Clock) -> None:
        """Make the service; nothing is read before it is asked."""
        self._db = db
        self._clock = clock
        self._checksum = ""
        self._entries: list[_Entry] = []
        self._kinds: tuple[str, ...] = ()
        self._topics: tuple[TopicChoice, ...] = ()

    def head(self) -> CourseHead | None:
        """Return which course is loaded; None when there is none."""
        with self._db.read() as conn:
            loaded = content.loaded(conn)
        if loaded is None:
            return None
        course = loaded.course
        return CourseHead(
            title=text_in(course.title, course.language),
            version=loaded.version,
            scheme=text_in(course.scheme, course.language),
            licence=course.licence,
        )

    def kinds(self) -> tuple[str, ...]:
        """Return the kinds that the course has anything of, as members of ``KINDS``."""
        self._index()
        return self._kinds

    def topics(self) -> tuple[TopicChoice, ...]:
        """Return the topics in display order."""
        self._index()
        return self._topics

    def search(self, typed: str, kind: str = "", topic: str = "") -> list[Row]:
        """Return what fits, the best fit first; everything in reading order for an empty query.

        Args:
            typed: What was typed so far.
            kind: One of ``KINDS`` to look for nothing else; empty for all.
            topic: Id of a topic to look for nothing else; empty for all.
        """
        self._index()
        query = Query.of(typed)
        found = [
            entry
            for entry in self._entries
            if (not kind or _list_kind(entry.row.kind) == kind)
            and (not topic or entry.row.topic == topic)
            and query.finds(entry.hay)
        ]
        if query.needles:
            found.sort(key=lambda entry: query.rank(entry.folded))
        return [entry.row for entry in found]

    def entry(self, learner: str, kind: str, entry_id: str) -> Detail | None:
        """Return all there is to show of one line of the list.

        Args:
            learner: Whose standing a card is shown with.
            kind: One of ``KINDS``, or ``system``.
            entry_id: Its id.

        Returns:
            The details, or None when the course has no such thing.
        """
        with self._db.read() as conn:
            loaded = content.loaded(conn)
            if loaded is None:
                return None
            reader = CourseReader(conn, loaded.course.language)
            if kind == "card":
                return reader.card(entry_id, learner, self._clock)
            if kind == "question":
                return reader.question(entry_id)
            if kind == "fact":
                return reader.fact(entry_id)
            return reader.reading(entry_id)

    def reading(self, topic: str) -> Reading | None:
        """Return what to read about a topic: its track, or the whole system.

        Args:
            topic: Id of the topic.

        Returns:
            The reading, or None when the course has no such topic.
        """
        with self._db.read() as conn:
            loaded = content.loaded(conn)
            entity = library.reading_entity(conn, topic)
            if loaded is None or entity is None:
                return None
            return CourseReader(conn, loaded.course.language).reading(entity)

    def sources(self) -> list[SourceLine]:
        """Return every work the course rests on, by author, without places in it."""
        with self._db.read() as conn:
            loaded = content.loaded(conn)
            if loaded is None:
                return []
            lines = [source_line(row, "", loaded.course.language) for row in content.sources(conn)]
        return sorted(lines, key=lambda line: (fold(line.author), line.year, fold(line.title)))

    def _index(self) -> None:
        """Fold the whole course for searching, once for each bank."""
        with self._db.read() as conn:
            loaded = content.loaded(conn)
            if loaded is None or loaded.checksum == self._checksum:
                return
            language = loaded.course.language
            topics = content.topics(conn)
            self._topics = tuple(TopicChoice(t.id, text_in(t.name, language)) for t in topics)
            self._entries = _entries(conn, self._topics, language)
        present = {_list_kind(entry.row.kind) for entry in self._entries}
        self._kinds = tuple(kind for kind in KINDS if kind in present)
        self._checksum = loaded.checksum


def _list_kind(kind: str) -> str:
    return _TRACK if kind in _WITH_TRACKS else kind


def _texts(entity: Entity) -> tuple[Text, ...]:
    """Return what an entity is called in the list, and what else it is found by.

    The name of a case is the beginning of its text, cut: the list cuts where its own room ends.
    """
    if entity.kind == "scenario":
        return (entity.text, *entity.aliases)
    return (entity.name, *entity.aliases, entity.text)


def _entries(conn: Connection, topics: tuple[TopicChoice, ...], language: str) -> list[_Entry]:
    """Return the lines of the list in reading order."""
    names = {topic.id: topic.name for topic in topics}
    order = {topic.id: place for place, topic in enumerate(topics)}

    def entry(kind: str, thing: _Thing, *texts: Text) -> _Entry:
        title, *more = (text_in(text, language) for text in texts)
        row = Row(kind, thing.id, title, thing.topic, names.get(thing.topic, ""))
        return _Entry(row, fold(title), haystack(title, *more))

    entities = content.entities(conn)
    answered = {entity.id for entity in entities if entity.kind in _ANSWERED}
    facts = sorted(content.facts(conn), key=lambda fact: reading_order(fact.slot))
    found = [
        *(entry(e.kind, e, *_texts(e)) for e in entities),
        *(entry("fact", f, f.text) for f in facts if f.entity not in answered),
        *(entry("card", c, c.front, c.back) for c in content.cards(conn)),
        *(entry("question", q, *q.stems) for q in content.questions(conn)),
    ]

    def place(found: _Entry) -> tuple[int, int]:
        return KINDS.index(_list_kind(found.row.kind)), order.get(found.row.topic, len(order))

    return sorted(found, key=place)
