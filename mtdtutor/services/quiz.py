"""Timed quizzes: draw, sit, go on after a crash, result.

One attempt at a time is held in memory, a state machine over two clocks. Every answer is on the
disk, with what was shown, before the call that gave it returns; the running time is noted every
second beside it. So an attempt can be taken up again from the database alone.
"""

from __future__ import annotations

import json
import logging
import random
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from mtdtutor.core.changes import Changes
from mtdtutor.core.clock import Clock
from mtdtutor.core.errors import BugError, KnownError
from mtdtutor.course.bank import text_in
from mtdtutor.progress.events import (
    INTERRUPTED,
    PAUSED,
    RESUMED,
    AttemptEvent,
    AttemptRow,
)
from mtdtutor.quiz.attempt import (
    ENDED,
    Accepted,
    Attempt,
    AttemptState,
    Notice,
)
from mtdtutor.quiz.draw import Blueprint, Plan, draw, plan_from_data
from mtdtutor.quiz.items import SUPPORTED_TYPES, Item
from mtdtutor.quiz.timing import TimeChoice, default_limit_s, limits
from mtdtutor.services.quiz_paper import (
    Paper,
    expected,
    item_of,
    paper_of,
)
from mtdtutor.services.quiz_result import read_result
from mtdtutor.services.quiz_sitting import Sitting, reopened
from mtdtutor.services.quiz_views import (
    Answered,
    AttemptView,
    QuizChoice,
    QuizOptions,
    ResultView,
    Ticked,
    TopicChoice,
    UnfinishedQuiz,
)
from mtdtutor.storage import attempts, content, events, learners

if TYPE_CHECKING:
    from mtdtutor.services.recording import Recorder
    from mtdtutor.storage.database import Connection, Database

PRACTICE: Final = "practice"
NUMBERS: Final = (5, 10, 20, 30)
CHOICE_KEY: Final = "quiz_choice"
NOTE_EVERY_MS: Final = 1_000
_SEED_BITS: Final = 32

log = logging.getLogger(__name__)


class _Pool(NamedTuple):
    """All questions that can be asked, as long as the same bank is loaded."""

    checksum: str
    language: str
    items: tuple[Item, ...]
    confusable: dict[str, tuple[str, ...]]
    names: dict[str, tuple[str, str | None]]


