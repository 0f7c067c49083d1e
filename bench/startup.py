"""How fast the window is usable, and what it weighs.

    python3 dev.py bench startup [--runs 9]

Starts the real app in a real window on a virtual screen of its own, in turn with a bare PySide6
window (a label and a button), so that the ratio holds on a busy machine too. A start lasts from
spawning the process to the log line that says Today shows its counts and its button has the focus.
Memory is what the system counts for the process: proportional (PSS) and resident (RSS).
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from bench._measure import machine, median, table, verdict
from mtdtutor.core.clock import SystemClock
from tests.support.audit import FORBIDDEN, forbidden
from tests.support.driver import App
from tests.support.screen import Screen, missing

BARE: Final = Path(__file__).with_name("_bare_window.py")
# As on a machine that nobody has set up for testing: Python keeps what it has compiled.
COMPILED: Final = {"PYTHONDONTWRITEBYTECODE": ""}
MOST_TIMES_BARE: Final = 4.0
GOAL_TIMES_BARE: Final = 3.0
MOST_FIRST_MS: Final = 3000.0
MOST_TODAY_MB: Final = 140.0
MOST_HISTORY_MB: Final = 220.0
_READY: Final = r"^(\S+ \S+) INFO mtdtutor\.app: ready page=today"


def start_app(screen: Screen, folder: Path) -> tuple[App, float]:
    """Start the app and return it with the milliseconds until Today was usable."""
    started_ms = SystemClock().now_ms()
    app = App(screen, folder, environment=COMPILED)
    line = app.wait_log(_READY, 60)
    ready = datetime.strptime(line[1], "%Y-%m-%d %H:%M:%S,%f").astimezone()
    return app, ready.timestamp() * 1000 - started_ms


def start_bare(screen: Screen) -> float:
    """Start the bare window and return the milliseconds until it was painted."""
    started_ns = time.monotonic_ns()
    with subprocess.Popen(
        [sys.executable, str(BARE)],
        env=screen.environment() | COMPILED,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None, "asked for above"
        painted_ns = int(process.stdout.readline())
        process.terminate()
    return (painted_ns - started_ns) / 1e6


def memory(app: App) -> tuple[float, float]:
    """Return the proportional and the resident memory of a running app in MB."""
    rollup = Path(f"/proc/{app.process.pid}/smaps_rollup").read_text(encoding="ascii")
    sizes = dict(re.findall(r"^(\w+):\s+(\d+) kB", rollup, re.MULTILINE))
    return int(sizes["Pss"]) / 1000, int(sizes["Rss"]) / 1000


def measure(screen: Screen, folder: Path, runs: int) -> int:
    """Print all tables and return how many promises are missed."""
    print(f"Machine: {machine()}\n")
    app_ms, bare_ms, first_ms = [], [], []
    start_app(screen, folder / "data")[0].close()
    start_bare(screen)
    for _ in range(runs):
        app, passed = start_app(screen, folder / "data")
        app.close()
        app_ms.append(passed)
        bare_ms.append(start_bare(screen))
    for number in range(3):
        app, passed = start_app(screen, folder / f"new-{number}")
        app.close()
        first_ms.append(passed)
    ratios = [ours / bare for ours, bare in zip(app_ms, bare_ms, strict=True)]
    ratio, first = median(app_ms) / median(bare_ms), median(first_ms)
    head = ("start", "median ms", "min ms", "max ms")
    rows = [
        (name, *(f"{value:.0f}" for value in (median(values), min(values), max(values))))
        for name, values in (
            (f"bare window ({runs})", bare_ms),
            (f"Today, existing data ({runs})", app_ms),
            (f"Today, empty folder ({len(first_ms)})", first_ms),
        )
    ]
    print(table(head, rows))
    print(
        f"\nToday / bare: {ratio:.2f} of the medians, {min(app_ms) / min(bare_ms):.2f} of the "
        f"minima, {median(ratios):.2f} pair by pair; promised {MOST_TIMES_BARE:g}, "
        f"goal {GOAL_TIMES_BARE:g}: {verdict(ratio, MOST_TIMES_BARE)}."
    )
    print(f"First start: promised {MOST_FIRST_MS:.0f} ms: {verdict(first, MOST_FIRST_MS)}.\n")
    today, history = weigh(screen, folder / "data")
    found = look_for_heavy(screen, folder)
    print(f"\nNot imported before that ({', '.join(FORBIDDEN)}): {found or 'none is'}.")
    kept = (
        ratio <= MOST_TIMES_BARE,
        first <= MOST_FIRST_MS,
        today <= MOST_TODAY_MB,
        history <= MOST_HISTORY_MB,
        not found,
    )
    return kept.count(False)


def weigh(screen: Screen, folder: Path) -> tuple[float, float]:
    """Print what the app weighs, and return the resident megabytes on Today and on History."""
    app, _ = start_app(screen, folder)
    app.wait_ready()
    today = memory(app)
    app.key("ctrl+4")
    app.wait_title("History")
    history = memory(app)
    app.close()
    rows = [
        (name, f"{pss:.0f}", f"{rss:.0f}", f"{limit:.0f}", verdict(rss, limit))
        for name, (pss, rss), limit in (
            ("Today", today, MOST_TODAY_MB),
            ("Today, then History", history, MOST_HISTORY_MB),
        )
    ]
    print(table(("memory", "PSS MB", "RSS MB", "promised", "RSS"), rows))
    return today[1], history[1]


def look_for_heavy(screen: Screen, folder: Path) -> str:
    """Return the names of what was imported too early."""
    file = folder / "modules.txt"
    command = [sys.executable, "-m", "tests.support.audit", str(file)]
    subprocess.run(
        [*command, "--data-dir", str(folder / "data")],
        cwd=BARE.parents[1],
        env=screen.environment(),
        check=True,
        timeout=60,
    )
    return ", ".join(forbidden(file.read_text(encoding="utf-8").splitlines()))


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 1 if a promise is missed."""
    parser = argparse.ArgumentParser(description="Measure the start of the window.")
    parser.add_argument("--runs", type=int, default=9, help="starts of each kind")
    given = parser.parse_args(arguments)
    if reason := missing():
        print(f"The start is not measured: {reason}.")
        return 0
    folder = Path(tempfile.mkdtemp(prefix="mtdtutor-bench-"))
    screen = Screen(folder)
    try:
        return 1 if measure(screen, folder, given.runs) else 0
    finally:
        screen.close()
        shutil.rmtree(folder)


if __name__ == "__main__":
    sys.exit(main())
