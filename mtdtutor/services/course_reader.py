"""Reads one thing of the course with everything there is to show of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Final

from mtdtutor.core.clock import Clock, moment
from mtdtutor.course.bank import Cite, Fact, Source, text_in
from mtdtutor.course.nodes import Text
from mtdtutor.course.questions import Option, Question
from mtdtutor.services.citing import SourceLine, source_line
from mtdtutor.services.course_views import (
    GROUPS,
    CardDetail,
    FactDetail,
    FactGroup,
    FactLine,
    GapLine,
    OptionLine,
    QuestionDetail,
    Reading,
    Row,
    SourceDetail,
    Standing,
)
from mtdtutor.services.learners import settings_from
from mtdtutor.services.wording import Original, corrected_since
from mtdtutor.storage import content, learners, library, memory, wordings
from mtdtutor.study.memory import NEW_MEMORY, NO_MARKS, is_buried

if TYPE_CHECKING:
    from mtdtutor.storage.database import Connection

_GROUP_OF_SLOT: Final[Mapping[str, str]] = {
    "definition": "definition",
    "contribution": "definition",
    "role": "definition",
    "what": "definition",
    "meaning": "definition",
    "composition": "definition",
    "principles": "definition",
    "name": "naming",
    "number": "naming",
    "slogan": "naming",
    "label": "naming",
    "actors": "actors",
    "tools": "tools",
    "example": "examples",
    "strength": "strengths",
    "limit": "limits",
    "link": "links",
    "confusion": "confusions",
    "date": "history",
    "history": "history",
}
_SLOTS: Final = tuple(_GROUP_OF_SLOT)
_SLOT: Final = re.compile(r"([a-z]+).*?(?:-(\d+))?")


class CourseReader:
    """Reads details over one connection. Each gives None for an id the course never had."""

    def __init__(self, conn: Connection, language: str) -> None:
        """Begin reading.

        Args:
            conn: Lives at least as long as the reader.
            language: The language to show texts in.
        """
        self._conn = conn
        self._language = language
        self._topic_names = {t.id: self._text(t.name) for t in content.topics(conn)}

    def card(self, card_id: str, learner: str, clock: Clock) -> CardDetail | None:
        """Return a card and where it stands for a learner."""
        card = content.find_card(self._conn, card_id)
        if card is None:
            return None
        fact = content.find_fact(self._conn, card.fact)
        front, back = self._text(card.front), self._text(card.back)
        original, own = None, wordings.find(self._conn, learner, card.id)
        if own is not None:
            original = Original(front, back, corrected_since(self._conn, own, card.fact))
            front, back = own.front, own.back
        return CardDetail(
            id=card.id,
            front=front,
            back=back,
            hint=self._text(card.hint),
            why=self._text(card.why),
            topic=card.topic,
            topic_name=self._topic_names.get(card.topic, ""),
            level=fact.level if fact is not None else "",
            standing=self._standing(card.id, learner, clock),
            sources=self._cited(fact),
            original=original,
        )

    def question(self, question_id: str) -> QuestionDetail | None:
        """Return a question with its key."""
        question = content.find_question(self._conn, question_id)
        if question is None:
            return None
        named = (content.find_fact(self._conn, each) for each in (question.fact, *question.also))
        facts = [fact for fact in named if fact is not None]
        lines, sources = self._numbered(facts)
        return QuestionDetail(
            id=question.id,
            type=question.type,
            template=question.template,
            rev=question.rev,
            difficulty=question.difficulty,
            stems=tuple(map(self._text, question.stems)),
            options=self._options(question.options),
            show=question.show,
            answer=question.answer,
            correction=self._text(question.correction),
            pairs=tuple((self._text(p.left), self._text(p.right)) for p in question.pairs),
            extra=tuple(self._text(each.text) for each in question.extra),
            sequence=tuple(self._text(step.text) for step in question.sequence),
            gaps=tuple(
                GapLine(tuple(map(self._text, gap.accept)), self._options(gap.options))
                for gap in question.gaps
            ),
            explanation=self._text(question.explanation),
            topic=question.topic,
            topic_name=self._topic_names.get(question.topic, ""),
            level=facts[0].level if facts else "",
            facts=lines,
            sources=sources,
        )

    def fact(self, fact_id: str) -> FactDetail | None:
        """Return a fact and what asks for it."""
        fact = content.find_fact(self._conn, fact_id)
        if fact is None:
            return None
        items = tuple(self._items_of(fact_id))
        return FactDetail(
            id=fact.id,
            text=self._text(fact.text),
            about=next(iter(self._rows((fact.entity,))), None),
            topic=fact.topic,
            topic_name=self._topic_names.get(fact.topic, ""),
            level=fact.level,
            confidence=fact.confidence,
            contested=fact.contested,
            cards=tuple(row for row in items if row.kind == "card"),
            questions=tuple(row for row in items if row.kind == "question"),
            sources=self._cited(fact),
        )

    def source(self, source_id: str) -> SourceDetail | None:
        """Return a work and what rests on it."""
        work = content.find_source(self._conn, source_id)
        if work is None:
            return None
        order = {topic: place for place, topic in enumerate(self._topic_names)}
        facts = sorted(
            content.facts_citing(self._conn, work.id),
            key=lambda f: (order.get(f.topic, len(order)), reading_order(f.slot)),
        )
        rows = tuple(map(self._fact_row, facts))
        return SourceDetail(work.id, source_line(work, "", self._language), rows)

    def reading(self, entity_id: str) -> Reading | None:
        """Return what there is to read about an entity; facts that repeat its text are left out."""
        entity = content.find_entity(self._conn, entity_id)
        if entity is None:
            return None
        text = self._text(entity.text)
        facts = sorted(content.facts(self._conn, entity_id), key=lambda f: reading_order(f.slot))
        lines, sources = self._numbered(facts)
        told = [
            (fact_group(fact.slot), line)
            for fact, line in zip(facts, lines, strict=True)
            if line.text != text
        ]
        return Reading(
            kind=entity.kind,
            id=entity.id,
            title=self._text(entity.name),
            aliases=tuple(map(self._text, entity.aliases)),
            topic=entity.topic,
            topic_name=self._topic_names.get(entity.topic, ""),
            paragraphs=tuple(filter(None, map(str.strip, text.split("\n\n")))),
            groups=tuple(
                FactGroup(kind, tuple(line for _, line in pairs))
                for kind, pairs in groupby(told, key=lambda pair: pair[0])
            ),
            sources=sources,
            related=self._rows(entity.related),
        )

    def links(self, kind: str, entry_id: str) -> tuple[Row, ...]:
        """Return where one can go from something, the nearest first, each once.

        Args:
            kind: One of ``KINDS``, or ``system``.
            entry_id: Its id within the kind.
        """
        match kind:
            case "card" | "question":
                found = self._links_of_item(kind, entry_id)
            case "fact":
                found = self._links_of_fact(entry_id)
            case "source":
                work = self.source(entry_id)
                found = () if work is None else work.facts
            case _:
                found = self._links_of_entity(entry_id)
        return tuple(row for row in dict.fromkeys(found) if (row.kind, row.id) != (kind, entry_id))

    def _links_of_item(self, kind: str, entry_id: str) -> Iterable[Row]:
        find = content.find_card if kind == "card" else content.find_question
        item = find(self._conn, entry_id)
        if item is None:
            return
        for fact_id in (item.fact, *(item.also if isinstance(item, Question) else ())):
            fact = content.find_fact(self._conn, fact_id)
            if fact is not None:
                yield self._fact_row(fact)
                yield from self._rows((fact.entity,))
        yield from self._items_of(item.fact)

    def _links_of_fact(self, fact_id: str) -> Iterable[Row]:
        fact = content.find_fact(self._conn, fact_id)
        if fact is not None:
            yield from self._rows((fact.entity,))
            yield from self._items_of(fact_id)
            for cite in fact.cites:
                work = content.find_source(self._conn, cite.source)
                if work is not None:
                    yield Row("source", work.id, self._text(work.title), "", "")

    def _links_of_entity(self, entity_id: str) -> Iterable[Row]:
        entity = content.find_entity(self._conn, entity_id)
        if entity is None:
            return
        yield from self._rows(entity.related)
        about = library.reading_entity(self._conn, entity.topic)
        yield from self._rows((about,) if about is not None else ())
        facts = content.facts(self._conn, entity_id)
        for fact in sorted(facts, key=lambda fact: reading_order(fact.slot)):
            yield self._fact_row(fact)

    def _items_of(self, fact_id: str) -> Iterable[Row]:
        for card in content.cards(self._conn, fact_id):
            yield Row("card", card.id, self._text(card.front), card.topic, "")
        for question in library.questions_of(self._conn, fact_id):
            yield Row("question", question.id, self._text(question.stems[0]), question.topic, "")

    def _fact_row(self, fact: Fact) -> Row:
        name = self._topic_names.get(fact.topic, "")
        return Row("fact", fact.id, self._text(fact.text), fact.topic, name)

    def _options(self, options: Iterable[Option]) -> tuple[OptionLine, ...]:
        """Return options in the order of their texts, which tells nothing of the key."""
        lines = (
            OptionLine(self._text(option.text), option.correct, self._text(option.why))
            for option in options
        )
        return tuple(sorted(lines, key=lambda line: line.text.casefold()))

    def _standing(self, card_id: str, learner: str, clock: Clock) -> Standing:
        own = settings_from(learners.settings(self._conn, learner))
        now = moment(clock, own.rollover_hour)
        state = memory.load(self._conn, learner, card_id)
        believed, marks = (NEW_MEMORY, NO_MARKS) if state is None else (state.memory, state.marks)
        return Standing(
            memory=believed,
            day=now.day,
            at_ms=now.at_ms,
            suspended=marks.suspended,
            buried=is_buried(marks, now.day),
            flagged=marks.flagged,
        )

    def _rows(self, ids: Iterable[str]) -> tuple[Row, ...]:
        return tuple(
            Row(e.kind, e.id, self._text(e.name), e.topic, self._topic_names.get(e.topic, ""))
            for e in library.entities(self._conn, ids)
        )

    def _cited(self, fact: Fact | None) -> tuple[SourceLine, ...]:
        return () if fact is None else self._numbered([fact])[1]

    def _numbered(
        self, facts: Sequence[Fact]
    ) -> tuple[tuple[FactLine, ...], tuple[SourceLine, ...]]:
        """Return facts with the numbers of the places they rest on, each place listed once."""
        asked = library.asked(self._conn, (fact.id for fact in facts))
        places: dict[SourceLine, int] = {}
        works: dict[str, Source | None] = {}

        def number(cite: Cite) -> int | None:
            if cite.source not in works:
                works[cite.source] = content.find_source(self._conn, cite.source)
            work = works[cite.source]
            if work is None:
                return None
            line = source_line(work, self._text(cite.section), self._language)
            return places.setdefault(line, len(places) + 1)

        lines = tuple(
            FactLine(
                id=fact.id,
                text=self._text(fact.text),
                level=fact.level,
                confidence=fact.confidence,
                contested=fact.contested,
                asked=fact.id in asked,
                numbers=tuple(n for n in map(number, fact.cites) if n is not None),
            )
            for fact in facts
        )
        return lines, tuple(places)

    def _text(self, text: Text | None) -> str:
        return text_in(text, self._language) if text else ""


def reading_order(slot: str) -> tuple[int, int, int, str]:
    """Return a key that puts facts in the order they are read: by what they tell, then number."""
    stem, number = _parts(slot)
    place = _SLOTS.index(stem) if stem in _SLOTS else len(_SLOTS)
    return GROUPS.index(fact_group(slot)), place, number, slot


def fact_group(slot: str) -> str:
    """Return which of ``GROUPS`` a fact of a slot belongs to."""
    return _GROUP_OF_SLOT.get(_parts(slot)[0], "more")


def _parts(slot: str) -> tuple[str, int]:
    """Return the word a slot begins with and the number it ends with, 0 without one."""
    found = _SLOT.fullmatch(slot)
    return (slot, 0) if found is None else (found[1], int(found[2] or 0))
