"""Checks of the matrices: every cell is decided once, and every *yes* stands on a fact."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from mtdtutor.course.build.checker import Checker
from mtdtutor.course.build.entries import Row
from mtdtutor.course.build.problems import Problem
from mtdtutor.course.build.words import bare

if TYPE_CHECKING:
    from mtdtutor.course.build.knowledge import Knowledge


def check_matrices(knowledge: Knowledge) -> list[Problem]:
    """Return every mistake in rows, in entities to keep apart and in clashes of schemes."""
    checker = _Matrices(knowledge)
    return [*checker.rows(), *checker.same_rows(), *checker.apart(), *checker.clashes()]


class _Matrices(Checker):
    """The matrices beside what they refer to."""

    def rows(self) -> Iterator[Problem]:
        for row in self.kb.rows:
            entry = ("row", row.id)
            denied = [topic for cells in row.no for topic in cells.topics]
            for field, topics in (("yes", row.yes), ("no", denied), ("arguable", row.arguable)):
                yield from self.known(entry, field, topics, self.topic_ids)
            yield from self.once(entry, "no", denied)
            cells = Counter([*row.yes, *set(denied), *row.arguable])
            for topic, count in cells.items():
                if count > 1:
                    message = f"“{topic}” stands in more than one of yes, no and arguable; keep one"
                    yield self.problem(*entry, "yes", message)
            yield from self._shown_by(row)
            if (row.plural is not None) != (row.matrix == "property"):
                cure = "is missing" if row.matrix == "property" else "belongs to properties only"
                yield self.problem(*entry, "plural", cure)

    def _shown_by(self, row: Row) -> Iterator[Problem]:
        """The fact that shows a *yes* belongs to that topic; a contested one shows nothing."""
        entry = ("row", row.id)
        for topic, name in row.yes.items():
            fact = self.kb.fact_by_id.get(name)
            field = f"yes.{topic}"
            if fact is None:
                yield from self.known(entry, field, (name,), self.kb.fact_by_id)
            elif fact.topic != topic:
                message = f"{name} is a fact of {fact.topic}; name one of {topic}"
                yield self.problem(*entry, field, message)
            elif fact.contested:
                yield self.problem(*entry, field, f"{name} is contested and shows nothing")

    def same_rows(self) -> Iterator[Problem]:
        """Two rows that say the same could be decided differently."""
        seen: dict[tuple[str, str], str] = {}
        for row in self.kb.rows:
            other = seen.setdefault((row.matrix, bare(row.text)), row.id)
            if other != row.id:
                message = f"says the same as row {other}; keep one"
                yield self.problem("row", row.id, "text", message)

    def apart(self) -> Iterator[Problem]:
        for index, group in enumerate(self.kb.apart):
            entry = ("apart", str(index))
            yield from self.known(entry, "entities", group.entities, self.entity_ids)
            yield from self.once(entry, "entities", group.entities)

    def clashes(self) -> Iterator[Problem]:
        seen: set[tuple[str, str, str]] = set()
        for clash in self.kb.clashes:
            entry = ("clash", f"{clash.topic} and {clash.other}")
            both = (clash.topic, clash.other)
            yield from self.known(entry, "topic", both, self.topic_ids)
            if clash.topic == clash.other:
                yield self.problem(*entry, "other", "is the topic itself; name another one")
            if (*both, clash.chosen) in seen:
                yield self.problem(*entry, "other", "is listed twice; join the texts")
            seen.add((*both, clash.chosen))
