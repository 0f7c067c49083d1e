"""Jobs: off the window's thread, answered on it, one at a time, and stoppable."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from mtdtutor.ui.jobs import CancelToken, Jobs

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

Report = Callable[[int, int], None]


def test_work_is_elsewhere_and_answers_are_here(jobs: Jobs, qtbot: QtBot) -> None:
    seen: list[object] = []

    def work(token: CancelToken, report: Report) -> int:
        report(1, 2)
        return threading.get_ident()

    jobs.run(
        work,
        done=lambda result: seen.append((result, threading.get_ident())),
        progress=lambda done, total: seen.append((done, total)),
    )
    qtbot.waitUntil(lambda: not jobs.busy)
    here = threading.get_ident()
    assert seen[0] == (1, 2)
    worker, answered = seen[1]
    assert answered == here
    assert worker != here


def test_jobs_run_one_after_another(jobs: Jobs, qtbot: QtBot) -> None:
    order: list[str] = []
    gate = threading.Event()

    def first(token: CancelToken, report: Report) -> None:
        gate.wait(5)
        order.append("first")

    def second(token: CancelToken, report: Report) -> None:
        order.append("second")

    jobs.run(first)
    jobs.run(second)
    gate.set()
    qtbot.waitUntil(lambda: not jobs.busy)
    assert order == ["first", "second"]


def test_a_cancelled_job_is_told_and_its_answer_is_dropped(jobs: Jobs, qtbot: QtBot) -> None:
    started, told = threading.Event(), threading.Event()
    answers: list[object] = []

    def work(token: CancelToken, report: Report) -> None:
        started.set()
        while not token.cancelled:
            told.wait(0.001)
        told.set()

    token = jobs.run(work, done=answers.append, failed=answers.append)
    assert started.wait(5)
    token.cancel()
    qtbot.waitUntil(lambda: not jobs.busy)
    assert told.is_set()
    assert answers == []


def test_a_failure_reaches_the_one_who_asked(jobs: Jobs, qtbot: QtBot) -> None:
    failures: list[Exception] = []

    def work(token: CancelToken, report: Report) -> None:
        raise ValueError("no")

    jobs.run(work, failed=failures.append)
    qtbot.waitUntil(lambda: not jobs.busy)
    assert [str(error) for error in failures] == ["no"]


def test_a_failure_nobody_asked_about_is_raised(jobs: Jobs, qtbot: QtBot) -> None:
    def work(token: CancelToken, report: Report) -> None:
        raise ValueError("lost")

    with qtbot.captureExceptions() as caught:
        jobs.run(work)
        qtbot.waitUntil(lambda: not jobs.busy)
    assert [str(error) for _, error, _ in caught] == ["lost"]
