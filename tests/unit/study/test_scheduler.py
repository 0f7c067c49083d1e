"""The scheduler against published vectors, a second implementation and its own laws."""

from __future__ import annotations

import math
import subprocess
import sys

import fsrs
import fsrs_rs_python as oracle
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mtdtutor.core.errors import BugError
from mtdtutor.study import scheduler
from mtdtutor.study.memory import NEW_MEMORY, Grade, Memory, State
from mtdtutor.study.scheduler import (
    DEFAULT_PARAMS,
    Graded,
    Params,
    Recognition,
    fuzz_bounds,
    fuzzed,
    interval_days,
    preview,
    recall,
    step,
)
from tests.unit.study.make import (
    DAY,
    DIFFICULTIES,
    GRADES,
    RECOGNITIONS,
    STABILITIES,
    at,
    graded,
    history,
    near_default_strategy,
    params_strategy,
    reviewed,
)

LONG = DEFAULT_PARAMS._replace(max_interval=36_500)


def stability(memory: Memory) -> float:
    assert memory.stability is not None
    return memory.stability


def difficulty(memory: Memory) -> float:
    assert memory.difficulty is not None
    return memory.difficulty


class TestGoldenVectors:
    def test_the_defaults_are_those_of_the_engine(self) -> None:
        assert fsrs.Scheduler(enable_fuzzing=False).parameters == DEFAULT_PARAMS.weights

    def test_a_long_history_reviewed_when_due(self) -> None:
        grades = [3, 3, 3, 3, 3, 3, 1, 1, 3, 3, 3, 3, 3]
        memory, day = NEW_MEMORY, DAY
        days, stabilities, difficulties = [], [], []
        for grade in grades:
            outcome = step(memory, graded(grade), at(day), LONG, "card:a")
            memory = outcome.memory
            days.append(outcome.interval or 0)
            stabilities.append(stability(memory))
            difficulties.append(difficulty(memory))
            day += outcome.interval or 0
        assert days == [0, 2, 11, 46, 163, 498, 0, 0, 2, 4, 7, 12, 21]
        assert stabilities == pytest.approx(
            [
                2.3065, 2.3065, 10.971048, 46.316858, 162.999816, 497.876555, 6.890413, 2.154598,
                2.154598, 3.983123, 7.236254, 12.483044, 20.770357,
            ],
            abs=1e-4,
        )  # fmt: skip
        assert difficulties == pytest.approx(
            [
                2.118104, 2.111214, 2.104331, 2.097455, 2.090586, 2.083724, 7.383202, 9.125105,
                9.111208, 9.097325, 9.083456, 9.069601, 9.05576,
            ],
            abs=1e-4,
        )  # fmt: skip

    def test_a_short_history_with_given_gaps(self) -> None:
        last = history([1, 3, 3, 3, 3, 3], [0, 0, 1, 3, 8, 21])[-1].memory
        assert stability(last) == pytest.approx(53.62691, abs=1e-4)
        assert difficulty(last) == pytest.approx(6.3574867, abs=1e-4)

    def test_the_same_without_the_same_day_weights(self) -> None:
        weights = list(DEFAULT_PARAMS.weights)
        weights[17:20] = [0.0, 0.0, 0.0]
        params = DEFAULT_PARAMS._replace(weights=tuple(weights))
        last = history([1, 3, 3, 3, 3, 3], [0, 0, 1, 3, 8, 21], params)[-1].memory
        assert stability(last) == pytest.approx(53.335106, abs=1e-4)

    def test_the_first_review(self) -> None:
        firsts = [history([grade], [0])[0].memory for grade in (1, 2, 3, 4)]
        assert [stability(each) for each in firsts] == [0.212, 1.2931, 2.3065, 8.2956]
        assert [difficulty(each) for each in firsts] == pytest.approx(
            [6.4133, 5.11217071, 2.11810397, 1.0], abs=1e-6
        )

    def test_the_forgetting_curve(self) -> None:
        pairs = zip(range(6), (1.0, 2.0, 3.0, 4.0, 4.0, 2.0), strict=True)
        curve = [recall(reviewed(s), DAY + t, DEFAULT_PARAMS) for t, s in pairs]
        assert curve[0] is None
        assert curve[1:] == pytest.approx([0.9403443, 0.9253786, 0.9185229, 0.9, 0.8261359])
        one = [recall(reviewed(1.0), DAY + t, DEFAULT_PARAMS) for t in (1, 2, 3)]
        assert one == pytest.approx([0.9, 0.84588465, 0.8093881])

    def test_the_next_difficulty(self) -> None:
        after = preview(reviewed(difficulty=5.0), at(DAY + 20), DEFAULT_PARAMS, "card:a")
        assert [difficulty(each.memory) for each in after.values()] == pytest.approx(
            [8.34176237, 6.66599537, 4.99022837, 3.31446137], abs=1e-6
        )

    def test_the_interval_for_each_retention(self) -> None:
        tenths = [LONG._replace(retention=r / 10) for r in range(2, 10)]
        tenths = [each._replace(max_interval=10**7) for each in tenths]
        assert [interval_days(1.0, each) for each in tenths] == [34793, 2508, 387, 90, 27, 9, 3, 1]

    def test_the_learning_steps(self) -> None:
        after = preview(NEW_MEMORY, at(DAY), DEFAULT_PARAMS, "card:a")
        waits = [(each.memory.due_ms or 0) - at(DAY).at_ms for each in after.values()]
        assert waits[:3] == [60_000, 330_000, 600_000]
        assert after[Grade.EASY].interval == 8
        one_step = DEFAULT_PARAMS._replace(learning_steps=(60,))
        hard = preview(NEW_MEMORY, at(DAY), one_step, "card:a")[Grade.HARD]
        assert hard.memory.due_ms == at(DAY).at_ms + 90_000

    def test_one_step_for_a_stability_of_five(self) -> None:
        days = [1, 3]
        for elapsed in days:
            memory = reviewed(5.0, 1.0)
            after = preview(memory, at(DAY + elapsed), DEFAULT_PARAMS, "card:a")
            r = recall(memory, DAY + elapsed, DEFAULT_PARAMS)
            assert r is not None
            w = DEFAULT_PARAMS.weights
            growth = math.exp(w[8]) * 10 * 5 ** -w[9] * (math.exp(w[10] * (1 - r)) - 1)
            assert stability(after[Grade.GOOD].memory) == pytest.approx(5 * (1 + growth))
            assert stability(after[Grade.HARD].memory) == pytest.approx(5 * (1 + growth * w[15]))
            assert stability(after[Grade.EASY].memory) == pytest.approx(5 * (1 + growth * w[16]))
            forget = w[11] * ((5 + 1) ** w[13] - 1) * math.exp(w[14] * (1 - r))
            assert stability(after[Grade.AGAIN].memory) == pytest.approx(
                min(forget, 5 / math.exp(w[17] * w[18]))
            )
        same_day = preview(reviewed(5.0), at(DAY), DEFAULT_PARAMS, "card:a")
        assert [stability(each.memory) for each in same_day.values()] == pytest.approx(
            [1.596818, 5, 5, 8.12960956], abs=1e-5
        )

    def test_the_next_morning_is_another_day(self) -> None:
        memory = history([3, 3], [0, 0])[-1].memory
        after = step(memory, graded(3), at(DAY + 1, minutes=-600), DEFAULT_PARAMS, "card:a")
        assert stability(after.memory) == pytest.approx(7.319, abs=1e-3)

    def test_agrees_with_the_rust_implementation(self) -> None:
        rust = oracle.FSRS(list(DEFAULT_PARAMS.weights))
        for s in (0.3, 2.0, 17.0, 240.0):
            for d in (1.2, 5.0, 9.7):
                for elapsed in (0, 1, 9, 120):
                    state = oracle.MemoryState(s, d)
                    theirs = rust.next_states(state, 0.9, elapsed)
                    ours = preview(reviewed(s, d), at(DAY + elapsed), LONG, "card:a")
                    for grade, name in zip(Grade, ("again", "hard", "good", "easy"), strict=True):
                        their = getattr(theirs, name).memory
                        assert stability(ours[grade].memory) == pytest.approx(
                            their.stability, rel=1e-5
                        )
                        assert difficulty(ours[grade].memory) == pytest.approx(
                            their.difficulty, rel=1e-5
                        )


