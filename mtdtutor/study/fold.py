"""From the live events of one card, in order, to its memory and marks."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Final, NamedTuple, assert_never

from mtdtutor.core.clock import Moment
from mtdtutor.core.errors import BugError
from mtdtutor.study.memory import NEW_MEMORY, NO_MARKS, Marks, Memory, State
from mtdtutor.study.scheduler import Evidence, Params, step


class ActionKind(StrEnum):
    """What a learner can do to a card besides recalling it."""

    SUSPEND = "suspend"
    RESUME = "resume"
    BURY = "bury"
    UNBURY = "unbury"
    FLAG = "flag"
    UNFLAG = "unflag"
    TAG = "tag"
    UNTAG = "untag"
    FORGET = "forget"
    SET_DUE = "set_due"
    DELETE = "delete"


OF_MEMORY: Final = frozenset({ActionKind.FORGET, ActionKind.SET_DUE})
"""What changes the memory of a card; everything else only marks it."""


class Reviewed(NamedTuple):
    """A review as it was recorded.

    Attributes:
        evidence: What the learner showed.
        when: When, with the study day stored then.
        before: The memory the review met when it was recorded.
        after: The memory it wrote.
        retention: The desired retention it was recorded under, which set its due date.
        exact: It was recorded under the parameters and the rule that are in force now, so that a
            replay must meet the very memory it met.
    """

    evidence: Evidence
    when: Moment
    before: Memory
    after: Memory
    retention: float
    exact: bool = False


class Acted(NamedTuple):
    """A card action as it was recorded.

    Attributes:
        kind: What was done.
        when: When.
        value: The tag for ``tag`` and ``untag``, the study day in digits for ``set_due``.
    """

    kind: ActionKind
    when: Moment
    value: str | None = None


CardEvent = Reviewed | Acted


def fold(
    events: Iterable[CardEvent], params: Params, card: str, memory: Memory = NEW_MEMORY
) -> tuple[Memory, Marks]:
    """Replay the live events of a card.

    Stability and difficulty are computed again under ``params``. The due date is the one the event
    wrote, so that new parameters move no due date; only where an earlier event was taken back, so
    or mended, so that the event would now meet another schedule or another memory than it met, is
    its due date computed again, for the retention of that time: what was taken back must leave no
    trace. Memories can be compared only where both come from the same parameters.

    Args:
        events: Live events in their order.
        params: The learner's present parameters.
        card: Id of the card.
        memory: What the first event meets.
    """
    marks = NO_MARKS
    for event in events:
        if isinstance(event, Acted):
            memory, marks = act(memory, marks, event)
        else:
            memory = _replayed(memory, event, params, card)
    return memory, marks


def trace(
    events: Iterable[CardEvent], params: Params, card: str
) -> Iterator[tuple[CardEvent, Memory, Memory]]:
    """Replay the live events of a card as ``fold`` does, and tell each step.

    Yields:
        The event, the memory it meets and the memory it leaves.
    """
    memory = NEW_MEMORY
    for event in events:
        before = memory
        memory, _ = fold((event,), params, card, before)
        yield event, before, memory


def act(memory: Memory, marks: Marks, action: Acted) -> tuple[Memory, Marks]:
    """Return memory and marks after a card action.

    ``forget`` starts the memory anew. ``set_due`` gives a card that was ever recalled a due day; a
    new card has nothing that could be due and stays as it is.
    """
    match action.kind:
        case ActionKind.SUSPEND | ActionKind.RESUME:
            marks = marks._replace(suspended=action.kind is ActionKind.SUSPEND)
        case ActionKind.BURY:
            marks = marks._replace(buried_day=action.when.day)
        case ActionKind.UNBURY:
            marks = marks._replace(buried_day=None)
        case ActionKind.FLAG | ActionKind.UNFLAG:
            marks = marks._replace(flagged=action.kind is ActionKind.FLAG)
        case ActionKind.TAG:
            marks = marks._replace(tags=tuple(sorted({*marks.tags, _value(action)})))
        case ActionKind.UNTAG:
            marks = marks._replace(tags=tuple(each for each in marks.tags if each != action.value))
        case ActionKind.DELETE:
            marks = marks._replace(deleted=True)
        case ActionKind.FORGET:
            memory = NEW_MEMORY
        case ActionKind.SET_DUE:
            day = int(_value(action))
            if memory.state is not State.NEW:
                memory = memory._replace(state=State.REVIEW, step=None, due_day=day, due_ms=None)
        case _:
            assert_never(action.kind)
    return memory, marks


def _replayed(memory: Memory, event: Reviewed, params: Params, card: str) -> Memory:
    then = params._replace(retention=event.retention)
    after = step(memory, event.evidence, event.when, then, card).memory
    if not _met(memory, event) or after.state is not event.after.state:
        return after
    return after._replace(due_day=event.after.due_day, due_ms=event.after.due_ms)


def _met(memory: Memory, event: Reviewed) -> bool:
    """Return whether an event now meets what it met when it was recorded."""
    before = event.before
    if _schedule(memory) != _schedule(before):
        return False
    if not event.exact:
        return True
    pairs = ((memory.stability, before.stability), (memory.difficulty, before.difficulty))
    # Another machine may round the last digit of a power otherwise.
    return memory.last_day == before.last_day and all(
        one == other or (one is not None and other is not None and math.isclose(one, other))
        for one, other in pairs
    )


def _schedule(memory: Memory) -> tuple[object, ...]:
    """Return what stands of a memory whatever the parameters are."""
    return memory.state, memory.step, memory.due_day, memory.due_ms, memory.reviews


def _value(action: Acted) -> str:
    if action.value is None:
        raise BugError(f"the action {action.kind} needs a value")
    return action.value
