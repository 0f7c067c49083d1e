"""Steps over many cards, own wording, problem reports, what a newer bank changed, and traits.

``card_action`` and ``entity`` are made anew instead of altered, so that a migrated file is what a
new one is.
"""

from __future__ import annotations

from typing import Final

from alembic import op

revision: Final = "0002"
down_revision: Final = "0001"
branch_labels: Final = None
depends_on: Final = None

STATEMENTS: Final = (
    """
    ALTER TABLE card_action RENAME TO card_action_before
    """,
    """
    CREATE TABLE card_action (
        seq INTEGER NOT NULL, id BLOB NOT NULL, learner BLOB NOT NULL, at_ms INTEGER NOT NULL,
        offset_min INTEGER NOT NULL, day INTEGER NOT NULL, born_in BLOB NOT NULL,
        kind TEXT NOT NULL, card TEXT NOT NULL, fact TEXT NOT NULL, topic TEXT NOT NULL,
        value TEXT, reason TEXT NOT NULL, step BLOB,
        CONSTRAINT pk_card_action PRIMARY KEY (seq),
        CONSTRAINT fk_card_action_learner FOREIGN KEY(learner) REFERENCES learner (id)
    ) STRICT
    """,
    """
    INSERT INTO card_action
        SELECT seq, id, learner, at_ms, offset_min, day, born_in, kind, card, fact, topic, value,
            reason, NULL
        FROM card_action_before ORDER BY seq
    """,
    """
    DROP TABLE card_action_before
    """,
    """
    CREATE INDEX ix_card_action_card ON card_action (learner, card, seq)
    """,
    """
    CREATE INDEX ix_card_action_learner ON card_action (learner, seq)
    """,
    """
    CREATE INDEX ix_card_action_step ON card_action (step, seq)
    """,
    """
    CREATE UNIQUE INDEX uq_card_action_id ON card_action (id)
    """,
    """
    CREATE TABLE own_wording (
        learner BLOB NOT NULL, card TEXT NOT NULL, front TEXT NOT NULL, back TEXT NOT NULL,
        at_ms INTEGER NOT NULL, CONSTRAINT pk_own_wording PRIMARY KEY (learner, card),
        CONSTRAINT fk_own_wording_learner FOREIGN KEY(learner) REFERENCES learner (id)
    ) WITHOUT ROWID, STRICT
    """,
    """
    CREATE TABLE problem_report (
        id BLOB NOT NULL, learner BLOB NOT NULL, at_ms INTEGER NOT NULL, item TEXT NOT NULL,
        item_kind TEXT NOT NULL, rev INTEGER, bank_version TEXT NOT NULL,
        category TEXT NOT NULL, text TEXT NOT NULL, shown TEXT NOT NULL,
        CONSTRAINT pk_problem_report PRIMARY KEY (id),
        CONSTRAINT ck_problem_report_item_kind
            CHECK (item_kind IN ('card', 'question', 'fact', 'entity')),
        CONSTRAINT fk_problem_report_learner FOREIGN KEY(learner) REFERENCES learner (id)
    ) STRICT
    """,
    """
    CREATE INDEX ix_problem_report_learner ON problem_report (learner, at_ms)
    """,
    """
    CREATE TABLE bank_change (
        version TEXT NOT NULL, item TEXT NOT NULL, item_kind TEXT NOT NULL, kind TEXT NOT NULL,
        note TEXT, old TEXT, at_ms INTEGER NOT NULL, after_seq INTEGER NOT NULL,
        CONSTRAINT pk_bank_change PRIMARY KEY (version, item),
        CONSTRAINT ck_bank_change_item_kind CHECK (item_kind IN ('card', 'question', 'fact')),
        CONSTRAINT ck_bank_change_kind
            CHECK (kind IN ('added', 'reworded', 'corrected', 'withdrawn'))
    ) WITHOUT ROWID, STRICT
    """,
    """
    CREATE INDEX ix_bank_change_item ON bank_change (item)
    """,
    """
    ALTER TABLE entity RENAME TO entity_before
    """,
    """
    CREATE TABLE entity (
        id TEXT NOT NULL, position INTEGER NOT NULL, retired INTEGER NOT NULL,
        kind TEXT NOT NULL, name TEXT NOT NULL, aliases TEXT NOT NULL, topic TEXT NOT NULL,
        text TEXT NOT NULL, related TEXT NOT NULL, traits TEXT NOT NULL,
        CONSTRAINT pk_entity PRIMARY KEY (id)
    ) STRICT
    """,
    """
    INSERT INTO entity
        SELECT id, position, retired, kind, name, aliases, topic, text, related, '[]'
        FROM entity_before
    """,
    """
    DROP TABLE entity_before
    """,
    """
    CREATE INDEX ix_entity_topic ON entity (topic, kind)
    """,
)


def upgrade() -> None:
    """Make two tables with their new columns, and the new tables."""
    for statement in STATEMENTS:
        op.execute(statement)
