"""Corrections of the course, told to those who learned the mistake."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from itertools import groupby
from typing import Final, NamedTuple

from mtdtutor.core.changes import Changes
from mtdtutor.course.bank import DEFAULT_LANGUAGE, text_in
from mtdtutor.course.changes import CARD, CORRECTED, FACT, QUESTION, WITHDRAWN, Change
from mtdtutor.progress.events import CardActionEvent
from mtdtutor.services.recording import Recorder
from mtdtutor.storage import bank_changes, content, events, learners
from mtdtutor.storage import memory as memories
from mtdtutor.storage.bank_changes import BankChange, Met
from mtdtutor.storage.database import Connection, Database
from mtdtutor.storage.memory import CardState
from mtdtutor.study.fold import Acted, ActionKind, act
from mtdtutor.study.memory import State

CORRECTION: Final = "correction"
"""Reason of a card action that a correction of the course wanted."""
CLOSED: Final = "corrections_closed"
"""Setting that holds the bank versions whose corrections a learner has put away."""
_QUOTED: Final = ("text", "front", "stem")
"""What is quoted of a fact, a card and a question."""
_DUE: Final = uuid.UUID("b1d4a2f0-55c6-5c1e-8f43-2a6f0a4f6f0e")


class Correction(NamedTuple):
    """Something the learner met that was wrong, or is gone.

    Attributes:
        version: Version of the course that mended it.
        withdrawn: It is gone; otherwise it was put right.
        before: What it said; empty where that is not known.
        now: What it says now; empty if it is gone.
        note: What was wrong and what is right, or why it is gone; empty where nobody said.
        cards: Cards on it that the learner graded.
        questions: Questions on it that the learner answered.
    """

    version: str
    withdrawn: bool
    before: str
    now: str
    note: str
    cards: int
    questions: int


class CorrectionNotice(NamedTuple):
    """What there is to tell a learner; ``versions`` is what to close once it was read."""

    versions: tuple[str, ...]
    corrections: tuple[Correction, ...]

    @property
    def items(self) -> int:
        """How many cards and questions are concerned."""
        return sum(each.cards + each.questions for each in self.corrections)


class VersionNews(NamedTuple):
    """What one version of the course changed.

    Attributes:
        version: The version.
        at_ms: When it came into this database (UTC ms).
        added: How many facts, cards and questions it added, by kind.
        reworded: How many it reworded, by kind.
        corrected: What it put right, as a learner would quote it, each with what was wrong.
        withdrawn: What it took away, each with the reason.
    """

    version: str
    at_ms: int
    added: dict[str, int]
    reworded: dict[str, int]
    corrected: tuple[tuple[str, str], ...]
    withdrawn: tuple[tuple[str, str], ...]


class CorrectionService:
    """Says what newer versions of the course changed, and to whom it matters."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def notice(self, learner: str) -> CorrectionNotice | None:
        """Return what was corrected or withdrawn of what a learner met and has not put away."""
        with self._db.read() as conn:
            return read_notice(conn, learner)

    def close(self, learner: str, versions: Iterable[str]) -> Changes:
        """Put the corrections of some versions away for good.

        Raises:
            KnownError: It could not be saved; they will be told again.
        """
        with self._db.write() as conn:
            closed = {*_closed(conn, learner), *versions}
            learners.change_setting(conn, learner, CLOSED, sorted(closed))
        return Changes.SETTINGS

    def news(self) -> tuple[VersionNews, ...]:
        """Return what each version of the course changed since the first, the last one first."""
        with self._db.read() as conn:
            language = _language(conn)
            changes = bank_changes.everything(conn)
            present = _Present(conn, language)
            return tuple(
                _news(version, list(found), present)
                for version, found in groupby(changes, key=lambda each: each.version)
            )


def read_notice(conn: Connection, learner: str) -> CorrectionNotice | None:
    """Return what there is to tell a learner; see ``CorrectionService.notice``."""
    met = bank_changes.met(conn, learner, _closed(conn, learner))
    if not met:
        return None
    present = _Present(conn, _language(conn))
    found: dict[tuple[str, str, str], list[Met]] = {}
    # What was put right comes before what is gone, version by version.
    met.sort(key=lambda each: (-each.change.at_ms, each.change.kind == WITHDRAWN))
    for each in met:
        change = each.change
        about = each.item if change.kind == WITHDRAWN else each.fact
        found.setdefault((change.version, change.kind, about), []).append(each)
    return CorrectionNotice(
        tuple(dict.fromkeys(each.change.version for each in met)),
        tuple(_correction(about, each, present) for (_, _, about), each in found.items()),
    )


