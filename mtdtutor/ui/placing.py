"""Where the window stands: as it was left, and never larger than the screen has room for."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QByteArray, QSize
from PySide6.QtWidgets import QStyle, QWidget

SIZE: Final = QSize(1180, 760)


def place_window(window: QWidget, saved: str) -> None:
    """Put a window where it was left, or give it its first size.

    Args:
        window: The window; its least size is kept even where the screen is smaller.
        saved: What ``place_of`` returned; empty, or no longer to be read, for a first size.
    """
    if saved and window.restoreGeometry(QByteArray.fromBase64(saved.encode("ascii"))):
        return
    free = window.screen().availableGeometry().size()
    title_bar = window.style().pixelMetric(QStyle.PixelMetric.PM_TitleBarHeight)
    room = QSize(free.width(), free.height() - title_bar)
    window.resize(SIZE.boundedTo(room).expandedTo(window.minimumSize()))


def place_of(window: QWidget) -> str:
    """Return where a window stands, to be remembered."""
    return bytes(window.saveGeometry().toBase64().data()).decode("ascii")