class TestLaws:
    @given(params_strategy(), STABILITIES, DIFFICULTIES, st.integers(1, 4000))
    def test_grades_are_ordered_and_success_never_hurts(
        self, params: Params, s: float, d: float, elapsed: int
    ) -> None:
        after = preview(reviewed(s, d), at(DAY + elapsed), params, "card:a")
        again, hard, good, easy = (stability(each.memory) for each in after.values())
        assert again <= hard * (1 + 1e-12)
        assert hard <= good <= easy
        assert hard >= s
        assert again <= max(s, scheduler.MIN_STABILITY)
        harder = [difficulty(each.memory) for each in after.values()]
        assert harder == sorted(harder, reverse=True)
        assert all(1 <= each <= 10 for each in harder)

    @given(params_strategy(), STABILITIES, DIFFICULTIES, st.integers(1, 1000), st.integers(1, 1000))
    def test_a_later_success_is_worth_at_least_as_much(
        self, params: Params, s: float, d: float, first: int, more: int
    ) -> None:
        early = step(reviewed(s, d), graded(3), at(DAY + first), params, "card:a")
        late = step(reviewed(s, d), graded(3), at(DAY + first + more), params, "card:a")
        assert stability(late.memory) >= stability(early.memory)

    @given(near_default_strategy(), STABILITIES, DIFFICULTIES)
    def test_on_the_same_day_too(self, params: Params, s: float, d: float) -> None:
        after = preview(reviewed(s, d), at(DAY), params, "card:a")
        again, hard, good, easy = (stability(each.memory) for each in after.values())
        assert again <= hard <= good <= easy
        assert hard >= s

    @given(params_strategy(), STABILITIES, st.integers(1, 5000), st.integers(1, 5000))
    def test_recall_falls_with_time_and_rises_with_stability(
        self, params: Params, s: float, days: int, more: int
    ) -> None:
        now = recall(reviewed(s), DAY + days, params)
        later = recall(reviewed(s), DAY + days + more, params)
        firmer = recall(reviewed(s + more), DAY + days, params)
        assert now is not None
        assert later is not None
        assert firmer is not None
        assert 0 < later < now < firmer < 1

    @given(params_strategy(), st.integers(1, 2000))
    def test_stability_is_the_day_of_ninety_percent(self, params: Params, s: int) -> None:
        assert recall(reviewed(float(s)), DAY + s, params) == pytest.approx(0.9)

    @given(params_strategy(), STABILITIES)
    def test_the_interval_stays_within_its_bounds(self, params: Params, s: float) -> None:
        assert 1 <= interval_days(s, params) <= params.max_interval

    @given(params_strategy(), st.floats(20, 300))
    def test_recall_after_the_interval_is_what_was_wanted(self, params: Params, s: float) -> None:
        long = params._replace(max_interval=10**9)
        days = interval_days(s, long)
        assume(days >= 20)
        around = [recall(reviewed(s), DAY + days + shift, long) for shift in (-1, 1)]
        assert around[0] is not None
        assert around[1] is not None
        assert around[1] <= params.retention <= around[0]

    @given(params_strategy(), STABILITIES, st.floats(1, 9), st.floats(0, 1), st.integers(1, 2000))
    def test_what_is_harder_grows_less(
        self, params: Params, s: float, d: float, more: float, elapsed: int
    ) -> None:
        easier, harder = (
            preview(reviewed(s, each), at(DAY + elapsed), params, "card:a")
            for each in (d, d + more)
        )
        for grade in (Grade.HARD, Grade.GOOD, Grade.EASY):
            assert stability(harder[grade].memory) <= stability(easier[grade].memory)

    @given(params_strategy(), STABILITIES, st.floats(1, 3), st.floats(0.5, 1))
    def test_intervals_grow_with_stability_and_shrink_with_what_is_wanted(
        self, params: Params, s: float, more: float, less: float
    ) -> None:
        long = params._replace(max_interval=10**9)
        days = interval_days(s, long)
        assert days <= interval_days(s * more, long)
        assert days <= interval_days(s, long._replace(retention=params.retention * less))

    @given(
        params_strategy(),
        st.lists(st.tuples(GRADES, st.integers(-3, 400)), max_size=8),
        GRADES,
        st.integers(-3, 400),
        st.text(max_size=8),
        st.sampled_from([(), (60,), (60, 600), (60, 600, 3600)]),
        st.integers(1, 36_500),
    )
    def test_what_is_shown_is_what_is_applied(
        self,
        params: Params,
        before: list[tuple[Grade, int]],
        grade: Grade,
        gap: int,
        card: str,
        steps: tuple[int, ...],
        longest: int,
    ) -> None:
        params = params._replace(
            learning_steps=steps, relearning_steps=steps[:1], max_interval=longest
        )
        memory, day = NEW_MEMORY, DAY
        for given_, passed in before:
            day += passed
            memory = step(memory, Graded(given_), at(day), params, card).memory
        day += gap
        shown = preview(memory, at(day), params, card)
        # Somebody thinks for twenty minutes before the grade: only minutes may move.
        applied = step(memory, Graded(grade), at(day, minutes=20), params, card)
        promised = shown[grade]
        assert applied._replace(memory=promised.memory) == promised
        assert applied.memory._replace(due_ms=None) == promised.memory._replace(due_ms=None)
        if promised.memory.due_ms is not None:
            assert applied.memory.due_ms == promised.memory.due_ms + 20 * 60_000
        due = [each.memory.due_day for each in shown.values() if each.memory.due_day is not None]
        # Nothing orders the first stabilities but a fit that makes sense.
        assert memory.state is State.NEW or due == sorted(due)

    @given(GRADES, STABILITIES, DIFFICULTIES, st.integers(-400, 400))
    def test_interval_of_the_engine_and_ours_agree(
        self, grade: Grade, s: float, d: float, elapsed: int
    ) -> None:
        outcome = step(reviewed(s, d), Graded(grade), at(DAY + elapsed), DEFAULT_PARAMS, "card:a")
        if outcome.interval is not None:
            assert outcome.interval == interval_days(stability(outcome.memory), DEFAULT_PARAMS)

    @given(GRADES, st.integers(1, 400))
    def test_a_clock_moved_back_counts_as_the_same_day(self, grade: Grade, back: int) -> None:
        moved = step(reviewed(), Graded(grade), at(DAY - back), DEFAULT_PARAMS, "card:a")
        same = step(reviewed(), Graded(grade), at(DAY), DEFAULT_PARAMS, "card:a")
        assert moved.memory.stability == same.memory.stability
        assert moved.memory.difficulty == same.memory.difficulty
        assert moved.recall is None
        assert moved.memory.last_day == DAY - back

    def test_counts_reviews_and_lapses(self) -> None:
        outcomes = history([1, 3, 3, 1, 3, 1], [0, 0, 0, 2, 0, 1])
        assert [each.memory.reviews for each in outcomes] == [1, 2, 3, 4, 5, 6]
        assert [each.memory.lapses for each in outcomes] == [0, 0, 0, 1, 1, 2]

    def test_a_card_is_due_by_the_day_or_by_the_minute_never_both(self) -> None:
        for outcome in history([1, 2, 3, 3, 1, 1, 3, 4], [0, 0, 0, 0, 2, 0, 0, 9]):
            memory = outcome.memory
            in_review = memory.state is State.REVIEW
            assert (memory.due_day is not None) == in_review
            assert (memory.due_ms is None) == in_review
            assert (memory.step is None) == in_review

    def test_without_steps_a_card_goes_straight_to_review(self) -> None:
        params = DEFAULT_PARAMS._replace(learning_steps=(), relearning_steps=())
        outcomes = history([1, 1], [0, 3], params)
        assert [each.memory.state for each in outcomes] == [State.REVIEW, State.REVIEW]

    @pytest.mark.parametrize("retention", [0.0, 1.0, -1.0, 1.5, math.nan])
    def test_a_senseless_retention_is_refused(self, retention: float) -> None:
        with pytest.raises(BugError):
            step(NEW_MEMORY, graded(3), at(DAY), LONG._replace(retention=retention), "card:a")

    def test_the_engine_is_imported_by_the_first_step_only(self) -> None:
        code = (
            "import sys, mtdtutor.study.scheduler, mtdtutor.study.fold;"
            "sys.exit('fsrs' in sys.modules)"
        )
        assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


