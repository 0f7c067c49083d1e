"""A message in the page, beside its cause, with what to do about it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout

from mtdtutor.ui.theme import RADIUS_BUTTON, Theme
from mtdtutor.ui.widgets.buttons import Button, Look
from mtdtutor.ui.widgets.text import ReadingText


class MessageBar(QFrame):
    """A strip that says what happened; it is inserted into the layout and covers nothing.

    Attributes:
        claims_focus: Whether the message in view took the focus, so that nothing else should.

    Signals:
        closed: The message was put away.
    """

    closed = Signal()

    def __init__(self, theme: Theme, object_name: str = "message_bar") -> None:
        """Make a hidden bar.

        Args:
            theme: The appearance to follow.
            object_name: Unique in the window.
        """
        super().__init__()
        self._theme = theme
        self.claims_focus = False
        self._then: Callable[[], None] | None = None
        self.setObjectName(object_name)
        self.text = ReadingText(theme, full_width=True)
        self.text.setObjectName(f"{object_name}_text")
        self.action = Button(theme, "")
        self.action.setObjectName(f"{object_name}_action")
        self.action.clicked.connect(self._on_action)
        self.close_button = Button(theme, self.tr("Close"), Look.QUIET)
        self.close_button.setObjectName(f"{object_name}_close")
        self.close_button.clicked.connect(self.dismiss)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 10, 10)
        row.setSpacing(12)
        row.addWidget(self.text, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.action)
        row.addWidget(self.close_button)
        theme.changed.connect(self.update)
        self.hide()

    def show_message(
        self,
        text: str,
        *,
        action: str = "",
        then: Callable[[], None] | None = None,
        focus: bool = True,
    ) -> None:
        """Show a message.

        Args:
            text: What happened and what to do, plain words.
            action: Word on the button, for instance "Try again"; empty for no button.
            then: What the button does; the message is put away first.
            focus: Whether the focus goes to the message, which makes screen readers read it.
        """
        self._then = then
        self.claims_focus = focus
        self.text.set_text(text, self.tr("Message"))
        self.action.setVisible(bool(action))
        if action:
            self.action.set_text(action)
        self.show()
        if focus:
            target = self.action if action else self.text
            self.action.setAccessibleDescription(text)
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def dismiss(self) -> None:
        """Put the message away."""
        if not self.isHidden():
            self.hide()
            self.claims_focus = False
            self._then = None
            self.closed.emit()

    def withdraw(self) -> None:
        """Put the message away unasked, while another page is in view: no focus goes anywhere."""
        self.hide()
        self.claims_focus = False
        self._then = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Escape put the message away."""
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Paint the strip with a border in the colour of caution."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.color("hard"), 1))
        painter.setBrush(self._theme.color("surface"))
        rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(rect, RADIUS_BUTTON, RADIUS_BUTTON)
        painter.end()

    def _on_action(self) -> None:
        then = self._then
        self.dismiss()
        if then is not None:
            then()
