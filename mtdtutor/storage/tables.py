"""The tables of the learner's database.

Truth is insert only: one table per kind of event. Derived tables can be made again from it.
Content is loaded from the bank. Nothing cascades. Every constraint has a name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    MetaData,
    Table,
    text,
)

from mtdtutor.progress.events import (
    AnswerEvent,
    AttemptEvent,
    AttemptRow,
    CardActionEvent,
    Event,
    ForecastEvent,
    ParamsEvent,
    RetractionEvent,
    ReviewEvent,
)
from mtdtutor.storage.types import Flag, Int, Json, Real, Str, Uid

if TYPE_CHECKING:
    from sqlalchemy.types import TypeEngine

    _Kind = TypeEngine[Any] | type[TypeEngine[Any]]
    _Part = Column[Any] | CheckConstraint | Index

SCHEMA_VERSION: Final = 2
"""Number of the newest migration; a file with a higher one comes from a newer program."""
REVISION: Final = "0002"
"""Alembic's name of that migration."""

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)


def _table(name: str, *parts: _Part) -> Table:
    return Table(name, metadata, *parts, sqlite_strict=True)


def _keyed_table(name: str, *parts: _Part) -> Table:
    """Return a table whose rows stand in its primary key."""
    return Table(name, metadata, *parts, sqlite_strict=True, sqlite_with_rowid=False)


def _column(name: str, kind: _Kind) -> Column[Any]:
    return Column(name, kind, nullable=False)


def _maybe(name: str, kind: _Kind) -> Column[Any]:
    return Column(name, kind, nullable=True)


def _key(name: str, kind: _Kind) -> Column[Any]:
    return Column(name, kind, primary_key=True, autoincrement=False)


def _learner(*, key: bool = False) -> Column[Any]:
    return Column("learner", Uid, ForeignKey("learner.id"), primary_key=key, nullable=False)


# The database and whose it is

origin = _table(
    "origin",
    _key("only", Int),
    _column("id", Uid),
    _column("created_ms", Int),
    _column("seq", Int),
    CheckConstraint("only = 1", name="only"),
)
learner = _keyed_table(
    "learner",
    _key("id", Uid),
    _column("name", Str),
    _column("name_key", Str),
    _column("created_ms", Int),
    Index("uq_learner_name_key", "name_key", unique=True),
)
setting = _keyed_table("setting", _learner(key=True), _key("key", Str), _column("value", Json))
note = _keyed_table(
    "note", _learner(key=True), _key("card", Str), _column("text", Str), _column("at_ms", Int)
)
own_wording = _keyed_table(
    "own_wording",
    _learner(key=True),
    _key("card", Str),
    _column("front", Str),
    _column("back", Str),
    _column("at_ms", Int),
)
problem_report = _table(
    "problem_report",
    _key("id", Uid),
    _learner(),
    _column("at_ms", Int),
    _column("item", Str),
    _column("item_kind", Str),
    _maybe("rev", Int),
    _column("bank_version", Str),
    _column("category", Str),
    _column("text", Str),
    _column("shown", Json),
    CheckConstraint("item_kind IN ('card', 'question', 'fact', 'entity')", name="item_kind"),
    Index("ix_problem_report_learner", "learner", "at_ms"),
)

# Truth: insert only


def _event(name: str, *parts: _Part) -> Table:
    return _table(
        name,
        _key("seq", Int),
        _column("id", Uid),
        _learner(),
        _column("at_ms", Int),
        _column("offset_min", Int),
        _column("day", Int),
        _column("born_in", Uid),
        *parts,
        Index(f"uq_{name}_id", "id", unique=True),
    )


def _attempt() -> Column[Any]:
    return Column("attempt", Uid, ForeignKey("attempt.id"), nullable=False)


def _shown() -> Column[Any]:
    return Column("shown", Uid, ForeignKey("shown.hash"), nullable=True)


def _memory_columns(prefix: str) -> tuple[Column[Any], ...]:
    return (
        _column(f"{prefix}state", Int),
        _maybe(f"{prefix}step", Int),
        _maybe(f"{prefix}stability", Real),
        _maybe(f"{prefix}difficulty", Real),
        _maybe(f"{prefix}due_day", Int),
        _maybe(f"{prefix}due_ms", Int),
        _maybe(f"{prefix}last_day", Int),
        _column(f"{prefix}reviews", Int),
        _column(f"{prefix}lapses", Int),
    )


