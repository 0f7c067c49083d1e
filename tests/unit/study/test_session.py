"""One sitting, against plain words and a small model."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from mtdtutor.study.memory import Memory, State
from mtdtutor.study.session import LEARN_AHEAD_MS, Session
from tests.unit.study.make import reviewed

MINUTE = 60_000


def in_step(due_ms: int) -> Memory:
    return Memory(State.LEARNING, 0, 2.0, 5.0, None, due_ms, 1, 1, 0)


def test_the_line_then_nothing() -> None:
    session = Session(["a", "b"], {})
    assert session.next(0) == "a"
    assert session.next(0) == "a", "the same card until it is answered"
    session.answered("a", reviewed())
    assert session.next(0) == "b"
    session.answered("b", reviewed())
    assert session.next(0) is None
    assert session.shown is None
    assert session.next_due_ms() is None


class Compared(str):
    """A card id that counts how often one is compared with another."""

    __slots__ = ()
    times = 0
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        Compared.times += 1
        return super().__eq__(other)


def test_a_long_line_costs_an_answer_nothing() -> None:
    session = Session([Compared(number) for number in range(2000)], {})
    first = session.next(0)
    assert first is not None
    Compared.times = 0
    session.answered(first, reviewed())
    session.drop("1000")
    session.next(0)
    session.put_back(first)
    assert Compared.times < 20
    assert session.remaining(0) == 1999


def test_a_step_that_ran_out_comes_first() -> None:
    session = Session(["a", "b", "c"], {})
    session.next(0)
    session.answered("a", in_step(MINUTE))
    assert session.next(0) == "b"
    session.answered("b", reviewed())
    assert session.next(MINUTE) == "a"


def test_a_step_is_taken_early_when_the_line_is_empty() -> None:
    session = Session([], {"late": 10 * MINUTE, "early": 5 * MINUTE})
    assert session.next(0) == "early"
    session.answered("early", in_step(LEARN_AHEAD_MS + 1))
    assert session.next(0) == "late"
    session.answered("late", reviewed())
    assert session.next(0) is None
    assert session.remaining(0) == 0
    assert session.next_due_ms() == LEARN_AHEAD_MS + 1
    assert session.next(1) == "early"


def test_undo_puts_the_card_back_and_the_shown_one_next() -> None:
    session = Session(["a", "b"], {})
    session.next(0)
    session.answered("a", in_step(MINUTE))
    assert session.next(0) == "b"
    session.put_back("a")
    assert session.next(0) == "a"
    assert session.next_due_ms() is None, "its step was taken back with the answer"
    session.answered("a", reviewed())
    assert session.next(0) == "b"


def test_a_card_dropped_from_an_empty_table_comes_back() -> None:
    session = Session(["a", "b"], {})
    session.next(0)
    session.answered("a", reviewed())
    session.drop("b")
    assert session.next(0) is None
    session.put_back("b")
    assert session.next(0) == "b"
    session.put_back("b")
    assert session.remaining(0) == 1


def test_a_card_of_an_earlier_sitting_comes_back() -> None:
    session = Session(["a"], {})
    session.put_back("z")
    assert session.next(0) == "z"


def test_dropping_takes_a_card_from_wherever_it_is() -> None:
    session = Session(["a", "b"], {"c": 0})
    assert session.next(0) == "c"
    session.drop("c")
    session.drop("b")
    assert session.next(0) == "a"
    assert session.remaining(0) == 1


class SessionMachine(RuleBasedStateMachine):
    """No card is lost, none comes twice at once, none that is due waits behind the line."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0
        self.waiting = {f"c{number}" for number in range(8)}
        self.steps: dict[str, int] = {"s1": 5 * MINUTE, "s2": 60 * MINUTE}
        self.out: set[str] = set()
        self.session = Session(sorted(self.waiting), self.steps)

    @rule(minutes=st.integers(0, 30))
    def wait(self, minutes: int) -> None:
        self.now += minutes * MINUTE

    @rule(minutes=st.one_of(st.none(), st.integers(0, 90)))
    def grade(self, minutes: int | None) -> None:
        card = self.session.next(self.now)
        ran_out = {each for each, due in self.steps.items() if due <= self.now}
        soon = {each for each, due in self.steps.items() if due <= self.now + LEARN_AHEAD_MS}
        if card is None:
            assert not self.waiting
            assert not soon
            return
        assert card in ran_out or card in self.waiting or (card in soon and not self.waiting)
        self.waiting.discard(card)
        self.steps.pop(card, None)
        if minutes is None:
            self.session.answered(card, reviewed())
            self.out.add(card)
        else:
            self.session.answered(card, in_step(self.now + minutes * MINUTE))
            self.steps[card] = self.now + minutes * MINUTE

    @precondition(lambda self: self.out)
    @rule(data=st.data())
    def undo(self, data: st.DataObject) -> None:
        card = data.draw(st.sampled_from(sorted(self.out)))
        self.out.discard(card)
        self.waiting.add(card)
        self.session.put_back(card)
        assert self.session.next(self.now) == card

    @rule(data=st.data())
    def drop(self, data: st.DataObject) -> None:
        there = sorted(self.waiting | set(self.steps))
        if there:
            card = data.draw(st.sampled_from(there))
            self.waiting.discard(card)
            self.steps.pop(card, None)
            self.session.drop(card)
            self.out.add(card)

    @invariant()
    def counts_agree(self) -> None:
        soon = sum(due <= self.now + LEARN_AHEAD_MS for due in self.steps.values())
        shown = self.session.shown
        late = shown in self.steps and self.steps[shown] > self.now + LEARN_AHEAD_MS
        assert self.session.remaining(self.now) == len(self.waiting) + soon + late
        assert self.session.in_steps == set(self.steps) - {shown}


TestSessionMachine = SessionMachine.TestCase
TestSessionMachine.settings = settings(max_examples=60, stateful_step_count=30)
