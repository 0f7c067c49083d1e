"""The sidebar: the six pages by name and key, or by icon where there is little room."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mtdtutor.ui.texts import QT_TRANSLATE_NOOP
from mtdtutor.ui.theme import Role, Theme
from mtdtutor.ui.widgets.buttons import NavButton
from mtdtutor.ui.widgets.text import Label

if TYPE_CHECKING:
    from mtdtutor.ui.page import Context

APP_NAME: Final = "MTD Tutor"
SIDEBAR_WIDTH: Final = 208
NAVIGATION: Final = (
    ("today", QT_TRANSLATE_NOOP("Window", "Today")),
    ("study", QT_TRANSLATE_NOOP("Window", "Study")),
    ("quiz", QT_TRANSLATE_NOOP("Window", "Quiz")),
    ("history", QT_TRANSLATE_NOOP("Window", "History")),
    ("library", QT_TRANSLATE_NOOP("Window", "Library")),
    ("settings", QT_TRANSLATE_NOOP("Window", "Settings")),
)


class Sidebar(QWidget):
    """The pages by name; one is the page in view.

    Signals:
        chosen: A page's navigation name.
    """

    chosen = Signal(str)

    def __init__(self, context: Context) -> None:
        """Make the sidebar with its six pages."""
        super().__init__()
        self.setObjectName("sidebar")
        self._context = context
        self._theme: Theme = context.theme
        self._narrow = False
        self.buttons: dict[str, NavButton] = {}
        self._title = Label(self._theme, APP_NAME, Role.SECTION)
        self._title.setContentsMargins(8, 0, 0, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 20, 12, 14)
        column.setSpacing(2)
        column.addWidget(self._title)
        column.addSpacing(18)
        for place, (name, text) in enumerate(NAVIGATION, start=1):
            button = NavButton(
                self._theme,
                QCoreApplication.translate("Window", text),
                context.caps.show(f"Ctrl+{place}"),
                partial(context.icons.icon, name),
            )
            button.setObjectName(f"nav_{name}")
            button.clicked.connect(self._on_clicked)
            self.buttons[name] = button
            column.addWidget(button)
        column.addStretch(1)
        self._help = Label(self._theme, "", Role.CAPTION, "muted", wrap=True)
        self._help.setObjectName("sidebar_help")
        self._help.setContentsMargins(8, 0, 8, 0)
        column.addWidget(self._help)
        self._theme.changed.connect(self._restyle)
        context.keys.changed.connect(self._show_keys)
        self._show_keys()
        self._restyle()

    def set_current(self, name: str) -> None:
        """Mark the page in view."""
        for key, button in self.buttons.items():
            current = key == name
            button.setChecked(current)
            button.setAccessibleDescription(self.tr("current page") if current else "")

    def set_narrow(self, narrow: bool) -> None:
        """Shrink to icons, or show the names."""
        if narrow != self._narrow:
            self._narrow = narrow
            self._restyle()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Paint the surface."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("surface"))
        painter.end()

    def _show_keys(self) -> None:
        keys = self._context.keys
        help_text = self.tr("{keys} shows the keys, {guide} the guide")
        self._help.setText(help_text.format(keys=keys.cap("", "keys"), guide=keys.cap("", "guide")))

    def _on_clicked(self) -> None:
        sender = self.sender()
        for name, button in self.buttons.items():
            if button is sender:
                self.chosen.emit(name)

    def _restyle(self) -> None:
        self._title.setVisible(not self._narrow)
        self._help.setVisible(not self._narrow)
        for button in self.buttons.values():
            button.set_narrow(self._narrow)
        hint = max(button.sizeHint().width() for button in self.buttons.values())
        self.setFixedWidth(hint + 24 if self._narrow else max(SIDEBAR_WIDTH, hint + 24))
        self.update()
