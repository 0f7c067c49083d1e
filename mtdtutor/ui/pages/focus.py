"""Choosing a session: which cards, of what, for how long, and whether it counts."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Final

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mtdtutor.core.changes import Changes
from mtdtutor.core.errors import KnownError
from mtdtutor.services.focus import MINUTES, FocusOptions
from mtdtutor.study.focus import Focus, Only
from mtdtutor.ui.exam_words import level_word
from mtdtutor.ui.focus_words import ONLY, about_words, holds_words, only_word
from mtdtutor.ui.page import Context, Page
from mtdtutor.ui.texts import minutes
from mtdtutor.ui.theme import Role
from mtdtutor.ui.widgets.buttons import Button, Look
from mtdtutor.ui.widgets.check_chip import CheckChip
from mtdtutor.ui.widgets.choice import ChoiceRow
from mtdtutor.ui.widgets.flow import FlowLayout
from mtdtutor.ui.widgets.panel import Panel, ScrollBody
from mtdtutor.ui.widgets.text import Label

_NO_END: Final = 0


class FocusPage(Page):
    """What a session will hold; Enter begins with what was chosen last.

    Parameters of ``enter``: ``back``, the page to go back to, ``only`` and ``topics`` to propose.
    """

    name = "focus"
    interests: ClassVar[Changes] = (
        Changes.REVIEWS | Changes.CARDS | Changes.SETTINGS | Changes.LEARNER | Changes.CONTENT
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context, "")
        self.heading.setText(self.tr("Choose a session"))
        self.heading.show()
        self._back = "study"
        self._proposed: Focus | None = None
        self._options: FocusOptions | None = None
        self._topics: dict[str, CheckChip] = {}
        self._levels: dict[str, CheckChip] = {}
        self._make_choices()
        panel = Panel(self.theme)
        self._lay_out(panel)
        scroll = ScrollBody()
        scroll.setObjectName("focus_scroll")
        scroll.body.addWidget(panel)
        scroll.body.addStretch(1)
        self.column.addWidget(scroll, 1)
        self.column.addWidget(self.holds_note)
        self._make_buttons()
        self.message.closed.connect(self.focus_start)

    # Widgets

    def _make_choices(self) -> None:
        self.only = ChoiceRow(
            self.theme,
            "focus_only",
            self.tr("Which cards"),
            [(each, only_word(each)) for each in ONLY],
        )
        self.time = ChoiceRow(
            self.theme,
            "focus_time",
            self.tr("How long"),
            [(_NO_END, self.tr("Until all are done")), *((n, minutes(n)) for n in MINUTES)],
        )
        self.counts = ChoiceRow(
            self.theme,
            "focus_counts",
            self.tr("What grades do"),
            ((False, self.tr("They count")), (True, self.tr("Practice only"))),
        )
        for row in (self.only, self.time, self.counts):
            row.chosen.connect(self._show_notes)
        self.only_note = self._note()
        self.topic_note = self._note()
        self.counts_note = self._note()
        self.holds_note = Label(self.theme, " ", Role.BODY, "text", wrap=True)
        self.holds_note.setObjectName("focus_holds")
        self.all_topics = CheckChip(self.theme, self.tr("All topics"), "focus_all_topics")
        self.all_levels = CheckChip(self.theme, self.tr("All levels"), "focus_all_levels")
        self._topic_room, self._topic_row = self._room(self.all_topics)
        self._level_room, self._level_row = self._room(self.all_levels)
        self.all_topics.clicked.connect(lambda: self._choose(self._topics, self.all_topics))
        self.all_levels.clicked.connect(lambda: self._choose(self._levels, self.all_levels))

    def _room(self, chip: CheckChip) -> tuple[QWidget, FlowLayout]:
        room = QWidget()
        row = FlowLayout(room)
        policy = room.sizePolicy()
        policy.setHeightForWidth(True)
        room.setSizePolicy(policy)
        row.addWidget(chip)
        return room, row

    def _note(self) -> Label:
        return Label(self.theme, " ", Role.CAPTION, "muted", wrap=True)

    def _lay_out(self, panel: Panel) -> None:
        self.scope = QWidget()
        column = QVBoxLayout(self.scope)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(Label(self.theme, self.tr("Topics"), Role.SECTION))
        column.addWidget(self._topic_room)
        column.addWidget(self.topic_note)
        column.addSpacing(8)
        column.addWidget(Label(self.theme, self.tr("Levels"), Role.SECTION))
        column.addWidget(self._level_room)
        body = panel.body
        body.addWidget(Label(self.theme, self.tr("Which cards"), Role.SECTION))
        body.addWidget(self.only)
        body.addWidget(self.only_note)
        body.addWidget(self.scope)
        body.addWidget(Label(self.theme, self.tr("How long"), Role.SECTION))
        body.addWidget(self.time)
        body.addWidget(Label(self.theme, self.tr("What grades do"), Role.SECTION))
        body.addWidget(self.counts)
        body.addWidget(self.counts_note)

    def _make_buttons(self) -> None:
        self.start = Button(self.theme, self.tr("Start the session"), Look.PRIMARY)
        self.start.setObjectName("focus_start")
        self.start.clicked.connect(self._on_start)
        self.back = Button(
            self.theme, self.tr("Back"), Look.PLAIN, key=self.context.caps.show("Esc")
        )
        self.back.setObjectName("focus_back")
        self.back.clicked.connect(self._go_back)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.start)
        row.addWidget(self.back)
        row.addStretch(1)
        self.column.addLayout(row)

    # What the window asks

    def enter(self, params: Mapping[str, Any]) -> None:
        """Take where to go back to, and what to propose."""
        self._back = str(params.get("back", self._back))
        if "only" in params or "topics" in params:
            only = Only(params.get("only", Only.READY))
            self._proposed = Focus(only, tuple(params.get("topics", ())))
            self.stale = True

    def refresh(self) -> None:
        """Show what there is, and what was chosen last."""
        self._options = self.context.services.focus.options(self.context.learner)
        options = self._options
        choice = self._proposed or options.choice
        self._proposed = None
        self._make_chips(
            self._topics, self._topic_row, options.topics, "focus_topic", self.all_topics
        )
        levels = [(level, level_word(level)) for level in options.levels]
        self._make_chips(self._levels, self._level_row, levels, "focus_level", self.all_levels)
        exam = ONLY.index(Only.EXAM)
        self.only.chips[exam].setVisible(options.exam)
        self.only.set_value(choice.only)
        self.time.set_value(choice.minutes or _NO_END)
        self.counts.set_value(choice.practice)
        self._choose(self._topics, self.all_topics, choice.topics)
        self._choose(self._levels, self.all_levels, choice.levels)

    def start_widget(self) -> QWidget:
        """Return the button that begins; while there are no cards, the choice of them."""
        if self.start.isEnabled():
            return self.start
        return next((chip for chip in self.only.chips if chip.isChecked()), self.only.chips[0])

    def on_action(self, action: str, index: int) -> bool:  # noqa: ARG002
        """Begin, or go back."""
        if action == "start" and self.start.isEnabled():
            self._on_start()
            return True
        if action == "back" and self.message.isHidden():
            self._go_back()
            return True
        return False

    # Choosing

    def _make_chips(
        self,
        chips: dict[str, CheckChip],
        row: FlowLayout,
        named: Sequence[tuple[str, str]],
        object_name: str,
        every: CheckChip,
    ) -> None:
        if list(chips) == [key for key, _ in named]:
            return
        for chip in chips.values():
            row.removeWidget(chip)
            chip.deleteLater()
        chips.clear()
        for place, (key, text) in enumerate(named):
            chip = CheckChip(self.theme, text, f"{object_name}_{place}")
            chip.clicked.connect(lambda _, of=chips, all_of=every: self._on_chip(of, all_of))
            chips[key] = chip
            row.addWidget(chip)
        # Made last, they would be reached last.
        for before, after in itertools.pairwise([every, *chips.values()]):
            QWidget.setTabOrder(before, after)

    def _on_chip(self, chips: Mapping[str, CheckChip], every: CheckChip) -> None:
        chosen = _checked(chips)
        # Every single one is the same as all of them.
        self._choose(chips, every, () if len(chosen) == len(chips) else chosen)

    def _choose(
        self, chips: Mapping[str, CheckChip], every: CheckChip, chosen: Sequence[str] = ()
    ) -> None:
        for key, chip in chips.items():
            chip.setChecked(key in chosen)
        every.setChecked(not _checked(chips))
        self._show_notes()

    def _choice(self) -> Focus:
        only, time = self.only.value, self.time.value
        chosen = only if isinstance(only, Only) else Only.READY
        scoped = chosen is not Only.EXAM
        return Focus(
            chosen,
            _checked(self._topics) if scoped else (),
            _checked(self._levels) if scoped else (),
            time if isinstance(time, int) and time else None,
            self.counts.value is True,
        )

    def _show_notes(self) -> None:
        options = self._options
        if options is None:
            return
        choice = self._choice()
        number, whole = options.stock.number(choice), len(options.stock.line(choice))
        self.scope.setVisible(choice.only is not Only.EXAM)
        self.only_note.setText(about_words(choice.only))
        self.topic_note.setText(
            self.tr(
                "Every third card comes from a topic this one is mixed up with, so that the "
                "answer cannot be guessed from the session."
            )
            if len(choice.topics) == 1
            else self.tr("Choose one or several to see these only.")
        )
        self.counts_note.setText(
            self.tr(
                "Nothing is written down: no card comes earlier or later for it, and no figure "
                "changes. A card that you did not know comes once more at the end."
            )
            if choice.practice
            else self.tr(
                "Each grade moves its card in the schedule. A card that comes before its day "
                "gains a little less by it."
            )
        )
        holds = holds_words(choice, number, whole - number)
        self.holds_note.setText(holds)
        self.start.setEnabled(whole > 0)
        self.start.setAccessibleDescription(holds)

    # Doing

    def _on_start(self) -> None:
        choice, learner = self._choice(), self.context.learner
        try:
            self.context.services.focus.remember(learner, choice)
            self.context.services.study.begin_focus(learner, choice)
        except KnownError as error:
            self.show_error(error, action=self.tr("Try again"), then=self._on_start)
            return
        self.go.emit("study", {})

    def _go_back(self) -> None:
        self.go.emit(self._back, {})


def _checked(chips: Mapping[str, CheckChip]) -> tuple[str, ...]:
    return tuple(key for key, chip in chips.items() if chip.isChecked())
