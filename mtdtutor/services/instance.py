"""The instance lock: one program at a time may own a data folder.

A lock of the operating system on an open file, not a file whose presence means something: the
kernel drops it when the process dies, however it dies, so there is no stale lock to clear away.
"""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from typing import IO

from mtdtutor.core.errors import KnownError

if sys.platform == "win32":  # pragma: no cover (the other branch runs where the tests run)
    import msvcrt

    def _lock(file: IO[bytes]) -> None:
        file.seek(0)  # the lock is on the byte where the file stands, the same one for all
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)


class InstanceLock:
    """A lock on a data folder, held until it is released or the process ends."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[bytes] | None = None

    @property
    def held(self) -> bool:
        """Whether this object holds the lock."""
        return self._file is not None

    def acquire(self) -> bool:
        """Try to take the lock without waiting.

        Returns:
            True when this object now holds it, False when another process does.

        Raises:
            KnownError: ``folder-read-only`` when the lock file could not be made.
        """
        if self._file is not None:
            return True
        try:
            file = self._path.open("ab+", buffering=0)
        except OSError as error:
            raise KnownError(
                "folder-read-only", folder=self._path.parent, reason=f"{error.strerror}: lock"
            ) from error
        try:
            _lock(file)
        except OSError:
            file.close()
            return False
        # The number is for people only: a full disk does not keep anybody from the lock.
        with contextlib.suppress(OSError):
            file.truncate(0)
            file.write(f"{os.getpid()}\n".encode("ascii"))
        self._file = file
        return True

    def release(self) -> None:
        """Give the lock back; the file stays, since removing it would race with another start."""
        if self._file is not None:
            self._file.close()
            self._file = None
