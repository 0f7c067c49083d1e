"""Rules every test keeps: nothing unexpected is said, and nothing is left behind.

A pytest plugin. It also takes the machine out of the test: home, language, time zone and screen
are the same everywhere.
"""

from __future__ import annotations

import contextlib
import gc
import logging
import os
import shutil
import sys
import tempfile
import threading
import time
import weakref
from collections.abc import Callable, Generator, Iterable, Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest

# Longest time in seconds that a thread or job told to end may take for it.
GRACE = 2.0

_runtime_dir = pytest.StashKey[str]()


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Give every machine the same language, time zone and screen, before Qt is asked for one."""
    os.environ.pop("LC_ALL", None)
    os.environ.update(
        LANG="C.UTF-8",
        QT_QPA_PLATFORM="offscreen",
        # Neither on the quarter hour nor with summer time, so that a forgotten offset shows; spelt
        # so that no time zone database is needed.
        TZ="<+0545>-5:45",
    )
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_SCALE_FACTOR", "QT_STYLE_OVERRIDE"):
        os.environ.pop(name, None)
    if hasattr(time, "tzset"):
        time.tzset()
    # Sockets live here, and the system allows their paths hardly more than a hundred bytes.
    config.stash[_runtime_dir] = tempfile.mkdtemp(prefix="mtd-")
    os.environ["XDG_RUNTIME_DIR"] = config.stash[_runtime_dir]
    _set_homes(os.environ.__setitem__, Path(config.stash[_runtime_dir]))


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove the folder for sockets, and the home of what serves several tests."""
    shutil.rmtree(config.stash.get(_runtime_dir, ""), ignore_errors=True)


