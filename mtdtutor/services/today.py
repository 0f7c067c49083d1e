"""What the Today page shows: the day's work, what is known, what the week brings."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

from mtdtutor.course.bank import DEFAULT_LANGUAGE, text_in
from mtdtutor.quiz.ability import NO_ABILITY, Ability, Band, band
from mtdtutor.services.dayplan import DayPlan, confusions, more_new, plan_day
from mtdtutor.services.scope import Scope
from mtdtutor.services.week import WEEK, Backlog, DayLoad, falling_due, loads, read_backlog
from mtdtutor.storage import ability, attempts, bank_changes, content, exam, learners, memory, queue
from mtdtutor.study.memory import State

if TYPE_CHECKING:
    from mtdtutor.services.corrections import CorrectionNotice
    from mtdtutor.services.exam_views import Glance
    from mtdtutor.storage.database import Connection

REVIEW_MS: Final = 8_000
"""What a recall takes until the learner's own pace is known."""
NEW_MS: Final = 20_000
"""What the first look at a card takes until the learner's own pace is known."""
_ENOUGH: Final = 5
_CLOCK_SLACK_MS: Final = 60_000


class TopicBand(NamedTuple):
    """A topic and what can be said of it.

    Attributes:
        topic: Id of the topic.
        name: Its name.
        number: Its number as people write it; None if it has none.
        band: What can be said of it.
        answers: Quiz answers that count for it.
        days: Different study days among them.
    """

    topic: str
    name: str
    number: str | None
    band: Band
    answers: int = 0
    days: int = 0


class UnfinishedQuiz(NamedTuple):
    """A quiz that waits to be gone on with."""

    attempt: str
    answered: int
    number: int


class TodayView(NamedTuple):
    """The day at a glance.

    Attributes:
        course: Title of the course; empty before a bank was loaded.
        cards: Cards of the course and the learner's own.
        ready: Cards to study now: the next three together.
        due: Reviews of today.
        new: New cards of today.
        learning: Cards in steps that end within twenty minutes.
        minutes: What they take at the learner's own pace, at least 1 when anything is ready.
        reviewed: Recalls graded today.
        weakest: The topic that is known least, where there is enough evidence and room to grow.
        unfinished: The quiz that waits; None if none does.
        bands: All topics in display order.
        week: Today and the next six study days.
        studied_days: On how many of the last seven study days anything was done.
        clock_behind: The clock stands before something that has already happened.
        first_run: The learner has done nothing yet.
        first_topic: Id of the topic that the course begins with; empty without a course.
        more: How many new cards can be learnt beyond the limit when nothing is ready.
        corrections: What was put right or withdrawn of what the learner met; None for nothing new.
        exam: The exam that is set, or that is over and asks how it went; None without one.
        backlog: More reviews than a day usually brings; None for the usual.
        day_off: The learner has set this day to hold no work.
    """

    course: str
    cards: int
    ready: int
    due: int
    new: int
    learning: int
    minutes: int
    reviewed: int
    weakest: TopicBand | None
    unfinished: UnfinishedQuiz | None
    bands: tuple[TopicBand, ...]
    week: tuple[DayLoad, ...]
    studied_days: int
    clock_behind: bool
    first_run: bool
    first_topic: str
    more: int = 0
    corrections: CorrectionNotice | None = None
    exam: Glance | None = None
    backlog: Backlog | None = None
    day_off: bool = False


def read_today(conn: Connection, scope: Scope) -> TodayView:
    """Return the day of a learner.

    Args:
        conn: A connection.
        scope: Whose day, and when.
    """
    learner, when = scope.learner, scope.when
    loaded = content.loaded(conn)
    language = DEFAULT_LANGUAGE if loaded is None else loaded.course.language
    topics = queue.topics(conn)
    confusable = {each.id: each.confusable for each in topics}
    plan = plan_day(conn, scope, confusable)
    steps = plan.steps_ready(when.at_ms)
    cards = memory.cards(conn, learner)
    last_ms = learners.last_event_ms(conn, learner)
    abilities = ability.load(conn, learner)
    pace, due = queue.pace(conn, learner), falling_due(conn, scope)
    bands = _bands(topics, abilities, language, when.day)
    return TodayView(
        course="" if loaded is None else text_in(loaded.course.title, language),
        cards=cards,
        ready=len(plan.line) + steps,
        due=plan.reviews,
        new=plan.new,
        learning=steps,
        minutes=_minutes_of(pace, plan, plan.reviews + steps, plan.new),
        reviewed=plan.done.graded,
        weakest=_weakest(bands, abilities),
        unfinished=_unfinished(conn, learner),
        bands=bands,
        week=_week(conn, scope, plan, due, cards),
        studied_days=queue.studied_days(conn, learner, when.day, WEEK),
        clock_behind=last_ms is not None and last_ms > when.at_ms + _CLOCK_SLACK_MS,
        first_run=last_ms is None,
        first_topic=topics[0].id if topics else "",
        more=more_new(conn, scope, plan, confusable),
        corrections=_corrections(conn, learner),
        exam=_exam(conn, scope),
        backlog=read_backlog(scope, plan, due, lambda n: _minutes_of(pace, plan, n, 0)),
        day_off=scope.rest.share(when.day) <= 0,
    )