shown = _table("shown", _key("hash", Uid), _column("content", Str))

review = _event(
    "review",
    _column("mode", Str),
    _column("card", Str),
    _column("fact", Str),
    _column("topic", Str),
    _maybe("grade", Int),
    _maybe("right", Flag),
    _maybe("options", Int),
    _column("guessed", Flag),
    _column("moves", Flag),
    _maybe("answer", Uid),
    *_memory_columns("before_"),
    *_memory_columns("after_"),
    _maybe("recall", Real),
    _maybe("interval", Int),
    _column("retention", Real),
    _maybe("params", Uid),
    _column("rule", Str),
    _shown(),
    _maybe("duration_ms", Int),
    _maybe("replaces", Uid),
    CheckConstraint("mode IN ('card', 'quiz')", name="mode"),
    CheckConstraint("(mode = 'card') = (grade IS NOT NULL)", name="grade"),
    Index("ix_review_card", "learner", "card", "seq"),
    Index("ix_review_day", "learner", "day", "topic"),
    Index("ix_review_learner", "learner", "seq"),
)
card_action = _event(
    "card_action",
    _column("kind", Str),
    _column("card", Str),
    _column("fact", Str),
    _column("topic", Str),
    _maybe("value", Str),
    _column("reason", Str),
    _maybe("step", Uid),
    Index("ix_card_action_card", "learner", "card", "seq"),
    Index("ix_card_action_learner", "learner", "seq"),
    Index("ix_card_action_step", "step", "seq"),
)
attempt = _event(
    "attempt",
    _column("plan", Str),
    _column("preset", Str),
    _maybe("total_ms", Int),
    _column("extension", Real),
    _column("number", Int),
    Index("ix_attempt_day", "learner", "day", "seq"),
)
answer = _event(
    "answer",
    _attempt(),
    _column("position", Int),
    _column("question", Str),
    _column("rev", Int),
    _column("template", Str),
    _column("topic", Str),
    _column("fact", Str),
    _column("single", Flag),
    _column("skill", Str),
    _column("difficulty", Real),
    _shown(),
    _column("response", Str),
    _column("outcome", Str),
    _column("score", Real),
    _column("right", Flag),
    _column("options", Int),
    _maybe("certainty", Int),
    _maybe("first_ms", Int),
    _column("active_ms", Int),
    _column("changes", Int),
    _column("visits", Int),
    _column("attempt_active_ms", Int),
    CheckConstraint("outcome IN ('answered', 'timeout', 'rapid')", name="outcome"),
    Index("ix_answer_attempt", "attempt", "position", "seq"),
    Index("ix_answer_question", "learner", "question", "seq"),
    Index("ix_answer_day", "learner", "day", "topic"),
)
attempt_event = _event(
    "attempt_event",
    _attempt(),
    _column("kind", Str),
    _column("active_ms", Int),
    _column("data", Str),
    Index("ix_attempt_event_attempt", "attempt", "seq"),
)
params = _event(
    "params",
    _column("params", Str),
    _column("engine", Str),
    Index("ix_params_learner", "learner", "seq"),
)
forecast = _event("forecast", _column("data", Str), Index("ix_forecast_learner", "learner", "seq"))
retraction = _event(
    "retraction",
    _column("target", Uid),
    _column("target_kind", Str),
    Index("ix_retraction_target", "target", "seq"),
    Index("ix_retraction_learner", "learner", "seq"),
)

EVENT_TABLES: Final[dict[type[Event], Table]] = {
    ReviewEvent: review,
    CardActionEvent: card_action,
    AttemptRow: attempt,
    AnswerEvent: answer,
    AttemptEvent: attempt_event,
    ParamsEvent: params,
    ForecastEvent: forecast,
    RetractionEvent: retraction,
}

# Derived: made again from the truth by ``check --rebuild``

