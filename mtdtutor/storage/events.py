"""Events: written once, in one order, and found again."""

from __future__ import annotations

import heapq
import json
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from typing import Any, Final, TypeVar, cast

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    Table,
    bindparam,
    delete,
    exists,
    func,
    literal_column,
    or_,
    select,
    union_all,
    update,
)

from mtdtutor.core.errors import BugError
from mtdtutor.progress.events import (
    CARD,
    LEARNER,
    CardActionEvent,
    Event,
    ParamsEvent,
    RetractionEvent,
    ReviewEvent,
)
from mtdtutor.storage.prepared import Prepared, Row
from mtdtutor.storage.sqlite import insert_new
from mtdtutor.storage.tables import (
    EVENT_TABLES,
    card_action,
    dead,
    origin,
    params,
    renamed,
    retraction,
    review,
    shown,
)
from mtdtutor.storage.types import dump_json, unpack_id
from mtdtutor.study.memory import Memory, State

E = TypeVar("E", bound=Event)

KINDS: Final[dict[str, type[Event]]] = {table.name: kind for kind, table in EVENT_TABLES.items()}
_BEFORE: Final = ReviewEvent._fields.index("before")
_MEMORY: Final = len(Memory._fields)
_COLUMNS: Final[dict[type[object], tuple[str, ...]]] = {
    kind: tuple(table.c.keys()) for kind, table in EVENT_TABLES.items()
}

_NEXT: Final = Prepared(
    lambda: update(origin).values(seq=origin.c.seq + 1).returning(origin.c.seq, origin.c.id)
)
_NEXT_MANY: Final = Prepared(
    lambda: (
        update(origin)
        .values(seq=origin.c.seq + bindparam("number", type_=origin.c.seq.type))
        .returning(origin.c.seq, origin.c.id)
    )
)
_INSERT: Final[dict[type[object], Prepared]] = {
    kind: Prepared(table.insert) for kind, table in EVENT_TABLES.items()
}


def is_live(table: FromClause) -> ColumnElement[bool]:
    """Return the condition that no live retraction names an event."""
    return ~exists(select(dead.c.seq).where(dead.c.seq == table.c.seq))


def _finder(table: Table) -> Prepared:
    return Prepared(lambda: select(*table.c).where(table.c.id == bindparam("id")))


_FIND: Final[dict[type[object], Prepared]] = {
    kind: _finder(table) for kind, table in EVENT_TABLES.items()
}
_MARK_DEAD: Final = Prepared(lambda: insert_new(dead))
_MARK_LIVE: Final = Prepared(lambda: delete(dead).where(dead.c.seq == bindparam("of")))


def _of_card(table: Table) -> Select[Any]:
    names = union_all(
        select(bindparam("card", type_=table.c.card.type).label("name")),
        select(renamed.c.old).where(renamed.c.new == bindparam("card")),
    )
    # Not ordered here: asked to, SQLite walks through all of the learner's events in order.
    return select(*table.c).where(
        table.c.learner == bindparam("learner"), table.c.card.in_(names), is_live(table)
    )


_REVIEWS_OF_CARD: Final = Prepared(lambda: _of_card(review))
_ACTIONS_OF_CARD: Final = Prepared(lambda: _of_card(card_action))


def _latest(table: Table) -> Select[Any]:
    return (
        select(*table.c)
        .where(table.c.learner == bindparam("learner"))
        .order_by(table.c.seq.desc())
        .limit(1)
    )