class TestFuzz:
    @pytest.mark.parametrize(
        ("interval", "bounds"), [(2.5, (2, 4)), (7, (5, 9)), (17, (14, 20)), (37, (33, 41))]
    )
    def test_known_bounds(self, interval: float, bounds: tuple[int, int]) -> None:
        assert fuzz_bounds(interval, 36_500) == bounds

    @given(st.integers(1, 36_500), st.integers(1, 36_500), st.floats(0, 1, exclude_max=True))
    def test_stays_within_bounds(self, interval: int, longest: int, unit: float) -> None:
        interval = min(interval, longest)
        result = fuzzed(interval, longest, unit)
        assert 1 <= result <= longest
        if interval >= 3:
            low, high = fuzz_bounds(interval, longest)
            assert low <= result <= high
        else:
            assert result == interval

    @given(st.integers(1, 2000), st.integers(0, 200), st.floats(0, 1, exclude_max=True))
    def test_keeps_the_order_of_intervals(self, interval: int, more: int, unit: float) -> None:
        assert fuzzed(interval, 365, unit) <= fuzzed(interval + more, 365, unit)

    def test_is_not_biased(self) -> None:
        results = [fuzzed(30, 365, unit / 1000) for unit in range(1000)]
        assert sum(results) / len(results) == pytest.approx(30, abs=0.05)

    def test_depends_on_card_and_count_alone(self) -> None:
        due = set()
        for name in ("card:a", "card:b", "card:c", "card:d", "card:e"):
            first = step(reviewed(60), graded(3), at(DAY + 60), LONG, name)
            again = step(reviewed(60), graded(3), at(DAY + 60, 5), LONG, name)
            assert first.memory.due_day == again.memory.due_day
            assert first.memory.due_day == DAY + 60 + (first.interval_fuzzed or 0)
            due.add(first.memory.due_day)
        assert len(due) > 1

    def test_touches_the_due_day_alone(self) -> None:
        a = step(reviewed(), graded(3), at(DAY + 20), DEFAULT_PARAMS, "card:a").memory
        b = step(reviewed(), graded(3), at(DAY + 20), DEFAULT_PARAMS, "card:other").memory
        assert a._replace(due_day=None) == b._replace(due_day=None)


