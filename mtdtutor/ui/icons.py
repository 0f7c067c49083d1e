"""Icons by meaning, tinted in the theme's colours, from an installed icon package."""

from __future__ import annotations

import logging
from typing import Final

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

# Our words for what an icon means, and the package's name of the drawing.
NAMES: Final[dict[str, str]] = {
    "today": "sunrise",
    "study": "layers",
    "quiz": "timer",
    "history": "chart-column",
    "library": "book-open",
    "settings": "settings",
}

log = logging.getLogger(__name__)


class Icons:
    """Makes icons and keeps them, by name, colour and size."""

    def __init__(self) -> None:
        """Make an empty store; the icon package is imported with the first icon."""
        self._made: dict[tuple[str, str, int], QIcon] = {}
        self._sources: dict[str, str] = {}

    def icon(self, name: str, color: QColor, size: int = 24) -> QIcon:
        """Return an icon in one colour.

        Args:
            name: One of ``NAMES``.
            color: The colour of its strokes.
            size: Side in device-independent pixels; drawn at twice that for sharp screens.
        """
        key = (name, color.name(), size)
        if key not in self._made:
            self._made[key] = self._draw(name, color, size)
        return self._made[key]

    def _draw(self, name: str, color: QColor, size: int) -> QIcon:
        from PySide6.QtSvg import QSvgRenderer

        # Qt paints currentColor black, so the colour is written into the drawing.
        source = self._source(name).replace("currentColor", color.name())
        renderer = QSvgRenderer(QByteArray(source.encode()))
        pixmap = QPixmap(size * 2, size * 2)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter)
        painter.end()
        pixmap.setDevicePixelRatio(2)
        return QIcon(pixmap)

    def _source(self, name: str) -> str:
        if name not in self._sources:
            # Imported with the first icon: the package costs more than all of the wide window.
            from lucide import lucide_icon  # type: ignore[import-untyped]

            self._sources[name] = str(lucide_icon(NAMES[name]))
        return self._sources[name]
