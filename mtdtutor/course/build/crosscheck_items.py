"""Checks of authored items: gaps, repairs, twins of scenarios and views to attribute."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from mtdtutor.course.build.checker import Checker, EntryName
from mtdtutor.course.build.entries import Fact, GapItem, Lure, Repair, Scenario, Statement, Twin
from mtdtutor.course.build.problems import Problem
from mtdtutor.course.build.spellings import spellings, too_near
from mtdtutor.course.build.words import bare, contains_phrase, word_count

if TYPE_CHECKING:
    from mtdtutor.course.build.knowledge import Knowledge

KEY_IDS: Final = frozenset({"answer", "repair", "author", "value"})
"""Ids that right options and made questions have; no lure and no gap may take them."""

_GAP: Final = "___"
_WORDS_BEFORE_GAP: Final = 3
_LONGEST_TYPED: Final = 4
_CASE_WORDS: Final = (10, 45)


def check_items(knowledge: Knowledge) -> list[Problem]:
    """Return every mistake in what authors wrote to be filled in, mended, classified, ascribed."""
    checker = _Items(knowledge)
    return [*checker.gaps(), *checker.repairs(), *checker.twins(), *checker.attributions()]


class _Items(Checker):
    """The items that stand inside facts, statements and scenarios."""

    def gaps(self) -> Iterator[Problem]:
        for fact in self.kb.facts:
            entry = ("fact", fact.id)
            keys = [gap.key or "" for gap in fact.gap]
            for index, gap in enumerate(fact.gap):
                field = f"gap[{index}]"
                if keys.count(gap.key or "") > 1:
                    message = "is one of several gaps here; give each a key of its own"
                    yield self.problem(*entry, f"{field}.key", message)
                if gap.key in KEY_IDS:
                    message = f"“{gap.key}” is kept for made questions; choose another"
                    yield self.problem(*entry, f"{field}.key", message)
                yield from self._gap_text(entry, field, gap)
                yield from self._gap_answers(entry, field, gap)
                yield from self._lures(entry, f"{field}.wrong", gap.answer, gap.wrong)

    def _gap_text(self, entry: EntryName, field: str, gap: GapItem) -> Iterator[Problem]:
        if gap.text.count(_GAP) != 1:
            message = "must hold exactly one gap, written ___"
            yield self.problem(*entry, f"{field}.text", message)
        elif word_count(gap.text.partition(_GAP)[0]) < _WORDS_BEFORE_GAP:
            message = "has its gap among the first three words; turn the sentence round"
            yield self.problem(*entry, f"{field}.text", message)
        if contains_phrase(gap.text, gap.answer):
            message = "holds the answer outside the gap; word it otherwise"
            yield self.problem(*entry, f"{field}.text", message)

    def _gap_answers(self, entry: EntryName, field: str, gap: GapItem) -> Iterator[Problem]:
        if not gap.typed and not gap.wrong:
            message = "has neither wrong answers nor typed = true, so nothing is asked; add one"
            yield self.problem(*entry, field, message)
        if len(gap.wrong) == 1:
            message = "holds one wrong answer; a choice needs at least 2"
            yield self.problem(*entry, f"{field}.wrong", message)
        if gap.accept and not gap.typed:
            message = "belongs to a typed gap; add typed = true or remove it"
            yield self.problem(*entry, f"{field}.accept", message)
        if gap.typed and word_count(gap.answer) > _LONGEST_TYPED:
            message = f"is too long to type; {_LONGEST_TYPED} words are the most"
            yield self.problem(*entry, f"{field}.answer", message)
        for lure in gap.wrong if gap.typed else ():
            if any(too_near(one, lure.text) for one in spellings([gap.answer, *gap.accept])):
                message = f"“{lure.text}” is wrong here, but so near an accepted answer as to pass"
                yield self.problem(*entry, f"{field}.accept", message)

    def repairs(self) -> Iterator[Problem]:
        for fact in self.kb.facts:
            for index, statement in enumerate(fact.statement):
                if statement.repair is not None:
                    field = f"statement[{index}].repair"
                    yield from self._repair(fact, field, statement, statement.repair)

    def _repair(
        self, fact: Fact, field: str, statement: Statement, repair: Repair
    ) -> Iterator[Problem]:
        entry = ("fact", fact.id)
        if statement.answer:
            yield self.problem(*entry, field, "belongs to a false statement; remove it")
        if statement.text.count(repair.part) != 1:
            message = f"“{repair.part}” must stand exactly once in the statement, as it is there"
            yield self.problem(*entry, f"{field}.part", message)
        if bare(repair.part) == bare(repair.right):
            yield self.problem(*entry, f"{field}.right", "is what stands there already")
        yield from self._lures(entry, f"{field}.wrong", repair.right, repair.wrong)
        for lure in repair.wrong:
            if bare(lure.text) == bare(repair.part):
                message = f"“{lure.text}” is what stands there already"
                yield self.problem(*entry, f"{field}.wrong", message)

    def twins(self) -> Iterator[Problem]:
        for case in self.kb.scenarios:
            if case.twin is not None:
                yield from self._twin(case, case.twin)

    def _twin(self, case: Scenario, twin: Twin) -> Iterator[Problem]:
        entry = ("scenario", case.id)
        yield from self.known(entry, "twin.topic", (twin.topic,), self.topic_ids)
        yield from self.known(entry, "twin.also_ok", twin.also_ok, self.topic_ids)
        if twin.topic == case.topic:
            message = "is that of the case itself; the change must lead elsewhere"
            yield self.problem(*entry, "twin.topic", message)
        fewest, most = _CASE_WORDS
        if not fewest <= word_count(twin.text) <= most:
            message = f"has {word_count(twin.text)} words, not {fewest} to {most}"
            yield self.problem(*entry, "twin.text", message)
        topics = [wrong.topic for wrong in twin.no]
        yield from self.known(entry, "twin.no", topics, self.topic_ids)
        yield from self.once(entry, "twin.no", topics)
        for topic in topics:
            if topic == twin.topic or topic in twin.also_ok:
                message = f"“{topic}” is right or arguable here; it cannot be wrong as well"
                yield self.problem(*entry, "twin.no", message)

    def attributions(self) -> Iterator[Problem]:
        for fact in self.kb.facts:
            view = fact.attribution
            if view is None:
                continue
            entry = ("fact", fact.id)
            if view.entity is not None:
                yield from self.known(entry, "attribution.entity", (view.entity,), self.entity_ids)
            yield from self._lures(entry, "attribution.wrong", view.answer, view.wrong)

    def _lures(
        self, entry: EntryName, field: str, answer: str, lures: Iterable[Lure]
    ) -> Iterator[Problem]:
        """Yield what is wrong about authored wrong options beside their right one."""
        seen = {bare(answer)}
        names: set[str] = set()
        for lure in lures:
            if lure.id in names | KEY_IDS:
                yield self.problem(*entry, field, f"uses the id “{lure.id}” again; change it")
            if bare(lure.text) in seen:
                message = f"“{lure.text}” stands there already or is the right one"
                yield self.problem(*entry, field, message)
            if lure.entity is not None:
                yield from self.known(entry, field, (lure.entity,), self.entity_ids)
            names.add(lure.id)
            seen.add(bare(lure.text))
