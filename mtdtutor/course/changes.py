"""What a newer bank adds, rewords, corrects and withdraws."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from typing import Final, NamedTuple

from mtdtutor.course.bank import Bank, Card, Fact
from mtdtutor.course.nodes import Text
from mtdtutor.course.questions import Option, Question

CARD: Final = "card"
QUESTION: Final = "question"
FACT: Final = "fact"
ADDED: Final = "added"
REWORDED: Final = "reworded"
CORRECTED: Final = "corrected"
WITHDRAWN: Final = "withdrawn"

Item = Fact | Card | Question
_KINDS: Final[dict[type[object], str]] = {Fact: FACT, Card: CARD, Question: QUESTION}


class Contents(NamedTuple):
    """The items of the bank in use, those not retired.

    Attributes:
        version: Its version.
        facts: Its facts.
        cards: Its cards.
        questions: Its questions.
    """

    version: str
    facts: Iterable[Fact]
    cards: Iterable[Card]
    questions: Iterable[Question]


class Change(NamedTuple):
    """What became of one item.

    Attributes:
        item: Its id; the new one where it was renamed.
        item_kind: ``card``, ``question`` or ``fact``.
        kind: ``added``, ``reworded``, ``corrected`` or ``withdrawn``.
        note: What was wrong and what is right, or why it is gone; None where nobody said.
        old: What it said before, part by part; None for what is added.
    """

    item: str
    item_kind: str
    kind: str
    note: Text | None
    old: dict[str, Text] | None


def compare(old: Contents, new: Bank) -> list[Change]:
    """Return what changes when a bank takes another one's place.

    An item is corrected when its ``rev`` rises, or when the bank says that it was wrong until a
    version later than the old one; reworded when only its words differ; withdrawn when it is gone
    without another name. What a fact's author wrote of it holds for its cards and for all questions
    that rest on it too.
    """
    notes = _notes(new, old.version)
    reasons = {each.id: each.reason for each in new.retired}
    found: list[Change] = []
    for before, after in (
        (old.facts, new.facts),
        (old.cards, new.cards),
        (old.questions, new.questions),
    ):
        found.extend(_of_list(before, after, new.renamed, notes, reasons))
    return found


def _of_list(
    before: Iterable[Item],
    after: Iterable[Item],
    renamed: Mapping[str, str],
    notes: Mapping[str, Text],
    reasons: Mapping[str, Text],
) -> Iterable[Change]:
    present = {each.id: each for each in after}
    left = dict(present)
    for item in before:
        now = present.get(name_in(present, renamed, item.id))
        if now is None:
            reason = _said(reasons, item)
            yield Change(item.id, _KINDS[type(item)], WITHDRAWN, reason, told(item))
            continue
        left.pop(now.id, None)
        note = _said(notes, now)
        if now.rev > item.rev or now.id in notes:
            yield Change(now.id, _KINDS[type(now)], CORRECTED, note, told(item))
        elif _words(now) != _words(item):
            yield Change(now.id, _KINDS[type(now)], REWORDED, None, told(item))
    for item in left.values():
        yield Change(item.id, _KINDS[type(item)], ADDED, None, None)


def told(item: Item) -> dict[str, Text]:
    """Return what a learner would quote of an item, part by part."""
    if isinstance(item, Fact):
        return {"text": item.text}
    if isinstance(item, Card):
        return {"front": item.front, "back": item.back}
    return {"stem": item.stems[0]}


def _words(item: Item) -> object:
    """Return all that a learner reads of an item, in a form that does not depend on ids."""
    if isinstance(item, Fact):
        return item.text
    if isinstance(item, Card):
        return item.front, item.back, item.hint, item.why, item.accept
    return (
        item.stems, item.explanation, item.answer, item.correction, item.model,
        _offered(item.options),
        sorted(repr((each.left, each.right)) for each in item.pairs),
        sorted(repr(each.text) for each in item.extra),
        [each.text for each in item.sequence],
        [(each.accept, _offered(each.options)) for each in item.gaps],
        [each.text for each in item.points],
    )  # fmt: skip


def _offered(options: Iterable[Option]) -> list[str]:
    return sorted(repr((each.text, each.correct, each.why)) for each in options)


def _said(texts: Mapping[str, Text], item: Item) -> Text | None:
    """Return what was written of an item, else of its fact, else of another fact it asks for."""
    facts = () if isinstance(item, Fact) else (item.fact,)
    also = item.also if isinstance(item, Question) else ()
    return next((texts[name] for name in (item.id, *facts, *also) if name in texts), None)


def name_in(present: Container[str], renamed: Mapping[str, str], name: str) -> str:
    """Return the id that an item has in the new bank; an id in use again is no old one."""
    seen = {name}
    while name not in present and name in renamed and renamed[name] not in seen:
        name = renamed[name]
        seen.add(name)
    return name


def _notes(new: Bank, version: str) -> dict[str, Text]:
    """Return what the bank says of corrections later than a version, all of one item together."""
    found: dict[str, Text] = {}
    for each in new.corrected:
        if not is_later(each.since, version):
            continue
        earlier = found.get(each.id, {})
        found[each.id] = {
            language: f"{earlier[language]} {words}" if language in earlier else words
            for language, words in each.note.items()
        }
    return found


def is_later(version: str, than: str) -> bool:
    """Return whether one version comes after another; versions that are no numbers may."""
    after, before = _numbers(version), _numbers(than)
    return version != than and (after > before or not (after and before))


def _numbers(version: str) -> list[tuple[int, str]]:
    """Return the numbers of a version so that they can be compared, however long they are."""
    parts = (part.lstrip("0") for part in version.split(".") if part.isdecimal())
    return [(len(part), part) for part in parts]
