"""What is behind each line of the library, and what there is to read, with its sources."""

from __future__ import annotations

from mtdtutor.core.clock import Clock
from mtdtutor.core.folding import fold
from mtdtutor.course.bank import text_in
from mtdtutor.services.citing import SourceLine, source_line
from mtdtutor.services.course_reader import CourseReader
from mtdtutor.services.course_views import OWN, CourseHead, Detail, Reading, Row, TopicChoice
from mtdtutor.storage import content, library
from mtdtutor.storage.database import Database


class LibraryService:
    """The course to look into and read. Texts come in the course's language."""

    def __init__(self, db: Database, clock: Clock) -> None:
        """Make the service; nothing is read before it is asked."""
        self._db = db
        self._clock = clock

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

    def topics(self) -> tuple[TopicChoice, ...]:
        """Return the topics in display order."""
        with self._db.read() as conn:
            loaded = content.loaded(conn)
            if loaded is None:
                return ()
            language = loaded.course.language
            return tuple(
                TopicChoice(topic.id, text_in(topic.name, language))
                for topic in content.topics(conn)
            )

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
            if kind in ("card", OWN):
                return reader.card(entry_id, learner, self._clock)
            if kind == "question":
                return reader.question(entry_id)
            if kind == "fact":
                return reader.fact(entry_id)
            if kind == "source":
                return reader.source(entry_id)
            return reader.reading(entry_id)

    def links(self, kind: str, entry_id: str) -> tuple[Row, ...]:
        """Return where one can go from something; see ``CourseReader.links``."""
        with self._db.read() as conn:
            loaded = content.loaded(conn)
            if loaded is None:
                return ()
            return CourseReader(conn, loaded.course.language).links(kind, entry_id)

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
