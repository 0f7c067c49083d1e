"""The main window: a sidebar of pages, the page in view, and the keys of both."""

from __future__ import annotations

import importlib
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, NamedTuple

from PySide6.QtCore import (
    QByteArray,
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
    QPainter,
    QPaintEvent,
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
from mtdtutor.ui.keys import WINDOW, KeyPress, bindings, match
from mtdtutor.ui.page import NO_PARAMS, Context, Page
from mtdtutor.ui.texts import QT_TRANSLATE_NOOP, known_error
from mtdtutor.ui.theme import NARROW_WIDTH, Role, Theme
from mtdtutor.ui.widgets.buttons import NavButton
from mtdtutor.ui.widgets.key_sheet import SheetOverlay, describe
from mtdtutor.ui.widgets.message_bar import MessageBar
from mtdtutor.ui.widgets.text import Label

APP_NAME: Final = "MTD Tutor"
MIN_WIDTH: Final = 720
MIN_HEIGHT: Final = 560
SIZE: Final = (1180, 760)
SIDEBAR_WIDTH: Final = 208
SCALE_STEP: Final = 10
# The day changes at an hour people choose; waking up late after a sleep is caught by activation.
LONGEST_WAIT_MS: Final = 30 * 60_000

log = logging.getLogger(__name__)


class PageSpec(NamedTuple):
    """Where a page comes from; its module is imported when it is first wanted.

    Attributes:
        name: The page's name, as in ``Page.name``.
        nav: The sidebar entry it belongs to.
        module: Module that holds it.
        cls: Name of the class.
    """

    name: str
    nav: str
    module: str
    cls: str


PAGES: Final = (
    PageSpec("today", "today", "mtdtutor.ui.pages.today", "TodayPage"),
    PageSpec("study", "study", "mtdtutor.ui.pages.study", "StudyPage"),
    PageSpec("quiz_setup", "quiz", "mtdtutor.ui.pages.quiz_setup", "QuizSetupPage"),
    PageSpec("quiz_run", "quiz", "mtdtutor.ui.pages.quiz_run", "QuizRunPage"),
    PageSpec("quiz_result", "quiz", "mtdtutor.ui.pages.quiz_result", "QuizResultPage"),
    PageSpec("history", "history", "mtdtutor.ui.pages.history", "HistoryPage"),
    PageSpec("library", "library", "mtdtutor.ui.pages.library", "LibraryPage"),
    PageSpec("reading", "library", "mtdtutor.ui.pages.reading", "ReadingPage"),
    PageSpec("settings", "settings", "mtdtutor.ui.pages.settings", "SettingsPage"),
    PageSpec("about", "settings", "mtdtutor.ui.pages.about", "AboutPage"),
)
NAVIGATION: Final = (
    ("today", QT_TRANSLATE_NOOP("Window", "Today")),
    ("study", QT_TRANSLATE_NOOP("Window", "Study")),
    ("quiz", QT_TRANSLATE_NOOP("Window", "Quiz")),
    ("history", QT_TRANSLATE_NOOP("Window", "History")),
    ("library", QT_TRANSLATE_NOOP("Window", "Library")),
    ("settings", QT_TRANSLATE_NOOP("Window", "Settings")),
)


def takes_text(widget: QWidget | None) -> bool:
    """Return whether letters and digits typed into a widget are text."""
    if isinstance(widget, QTextEdit | QPlainTextEdit):
        return not widget.isReadOnly()
    if isinstance(widget, QLineEdit):
        return not widget.isReadOnly()
    if isinstance(widget, QComboBox):
        return widget.isEditable()
    return isinstance(widget, QAbstractSpinBox)


class Sidebar(QWidget):
    """The pages by name; one is the page in view.

    Signals:
        chosen: A page's navigation name.
    """

    chosen = Signal(str)

    def __init__(self, context: Context) -> None:
        """Make the sidebar with its six pages."""
        super().__init__()
        self.setObjectName("sidebar")
        self._context = context
        self._theme: Theme = context.theme
        self._narrow = False
        self.buttons: dict[str, NavButton] = {}
        self._title = Label(self._theme, APP_NAME, Role.SECTION)
        self._title.setContentsMargins(8, 0, 0, 0)
        self.foot = Label(self._theme, "", Role.CAPTION, "muted", wrap=True)
        self.foot.setContentsMargins(8, 0, 0, 0)
        self.foot.setObjectName("sidebar_foot")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 20, 12, 14)
        column.setSpacing(2)
        column.addWidget(self._title)
        column.addSpacing(18)
        for place, (name, text) in enumerate(NAVIGATION, start=1):
            button = NavButton(
                self._theme,
                QCoreApplication.translate("Window", text),
                context.caps.show(f"Ctrl+{place}"),
            )
            button.setObjectName(f"nav_{name}")
            button.clicked.connect(self._on_clicked)
            self.buttons[name] = button
            column.addWidget(button)
        column.addStretch(1)
        column.addWidget(self.foot)
        self._theme.changed.connect(self._restyle)
        self._restyle()

    def set_current(self, name: str) -> None:
        """Mark the page in view."""
        for key, button in self.buttons.items():
            current = key == name
            button.setChecked(current)
            button.setAccessibleDescription(self.tr("current page") if current else "")
        self._tint()

    def set_narrow(self, narrow: bool) -> None:
        """Shrink to icons, or show the names."""
        if narrow != self._narrow:
            self._narrow = narrow
            self._restyle()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Paint the surface."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("surface"))
        painter.end()

    def _on_clicked(self) -> None:
        sender = self.sender()
        for name, button in self.buttons.items():
            if button is sender:
                self.chosen.emit(name)

    def _restyle(self) -> None:
        self._title.setVisible(not self._narrow)
        self.foot.setVisible(not self._narrow)
        for button in self.buttons.values():
            button.set_narrow(self._narrow)
        hint = max(button.sizeHint().width() for button in self.buttons.values())
        self.setFixedWidth(hint + 24 if self._narrow else max(SIDEBAR_WIDTH, hint + 24))
        self._tint()
        self.update()

    def _tint(self) -> None:
        if not self._narrow:
            return
        for name, button in self.buttons.items():
            color = self._theme.color("accent" if button.isChecked() else "text")
            button.setIcon(self._context.icons.icon(name, color))


