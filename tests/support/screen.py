"""A screen of our own: X server, window manager and session bus, ended with the tests."""

from __future__ import annotations

import os
import select
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import IO, Any

from PySide6.QtGui import QImage
from Xlib.display import Display

from tests.support.waiting import wait_until

WIDTH, HEIGHT = 1280, 800
PROGRAMS = ("Xvfb", "xkbcomp", "setxkbmap", "openbox", "dbus-daemon", "xdotool")

# No key of the window manager's own: each one belongs to the program under test.
OPENBOX = """<?xml version="1.0" encoding="UTF-8"?>
<openbox_config xmlns="http://openbox.org/3.4/rc">
  <placement><policy>Smart</policy><center>yes</center></placement>
  <desktops><number>1</number></desktops>
</openbox_config>
"""


def missing() -> str:
    """Return why there can be no screen here, or nothing."""
    if not sys.platform.startswith("linux"):
        return "real windows are tested on Linux"
    absent = [name for name in PROGRAMS if shutil.which(name) is None]
    return f"not installed: {', '.join(absent)} (dev.py names the packages)" if absent else ""


class Screen:
    """An X server with a window manager and a private session bus.

    Attributes:
        name: The display, as in ``DISPLAY``.
        bus: Address of the session bus.
        display: Our own connection to the server.
    """

    def __init__(self, folder: Path) -> None:
        """Start all three and wait until each of them answers.

        Args:
            folder: Where settings and messages of the three go.
        """
        self._folder = folder
        self._children: list[subprocess.Popen[bytes]] = []
        try:
            self.name = f":{self._start_server()}"
            self.bus = self._start_bus()
            self.display = Display(self.name)
            self._start_window_manager()
        except BaseException:
            self.close()
            raise

    def environment(self) -> dict[str, str]:
        """Return what a program needs to open its windows here."""
        kept = {name: value for name, value in os.environ.items() if name != "XAUTHORITY"}
        return kept | {
            "DISPLAY": self.name,
            "DBUS_SESSION_BUS_ADDRESS": self.bus,
            "QT_QPA_PLATFORM": "xcb",
        }

    def layout(self, name: str) -> None:
        """Switch the keyboard to a layout, such as ``fr``."""
        command = ["setxkbmap", "-display", self.name, name]
        subprocess.run(command, check=True, capture_output=True)

    def picture(self, window: int | None = None) -> QImage:
        """Return what is to be seen, of the whole screen or of the part below one window."""
        root = self.display.screen().root
        left, top, width, height = 0, 0, WIDTH, HEIGHT
        if window is not None:
            drawable = self.display.create_resource_object("window", window)
            size = drawable.get_geometry()
            place = drawable.translate_coords(root, 0, 0)
            left, top = max(0, -place.x), max(0, -place.y)
            width = min(size.width, WIDTH - left)
            height = min(size.height, HEIGHT - top)
        raw: Any = root.get_image(left, top, width, height, 2, 0xFFFFFFFF)  # 2: Z pixmap
        return QImage(raw.data, width, height, width * 4, QImage.Format.Format_RGB32).copy()

    def close(self) -> None:
        """End all three, the server last."""
        if hasattr(self, "display"):
            self.display.close()
        for child in reversed(self._children):
            child.send_signal(signal.SIGTERM)
            try:
                child.wait(5)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
            for stream in (child.stdout, child.stderr):
                if stream is not None:
                    stream.close()

    def _start(self, *command: str, read: int | None = None, **options: Any) -> None:
        with (self._folder / f"{command[0]}.log").open("wb") as log:
            pass_fds = () if read is None else (read,)
            child = subprocess.Popen(command, stderr=log, pass_fds=pass_fds, **options)
        self._children.append(child)

    def _start_server(self) -> str:
        """Start the X server on a free display and return its number."""
        reader, writer = os.pipe()
        size = f"{WIDTH}x{HEIGHT}x24"
        options = ("-screen", "0", size, "-nolisten", "tcp", "-noreset", "-displayfd", str(writer))
        self._start("Xvfb", *options, read=writer, stdout=subprocess.DEVNULL)
        os.close(writer)
        with os.fdopen(reader, "rb") as answer:
            return self._first_line(answer, "the X server's number")

    def _start_bus(self) -> str:
        """Start a session bus and return its address."""
        options = ("--session", "--nofork", "--nopidfile", "--print-address=1")
        self._start("dbus-daemon", *options, stdout=subprocess.PIPE, env=self._server_environment())
        answer = self._children[-1].stdout
        assert answer is not None
        return self._first_line(answer, "the session bus's address")

    def _start_window_manager(self) -> None:
        settings = self._folder / "openbox.xml"
        settings.write_text(OPENBOX, encoding="utf-8")
        options = ("--sm-disable", "--config-file", str(settings))
        environment = self._server_environment()
        self._start("openbox", *options, stdout=subprocess.DEVNULL, env=environment)
        atom = self.display.intern_atom("_NET_SUPPORTING_WM_CHECK")
        root = self.display.screen().root
        wait_until(lambda: root.get_full_property(atom, 0), "the window manager")

    def _server_environment(self) -> dict[str, str]:
        return os.environ | {"DISPLAY": self.name}

    def _first_line(self, stream: IO[bytes], what: str) -> str:
        ready, _, _ = select.select([stream], [], [], 15)
        line = stream.readline().decode().strip() if ready else ""
        if not line:
            message = f"Waited in vain for {what}; see {self._folder}."
            raise RuntimeError(message)
        return line
