"""What tests of the window share: an appearance, a context without services, announcements."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt, QThreadPool

from mtdtutor.services.device import DeviceStore
from mtdtutor.ui.a11y import Announcer
from mtdtutor.ui.icons import Icons
from mtdtutor.ui.jobs import Jobs
from mtdtutor.ui.key_table import KeyTable
from mtdtutor.ui.keys import KeyCaps
from mtdtutor.ui.page import Context
from mtdtutor.ui.theme import Mode, Theme
from tests.support.clock import FakeClock

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    """Return the light appearance, painted on the application."""
    appearance = Theme(Mode.LIGHT)
    appearance.install(qapp)
    yield appearance
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    appearance.set_scale(100)
    appearance.uninstall()


@pytest.fixture
def said() -> list[str]:
    """Return the list that announcements are written to."""
    return []


@pytest.fixture
def jobs(qapp: QApplication) -> Iterator[Jobs]:
    """Return a runner of jobs with a pool of its own."""
    pool = QThreadPool()
    runner = Jobs(pool)
    yield runner
    assert runner.stop()


@pytest.fixture
def context(theme: Theme, jobs: Jobs, clock: FakeClock, said: list[str], tmp_path: Path) -> Context:
    """Return a context whose services are empty; tests of pages put real ones in."""

    def note(widget: QWidget, text: str, urgent: bool) -> None:
        said.append(text)

    services: Any = SimpleNamespace()
    return Context(
        services=services,
        clock=clock,
        learner="me",
        device=DeviceStore(tmp_path / "settings.json"),
        theme=theme,
        jobs=jobs,
        announcer=Announcer(note),
        icons=Icons(),
        keys=KeyTable(KeyCaps("linux")),
    )
