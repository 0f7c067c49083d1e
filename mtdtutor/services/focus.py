"""Sessions that a learner chooses: what there is to choose from, and how one of them goes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

from mtdtutor.core.clock import Clock
from mtdtutor.course.bank import DEFAULT_LANGUAGE, LEVELS, text_in
from mtdtutor.services.dayplan import confusions, plan_day
from mtdtutor.services.scope import Scope, read_scope
from mtdtutor.services.study_views import FocusGlance, FocusSummary
from mtdtutor.storage import content, exam, learners, queue
from mtdtutor.storage import focus as table
from mtdtutor.storage.database import Database
from mtdtutor.study.focus import Day, Focus, Only, Standing, is_meant, line_of
from mtdtutor.study.memory import Grade, State
from mtdtutor.study.rest import MOST_DAYS
from mtdtutor.study.scheduler import Params

if TYPE_CHECKING:
    from mtdtutor.services.sitting import Sitting
    from mtdtutor.storage.database import Connection

LAST_CHOICE: Final = "focus"
"""Setting that holds the session a learner chose last."""
MINUTES: Final = (5, 10, 20, 30)
"""Lengths that are offered."""


class Stock(NamedTuple):
    """Everything a session can be chosen from, as it stood when it was read."""

    standings: tuple[Standing, ...]
    day: Day
    params: Params
    confusable: Mapping[str, tuple[str, ...]]

    def line(self, choice: Focus) -> list[str]:
        """Return the cards of a session in the order they are asked."""
        return line_of(self.standings, choice, self.day, self.params, self.confusable)

    def number(self, choice: Focus) -> int:
        """Return how many cards a session holds, what is mixed in not counted."""
        meant = {
            each.card.card
            for each in self.standings
            if is_meant(each, choice, self.day, self.params)
        }
        return sum(card in meant for card in self.line(choice))


class FocusOptions(NamedTuple):
    """What the page of sessions shows.

    Attributes:
        choice: What the learner chose last.
        topics: Id and name of each topic in the order of the course.
        levels: Levels, the most needed first.
        stock: What can be chosen from.
        exam: An exam is set whose scope can be gone through.
    """

    choice: Focus
    topics: tuple[tuple[str, str], ...]
    levels: tuple[str, ...]
    stock: Stock
    exam: bool


class FocusRun:
    """A session that is running.

    Attributes:
        choice: What it is about.
    """

    def __init__(self, choice: Focus, total: int, clock: Clock) -> None:
        self.choice = choice
        self._given: dict[str, tuple[str, Grade]] = {}
        self._total = total
        self._clock = clock
        self._since_ms = clock.monotonic_ms()

    def is_over(self) -> bool:
        """Return whether its time is up."""
        minutes = self.choice.minutes
        return minutes is not None and self._spent_ms() >= minutes * 60_000

    def note(self, review_id: str, card: str, grade: Grade) -> None:
        """Note how a card went; its first grade counts in the summary."""
        self._given[review_id] = (card, grade)

    def forget(self, review_id: str) -> None:
        """Note that a grade was taken back."""
        self._given.pop(review_id, None)

    def glance(self) -> FocusGlance:
        """Return what is told beside a card."""
        minutes = self.choice.minutes
        left = None if minutes is None else max(0, minutes * 60_000 - self._spent_ms())
        return FocusGlance(self.choice, left)

    def summary(self) -> FocusSummary:
        """Return what is told at the end."""
        results: dict[str, Grade] = {}
        for card, grade in self._given.values():
            results.setdefault(card, grade)
        return FocusSummary(
            choice=self.choice,
            answered=len(results),
            again=sum(grade is Grade.AGAIN for grade in results.values()),
            left=max(0, self._total - len(results)),
            spent_ms=self._spent_ms(),
        )

    def _spent_ms(self) -> int:
        return self._clock.monotonic_ms() - self._since_ms


class FocusService:
    """What sessions there are to choose from."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    def options(self, learner: str) -> FocusOptions:
        """Return what can be chosen, and what was chosen last."""
        with self._db.read() as conn:
            scope = read_scope(conn, self._clock, learner)
            loaded = content.loaded(conn)
            language = DEFAULT_LANGUAGE if loaded is None else loaded.course.language
            topics = tuple((each.id, text_in(each.name, language)) for each in queue.topics(conn))
            stock = read_stock(conn, scope)
            choice = _choice(learners.settings(conn, learner).get(LAST_CHOICE))
            with_exam = stock.day.scope is not None
        if choice.only is Only.EXAM and not with_exam:
            choice = choice._replace(only=Only.READY)
        return FocusOptions(choice, topics, LEVELS, stock, with_exam)

    def remember(self, learner: str, choice: Focus) -> None:
        """Keep what the learner chose, to be proposed the next time."""
        value = {
            "only": choice.only.value,
            "topics": list(choice.topics),
            "levels": list(choice.levels),
            "minutes": choice.minutes,
            "practice": choice.practice,
        }
        with self._db.write() as conn:
            learners.change_setting(conn, learner, LAST_CHOICE, value)


def tidy(conn: Connection, sitting: Sitting, scope: Scope, first: str | None) -> None:
    """Let what can no longer be asked leave a session, and bring back what undo returned.

    Args:
        conn: A connection.
        sitting: The session.
        scope: The rules in force now.
        first: A card that undo brought back, to be put on the table.
    """
    sitting.scope = scope
    day = scope.when.day
    here = {each.card.card for each in table.stock(conn, scope.learner) if each.buried_day != day}
    for card in sitting.session.waiting():
        if card not in here:
            if card == sitting.session.shown:
                sitting.clear()
            sitting.session.drop(card)
    if first is not None and first in here:
        sitting.session.put_back(first)
        sitting.clear()


def read_stock(conn: Connection, scope: Scope) -> Stock:
    """Return everything that a session can be chosen from at this moment."""
    day, confusable = scope.when.day, confusions(conn)
    plan = plan_day(conn, scope, confusable)
    failed = table.failed(conn, scope.learner, day)
    standings = tuple(
        Standing(each.card, _due(scope, each), each.lapses, each.flagged, each.card.card in failed)
        for each in table.stock(conn, scope.learner)
        if each.buried_day != day
    )
    row = exam.find_open(conn, scope.learner)
    meant = None if row is None else Focus(topics=row.topics, levels=row.levels)
    return Stock(standings, Day(day, plan.new, plan.met, meant), scope.params, confusable)


def _due(scope: Scope, each: table.Stock) -> bool:
    card, today = each.card, scope.when.day
    if card.state is State.NEW:
        return True
    if card.due_day is None or card.last_day is None:
        return False
    if scope.rest.is_plain or abs(card.due_day - today) > MOST_DAYS:
        return card.due_day <= today  # no day off moves it across today
    longest = scope.params.max_interval
    return scope.rest.asked_on(card.card, card.due_day, card.last_day, longest) <= today


def _choice(value: object) -> Focus:
    """Return a choice from what is stored; what makes no sense is as if nothing was chosen."""
    if not isinstance(value, dict):
        return Focus()
    minutes = value.get("minutes")
    only = value.get("only")
    known = [each.value for each in Only if each is not Only.MISSED]
    return Focus(
        Only(only) if only in known else Only.READY,
        _names(value.get("topics")),
        tuple(level for level in _names(value.get("levels")) if level in LEVELS),
        minutes if minutes in MINUTES else None,
        value.get("practice") is True,
    )


def _names(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        return ()
    return tuple(each for each in value if isinstance(each, str))