class TestQuizEvidence:
    @pytest.mark.parametrize(
        ("elapsed", "right", "options", "expected"),
        [
            (20, True, 4, 30.4),
            (20, True, 2, 27.3),
            (20, False, 4, 3.1),
            (720, True, 4, 30.1),
            (720, True, 2, 20.1),
        ],
    )
    def test_known_values(self, elapsed: int, right: bool, options: int, expected: float) -> None:
        outcome = step(
            reviewed(20.0, 5.0), Recognition(right, options), at(DAY + elapsed), LONG, "card:a"
        )
        assert stability(outcome.memory) == pytest.approx(expected, abs=0.05)

    @given(
        params_strategy(),
        st.floats(0.1, 1000),
        DIFFICULTIES,
        st.integers(1, 2000),
        st.sampled_from([0, 2, 3, 4, 5]),
    )
    def test_lies_between_again_and_good(
        self, params: Params, s: float, d: float, elapsed: int, options: int
    ) -> None:
        memory, when = reviewed(s, d), at(DAY + elapsed)
        grades = preview(memory, when, params, "card:a")
        wrong = step(memory, Recognition(False, options), when, params, "card:a").memory
        right = step(memory, Recognition(True, options), when, params, "card:a").memory
        slack = 1 + 1e-9
        assert right.last_day == wrong.last_day == DAY + elapsed
        assert stability(grades[Grade.AGAIN].memory) <= stability(wrong) * slack
        assert stability(wrong) <= stability(right) * slack
        assert stability(right) <= stability(grades[Grade.GOOD].memory) * slack
        low, high = sorted((d, difficulty(grades[Grade.AGAIN].memory)))
        for after in (right, wrong):
            assert low / slack <= difficulty(after) <= high * slack

    # The hardest cards are drawn a little towards the middle, Again or not.
    @given(near_default_strategy(), STABILITIES, st.floats(1, 9.5), st.integers(1, 2000))
    def test_a_miss_makes_harder_than_a_right_answer(
        self, params: Params, s: float, d: float, elapsed: int
    ) -> None:
        memory, when = reviewed(s, d), at(DAY + elapsed)
        right, wrong = (
            step(memory, Recognition(each, 3), when, params, "card:a").memory
            for each in (True, False)
        )
        assert d <= difficulty(wrong) * (1 + 1e-9)
        assert 1 <= difficulty(right) <= difficulty(wrong) <= 10

    @given(st.floats(1, 300), st.integers(1, 400))
    def test_an_easier_guess_proves_less(self, s: float, elapsed: int) -> None:
        typed, three, two = (
            stability(
                step(
                    reviewed(s), Recognition(True, k), at(DAY + elapsed), DEFAULT_PARAMS, "c"
                ).memory
            )
            for k in (0, 3, 2)
        )
        assert two <= three <= typed

    @given(RECOGNITIONS)
    def test_a_new_card_stays_new(self, evidence: Recognition) -> None:
        outcome = step(NEW_MEMORY, evidence, at(DAY), DEFAULT_PARAMS, "card:a")
        assert outcome == (NEW_MEMORY, None, None, None)

    @given(RECOGNITIONS, st.sampled_from([[1], [3], [3, 3, 1]]))
    def test_a_card_in_steps_stays_where_it_is(
        self, evidence: Recognition, grades: list[int]
    ) -> None:
        memory = history(grades, [0] * len(grades))[-1].memory
        outcome = step(memory, evidence, at(DAY + 1), DEFAULT_PARAMS, "card:a")
        assert outcome.memory == memory

    @given(RECOGNITIONS, st.integers(0, 60))
    def test_same_day_and_several_facts_move_no_belief(
        self, evidence: Recognition, elapsed: int
    ) -> None:
        assume(elapsed == 0 or not evidence.moves)
        memory = reviewed()
        after = step(memory, evidence, at(DAY + elapsed), DEFAULT_PARAMS, "card:a")
        pulled = evidence.guessed or not evidence.right
        due = min(DAY + 20, DAY + elapsed + 1) if pulled else DAY + 20
        assert after.memory == memory._replace(due_day=due)
        assert after.interval is None

    def test_a_miss_or_a_guess_brings_the_card_to_tomorrow(self) -> None:
        for evidence in (Recognition(False, 3), Recognition(True, 3, guessed=True)):
            after = step(reviewed(), evidence, at(DAY + 5), DEFAULT_PARAMS, "card:a")
            assert after.memory.due_day == DAY + 6
            assert after.interval_fuzzed is not None
            assert after.interval_fuzzed > 1

    def test_the_pull_never_puts_a_card_off(self) -> None:
        overdue = reviewed(due_in=3)
        evidence = Recognition(False, 3, moves=False)
        after = step(overdue, evidence, at(DAY + 9), DEFAULT_PARAMS, "card:a")
        assert after.memory.due_day == DAY + 3

    def test_a_right_answer_sets_the_next_day_but_counts_as_no_review(self) -> None:
        after = step(reviewed(), Recognition(True, 3), at(DAY + 20), DEFAULT_PARAMS, "card:a")
        assert after.memory.reviews == 5
        assert after.memory.last_day == DAY + 20
        assert after.memory.due_day == DAY + 20 + (after.interval_fuzzed or 0)
        assert after.recall == pytest.approx(0.9)
