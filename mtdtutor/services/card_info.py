"""All there is to know of one card and one learner: where it stands, why, and what comes next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

from mtdtutor.core.clock import Clock
from mtdtutor.course.bank import DEFAULT_LANGUAGE, text_in
from mtdtutor.progress.events import CardActionEvent, ReviewEvent, for_fold
from mtdtutor.services.course_reader import CourseReader
from mtdtutor.services.course_views import CardDetail
from mtdtutor.services.dayplan import comes, exam_in_force
from mtdtutor.services.study_labels import comes_back
from mtdtutor.services.study_views import Interval
from mtdtutor.storage import card_history, content, events, library, memory, queue, wordings
from mtdtutor.storage.database import Database
from mtdtutor.study.curve import Curve, forgetting_curve
from mtdtutor.study.fold import ActionKind, trace
from mtdtutor.study.memory import Grade, Memory
from mtdtutor.study.scheduler import Params, interval_days, preview, recall

if TYPE_CHECKING:
    from mtdtutor.services.recording import Recorder
    from mtdtutor.services.scope import Scope
    from mtdtutor.storage.card_history import Happened
    from mtdtutor.storage.database import Connection

GRADE: Final = "grade"
QUIZ: Final = "quiz"
"""Kinds of an ``EventLine`` beside those of card actions."""
FEWEST_DAYS_AHEAD: Final = 14
MOST_DAYS_AHEAD: Final = 365
"""How far ahead the curve may reach."""


class EventLine(NamedTuple):
    """Something that happened to a card.

    Attributes:
        id: Id of the event.
        kind: ``grade``, ``quiz``, or the kind of card action.
        day: Study day.
        at_ms: UTC milliseconds.
        offset_min: Minutes the local clock was ahead of UTC.
        grade: The grade; None for anything else.
        right: Whether a quiz answer was right; None for anything else.
        recall: Recall predicted just before; None where there was no prediction.
        interval: When the card was to come back after it; None where that did not change.
        value: The tag, or the study day of ``set_due`` in digits.
        live: It counts: it was not taken back.
        replaced: It was taken back for another grade, which stands in its place.
        mended: It stands in the place of another grade.
    """

    id: str
    kind: str
    day: int
    at_ms: int
    offset_min: int
    grade: Grade | None
    right: bool | None
    recall: float | None
    interval: Interval | None
    value: str | None
    live: bool
    replaced: bool
    mended: bool


class OtherCard(NamedTuple):
    """Another card of the same fact, and how it fared."""

    id: str
    front: str
    memory: Memory


class OtherQuestion(NamedTuple):
    """A question on the same fact, how often it was answered, and how often rightly."""

    id: str
    stem: str
    answers: int
    right: int


class CardInfo(NamedTuple):
    """A card, its past and its future.

    Attributes:
        card: Both sides, standing and sources.
        events: What happened, the newest first.
        curve: Predicted recall over time; without stretches for a new card.
        recall: Predicted recall now; None for a new card and within the first day.
        falls_on: Study day on which it falls to the wanted recall; None for a new card.
        retention: The wanted recall when a card comes back.
        intervals: When the card would come back after each grade given now.
        cards: The fact's other cards.
        questions: The fact's questions.
    """

    card: CardDetail
    events: tuple[EventLine, ...]
    curve: Curve
    recall: float | None
    falls_on: int | None
    retention: float
    intervals: Mapping[Grade, Interval]
    cards: tuple[OtherCard, ...]
    questions: tuple[OtherQuestion, ...]


class CardInfoService:
    """Reads everything about one card."""

    def __init__(self, db: Database, clock: Clock, recorder: Recorder) -> None:
        """Make the service; nothing is read before it is asked."""
        self._db = db
        self._clock = clock
        self._recorder = recorder

    def info(self, learner: str, card_id: str) -> CardInfo | None:
        """Return all there is to know of a card; None if there is no such card."""
        with self._db.read() as conn:
            loaded = content.loaded(conn)
            language = DEFAULT_LANGUAGE if loaded is None else loaded.course.language
            card_id = content.present_name(conn, card_id)
            detail = CourseReader(conn, language).card(card_id, learner, self._clock)
            found = content.find_card(conn, card_id)
            if detail is None or found is None:
                return None
            scope = self._recorder.scope(conn, learner)
            params, params_id, now = scope.params, scope.params_id, scope.when
            standing = detail.standing.memory
            falls_on = _falls_on(standing, params)
            live = events.live_of_card(conn, learner, card_id)
            history = [for_fold(each, params_id) for each in live]
            return CardInfo(
                card=detail,
                events=_lines(conn, learner, card_id, live, params, params_id),
                curve=forgetting_curve(history, params, card_id, _last_day(falls_on, now.day)),
                recall=recall(standing, now.day, params),
                falls_on=falls_on,
                retention=params.retention,
                intervals=_intervals(conn, scope, standing, card_id),
                cards=_cards(conn, learner, found.fact, card_id, language),
                questions=_questions(conn, learner, found.fact, language),
            )


def _falls_on(state: Memory, params: Params) -> int | None:
    if state.stability is None or state.last_day is None:
        return None
    return state.last_day + interval_days(state.stability, params)


def _last_day(falls_on: int | None, today: int) -> int:
    """Return the day at which the curve ends: well after recall has fallen to what is wanted."""
    ahead = 0 if falls_on is None else 2 * (falls_on - today)
    return today + min(max(ahead, FEWEST_DAYS_AHEAD), MOST_DAYS_AHEAD)


def _intervals(
    conn: Connection, scope: Scope, state: Memory, card_id: str
) -> dict[Grade, Interval]:
    """Return what stands on the buttons of grades: an exam and days off are obeyed."""
    now = scope.when
    exam = exam_in_force(conn, scope, queue.done(conn, scope.learner, now.day))
    return {
        grade: comes_back(comes(scope, exam, card_id, outcome.memory), now.day, now.at_ms)
        for grade, outcome in preview(state, now, scope.params, card_id).items()
    }


def _lines(
    conn: Connection,
    learner: str,
    card_id: str,
    live: list[ReviewEvent | CardActionEvent],
    params: Params,
    params_id: str | None,
) -> tuple[EventLine, ...]:
    """Return the events of a card, the newest first; a mended grade stands in its place."""
    # What an event came to follows from what counts now, which an earlier mend may have changed.
    steps = trace((for_fold(each, params_id) for each in live), params, card_id)
    after = {event.id: (met, left) for event, (_, met, left) in zip(live, steps, strict=True)}
    happened = card_history.of_card(conn, learner, card_id)
    replacing = {
        each.event.replaces: each.event.id
        for each in happened
        if each.live and isinstance(each.event, ReviewEvent) and each.event.replaces
    }
    placed = sorted(
        happened,
        key=lambda each: (_place(conn, each.event), each.event.seq),
        reverse=True,
    )
    return tuple(_line(each, after, replaced=each.event.id in replacing) for each in placed)


def _place(conn: Connection, event: ReviewEvent | CardActionEvent) -> int:
    return events.place(conn, event) if isinstance(event, ReviewEvent) else event.seq


def _line(
    happened: Happened, after: Mapping[str, tuple[Memory, Memory]], *, replaced: bool
) -> EventLine:
    event = happened.event
    line = EventLine(
        event.id, "", event.day, event.at_ms, event.offset_min, None, None, None, None, None,
        happened.live, replaced, mended=False,
    )  # fmt: skip
    if isinstance(event, CardActionEvent):
        return line._replace(kind=ActionKind(event.kind), value=event.value)
    met, left = after.get(event.id, (event.before, event.after))
    moved = met != left
    return line._replace(
        kind=QUIZ if event.grade is None else GRADE,
        grade=None if event.grade is None else Grade(event.grade),
        right=event.right,
        recall=event.recall,
        interval=comes_back(left, event.day, event.at_ms) if moved else None,
        mended=event.replaces is not None,
    )


def _cards(
    conn: Connection, learner: str, fact: str, card_id: str, language: str
) -> tuple[OtherCard, ...]:
    found = []
    for card in content.cards(conn, fact) if fact else ():
        state = memory.load(conn, learner, card.id)
        if card.id == card_id or state is None:
            continue
        own = wordings.find(conn, learner, card.id)
        front = text_in(card.front, language) if own is None else own.front
        found.append(OtherCard(card.id, front, state.memory))
    return tuple(found)


def _questions(
    conn: Connection, learner: str, fact: str, language: str
) -> tuple[OtherQuestion, ...]:
    found = library.questions_of(conn, fact) if fact else []
    results = card_history.results(conn, learner, [each.id for each in found])
    none = card_history.Results(0, 0)
    return tuple(
        OtherQuestion(each.id, text_in(each.stems[0], language), *results.get(each.id, none))
        for each in found
    )
