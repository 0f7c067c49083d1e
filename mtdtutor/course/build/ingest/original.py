"""The files to be read: their text, and the way back from a character to its byte."""

from __future__ import annotations

import hashlib
import os
import stat
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from mtdtutor.core.errors import KnownError

MAX_BYTES: Final = 4_000_000
"""Limit on all files of one run together: about 600,000 words, far above any page or chapter."""

_STEP: Final = 256
_FOREIGN: Final = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\x1f\x8b", "a compressed file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"{\\rtf", "a rich text document"),
)
_WIDE: Final = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True, eq=False)
class Original:
    """A file as it is.

    Attributes:
        name: The path as it was given.
        text: The decoded text, line ends and all; a leading byte order mark is no part of it.
        sha256: Checksum of the file's bytes.
        shift: Bytes before the first character of the text.
    """

    name: str
    text: str
    sha256: str
    shift: int
    _marks: array[int] | None = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_marks", None if self.text.isascii() else _marks(self.text))

    def byte(self, index: int) -> int:
        """Return the offset in the file of the byte at which a character begins."""
        if self._marks is None:
            return self.shift + index
        block = index // _STEP
        return self.shift + self._marks[block] + len(self.text[block * _STEP : index].encode())


def _marks(text: str) -> array[int]:
    """Return the byte offset of every ``_STEP``-th character."""
    marks = array("Q", [0])
    for start in range(0, len(text), _STEP):
        marks.append(marks[-1] + len(text[start : start + _STEP].encode()))
    return marks


def read_originals(paths: Sequence[Path]) -> list[Original]:
    """Read files, each once, in the order given.

    Raises:
        KnownError: One of them cannot be read, is no text, is not UTF-8 or is empty, or all of
            them together are too large. No more than the limit is ever held in memory.
    """
    found: list[Original] = []
    room = MAX_BYTES
    for path in dict.fromkeys(paths):
        data = _read(path, room)
        room -= len(data)
        found.append(_decode(path, data))
    return found


def _read(path: Path, room: int) -> bytes:
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            # Opening a pipe would wait for its other end; a device need not have one.
            raise KnownError("ingest-unreadable", file=path, reason="it is not an ordinary file")
        with path.open("rb") as file:
            data = file.read(room + 1)
    except OSError as error:
        reason = error.strerror or str(error)
        raise KnownError("ingest-unreadable", file=path, reason=reason) from error
    if len(data) > room:
        raise KnownError("ingest-too-large", file=path, limit=MAX_BYTES // 1_000_000)
    return data


def _decode(path: Path, data: bytes) -> Original:
    _refuse_foreign(path, data)
    shift = 3 if data.startswith(b"\xef\xbb\xbf") else 0
    try:
        text = data[shift:].decode()
    except UnicodeDecodeError as error:
        place = error.start + shift
        line = data.count(b"\n", 0, place) + 1
        raise KnownError("ingest-encoding", file=path, byte=place, line=line) from error
    if not text.strip():
        raise KnownError("ingest-empty", file=path)
    # A name that is no valid text could not be written into the result.
    name = os.fsencode(path.as_posix()).decode(errors="replace")
    return Original(name, text, hashlib.sha256(data).hexdigest(), shift)


def _refuse_foreign(path: Path, data: bytes) -> None:
    if data.startswith(_WIDE):
        raise KnownError("ingest-encoding", file=path, byte=0, line=1)
    for magic, kind in _FOREIGN:
        if data.startswith(magic):
            raise KnownError("ingest-not-text", file=path, reason=f"it looks like {kind}")
    zero = data.find(b"\0")
    if zero >= 0:
        raise KnownError("ingest-not-text", file=path, reason=f"byte {zero} is zero")
