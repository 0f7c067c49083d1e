"""A learner at the table: the session of a study day, and its card with both sides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtdtutor.course.bank import text_in
from mtdtutor.services import first_help
from mtdtutor.services.dayplan import comes
from mtdtutor.services.scope import Scope
from mtdtutor.services.study_labels import comes_back, stage
from mtdtutor.services.study_views import NOT_RECORDED, Interval, Shown, UndoLabel
from mtdtutor.services.wording import Original, corrected_since
from mtdtutor.storage import queue
from mtdtutor.study.memory import Grade, Memory
from mtdtutor.study.scheduler import preview
from mtdtutor.study.session import Session

if TYPE_CHECKING:
    from mtdtutor.services.exam_schedule import Bent
    from mtdtutor.services.focus import FocusRun
    from mtdtutor.services.study_sources import Sources
    from mtdtutor.storage.database import Connection


class Sitting:
    """One learner's session of one study day.

    Attributes:
        scope: The rules in force, and when.
        session: What comes next.
        language: Language of the course.
        fresh: The learner may need help with the grades.
        review_id: Id that the grade of the card on the table will have; empty between cards.
        shown: The card on the table; None between cards.
        answered: What undo would take back, by the id of the review.
        exam: What an exam makes of the day; None without one.
        focus: A session that the learner chose; None for the cards of the day.
    """

    def __init__(
        self,
        scope: Scope,
        session: Session,
        language: str,
        *,
        fresh: bool,
        exam: Bent | None = None,
        focus: FocusRun | None = None,
    ) -> None:
        self.scope = scope
        self.session = session
        self.language = language
        self.fresh = fresh
        self.review_id = ""
        self.shown: Shown | None = None
        self.answered: dict[str, UndoLabel] = {}
        self.exam = exam
        self.focus = focus

    @property
    def practising(self) -> bool:
        """Whether nothing of this sitting is recorded."""
        return self.focus is not None and self.focus.choice.practice

    def goes_on(self, scope: Scope) -> bool:
        """Return whether this is a session that goes on whatever has changed elsewhere."""
        same = self.scope.learner == scope.learner and self.scope.when.day == scope.when.day
        return self.focus is not None and same

    def next(self, now_ms: int) -> str | None:
        """Return the card to show; None when nothing is left, or the time of a session is up."""
        lies = self.session.shown
        if lies is None and self.focus is not None and self.focus.is_over():
            return None
        return self.session.next(now_ms)

    def comes(self, card: str, state: Memory) -> Memory:
        """Return a memory with the day on which the card comes, for an exam and days off."""
        return comes(self.scope, self.exam, card, state)

    def clear(self) -> None:
        """Take the card off the table."""
        self.shown = None
        self.review_id = ""

    def show(self, conn: Connection, face: queue.Face, sources: Sources) -> Shown:
        """Return a card as it lies on the table."""
        scope, session, language = self.scope, self.session, self.language
        met = {label.card for label in self.answered.values()}
        again = face.card in met
        met.add(face.card)
        left = session.remaining(scope.when.at_ms)
        front, back = text_in(face.front, language), text_in(face.back, language)
        original, own = None, face.own
        if own is not None:
            original = Original(front, back, corrected_since(conn, own, face.fact))
            front, back = own.front, own.back
        others = len(session.in_steps & met)
        return Shown(
            review_id=self.review_id,
            card=face.card,
            kind=face.kind,
            stage=stage(face.memory),
            front=front,
            back=back,
            hint=text_in(face.hint, language) if face.hint else "",
            why=text_in(face.why, language) if face.why else "",
            sources=sources.cited(conn, face, language),
            fact=face.fact,
            topic=face.topic,
            entity=face.entity,
            intervals=self._intervals(face),
            position=len(met),
            total=len(met) + max(left - 1 - others, 0),
            repeats=others + again,
            left=left,
            flagged=face.marks.flagged,
            note=face.note,
            explain=self.fresh and first_help.wanted(conn, scope.learner),
            original=original,
            accept=tuple(text_in(each, language) for each in face.accept),
            focus=None if self.focus is None else self.focus.glance(),
        )

    def _intervals(self, face: queue.Face) -> dict[Grade, Interval]:
        """Return when the card would come back, by grade; exactly what grading applies."""
        if self.practising:
            return dict.fromkeys(Grade, NOT_RECORDED)
        scope = self.scope
        outcomes = preview(face.memory, scope.when, scope.params, face.card)
        return {
            grade: comes_back(
                self.comes(face.card, outcome.memory), scope.when.day, scope.when.at_ms
            )
            for grade, outcome in outcomes.items()
        }
