"""Fixtures for tests in a real window, on a screen of their own."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest

from tests.support.driver import App
from tests.support.screen import Screen, missing

E2E_SECONDS = 300

_apps = pytest.StashKey[list[App]]()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what stands in this folder, and give it the time a real start takes."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.e2e)
            if item.get_closest_marker("timeout") is None:
                item.add_marker(pytest.mark.timeout(E2E_SECONDS))


@pytest.fixture(scope="session")
def screen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Screen]:
    """Return the screen; where none can be had, skip, but fail on a Linux that tests for all."""
    if reason := missing():
        if os.environ.get("CI", "").lower() == "true" and sys.platform.startswith("linux"):
            pytest.fail(f"No real window: {reason}", pytrace=False)
        pytest.skip(f"No real window: {reason}")
    screen = Screen(tmp_path_factory.mktemp("screen"))
    yield screen
    screen.close()


@pytest.fixture
def start(
    screen: Screen, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Callable[..., App]]:
    """Return a function that starts the app, by default on one data folder of this test.

    Apps still running at the end are killed. What they complained about fails the test, unless it
    set ``complaints_expected``.
    """
    apps = request.node.stash.setdefault(_apps, [])

    def start(*args: str, data_dir: Path | None = None, **options: object) -> App:
        app = App(screen, data_dir or tmp_path / "data", args, **options)
        apps.append(app)
        return app

    yield start
    complaints = []
    for app in apps:
        if app.process.poll() is None:
            app.kill()
        if not app.complaints_expected:
            complaints += app.complaints()
    if complaints:
        pytest.fail("The app complained:\n" + "\n".join(complaints), pytrace=False)


@pytest.fixture
def app(start: Callable[..., App]) -> App:
    """Return the app, started on an empty data folder and ready on Today."""
    app = start()
    app.wait_ready()
    return app


@pytest.fixture(autouse=True)
def plain_keyboard(screen: Screen) -> Iterator[None]:
    """Give the next test back the keyboard that it expects."""
    yield
    screen.layout("us")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Add a picture of the screen and the app's own words to the report of a failure."""
    report = yield
    if report.failed and call.when == "call":
        for number, app in enumerate(item.stash.get(_apps, [])):
            picture = app.data_dir.parent / f"failure-{number}.png"
            app.screenshot(picture)
            report.sections.append((f"app {number}: screen", str(picture)))
            report.sections.append((f"app {number}: output", app.output()))
            report.sections.append((f"app {number}: log", app.log()))
    return report
