"""A form over the page: something to write, a button to keep it, Escape to leave it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget
from shiboken6 import isValid

from mtdtutor.ui.theme import PANEL_PADDING, Role, Theme
from mtdtutor.ui.widgets.buttons import Button, Look
from mtdtutor.ui.widgets.fields import LinesField
from mtdtutor.ui.widgets.flow import FlowLayout
from mtdtutor.ui.widgets.panel import Panel, ScrollBody
from mtdtutor.ui.widgets.text import MARK_GAP, MARK_WIDTH, Label, ReadingText

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

_GAP = 12
_WIDTH = 460


class SizedLines(LinesField):
    """A field as high as so many lines of its font."""

    def __init__(self, theme: Theme, placeholder: str, lines: int) -> None:
        super().__init__(theme, placeholder)
        self._lines = lines
        theme.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        self.field.setFont(self._theme.font(Role.BODY))
        self.field.setFixedHeight(self.field.fontMetrics().lineSpacing() * self._lines + 20)


class FormSheet(Panel):
    """A panel along the trailing side of the page. Not modal; nothing behind it moves.

    Fill it through ``form``. It is opened once, and is gone when it was put away.

    Signals:
        kept: The learner wants what is in the form to be saved.
        closed: The form was put away, and what had the focus before is not there to have it back.
        left: The page below is left, and the form goes with it as it is.
    """

    kept = Signal()
    closed = Signal()
    left = Signal()

    def __init__(
        self, theme: Theme, over: QWidget, object_name: str, title: str, keep: str
    ) -> None:
        """Make a hidden form.

        Args:
            theme: The appearance to follow.
            over: What it lies over.
            object_name: Unique in the window; its parts add to it.
            title: Heading, sentence case.
            keep: Word on the button that saves.
        """
        super().__init__(theme, padding=PANEL_PADDING)
        self.setParent(over)
        self.setObjectName(object_name)
        self.setAccessibleName(title)
        self._before: QWidget | None = None
        self._last: QWidget = self
        heading = Label(theme, title, Role.SECTION, wrap=True)
        self._close = Button(theme, self.tr("Close"), Look.QUIET, key="Esc")
        self._close.setObjectName(f"{object_name}_close")
        self._close.clicked.connect(self.dismiss)
        top = QHBoxLayout()
        room = MARK_GAP + MARK_WIDTH
        top.setContentsMargins(room, 0, 0, 0)
        top.addWidget(heading, 1)
        top.addWidget(self._close)
        scroll = ScrollBody()
        scroll.setObjectName(f"{object_name}_scroll")
        self.form = scroll.body
        self.form.setSpacing(8)
        # Room for the focus mark of the texts, taken from the padding of the panel.
        self.form.setContentsMargins(room, 2, room, 2)
        self.trouble = ReadingText(theme)
        self.trouble.setObjectName(f"{object_name}_trouble")
        self.trouble.hide()
        self.keep = Button(theme, keep, Look.PRIMARY)
        self.keep.setObjectName(f"{object_name}_keep")
        self.keep.clicked.connect(self.kept)
        self.deeds = FlowLayout()
        self.deeds.addWidget(self.keep)
        below = QHBoxLayout()
        below.setContentsMargins(room, 0, room, 0)
        self.body.addLayout(top)
        self.body.addWidget(scroll, 1)
        self.body.addWidget(self.trouble)
        self.body.addLayout(below)
        below.addLayout(self.deeds)  # now: without a parent it loses what it lays out
        over.installEventFilter(self)
        self.hide()

    def field(self, name: str, title: str, invitation: str, lines: int) -> LinesField:
        """Add a field of so many lines under its title and return it.

        Args:
            name: What the object name of the field adds to the form's.
            title: Its title, which is also its name for screen readers.
            invitation: What stands in it while it is empty.
            lines: Its height in lines.
        """
        made = SizedLines(self._theme, invitation, lines)
        made.field.setObjectName(f"{self.objectName()}_{name}")
        made.field.setAccessibleName(title)
        self.head(title)
        self.form.addWidget(made)
        self._last = made.field
        return made

    def head(self, title: str) -> None:
        """Add a title to what comes below it."""
        self.form.addSpacing(8)
        self.form.addWidget(Label(self._theme, title, Role.STRONG, wrap=True))

    def text(self, name: str, color: str = "text") -> ReadingText:
        """Add a text to read and return it."""
        made = ReadingText(self._theme, Role.BODY, color)
        made.setObjectName(f"{self.objectName()}_{name}")
        self.form.addWidget(made)
        self._last = made
        return made

    def open(self, begin: QWidget) -> None:
        """Show the form and give the focus to where writing begins."""
        over = self.parentWidget()
        for other in over.findChildren(FormSheet) if over is not None else ():
            if other is not self:
                other.dismiss()
        self._before = QApplication.focusWidget()
        self.window().installEventFilter(self)
        # The buttons below were made before what is filled in, and Tab comes to them after it.
        self.setTabOrder(self._last, self.trouble)
        self.setTabOrder(self.trouble, self.keep)
        self.place()
        self.show()
        self.raise_()
        begin.setFocus(Qt.FocusReason.OtherFocusReason)

    def tell(self, text: str) -> None:
        """Say above the button what kept the form from being saved; what was typed stays."""
        self.trouble.set_text(text, self.tr("Message"))
        self.trouble.show()
        self.trouble.setFocus(Qt.FocusReason.OtherFocusReason)

    def dismiss(self) -> None:
        """Put the form away and give the focus back."""
        if self.isHidden():
            return
        if not self._holds_focus():
            # A person went on elsewhere, and stays there.
            self.hide()
            self.deleteLater()
            return
        before, self._before = self._before, None
        back = before is not None and isValid(before) and before.isVisible() and before.isEnabled()
        if before is not None and back:
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.hide()
        self.deleteLater()
        if not back:
            self.closed.emit()

    def put_down(self) -> None:
        """Go away with the page below: it would stand over something else when one comes back."""
        if not self.isHidden():
            self.left.emit()
            self.dismiss()

    def _holds_focus(self) -> bool:
        focus = QApplication.focusWidget()
        return focus is not None and self.isAncestorOf(focus)

    def place(self) -> None:
        """Lie along the trailing side of the page, as wide as a comfortable line."""
        over = self.parentWidget()
        if over is None:
            return
        width = min(self._theme.scale * _WIDTH // 100, over.width() - 2 * _GAP)
        left = over.width() - width - _GAP
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            left = _GAP
        self.setGeometry(left, _GAP, width, over.height() - 2 * _GAP)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep in place over what changes its size; take Escape from anywhere in the window."""
        if event.type() is QEvent.Type.Resize and not self.isHidden():
            self.place()
        elif event.type() is QEvent.Type.KeyPress and self.isVisible():
            # What lies below the form must not be led back before the form is gone.
            key: Any = event
            above = isinstance(watched, QWidget) and watched.isWindow()
            if above and key.key() == Qt.Key.Key_Escape:
                self.dismiss()
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Escape and Ctrl+Enter; keep keys of the page behind from doing anything there."""
        ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        elif ctrl and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.kept.emit()
        elif ctrl and event.key() not in (Qt.Key.Key_Z, Qt.Key.Key_Y):
            super().keyPressEvent(event)
