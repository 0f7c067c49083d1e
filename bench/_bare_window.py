"""The smallest window worth the name, to measure a start against: a label and a button.

Prints the monotonic clock (ns) when it has been painted, and waits to be ended.
"""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent


class Bare(QWidget):
    """A label above a button."""

    def __init__(self) -> None:
        super().__init__()
        self._painted = False
        column = QVBoxLayout(self)
        column.addWidget(QLabel("A label"))
        column.addWidget(QPushButton("A button"))
        self.resize(1180, 760)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Report the first painting when all of it is done."""
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, _report)


def _report() -> None:
    print(time.monotonic_ns(), flush=True)


if __name__ == "__main__":
    application = QApplication(sys.argv)
    window = Bare()
    window.show()
    sys.exit(application.exec())
