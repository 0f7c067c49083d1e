"""A second start on the same folder raises the first window; on another folder it does not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from mtdtutor.ui.single import Doorbell, ring, socket_name

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

RING = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from mtdtutor.ui.single import ring
app = QCoreApplication(sys.argv)
print(ring(Path(sys.argv[1])))
"""


def test_another_process_rings(qtbot: QtBot, tmp_path: Path) -> None:
    bell = Doorbell(tmp_path)
    assert bell.listen()
    with qtbot.waitSignal(bell.rang, timeout=20_000):
        process = subprocess.Popen(
            [sys.executable, "-c", RING, str(tmp_path)], stdout=subprocess.PIPE, text=True
        )
    # The answer goes out when the loop runs; the other process waits for it.
    qtbot.waitUntil(lambda: process.poll() is not None, timeout=20_000)
    assert process.communicate()[0] == "True\n"
    bell.close()


def test_nobody_hears_where_nobody_listens(qtbot: QtBot, tmp_path: Path) -> None:
    assert not ring(tmp_path)


def test_every_folder_has_a_bell_of_its_own(tmp_path: Path) -> None:
    assert socket_name(tmp_path / "a") != socket_name(tmp_path / "b")
    assert socket_name(tmp_path / "a") == socket_name(tmp_path / "x" / ".." / "a")


def test_the_socket_of_a_killed_process_is_cleared_away(qtbot: QtBot, tmp_path: Path) -> None:
    Path(socket_name(tmp_path)).touch()
    bell = Doorbell(tmp_path)
    assert bell.listen()
    mode = Path(socket_name(tmp_path)).stat().st_mode & 0o777
    assert mode & 0o077 == 0, "nobody else may ring"
    bell.close()
