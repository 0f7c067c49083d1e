"""What every page must stand: names, roles, tab order, room, in every appearance.

``conditions`` are the appearances; ``sweep`` looks at one page in one of them and returns what is
wrong, in words.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QScrollArea,
    QWidget,
)

from mtdtutor.ui.theme import Mode, Theme
from mtdtutor.ui.widgets.text import ReadingText

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


class Condition(NamedTuple):
    """One appearance of the window."""

    name: str
    mode: Mode = Mode.LIGHT
    scale: int = 100
    direction: Qt.LayoutDirection = Qt.LayoutDirection.LeftToRight
    size: tuple[int, int] = (1180, 760)


CONDITIONS = (
    Condition("light"),
    Condition("dark", mode=Mode.DARK),
    Condition("large", scale=200, size=(1093, 570)),
    Condition("mirrored", direction=Qt.LayoutDirection.RightToLeft),
    Condition("low", size=(1093, 570)),
    Condition("smallest", size=(720, 560)),
)


def settle(qtbot: QtBot, window: QWidget, theme: Theme, condition: Condition) -> None:
    """Bring a window into a condition and wait until it has been laid out."""
    QApplication.setLayoutDirection(condition.direction)
    theme.set_mode(condition.mode)
    theme.set_scale(condition.scale)
    window.resize(*condition.size)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    # A new width asks for new heights, which ask for new places: a few rounds come to rest.
    for _ in range(4):
        QApplication.sendPostedEvents()
        window.grab()


def sweep(window: QWidget, page: QWidget, primary: QWidget | None) -> list[str]:
    """Return what is wrong with the page in view; an empty list is a page in order.

    Args:
        window: The window that shows the page.
        page: The page.
        primary: Its dominant action, which must be seen without scrolling.
    """
    wrong = [*_unnamed(window), *_object_names(window), *_unreached(window)]
    wrong += [*_cut_texts(page), *_squeezed(page), *_beside(page)]
    if primary is not None and not _whole_in_view(primary, window):
        wrong.append(f"{_called(primary)} is not in view without scrolling")
    return wrong


def _walk(interface: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    yield interface
    for number in range(interface.childCount()):
        child = interface.child(number)
        if child is not None:
            yield from _walk(child)


def _unnamed(window: QWidget) -> Iterator[str]:
    """Find what takes the focus and has no name or no telling role."""
    for each in _walk(QAccessible.queryAccessibleInterface(window)):
        state = each.state()
        if not state.focusable or state.invisible:
            continue
        thing = each.object()
        called = thing.objectName() if thing is not None else each.role().name
        if not each.text(QAccessible.Text.Name).strip():
            yield f"{called} ({each.role().name}) has no name for screen readers"
        if thing is not None and each.role() is QAccessible.Role.NoRole:
            yield f"{called} has no role"


def _object_names(window: QWidget) -> Iterator[str]:
    """Find focusable widgets without an object name, and names given twice."""
    seen: set[str] = set()
    for widget in _focusable(window):
        name = widget.objectName()
        if not name or name.startswith("qt_"):
            yield f"a {type(widget).__name__} has no object name"
        elif name in seen:
            yield f"the object name {name} is given twice"
        seen.add(name)


def _focusable(window: QWidget) -> list[QWidget]:
    return [
        widget
        for widget in window.findChildren(QWidget)
        if widget.isVisibleTo(window)
        and widget.isEnabled()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
        and not widget.objectName().startswith("qt_")
    ]


def _unreached(window: QWidget) -> Iterator[str]:
    """Walk the chain of focus and find what Tab does not come to."""
    reached = set()
    widget = window.nextInFocusChain()
    while widget is not None and widget is not window and widget not in reached:
        reached.add(widget)
        widget = widget.nextInFocusChain()
    for each in _focusable(window):
        if each not in reached:
            yield f"{_called(each)} cannot be reached with Tab"


def _cut_texts(page: QWidget) -> Iterator[str]:
    """Find labels, buttons and texts that are smaller than their words."""
    for label in page.findChildren(QLabel):
        if not label.isVisibleTo(page) or not label.text():
            continue
        need = label.heightForWidth(label.width()) if label.wordWrap() else 0
        hint = label.minimumSizeHint()
        if need > label.height() + 1 or hint.width() > label.width() + 1:
            yield f"the label “{label.text()}” is cut"
    for text in page.findChildren(ReadingText):
        if text.isVisibleTo(page) and text.heightForWidth(text.width()) > text.height() + 1:
            yield f"the text {_called(text)} is cut"
    for button in page.findChildren(QAbstractButton):
        if not button.isVisibleTo(page) or not button.text():
            continue
        need = button.heightForWidth(button.width())
        hint = button.minimumSizeHint()
        if max(need, hint.height()) > button.height() + 1 or hint.width() > button.width() + 1:
            yield f"the button {_called(button)} is cut"


def _squeezed(page: QWidget) -> Iterator[str]:
    """Find targets that are too low to hit."""
    for button in page.findChildren(QAbstractButton):
        own = type(button).__module__.startswith("mtdtutor.")
        if own and button.isVisibleTo(page) and button.height() < 40:
            yield f"the button {_called(button)} is only {button.height()} px high"


def _beside(page: QWidget) -> Iterator[str]:
    """Find content that is wider than the area it scrolls in."""
    for area in page.findChildren(QScrollArea):
        inside = area.widget()
        if area.isVisibleTo(page) and inside.width() > area.viewport().width():
            spare = inside.width() - area.viewport().width()
            yield f"the content of {_called(area)} is {spare} px too wide"


def _whole_in_view(widget: QWidget, window: QWidget) -> bool:
    place = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())
    return widget.visibleRegion().boundingRect().height() >= min(
        widget.height(), 40
    ) and window.rect().contains(place.topLeft())


def _called(widget: QWidget) -> str:
    return widget.objectName() or type(widget).__name__
