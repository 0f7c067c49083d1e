"""How long it takes from a key press until the screen shows what it did, measured from outside.

    DISPLAY=:7 .venv/bin/python bench/key2paint.py X Y WIDTH HEIGHT KEY[,KEY ...] ROUNDS

Sends keys to whatever has the focus through the X server's own test extension and looks at one
rectangle of the screen as often as it can. The keys before the last one are pressed first, each
after the picture has come to rest, and are not measured. The first change is the first picture that
differs from the one before the key; the last change is when the picture that stays was first seen,
so a page that is painted in two goes shows as a difference of both. Any program can be measured.

Keys are named as X names them (``space``, ``3``). The rectangle should hold what changes and little
more: looking at it is what limits the resolution, which is printed too.
"""

from __future__ import annotations

import argparse
import sys
import threading
import time
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from Xlib import XK, X
from Xlib.display import Display
from Xlib.ext import xtest

from bench._measure import percentile

REST_SECONDS: Final = 0.25
"""A picture that has not changed for so long has come to rest."""
_PATIENCE_SECONDS: Final = 3.0
# Between two looks: whoever looks without a pause takes a processor from what is measured.
_PAUSE_SECONDS: Final = 0.0005


class Area(NamedTuple):
    """A rectangle of the screen in pixels."""

    x: int
    y: int
    width: int
    height: int


class Latency(NamedTuple):
    """How long after a key the picture changed, in milliseconds."""

    first: float
    last: float


class Watcher:
    """Presses keys and watches one rectangle of the screen."""

    def __init__(self, display: Display, area: Area) -> None:
        self._display = display
        self._root: Any = display.screen().root
        self._area = area
        self._never = threading.Event()

    def look(self) -> bytes:
        """Return the picture, a moment after the last look."""
        self._never.wait(_PAUSE_SECONDS)
        picture: Any = self._root.get_image(*self._area, X.ZPixmap, 0xFFFFFFFF)
        return bytes(picture.data)

    def press(self, name: str) -> None:
        """Press and release a key, and return when the X server has passed both on."""
        code = self._display.keysym_to_keycode(XK.string_to_keysym(name))
        xtest.fake_input(self._display, X.KeyPress, code)
        xtest.fake_input(self._display, X.KeyRelease, code)
        self._display.sync()

    def settle(self) -> bytes:
        """Wait until the picture has come to rest and return it."""
        last, since = self.look(), time.perf_counter()
        end = since + _PATIENCE_SECONDS
        while (now := time.perf_counter()) < end and now - since < REST_SECONDS:
            picture = self.look()
            if picture != last:
                last, since = picture, time.perf_counter()
        return last

    def measure(self, keys: Sequence[str]) -> Latency | None:
        """Press keys and return what the last one took; None if it changed nothing."""
        for key in keys[:-1]:
            self.press(key)
            self.settle()
        last = self.settle()
        start = time.perf_counter()
        self.press(keys[-1])
        first = changed = 0.0
        while (passed := time.perf_counter() - start) < _PATIENCE_SECONDS:
            picture = self.look()
            if picture != last:
                last, changed = picture, time.perf_counter() - start
                first = first or changed
            elif first and passed - changed > REST_SECONDS:
                break
        return Latency(first * 1e3, changed * 1e3) if first else None

    def resolution(self, looks: int = 20) -> float:
        """Return the milliseconds between two looks."""
        start = time.perf_counter()
        for _ in range(looks):
            self.look()
        return (time.perf_counter() - start) / looks * 1e3


def describe(found: Sequence[Latency]) -> str:
    """Return the percentiles of both changes in words."""
    firsts, lasts = [each.first for each in found], [each.last for each in found]
    return (
        f"first change p50 {percentile(firsts, 0.5):.1f} ms, p95 {percentile(firsts, 0.95):.1f} ms;"
        f" last change p50 {percentile(lasts, 0.5):.1f} ms, p95 {percentile(lasts, 0.95):.1f} ms"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure on the display that the environment names; 1 if the key changed nothing."""
    parser = argparse.ArgumentParser(description="Measure from a key press to the picture.")
    for name in Area._fields:
        parser.add_argument(name, type=int)
    parser.add_argument("keys", help="by X name, separated by commas; the last one is measured")
    parser.add_argument("rounds", type=int)
    given = parser.parse_args(arguments)
    area = Area(given.x, given.y, given.width, given.height)
    watcher = Watcher(Display(), area)
    rounds = [watcher.measure(given.keys.split(",")) for _ in range(given.rounds)]
    found = [each for each in rounds if each is not None]
    if not found:
        print("The key changed nothing there.")
        return 1
    print(f"{len(found)} of {len(rounds)} rounds changed the picture: {describe(found)}; ", end="")
    print(f"resolution {watcher.resolution():.1f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
