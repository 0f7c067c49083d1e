"""Recognising a sentence that says what a term means."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from mtdtutor.course.build.ingest.candidates import Confidence
from mtdtutor.course.build.words import word_count

_NAMED: Final = re.compile(
    r"(?P<term>(?:[^,.;:!?\s]|[.:](?=\w)|\.(?=\s[A-Z])|\s){2,90}?)"
    r"(?P<aside>,\s(?:(?:also|sometimes|often|commonly|better)\s)?(?:known|called|referred\sto"
    r"|or)\b[^,;.]{1,80},)?"
    r"\s(?P<verb>(?:is|are|was|were|can\sbe)\s(?:\w+ly\s)?(?:defined|described|understood"
    r"|known)\sas"
    r"|refer(?:s|red)?\s(?:\w+ly\s)?to|means?|denotes?|stands?\sfor|(?:occur|happen|arise)s?\swhen"
    r"|(?:is|are)\s(?:the\sname\s(?:of|for)|a|an|the|any|one\sof|when|where)\b)",
)
_LABELLED: Final = re.compile(
    r"(?P<term>[A-Z0-9“\"](?:[^.:;!?–—]|\.(?=\d)){1,60}?)(?::|\s[–-])\s+(?P<meaning>\S.{14,})",
    re.DOTALL,
)
_NO_TERM: Final = re.compile(
    r"(?:this|that|these|those|it|they|he|she|we|you|there|here|what|which|who|how|why|when|while"
    r"|if"
    r"|such|another|one|some|many|most|all|each|both|no|in|on|at|by|for|as|with|from|to|because"
    r"|since"
    r"|although|though|despite|after|before|and|but|so|thus|however|also|its|their|his|her|our|your"
    r"|(?:an?|the)?\s?(?:(?:good|key|main|first|second|third|last|next|other|best|most|major"
    r"|important"
    r"|common|primary|central)\s)?(?:examples?|goals?|aims?|purposes?|results?|reasons?|aspects?"
    r"|ways?"
    r"|differences?|problems?|questions?|answers?|points?|kinds?|types?|following|rest|idea)"
    r"|note|source|see|[qa](?=[:.)])|question|answer|tip|warning|example)\b",
    re.IGNORECASE,
)
_CLAUSE: Final = re.compile(
    r"\b(?:has|have|had|is|are|was|were|can|will|would|may|must|that|which|who)\b|\b(?:the|an?|by"
    r"|of|to)$",
    re.IGNORECASE,
)
"""Signs that a whole clause stands where a term should."""
_LEAD: Final = re.compile(
    r"(?:the\s)?(?:term|word|phrase|expression|concept\sof|notion\sof)\s", re.IGNORECASE
)
_QUOTES: Final = "\"'“”‘’"
_MAX_WORDS: Final = 9


class Definition(NamedTuple):
    """A term, and how plainly the sentence defines it."""

    term: str
    plural: bool
    confidence: Confidence


def definition(sentence: str) -> Definition | None:
    """Return what a sentence defines, or None."""
    match = _NAMED.match(sentence)
    if match is not None and not _NO_TERM.match(match["term"].lstrip(_QUOTES)):
        lead = _LEAD.match(match["term"])
        term = match["term"][lead.end() if lead else 0 :].strip(_QUOTES + " ")
        if 0 < word_count(term) <= _MAX_WORDS and not _CLAUSE.search(term):
            verb = match["verb"]
            plain = re.match(r"(?:is|are)\s(?:the|a|an|any|one|when|where)\b(?!\sname)", verb)
            plural = verb.split()[0] in {"are", "were", "refer", "mean", "denote", "stand"}
            return Definition(term, plural and not lead, "medium" if plain else "high")
    match = _LABELLED.match(sentence)
    if match is not None and not _NO_TERM.match(match["term"]) and word_count(match["term"]) <= 5:
        return Definition(match["term"].strip(_QUOTES + " "), False, "medium")
    return None


def question_for(found: Definition) -> str:
    """Return the question that a definition answers."""
    term = found.term
    first, _, rest = term.partition(" ")
    if first in {"A", "An", "The"}:
        term = f"{first.lower()} {rest}"
    return f"What {'are' if found.plural else 'is'} {term}?"
