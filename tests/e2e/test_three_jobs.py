"""Cards, a quiz and taking back in a real window, by keyboard alone, under several keyboards."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.jobs import LOUD, graded, quiz, study, wait_graded
from tests.support.driver import ROOT, App
from tests.support.waiting import wait_until

PAGES = ("Today", "Study", "Quiz", "History", "Library", "Settings")
DIGIT_PLACES = range(10, 16)  # X key codes of 1 to 6 in the digit row
# What a keyboard prints where: French and Czech move letters, Cyrillic and Arabic print none.
UNDO_PLACES = {"us": 52, "fr": 25, "cz": 29, "ru": 52, "ara": 52}


def stats(data_dir: Path) -> dict[str, Any]:
    """Return what ``mtdtutor stats --json`` prints."""
    command = [sys.executable, "-m", "mtdtutor", "--data-dir", str(data_dir), "stats", "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def test_ten_cards_and_a_quiz_then_one_taken_back(start: Callable[..., App]) -> None:
    app = start(*LOUD)
    app.wait_ready()
    study(app, 10)
    quiz(app, 5)
    assert app.quit() == 0
    assert app.rows("select count(*) from review where mode = 'card'") == [(10,)]
    assert app.rows("select count(*) from answer") == [(5,)]
    assert app.rows("select count(distinct position) from answer") == [(5,)]
    assert app.rows("select kind from attempt_event") == [("finished",)]
    before = stats(app.data_dir)
    assert (before["reviews"], before["retractions"], before["responses"]) == (10, 0, 5)

    app = start("--debug")
    app.wait_ready()
    app.key("ctrl+2")
    app.wait_title("Study")
    app.key("ctrl+z")
    wait_until(lambda: app.rows("select 1 from retraction"), "the retraction")
    assert app.quit() == 0
    after = stats(app.data_dir)
    assert (after["reviews"], after["retractions"], after["responses"]) == (9, 1, 5)
    assert after["attempts"] == 1


@pytest.mark.parametrize("layout", list(UNDO_PLACES))
def test_keys_under_a_layout(start: Callable[..., App], layout: str) -> None:
    app = start(*LOUD)
    app.wait_ready()
    app.screen.layout(layout)
    for place, page in zip(DIGIT_PLACES, PAGES, strict=True):
        app.key(f"ctrl+{place}")
        app.wait_title(f"– {page}")
    app.key("ctrl+11")
    app.wait_title("Study")
    for grade in range(1, 5):
        app.key("65", str(9 + grade))  # Space, and a digit by its place
        wait_graded(app, grade)
    assert app.rows("select grade from review order by seq") == [(1,), (2,), (3,), (4,)]
    app.key(f"ctrl+{UNDO_PLACES[layout]}")
    wait_until(lambda: app.rows("select 1 from retraction"), "the retraction")
    assert len(graded(app)) == 4
    app.screen.layout("us")
    assert app.quit() == 0
