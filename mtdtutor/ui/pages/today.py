"""Today: what is ready, what is known, what the week brings, and one button to begin."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QBoxLayout, QWidget

from mtdtutor.core.changes import Changes
from mtdtutor.core.errors import KnownError
from mtdtutor.quiz.ability import MIN_ANSWERS, MIN_DAYS
from mtdtutor.services.today import TodayView, UnfinishedQuiz
from mtdtutor.ui.page import Context, Page
from mtdtutor.ui.pages.today_bands import band_rows
from mtdtutor.ui.texts import cards, counted, minutes, number, weekday
from mtdtutor.ui.theme import PANEL_GAP, Role
from mtdtutor.ui.widgets.buttons import Button, Look
from mtdtutor.ui.widgets.figures import Bands, Bar, MiniBars
from mtdtutor.ui.widgets.panel import Panel
from mtdtutor.ui.widgets.text import Label, ReadingText

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from mtdtutor.ui.pages.library_deeds import Deeds
    from mtdtutor.ui.pages.today_backlog import TodayBacklog
    from mtdtutor.ui.pages.today_corrections import CorrectionsPanel
    from mtdtutor.ui.pages.today_exam import TodayExam


class TodayPage(Page):
    """The day at a glance; Enter begins."""

    name = "today"

    def __init__(self, context: Context) -> None:
        super().__init__(context, QCoreApplication.translate("Window", "Today"))
        self._view: TodayView | None = None
        self._clock_told = ""  # learner whose last answer is ahead of the clock
        self._deeds: Deeds | None = None
        self.corrections: CorrectionsPanel | None = None
        self.exam: TodayExam | None = None
        self.backlog: TodayBacklog | None = None
        self.message.closed.connect(self.focus_start)
        self._make_hero()
        self._make_side_panels()
        judged = self.tr(
            "Judged by your quiz answers; each topic needs at least {answers}, on {days} days."
        ).format(answers=number(MIN_ANSWERS), days=number(MIN_DAYS))
        name = self.tr("What you know, by topic")
        self.bands = Bands(self.theme, "today_bands", f"{name}. {judged}")
        self.bands_panel = Panel(self.theme, self.tr("What you know"))
        self.judged = Label(self.theme, judged, Role.CAPTION, "muted", wrap=True)
        self.judged.setObjectName("today_judged")
        self.bands_panel.body.addWidget(self.judged)
        self.bands_panel.body.addWidget(self.bands)
        self.bands_panel.body.addStretch(1)
        side = QWidget()
        side.setObjectName("today_side")
        self.side = QBoxLayout(QBoxLayout.Direction.TopToBottom, side)
        self.side.setContentsMargins(0, 0, 0, 0)
        self.side.setSpacing(PANEL_GAP)
        for panel in (self.quiz_panel, self.week_panel, self.weak_panel):
            self.side.addWidget(panel)
        self.side.addStretch(1)
        self._side_widget = side
        self._panels = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._panels.setSpacing(PANEL_GAP)
        self._panels.addWidget(self.bands_panel, 3)
        self._panels.addWidget(side, 2)
        body = self.scroll_body().body
        body.addWidget(self.hero_panel)
        body.addLayout(self._panels)
        body.addStretch(1)
        self._stacked: bool | None = None
        self._place_panels()

    def put_below_hero(self, panel: QWidget) -> None:
        """Put a panel that is made late below the first one, for the eye and for Tab."""
        body = self.scroll_body().body
        body.insertWidget(body.indexOf(self.hero_panel) + 1, panel)
        order: list[QWidget] = [self.other]
        widget = panel.nextInFocusChain()
        while widget is not None and widget is not panel:
            if panel.isAncestorOf(widget) and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
                order.append(widget)
            widget = widget.nextInFocusChain()
        for before, after in pairwise(order):
            self.setTabOrder(before, after)

    # Widgets

    def _make_hero(self) -> None:
        self.hero_panel = Panel(self.theme, padding=28)
        self.hero_panel.setObjectName("today_hero_panel")
        self.hero = Label(self.theme, "", Role.HERO, wrap=True)
        self.hero.setObjectName("today_hero")
        self.detail = Label(self.theme, "", Role.BODY, "muted", wrap=True)
        self.detail.setObjectName("today_detail")
        self.start = Button(self.theme, "", Look.PRIMARY)
        self.start.setObjectName("today_start")
        self.start.clicked.connect(self._on_start)
        self.other = Button(self.theme, "")
        self.other.setObjectName("today_other")
        self.other.clicked.connect(self._on_other)
        words = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        words.setSpacing(6)
        words.addWidget(self.hero)
        words.addWidget(self.detail)
        self._buttons = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._buttons.setSpacing(12)
        self._buttons.addWidget(self.start)
        self._buttons.addWidget(self.other)
        self._buttons.addStretch(1)
        self._hero_row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._hero_row.setSpacing(20)
        self._hero_row.addLayout(words, 1)
        self._hero_row.addLayout(self._buttons)
        self.hero_panel.body.addLayout(self._hero_row)

    def _make_side_panels(self) -> None:
        self.week = MiniBars(self.theme, "today_week", self.tr("Cards in the next seven days"))
        self.studied = Label(self.theme, "", Role.CAPTION, "muted", wrap=True)
        self.studied.setObjectName("today_studied")
        self.week_panel = Panel(self.theme, self.tr("Cards in the next seven days"))
        self.week_panel.body.addWidget(self.week)
        self.week_panel.body.addWidget(self.studied)
        self.set_exam = Button(self.theme, self.tr("Set an exam date"))
        self.set_exam.setObjectName("today_set_exam")
        self.set_exam.clicked.connect(lambda: self.go.emit("exam", {"back": self.name}))
        self.week_panel.body.addWidget(self.set_exam)
        self.choose = Button(self.theme, self.tr("Choose a session"))
        self.choose.setObjectName("today_choose")
        self.choose.clicked.connect(lambda: self.go.emit("focus", {"back": self.name}))
        self.week_panel.body.addWidget(self.choose)
        self.quiz_panel, self.quiz_text, self.resume = self._offer(
            "today_quiz", self.tr("A quiz waits for you"), self.tr("Go on with the quiz")
        )
        self.resume.clicked.connect(self._on_resume)
        self.weak_panel, self.weak_text, self.practise = self._offer(
            "today_weak", "", self.tr("Quiz on this topic")
        )
        self.practise.clicked.connect(self._on_practise)

    def _offer(self, name: str, title: str, action: str) -> tuple[Panel, ReadingText, Button]:
        panel = Panel(self.theme, title)
        panel.setObjectName(f"{name}_panel")
        text = ReadingText(self.theme, color="muted")
        text.setObjectName(f"{name}_text")
        button = Button(self.theme, action)
        button.setObjectName(f"{name}_action")
        panel.body.addWidget(text)
        panel.body.addWidget(button)
        return panel, text, button

    # What the window asks

    def start_widget(self) -> QWidget:
        """Return the one dominant action."""
        return self.start

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stack or spread the panels."""
        super().resizeEvent(event)
        self._place_panels()

    def refresh(self) -> None:
        """Read and show the day."""
        view = self.context.services.study.today(self.context.learner)
        self._view = view
        self._show_hero(view)
        self.bands.set_rows(band_rows(view.bands))
        self._show_week(view)
        self._show_offers(view)
        self._show_clock(view)
        self._show_corrections(view)
        self._show_exam(view)
        self._show_backlog(view)
        self._place_panels()

    def on_action(self, action: str, index: int) -> bool:  # noqa: ARG002
        """Take back the last grade or card action, or bring it back."""
        if action not in ("undo", "redo"):
            return False
        self._change_back(action)
        return True

    # Showing

    def _place_panels(self) -> None:
        """Put the panels side by side where all of both has room, else below each other."""
        least = self.bands_panel.minimumSizeHint().width()
        least += self._side_widget.minimumSizeHint().width() + PANEL_GAP
        # The bar may come with the panels, so its room is never counted on.
        room = (
            self.scroll_body().width() - self.scroll_body().verticalScrollBar().sizeHint().width()
        )
        stacked = self.narrow or least > room
        if stacked == self._stacked:
            return
        self._stacked = stacked
        down = QBoxLayout.Direction.TopToBottom
        across = down if stacked else QBoxLayout.Direction.LeftToRight
        self._hero_row.setDirection(across)
        self._panels.setDirection(across)

    def _show_hero(self, view: TodayView) -> None:
        if not view.cards:
            hero = self.tr("The course is still being prepared")
            detail = self.tr("This takes a moment and happens only once.")
            start, other = self.tr("Look again"), ""
        elif view.first_run:
            hero = view.course
            detail = self._first_words(view)
            start = self.tr("Start the first ten cards")
            if view.new != 10:
                start = self.tr("Start studying")
            other = self.tr("Read about Track 1")
        elif view.ready:
            hero = counted(view.ready, self.tr("{n} card is ready"), self.tr("{n} cards are ready"))
            detail = self._ready_words(view)
            start, other = self.tr("Start studying"), ""
        elif view.day_off:
            hero, detail = self.tr("A day off"), self._rest_words(view)
            start, other = self.tr("Take a quiz"), self.tr("Study anyway")
        else:
            hero, detail = self.tr("Nothing is waiting"), self._rest_words(view)
            start = self.tr("Take a quiz")
            other = self._more_words(view) or self.tr("Write a card")
            if view.unfinished is not None:
                hero, start = self.tr("A quiz waits for you"), self.tr("Go on with the quiz")
                detail = f"{self._quiz_words(view.unfinished)} {detail}"
        self.hero.setText(hero)
        self.detail.setText(detail)
        self.start.set_text(start)
        self.start.setAccessibleDescription(f"{hero}. {detail}")
        self.other.setVisible(bool(other))
        if other:
            self.other.set_text(other)

    def _more_words(self, view: TodayView) -> str:
        if not view.more:
            return ""
        # Imported when a day is done: the first paint does without it.
        from mtdtutor.ui.study_words import more_words

        return more_words(view.more)

    def _quiz_words(self, quiz: UnfinishedQuiz) -> str:
        return self.tr("{done} of {number} questions are answered.").format(
            done=number(quiz.answered), number=number(quiz.number)
        )

    def _first_words(self, view: TodayView) -> str:
        topics = counted(len(view.bands), self.tr("{n} topic"), self.tr("{n} topics"))
        return self.tr("{cards} on {topics}. The first {n} take about {minutes}.").format(
            cards=cards(view.cards),
            topics=topics,
            n=number(view.ready),
            minutes=minutes(view.minutes),
        )

    def _ready_words(self, view: TodayView) -> str:
        parts = []
        if view.due:
            parts.append(self.tr("{n} to review").format(n=number(view.due)))
        if view.learning:
            parts.append(self.tr("{n} to repeat").format(n=number(view.learning)))
        if view.new:
            parts.append(self.tr("{n} new").format(n=number(view.new)))
        about = self.tr("about {minutes}").format(minutes=minutes(view.minutes))
        return "  ·  ".join([", ".join(parts), about])

    def _rest_words(self, view: TodayView) -> str:
        words = []
        if view.reviewed:
            words.append(
                counted(
                    view.reviewed,
                    self.tr("You graded {n} answer today."),
                    self.tr("You graded {n} answers today."),
                )
            )
        tomorrow = view.week[1].cards
        if tomorrow:
            words.append(self.tr("Tomorrow: {cards}.").format(cards=cards(tomorrow)))
        else:
            words.append(self.tr("Nothing is planned for tomorrow."))
        return " ".join(words)

    def _show_week(self, view: TodayView) -> None:
        bars = []
        for place, load in enumerate(view.week):
            label = self.tr("Today") if place == 0 else weekday(load.day)
            bars.append(Bar(label, load.cards, strong=place == 0))
        self.week.set_bars(bars)
        if view.first_run:
            self.studied.setText(self.tr("What you study today comes back on later days."))
        else:
            self.studied.setText(
                self.tr("Studied on {n} of the last 7 days.").format(n=number(view.studied_days))
            )

    def _show_offers(self, view: TodayView) -> None:
        quiz, weak = view.unfinished, view.weakest
        # With nothing else to do the quiz is the main thing, and stands above already.
        self.quiz_panel.setVisible(quiz is not None and bool(view.ready))
        if quiz is not None:
            self.quiz_text.set_text(self._quiz_words(quiz), self.quiz_panel.title.text())
        self.weak_panel.setVisible(weak is not None)
        if weak is not None:
            title = self.tr("Weakest topic: {topic}").format(topic=weak.name)
            self.weak_panel.set_title(title)
            self.weak_text.set_text(
                self.tr("Your quiz answers say that practice pays most here."), title
            )

    def _show_clock(self, view: TodayView) -> None:
        if not view.clock_behind:
            self._clock_told = ""
            return
        if self._clock_told != self.context.learner:
            self._clock_told = self.context.learner
            text = self.tr(
                "The clock of this computer stands before your last answer. Set it right, or "
                "cards will come too late. Nothing is lost."
            )
            self.message.show_message(text, focus=False)
            self.say(text)

    def _show_corrections(self, view: TodayView) -> None:
        if self.corrections is not None:
            self.corrections.setVisible(view.corrections is not None)
        if view.corrections is None:
            return
        if self.corrections is None:
            # Made when there is something to tell: the first paint does without it.
            from mtdtutor.ui.pages.today_corrections import CorrectionsPanel

            self.corrections = CorrectionsPanel(self.theme)
            self.corrections.closed.connect(self._on_corrections_read)
            self.put_below_hero(self.corrections)
        self.corrections.show_notice(view.corrections)

    def _show_backlog(self, view: TodayView) -> None:
        if self.backlog is None and view.backlog is not None:
            # Made when there is one: the first paint of most days does without it.
            from mtdtutor.ui.pages.today_backlog import TodayBacklog

            self.backlog = TodayBacklog(self)
        if self.backlog is not None:
            self.backlog.show_view(view)

    def _show_exam(self, view: TodayView) -> None:
        self.set_exam.setVisible(view.exam is None and bool(view.cards))
        self.choose.setVisible(bool(view.cards) and not view.first_run)
        if self.exam is None and view.exam is not None:
            # Made when there is an exam: the first paint does without it.
            from mtdtutor.ui.pages.today_exam import TodayExam

            self.exam = TodayExam(self)
        if self.exam is not None:
            self.exam.show_view(view)

    # Doing

    def _on_corrections_read(self) -> None:
        view, services = self._view, self.context.services
        if view is None or view.corrections is None:
            return
        try:
            services.corrections.close(self.context.learner, view.corrections.versions)
        except KnownError as error:
            self.show_error(error, action=self.tr("Try again"), then=self._on_corrections_read)
            return
        self.focus_start()
        self.refresh()
        self.say(self.tr("Put away. About MTD Tutor lists what each version changed."))

    def _on_start(self) -> None:
        view = self._view
        if view is None or not view.cards:
            self.refresh()
        elif view.ready:
            self.go.emit("study", {})
        elif view.unfinished is not None and not view.day_off:
            self._on_resume()
        else:
            self.go.emit("quiz", {})

    def _on_other(self) -> None:
        view = self._view
        if view is not None and view.day_off:
            from mtdtutor.ui.pages.today_backlog import work_anyway

            work_anyway(self, view)
        elif view is not None and view.more:
            self._learn_more()
        elif view is not None and not view.first_run:
            self.go.emit("own_card", {"back": self.name})
        elif view is not None:
            self.go.emit("reading", {"topic": view.first_topic, "back": self.name})

    def _learn_more(self) -> None:
        try:
            self.context.services.study.learn_more(self.context.learner)
        except KnownError as error:
            self.show_error(error, action=self.tr("Try again"), then=self._learn_more)
            return
        self.refresh()
        self.changed.emit(Changes.REVIEWS)
        self.go.emit("study", {})

    def _on_resume(self) -> None:
        if self._view is not None and self._view.unfinished is not None:
            self.go.emit("quiz_run", {"attempt": self._view.unfinished.attempt})

    def _on_practise(self) -> None:
        if self._view is not None and self._view.weakest is not None:
            self.go.emit("quiz_setup", {"topics": (self._view.weakest.topic,)})

    def _change_back(self, action: str) -> None:
        if self._deeds is None:
            # Imported with the first undo: the first paint does without it.
            from mtdtutor.ui.pages.library_deeds import Deeds

            self._deeds = Deeds(self)
            self._deeds.done.connect(self._on_done)
        if action == "undo":
            self._deeds.undo()
        else:
            self._deeds.redo()

    def _on_done(self, changes: Changes) -> None:
        self.refresh()
        self.changed.emit(changes)
