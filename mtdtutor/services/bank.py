"""Brings the bank file into the database, once for each version of the file."""

from __future__ import annotations

import hashlib
import logging
import random
from pathlib import Path

from mtdtutor.core.clock import Clock
from mtdtutor.core.errors import KnownError
from mtdtutor.course.bank import Bank, bank_bytes, read_bank
from mtdtutor.course.changes import CORRECTED, Change
from mtdtutor.storage import content, memory
from mtdtutor.storage.database import Connection, Database

log = logging.getLogger(__name__)


def refresh_bank(db: Database, path: Path, clock: Clock, rng: random.Random) -> KnownError | None:
    """Load the bank file if the database does not hold it yet.

    What it corrects comes due for those who learned it, in the same transaction.

    Args:
        db: An open database.
        path: The bank file.
        clock: Dates the loading.
        rng: Makes ids.

    Returns:
        None when the database holds the file's bank; otherwise what is wrong with the file, while
        the bank loaded before stays in use.

    Raises:
        KnownError: The file is broken and no bank was loaded before, so there is nothing to study.
    """
    with db.read() as conn:
        loaded = content.loaded(conn)
    try:
        if loaded is not None and loaded.checksum == _checksum(path):
            return None
        bank = read_bank(path)
        with db.write() as conn:
            changes = load(conn, bank, clock.now_ms())
            if any(each.kind == CORRECTED for each in changes):
                _bring_due(db, conn, bank.bank_version, changes, clock, rng)
    except KnownError as error:
        if loaded is None:
            raise
        log.warning("the bank loaded before stays in use: %s", error)
        return error
    log.info("bank %s loaded", bank.bank_version)
    return None


def load(conn: Connection, bank: Bank, now_ms: int) -> list[Change]:
    """Load a bank, note what it changes, and let cards that it renames keep their histories.

    Args:
        conn: A connection inside a write transaction.
        bank: The bank.
        now_ms: When, in UTC milliseconds.

    Returns:
        What it changed; nothing for the first bank of a database.
    """
    before = content.loaded(conn)
    changes: list[Change] = []
    if before is not None:
        # Imported here: an ordinary start compares nothing.
        from mtdtutor.course.changes import Contents, compare
        from mtdtutor.storage import bank_changes

        parts = content.facts(conn), content.cards(conn), content.questions(conn)
        changes = compare(Contents(before.version, *parts), bank)
        bank_changes.record(conn, bank.bank_version, changes, now_ms)
    content.load_bank(conn, bank, now_ms)
    names = content.new_names(conn)
    if names:
        # Imported here: a start without renamed cards does without the scheduler.
        from mtdtutor.services.replaying import refold

        concerned = {*names, *names.values()}
        for learner, card in memory.stored_cards(conn):
            if card in concerned:
                refold(conn, learner, card)
    return changes


def _bring_due(
    db: Database,
    conn: Connection,
    version: str,
    changes: list[Change],
    clock: Clock,
    rng: random.Random,
) -> None:
    # Imported here: a start without corrections does without the scheduler.
    from mtdtutor.services.corrections import bring_due
    from mtdtutor.services.recording import Recorder

    number = bring_due(conn, Recorder(db, clock, rng), version, changes)
    log.info("%d cards come due because bank %s corrected them", number, version)


def _checksum(path: Path) -> str | None:
    """Return the SHA-256 of the file; None when it cannot be read, which ``read_bank`` explains."""
    try:
        return hashlib.sha256(bank_bytes(path)).hexdigest()
    except KnownError:
        return None
