"""Cards that learners write, among those of the course, and exams.

``card`` is made anew instead of altered, so that a migrated file is what a new one is.
"""

from __future__ import annotations

from typing import Final

from alembic import op

revision: Final = "0003"
down_revision: Final = "0002"
branch_labels: Final = None
depends_on: Final = None

STATEMENTS: Final = (
    """
    ALTER TABLE card RENAME TO card_before
    """,
    """
    DROP INDEX ix_card_fact
    """,
    """
    DROP INDEX ix_card_teaching
    """,
    """
    CREATE TABLE card (
        id TEXT NOT NULL, position INTEGER NOT NULL, retired INTEGER NOT NULL,
        rev INTEGER NOT NULL, fact TEXT NOT NULL, topic TEXT NOT NULL, level TEXT NOT NULL,
        skill TEXT NOT NULL, kind TEXT NOT NULL, front TEXT NOT NULL, back TEXT NOT NULL,
        hint TEXT, why TEXT, accept TEXT NOT NULL,
        learner BLOB, step BLOB, created_ms INTEGER, changed_ms INTEGER,
        CONSTRAINT pk_card PRIMARY KEY (id),
        CONSTRAINT ck_card_created_ms CHECK ((learner IS NULL) = (created_ms IS NULL)),
        CONSTRAINT ck_card_changed_ms CHECK ((learner IS NULL) = (changed_ms IS NULL)),
        CONSTRAINT ck_card_level CHECK ((learner IS NULL) = (level <> 'own')),
        CONSTRAINT fk_card_learner FOREIGN KEY(learner) REFERENCES learner (id)
    ) STRICT
    """,
    """
    INSERT INTO card
        SELECT id, position, retired, rev, fact, topic, level, skill, kind, front, back, hint, why,
            accept, NULL, NULL, NULL, NULL
        FROM card_before
    """,
    """
    DROP TABLE card_before
    """,
    """
    CREATE INDEX ix_card_fact ON card (fact)
    """,
    """
    CREATE INDEX ix_card_own ON card (learner, retired, position, id)
    """,
    """
    CREATE INDEX ix_card_teaching ON card (retired, level, position, id)
    """,
    """
    CREATE TABLE exam (
        id BLOB NOT NULL, learner BLOB NOT NULL, name TEXT NOT NULL, day INTEGER NOT NULL,
        topics TEXT NOT NULL, levels TEXT NOT NULL, minutes INTEGER NOT NULL,
        created_ms INTEGER NOT NULL, ended TEXT, outcome TEXT, ended_ms INTEGER,
        CONSTRAINT pk_exam PRIMARY KEY (id),
        CONSTRAINT ck_exam_ended CHECK (ended IN ('stop', 'light', 'keep')),
        CONSTRAINT ck_exam_ended_ms CHECK ((ended IS NULL) = (ended_ms IS NULL)),
        CONSTRAINT fk_exam_learner FOREIGN KEY(learner) REFERENCES learner (id)
    ) STRICT
    """,
    """
    CREATE INDEX ix_exam_learner ON exam (learner, day)
    """,
    """
    CREATE UNIQUE INDEX uq_exam_open ON exam (learner) WHERE ended IS NULL
    """,
)


def upgrade() -> None:
    """Make the table of cards with its new columns, and the table of exams."""
    for statement in STATEMENTS:
        op.execute(statement)
