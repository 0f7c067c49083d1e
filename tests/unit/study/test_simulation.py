"""The benchmark of the schedule: its truths, its rivals, and that it can lose."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench import scheduler as bench
from bench._minds import DEFAULT_WEIGHTS, FsrsLearner, FsrsMind, TraceMind, Weights
from bench._policies import AnkiSm2, App, Ladder, Policy, Sm2
from mtdtutor.study.memory import NEW_MEMORY, Grade
from mtdtutor.study.scheduler import DEFAULT_PARAMS, Graded, Params, recall, step
from tests.unit.study.make import DAY, GRADES, at, params_strategy


@given(
    params_strategy(),
    st.lists(st.tuples(GRADES, st.integers(0, 300)), min_size=1, max_size=8),
    st.integers(1, 300),
)
def test_the_formulas_written_anew_agree_with_the_reducer(
    params: Params, history: list[tuple[Grade, int]], later: int
) -> None:
    mind, memory, day = FsrsMind(Weights.of(params.weights)), NEW_MEMORY, DAY
    for grade, gap in history:
        day += gap
        mind.meet(day, grade)
        memory = step(memory, Graded(grade), at(day), params, "card:a").memory
        assert (mind.stability, mind.difficulty) == pytest.approx(
            (memory.stability, memory.difficulty), rel=1e-9
        )
    assert mind.recall(day + later) == pytest.approx(recall(memory, day + later, params))


def days(policy: Policy, grades: list[int]) -> list[int]:
    """Return the intervals of a card that is reviewed when due."""
    due, found = 0, []
    for place, grade in enumerate(grades):
        before = due
        due = (policy.review if place else policy.first)(Grade(grade), before)
        found.append(due - before)
    return found


@pytest.mark.parametrize(
    ("policy", "grades", "expected"),
    [
        (Sm2(), [3, 3, 3, 3], [1, 6, 15, 38]),
        (Sm2(), [4, 4, 1, 3], [1, 6, 1, 1]),
        (AnkiSm2(), [3, 3, 3, 2, 1, 3], [1, 3, 8, 10, 1, 3]),
        (AnkiSm2(), [4, 4], [4, 13]),
        (Ladder(1, 3, 7), [3, 3, 3, 3, 1, 3], [1, 3, 7, 7, 1, 3]),
    ],
)
def test_rivals_schedule_as_published(
    policy: Policy, grades: list[int], expected: list[int]
) -> None:
    assert days(policy, grades) == expected


def test_the_app_takes_part_with_its_own_schedule() -> None:
    memory = NEW_MEMORY
    for grade in (3, 3):
        memory = step(memory, Graded(Grade(grade)), at(0), DEFAULT_PARAMS, "card:a").memory
    assert days(App("card:a", 0.9), [3]) == [memory.due_day]


def test_traces_fade_and_repetition_slows_it() -> None:
    once, spaced = TraceMind(), TraceMind()
    once.meet(0, Grade.GOOD)
    for day in (0, 3, 10):
        spaced.meet(day, Grade.GOOD)
    fading = [once.recall(day) for day in (1, 3, 10, 90)]
    assert fading == sorted(fading, reverse=True)
    assert spaced.recall(20) > once.recall(10)


def test_learners_are_drawn_in_mirrored_pairs() -> None:
    luck = random.Random(1)
    first = [FsrsLearner(seed).mind(luck) for seed in (0, 1)]
    for mind in first:
        mind.meet(0, Grade.GOOD)
    low, high = sorted(mind.stability for mind in first)  # type: ignore[attr-defined]
    assert low < DEFAULT_PARAMS.weights[2] < high
    assert low * high == pytest.approx(DEFAULT_PARAMS.weights[2] ** 2)


def test_a_schedule_that_misses_its_aim_is_told_so(capsys: pytest.CaptureFixture[str]) -> None:
    good = bench.Course(100.0, 60.0, 1000, 905, 120)
    bad = good._replace(recalled=860)
    assert bench.print_retention({bench.APP: [good, good]})
    assert not bench.print_retention({bench.APP: [bad, bad]})
    said = capsys.readouterr().out
    assert "+0.005" in said
    assert "-0.040" in said


def test_losses_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    ours = bench.Course(100.0, 60.0, 1000, 905, 120)
    bench.print_knowledge({bench.APP: [ours], "SM-2": [ours._replace(at_end=101.0)]})
    assert "it knows less at the end than SM-2." in capsys.readouterr().out


def test_prediction_of_the_truth_loses_nothing() -> None:
    assert bench._excess(0.8, 0.8) == 0
    assert bench._excess(0.8, 0.9) > 0
    assert DEFAULT_WEIGHTS.curve(5, 5) == pytest.approx(0.9)


def test_a_small_run_prints_everything_and_the_same_again(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def run() -> str:
        code = bench.main(["--learners", "2", "--days", "12", "--quiz-learners", "1"])
        assert code in {0, 1}  # so few learners prove nothing
        return capsys.readouterr().out.partition("Truth")[2].rpartition("\n\n")[0]

    first = run()
    for name in (*bench.POLICIES, *bench.RULES):
        assert name in first
    assert "Caveats" in first
    assert run() == first
