"""Names for screen readers, and announcements of what the focus does not say."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

Sink = Callable[[QWidget, str, bool], None]


def speak(widget: QWidget, text: str, urgent: bool) -> None:
    """Hand a text to the screen reader.

    Args:
        widget: What the text is about.
        text: Plain words.
        urgent: Whether it may interrupt what is being read.
    """
    event = QAccessibleAnnouncementEvent(widget, text)
    if urgent:
        event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
    QAccessible.updateAccessibility(event)


class Announcer:
    """Announces changes that do not move the focus; they only repeat what is to be seen."""

    def __init__(self, sink: Sink = speak) -> None:
        """Make an announcer.

        Args:
            sink: Where announcements go; tests pass a list's ``append``-like function.
        """
        self._sink = sink

    def say(self, widget: QWidget, text: str, *, urgent: bool = False) -> None:
        """Announce a text, unless it is empty."""
        if text:
            self._sink(widget, text, urgent)


def label(widget: QWidget, object_name: str, name: str, description: str = "") -> None:
    """Give a widget its name for tests and its name for screen readers.

    Args:
        widget: The widget.
        object_name: Unique in the window; tests and assistive tools find the widget by it.
        name: What a screen reader says; no role words.
        description: What will happen, if the name alone does not tell.
    """
    widget.setObjectName(object_name)
    widget.setAccessibleName(name)
    if description:
        widget.setAccessibleDescription(description)
