"""How long a grade takes, without the window and from the key to the picture.

    python3 dev.py bench study [--grades 300] [--rounds 40] [--folder DIR]

Four data folders are made: the bundled course as it is when new, 1,000 cards with 10,000 reviews,
20,000 with 300,000, and 100,000 with 1,000,000 (three minutes; ``--folder`` keeps the last two for
the next run). Grades are taken from all in turn, and between them one row is committed to a
database of its own on the same disk with the same durability, so that ratios hold on a busy
machine too.
A grade is ``StudyService.grade``: committed, and the next card read and ready to be painted.
The second part grades in the real window, by keys, and watches the screen.
"""

from __future__ import annotations

import argparse
import contextlib
import random
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from bench import histories
from bench._measure import machine, median, percentile, table, verdict
from bench.key2paint import Area, Watcher
from mtdtutor import wiring
from mtdtutor.core.clock import SystemClock
from mtdtutor.services.study_views import Shown
from mtdtutor.study.memory import Grade
from tests.support.driver import App
from tests.support.screen import HEIGHT, WIDTH, Screen, missing

COURSE: Final = "bundled course"
SMALL: Final = "1,000 cards, 10,000 reviews"
MIDDLE: Final = "20,000 cards, 300,000 reviews"
LARGE: Final = "100,000 cards, 1,000,000 reviews"
# The learner comes back after a pause, so that cards enough are due.
_MADE: Final = {
    SMALL: "--cards 1000 --reviews 10000 --answers 500 --days 200 --pause 60",
    MIDDLE: "--cards 20000 --reviews 300000 --answers 15000 --days 900 --pause 60",
    LARGE: "--cards 100000 --reviews 1000000 --answers 50000 --days 1500 --pause 60",
}
MOST_GRADE_MS: Final = 1.0
MOST_TIMES_RAW: Final = 5.0
MOST_GROWTH: Final = 1.3
MOST_KEY_MS: Final = 16.0
MOST_QUEUE_MS: Final = 50.0
MOST_MIB: Final = 300
HALF_DAYS: Final = (50,) * 7
# No limit of a study day shall end the measuring.
MANY: Final = 2000
# The first grades prepare their statements.
WARM_UP: Final = 10


class Desk(NamedTuple):
    """An open data folder and its learner."""

    services: wiring.Services
    learner: str

    def card(self) -> Shown:
        """Return the card on the table."""
        shown = self.services.study.begin(self.learner)
        if not isinstance(shown, Shown):
            raise RuntimeError("all cards are learned: take fewer grades or another folder")
        return shown


@contextlib.contextmanager
def at_desk(folder: Path) -> Iterator[Desk]:
    """Open a data folder without a window."""
    paths = wiring.find_paths(folder)
    wiring.prepare_folder(paths)
    services = wiring.open_services(paths, SystemClock(), random.Random(1))
    try:
        yield Desk(services, services.learners.find().id)
    finally:
        services.close()


@contextlib.contextmanager
def raw_commit(folder: Path) -> Iterator[Callable[[], None]]:
    """Give a function that commits one row, as durably as the app does and with nothing else."""
    with contextlib.closing(sqlite3.connect(folder / "raw.sqlite3", isolation_level=None)) as conn:
        conn.execute("PRAGMA journal_mode = WAL")
        conn.execute("PRAGMA synchronous = FULL")
        conn.execute("CREATE TABLE IF NOT EXISTS answer (id INTEGER PRIMARY KEY, words TEXT)")

        def commit() -> None:
            conn.execute("BEGIN IMMEDIATE")
            conn.execute(
                "INSERT INTO answer (words) VALUES ('one row of some forty letters or so')"
            )
            conn.execute("COMMIT")

        yield commit


def timed(what: Callable[[], object]) -> float:
    """Return how many milliseconds something takes."""
    start = time.perf_counter_ns()
    what()
    return (time.perf_counter_ns() - start) / 1e6


