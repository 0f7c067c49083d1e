"""A learner at the table: the session of a study day, and its card with both sides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtdtutor.course.bank import text_in
from mtdtutor.services import first_help
from mtdtutor.services.dayplan import comes
from mtdtutor.services.scope import Scope
from mtdtutor.services.study_labels import comes_back, stage
from mtdtutor.services.study_views import GRADE, NOT_RECORDED, Interval, Shown, UndoLabel
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
        answered: What was graded here and stands, by the id of the review.
        marks: Places in the order of events up to which undo leaves them alone in practice: where
            it began, and where each of its grades was given.
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
        self.marks = [-1]
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

    def note(self, review_id: str, label: UndoLabel) -> None:
        """Note what was graded, or brought back."""
        self.answered[review_id] = label
        if self.focus is not None and label.grade is not None:
            self.focus.note(review_id, label.card, label.grade)

    def forget(self, review_id: str) -> None:
        """Note that a grade was taken back."""
        self.answered.pop(review_id, None)
        if self.focus is not None:
            self.focus.forget(review_id)

    def practise(self, shown: Shown, grade: Grade, last_seq: int) -> UndoLabel:
        """Grade the card on the table without recording it; one not known comes once more.

        Args:
            shown: The card.
            grade: The grade.
            last_seq: Place of the last event that is recorded.
        """
        label = UndoLabel(GRADE, grade, shown.card, shown.front)
        self.note(shown.review_id, label)
        self.marks.append(last_seq)
        self.session.drop(shown.card)
        if grade is Grade.AGAIN:
            self.session.put_last(shown.card)
        self.clear()
        return label

    def unpractise(self) -> UndoLabel | None:
        """Take back the last grade of practice and put its card on the table again."""
        if not self.answered:
            return None
        self.marks.pop()
        review_id = next(reversed(self.answered))
        label = self.answered[review_id]
        self.forget(review_id)
        self.session.put_back(label.card)
        self.clear()
        return label

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
