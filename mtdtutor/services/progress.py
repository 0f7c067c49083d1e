"""What the history says, period by period: day totals and attempts made into views."""

from __future__ import annotations

from mtdtutor.core.clock import Clock, moment
from mtdtutor.progress.periods import Period, Span, span
from mtdtutor.progress.stats import (
    RETENTION_METRICS,
    REVIEW_METRICS,
    Frame,
    attempts_view,
    retention_view,
    reviews_view,
    scores_view,
)
from mtdtutor.progress.views import (
    AttemptLine,
    AttemptsView,
    RetentionView,
    ReviewsView,
    ScoresView,
)
from mtdtutor.services.learners import LearningSettings, settings_from
from mtdtutor.storage import history, learners
from mtdtutor.storage.database import Database


class ProgressService:
    """Views for the History page.

    Each costs a few queries over day totals and attempts, whatever the number of reviews.
    """

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    def reviews_per_day(
        self, learner: str, period: Period, topic: str | None = None
    ) -> ReviewsView:
        """Return graded recalls by day and grade.

        Args:
            learner: Whose.
            period: How far back.
            topic: Only cards of this topic; None for all.
        """
        with self._db.read() as conn:
            settings = settings_from(learners.settings(conn, learner))
            frame = self._frame(period, settings, history.review_days(conn, learner))
            rows = history.day_sums(conn, learner, REVIEW_METRICS, frame.days, topic)
        return reviews_view(frame, rows)

    def retention(self, learner: str, period: Period, topic: str | None = None) -> RetentionView:
        """Return true retention against the desired retention in force now.

        Args:
            learner: Whose.
            period: How far back.
            topic: Only cards of this topic; None for all.
        """
        with self._db.read() as conn:
            settings = settings_from(learners.settings(conn, learner))
            frame = self._frame(period, settings, history.review_days(conn, learner))
            rows = history.day_sums(conn, learner, RETENTION_METRICS, frame.days, topic)
        return retention_view(frame, rows, settings.retention)

    def quiz_scores(self, learner: str, period: Period) -> ScoresView:
        """Return the scores of the quizzes brought to an end, oldest first."""
        return scores_view(*self._attempts(learner, period))

    def attempts(self, learner: str, period: Period) -> AttemptsView:
        """Return all attempts, newest first."""
        return attempts_view(*self._attempts(learner, period))

    def _attempts(self, learner: str, period: Period) -> tuple[Frame, list[AttemptLine]]:
        with self._db.read() as conn:
            settings = settings_from(learners.settings(conn, learner))
            frame = self._frame(period, settings, history.attempt_days(conn, learner))
            return frame, history.attempt_lines(conn, learner, frame.days)

    def _frame(self, period: Period, settings: LearningSettings, known: Span | None) -> Frame:
        today = moment(self._clock, settings.rollover_hour).day
        days = span(period, today, known)
        return Frame(period, days, known is not None and known.first < days.first)
