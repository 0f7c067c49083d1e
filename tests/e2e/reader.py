"""Stands in for a screen reader: prints what the focus and announcements say, a JSON line each.

Runs under the system's Python, because its bindings to the accessibility bus belong to the system:

    /usr/bin/python3 reader.py PID

A line ``sync`` on standard input is answered by the line ``"synced"`` once all that the app said
before has been printed.
"""

from __future__ import annotations

import json
import sys

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

STATES = {"checked": Atspi.StateType.CHECKED, "expanded": Atspi.StateType.EXPANDED}


def say(thing: object) -> None:
    """Print one JSON line at once."""
    sys.stdout.write(json.dumps(thing, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def text_of(accessible: Atspi.Accessible) -> str:
    """Return the text that can be read by word; nothing where there is no such thing."""
    try:
        if "Text" not in accessible.get_interfaces():
            return ""
        return Atspi.Text.get_text(accessible, 0, Atspi.Text.get_character_count(accessible))
    except GLib.Error:
        return ""


class Reader:
    """Listens to one app."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._last: tuple[Atspi.Accessible, object] | None = None
        self._listener = Atspi.EventListener.new(self._on_event)
        for event in ("object:state-changed:focused", "object:announcement"):
            self._listener.register(event)
        GLib.io_add_watch(
            GLib.IOChannel.unix_new(sys.stdin.fileno()),
            GLib.PRIORITY_LOW,
            GLib.IOCondition.IN | GLib.IOCondition.HUP,
            self._on_line,
        )

    def _on_event(self, event: Atspi.Event) -> None:
        try:
            if event.source.get_process_id() != self._pid:
                return
            if event.type.startswith("object:announcement"):
                say({"announced": event.any_data})
            elif event.detail1:
                self._on_focus(event.source)
        except GLib.Error as error:
            say({"error": error.message})

    def _on_focus(self, accessible: Atspi.Accessible) -> None:
        accessible.clear_cache()
        held = accessible.get_state_set()
        heard = {
            "role": accessible.get_role_name(),
            "name": accessible.get_name(),
            "description": accessible.get_description(),
            "text": text_of(accessible),
            "states": [name for name, state in STATES.items() if held.contains(state)],
        }
        # As screen readers do: Qt tells of the focus once more when it is about to go.
        if self._last != (accessible, heard):
            say({"focus": heard})
        self._last = accessible, heard

    def _on_line(self, channel: GLib.IOChannel, condition: GLib.IOCondition) -> bool:
        del channel
        if not condition & GLib.IOCondition.IN or not sys.stdin.readline():
            Atspi.event_quit()
            return False
        if self._last is not None:
            # Once the app has answered this, all that it said before has come.
            self._last[0].clear_cache()
            self._last[0].get_name()
        # Lowest priority: what has come by now is dealt with before.
        GLib.idle_add(self._answer, priority=GLib.PRIORITY_LOW + 100)
        return True

    def _answer(self) -> bool:
        say("synced")
        return False


if __name__ == "__main__":
    Atspi.init()
    reader = Reader(int(sys.argv[1]))
    say("listening")
    Atspi.event_main()