def tomorrow(conn: Connection, scope: Scope, plan: DayPlan, cards: int) -> int:
    """Return how many cards the next study day holds, of so many to come."""
    return _week(conn, scope, plan, falling_due(conn, scope), cards)[1].cards


def _week(
    conn: Connection, scope: Scope, plan: DayPlan, due: Mapping[int, int], cards: int
) -> tuple[DayLoad, ...]:
    unseen = cards - memory.taken(conn, scope.learner)
    return loads(scope, plan, due, unseen, _ahead(conn, scope, plan))


def _corrections(conn: Connection, learner: str) -> CorrectionNotice | None:
    if not bank_changes.told_versions(conn):
        return None
    # Imported here: most starts have nothing of the kind to tell.
    from mtdtutor.services.corrections import read_notice

    return read_notice(conn, learner)


def _exam(conn: Connection, scope: Scope) -> Glance | None:
    if exam.find_open(conn, scope.learner) is None:
        return None
    # Imported here: most days have no exam in view.
    from mtdtutor.services.exam import read_glance

    return read_glance(conn, scope)


def _bands(
    topics: Iterable[queue.TopicLine], abilities: Mapping[str, Ability], language: str, day: int
) -> tuple[TopicBand, ...]:
    overall = abilities.get(ability.OVERALL, NO_ABILITY)
    return tuple(
        TopicBand(
            each.id,
            text_in(each.name, language),
            each.number,
            band(overall, abilities.get(each.id, NO_ABILITY), day),
            abilities.get(each.id, NO_ABILITY).answers,
            abilities.get(each.id, NO_ABILITY).days,
        )
        for each in topics
    )


def _weakest(bands: Iterable[TopicBand], abilities: Mapping[str, Ability]) -> TopicBand | None:
    known = [each for each in bands if each.band in (Band.SHAKY, Band.GROWING)]
    return min(known, key=lambda each: abilities[each.topic].value, default=None)


def _unfinished(conn: Connection, learner: str) -> UnfinishedQuiz | None:
    row = attempts.unfinished(conn, learner)
    if row is None:
        return None
    return UnfinishedQuiz(row.id, len(attempts.responses(conn, row.id)), row.number)


def _minutes_of(pace: Iterable[tuple[State, int]], plan: DayPlan, recalls: int, new: int) -> int:
    """Return the minutes of a day; before an exam by the pace that its plan is made with."""
    if plan.exam is None:
        return _minutes(pace, recalls, new)
    exam_pace = plan.exam.hours.pace
    return math.ceil((new * exam_pace.new_s + recalls * exam_pace.recall_s) / 60)


def _minutes(pace: Iterable[tuple[State, int]], recalls: int, new: int) -> int:
    """Return minutes for so many recalls and new cards; a new one comes once more in its steps."""
    first = [ms for state, ms in pace if state is State.NEW]
    later = [ms for state, ms in pace if state is not State.NEW]
    recall_ms = _median(later) if len(later) >= _ENOUGH else REVIEW_MS
    new_ms = _median(first) if len(first) >= _ENOUGH else NEW_MS
    return math.ceil((recalls * recall_ms + new * (new_ms + recall_ms)) / 60_000)


def _ahead(conn: Connection, scope: Scope, plan: DayPlan) -> dict[int, int]:
    """Return the cards of the next days that an exam arranges; none without one."""
    if plan.exam is None:
        return {}
    # Imported here, with the rules for such days.
    from mtdtutor.services.exam_schedule import cards_ahead

    return cards_ahead(scope, plan.exam, confusions(conn), plan.met, WEEK)


def _median(values: list[int]) -> int:
    """Return the upper median; importing the library's would cost a start ten milliseconds."""
    return sorted(values)[len(values) // 2]
