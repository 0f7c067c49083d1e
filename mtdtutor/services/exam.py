"""An exam with its scope: setting it, the plan of the days before it, and what comes after."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from mtdtutor.core.changes import Changes
from mtdtutor.core.clock import Clock
from mtdtutor.core.errors import BugError, KnownError
from mtdtutor.core.ids import new_id
from mtdtutor.course.bank import DEFAULT_LANGUAGE, LEVELS, text_in
from mtdtutor.progress.events import ForecastEvent
from mtdtutor.services.dayplan import confusions
from mtdtutor.services.exam_schedule import bent_by
from mtdtutor.services.exam_views import (
    ENDINGS,
    FARTHEST_DAYS,
    HOWS,
    LEAST_MINUTES,
    LONGEST_NAME,
    MINUTES_STEP,
    MOST_MINUTES,
    Ending,
    ExamChoice,
    ExamForm,
    Glance,
    How,
    Plans,
    TopicCards,
    forecast_text,
    foretold,
)
from mtdtutor.services.scope import Scope, read_scope
from mtdtutor.storage import content, learners, memory, queue
from mtdtutor.storage import exam as exams
from mtdtutor.storage.database import Database
from mtdtutor.storage.exam import ExamRow
from mtdtutor.study.exam_plan import Plan, Setting, make_plan
from mtdtutor.study.queue import OWN_LEVEL

if TYPE_CHECKING:
    from mtdtutor.services.recording import Recorder
    from mtdtutor.storage.database import Connection

DEFAULT_DAYS: Final = 14
DEFAULT_MINUTES: Final = 25
DEFAULT_LEVELS: Final = ("core", "standard")
LIGHT_RETENTION: Final = 0.80
"""Desired recall of what is kept lightly: cards come back least often."""

CHANGED: Final = Changes.SETTINGS | Changes.REVIEWS
"""What setting or ending an exam touches: the days to come, and no memory."""


class ExamService:
    """One open exam a learner at a time."""

    def __init__(self, db: Database, recorder: Recorder, clock: Clock, rng: random.Random) -> None:
        self._db = db
        self._recorder = recorder
        self._clock = clock
        self._rng = rng

    def form(self, learner: str) -> ExamForm:
        """Return what there is to choose from, and what is chosen now."""
        with self._db.read() as conn:
            scope = read_scope(conn, self._clock, learner)
            row = exams.find_open(conn, learner)
            topics = _topics(conn, learner)
        today = scope.when.day
        with_cards = {level for each in topics for level in each.cards}
        levels = tuple(level for level in (*LEVELS, OWN_LEVEL) if level in with_cards)
        if row is None:
            every = tuple(each.id for each in topics)
            usual = tuple(level for level in levels if level in (*DEFAULT_LEVELS, OWN_LEVEL))
            choice = ExamChoice("", today + DEFAULT_DAYS, every, usual, DEFAULT_MINUTES)
        else:
            choice = ExamChoice(row.name, row.day, row.topics, row.levels, row.minutes)
        return ExamForm(choice, row is not None, today, topics, levels, scope.settings.retention)

    def set_exam(self, learner: str, choice: ExamChoice) -> Changes:
        """Set the exam, or change the one that is set.

        Raises:
            KnownError: ``exam-past``, ``exam-far``, ``exam-empty``, or it could not be saved; what
                was set before stands.
        """
        with self._db.write() as conn:
            scope = read_scope(conn, self._clock, learner)
            before = exams.find_open(conn, learner)
            row = self._row(conn, scope, choice, before)
            if before is None:
                exams.add(conn, learner, row)
            else:
                exams.change(conn, learner, row)
        return CHANGED

    def remove(self, learner: str) -> ExamRow | None:
        """Take the exam away: all due days are as if it had never been set.

        Returns:
            What was set, for ``put_back``; None if there was no exam.

        Raises:
            KnownError: It could not be saved; the exam stands.
        """
        with self._db.write() as conn:
            row = exams.find_open(conn, learner)
            if row is not None:
                exams.remove(conn, learner, row.id)
        return row

    def put_back(self, learner: str, row: ExamRow) -> Changes:
        """Set an exam again that was taken away, as it was.

        Raises:
            KnownError: It could not be saved.
        """
        with self._db.write() as conn:
            if exams.find_open(conn, learner) is None:
                exams.add(conn, learner, row)
        return CHANGED

    def plan(
        self,
        learner: str,
        choice: ExamChoice,
        progress: Callable[[int, int], None] | None = None,
    ) -> Plans:
        """Return the plan of a choice, kept or not. It takes about a second: call it in a job.

        Args:
            learner: Whose.
            choice: The exam to plan for.
            progress: Told what is done, of how much; may raise to stop.

        Raises:
            KnownError: ``exam-past``, ``exam-far`` or ``exam-empty``.
        """
        fewer = choice.minutes - MINUTES_STEP
        minutes = [choice.minutes, choice.minutes + MINUTES_STEP, *([fewer] if fewer > 0 else [])]
        plans: list[Plan] = []

        def report(done: int, whole: int) -> None:
            if progress is not None:
                progress(len(plans) * whole + done, len(minutes) * whole)

        for each in minutes:
            setting = self._setting(learner, choice._replace(minutes=each))
            plans.append(make_plan(setting, setting.hours.today, progress=report))
        return Plans(choice, plans[0], plans[2] if fewer > 0 else None, plans[1])

    def foretell(self, learner: str) -> bool:
        """Write down what is foretold of the exam, at most once a day for one scope; in a job.

        Returns:
            Whether anything was written.

        Raises:
            KnownError: It could not be saved.
        """
        glance = self.glance(learner)
        if glance is None or not glance.stale or glance.days_left <= 0:
            return False
        row = glance.row
        choice = ExamChoice(row.name, row.day, row.topics, row.levels, row.minutes)
        try:
            setting = self._setting(learner, choice)
        except KnownError:
            return False  # nothing is left in its scope, and so there is nothing to foretell
        plan = make_plan(setting, setting.hours.today)
        with self._db.write() as conn:
            scope = read_scope(conn, self._clock, learner)
            event = ForecastEvent(
                0, self._recorder.new_id(), learner, *scope.when, "", forecast_text(row, plan)
            )
            self._recorder.record(conn, event)
        return True

    def glance(self, learner: str) -> Glance | None:
        """Return the exam as Today shows it; None without one."""
        with self._db.read() as conn:
            return read_glance(conn, read_scope(conn, self._clock, learner))

    def end(self, learner: str, ending: Ending, how: How = "", score: str = "") -> ExamRow:
        """Close an exam that is over, and go on as the learner wants.

        ``keep`` changes nothing; ``light`` brings no new cards and lets cards come back least
        often; ``stop`` asks for nothing more. The last two are learning settings, which the
        learner may change again; no card is touched.

        Args:
            learner: Whose.
            ending: What becomes of the cards.
            how: How it went, as far as the learner says.
            score: What they scored, in their own words; may be empty.

        Returns:
            The exam as it was, for ``reopen``.

        Raises:
            KnownError: It could not be saved; the exam stays open.
        """
        if ending not in ENDINGS or (how and how not in HOWS):
            raise BugError(f"no such ending: {ending} {how}")
        with self._db.write() as conn:
            row = exams.find_open(conn, learner)
            if row is None:
                raise BugError("no exam is open")
            settings = read_scope(conn, self._clock, learner).settings
            before = {name: getattr(settings, name) for name in _ENDING_SETTINGS[ending]}
            for name, value in _ENDING_SETTINGS[ending].items():
                learners.change_setting(conn, learner, name, value)
            outcome = {"how": how, "score": score.strip()[:LONGEST_NAME], "before": before}
            now_ms = self._clock.now_ms()
            exams.change(
                conn, learner, row._replace(ended=ending, outcome=outcome, ended_ms=now_ms)
            )
        return row

    def reopen(self, learner: str, exam_id: str) -> Changes:
        """Take an ending back, with the settings that it changed.

        Raises:
            KnownError: It could not be saved; the ending stands.
        """
        with self._db.write() as conn:
            row = next((r for r in exams.everything(conn, learner) if r.id == exam_id), None)
            if row is not None and exams.find_open(conn, learner) is None:
                for name, value in (row.outcome or {}).get("before", {}).items():
                    learners.change_setting(conn, learner, name, value)
                exams.change(conn, learner, row._replace(ended=None, outcome=None, ended_ms=None))
        return CHANGED

    def _setting(self, learner: str, choice: ExamChoice) -> Setting:
        with self._db.read() as conn:
            scope = read_scope(conn, self._clock, learner)
            row = self._row(conn, scope, choice, exams.find_open(conn, learner))
            day = scope.when.day
            bent = bent_by(conn, scope, row, queue.done(conn, learner, day))
            met = memory.facts_met(conn, learner, day)
            return bent.setting(scope, confusions(conn), met)

    def _row(
        self, conn: Connection, scope: Scope, choice: ExamChoice, before: ExamRow | None
    ) -> ExamRow:
        today = scope.when.day
        if choice.day <= today:
            raise KnownError("exam-past")
        if choice.day > today + FARTHEST_DAYS:
            raise KnownError("exam-far", days=FARTHEST_DAYS)
        if not exams.cards(conn, scope.learner, choice.topics, choice.levels):
            raise KnownError("exam-empty")
        now_ms = self._clock.now_ms()
        known = before or ExamRow(new_id(now_ms, self._rng), "", 0, (), (), 0, now_ms)
        return known._replace(
            name=" ".join(choice.name.split())[:LONGEST_NAME],
            day=choice.day,
            topics=choice.topics,
            levels=choice.levels,
            minutes=min(max(choice.minutes, LEAST_MINUTES), MOST_MINUTES),
        )


_ENDING_SETTINGS: Final[dict[str, dict[str, int | float]]] = {
    "keep": {},
    "light": {"new_per_day": 0, "retention": LIGHT_RETENTION},
    "stop": {"new_per_day": 0, "reviews_per_day": 0},
}


def read_glance(conn: Connection, scope: Scope) -> Glance | None:
    """Return a learner's exam as Today shows it; None without one."""
    row = exams.find_open(conn, scope.learner)
    if row is None:
        return None
    event = exams.latest_forecast(conn, scope.learner)
    told = None if event is None else foretold(row, event.day, event.data)
    fresh = told is not None and told[1] and told[0].day == scope.when.day
    return Glance(row, row.day - scope.when.day, None if told is None else told[0], not fresh)


def _topics(conn: Connection, learner: str) -> tuple[TopicCards, ...]:
    loaded = content.loaded(conn)
    language = DEFAULT_LANGUAGE if loaded is None else loaded.course.language
    lines = queue.topics(conn)
    every = [each.id for each in lines]
    counts: dict[str, Counter[str]] = {each: Counter() for each in every}
    for standing in exams.cards(conn, learner, every, (*LEVELS, OWN_LEVEL)):
        counts[standing.card.topic][standing.card.level] += 1
    return tuple(
        TopicCards(each.id, text_in(each.name, language), each.number, counts[each.id])
        for each in lines
    )
