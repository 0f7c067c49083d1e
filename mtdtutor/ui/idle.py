"""What is fetched while nobody needs the machine, so that it is there when it is wanted."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QTimer

if TYPE_CHECKING:
    from PySide6.QtGui import QWindow

    from mtdtutor.ui.jobs import CancelToken, Jobs

REST_MS: Final = 5000
# Charts bring numpy along, which makes the first opening of History slow.
WANTED: Final = ("mtdtutor.ui.widgets.chart",)
_SIGNS_OF_LIFE: Final = frozenset(
    {QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel}
)


class Idle(QObject):
    """Imports modules on the jobs' thread as soon as nobody has touched the window for a while."""

    def __init__(
        self,
        window: QWindow,
        jobs: Jobs,
        modules: Sequence[str] = WANTED,
        rest_ms: int = REST_MS,
    ) -> None:
        """Begin to watch.

        Args:
            window: Where keys and the pointer arrive.
            jobs: Runs the imports.
            modules: What to import.
            rest_ms: How long nobody must have touched the window, in milliseconds.
        """
        super().__init__(window)
        self._window = window
        self._jobs = jobs
        self._modules = tuple(modules)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(rest_ms)
        self._timer.timeout.connect(self._on_rest)
        self._timer.start()
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Wait anew after every sign of life."""
        if event.type() in _SIGNS_OF_LIFE:
            self._timer.start()
        return super().eventFilter(watched, event)

    def _on_rest(self) -> None:
        self._window.removeEventFilter(self)
        self._jobs.run(self._fetch)

    def _fetch(self, token: CancelToken, report: Callable[[int, int], None]) -> None:  # noqa: ARG002
        for module in self._modules:
            if token.cancelled:
                return
            importlib.import_module(module)
