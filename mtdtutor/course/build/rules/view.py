"""Questions and cards as the rules see them: plain texts in the language of the course."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple

from mtdtutor.course.bank import text_in
from mtdtutor.course.build.document import (
    AnyQuestion,
    BankDocument,
    CardEntry,
    ChoiceBase,
    ClozeQuestion,
    ExplainQuestion,
    MatchingQuestion,
    OptionEntry,
    OrderingQuestion,
    TrueFalseQuestion,
    TypedQuestion,
)
from mtdtutor.course.build.words import CHOOSE_ALL, sentences, stems, words

LevelName = Literal["error", "warning"]
ERROR: Final[LevelName] = "error"
WARNING: Final[LevelName] = "warning"

_LABEL: Final = re.compile(r"^track\s+[\d.]+\s*:\s*", re.IGNORECASE)


class Finding(NamedTuple):
    """Something the linter found: how bad, by which rule, in which item, and what."""

    level: LevelName
    rule: str
    item: str
    message: str


class Choice(NamedTuple):
    """An option as text."""

    id: str
    text: str
    correct: bool
    why: str
    entity: str | None


class Side(NamedTuple):
    """A left side of a matching with its right one."""

    id: str
    left: str
    right: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as text; ``options`` is empty for types without options.

    Attributes:
        options: What to choose from; for a cloze of one gap the options of that gap.
        sides: The pairs of a matching.
        extra: Its right sides that fit nowhere.
        steps: The steps of an ordering, in the right order.
        accepted: By gap, the answers it accepts.
        contested: Whether its fact is contested.
        texts: Every text a learner may see of it, by field.
    """

    id: str
    template: str
    type: str
    topic: str
    skill: str
    fact: str
    also: tuple[str, ...]
    stems: tuple[str, ...]
    options: tuple[Choice, ...]
    show: int
    answer: bool | None
    correction: str | None
    explanation: str
    contested: bool
    texts: Mapping[str, str]
    sides: tuple[Side, ...] = ()
    extra: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    accepted: tuple[tuple[str, ...], ...] = ()

    @property
    def keys(self) -> tuple[Choice, ...]:
        """Return the right options."""
        return tuple(option for option in self.options if option.correct)

    @property
    def wrong(self) -> tuple[Choice, ...]:
        """Return the wrong options."""
        return tuple(option for option in self.options if not option.correct)

    @property
    def closed(self) -> bool:
        """Whether the options are short names out of a fixed set, such as tracks."""
        return bool(self.options) and all(
            option.entity == option.id and len(words(option.text)) <= 6 for option in self.options
        )


@dataclass(frozen=True, slots=True)
class Prompt:
    """A card as text."""

    id: str
    topic: str
    skill: str
    kind: str
    front: str
    back: str
    hint: str
    contested: bool
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Bank:
    """A bank as the rules see it.

    Attributes:
        give_away: By topic, the stems of its name and slogan.
        labels: By topic, its name up to the colon, such as “Track 4”.
        kinds: Entity kind by entity id; the whole system counts as a track.
        slot_terms: Stems of all names and slogans.
        levels: By fact, its level.
        fact_topics: By fact, its topic.
    """

    questions: tuple[Asked, ...]
    cards: tuple[Prompt, ...]
    topics: tuple[str, ...]
    give_away: Mapping[str, frozenset[str]]
    labels: Mapping[str, str]
    kinds: Mapping[str, str]
    fact_slots: Mapping[str, tuple[str, str]]
    slot_terms: frozenset[str]
    levels: Mapping[str, str] = field(default_factory=dict)
    fact_topics: Mapping[str, str] = field(default_factory=dict)


def view(document: BankDocument) -> Bank:
    """Return a bank as the rules see it."""
    language = document.course.language
    contested = {fact.id for fact in document.facts if fact.contested}
    questions = tuple(_asked(question, language, contested) for question in document.questions)
    names = {topic.id: text_in(topic.name, language) for topic in document.topics}
    give_away = {topic: set(stems(_LABEL.sub("", name))) for topic, name in names.items()}
    for question in questions:
        if question.template == "t04" and question.topic in give_away:
            for key in question.keys:
                give_away[question.topic] |= stems(key.text)
    return Bank(
        questions=questions,
        cards=tuple(_prompt(card, language, contested) for card in document.cards),
        topics=tuple(names),
        give_away={topic: frozenset(found) for topic, found in give_away.items()},
        labels={topic.id: f"Track {topic.number}" for topic in document.topics if topic.number},
        kinds={
            entity.id: "track" if entity.kind == "system" else entity.kind
            for entity in document.entities
        },
        fact_slots={fact.id: (fact.entity, fact.slot) for fact in document.facts},
        slot_terms=frozenset().union(*give_away.values()),
        levels={fact.id: fact.level for fact in document.facts},
        fact_topics={fact.id: fact.topic for fact in document.facts},
    )


