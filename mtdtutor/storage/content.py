"""The course in the database: the bank is loaded once per file, and read as its own values.

What is gone from a newer bank is retired, never deleted: memories and events speak of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple, TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    String,
    Table,
    bindparam,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    type_coerce,
    update,
)

from mtdtutor.course.bank import Bank, Card, Cite, Course, Entity, Fact, Source, Topic, Trait
from mtdtutor.course.order import teaching_order
from mtdtutor.course.questions import Gap, Option, Pair, Point, Question, Step
from mtdtutor.storage.prepared import Prepared
from mtdtutor.storage.sqlite import upsert
from mtdtutor.storage.tables import bank, card, entity, fact, question, renamed, source, topic
from mtdtutor.storage.tables_own import note, own_wording

_PARTS: Final[dict[str, type[Any]]] = {
    "options": Option,
    "pairs": Pair,
    "extra": Step,
    "sequence": Step,
    "gaps": Gap,
    "points": Point,
}
_BODY: Final = (
    "also", "stems", "explanation", "options", "show", "answer", "correction", "pairs", "extra",
    "sequence", "gaps", "points", "model",
)  # fmt: skip
_NOBODY: Final = dict.fromkeys(("learner", "step", "created_ms", "changed_ms"))
"""What a card of the course has in the columns of those that learners wrote."""
T = TypeVar("T")


class Loaded(NamedTuple):
    """Which bank the database holds."""

    checksum: str
    version: str
    course: Course


def loaded(conn: Connection) -> Loaded | None:
    """Return which bank was loaded last; None before the first."""
    columns = bank.c
    row = conn.execute(
        select(
            columns.checksum,
            columns.version,
            columns.course,
            columns.title,
            columns.language,
            columns.scheme,
            columns.licence,
        )
    ).one_or_none()
    return None if row is None else Loaded(row[0], row[1], Course(*row[2:]))


def load_bank(conn: Connection, new: Bank, now_ms: int) -> None:
    """Load a bank: add, change, retire, rename. All in the caller's transaction.

    Memories of renamed cards are left to ``services.bank.load``, which makes them again.

    Args:
        conn: A connection inside a write transaction.
        new: The bank.
        now_ms: When, in UTC milliseconds.
    """
    levels = {each.id: each.level for each in new.facts}
    _fill(conn, topic, (each._asdict() for each in new.topics))
    _fill(conn, source, (each._asdict() for each in new.sources))
    _fill(conn, entity, (each._asdict() for each in new.entities))
    _fill(conn, fact, (each._asdict() for each in new.facts))
    _fill(
        conn,
        card,
        ({**each._asdict(), **_NOBODY, "level": levels[each.fact]} for each in teaching_order(new)),
        card.c.learner.is_(None),
    )
    _fill(conn, question, (_question_row(each) for each in new.questions))
    alive = {each.id for part in (new.facts, new.cards, new.questions) for each in part}
    _rename(conn, new.renamed, alive)
    conn.execute(delete(bank))
    conn.execute(
        insert(bank).values(
            only=1,
            checksum=new.checksum,
            version=new.bank_version,
            course=new.course.id,
            title=new.course.title,
            language=new.course.language,
            scheme=new.course.scheme,
            licence=new.course.licence,
            knowledge_sha256=new.knowledge_sha256,
            loaded_ms=now_ms,
        )
    )


def _fill(
    conn: Connection,
    table: Table,
    rows: Iterable[Mapping[str, object]],
    *of_the_bank: ColumnElement[bool],
) -> None:
    conn.execute(update(table).where(*of_the_bank).values(retired=True))
    columns = set(table.c.keys())
    values = [
        {
            **{name: value for name, value in row.items() if name in columns},
            "position": position,
            "retired": False,
        }
        for position, row in enumerate(rows)
    ]
    Prepared(lambda: upsert(table)).run_many(conn, values)


def _question_row(item: Question) -> dict[str, object]:
    return {**item._asdict(), "body": {name: getattr(item, name) for name in _BODY}}


def _rename(conn: Connection, names: Mapping[str, str], alive: Collection[str]) -> None:
    """Let what was recorded under old ids belong to the new ones.

    No old id is ever forgotten, unless it is given to something of the course again.
    """
    every = {**new_names(conn), **names}
    every = {old: new for old, new in every.items() if old not in alive}
    conn.execute(delete(renamed))
    rows = [{"old": old, "new": _last_name(every, old)} for old in every]
    if not rows:
        return
    conn.execute(insert(renamed), rows)
    for table in (note, own_wording):
        _rename_own(conn, table, rows)


def _rename_own(conn: Connection, table: Table, rows: Sequence[Mapping[str, str]]) -> None:
    """Let what learners wrote on a card follow it, unless they wrote on the new id too."""
    taken = table.alias("taken")
    own_new_row = exists(
        select(taken.c.card).where(
            taken.c.learner == table.c.learner, taken.c.card == bindparam("to")
        )
    )
    moved = update(table).where(table.c.card == bindparam("was"), ~own_new_row)
    conn.execute(
        moved.values(card=bindparam("to")),
        [{"was": row["old"], "to": row["new"]} for row in rows],
    )


def new_names(conn: Connection) -> dict[str, str]:
    """Return the present id of everything that was ever renamed, by its old id."""
    return {row[0]: row[1] for row in conn.execute(select(renamed.c.old, renamed.c.new))}


def _last_name(names: Mapping[str, str], old: str) -> str:
    seen = {old}
    name = names[old]
    while name in names and name not in seen:
        seen.add(name)
        name = names[name]
    return name


# Reading


def _all(
    conn: Connection,
    table: Table,
    kind: type[T],
    *conditions: ColumnElement[bool],
    retired: bool = False,
) -> list[T]:
    columns = [table.c[name] for name in kind._fields]  # type: ignore[attr-defined]
    query = select(*columns).where(*conditions).order_by(table.c.position, table.c.id)
    if not retired:
        query = query.where(~table.c.retired)
    return [_value(kind, tuple(row)) for row in conn.execute(query)]


def _one(conn: Connection, table: Table, kind: type[T], name: str) -> T | None:
    columns = [table.c[each] for each in kind._fields]  # type: ignore[attr-defined]
    now_named = select(renamed.c.new).where(renamed.c.old == name).scalar_subquery()
    query = select(*columns).where(table.c.id == func.coalesce(now_named, name))
    row = conn.execute(query).one_or_none()
    return None if row is None else _value(kind, tuple(row))


def _value(kind: type[T], row: Sequence[Any]) -> T:
    values = [tuple(each) if isinstance(each, list) else each for each in row]
    item = kind(*values)
    if isinstance(item, Fact):
        return item._replace(cites=tuple(map(_cite, item.cites)))
    if isinstance(item, Entity):
        return item._replace(traits=tuple(Trait(*each) for each in item.traits))
    return item


def _cite(parts: Sequence[Any]) -> Cite:
    name, section, span = parts
    return Cite(name, section, None if span is None else (span[0], span[1]))


def topics(conn: Connection) -> list[Topic]:
    """Return the topics of the course in their order."""
    return _all(conn, topic, Topic)


def sources(conn: Connection) -> list[Source]:
    """Return the sources of the course."""
    return _all(conn, source, Source)


def entities(conn: Connection) -> list[Entity]:
    """Return the entities of the course."""
    return _all(conn, entity, Entity)


def facts(conn: Connection, entity_id: str | None = None) -> list[Fact]:
    """Return the facts of the course, or those about one entity."""
    about = () if entity_id is None else (fact.c.entity == entity_id,)
    return _all(conn, fact, Fact, *about)


def facts_citing(conn: Connection, source_id: str) -> list[Fact]:
    """Return the facts of the course that rest on a source."""
    # The text of the column tells most of the others apart, before anything is decoded.
    mentioned = type_coerce(fact.c.cites, String).contains(f'"{source_id}"', autoescape=True)
    found = _all(conn, fact, Fact, mentioned)
    return [each for each in found if any(cite.source == source_id for cite in each.cites)]


def cards(conn: Connection, fact_id: str | None = None) -> list[Card]:
    """Return the cards of the course, or those that ask for one fact."""
    asking = () if fact_id is None else (card.c.fact == fact_id,)
    return _all(conn, card, Card, card.c.learner.is_(None), *asking)


def card_ids(conn: Connection, learner: str) -> list[str]:
    """Return the ids of the cards of the course, and of those a learner wrote, in no order."""
    theirs = or_(card.c.learner.is_(None), card.c.learner == learner)
    return list(conn.execute(select(card.c.id).where(~card.c.retired, theirs)).scalars())


def find_source(conn: Connection, name: str) -> Source | None:
    """Return a source by its id, retired or not."""
    return _one(conn, source, Source, name)


def find_entity(conn: Connection, name: str) -> Entity | None:
    """Return an entity by its id, retired or not."""
    return _one(conn, entity, Entity, name)


def find_fact(conn: Connection, name: str) -> Fact | None:
    """Return a fact by its id, retired or not."""
    return _one(conn, fact, Fact, name)


def find_card(conn: Connection, name: str) -> Card | None:
    """Return a card, of the course or own, by its id or by one it had, retired or not."""
    return _one(conn, card, Card, name)


_PRESENT_NAME: Final = Prepared(
    lambda: select(renamed.c.new).where(renamed.c.old == bindparam("of"))
)
_QUESTION: Final = tuple(question.c[name] for name in (
    "id", "rev", "template", "type", "fact", "topic", "skill", "difficulty", "body",
))  # fmt: skip


def questions(conn: Connection, of_topics: Iterable[str] | None = None) -> list[Question]:
    """Return the questions of the course, or of some topics."""
    query = select(*_QUESTION).where(~question.c.retired)
    if of_topics is not None:
        query = query.where(question.c.topic.in_(sorted(of_topics)))
    query = query.order_by(question.c.position, question.c.id)
    return [_question(tuple(row)) for row in conn.execute(query)]


def find_question(conn: Connection, name: str) -> Question | None:
    """Return a question by its id or by one it had, retired or not."""
    now_named = select(renamed.c.new).where(renamed.c.old == name).scalar_subquery()
    query = select(*_QUESTION).where(question.c.id == func.coalesce(now_named, name))
    row = conn.execute(query).one_or_none()
    return None if row is None else _question(tuple(row))


def present_name(conn: Connection, name: str) -> str:
    """Return the id that a card or question with this id, old or new, has today."""
    return str(_PRESENT_NAME.value(conn, of=name) or name)


def _question(row: Sequence[Any]) -> Question:
    *head, body = row
    fields = dict(zip((each.name for each in _QUESTION[:-1]), head, strict=True))
    for name, value in body.items():
        part = _PARTS.get(name)
        if part is not None:
            fields[name] = tuple(_part(part, each) for each in value)
        else:
            fields[name] = tuple(value) if isinstance(value, list) else value
    return Question(**fields)


def _part(kind: type[Any], values: Sequence[Any]) -> object:
    part = kind(*(tuple(each) if isinstance(each, list) else each for each in values))
    if isinstance(part, Gap):
        return part._replace(options=tuple(Option(*each) for each in part.options))
    return part