_LAST_REVIEW: Final = Prepared(
    lambda: _latest(review).where(review.c.mode == CARD, is_live(review))
)
_LAST_ACTION: Final = Prepared(
    lambda: _latest(card_action).where(card_action.c.reason == LEARNER, is_live(card_action))
)
_LAST_RETRACTION: Final = Prepared(
    lambda: _latest(retraction).where(
        or_(retraction.c.target_kind == review.name, retraction.c.target_kind == card_action.name),
        is_live(retraction),
    )
)
_OF_STEP: Final = Prepared(
    lambda: (
        select(*card_action.c)
        .where(card_action.c.step == bindparam("step"))
        .order_by(card_action.c.seq)
    )
)
_LIVE_OF_STEP: Final = Prepared(
    lambda: (
        select(*card_action.c)
        .where(card_action.c.step == bindparam("step"), is_live(card_action))
        .order_by(card_action.c.seq)
    )
)
_RETRACTIONS_OF_STEP: Final = Prepared(
    lambda: (
        select(*retraction.c)
        .where(
            retraction.c.target.in_(
                select(card_action.c.id).where(card_action.c.step == bindparam("step"))
            ),
            retraction.c.target_kind == card_action.name,
            is_live(retraction),
        )
        .order_by(retraction.c.seq)
    )
)
_LAST_PARAMS: Final = Prepared(lambda: _latest(params).where(is_live(params)))
_NEWER_DEED: Final = Prepared(
    lambda: select(
        exists(
            select(review.c.seq).where(
                review.c.seq > bindparam("of"),
                review.c.learner == bindparam("learner"),
                review.c.mode == CARD,
            )
        )
        | exists(
            select(card_action.c.seq).where(
                card_action.c.seq > bindparam("of"),
                card_action.c.learner == bindparam("learner"),
                card_action.c.reason == LEARNER,
            )
        )
    )
)
_IS_DEAD: Final = Prepared(
    lambda: select(exists(select(dead.c.seq).where(dead.c.seq == bindparam("of"))))
)
_LIVE_RETRACTION: Final = Prepared(
    lambda: (
        select(*retraction.c)
        .where(retraction.c.target == bindparam("target"), is_live(retraction))
        .order_by(retraction.c.seq.desc())
        .limit(1)
    )
)
_PUT_SHOWN: Final = Prepared(lambda: insert_new(shown))
_GET_SHOWN: Final = Prepared(lambda: select(shown.c.content).where(shown.c.hash == bindparam("of")))


def append(conn: Connection, event: E) -> E:
    """Write an event and give it its place in the order.

    Args:
        conn: A connection inside a write transaction.
        event: The event; its ``seq`` is ignored, its ``born_in`` kept if it has one.

    Returns:
        The event as it was written.
    """
    row = _NEXT.row(conn)
    if row is None:
        raise BugError("the database has no origin")
    written = cast("E", event._replace(seq=row[0], born_in=event.born_in or row[1]))
    kind = type(written)
    _INSERT[kind].run(conn, **dict(zip(_COLUMNS[kind], _flat(written), strict=True)))
    return written


def append_many(conn: Connection, many: Sequence[E]) -> list[E]:
    """Write events of one kind, which follow each other in the order; see ``append``."""
    if not many:
        return []
    row = _NEXT_MANY.row(conn, number=len(many))
    if row is None:
        raise BugError("the database has no origin")
    first = row[0] - len(many) + 1
    written = [
        cast("E", event._replace(seq=first + offset, born_in=event.born_in or row[1]))
        for offset, event in enumerate(many)
    ]
    insert_rows(conn, cast("list[Event]", written))
    return written


def of_step(conn: Connection, step: str, *, live: bool = False) -> list[CardActionEvent]:
    """Return the events of a step in their order; if ``live``, those in force only."""
    rows = (_LIVE_OF_STEP if live else _OF_STEP).rows(conn, step=step)
    return [CardActionEvent(*row) for row in rows]


def retractions_of_step(conn: Connection, step: str) -> list[RetractionEvent]:
    """Return the live retractions that name events of a step."""
    return [RetractionEvent(*row) for row in _RETRACTIONS_OF_STEP.rows(conn, step=step)]


def table_of(event: Event) -> str:
    """Return the name of the table an event stands in."""
    return EVENT_TABLES[type(event)].name


