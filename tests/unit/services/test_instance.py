"""One owner for a data folder, and a lock that dies with its process."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from mtdtutor.core.errors import KnownError
from mtdtutor.services.instance import InstanceLock

HOLD = """
import sys
from pathlib import Path
from mtdtutor.services.instance import InstanceLock
lock = InstanceLock(Path(sys.argv[1]))
print(lock.acquire(), flush=True)
sys.stdin.read()
"""


def test_only_one_object_holds_the_lock(tmp_path: Path) -> None:
    first, second = InstanceLock(tmp_path / "lock"), InstanceLock(tmp_path / "lock")
    assert first.acquire()
    assert first.acquire()
    assert first.held
    assert not second.acquire()
    first.release()
    assert not first.held
    assert second.acquire()
    second.release()


def test_a_killed_process_leaves_no_lock_behind(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "True"
        mine = InstanceLock(path)
        assert not mine.acquire()
        process.send_signal(signal.SIGKILL if sys.platform != "win32" else signal.SIGTERM)
        process.wait(timeout=10)
    assert mine.acquire()
    mine.release()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full disk to be had")
def test_a_full_disk_keeps_nobody_from_the_lock(tmp_path: Path) -> None:
    (tmp_path / "lock").symlink_to("/dev/full")
    lock = InstanceLock(tmp_path / "lock")
    assert lock.acquire()
    lock.release()


def test_a_lock_that_cannot_be_made_is_explained(tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="nowhere"):
        InstanceLock(tmp_path / "nowhere" / "lock").acquire()
    (tmp_path / "lock").mkdir()
    with pytest.raises(KnownError) as caught:
        InstanceLock(tmp_path / "lock").acquire()
    assert caught.value.code == "folder-read-only"
