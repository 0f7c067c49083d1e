"""What the scheduler believes and what the learner marked, and the cards chosen by it."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    delete,
    func,
    or_,
    select,
    update,
)

from mtdtutor.core.ids import is_own
from mtdtutor.course.bank import LEVELS
from mtdtutor.storage.events import is_live
from mtdtutor.storage.prepared import Prepared, Row
from mtdtutor.storage.sqlite import upsert
from mtdtutor.storage.tables import card, card_action, memory, renamed, review
from mtdtutor.study.fold import ActionKind
from mtdtutor.study.memory import NEW_MEMORY, NO_MARKS, Marks, Memory, State
from mtdtutor.study.queue import OWN_LEVEL, Candidate

NO_LIMIT: Final = -1
_STATE_COLUMNS: Final = tuple(memory.c)[2:]
_FIELDS: Final = tuple(memory.c.keys())[2:]


class CardState(NamedTuple):
    """A card as a learner has it."""

    card: str
    fact: str
    topic: str
    memory: Memory
    marks: Marks


class Counts(NamedTuple):
    """How many cards, of the course and own, stand where; retired ones are never counted.

    Attributes:
        cards: All cards.
        new: Never reviewed and not suspended.
        learning: In learning or relearning steps and not suspended.
        due: To be asked now: reviews due by the study day, and cards whose step has run out; not
            suspended, not buried, before any daily limit.
        suspended: Suspended.
    """

    cards: int
    new: int
    learning: int
    due: int
    suspended: int


# Compared with a number, because SQLite looks up no index for a bare flag or its negation.
_PRESENT: Final = card.c.retired == 0
_DELETED: Final = and_(card.c.learner.is_not(None), card.c.retired)


def _is_mine() -> ColumnElement[bool]:
    return and_(memory.c.learner == bindparam("learner"), memory.c.card == card.c.id)


def _present_name() -> ColumnElement[str]:
    """Return the id that what was asked for has today."""
    new = select(renamed.c.new).where(renamed.c.old == bindparam("of")).scalar_subquery()
    return func.coalesce(new, bindparam("of"))


_LOAD: Final = Prepared(
    lambda: (
        select(card.c.id, card.c.fact, card.c.topic, _DELETED, *_STATE_COLUMNS)
        .select_from(card.outerjoin(memory, _is_mine()))
        .where(card.c.id == _present_name())
    )
)
_OF_FACT: Final = Prepared(
    lambda: (
        select(card.c.id, card.c.fact, card.c.topic, _DELETED, *_STATE_COLUMNS)
        # An outer join, because from the memory's side SQLite would walk through all of it.
        .select_from(card.outerjoin(memory, _is_mine()))
        .where(card.c.fact == _present_name())
    )
)
_SAVE: Final = Prepared(lambda: upsert(memory))
_TAKE_AWAY: Final = Prepared(
    lambda: (
        update(card)
        .where(
            card.c.id == bindparam("of"),
            card.c.learner == bindparam("whose"),
            card.c.retired != bindparam("gone"),
        )
        .values(retired=bindparam("gone"), rev=card.c.rev + 1)
    )
)
_DROP: Final = Prepared(
    lambda: delete(memory).where(
        memory.c.learner == bindparam("learner"), memory.c.card == bindparam("card")
    )
)


def load(conn: Connection, learner: str, card_id: str) -> CardState | None:
    """Return a card, by its id or by one it had, as a learner has it; None if there was none."""
    row = _LOAD.row(conn, learner=learner, of=card_id)
    return None if row is None else _state(row)


def of_fact(conn: Connection, learner: str, fact: str) -> list[CardState]:
    """Return the cards of a fact that the learner has already reviewed."""
    found = [_state(row) for row in _OF_FACT.rows(conn, learner=learner, of=fact)]
    return sorted(each for each in found if each.memory.state is not State.NEW)


def save(conn: Connection, learner: str, card_id: str, state: Memory, marks: Marks) -> None:
    """Keep a card's memory and marks; what is as it was before the first event is not kept.

    That a learner deleted a card of their own is kept with the card, where it is retired.
    """
    if is_own(card_id):
        _TAKE_AWAY.run(conn, of=card_id, whose=learner, gone=marks.deleted)
    kept = marks._replace(deleted=False)
    if state == NEW_MEMORY and kept == NO_MARKS:
        _DROP.run(conn, learner=learner, card=card_id)
        return
    values = dict(zip(_FIELDS, (*state, *kept[:-1]), strict=True))
    _SAVE.run(conn, learner=learner, card=card_id, **values)


def stored(conn: Connection) -> dict[tuple[str, str], tuple[Memory, Marks]]:
    """Return every learner's memory and marks by learner and card."""
    rows = conn.execute(select(*memory.c))
    return {(row[0], row[1]): _split(tuple(row)[2:]) for row in rows}


def stored_cards(conn: Connection) -> list[tuple[str, str]]:
    """Return every learner and card of which anything is kept."""
    return [(row[0], row[1]) for row in conn.execute(select(memory.c.learner, memory.c.card))]


# The queue

