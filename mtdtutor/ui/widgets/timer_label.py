"""How much time is left, in quiet digits that turn into words near the end."""

from __future__ import annotations

from mtdtutor.ui.texts import clock_time, spoken_time
from mtdtutor.ui.theme import Role, Theme
from mtdtutor.ui.widgets.text import Label


class TimerLabel(Label):
    """Shows remaining time; near the end the colour changes and a word is added."""

    def __init__(self, theme: Theme, object_name: str = "timer") -> None:
        """Make an empty label.

        Args:
            theme: The appearance to follow.
            object_name: Unique in the window.
        """
        super().__init__(theme, "", Role.STRONG)
        self.setObjectName(object_name)
        self.set_trailing()
        self._short = False

    def show_time(self, remaining_ms: int | None, *, short: bool = False) -> None:
        """Show the time left.

        Args:
            remaining_ms: Milliseconds left, or None for no limit, which shows nothing.
            short: Whether little is left; then a word says so, not only the colour.
        """
        if remaining_ms is None:
            self.setText("")
            self.setAccessibleName("")
            return
        # Rounded up, so that it reads 0:00 only when the time is over.
        shown = -(-remaining_ms // 1000) * 1000
        digits = clock_time(shown)
        pattern = self.tr("Only {time} left") if short else self.tr("{time} left")
        text = pattern.format(time=digits)
        if text != self.text():
            self.setText(text)
            self.setAccessibleName(pattern.format(time=spoken_time(shown)))
        if short != self._short:
            self._short = short
            self.set_color("again" if short else "text")
