"""The window's front door: one instance per data folder, and every failure said in words."""

from __future__ import annotations

import argparse
import contextlib
import gc
import logging
import os
import random
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QLocale, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from mtdtutor import __version__, wiring
from mtdtutor.core.clock import SystemClock
from mtdtutor.core.errors import KnownError
from mtdtutor.services.device import DeviceStore
from mtdtutor.services.instance import InstanceLock
from mtdtutor.ui.a11y import Announcer
from mtdtutor.ui.errors import ErrorRelay
from mtdtutor.ui.icons import Icons
from mtdtutor.ui.jobs import Jobs
from mtdtutor.ui.key_table import KeyTable
from mtdtutor.ui.keys import KeyCaps
from mtdtutor.ui.page import Context
from mtdtutor.ui.texts import known_error
from mtdtutor.ui.theme import Mode, Theme
from mtdtutor.ui.window import MainWindow

if TYPE_CHECKING:
    from mtdtutor.core.clock import Clock
    from mtdtutor.ui.single import Doorbell
    from mtdtutor.wiring import Paths, Services

EXIT_OK: Final = 0
EXIT_KNOWN: Final = 1
EXIT_BUG: Final = 70
DESKTOP_ID: Final = "mtdtutor"
# A window that is not painted, because it started minimised, is filled all the same.
LONGEST_BLANK_MS: Final = 500

log = logging.getLogger(__name__)


def main(arguments: argparse.Namespace, started_ns: int, clock: Clock | None = None) -> int:
    """Open the window and run until it is closed.

    Args:
        arguments: The parsed command line, without a command.
        started_ns: ``time.monotonic_ns`` at the start of the process, for the log.
        clock: The clocks that everything reads; those of this machine unless given.

    Returns:
        The exit code: 0, 1 for a known error that kept the window from opening, 70 for a defect.
    """
    # Ctrl+C ends the program at once, and what was answered is safe by then. Python's own way would
    # raise an exception in whatever happens to be running, and leave the window open.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    paths = wiring.find_paths(arguments.data_dir)
    app = make_application()
    lock = InstanceLock(paths.lock)
    try:
        wiring.prepare_folder(paths)
        if not lock.acquire():
            from mtdtutor.ui.single import ring

            if ring(paths.folder):
                return EXIT_OK
            raise KnownError("already-running", folder=paths.folder)
        handler = wiring.start_logging(paths, debug=arguments.debug)
    except KnownError as error:
        return fail(app, known_error(error), EXIT_KNOWN)
    try:
        return Start(app, paths, arguments, started_ns, clock or SystemClock()).run()
    finally:
        lock.release()
        logging.getLogger("mtdtutor").removeHandler(handler)
        handler.close()


def make_application() -> QApplication:
    """Return the application object with its names and icon."""
    app = QApplication(sys.argv[:1])
    app.setApplicationName("mtdtutor")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName(DESKTOP_ID)
    # Numbers and dates as the system writes them; the C locale writes none for people.
    if QLocale.system().language() is QLocale.Language.C:
        QLocale.setDefault(QLocale(QLocale.Language.English))
    app.setWindowIcon(QIcon(str(Path(__file__).parent / "ui" / "assets" / "mtdtutor.svg")))
    return app


def fail(app: QApplication, text: str, code: int, theme: Theme | None = None) -> int:
    """Say why the start failed, on stderr and in a small window, and return the exit code."""
    from mtdtutor.ui.failure import FailureWindow

    # A windowed program may have no stderr, and a closed one must not keep the window away.
    if sys.stderr is not None:
        with contextlib.suppress(OSError):
            sys.stderr.write(f"mtdtutor: {text}\n")
            sys.stderr.flush()
    if theme is None:
        theme = Theme()
        theme.install(app)
    window = FailureWindow(theme, text)
    window.show()
    app.exec()
    return code