_CANDIDATE: Final = (
    card.c.id,
    card.c.fact,
    card.c.topic,
    card.c.level,
    card.c.kind,
    func.coalesce(memory.c.state, State.NEW.value),
    memory.c.due_day,
    memory.c.due_ms,
    memory.c.stability,
    memory.c.difficulty,
    memory.c.last_day,
    card.c.position,
)


def _of_no_retired() -> ColumnElement[bool]:
    """Return the condition for cards of the course, without a join, which costs ten times more."""
    return memory.c.card.not_in(select(card.c.id).where(card.c.retired == 1))


def _not_put_off() -> ColumnElement[bool]:
    buried_today = memory.c.buried_day == bindparam("day")
    return and_(~memory.c.suspended, func.coalesce(~buried_today, True))


def _met() -> Select[Any]:
    return (
        select(*_CANDIDATE)
        .select_from(memory.join(card, card.c.id == memory.c.card))
        .where(memory.c.learner == bindparam("learner"), _PRESENT, _not_put_off())
    )


def _new(of: ColumnElement[bool]) -> Select[Any]:
    """Return the query for some new cards, which reads an index and stops when it may."""
    never_met = or_(
        memory.c.card.is_(None), and_(memory.c.state == State.NEW.value, _not_put_off())
    )
    return (
        select(*_CANDIDATE)
        .select_from(card.outerjoin(memory, _is_mine()))
        .where(_PRESENT, of, never_met)
        .order_by(card.c.position, card.c.id)
        .limit(bindparam("most"))
    )


def _due() -> Select[Any]:
    """Return the query for due cards, chosen before their texts are looked at."""
    chosen = (
        select(memory.c.card)
        .where(
            memory.c.learner == bindparam("learner"),
            memory.c.due_day <= bindparam("day"),
            _not_put_off(),
            _of_no_retired(),
        )
        .order_by(memory.c.stability.desc(), memory.c.card)
        .limit(bindparam("most"))
    )
    return _met().where(memory.c.card.in_(chosen)).order_by(memory.c.stability.desc(), card.c.id)


_DUE: Final = Prepared(_due)
_DUE_BETWEEN: Final = Prepared(
    lambda: _met().where(
        memory.c.due_day >= bindparam("first"), memory.c.due_day <= bindparam("last")
    )
)
_LEARNING: Final = Prepared(
    lambda: _met().where(memory.c.due_ms.is_not(None)).order_by(memory.c.due_ms, card.c.id)
)
_NEW: Final = Prepared(lambda: _new(card.c.level == bindparam("level")))
_NEW_OWN: Final = Prepared(lambda: _new(card.c.learner == bindparam("learner")))


def _put_off() -> Select[Any]:
    """Return the query for cards buried on a day, found by that deed: actions are few."""
    buried = select(card_action.c.card).where(
        card_action.c.learner == bindparam("learner"),
        card_action.c.kind == ActionKind.BURY.value,
        card_action.c.day == bindparam("day"),
    )
    return (
        select(*_CANDIDATE)
        .select_from(memory.join(card, card.c.id == memory.c.card))
        .where(
            memory.c.learner == bindparam("learner"),
            memory.c.card.in_(buried),
            memory.c.buried_day == bindparam("day"),
            ~memory.c.suspended,
            _PRESENT,
        )
    )


_PUT_OFF: Final = Prepared(_put_off)
_FACTS_MET: Final = Prepared(
    lambda: (
        select(review.c.fact)
        .distinct()
        .where(
            review.c.learner == bindparam("learner"),
            review.c.day == bindparam("day"),
            is_live(review),
        )
    )
)


def due(conn: Connection, learner: str, day: int, most: int | None = None) -> list[Candidate]:
    """Return cards in review, due by a study day and not put off on it, firm memories first."""
    limit = NO_LIMIT if most is None else most
    return [_candidate(row) for row in _DUE.rows(conn, learner=learner, day=day, most=limit)]


def due_between(conn: Connection, learner: str, day: int, first: int, last: int) -> list[Candidate]:
    """Return cards in review that fall due on some study days and are not put off on another."""
    rows = _DUE_BETWEEN.rows(conn, learner=learner, day=day, first=first, last=last)
    return [_candidate(row) for row in rows]


def learning(conn: Connection, learner: str, day: int) -> list[Candidate]:
    """Return the cards in steps that are not put off on a study day, the next one first."""
    return [_candidate(row) for row in _LEARNING.rows(conn, learner=learner, day=day)]


def new(conn: Connection, learner: str, day: int, most: int | None = None) -> list[Candidate]:
    """Return cards never reviewed and not put off on a study day, core facts first, own last.

    Args:
        conn: A connection.
        learner: Whose.
        day: The study day.
        most: How many of the course, and how many own ones.
    """
    found: list[Candidate] = []
    for level in LEVELS:
        left = NO_LIMIT if most is None else most - len(found)
        rows = _NEW.rows(conn, learner=learner, day=day, level=level, most=left)
        found.extend(map(_candidate, rows))
    limit = NO_LIMIT if most is None else most
    rows = _NEW_OWN.rows(conn, learner=learner, day=day, most=limit)
    return [*found, *map(_candidate, rows)]


