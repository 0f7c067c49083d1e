"""What a learner's exam makes of a study day: read from the database, bent by ``study``.

Used wherever a day is planned, foretold or shown; nothing of it is ever written.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

from mtdtutor.core.clock import study_day
from mtdtutor.services.dayplan import due_today
from mtdtutor.services.scope import Scope
from mtdtutor.storage import exam as exams
from mtdtutor.storage import memory, queue
from mtdtutor.storage.exam import ExamRow
from mtdtutor.study.exam import Bend, Exam, Hours, Known, Minutes, Pace, bend
from mtdtutor.study.exam_day import DayWork, known, share_out
from mtdtutor.study.exam_plan import Setting, days_ahead
from mtdtutor.study.memory import Memory, State
from mtdtutor.study.queue import Candidate, Limits, choose_due, choose_new, given_away, line_up

if TYPE_CHECKING:
    from mtdtutor.storage.database import Connection

NEW_S: Final = 28.0
RECALL_S: Final = 8.0
"""What a learner takes until their own pace is known: that of Today."""
_ENOUGH: Final = 20
_FEWEST_NEW: Final = 400
_LEARNING: Final = (State.NEW, State.LEARNING)


class Bent(NamedTuple):
    """A study day with an exam in view.

    Attributes:
        row: The exam as it is kept.
        exam: The exam as the schedule sees it.
        bend: When its cards are due.
        hours: The learner's time; what is left of today is counted by cards done.
        cards: All cards of the scope that are not suspended.
        away: Ids of those put off today.
    """

    row: ExamRow
    exam: Exam
    bend: Bend
    hours: Hours
    cards: Mapping[str, Candidate]
    away: frozenset[str]

    def due(self, card: str, memory: Memory) -> int | None:
        """Return the study day on which a card comes, of the scope or not.

        What is due on a day off before the exam comes on the next day with any time.
        """
        if card not in self.cards or memory.stability is None or memory.last_day is None:
            return memory.due_day
        here = Known(memory.stability, memory.last_day, memory.due_day)
        day = self.bend.due(here, self.hours.today)
        while day is not None and day < self.exam.day and self.hours.minutes(day) <= 0:
            day += 1
        return day

    def shown(self, card: str, memory: Memory) -> Memory:
        """Return a memory as buttons show it: due when the card comes."""
        return memory._replace(due_day=self.due(card, memory))

    def work(
        self, confusable: Mapping[str, Collection[str]], met_today: Collection[str]
    ) -> DayWork:
        """Return what of the scope is still to come today."""
        here = [each for each in self.cards.values() if each.card not in self.away]
        seen = [each for each in here if each.state is State.REVIEW]
        new = [each for each in here if each.state is State.NEW]
        return share_out(seen, new, self.bend, self.hours, confusable, met_today)

    def setting(
        self,
        scope: Scope,
        confusable: Mapping[str, Collection[str]],
        met_today: Collection[str],
    ) -> Setting:
        """Return what a forecast of the days to come is made from."""
        cards = tuple(self.cards.values())
        return Setting(cards, self.exam, self.hours, scope.params, confusable, met_today)


def bent_by(conn: Connection, scope: Scope, row: ExamRow, done: queue.Done) -> Bent:
    """Return what an exam, kept or not, makes of the study day of ``scope.when``."""
    day = scope.when.day
    exam = Exam(row.day, _since(scope, row), frozenset(row.topics), frozenset(row.levels))
    standing = exams.cards(conn, scope.learner, exam.topics, row.levels)
    minutes = minutes_of(scope, row)
    pace = pace_of(exams.pace(conn, scope.learner, day))
    spent = done.new * pace.new_s + done.reviews * pace.recall_s
    hours = Hours(day, max(0.0, minutes(day) * 60 - spent), minutes, pace)
    seen = [known(each.card) for each in standing if each.card.state is not State.NEW]
    made = bend(exam, seen, len(standing) - len(seen), hours, scope.params)
    cards = {each.card.card: each.card for each in standing}
    away = frozenset(each.card.card for each in standing if each.buried_day == day)
    return Bent(row, exam, made, hours, cards, away)


def line_before(
    conn: Connection,
    scope: Scope,
    bent: Bent,
    limits: Limits,
    confusable: Mapping[str, Collection[str]],
    met_today: Collection[str],
) -> list[Candidate]:
    """Return the line of a day before an exam.

    What is in scope comes first and fills the learner's minutes; for what is left of them other
    cards come back, as far as the daily limit goes. New cards come from the scope alone, unless
    the learner asked for more today than there is time for.
    """
    day, pace = scope.when.day, bent.hours.pace
    work = bent.work(confusable, met_today)
    reviews, fresh = list(work.reviews), list(work.fresh)
    met = {*met_today, *given_away((*reviews, *fresh))}
    left = bent.hours.seconds - len(reviews) * pace.recall_s - len(fresh) * pace.new_s
    number = min(int(left / pace.recall_s), limits.reviews_left - len(reviews))
    if number > 0:
        due = due_today(conn, scope)
        others = choose_due((each for each in due if each.card not in bent.cards), number, met)
        reviews += others
        met |= given_away(others)
    more = scope.extra_new - limits.new_done - len(fresh)
    if more > 0:
        fresh += more_fresh(conn, scope, bent, more, confusable, met)
    return line_up(reviews, fresh, confusable, day)


def more_fresh(
    conn: Connection,
    scope: Scope,
    bent: Bent,
    number: int,
    confusable: Mapping[str, Collection[str]],
    met: Collection[str],
) -> list[Candidate]:
    """Return new cards beyond the minutes: those of the scope, then others of the course."""
    unseen = [each for each in bent.cards.values() if each.state is State.NEW]
    inside = choose_new(
        [each for each in unseen if each.card not in bent.away], number, met, confusable
    )
    met = {*met, *given_away(inside)}
    others = memory.new(conn, scope.learner, scope.when.day, _FEWEST_NEW)
    outside = [each for each in others if each.card not in bent.cards]
    return [*inside, *choose_new(outside, number - len(inside), met, confusable)]


def cards_ahead(
    scope: Scope,
    bent: Bent,
    confusable: Mapping[str, Collection[str]],
    met_today: Collection[str],
    number: int,
) -> dict[int, int]:
    """Return how many cards of the scope each of the next days before the exam will hold.

    Args:
        scope: Whose days.
        bent: What the exam makes of today.
        confusable: For each topic the topics it is taken for.
        met_today: Facts already asked today.
        number: How many days to look at, today among them.
    """
    days = days_ahead(bent.setting(scope, confusable, met_today), scope.when.day, number)
    return {each.day: round(each.new + each.reviews + each.looks) for each in days[1:]}


def minutes_of(scope: Scope, row: ExamRow) -> Minutes:
    """Return what the learner has on each day: less where weekdays hold less, none on days off."""
    return lambda day: row.minutes * scope.rest.share(day)


def pace_of(recalls: Iterable[tuple[State, int]]) -> Pace:
    """Return a learner's pace.

    A new card costs its first look and all its learning steps, a recall what a lapse costs in
    addition. Until there is enough of either, the pace is that of most people.

    Args:
        recalls: The state of each card before the recall, and milliseconds taken.
    """
    counts = {State.NEW: 0, State.REVIEW: 0}
    whole_ms = {State.NEW: 0, State.REVIEW: 0}
    for state, took_ms in recalls:
        kind = State.NEW if state in _LEARNING else State.REVIEW
        whole_ms[kind] += took_ms
        counts[kind] += state is kind
    new, recall = counts[State.NEW], counts[State.REVIEW]
    return Pace(
        max(1.0, whole_ms[State.NEW] / new / 1000) if new >= _ENOUGH else NEW_S,
        max(1.0, whole_ms[State.REVIEW] / recall / 1000) if recall >= _ENOUGH else RECALL_S,
    )


def _since(scope: Scope, row: ExamRow) -> int:
    """Return the study day on which the date was set, by the offset of today."""
    when = scope.when._replace(at_ms=row.created_ms)
    rollover = scope.settings.rollover_hour
    return min(study_day(when.at_ms, when.offset_min, rollover), row.day - 1)
