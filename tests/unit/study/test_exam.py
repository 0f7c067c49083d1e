"""What an exam date does to the schedule, and what it must leave alone."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench import exam as bench
from mtdtutor.study.exam import LAST_TARGET, Bend, Exam, Hours, Known, Pace, bend, window_start
from mtdtutor.study.exam_day import known, share_out
from mtdtutor.study.exam_plan import Setting, drawn, make_plan
from mtdtutor.study.formulas import curve, first, later
from mtdtutor.study.memory import NEW_MEMORY, State
from mtdtutor.study.queue import Candidate
from mtdtutor.study.scheduler import DEFAULT_PARAMS, step
from tests.unit.study.make import DAY, GRADES, at, graded, params_strategy

PACE = Pace(new_s=36, recall_s=12)
EXAM = Exam(DAY + 12, DAY, frozenset({"track-1", "track-2"}), frozenset({"core", "standard"}))


def hours(today: int = DAY, minutes: float = 10, off: tuple[int, ...] = ()) -> Hours:
    """Return so many minutes on each day but those off."""
    return Hours(today, minutes * 60, lambda day: 0 if day in off else minutes, PACE)


def seen(number: int, stability: float = 20.0, last: int = DAY - 5, due: int = DAY + 30):
    return Candidate(
        f"card:{number}", f"fact:{number}", "track-1", "core", "forward", State.REVIEW, due, None,
        stability, 5.0, last, number,
    )  # fmt: skip


def new(number: int, level: str = "core"):
    return seen(number)._replace(
        card=f"new:{number}", fact=f"new-fact:{number}", level=level, state=State.NEW,
        due_day=None, stability=None, difficulty=None, last_day=None,
    )  # fmt: skip


def bent(cards: list[Candidate], unseen: int = 0, of: Hours | None = None) -> Bend:
    return bend(EXAM, map(known, cards), unseen, of or hours(), DEFAULT_PARAMS)


KNOWN = st.builds(
    lambda stability, last, ahead: Known(stability, last, last + ahead),
    st.floats(0.1, 400),
    st.integers(DAY - 60, DAY + 11),
    st.integers(1, 365),
)


# The formulas


@given(st.lists(st.tuples(GRADES, st.sampled_from([0, 1, 3, 20])), min_size=1), params_strategy())
def test_the_formulas_are_those_of_the_scheduler(history, params) -> None:
    memory, day, belief = NEW_MEMORY, DAY, None
    for grade, gap in history:
        day += gap if belief else 0
        memory = step(memory, graded(grade), at(day), params, "card:a").memory
        belief = (
            later(*belief, gap, grade, params.weights) if belief else first(grade, params.weights)
        )
        assert belief == pytest.approx((memory.stability, memory.difficulty), rel=1e-9)


# The bend


def test_the_window_is_as_short_as_the_minutes_allow() -> None:
    # A look takes 12 s and a bit for what fails: 40 in ten minutes, twice as many in two days.
    assert window_start(EXAM, 40, hours()) == EXAM.day - 1
    assert window_start(EXAM, 80, hours()) == EXAM.day - 2
    assert window_start(EXAM, 80, hours(off=(EXAM.day - 1,))) == EXAM.day - 3
    assert window_start(EXAM, 80, hours(minutes=20)) == EXAM.day - 1


def test_the_window_takes_a_third_of_the_time_at_most_and_a_day_at_least() -> None:
    assert window_start(EXAM, 9999, hours()) == EXAM.day - 4
    assert window_start(EXAM, 0, hours()) == EXAM.day - 1
    tomorrow = EXAM._replace(since=EXAM.day - 1)
    assert window_start(tomorrow, 9999, hours()) == EXAM.day - 1


@given(st.lists(KNOWN, min_size=1, max_size=60), st.integers(0, 20), st.integers(DAY, DAY + 11))
def test_nothing_seen_goes_into_the_exam_without_a_look(memories, unseen, today) -> None:
    memories = [each._replace(last_day=min(each.last_day, today)) for each in memories]
    made = bend(EXAM, memories, unseen, hours(today), DEFAULT_PARAMS)
    for each in memories:
        day = made.due(each, today)
        assert day is not None
        assert day <= each.due_day, "an exam puts nothing off"
        if each.last_day < made.start:
            assert day < EXAM.day
        elif day >= EXAM.day and each.last_day + 1 < EXAM.day:
            assert made.recall(each, EXAM.day) >= LAST_TARGET


@given(st.lists(KNOWN, max_size=30), st.integers(0, 5), KNOWN)
def test_from_the_day_on_there_is_no_exam(memories, after, one) -> None:
    made = bend(EXAM, memories, 0, hours(EXAM.day + after), DEFAULT_PARAMS)
    assert made.due(one, EXAM.day + after) == one.due_day


def test_a_card_in_a_step_is_left_to_its_step() -> None:
    assert bent([]).due(Known(2.0, DAY, None), DAY) is None


def test_firm_memories_are_looked_at_first() -> None:
    cards = [seen(number, stability=float(10 + number)) for number in range(80)]
    made = bent(cards)
    days = [made.due(known(card), DAY) for card in cards]
    assert days == sorted(days, reverse=True)
    assert {day: days.count(day) for day in days} == {EXAM.day - 1: 40, EXAM.day - 2: 40}


def test_a_day_off_takes_no_looks() -> None:
    cards = [seen(number, stability=float(10 + number)) for number in range(80)]
    made = bent(cards, of=hours(off=(EXAM.day - 1,)))
    assert {made.due(known(card), DAY) for card in cards} == {EXAM.day - 2, EXAM.day - 3}


def test_a_missed_day_moves_its_looks_on() -> None:
    cards = [seen(number, stability=float(10 + number)) for number in range(80)]
    made = bent(cards, of=hours(EXAM.day - 1))
    assert {made.due(known(card), EXAM.day - 1) for card in cards} == {EXAM.day - 1}


def test_what_failed_in_the_window_comes_again_until_it_holds() -> None:
    made = bent([seen(number) for number in range(100)])
    assert made.start == EXAM.day - 3
    failed = Known(1.5, made.start, made.start + 2)
    assert made.due(failed, made.start) == made.start + 1
    firm = Known(60.0, made.start, made.start + 60)
    assert made.due(firm, made.start) == made.start + 60


def test_the_last_evening_is_the_last() -> None:
    made = bent([seen(0)])
    failed = Known(1.5, EXAM.day - 1, EXAM.day + 1)
    assert made.due(failed, EXAM.day - 1) == EXAM.day + 1


def test_without_any_minutes_everything_comes_on_the_last_day() -> None:
    made = bent([seen(0)], of=hours(minutes=0))
    assert made.due(known(seen(0)), DAY) == EXAM.day - 1


# A day


def test_a_day_holds_what_its_minutes_allow() -> None:
    cards = [seen(number, due=DAY) for number in range(20)]
    fresh = [new(number) for number in range(90)]
    work = share_out(cards, fresh, bent(cards, 90), hours(), {})
    spent = len(work.reviews) * PACE.recall_s + len(work.fresh) * PACE.new_s
    assert 600 - PACE.new_s < spent <= 600
    assert work.reviews
    assert work.fresh


def test_new_cards_keep_their_share_however_much_waits() -> None:
    cards = [seen(number, due=DAY) for number in range(200)]
    fresh = [new(number) for number in range(20)]
    work = share_out(cards, fresh, bent(cards, 20), hours(minutes=30), {})
    assert len(work.fresh) >= 20 / 8
    assert len(work.reviews) > 100


def test_with_too_little_time_everything_is_met_first() -> None:
    cards = [seen(number, due=DAY) for number in range(20)]
    fresh = [new(number) for number in range(300)]
    work = share_out(cards, fresh, bent(cards, 300), hours(), {})
    assert not work.reviews
    assert len(work.fresh) == 600 // PACE.new_s


def test_core_facts_are_met_before_all_others() -> None:
    fresh = [new(number, level="core" if number % 2 else "standard") for number in range(40)]
    work = share_out([], fresh, bent([], 40), hours(), {})
    assert {each.level for each in work.fresh} == {"core"}


def test_siblings_are_kept_apart_until_there_is_no_other_day() -> None:
    pair = [seen(0, due=DAY), seen(1, due=DAY)._replace(fact="fact:0")]
    assert len(share_out(pair, [], bent(pair), hours(), {}).reviews) == 1
    last = hours(EXAM.day - 1)
    assert len(share_out(pair, [], bent(pair, of=last), last, {}).reviews) == 2


def test_a_new_card_is_met_beside_its_sibling_rather_than_not_at_all() -> None:
    old, young = seen(0, due=DAY), new(0)._replace(fact="fact:0")
    assert not share_out([old], [young], bent([old], 1), hours(), {}).fresh
    last = hours(EXAM.day - 1)
    assert share_out([old], [young], bent([old], 1, of=last), last, {}).fresh == [young]


def test_what_was_met_today_gives_its_siblings_away() -> None:
    cards = [seen(0, due=DAY)]
    assert not share_out(cards, [], bent(cards), hours(), {}, {"fact:0"}).reviews
    assert not share_out([], [new(0)], bent([], 1), hours(), {}, {"new-fact:0"}).fresh


def test_no_time_is_no_work() -> None:
    cards = [seen(0, due=DAY)]
    work = share_out(cards, [new(0)], bent(cards, 1), hours()._replace(seconds=0), {})
    assert (list(work.reviews), list(work.fresh)) == ([], [])


# The plan


def plan(cards: list[Candidate], minutes: float = 10, today: int = DAY, runs: int = 6):
    setting = Setting(cards, EXAM, hours(today, minutes), DEFAULT_PARAMS, {})
    return make_plan(setting, seed=1, runs=runs)


def test_the_same_seed_gives_the_same_plan() -> None:
    cards = [new(number) for number in range(30)]
    assert plan(cards) == plan(cards)
    assert plan(cards).low <= plan(cards).recall <= plan(cards).high


def test_a_plan_fits_into_the_minutes_and_sees_everything_it_can() -> None:
    made = plan([new(number) for number in range(60)])
    assert [each.day for each in made.days] == list(range(DAY, EXAM.day))
    assert all(each.minutes <= 10 for each in made.days)
    assert round(sum(each.new for each in made.days)) == 60
    assert (made.cards, made.seen, made.unseen, made.no_look) == (60, 0, {}, 0)
    assert sum(each.looks for each in made.days if each.day >= made.window) == pytest.approx(60)


def test_a_plan_says_what_it_leaves_out() -> None:
    cards = [new(number, level="core" if number < 100 else "standard") for number in range(260)]
    made = plan(cards)
    assert made.unseen.get("core", 0) == 0
    assert made.unseen["standard"] > 30
    assert made.recall < plan(cards, minutes=20).recall


def test_more_minutes_are_worth_more() -> None:
    cards = [new(number) for number in range(90)]
    recalls = [plan(cards, minutes, runs=12).recall for minutes in (3, 6, 12)]
    assert recalls == sorted(recalls)
    assert recalls[2] > recalls[0] + 0.1


def test_a_card_in_a_step_takes_part() -> None:
    card = seen(0)._replace(state=State.LEARNING, due_day=None, due_ms=1, last_day=DAY)
    made = plan([card], today=DAY + 1)
    assert made.days[0].reviews == 1
    assert made.seen == 1


def test_a_plan_can_be_stopped() -> None:
    class StoppedError(Exception):
        """Somebody stopped it."""

    def stop(done: int, whole: int) -> None:
        assert (done, whole) == (1, 3)
        raise StoppedError

    setting = Setting([new(0)], EXAM, hours(), DEFAULT_PARAMS, {})
    with pytest.raises(StoppedError):
        make_plan(setting, seed=1, runs=3, progress=stop)


def test_nobody_is_drawn_outside_the_bounds_of_the_curve() -> None:
    drawn_decays = [drawn(DEFAULT_PARAMS.weights, random.Random(n))[20] for n in range(200)]
    assert all(0.1 <= each <= 0.8 for each in drawn_decays)
    assert len(set(drawn_decays)) > 100
    assert curve(10, 10, drawn_decays[0]) == pytest.approx(0.9)


# The benchmark, in small


def test_a_date_is_worth_its_points_and_leaves_no_trace() -> None:
    result = bench.run(bench.SCENARIOS[0], learners=5)
    assert result.holds
    assert result.gain > 0.02
    assert 0.9 < result.plan.low < result.plan.high < 1


def test_the_benchmark_can_fail() -> None:
    result = bench.run(bench.Scenario(90, 7, 3, 0.95, whole=True), learners=2)
    assert not result.holds
