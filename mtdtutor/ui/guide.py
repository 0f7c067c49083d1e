"""The guide as plain parts to read in the window."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication

_BULLET: Final = re.compile(r"^[-*] ")
_ITEM: Final = re.compile(r"[-*] |\d+\. ")


def guide_path() -> Path:
    """Return the guide's file: inside the installed package, or in the source tree."""
    package = Path(__file__).parents[1]
    packaged = package / "docs" / "guide.md"
    return packaged if packaged.is_file() else package.parent / "docs" / "guide.md"


def read_guide(path: Path | None = None) -> list[tuple[str, str]]:
    """Return the guide as pairs of heading and text.

    Args:
        path: The guide in Markdown; by default the packaged one.

    Returns:
        One pair per heading; a single pair that says so when there is no guide.
    """
    path = path or guide_path()
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError:
        missing = QCoreApplication.translate(
            "Guide", "The guide is missing from this installation. Press ? to see the keys."
        )
        return [("", missing)]
    parts: list[tuple[str, list[str]]] = []
    for line in lines:
        if line.startswith("#"):
            parts.append((line.lstrip("#").strip(), []))
        elif parts:
            parts[-1][1].append(line.replace("**", "").replace("`", ""))
    return [(heading, _flow(body)) for heading, body in parts if any(body)]


def _flow(lines: list[str]) -> str:
    """Join the lines of each paragraph; list items stay on lines of their own, close together."""
    out: list[str] = []
    fresh = True
    for line in lines:
        text = line.strip()
        if not text:
            fresh = True
            continue
        if _ITEM.match(text):
            if fresh and out:
                out.append("")
            out.append(_BULLET.sub("• ", text))
        elif fresh and out:
            out += ["", text]
        elif out:
            out[-1] += " " + text
        else:
            out.append(text)
        fresh = False
    return "\n".join(out)