def prepare(folder: Path) -> dict[str, Path]:
    """Make the data folders, but the large one only if it is not there, and return them."""
    folders = {
        COURSE: folder / "course",
        SMALL: folder / "small",
        MIDDLE: folder / "middle",
        LARGE: folder / "large",
    }
    # What was learned in an earlier run would change what is asked, and soon nothing would be.
    for name in (COURSE, SMALL):
        shutil.rmtree(folders[name], ignore_errors=True)
    for name, arguments in _MADE.items():
        if not folders[name].exists():
            # In a process of its own, so that it is not in what this one needs.
            made = [sys.executable, histories.__file__, str(folders[name]), *arguments.split()]
            subprocess.run(made, check=True)
    return folders


def measure_services(folder: Path, folders: dict[str, Path], grades: int) -> list[bool]:
    """Print what services take, and return which promises are kept."""
    took: dict[str, list[float]] = {name: [] for name in ("raw", *folders)}
    with contextlib.ExitStack() as stack:
        desks = {name: stack.enter_context(at_desk(place)) for name, place in folders.items()}
        commit = stack.enter_context(raw_commit(folder))
        # The large one last, so that it is not in what the others need.
        pages = {name: _pages(desk) for name, desk in desks.items() if name != LARGE}
        mib = _peak_mib()
        pages[LARGE] = _pages(desks[LARGE])
        for number in range(grades + WARM_UP):
            found = {"raw": timed(commit)}
            for name, desk in desks.items():
                shown = desk.card()
                found[name] = timed(
                    partial(desk.services.study.grade, shown.review_id, Grade.GOOD, 4000)
                )
            if number >= WARM_UP:
                for name, passed in found.items():
                    took[name].append(passed)
    raw, small, large = (median(took[name]) for name in ("raw", SMALL, LARGE))
    rows = [
        (
            "one row, raw" if name == "raw" else f"grade, {name}",
            *(f"{percentile(values, share):.2f}" for share in (0.5, 0.95)),
            f"{median(values) / raw:.2f}",
        )
        for name, values in took.items()
    ]
    print(table((f"{grades} commits each", "p50 ms", "p95 ms", "× raw"), rows))
    print(
        f"\nAt most {MOST_GRADE_MS:g} ms: {verdict(large, MOST_GRADE_MS)}; at most "
        f"{MOST_TIMES_RAW:g} × raw: {verdict(large / raw, MOST_TIMES_RAW)}; 100,000 cards against "
        f"1,000: {large / small:.2f} ×, at most {MOST_GROWTH:g}: "
        f"{verdict(large / small, MOST_GROWTH)}.\n"
    )
    rows = [(name, *(f"{each:.1f}" for each in found)) for name, found in pages.items()]
    head = ("read for a page, median of 9", "Today ms", "queue ms", "with days off", "sessions ms")
    print(table(head, rows))
    queue = pages[MIDDLE].queue
    print(
        f"\nQueue of {MIDDLE} at most {MOST_QUEUE_MS:g} ms: {verdict(queue, MOST_QUEUE_MS)}; "
        f"memory with it: {mib:.0f} MiB, at most {MOST_MIB}: {verdict(mib, MOST_MIB)}; with "
        f"{LARGE} in the end: {_peak_mib():.0f} MiB.\n"
    )
    return [
        large <= MOST_GRADE_MS,
        large <= MOST_TIMES_RAW * raw,
        large <= MOST_GROWTH * small,
        queue <= MOST_QUEUE_MS,
        mib <= MOST_MIB,
    ]


def _peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


class Pages(NamedTuple):
    """Milliseconds for Today, for arranging the day, likewise with days off, and for sessions."""

    today: float
    queue: float
    rested: float
    sessions: float


