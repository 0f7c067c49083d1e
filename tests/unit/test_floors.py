"""The coverage floors fail a run that pytest alone would pass, and leave it the last word."""

from __future__ import annotations

import os

import pytest

PACKAGE = """
def answer(flag):
    if flag:
        return 1
    return 2
"""
WHOLE = """
from mtdtutor.core.rule import answer
from mtdtutor.ui.page import answer as shown

def test_one():
    assert answer(True) == 1
    assert shown(True) == 1
    assert shown(False) == 2
"""
OTHER_HALF = """

def test_in_a_process_of_its_own():
    import subprocess, sys
    code = "from mtdtutor.core.rule import answer; print(answer(False))"
    subprocess.run([sys.executable, "-c", code], check=True)
"""


@pytest.fixture
def project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, request):
    """Return a project with one function in a pure room and one in a window's."""
    root = request.config.rootpath
    monkeypatch.setenv("PYTHONPATH", f"{root}{os.pathsep}{pytester.path}")
    # The run around us measures its own processes, not these.
    for name in ("COVERAGE_PROCESS_START", "COVERAGE_PROCESS_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    for room, module in {"core": "rule", "ui": "page"}.items():
        folder = pytester.mkpydir("mtdtutor") if room == "core" else pytester.path / "mtdtutor"
        (folder / room).mkdir()
        (folder / room / "__init__.py").touch()
        (folder / room / f"{module}.py").write_text(PACKAGE, encoding="utf-8")
    pytester.makepyprojecttoml(
        """
        [tool.coverage.run]
        branch = true
        source = ["mtdtutor"]
        parallel = true
        patch = ["subprocess"]
        """
    )
    (pytester.path / "floors.py").write_text(
        "from tests.support.floors import *\n"
        "from tests.support import floors\n"
        "floors.FLOORS = {'core': 95.0}\n",
        encoding="utf-8",
    )
    return pytester


def run(project: pytest.Pytester) -> pytest.RunResult:
    """Run the project's tests as ``dev.py test`` does."""
    arguments = ("-p", "floors", "-p", "no:randomly", "--cov", "--cov-report=", "--floors")
    return project.runpytest_subprocess(*arguments, timeout=50)


def test_a_room_below_its_floor_fails_the_run(project: pytest.Pytester):
    project.makepyfile(WHOLE)
    result = run(project)
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(
        ["*core*66.67 %*BELOW THE FLOOR of 95 %*", "whole*83.33 %*BELOW THE FLOOR of 85 %*"]
    )
    assert "1 passed" in result.outlines[-1]


def test_what_another_process_ran_counts(project: pytest.Pytester):
    project.makepyfile(WHOLE + OTHER_HALF)
    result = run(project)
    assert result.ret == pytest.ExitCode.OK, result.stdout.str()
    result.stdout.fnmatch_lines(["core*100.00 %*", "whole*100.00 %*"])
    assert "2 passed" in result.outlines[-1]
