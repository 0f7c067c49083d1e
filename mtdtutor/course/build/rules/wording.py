"""Rules about the wording of single texts (L05, L07 to L09, L15, L23, L26 to L29)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mtdtutor.course.build.rules.view import (
    ERROR,
    WARNING,
    Asked,
    Bank,
    Finding,
    Prompt,
    case_of,
    question_sentence,
)
from mtdtutor.course.build.words import bare, contains_phrase, content_stems, word_count, words

_GAP: Final = "___"
_MAY_NEGATE: Final = frozenset({"t19"})
_NEGATIVE_STEM: Final = re.compile(r"\b(not|except|never|least|incorrect)\b", re.IGNORECASE)
_NEGATIVE_OPTION: Final = re.compile(
    r"\b(not|never|cannot|neither|nor|nothing)\b|n['’]t\b", re.IGNORECASE
)
_CATCH_ALL: Final = re.compile(
    r"\b(all|none|both|neither) of (the above|these|them)\b|^(both|neither)\b"
    r"|^[A-E] (and|or) [A-E]\b|^\(?i{1,3}\)?(,| and) \(?i{1,3}\)?",
    re.IGNORECASE,
)
_ANAPHORA: Final = re.compile(
    r"^(this|it(?! (is|was) \w+ (to|that|who|which)\b)|they|these|those(?! (who|that))|such)\b",
    re.IGNORECASE,
)
_ORDER: Final = re.compile(
    r"^(name|give|list|say|tell|describe|explain|complete|compare)\b", re.IGNORECASE
)
_DEIXIS: Final = re.compile(
    r"\b(the above|the passage|the (text|article|list|table) above|the following text)\b",
    re.IGNORECASE,
)
_LEFTOVER: Final = re.compile(
    r"[{}|]|  |</?[a-z][^>]*>|[\x00-\x09\x0b-\x1f\x7f]|you may want to see also|, and\.$",
    re.IGNORECASE,
)
_ISE: Final = re.compile(
    r"(?:organ|recogn|mobil|stabil|normal|real|emphas|summar|critic|civil|author|final|"
    r"general|legal|local|minim|maxim|neutral|polar|priorit|social|special|symbol|util)"
    r"(is|iz)(?:e|es|ed|er|ers|ing|ation|ations)\b",
    re.IGNORECASE,
)
_ROMAN_TRACK: Final = re.compile(r"\btrack[ -](?:I{1,3}|IV|V|one|two|three|four)\b")
_OTHER_SCHEME: Final = re.compile(r"\b(?:three-level|other|another) (?:naming )?scheme\b")
"""A text that names another scheme may well use its spelling."""
_ARABIC_TRACK: Final = re.compile(r"\btrack[ -]\d", re.IGNORECASE)


def l05_stem(item: Asked, _bank: Bank) -> Iterator[Finding]:
    """A stem too short, too long or without a question; a case outside 10 to 45 words."""
    for stem in item.stems:
        asked = question_sentence(stem)
        count = word_count(asked)
        if count > 60:
            yield Finding(ERROR, "L05", item.id, f"the question has {count} words")
        elif not 5 <= count <= 35:
            yield Finding(WARNING, "L05", item.id, f"the question has {count} words: “{asked}”")
        if item.type not in ("true_false", "explain") and not _asks(asked):
            yield Finding(WARNING, "L05", item.id, f"this does not ask: “{asked}”")
        if item.template in ("t09", "t10") and not 10 <= word_count(case_of(stem)) <= 45:
            message = f"the case has {word_count(case_of(stem))} words, not 10 to 45"
            yield Finding(ERROR, "L05", item.id, message)


def _asks(sentence: str) -> bool:
    return sentence.rstrip("”\"')").endswith(("?", ":", "…")) or _GAP in sentence


def l07_catch_all(item: Asked, _bank: Bank) -> Iterator[Finding]:
    """Options about other options."""
    for option in item.options:
        if _CATCH_ALL.search(option.text):
            yield Finding(ERROR, "L07", item.id, f"{option.id} speaks about other options")


def l08_negative_stem(item: Asked, _bank: Bank) -> Iterator[Finding]:
    """A negative question, easily misread."""
    if item.type == "true_false":
        return
    for stem in item.stems:
        match = _NEGATIVE_STEM.search(question_sentence(stem))
        if match:
            allowed = item.template in _MAY_NEGATE and match[0].isupper()
            level = WARNING if allowed else ERROR
            yield Finding(level, "L08", item.id, f"the question is negative: “{match[0]}”")


def l09_negative_option(item: Asked, _bank: Bank) -> Iterator[Finding]:
    """A negative option; worse under a negative question."""
    stem = any(_NEGATIVE_STEM.search(question_sentence(stem)) for stem in item.stems)
    for option in item.options:
        match = _NEGATIVE_OPTION.search(option.text)
        if match:
            level = ERROR if stem else WARNING
            yield Finding(level, "L09", item.id, f"{option.id} is negative: “{match[0]}”")


def l15_grammar(item: Asked, _bank: Bank) -> Iterator[Finding]:
    """A word before the gap that does not fit every option."""
    for stem in item.stems:
        before = words(stem.partition(_GAP)[0])[-1:] if _GAP in stem else words(stem)[-1:]
        ends_open = _GAP in stem or stem.rstrip("”\"'").endswith((":", "…"))
        if not ends_open or not item.options:
            continue
        starts = {option.text[0].casefold() in "aeiou" for option in item.options}
        if before in (("a",), ("an",)) and starts != {before == ("an",)}:
            yield Finding(ERROR, "L15", item.id, f"“{before[0]}” does not fit every option")
        plural = {bool(re.search(r"[^s]s$", option.text)) for option in item.options}
        if before in (("is",), ("are",)) and plural != {before == ("are",)}:
            yield Finding(ERROR, "L15", item.id, f"“{before[0]}” does not fit every option")


def l23_alone(item: Asked | Prompt, _bank: Bank) -> Iterator[Finding]:
    """A text that leans on something the learner does not see."""
    shown = item.stems if isinstance(item, Asked) else (item.front,)
    for text in shown:
        if _ANAPHORA.search(text) or _DEIXIS.search(text):
            yield Finding(ERROR, "L23", item.id, f"this leans on a text not shown: “{text}”")


def l26_contested(item: Asked | Prompt, _bank: Bank) -> Iterator[Finding]:
    """A contested fact asked without naming whose view it is."""
    shown = item.stems if isinstance(item, Asked) else (item.front,)
    if item.contested and not all(contains_phrase(text, "according to") for text in shown):
        yield Finding(ERROR, "L26", item.id, "its fact is contested; say “According to …”")


def l27_explanation(item: Asked, bank: Bank) -> Iterator[Finding]:
    """An explanation too short, too long, or that does not name the right answer."""
    count = word_count(item.explanation)
    if not 8 <= count <= 60:
        yield Finding(WARNING, "L27", item.id, f"the explanation has {count} words, not 8 to 60")
    for key in item.keys:
        if bare(key.text) == bare(item.explanation):
            yield Finding(WARNING, "L27", item.id, "the explanation only repeats the answer")
        elif not _names(item.explanation, key.text, bank.labels.get(key.entity or "")):
            yield Finding(WARNING, "L27", item.id, "the explanation does not name the answer")
    for option in item.wrong:
        if bare(option.why) == bare(option.text):
            yield Finding(WARNING, "L27", item.id, f"the why of {option.id} only repeats it")


def _names(explanation: str, key: str, label: str | None) -> bool:
    if contains_phrase(explanation, key) or (label and contains_phrase(explanation, label)):
        return True
    wanted = content_stems(key)
    return bool(wanted) and len(wanted & content_stems(explanation)) * 2 >= len(wanted)


def l28_leftovers(item: Asked | Prompt, _bank: Bank) -> Iterator[Finding]:
    """Traces of templates, markup and web pages."""
    for field, text in item.texts.items():
        match = _LEFTOVER.search(text)
        if match:
            yield Finding(ERROR, "L28", item.id, f"{field} holds a leftover: “{match[0]}”")


def l29_spelling(item: Asked | Prompt, _bank: Bank) -> Iterator[Finding]:
    """Two spellings of one thing within an item."""
    text = " ".join(one for one in item.texts.values() if not _OTHER_SCHEME.search(one))
    if len({ending.casefold() for ending in _ISE.findall(text)}) > 1:
        yield Finding(WARNING, "L29", item.id, "mixes -ise and -ize")
    if _ROMAN_TRACK.search(text.replace("Track", "track")) and _ARABIC_TRACK.search(text):
        yield Finding(WARNING, "L29", item.id, "mixes Track 2 and Track II or Track Two")


def card_form(item: Prompt, _bank: Bank) -> Iterator[Finding]:
    """A card that neither asks nor bids (L05), or whose answer is too long to recall (L06)."""
    asked = question_sentence(item.front)
    if not _asks(asked) and not _ORDER.search(asked):
        yield Finding(WARNING, "L05", item.id, f"the front does not ask: “{item.front}”")
    if word_count(item.back) > 30:
        yield Finding(WARNING, "L06", item.id, f"the back has {word_count(item.back)} words")
