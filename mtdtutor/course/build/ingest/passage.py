"""A stretch of a file as a person reads it, and for every character of that its place."""

from __future__ import annotations

import html
import re
from array import array
from dataclasses import dataclass
from typing import Final

from mtdtutor.course.build.ingest.markup import Scanner

_SPECIAL: Final = re.compile(r"[<&*`~\\\[\]\x00-\x1f\x7f-\xa0\xad\u2000-\u200f\u2060\ufeff]|  |_")
_TOKEN: Final = re.compile(
    r"(?P<space>[\s\u200e\u200f]+)"
    r"|(?P<nothing>[\u200b-\u200d\u2060\ufeff\xad\x00-\x1f\x7f-\x9f])"
    r"|(?P<entity>&(?:\#\d{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)"
    r"|(?P<tag><)"
    r"|(?P<link>!?\[(?P<label>[^\[\]]{1,300})\]"
    r"(?:\([^()\s]{0,2000}(?:\s\"[^\"()]{0,300}\")?\)|\[[^\[\]]{0,100}\]))"
    r"|(?P<escape>\\(?=[!-/:-@\[-`{-~]))"
    r"|(?P<mark>\*{1,3}(?=\S)|(?<=\S)\*{1,3}|~~|`+|(?<!\w)_{1,3}(?=\S)|(?<=\S)_{1,3}(?!\w))"
)
_MARKS: Final = frozenset("*_`~")
BLOCK_TAGS: Final = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "button",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "option",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "title",
        "tr",
        "ul",
    ]
)


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a text.

    Attributes:
        start: Its first character in the text.
        end: The character after its last.
        plain: What a person reads: no markup, entities resolved, spaces folded.
        starts: For each character of ``plain``, where it begins in the text; None if every
            character stands as it is.
        ends: Where it ends.
        linked: Share of ``plain`` that is the text of links, 0 to 1.
    """

    start: int
    end: int
    plain: str
    starts: array[int] | None = None
    ends: array[int] | None = None
    linked: float = 0.0

    def place(self, first: int, after: int) -> tuple[int, int]:
        """Return where a part of ``plain``, not empty, begins and ends in the text."""
        if self.starts is None or self.ends is None:
            return self.start + first, self.start + after
        return self.starts[first], self.ends[after - 1]


class Reader:
    """Makes passages of one text."""

    def __init__(self, text: str, *, markdown: bool) -> None:
        self.text = text
        self.scanner = Scanner(text)
        self._markdown = markdown

    def read(self, start: int, end: int) -> Passage:
        """Return the passage between two places, without the blank around it."""
        text = self.text
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if _SPECIAL.search(text, start, end) is None:
            return Passage(start, end, text[start:end])
        return self._read_marked(start, end)

    def _read_marked(self, start: int, end: int) -> Passage:
        made = _Made()
        place = start
        while place < end:
            match = _TOKEN.search(self.text, place, end)
            if match is None:
                made.add_as_is(self.text, place, end)
                break
            made.add_as_is(self.text, place, match.start())
            place = self._token(match, made, end)
        return made.passage(start, end)

    def _token(self, match: re.Match[str], made: _Made, limit: int) -> int:
        """Take one token in and return the place after it."""
        kind = match.lastgroup if match["link"] is None else "link"
        first, after = match.span()
        if kind == "space":
            made.add_space(first, after)
        elif kind == "entity":
            made.add_entity(html.unescape(match[0]), first, after)
        elif kind == "tag":
            tag = self.scanner.at(first)
            if tag is None:
                made.add_as_is(self.text, first, after)
                return after
            after = min(tag.end, limit)
            if tag.name in BLOCK_TAGS:
                made.add_space(first, after)
            elif tag.name == "a":
                made.in_link = not tag.closing
        elif kind != "nothing" and not self._markdown:
            made.add_as_is(self.text, first, after)
        elif kind == "link" and not match[0].startswith("!"):
            made.in_link = True
            for place in range(*match.span("label")):
                if self.text[place] not in _MARKS:
                    made.add_as_is(self.text, place, place + 1)
            made.in_link = False
        elif kind == "escape":
            made.add_as_is(self.text, after, after + 1)
            return after + 1
        return after


class _Made:
    """What has been read of a passage."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._starts = array("I")
        self._ends = array("I")
        self._linked = 0
        self.in_link = False

    def add_as_is(self, text: str, start: int, end: int) -> None:
        if start < end:
            self._parts.append(text[start:end])
            self._starts.extend(range(start, end))
            self._ends.extend(range(start + 1, end + 1))
            self._linked += (end - start) * self.in_link

    def add_entity(self, plain: str, start: int, end: int) -> None:
        if plain.isspace() or not plain.isprintable():
            self.add_space(start, end)
            return
        self._parts.append(plain)
        self._starts.extend([start] * len(plain))
        self._ends.extend([end] * len(plain))
        self._linked += self.in_link

    def add_space(self, start: int, end: int) -> None:
        if self._parts and self._parts[-1] != " ":
            self._parts.append(" ")
            self._starts.append(start)
            self._ends.append(end)

    def passage(self, start: int, end: int) -> Passage:
        plain = "".join(self._parts)
        plain = plain.removesuffix(" ")
        shown = len(plain.replace(" ", ""))
        linked = min(1.0, self._linked / shown) if shown else 0.0
        return Passage(start, end, plain, self._starts, self._ends, linked)