class QuizService:
    """What the quiz pages and Today may ask for."""

    def __init__(self, db: Database, recorder: Recorder, clock: Clock, rng: random.Random) -> None:
        self._db = db
        self._recorder = recorder
        self._clock = clock
        self._rng = rng
        self._pool_cache: _Pool | None = None
        self._sitting: Sitting | None = None

    # Before

    def options(self, learner: str) -> QuizOptions:
        """Return what can be chosen, with what was chosen last."""
        with self._db.read() as conn:
            pool = self._pool(conn)
            choice = _choice_from(learners.settings(conn, learner).get(CHOICE_KEY), pool)
            unfinished = _unfinished(conn, learner)
        facts: dict[str, set[str]] = {topic: set() for topic in pool.names}
        for item in pool.items:
            facts.setdefault(item.topic, set()).add(item.fact)
        topics = tuple(
            TopicChoice(topic, name, number, len(facts[topic]))
            for topic, (name, number) in pool.names.items()
        )
        most = sum(each.questions for each in topics)
        numbers = tuple(each for each in NUMBERS if each <= most)
        return QuizOptions(topics, numbers or (most,), choice, unfinished)

    def default_limit_s(self, number: int, topics: Collection[str] = ()) -> int:
        """Return the usual time limit in seconds for so many questions of the chosen topics."""
        with self._db.read() as conn:
            pool = self._pool(conn)
        times = [
            expected(item, item.stems[0], [option.id for option in item.options[: item.show]])
            for item in pool.items
            if not topics or item.topic in topics
        ]
        return default_limit_s([sum(times) / len(times)] * number) if times else 0

    def unfinished(self, learner: str) -> UnfinishedQuiz | None:
        """Return the learner's quiz that can be gone on with."""
        with self._db.read() as conn:
            return _unfinished(conn, learner)

    def start(self, learner: str, choice: QuizChoice) -> AttemptView:
        """Draw a quiz and begin it. An unfinished one is given up, with its answers kept.

        Raises:
            KnownError: ``quiz-empty`` when no question fits; or it could not be saved.
        """
        with self._db.read() as conn:
            pool = self._pool(conn)
            seen = {name: each.times for name, each in attempts.exposures(conn, learner).items()}
            older = attempts.unfinished(conn, learner)
            plan = draw(
                pool.items,
                Blueprint(choice.topics, choice.number),
                self._rng.getrandbits(_SEED_BITS),
                seen,
                pool.confusable,
            )
            papers = self._papers(conn, plan)
            when = self._recorder.scope(conn, learner).when
        if not papers:
            raise KnownError("quiz-empty")
        if older is not None:
            self.abandon(older.id)
        times = [paper.expected_s for paper in papers]
        limit = limits(times, choice.time_choice, choice.extension)
        row = AttemptRow(
            0, self._recorder.new_id(), learner, *when, "", _plan_text(plan, choice), PRACTICE,
            limit.deadline_ms, limit.extension, len(papers),
        )  # fmt: skip
        row = self._recorder.begin_attempt(row)
        with self._db.write() as conn:
            learners.change_setting(conn, learner, CHOICE_KEY, _choice_data(choice))
        attempt = Attempt(len(papers), limit, self._clock, final=True)
        self._sitting = Sitting(row, papers, attempt)
        attempt.start()
        return self._sitting.view()

    # During

    def current(self, attempt_id: str) -> AttemptView:
        """Return an attempt as it stands; one that was left behind is paused where it stood.

        Raises:
            KnownError: ``attempt-unknown``.
        """
        return self._on_table(attempt_id).view()

    def choose(self, attempt_id: str, options: Collection[str]) -> AttemptView:
        """Choose options of the open question in place of those chosen before."""
        sitting = self._on_table(attempt_id)
        sitting.attempt.choose(options)
        return self._settled(sitting)

    def say_certainty(self, attempt_id: str, certainty: int | None) -> AttemptView:
        """Say how certain the choice is: 1 guess, 2 fairly, 3 certain, None for nothing."""
        sitting = self._on_table(attempt_id)
        sitting.attempt.say_certainty(certainty)
        return self._settled(sitting)

    def confirm(self, attempt_id: str) -> Answered | None:
        """Answer the open question with what is chosen. When this returns, the answer is safe.

        Returns:
            The quiz with the feedback; None when nothing is chosen, when it was answered before,
            or when the time is over.

        Raises:
            KnownError: It could not be saved; it can be confirmed again.
        """
        sitting = self._on_table(attempt_id)
        accepted = sitting.attempt.confirm()
        if accepted is None:
            self._settled(sitting)
            return None
        try:
            self._save_answer(sitting, accepted)
        except KnownError:
            sitting.attempt.take_back(accepted.position)
            raise
        sitting.noted_ms = accepted.attempt_active_ms
        return Answered(sitting.view(), Changes.ATTEMPTS)

    def go(self, attempt_id: str, position: int) -> AttemptView:
        """Open another question."""
        sitting = self._on_table(attempt_id)
        sitting.attempt.go(position)
        log.debug("opened position=%d", position)
        return self._settled(sitting)

    def flag(self, attempt_id: str, *, flagged: bool) -> AttemptView:
        """Mark the open question to come back to, or take the mark away."""
        sitting = self._on_table(attempt_id)
        sitting.attempt.flag(flagged=flagged)
        return self._settled(sitting)

    def pause(self, attempt_id: str) -> AttemptView:
        """Stop the clock and hide the question."""
        sitting = self._on_table(attempt_id)
        if sitting.attempt.pause():
            self._record(sitting, PAUSED)
        return self._settled(sitting)

    def resume(self, attempt_id: str) -> AttemptView:
        """Let the clock run again, also after the program was closed."""
        sitting = self._on_table(attempt_id)
        if sitting.attempt.state is AttemptState.PAUSED:
            self._record(sitting, RESUMED)
            sitting.attempt.resume()
        return sitting.view()

    def tick(self, attempt_id: str) -> Ticked:
        """Look at the clocks; to be called about five times a second while the quiz runs.

        Notes the active time every second, ends the attempt when its time is over, and pauses it
        when the machine slept or somebody moved the clock.
        """
        sitting = self._on_table(attempt_id)
        attempt = sitting.attempt
        result = attempt.tick()
        if result.notice is Notice.SUSPENDED:
            self._record(sitting, INTERRUPTED)
        elif attempt.active_ms - sitting.noted_ms >= NOTE_EVERY_MS:
            self._note(sitting)
        self._save_end(sitting)
        return Ticked(attempt.state, result.remaining_ms, result.notice)

    # After

    def finish(self, attempt_id: str) -> Changes:
        """End an attempt; ending it twice is ending it once.

        Returns:
            What it touched; nothing if it had ended before.
        """
        return self._end(attempt_id, AttemptState.FINISHED)

    def abandon(self, attempt_id: str) -> Changes:
        """Give an attempt up; the answers given count for their cards all the same."""
        return self._end(attempt_id, AttemptState.ABANDONED)

    def result(self, attempt_id: str) -> ResultView:
        """Return how an ended attempt went, from what was shown in it.

        Raises:
            KnownError: ``attempt-unknown``.
        """
        with self._db.read() as conn:
            row = _find(conn, attempt_id)
            papers = self._papers(conn, plan_from_data(json.loads(row.plan)))
            pool = self._pool(conn)
            return read_result(conn, row, papers, pool.names, pool.language)

    # Inside

    def _pool(self, conn: Connection) -> _Pool:
        loaded = content.loaded(conn)
        if loaded is None:
            raise BugError("no bank is loaded")
        if self._pool_cache is None or self._pool_cache.checksum != loaded.checksum:
            language = loaded.course.language
            topics = content.topics(conn)
            self._pool_cache = _Pool(
                loaded.checksum,
                language,
                tuple(
                    item_of(question, language)
                    for question in content.questions(conn)
                    if question.type in SUPPORTED_TYPES
                ),
                {topic.id: topic.confusable for topic in topics},
                {topic.id: (text_in(topic.name, language), topic.number) for topic in topics},
            )
        return self._pool_cache

    def _papers(self, conn: Connection, plan: Plan) -> list[Paper]:
        language = self._pool(conn).language
        return [paper_of(conn, planned, language) for planned in plan.items]

    def _on_table(self, attempt_id: str) -> Sitting:
        if self._sitting is None or self._sitting.row.id != attempt_id:
            with self._db.read() as conn:
                row = _find(conn, attempt_id)
                papers = self._papers(conn, plan_from_data(json.loads(row.plan)))
                self._sitting = reopened(conn, row, papers, self._clock)
        return self._sitting

    def _save_answer(self, sitting: Sitting, accepted: Accepted) -> None:
        with self._db.read() as conn:
            when = self._recorder.scope(conn, sitting.row.learner).when
        answer_id = sitting.answer_ids.setdefault(accepted.position, self._recorder.new_id())
        event = sitting.answer_event(accepted, answer_id, when)
        self._recorder.answer(event, sitting.papers[accepted.position].to_data())
        log.debug("answered answer=%s", answer_id)

    def _record(self, sitting: Sitting, kind: str) -> None:
        with self._db.read() as conn:
            when = self._recorder.scope(conn, sitting.row.learner).when
        active_ms = sitting.attempt.active_ms
        event = AttemptEvent(
            0, self._recorder.new_id(), sitting.row.learner, *when, "", sitting.row.id, kind,
            active_ms, "{}",
        )  # fmt: skip
        if kind in {state.value for state in ENDED}:
            self._recorder.finish(event)
        else:
            self._recorder.attempt_event(event)
        sitting.noted_ms = active_ms

    def _note(self, sitting: Sitting) -> None:
        sitting.noted_ms = sitting.attempt.active_ms
        try:
            self._recorder.note_clock(sitting.row.id, sitting.noted_ms)
        except KnownError as error:
            # The next second is noted again; a lost note can only give time back.
            log.warning("the running time of a quiz was not noted: %s", error)

    def _end(self, attempt_id: str, state: AttemptState) -> Changes:
        sitting = self._on_table(attempt_id)
        if state is AttemptState.ABANDONED:
            sitting.attempt.abandon()
        else:
            sitting.attempt.finish()
        return self._save_end(sitting)

    def _save_end(self, sitting: Sitting) -> Changes:
        """Write the ending of an attempt that has ended, once."""
        if sitting.end_saved or sitting.attempt.state not in ENDED:
            return Changes.NONE
        self._record(sitting, sitting.attempt.state.value)
        sitting.end_saved = True
        log.debug("ended attempt=%s state=%s", sitting.row.id, sitting.attempt.state.value)
        return Changes.ATTEMPTS | Changes.REVIEWS

    def _settled(self, sitting: Sitting) -> AttemptView:
        self._save_end(sitting)
        return sitting.view()