def put_off(conn: Connection, learner: str, day: int) -> list[Candidate]:
    """Return the cards buried on a study day, not suspended."""
    return [_candidate(row) for row in _PUT_OFF.rows(conn, learner=learner, day=day)]


def facts_met(conn: Connection, learner: str, day: int) -> set[str]:
    """Return the facts that cards or quizzes asked of a learner on a study day."""
    return {row[0] for row in _FACTS_MET.rows(conn, learner=learner, day=day)}


def _cards() -> Select[Any]:
    """Return the query for two numbers, each counted in an index alone."""
    of_course = select(func.count()).where(_PRESENT, card.c.level != OWN_LEVEL)
    own = select(func.count()).where(_PRESENT, card.c.learner == bindparam("learner"))
    return select(of_course.scalar_subquery() + own.scalar_subquery())


_CARDS: Final = Prepared(_cards)


def _number(*conditions: ColumnElement[bool]) -> Select[int]:
    return (
        select(func.count())
        .select_from(memory)
        .where(memory.c.learner == bindparam("learner"), _of_no_retired(), *conditions)
    )


_TAKEN: Final = Prepared(
    lambda: _number(or_(memory.c.state != State.NEW.value, memory.c.suspended))
)
_IN_STEPS: Final = Prepared(lambda: _number(memory.c.due_ms.is_not(None), ~memory.c.suspended))
_STEPS_DUE: Final = Prepared(
    lambda: _number(memory.c.due_ms <= bindparam("now_ms"), _not_put_off())
)
_REVIEWS_DUE: Final = Prepared(
    lambda: _number(memory.c.due_day <= bindparam("day"), _not_put_off())
)
_SUSPENDED: Final = Prepared(lambda: _number(memory.c.suspended))
_PER_DAY: Final = Prepared(
    lambda: (
        select(memory.c.due_day, func.count())
        .where(
            memory.c.learner == bindparam("learner"),
            memory.c.due_day <= bindparam("last"),
            ~memory.c.suspended,
            _of_no_retired(),
        )
        .group_by(memory.c.due_day)
    )
)

_DUE_DAYS: Final = Prepared(
    lambda: select(
        memory.c.card, memory.c.due_day, func.coalesce(memory.c.last_day, memory.c.due_day)
    ).where(
        memory.c.learner == bindparam("learner"),
        memory.c.due_day >= bindparam("first"),
        memory.c.due_day <= bindparam("last"),
        ~memory.c.suspended,
        _of_no_retired(),
    )
)


def cards(conn: Connection, learner: str) -> int:
    """Return how many cards a learner has: those of the course, and their own."""
    return int(_CARDS.value(conn, learner=learner))


def taken(conn: Connection, learner: str) -> int:
    """Return how many of their cards a learner has reviewed or suspended: all but the new."""
    return int(_TAKEN.value(conn, learner=learner))


def reviews_due(conn: Connection, learner: str, day: int) -> int:
    """Return how many reviews are due by a study day and not put off on it."""
    return int(_REVIEWS_DUE.value(conn, learner=learner, day=day))


def count(conn: Connection, learner: str, day: int, now_ms: int) -> Counts:
    """Return how many cards stand where on a study day at a moment."""
    every = cards(conn, learner)
    steps_due = int(_STEPS_DUE.value(conn, learner=learner, day=day, now_ms=now_ms))
    return Counts(
        cards=every,
        new=every - taken(conn, learner),
        learning=int(_IN_STEPS.value(conn, learner=learner)),
        due=steps_due + reviews_due(conn, learner, day),
        suspended=int(_SUSPENDED.value(conn, learner=learner)),
    )


def due_per_day(conn: Connection, learner: str, last_day: int) -> dict[int, int]:
    """Return how many reviews fall due on each study day up to the last one, backlog and all."""
    return {row[0]: row[1] for row in _PER_DAY.rows(conn, learner=learner, last=last_day)}


def due_days(conn: Connection, learner: str, first: int, last: int) -> list[tuple[str, int, int]]:
    """Return cards due on some study days: id, due day, and day of the last evidence."""
    rows = _DUE_DAYS.rows(conn, learner=learner, first=first, last=last)
    return [(row[0], row[1], row[2]) for row in rows]


def _state(row: Row) -> CardState:
    deleted = bool(row[3])
    if row[4] is None:
        marks = NO_MARKS._replace(deleted=True) if deleted else NO_MARKS
        return CardState(row[0], row[1], row[2], NEW_MEMORY, marks)
    believed, marks = _split(row[4:])
    marks = marks._replace(deleted=True) if deleted else marks
    return CardState(row[0], row[1], row[2], believed, marks)


def _split(row: Row) -> tuple[Memory, Marks]:
    width = len(Memory._fields)
    suspended, buried_day, flagged, tags = row[width:]
    return Memory(State(row[0]), *row[1:width]), Marks(suspended, buried_day, flagged, tuple(tags))


def _candidate(row: Row) -> Candidate:
    values: list[Any] = [*row[:5], State(row[5]), *row[6:]]
    return Candidate(*values)
