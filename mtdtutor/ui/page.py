"""What every page is: a name, a start, keys, and news of changes."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mtdtutor.core.changes import Changes
from mtdtutor.core.clock import DEFAULT_ROLLOVER_HOUR
from mtdtutor.core.errors import KnownError
from mtdtutor.ui.theme import (
    NARROW_WIDTH,
    PAGE_MARGIN,
    PAGE_MARGIN_NARROW,
    PANEL_GAP,
    Role,
    Theme,
)
from mtdtutor.ui.widgets.message_bar import MessageBar
from mtdtutor.ui.widgets.panel import ScrollBody
from mtdtutor.ui.widgets.text import Label

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from mtdtutor.core.clock import Clock
    from mtdtutor.services.device import DeviceStore
    from mtdtutor.ui.a11y import Announcer
    from mtdtutor.ui.icons import Icons
    from mtdtutor.ui.jobs import Jobs
    from mtdtutor.ui.key_table import KeyTable
    from mtdtutor.ui.keys import KeyCaps
    from mtdtutor.wiring import Services

log = logging.getLogger(__name__)

NO_PARAMS: Mapping[str, Any] = {}


@dataclass(slots=True)
class Context:
    """What pages are given instead of the window.

    Attributes:
        services: Use cases over the open database.
        clock: The clocks.
        learner: Id of the learner whose progress is shown; changes when another is chosen.
        device: Settings of this device.
        theme: The appearance.
        jobs: Long work.
        announcer: Words for screen readers.
        icons: Tinted icons.
        keys: The keys in force, and what is printed on them.
        rollover_hour: Local hour at which the learner's study day begins.
    """

    services: Services
    clock: Clock
    learner: str
    device: DeviceStore
    theme: Theme
    jobs: Jobs
    announcer: Announcer
    icons: Icons
    keys: KeyTable
    rollover_hour: int = DEFAULT_ROLLOVER_HOUR

    @property
    def caps(self) -> KeyCaps:
        """What is printed on the keys."""
        return self.keys.caps


class Page(QWidget):
    """One screen.

    A subclass fills ``self.column`` (or ``self.scroll_body().body``) once, in its constructor,
    and shows values in ``refresh``.

    Signals:
        changed: This page changed something; carries ``Changes``. The window tells the others.
        go: Asks for another page; carries its name and a mapping of parameters for ``enter``.
        leaving: Another page is opened, or the window closes; forms over this page go with it.

    Attributes:
        drafts: What was begun in such forms and not kept, by what it is about.
    """

    changed = Signal(object)
    go = Signal(str, object)
    leaving = Signal()

    name: ClassVar[str] = ""
    interests: ClassVar[Changes] = (
        Changes.REVIEWS
        | Changes.ATTEMPTS
        | Changes.CARDS
        | Changes.SETTINGS
        | Changes.LEARNER
        | Changes.CONTENT
    )

    def __init__(self, context: Context, heading: str = "") -> None:
        """Make the frame of a page.

        Args:
            context: What the page may use.
            heading: Title at the top of the page; empty for pages that begin with their content.
        """
        super().__init__()
        self.context = context
        self.theme = context.theme
        self.stale = True
        self.drafts: dict[tuple[str, str, str], tuple[str, ...]] = {}
        self.setObjectName(f"page_{self.name}")
        self.message = MessageBar(self.theme, f"{self.name}_message")
        self.column = QVBoxLayout(self)
        self.column.setSpacing(PANEL_GAP)
        self.heading = Label(self.theme, heading, Role.TITLE)
        self.heading.setObjectName(f"{self.name}_heading")
        self.column.addWidget(self.heading)
        self.heading.setVisible(bool(heading))  # without a parent it would be a window
        self.column.addWidget(self.message)
        self._scroll: ScrollBody | None = None
        self._narrow = False
        self._set_margins()

    # What subclasses answer

    @property
    def title(self) -> str:
        """The page's name in the window's title bar, translated."""
        return self.heading.text()

    def key_phase(self) -> str:
        """Return the phase whose keys are valid now; see ``keys.PAGES``."""
        return ""

    def enter(self, params: Mapping[str, Any]) -> None:
        """Get ready to be seen; called each time the page is opened, before it is painted.

        Args:
            params: What the caller of ``go`` handed over.
        """

    def leave(self) -> None:
        """Put things down: called when another page is opened and when the window closes."""

    def refresh(self) -> None:
        """Read and show the present values; called before the page is seen when it is stale."""

    def start_widget(self) -> QWidget | None:
        """Return the widget that takes the focus when the page opens: the dominant action."""
        return None

    def holds(self) -> bool:
        """Return whether the page wants to be found as it was left, as a running quiz does."""
        return False

    def on_action(self, action: str, index: int) -> bool:  # noqa: ARG002
        """Do what a key of this page's table asks for.

        Args:
            action: The binding's action.
            index: Which of the binding's keys it was, from 0.

        Returns:
            Whether the key is used up.
        """
        return False

    def on_narrow(self, narrow: bool) -> None:
        """Stack or spread the panels; called when the room for the page changes its kind."""

    # What subclasses use

    def scroll_body(self) -> ScrollBody:
        """Return the scrolling part of the page, which takes all room left in ``column``."""
        if self._scroll is None:
            self._scroll = ScrollBody()
            self._scroll.setObjectName(f"{self.name}_scroll")
            self._scroll.body.setSpacing(PANEL_GAP)
            self.column.addWidget(self._scroll, 1)
        return self._scroll

    def show_error(
        self, error: KnownError, *, action: str = "", then: Callable[[], None] | None = None
    ) -> None:
        """Say a known error at the top of the page and take the focus there.

        Args:
            error: What happened.
            action: Word on the button, for instance "Try again"; empty for no button.
            then: What the button does.
        """
        from mtdtutor.ui.texts import known_error

        text = known_error(error)
        self.message.show_message(text, action=action, then=then)
        self.context.announcer.say(self.message, text, urgent=True)

    def show_failure(
        self, error: Exception, *, action: str = "", then: Callable[[], None] | None = None
    ) -> None:
        """Say why a job failed; see ``show_error``.

        Raises:
            Exception: The error itself, if it is no known one: a defect of ours.
        """
        if not isinstance(error, KnownError):
            raise error
        self.show_error(error, action=action, then=then)

    def say(self, text: str) -> None:
        """Announce a change that does not move the focus."""
        self.context.announcer.say(self, text)

    @property
    def narrow(self) -> bool:
        """Whether there is little room across, at the text size in force."""
        return self._narrow

    # What the window calls

    def on_changes(self, changes: Changes) -> None:
        """Take note of changes made elsewhere; a page in view shows them at once."""
        if changes & Changes.LEARNER:
            # It tells what another learner did, and its button would do that to this one.
            self.message.withdraw()
        if changes & self.interests:
            self.stale = True
            if self.isVisible():
                self.freshen()

    def freshen(self) -> None:
        """Refresh if anything changed since the last time."""
        if self.stale:
            self.stale = False
            try:
                self.refresh()
            except KnownError as error:
                self.stale = True
                self.show_error(error)

    def open(self, params: Mapping[str, Any]) -> None:
        """Show the page's values, and let the focus go unless a new message wants it."""
        self.message.claims_focus = False  # what it said the last time has been heard
        self.enter(params)
        self.freshen()
        if not self.message.claims_focus:
            self.let_focus_go()

    def put_down(self) -> None:
        """Let the page put things down; what it cannot save it says, and the window goes on."""
        self.leaving.emit()
        try:
            self.leave()
        except KnownError as error:
            log.warning("page %s could not put things down: %s", self.name, error)
            self.show_error(error)

    def focus_start(self) -> None:
        """Give the focus to the dominant action."""
        target = self.start_widget()
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def let_focus_go(self) -> None:
        """Take the focus from where it is before it goes to a new text on this page.

        A widget that is hidden with the focus hands it to its neighbour, and a screen reader reads
        that one out; a text that keeps the focus while its words change is not read out at all.
        """
        if self.start_widget() is None:
            return
        focused = self.window().focusWidget()
        if focused is not None:
            focused.clearFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Note whether the page has become narrow or wide."""
        super().resizeEvent(event)
        narrow = self.width() * 100 <= (NARROW_WIDTH - 60) * self.theme.scale
        if narrow != self._narrow:
            self._narrow = narrow
            self._set_margins()
            self.on_narrow(narrow)

    def _set_margins(self) -> None:
        side = PAGE_MARGIN_NARROW if self._narrow else PAGE_MARGIN
        self.column.setContentsMargins(side, 14 if self._narrow else 24, side, 20)
