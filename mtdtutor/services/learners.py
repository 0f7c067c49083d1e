"""Learners and their learning settings."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

from mtdtutor.core.clock import DEFAULT_ROLLOVER_HOUR, Clock
from mtdtutor.core.errors import BugError, KnownError
from mtdtutor.core.ids import new_id
from mtdtutor.services import first_help
from mtdtutor.storage import backup
from mtdtutor.storage import learners as table
from mtdtutor.storage.database import Database
from mtdtutor.storage.learners import Learner
from mtdtutor.study.rest import EVERY_DAY, WHOLE, Away, Rest

BEFORE_DELETION: Final = "before-deletion"


class LearningSettings(NamedTuple):
    """What a learner wants of a study day.

    Attributes:
        new_per_day: New cards a day, 0 to 9999.
        reviews_per_day: Reviews a day, 0 to 9999.
        retention: Desired probability of recall when a card comes due, 0.80 to 0.95.
        rollover_hour: Local hour at which a new study day begins, 0 to 23.
        grades: How many grades there are to choose from, 4 or 2 (Again and Good).
        weekdays: Per cent of the usual work that each weekday holds, Monday first, 0 to 100; at
            least one is not 0.
        away: Spans of days with no work.
    """

    new_per_day: int = 10
    reviews_per_day: int = 200
    retention: float = 0.90
    rollover_hour: int = DEFAULT_ROLLOVER_HOUR
    grades: int = 4
    weekdays: tuple[int, ...] = EVERY_DAY
    away: tuple[Away, ...] = ()


EXTRA_NEW: Final = "extra_new"
"""Setting that holds a study day and the new cards wanted on it beyond the limit."""
WORK_ANYWAY: Final = "work_anyway"
"""Setting that holds a day off on which the learner works all the same."""
SPREAD: Final = "spread"
"""Setting that holds the first and the last study day over which a backlog is spread."""
MOST_SPANS: Final = 50
LONGEST_SPAN: Final = 366
_WEEKDAYS: Final = "weekdays"
_AWAY: Final = "away"
_BOUNDS: Final[dict[str, tuple[float, float]]] = {
    "new_per_day": (0, 9999),
    "reviews_per_day": (0, 9999),
    "retention": (0.80, 0.95),
    "rollover_hour": (0, 23),
    "grades": (2, 4),
}


def settings_from(stored: Mapping[str, object]) -> LearningSettings:
    """Return learning settings from what is stored; what is missing or senseless is default."""
    found = LearningSettings()
    for name, (low, high) in _BOUNDS.items():
        value = stored.get(name)
        if isinstance(value, int | float) and low <= value <= high:
            kind = type(getattr(found, name))
            found = found._replace(**{name: kind(value)})
    return found._replace(
        grades=4 if found.grades > 2 else 2,
        weekdays=_weekdays(stored.get(_WEEKDAYS)),
        away=_spans(stored.get(_AWAY)),
    )


def rest_from(settings: LearningSettings, stored: Mapping[str, object]) -> Rest:
    """Return how much work each day holds for a learner."""
    anyway = stored.get(WORK_ANYWAY)
    return Rest(settings.weekdays, settings.away, anyway if isinstance(anyway, int) else None)


def spread_until(stored: Mapping[str, object], day: int) -> int | None:
    """Return the last study day over which a backlog is spread; None if none is on that day."""
    value = stored.get(SPREAD)
    if isinstance(value, list) and len(value) == 2 and all(isinstance(each, int) for each in value):
        return int(value[1]) if value[0] <= day <= value[1] else None
    return None


def extra_new_from(stored: Mapping[str, object], day: int) -> int:
    """Return how many new cards beyond the limit were asked for on a study day."""
    value = stored.get(EXTRA_NEW)
    if isinstance(value, list) and len(value) == 2 and value[0] == day:
        return value[1] if isinstance(value[1], int) and 0 <= value[1] <= 9999 else 0
    return 0


class LearnerService:
    """Adds, renames and deletes learners; keeps their learning settings."""

    def __init__(self, db: Database, backups: Path, clock: Clock, rng: random.Random) -> None:
        self._db = db
        self._backups = backups
        self._clock = clock
        self._rng = rng

    def everyone(self) -> list[Learner]:
        """Return all learners, the first one first; there is always one."""
        with self._db.read() as conn:
            return table.everyone(conn)

    def find(self, name: str | None = None) -> Learner:
        """Return a learner by name, whatever the case; without a name the first one.

        Raises:
            KnownError: ``learner-unknown``.
        """
        known = self.everyone()
        if name is None:
            return known[0]
        for each in known:
            if each.name.casefold() == _tidy(name).casefold():
                return each
        raise KnownError("learner-unknown", name=name, names=", ".join(e.name for e in known))

    def get(self, learner_id: str) -> Learner | None:
        """Return a learner by id, None if there is no such learner (any more)."""
        return next((each for each in self.everyone() if each.id == learner_id), None)

    def add(self, name: str) -> Learner:
        """Add a learner.

        Raises:
            KnownError: ``learner-name-empty``, ``learner-exists``.
        """
        now_ms = self._clock.now_ms()
        with self._db.write() as conn:
            who = Learner(new_id(now_ms, self._rng), _free_name(name, table.everyone(conn)), now_ms)
            table.add(conn, who)
        return who

    def rename(self, learner_id: str, name: str) -> Learner:
        """Give a learner another name.

        Raises:
            KnownError: ``learner-name-empty``, ``learner-exists``.
        """
        with self._db.write() as conn:
            known = table.everyone(conn)
            who = _known(learner_id, known)
            free = _free_name(name, [each for each in known if each.id != learner_id])
            table.rename(conn, learner_id, free)
        return who._replace(name=free)

    def delete(self, learner_id: str) -> Path:
        """Delete a learner with all events, behind a verified backup.

        Returns:
            The backup that still holds them.

        Raises:
            KnownError: ``learner-last``, ``backup-failed``; nothing was deleted.
        """
        known = self.everyone()
        who = _known(learner_id, known)
        if len(known) == 1:
            raise KnownError("learner-last", name=who.name)
        made = backup.make(self._db, self._backups, self._clock, BEFORE_DELETION)
        with self._db.write() as conn:
            if table.number(conn) == 1:
                raise KnownError("learner-last", name=who.name)
            table.delete_all(conn, learner_id)
        return made

    def settings(self, learner_id: str) -> LearningSettings:
        """Return a learner's learning settings."""
        with self._db.read() as conn:
            return settings_from(table.settings(conn, learner_id))

    def change(self, learner_id: str, settings: LearningSettings) -> None:
        """Keep a learner's learning settings; values out of bounds are brought within them."""
        values = settings._asdict()
        with self._db.write() as conn:
            for name, (low, high) in _BOUNDS.items():
                kind = type(values[name])
                value = kind(min(max(values[name], low), high))
                table.change_setting(conn, learner_id, name, value)
            table.change_setting(conn, learner_id, _WEEKDAYS, list(settings.weekdays))
            spans = [list(each) for each in settings.away]
            table.change_setting(conn, learner_id, _AWAY, spans)

    def put_grade_help_away(self, learner_id: str) -> None:
        """Explain the grades to a learner no more."""
        with self._db.write() as conn:
            first_help.put_away(conn, learner_id)

    def work_anyway(self, learner_id: str, day: int) -> None:
        """Let a day off be a day like any other."""
        with self._db.write() as conn:
            table.change_setting(conn, learner_id, WORK_ANYWAY, day)

    def spread_backlog(self, learner_id: str, first: int, last: int) -> None:
        """Share out what waits over some study days; a last day before the first ends that."""
        with self._db.write() as conn:
            table.change_setting(conn, learner_id, SPREAD, [first, last])


