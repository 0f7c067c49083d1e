"""The table of desired retentions."""

from __future__ import annotations

import pytest

from mtdtutor.study.scheduler import DEFAULT_PARAMS
from mtdtutor.study.workload import DAYS, RETENTIONS, Plan, Workload, workload

PLAN = Plan(cards=120, new_per_day=10, new_s=28.0, recall_s=8.0)


def play(plan: Plan = PLAN, retention: float = 0.9, seed: int = 1) -> Workload:
    return workload(plan, DEFAULT_PARAMS, retention, seed)


def test_more_retention_costs_more_and_keeps_more() -> None:
    found = [play(retention=each) for each in RETENTIONS]
    minutes = [each.minutes for each in found]
    known = [each.known for each in found]
    assert minutes == sorted(minutes)
    assert known == sorted(known)
    assert 0.85 * 120 < found[0].known < found[-1].known < 120
    assert found[-1].minutes > 1.3 * found[0].minutes


def test_it_is_the_same_each_time_and_scales_with_the_pace() -> None:
    assert play() == play()
    slow = play(PLAN._replace(new_s=56.0, recall_s=16.0))
    assert slow.minutes == pytest.approx(2 * play().minutes)
    assert slow.known == play().known


def test_a_large_course_is_played_in_part() -> None:
    large = play(Plan(3000, 100, 28.0, 8.0))
    small = play(Plan(300, 10, 28.0, 8.0))
    assert large.minutes == pytest.approx(10 * small.minutes)
    assert large.known == pytest.approx(10 * small.known)


def test_what_is_not_begun_is_not_known() -> None:
    assert play(Plan(300, 1, 28.0, 8.0)).known < DAYS
    assert play(Plan(0, 10, 28.0, 8.0)) == Workload(0.9, 0.0, 0.0)
    assert play(PLAN._replace(new_per_day=0)).known > 0
