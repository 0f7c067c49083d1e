"""The walk that makes the pictures runs to its end and shows every page, light and dark."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from PySide6.QtGui import QImage

ROOT = Path(__file__).parents[2]
PAGES = ("today", "study-answer", "quiz-question", "quiz-result", "history-reviews", "library")


def test_the_tour_leaves_a_picture_of_every_page(tmp_path: Path):
    done = subprocess.run(
        [sys.executable, "docs/tour.py", str(tmp_path / "tour ü")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=55,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    pictures = {path.stem: QImage(str(path)) for path in (tmp_path / "tour ü").glob("*.png")}
    assert {f"{page}-{mode}" for page in PAGES for mode in ("light", "dark")} <= set(pictures)
    names = {name.rsplit("-", 1)[0] for name in pictures}
    assert len(pictures) == 2 * len(names)
    for name, picture in pictures.items():
        assert (picture.width(), picture.height()) == (1180, 760), name
        light = picture.pixelColor(1100, 20).lightness()
        assert (light > 128) == name.endswith("-light"), name


def test_pictures_in_the_documentation_are_those_of_the_tour():
    kept = {path.stem for path in (ROOT / "docs" / "images").glob("*.png")}
    assert {f"{page}-{mode}" for page in PAGES for mode in ("light", "dark")} <= kept
