"""What a study day holds for a learner: the line of cards, and the learning steps that run."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

from mtdtutor.services.scope import Scope
from mtdtutor.storage import exam as exams
from mtdtutor.storage import memory, queue
from mtdtutor.study.backlog import part
from mtdtutor.study.memory import Memory, State
from mtdtutor.study.queue import Candidate, Limits, arrange, choose_new, given_away
from mtdtutor.study.session import LEARN_AHEAD_MS
from mtdtutor.study.siblings import siblings

if TYPE_CHECKING:
    from mtdtutor.services.exam_schedule import Bent
    from mtdtutor.storage.database import Connection
    from mtdtutor.storage.memory import CardState

# Only so many due cards are looked at for each that is wanted: siblings fall out of them.
_DUE_PER_WANTED: Final = 4
# New cards are looked at in the order they are taught; this many leave enough topics to mix.
_FEWEST_NEW: Final = 400
_NEW_PER_WANTED: Final = 20
MORE_NEW: Final = 10
"""How many new cards beyond the daily limit are offered at a time."""


class DayPlan(NamedTuple):
    """The cards of one study day that are still to come.

    Attributes:
        line: Due and new cards in the order they are asked.
        learning: By card in a step, when the step ends (UTC ms).
        done: What the day saw so far.
        put_off: Cards that were to come and were buried today; each keeps its place in the limit.
        met: Facts of which no other card comes today.
        exam: What an exam makes of the day; None without one.
    """

    line: tuple[Candidate, ...]
    learning: Mapping[str, int]
    done: queue.Done
    put_off: tuple[Candidate, ...]
    met: frozenset[str]
    exam: Bent | None = None

    @property
    def new(self) -> int:
        """New cards in the line."""
        return sum(each.state is State.NEW for each in self.line)

    @property
    def reviews(self) -> int:
        """Due cards in the line."""
        return len(self.line) - self.new

    def siblings_of(self, fact: str) -> list[Candidate]:
        """Return what of the line gives a card on a fact away, that card itself included."""
        facts = siblings(fact)
        return [each for each in self.line if each.fact in facts]

    def steps_ready(self, now_ms: int) -> int:
        """Return how many cards in steps a sitting that begins now would hold."""
        return sum(due <= now_ms + LEARN_AHEAD_MS for due in self.learning.values())


def plan_day(conn: Connection, scope: Scope, confusable: Mapping[str, Collection[str]]) -> DayPlan:
    """Return what the study day of ``scope.when`` still holds.

    Args:
        conn: A connection.
        scope: Whose day, and under what limits.
        confusable: For each topic the topics it is taken for.
    """
    learner, day = scope.learner, scope.when.day
    done = queue.done(conn, learner, day)
    steps = memory.learning(conn, learner, day)
    put_off = tuple(memory.put_off(conn, learner, day))
    limits = _limits(conn, scope, done, put_off)
    # A card in a step is asked today and gives its siblings away; one put off would come in vain.
    met = given_away((*steps, *put_off))
    met.update(*map(siblings, memory.facts_met(conn, learner, day)))
    learning = {each.card: each.due_ms for each in steps if each.due_ms is not None}
    if scope.rest.share(day) <= 0:
        learning = {}  # even what is half learnt waits on a day off
    bent = exam_in_force(conn, scope, done)
    if bent is not None:
        from mtdtutor.services.exam_schedule import line_before

        before = line_before(conn, scope, bent, limits, confusable, met)
        return DayPlan(tuple(before), learning, done, put_off, frozenset(met), bent)
    most = _DUE_PER_WANTED * (limits.reviews_left + len(met))
    due = due_today(conn, scope, most) if limits.reviews_left else []
    most = max(_FEWEST_NEW, _NEW_PER_WANTED * limits.new_left)
    new = memory.new(conn, learner, day, most) if limits.new_left else []
    line = tuple(arrange(due, new, limits, day, confusable, met))
    return DayPlan(line, learning, done, put_off, frozenset(met))


def place_first(plan: DayPlan, card: CardState) -> tuple[str, ...] | None:
    """Return a day's line with room for one card that is to be asked first.

    It takes the place of another of its kind, so that the day holds as many cards as before.

    Returns:
        The ids of the line; None if the limit or a sibling leaves the card no place.
    """
    line = [each.card for each in plan.line]
    if card.card in line or card.card in plan.learning:
        return tuple(line)
    if card.fact in plan.met:
        return None
    is_new = card.memory.state is State.NEW
    kind = [each for each in plan.line if (each.state is State.NEW) == is_new]
    nearest = plan.siblings_of(card.fact)
    if not kind or any(each not in kind for each in nearest):
        return None
    line.remove((nearest or kind)[-1].card)
    return tuple(line)


def more_new(
    conn: Connection, scope: Scope, plan: DayPlan, confusable: Mapping[str, Collection[str]]
) -> int:
    """Return how many new cards can be offered beyond a day's limit, when nothing else is left.

    Args:
        conn: A connection.
        scope: Whose day.
        plan: What the day still holds.
        confusable: For each topic the topics it is taken for.
    """
    if plan.line or plan.learning:
        return 0
    if plan.exam is not None:
        from mtdtutor.services.exam_schedule import more_fresh

        return len(more_fresh(conn, scope, plan.exam, MORE_NEW, confusable, plan.met))
    new = memory.new(conn, scope.learner, scope.when.day, _FEWEST_NEW)
    return len(choose_new(new, MORE_NEW, plan.met, confusable))


def extra_for_more(conn: Connection, scope: Scope, plan: DayPlan) -> int:
    """Return by how much today's limit has to rise for another ``MORE_NEW`` cards to come.

    Before an exam there is no limit but the minutes; then it is how many new cards come in all.
    """
    if plan.exam is not None:
        return plan.done.new + MORE_NEW
    limits = _limits(conn, scope, plan.done, plan.put_off)
    return scope.extra_new + max(0, limits.new_done + MORE_NEW - limits.new_per_day)


def reviews_wanted(conn: Connection, scope: Scope, done: queue.Done) -> int:
    """Return how many reviews today holds, as the limit, days off and a shared backlog go."""
    day, rest, until = scope.when.day, scope.rest, scope.spread_until
    limit = rest.scaled(scope.settings.reviews_per_day, day)
    if until is None:
        return limit
    coming = memory.due_per_day(conn, scope.learner, until)
    waiting = memory.reviews_due(conn, scope.learner, day) + done.reviews
    return min(limit, part(waiting, coming, day, until, rest))


def exam_in_force(conn: Connection, scope: Scope, done: queue.Done) -> Bent | None:
    """Return what an exam makes of the schedule; None without one ahead.

    Args:
        conn: A connection.
        scope: Whose.
        done: What the day saw so far.
    """
    row = exams.find_open(conn, scope.learner)
    if row is None or row.day <= scope.when.day:
        return None
    # Imported here: a day without an exam does without it.
    from mtdtutor.services.exam_schedule import bent_by

    return bent_by(conn, scope, row, done)


def comes(scope: Scope, exam: Bent | None, card: str, state: Memory) -> Memory:
    """Return a memory with the day on which the card comes, for an exam and days off."""
    first = 0
    if exam is not None and card in exam.cards:
        state, first = exam.shown(card, state), exam.exam.day
    if state.due_day is None or state.last_day is None or scope.rest.is_plain:
        return state
    if state.due_day < first:
        return state  # the plan of the exam knows the days off
    longest = scope.params.max_interval
    day = scope.rest.asked_on(card, state.due_day, state.last_day, longest)
    return state._replace(due_day=max(day, first))


def due_today(conn: Connection, scope: Scope, most: int | None = None) -> list[Candidate]:
    """Return the cards that are to be asked today, those of days off near by among them.

    Args:
        conn: A connection.
        scope: Whose day.
        most: How many at most of those due by today, before days off are considered; None for all.
    """
    day, rest, longest = scope.when.day, scope.rest, scope.params.max_interval
    found = memory.due(conn, scope.learner, day, most)
    if rest.is_plain:
        return found
    lent = rest.lends(day)
    if lent:
        found += memory.due_between(conn, scope.learner, day, lent[0], lent[-1])
    return [
        each
        for each in found
        if each.due_day is None
        or each.last_day is None
        or rest.asked_on(each.card, each.due_day, each.last_day, longest) <= day
    ]


def _limits(
    conn: Connection, scope: Scope, done: queue.Done, put_off: Collection[Candidate]
) -> Limits:
    settings, day = scope.settings, scope.when.day
    return Limits(
        scope.rest.scaled(settings.new_per_day, day) + scope.extra_new,
        reviews_wanted(conn, scope, done),
        done.new + sum(each.state is State.NEW for each in put_off),
        done.reviews + sum(each.due_day is not None and each.due_day <= day for each in put_off),
    )


def confusions(conn: Connection) -> dict[str, tuple[str, ...]]:
    """Return for each topic of the course the topics it is taken for."""
    return {each.id: each.confusable for each in queue.topics(conn)}
