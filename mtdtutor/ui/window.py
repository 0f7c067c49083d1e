"""The main window: a sidebar of pages, the page in view, and the keys of both."""

from __future__ import annotations

import importlib
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QObject,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QCloseEvent,
    QGuiApplication,
    QKeyEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QStackedWidget,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from mtdtutor.core.changes import Changes
from mtdtutor.core.clock import day_start_ms, moment
from mtdtutor.core.errors import KnownError
from mtdtutor.services.device import DeviceSettings
from mtdtutor.ui.keys import KeyPress, match
from mtdtutor.ui.page import NO_PARAMS, Context, Page
from mtdtutor.ui.page_list import PAGES, PageSpec
from mtdtutor.ui.placing import place_of, place_window
from mtdtutor.ui.sheets import Sheets
from mtdtutor.ui.sidebar import APP_NAME, NAVIGATION, Sidebar
from mtdtutor.ui.texts import known_error
from mtdtutor.ui.theme import NARROW_WIDTH
from mtdtutor.ui.widgets.key_sheet import describe
from mtdtutor.ui.widgets.message_bar import MessageBar

MIN_WIDTH: Final = 720
MIN_HEIGHT: Final = 560
SCALE_STEP: Final = 10
# The day changes at an hour people choose; waking up late after a sleep is caught by activation.
LONGEST_WAIT_MS: Final = 30 * 60_000

log = logging.getLogger(__name__)


def takes_text(widget: QWidget | None) -> bool:
    """Return whether letters and digits typed into a widget are text."""
    if isinstance(widget, QTextEdit | QPlainTextEdit):
        return not widget.isReadOnly()
    if isinstance(widget, QLineEdit):
        return not widget.isReadOnly()
    if isinstance(widget, QComboBox):
        return widget.isEditable()
    return isinstance(widget, QAbstractSpinBox)


