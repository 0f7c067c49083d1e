"""Advice on a card that is forgotten again and again: what it is mixed up with."""

from __future__ import annotations

import itertools
from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from mtdtutor.course.bank import DEFAULT_LANGUAGE, Card, text_in
from mtdtutor.services.comparing import COMPARED
from mtdtutor.storage import card_history, content, library, memory, wordings
from mtdtutor.storage.database import Database

if TYPE_CHECKING:
    from mtdtutor.storage.database import Connection

MOST_MIXUPS: Final = 2
_WRONG_ANSWERS: Final = 200
"""So many of the last wrong answers on the topic and its neighbours are looked at."""


class Mixup(NamedTuple):
    """Something a card's subject is taken for.

    Attributes:
        entity: Its id.
        title: What it is called.
        topic: Its topic.
        times: How often the learner took one for the other; 0 where only the course warns of it.
    """

    entity: str
    title: str
    topic: str
    times: int


class LeechAdvice(NamedTuple):
    """What may help with a card.

    Attributes:
        card: Id of the card.
        front: What it asks, in the learner's words if there are any.
        lapses: Times it was forgotten.
        topic: Id of its topic.
        entity: Id of what it is about; empty for a card that the course knows nothing more of.
        mixups: What it is mixed up with, the most frequent first.
        compared: Ids of what can be set side by side to tell them apart; empty if nothing can.
    """

    card: str
    front: str
    lapses: int
    topic: str
    entity: str
    mixups: tuple[Mixup, ...]
    compared: tuple[str, ...]


class LeechService:
    """Looks for the reason why a card does not stick."""

    def __init__(self, db: Database) -> None:
        """Make the service; nothing is read before it is asked."""
        self._db = db

    def advice(self, learner: str, card_id: str) -> LeechAdvice | None:
        """Return what may help with a card; None if there is no such card."""
        with self._db.read() as conn:
            card = content.find_card(conn, card_id)
            if card is None:
                return None
            loaded = content.loaded(conn)
            language = DEFAULT_LANGUAGE if loaded is None else loaded.course.language
            own = wordings.find(conn, learner, card.id)
            state = memory.load(conn, learner, card.id)
            fact = content.find_fact(conn, card.fact)
            entity = "" if fact is None else fact.entity
            taken_for = mixups(conn, learner, card, entity, language) if entity else ()
            return LeechAdvice(
                card.id,
                text_in(card.front, language) if own is None else own.front,
                0 if state is None else state.memory.lapses,
                card.topic,
                entity,
                taken_for,
                _compared(conn, (entity, *(each.entity for each in taken_for))),
            )


def mixups(
    conn: Connection, learner: str, card: Card, entity: str, language: str
) -> tuple[Mixup, ...]:
    """Return what the subject of a card is taken for: by the learner, else by others.

    Args:
        conn: A connection.
        learner: Whose quiz answers count.
        card: The card.
        entity: Id of what it is about.
        language: The language of names.
    """
    confusable = {each.id: each.confusable for each in content.topics(conn)}
    near = tuple(confusable.get(card.topic, ()))
    counted: Counter[str] = Counter()
    topics = (card.topic, *near)
    for wrong in card_history.wrong_answers(conn, learner, topics, _WRONG_ANSWERS):
        counted.update(_taken_for(conn, wrong, entity))
    about = (library.reading_entity(conn, each) for each in near)
    order = [*(name for name, _ in counted.most_common()), *filter(None, about)]
    wanted = [each for each in dict.fromkeys(order) if each != entity]
    found = (each for each in library.entities(conn, wanted) if each.kind in COMPARED)
    return tuple(
        Mixup(each.id, text_in(each.name, language), each.topic, counted[each.id])
        for each in itertools.islice(found, MOST_MIXUPS)
    )


def _compared(conn: Connection, ids: tuple[str, ...]) -> tuple[str, ...]:
    known = tuple(each.id for each in library.entities(conn, ids) if each.kind in COMPARED)
    return known if len(known) > 1 and known[0] == ids[0] else ()


def _taken_for(conn: Connection, wrong: card_history.Wrong, entity: str) -> set[str]:
    """Return what a wrong answer took the subject for, or took for the subject."""
    question = content.find_question(conn, wrong.question)
    fact = content.find_fact(conn, wrong.fact)
    if question is None or fact is None:
        return set()
    chosen = {
        option.entity
        for option in question.options
        if option.id in wrong.chosen and option.entity and not option.correct
    }
    if fact.entity == entity:
        return chosen
    return {fact.entity} if entity in chosen else set()
