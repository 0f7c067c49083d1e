"""The tables of the learner's database.

Truth is insert only: one table per kind of event. Derived tables can be made again from it.
Content is loaded from the bank; among its cards stand those that learners wrote. Nothing cascades.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table, text

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
from mtdtutor.storage.columns import column, key, keyed_table, maybe, of_learner, table
from mtdtutor.storage.tables_own import exam, note, own_wording, problem_report, setting
from mtdtutor.storage.types import Flag, Int, Json, Real, Str, Uid

if TYPE_CHECKING:
    from mtdtutor.storage.columns import Part

SCHEMA_VERSION: Final = 3
"""Number of the newest migration; a file with a higher one comes from a newer program."""
REVISION: Final = "0003"
"""Alembic's name of that migration."""

# The database and whose it is

origin = table(
    "origin",
    key("only", Int),
    column("id", Uid),
    column("created_ms", Int),
    column("seq", Int),
    CheckConstraint("only = 1", name="only"),
)
learner = keyed_table(
    "learner",
    key("id", Uid),
    column("name", Str),
    column("name_key", Str),
    column("created_ms", Int),
    Index("uq_learner_name_key", "name_key", unique=True),
)

# Truth: insert only


def _event(name: str, *parts: Part) -> Table:
    return table(
        name,
        key("seq", Int),
        column("id", Uid),
        of_learner(),
        column("at_ms", Int),
        column("offset_min", Int),
        column("day", Int),
        column("born_in", Uid),
        *parts,
        Index(f"uq_{name}_id", "id", unique=True),
    )


def _attempt() -> Column[Any]:
    return Column("attempt", Uid, ForeignKey("attempt.id"), nullable=False)


def _shown() -> Column[Any]:
    return Column("shown", Uid, ForeignKey("shown.hash"), nullable=True)


def _memory_columns(prefix: str) -> tuple[Column[Any], ...]:
    return (
        column(f"{prefix}state", Int),
        maybe(f"{prefix}step", Int),
        maybe(f"{prefix}stability", Real),
        maybe(f"{prefix}difficulty", Real),
        maybe(f"{prefix}due_day", Int),
        maybe(f"{prefix}due_ms", Int),
        maybe(f"{prefix}last_day", Int),
        column(f"{prefix}reviews", Int),
        column(f"{prefix}lapses", Int),
    )


shown = table("shown", key("hash", Uid), column("content", Str))

