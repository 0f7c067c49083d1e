"""What the bank holds per topic, as plain data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from mtdtutor.course.bank import LEVELS, text_in
from mtdtutor.course.build.document import BankDocument
from mtdtutor.course.questions import SKILLS

_SCENARIO_TEMPLATE = "t09"


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


class Coverage(NamedTuple):
    """Counts per topic, in display order, and over all of them."""

    bank_version: str
    topics: tuple[TopicCoverage, ...]
    total: TopicCoverage

    def as_data(self) -> dict[str, object]:
        """Return the counts as plain data for JSON."""
        return {
            "bank_version": self.bank_version,
            "topics": [topic._asdict() for topic in self.topics],
            "total": self.total._asdict(),
        }


def coverage(document: BankDocument) -> Coverage:
    """Count what a bank holds."""
    language = document.course.language
    everything = [topic.id for topic in document.topics]
    return Coverage(
        bank_version=document.bank_version,
        topics=tuple(
            _count(document, topic.id, text_in(topic.name, language), [topic.id])
            for topic in document.topics
        ),
        total=_count(document, "total", "All topics", everything),
    )


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
