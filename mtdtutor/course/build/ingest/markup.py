"""Finding tags, comments and scripts in a text, in time that grows with its length only.

The standard library's parser reports lines and columns, joins what it likes and has gone
quadratic on hostile pages more than once; here exact places and a bound matter most.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_NAME: Final = re.compile(r"</?([A-Za-z][A-Za-z0-9:-]{0,40})(?=[\s/>\"'=])")
_STOP: Final = re.compile(r"[>\"']")
_RAW: Final = frozenset(
    {"head", "iframe", "math", "noscript", "object", "script", "style", "svg", "template"}
    | {"textarea", "select"}
)
"""Elements whose content is never prose."""


class Tag(NamedTuple):
    """A tag, or something to skip (``name`` is then empty); ``end`` is excluded."""

    name: str
    closing: bool
    start: int
    end: int


class Scanner:
    """Recognises markup at a place of one text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._last_end = text.rfind(">")
        self._quotes = True

    def at(self, index: int) -> Tag | None:
        """Return the markup that begins at a ``<``, or None if that is only a character."""
        text = self._text
        if text.startswith("<!--", index):
            end = text.find("-->", index + 4)
            return Tag("", False, index, len(text) if end < 0 else end + 3)
        if index > self._last_end:
            return None
        if text.startswith(("<!", "<?"), index):
            return Tag("", False, index, text.find(">", index) + 1)
        match = _NAME.match(text, index)
        if match is None:
            return None
        name = match[1].lower()
        end = self._end(match.end())
        closing = text[index + 1] == "/"
        if name in _RAW and not closing and text[end - 2] != "/":
            return Tag("", False, index, self._after(name, end))
        return Tag(name, closing, index, end)

    def _end(self, index: int) -> int:
        """Return the place after the ``>`` that ends a tag, minding quoted values."""
        place = index
        while self._quotes:
            match = _STOP.search(self._text, place)
            if match is None:
                # Some quote is never closed. Looking on would cost the rest of the text again
                # for every tag, so from here on quotes count as characters.
                self._quotes = False
            elif match[0] == ">":
                return match.end()
            else:
                place = self._text.find(match[0], match.end()) + 1
                self._quotes = place > 0
        return self._text.find(">", index) + 1

    def _after(self, name: str, index: int) -> int:
        """Return the place after an element's end tag, or the end of the text."""
        match = re.compile(rf"</{name}\b[^>]*>?", re.IGNORECASE).search(self._text, index)
        return len(self._text) if match is None else match.end()
