"""Settings of this device: appearance, window, last learner. A small file, never learning data."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from mtdtutor.core.errors import KnownError

THEMES = ("system", "light", "dark")


@dataclass(frozen=True, slots=True)
class DeviceSettings:
    """What this device remembers.

    Attributes:
        theme: ``system``, ``light`` or ``dark``.
        text_scale: Text size in per cent, 100 to 200.
        motion: Whether short fades are wanted.
        learner: Id of the learner last chosen, or empty.
        geometry: Window place and size, opaque text of the window's making.
        keys: Keys in place of the usual ones, as the window names them.
    """

    theme: str = "system"
    text_scale: int = 100
    motion: bool = True
    learner: str = ""
    geometry: str = ""
    keys: Mapping[str, object] = field(default_factory=dict)


def _clean(raw: dict[str, Any]) -> DeviceSettings:
    """Take the known values that make sense; anything else falls back to its default."""
    kept: dict[str, Any] = {}
    defaults = DeviceSettings()
    for known in fields(DeviceSettings):
        value = raw.get(known.name)
        if type(value) is type(getattr(defaults, known.name)):
            kept[known.name] = value
    if kept.get("theme") not in THEMES:
        kept.pop("theme", None)
    if not kept.get("geometry", "").isascii():
        kept.pop("geometry")  # the window's own writing is
    if "text_scale" in kept:
        kept["text_scale"] = min(max(kept["text_scale"], 100), 200)
    return DeviceSettings(**kept)


class DeviceStore:
    """Keeps the settings file.

    A value that a newer version wrote and this one does not know is kept. A file that cannot be
    read is set aside under another name, and ``trouble`` says so.
    """

    def __init__(self, path: Path) -> None:
        """Read the settings of a device.

        Args:
            path: The file; it need not exist.
        """
        self._path = path
        self._unknown: dict[str, Any] = {}
        self.trouble: KnownError | None = None
        self._settings = self._read()

    @property
    def settings(self) -> DeviceSettings:
        """The settings in force."""
        return self._settings

    def change(self, changed: DeviceSettings) -> None:
        """Put settings in force and write the file, wholly or not at all.

        Args:
            changed: The new settings, usually made with ``dataclasses.replace``.

        Raises:
            KnownError: ``disk-error`` when the file could not be written; the new settings are
                in force all the same until the program ends.
        """
        if changed != self._settings:
            self._settings = changed
            self._write()

    def _read(self) -> DeviceSettings:
        try:
            raw = json.loads(self._path.read_text(encoding="utf-8"))
            if not isinstance(raw, dict):
                raise ValueError("not an object")
        except FileNotFoundError:
            return DeviceSettings()
        except (OSError, ValueError, RecursionError) as error:
            self._set_aside(error)
            return DeviceSettings()
        known = {each.name for each in fields(DeviceSettings)}
        self._unknown = {key: value for key, value in raw.items() if key not in known}
        return _clean(raw)

    def _set_aside(self, error: Exception) -> None:
        aside = self._path.with_name(f"{self._path.name}.broken")
        try:
            self._path.replace(aside)
        except OSError:
            aside = self._path
        self.trouble = KnownError(
            "settings-broken", file=self._path, reason=error, aside=aside.name
        )

    def _write(self) -> None:
        text = json.dumps({**self._unknown, **asdict(self._settings)}, indent=2, sort_keys=True)
        temporary = self._path.with_name(f"{self._path.name}.{os.getpid()}.tmp")
        try:
            with temporary.open("w", encoding="utf-8") as file:
                file.write(text + "\n")
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(self._path)
        except OSError as error:
            with contextlib.suppress(OSError):  # a read-only disk refuses this too
                temporary.unlink(missing_ok=True)
            raise KnownError(
                "disk-error", file=self._path, reason=error.strerror or error
            ) from error
