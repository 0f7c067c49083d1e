"""Histories of learners, made up but plausible, to measure with and to look at.

A learner studies on most days, forgets as the scheduler's own curve says, and sits a quiz now and
then. Everything is drawn from one seed, so two runs give the same database. Events are written in
bulk; memory, ability and day totals are what the recorder would have written beside them, so that
``mtdtutor check`` finds nothing.

    .venv/bin/python bench/histories.py FOLDER --cards 1000 --reviews 20000 --answers 800 --days 400

makes a data folder with the bundled course that ``mtdtutor --data-dir FOLDER`` opens. Quiz answers
leave the memory of cards alone here, and the plans of attempts are empty.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from sqlalchemy import Connection, func, insert, select, update

from mtdtutor.core.clock import MS_PER_DAY, Moment, SystemClock, moment
from mtdtutor.core.ids import new_id
from mtdtutor.progress.events import (
    ABANDONED,
    ANSWERED,
    CARD,
    EXPIRED,
    FINISHED,
    TIMEOUT,
    AnswerEvent,
    AttemptEvent,
    AttemptRow,
    Event,
    ReviewEvent,
)
from mtdtutor.progress.totals import Key, increments, key
from mtdtutor.services.bank import refresh_bank
from mtdtutor.storage import ability, events, memory
from mtdtutor.storage.database import Database, open_database
from mtdtutor.storage.tables import card, day_total, fact, learner, origin, question
from mtdtutor.study.memory import NEW_MEMORY, NO_MARKS, Grade, Memory, State
from mtdtutor.study.scheduler import DEFAULT_PARAMS, RULE_VERSION, Graded, recall, step
from mtdtutor.wiring import content_folder

CHUNK: Final = 5000
QUIZ_LENGTH: Final = 10
NOON_MS: Final = 12 * 3_600_000
_TOPICS: Final = (
    *(f"track-{number}" for number in range(1, 10)),
    "track-1.5",
    "system",
)
_LEVELS: Final = ("core", "standard", "detail")
# Weekdays from Monday: how likely a learner is to study at all.
_HABIT: Final = (0.9, 0.9, 0.85, 0.85, 0.7, 0.45, 0.6)


class Size(NamedTuple):
    """How much history is wanted.

    Attributes:
        cards: Cards in the course; made up beyond those of a loaded bank.
        reviews: Graded recalls, exactly.
        answers: Quiz answers, exactly.
        days: Study days from the first event to the last.
    """

    cards: int
    reviews: int
    answers: int
    days: int


class _Item(NamedTuple):
    """A card or question as events name it."""

    id: str
    fact: str
    topic: str
    difficulty: float = 0.0


class _Learner:
    """One simulated learner: what is remembered, and a clock that runs through each day."""

    def __init__(self, size: Size, who: str, born_in: str, last_day: int, seed: int) -> None:
        self.size = size
        self.rng = random.Random(seed)
        self.last_day = last_day
        self.first_day = last_day - size.days + 1
        self.memories: dict[str, Memory] = {}
        self._who = who
        self._born_in = born_in
        self._seq = 0
        self._now_ms = 0

    @property
    def seq(self) -> int:
        """The place of the last event."""
        return self._seq

    def events(self, cards: Sequence[_Item], questions: Sequence[_Item]) -> Iterator[Event]:
        """Yield the whole history in order."""
        quotas = self._quotas(self.size.reviews)
        unseen = iter(self.rng.sample(cards, len(cards)))
        due: dict[int, list[_Item]] = {}
        backlog: list[_Item] = []
        met: list[_Item] = []
        sittings = self._sittings()
        for day, quota in zip(range(self.first_day, self.last_day + 1), quotas, strict=True):
            self._now_ms = day * MS_PER_DAY + NOON_MS + self.rng.randrange(6 * 3_600_000)
            backlog += [each for each in due.pop(day, ()) if self._is_due(each, day)]
            for event in self._study(day, quota, backlog, unseen, met):
                after = event.after
                if after.state is State.REVIEW and after.due_day is not None:
                    item = _Item(event.card, event.fact, event.topic)
                    due.setdefault(max(after.due_day, day + 1), []).append(item)
                yield event
            for number in sittings.get(day, ()):
                yield from self._sit(day, questions, number)

    def _quotas(self, number: int) -> list[int]:
        """Share a number of reviews out over the days, none on the days off."""
        weights = []
        for day in range(self.first_day, self.last_day + 1):
            studies = self.rng.random() < _HABIT[(day + 3) % 7]
            weights.append(self.rng.uniform(0.5, 1.5) if studies else 0.0)
        weights[0] = weights[-1] = 1.0
        whole, running, quotas = sum(weights), 0.0, []
        for weight in weights:
            before = round(number * running / whole)
            running += weight
            quotas.append(round(number * running / whole) - before)
        return quotas

    def _study(
        self,
        day: int,
        quota: int,
        backlog: list[_Item],
        unseen: Iterator[_Item],
        met: list[_Item],
    ) -> Iterator[ReviewEvent]:
        steps: list[_Item] = []
        done = 0
        while done < quota:
            item = steps.pop(0) if len(steps) > 3 else None
            if item is None and backlog:
                item = backlog.pop()
            if item is None:
                item = next(unseen, None)
                if item is not None:
                    met.append(item)
            if item is None:
                item = steps.pop(0) if steps else self.rng.choice(met)
            event = self._review(item, day)
            done += 1
            if event.after.state in (State.LEARNING, State.RELEARNING):
                steps.append(item)
            yield event
        # What is still in steps is asked again on the next day of study.
        backlog += steps

    def _is_due(self, item: _Item, day: int) -> bool:
        """Return whether a card has not been asked early since it was put down for a day."""
        due_day = self.memories[item.id].due_day
        return due_day is not None and due_day <= day

    def _review(self, item: _Item, day: int) -> ReviewEvent:
        rng = self.rng
        taken = round(rng.lognormvariate(8.9, 0.5))
        when = self._moment(day, taken + 500)
        before = self.memories.get(item.id, NEW_MEMORY)
        grade = self._grade(before, day)
        outcome = step(before, Graded(grade), when, DEFAULT_PARAMS, item.id)
        self.memories[item.id] = outcome.memory
        return ReviewEvent(
            **self._head(when),
            mode=CARD,
            card=item.id,
            fact=item.fact,
            topic=item.topic,
            grade=int(grade),
            right=None,
            options=None,
            guessed=False,
            moves=True,
            answer=None,
            before=before,
            after=outcome.memory,
            recall=outcome.recall,
            interval=outcome.interval,
            retention=DEFAULT_PARAMS.retention,
            params=None,
            rule=RULE_VERSION,
            shown=None,
            duration_ms=taken,
            replaces=None,
        )

    def _grade(self, before: Memory, day: int) -> Grade:
        chance = recall(before, day, DEFAULT_PARAMS)
        if chance is None:
            chance = 0.7 if before.state is State.NEW else 0.88
        if self.rng.random() >= chance:
            return Grade.AGAIN
        return self.rng.choices((Grade.HARD, Grade.GOOD, Grade.EASY), (12, 76, 12))[0]

    def _sittings(self) -> dict[int, list[int]]:
        """Return the lengths of the quizzes of each day that has any."""
        lengths = [QUIZ_LENGTH] * (self.size.answers // QUIZ_LENGTH)
        if rest := self.size.answers % QUIZ_LENGTH:
            lengths.append(rest)
        found: dict[int, list[int]] = {}
        for place, length in enumerate(lengths, start=1):
            day = self.first_day + round((self.size.days - 1) * place / len(lengths))
            found.setdefault(day, []).append(length)
        return found

    def _sit(self, day: int, questions: Sequence[_Item], number: int) -> Iterator[Event]:
        rng = self.rng
        progress = (day - self.first_day) / max(self.size.days - 1, 1)
        skill = 0.5 + 0.35 * progress + rng.uniform(-0.12, 0.12)
        limit = 30_000 * number if rng.random() < 0.7 else None
        start = AttemptRow(
            **self._head(self._moment(day, 60_000)),
            plan="{}",
            preset="practice",
            total_ms=limit,
            extension=1.0,
            number=number,
        )
        yield start
        active = 0
        for position in range(number):
            taken = round(rng.lognormvariate(9.6, 0.5))
            active += taken
            right = rng.random() < skill
            late = not right and rng.random() < 0.05
            item = rng.choice(questions)
            yield AnswerEvent(
                **self._head(self._moment(day, taken)),
                attempt=start.id,
                position=position,
                question=item.id,
                rev=1,
                template=item.id.partition(":")[0],
                topic=item.topic,
                fact=item.fact,
                single=True,
                skill="classify",
                difficulty=item.difficulty,
                shown=None,
                response=json.dumps({"chosen": ["a" if right else "b"]}),
                outcome=TIMEOUT if late else ANSWERED,
                score=float(right),
                right=right,
                options=3,
                certainty=rng.choice((None, 1, 2, 3)),
                first_ms=taken // 2,
                active_ms=taken,
                changes=0,
                visits=1,
                attempt_active_ms=active,
            )
        ending = rng.choices((FINISHED, EXPIRED, ABANDONED), (90, 6 if limit else 0, 4))[0]
        yield AttemptEvent(
            **self._head(self._moment(day, 1000)),
            attempt=start.id,
            kind=ending,
            active_ms=active,
            data="{}",
        )

    def _moment(self, day: int, passed_ms: int) -> Moment:
        """Let time pass; a long day is squeezed so that it never reaches the next one."""
        latest = day * MS_PER_DAY + 27 * 3_600_000
        self._now_ms = min(self._now_ms + passed_ms, latest)
        return Moment(self._now_ms, 0, day)

    def _head(self, when: Moment) -> dict[str, object]:
        self._seq += 1
        return {
            "seq": self._seq,
            "id": new_id(when.at_ms, self.rng),
            "learner": self._who,
            **when._asdict(),
            "born_in": self._born_in,
        }


def fill(db: Database, who: str, size: Size, last_day: int, seed: int = 1) -> int:
    """Give a learner of an otherwise empty database a history.

    Args:
        db: The database; cards beyond those of a loaded bank are added to it.
        who: Id of the learner.
        size: How much of it.
        last_day: Study day of the last event.
        seed: Another seed, another history.

    Returns:
        The number of events.
    """
    with db.write() as conn:
        cards = _cards(conn, size.cards)
        questions = _questions(conn) or cards
        made = _Learner(size, who, db.id, last_day, seed)
        chunk: list[Event] = []
        counted: Counter[tuple[Key, str]] = Counter()
        for event in made.events(cards, questions):
            place = key(event)
            for metric, count in increments(event).items():
                counted[place, metric] += count
            chunk.append(event)
            if len(chunk) == CHUNK:
                _write(conn, chunk)
        _write(conn, chunk)
        conn.execute(update(origin).values(seq=made.seq))
        for card_id, after in made.memories.items():
            memory.save(conn, who, card_id, after, NO_MARKS)
        rows = [
            {**place._asdict(), "metric": metric, "value": value}
            for (place, metric), value in counted.items()
            if value
        ]
        if rows:
            conn.execute(insert(day_total), rows)
        ability.replace(conn, who, ability.recount(conn, who))
    return made.seq


def _write(conn: Connection, chunk: list[Event]) -> None:
    """Write events and forget them; attempts first, because answers refer to them."""
    chunk.sort(key=lambda event: not isinstance(event, AttemptRow))
    events.insert_rows(conn, chunk)
    chunk.clear()


def _cards(conn: Connection, number: int) -> list[_Item]:
    rows = conn.execute(
        select(card.c.id, card.c.fact, card.c.topic)
        .where(~card.c.retired)
        .order_by(card.c.position)
    )
    found = [_Item(*row) for row in rows]
    first = conn.execute(select(func.coalesce(func.max(card.c.position), -1))).scalar_one() + 1
    models = [(row.entity, row.cites) for row in conn.execute(select(fact.c.entity, fact.c.cites))]
    cards, facts = [], []
    for place in range(first, first + number - len(found)):
        topic = _TOPICS[place % len(_TOPICS)]
        item = _Item(f"card:{topic}:bench-{place}:forward", f"{topic}:bench-{place}", topic)
        found.append(item)
        cards.append(_card_row(item, place))
        facts.append(
            _fact_row(item, place, *models[place % len(models)] if models else (topic, []))
        )
    if cards:
        conn.execute(insert(fact), facts)
        conn.execute(insert(card), cards)
    return found[:number]


def _fact_row(item: _Item, position: int, entity: str, cites: object) -> dict[str, object]:
    """Return the row of a made-up fact, with the sources of a real one."""
    return {
        "id": item.fact,
        "position": position,
        "retired": False,
        "rev": 1,
        "entity": entity,
        "slot": f"bench-{position}",
        "topic": item.topic,
        "level": _LEVELS[position % len(_LEVELS)],
        "text": {"en": f"Statement {position} says what it says."},
        "confidence": "high",
        "contested": False,
        "cites": cites,
    }


def _card_row(item: _Item, position: int) -> dict[str, object]:
    return {
        "id": item.id,
        "position": position,
        "retired": False,
        "rev": 1,
        "fact": item.fact,
        "topic": item.topic,
        "level": _LEVELS[position % len(_LEVELS)],
        "skill": "define",
        "kind": "forward",
        "front": {"en": f"What does statement {position} say?"},
        "back": {"en": f"It says what statement {position} says."},
        "hint": None,
        "why": None,
        "accept": [],
    }


def _questions(conn: Connection) -> list[_Item]:
    rows = conn.execute(
        select(question.c.id, question.c.fact, question.c.topic, question.c.difficulty)
        .where(~question.c.retired)
        .order_by(question.c.position)
    )
    return [_Item(*row) for row in rows]


def main(arguments: Sequence[str] | None = None) -> int:
    """Make a data folder with a history that ends today, or some days ago."""
    parser = argparse.ArgumentParser(description="Make a data folder with a made-up history.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--cards", type=int, default=400)
    parser.add_argument("--reviews", type=int, default=6000)
    parser.add_argument("--answers", type=int, default=400)
    parser.add_argument("--days", type=int, default=200)
    parser.add_argument("--pause", type=int, default=0, help="days since the last event")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    given.folder.mkdir(parents=True, exist_ok=True)
    clock = SystemClock()
    started = time.perf_counter()
    path = given.folder / "mtdtutor.sqlite3"
    db = open_database(path, given.folder / "backups", clock, random.Random(given.seed))
    try:
        refresh_bank(db, content_folder() / "questions.json", clock, random.Random(1))
        with db.read() as conn:
            who = (
                conn.execute(select(learner.c.id).order_by(learner.c.created_ms)).scalars().first()
            )
        assert who is not None, "a new database has a learner"
        size = Size(given.cards, given.reviews, given.answers, given.days)
        count = fill(db, who, size, moment(clock).day - given.pause, given.seed)
    finally:
        db.dispose()
    took = time.perf_counter() - started
    print(f"{count} events in {path}, {path.stat().st_size / 1e6:.0f} MB, {took:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