class Start:
    """Builds what the window needs, in the order that shows it soonest."""

    def __init__(
        self,
        app: QApplication,
        paths: Paths,
        arguments: argparse.Namespace,
        started_ns: int,
        clock: Clock,
    ) -> None:
        self._app = app
        self._paths = paths
        self._learner: str | None = arguments.learner
        self._seed: int | None = arguments.seed
        self._started_ns = started_ns
        self._clock = clock
        self._device = DeviceStore(paths.settings)
        settings = self._device.settings
        self._theme = Theme(Mode(settings.theme), settings.text_scale, motion=settings.motion)
        self._jobs = Jobs()
        self._relay = ErrorRelay()
        self._services: Services | None = None
        self._window: MainWindow | None = None
        self._doorbell: Doorbell | None = None
        self._failure: Exception | None = None

    def run(self) -> int:
        """Open the window, wait until it is closed, and put everything away."""
        self._relay.install()
        self._theme.install(self._app)
        try:
            # A new database takes a moment to fill, and that moment should show a window.
            if self._paths.database.exists():
                self._open_services()
                self._show()
            else:
                self._show()
                QTimer.singleShot(LONGEST_BLANK_MS, self._fill)
            self._app.exec()
        except Exception as error:  # noqa: BLE001 (said in words below)
            self._failure = error
        finally:
            self._put_away()
        return EXIT_OK if self._failure is None else self._fail(self._failure)

    def _fail(self, error: Exception) -> int:
        if isinstance(error, KnownError):
            log.error("start failed, known error %s: %s", error.code, error)
            return fail(self._app, known_error(error), EXIT_KNOWN, self._theme)
        log.error("a defect of this program", exc_info=error)
        text = QCoreApplication.translate(
            "Start",
            "This is a defect of MTD Tutor, not yours: {error}. The log {log} says more; "
            "“mtdtutor check” in a terminal says whether your data are sound.",
        ).format(error=f"{type(error).__name__}: {error}", log=self._paths.log_file)
        return fail(self._app, text, EXIT_BUG, self._theme)

    def _fill(self) -> None:
        # The paint and the timer both ask; a second failure would end the window of the first.
        if self._services is not None or self._failure is not None:
            return
        try:
            self._open_services()
            self._open_today()
        except Exception as error:  # noqa: BLE001 (said in words when the window is gone)
            self._failure = error
            self._app.exit()

    def _open_services(self) -> None:
        seed = self._seed
        if seed is None:
            seed = random.SystemRandom().getrandbits(128)
        services = wiring.open_services(self._paths, self._clock, random.Random(seed))
        self._services = services
        wanted = services.learners.get(self._device.settings.learner)
        if self._learner is not None or wanted is None:
            wanted = services.learners.find(self._learner)
        self._learner_id = wanted.id

    def _show(self) -> None:
        context = Context(
            services=self._services,  # type: ignore[arg-type]
            clock=self._clock,
            learner="",
            device=self._device,
            theme=self._theme,
            jobs=self._jobs,
            announcer=Announcer(),
            icons=Icons(),
            keys=KeyTable(KeyCaps(), self._device.settings.keys),
        )
        window = MainWindow(context)
        self._window = window
        self._relay.known.connect(window.show_known)
        self._relay.bug.connect(window.show_bug)
        window.ready.connect(self._on_ready)
        if self._services is not None:
            self._open_today()
        else:
            # Without services no page can be opened, so no key may ask for one.
            window.setEnabled(False)
            window.watch_first_paint()
        window.show()

    def _open_today(self) -> None:
        window, services = self._window, self._services
        if window is None or services is None:
            return
        context = window.context
        context.services = services
        context.learner = self._learner_id
        context.rollover_hour = services.learners.settings(self._learner_id).rollover_hour
        window.setEnabled(True)
        window.open_page("today")
        window.watch_first_paint()

    def _on_ready(self, page: str) -> None:
        if not page:
            self._fill()
            return
        passed = (time.monotonic_ns() - self._started_ns) // 1_000_000
        log.info("ready page=%s ms=%d pid=%d", page, passed, os.getpid())
        window, services = self._window, self._services
        if window is None or services is None:
            return
        for trouble in (self._device.trouble, services.bank_trouble):
            if trouble is not None:
                window.show_known(trouble)
        # Sockets cost a start more than they give it: only now.
        from mtdtutor.ui.idle import Idle
        from mtdtutor.ui.single import Doorbell

        Idle(window.windowHandle(), self._jobs)

        self._doorbell = Doorbell(self._paths.folder)
        self._doorbell.rang.connect(window.raise_up)
        if not self._doorbell.listen():
            log.warning("a second start will not be able to raise this window")
        # What was made so far stays to the end. Looking through all of it for garbage takes longer
        # than a key press may.
        gc.freeze()
        gc.enable()

    def _put_away(self) -> None:
        if self._doorbell is not None:
            self._doorbell.close()
        if not self._jobs.stop():
            log.warning("a job did not end in time")
        if self._window is not None:
            self._window.close()
            self._window.deleteLater()
            self._window = None
        if self._services is not None:
            self._services.close()
        self._relay.uninstall()
