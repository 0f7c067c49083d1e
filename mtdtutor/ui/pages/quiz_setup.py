"""Setting up a quiz: topics, number, time; Enter starts with what was chosen last."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Final

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from mtdtutor.core.changes import Changes
from mtdtutor.core.errors import KnownError
from mtdtutor.quiz.timing import SLACK, TimeChoice
from mtdtutor.services.quiz_views import QuizChoice, QuizOptions, TopicChoice, UnfinishedQuiz
from mtdtutor.ui.page import Context, Page
from mtdtutor.ui.texts import clock_time, counted, minutes, number
from mtdtutor.ui.theme import Role
from mtdtutor.ui.widgets.buttons import Button, Look
from mtdtutor.ui.widgets.check_chip import CheckChip
from mtdtutor.ui.widgets.choice import ChoiceRow
from mtdtutor.ui.widgets.flow import FlowLayout
from mtdtutor.ui.widgets.panel import Panel, ScrollBody
from mtdtutor.ui.widgets.text import Label, ReadingText

NUMBERS: Final = (5, 10, 20, 30)
FACTORS: Final = (1.5, 2.0, 3.0, 5.0, 10.0)


class QuizSetupPage(Page):
    """What a quiz will be about, or the quiz that is still unfinished.

    ``enter`` takes ``topics``, the ids of topics to propose.
    """

    name = "quiz_setup"
    interests: ClassVar[Changes] = Changes.ATTEMPTS | Changes.LEARNER | Changes.CONTENT

    def __init__(self, context: Context) -> None:
        super().__init__(context, "")
        self.heading.setText(self.tr("Quiz"))
        self.heading.show()
        self._options: QuizOptions | None = None
        self._proposed: tuple[str, ...] = ()
        self._topics: dict[str, CheckChip] = {}
        self.places = QStackedWidget()
        self.places.setObjectName("quiz_setup_places")
        self.places.addWidget(self._make_form())
        self.places.addWidget(self._make_unfinished())
        self.column.addWidget(self.places, 1)
        self.message.closed.connect(self.focus_start)

    # Widgets

    def _make_form(self) -> QWidget:
        panel = Panel(self.theme)
        self._topic_room = QWidget()
        self._topic_row = FlowLayout(self._topic_room)
        policy = self._topic_room.sizePolicy()
        policy.setHeightForWidth(True)
        self._topic_room.setSizePolicy(policy)
        self.all_topics = CheckChip(self.theme, self.tr("All topics"), "quiz_setup_all")
        self.all_topics.clicked.connect(self._on_all)
        self._topic_row.addWidget(self.all_topics)
        self.topic_note = self._note()
        self.number_choice = ChoiceRow(
            self.theme,
            "quiz_setup_number",
            self.tr("Questions"),
            [(each, number(each)) for each in NUMBERS],
        )
        self.time_choice = ChoiceRow(
            self.theme,
            "quiz_setup_time",
            self.tr("Time limit"),
            (
                (TimeChoice.OFF, self.tr("Off")),
                (TimeChoice.NORMAL, self.tr("Normal")),
                (TimeChoice.STRETCHED, self.tr("Stretched")),
            ),
        )
        self.factor_choice = ChoiceRow(
            self.theme,
            "quiz_setup_factor",
            self.tr("How much longer"),
            [(each, self.tr("{n} times").format(n=_factor(each))) for each in FACTORS],
        )
        self.time_note = self._note()
        for row in (self.number_choice, self.time_choice, self.factor_choice):
            row.chosen.connect(self._on_choice)
        self._add_part(panel, self.tr("Topics"), self._topic_room, self.topic_note)
        self._add_part(panel, self.tr("Questions"), self.number_choice)
        self._add_part(
            panel, self.tr("Time limit"), self.time_choice, self.factor_choice, self.time_note
        )
        self.start = Button(self.theme, self.tr("Start quiz"), Look.PRIMARY)
        self.start.setObjectName("quiz_setup_start")
        self.start.clicked.connect(self._on_start)
        return self._with_buttons(panel, self.start)

    def _make_unfinished(self) -> QWidget:
        panel = Panel(self.theme)
        self.unfinished_title = Label(
            self.theme, self.tr("A quiz waits for you"), Role.HERO, wrap=True
        )
        self.unfinished_text = ReadingText(self.theme)
        self.unfinished_text.setObjectName("quiz_setup_unfinished")
        panel.body.addWidget(self.unfinished_title)
        panel.body.addWidget(self.unfinished_text)
        self.go_on = Button(self.theme, self.tr("Go on with it"), Look.PRIMARY)
        self.go_on.setObjectName("quiz_setup_go_on")
        self.go_on.clicked.connect(self._on_go_on)
        self.give_up = Button(self.theme, self.tr("Give it up"))
        self.give_up.setObjectName("quiz_setup_give_up")
        self.give_up.setAccessibleDescription(
            self.tr("The answers given are kept and count; the quiz cannot be gone on with")
        )
        self.give_up.clicked.connect(self._on_give_up)
        return self._with_buttons(panel, self.go_on, self.give_up)

    def _with_buttons(self, panel: Panel, *buttons: Button) -> QWidget:
        """Put a panel into a column that scrolls, with buttons below that never do."""
        place = QWidget()
        column = QVBoxLayout(place)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        scroll = ScrollBody()
        scroll.setObjectName(f"{buttons[0].objectName()}_scroll")
        scroll.body.addWidget(panel)
        scroll.body.addStretch(1)
        column.addWidget(scroll, 1)
        row = QHBoxLayout()
        row.setSpacing(12)
        for button in buttons:
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        return place

    def _add_part(self, panel: Panel, title: str, *widgets: QWidget) -> None:
        if panel.body.count() > 1:
            panel.body.addSpacing(8)
        panel.body.addWidget(Label(self.theme, title, Role.SECTION))
        for widget in widgets:
            panel.body.addWidget(widget)

    def _note(self) -> Label:
        return Label(self.theme, " ", Role.CAPTION, "muted", wrap=True)

    # What the window asks

    def enter(self, params: Mapping[str, Any]) -> None:
        """Take topics to propose."""
        self._proposed = tuple(params.get("topics", ()))
        if self._proposed:
            self.stale = True

    def refresh(self) -> None:
        """Show the topics there are, and what was chosen last."""
        options = self.context.services.quiz.options(self.context.learner)
        self._options = options
        if options.unfinished is not None:
            self._show_unfinished(options.unfinished)
            self.places.setCurrentIndex(1)
            return
        self.places.setCurrentIndex(0)
        self._make_topics(options.topics)
        choice = options.choice
        self._choose_topics(self._proposed or choice.topics)
        for chip, each in zip(self.number_choice.chips, NUMBERS, strict=True):
            chip.setVisible(each in options.numbers)
        self.number_choice.set_value(_nearest(choice.number, options.numbers))
        self.time_choice.set_value(choice.time_choice)
        self.factor_choice.set_value(_nearest(choice.extension, FACTORS))
        self._show_notes()

    def start_widget(self) -> QWidget:
        """Return the button that starts, or goes on with the unfinished quiz."""
        return self.start if self.places.currentIndex() == 0 else self.go_on

    def on_action(self, action: str, index: int) -> bool:  # noqa: ARG002
        """Let Enter do what stands first, wherever the focus is."""
        if action != "start":
            return False
        if self.places.currentIndex() == 0:
            self._on_start()
        else:
            self._on_go_on()
        return True

    # Choosing

    def _make_topics(self, topics: Sequence[TopicChoice]) -> None:
        if list(self._topics) == [topic.topic for topic in topics]:
            return
        for chip in self._topics.values():
            self._topic_row.removeWidget(chip)
            chip.deleteLater()
        self._topics = {}
        for place, topic in enumerate(topics):
            chip = CheckChip(self.theme, topic.name, f"quiz_setup_topic_{place}")
            chip.clicked.connect(self._on_topic)
            self._topics[topic.topic] = chip
            self._topic_row.addWidget(chip)
        # Made last, they would be reached last.
        chips = [self.all_topics, *self._topics.values()]
        for before, after in itertools.pairwise(chips):
            QWidget.setTabOrder(before, after)

    def _choose_topics(self, topics: Sequence[str]) -> None:
        known = [topic for topic in topics if topic in self._topics]
        for topic, chip in self._topics.items():
            chip.setChecked(topic in known)
        self.all_topics.setChecked(not known)

    def _on_all(self) -> None:
        self._choose_topics(())
        self._show_notes()

    def _on_topic(self) -> None:
        chosen = self._chosen_topics()
        # Every single one is the same as all of them.
        self._choose_topics(() if len(chosen) == len(self._topics) else chosen)
        self._show_notes()

    def _on_choice(self, value: object) -> None:  # noqa: ARG002
        self._show_notes()

    def _chosen_topics(self) -> tuple[str, ...]:
        return tuple(topic for topic, chip in self._topics.items() if chip.isChecked())

    def _choice(self) -> QuizChoice:
        wanted, factor = self.number_choice.value, self.factor_choice.value
        return QuizChoice(
            self._chosen_topics(),
            wanted if isinstance(wanted, int) else NUMBERS[0],
            TimeChoice(str(self.time_choice.value)),
            factor if isinstance(factor, float) else FACTORS[0],
        )

    def _show_notes(self) -> None:
        choice = self._choice()
        self.factor_choice.setVisible(choice.time_choice is TimeChoice.STRETCHED)
        text = self.tr("Choose one or several to ask about these only.")
        if len(choice.topics) == 1:
            text = self.tr(
                "Every third question comes from a topic this one is mixed up with, so that the "
                "answer cannot be guessed from the topic."
            )
        self.topic_note.setText(text)
        limit_s = self.context.services.quiz.default_limit_s(choice.number, choice.topics)
        self.time_note.setText(self._time_text(choice, limit_s))
        self.start.setAccessibleDescription(
            f"{self._summary(choice)} {self._time_text(choice, limit_s)}"
        )

    def _time_text(self, choice: QuizChoice, limit_s: int) -> str:
        usual = minutes(max(round(limit_s / SLACK / 60), 1))
        if choice.time_choice is TimeChoice.OFF:
            text = self.tr("Most people need about {minutes}. Take as long as you like.")
            return text.format(minutes=usual)
        factor = choice.extension if choice.time_choice is TimeChoice.STRETCHED else 1
        text = self.tr(
            "Usually about {limit}, depending on the questions drawn; most people need about "
            "{minutes}. The clock stands while you read why an answer is right, and you can pause."
        )
        limit = minutes(max(round(limit_s * factor / 60), 1))
        return text.format(limit=limit, minutes=usual)

    def _summary(self, choice: QuizChoice) -> str:
        questions = counted(choice.number, self.tr("{n} question."), self.tr("{n} questions."))
        names = [chip.accessibleName() for chip in self._topics.values() if chip.isChecked()]
        return f"{questions} {'; '.join(names) or self.all_topics.accessibleName()}."

    # Doing

    def _on_start(self) -> None:
        try:
            view = self.context.services.quiz.start(self.context.learner, self._choice())
        except KnownError as error:
            self.show_error(error)
            return
        self.stale = True
        self.changed.emit(Changes.ATTEMPTS)
        self.go.emit("quiz_run", {"attempt": view.attempt})

    def _on_go_on(self) -> None:
        unfinished = self._options.unfinished if self._options is not None else None
        if unfinished is not None:
            self.stale = True
            self.go.emit("quiz_run", {"attempt": unfinished.attempt})

    def _on_give_up(self) -> None:
        unfinished = self._options.unfinished if self._options is not None else None
        if unfinished is None:
            return
        try:
            changes = self.context.services.quiz.abandon(unfinished.attempt)
            self.refresh()
        except KnownError as error:
            self.show_error(error, action=self.tr("Try again"), then=self._on_give_up)
            return
        self.changed.emit(changes)
        self.focus_start()

    def _show_unfinished(self, unfinished: UnfinishedQuiz) -> None:
        text = self.tr("{done} of {number} questions are answered.").format(
            done=number(unfinished.answered), number=number(unfinished.number)
        )
        if unfinished.remaining_ms is not None:
            left = self.tr("{time} left; the clock stands until you go on.")
            text = f"{text} {left.format(time=clock_time(unfinished.remaining_ms))}"
        self.unfinished_text.set_text(text, self.unfinished_title.text())
        self.go_on.setAccessibleDescription(f"{self.unfinished_title.text()}. {text}")


def _factor(value: float) -> str:
    return number(value, 0 if value == round(value) else 1)


def _nearest(wanted: float, offered: Sequence[float]) -> float:
    return min(offered, key=lambda each: abs(each - wanted))
