"""What a learner sets, writes and plans: the tables of their own things, which are no events.

Their own cards stand among those of the course, in ``storage.tables.card``.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Index, text

from mtdtutor.storage.columns import column, key, keyed_table, maybe, of_learner, table
from mtdtutor.storage.types import Int, Json, Str, Uid

setting = keyed_table("setting", of_learner(primary=True), key("key", Str), column("value", Json))
note = keyed_table(
    "note", of_learner(primary=True), key("card", Str), column("text", Str), column("at_ms", Int)
)
own_wording = keyed_table(
    "own_wording",
    of_learner(primary=True),
    key("card", Str),
    column("front", Str),
    column("back", Str),
    column("at_ms", Int),
)
problem_report = table(
    "problem_report",
    key("id", Uid),
    of_learner(),
    column("at_ms", Int),
    column("item", Str),
    column("item_kind", Str),
    maybe("rev", Int),
    column("bank_version", Str),
    column("category", Str),
    column("text", Str),
    column("shown", Json),
    CheckConstraint("item_kind IN ('card', 'question', 'fact', 'entity')", name="item_kind"),
    Index("ix_problem_report_learner", "learner", "at_ms"),
)
exam = table(
    "exam",
    key("id", Uid),
    of_learner(),
    column("name", Str),
    column("day", Int),
    column("topics", Json),
    column("levels", Json),
    column("minutes", Int),
    column("created_ms", Int),
    maybe("ended", Str),
    maybe("outcome", Json),
    maybe("ended_ms", Int),
    CheckConstraint("ended IN ('stop', 'light', 'keep')", name="ended"),
    CheckConstraint("(ended IS NULL) = (ended_ms IS NULL)", name="ended_ms"),
    Index("ix_exam_learner", "learner", "day"),
    Index("uq_exam_open", "learner", unique=True, sqlite_where=text("ended IS NULL")),
)
"""Exams with their scope: ``day`` is a study day, ``minutes`` those of a day. What the learner
decided afterwards stands in ``ended``; of one learner, one exam at a time has none."""