def find(conn: Connection, kind: type[E], event_id: str) -> E | None:
    """Return an event by its id, live or not."""
    row = _FIND[kind].row(conn, id=event_id)
    return None if row is None else cast("E", from_row(cast("type[Event]", kind), row))


def live_of_card(conn: Connection, learner: str, card: str) -> list[ReviewEvent | CardActionEvent]:
    """Return the live events of a card in the order in which they are replayed.

    Events from before the card was renamed belong to it. A mended review stands where the one it
    replaces stood.
    """
    return [event for _, event in placed_of_card(conn, learner, card)]


def placed_of_card(
    conn: Connection, learner: str, card: str
) -> list[tuple[int, ReviewEvent | CardActionEvent]]:
    """Return the live events of a card, each with its place; see ``live_of_card``."""
    found: list[tuple[int, ReviewEvent | CardActionEvent]] = [
        (row[0], CardActionEvent(*row))
        for row in _ACTIONS_OF_CARD.rows(conn, learner=learner, card=card)
    ]
    events = map(review_from_row, _REVIEWS_OF_CARD.rows(conn, learner=learner, card=card))
    found.extend((place(conn, event), event) for event in events)
    found.sort(key=lambda placed: placed[0])
    return found


def live_actions_of_card(conn: Connection, learner: str, card: str) -> list[CardActionEvent]:
    """Return the live actions on a card in their order; see ``live_of_card``."""
    rows = _ACTIONS_OF_CARD.rows(conn, learner=learner, card=card)
    return [CardActionEvent(*row) for row in sorted(rows, key=lambda row: row[0])]


def latest_undoable(conn: Connection, learner: str) -> ReviewEvent | CardActionEvent | None:
    """Return the learner's last live grade or card action; what a rule did is not theirs."""
    graded = _LAST_REVIEW.row(conn, learner=learner)
    acted = _LAST_ACTION.row(conn, learner=learner)
    if graded is None or (acted is not None and acted[0] > graded[0]):
        return None if acted is None else CardActionEvent(*acted)
    return review_from_row(graded)


def latest_redoable(conn: Connection, learner: str) -> RetractionEvent | None:
    """Return the retraction that a redo would take back.

    That is the last live one of a grade or card action, unless the learner has graded or acted
    since: then there is nothing to do again.
    """
    row = _LAST_RETRACTION.row(conn, learner=learner)
    if row is None or _NEWER_DEED.value(conn, of=row[0], learner=learner):
        return None
    return RetractionEvent(*row)


def latest_params(conn: Connection, learner: str) -> ParamsEvent | None:
    """Return the learner's live parameters, None for the defaults."""
    row = _LAST_PARAMS.row(conn, learner=learner)
    return None if row is None else ParamsEvent(*row)


def alive(conn: Connection, event: Event) -> bool:
    """Return whether no live retraction names an event."""
    return not _IS_DEAD.value(conn, of=event.seq)


def retraction_of(conn: Connection, target: str) -> RetractionEvent | None:
    """Return the live retraction that names an event, None for an event in force."""
    row = _LIVE_RETRACTION.row(conn, target=target)
    return None if row is None else RetractionEvent(*row)


def set_dead(conn: Connection, event: Event, *, to: bool) -> None:
    """Note that an event is taken back, or in force again."""
    if to:
        _MARK_DEAD.run(conn, seq=event.seq, learner=event.learner)
    else:
        _MARK_LIVE.run(conn, of=event.seq)


def put_shown(conn: Connection, content: object) -> str:
    """Store what was displayed, once however often it is displayed.

    Returns:
        The hash under which it is found again, in the form of a UUID.
    """
    text = dump_json(content)
    digest = cast("str", unpack_id(blake2b(text.encode(), digest_size=16).digest()))
    _PUT_SHOWN.run(conn, hash=digest, content=text)
    return digest


