"""Which cards a study day holds, and in what order they come."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Sequence
from typing import Final, NamedTuple

from mtdtutor.core.mixing import Confusable, mix_topics
from mtdtutor.course.bank import LEVELS
from mtdtutor.study.memory import State
from mtdtutor.study.siblings import siblings

OWN_LEVEL: Final = "own"
"""The level of the cards that a learner wrote."""
_OWN_TURN: Final = 3
"""Of so many new cards, the first is one of the learner's own, as long as there are any."""


class Candidate(NamedTuple):
    """A card that might be asked today.

    Attributes:
        card: Id of the card.
        fact: The fact it asks for; siblings share it.
        topic: The topic of the fact.
        level: The level of the fact; ``OWN_LEVEL`` for a card that the learner wrote.
        kind: The kind of card.
        state: Where the card stands.
        due_day: Study day it is due; None unless in review.
        due_ms: UTC milliseconds it is due; None unless in a step.
        stability: Days until recall falls to 90 %; None for a new card.
        difficulty: 1 to 10; None for a new card.
        last_day: Study day it was last seen; None for a new card.
        position: Place in the course, which orders new cards.
    """

    card: str
    fact: str
    topic: str
    level: str
    kind: str
    state: State
    due_day: int | None
    due_ms: int | None
    stability: float | None
    difficulty: float | None
    last_day: int | None
    position: int


class Limits(NamedTuple):
    """How much a learner wants of one study day, and how much of it is done."""

    new_per_day: int
    reviews_per_day: int
    new_done: int
    reviews_done: int

    @property
    def new_left(self) -> int:
        """New cards still wanted today."""
        return max(0, self.new_per_day - self.new_done)

    @property
    def reviews_left(self) -> int:
        """Reviews still wanted today."""
        return max(0, self.reviews_per_day - self.reviews_done)


def arrange(
    due: Iterable[Candidate],
    new: Iterable[Candidate],
    limits: Limits,
    seed: int,
    confusable: Confusable,
    met_today: Collection[str] = (),
) -> list[Candidate]:
    """Return today's cards in the order they are asked.

    At most one card of a fact comes on one day, because one gives its sibling away; likewise one
    of what a thing is called, because its name tells its number and its slogan. What is left
    of a backlog today is what costs most if it waits. Cards of confusable topics follow each other
    on purpose, because telling them apart is what has to be learned.

    Args:
        due: Cards in review that are due, in any order.
        new: Cards never seen, in any order.
        limits: The learner's daily limits.
        seed: Makes one day's order differ from the next one's; usually the study day.
        confusable: For each topic the topics it is taken for.
        met_today: Facts already asked today.
    """
    reviews = choose_due(due, limits.reviews_left, met_today)
    met = {*met_today, *given_away(reviews)}
    fresh = choose_new(new, limits.new_left, met, confusable)
    return line_up(reviews, fresh, confusable, seed)


def line_up(
    reviews: Iterable[Candidate], fresh: Sequence[Candidate], confusable: Confusable, seed: int
) -> list[Candidate]:
    """Return chosen cards as they are asked: confusable topics mixed, new cards among them.

    Args:
        reviews: Cards to recall.
        fresh: New cards in the order they are taught.
        confusable: For each topic the topics it is taken for.
        seed: Makes one day's order differ from the next one's.
    """
    return _spread(mix_topics(reviews, _card, _topic, confusable, seed), fresh)


def given_away(cards: Iterable[Candidate]) -> set[str]:
    """Return the facts of which no other card comes on the day that these come."""
    return {fact for card in cards for fact in siblings(card.fact)}


def choose_due(
    due: Iterable[Candidate], number: int, met_today: Collection[str]
) -> list[Candidate]:
    """Return the due cards of today, at most one of a fact.

    When not all fit, firm memories go first: each costs little to keep and much to learn again.
    """
    ranked = sorted(due, key=lambda each: (-(each.stability or 0), each.card))
    return _one_of_a_fact(ranked, number, met_today)


def choose_new(
    new: Iterable[Candidate], number: int, met_today: Collection[str], confusable: Confusable
) -> list[Candidate]:
    """Return the new cards of today, at most one of a fact, in the order they are taught.

    Core facts come before all others. Topics come in the order of the course, each in turn with
    those it is confused with, so that the answer cannot be foreseen from the card before. Cards
    that the learner wrote come among them, in the order they were written: whoever writes a card
    wants to meet it soon, and the course shall not stand still meanwhile.
    """
    ordered = sorted(new, key=lambda each: (_rank(each.level), each.position, each.card))
    unmet = _one_of_a_fact(ordered, len(ordered), met_today)
    own = deque(each for each in unmet if each.level == OWN_LEVEL)
    taught = deque(
        _by_level([each for each in unmet if each.level != OWN_LEVEL], number, confusable)
    )
    chosen: list[Candidate] = []
    while len(chosen) < number and (own or taught):
        turn = own if own and (not taught or len(chosen) % _OWN_TURN == 0) else taught
        chosen.append(turn.popleft())
    return chosen


def _by_level(waiting: Sequence[Candidate], number: int, confusable: Confusable) -> list[Candidate]:
    """Return new cards of the course, those of one level after those of another."""
    chosen: list[Candidate] = []
    for level in dict.fromkeys(each.level for each in waiting):
        topics: dict[str, deque[Candidate]] = {}
        for each in waiting:
            if each.level == level:
                topics.setdefault(each.topic, deque()).append(each)
        chosen += _taught(topics, number - len(chosen), confusable)
        if len(chosen) >= number:
            break
    return chosen


def _taught(
    topics: dict[str, deque[Candidate]], number: int, confusable: Confusable
) -> list[Candidate]:
    """Return new cards of one level: the first topic in turn with those it is confused with.

    Where none of these is left, the next topic takes their turn.
    """
    chosen: list[Candidate] = []
    turn = 0
    while topics and len(chosen) < number:
        focus = next(iter(topics))
        others = [topic for topic in topics if topic != focus]
        partners = [topic for topic in others if topic in confusable.get(focus, ())] or others[:1]
        topic = focus
        if len(chosen) % 2 and partners:
            topic = partners[turn % len(partners)]
            turn += 1
        chosen.append(topics[topic].popleft())
        if not topics[topic]:
            del topics[topic]
    return chosen


def _one_of_a_fact(
    cards: Iterable[Candidate], number: int, met_today: Collection[str]
) -> list[Candidate]:
    met = set(met_today)
    chosen: list[Candidate] = []
    for card in cards:
        if len(chosen) >= number:
            break
        if card.fact not in met:
            met.update(siblings(card.fact))
            chosen.append(card)
    return chosen


def _spread(reviews: Sequence[Candidate], fresh: Sequence[Candidate]) -> list[Candidate]:
    """Return both in one line, the new cards at even distances."""
    if not fresh:
        return list(reviews)
    line: list[Candidate] = []
    taken = 0
    for index, card in enumerate(fresh):
        upto = round((index + 0.5) * len(reviews) / len(fresh))
        line += reviews[taken:upto]
        line.append(card)
        taken = upto
    line += reviews[taken:]
    return line


def _rank(level: str) -> int:
    return LEVELS.index(level) if level in LEVELS else len(LEVELS)


def _card(candidate: Candidate) -> str:
    return candidate.card


def _topic(candidate: Candidate) -> str:
    return candidate.topic