def _pages(desk: Desk) -> Pages:
    """Return the medians of what pages read, then lift the limits of a day."""
    study, learners = desk.services.study, desk.services.learners
    settings = learners.settings(desk.learner)
    learners.change(desk.learner, settings._replace(new_per_day=10, reviews_per_day=200))
    today = median([timed(lambda: study.today(desk.learner)) for _ in range(9)])
    queue = median([timed(lambda: study.begin(desk.learner, anew=True)) for _ in range(9)])
    halves = settings._replace(new_per_day=10, reviews_per_day=200, weekdays=HALF_DAYS)
    learners.change(desk.learner, halves)
    rested = median([timed(lambda: study.begin(desk.learner, anew=True)) for _ in range(9)])
    focus = desk.services.focus
    sessions = median([timed(lambda: focus.options(desk.learner)) for _ in range(3)])
    learners.change(desk.learner, settings._replace(new_per_day=MANY, reviews_per_day=MANY))
    study.begin(desk.learner, anew=True)
    return Pages(today, queue, rested, sessions)


def measure_window(folder: Path, folders: dict[str, Path], rounds: int) -> list[bool]:
    """Print what lies between a key and the picture, and return which promises are kept."""
    if reason := missing():
        print(f"From key to picture is not measured: {reason}.")
        return []
    rows, kept = [], []
    screen = Screen(folder)
    try:
        with raw_commit(folder) as commit:
            for name in (COURSE, LARGE):
                by_key = _grade_by_key(screen, folders[name], rounds, commit)
                columns = (by_key.first, by_key.last, by_key.raw)
                figures = [percentile(each, share) for each in columns for share in (0.5, 0.95)]
                kept.append(figures[3] <= MOST_KEY_MS)
                rows.append(
                    (
                        f"{name} ({len(by_key.last)})",
                        *(f"{figure:.1f}" for figure in figures),
                        f"{by_key.resolution:.1f}",
                        verdict(figures[3], MOST_KEY_MS),
                    )
                )
    finally:
        screen.close()
    head = ("first change p50", "p95", "last change p50", "p95", "raw commit p50", "p95")
    print(table(("grades by key, ms", *head, "resolution", f"p95 ≤ {MOST_KEY_MS:g}"), rows))
    return kept


class ByKey(NamedTuple):
    """What grades by key took, and one raw commit after each of them, in milliseconds."""

    first: list[float]
    last: list[float]
    raw: list[float]
    resolution: float


def _grade_by_key(screen: Screen, folder: Path, rounds: int, commit: Callable[[], None]) -> ByKey:
    app = App(screen, folder)
    try:
        app.wait_ready()
        app.key("Return")
        app.wait_title("Study")
        watcher = Watcher(screen.display, question_area())
        before = _reviews(app)
        found, raw = [], []
        for number in range(rounds + WARM_UP):
            latency = watcher.measure(("space", "3"))
            passed = timed(commit)
            if number >= WARM_UP and latency is not None:
                found.append(latency)
                raw.append(passed)
        if _reviews(app) - before != rounds + WARM_UP:
            raise RuntimeError("not every key was a grade")
        firsts, lasts = [each.first for each in found], [each.last for each in found]
        return ByKey(firsts, lasts, raw, watcher.resolution())
    finally:
        app.kill()


def question_area() -> Area:
    """Return a part of the screen that holds the question and the answer of a centred window."""
    return Area(WIDTH // 3, HEIGHT // 8, WIDTH // 3, HEIGHT // 3)


def _reviews(app: App) -> int:
    return int(app.rows("SELECT count(*) FROM review")[0][0])


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 1 if a promise is missed."""
    parser = argparse.ArgumentParser(description="Measure grading.")
    parser.add_argument("--grades", type=int, default=300, help="grades without the window")
    parser.add_argument("--rounds", type=int, default=40, help="grades by key in the window")
    parser.add_argument("--folder", type=Path, help="keep the made-up histories here")
    given = parser.parse_args(arguments)
    folder = given.folder or Path(tempfile.mkdtemp(prefix="mtdtutor-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    try:
        folders = prepare(folder)
        print(f"Machine: {machine()}\n")
        kept = measure_services(folder, folders, given.grades)
        kept += measure_window(folder, folders, given.rounds)
    finally:
        if given.folder is None:
            shutil.rmtree(folder)
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