def _find(conn: Connection, attempt_id: str) -> AttemptRow:
    row = events.find(conn, AttemptRow, attempt_id)
    if row is None:
        raise KnownError("attempt-unknown", attempt=attempt_id)
    return row


def _unfinished(conn: Connection, learner: str) -> UnfinishedQuiz | None:
    row = attempts.unfinished(conn, learner)
    if row is None:
        return None
    answered = len(attempts.responses(conn, row.id))
    left = None
    if row.total_ms is not None:
        left = max(0, row.total_ms - attempts.active_ms(conn, row.id))
    return UnfinishedQuiz(row.id, row.number, answered, left, row.day)


def _plan_text(plan: Plan, choice: QuizChoice) -> str:
    data = {**plan.to_data(), "choice": _choice_data(choice)}
    return json.dumps(data, sort_keys=True, separators=(",", ":"))


def _choice_data(choice: QuizChoice) -> dict[str, Any]:
    return {
        **choice._asdict(),
        "topics": list(choice.topics),
        "time_choice": str(choice.time_choice),
    }


def _choice_from(stored: object, pool: _Pool) -> QuizChoice:
    """Return the stored choice; what no longer fits gives the default."""
    try:
        data = dict(cast("Mapping[str, Any]", stored or {}))
        topics = tuple(topic for topic in data["topics"] if topic in pool.names)
        number, extension = int(data["number"]), float(data["extension"])
        return QuizChoice(topics, number, TimeChoice(data["time_choice"]), extension)
    except (KeyError, TypeError, ValueError):
        return QuizChoice()
