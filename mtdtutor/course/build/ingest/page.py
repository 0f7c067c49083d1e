"""A file taken apart: its blocks of content, each under its heading."""

from __future__ import annotations

import bisect
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mtdtutor.core.errors import KnownError
from mtdtutor.course.build.ingest.blocks import Block, Kind
from mtdtutor.course.build.ingest.candidates import Array, Candidate, Confidence, Place
from mtdtutor.course.build.ingest.furniture import drop_furniture
from mtdtutor.course.build.ingest.lines import blocks_of_lines
from mtdtutor.course.build.ingest.original import Original
from mtdtutor.course.build.ingest.outline import mark_outline
from mtdtutor.course.build.ingest.pages import blocks_of_page, is_page


@dataclass(frozen=True, slots=True)
class Page:
    """A file taken apart.

    Attributes:
        original: The file.
        kept: Its blocks of content, in order.
        dropped: What is no content.
        faq: For each kept block among frequently asked questions, by index, its heading's index.
        sections: The heading or question each kept block stands under.
        drops: Where the dropped blocks begin, in order.
    """

    original: Original
    kept: tuple[Block, ...]
    dropped: tuple[Block, ...]
    faq: dict[int, int]
    sections: tuple[str, ...]
    drops: array[int]

    def candidate(
        self,
        name: Array,
        index: int,
        confidence: Confidence,
        *,
        part: tuple[int, int] | None = None,
        **more: object,
    ) -> Candidate:
        """Return an entry for a kept block, or for a part of its plain text."""
        block = self.kept[index]
        start, end = block.passage.start, block.passage.end
        plain = block.plain
        if part is not None:
            start, end = block.passage.place(*part)
            plain = plain[part[0] : part[1]]
        place = Place(self.original, start, end)
        return Candidate(name, place, confidence, plain, self.sections[index], more)

    def stretch(
        self, name: Array, first: int, last: int, confidence: Confidence, **more: object
    ) -> Candidate:
        """Return an entry from one kept block to another, included."""
        place = Place(self.original, self.kept[first].passage.start, self.kept[last].passage.end)
        return Candidate(name, place, confidence, "", self.sections[first], more)

    def interrupted(self, index: int, after: int) -> bool:
        """Return whether something dropped stands between two kept blocks."""
        start, end = self.kept[index].passage.start, self.kept[after].passage.start
        return bisect.bisect(self.drops, start) < bisect.bisect(self.drops, end)

    def fragments(self, places: Sequence[Place]) -> Iterator[Candidate]:
        """Yield a gap for each kept text that no entry speaks of, so that nothing is lost unseen.

        Args:
            places: Where the entries made of this page stand.
        """
        spans = sorted((place.start, place.end) for place in places)
        reach, following = 0, 0
        for index, block in enumerate(self.kept):
            start, end = block.passage.start, block.passage.end
            while following < len(spans) and spans[following][0] < end:
                reach = max(reach, spans[following][1])
                following += 1
            after = self.kept[index + 1].kind if index + 1 < len(self.kept) else None
            leads = block.plain.endswith(":") and after in {Kind.ITEM, Kind.ROW}
            if reach <= start and block.kind is not Kind.HEADING and not leads:
                note = "Text that is no sentence, no list and no answer."
                yield self.candidate("gap", index, "low", kind="fragment", note=note)

    def dropped_candidates(self) -> Iterator[Candidate]:
        """Yield an entry for everything dropped."""
        for block in self.dropped:
            if block.passage.start < block.passage.end:
                place = Place(self.original, block.passage.start, block.passage.end)
                confidence: Confidence = "medium" if block.reason == "repeated line" else "high"
                yield Candidate(
                    "dropped", place, confidence, block.plain, more={"reason": block.reason}
                )


def take_apart(original: Original) -> Page:
    """Return the blocks of a file and how they hang together.

    Raises:
        KnownError: The file has too many blocks, or none at all.
    """
    html = is_page(original)
    blocks = blocks_of_page(original) if html else blocks_of_lines(original)
    if not any(block.plain for block in blocks):
        raise KnownError("ingest-empty", file=original.name)
    drop_furniture(blocks)
    kept = [block for block in blocks if block.kind is not Kind.DROPPED]
    faq = mark_outline(kept, original.text)
    sections = []
    section = ""
    for block in kept:
        if block.kind is Kind.HEADING or block.question:
            section = block.plain[:200]
        sections.append(section)
    dropped = [block for block in blocks if block.kind is Kind.DROPPED]
    drops = array("I", sorted(block.passage.start for block in dropped))
    return Page(original, tuple(kept), tuple(dropped), faq, tuple(sections), drops)