review = _event(
    "review",
    column("mode", Str),
    column("card", Str),
    column("fact", Str),
    column("topic", Str),
    maybe("grade", Int),
    maybe("right", Flag),
    maybe("options", Int),
    column("guessed", Flag),
    column("moves", Flag),
    maybe("answer", Uid),
    *_memory_columns("before_"),
    *_memory_columns("after_"),
    maybe("recall", Real),
    maybe("interval", Int),
    column("retention", Real),
    maybe("params", Uid),
    column("rule", Str),
    _shown(),
    maybe("duration_ms", Int),
    maybe("replaces", Uid),
    CheckConstraint("mode IN ('card', 'quiz')", name="mode"),
    CheckConstraint("(mode = 'card') = (grade IS NOT NULL)", name="grade"),
    Index("ix_review_card", "learner", "card", "seq"),
    Index("ix_review_day", "learner", "day", "topic"),
    Index("ix_review_learner", "learner", "seq"),
)
card_action = _event(
    "card_action",
    column("kind", Str),
    column("card", Str),
    column("fact", Str),
    column("topic", Str),
    maybe("value", Str),
    column("reason", Str),
    maybe("step", Uid),
    Index("ix_card_action_card", "learner", "card", "seq"),
    Index("ix_card_action_learner", "learner", "seq"),
    Index("ix_card_action_step", "step", "seq"),
)
attempt = _event(
    "attempt",
    column("plan", Str),
    column("preset", Str),
    maybe("total_ms", Int),
    column("extension", Real),
    column("number", Int),
    Index("ix_attempt_day", "learner", "day", "seq"),
)
answer = _event(
    "answer",
    _attempt(),
    column("position", Int),
    column("question", Str),
    column("rev", Int),
    column("template", Str),
    column("topic", Str),
    column("fact", Str),
    column("single", Flag),
    column("skill", Str),
    column("difficulty", Real),
    _shown(),
    column("response", Str),
    column("outcome", Str),
    column("score", Real),
    column("right", Flag),
    column("options", Int),
    maybe("certainty", Int),
    maybe("first_ms", Int),
    column("active_ms", Int),
    column("changes", Int),
    column("visits", Int),
    column("attempt_active_ms", Int),
    CheckConstraint("outcome IN ('answered', 'timeout', 'rapid')", name="outcome"),
    Index("ix_answer_attempt", "attempt", "position", "seq"),
    Index("ix_answer_question", "learner", "question", "seq"),
    Index("ix_answer_day", "learner", "day", "topic"),
)
attempt_event = _event(
    "attempt_event",
    _attempt(),
    column("kind", Str),
    column("active_ms", Int),
    column("data", Str),
    Index("ix_attempt_event_attempt", "attempt", "seq"),
)
params = _event(
    "params",
    column("params", Str),
    column("engine", Str),
    Index("ix_params_learner", "learner", "seq"),
)
forecast = _event("forecast", column("data", Str), Index("ix_forecast_learner", "learner", "seq"))
retraction = _event(
    "retraction",
    column("target", Uid),
    column("target_kind", Str),
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

dead = keyed_table("dead", key("seq", Int), of_learner())
"""Events that a live retraction names. Few rows, so that every other event needs no mark."""
memory = keyed_table(
    "memory",
    of_learner(primary=True),
    key("card", Str),
    *_memory_columns(""),
    column("suspended", Flag),
    maybe("buried_day", Int),
    column("flagged", Flag),
    column("tags", Json),
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
ability = keyed_table(
    "ability",
    of_learner(primary=True),
    key("topic", Str),
    column("value", Real),
    column("answers", Int),
    column("questions", Int),
    column("days", Int),
    maybe("first_day", Int),
    maybe("last_day", Int),
    column("later_right", Flag),
    column("scenario_right", Flag),
)
day_total = keyed_table(
    "day_total",
    of_learner(primary=True),
    key("metric", Str),
    key("day", Int),
    key("topic", Str),
    column("value", Int),
)
attempt_clock = keyed_table(
    "attempt_clock",
    Column("attempt", Uid, ForeignKey("attempt.id"), primary_key=True),
    column("active_ms", Int),
    column("at_ms", Int),
)

# Content: the bank as it was last loaded; what is gone from it is retired, never deleted

bank = table(
    "bank",
    key("only", Int),
    column("checksum", Str),
    column("version", Str),
    column("course", Str),
    column("title", Json),
    column("language", Str),
    column("scheme", Json),
    column("licence", Str),
    column("knowledge_sha256", Str),
    column("loaded_ms", Int),
    CheckConstraint("only = 1", name="only"),
)


def _content(name: str, *parts: Part) -> Table:
    return table(name, key("id", Str), column("position", Int), column("retired", Flag), *parts)


topic = _content("topic", column("name", Json), maybe("number", Str), column("confusable", Json))
source = _content(
    "source",
    column("author", Json),
    column("title", Json),
    column("year", Str),
    column("place", Json),
    maybe("url", Str),
    maybe("sha256", Str),
)
entity = _content(
    "entity",
    column("kind", Str),
    column("name", Json),
    column("aliases", Json),
    column("topic", Str),
    column("text", Json),
    column("related", Json),
    column("traits", Json),
    Index("ix_entity_topic", "topic", "kind"),
)
fact = _content(
    "fact",
    column("rev", Int),
    column("entity", Str),
    column("slot", Str),
    column("topic", Str),
    column("level", Str),
    column("text", Json),
    column("confidence", Str),
    column("contested", Flag),
    column("cites", Json),
    Index("ix_fact_entity", "entity"),
    Index("ix_fact_topic", "topic"),
)
card = _content(
    "card",
    column("rev", Int),
    column("fact", Str),
    column("topic", Str),
    column("level", Str),
    column("skill", Str),
    column("kind", Str),
    column("front", Json),
    column("back", Json),
    maybe("hint", Json),
    maybe("why", Json),
    column("accept", Json),
    of_learner(optional=True),
    maybe("step", Uid),
    maybe("created_ms", Int),
    maybe("changed_ms", Int),
    CheckConstraint("(learner IS NULL) = (created_ms IS NULL)", name="created_ms"),
    CheckConstraint("(learner IS NULL) = (changed_ms IS NULL)", name="changed_ms"),
    CheckConstraint("(learner IS NULL) = (level <> 'own')", name="level"),
    Index("ix_card_fact", "fact"),
    Index("ix_card_own", "learner", "retired", "position", "id"),
    Index("ix_card_teaching", "retired", "level", "position", "id"),
)
"""The cards of the course, and those that a learner wrote. The latter have the learner, the level
``own``, themselves for a fact, and the step in which they were made (id shared by those imported
together); deleted ones are retired. So the queue needs no second kind of card."""
question = _content(
    "question",
    column("rev", Int),
    column("template", Str),
    column("type", Str),
    column("fact", Str),
    column("topic", Str),
    column("skill", Str),
    column("difficulty", Real),
    column("body", Json),
    Index("ix_question_fact", "fact"),
    Index("ix_question_topic", "topic", "retired"),
)
renamed = keyed_table(
    "renamed", key("old", Str), column("new", Str), Index("ix_renamed_new", "new")
)
"""Ids that cards and questions had in earlier banks."""
bank_change = keyed_table(
    "bank_change",
    key("version", Str),
    key("item", Str),
    column("item_kind", Str),
    column("kind", Str),
    maybe("note", Json),
    maybe("old", Json),
    column("at_ms", Int),
    column("after_seq", Int),
    CheckConstraint("item_kind IN ('card', 'question', 'fact')", name="item_kind"),
    CheckConstraint("kind IN ('added', 'reworded', 'corrected', 'withdrawn')", name="kind"),
    Index("ix_bank_change_item", "item"),
)
"""What each bank changed when it was loaded after another one; ``after_seq`` is the last event
that happened before."""

# Everything that is a learner's

LEARNER_TABLES: Final = (
    ability, day_total, memory, dead, retraction, forecast, params, review, card_action,
    attempt_event, answer, attempt, note, own_wording, problem_report, exam, card, setting,
)  # fmt: skip
"""The tables with a learner's rows, children before parents; clocks of attempts come before."""
