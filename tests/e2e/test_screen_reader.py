"""What a screen reader has to say while cards are studied and a quiz is sat.

The transcript holds, after each key, what has the focus and what was announced. When the interface
changes on purpose, read the new transcript aloud, and if it makes sense, copy it over the stored
one; a failing test says where it is.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

import pytest

from tests.e2e.jobs import LOUD, read_feedback
from tests.support.driver import App
from tests.support.screen import Screen
from tests.support.waiting import wait_until

TRANSCRIPTS = Path(__file__).parent / "transcripts"
PYTHON = "/usr/bin/python3"  # the bindings of the bus belong to the system's Python
ALWAYS = {"QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}


class Listener:
    """A stand-in for a screen reader, listening to one app."""

    def __init__(self, screen: Screen, app: App, folder: Path) -> None:
        self._app = app
        self._heard = folder / "heard.jsonl"
        self._output: IO[bytes] = self._heard.open("wb")
        command = [PYTHON, str(Path(__file__).with_name("reader.py")), str(app.process.pid)]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=self._output, env=screen.environment()
        )
        self._told = 0
        self.lines: list[str] = []
        wait_until(lambda: "listening" in self._things(), "the screen reader")

    def open(self) -> None:
        """Wait until the app has a place for the first focus."""
        self._app.wait_ready()
        self._write("The window opens", self._next())

    def press(self, *keys: str) -> None:
        """Press keys as one step and note what is heard after them."""
        self._app.key(*keys)
        self._write(f"Press {' '.join(keys)}", self._next())

    def everything(self) -> str:
        """Return all that was said since the start."""
        return self._heard.read_text(encoding="utf-8")

    def close(self) -> None:
        """End the listener."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(10)
        self._output.close()

    def _things(self) -> list[Any]:
        lines = self._heard.read_text(encoding="utf-8").splitlines(keepends=True)
        return [json.loads(line) for line in lines if line.endswith("\n")]

    def _next(self) -> list[dict[str, Any]]:
        """Return what is said from now until nothing more comes."""
        wait_until(lambda: len(self._said()) > self._told, "something to be said")
        before = -1
        while before != (before := len(self._said())):
            self._sync()
        new = self._said()[self._told :]
        self._told += len(new)
        return new

    def _said(self) -> list[dict[str, Any]]:
        return [thing for thing in self._things() if isinstance(thing, dict)]

    def _sync(self) -> None:
        """Let the listener deal with all that has come by now."""
        answers = self._things().count("synced")
        assert self._process.stdin is not None
        self._process.stdin.write(b"sync\n")
        self._process.stdin.flush()
        wait_until(lambda: self._things().count("synced") > answers, "the screen reader")

    def _write(self, what: str, heard: list[dict[str, Any]]) -> None:
        self.lines += ["", f"[{what}]"]
        for thing in heard:
            if "focus" in thing:
                self.lines += _spoken(**thing["focus"])
            else:
                self.lines.append(f"    ({thing.get('announced', thing)})")


def can_listen() -> bool:
    """Tell whether the system's Python can read the accessibility bus."""
    probe = "import gi; gi.require_version('Atspi', '2.0')"
    command = [PYTHON, "-c", probe]
    return (
        Path(PYTHON).exists()
        and not subprocess.run(command, capture_output=True, check=False).returncode
    )


def _spoken(role: str, name: str, description: str, text: str, states: list[str]) -> list[str]:
    """Return what a screen reader would say, more or less, of the thing that got the focus."""
    head = ", ".join(filter(None, [name, role, *states]))
    parts = [description, *text.split("\n")]
    return [f"    {head}", *(f"        {part}" for part in parts if part)]


@pytest.fixture
def listener(screen: Screen, start: Callable[..., App], tmp_path: Path) -> Iterator[Listener]:
    """Return a listener to an app that has just been started on an empty data folder."""
    if not can_listen():
        reason = "python3-pyatspi or gir1.2-atspi-2.0 is not installed (dev.py names the packages)"
        (pytest.fail if os.environ.get("CI", "").lower() == "true" else pytest.skip)(reason)
    listener = Listener(screen, start(*LOUD, environment=ALWAYS), tmp_path)
    yield listener
    listener.close()


def compare(listener: Listener, name: str, folder: Path) -> None:
    """Compare what was heard with the stored transcript."""
    # How long it took is nobody's business here.
    heard = re.sub(r"It took \d+:\d\d ", "It took M:SS ", "\n".join(listener.lines[1:]) + "\n")
    new, stored = folder / f"{name}.txt", TRANSCRIPTS / f"{name}.txt"
    new.write_text(heard, encoding="utf-8")
    assert heard == stored.read_text(encoding="utf-8"), f"the new transcript is {new}"


def test_five_cards_are_heard(listener: Listener, tmp_path: Path) -> None:
    listener.open()
    listener.press("Return")
    for grade in ("3", "1", "4", "2", "3"):
        listener.press("space")
        listener.press(grade)
    listener.press("ctrl+z")
    listener.press("f")
    compare(listener, "study", tmp_path)


def test_five_questions_are_heard(listener: Listener, tmp_path: Path) -> None:
    listener.open()
    listener.press("ctrl+3")
    listener.press("shift+Tab")
    listener.press("shift+Tab")
    listener.press("Left")
    listener.press("Return")
    for option in ("1", "2", "c", "Down", "a"):
        listener.press(option)
        if option == "2":
            listener.press("j")
        listener.press("Return")
        read_feedback()
        listener.press("Return")
    compare(listener, "quiz", tmp_path)
