"""Check, backup, rebuild, and the figures that say how much there is."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

from mtdtutor.core.clock import Clock, day_to_date
from mtdtutor.core.clock import moment as moment_now
from mtdtutor.core.errors import BugError
from mtdtutor.progress.events import for_fold
from mtdtutor.progress.totals import GRADE_METRICS
from mtdtutor.services.learners import settings_from
from mtdtutor.services.rebuild import Cancelled, Progress, rebuild
from mtdtutor.services.replaying import current_params
from mtdtutor.storage import ability, attempts, backup, check, content, events, learners, totals
from mtdtutor.storage import memory as memories
from mtdtutor.storage.check import Depth
from mtdtutor.storage.database import Connection, Database
from mtdtutor.storage.tables import SCHEMA_VERSION
from mtdtutor.study.fold import fold
from mtdtutor.study.memory import NEW_MEMORY, NO_MARKS

BY_HAND: Final = "by-hand"
SAMPLE_CARDS: Final = 400
"""Cards that a complete check replays, more than the bundled course has; a rebuild replays all."""


class CheckReport(NamedTuple):
    """What a check found.

    Attributes:
        findings: What is wrong, in words; empty when all is well.
        figures: What was looked at: events, cards replayed, and so on.
    """

    findings: list[str]
    figures: dict[str, object]


class SafetyService:
    """Looks after the learner's data."""

    def __init__(self, db: Database, backups: Path, clock: Clock, rng: random.Random) -> None:
        self._db = db
        self._backups = backups
        self._clock = clock
        self._rng = rng

    def check(self, depth: Depth = Depth.COMPLETE) -> CheckReport:
        """Check the database without changing it.

        Args:
            depth: ``QUICK`` is what a start can afford: pages, schema, counts. ``COMPLETE`` also
                looks at indexes and references, compares retractions, abilities and day totals
                with the events, and replays cards: all, or many chosen at random.
        """
        with self._db.read() as conn:
            findings = check.schema(conn)
            figures: dict[str, object] = {"schema": SCHEMA_VERSION, "check": depth.name.lower()}
            if not findings:
                findings += check.pages(conn, depth) + check.order(conn)
                figures["events"] = check.event_count(conn)
            if depth > Depth.QUICK and not findings:
                for look in _COMPLETE:
                    findings += look(conn)
                figures["cards_replayed"] = self._replay(conn, findings)
        return CheckReport(findings, figures)

    def backup(self, reason: str = BY_HAND) -> Path:
        """Make a verified backup.

        Raises:
            KnownError: ``backup-failed``.
        """
        return backup.make(self._db, self._backups, self._clock, reason)

    def rebuild(self, progress: Progress | None = None, cancelled: Cancelled | None = None) -> bool:
        """Make all that is derived again from the events; see ``services.rebuild``."""
        return rebuild(self._db, self._clock, progress, cancelled)

    def stats(self, learner: str) -> dict[str, object]:
        """Return the learner's figures: counts of cards by state, reviews, attempts, responses."""
        with self._db.read() as conn:
            who = next((each for each in learners.everyone(conn) if each.id == learner), None)
            if who is None:
                raise BugError(f"no learner {learner}")
            settings = settings_from(learners.settings(conn, learner))
            when = moment_now(self._clock, settings.rollover_hour)
            cards = memories.count(conn, learner, when.day, when.at_ms)
            loaded = content.loaded(conn)
            return {
                "schema": SCHEMA_VERSION,
                "learner": who.name,
                "study_day": day_to_date(when.day).isoformat(),
                "bank_version": None if loaded is None else loaded.version,
                "cards": cards.cards,
                "new": cards.new,
                "learning": cards.learning,
                "due": cards.due,
                "suspended": cards.suspended,
                "reviews": totals.whole(conn, learner, GRADE_METRICS.values()),
                "retractions": events.count_retractions(conn, learner),
                "attempts": attempts.count_attempts(conn, learner),
                "responses": attempts.count_responses(conn, learner),
            }

    def _replay(self, conn: Connection, findings: list[str]) -> int:
        """Compare kept memories and abilities with what the events say."""
        everyone = learners.everyone(conn)
        # Cards without a kept memory too: it may have been lost.
        known = [(who.id, card) for who in everyone for card in content.card_ids(conn, who.id)]
        known += memories.stored_cards(conn)
        if len(known) > 2 * SAMPLE_CARDS:
            known = self._rng.sample(known, SAMPLE_CARDS)
        chosen = set(known)
        for learner, card in sorted(chosen):
            params, params_id = current_params(conn, learner)
            live = events.live_of_card(conn, learner, card)
            history = (for_fold(each, params_id) for each in live)
            kept = memories.load(conn, learner, card)
            state = (NEW_MEMORY, NO_MARKS) if kept is None else (kept.memory, kept.marks)
            if state != fold(history, params, card):
                findings.append(f"the memory of {card} is not what its events come to")
        findings.extend(
            f"the abilities of {who.name} are not what the answers come to"
            for who in everyone
            if ability.load(conn, who.id) != ability.recount(conn, who.id)
        )
        return len(chosen)


_COMPLETE: Final[tuple[Callable[[Connection], list[str]], ...]] = (
    check.references,
    check.retractions,
    check.day_totals,
)
