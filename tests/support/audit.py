"""Starts the app as its command does and writes down which modules it had when it was ready.

    python -m tests.support.audit FILE [ARGS FOR THE APP]

The window closes by itself as soon as it is ready.
"""

from __future__ import annotations

import logging
import sys
from pathlib import Path

FORBIDDEN = (
    "alembic",
    "pydantic",
    "qtawesome",
    "numpy",
    "pyqtgraph",
    "rapidfuzz",
    "snowballstemmer",
    "mtdtutor.course.build",
)
"""What costs a start more than it gives the first page, and may only come later."""


def forbidden(modules: list[str]) -> list[str]:
    """Return those of the modules that have no place before the first paint."""
    return [
        each
        for each in modules
        if any(each == name or each.startswith(f"{name}.") for name in FORBIDDEN)
    ]


class _Audit(logging.Handler):
    """Waits for the log line that says the first page is usable."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self._file = file

    def emit(self, record: logging.LogRecord) -> None:
        """Write the names down at the one line, and let the window close."""
        if not record.getMessage().startswith("ready page=today"):
            return
        self._file.write_text("\n".join(sorted(sys.modules)), encoding="utf-8")
        from PySide6.QtCore import QTimer
        from PySide6.QtWidgets import QApplication

        QTimer.singleShot(0, QApplication.closeAllWindows)


def main() -> int:
    """Run the app under audit and return its exit code."""
    file = Path(sys.argv.pop(1))
    logging.getLogger("mtdtutor").addHandler(_Audit(file))
    from mtdtutor.__main__ import main as start

    return start()


if __name__ == "__main__":
    sys.exit(main())
