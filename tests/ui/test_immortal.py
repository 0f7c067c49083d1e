"""A long run of Qt calls must not use up the references to None."""

from __future__ import annotations

import subprocess
import sys

SCRIPT = """
import mtdtutor.ui
from PySide6.QtCore import QObject
thing = QObject()
for number in range(100_000):
    thing.setObjectName("x")
print("alive")
"""


def test_a_hundred_thousand_calls_leave_the_interpreter_alive() -> None:
    result = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=False
    )
    assert result.stdout == "alive\n", result.stderr
