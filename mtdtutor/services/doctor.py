"""What ``mtdtutor doctor`` prints: enough to help from afar, and no card text."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import re
import shutil
import sys
from pathlib import Path
from typing import Final, Protocol

from mtdtutor import __version__
from mtdtutor.core.errors import KnownError
from mtdtutor.services.instance import InstanceLock
from mtdtutor.storage.database import Database

PACKAGES: Final = ("PySide6-Essentials", "SQLAlchemy", "alembic", "fsrs", "pyqtgraph", "pydantic")
LAST_ERRORS: Final = 5
_ERROR_LINE: Final = re.compile(r"^\S+ \S+ (?:WARNING|ERROR|CRITICAL) ")


class DataFolder(Protocol):
    """The paths that doctor looks at; ``wiring.Paths`` has them."""

    @property
    def folder(self) -> Path:
        """The data folder."""

    @property
    def database(self) -> Path:
        """The learner's database."""

    @property
    def bank(self) -> Path:
        """The bundled bank file."""

    @property
    def log_file(self) -> Path:
        """The running log."""

    @property
    def lock(self) -> Path:
        """The instance lock."""


def examine(
    db: Database | None, paths: DataFolder, bank_version: str, trouble: KnownError | None
) -> dict[str, object]:
    """Return versions, paths and the state of what the program stands on.

    Args:
        db: The database; None if it could not be opened.
        paths: Where its folder keeps its things.
        bank_version: Version of the loaded bank.
        trouble: What is wrong with the database or the bank file.
    """
    lock = InstanceLock(paths.lock)
    free = lock.acquire()
    lock.release()
    return {
        "version": __version__,
        "bank_version": bank_version,
        "python": platform.python_version(),
        "system": platform.platform(),
        "packages": {name: _package(name) for name in PACKAGES},
        "data_folder": str(paths.folder),
        "database": str(paths.database),
        "database_bytes": paths.database.stat().st_size if paths.database.is_file() else 0,
        "bank_file": str(paths.bank),
        "log": str(paths.log_file),
        "disk_free_bytes": shutil.disk_usage(paths.folder).free,
        "journal_mode": "unknown" if db is None else db.journal_mode,
        "lock": "free" if free else "held by an open window",
        "display": os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY") or _default(),
        "qt_platform": os.environ.get("QT_QPA_PLATFORM", "chosen by Qt"),
        "fonts": _fonts(),
        "accessibility_bus": _accessibility_bus(),
        "trouble": str(trouble or "none"),
        "last_errors": _last_errors(paths.log_file),
    }


def _package(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return "not installed"


def _default() -> str:
    return "none" if sys.platform.startswith("linux") else "the system's own"


def _fonts() -> str:
    """Say whether Qt will find a font; on Linux they come from fontconfig's folders."""
    if not sys.platform.startswith("linux"):
        return "the system's own"
    folders = [Path("/usr/share/fonts"), Path("/usr/local/share/fonts")]
    count = sum(1 for folder in folders for _ in folder.rglob("*.[to]tf"))
    return f"{count} files"


def _accessibility_bus() -> str:
    if not sys.platform.startswith("linux"):
        return "the system's own"
    address = os.environ.get("AT_SPI_BUS_ADDRESS")
    session = os.environ.get("DBUS_SESSION_BUS_ADDRESS")
    if address:
        return address
    return "by the session bus" if session else "none"


def _last_errors(log_file: Path) -> list[str]:
    try:
        lines = log_file.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
    return [line for line in lines if _ERROR_LINE.match(line)][-LAST_ERRORS:]
