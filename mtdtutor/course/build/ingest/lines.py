"""Plain text and Markdown: from lines to blocks."""

from __future__ import annotations

import itertools
import re
from typing import Final, NamedTuple

from mtdtutor.course.build.ingest.blocks import Block, Kind, refuse_too_many
from mtdtutor.course.build.ingest.original import Original
from mtdtutor.course.build.ingest.passage import Reader

_LINE: Final = re.compile(r"\S[^\r\n\x0b\x0c\x85\u2028\u2029]*")
_HEADING: Final = re.compile(r"(#{1,6})(?:\s+|$)")
_CLOSING_MARKS: Final = re.compile(r"\s#+\s*$")
_BULLET: Final = re.compile(r"(?:[•◦▪▫‣⁃∙●○■□–—*+·-]|&bull;)\s+(?=\S)")
_NUMBER: Final = re.compile(r"\(?(\d{1,3}(?=[.)])|[a-z](?=\)))[.)]\s+(?=\S)")
_BAR: Final = re.compile(r"(?<!\\)\|")
_FRONT_MATTER: Final = re.compile(r"---\s*\n(?:[\w-]+:|\s|#|-\s)[^\0]{0,4000}?\n---\s*\n")
_FENCES: Final = ("```", "~~~")
_SEPARATOR: Final = frozenset("|:- \t")
_FULL: Final = frozenset(".!?:;…”\"')]")
_MAX_BARS: Final = 100
_NARROW: Final = range(60, 121)


class _Line(NamedTuple):
    """A line that is not blank: its text begins at ``start``, after its indent."""

    start: int
    end: int
    gap: bool
    indent: int


def blocks_of_lines(original: Original) -> list[Block]:
    """Return the blocks of plain text or Markdown.

    Raises:
        KnownError: There are too many of them.
    """
    text = original.text
    parser = _Parser(Reader(text, markdown=True), _wrap_width(text))
    before = 0
    for match in _LINE.finditer(text):
        between = text[before : match.start()].replace("\r\n", "\n")
        indent = len(between) - len(between.rstrip(" \t\xa0"))
        gap = before == 0 or len(between.splitlines()) - bool(indent) > 1
        parser.line(_Line(match.start(), match.end(), gap, indent))
        before = match.end()
        refuse_too_many(parser.pieces, original)
    parser.finish()
    return parser.blocks


def _wrap_width(text: str) -> int:
    """Return the width at which lines were broken by hand, or 0 if each is a paragraph."""
    widths = [match.end() - match.start() for match in _LINE.finditer(text)]
    longest = max(widths)
    if longest not in _NARROW:
        return 0
    return longest if sum(width >= longest * 3 / 4 for width in widths) >= 4 else 0


def _is_rule(raw: str) -> bool:
    marks = "".join(raw.split())
    return len(marks) >= 3 and marks[0] in "-*_=" and set(marks) == {marks[0]}


