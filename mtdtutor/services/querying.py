"""The one-line query of the library: words, phrases, what to leave out, and filters.

Filters are written in English in every language of the window, so that a query can be passed on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Final, NamedTuple

from mtdtutor.core.folding import fold
from mtdtutor.course.bank import LEVELS
from mtdtutor.course.questions import SKILLS
from mtdtutor.services.course_views import KINDS, OWN, STATES
from mtdtutor.services.searching import Query

KIND: Final = "kind"
TOPIC: Final = "topic"
LEVEL: Final = "level"
SKILL: Final = "skill"
STATE: Final = "is"
TAG: Final = "tag"
ENTITY: Final = "entity"
"""Kind that stands for everything facts are about."""

_KIND_WORDS: Final[Mapping[str, str]] = {
    **{kind: kind for kind in KINDS},
    **{f"{kind}s": kind for kind in KINDS},
    "mine": OWN,
    "people": "person",
    "organization": "organisation",
    "organizations": "organisation",
    "case": "scenario",
    "cases": "scenario",
    "topic": "track",
    "topics": "track",
    "system": "track",
    ENTITY: ENTITY,
    "entities": ENTITY,
}
_VALUES: Final[Mapping[str, Mapping[str, str]]] = {
    KIND: _KIND_WORDS,
    LEVEL: {level: level for level in LEVELS},
    SKILL: {skill: skill for skill in SKILLS},
    STATE: {state: state for state in STATES},
}
FILTERS: Final = (KIND, TOPIC, LEVEL, STATE, TAG, SKILL)
"""The words before the colon."""
MOST: Final = 50
"""How many words, phrases and filters count: a page pasted by mistake must not stop the window."""
_QUOTES: Final = str.maketrans(dict.fromkeys("“”„«»「」＂", '"') | {"：": ":"})
_TOKEN: Final = re.compile(
    rf'(?P<minus>-?)(?:(?P<key>{"|".join(FILTERS)}):)?(?:"(?P<quoted>[^"]*)"?|(?P<word>\S*))',
    re.IGNORECASE,
)


class Filter(NamedTuple):
    """A condition on what is found.

    Attributes:
        key: One of ``FILTERS``.
        value: As the index knows it: a kind, an id, a level, a skill, a state, a folded tag.
        without: What fits is left out.
    """

    key: str
    value: str
    without: bool = False


class Trouble(NamedTuple):
    """A filter that says nothing; it is passed over.

    Attributes:
        key: One of ``FILTERS``.
        value: What stands after the colon; empty while it is still to be typed.
    """

    key: str
    value: str


class Line(NamedTuple):
    """A query as it was understood. Everything it holds has to be true of what is found."""

    text: Query
    filters: tuple[Filter, ...] = ()
    troubles: tuple[Trouble, ...] = ()

    def chosen(self, key: str) -> str:
        """Return the value of the first filter of a kind that is not turned round, else empty."""
        found = (each.value for each in self.filters if each.key == key and not each.without)
        return next(found, "")


class _Token(NamedTuple):
    key: str
    value: str
    without: bool
    quoted: bool
    written: str


def read_line(typed: str, topics: Mapping[str, str]) -> Line:
    """Read a query; what comes after the first ``MOST`` parts of it is passed over.

    Args:
        typed: What stands in the field.
        topics: Ids of topics by folded words that name them.
    """
    words: list[str] = []
    phrases: list[str] = []
    unwanted: list[str] = []
    filters: list[Filter] = []
    troubles: list[Trouble] = []
    for token in islice(_tokens(typed), MOST):
        if token.key:
            value = _value(token, topics)
            if value:
                filters.append(Filter(token.key, value, token.without))
            else:
                troubles.append(Trouble(token.key, token.value))
        elif token.without:
            unwanted.append(token.value)
        elif token.quoted:
            phrases.append(token.value)
        else:
            words.append(token.value)
    return Line(Query.of(" ".join(words), phrases, unwanted), tuple(filters), tuple(troubles))


def with_filter(typed: str, key: str, value: str) -> str:
    """Return a query with one filter of a kind and no other; an empty value takes it out.

    Filters that leave something out stay. What is typed next becomes a new word.
    """
    written = f'{key}:"{value}"' if " " in value else f"{key}:{value}"
    parts: list[str] = []
    place = 0
    for token in _tokens(typed):
        if token.key != key or token.without:
            parts.append(token.written)
        elif not place:
            place = len(parts) + 1
    if value:
        parts.insert(place - 1 if place else 0, written)
    if not parts:
        return ""
    last = next(iter(_tokens(parts[-1])))
    return " ".join(parts) + (" " if last.key else "")


def _tokens(typed: str) -> Iterator[_Token]:
    for found in _TOKEN.finditer(typed.translate(_QUOTES)):
        written = found[0]
        if not written:
            continue
        quoted = found["quoted"] is not None
        value = found["quoted"] if quoted else found["word"]
        key = (found["key"] or "").lower()
        # A lone dash, or one inside a word, leaves nothing out.
        without = bool(found["minus"]) and bool(key or value)
        if quoted and not written.endswith('"'):
            written += '"'
        yield _Token(key, value, without, quoted, written)


def _value(token: _Token, topics: Mapping[str, str]) -> str:
    if token.key == TAG:
        return fold(token.value)
    known = topics if token.key == TOPIC else _VALUES[token.key]
    return known.get(fold(token.value), "")
