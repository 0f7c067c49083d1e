"""One of a few values: real radio buttons, painted as a row of chips."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QSizePolicy, QWidget

from mtdtutor.ui.theme import RADIUS_BUTTON, TARGET_HEIGHT, Role, Theme
from mtdtutor.ui.widgets.buttons import mix
from mtdtutor.ui.widgets.flow import FlowLayout


class Chip(QRadioButton):
    """A radio button painted as a chip, with the key that chooses it."""

    def __init__(self, theme: Theme, text: str, key: str = "") -> None:
        """Make a chip.

        Args:
            theme: The appearance to follow.
            text: One or two words.
            key: The key that does the same; may be empty.
        """
        super().__init__(text.replace("&", "&&"))
        self._theme = theme
        self._plain_text = text
        self._key = key
        self.setAccessibleName(text)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._restyle)

    def set_key(self, key: str) -> None:
        """Show another key beside the text."""
        self._key = key
        self._restyle()

    def hitButton(self, position: QPoint) -> bool:
        """Take clicks anywhere on the chip."""
        return self.rect().contains(position)

    def sizeHint(self) -> QSize:
        """Return the size of text and key; the same whether chosen or not."""
        strong = QFontMetrics(self._theme.font(Role.STRONG))
        width = strong.horizontalAdvance(self._plain_text) + 28
        if self._key:
            small = QFontMetrics(self._theme.font(Role.CAPTION))
            width += 8 + small.horizontalAdvance(self._key)
        return QSize(width, max(strong.height() + 16, TARGET_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Return the size hint: words are never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Paint the chip; the chosen one has an accent border and a mark before its word."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._theme
        chosen = self.isChecked()
        fill = theme.color("soft" if chosen else "raised")
        if self.isEnabled() and (self.underMouse() or self.isDown()):
            fill = mix(theme.color("text"), fill, 0.12 if self.isDown() else 0.05)
        border = theme.color("accent" if chosen or self.hasFocus() else "line")
        width = 2 if chosen or self.hasFocus() else 1
        painter.setPen(QPen(border, width))
        painter.setBrush(fill)
        rect = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        painter.drawRoundedRect(rect, RADIUS_BUTTON, RADIUS_BUTTON)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            inner = QRectF(self.rect()).adjusted(4, 4, -4, -4)
            painter.drawRoundedRect(inner, RADIUS_BUTTON - 4, RADIUS_BUTTON - 4)
        self._paint_words(painter)
        painter.end()

    def _paint_words(self, painter: QPainter) -> None:
        # The direction of the words is their own, not the window's: "30 days" stays "30 days".
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        theme = self._theme
        chosen = self.isChecked()
        inner = self.rect().adjusted(14, 0, -14, 0)
        word_side, key_side = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            word_side, key_side = key_side, word_side
        if not self._key:
            word_side = Qt.AlignmentFlag.AlignHCenter
        painter.setFont(theme.font(Role.STRONG if chosen else Role.BODY))
        color = "accent" if chosen else "text" if self.isEnabled() else "muted"
        painter.setPen(theme.color(color))
        painter.drawText(inner, word_side | Qt.AlignmentFlag.AlignVCenter, self._plain_text)
        if self._key:
            painter.setFont(theme.font(Role.CAPTION))
            painter.setPen(theme.color("muted"))
            painter.drawText(inner, key_side | Qt.AlignmentFlag.AlignVCenter, self._key)

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()


class ChoiceRow(QWidget):
    """Chips side by side, in several lines if need be, of which one may be chosen.

    Signals:
        chosen: A person chose; carries the value.
    """

    chosen = Signal(object)

    def __init__(
        self,
        theme: Theme,
        object_name: str,
        name: str,
        choices: Sequence[tuple[object, str]],
        keys: Sequence[str] = (),
    ) -> None:
        """Make a row.

        Args:
            theme: The appearance to follow.
            object_name: Unique in the window; each chip's name adds its place.
            name: What is being chosen, for screen readers.
            choices: Pairs of value and word.
            keys: The key of each choice, shown on the chip.
        """
        super().__init__()
        self.setObjectName(object_name)
        self.setAccessibleName(name)
        self.chips: list[Chip] = []
        self._values = [value for value, _ in choices]
        self._group = QButtonGroup(self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        row = FlowLayout(self)
        for place, (_, text) in enumerate(choices):
            chip = Chip(theme, text, keys[place] if place < len(keys) else "")
            chip.setObjectName(f"{object_name}_{place}")
            chip.setAccessibleDescription(name)
            self._group.addButton(chip, place)
            self.chips.append(chip)
            row.addWidget(chip)
        self._group.idClicked.connect(self._on_clicked)
        self._group.idToggled.connect(self._let_tab_in)
        self._let_tab_in()

    @property
    def value(self) -> object:
        """The value chosen, or None."""
        place = self._group.checkedId()
        return None if place < 0 else self._values[place]

    def set_value(self, value: object) -> None:
        """Show a value as chosen without saying so; None takes the choice back."""
        if value is None:
            self._group.setExclusive(False)
            for chip in self.chips:
                chip.setChecked(False)
            self._group.setExclusive(True)
        else:
            self.chips[self._values.index(value)].setChecked(True)

    def _let_tab_in(self) -> None:
        """Let Tab lead to the chosen chip, as arrows go on from there; else to the first one."""
        entrance = max(self._group.checkedId(), 0)
        for place, chip in enumerate(self.chips):
            policy = Qt.FocusPolicy.StrongFocus if place == entrance else Qt.FocusPolicy.ClickFocus
            chip.setFocusPolicy(policy)

    def _on_clicked(self, place: int) -> None:
        self.chosen.emit(self._values[place])
