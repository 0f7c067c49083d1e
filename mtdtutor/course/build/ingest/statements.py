"""Facts and definitions: the sentences of a page that say something."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from mtdtutor.course.build.ingest.blocks import Block, Kind
from mtdtutor.course.build.ingest.candidates import Array, Candidate, Confidence
from mtdtutor.course.build.ingest.definitions import definition
from mtdtutor.course.build.ingest.outline import ANSWERED, question_end
from mtdtutor.course.build.ingest.page import Page
from mtdtutor.course.build.ingest.sentences import MAX_WORDS, Sentence, sentences
from mtdtutor.course.build.words import word_count

_BREAKS_OFF: Final = re.compile(r"(?:,|\s)\s*(?:and|or|the)\s?[.…]*$", re.IGNORECASE)
_MIN_WORDS: Final = 4
_MAX_LENGTH: Final = 1500
_PROSE: Final = frozenset({Kind.TEXT, Kind.ITEM, Kind.MEANING})


class Statement(NamedTuple):
    """A sentence of a page, and in which block it stands."""

    page: Page
    at: int
    sentence: Sentence

    def candidate(self, name: Array, confidence: Confidence, **more: object) -> Candidate:
        """Return an entry for it."""
        part = (self.sentence.start, self.sentence.end)
        return self.page.candidate(name, self.at, confidence, part=part, **more)


def statements(page: Page) -> Iterator[Statement]:
    """Yield the whole sentences of a page that are neither questions nor headings."""
    for index, block in enumerate(page.kept):
        if block.kind not in _PROSE:
            continue
        first = _answer_start(block)
        for sentence in sentences(block.plain):
            if sentence.start < first or not sentence.whole:
                continue
            if (
                len(sentence.text) <= _MAX_LENGTH
                and _MIN_WORDS <= word_count(sentence.text) <= MAX_WORDS
            ):
                yield Statement(page, index, sentence)


def _answer_start(block: Block) -> int:
    """Return where a block's own question or mark ends."""
    if block.question:
        return question_end(block)
    return 0


def statement_candidates(page: Page) -> Iterator[Candidate]:
    """Yield every fact and definition, and a gap where a sentence or a section breaks."""
    yield from _terms(page)
    before = -1
    for statement in statements(page):
        sentence = statement.sentence
        text = _without_mark(sentence.text)
        opening = statement.at != before
        before = statement.at
        if _BREAKS_OFF.search(text):
            note = "The sentence breaks off."
            yield statement.candidate("gap", "high", kind="broken-off", note=note)
            continue
        if opening and sentence.refers_back and _opens_section(page, statement.at):
            note = "The section opens with something that speaks of what is not there."
            yield statement.candidate("gap", "medium", kind="opening-lost", note=note)
        found = None if sentence.refers_back else definition(text)
        if found is not None:
            yield statement.candidate("definition", found.confidence, term=found.term)
        else:
            yield statement.candidate("fact", _confidence(sentence))
    yield from _bare_headings(page)


def _without_mark(text: str) -> str:
    match = ANSWERED.match(text)
    return text[match.end() if match else 0 :]


def _confidence(sentence: Sentence) -> Confidence:
    if sentence.refers_back:
        return "low"
    return "medium" if sentence.connects else "high"


def _opens_section(page: Page, index: int) -> bool:
    """Return whether a block is the first below a heading that is no question."""
    above = page.kept[index - 1] if index else None
    return above is not None and above.kind is Kind.HEADING and not above.question


def _terms(page: Page) -> Iterator[Candidate]:
    """Yield the terms of a glossary that is marked as one."""
    for index, block in enumerate(page.kept[:-1]):
        if block.kind is Kind.TERM and not block.question:
            if page.kept[index + 1].kind is Kind.MEANING:
                yield page.stretch("definition", index, index + 1, "high", term=block.plain)
            elif page.kept[index + 1].kind is not Kind.TERM:
                note = "A term without its meaning."
                yield page.candidate("gap", index, "medium", kind="undefined", note=note)


def _bare_headings(page: Page) -> Iterator[Candidate]:
    """Yield a gap for each heading with nothing below it."""
    for index, block in enumerate(page.kept):
        if block.kind is not Kind.HEADING or block.question:
            continue
        after = page.kept[index + 1] if index + 1 < len(page.kept) else None
        same = after is not None and after.kind is Kind.HEADING and not after.question
        deeper = same and after is not None and (after.level > block.level or not block.level)
        if after is None or (same and not deeper):
            note = "A heading with nothing below it."
            yield page.candidate("gap", index, "medium", kind="empty-section", note=note)
