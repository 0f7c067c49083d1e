"""The bundled course with real services, for tests of pages."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from mtdtutor.services.bank import refresh_bank
from mtdtutor.storage.database import open_database
from mtdtutor.ui.page import Context
from mtdtutor.ui.placing import SIZE
from mtdtutor.ui.window import MainWindow
from mtdtutor.wiring import Services, find_paths, prepare_folder
from tests.support.clock import FakeClock

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@cache
def _filled() -> bytes:
    """Return a database file that holds the course: filling one anew takes most of a test."""
    with tempfile.TemporaryDirectory() as folder:
        paths = find_paths(Path(folder))
        prepare_folder(paths)
        clock = FakeClock()
        db = open_database(paths.database, paths.backups, clock, random.Random(1))
        try:
            refresh_bank(db, paths.bank, clock, random.Random(1))
        finally:
            db.dispose()
        return paths.database.read_bytes()


@contextmanager
def on_course(context: Context, folder: Path) -> Iterator[Context]:
    """Give a context the services of a new database that holds the bundled course."""
    paths = find_paths(folder)
    prepare_folder(paths)
    paths.database.write_bytes(_filled())
    rng = random.Random(1)
    db = open_database(paths.database, paths.backups, context.clock, rng)
    services = Services(db, paths, context.clock, rng)
    try:
        refresh_bank(db, paths.bank, context.clock, random.Random(1))
        context.services = services
        context.learner = services.learners.find().id
        yield context
    finally:
        services.close()


def open_window(qtbot: QtBot, context: Context, page: str, **params: object) -> MainWindow:
    """Return a window in front that shows a page."""
    window = MainWindow(context)
    qtbot.addWidget(window)
    # The offscreen platform has a small screen, and a new window opens no larger than that.
    window.resize(SIZE)
    window.open_page(page, params)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    return window
