"""Rules about the bank as a whole (L22, L24, L30, L31, L34) and about references."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from typing import Final

from rapidfuzz import fuzz

from mtdtutor.course.build.document import (
    BankDocument,
    ChoiceBase,
    ClozeQuestion,
    ExplainQuestion,
)
from mtdtutor.course.build.rules.view import (
    ERROR,
    WARNING,
    Asked,
    Bank,
    Finding,
    case_of,
)
from mtdtutor.course.build.words import bare

_SAME_STEM: Final = 93
_MOST_PER_SLOT: Final = 5
_KEYS: Final = 8
_SKILLS: Final = 3
_SCENARIOS: Final = 2
_CORE_SKILLS: Final = 2
_CORE_PER_TOPIC: Final = 5
_MOST_CORE: Final = 90
_CASES: Final = 3


def l22_same_stem(bank: Bank) -> Iterator[Finding]:
    """Two questions with one answer that ask nearly the same; they should be stem variants."""
    groups: dict[tuple[str, ...], list[Asked]] = defaultdict(list)
    for item in bank.questions:
        key = tuple(sorted(bare(option.text) for option in item.keys)) or (
            item.fact,
            str(item.answer),
        )
        groups[item.type, *key].append(item)
    for group in groups.values():
        for one, other in combinations(group, 2):
            if any(
                fuzz.token_set_ratio(first, second) >= _SAME_STEM
                for first in _own_parts(one)
                for second in _own_parts(other)
            ):
                yield Finding(WARNING, "L22", one.id, f"asks nearly the same as {other.id}")


def _own_parts(item: Asked) -> set[str]:
    """Return the parts of the stems that are the item's own: the case where there is one."""
    return {bare(case_of(stem) or stem) for stem in item.stems}


def l30_balance(bank: Bank) -> Iterator[Finding]:
    """True and false out of balance over the bank; a false statement without its correction."""
    judged = [item for item in bank.questions if item.type == "true_false"]
    for item in judged:
        if item.answer is False and item.correction is None:
            yield Finding(ERROR, "L30", item.id, "is false and has no correction")
    true = sum(item.answer is True for item in judged)
    if judged and not 0.4 <= true / len(judged) <= 0.6:
        message = f"{true} of {len(judged)} statements are true, not 40 to 60 %"
        yield Finding(WARNING, "L30", "bank", message)


def l31_coverage(bank: Bank) -> Iterator[Finding]:
    """A topic with too few questions, skills or scenarios; a slot asked too often."""
    for topic in bank.topics:
        items = [item for item in bank.questions if item.topic == topic]
        skills = {item.skill for item in items}
        scenarios = sum(item.template == "t09" for item in items)
        for what, found, wanted in (
            ("questions", len(items), _KEYS),
            ("skills", len(skills), _SKILLS),
            ("scenarios", scenarios, _SCENARIOS),
        ):
            if found < wanted:
                message = f"has {found} {what}, needs {wanted}"
                yield Finding(WARNING, "L31", topic, message)
    alone = (item.fact for item in bank.questions if not item.also)
    slots = Counter(bank.fact_slots[fact] for fact in alone)
    for (entity, slot), count in sorted(slots.items()):
        if count > _MOST_PER_SLOT:
            message = f"is asked for by {count} questions, at most {_MOST_PER_SLOT} are useful"
            yield Finding(WARNING, "L31", f"{entity}:{slot}", message)


def l34_taught(bank: Bank) -> Iterator[Finding]:
    """A fact that has to be known and is not asked for; a core that is too large or too thin.

    Warnings by themselves: a course may be unfinished. ``lint.toml`` says when one is complete.
    """
    skills: dict[str, set[str]] = defaultdict(set)
    for item in bank.questions:
        for fact in (item.fact, *item.also):
            skills[fact].add(item.skill)
    for fact, level in bank.levels.items():
        if level == "core" and len(skills[fact]) < _CORE_SKILLS:
            message = f"is core and asked for in {len(skills[fact])} skills, needs {_CORE_SKILLS}"
            yield Finding(WARNING, "L34", fact, message)
        elif level == "standard" and not skills[fact]:
            yield Finding(WARNING, "L34", fact, "is standard and no question asks for it")
    core = Counter(bank.fact_topics[fact] for fact, level in bank.levels.items() if level == "core")
    if core.total() > _MOST_CORE:
        message = f"has {core.total()} core facts, at most {_MOST_CORE} can be asked of everybody"
        yield Finding(WARNING, "L34", "bank", message)
    cases = Counter(item.topic for item in bank.questions if item.template == "t09")
    for topic in bank.topics:
        if core[topic] < _CORE_PER_TOPIC:
            message = f"has {core[topic]} core facts, needs {_CORE_PER_TOPIC}"
            yield Finding(WARNING, "L34", topic, message)
        if cases[topic] < _CASES:
            message = f"has {cases[topic]} scenarios, needs {_CASES}"
            yield Finding(WARNING, "L34", topic, message)