dead = _keyed_table("dead", _key("seq", Int), _learner())
"""Events that a live retraction names. Few rows, so that every other event needs no mark."""
memory = _keyed_table(
    "memory",
    _learner(key=True),
    _key("card", Str),
    *_memory_columns(""),
    _column("suspended", Flag),
    _maybe("buried_day", Int),
    _column("flagged", Flag),
    _column("tags", Json),
    Index(
        "ix_memory_due_day",
        "learner",
        "due_day",
        "suspended",
        "buried_day",
        sqlite_where=text("due_day IS NOT NULL"),
    ),
    Index(
        "ix_memory_due_ms",
        "learner",
        "due_ms",
        "suspended",
        "buried_day",
        sqlite_where=text("due_ms IS NOT NULL"),
    ),
)
ability = _keyed_table(
    "ability",
    _learner(key=True),
    _key("topic", Str),
    _column("value", Real),
    _column("answers", Int),
    _column("questions", Int),
    _column("days", Int),
    _maybe("first_day", Int),
    _maybe("last_day", Int),
    _column("later_right", Flag),
    _column("scenario_right", Flag),
)
day_total = _keyed_table(
    "day_total",
    _learner(key=True),
    _key("metric", Str),
    _key("day", Int),
    _key("topic", Str),
    _column("value", Int),
)
attempt_clock = _keyed_table(
    "attempt_clock",
    Column("attempt", Uid, ForeignKey("attempt.id"), primary_key=True),
    _column("active_ms", Int),
    _column("at_ms", Int),
)

# Content: the bank as it was last loaded; what is gone from it is retired, never deleted

bank = _table(
    "bank",
    _key("only", Int),
    _column("checksum", Str),
    _column("version", Str),
    _column("course", Str),
    _column("title", Json),
    _column("language", Str),
    _column("scheme", Json),
    _column("licence", Str),
    _column("knowledge_sha256", Str),
    _column("loaded_ms", Int),
    CheckConstraint("only = 1", name="only"),
)


def _content(name: str, *parts: _Part) -> Table:
    return _table(name, _key("id", Str), _column("position", Int), _column("retired", Flag), *parts)


topic = _content("topic", _column("name", Json), _maybe("number", Str), _column("confusable", Json))
source = _content(
    "source",
    _column("author", Json),
    _column("title", Json),
    _column("year", Str),
    _column("place", Json),
    _maybe("url", Str),
    _maybe("sha256", Str),
)
entity = _content(
    "entity",
    _column("kind", Str),
    _column("name", Json),
    _column("aliases", Json),
    _column("topic", Str),
    _column("text", Json),
    _column("related", Json),
    _column("traits", Json),
    Index("ix_entity_topic", "topic", "kind"),
)
fact = _content(
    "fact",
    _column("rev", Int),
    _column("entity", Str),
    _column("slot", Str),
    _column("topic", Str),
    _column("level", Str),
    _column("text", Json),
    _column("confidence", Str),
    _column("contested", Flag),
    _column("cites", Json),
    Index("ix_fact_entity", "entity"),
    Index("ix_fact_topic", "topic"),
)
card = _content(
    "card",
    _column("rev", Int),
    _column("fact", Str),
    _column("topic", Str),
    _column("level", Str),
    _column("skill", Str),
    _column("kind", Str),
    _column("front", Json),
    _column("back", Json),
    _maybe("hint", Json),
    _maybe("why", Json),
    _column("accept", Json),
    Index("ix_card_fact", "fact"),
    Index("ix_card_teaching", "retired", "level", "position", "id"),
)
question = _content(
    "question",
    _column("rev", Int),
    _column("template", Str),
    _column("type", Str),
    _column("fact", Str),
    _column("topic", Str),
    _column("skill", Str),
    _column("difficulty", Real),
    _column("body", Json),
    Index("ix_question_fact", "fact"),
    Index("ix_question_topic", "topic", "retired"),
)
renamed = _keyed_table(
    "renamed", _key("old", Str), _column("new", Str), Index("ix_renamed_new", "new")
)
"""Ids that cards and questions had in earlier banks."""
bank_change = _keyed_table(
    "bank_change",
    _key("version", Str),
    _key("item", Str),
    _column("item_kind", Str),
    _column("kind", Str),
    _maybe("note", Json),
    _maybe("old", Json),
    _column("at_ms", Int),
    _column("after_seq", Int),
    CheckConstraint("item_kind IN ('card', 'question', 'fact')", name="item_kind"),
    CheckConstraint("kind IN ('added', 'reworded', 'corrected', 'withdrawn')", name="kind"),
    Index("ix_bank_change_item", "item"),
)
"""What each bank changed when it was loaded after another one; ``after_seq`` is the last event
that happened before."""
