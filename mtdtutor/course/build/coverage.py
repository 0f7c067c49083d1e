"""What the course covers: counts per topic, the claims of its source documents, what is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from mtdtutor.course.bank import LEVELS, text_in
from mtdtutor.course.build.document import BankDocument
from mtdtutor.course.build.entries import ClaimedDocument
from mtdtutor.course.build.knowledge import Knowledge
from mtdtutor.course.build.words import bare
from mtdtutor.course.questions import SKILLS

VERDICTS: Final = ("taught", "corrected", "attributed", "left-out")

_SCENARIO_TEMPLATE: Final = "t09"
_BLANK: Final = frozenset({"unknown", "tba", "tbd", "todo", "xxx", "none", "x"})


class TopicCoverage(NamedTuple):
    """Counts of one topic: facts by level, cards and questions by template and skill."""

    id: str
    name: str
    facts: dict[str, int]
    cards: int
    questions: int
    templates: dict[str, int]
    skills: dict[str, int]
    scenarios: int


class ClaimCoverage(NamedTuple):
    """What the course does with one claim of a source document."""

    id: str
    line: int
    says: str
    verdict: str
    facts: list[str]
    reason: str | None


class DocumentCoverage(NamedTuple):
    """A source document with its claims, and how many got which verdict."""

    id: str
    title: str
    sha256: str
    verdicts: dict[str, int]
    claims: tuple[ClaimCoverage, ...]


class Coverage(NamedTuple):
    """What the course covers.

    Attributes:
        topics: Counts per topic, in display order.
        total: Counts over all topics.
        documents: The source documents with their claims.
        missing: In words, what keeps the course from being covered: claims that nothing answers,
            and facts whose sources are not named in full.
    """

    bank_version: str
    topics: tuple[TopicCoverage, ...]
    total: TopicCoverage
    documents: tuple[DocumentCoverage, ...]
    missing: tuple[str, ...]

    def as_data(self) -> dict[str, object]:
        """Return everything as plain data for JSON."""
        return {
            "bank_version": self.bank_version,
            "topics": [topic._asdict() for topic in self.topics],
            "total": self.total._asdict(),
            "documents": [
                {**document._asdict(), "claims": [claim._asdict() for claim in document.claims]}
                for document in self.documents
            ],
            "missing": list(self.missing),
        }


def coverage(kb: Knowledge, document: BankDocument) -> Coverage:
    """Return what a knowledge base and the bank made from it cover."""
    language = document.course.language
    everything = [topic.id for topic in document.topics]
    return Coverage(
        bank_version=document.bank_version,
        topics=tuple(
            _count(document, topic.id, text_in(topic.name, language), [topic.id])
            for topic in document.topics
        ),
        total=_count(document, "total", "All topics", everything),
        documents=tuple(_claims(kb, source) for source in kb.documents),
        missing=(*_unanswered(kb), *_unnamed(document)),
    )


def _claims(kb: Knowledge, source: ClaimedDocument) -> DocumentCoverage:
    claims = [claim for claim in kb.claims if claim.document == source.id]
    return DocumentCoverage(
        id=source.id,
        title=source.title,
        sha256=source.sha256,
        verdicts=_counted(VERDICTS, (claim.verdict for claim in claims)),
        claims=tuple(
            ClaimCoverage(
                claim.id, claim.line, claim.says, claim.verdict, claim.facts, claim.reason
            )
            for claim in sorted(claims, key=lambda claim: (claim.line, claim.id))
        ),
    )


def _unanswered(kb: Knowledge) -> Iterator[str]:
    for claim in kb.claims:
        if not claim.facts and claim.reason is None:
            yield f"claim {claim.id}: no fact answers it, and no reason says why"


def _unnamed(document: BankDocument) -> Iterator[str]:
    """Yield the facts of which a source lacks its author, title, year or place."""
    language = document.course.language
    lacking: dict[str, str] = {}
    for source in document.sources:
        fields = {
            "author": text_in(source.author, language),
            "title": text_in(source.title, language),
            "year": source.year,
            "place": text_in(source.place, language),
        }
        found = [name for name, value in fields.items() if _is_blank(value)]
        if found:
            lacking[source.id] = ", ".join(found)
    for fact in document.facts:
        for cite in fact.cites:
            if cite.source in lacking:
                yield f"fact {fact.id}: its source {cite.source} lacks {lacking[cite.source]}"


def _is_blank(value: str) -> bool:
    """Return whether a field is filled in only for the sake of form; "n.d." says something."""
    return not bare(value) or bare(value) in _BLANK


def _count(document: BankDocument, key: str, name: str, topics: list[str]) -> TopicCoverage:
    questions = [question for question in document.questions if question.topic in topics]
    facts = [fact for fact in document.facts if fact.topic in topics]
    return TopicCoverage(
        id=key,
        name=name,
        facts=_counted(LEVELS, (fact.level for fact in facts)),
        cards=sum(card.topic in topics for card in document.cards),
        questions=len(questions),
        templates=_counted(
            sorted({question.template for question in document.questions}),
            (question.template for question in questions),
        ),
        skills=_counted(SKILLS, (question.skill for question in questions)),
        scenarios=sum(question.template == _SCENARIO_TEMPLATE for question in questions),
    )


def _counted(names: Iterable[str], found: Iterable[str]) -> dict[str, int]:
    counts = Counter(found)
    return {name: counts[name] for name in names}
