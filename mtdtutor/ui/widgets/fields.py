"""Fields to type into or choose from, painted like the buttons beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QFrame,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionSpinBox,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from mtdtutor.ui.theme import RADIUS_BUTTON, TARGET_HEIGHT, Theme
from mtdtutor.ui.widgets.text import runs_right

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex, QPersistentModelIndex
    from PySide6.QtGui import QFocusEvent, QKeyEvent, QPaintEvent, QWheelEvent

_SIDE: Final = 12
_ARROW: Final = 28  # room for the arrow of a list
_ROW_SPARE: Final = 16  # above and below the words of an open list, together


def see_through() -> QPalette:
    """Return a palette that lets the painted surface show behind text being typed."""
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Base, QColor(Qt.GlobalColor.transparent))
    return palette


def paint_field(painter: QPainter, theme: Theme, box: QRect, *, focus: bool) -> None:
    """Paint the surface of a field and a border that stands out from it, 3:1 at least."""
    width = 2 if focus else 1
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.color("accent" if focus else "muted"), width))
    painter.setBrush(theme.color("raised"))
    inset = width / 2
    rect = QRectF(box).adjusted(inset, inset, -inset, -inset)
    painter.drawRoundedRect(rect, RADIUS_BUTTON, RADIUS_BUTTON)


def _paint_arrow(painter: QPainter, color: QColor, middle: QPointF, *, up: bool = False) -> None:
    painter.setPen(QPen(color, 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    rise = -2.0 if up else 2.0
    points = ((-4.0, -rise), (0.0, rise), (4.0, -rise))
    painter.drawPolyline(QPolygonF([middle + QPointF(x, y) for x, y in points]))


def _for_window(event: QKeyEvent) -> bool:
    """Return whether a key belongs to the window, though a list would search for its letter."""
    ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    return bool(event.text()) and (ctrl or event.key() == Qt.Key.Key_Question)


class TextField(QLineEdit):
    """One line of text."""

    def __init__(self, theme: Theme) -> None:
        """Make an empty field.

        Args:
            theme: The appearance to follow.
        """
        super().__init__()
        self._theme = theme
        self.setFrame(False)
        self.setPalette(see_through())
        self.setMinimumHeight(TARGET_HEIGHT)
        self.setTextMargins(_SIDE - 2, 0, _SIDE - 2, 0)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Return a size with room above and below the letters."""
        hint = super().sizeHint()
        return QSize(hint.width(), max(self.fontMetrics().height() + 20, TARGET_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Return a narrow field, as high as the others: text is scrolled to."""
        return QSize(super().minimumSizeHint().width(), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the field and the text."""
        painter = QPainter(self)
        paint_field(painter, self._theme, self.rect(), focus=self.hasFocus())
        painter.end()
        super().paintEvent(event)


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
        self.setPalette(see_through())
        self.lineEdit().setTextMargins(_SIDE - 4, 0, 4, 0)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Return a size with room for the margins, which the style does not count."""
        hint = super().sizeHint() + QSize(2 * _SIDE, 0)
        height = max(self.fontMetrics().height() + 20, TARGET_HEIGHT)
        return QSize(max(hint.width(), self.fontMetrics().averageCharWidth() * 12), height)

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

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 (the number is a child's)
        """Paint the field and its arrows."""
        painter = QPainter(self)
        paint_field(painter, self._theme, self.rect(), focus=self.hasFocus())
        option = QStyleOptionSpinBox()
        self.initStyleOption(option)
        can = self.stepEnabled()
        for part, flag in (
            (QStyle.SubControl.SC_SpinBoxUp, QAbstractSpinBox.StepEnabledFlag.StepUpEnabled),
            (QStyle.SubControl.SC_SpinBoxDown, QAbstractSpinBox.StepEnabledFlag.StepDownEnabled),
        ):
            up = part is QStyle.SubControl.SC_SpinBoxUp
            box = self.style().subControlRect(QStyle.ComplexControl.CC_SpinBox, option, part, self)
            color = self._theme.color("text" if can & flag else "line")
            _paint_arrow(painter, color, QRectF(box).center(), up=up)
        painter.end()


class _Rows(QStyledItemDelegate):
    """Gives the lines of an open list the height of a target."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        hint = super().sizeHint(option, index)
        return QSize(hint.width() + _SIDE, hint.height() + _ROW_SPARE)


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
        self.setItemDelegate(_Rows(self))
        # In the dark the open list would not stand out from what it lies over.
        self.view().setStyleSheet("QAbstractItemView { border: 1px solid palette(dark); }")
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Return a size with room for the margins and the arrow."""
        hint = super().sizeHint()
        height = max(self.fontMetrics().height() + 20, TARGET_HEIGHT)
        return QSize(hint.width() + _SIDE, height)

    def minimumSizeHint(self) -> QSize:
        """Return a narrower field of the same height; a choice is cut before the window is."""
        return QSize(super().minimumSizeHint().width(), self.sizeHint().height())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page unless the field has the focus."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the keys of the window to it; other letters look for a choice."""
        if _for_window(event):
            event.ignore()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Paint the field, the choice and an arrow."""
        painter = QPainter(self)
        theme = self._theme
        paint_field(painter, theme, self.rect(), focus=self.hasFocus())
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        color = theme.color("text" if self.isEnabled() else "muted")
        end = _ARROW / 2 + 4
        middle = QPointF(end if mirrored else self.width() - end, self.height() / 2)
        _paint_arrow(painter, color, middle)
        inner = self.rect().adjusted(_SIDE, 0, -_ARROW, 0)
        if mirrored:
            inner = self.rect().adjusted(_ARROW, 0, -_SIDE, 0)
        text = self.fontMetrics().elidedText(
            self.currentText(), Qt.TextElideMode.ElideRight, inner.width()
        )
        painter.setPen(color)
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        painter.drawText(inner, side | Qt.AlignmentFlag.AlignVCenter, text)
        painter.end()


class _Lines(QPlainTextEdit):
    """Lines to type, whose border belongs to the widget around them."""

    invitation = ""

    def paintEvent(self, event: QPaintEvent) -> None:
        # The toolkit's own placeholder runs as the application does, whatever its letters.
        super().paintEvent(event)
        if not self.document().isEmpty():
            return
        painter = QPainter(self.viewport())
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        right = runs_right(self.invitation)
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        margin = round(self.document().documentMargin())
        box = self.viewport().rect().adjusted(margin, margin, -margin, 0)
        flags = int(side | Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignAbsolute)
        painter.drawText(box, flags | int(Qt.TextFlag.TextWordWrap), self.invitation)
        painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._show_border()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._show_border()

    def _show_border(self) -> None:
        around = self.parentWidget()
        if around is not None:
            around.update()


class LinesField(QWidget):
    """Several lines of text; ``field`` is what is typed into."""

    def __init__(self, theme: Theme, placeholder: str) -> None:
        """Make an empty field.

        Args:
            theme: The appearance to follow.
            placeholder: What stands there while it is empty.
        """
        super().__init__()
        self._theme = theme
        self.field = _Lines(self)
        self.field.setFrameShape(QFrame.Shape.NoFrame)
        self.field.setPalette(see_through())
        self.field.viewport().setAutoFillBackground(False)
        self.field.setTabChangesFocus(True)
        self.field.invitation = placeholder
        self.field.setAccessibleDescription(placeholder)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 6, 8, 6)
        column.addWidget(self.field)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Paint the field."""
        painter = QPainter(self)
        paint_field(painter, self._theme, self.rect(), focus=self.field.hasFocus())
        painter.end()
