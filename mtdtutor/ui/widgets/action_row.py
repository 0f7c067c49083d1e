"""A quiet row of actions; those it has no room for stand in a menu at its end."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRect, QSize
from PySide6.QtWidgets import QMenu, QSizePolicy, QStyle, QWidget

from mtdtutor.ui.theme import Theme
from mtdtutor.ui.widgets.buttons import Button, Look

if TYPE_CHECKING:
    from PySide6.QtGui import QAction, QResizeEvent, QShowEvent

_GAP = 4


class ActionRow(QWidget):
    """Buttons side by side; what does not fit is in a menu that opens at their end.

    It has no layout but puts its buttons in their places itself: to show a widget in a layout makes
    the layouts of everything around it start again, and a change of size is told in the midst of
    those. They would go on afterwards with the sizes from before.
    """

    def __init__(self, theme: Theme, object_name: str) -> None:
        """Make an empty row.

        Args:
            theme: The appearance to follow.
            object_name: Unique in the window; the button of the menu adds "_more".
        """
        super().__init__()
        self.setObjectName(object_name)
        self._theme = theme
        self._buttons: list[Button] = []
        self._actions: list[QAction] = []
        self._left_out: set[Button] = set()
        self.more = Button(theme, self.tr("More"), Look.QUIET)
        self.more.setObjectName(f"{object_name}_more")
        self.more.setAccessibleDescription(self.tr("What else can be done"))
        self.more.clicked.connect(self.open_menu)
        self.menu = QMenu(self)
        self.menu.setObjectName(f"{object_name}_menu")
        self.more.setParent(self)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._fit)

    def add(self, name: str, text: str, key: str, run: Callable[[], None]) -> Button:
        """Add an action at the end and return its button.

        Args:
            name: Object name of the button.
            text: One or two words.
            key: The key that does the same.
            run: What it does.
        """
        button = Button(self._theme, text, Look.QUIET, key=key)
        button.setObjectName(name)
        button.clicked.connect(run)
        self._buttons.append(button)
        button.setParent(self)
        action = self.menu.addAction(text)
        action.triggered.connect(run)
        self._actions.append(action)
        return button

    def allow(self, button: Button, *, allowed: bool) -> None:
        """Enable or disable an action in both its places."""
        button.setEnabled(allowed)
        self._actions[self._buttons.index(button)].setEnabled(allowed)

    def rename(self, button: Button, text: str) -> None:
        """Give an action other words, in both its places."""
        button.set_text(text)
        self._actions[self._buttons.index(button)].setText(text)

    def show_action(self, button: Button, *, shown: bool) -> None:
        """Show an action or leave it out, in both its places."""
        if shown:
            self._left_out.discard(button)
        else:
            self._left_out.add(button)
        self._fit()

    def offers(self, button: Button) -> bool:
        """Return whether an action is shown, in the row or in the menu."""
        return button not in self._left_out

    def open_menu(self) -> None:
        """Show what has no room beside the button in a menu above it."""
        for button, action in zip(self._buttons, self._actions, strict=True):
            action.setVisible(self.offers(button) and button.isHidden())
        corner = QPoint(0, -self.menu.sizeHint().height())
        self.menu.popup(self.more.mapToGlobal(corner))

    def sizeHint(self) -> QSize:
        """Return the room all actions take side by side."""
        return QSize(self._wanted(), self.more.sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Return the room of the menu's button."""
        return self.more.sizeHint()

    def event(self, event: QEvent) -> bool:
        """Put the buttons in their places again when one has other words, or the window turns."""
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.LayoutDirectionChange):
            self.updateGeometry()
            self._fit()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put into the menu what does not fit."""
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Put into the menu what does not fit when first seen; Tab comes to the menu last."""
        super().showEvent(event)
        if self._buttons:
            # Alone, the row is a circle in which the menu follows the last button already, and Qt
            # changes nothing. Among other widgets the place counts.
            self.setTabOrder(self._buttons[-1], self.more)
        self._fit()

    def _wanted(self) -> int:
        shown = (button for button in self._buttons if button not in self._left_out)
        return sum(button.sizeHint().width() + _GAP for button in shown)

    def _fit(self) -> None:
        fits = self._wanted() <= self.width()
        room = self.width() - (0 if fits else self.more.sizeHint().width())
        left = 0
        for button in (*self._buttons, self.more):
            shown = not fits
            if button is not self.more:
                wanted = button not in self._left_out
                room -= button.sizeHint().width() + _GAP if wanted else 0
                shown = wanted and room >= 0
            button.setVisible(shown)
            if shown:
                left = self._put(button, left)

    def _put(self, button: Button, left: int) -> int:
        """Put a button in its place and return where the next one begins."""
        size = button.sizeHint()
        place = QRect(QPoint(left, (self.height() - size.height()) // 2), size)
        button.setGeometry(QStyle.visualRect(self.layoutDirection(), self.rect(), place))
        return left + size.width() + _GAP
