"""What stands above a running quiz: which question, the time left, and one line of news."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mtdtutor.ui.theme import Role, Theme
from mtdtutor.ui.widgets.buttons import Button, Look
from mtdtutor.ui.widgets.text import Label
from mtdtutor.ui.widgets.timer_label import TimerLabel


class QuizTop(QWidget):
    """Two lines; the second is always there, so that news in it move nothing."""

    def __init__(self, theme: Theme, object_name: str) -> None:
        """Make empty lines; the parts add to the object name."""
        super().__init__()
        self.setObjectName(object_name)
        self._timed = False
        self._hidden = False
        self.place = Label(theme, "", Role.BODY, "muted")
        self.place.setObjectName(f"{object_name}_place")
        self.time_left = TimerLabel(theme, f"{object_name}_time_left")
        self.hide_button = Button(theme, self.tr("Hide time"), Look.QUIET)
        self.hide_button.setObjectName(f"{object_name}_hide_time")
        self.hide_button.clicked.connect(self._toggle)
        self.news = Label(theme, " ", Role.BODY, "muted", wrap=True)
        self.news.setObjectName(f"{object_name}_news")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.place)
        row.addStretch(1)
        row.addWidget(self.time_left)
        row.addWidget(self.hide_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(self.news)
        self._show()

    def show_time(self, remaining_ms: int | None, *, short: bool = False) -> None:
        """Show the time left.

        Args:
            remaining_ms: Milliseconds left; None means that there is no limit, and nothing to hide.
            short: Whether little is left.
        """
        timed = remaining_ms is not None
        if timed != self._timed:
            self._timed = timed
            self._show()
        self.time_left.show_time(remaining_ms, short=short)

    def show_news(self, text: str, *, warning: bool = False) -> None:
        """Show a line of news; an empty one leaves its room."""
        self.news.set_color("hard" if warning else "muted")
        self.news.setText(text or " ")

    def clear(self) -> None:
        """Show nothing: no quiz is under way."""
        self.place.setText("")
        self.show_time(None)
        self.show_news("")

    def _toggle(self) -> None:
        self._hidden = not self._hidden
        self._show()

    def _show(self) -> None:
        self.time_left.setVisible(self._timed and not self._hidden)
        self.hide_button.setVisible(self._timed)
        self.hide_button.set_text(self.tr("Show time") if self._hidden else self.tr("Hide time"))
