"""The least branch coverage of each room, checked at the end of a whole run.

A pytest plugin: ``--floors`` (with ``--cov``) adds the report and fails the run below a floor.
"""

from __future__ import annotations

import io
from collections.abc import Generator
from pathlib import Path

import coverage
import pytest
from coverage.exceptions import NoDataError

# Least branch coverage in percent. The rooms without Qt and without a disk leave no excuse.
FLOORS = {
    "core": 95.0,
    "course": 95.0,
    "study": 95.0,
    "quiz": 95.0,
    "progress": 95.0,
}
WHOLE_FLOOR = 85.0

_report = pytest.StashKey[str]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--floors``."""
    text = "with --cov: fail when a room's branch coverage is below its floor"
    parser.addoption("--floors", action="store_true", help=text)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> Generator[None, object, object]:
    """Judge the coverage, once pytest-cov has gathered it from all processes."""
    result = yield
    if session.config.getoption("--floors") and not session.config.option.collectonly:
        report, short = judge(Path(".coverage"))
        session.config.stash[_report] = report
        # As pytest-cov does: a count above zero makes the exit code tell.
        session.testsfailed += short
    return result


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Print the report above pytest's own last line."""
    if report := config.stash.get(_report, ""):
        terminalreporter.section("branch coverage")
        terminalreporter.write(report)


def judge(data_file: Path) -> tuple[str, int]:
    """Return the report on a coverage file, and how many floors it misses."""
    measured = coverage.Coverage(data_file=str(data_file))
    measured.load()
    table = io.StringIO()
    floors = {f"*/mtdtutor/{room}/*": floor for room, floor in FLOORS.items()}
    whole = measured.report(file=table)
    lines = [table.getvalue()]
    short = 0
    for pattern, floor in {**floors, "*": WHOLE_FLOOR}.items():
        try:
            reached = (
                whole if pattern == "*" else measured.report(include=[pattern], file=io.StringIO())
            )
        except NoDataError:
            reached = 0.0
        name = "whole" if pattern == "*" else pattern.split("/")[2]
        missed = reached < floor
        short += missed
        verdict = f"BELOW THE FLOOR of {floor:g} %" if missed else f"floor {floor:g} %"
        lines.append(f"{name:10} {reached:6.2f} %  {verdict}\n")
    return "".join(lines), short
