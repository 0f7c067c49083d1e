"""The program with a clock that a test sets while it runs: ``python -m tests.e2e.moved_clock``."""

from __future__ import annotations

import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Final

import mtdtutor.wiring  # noqa: F401 (before Qt, as the program's own entry does)
from mtdtutor import app, cli
from mtdtutor.core.clock import SystemClock

PROGRAM: Final = ("-m", "tests.e2e.moved_clock")


def clock_file(data_dir: Path) -> Path:
    """Return the file that holds the wall clock of a program with this data folder."""
    return data_dir.with_name(f"{data_dir.name}.clock")


def set_clock(data_dir: Path, now: datetime) -> None:
    """Set the wall clock of a program, which may be running; local time is that of ``now``."""
    offset = now.utcoffset()
    if offset is None:
        message = "A moment on the clock needs a time zone."
        raise ValueError(message)
    file = clock_file(data_dir)
    fresh = file.with_suffix(".new")
    fresh.write_text(f"{round(now.timestamp() * 1000)} {offset.total_seconds() / 60:.0f}")
    fresh.replace(file)


class MovedClock(SystemClock):
    """A wall clock that stands where the file says; the monotonic one runs."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def now_ms(self) -> int:
        """Return what the file says."""
        return int(self._file.read_text().split()[0])

    def offset_min(self, at_ms: int) -> int:
        """Return the offset in the file, the same at every moment."""
        del at_ms
        return int(self._file.read_text().split()[1])


def main() -> int:
    """Open the window and return the exit code."""
    started_ns = time.monotonic_ns()
    arguments = cli.parse()
    return app.main(arguments, started_ns, MovedClock(clock_file(arguments.data_dir)))


if __name__ == "__main__":
    sys.exit(main())
