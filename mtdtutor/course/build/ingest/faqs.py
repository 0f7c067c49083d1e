"""Questions and their answers, also where a page lost the question."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mtdtutor.course.build.ingest.blocks import Kind
from mtdtutor.course.build.ingest.candidates import Candidate, Confidence, Place
from mtdtutor.course.build.ingest.definitions import Definition, definition, question_for
from mtdtutor.course.build.ingest.outline import ANSWERED, ASKED, question_end
from mtdtutor.course.build.ingest.page import Page
from mtdtutor.course.build.ingest.sentences import sentences
from mtdtutor.course.build.words import bare

_MAX_BLOCKS: Final = 40
"""An answer longer than this is a chapter whose title happens to be a question."""


def faq_candidates(page: Page) -> Iterator[Candidate]:
    """Yield every question with its answer, and every answer that lost its question."""
    index = 0
    while index < len(page.kept):
        if page.kept[index].question:
            last = _answer_end(page, index)
            yield from _pair(page, index, last)
            index = last + 1
        else:
            if index in page.faq and page.kept[index].kind is Kind.TEXT:
                yield _inferred(page, index)
            index += 1


def _answer_end(page: Page, index: int) -> int:
    """Return the index of the last block that answers a question."""
    last = index
    group = page.kept[index].group if page.kept[index].kind is Kind.ITEM else None
    for place in range(index + 1, min(len(page.kept), index + 1 + _MAX_BLOCKS)):
        block = page.kept[place]
        if block.question or block.kind in {Kind.HEADING, Kind.TERM}:
            break
        if group is not None and block.group == group and block.level <= page.kept[index].level:
            break
        if last > index and _lost_its_question(page, index, place):
            break
        if last > index and page.interrupted(last, place):
            break
        last = place
    return last


def _lost_its_question(page: Page, index: int, place: int) -> bool:
    """Return whether a block further down defines something that was not asked about."""
    block = page.kept[place]
    if index not in page.faq or block.kind is not Kind.TEXT:
        return False
    found = definition(next(sentences(block.plain)).text)
    if found is None or found.confidence != "high":
        return False
    asked = f" {bare(' '.join(each.plain[:2000] for each in page.kept[index:place]))} "
    return f" {bare(found.term)} " not in asked


def _pair(page: Page, index: int, last: int) -> Iterator[Candidate]:
    block = page.kept[index]
    after = question_end(block)
    question = block.plain[:after]
    prefix = ASKED.match(question)
    parts = [block.plain[after:], *(each.plain for each in page.kept[index + 1 : last + 1])]
    answer = "\n".join(filter(None, map(str.strip, parts)))
    marked = ANSWERED.match(answer)
    answer = answer[marked.end() if marked else 0 :]
    if not answer:
        if block.kind is not Kind.ITEM:
            yield page.candidate("gap", index, "medium", kind="unanswered", note=_UNANSWERED)
        return
    strong = index in page.faq or prefix is not None or block.explicit or block.gap
    confidence: Confidence = "high" if strong else "medium"
    found = page.stretch("faq", index, last, confidence)
    found.more.update(
        question=question[prefix.end() if prefix else 0 :], answer=answer, inferred=False
    )
    yield found


_UNANSWERED: Final = "A question without an answer."


def _inferred(page: Page, index: int) -> Candidate:
    """Return an answer without its question, which is guessed from how the answer begins."""
    block = page.kept[index]
    found: Definition | None = definition(next(sentences(block.plain)).text)
    if found is None:
        note = "It stands where an answer stands, but its question is lost and cannot be guessed."
        return page.candidate("gap", index, "medium", kind="question-lost", note=note)
    confidence: Confidence = "medium" if found.confidence == "high" else "low"
    passage = block.passage
    return Candidate(
        "faq",
        Place(page.original, passage.start, passage.end),
        confidence,
        section=page.sections[index],
        more={"question": question_for(found), "answer": block.plain, "inferred": True},
    )
