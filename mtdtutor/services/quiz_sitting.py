"""The quiz on the table: the running attempt with the questions it asks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mtdtutor.core.clock import Clock, Moment
from mtdtutor.progress.events import ANSWERED, RAPID, AnswerEvent, AttemptRow
from mtdtutor.quiz.attempt import Accepted, Attempt, AttemptState, Sheet, Snapshot
from mtdtutor.quiz.grading import grade
from mtdtutor.quiz.timing import Limits, is_rapid
from mtdtutor.services.quiz_paper import Paper, chosen_in, feedback, response_text
from mtdtutor.services.quiz_views import AttemptView, QuestionView
from mtdtutor.storage import attempts

if TYPE_CHECKING:
    from mtdtutor.storage.database import Connection


class Sitting:
    """An attempt with its questions, and what of it is on the disk.

    Attributes:
        row: The attempt as it was recorded.
        papers: Its questions as they are shown.
        attempt: The state machine.
        noted_ms: Active time that is on the disk.
        answer_ids: By position the id its answer will have, so that saving twice is saving once.
        end_saved: The ending is on the disk.
    """

    def __init__(self, row: AttemptRow, papers: Sequence[Paper], attempt: Attempt) -> None:
        self.row = row
        self.papers = papers
        self.attempt = attempt
        self.noted_ms = attempt.active_ms
        self.answer_ids: dict[int, str] = {}
        self.end_saved = False

    def view(self) -> AttemptView:
        """Return what may be shown of it now."""
        attempt = self.attempt
        running = attempt.state is AttemptState.RUNNING
        sheets = attempt.sheets
        return AttemptView(
            attempt=self.row.id,
            state=attempt.state,
            number=len(sheets),
            question=self._question() if running else None,
            unanswered=tuple(attempt.unanswered),
            flagged=tuple(place for place, sheet in enumerate(sheets) if sheet.flagged),
            total_ms=self.row.total_ms,
            remaining_ms=attempt.remaining_ms,
            extension=self.row.extension,
        )

    def answer_event(self, accepted: Accepted, answer_id: str, when: Moment) -> AnswerEvent:
        """Return an accepted answer as it is recorded; what was shown is stored beside it."""
        paper = self.papers[accepted.position]
        item = paper.item
        verdict = grade(item, accepted.chosen)
        rapid = is_rapid(accepted.active_ms, paper.expected_s)
        return AnswerEvent(
            seq=0,
            id=answer_id,
            learner=self.row.learner,
            at_ms=when.at_ms,
            offset_min=when.offset_min,
            day=when.day,
            born_in="",
            attempt=self.row.id,
            position=accepted.position,
            question=item.id,
            rev=item.rev,
            template=item.template,
            topic=item.topic,
            fact=item.fact,
            single=not item.also,
            skill=item.skill,
            difficulty=item.difficulty,
            shown=None,
            response=response_text(accepted.chosen),
            outcome=RAPID if rapid else ANSWERED,
            score=verdict.score,
            right=verdict.right,
            options=len(paper.options),
            certainty=accepted.certainty,
            first_ms=accepted.first_ms,
            active_ms=accepted.active_ms,
            changes=accepted.changes,
            visits=accepted.visits,
            attempt_active_ms=accepted.attempt_active_ms,
        )

    def _question(self) -> QuestionView:
        position = self.attempt.position
        sheet, paper = self.attempt.sheets[position], self.papers[position]
        told = None
        if sheet.confirmed is not None:
            told = feedback(paper.to_data(), sheet.confirmed)
        return QuestionView(
            position=position,
            type=paper.item.type,
            stem=paper.stem,
            options=paper.option_views(),
            chosen=sheet.chosen,
            certainty=sheet.certainty,
            flagged=sheet.flagged,
            feedback=told,
        )


def reopened(conn: Connection, row: AttemptRow, papers: Sequence[Paper], clock: Clock) -> Sitting:
    """Return an attempt as it was left, paused at the first open question after the last answer.

    Args:
        conn: A connection inside a read transaction.
        row: The attempt.
        papers: Its questions.
        clock: Both clocks.
    """
    sheets = [Sheet() for _ in papers]
    last = 0
    for answer in attempts.answers(conn, row.id):
        sheets[answer.position] = _sheet_of(answer)
        last = answer.position
    places = [place for place, sheet in enumerate(sheets) if sheet.confirmed is None]
    later = [place for place in places if place >= last]
    position = next(iter(later or places), last)
    sheets[position].visits += 1
    snapshot = Snapshot(attempts.active_ms(conn, row.id), position, sheets)
    attempt = Attempt(len(papers), Limits(row.total_ms), clock, snapshot, final=True)
    sitting = Sitting(row, papers, attempt)
    if attempts.ending(conn, row.id) is not None:
        attempt.finish()
        sitting.end_saved = True
    return sitting


def _sheet_of(answer: AnswerEvent) -> Sheet:
    chosen = chosen_in(answer.response)
    return Sheet(
        chosen=chosen,
        certainty=answer.certainty,
        confirmed=chosen,
        first_ms=answer.first_ms,
        active_ms=answer.active_ms,
        changes=answer.changes,
        visits=answer.visits,
    )
