"""Sentences that cannot both be true, in one file or in several."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from mtdtutor.course.build.ingest.candidates import Candidate, Confidence, Place
from mtdtutor.course.build.ingest.claims import Claim, claims
from mtdtutor.course.build.ingest.statements import Statement

_NOTES: Final = {
    "attribution": "The same deed is said of different people.",
    "origin": "The same person is said to have begun different ones of a series.",
    "date": "The same event is given different years.",
    "count": "The same whole is given different numbers of parts.",
    "measure": "The same thing is given different figures.",
    "denial": "One sentence says what the other denies.",
}
_SURE: Final = frozenset({"count", "denial"})


def conflict_candidates(found: Iterable[Statement]) -> Iterator[Candidate]:
    """Yield every sentence at odds with an earlier one, which it names."""
    seen: dict[tuple[str, tuple[str, ...]], dict[frozenset[str], Statement]] = {}
    told: set[tuple[Place, Place]] = set()
    for statement in found:
        for claim in claims(statement.sentence.text):
            values = seen.setdefault((claim.kind, claim.key), {})
            other = next((each for value, each in values.items() if _clash(claim, value)), None)
            if claim.value not in values and len(values) < _MAX_VALUES:
                values[claim.value] = statement
            if other is None:
                continue
            here, there = _place(statement), _place(other)
            if (here, there) not in told and here != there:
                told.add((here, there))
                yield _conflict(statement, there, claim)


_MAX_VALUES: Final = 20
"""So many different values for one thing are a list of examples, hardly contradictions."""


def _clash(claim: Claim, value: frozenset[str]) -> bool:
    # Two names and one of them are the same deed told more or less fully.
    return not claim.value & value


def _place(statement: Statement) -> Place:
    passage = statement.page.kept[statement.at].passage
    start, end = passage.place(statement.sentence.start, statement.sentence.end)
    return Place(statement.page.original, start, end)


def _conflict(statement: Statement, there: Place, claim: Claim) -> Candidate:
    confidence: Confidence = "high" if claim.kind in _SURE else "medium"
    return statement.candidate(
        "conflict",
        confidence,
        kind=claim.kind,
        note=_NOTES[claim.kind],
        **there.as_data("other_"),
    )
