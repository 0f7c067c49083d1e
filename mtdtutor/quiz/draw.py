"""Which questions a quiz asks, in what order and in what surface."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any, Final, NamedTuple

from mtdtutor.core.ids import stable_unit
from mtdtutor.core.mixing import Confusable, mix_topics
from mtdtutor.quiz.items import (
    DESCRIPTION_TEMPLATE,
    FALSE_ID,
    SCENARIO_TEMPLATES,
    TRUE_ID,
    Item,
)

MIXED_IN: Final = 3
"""Every third question of a quiz on one topic comes from those it is confused with."""
CONSTANT_GUESS_SLACK: Final = 0.1
"""How much better than chance always giving the same answer may do."""
SETTLES: Final = 0.6
"""How much of a description another text may hold before it settles which track that fits."""
_STEM: Final = 5
"""Letters by which words are the same, so that "person" and "persons" are."""
_NOTHING: Final = "\n"
_NOT_WORD: Final = re.compile(r"[^\w.]+|\.(?!\d)|(?<!\d)\.")


class Blueprint(NamedTuple):
    """What a quiz is asked to hold.

    Attributes:
        topics: Topics to ask about; empty for all of them.
        number: How many questions.
    """

    topics: tuple[str, ...]
    number: int


class PlannedItem(NamedTuple):
    """One question as it will be shown.

    Attributes:
        question: Id of the question.
        rev: Its revision when the quiz was drawn.
        stem: Index of the wording.
        options: Ids of the shown options, in the order shown.
    """

    question: str
    rev: int
    stem: int
    options: tuple[str, ...]


class Plan(NamedTuple):
    """A drawn quiz: everything needed to show it again exactly."""

    seed: int
    items: tuple[PlannedItem, ...]

    def to_data(self) -> dict[str, Any]:
        """Return the plan as plain data for JSON."""
        return {
            "seed": self.seed,
            "items": [[*each[:3], list(each.options)] for each in self.items],
        }


def plan_from_data(data: Mapping[str, Any]) -> Plan:
    """Return the plan that ``Plan.to_data`` wrote."""
    items = tuple(
        PlannedItem(question, rev, stem, tuple(options))
        for question, rev, stem, options in data["items"]
    )
    return Plan(data["seed"], items)


def draw(
    pool: Iterable[Item],
    blueprint: Blueprint,
    seed: int,
    exposures: Mapping[str, int],
    confusable: Confusable,
) -> Plan:
    """Draw a quiz.

    No two questions rest on one fact, none says the answer to another, the questions seen least
    come first, the topics take turns, a quiz on one topic mixes in those it is confused with, and
    always giving the same answer does not pay. Choice and order come from a hash of each question,
    so that one more question in the bank does not reshuffle the others.

    Args:
        pool: All questions that may be asked, in any order.
        blueprint: Topics and number.
        seed: Makes this quiz differ from another.
        exposures: How often the learner has been shown each question, which also turns wording and
            wrong options so that the same surface never comes twice running.
        confusable: For each topic the topics it is taken for.

    Returns:
        The plan; shorter than asked for when the pool has too few facts.
    """
    ranked = sorted(
        pool, key=lambda item: (exposures.get(item.id, 0), stable_unit(seed, item.id), item.id)
    )
    drawing = _Drawing(ranked, blueprint.number, seed, exposures, confusable)
    topics = list(blueprint.topics) or sorted({item.topic for item in ranked})
    topics.sort(key=lambda topic: stable_unit(seed, topic))
    around = _around(topics, confusable)
    for strict in (True, False):
        _take_turns(drawing, topics, around, strict=strict)
    items = mix_topics(drawing.chosen, _id, _topic, confusable, seed)
    return Plan(seed, _surfaces(items, seed, exposures))


def _around(topics: Sequence[str], confusable: Confusable) -> tuple[str, ...]:
    """Return the topics to mix in: those confused with the only one asked for."""
    return tuple(confusable.get(topics[0], ())) if len(topics) == 1 else ()


def _take_turns(
    drawing: _Drawing, topics: Sequence[str], around: Sequence[str], *, strict: bool
) -> None:
    """Let the topics give a question each, until the number is reached or none can."""
    turns = {0: list(topics), 1: list(around)}
    while any(turns.values()) and not drawing.full:
        mixed_in = len(drawing.chosen) % MIXED_IN == MIXED_IN - 1
        side = 1 if turns[1] and (mixed_in or not turns[0]) else 0
        topic = turns[side].pop(0)
        if drawing.take(topic, strict=strict):
            turns[side].append(topic)


class _Drawing:
    """The questions chosen so far, and what they forbid."""

    def __init__(
        self,
        ranked: Sequence[Item],
        number: int,
        seed: int,
        exposures: Mapping[str, int],
        confusable: Confusable,
    ) -> None:
        self.chosen: list[Item] = []
        self._number = number
        self._seed = seed
        self._exposures = exposures
        self._confusable = confusable
        self._waiting: dict[str, dict[str, list[tuple[int, Item]]]] = {}
        for rank, item in enumerate(ranked):
            templates = self._waiting.setdefault(item.topic, {})
            templates.setdefault(item.template, []).append((rank, item))
        self._facts: set[str] = set()
        self._templates: Counter[str] = Counter()
        self._keys: Counter[str] = Counter()
        self._told: dict[str, _Told] = {}
        self._learned: dict[str, frozenset[str]] = {}

    @property
    def full(self) -> bool:
        """As many questions as asked for."""
        return len(self.chosen) >= self._number

    def take(self, topic: str, *, strict: bool) -> bool:
        """Choose one more question of a topic; return whether there was one."""
        item = self._best(self._waiting.get(topic, {}), strict)
        if item is None:
            return False
        self.chosen.append(item)
        self._facts |= item.facts
        self._templates[item.template] += 1
        self._keys[_key(item)] += 1
        return True

    def _best(self, templates: Mapping[str, list[tuple[int, Item]]], strict: bool) -> Item | None:
        """Return the first fitting question of a template used least, None if none fits."""
        found: dict[int, tuple[int, Item]] = {}
        for template in sorted(templates, key=lambda each: self._templates[each]):
            used = self._templates[template]
            if found and used not in found:
                break
            fitting = (each for each in templates[template] if self._fits(each[1], strict))
            first = next(fitting, None)
            if first is not None and (used not in found or first[0] < found[used][0]):
                found[used] = first
        return next((item for _, item in found.values()), None)

    def _fits(self, item: Item, strict: bool) -> bool:
        if not self._facts.isdisjoint(item.facts):
            return False
        if any(self._spoil(item, other) for other in self.chosen):
            return False
        return not strict or self._keys[_key(item)] < self._key_limit(item)

    def _spoil(self, one: Item, other: Item) -> bool:
        """Return whether one of two questions says the answer to the other."""
        a, b = self._tell(one), self._tell(other)
        if _same_case(one, other):
            return True
        if one.topic == other.topic and (_in_any(a.key, b.stems) or _in_any(b.key, a.stems)):
            return True
        if self._settle(one, other) or self._settle(other, one):
            return True
        return _pairs_up(a, b.options) or _pairs_up(b, a.options)

    def _settle(self, description: Item, other: Item) -> bool:
        """Return whether what is told after another question settles one for a description.

        The descriptions of topics that are taken for each other stand among each other's options,
        and why a case belongs to a topic says what that topic is.
        """
        if description.template != DESCRIPTION_TEMPLATE:
            return False
        # A term's meaning is told by other questions on its topic only if their words tell it.
        same = description.topic == other.topic and _about_topic(description)
        both = other.template == DESCRIPTION_TEMPLATE and _about_topic(other)
        if both and _about_topic(description) and (same or self._close(description, other)):
            return True
        if other.template in SCENARIO_TEMPLATES and same:
            return True
        key = _beginnings(_key(description))
        learned = self._learned.get(other.id)
        if learned is None:
            learned = self._learned[other.id] = _learned(other)
        return bool(key) and len(key & learned) >= SETTLES * len(key)

    def _close(self, one: Item, other: Item) -> bool:
        """Return whether one of two topics is taken for the other."""
        return other.topic in self._confusable.get(
            one.topic, ()
        ) or one.topic in self._confusable.get(other.topic, ())

    def _tell(self, item: Item) -> _Told:
        told = self._told.get(item.id)
        if told is None:
            told = self._told[item.id] = _tell(
                item, shown_options(item, self._seed, self._exposures.get(item.id, 0))
            )
        return told

    def _key_limit(self, item: Item) -> int:
        if item.type == "true_false":
            opposite = FALSE_ID if _key(item) == TRUE_ID else TRUE_ID
            return self._keys[opposite] + 1
        return max(1, int(self._number * (1 / item.show + CONSTANT_GUESS_SLACK)))


def _about_topic(item: Item) -> bool:
    """Return whether a question is about a topic itself, not about a term or a person of it."""
    return _entity(item) == item.topic


def _same_case(one: Item, other: Item) -> bool:
    """Return whether two questions show one case, as it is and with one thing changed."""
    cases = one.template in SCENARIO_TEMPLATES and other.template in SCENARIO_TEMPLATES
    return cases and _entity(one) == _entity(other)


def _entity(item: Item) -> str:
    return item.fact.partition(":")[0]


class _Told(NamedTuple):
    """What a question says, folded, between blanks; a statement has neither key nor options.

    Attributes:
        key: The right answer.
        stems: Its wordings.
        options: The texts of the options that would be shown.
    """

    key: str
    stems: tuple[str, ...]
    options: tuple[str, ...]


def _tell(item: Item, shown: Collection[str]) -> _Told:
    stems = tuple(f" {_folded(stem)} " for stem in item.stems)
    if item.type == "true_false":
        return _Told(_NOTHING, stems, ())
    texts = (option.text for option in item.options if option.id in shown)
    return _Told(f" {_key(item)} ", stems, tuple(f" {_folded(text)} " for text in texts))


def _learned(item: Item) -> frozenset[str]:
    """Return the words of everything that a question and its feedback tell."""
    right = (option.text for option in item.options if option.correct)
    return _beginnings(*item.stems, item.explanation, item.correction or "", *right)


def _beginnings(*texts: str) -> frozenset[str]:
    """Return the beginnings of all words long enough to mean something."""
    words = (word for text in texts for word in _folded(text).split())
    return frozenset(word[:_STEM] for word in words if len(word) >= _STEM - 1)


def _in_any(text: str, others: Iterable[str]) -> bool:
    return any(text in other for other in others)


def _pairs_up(told: _Told, options: Iterable[str]) -> bool:
    """Return whether an option of another question joins a key with what it is asked for.

    "Track 3: Business" answers both "Which track is Business?" and "What is Track 3 called?".
    """
    for option in options:
        if told.key in option:
            rest = option.replace(told.key, " ")
            if rest.strip() and _in_any(rest, told.stems):
                return True
    return False


def _surfaces(
    items: Sequence[Item], seed: int, exposures: Mapping[str, int]
) -> tuple[PlannedItem, ...]:
    """Return each question with its wording and options; no place holds the key too often."""
    places: dict[int, Counter[int]] = {}
    asked = Counter(item.show for item in items if item.type != "true_false")
    planned = []
    for item in items:
        times = exposures.get(item.id, 0)
        shown = shown_options(item, seed, times)
        if item.type != "true_false":
            size = len(shown)
            used = places.setdefault(size, Counter())
            limit = max(
                -(-asked[item.show] // size),
                int(asked[item.show] * (1 / size + CONSTANT_GUESS_SLACK)),
            )
            if not in_order(item):
                shown = _placed(shown, item.keys, used, limit)
        first = int(stable_unit(item.id, "stem") * len(item.stems))
        planned.append(PlannedItem(item.id, item.rev, (first + times) % len(item.stems), shown))
    return tuple(planned)


def shown_options(item: Item, seed: int, times: int) -> tuple[str, ...]:
    """Return the options to show, in hashed order; true and false keep theirs, numbers rise.

    Args:
        item: The question.
        seed: Of the quiz; changes the order.
        times: How often the question was shown before: the first time the nearest wrong options
            are shown, and never the same ones twice running where there are more.
    """
    if item.type == "true_false":
        return tuple(option.id for option in item.options)
    right = [option.id for option in item.options if option.correct]
    wrong = [option.id for option in item.options if not option.correct]
    sets = list(combinations(wrong, min(item.show - len(right), len(wrong))))
    shown = [*right, *sets[times % len(sets)]]
    if in_order(item):
        numbers = {option.id: int(option.text) for option in item.options}
        return tuple(sorted(shown, key=lambda each: numbers[each]))
    return tuple(sorted(shown, key=lambda each: stable_unit(seed, item.id, times, each)))


def in_order(item: Item) -> bool:
    """Return whether the options are numbers, such as years, which are read in rising order."""
    return all(option.text.isdecimal() for option in item.options)


def _placed(
    shown: tuple[str, ...], keys: Collection[str], used: Counter[int], limit: int
) -> tuple[str, ...]:
    """Return the options turned so that the key stands where it has not stood too often."""
    size = len(shown)
    place = next(index for index, option in enumerate(shown) if option in keys)
    turns = min(range(size), key=lambda each: (used[(place - each) % size] >= limit, each))
    used[(place - turns) % size] += 1
    return (*shown[turns:], *shown[:turns])


def _key(item: Item) -> str:
    """Return what the right answer says, so that equal answers are counted together."""
    right = next(option for option in item.options if option.correct)
    return right.id if item.type == "true_false" else _folded(right.text)


def _folded(text: str) -> str:
    return _NOT_WORD.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()


def _id(item: Item) -> str:
    return item.id


def _topic(item: Item) -> str:
    return item.topic
