"""The buttons below a running quiz; they never move."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QWidget

from mtdtutor.ui.theme import Theme
from mtdtutor.ui.widgets.action_row import ActionRow
from mtdtutor.ui.widgets.buttons import Button, Look


class QuizBar(QWidget):
    """Quiet actions at one side; back, skip and the main button at the other."""

    def __init__(self, theme: Theme, object_name: str) -> None:
        """Make the bar; its buttons add to the object name."""
        super().__init__()
        self.setObjectName(object_name)
        self._deeds: dict[str, Callable[[], None]] = {}
        self._quiet = ActionRow(theme, f"{object_name}_actions")
        self._quiet.more.setAccessibleDescription(self.tr("What else can be done in this quiz"))
        self.flag = self._add("flag", self.tr("Flag"), "F")
        self.flag.setAccessibleDescription(self.tr("Marks the question to come back to"))
        self.pause = self._add("pause", self.tr("Pause"), "P")
        self.time = self._add("time", self.tr("Time"), "T")
        self.time.setAccessibleDescription(self.tr("Tells how much is left"))
        self.finish = self._add("finish", self.tr("Finish"), "")
        self.back = Button(theme, self.tr("Back"))
        self.back.setAccessibleDescription(self.tr("To the question before"))
        self.skip = Button(theme, self.tr("Skip"))
        self.skip.setAccessibleDescription(self.tr("To the next question, without an answer"))
        self.main = Button(theme, self.tr("Confirm"), Look.PRIMARY)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self._quiet, 1)
        for name, button in (("back", self.back), ("skip", self.skip), ("main", self.main)):
            button.setObjectName(f"{object_name}_{name}")
            button.clicked.connect(partial(self._do, name))
            row.addWidget(button)
        theme.changed.connect(self._hold_width)
        self._hold_width()

    def on(self, name: str, deed: Callable[[], None]) -> None:
        """Say what a button does.

        Args:
            name: ``flag``, ``pause``, ``time``, ``finish``, ``back``, ``skip`` or ``main``.
            deed: What happens.
        """
        self._deeds[name] = deed

    def show_main(self, *, told: bool, last: bool) -> None:
        """Name the main button.

        Args:
            told: Whether the question was answered and its feedback is in view.
            last: Whether nothing is left to answer.
        """
        confirm, following, result = self._words()
        self.main.set_text(confirm if not told else result if last else following)

    def show_flagged(self, *, flagged: bool) -> None:
        """Name the flag button."""
        self.flag.set_text(self.tr("Unflag") if flagged else self.tr("Flag"))

    def show_keys(self, cap: Callable[[str], str]) -> None:
        """Show the keys as they are printed here, by what they do."""
        buttons = {"flag": self.flag, "pause": self.pause, "time": self.time}
        for action, button in buttons.items():
            button.set_key(cap(action))

    def _words(self) -> tuple[str, str, str]:
        return self.tr("Confirm"), self.tr("Next"), self.tr("See result")

    def _add(self, name: str, text: str, key: str) -> Button:
        object_name = f"{self.objectName()}_{name}"
        return self._quiet.add(object_name, text, key, partial(self._do, name))

    def _do(self, name: str) -> None:
        deed = self._deeds.get(name)
        if deed is not None:
            deed()

    def _hold_width(self) -> None:
        """Keep the main button as wide as its longest word, so that its neighbours stay."""
        metrics = QFontMetrics(self.main.font())
        widest = max(metrics.horizontalAdvance(word) for word in self._words())
        self.main.setFixedWidth(widest + 56)
