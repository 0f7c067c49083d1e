"""Checks of terms, persons, organisations and events, and of orderings made from their dates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from mtdtutor.course.build.apart import kept_apart
from mtdtutor.course.build.checker import Checker
from mtdtutor.course.build.entries import Entity, Fact, Ordering
from mtdtutor.course.build.problems import Problem
from mtdtutor.course.build.words import bare, content_stems, word_count

if TYPE_CHECKING:
    from mtdtutor.course.build.knowledge import Knowledge

DATE_SLOT: Final = "date"
_DEED_SLOTS: Final = {"person": "contribution", "organisation": "role", "event": "what"}
_DATE: Final = re.compile(r"[12]\d\d\d(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_YEAR: Final = re.compile(r"\b[12]\d\d\d\b")
_DESCRIPTION_WORDS: Final = (5, 18)
_DEED_WORDS: Final = (4, 18)


def check_entities(knowledge: Knowledge) -> list[Problem]:
    """Return every mistake in what terms, persons, organisations and events are asked by."""
    checker = _Entities(knowledge)
    return [*checker.terms(), *checker.deeds(), *checker.dates(), *checker.orderings()]


class _Entities(Checker):
    """Entities other than tracks, with the facts that tell them from each other."""

    def terms(self) -> Iterator[Problem]:
        for entity in self.kb.entities:
            fact = self.kb.fact_by_id.get(f"{entity.id}:definition")
            if entity.kind == "term" and fact is not None and fact.description is not None:
                yield from self._phrase(
                    entity, fact, "description", fact.description, _DESCRIPTION_WORDS
                )

    def deeds(self) -> Iterator[Problem]:
        for kind, slot in _DEED_SLOTS.items():
            seen: dict[str, list[str]] = {}
            for entity in self.kb.entities:
                fact = self.kb.fact_by_id.get(f"{entity.id}:{slot}")
                if entity.kind != kind or fact is None or fact.value is None:
                    continue
                yield from self._phrase(entity, fact, "value", fact.value, _DEED_WORDS)
                if kind == "event" and _YEAR.search(fact.value):
                    message = "holds a year, which would answer the question for the date"
                    yield self.problem("fact", fact.id, "value", message)
                same = seen.setdefault(bare(fact.value), [])
                for other in same:
                    if not kept_apart(self.kb, entity.id, other):
                        message = f"is the same as that of {other}; reword it or keep them apart"
                        yield self.problem("fact", fact.id, "value", message)
                same.append(entity.id)

    def _phrase(
        self, entity: Entity, fact: Fact, field: str, phrase: str, length: tuple[int, int]
    ) -> Iterator[Problem]:
        """Yield what is wrong about a phrase that stands for an entity in a question."""
        entry = ("fact", fact.id)
        told = content_stems(entity.name) & content_stems(phrase)
        if told:
            message = f"uses words of the name it is asked by: {', '.join(sorted(told))}"
            yield self.problem(*entry, field, message)
        fewest, most = length
        if not fewest <= word_count(phrase) <= most:
            message = f"has {word_count(phrase)} words, not {fewest} to {most}"
            yield self.problem(*entry, field, message)
        if phrase.endswith("."):
            yield self.problem(*entry, field, "ends with a full stop; it is a phrase, remove it")

    def dates(self) -> Iterator[Problem]:
        for fact in self.kb.facts:
            if fact.slot == DATE_SLOT and not _DATE.fullmatch(fact.value or ""):
                message = "must be a date such as 1993, 1957-07 or 1992-05-26"
                yield self.problem("fact", fact.id, "value", message)

    def orderings(self) -> Iterator[Problem]:
        for ordering in self.kb.orderings:
            entry = ("ordering", ordering.id)
            yield from self.known(entry, "topic", (ordering.topic,), self.topic_ids)
            names = [step.fact for step in ordering.steps]
            yield from self.known(entry, "steps", names, self.kb.fact_by_id)
            yield from self.once(entry, "steps", names)
            yield from self._steps(ordering)

    def _steps(self, ordering: Ordering) -> Iterator[Problem]:
        entry = ("ordering", ordering.id)
        dated: list[Fact] = []
        for index, step in enumerate(ordering.steps):
            fact = self.kb.fact_by_id.get(step.fact)
            if fact is None:
                continue
            if fact.slot != DATE_SLOT or fact.contested:
                message = f"“{step.fact}” is no settled date; use a fact of the slot {DATE_SLOT}"
                yield self.problem(*entry, f"steps[{index}].fact", message)
            elif _DATE.fullmatch(fact.value or ""):
                dated.append(fact)
            if _YEAR.search(step.text):
                message = "holds a year, which would tell its place; remove it"
                yield self.problem(*entry, f"steps[{index}].text", message)
        for earlier, later in pairwise(dated):
            if int(str(later.value)[:4]) <= int(str(earlier.value)[:4]):
                message = f"{later.id} must be at least a year after {earlier.id}; reorder or drop"
                yield self.problem(*entry, "steps", message)
