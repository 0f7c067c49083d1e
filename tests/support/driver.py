"""The whole app in a process of its own, used as a person uses it: by keys, and by looking."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from Xlib import X
from Xlib.protocol.event import ClientMessage

from tests.support.screen import Screen
from tests.support.waiting import wait_until

ROOT = Path(__file__).parents[2]
COMPLAINT = re.compile(r" (WARNING|ERROR|CRITICAL) |^Traceback|^(?:qt\.|Q[A-Z]\w+:)", re.MULTILINE)
# A method of the accessibility bus that Qt does not have and nobody misses.
KNOWN = "AtSpiAdaptor::applicationInterface does not implement"
# Python's own start, its coverage and a cold disk, on a busy machine.
START_SECONDS = 40.0


class App:
    """A running MTD Tutor.

    Attributes:
        data_dir: Its data folder.
        process: Its process.
        complaints_expected: Set by a test that makes the app warn or fail.
    """

    def __init__(
        self,
        screen: Screen,
        data_dir: Path,
        args: Sequence[str] = (),
        environment: Mapping[str, str] | None = None,
        program: Sequence[str] = ("-m", "mtdtutor"),
    ) -> None:
        """Start the app; ``wait_ready`` waits for it.

        Args:
            screen: Where its window opens.
            data_dir: Its data folder, which need not exist.
            args: Further arguments.
            environment: Changes to the environment.
            program: What Python runs.
        """
        self.screen = screen
        self.data_dir = data_dir
        self.complaints_expected = False
        data_dir.parent.mkdir(parents=True, exist_ok=True)
        self._log = data_dir / "logs" / "mtdtutor.log"
        self._seen = self._log.stat().st_size if self._log.exists() else 0
        self._output = data_dir.with_name(f"{data_dir.name}-{os.urandom(4).hex()}.out")
        with self._output.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, *program, "--data-dir", str(data_dir), *args],
                cwd=ROOT,
                env=screen.environment() | dict(environment or {}),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    # Looking

    def log(self) -> str:
        """Return what the app logged since this start."""
        if not self._log.exists():
            return ""
        with self._log.open("rb") as log:
            log.seek(self._seen)
            return log.read().decode("utf-8", "replace")

    def output(self) -> str:
        """Return what the app said on standard output and error."""
        return self._output.read_text(encoding="utf-8", errors="replace")

    def wait_log(self, pattern: str, seconds: float = 15.0) -> re.Match[str]:
        """Wait for a log line and return its match; fail at once if the app ended before."""

        def look() -> re.Match[str] | None:
            ended = self.process.poll()
            found = re.search(pattern, self.log(), re.MULTILINE)
            if found is None and ended is not None:
                message = f"The app ended with {ended} before it logged {pattern!r}."
                raise AssertionError(f"{message}\n{self.output()}\n{self.log()}")
            return found

        return wait_until(look, f"the log line {pattern!r}", seconds)

    def wait_ready(self, page: str = "today") -> int:
        """Wait until the first page is usable, give its window the focus, return the ms it took."""
        found = self.wait_log(rf"ready page={page} ms=(\d+)", START_SECONDS)
        self.focus()
        return int(found[1])

    def focus(self) -> None:
        """Give the app's window the focus."""
        self._xdotool("windowactivate", "--sync", str(self.window()))

    def minimize(self) -> None:
        """Put the app's window out of sight."""
        self._xdotool("windowminimize", "--sync", str(self.window()))

    def active_window(self) -> int:
        """Return the id of the window that has the focus, whosever it is; 0 if none has."""
        display = self.screen.display
        root = display.screen().root
        found = root.get_full_property(display.intern_atom("_NET_ACTIVE_WINDOW"), 0)
        return 0 if found is None else int(found.value[0])

    def window(self) -> int:
        """Return the id of the app's window, waiting for it."""
        return wait_until(self._find_window, "the app's window")

    def title(self) -> str:
        """Return the title of the window, as the window manager shows it."""
        display = self.screen.display
        window = display.create_resource_object("window", self.window())
        found = window.get_full_property(display.intern_atom("_NET_WM_NAME"), 0)
        return "" if found is None else bytes(found.value).decode()

    def wait_title(self, part: str) -> str:
        """Wait until the title holds a text, and return it."""

        def look() -> str | None:
            title = self.title()
            return title if part in title else None

        return wait_until(look, f"“{part}” in the title")

    def screenshot(self, path: Path) -> Path:
        """Save a picture of the whole screen."""
        self.screen.picture().save(str(path))
        return path

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Ask the app's database, which is only read."""
        place = f"{(self.data_dir / 'mtdtutor.sqlite3').as_uri()}?mode=ro"
        with closing(sqlite3.connect(place, uri=True, timeout=10)) as connection:
            return connection.execute(query, values).fetchall()

    # Doing

    def key(self, *names: str) -> None:
        """Press keys one after the other, as X names them: ``space``, ``ctrl+z``, ``3``."""
        self._xdotool("key", "--delay", "0", *names)

    def key_at(self, *codes: int) -> None:
        """Press keys by their place, as X key codes (10 is the ``1`` of the digit row)."""
        self._xdotool("key", "--delay", "0", *map(str, codes))

    def type(self, text: str) -> None:
        """Type a text that the keyboard layout can type into what has the focus."""
        self._xdotool("type", "--delay", "5", text)

    def close(self, seconds: float = 15.0) -> int:
        """Close the window as its frame does, and return the exit code."""
        display = self.screen.display
        window = display.create_resource_object("window", self.window())
        kind = display.intern_atom("_NET_CLOSE_WINDOW")
        message = ClientMessage(window=window, client_type=kind, data=(32, [0, 2, 0, 0, 0]))
        mask = X.SubstructureRedirectMask | X.SubstructureNotifyMask
        display.screen().root.send_event(message, event_mask=mask)
        display.flush()
        return self.wait(seconds)

    def quit(self, seconds: float = 15.0) -> int:
        """Leave by the keyboard, and return the exit code."""
        self.key("ctrl+q")
        return self.wait(seconds)

    def wait(self, seconds: float = 15.0) -> int:
        """Wait for the end and return the exit code."""
        return self.process.wait(seconds)

    def kill(self) -> None:
        """End the app with SIGKILL, as the system does; nothing of it runs afterwards."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def complaints(self) -> list[str]:
        """Return what the app or Qt complained about."""
        lines = [*self.log().splitlines(), *self.output().splitlines()]
        return [line for line in lines if COMPLAINT.search(line) and KNOWN not in line]

    def _find_window(self) -> int | None:
        display = self.screen.display
        root = display.screen().root
        clients = root.get_full_property(display.intern_atom("_NET_CLIENT_LIST"), 0)
        for window in [] if clients is None else clients.value:
            resource = display.create_resource_object("window", window)
            owner = resource.get_full_property(display.intern_atom("_NET_WM_PID"), 0)
            if owner is not None and owner.value[0] == self.process.pid:
                return int(window)
        return None

    def _xdotool(self, *command: str) -> None:
        subprocess.run(
            ["xdotool", *command],
            env=self.screen.environment(),
            check=True,
            capture_output=True,
            timeout=20,
        )
