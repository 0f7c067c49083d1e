"""Bundled cards in the learner's own words, with the course's wording always at hand."""

from __future__ import annotations

from typing import NamedTuple

from mtdtutor.core.changes import Changes
from mtdtutor.core.clock import Clock
from mtdtutor.core.errors import BugError, KnownError
from mtdtutor.course.bank import Card, text_in
from mtdtutor.storage import bank_changes, content, wordings
from mtdtutor.storage.database import Connection, Database
from mtdtutor.storage.wordings import OwnWording


class Original(NamedTuple):
    """What the course says on a card that a learner put in their own words.

    Attributes:
        front: Its question.
        back: Its answer.
        corrected: The course corrected the card after the learner wrote.
    """

    front: str
    back: str
    corrected: bool


class Wording(NamedTuple):
    """Both sides of a card as a learner sees it.

    Attributes:
        card: Its present id.
        front: The question.
        back: The answer.
        original: What the course says; None where nothing was put in own words.
    """

    card: str
    front: str
    back: str
    original: Original | None


class WordingService:
    """Own wordings of bundled cards. They survive new versions of the course."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    def find(self, learner: str, card: str) -> Wording | None:
        """Return both sides of a card; None if the course never had it."""
        with self._db.read() as conn:
            found = content.find_card(conn, card)
            if found is None:
                return None
            front, back = _texts(conn, found)
            own = wordings.find(conn, learner, found.id)
            if own is None:
                return Wording(found.id, front, back, None)
            original = Original(front, back, corrected_since(conn, own, found.fact))
            return Wording(found.id, own.front, own.back, original)

    def save(self, learner: str, card: str, front: str, back: str) -> Changes:
        """Keep a card in the learner's own words; the course's own words are no wording.

        Raises:
            KnownError: ``wording-empty``, or it could not be saved; the old wording stands.
        """
        front, back = front.strip(), back.strip()
        if not front or not back:
            raise KnownError("wording-empty")
        with self._db.write() as conn:
            found = content.find_card(conn, card)
            if found is None:
                raise BugError(f"the course has no card {card}")
            if (front, back) == _texts(conn, found):
                wordings.drop(conn, learner, found.id)
            else:
                now_ms = self._clock.now_ms()
                wordings.put(conn, learner, OwnWording(found.id, front, back, now_ms))
        return Changes.CARDS

    def reset(self, learner: str, card: str) -> Changes:
        """Go back to the course's wording.

        Raises:
            KnownError: It could not be saved; the old wording stands.
        """
        with self._db.write() as conn:
            wordings.drop(conn, learner, content.present_name(conn, card))
        return Changes.CARDS


def corrected_since(conn: Connection, own: OwnWording, fact: str) -> bool:
    """Return whether the course corrected a card, or its fact, after it was put in own words."""
    return bank_changes.corrected_after(conn, (own.card, fact), own.at_ms)


def _texts(conn: Connection, card: Card) -> tuple[str, str]:
    loaded = content.loaded(conn)
    if loaded is None:
        raise BugError("there is a card but no bank")
    language = loaded.course.language
    return text_in(card.front, language), text_in(card.back, language)
