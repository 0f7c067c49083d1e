"""What every check over the whole knowledge base needs: known ids, and problems with a place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from mtdtutor.course.build.entries import Cite
from mtdtutor.course.build.problems import Problem, file_key

if TYPE_CHECKING:
    from mtdtutor.course.build.knowledge import Knowledge

EntryName = tuple[str, str]
"""The list an entry stands in, and its id."""


class Checker:
    """The knowledge base with the ids that may be referred to."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.kb = knowledge
        self.topic_ids = frozenset(topic.id for topic in knowledge.topics)
        self.source_ids = frozenset(source.id for source in knowledge.sources)
        questions = frozenset(faq.id for faq in knowledge.faqs)
        cases = frozenset(case.id for case in knowledge.scenarios)
        self.entity_ids = knowledge.entity_ids | questions | cases

    def problem(self, kind: str, key: str, field: str, message: str) -> Problem:
        """Return a problem of an entry, in the file it stands in."""
        return Problem(self.kb.files.get(file_key(kind, key), ""), f"{kind} {key}", field, message)

    def known(
        self, entry: EntryName, field: str, wanted: Iterable[str], pool: Iterable[str]
    ) -> Iterator[Problem]:
        """Yield a problem for each wanted id that is not in the pool."""
        pool = frozenset(pool)
        for name in wanted:
            if name not in pool:
                message = f"names “{name}”, which does not exist; correct it or add that entry"
                yield self.problem(*entry, field, message)

    def once(self, entry: EntryName, field: str, names: Iterable[str]) -> Iterator[Problem]:
        """Yield a problem for each name that comes again."""
        seen: set[str] = set()
        for name in names:
            if name in seen:
                yield self.problem(*entry, field, f"repeats “{name}”; remove one")
            seen.add(name)

    def cites(self, entry: EntryName, cites: Iterable[Cite]) -> Iterator[Problem]:
        """Yield what is wrong about citations: unknown sources, spans that point nowhere."""
        with_text = {source.id for source in self.kb.sources if source.sha256}
        for index, cite in enumerate(cites):
            yield from self.known(entry, f"cites[{index}].source", (cite.source,), self.source_ids)
            if cite.span is not None:
                field = f"cites[{index}].span"
                if cite.source not in with_text:
                    yield self.problem(*entry, field, "needs a source that has a sha256")
                if not 0 <= cite.span[0] < cite.span[1]:
                    yield self.problem(*entry, field, "must be start and end, the end greater")