def bring_due(
    conn: Connection, recorder: Recorder, version: str, changes: Collection[Change]
) -> int:
    """Let the reviewed cards of what was corrected come due today, for every learner.

    A card that is due already, or in a learning step, comes by itself. One that is suspended stays
    so. Done again for the same version, nothing happens.

    Args:
        conn: A connection inside a write transaction, after the bank was loaded.
        recorder: The writer.
        version: Version of the bank that corrected them.
        changes: All its changes.

    Returns:
        How many cards came due.
    """
    corrected = [each for each in changes if each.kind == CORRECTED]
    number = 0
    for who in learners.everyone(conn) if corrected else ():
        when = recorder.scope(conn, who.id).when
        for state in _concerned(conn, who.id, version, corrected):
            event_id = str(uuid.uuid5(_DUE, f"{version}:{state.card}:{who.id}"))
            due_day = state.memory.due_day
            if due_day is None or due_day <= when.day:
                continue
            if events.find(conn, CardActionEvent, event_id) is not None:
                continue
            value = str(when.day)
            action = Acted(ActionKind.SET_DUE, when, value)
            memory, marks = act(state.memory, state.marks, action)
            event = CardActionEvent(
                0, event_id, who.id, *when, "", ActionKind.SET_DUE, state.card, state.fact,
                state.topic, value, CORRECTION,
            )  # fmt: skip
            recorder.record(conn, event)
            memories.save(conn, who.id, state.card, memory, marks)
            number += 1
    return number


def _concerned(
    conn: Connection, learner: str, version: str, corrected: Iterable[Change]
) -> list[CardState]:
    """Return the reviewed cards of what was corrected.

    That is the cards of a corrected fact, a corrected card, and the cards on the fact of a
    corrected question that the learner answered.
    """
    facts = {
        each.fact
        for each in bank_changes.met(conn, learner)
        if each.item_kind == QUESTION
        and (each.change.version, each.change.kind) == (version, CORRECTED)
    }
    facts.update(each.item for each in corrected if each.item_kind == FACT)
    states = [state for fact in facts for state in memories.of_fact(conn, learner, fact)]
    for change in corrected:
        if change.item_kind == CARD:
            state = memories.load(conn, learner, change.item)
            states += [] if state is None or state.memory.state is State.NEW else [state]
    found = {each.card: each for each in states}
    return [found[card] for card in sorted(found)]


class _Present:
    """What items say now, in one language."""

    def __init__(self, conn: Connection, language: str) -> None:
        self._conn = conn
        self.language = language

    def text(self, kind: str, item: str) -> str:
        """Return the sentence, front or stem of an item; empty if it is gone."""
        if kind == FACT:
            fact = content.find_fact(self._conn, item)
            return "" if fact is None else text_in(fact.text, self.language)
        if kind == CARD:
            card = content.find_card(self._conn, item)
            return "" if card is None else text_in(card.front, self.language)
        question = content.find_question(self._conn, item)
        return "" if question is None else text_in(question.stems[0], self.language)

    def old(self, change: BankChange) -> str:
        """Return what an item said before a change."""
        old = change.old or {}
        return next((text_in(old[part], self.language) for part in _QUOTED if part in old), "")

    def note(self, change: BankChange) -> str:
        """Return what was said of a change."""
        return "" if change.note is None else text_in(change.note, self.language)


def _correction(about: str, met: list[Met], present: _Present) -> Correction:
    own = next((each.change for each in met if each.change.item_kind == FACT), met[0].change)
    withdrawn = own.kind == WITHDRAWN
    before = present.old(own)
    # Without a note on the fact itself, its present sentence is the best there is to say.
    now = "" if withdrawn else present.text(FACT, about)
    return Correction(
        version=own.version,
        withdrawn=withdrawn,
        before="" if before == now else before,
        now=now,
        note=next(filter(None, (present.note(each.change) for each in met)), ""),
        cards=sum(each.item_kind == CARD for each in met),
        questions=sum(each.item_kind != CARD for each in met),
    )


def _news(version: str, changes: list[BankChange], present: _Present) -> VersionNews:
    def counts(kind: str) -> dict[str, int]:
        found: dict[str, int] = {}
        for each in changes:
            if each.kind == kind:
                found[each.item_kind] = found.get(each.item_kind, 0) + 1
        return found

    corrected = [each for each in changes if each.kind == CORRECTED]
    facts = [each for each in corrected if each.item_kind == FACT]
    notes = {present.note(each) for each in facts}
    # The cards and questions of a corrected fact say the same again.
    others = (each for each in corrected if each.item_kind != FACT)
    alone = [each for each in others if present.note(each) not in notes]
    return VersionNews(
        version=version,
        at_ms=changes[0].at_ms,
        added=counts("added"),
        reworded=counts("reworded"),
        corrected=_quoted((*facts, *alone), present),
        withdrawn=_quoted([each for each in changes if each.kind == WITHDRAWN], present),
    )


def _quoted(changes: Iterable[BankChange], present: _Present) -> tuple[tuple[str, str], ...]:
    said = (
        (
            present.old(each)
            if each.kind == WITHDRAWN
            else present.text(each.item_kind, each.item),
            present.note(each),
        )
        for each in changes
    )
    return tuple(dict.fromkeys(said))


def _closed(conn: Connection, learner: str) -> frozenset[str]:
    stored = learners.settings(conn, learner).get(CLOSED)
    return frozenset(stored if isinstance(stored, list) else ())


def _language(conn: Connection) -> str:
    loaded = content.loaded(conn)
    return DEFAULT_LANGUAGE if loaded is None else loaded.course.language
