"""From events to memory and marks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtdtutor.core.clock import Moment
from mtdtutor.core.errors import BugError
from mtdtutor.study.fold import Acted, ActionKind, CardEvent, Reviewed, act, fold
from mtdtutor.study.memory import NEW_MEMORY, NO_MARKS, Grade, Marks, Memory, State, is_buried
from mtdtutor.study.scheduler import DEFAULT_PARAMS, Evidence, Graded, Params, Recognition, step
from tests.unit.study.make import DAY, GRADES, RECOGNITIONS, at, graded, reviewed

HARDER = DEFAULT_PARAMS._replace(
    weights=(*DEFAULT_PARAMS.weights[:8], 1.2, *DEFAULT_PARAMS.weights[9:])
)
ACTIONS = st.builds(
    lambda kind, tag, day: (
        kind,
        str(day)
        if kind is ActionKind.SET_DUE
        else (tag if kind in (ActionKind.TAG, ActionKind.UNTAG) else None),
    ),
    st.sampled_from(list(ActionKind)),
    st.sampled_from(["exam", "weak"]),
    st.integers(DAY, DAY + 50),
)


class Log:
    """Records as the program does: each event with the memory it met and the one it wrote."""

    def __init__(self) -> None:
        self.memory: Memory = NEW_MEMORY
        self.marks: Marks = NO_MARKS
        self.events: list[CardEvent] = []

    def review(self, evidence: Evidence, when: Moment, params: Params = DEFAULT_PARAMS) -> None:
        after = step(self.memory, evidence, when, params, "card:a").memory
        self.events.append(Reviewed(evidence, when, self.memory, after, params.retention))
        self.memory = after

    def act(self, kind: ActionKind, when: Moment, value: str | None = None) -> None:
        action = Acted(kind, when, value)
        self.memory, self.marks = act(self.memory, self.marks, action)
        self.events.append(action)

    def fold(self, params: Params = DEFAULT_PARAMS) -> tuple[Memory, Marks]:
        return fold(self.events, params, "card:a")


@given(
    st.lists(st.tuples(st.integers(-3, 40), st.one_of(GRADES, RECOGNITIONS, ACTIONS)), max_size=25)
)
def test_replaying_gives_what_was_recorded(
    history: list[tuple[int, Grade | Recognition | tuple[ActionKind, str | None]]],
) -> None:
    log, day = Log(), DAY
    for gap, event in history:
        day += gap
        if isinstance(event, Grade):
            log.review(Graded(event), at(day))
        elif isinstance(event, Recognition):
            log.review(event, at(day))
        else:
            log.act(event[0], at(day), event[1])
    assert log.fold() == (log.memory, log.marks)


def test_new_parameters_move_no_due_day() -> None:
    log = Log()
    for day, grade in ((0, 3), (0, 3), (2, 3), (14, 3)):
        log.review(graded(grade), at(DAY + day))
    memory, _ = log.fold(HARDER)
    assert memory.due_day == log.memory.due_day
    assert memory.stability is not None
    assert log.memory.stability is not None
    assert memory.stability < log.memory.stability


def test_a_due_day_stays_what_another_retention_wrote() -> None:
    log = Log()
    log.review(graded(4), at(DAY), DEFAULT_PARAMS._replace(retention=0.8))
    memory, _ = log.fold()
    assert memory == log.memory
    assert memory.due_day is not None
    assert memory.due_day > DAY + 10


def test_an_event_taken_back_leaves_no_trace_in_later_ones() -> None:
    log = Log()
    log.review(graded(4), at(DAY))
    log.review(graded(4), at(DAY + 8))
    log.review(Recognition(True, 3), at(DAY + 8))
    kept = log.memory.due_day
    del log.events[1]
    memory, _ = log.fold()
    plain = Log()
    plain.review(graded(4), at(DAY))
    plain.review(Recognition(True, 3), at(DAY + 8))
    assert memory == plain.memory
    assert memory.due_day != kept


def test_a_due_day_computed_again_uses_the_retention_of_its_time() -> None:
    low = DEFAULT_PARAMS._replace(retention=0.8)
    log = Log()
    log.review(graded(1), at(DAY), low)
    log.review(graded(4), at(DAY), low)
    del log.events[0]
    again = log.fold()
    assert again == fold(log.events, low, "card:a")
    assert again[0].due_day is not None
    assert again[0].due_day > DAY + 10


def test_a_quiz_answer_to_a_card_that_is_new_again_changes_nothing() -> None:
    log = Log()
    log.review(graded(4), at(DAY))
    log.review(Recognition(False, 3), at(DAY + 1))
    del log.events[0]
    assert log.fold()[0] == NEW_MEMORY


def test_forgetting_starts_anew_and_keeps_the_marks() -> None:
    log = Log()
    log.review(graded(3), at(DAY))
    log.act(ActionKind.FLAG, at(DAY))
    log.act(ActionKind.FORGET, at(DAY))
    assert log.fold() == (NEW_MEMORY, NO_MARKS._replace(flagged=True))
    log.review(graded(3), at(DAY + 1))
    assert log.memory.reviews == 1


def test_actions_and_their_opposites() -> None:
    memory, marks, when = reviewed(), NO_MARKS, at(DAY)
    for kind, there in (
        (ActionKind.SUSPEND, ActionKind.RESUME),
        (ActionKind.BURY, ActionKind.UNBURY),
        (ActionKind.FLAG, ActionKind.UNFLAG),
        (ActionKind.TAG, ActionKind.UNTAG),
    ):
        value = "exam" if kind is ActionKind.TAG else None
        _, marked = act(memory, marks, Acted(kind, when, value))
        assert marked != marks
        assert act(memory, marked, Acted(there, when, value)) == (memory, marks)


def test_burying_ends_with_the_day() -> None:
    _, marks = act(reviewed(), NO_MARKS, Acted(ActionKind.BURY, at(DAY)))
    assert is_buried(marks, DAY)
    assert not is_buried(marks, DAY + 1)
    assert not is_buried(NO_MARKS, DAY)


def test_setting_the_due_day() -> None:
    action = Acted(ActionKind.SET_DUE, at(DAY), str(DAY + 3))
    assert act(NEW_MEMORY, NO_MARKS, action)[0] == NEW_MEMORY
    learning = step(NEW_MEMORY, graded(1), at(DAY), DEFAULT_PARAMS, "card:a").memory
    memory, _ = act(learning, NO_MARKS, action)
    assert (memory.state, memory.due_day, memory.due_ms) == (State.REVIEW, DAY + 3, None)


def test_tags_are_sorted_and_kept_once() -> None:
    marks = NO_MARKS
    for tag in ("weak", "exam", "weak"):
        _, marks = act(NEW_MEMORY, marks, Acted(ActionKind.TAG, at(DAY), tag))
    assert marks.tags == ("exam", "weak")


def test_an_action_without_its_value_is_a_bug() -> None:
    with pytest.raises(BugError):
        act(reviewed(), NO_MARKS, Acted(ActionKind.TAG, at(DAY)))
