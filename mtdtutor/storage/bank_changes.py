"""What each bank changed, and whom it concerns."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    bindparam,
    exists,
    func,
    or_,
    select,
)

from mtdtutor.core.errors import BugError
from mtdtutor.course.changes import (
    CARD,
    CORRECTED,
    FACT,
    QUESTION,
    REWORDED,
    WITHDRAWN,
    Change,
)
from mtdtutor.storage.events import is_live
from mtdtutor.storage.prepared import Prepared
from mtdtutor.storage.sqlite import upsert
from mtdtutor.storage.tables import answer, bank_change, card, origin, question, renamed, review

TOLD: Final = (CORRECTED, WITHDRAWN)
"""Kinds of change that concern whoever met the item."""

_VERSIONS: Final = Prepared(
    lambda: (
        select(bank_change.c.version)
        .distinct()
        .where(or_(*(bank_change.c.kind == kind for kind in TOLD)))
    )
)


class BankChange(NamedTuple):
    """A change as it was recorded; the first fields are those of ``course.changes.Change``.

    Attributes:
        version: Version of the bank that made it.
        at_ms: When that bank was loaded (UTC ms).
        after_seq: The last event that happened before.
    """

    version: str
    item: str
    item_kind: str
    kind: str
    note: dict[str, str] | None
    old: dict[str, dict[str, str]] | None
    at_ms: int
    after_seq: int


class Met(NamedTuple):
    """A card or question that a learner met before it, or its fact, was changed.

    Attributes:
        item: Its id.
        item_kind: ``card`` or ``question``.
        fact: Its fact.
        change: What changed; its item is this one or the fact.
    """

    item: str
    item_kind: str
    fact: str
    change: BankChange


def record(conn: Connection, version: str, changes: Iterable[Change], now_ms: int) -> None:
    """Keep what a bank changed.

    Of one version and item the last change is kept, as a file of that version may be loaded in
    several states; but where it was corrected, new words do not hide that from who met the mistake.
    """
    seq = conn.execute(select(origin.c.seq)).scalar_one_or_none()
    if seq is None:
        raise BugError("the database has no origin")
    kept: dict[str, Change] = {}
    told = _corrected(conn, version)
    for each in changes:
        if each.kind == CORRECTED:
            told.add(each.item)
        if each.kind != REWORDED or each.item not in told:
            kept[each.item] = each
    rows = [
        {**each._asdict(), "version": version, "at_ms": now_ms, "after_seq": seq}
        for each in kept.values()
    ]
    Prepared(lambda: upsert(bank_change)).run_many(conn, rows)


def _corrected(conn: Connection, version: str) -> set[str]:
    corrected = bank_change.c.version == version, bank_change.c.kind == CORRECTED
    return set(conn.execute(select(bank_change.c.item).where(*corrected)).scalars())


def everything(conn: Connection) -> list[BankChange]:
    """Return all changes, the last loaded bank first."""
    query = select(*bank_change.c).order_by(
        bank_change.c.at_ms.desc(), bank_change.c.version, bank_change.c.item
    )
    return [BankChange(*row) for row in conn.execute(query)]


def told_versions(conn: Connection) -> set[str]:
    """Return the versions that corrected or withdrew anything."""
    return {row[0] for row in _VERSIONS.rows(conn)}


def met(conn: Connection, learner: str, closed: Collection[str] = ()) -> list[Met]:
    """Return what a learner graded or answered before it was corrected or withdrawn.

    A change of a fact concerns all its cards and questions. Where the fact was corrected, that
    stands; else what became of the item itself.

    Args:
        conn: A connection.
        learner: Whose.
        closed: Versions to leave out.
    """
    versions = told_versions(conn) - set(closed)
    if not versions:
        return []
    found: dict[tuple[str, str], Met] = {}
    for kind, items, events, name in (
        (CARD, card, review, review.c.card),
        (QUESTION, question, answer, answer.c.question),
    ):
        for own in (True, False):
            query = _met(kind if own else FACT, items, events, name)
            query = query.where(bank_change.c.version.in_(sorted(versions)))
            for row in conn.execute(query, {"learner": learner}):
                change = BankChange(*row[2:])
                key = change.version, row[0]
                if own or key not in found or change.kind == CORRECTED:
                    found[key] = Met(row[0], kind, row[1], change)
    return sorted(found.values(), key=lambda each: (-each.change.at_ms, each.fact, each.item))


def _met(kind: str, items: FromClause, events: FromClause, name: ColumnElement[str]) -> Select[Any]:
    later = renamed.alias("later")
    new_name = select(later.c.new).where(later.c.old == bank_change.c.item).scalar_subquery()
    changed = items.c.id if kind != FACT else items.c.fact
    before = (
        events.c.learner == bindparam("learner"),
        events.c.seq <= bank_change.c.after_seq,
        is_live(events),
    )
    old_names = select(renamed.c.old).where(renamed.c.new == items.c.id).correlate(items)
    return (
        select(items.c.id, items.c.fact, *bank_change.c)
        .select_from(
            bank_change.join(items, changed == func.coalesce(new_name, bank_change.c.item))
        )
        .where(
            bank_change.c.item_kind == kind,
            bank_change.c.kind.in_(TOLD),
            or_(
                exists(select(events.c.seq).where(name == items.c.id, *before)),
                exists(select(events.c.seq).where(name.in_(old_names), *before)),
            ),
        )
    )


def since(conn: Connection, responses: Sequence[tuple[str, str, int]]) -> list[BankChange | None]:
    """Return for each response what was corrected or withdrawn of its question since.

    Args:
        conn: A connection.
        responses: Of each the question, its fact (ids of then) and its place in the order.

    Returns:
        The latest change of the question, else of its fact; None where nothing changed.
    """
    if not responses or not told_versions(conn):
        return [None] * len(responses)
    now = func.coalesce(renamed.c.new, bank_change.c.item)
    names = {name for each in responses for name in each[:2]}
    names_query = select(renamed.c.old, renamed.c.new).where(renamed.c.old.in_(names))
    newer: dict[str, str] = {row[0]: row[1] for row in conn.execute(names_query)}
    present = {newer.get(name, name) for name in names}
    query = (
        select(now, *bank_change.c)
        .select_from(bank_change.outerjoin(renamed, renamed.c.old == bank_change.c.item))
        .where(bank_change.c.kind.in_(TOLD), now.in_(present))
        .order_by(bank_change.c.after_seq, bank_change.c.at_ms)
    )
    changes: dict[str, BankChange] = {row[0]: BankChange(*row[1:]) for row in conn.execute(query)}

    def of(name: str, seq: int) -> BankChange | None:
        change = changes.get(newer.get(name, name))
        return change if change is not None and change.after_seq >= seq else None

    return [of(asked, seq) or of(fact, seq) for asked, fact, seq in responses]


def corrected_after(conn: Connection, items: Collection[str], at_ms: int) -> bool:
    """Return whether any of some items, by present id, was corrected at a moment or later."""
    old_names = select(renamed.c.old).where(renamed.c.new.in_(items))
    query = select(bank_change.c.item).where(
        bank_change.c.kind == CORRECTED,
        bank_change.c.at_ms >= at_ms,
        or_(bank_change.c.item.in_(items), bank_change.c.item.in_(old_names)),
    )
    return conn.execute(query.limit(1)).first() is not None
