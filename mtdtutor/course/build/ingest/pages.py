"""HTML pages: from elements to blocks."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from mtdtutor.course.build.ingest.blocks import Block, Kind, refuse_too_many
from mtdtutor.course.build.ingest.markup import Tag
from mtdtutor.course.build.ingest.original import Original
from mtdtutor.course.build.ingest.passage import BLOCK_TAGS, Passage, Reader

_START: Final = re.compile(r"\s{0,1000}<(?:!doctype\s+html|html\b|head\b|body\b)", re.IGNORECASE)
_BLOCK_TAG: Final = re.compile(r"</(?:p|div|li|td|h[1-6]|article|section)\s*>", re.IGNORECASE)
_ATTRIBUTE: Final = re.compile(
    r"\s(?:class|id|role|aria-label)\s*=\s*(\"[^\"]{0,300}|'[^']{0,300}|[^\s\"'>]{1,300})",
    re.IGNORECASE,
)
_FURNITURE_NAME: Final = re.compile(
    r"(?:(?:site|page|main|global|primary|post|article|entry)[-_]+)?"
    r"(?:nav(?:igation|bar)?|menu|sidebar|footer|breadcrumbs?|share|sharing|social|related"
    r"|recommend(?:ed|ations)?|cookies?|promo|advert(?:isement)?|ads?|newsletter|subscribe"
    r"|comments?|toc|pagination|banner|popup|modal|byline|see-also|complementary|contentinfo)"
    r"(?:[-_]+(?:area|bar|box|buttons?|container|form|icons?|items?|links?|list|menu|notice"
    r"|posts?|articles?|section|widget|wrapper))*",
    re.IGNORECASE,
)
"""A whole class name: "related-posts" is furniture, "has-sidebar" tells nothing."""

_HIDDEN: Final = re.compile(
    r"\shidden(?=[\s>/=])|display\s{0,5}:\s{0,5}none|aria-hidden\s{0,5}=\s{0,5}[\"']?true",
    re.IGNORECASE,
)
_FURNITURE_TAGS: Final = frozenset({"nav", "aside", "footer", "button", "menu", "dialog"})
_CONTENT_TAGS: Final = frozenset({"main", "article", "body"})
_TABLE_TAGS: Final = frozenset({"table", "tbody", "td", "tfoot", "th", "thead", "tr"})
_KINDS: Final = {
    "li": Kind.ITEM,
    "dt": Kind.TERM,
    "dd": Kind.MEANING,
    "summary": Kind.HEADING,
    "caption": Kind.HEADING,
    **{f"h{level}": Kind.HEADING for level in range(1, 7)},
}
_CLOSED_BY: Final = {
    "li": frozenset({"li"}),
    "dt": frozenset({"dt", "dd"}),
    "dd": frozenset({"dt", "dd"}),
    "tr": frozenset({"td", "th", "tr"}),
    "td": frozenset({"td", "th"}),
    "th": frozenset({"td", "th"}),
    "p": frozenset({"p"}),
}
"""Elements that end without an end tag when such a one begins right inside them."""


class _Frame(NamedTuple):
    """An open element, and what holds inside it."""

    name: str
    kind: Kind
    furniture: str
    content: bool
    group: int
    level: int


def is_page(original: Original) -> bool:
    """Return whether a text is HTML, by its name or by what it holds."""
    if original.name.lower().endswith((".html", ".htm", ".xhtml")) or _START.match(original.text):
        return True
    return sum(1 for _, _ in zip(_BLOCK_TAG.finditer(original.text), range(5), strict=False)) == 5


def blocks_of_page(original: Original) -> list[Block]:
    """Return the blocks of an HTML page.

    Raises:
        KnownError: There are too many of them.
    """
    reader = Reader(original.text, markdown=False)
    builder = _Builder(reader)
    text = original.text
    place = text.find("<")
    while place >= 0:
        tag = reader.scanner.at(place)
        if tag is not None and tag.name in BLOCK_TAGS:
            builder.tag(tag)
            refuse_too_many(max(builder.pieces, builder.depth), original)
        place = text.find("<", place + 1 if tag is None else tag.end)
    builder.finish()
    return builder.blocks


class _Builder:
    """Turns the tags of a page into blocks, one after another."""

    def __init__(self, reader: Reader) -> None:
        self.blocks: list[Block] = []
        self._reader = reader
        self._text = reader.text
        self._stack = [_Frame("", Kind.TEXT, "", False, 0, 0)]
        self._open: dict[str, int] = {}
        self._start = 0
        self._breaks = 0
        self._groups = 0
        self._cells: list[Passage] = []
        self._cell_count = 0
        self._heads = 0
        self._row_start = 0

    @property
    def pieces(self) -> int:
        """How many blocks and cells there are so far."""
        return len(self.blocks) + self._cell_count

    @property
    def depth(self) -> int:
        """How many elements are open."""
        return len(self._stack)

    def tag(self, tag: Tag) -> None:
        """Take one tag of a block element in."""
        if tag.name == "br":
            # One break is a new line of the same paragraph, two are a new paragraph.
            blank = not self._text[self._start : tag.start].strip()
            if blank or self._text.startswith(("<br", "<BR"), self._after_space(tag.end)):
                self._flush(tag)
            return
        if self._stack[-1].name in {"td", "th"} and tag.name not in _TABLE_TAGS:
            # Paragraphs in a cell are one cell.
            return
        self._flush(tag)
        if tag.name == "hr":
            self.blocks.append(Block(Kind.RULE, self._reader.read(tag.start, tag.end)))
        elif tag.closing:
            self._leave(tag.name, tag.end)
        else:
            self._enter(tag)

    def finish(self) -> None:
        """Close what is open at the end of the page."""
        end = len(self._text)
        self._flush(Tag("", True, end, end))
        self._end_row(end)

    def _after_space(self, place: int) -> int:
        limit = min(len(self._text), place + 40)
        while place < limit and self._text[place].isspace():
            place += 1
        return place

    def _enter(self, tag: Tag) -> None:
        top = self._stack[-1]
        while top.name in _CLOSED_BY.get(tag.name, frozenset()):
            self._leave(top.name, tag.start)
            top = self._stack[-1]
        if tag.name == "tr":
            self._row_start = tag.start
        group, level = top.group, top.level
        if tag.name in {"ul", "ol", "table", "dl"}:
            self._groups += 1
            level = level + 1 if top.kind is Kind.ITEM else 0
            # A list inside an item goes on with the list it is in.
            group = top.group if top.kind is Kind.ITEM and tag.name != "table" else self._groups
        content = top.content or tag.name in {"main", "article"}
        furniture = "" if tag.name in _CONTENT_TAGS else self._furniture(tag, top)
        kind = _KINDS.get(tag.name, top.kind)
        if tag.name == "table":
            kind = Kind.TEXT
        self._stack.append(_Frame(tag.name, kind, furniture, content, group, level))
        self._open[tag.name] = self._open.get(tag.name, 0) + 1

    def _furniture(self, tag: Tag, top: _Frame) -> str:
        """Return why what stands in an element is no content, or nothing."""
        if top.furniture:
            return top.furniture
        if tag.name in _FURNITURE_TAGS or (tag.name == "header" and not top.content):
            return "page furniture"
        if tag.name in {"html", "body"}:
            return ""
        raw = self._text[tag.start : min(tag.end, tag.start + 1000)]
        if _HIDDEN.search(raw):
            return "hidden"
        names = " ".join(match[1].strip("\"'") for match in _ATTRIBUTE.finditer(raw)).split()
        return "page furniture" if any(map(_FURNITURE_NAME.fullmatch, names)) else ""

    def _leave(self, name: str, end: int) -> None:
        if not self._open.get(name):
            return
        while True:
            frame = self._stack.pop()
            self._open[frame.name] -= 1
            if frame.name in {"tr", "table"}:
                self._end_row(end)
            if frame.name == name:
                return

    def _flush(self, tag: Tag) -> None:
        """Make a block of the text that stood before a tag."""
        top = self._stack[-1]
        passage = self._reader.read(self._start, tag.start)
        self._start = tag.end
        in_cell = top.name in {"td", "th"} and not top.furniture and tag.name != "table"
        if in_cell:
            self._cells.append(passage)
            self._cell_count += 1
            self._heads += top.name == "th"
            return
        if not passage.plain:
            return
        block = Block(top.kind, passage, gap=True, level=top.level, group=top.group)
        if top.kind is Kind.HEADING:
            block.level = int(top.name[1]) if top.name[1:].isdigit() else 6
            block.explicit = True
        if top.furniture:
            block.drop(top.furniture)
        self.blocks.append(block)

    def _end_row(self, end: int) -> None:
        """Make a row of the cells gathered, or paragraphs where a table is only a layout."""
        cells, self._cells = self._cells, []
        heads, self._heads = self._heads, 0
        if not any(cell.plain for cell in cells):
            return
        if len(cells) == 1 or any(len(cell.plain) > 600 for cell in cells):
            self.blocks.extend(Block(Kind.TEXT, cell, gap=True) for cell in cells if cell.plain)
            return
        passage = self._reader.read(min(self._row_start, cells[0].start), end)
        group = self._stack[-1].group
        header = heads == len(cells)
        self.blocks.append(Block(Kind.ROW, passage, cells=tuple(cells), header=header, group=group))
