"""What a sentence claims, in forms that can be compared: who, when, how many."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from mtdtutor.course.build.ingest.numbers import counts, designator
from mtdtutor.course.build.words import folded, stem

_DEED: Final = (
    r"coined|invented|discovered|founded|introduced|established|created|devised|developed|designed"
    r"|proposed|written|wrote|composed|built|painted|named|described|patented|drafted|signed"
)
_FIRST: Final = r"(?:(?:first|originally|initially|also|later|jointly|formally|officially)\s)?"
_BY: Final = re.compile(
    rf"(?:^|,\s)(?P<object>[^,;]{{3,120}}?),?\s(?:which\s)?(?:(?:was|were|is|are|had\sbeen"
    rf"|has\sbeen)\s)?"
    rf"{_FIRST}(?P<deed>{_DEED})\s(?:in\s\d{{4}}\s)?by\s(?P<agent>[^,;]{{3,100}})"
)
_DOES: Final = re.compile(
    rf"(?:^|[\s,])(?P<agent>(?:(?!(?:In|The|And|But|When|This)\s)[A-ZÀ-Þ][\w.'’-]{{1,30}}\s"
    rf"|[A-Z]\.\s){{1,4}}"
    rf"(?:and\s(?:[A-ZÀ-Þ][\w.'’-]{{1,30}}\s){{1,3}})?){_FIRST}(?P<deed>{_DEED})\s"
    rf"(?P<object>[^,;.]{{3,120}})"
)
_AGENT_END: Final = re.compile(
    r"\s(?:in|at|on|during|around|for|who|as|from|to|after|before|while|when|but|with)\s|[.](?=\s"
    r"|$)(?<!\s[A-Z]\.)"
)
_NAME: Final = re.compile(r"[A-ZÀ-Þ][\w'’-]+")
_OBJECT_END: Final = re.compile(
    r"\s(?:in|on|at|during|around)\s(?:\d{4}|the\s\d{4}s)|\s(?:to|for|as|when|while|who)\s"
)
_TITLE: Final = re.compile(
    r"(?:the\s)?(?:(?:term|word|phrase|expression|name|concept|idea|notion)s?\s(?:of\s)?)?",
    re.IGNORECASE,
)
_DATED: Final = re.compile(
    r"(?P<subject>[^,;]{3,80}?),?\s(?:which\s)?(?:(?:was|were|had\sbeen|has\sbeen)\s)?(?:first\s"
    r"|officially\s|formally\s)?"
    r"(?P<deed>founded|established|opened|signed|built|born|published|completed|launched|began"
    r"|started"
    r"|ended|died|erupted|discovered|invented|introduced|created|formed|released|won|ratified"
    r"|adopted"
    r"|coined|abolished|closed|finished)\b[^.;]{0,60}?\bin\s(?:(?:early|late|mid-?)\s"
    r"|[A-Z][a-z]+\s|\d{1,2}\s[A-Z][a-z]+\s)?"
    r"(?P<year>1\d{3}|20\d{2})\b"
)
_HAS: Final = re.compile(
    r"(?P<subject>[^,;]{3,80}?)\s(?:has|have|had|consists?\sof|comprises?|contains?|(?:is"
    r"|are)\s(?:made\sup|composed)\sof"
    r"|(?:is|are)\sdivided\sinto)\s(?:exactly\s|only\s|just\s|about\s|a\stotal\sof\s)?(?=\w)"
)
_THERE: Final = re.compile(r"There\s(?:are|were)\s(?:exactly\s|only\s|about\s)?")
_OF: Final = re.compile(r"\s(?:in|of|to)\s(?P<subject>(?:the\s|an?\s)?[^,;.:]{3,60})")
_MEASURE: Final = re.compile(
    r"(?P<subject>[^,;]{3,80}?)\s(?:is|are|was|were|measures?|weighs?|takes?|lasts?|rises?"
    r"|covers?|reaches)\s"
    r"(?:about\s|around\s|roughly\s|some\s|approximately\s|nearly\s|almost\s|over\s)?"
    r"(?P<amount>\d[\d,]*(?:\.\d+)?)\s?(?P<unit>[^\W\d]+(?:\s[^\W\d]+)?)"
)
_NO_SUBJECT: Final = re.compile(
    r"(?:it|they|this|that|these|those|he|she|we|you|there|which|who|each|some|many|most|both"
    r"|another)\b",
    re.IGNORECASE,
)
_POSSESSIVE: Final = re.compile(r"['’]s?\b")
_TOKEN: Final = re.compile(r"\d+(?:\.\d+)?|[^\W\d_]+")
_IDLE: Final = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "in",
        "on",
        "at",
        "to",
        "for",
        "by",
        "with",
        "and",
        "or",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "has",
        "have",
        "had",
        "its",
        "their",
        "his",
        "her",
        "that",
        "which",
        "as",
        "it",
        "this",
        "these",
        "those",
        "from",
        "into",
        "also",
        "can",
        "may",
    ]
)
_NEGATIONS: Final = frozenset(
    [
        "not",
        "no",
        "never",
        "neither",
        "nor",
        "none",
        "cannot",
        "without",
        "nothing",
        "nobody",
        "isn",
        "wasn",
        "aren",
        "don",
        "doesn",
    ]
)
ORIGINATION: Final = frozenset({"coined", "invented", "discovered", "introduced"})


class Claim(NamedTuple):
    """One comparable claim: sentences with one ``key`` and different values contradict.

    Attributes:
        kind: attribution, origin, date, count, measure or denial.
        key: What it is about.
        value: What is claimed of it.
    """

    kind: str
    key: tuple[str, ...]
    value: frozenset[str]


def tokens(text: str) -> list[str]:
    """Return the stems of a text, numbers in digits, without idle words."""
    found = _TOKEN.findall(_POSSESSIVE.sub("", folded(text)))
    return [designator(word) or stem(word) for word in found if word not in _IDLE]


def negated(text: str) -> bool:
    """Return whether a sentence denies: an odd number of negations."""
    found = _TOKEN.findall(folded(text))
    return sum(word in _NEGATIONS for word in found) % 2 == 1


def claims(sentence: str) -> Iterator[Claim]:
    """Yield what a sentence claims."""
    if len(sentence) > 600:
        return
    yield from _deeds(sentence)
    dated = _DATED.match(sentence)
    if dated is not None and (subject := _subject(dated["subject"])):
        yield Claim("date", (dated["deed"], *subject), frozenset({dated["year"]}))
    yield from _counts(sentence)
    measure = _MEASURE.match(sentence)
    if measure is not None and (subject := _subject(measure["subject"])):
        unit = " ".join(tokens(measure["unit"]))
        amount = measure["amount"].replace(",", "")
        yield Claim("measure", (unit, *subject), frozenset({amount}))
    found = [_unprefixed(each) for each in tokens(sentence) if each not in _NEGATIONS]
    flips = negated(sentence) ^ (sum(flip for _, flip in found) % 2 == 1)
    if len(found) >= 3:
        yield Claim("denial", tuple(sorted({word for word, _ in found})), frozenset({str(flips)}))


def _unprefixed(word: str) -> tuple[str, bool]:
    """Return a stem without "un" or "non", and whether it had that."""
    for prefix in ("un", "non"):
        if word.startswith(prefix) and len(word) >= len(prefix) + 5:
            return word[len(prefix) :], True
    return word, False


def _subject(text: str) -> tuple[str, ...]:
    """Return a key for a subject, empty if it only points elsewhere."""
    if _NO_SUBJECT.match(text):
        return ()
    return tuple(sorted(set(tokens(text))))


def _deeds(sentence: str) -> Iterator[Claim]:
    for pattern in (_BY, _DOES):
        for match in pattern.finditer(sentence):
            deed = "written" if match["deed"] == "wrote" else match["deed"]
            end = _AGENT_END.search(match["agent"] + " ")
            agent = match["agent"][: end.start() if end else None]
            names = [name.casefold() for name in _surnames(agent)]
            found = _OBJECT_END.search(match["object"])
            thing = match["object"][: found.start() if found else None].strip(" \"“”'‘’")
            lead = _TITLE.match(thing)
            about = tokens(thing[lead.end() if lead else 0 :])
            if not names or not about or _NO_SUBJECT.match(thing):
                continue
            yield Claim("attribution", (deed, *sorted(set(about))), frozenset(names))
            if deed in ORIGINATION:
                yield from _origin(deed, names, about)


def _surnames(agent: str) -> list[str]:
    """Return the last names in "American activist John V. Doe and Jane Roe"."""
    parts = re.split(r"\s(?:and|&)\s", agent)
    return [found[-1] for part in parts if (found := _NAME.findall(part))]


def _origin(deed: str, names: list[str], about: list[str]) -> Iterator[Claim]:
    """Yield which one of a series somebody began: the same person did not begin two."""
    which = [word for word in about if designator(word)]
    rest = [word for word in about if not designator(word)]
    if len(which) == 1 and rest:
        yield Claim("origin", (deed, *sorted(names), *rest), frozenset(which))


def _counts(sentence: str) -> Iterator[Claim]:
    has = _HAS.match(sentence)
    there = _THERE.match(sentence)
    start = has.end() if has else there.end() if there else -1
    if start < 0:
        return
    found = next((count for count in counts(sentence[start:]) if count.start == 0), None)
    if found is None:
        return
    if has is not None:
        subject = _subject(has["subject"])
    else:
        after = _OF.match(sentence, start + found.end)
        subject = _subject(after["subject"]) if after is not None else ()
    if subject:
        yield Claim("count", (found.noun, *subject), frozenset({str(found.value)}))
