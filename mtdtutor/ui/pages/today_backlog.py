"""More cards than usual on Today: shared out over some days, if the learner likes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from mtdtutor.core.changes import Changes
from mtdtutor.core.errors import KnownError
from mtdtutor.services.week import Backlog
from mtdtutor.ui.texts import cards, minutes, number, short_date
from mtdtutor.ui.theme import Theme
from mtdtutor.ui.widgets.buttons import Button
from mtdtutor.ui.widgets.flow import FlowLayout
from mtdtutor.ui.widgets.panel import Panel
from mtdtutor.ui.widgets.text import ReadingText

if TYPE_CHECKING:
    from mtdtutor.services.today import TodayView
    from mtdtutor.ui.pages.today import TodayPage


class BacklogPanel(Panel):
    """Says what all of it takes, and what a day takes if it is shared out.

    Signals:
        wanted: Carries the study day until which to share out; 0 to take all of it again.
    """

    wanted = Signal(int)

    def __init__(self, theme: Theme) -> None:
        """Make a panel without a backlog."""
        super().__init__(theme, self.tr("More than usual"))
        self.setObjectName("today_backlog")
        self.text = ReadingText(theme, color="muted")
        self.text.setObjectName("today_backlog_text")
        self.choices: list[Button] = []
        self._row = FlowLayout()
        self.body.addWidget(self.text)
        self.body.addLayout(self._row)

    def show_backlog(self, backlog: Backlog) -> None:
        """Show what there is to choose from."""
        for button in self.choices:
            self._row.removeWidget(button)
            button.deleteLater()
        self.choices = []
        if backlog.until is not None:
            words = self.tr(
                "What waited is shared out until {date}, so that every day brings about the same."
            ).format(date=short_date(backlog.until))
            self._add(self.tr("Take all of it today"), 0)
        else:
            words = self.tr(
                "{cards} are there to review, about {minutes}. You can share them out: firm "
                "memories come first, for they cost least to keep and most to learn again."
            ).format(cards=cards(backlog.waiting), minutes=minutes(backlog.minutes))
            for share, each in backlog.shares:
                text = self.tr("Over {n} days: {minutes} a day")
                self._add(text.format(n=number(share.days), minutes=minutes(each)), share.last)
        self.text.set_text(words, self.title.text())

    def _add(self, text: str, until: int) -> None:
        button = Button(self._theme, text)
        button.setObjectName(f"today_backlog_{len(self.choices)}")
        button.clicked.connect(partial(self.wanted.emit, until))
        self.choices.append(button)
        self._row.addWidget(button)


class TodayBacklog(QObject):
    """The panel on Today, there while there is a backlog."""

    def __init__(self, page: TodayPage) -> None:
        """Put a panel below what is ready.

        Args:
            page: Today.
        """
        super().__init__(page)
        self._page = page
        self._today = 0
        self.panel = BacklogPanel(page.theme)
        self.panel.wanted.connect(self._on_wanted)
        page.put_below_hero(self.panel)

    def show_view(self, view: TodayView) -> None:
        """Show what a view says of it."""
        self._today = view.week[0].day
        self.panel.setVisible(view.backlog is not None)
        if view.backlog is not None:
            self.panel.show_backlog(view.backlog)

    def _on_wanted(self, until: int) -> None:
        page = self._page
        learners, learner = page.context.services.learners, page.context.learner
        last = until or self._today - 1
        _change(page, lambda: learners.spread_backlog(learner, self._today, last))


def work_anyway(page: TodayPage, view: TodayView) -> None:
    """Let today be a day like any other."""
    learners, learner = page.context.services.learners, page.context.learner
    _change(page, lambda: learners.work_anyway(learner, view.week[0].day))


def _change(page: TodayPage, change: Callable[[], None]) -> None:
    """Change what the learner wants of their days, and show the day anew."""
    try:
        change()
    except KnownError as error:
        page.show_error(error)
        return
    page.focus_start()  # before the button that had the focus is gone
    page.refresh()
    page.changed.emit(Changes.SETTINGS)
    page.say(f"{page.hero.text()}. {page.detail.text()}")
