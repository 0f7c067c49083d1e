"""Over a thousand random histories against the reference implementation in Rust.

It computes with 32-bit floats, so a step from the same memory agrees to 1e-5, and a whole history,
in which its rounding adds up, to 1e-4.
"""

from __future__ import annotations

import random
from typing import Final

import fsrs_rs_python as reference
import pytest

from mtdtutor.study.memory import NEW_MEMORY, Grade, Memory
from mtdtutor.study.scheduler import DEFAULT_PARAMS, Graded, Params, step
from tests.unit.study.make import DAY, LOWER, UPPER, at

HISTORIES: Final = 1200
OWN_PARAMETERS: Final = 300
"""Of them, how many have parameters of their own, as a fit might give them."""
PER_STEP: Final = 1e-5
AT_THE_END: Final = 1e-4
NAMES: Final = ("again", "hard", "good", "easy")
LONG: Final = DEFAULT_PARAMS._replace(max_interval=36_500)


def own_params(rng: random.Random) -> Params:
    scaled = (weight * rng.uniform(0.8, 1.25) for weight in DEFAULT_PARAMS.weights)
    bounded = zip(scaled, LOWER, UPPER, strict=True)
    # 32-bit floats on both sides, so that the very same parameters are meant.
    weights = (as_f32(min(max(w, low), high)) for w, low, high in bounded)
    return LONG._replace(weights=tuple(weights))


def as_f32(value: float) -> float:
    return float(reference.MemoryState(value, 1.0).stability)


def a_history(rng: random.Random) -> list[tuple[Grade, int]]:
    """Return grades and gaps: same-day repeats, early, due and much overdue."""
    grades = rng.choices(list(Grade), (0.2, 0.1, 0.55, 0.15), k=rng.randint(1, 14))
    gaps = [rng.choice((0, 0, 1, 1, 2, 4, 9, 20, 45, 110, 400)) for _ in grades]
    return list(zip(grades, [0, *gaps[1:]], strict=True))


def values(memory: Memory) -> tuple[float, float]:
    assert memory.stability is not None
    assert memory.difficulty is not None
    return memory.stability, memory.difficulty


@pytest.mark.parametrize("first", range(0, HISTORIES, 300))
def test_random_histories_agree_with_the_reference(first: int) -> None:
    for number in range(first, first + 300):
        rng = random.Random(number)
        params = own_params(rng) if number < OWN_PARAMETERS else LONG
        rust = reference.FSRS(list(params.weights))
        memory, day, theirs = NEW_MEMORY, DAY, None
        for grade, gap in a_history(rng):
            day += gap
            from_ours = None if memory is NEW_MEMORY else reference.MemoryState(*values(memory))
            one_step = getattr(rust.next_states(from_ours, 0.9, gap), NAMES[grade - 1]).memory
            theirs = getattr(rust.next_states(theirs, 0.9, gap), NAMES[grade - 1]).memory
            memory = step(memory, Graded(grade), at(day), params, "card:a").memory
            assert values(memory) == pytest.approx(
                (one_step.stability, one_step.difficulty), rel=PER_STEP
            ), number
        assert theirs is not None
        assert values(memory) == pytest.approx(
            (theirs.stability, theirs.difficulty), rel=AT_THE_END
        ), number


def test_the_reference_replays_the_whole_history_alike() -> None:
    rust = reference.FSRS(list(DEFAULT_PARAMS.weights))
    rng = random.Random(1)
    for _ in range(50):
        history, memory, day = a_history(rng), NEW_MEMORY, DAY
        for grade, gap in history:
            day += gap
            memory = step(memory, Graded(grade), at(day), LONG, "card:a").memory
        reviews = [reference.FSRSReview(int(grade), gap) for grade, gap in history]
        theirs = rust.memory_state(reference.FSRSItem(reviews))
        assert values(memory) == pytest.approx(
            (theirs.stability, theirs.difficulty), rel=AT_THE_END
        )