def get_shown(conn: Connection, digest: str) -> object:
    """Return what was displayed.

    Raises:
        BugError: Nothing is stored under that hash.
    """
    text = _GET_SHOWN.value(conn, of=digest)
    if text is None:
        raise BugError(f"nothing shown has the hash {digest}")
    return json.loads(text)


def counts(conn: Connection, learner: str | None = None) -> dict[str, int]:
    """Return how many events there are, by table, live or not."""
    found = {}
    for table in EVENT_TABLES.values():
        query = select(func.count()).select_from(table)
        if learner is not None:
            query = query.where(table.c.learner == learner)
        found[table.name] = int(conn.execute(query).scalar_one())
    return found


def count_retractions(conn: Connection, learner: str) -> int:
    """Return how many retractions a learner has."""
    query = select(func.count()).where(retraction.c.learner == learner)
    return int(conn.execute(query).scalar_one())


def in_order(
    conn: Connection, learner: str, *, after: int = 0, most: int | None = None
) -> Iterator[tuple[Event, bool]]:
    """Yield a learner's events of all kinds in their order, each with whether it is live.

    Args:
        conn: A connection that stays open while the events are taken.
        learner: Whose.
        after: Only events whose ``seq`` is greater.
        most: At most so many of each kind.
    """

    def rows(kind: type[Event], table: Table) -> Iterator[tuple[int, Event, bool]]:
        query = (
            select(*table.c, is_live(table).label("is_live"))
            .where(table.c.learner == learner, table.c.seq > after)
            .order_by(table.c.seq)
            .limit(most)
        )
        for row in conn.execute(query):
            values = tuple(row)
            yield values[0], from_row(kind, values[:-1]), bool(values[-1])

    streams = [rows(kind, table) for kind, table in EVENT_TABLES.items()]
    for _, event, live in heapq.merge(*streams, key=lambda each: each[0]):
        yield event, live


def cards_with_events(conn: Connection) -> list[tuple[str, str]]:
    """Return every learner and card (by its present name) that any event speaks of."""
    now_named = func.coalesce(renamed.c.new, literal_column("card"))
    parts = [
        select(table.c.learner, now_named.label("name"))
        .select_from(table.outerjoin(renamed, renamed.c.old == table.c.card))
        .distinct()
        for table in (review, card_action)
    ]
    both = parts[0].union(parts[1])
    return [(row[0], row[1]) for row in conn.execute(both)]


def from_row(kind: type[Event], row: Row) -> Event:
    """Return the event that stands in a row of its table, columns in their order."""
    return review_from_row(row) if kind is ReviewEvent else kind(*row)


def review_from_row(row: Row) -> ReviewEvent:
    """Return the review that stands in a row."""
    middle, end = _BEFORE + _MEMORY, _BEFORE + 2 * _MEMORY
    before, after = row[_BEFORE:middle], row[middle:end]
    values: list[Any] = [
        *row[:_BEFORE],
        Memory(State(before[0]), *before[1:]),
        Memory(State(after[0]), *after[1:]),
        *row[end:],
    ]
    return ReviewEvent(*values)


def insert_rows(conn: Connection, events: list[Event]) -> None:
    """Write events that already have their places, many at once."""
    by_kind: dict[type[Event], list[dict[str, object]]] = {}
    for event in events:
        kind = type(event)
        by_kind.setdefault(kind, []).append(dict(zip(_COLUMNS[kind], _flat(event), strict=True)))
    for kind, rows in by_kind.items():
        _INSERT[kind].run_many(conn, rows)


def _flat(event: Event) -> tuple[object, ...]:
    if not isinstance(event, ReviewEvent):
        return event
    return (*event[:_BEFORE], *event.before, *event.after, *event[_BEFORE + 2 :])


def place(conn: Connection, event: ReviewEvent) -> int:
    """Return the place of the first event in a chain of mended ones."""
    found, earlier = event.seq, event.replaces
    while earlier is not None:
        old = find(conn, ReviewEvent, earlier)
        if old is None:
            break
        found, earlier = old.seq, old.replaces
    return found
