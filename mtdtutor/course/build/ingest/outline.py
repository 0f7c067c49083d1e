"""How a page is built: which lines are headings, and which are questions answered there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from mtdtutor.course.build.ingest.blocks import Block, Kind
from mtdtutor.course.build.ingest.sentences import sentences
from mtdtutor.course.build.words import word_count

_FAQ: Final = re.compile(
    r"(?:some |the |our |your )?(?:(?:frequently|commonly|often) asked questions?"
    r"|f\.?a\.?q\.?(?:'|’)?s?"
    r"|common questions?|questions? (?:and|&) answers?|q\s?(?:&|and)\s?a)\b.{0,60}",
    re.IGNORECASE,
)
ASKED: Final = re.compile(r"(?:q(?:uestion)?\s?\d{0,3}\s?[:.)]\s*)(?=\S)", re.IGNORECASE)
ANSWERED: Final = re.compile(r"(?:a(?:nswer)?\s?\d{0,3}\s?[:.)]\s*)(?=\S)", re.IGNORECASE)
_INTERROGATIVE: Final = re.compile(
    r"(?:what|who|whom|whose|which|when|where|why|how|is|are|was|were|do|does|did|can|could|should"
    r"|will|would|may|must|has|have)\b",
    re.IGNORECASE,
)
_BOLD: Final = re.compile(r"(?:\*\*|__|<(?:b|strong)\b)", re.IGNORECASE)
_MAX_QUESTION: Final = 45
_MAX_HEADING: Final = 14
_CLOSERS: Final = "\"'”’)*_"


def mark_outline(kept: Sequence[Block], text: str) -> dict[int, int]:
    """Mark questions and headings.

    Args:
        kept: The blocks that are content, in order.
        text: The text they stand in.

    Returns:
        For each block inside a section of frequently asked questions, by index, the index of that
        section's heading.
    """
    faq = -1
    asked = False
    inside: dict[int, int] = {}
    for index, block in enumerate(kept):
        after = kept[index + 1] if index + 1 < len(kept) else None
        if block.kind in {Kind.TEXT, Kind.HEADING} and _FAQ.fullmatch(block.plain.rstrip(" :?")):
            block.kind = Kind.HEADING
            faq, asked = index, False
            continue
        if _is_question(block, after, text, faq=faq >= 0):
            block.question = asked = True
        elif block.kind is Kind.HEADING or (not asked and _is_heading(block, after)):
            block.kind = Kind.HEADING
            asked = False
            if faq >= 0 and not (after and after.plain.endswith("?")):
                faq = -1
        else:
            asked = False
        if faq >= 0:
            inside[index] = faq
    return inside


def question_end(block: Block) -> int:
    """Return where the question ends in the plain text of a block that asks one."""
    first = next(sentences(block.plain))
    return first.end if first.text.rstrip(_CLOSERS).endswith("?") else len(block.plain)


def _is_question(block: Block, after: Block | None, text: str, *, faq: bool) -> bool:
    if block.kind in {Kind.ROW, Kind.MEANING}:
        return False
    plain = block.plain
    prefix = ASKED.match(plain)
    first = next(sentences(plain))
    if not 2 <= word_count(first.text) <= _MAX_QUESTION:
        return False
    if first.text.rstrip(_CLOSERS).endswith("?"):
        alone = first.end == len(plain)
        bold = _BOLD.match(text, block.passage.start) is not None
        return alone or faq or bold or prefix is not None
    if prefix is not None and not ANSWERED.match(plain):
        return first.end == len(plain)
    return (
        (faq or block.kind is Kind.TERM)
        and _INTERROGATIVE.match(plain) is not None
        and plain[-1] not in ".!:;,"
        and word_count(plain) <= _MAX_HEADING
        and after is not None
        and not after.plain.endswith("?")
    )


def _is_heading(block: Block, after: Block | None) -> bool:
    """Return whether a short line without a stop stands above something longer."""
    plain = block.plain
    if block.kind is not Kind.TEXT or after is None or plain[-1] in ".!?:;,…":
        return False
    if word_count(plain) > _MAX_HEADING or plain[0].islower():
        return False
    if after.kind in {Kind.ROW, Kind.ITEM, Kind.TERM}:
        return True
    return after.kind is Kind.TEXT and word_count(after.plain) > max(word_count(plain), 8)
