"""The first schema.

The statements are written out: a step must do the same for ever, whatever becomes of the program's
tables. A test compares them with what the program makes of a new file.
"""

from __future__ import annotations

from typing import Final

from alembic import op

revision: Final = "0001"
down_revision: Final = None
branch_labels: Final = None
depends_on: Final = None

STATEMENTS: Final = (
    """
    CREATE TABLE bank (
        only INTEGER NOT NULL, checksum TEXT NOT NULL, version TEXT NOT NULL,
        course TEXT NOT NULL, title TEXT NOT NULL, language TEXT NOT NULL, scheme TEXT NOT NULL,
        licence TEXT NOT NULL, knowledge_sha256 TEXT NOT NULL, loaded_ms INTEGER NOT NULL,
        CONSTRAINT pk_bank PRIMARY KEY (only), CONSTRAINT ck_bank_only CHECK (only = 1)
    ) STRICT
    """,
    """
    CREATE TABLE card (
        id TEXT NOT NULL, position INTEGER NOT NULL, retired INTEGER NOT NULL,
        rev INTEGER NOT NULL, fact TEXT NOT NULL, topic TEXT NOT NULL, level TEXT NOT NULL,
        skill TEXT NOT NULL, kind TEXT NOT NULL, front TEXT NOT NULL, back TEXT NOT NULL,
        hint TEXT, why TEXT, accept TEXT NOT NULL, CONSTRAINT pk_card PRIMARY KEY (id)
    ) STRICT
    """,
    """
    CREATE INDEX ix_card_fact ON card (fact)
    """,
    """
    CREATE INDEX ix_card_teaching ON card (retired, level, position, id)
    """,
    """
    CREATE TABLE entity (
        id TEXT NOT NULL, position INTEGER NOT NULL, retired INTEGER NOT NULL,
        kind TEXT NOT NULL, name TEXT NOT NULL, aliases TEXT NOT NULL, topic TEXT NOT NULL,
        text TEXT NOT NULL, related TEXT NOT NULL, CONSTRAINT pk_entity PRIMARY KEY (id)
    ) STRICT
    """,
    """
    CREATE INDEX ix_entity_topic ON entity (topic, kind)
    """,
    """
    CREATE TABLE fact (
        id TEXT NOT NULL, position INTEGER NOT NULL, retired INTEGER NOT NULL,
        rev INTEGER NOT NULL, entity TEXT NOT NULL, slot TEXT NOT NULL, topic TEXT NOT NULL,
        level TEXT NOT NULL, text TEXT NOT NULL, confidence TEXT NOT NULL,
        contested INTEGER NOT NULL, cites TEXT NOT NULL, CONSTRAINT pk_fact PRIMARY KEY (id)
    ) STRICT
    """,
    """
    CREATE INDEX ix_fact_entity ON fact (entity)
    """,
    """
    CREATE INDEX ix_fact_topic ON fact (topic)
    """,
    """
    CREATE TABLE learner (
        id BLOB NOT NULL, name TEXT NOT NULL, name_key TEXT NOT NULL,
        created_ms INTEGER NOT NULL, CONSTRAINT pk_learner PRIMARY KEY (id)
    ) WITHOUT ROWID, STRICT
    """,
    """
    CREATE UNIQUE INDEX uq_learner_name_key ON learner (name_key)
    """,
    """
    CREATE TABLE origin (
        only INTEGER NOT NULL, id BLOB NOT NULL, created_ms INTEGER NOT NULL,
        seq INTEGER NOT NULL, CONSTRAINT pk_origin PRIMARY KEY (only),
        CONSTRAINT ck_origin_only CHECK (only = 1)
    ) STRICT
    """,
    """
    CREATE TABLE question (
        id TEXT NOT NULL, position INTEGER NOT NULL, retired INTEGER NOT NULL,
        rev INTEGER NOT NULL, template TEXT NOT NULL, type TEXT NOT NULL, fact TEXT NOT NULL,
        topic TEXT NOT NULL, skill TEXT NOT NULL, difficulty REAL NOT NULL, body TEXT NOT NULL,
        CONSTRAINT pk_question PRIMARY KEY (id)
    ) STRICT
    """,
    """
    CREATE INDEX ix_question_fact ON question (fact)
    """,
    """
    CREATE INDEX ix_question_topic ON question (topic, retired)
    """,
    """
    CREATE TABLE renamed (
        old TEXT NOT NULL, new TEXT NOT NULL, CONSTRAINT pk_renamed PRIMARY KEY (old)
    ) WITHOUT ROWID, STRICT
    """,
    """
    CREATE INDEX ix_renamed_new ON renamed (new)
    """,
    """
    CREATE TABLE shown (
        hash BLOB NOT NULL, content TEXT NOT NULL, CONSTRAINT pk_shown PRIMARY KEY (hash)
    ) STRICT
    """,
    """
    CREATE TABLE source (
        id TEXT NOT NULL, position INTEGER NOT NULL, retired INTEGER NOT NULL,
        author TEXT NOT NULL, title TEXT NOT NULL, year TEXT NOT NULL, place TEXT NOT NULL,
        url TEXT, sha256 TEXT, CONSTRAINT pk_source PRIMARY KEY (id)
    ) STRICT
    """,
    """
    CREATE TABLE topic (
        id TEXT NOT NULL, position INTEGER NOT NULL, retired INTEGER NOT NULL,
        name TEXT NOT NULL, number TEXT, confusable TEXT NOT NULL,
        CONSTRAINT pk_topic PRIMARY KEY (id)
    ) STRICT
    """,
    """
    CREATE TABLE ability (
        learner BLOB NOT NULL, topic TEXT NOT NULL, value REAL NOT NULL,
        answers INTEGER NOT NULL, questions INTEGER NOT NULL, days INTEGER NOT NULL,
        first_day INTEGER, last_day INTEGER, later_right INTEGER NOT NULL,
        scenario_right INTEGER NOT NULL, CONSTRAINT pk_ability PRIMARY KEY (learner, topic),
        CONSTRAINT fk_ability_learner FOREIGN KEY(learner) REFERENCES learner (id)
    ) WITHOUT ROWID, STRICT
    """,
    """
    CREATE TABLE attempt (
        seq INTEGER NOT NULL, id BLOB NOT NULL, learner BLOB NOT NULL, at_ms INTEGER NOT NULL,
        offset_min INTEGER NOT NULL, day INTEGER NOT NULL, born_in BLOB NOT NULL,
        "plan" TEXT NOT NULL, preset TEXT NOT NULL, total_ms INTEGER, extension REAL NOT NULL,
        number INTEGER NOT NULL, CONSTRAINT pk_attempt PRIMARY KEY (seq),
        CONSTRAINT fk_attempt_learner FOREIGN KEY(learner) REFERENCES learner (id)
    ) STRICT
    """,
    """
    CREATE INDEX ix_attempt_day ON attempt (learner, day, seq)
    """,
    """
    CREATE UNIQUE INDEX uq_attempt_id ON attempt (id)
    """,
    """
    CREATE TABLE card_action (
        seq INTEGER NOT NULL, id BLOB NOT NULL, learner BLOB NOT NULL, at_ms INTEGER NOT NULL,
        offset_min INTEGER NOT NULL, day INTEGER NOT NULL, born_in BLOB NOT NULL,
        kind TEXT NOT NULL, card TEXT NOT NULL, fact TEXT NOT NULL, topic TEXT NOT NULL,
        value TEXT, reason TEXT NOT NULL, CONSTRAINT pk_card_action PRIMARY KEY (seq),
        CONSTRAINT fk_card_action_learner FOREIGN KEY(learner) REFERENCES learner (id)
    ) STRICT
    """,
    """
    CREATE INDEX ix_card_action_card ON card_action (learner, card, seq)
    """,
    """
    CREATE INDEX ix_card_action_learner ON card_action (learner, seq)
    """,
    """
    CREATE UNIQUE INDEX uq_card_action_id ON card_action (id)
    """,
    """
    CREATE TABLE day_total (
        learner BLOB NOT NULL, metric TEXT NOT NULL, day INTEGER NOT NULL, topic TEXT NOT NULL,
        value INTEGER NOT NULL, CONSTRAINT pk_day_total PRIMARY KEY (learner, metric, day,
        topic), CONSTRAINT fk_day_total_learner FOREIGN KEY(learner) REFERENCES learner (id)
    ) WITHOUT ROWID, STRICT
    """,
    """
    CREATE TABLE dead (
        seq INTEGER NOT NULL, learner BLOB NOT NULL, CONSTRAINT pk_dead PRIMARY KEY (seq),
        CONSTRAINT fk_dead_learner FOREIGN KEY(learner) REFERENCES learner (id)
    ) WITHOUT ROWID, STRICT
    """,
    """
    CREATE TABLE forecast (
        seq INTEGER NOT NULL, id BLOB NOT NULL, learner BLOB NOT NULL, at_ms INTEGER NOT NULL,
        offset_min INTEGER NOT NULL, day INTEGER NOT NULL, born_in BLOB NOT NULL,
        data TEXT NOT NULL, CONSTRAINT pk_forecast PRIMARY KEY (seq),
        CONSTRAINT fk_forecast_learner FOREIGN KEY(learner) REFERENCES learner (id)
    ) STRICT
    """,
    """
    CREATE INDEX ix_forecast_learner ON forecast (learner, seq)
    """,
    """
    CREATE UNIQUE INDEX uq_forecast_id ON forecast (id)
    """,
    """
    CREATE TABLE memory (
        learner BLOB NOT NULL, card TEXT NOT NULL, state INTEGER NOT NULL, step INTEGER,
        stability REAL, difficulty REAL, due_day INTEGER, due_ms INTEGER, last_day INTEGER,
        reviews INTEGER NOT NULL, lapses INTEGER NOT NULL, suspended INTEGER NOT NULL,
        buried_day INTEGER, flagged INTEGER NOT NULL, tags TEXT NOT NULL,
        CONSTRAINT pk_memory PRIMARY KEY (learner, card),
        CONSTRAINT fk_memory_learner FOREIGN KEY(learner) REFERENCES learner (id)
    ) WITHOUT ROWID, STRICT
    """,
    """
    CREATE INDEX ix_memory_due_day
    ON memory (learner, due_day, suspended, buried_day) WHERE due_day IS NOT NULL
    """,
    """
    CREATE INDEX ix_memory_due_ms
    ON memory (learner, due_ms, suspended, buried_day) WHERE due_ms IS NOT NULL
    """,
    """
    CREATE TABLE note (
        learner BLOB NOT NULL, card TEXT NOT NULL, text TEXT NOT NULL, at_ms INTEGER NOT NULL,
        CONSTRAINT pk_note PRIMARY KEY (learner, card),
        CONSTRAINT fk_note_learner FOREIGN KEY(learner) REFERENCES learner (id)
    ) WITHOUT ROWID, STRICT
    """,
    """
    CREATE TABLE params (
        seq INTEGER NOT NULL, id BLOB NOT NULL, learner BLOB NOT NULL, at_ms INTEGER NOT NULL,
        offset_min INTEGER NOT NULL, day INTEGER NOT NULL, born_in BLOB NOT NULL,
        params TEXT NOT NULL, engine TEXT NOT NULL, CONSTRAINT pk_params PRIMARY KEY (seq),
        CONSTRAINT fk_params_learner FOREIGN KEY(learner) REFERENCES learner (id)
    ) STRICT
    """,
    """
    CREATE INDEX ix_params_learner ON params (learner, seq)
    """,
    """
    CREATE UNIQUE INDEX uq_params_id ON params (id)
    """,
    """
    CREATE TABLE retraction (
        seq INTEGER NOT NULL, id BLOB NOT NULL, learner BLOB NOT NULL, at_ms INTEGER NOT NULL,
        offset_min INTEGER NOT NULL, day INTEGER NOT NULL, born_in BLOB NOT NULL,
        target BLOB NOT NULL, target_kind TEXT NOT NULL,
        CONSTRAINT pk_retraction PRIMARY KEY (seq),
        CONSTRAINT fk_retraction_learner FOREIGN KEY(learner) REFERENCES learner (id)
    ) STRICT
    """,
    """
    CREATE INDEX ix_retraction_learner ON retraction (learner, seq)
    """,
    """
    CREATE INDEX ix_retraction_target ON retraction (target, seq)
    """,
    """
    CREATE UNIQUE INDEX uq_retraction_id ON retraction (id)
    """,
    """
    CREATE TABLE review (
        seq INTEGER NOT NULL, id BLOB NOT NULL, learner BLOB NOT NULL, at_ms INTEGER NOT NULL,
        offset_min INTEGER NOT NULL, day INTEGER NOT NULL, born_in BLOB NOT NULL,
        mode TEXT NOT NULL, card TEXT NOT NULL, fact TEXT NOT NULL, topic TEXT NOT NULL,
        grade INTEGER, "right" INTEGER, options INTEGER, guessed INTEGER NOT NULL,
        moves INTEGER NOT NULL, answer BLOB, before_state INTEGER NOT NULL, before_step INTEGER,
        before_stability REAL, before_difficulty REAL, before_due_day INTEGER,
        before_due_ms INTEGER, before_last_day INTEGER, before_reviews INTEGER NOT NULL,
        before_lapses INTEGER NOT NULL, after_state INTEGER NOT NULL, after_step INTEGER,
        after_stability REAL, after_difficulty REAL, after_due_day INTEGER,
        after_due_ms INTEGER, after_last_day INTEGER, after_reviews INTEGER NOT NULL,
        after_lapses INTEGER NOT NULL, recall REAL, interval INTEGER, retention REAL NOT NULL,
        params BLOB, rule TEXT NOT NULL, shown BLOB, duration_ms INTEGER, replaces BLOB,
        CONSTRAINT pk_review PRIMARY KEY (seq),
        CONSTRAINT ck_review_mode CHECK (mode IN ('card', 'quiz')),
        CONSTRAINT ck_review_grade CHECK ((mode = 'card') = (grade IS NOT NULL)),
        CONSTRAINT fk_review_learner FOREIGN KEY(learner) REFERENCES learner (id),
        CONSTRAINT fk_review_shown FOREIGN KEY(shown) REFERENCES shown (hash)
    ) STRICT
    """,
    """
    CREATE INDEX ix_review_card ON review (learner, card, seq)
    """,
    """
    CREATE INDEX ix_review_day ON review (learner, day, topic)
    """,
    """
    CREATE INDEX ix_review_learner ON review (learner, seq)
    """,
    """
    CREATE UNIQUE INDEX uq_review_id ON review (id)
    """,
    """
    CREATE TABLE setting (
        learner BLOB NOT NULL, "key" TEXT NOT NULL, value TEXT NOT NULL,
        CONSTRAINT pk_setting PRIMARY KEY (learner, "key"),
        CONSTRAINT fk_setting_learner FOREIGN KEY(learner) REFERENCES learner (id)
    ) WITHOUT ROWID, STRICT
    """,
    """
    CREATE TABLE answer (
        seq INTEGER NOT NULL, id BLOB NOT NULL, learner BLOB NOT NULL, at_ms INTEGER NOT NULL,
        offset_min INTEGER NOT NULL, day INTEGER NOT NULL, born_in BLOB NOT NULL,
        attempt BLOB NOT NULL, position INTEGER NOT NULL, question TEXT NOT NULL,
        rev INTEGER NOT NULL, template TEXT NOT NULL, topic TEXT NOT NULL, fact TEXT NOT NULL,
        single INTEGER NOT NULL, skill TEXT NOT NULL, difficulty REAL NOT NULL, shown BLOB,
        response TEXT NOT NULL, outcome TEXT NOT NULL, score REAL NOT NULL,
        "right" INTEGER NOT NULL, options INTEGER NOT NULL, certainty INTEGER, first_ms INTEGER,
        active_ms INTEGER NOT NULL, changes INTEGER NOT NULL, visits INTEGER NOT NULL,
        attempt_active_ms INTEGER NOT NULL, CONSTRAINT pk_answer PRIMARY KEY (seq),
        CONSTRAINT ck_answer_outcome CHECK (outcome IN ('answered', 'timeout', 'rapid')),
        CONSTRAINT fk_answer_learner FOREIGN KEY(learner) REFERENCES learner (id),
        CONSTRAINT fk_answer_attempt FOREIGN KEY(attempt) REFERENCES attempt (id),
        CONSTRAINT fk_answer_shown FOREIGN KEY(shown) REFERENCES shown (hash)
    ) STRICT
    """,
    """
    CREATE INDEX ix_answer_attempt ON answer (attempt, position, seq)
    """,
    """
    CREATE INDEX ix_answer_day ON answer (learner, day, topic)
    """,
    """
    CREATE INDEX ix_answer_question ON answer (learner, question, seq)
    """,
    """
    CREATE UNIQUE INDEX uq_answer_id ON answer (id)
    """,
    """
    CREATE TABLE attempt_clock (
        attempt BLOB NOT NULL, active_ms INTEGER NOT NULL, at_ms INTEGER NOT NULL,
        CONSTRAINT pk_attempt_clock PRIMARY KEY (attempt),
        CONSTRAINT fk_attempt_clock_attempt FOREIGN KEY(attempt) REFERENCES attempt (id)
    ) WITHOUT ROWID, STRICT
    """,
    """
    CREATE TABLE attempt_event (
        seq INTEGER NOT NULL, id BLOB NOT NULL, learner BLOB NOT NULL, at_ms INTEGER NOT NULL,
        offset_min INTEGER NOT NULL, day INTEGER NOT NULL, born_in BLOB NOT NULL,
        attempt BLOB NOT NULL, kind TEXT NOT NULL, active_ms INTEGER NOT NULL,
        data TEXT NOT NULL, CONSTRAINT pk_attempt_event PRIMARY KEY (seq),
        CONSTRAINT fk_attempt_event_learner FOREIGN KEY(learner) REFERENCES learner (id),
        CONSTRAINT fk_attempt_event_attempt FOREIGN KEY(attempt) REFERENCES attempt (id)
    ) STRICT
    """,
    """
    CREATE INDEX ix_attempt_event_attempt ON attempt_event (attempt, seq)
    """,
    """
    CREATE UNIQUE INDEX uq_attempt_event_id ON attempt_event (id)
    """,
)


def upgrade() -> None:
    """Make all tables and indexes."""
    for statement in STATEMENTS:
        op.execute(statement)
