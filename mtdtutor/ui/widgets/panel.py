"""Surfaces that group things: panels, the card, and a body that scrolls."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QScrollArea, QVBoxLayout, QWidget

from mtdtutor.ui.theme import (
    CARD_PADDING,
    PANEL_PADDING,
    RADIUS_CARD,
    RADIUS_PANEL,
    Role,
    Theme,
)
from mtdtutor.ui.widgets.text import MARK_GAP, MARK_WIDTH, Label

# Slim bars without arrows; the colour is that of secondary text, from the palette in force.
_SLIM: Final = """
QScrollBar:vertical { background: transparent; border: 0; width: 18px; }
QScrollBar:horizontal { background: transparent; border: 0; height: 18px; }
QScrollBar::handle { background: palette(dark); border-radius: 3px; }
QScrollBar::handle:vertical { margin: 2px 6px; min-height: 36px; }
QScrollBar::handle:horizontal { margin: 6px 2px; min-width: 36px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
"""


def slim_scroll_bar(area: QAbstractScrollArea) -> None:
    """Give an area slim scroll bars."""
    area.verticalScrollBar().setStyleSheet(_SLIM)
    area.horizontalScrollBar().setStyleSheet(_SLIM)


class Panel(QFrame):
    """A rounded surface with a hairline border and a vertical layout inside."""

    def __init__(
        self,
        theme: Theme,
        title: str = "",
        *,
        padding: int = PANEL_PADDING,
        radius: int = RADIUS_PANEL,
    ) -> None:
        """Make a panel.

        Args:
            theme: The appearance to follow.
            title: A heading above the content, sentence case; may be empty.
            padding: Space between border and content, in pixels.
            radius: Corner radius, in pixels.
        """
        super().__init__()
        self._theme = theme
        self._radius = radius
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(padding, padding, padding, padding)
        self.body.setSpacing(12)
        self.title = Label(theme, title, Role.SECTION, wrap=True)
        self.body.addWidget(self.title)
        self.title.setVisible(bool(title))  # without a parent it would be a window
        theme.changed.connect(self.update)

    def set_title(self, title: str) -> None:
        """Change the heading."""
        self.title.setText(title)
        self.title.setVisible(bool(title))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 (Qt's name)
        """Paint surface and border."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.color("line"), 1))
        painter.setBrush(self._theme.color("surface"))
        rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(rect, self._radius, self._radius)
        painter.end()


class Card(Panel):
    """The large panel that holds a card or a question; what does not fit is scrolled to.

    Fill it through ``body``. In a small window the padding gives way to the text.
    """

    def __init__(self, theme: Theme, object_name: str) -> None:
        """Make an empty card.

        Args:
            theme: The appearance to follow.
            object_name: Unique in the window.
        """
        super().__init__(theme, padding=0, radius=RADIUS_CARD)
        self.setObjectName(object_name)
        self._frame = self.body
        self._scroll = ScrollBody()
        self._scroll.setObjectName(f"{object_name}_scroll")
        self._frame.addWidget(self._scroll, 1)
        self.body = self._scroll.body
        self.body.setSpacing(16)
        self._pad()

    def to_top(self) -> None:
        """Show the beginning."""
        self._scroll.verticalScrollBar().setValue(0)

    def reveal(self, widget: QWidget) -> None:
        """Scroll as little as needed to show a widget inside."""
        # What was shown just now has no place before the layout has been asked.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        self._scroll.ensureWidgetVisible(widget, 0, 12)

    def show_from(self, widget: QWidget) -> None:
        """Scroll down to a widget just shown: all of it, or what fits from its beginning."""
        # What was just shown has no place yet; the layout works on request only.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        bar = self._scroll.verticalScrollBar()
        top = widget.mapTo(self._scroll, QPoint(0, 0)).y() + bar.value()
        height = self._scroll.viewport().height()
        bar.setValue(max(bar.value(), min(top - 8, top + widget.height() + 8 - height)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Adapt the padding to the room."""
        super().resizeEvent(event)
        self._pad()

    def _pad(self) -> None:
        scale = self._theme.scale
        height = self.height() * 100
        small = self.width() * 100 < 640 * scale or height < 300 * scale
        side = PANEL_PADDING if small else CARD_PADDING
        top = 12 if small or height < 400 * scale else 40
        # The focus mark of a text lies before its first letter: that room belongs to the body.
        inner = MARK_GAP + MARK_WIDTH
        self._frame.setContentsMargins(side - inner, top, side - inner, top)
        self.body.setContentsMargins(inner, 2, inner, 2)


class Divider(QWidget):
    """A one pixel line between parts of a panel."""

    def __init__(self, theme: Theme) -> None:
        """Make a line in the theme's colour."""
        super().__init__()
        self._theme = theme
        self.setFixedHeight(1)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Paint the line."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("line"))
        painter.end()


class ScrollBody(QScrollArea):
    """A column that scrolls up and down when the window is too low for it."""

    def __init__(self) -> None:
        """Make an empty column; fill it through ``body``."""
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        slim_scroll_bar(self)
        # See-through, and ours: asking for the one that is there, which may be any kind of widget,
        # makes PySide prepare every kind it knows, which a start would notice.
        self.setViewport(QWidget())
        content = QWidget()
        content.setAutoFillBackground(False)
        self.body = QVBoxLayout(content)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.setWidget(content)
        content.setAutoFillBackground(False)

    def minimumSizeHint(self) -> QSize:
        """Return a small size: whatever does not fit can be scrolled to."""
        return QSize(120, 80)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the arrows to the key table of the page."""
        arrows = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right)
        if event.key() in arrows:
            event.ignore()
            return
        super().keyPressEvent(event)
