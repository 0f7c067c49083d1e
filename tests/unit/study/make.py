"""Builders shared by the tests of the study room."""

from __future__ import annotations

from hypothesis import strategies as st

from mtdtutor.core.clock import MS_PER_DAY, Moment
from mtdtutor.study.memory import NEW_MEMORY, Grade, Memory, State
from mtdtutor.study.scheduler import DEFAULT_PARAMS, Graded, Outcome, Params, Recognition, step

DAY = 20_000
LOWER = (
    0.001, 0.001, 0.001, 0.001, 1.0, 0.001, 0.001, 0.001, 0.0, 0.0, 0.001, 0.001, 0.001, 0.001,
    0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.1,
)  # fmt: skip
UPPER = (
    100.0, 100.0, 100.0, 100.0, 10.0, 4.0, 4.0, 0.75, 4.5, 0.8, 3.5, 5.0, 0.25, 0.9, 4.0, 1.0,
    6.0, 2.0, 2.0, 0.8, 0.8,
)  # fmt: skip


def at(day: int, minutes: float = 0) -> Moment:
    """Return the moment so many minutes after noon of a study day, in UTC."""
    return Moment(day * MS_PER_DAY + 43_200_000 + round(minutes * 60_000), 0, day)


def reviewed(
    stability: float = 20.0, difficulty: float = 5.0, last_day: int = DAY, due_in: int = 20
) -> Memory:
    """Return a memory in review."""
    return Memory(
        State.REVIEW, None, stability, difficulty, last_day + due_in, None, last_day, 5, 0
    )


def graded(grade: int) -> Graded:
    """Return the evidence of a grade given as a number."""
    return Graded(Grade(grade))


def history(grades: list[int], gaps: list[int], params: Params = DEFAULT_PARAMS) -> list[Outcome]:
    """Return the outcomes of grades, each so many days after the one before."""
    memory, day, outcomes = NEW_MEMORY, DAY, []
    for grade, gap in zip(grades, gaps, strict=True):
        day += gap
        outcomes.append(step(memory, graded(grade), at(day), params, "card:a"))
        memory = outcomes[-1].memory
    return outcomes


def params_strategy() -> st.SearchStrategy[Params]:
    """Return parameters anywhere within the bounds of the engine."""
    bounds = zip(LOWER, UPPER, strict=True)
    weights = st.tuples(*(st.floats(low, high) for low, high in bounds))
    retentions = st.floats(0.7, 0.97)
    return st.builds(
        lambda w, r: DEFAULT_PARAMS._replace(weights=w, retention=r), weights, retentions
    )


def near_default_strategy() -> st.SearchStrategy[Params]:
    """Return parameters as a fit would give them: within a tenth of the defaults."""
    factors = st.lists(st.floats(0.9, 1.1), min_size=21, max_size=21)

    def build(factor: list[float]) -> Params:
        scaled = (w * f for w, f in zip(DEFAULT_PARAMS.weights, factor, strict=True))
        bounded = zip(scaled, LOWER, UPPER, strict=True)
        weights = tuple(min(max(w, low), high) for w, low, high in bounded)
        return DEFAULT_PARAMS._replace(weights=weights)

    return factors.map(build)


STABILITIES = st.floats(0.01, 3000)
DIFFICULTIES = st.floats(1, 10)
GRADES = st.sampled_from(list(Grade))
RECOGNITIONS = st.builds(
    Recognition, st.booleans(), st.sampled_from([0, 2, 3, 4, 5]), st.booleans(), st.booleans()
)
