"""Fields to type into or choose from, with a border that can be seen in every appearance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QComboBox, QLineEdit, QSpinBox, QWidget

from mtdtutor.ui.theme import TARGET_HEIGHT, Theme

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QWheelEvent

_RADIUS: Final = 4
_SIDE: Final = 6


def _paint_border(widget: QWidget, theme: Theme) -> None:
    """Paint a border over the style's own, which is too faint for some eyes in the dark."""
    focus = widget.hasFocus()
    width = 2 if focus else 1
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.color("accent" if focus else "muted"), width))
    inset = width / 2
    rect = QRectF(widget.rect()).adjusted(inset, inset, -inset, -inset)
    painter.drawRoundedRect(rect, _RADIUS, _RADIUS)
    painter.end()


class TextField(QLineEdit):
    """One line of text."""

    def __init__(self, theme: Theme) -> None:
        """Make an empty field.

        Args:
            theme: The appearance to follow.
        """
        super().__init__()
        self._theme = theme
        self.setMinimumHeight(TARGET_HEIGHT)
        self.setTextMargins(_SIDE, 0, _SIDE, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the text and the border."""
        super().paintEvent(event)
        _paint_border(self, self._theme)


class NumberField(QSpinBox):
    """A number that is put in force when it is complete, and that scrolling past leaves alone."""

    def __init__(self, theme: Theme, low: int, high: int, step: int = 1, unit: str = "") -> None:
        """Make a field.

        Args:
            theme: The appearance to follow.
            low: Smallest value.
            high: Largest value.
            step: What an arrow key adds.
            unit: Written after the number, with its space.
        """
        super().__init__()
        self._theme = theme
        self.setRange(low, high)
        self.setSingleStep(step)
        self.setSuffix(unit)
        self.setKeyboardTracking(False)
        self.setMinimumHeight(TARGET_HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.lineEdit().setTextMargins(_SIDE, 0, _SIDE, 0)

    def sizeHint(self) -> QSize:
        """Return a size with room for the margins, which the style does not count."""
        return super().sizeHint() + QSize(2 * _SIDE, 0)

    def minimumSizeHint(self) -> QSize:
        """Return the size hint: numbers are never cut."""
        return self.sizeHint()

    def show_value(self, value: int) -> None:
        """Show a value without saying that a person changed it."""
        self.blockSignals(True)
        self.setValue(value)
        self.blockSignals(False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page unless the field has the focus."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the number, its arrows and the border."""
        super().paintEvent(event)
        _paint_border(self, self._theme)


class ChoiceField(QComboBox):
    """One of several, from a list that opens; scrolling past leaves it alone."""

    def __init__(self, theme: Theme, letters: int = 12) -> None:
        """Make an empty field.

        Args:
            theme: The appearance to follow.
            letters: Room for this many letters at least; longer choices are cut when closed.
        """
        super().__init__()
        self._theme = theme
        self.setMinimumHeight(TARGET_HEIGHT)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(letters)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page unless the field has the focus."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the choice, its arrow and the border."""
        super().paintEvent(event)
        _paint_border(self, self._theme)
