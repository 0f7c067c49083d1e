"""How an ended quiz went: misses first, each explained and sourced, the right answer last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from mtdtutor.course.bank import text_in
from mtdtutor.course.changes import WITHDRAWN
from mtdtutor.progress.events import AnswerEvent, AttemptRow
from mtdtutor.services.quiz_paper import Paper, chosen_in, feedback
from mtdtutor.services.quiz_views import ResultItem, ResultView, Since, TopicScore
from mtdtutor.storage import attempts, bank_changes, events

if TYPE_CHECKING:
    from mtdtutor.storage.database import Connection


def read_result(
    conn: Connection,
    row: AttemptRow,
    papers: Sequence[Paper],
    names: Mapping[str, tuple[str, str | None]],
    language: str,
) -> ResultView:
    """Return how an attempt went.

    Args:
        conn: A connection inside a read transaction.
        row: The attempt.
        papers: Its questions as the bank has them now, for those that were not answered.
        names: Names and numbers of the topics in the order of the course.
        language: Language of the course.
    """
    given = {each.position: each for each in attempts.responses(conn, row.id)}
    since = _since(conn, given, language)
    items = [
        _item(conn, place, paper, given.get(place), names)._replace(since=since.get(place))
        for place, paper in enumerate(papers)
    ]
    ending = attempts.ending(conn, row.id)
    misses = [item for item in items if not item.feedback.right]
    # Sure but wrong teaches most, so it comes first; what was not answered comes last.
    misses.sort(key=lambda item: (-(item.certainty or 0), not item.feedback.chosen, item.position))
    return ResultView(
        attempt=row.id,
        day=row.day,
        at_ms=row.at_ms,
        offset_min=row.offset_min,
        ended="" if ending is None else ending.kind,
        number=len(items),
        answered=len(given),
        right=sum(item.feedback.right for item in items),
        active_ms=attempts.active_ms(conn, row.id) if ending is None else ending.active_ms,
        total_ms=row.total_ms,
        topics=_scores(items, names),
        misses=tuple(misses),
        rights=tuple(item for item in items if item.feedback.right),
    )


def _since(conn: Connection, given: Mapping[int, AnswerEvent], language: str) -> dict[int, Since]:
    """Return by position what was corrected or withdrawn after the answer."""
    answers = list(given.values())
    changes = bank_changes.since(conn, [(each.question, each.fact, each.seq) for each in answers])
    return {
        answer.position: Since(
            change.kind == WITHDRAWN,
            "" if change.note is None else text_in(change.note, language),
        )
        for answer, change in zip(answers, changes, strict=True)
        if change is not None
    }


def _item(
    conn: Connection,
    place: int,
    paper: Paper,
    answer: AnswerEvent | None,
    names: Mapping[str, tuple[str, str | None]],
) -> ResultItem:
    displayed: Mapping[str, Any] = paper.to_data()
    chosen: tuple[str, ...] = ()
    if answer is not None:
        chosen = chosen_in(answer.response)
        if answer.shown is not None:
            displayed = cast("Mapping[str, Any]", events.get_shown(conn, answer.shown))
    topic = paper.item.topic if answer is None else answer.topic
    return ResultItem(
        position=place,
        question=paper.item.id,
        topic=topic,
        topic_name=names.get(topic, ("", None))[0],
        fact=paper.item.fact,
        stem=displayed["stem"],
        certainty=None if answer is None else answer.certainty,
        active_ms=0 if answer is None else answer.active_ms,
        feedback=feedback(displayed, chosen),
    )


def _scores(
    items: Sequence[ResultItem], names: Mapping[str, tuple[str, str | None]]
) -> tuple[TopicScore, ...]:
    order = [topic for topic in names if any(item.topic == topic for item in items)]
    return tuple(
        TopicScore(
            topic,
            names[topic][0],
            sum(item.feedback.right for item in items if item.topic == topic),
            sum(item.topic == topic for item in items),
        )
        for topic in order
    )