def question_sentence(stem: str) -> str:
    """Return the sentence of a stem that asks: the last one but for the bidding to choose all."""
    return sentences(stem.removesuffix(CHOOSE_ALL))[-1]


def case_of(stem: str) -> str:
    """Return what stands before the asking sentence; empty for a stem of one sentence."""
    return " ".join(sentences(stem.removesuffix(CHOOSE_ALL))[:-1])


def _asked(question: AnyQuestion, language: str, contested: set[str]) -> Asked:
    texts = {f"stems[{i}]": text_in(stem, language) for i, stem in enumerate(question.stems)}
    texts["explanation"] = text_in(question.explanation, language)
    options = tuple(_choice(option, language) for option in _offered(question))
    for option in options:
        texts[f"option {option.id}"] = option.text
        texts[f"why of {option.id}"] = option.why
    correction = None
    if isinstance(question, TrueFalseQuestion) and question.correction is not None:
        correction = text_in(question.correction, language)
        texts["correction"] = correction
    if isinstance(question, ExplainQuestion):
        texts["model"] = text_in(question.model, language)
    sides, extra = _sides(question, language)
    steps: tuple[str, ...] = ()
    if isinstance(question, OrderingQuestion):
        steps = tuple(text_in(step.text, language) for step in question.sequence)
    accepted: tuple[tuple[str, ...], ...] = ()
    if isinstance(question, ClozeQuestion | TypedQuestion):
        accepted = tuple(
            tuple(text_in(one, language) for one in gap.accept) for gap in question.gaps
        )
    for side in sides:
        texts[f"left of {side.id}"] = side.left
        texts[f"right of {side.id}"] = side.right
    texts |= {f"extra {index}": one for index, one in enumerate(extra)}
    texts |= {f"step {index}": one for index, one in enumerate(steps)}
    return Asked(
        id=question.id,
        template=question.template,
        type=question.type,
        topic=question.topic,
        skill=question.skill,
        fact=question.fact,
        also=tuple(question.also),
        stems=tuple(text_in(stem, language) for stem in question.stems),
        options=options,
        show=question.show if isinstance(question, ChoiceBase) else len(options),
        answer=question.answer if isinstance(question, TrueFalseQuestion) else None,
        correction=correction,
        explanation=texts["explanation"],
        contested=bool(contested & {question.fact, *question.also}),
        texts=texts,
        sides=sides,
        extra=extra,
        steps=steps,
        accepted=accepted,
    )


def _offered(question: AnyQuestion) -> list[OptionEntry]:
    """Return what a learner chooses from; several gaps have options of their own each."""
    if isinstance(question, ChoiceBase):
        return question.options
    if isinstance(question, ClozeQuestion) and len(question.gaps) == 1:
        return question.gaps[0].options or []
    return []


def _choice(option: OptionEntry, language: str) -> Choice:
    return Choice(
        option.id,
        text_in(option.text, language),
        option.correct,
        text_in(option.why, language),
        option.entity,
    )


def _sides(question: AnyQuestion, language: str) -> tuple[tuple[Side, ...], tuple[str, ...]]:
    """Return the pairs of a matching, and its right sides that fit nowhere."""
    if not isinstance(question, MatchingQuestion):
        return (), ()
    sides = tuple(
        Side(pair.id, text_in(pair.left, language), text_in(pair.right, language))
        for pair in question.pairs
    )
    return sides, tuple(text_in(one.text, language) for one in question.extra or [])


def _prompt(card: CardEntry, language: str, contested: set[str]) -> Prompt:
    texts = {"front": text_in(card.front, language), "back": text_in(card.back, language)}
    if card.hint is not None:
        texts["hint"] = text_in(card.hint, language)
    if card.why is not None:
        texts["why"] = text_in(card.why, language)
    return Prompt(
        id=card.id,
        topic=card.topic,
        skill=card.skill,
        kind=card.kind,
        front=texts["front"],
        back=texts["back"],
        hint=texts.get("hint", ""),
        contested=card.fact in contested,
        texts=texts,
    )