@pytest.fixture(autouse=True)
def hygiene(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[None]:
    """Fail a test for unexpected logs and for what it leaves behind."""
    _set_homes(monkeypatch.setenv, tmp_path)
    watches: list[Generator[None, None, Iterable[str]]] = [
        _watch_logs(caplog),
        _watch_files(tmp_path),
        _watch_threads(),
    ]
    if "PySide6.QtWidgets" in sys.modules:
        watches += [_watch_timers_and_pools(monkeypatch), _watch_widgets()]
        _forbid_dialogs(monkeypatch)
    for watch in watches:
        next(watch)
    yield
    complaints = [text for watch in reversed(watches) for text in _finish(watch)]
    if complaints:
        pytest.fail("\n".join(complaints), pytrace=False)


_HOMES = {
    "HOME": "",
    "USERPROFILE": "",
    "APPDATA": "AppData/Roaming",
    "LOCALAPPDATA": "AppData/Local",
    "XDG_CACHE_HOME": ".cache",
    "XDG_CONFIG_HOME": ".config",
    "XDG_DATA_HOME": ".local/share",
    "XDG_STATE_HOME": ".local/state",
}


def _set_homes(set_variable: Callable[[str, str], None], folder: Path) -> None:
    """Move a person's folders below ``folder``."""
    for name, place in _HOMES.items():
        set_variable(name, str(folder / "home" / place))


def _finish(watch: Generator[None, None, Iterable[str]]) -> Iterable[str]:
    """Run a watch to its end and return its complaints."""
    try:
        next(watch)
    except StopIteration as end:
        return end.value or ()
    message = "A watch yields once."
    raise AssertionError(message)


# What is said


class _Listener(logging.Handler):
    """Keeps records that no ``caplog.at_level`` announced."""

    def __init__(self, caplog: pytest.LogCaptureFixture) -> None:
        super().__init__(logging.WARNING)
        self._caplog = caplog
        self.unexpected: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a record, unless the test listens for its level at this moment."""
        if not 0 < self._caplog.handler.level <= record.levelno:
            text = f"{record.levelname} {record.name}: {record.getMessage()}"
            self.unexpected.append(text)


def _watch_logs(caplog: pytest.LogCaptureFixture) -> Generator[None, None, Iterable[str]]:
    listener = _Listener(caplog)
    logging.getLogger().addHandler(listener)
    yield
    logging.getLogger().removeHandler(listener)
    return [
        f"Unexpected log record (expected ones stand in caplog.at_level): {text}"
        for text in listener.unexpected
    ]


# What is left behind


def _watch_threads() -> Generator[None, None, Iterable[str]]:
    before = set(threading.enumerate())
    yield
    complaints = []
    for thread in set(threading.enumerate()) - before:
        # Threads that Python did not start (Qt's pool) have no end it could see.
        if type(thread).__name__ == "_DummyThread":
            continue
        thread.join(GRACE)
        if thread.is_alive():
            complaints.append(f"The thread {thread.name} is still running; end and join it.")
    return complaints


def _watch_files(tmp_path: Path) -> Generator[None, None, Iterable[str]]:
    yield
    if _open_databases(tmp_path):
        gc.collect()
    return [
        f"The database {path} is still open; dispose of its engine."
        for path in sorted(_open_databases(tmp_path))
    ]


def _open_databases(folder: Path) -> set[str]:
    """Return the SQLite files below ``folder`` that this process holds open (Linux only)."""
    held = set()
    if sys.platform.startswith("linux"):
        for descriptor in Path("/proc/self/fd").iterdir():
            # The descriptor that lists the folder is gone by now.
            with contextlib.suppress(OSError):
                target = descriptor.readlink()
                if target.is_relative_to(folder) and ".sqlite" in target.name:
                    held.add(str(target))
    return held


def _watch_widgets() -> Generator[None, None, Iterable[str]]:
    before = set(_top_level_widgets())
    yield
    _deliver_deletions()
    if set(_top_level_widgets()) - before:
        # Widgets caught in a reference cycle are nobody's any more, though not yet freed.
        gc.collect()
        _deliver_deletions()
    left = _top_level_widgets()
    return [
        f"The window {left[key]} is still there; give it to qtbot, or close and delete it."
        for key in sorted(left.keys() - before)
    ]


def _top_level_widgets() -> dict[int, str]:
    """Return the top-level widgets by address; no reference to any is kept."""
    from PySide6.QtWidgets import QApplication
    from shiboken6 import getCppPointer

    if QApplication.instance() is None:
        return {}
    return {
        getCppPointer(widget)[0]: f"{type(widget).__name__} “{widget.objectName()}”"
        for widget in QApplication.topLevelWidgets()
        if widget.parent() is None and widget.metaObject().className() != "QTipLabel"
    }


def _deliver_deletions() -> None:
    """Carry out every ``deleteLater`` now, which Qt does only in an event loop."""
    from PySide6.QtCore import QCoreApplication, QEvent

    if QCoreApplication.instance() is not None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _watch_timers_and_pools(
    monkeypatch: pytest.MonkeyPatch,
) -> Generator[None, None, Iterable[str]]:
    from PySide6.QtCore import QThread, QThreadPool, QTimer
    from shiboken6 import isValid

    started: list[tuple[str, weakref.ref[Any]]] = []
    for kind in (QTimer, QThread, QThreadPool):
        _record_starts(monkeypatch, kind, started)
    yield
    pool = QThreadPool.globalInstance()
    complaints = []
    if not pool.waitForDone(round(GRACE * 1000)):
        complaints.append("A job is still running on Qt's global thread pool; wait for it.")
    for where, reference in started:
        thing = reference()
        if thing is None or not isValid(thing):
            continue
        if isinstance(thing, QTimer) and thing.isActive():
            thing.stop()
            complaints.append(f"A timer started at {where} is still active; stop it.")
        elif isinstance(thing, QThread) and not thing.wait(round(GRACE * 1000)):
            complaints.append(f"A QThread started at {where} is still running; quit and wait.")
        elif isinstance(thing, QThreadPool) and not thing.waitForDone(round(GRACE * 1000)):
            complaints.append(f"A job started at {where} is still running; wait for its pool.")
    return complaints


def _record_starts(
    monkeypatch: pytest.MonkeyPatch, kind: type, started: list[tuple[str, weakref.ref[Any]]]
) -> None:
    """Note every call of ``start`` of a Qt class, with the line it came from."""
    original: Callable[..., Any] = kind.start  # type: ignore[attr-defined]

    def start(self: Any, *args: Any, **kwargs: Any) -> Any:
        frame = sys._getframe(1)
        where = f"{frame.f_code.co_filename}:{frame.f_lineno}"
        started.append((where, weakref.ref(self)))
        return original(self, *args, **kwargs)

    monkeypatch.setattr(kind, "start", start)


def _forbid_dialogs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make dialogs that would wait for a person fail instead."""
    from PySide6.QtWidgets import QFileDialog, QInputDialog, QMessageBox

    def refuse(*args: object, **kwargs: object) -> NoReturn:
        message = "A modal dialog would wait for a person; open it without exec."
        raise AssertionError(message)

    asking = {
        QMessageBox: ("exec", "about", "critical", "information", "question", "warning"),
        QFileDialog: ("exec", "getExistingDirectory", "getOpenFileName", "getSaveFileName"),
        QInputDialog: ("exec", "getDouble", "getInt", "getItem", "getText"),
    }
    for dialog, names in asking.items():
        for name in names:
            monkeypatch.setattr(dialog, name, refuse)
