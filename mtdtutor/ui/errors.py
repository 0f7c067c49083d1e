"""What becomes of errors that nobody caught: a line in the log, a word in the window, no crash."""

from __future__ import annotations

import logging
import platform
import sys
import threading
import traceback
from types import TracebackType
from typing import Any, Final

from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    QtMsgType,
    Signal,
    qInstallMessageHandler,
    qVersion,
)

from mtdtutor import __version__
from mtdtutor.core.errors import KnownError

log = logging.getLogger(__name__)

_LEVELS: Final = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
_SAME_MOST: Final = 3  # an error in painting comes back with every frame


class ErrorRelay(QObject):
    """Takes errors from any thread and hands them to the window's thread.

    Signals:
        known: A ``KnownError`` that no page dealt with.
        bug: Text of a report on a defect of ours.
    """

    known = Signal(object)
    bug = Signal(str)

    def __init__(self) -> None:
        """Make a relay; nothing is caught before ``install``."""
        super().__init__()
        self._seen: dict[str, int] = {}
        self._before: tuple[Any, Any, Any] | None = None

    def install(self) -> None:
        """Catch what nobody catches: in slots, in painting, on other threads, and Qt's words."""
        messages = qInstallMessageHandler(self._on_message)
        self._before = (sys.excepthook, threading.excepthook, messages)
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception

    def uninstall(self) -> None:
        """Give the hooks back."""
        if self._before is not None:
            sys.excepthook, threading.excepthook, messages = self._before
            self._before = None
            qInstallMessageHandler(messages)

    def take(self, error: BaseException, trace: TracebackType | None) -> None:
        """Log an error and pass it on, though the same one not without end."""
        if isinstance(error, KnownError):
            log.warning("known error %s: %s", error.code, error)
            self.known.emit(error)
            return
        text = "".join(traceback.format_exception(type(error), error, trace))
        count = self._seen.get(text, 0) + 1
        self._seen[text] = count
        if count > _SAME_MOST:
            return
        log.error("a defect of this program\n%s", text)
        self.bug.emit(f"{versions()}\n\n{text}")

    def _on_exception(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        self.take(error, trace)

    def _on_thread_exception(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self.take(args.exc_value, args.exc_traceback)

    def _on_message(self, kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
        category = context.category or "default"
        log.log(_LEVELS.get(kind, logging.WARNING), "qt.%s: %s", category, text)


def versions() -> str:
    """Return what a report needs to say about this machine; nothing about the learner."""
    return (
        f"MTD Tutor {__version__}, Python {platform.python_version()}, Qt {qVersion()}, "
        f"{platform.system()} {platform.release()}"
    )