def _weekdays(value: object) -> tuple[int, ...]:
    if not isinstance(value, list) or len(value) != len(EVERY_DAY) or not any(value):
        return EVERY_DAY
    fine = all(isinstance(each, int) and 0 <= each <= WHOLE for each in value)
    return tuple(value) if fine else EVERY_DAY


def _spans(value: object) -> tuple[Away, ...]:
    """Return the spans that make sense, in order."""
    spans = set()
    for each in value if isinstance(value, list) else ():
        if isinstance(each, list) and len(each) == 2 and all(isinstance(d, int) for d in each):
            first, last = each
            if first <= last < first + LONGEST_SPAN:
                spans.add(Away(first, last))
    return tuple(sorted(spans)[-MOST_SPANS:])


def _known(learner_id: str, known: list[Learner]) -> Learner:
    for each in known:
        if each.id == learner_id:
            return each
    raise BugError(f"no learner {learner_id}")


def _tidy(name: str) -> str:
    """Return a name in the one way to write it, without what no keyboard types.

    Names that look alike must be one name; half a character cannot be stored.
    """
    kept = "".join(
        each for each in name if each.isspace() or unicodedata.category(each) not in ("Cc", "Cs")
    )
    return " ".join(unicodedata.normalize("NFC", kept).split())


def _free_name(name: str, others: list[Learner]) -> str:
    tidy = _tidy(name)
    if not any(unicodedata.category(each)[0] in "LNPS" for each in tidy):
        raise KnownError("learner-name-empty")
    if any(each.name.casefold() == tidy.casefold() for each in others):
        raise KnownError("learner-exists", name=tidy)
    return tidy
