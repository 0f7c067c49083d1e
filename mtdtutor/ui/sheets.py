"""Sheets over the page, one at a time; a sheet that closes gives the focus back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from mtdtutor.ui.theme import Theme
from mtdtutor.ui.widgets.key_sheet import SheetOverlay

Parts = Sequence[tuple[str, str]]


class Sheets(QObject):
    """Opens and closes sheets; each is built when it is first wanted.

    Signals:
        abandoned: A sheet closed, and what had the focus before is no longer to be seen.
    """

    abandoned = Signal()

    def __init__(self, theme: Theme, over: QWidget) -> None:
        """Make a set without any sheet.

        Args:
            theme: The appearance to follow.
            over: The widget that sheets lie over.
        """
        super().__init__(over)
        self._theme = theme
        self._over = over
        self._sheets: dict[str, SheetOverlay] = {}
        self._focus_before: QWidget | None = None

    def toggle(self, name: str, title: str, parts: Callable[[], Parts], begin: str = "") -> None:
        """Open a sheet, or close it if it is open.

        Args:
            name: Its object name, unique in the window.
            title: Its heading.
            parts: Makes pairs of heading and text, when the sheet opens.
            begin: Heading to begin reading at, in any case; the first for one there is not.
        """
        sheet = self._sheets.get(name)
        if sheet is not None and not sheet.isHidden():
            sheet.dismiss()
            return
        self.dismiss()
        if sheet is None:
            sheet = SheetOverlay(self._theme, self._over, name, title)
            sheet.closed.connect(self._on_closed)
            self._sheets[name] = sheet
        self._focus_before = QApplication.focusWidget()
        sheet.show_parts(parts(), begin)

    def dismiss(self) -> bool:
        """Close the open sheet; returns whether there was one."""
        for sheet in self._sheets.values():
            if not sheet.isHidden():
                sheet.dismiss()
                return True
        return False

    def has_focus(self) -> bool:
        """Return whether keys go to a sheet."""
        focus = QApplication.focusWidget()
        return focus is not None and any(
            sheet.isAncestorOf(focus) for sheet in self._sheets.values()
        )

    def place(self) -> None:
        """Keep the open sheet where it belongs after the window has changed."""
        for sheet in self._sheets.values():
            if not sheet.isHidden():
                sheet.place()

    def _on_closed(self) -> None:
        before, self._focus_before = self._focus_before, None
        if before is not None and isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.abandoned.emit()
