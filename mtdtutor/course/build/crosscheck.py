"""Checks over the whole knowledge base: references, and what one entry demands of another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from mtdtutor.course.build.checker import Checker
from mtdtutor.course.build.crosscheck_claims import check_claims
from mtdtutor.course.build.crosscheck_entities import check_entities
from mtdtutor.course.build.crosscheck_items import check_items
from mtdtutor.course.build.crosscheck_matrix import check_matrices
from mtdtutor.course.build.entries import FUNCTIONAL_SLOTS, Fact, Faq, Scenario
from mtdtutor.course.build.problems import Problem

if TYPE_CHECKING:
    from mtdtutor.course.build.knowledge import Knowledge

_GAP = "___"


def cross_check(knowledge: Knowledge) -> list[Problem]:
    """Return every mistake that shows only when entries are seen together."""
    checker = _Entries(knowledge)
    return [
        *checker.topics(),
        *checker.entities(),
        *checker.facts(),
        *checker.functional_values(),
        *checker.faqs(),
        *checker.scenarios(),
        *checker.renames(),
        *check_entities(knowledge),
        *check_items(knowledge),
        *check_matrices(knowledge),
        *check_claims(knowledge),
    ]


class _Entries(Checker):
    """The lists that every course has."""

    def topics(self) -> Iterator[Problem]:
        for topic in self.kb.topics:
            entry = ("topic", topic.id)
            yield from self.known(entry, "confusable", topic.confusable, self.topic_ids)
            if topic.id in topic.confusable:
                yield self.problem(*entry, "confusable", "names the topic itself; remove it")

    def entities(self) -> Iterator[Problem]:
        for entity in self.kb.entities:
            entry = ("entity", entity.id)
            yield from self.known(entry, "topic", (entity.topic,), self.topic_ids)
            yield from self.known(entry, "related", entity.related, self.entity_ids)

    def facts(self) -> Iterator[Problem]:
        for fact in self.kb.facts:
            entry = ("fact", fact.id)
            yield from self.known(entry, "topic", (fact.topic,), self.topic_ids)
            yield from self.known(entry, "entity", (fact.entity,), self.kb.entity_ids)
            yield from self.cites(entry, fact.cites)
            if fact.id != f"{fact.entity}:{fact.slot}":
                message = f"must be entity and slot: “{fact.entity}:{fact.slot}”"
                yield self.problem(*entry, "id", message)
            if fact.slot in FUNCTIONAL_SLOTS and fact.value is None:
                yield self.problem(*entry, "value", f"is missing; the slot {fact.slot} needs it")
            yield from self._cards(fact)
            yield from self._statements(fact)

    def _cards(self, fact: Fact) -> Iterator[Problem]:
        entry = ("fact", fact.id)
        names = Counter((card.kind, card.key) for card in fact.card)
        for index, card in enumerate(fact.card):
            if names[card.kind, card.key] > 1:
                message = f"is one of several {card.kind} cards here; give each a key of its own"
                yield self.problem(*entry, f"card[{index}].key", message)
            if card.kind == "cloze" and card.front.count(_GAP) != 1:
                message = "must hold exactly one gap, written ___"
                yield self.problem(*entry, f"card[{index}].front", message)
            if card.kind == "typed" and not card.accept:
                message = "is missing; a typed card needs the answers it accepts"
                yield self.problem(*entry, f"card[{index}].accept", message)

    def _statements(self, fact: Fact) -> Iterator[Problem]:
        entry = ("fact", fact.id)
        names = Counter((statement.answer, statement.key) for statement in fact.statement)
        for index, statement in enumerate(fact.statement):
            field = f"statement[{index}]"
            if names[statement.answer, statement.key] > 1:
                answer = "true" if statement.answer else "false"
                message = f"is one of several {answer} statements here; give each a key of its own"
                yield self.problem(*entry, f"{field}.key", message)
            if not statement.answer and statement.correction is None:
                message = "is missing; a false statement needs the true one"
                yield self.problem(*entry, f"{field}.correction", message)
            if statement.answer and statement.correction is not None:
                message = "does not belong to a true statement; remove it"
                yield self.problem(*entry, f"{field}.correction", message)

    def functional_values(self) -> Iterator[Problem]:
        """Siblings must differ, else a sibling's value would not be false."""
        for slot in FUNCTIONAL_SLOTS:
            seen: dict[str, str] = {}
            for fact in self.kb.facts:
                if fact.slot != slot or fact.value is None:
                    continue
                other = seen.setdefault(fact.value.casefold(), fact.id)
                if other != fact.id:
                    message = f"is the same as that of {other}; the values of a slot must differ"
                    yield self.problem("fact", fact.id, "value", message)

    def faqs(self) -> Iterator[Problem]:
        for faq in self.kb.faqs:
            entry = ("faq", faq.id)
            yield from self.known(entry, "topic", (faq.topic,), self.topic_ids)
            yield from self.known(entry, "facts", faq.facts, self.kb.fact_by_id)
            yield from self.cites(entry, faq.cites)
            yield from self._wrong(faq)

    def _wrong(self, faq: Faq) -> Iterator[Problem]:
        entry = ("faq", faq.id)
        seen: set[str] = set()
        for index, wrong in enumerate(faq.wrong):
            field = f"wrong[{index}]"
            name = wrong.faq or wrong.id
            if (wrong.faq is None) == (wrong.text is None):
                message = "must hold either faq or text"
                yield self.problem(*entry, field, message)
            elif wrong.faq is not None:
                yield from self.known(entry, f"{field}.faq", (wrong.faq,), self.kb.faq_by_id)
            elif wrong.id is None:
                message = "is missing; give the authored answer a short id of its own"
                yield self.problem(*entry, f"{field}.id", message)
            if name == faq.id:
                yield self.problem(*entry, field, "names the question itself")
            if name is not None and name in seen:
                yield self.problem(*entry, field, f"repeats “{name}”; remove one")
            seen.add(name or "")

    def scenarios(self) -> Iterator[Problem]:
        for case in self.kb.scenarios:
            entry = ("scenario", case.id)
            yield from self.known(entry, "topic", (case.topic,), self.topic_ids)
            yield from self.known(entry, "also_ok", case.also_ok, self.topic_ids)
            yield from self.cites(entry, case.cites)
            yield from self._no_topics(case)

    def _no_topics(self, case: Scenario) -> Iterator[Problem]:
        entry = ("scenario", case.id)
        seen: set[str] = set()
        for index, wrong in enumerate(case.no):
            field = f"no[{index}].topic"
            yield from self.known(entry, field, (wrong.topic,), self.topic_ids)
            if wrong.topic == case.topic or wrong.topic in case.also_ok:
                message = f"“{wrong.topic}” is right or arguable here; it cannot be wrong as well"
                yield self.problem(*entry, field, message)
            if wrong.topic in seen:
                yield self.problem(*entry, field, f"repeats “{wrong.topic}”; remove one")
            seen.add(wrong.topic)

    def renames(self) -> Iterator[Problem]:
        names = self.kb.renames
        retired = {gone.id for gone in names.retired}
        for old, new in names.renamed.items():
            if old in retired or old == new:
                message = f"“{old}” cannot be renamed to “{new}” and be retired or the same"
                yield Problem("renames.toml", "renamed", old, message)
