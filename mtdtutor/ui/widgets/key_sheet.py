"""The sheet of keys: what every key does here, over the page, without stopping it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from mtdtutor.ui.keys import Binding, KeyCaps
from mtdtutor.ui.theme import PANEL_PADDING, Role, Theme
from mtdtutor.ui.widgets.buttons import Button, Look
from mtdtutor.ui.widgets.panel import Panel, ScrollBody
from mtdtutor.ui.widgets.text import MARK_GAP, MARK_WIDTH, Label, ReadingText

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent


def key_range(binding: Binding, caps: KeyCaps) -> str:
    """Return the keys of a binding in few words: "1 – 4", "A – E", "Space or Enter"."""
    shown = [caps.show(key) for key in binding.keys]
    if len(shown) > 3 and _follow(binding.keys):
        last = shown[-1].rsplit(" ", 1)[-1]
        return f"{shown[0]} – {last}"
    if len(shown) == 1:
        return shown[0]
    if len(shown) == 2:
        either = QCoreApplication.translate("KeySheet", "{first} or {second}")
        return either.format(first=shown[0], second=shown[1])
    return ", ".join(shown)


def _follow(keys: Sequence[str]) -> bool:
    """Return whether keys are a run of digits or letters, with the same modifiers."""
    ends = [ord(key[-1]) for key in keys]
    alike = len({key[:-1] for key in keys}) == 1
    return alike and ends == list(range(ends[0], ends[0] + len(ends)))


def describe(bindings: Sequence[Binding], caps: KeyCaps) -> str:
    """Return one line per binding: the keys, a colon, and what they do."""
    lines = [
        f"{key_range(binding, caps)}: {QCoreApplication.translate('Keys', binding.label)}"
        for binding in bindings
    ]
    return "\n".join(lines)


class SheetOverlay(Panel):
    """A panel over the page with texts to read; Escape closes it. Not modal.

    Signals:
        closed: The sheet was put away; the window gives the focus back.
    """

    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget, object_name: str, title: str) -> None:
        """Make a hidden sheet.

        Args:
            theme: The appearance to follow.
            parent: What it lies over.
            object_name: Unique in the window.
            title: Heading, sentence case.
        """
        super().__init__(theme, padding=PANEL_PADDING + 4)
        self.setParent(parent)
        self.setObjectName(object_name)
        self.title.hide()
        self._heading = Label(theme, title, Role.SECTION)
        self._close = Button(theme, self.tr("Close"), Look.QUIET, key="Esc")
        self._close.setObjectName(f"{object_name}_close")
        self._close.clicked.connect(self.dismiss)
        top = QHBoxLayout()
        top.addWidget(self._heading, 1)
        top.addWidget(self._close)
        self.body.addLayout(top)
        self._scroll = ScrollBody()
        self._scroll.body.setSpacing(8)
        # Room for the focus mark of the texts, taken from the padding of the panel.
        room = MARK_GAP + MARK_WIDTH
        self._scroll.body.setContentsMargins(room, 2, room, 2)
        side = PANEL_PADDING + 4
        self.body.setContentsMargins(side - room, side, side - room, side)
        top.setContentsMargins(room, 0, 0, 0)
        self.body.addWidget(self._scroll, 1)
        self._texts: list[QWidget] = []
        self.hide()

    def show_parts(self, parts: Sequence[tuple[str, str]], begin: str = "") -> None:
        """Show headings with their texts, and take the focus to the text to begin at.

        Args:
            parts: Pairs of a heading, which may be empty, and a text.
            begin: Heading of that text, in any case; the first text for one there is not.
        """
        self._clear()
        first: ReadingText | None = None
        top: QWidget | None = None
        for number, (heading, text) in enumerate(parts):
            label = Label(self._theme, heading, Role.STRONG, wrap=True) if heading else None
            if label is not None:
                self._texts.append(label)
                self._scroll.body.addWidget(label)
            reading = ReadingText(self._theme)
            reading.setObjectName(f"{self.objectName()}_text_{number}")
            reading.set_text(text, heading or self._heading.text())
            self._texts.append(reading)
            self._scroll.body.addWidget(reading)
            first = first or reading
            if label is not None and heading.casefold() == begin.casefold():
                first, top = reading, label
        self._scroll.body.addStretch(1)
        self.place()
        self.show()
        self.raise_()
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)
        self._scroll_to(top)

    def _scroll_to(self, widget: QWidget | None) -> None:
        """Show a widget at the top, as far as there is text below it; None for the beginning."""
        # What was just shown has no place yet; the layout works on request only.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        self._scroll.verticalScrollBar().setValue(0 if widget is None else widget.y() - 2)

    def place(self) -> None:
        """Lie along the trailing side of the parent, as wide as a comfortable line."""
        parent = self.parentWidget()
        if parent is None:
            return
        gap = 12
        wish = self._theme.scale * 460 // 100
        width = min(wish, parent.width() - 2 * gap)
        left = parent.width() - width - gap
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            left = gap
        self.setGeometry(left, gap, width, parent.height() - 2 * gap)

    def dismiss(self) -> None:
        """Put the sheet away."""
        if not self.isHidden():
            self.hide()
            self._clear()
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Escape close the sheet."""
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
            return
        super().keyPressEvent(event)

    def _clear(self) -> None:
        layout = self._scroll.body
        while layout.count():
            layout.takeAt(0)
        for widget in self._texts:
            widget.hide()
            widget.deleteLater()
        self._texts.clear()