class MainWindow(QWidget):
    """The window. Knows pages by name only and builds each when it is first opened.

    Signals:
        ready: The first page has been painted with its values and has the focus.
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
        self._focus_before: QWidget | None = None
        self._painted = False
        self._bug_count = 0
        self._report = ""
        self._day = self._study_day()
        self.sidebar = Sidebar(context)
        self.sidebar.chosen.connect(self._on_nav)
        self.message = MessageBar(context.theme, "window_message")
        self.stack = QStackedWidget()
        self.stack.setObjectName("page_stack")
        self._lay_out()
        self._sheets: dict[str, SheetOverlay] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_timer)
        context.theme.changed.connect(self._on_theme)
        context.caps.changed.connect(self.update)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.applicationStateChanged.connect(self._on_state)
        self.setMinimumSize(MIN_WIDTH, MIN_HEIGHT)
        self._restore_place()
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
        spec = self._spec(name)
        page = self._pages.get(spec.name)
        if page is None:
            page = self._make(spec, self.context)
            page.changed.connect(self._on_changed)
            page.go.connect(self.open_page)
            page.foot.connect(self.sidebar.foot.setText)
            self._pages[spec.name] = page
            self.stack.addWidget(page)
        if self._current is not None and self._current is not page:
            self._current.leave()
        self._current = page
        self._last[spec.nav] = spec.name
        self.sidebar.set_current(spec.nav)
        try:
            page.open(params)
        except KnownError as error:
            page.show_error(error)
        self.stack.setCurrentWidget(page)
        self._retitle()
        if page.message.isHidden():
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
        if typing and not press.ctrl and press.key not in (Qt.Key.Key_Escape, Qt.Key.Key_F1):
            super().keyPressEvent(event)
            return
        if self._page_key(press) or self._window_key(press):
            event.accept()
            return
        super().keyPressEvent(event)

    def _page_key(self, press: KeyPress) -> bool:
        page = self._current
        if page is None or self._sheet_has_focus():
            return False
        hit = match(press, bindings(str(page.name), page.key_phase()))
        if hit is None:
            return False
        return hit.repeat or page.on_action(hit.action, hit.place)

    def _window_key(self, press: KeyPress) -> bool:
        hit = match(press, WINDOW)
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
        sheet = self._sheet("keys_sheet", self.tr("Keys"))
        if not sheet.isHidden():
            sheet.dismiss()
            return
        parts = []
        page = self._current
        if page is not None and (own := bindings(str(page.name), page.key_phase())):
            parts.append((self.tr("On this page"), describe(own, self.context.caps)))
        parts.append((self.tr("Everywhere"), describe(WINDOW, self.context.caps)))
        self._show_sheet(sheet, parts)

    def toggle_guide(self) -> None:
        """Show or hide the guide."""
        sheet = self._sheet("guide_sheet", self.tr("Guide"))
        if not sheet.isHidden():
            sheet.dismiss()
            return
        from mtdtutor.ui.guide import read_guide

        self._show_sheet(sheet, read_guide())

    def _sheet(self, name: str, title: str) -> SheetOverlay:
        if name not in self._sheets:
            sheet = SheetOverlay(self.context.theme, self.stack, name, title)
            sheet.closed.connect(self._on_sheet_closed)
            self._sheets[name] = sheet
        return self._sheets[name]

    def _show_sheet(self, sheet: SheetOverlay, parts: Sequence[tuple[str, str]]) -> None:
        self._close_top()
        self._focus_before = QApplication.focusWidget()
        sheet.show_parts(parts)

    def _close_top(self) -> bool:
        for sheet in self._sheets.values():
            if not sheet.isHidden():
                sheet.dismiss()
                return True
        for bar in (self.message, self._current.message if self._current else None):
            if bar is not None and not bar.isHidden():
                bar.dismiss()
                return True
        return False

    def _sheet_has_focus(self) -> bool:
        focus = QApplication.focusWidget()
        return focus is not None and any(
            sheet.isAncestorOf(focus) for sheet in self._sheets.values()
        )

    def _on_sheet_closed(self) -> None:
        before, self._focus_before = self._focus_before, None
        if before is not None and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._current is not None:
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
        sheet = self._sheet("report_sheet", self.tr("What went wrong"))
        self._show_sheet(sheet, [("", self._report)])

    # Window

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice the first painting of the first page."""
        if not self._painted and event.type() is QEvent.Type.Paint and watched is self._current:
            self._painted = True
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self._on_first_paint)
        return super().eventFilter(watched, event)

    def watch_first_paint(self) -> None:
        """Emit ``ready`` after the page now in view has been painted."""
        if self._current is not None:
            self._current.installEventFilter(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shrink or spread the sidebar, and keep an open sheet in place."""
        super().resizeEvent(event)
        self._fit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let the page put things down and remember the window's place."""
        if self._current is not None:
            self._current.leave()
        self._timer.stop()
        place = bytes(self.saveGeometry().toBase64().data()).decode("ascii")
        self._remember(replace(self._settings(), geometry=place))
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
        self.message.closed.connect(self._on_sheet_closed)

    def _fit(self) -> None:
        self.sidebar.set_narrow(self.width() * 100 <= NARROW_WIDTH * self.context.theme.scale)
        for sheet in self._sheets.values():
            if not sheet.isHidden():
                sheet.place()

    def _restore_place(self) -> None:
        saved = self.context.device.settings.geometry
        if not (saved and self.restoreGeometry(QByteArray.fromBase64(saved.encode("ascii")))):
            self.resize(*SIZE)

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