def l24_spans(document: BankDocument, sizes: Mapping[str, int]) -> Iterator[Finding]:
    """A citation whose span does not lie inside its document, where that document is at hand.

    Args:
        document: The bank.
        sizes: Bytes of each document at hand, by its SHA-256.
    """
    at_hand = {source.id: sizes.get(source.sha256 or "") for source in document.sources}
    for fact in document.facts:
        for cite in fact.cites:
            size = at_hand.get(cite.source)
            if cite.span is None or size is None:
                continue
            start, end = cite.span.start, cite.span.end
            if not start < end <= size:
                message = f"cites {start} to {end} of {cite.source}, which has {size} bytes"
                yield Finding(ERROR, "L24", fact.id, message)


def references(document: BankDocument) -> Iterator[Finding]:
    """Ids that are used twice, or that point nowhere (L00)."""
    lists = {
        "topic": [topic.id for topic in document.topics],
        "entity": [entity.id for entity in document.entities],
        "fact": [fact.id for fact in document.facts],
        "source": [source.id for source in document.sources],
        "card": [card.id for card in document.cards],
        "question": [question.id for question in document.questions],
    }
    for name, found in lists.items():
        for key, count in Counter(found).items():
            if count > 1:
                yield Finding(ERROR, "L00", key, f"is the id of {count} entries of kind {name}")
    ids = {name: set(found) for name, found in lists.items()}
    yield from _content_references(document, ids)
    yield from _item_references(document, ids)
    yield from _old_ids(document, set().union(*ids.values()))


def _content_references(document: BankDocument, ids: Mapping[str, set[str]]) -> Iterator[Finding]:
    for topic in document.topics:
        yield from _dangling(topic.id, topic.confusable, ids["topic"])
    for entity in document.entities:
        yield from _dangling(entity.id, [entity.topic], ids["topic"])
        yield from _dangling(entity.id, entity.related, ids["entity"])
    for fact in document.facts:
        yield from _dangling(fact.id, [fact.topic], ids["topic"])
        yield from _dangling(fact.id, [fact.entity], ids["entity"])
        yield from _dangling(fact.id, [cite.source for cite in fact.cites], ids["source"])


def _item_references(document: BankDocument, ids: Mapping[str, set[str]]) -> Iterator[Finding]:
    for card in document.cards:
        yield from _dangling(card.id, [card.topic], ids["topic"])
        yield from _dangling(card.id, [card.fact], ids["fact"])
    for question in document.questions:
        yield from _dangling(question.id, [question.topic], ids["topic"])
        yield from _dangling(question.id, [question.fact, *question.also], ids["fact"])
        if isinstance(question, ChoiceBase):
            named = [option.entity for option in question.options if option.entity]
            yield from _dangling(question.id, named, ids["entity"])
        if isinstance(question, ClozeQuestion):
            offered = [option for gap in question.gaps for option in gap.options or []]
            named = [option.entity for option in offered if option.entity]
            yield from _dangling(question.id, named, ids["entity"])
        if isinstance(question, ExplainQuestion):
            yield from _dangling(
                question.id, [point.fact for point in question.points], ids["fact"]
            )


def _old_ids(document: BankDocument, present: set[str]) -> Iterator[Finding]:
    """Old ids must be gone, and lead to something that is there or was retired."""
    retired = {gone.id for gone in document.retired}
    for old, new in document.renamed.items():
        yield from _dangling(old, [new], present | retired | set(document.renamed))
    for old in sorted({*document.renamed, *retired} & present):
        yield Finding(ERROR, "L00", old, "is renamed or retired but still in use")


def _dangling(item: str, wanted: Iterable[str], pool: set[str]) -> Iterator[Finding]:
    for name in wanted:
        if name not in pool:
            yield Finding(ERROR, "L00", item, f"names “{name}”, which is not in the bank")