class _Parser:
    """Turns lines into blocks, one after another."""

    def __init__(self, reader: Reader, width: int) -> None:
        self.blocks: list[Block] = []
        self._reader = reader
        self._text = reader.text
        self._width = width
        self._open: Block | None = None
        self._open_end = 0
        self._last: _Line | None = None
        self._fence = ""
        self._fence_start = 0
        self._cells = 0
        self._group = 0

    @property
    def pieces(self) -> int:
        """How many blocks and cells there are so far."""
        return len(self.blocks) + self._cells

    def line(self, line: _Line) -> None:
        """Take one line in."""
        raw = self._text[line.start : line.end].rstrip()
        if self._last is None and raw == "---":
            self._front_matter(line)
        if self._in_fence(line, raw):
            return
        heading = _HEADING.match(raw)
        if heading is not None:
            self._close()
            closing = _CLOSING_MARKS.search(raw, heading.end())
            end = line.start + (closing.start() if closing else len(raw))
            block = self._add(Kind.HEADING, line, line.start + heading.end(), end)
            block.level, block.explicit = len(heading[1]), True
        elif _is_rule(raw):
            self._rule(raw, line)
        elif 2 <= len(_BAR.findall(raw)) <= _MAX_BARS or ("|" in raw and set(raw) <= _SEPARATOR):
            self._close()
            self._row(raw, line)
        elif not self._item(raw, line):
            self._paragraph(raw, line)
        self._last = line

    def finish(self) -> None:
        """Close what is open at the end of the text."""
        self._close()
        if self._fence:
            self._drop_code(len(self._text))

    def _close(self) -> None:
        """Give the open block all the lines that went on with it, read once."""
        block = self._open
        if block is not None and self._open_end > block.passage.end:
            block.passage = self._reader.read(block.passage.start, self._open_end)
        self._open = None

    def _in_fence(self, line: _Line, raw: str) -> bool:
        """Return whether a line belongs to a block of code, fences included."""
        if self._fence:
            if raw.startswith(self._fence) and line.start > self._fence_start:
                self._drop_code(line.end)
            return True
        if raw.startswith(_FENCES):
            self._close()
            self._fence, self._fence_start = raw[:3], line.start
            return True
        return False

    def _front_matter(self, line: _Line) -> None:
        """Take the page's own data at its very top for a block of code."""
        if _FRONT_MATTER.match(self._text, line.start):
            self._fence, self._fence_start = "---", line.start

    def _drop_code(self, end: int) -> None:
        block = Block(Kind.TEXT, self._reader.read(self._fence_start, end), gap=True)
        block.drop("front matter" if self._fence == "---" else "code")
        self.blocks.append(block)
        self._fence = ""

    def _rule(self, raw: str, line: _Line) -> None:
        """Take in a line of dashes: the underline of a heading, or a rule between parts."""
        above = self._open
        self._close()
        under_text = above is not None and above.kind is Kind.TEXT and not line.gap
        if above is not None and under_text and raw.strip("=-") == "" and len(above.plain) <= 120:
            above.kind, above.level = Kind.HEADING, 1 + (raw[0] == "-")
            above.explicit = True
            return
        self._add(Kind.RULE, line, line.start, line.end)

    def _row(self, raw: str, line: _Line) -> None:
        if not self.blocks or self.blocks[-1].kind is not Kind.ROW or line.gap:
            self._group += 1
        if set(raw) <= _SEPARATOR:
            if self.blocks and self.blocks[-1].group == self._group:
                self.blocks[-1].header = True
            return
        bars = [match.start() for match in _BAR.finditer(raw)]
        edges = [-1, *bars, len(raw)]
        cells = [
            self._reader.read(line.start + left + 1, line.start + right)
            for left, right in itertools.pairwise(edges)
        ]
        first = 0 if raw[: bars[0]].strip() else 1
        last = len(cells) if raw[bars[-1] + 1 :].strip() else len(cells) - 1
        block = self._add(Kind.ROW, line, line.start, line.end)
        block.cells, block.group = tuple(cells[first:last]), self._group
        self._cells += len(cells)

    def _item(self, raw: str, line: _Line) -> bool:
        match = _BULLET.match(raw)
        number = ""
        if match is None:
            match = _NUMBER.match(raw)
            if match is None:
                return False
            number = match[1]
        self._close()
        last = self.blocks[-1] if self.blocks else None
        if last is None or last.kind is not Kind.ITEM:
            self._group += 1
        block = self._add(Kind.ITEM, line, line.start + match.end(), line.end)
        block.level, block.number, block.group = line.indent // 2, number, self._group
        self._open = block
        return True

    def _paragraph(self, raw: str, line: _Line) -> None:
        if self._open is not None and not line.gap and self._continues(raw, line):
            self._open_end = line.end
            return
        self._close()
        self._open = self._add(Kind.TEXT, line, line.start, line.end)
        self._open_end = line.end

    def _continues(self, raw: str, line: _Line) -> bool:
        """Return whether a line goes on with the one before."""
        before = self._last
        if before is None:
            return False
        if self._open is not None and self._open.kind is Kind.ITEM and line.indent > before.indent:
            return True
        width = before.end - before.start
        if not self._width:
            # No hand wrapping: only a sentence torn in two is put together again.
            full = self._text[before.start : before.end].rstrip()[-1] in _FULL
            return raw[0].islower() and width > 40 and not full
        return width + 1 + len(raw.split(None, 1)[0]) > self._width - 12

    def _add(self, kind: Kind, line: _Line, start: int, end: int) -> Block:
        block = Block(kind, self._reader.read(start, end), line.gap)
        self.blocks.append(block)
        return block
