"""Words about quizzes that their pages share: feedback, scores, times."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from mtdtutor.quiz.attempt import AttemptState, Notice
from mtdtutor.services.quiz_views import AttemptView, Feedback, QuestionView, ResultView, Since
from mtdtutor.ui.texts import clock_time, counted, number, spoken_time
from mtdtutor.ui.theme import Role
from mtdtutor.ui.widgets.passage import Paragraph

translate = QCoreApplication.translate


def verdict(feedback: Feedback) -> Paragraph:
    """Return how an answer turned out."""
    if feedback.right:
        return Paragraph(translate("Quiz", "Right"), Role.SECTION, "easy")
    if not feedback.chosen:
        return Paragraph(translate("Quiz", "Not answered"), Role.SECTION, "hard")
    return Paragraph(translate("Quiz", "Not right"), Role.SECTION, "again")


def feedback_paragraphs(feedback: Feedback, *, marked: bool = False) -> list[Paragraph]:
    """Return what is told after an answer: yours, why, where to read it, the right one last.

    Args:
        feedback: How the answer turned out.
        marked: Whether the options stand above, marked, and need not be told which was chosen.
    """
    told = [verdict(feedback)]
    if not feedback.right and feedback.your_answer:
        if not marked:
            yours = translate("Quiz", "You answered: {answer}").format(answer=feedback.your_answer)
            told.append(Paragraph(yours))
        told.append(Paragraph(feedback.why_yours or ""))
    told.append(Paragraph(feedback.explanation))
    told.append(Paragraph(source_text(feedback.source_lines), Role.CAPTION, "muted"))
    right = translate("Quiz", "Right answer: {answer}").format(answer=feedback.right_answer)
    if feedback.correction:
        right = translate("Quiz", "{answer}. In truth: {statement}").format(
            answer=right, statement=feedback.correction
        )
    told.append(Paragraph(right, Role.ANSWER))
    return told


def source_text(lines: Sequence[str]) -> str:
    """Return where something can be read."""
    if not lines:
        return ""
    one, many = translate("Quiz", "Source: {sources}"), translate("Quiz", "Sources: {sources}")
    # Each reference is a sentence of its own; in a row only the last one keeps its full stop.
    sources = "; ".join((*(line.removesuffix(".") for line in lines[:-1]), lines[-1]))
    return (one if len(lines) == 1 else many).format(sources=sources)


def score_text(result: ResultView) -> str:
    """Return the score, for instance "8 of 10 right"."""
    return translate("Quiz", "{right} of {number} right").format(
        right=number(result.right), number=number(result.number)
    )


def time_text(result: ResultView) -> str:
    """Return how a quiz ended and how long it took."""
    used = clock_time(result.active_ms)
    if result.ended == AttemptState.EXPIRED:
        text = translate("Quiz", "The time of {limit} ran out.")
        return text.format(limit=clock_time(result.total_ms or 0))
    if result.ended == AttemptState.ABANDONED:
        return translate("Quiz", "You gave this quiz up after {time}.").format(time=used)
    if result.total_ms is None:
        return translate("Quiz", "It took {time}, without a time limit.").format(time=used)
    text = translate("Quiz", "It took {time} of {limit}.")
    return text.format(time=used, limit=clock_time(result.total_ms))


def unanswered_text(count: int) -> str:
    """Return how many questions have no answer yet, as a sentence."""
    if not count:
        return translate("Quiz", "Every question is answered.")
    return counted(
        count,
        translate("Quiz", "{n} question is not answered yet."),
        translate("Quiz", "{n} questions are not answered yet."),
    )


def answered_text(view: AttemptView) -> str:
    """Return how far a quiz has come."""
    return translate("Quiz", "{done} of {number} answered").format(
        done=number(view.number - len(view.unanswered)), number=number(view.number)
    )


def since_text(since: Since | None) -> str:
    """Return what became of a question after it was answered; empty if nothing did."""
    if since is None:
        return ""
    if since.withdrawn:
        if not since.note:
            return translate("Quiz", "Withdrawn since.")
        return translate("Quiz", "Withdrawn since: {note}").format(note=since.note)
    if not since.note:
        return translate("Quiz", "Corrected since.")
    return translate("Quiz", "Corrected since: {note}").format(note=since.note)


def kind_text(kind: str) -> str:
    """Return how a type of question is answered."""
    if kind == "true_false":
        return translate("Quiz", "true or false")
    return translate("Quiz", "choose one")


def warning_text(notice: Notice) -> str:
    """Return what to say of the time, with a place for it."""
    if notice is Notice.QUARTER_LEFT:
        return translate("Quiz", "A quarter of the time is left: {time}.")
    return translate("Quiz", "Little time is left: {time}.")


def place_text(view: AttemptView, question: QuestionView) -> str:
    """Return which question is open."""
    return translate("Quiz", "Question {n} of {total}").format(
        n=number(question.position + 1), total=number(view.number)
    )


def standing_text(view: AttemptView, remaining_ms: int | None) -> str:
    """Return the time left, the open question and how many have no answer, as sentences."""
    parts = [translate("Quiz", "There is no time limit.")]
    if remaining_ms is not None:
        left = spoken_time(-(-remaining_ms // 1000) * 1000)
        parts = [translate("Quiz", "{time} left.").format(time=left)]
    if view.question is not None:
        parts.append(f"{place_text(view, view.question)}.")
    parts.append(unanswered_text(len(view.unanswered)))
    return " ".join(parts)
