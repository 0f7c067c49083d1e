"""What the facts behind cards rest on, as it is cited under them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtdtutor.course.bank import text_in
from mtdtutor.storage import queue

if TYPE_CHECKING:
    from mtdtutor.storage.database import Connection


class Sources:
    """Sources by id, each read once."""

    def __init__(self) -> None:
        self._works: dict[str, queue.Work | None] = {}

    def clear(self) -> None:
        """Forget what was read; the course may have changed."""
        self._works.clear()

    def cited(self, conn: Connection, face: queue.Face, language: str) -> tuple[str, ...]:
        """Return the sources of a card with the places in them."""
        # Imported with the first card: Today does without it.
        from mtdtutor.services.citing import SourceLine, reference

        lines = []
        for source, section in face.cites:
            if source not in self._works:
                self._works[source] = queue.work(conn, source)
            work = self._works[source]
            if work is not None:
                line = SourceLine(
                    text_in(work.author, language),
                    text_in(work.title, language),
                    work.year,
                    text_in(work.place, language),
                    text_in(section, language),
                    None,
                )
                lines.append(reference(line))
        return tuple(lines)
