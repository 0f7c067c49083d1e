"""A quiet line on a card that does not stick, with what may help."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject

from mtdtutor.core.errors import KnownError
from mtdtutor.core.ids import is_own
from mtdtutor.services.leeches import LeechAdvice
from mtdtutor.services.study_views import Graded, Shown
from mtdtutor.study.fold import ActionKind
from mtdtutor.ui.widgets.action_row import ActionRow
from mtdtutor.ui.widgets.panel import Panel
from mtdtutor.ui.widgets.text import ReadingText

if TYPE_CHECKING:
    from mtdtutor.ui.pages.study import StudyPage


_LOW_PAGE: Final = 400
"""Height in pixels, at 100 % text, below which a page has no room for more than the question."""


class LeechNote(QObject):
    """Advises and does nothing by itself: the card stays in the schedule unless a person acts.

    It stands from the grade that showed it until the next grade or action.
    """

    def __init__(self, page: StudyPage) -> None:
        """Begin with nothing to say.

        Args:
            page: Whose cards it is about.
        """
        super().__init__(page)
        self._page = page
        self._advice: LeechAdvice | None = None
        self._words = "", ""  # in full, and in short
        theme = page.theme
        self.strip = Panel(theme, padding=8)
        self.strip.setObjectName("study_leech")
        self.text = ReadingText(theme, full_width=True)
        self.text.setObjectName("study_leech_text")
        self.row = ActionRow(theme, "study_leech_actions")
        add = self.row.add
        self.read = add("study_leech_read", self.tr("Read about this"), "", self._on_read)
        self.compare = add("study_leech_compare", self.tr("Compare"), "", self._on_compare)
        self.reword = add("study_leech_reword", self.tr("Use my own words"), "", self._on_reword)
        self.suspend = add("study_leech_suspend", self.tr("Suspend it"), "", self._on_suspend)
        self.close = add("study_leech_close", self.tr("Close"), "", self._on_close)
        self.strip.body.setSpacing(4)
        self.strip.body.addWidget(self.text)
        self.strip.body.addWidget(self.row)
        self.strip.setParent(page)  # without a parent it would be a window
        self.strip.hide()
        page.installEventFilter(self)
        theme.changed.connect(self._fit)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave room for the question when the page becomes low."""
        if watched is self._page and event.type() is QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, event)

    def after(self, graded: Graded) -> None:
        """Say something if a grade gave a reason to; put away what was said before."""
        self.put_away()
        if not graded.leech:
            return
        # Imported with the first of them: most sittings have none.
        from mtdtutor.ui.pages.card_words import advice_words, short_advice

        page = self._page
        advice = page.context.services.leeches.advice(page.context.learner, graded.leech)
        if advice is None:
            return
        self._advice = advice
        asked = graded.table.topic if isinstance(graded.table, Shown) else ""
        self._words = advice_words(advice, asked), short_advice(advice)
        self._fit()
        self.row.show_action(self.read, shown=bool(advice.topic))
        self.row.show_action(self.compare, shown=bool(advice.compared))
        self.row.show_action(self.reword, shown=not is_own(advice.card))
        self.strip.show()
        page.say(self._words[0])

    def put_away(self) -> None:
        """Say nothing any more."""
        self._advice = None
        self.strip.hide()

    def _fit(self) -> None:
        """Say it in full where that leaves room for the question, else in a few words."""
        whole, short = self._words
        low = self._page.height() * 100 < _LOW_PAGE * self._page.theme.scale
        self.text.set_text(short if low else whole, self.tr("A card that does not stick"))
        self.text.setAccessibleDescription(whole if low else "")

    def _on_read(self) -> None:
        if self._advice is not None:
            params = {"topic": self._advice.topic, "back": self._page.name}
            self._page.go.emit("reading", params)

    def _on_compare(self) -> None:
        if self._advice is not None:
            params = {"ids": self._advice.compared, "back": self._page.name}
            self._page.go.emit("compare", params)

    def _on_reword(self) -> None:
        if self._advice is not None:
            from mtdtutor.ui.forms import edit_wording

            edit_wording(self._page, self._advice.card, self._page.refresh)

    def _on_suspend(self) -> None:
        advice, page = self._advice, self._page
        if advice is None:
            return
        recorder = page.context.services.recorder
        try:
            done = recorder.act(
                page.context.learner, recorder.new_id(), advice.card, ActionKind.SUSPEND
            )
        except KnownError as error:
            page.show_error(error, action=self.tr("Try again"), then=self._on_suspend)
            return
        self._on_close()
        page.refresh()
        page.say(self.tr("Suspended. The Library can resume it."))
        page.changed.emit(done.changes)

    def _on_close(self) -> None:
        self._page.focus_start()
        self.put_away()
