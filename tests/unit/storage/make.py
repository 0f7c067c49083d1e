"""Builders shared by the tests of storage and services: a small course and open databases."""

from __future__ import annotations

import random
from pathlib import Path

from mtdtutor.core.clock import Clock, Moment
from mtdtutor.course.bank import Bank, Card, Cite, Course, Entity, Fact, Source, Topic
from mtdtutor.course.questions import Option, Question
from mtdtutor.progress.events import ANSWERED, AnswerEvent, AttemptEvent, AttemptRow
from mtdtutor.storage import content, learners
from mtdtutor.storage.database import Database, open_database

TOPICS = ("track-1", "track-2")
LEVELS = ("core", "standard", "detail")


def en(words: str) -> dict[str, str]:
    """Return a text in English."""
    return {"en": words}


def small_bank(facts: int = 4, version: str = "1", renamed: dict[str, str] | None = None) -> Bank:
    """Return a bank with two cards and one question for each of so many facts."""
    names = [(f"{TOPICS[n % 2]}:fact-{n}", TOPICS[n % 2], LEVELS[n % 3]) for n in range(facts)]
    return Bank(
        checksum=f"{version}" * 8,
        course=Course("mtd", en("Multi-track diplomacy"), "en", en("nine tracks"), "CC BY 4.0"),
        bank_version=version,
        knowledge_sha256="0" * 64,
        topics=tuple(Topic(name, en(name), name[-1], ()) for name in TOPICS),
        sources=(Source("book", en("A. Author"), en("A book"), "1996", en("Press"), None, None),),
        entities=tuple(
            Entity(name, "track", en(name), (en("alias"),), name, en("Text."), ())
            for name in TOPICS
        ),
        facts=tuple(
            Fact(
                name, 1, topic, "slot", topic, level, en(f"Fact {name}."), "high", False,
                (Cite("book", en("p. 1"), (3, 9)), Cite("book", en("p. 2"), None)),
            )
            for name, topic, level in names
        ),
        cards=tuple(
            Card(
                f"card:{name}:{kind}", 1, name, topic, "name", kind, en("front"), en("back"),
                en("hint"), None, (en("accepted"),),
            )
            for name, topic, _ in names
            for kind in ("forward", "reverse")
        ),
        questions=tuple(
            Question(
                f"t01:{name}", 1, "t01", "single", name, (), topic, "name", (en("Which?"),), 0.5,
                en("Because."),
                (
                    Option("a", en("A"), True, en("so"), topic),
                    Option("b", en("B"), False, en("no"), None),
                    Option("c", en("C"), False, en("no"), None),
                ),
                3, None, None, (), (), (), (), (), None,
            )
            for name, topic, _ in names
        ),
        renamed=renamed or {},
        retired=(),
    )  # fmt: skip


def open_with_bank(folder: Path, clock: Clock, seed: int = 1, bank: Bank | None = None) -> Database:
    """Return an open database that holds a small course."""
    db = open_database(folder / "mtdtutor.sqlite3", folder / "backups", clock, random.Random(seed))
    with db.write() as conn:
        if content.loaded(conn) is None:
            content.load_bank(conn, bank or small_bank(), clock.now_ms())
    return db


def first_learner(db: Database) -> str:
    """Return the id of the learner that every new database has."""
    with db.read() as conn:
        return learners.everyone(conn)[0].id


def an_attempt(learner: str, name: str, when: Moment, number: int = 5) -> AttemptRow:
    """Return the beginning of an attempt."""
    return AttemptRow(0, name, learner, *when, "", "{}", "practice", 60_000, 1.0, number)


def an_answer(
    learner: str,
    name: str,
    attempt: str,
    when: Moment,
    fact: str,
    *,
    position: int = 0,
    right: bool = True,
    outcome: str = ANSWERED,
    certainty: int | None = None,
    single: bool = True,
    options: int = 3,
) -> AnswerEvent:
    """Return an answer to the question of a fact."""
    return AnswerEvent(
        seq=0,
        id=name,
        learner=learner,
        at_ms=when.at_ms,
        offset_min=when.offset_min,
        day=when.day,
        born_in="",
        attempt=attempt,
        position=position,
        question=f"t01:{fact}",
        rev=1,
        template="t01",
        topic=fact.partition(":")[0],
        fact=fact,
        single=single,
        skill="name",
        difficulty=0.5,
        shown=None,
        response='["a"]',
        outcome=outcome,
        score=1.0 if right else 0.0,
        right=right,
        options=options,
        certainty=certainty,
        first_ms=900,
        active_ms=4000,
        changes=0,
        visits=1,
        attempt_active_ms=4000 * (position + 1),
    )


def an_ending(
    learner: str, name: str, attempt: str, when: Moment, kind: str = "finished"
) -> AttemptEvent:
    """Return the end of an attempt."""
    return AttemptEvent(0, name, learner, *when, "", attempt, kind, 20_000, "{}")