class MainWindow(QWidget):
    """The window. Knows pages by name only and builds each when it is first opened.

    Signals:
        ready: The first page has been painted with its values and has the focus; carries its
            name, which is empty for a window that has no page yet.
    """

    ready = Signal(str)

    def __init__(
        self,
        context: Context,
        specs: Sequence[PageSpec] = PAGES,
        make: Callable[[PageSpec, Context], Page] | None = None,
    ) -> None:
        """Make a window without any page yet.

        Args:
            context: What pages are given.
            specs: The pages there are.
            make: Builds a page; by default from its module.
        """
        super().__init__()
        self.setObjectName("main_window")
        self.context = context
        self._specs = {spec.name: spec for spec in specs}
        self._make = make or build_page
        self._pages: dict[str, Page] = {}
        self._last: dict[str, str] = {}
        self._current: Page | None = None
        self._watched: QWidget | None = None
        self._bug_count = 0
        self._report = ""
        self._day = self._study_day()
        self.sidebar = Sidebar(context)
        self.sidebar.chosen.connect(self._on_nav)
        self.message = MessageBar(context.theme, "window_message")
        self.stack = QStackedWidget()
        self.stack.setObjectName("page_stack")
        self._lay_out()
        self.sheets = Sheets(context.theme, self.stack)
        self.sheets.abandoned.connect(self._focus_page)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_timer)
        context.theme.changed.connect(self._on_theme)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.applicationStateChanged.connect(self._on_state)
        self.setMinimumSize(MIN_WIDTH, MIN_HEIGHT)
        place_window(self, context.device.settings.geometry)
        self._arm()

    # Pages

    @property
    def page(self) -> Page | None:
        """The page in view."""
        return self._current

    def open_page(self, name: str, params: Mapping[str, Any] = NO_PARAMS) -> None:
        """Show a page, building it first if need be.

        Args:
            name: Name of a page, or of a sidebar entry, which opens the entry's first page.
            params: Handed to the page's ``enter``.
        """
        self.sheets.dismiss()  # it speaks of the page that is left
        spec = self._spec(name)
        page = self._pages.get(spec.name)
        if page is None:
            page = self._make(spec, self.context)
            page.changed.connect(self._on_changed)
            page.go.connect(self.open_page)
            self._pages[spec.name] = page
            self.stack.addWidget(page)
        if self._current is not None and self._current is not page:
            self._current.put_down()
        self._current = page
        self._last[spec.nav] = spec.name
        self.sidebar.set_current(spec.nav)
        try:
            page.open(params)
        except KnownError as error:
            page.show_error(error)
        self.stack.setCurrentWidget(page)
        self._retitle()
        if not page.message.claims_focus:
            page.focus_start()

    def on_changes(self, changes: Changes) -> None:
        """Tell every page what changed."""
        for page in self._pages.values():
            page.on_changes(changes)

    def _spec(self, name: str) -> PageSpec:
        if name in self._specs:
            return self._specs[name]
        return next(spec for spec in self._specs.values() if spec.nav == name)

    def _on_nav(self, nav: str) -> None:
        last = self._pages.get(self._last.get(nav, ""))
        if last is not None and last.holds():
            self.open_page(str(last.name))
        else:
            self.open_page(self._spec(nav).name if nav not in self._specs else nav)

    def _on_changed(self, changes: Changes) -> None:
        origin = self.sender()
        for page in self._pages.values():
            if page is not origin:
                page.on_changes(changes)

    def _retitle(self) -> None:
        page = self._current
        title = page.title if page is not None else ""
        if page is not None and not title:
            nav = self._specs[str(page.name)].nav
            title = QCoreApplication.translate("Window", dict(NAVIGATION)[nav])
        self.setWindowTitle(self.tr("{app} – {page}").format(app=APP_NAME, page=title))

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Look up what the focused widget left over in the tables of the page and the window."""
        press = KeyPress.of(event)
        self.context.caps.learn(press)
        typing = takes_text(QApplication.focusWidget())
        if typing and not press.ctrl and not press.types_nothing:
            super().keyPressEvent(event)
            return
        if self._page_key(press) or self._window_key(press):
            event.accept()
            return
        super().keyPressEvent(event)

    def _page_key(self, press: KeyPress) -> bool:
        page = self._current
        if page is None or self.sheets.has_focus():
            return False
        hit = match(press, self.context.keys.bindings(str(page.name), page.key_phase()))
        if hit is None:
            return False
        return hit.repeat or page.on_action(hit.action, hit.place)

    def _window_key(self, press: KeyPress) -> bool:
        hit = match(press, self.context.keys.window)
        if hit is None:
            return False
        if hit.repeat:
            return True
        match hit.action:
            case "page":
                self._on_nav(NAVIGATION[hit.place][0])
            case "search":
                self.open_page("library", {"search": True})
            case "larger":
                self._scale_by(SCALE_STEP)
            case "smaller":
                self._scale_by(-SCALE_STEP)
            case "keys":
                self.toggle_keys()
            case "guide":
                self.toggle_guide()
            case "close":
                return self._close_top()
            case "quit":
                self.close()
        return True

    def _scale_by(self, step: int) -> None:
        theme = self.context.theme
        theme.set_scale(theme.scale + step)
        self._remember(replace(self._settings(), text_scale=theme.scale))
        self.on_changes(Changes.SETTINGS)

    # Sheets

    def toggle_keys(self) -> None:
        """Show or hide the sheet of keys."""
        self.sheets.toggle("keys_sheet", self.tr("Keys"), self._key_parts)

    def toggle_guide(self) -> None:
        """Show or hide the guide, from what it says of the page in view."""
        from mtdtutor.ui.guide import read_guide

        begin = self._specs[str(self._current.name)].nav if self._current is not None else ""
        self.sheets.toggle("guide_sheet", self.tr("Guide"), read_guide, begin)

    def _key_parts(self) -> list[tuple[str, str]]:
        parts = []
        page = self._current
        keys = self.context.keys
        if page is not None and (own := keys.bindings(str(page.name), page.key_phase())):
            parts.append((self.tr("On this page"), describe(own, keys.caps)))
        parts.append((self.tr("Everywhere"), describe(keys.window, keys.caps)))
        return parts

    def _close_top(self) -> bool:
        if self.sheets.dismiss():
            return True
        for bar in (self.message, self._current.message if self._current else None):
            if bar is not None and not bar.isHidden():
                bar.dismiss()
                return True
        return False

    def _focus_page(self) -> None:
        if self._current is not None:
            self._current.focus_start()

    # Errors

    def show_known(self, error: KnownError) -> None:
        """Say a known error that no page has dealt with."""
        self.message.show_message(known_error(error))

    def raise_up(self) -> None:
        """Come to the front, out of the task bar if need be."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def show_bug(self, report: str) -> None:
        """Say once that this program has failed, with a report to copy."""
        self._bug_count += 1
        if self._bug_count > 1:
            return
        self._report = report
        self.message.show_message(
            self.tr(
                "Something went wrong in MTD Tutor; your answers so far are safe. The details are "
                "in the log. You can go on, but a restart is wise."
            ),
            action=self.tr("Show details"),
            then=self.show_report,
        )

    def show_report(self) -> None:
        """Show the report on the first defect, to be read and copied."""
        title = self.tr("What went wrong")
        self.sheets.toggle("report_sheet", title, lambda: [("", self._report)])

    # Window

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice the first painting of what is watched."""
        if watched is self._watched and event.type() is QEvent.Type.Paint:
            self._watched = None
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self._on_first_paint)
        return super().eventFilter(watched, event)

    def watch_first_paint(self) -> None:
        """Emit ``ready`` after the page now in view, or the empty window, has been painted."""
        self._watched = self._current or self
        self._watched.installEventFilter(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shrink or spread the sidebar, and keep an open sheet in place."""
        super().resizeEvent(event)
        self._fit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let the page put things down and remember the window's place."""
        if self._current is not None:
            self._current.put_down()
        self._timer.stop()
        self._remember(replace(self._settings(), geometry=place_of(self)))
        super().closeEvent(event)

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        holder = QVBoxLayout()
        holder.setContentsMargins(24, 12, 24, 0)
        holder.addWidget(self.message)
        right.addLayout(holder)
        right.addWidget(self.stack, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.sidebar)
        row.addLayout(right, 1)
        self.message.closed.connect(self._focus_page)

    def _fit(self) -> None:
        self.sidebar.set_narrow(self.width() * 100 <= NARROW_WIDTH * self.context.theme.scale)
        self.sheets.place()

    def _settings(self) -> DeviceSettings:
        return self.context.device.settings

    def _remember(self, settings: DeviceSettings) -> None:
        try:
            self.context.device.change(settings)
        except KnownError as error:
            log.warning("device settings not saved: %s", error)

    def _on_theme(self) -> None:
        self._fit()
        self.update()

    def _on_first_paint(self) -> None:
        name = str(self._current.name) if self._current is not None else ""
        self.ready.emit(name)

    # Days

    def _study_day(self) -> int:
        return moment(self.context.clock, self.context.rollover_hour).day

    def _arm(self) -> None:
        """Wake up when the study day ends, or sooner: the clock may be set meanwhile."""
        now = moment(self.context.clock, self.context.rollover_hour)
        end_ms = day_start_ms(now.day + 1, now.offset_min, self.context.rollover_hour)
        self._timer.start(min(end_ms - now.at_ms + 1000, LONGEST_WAIT_MS))

    def _on_timer(self) -> None:
        self.check_day()
        self._arm()

    def _on_state(self, state: Qt.ApplicationState) -> None:
        if state is Qt.ApplicationState.ApplicationActive:
            self.check_day()

    def check_day(self) -> None:
        """Make every page read anew when another study day has begun."""
        day = self._study_day()
        if day != self._day:
            self._day = day
            self.on_changes(Changes.REVIEWS)


def build_page(spec: PageSpec, context: Context) -> Page:
    """Import a page's module and build the page."""
    cls = getattr(importlib.import_module(spec.module), spec.cls)
    page = cls(context)
    if not isinstance(page, Page):
        raise TypeError(spec.cls)
    return page
