"""Running ingest in a test, with its promises about places checked each time."""

from __future__ import annotations

import io
import tomllib
from pathlib import Path
from typing import Any

from mtdtutor.course.build.ingest.command import ingest

ARRAYS = ["fact", "faq", "definition", "table", "list", "conflict", "gap", "dropped"]

Result = dict[str, list[dict[str, Any]]]


def ingested(tmp_path: Path, *files: Path, against: Path | None = None) -> Result:
    """Return the candidates of some files."""
    output = tmp_path / "candidates.toml"
    assert ingest(files, output, io.StringIO(), against=against) == 0
    first = output.read_bytes()
    assert ingest(files, output, io.StringIO(), against=against) == 0
    assert output.read_bytes() == first
    result = tomllib.loads(first.decode())
    assert sorted(result) == sorted(ARRAYS)
    data = {file.as_posix(): file.read_bytes() for file in files}
    for array in ARRAYS:
        for entry in result[array]:
            stretch = data[entry["file"]][entry["start"] : entry["end"]]
            assert stretch.decode() == entry["text"]
            assert stretch.strip()
            assert entry["confidence"] in {"high", "medium", "low"}
            if "other_file" in entry:
                other = data[entry["other_file"]]
                assert (
                    other[entry["other_start"] : entry["other_end"]].decode()
                    == (entry["other_text"])
                )
    return result


def of_text(tmp_path: Path, text: str, name: str = "page.txt", **more: Path) -> Result:
    """Return the candidates of a text."""
    file = tmp_path / name
    file.write_bytes(text.encode())
    return ingested(tmp_path, file, **more)


def texts(entries: list[dict[str, Any]]) -> list[str]:
    """Return what a person reads in some entries."""
    return [entry.get("plain", entry["text"]) for entry in entries]


def kinds(entries: list[dict[str, Any]]) -> list[str]:
    """Return the kinds of some gaps or conflicts."""
    return [entry["kind"] for entry in entries]
