"""Work too long for the window's thread: one at a time, with progress and a way to stop."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Final, NamedTuple

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal, SignalInstance, Slot

WAIT_AT_EXIT_MS: Final = 2000

Work = Callable[["CancelToken", Callable[[int, int], None]], Any]


class CancelToken:
    """Tells a running job that its result is no longer wanted."""

    def __init__(self) -> None:
        """Make a token that is not cancelled."""
        self._event = threading.Event()

    @property
    def cancelled(self) -> bool:
        """Whether the job should stop soon."""
        return self._event.is_set()

    def cancel(self) -> None:
        """Ask the job to stop."""
        self._event.set()


class _Callbacks(NamedTuple):
    token: CancelToken
    done: Callable[[Any], None] | None
    failed: Callable[[Exception], None] | None
    progress: Callable[[int, int], None] | None


class _Runnable(QRunnable):
    """Carries bound signals of a main-thread object only, never a QObject of its own."""

    def __init__(
        self,
        number: int,
        work: Work,
        token: CancelToken,
        done: SignalInstance,
        failed: SignalInstance,
        progress: SignalInstance,
    ) -> None:
        super().__init__()
        self._number = number
        self._work = work
        self._token = token
        self._done = done
        self._failed = failed
        self._progress = progress

    def run(self) -> None:
        try:
            result = self._work(self._token, self._report)
        except Exception as error:  # noqa: BLE001 (handed to the main thread whole)
            self._failed.emit(self._number, error)
        else:
            self._done.emit(self._number, result)

    def _report(self, done: int, total: int) -> None:
        self._progress.emit(self._number, done, total)


class Jobs(QObject):
    """Runs jobs one after another on a pool of one thread; answers arrive on the main thread."""

    _done = Signal(object, object)
    _failed = Signal(object, object)
    _progress = Signal(object, object, object)

    def __init__(self, pool: QThreadPool | None = None) -> None:
        """Make a runner.

        Args:
            pool: Where jobs run; by default a pool of one thread of its own.
        """
        super().__init__()
        self._pool = pool if pool is not None else QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._jobs: dict[int, _Callbacks] = {}
        self._next = 1
        self._done.connect(self._on_done)
        self._failed.connect(self._on_failed)
        self._progress.connect(self._on_progress)

    @property
    def busy(self) -> bool:
        """Whether a job is waiting or running."""
        return bool(self._jobs)

    def run(
        self,
        work: Work,
        done: Callable[[Any], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> CancelToken:
        """Run a job off the window's thread.

        Args:
            work: Called as ``work(token, report)`` on the pool's thread; knows nothing of Qt.
            done: Gets the result, unless the job was cancelled.
            failed: Gets the error, unless the job was cancelled; without it the error is raised.
            progress: Gets what is done and the total.

        Returns:
            The token to cancel the job by; after that none of the callbacks is called.
        """
        token = CancelToken()
        number = self._next
        self._next += 1
        self._jobs[number] = _Callbacks(token, done, failed, progress)
        self._pool.start(_Runnable(number, work, token, self._done, self._failed, self._progress))
        return token

    def stop(self) -> bool:
        """Cancel everything and wait a moment for it; returns whether all has ended."""
        for job in self._jobs.values():
            job.token.cancel()
        return self._pool.waitForDone(WAIT_AT_EXIT_MS)

    @Slot(object, object)
    def _on_done(self, number: int, result: object) -> None:
        job = self._jobs.pop(number)
        if job.done is not None and not job.token.cancelled:
            job.done(result)

    @Slot(object, object)
    def _on_failed(self, number: int, error: Exception) -> None:
        job = self._jobs.pop(number)
        if job.token.cancelled:
            return
        if job.failed is None:
            raise error
        job.failed(error)

    @Slot(object, object, object)
    def _on_progress(self, number: int, done: int, total: int) -> None:
        job = self._jobs.get(number)
        if job is not None and job.progress is not None and not job.token.cancelled:
            job.progress(done, total)
