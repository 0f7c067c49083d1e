"""What has to be known, by when, and how many minutes a day there are for it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mtdtutor.services.exam_views import (
    LEAST_MINUTES,
    LONGEST_NAME,
    MINUTES_STEP,
    MOST_MINUTES,
    ExamChoice,
    ExamForm,
)
from mtdtutor.ui.a11y import label
from mtdtutor.ui.exam_words import day_words, level_word
from mtdtutor.ui.texts import cards, interval, short_date
from mtdtutor.ui.theme import Role, Theme
from mtdtutor.ui.widgets.check_chip import CheckChip
from mtdtutor.ui.widgets.due_row import read_day
from mtdtutor.ui.widgets.fields import NumberField, TextField
from mtdtutor.ui.widgets.flow import FlowLayout
from mtdtutor.ui.widgets.panel import Panel
from mtdtutor.ui.widgets.text import Label

_DAY_LETTERS: Final = 20


class ExamFormPanel(Panel):
    """The choice of an exam.

    Signals:
        edited: A person changed something.
        confirmed: Enter was pressed in a field.
    """

    edited = Signal()
    confirmed = Signal()

    def __init__(self, theme: Theme) -> None:
        """Make a form without anything to choose from; ``show_form`` fills it."""
        super().__init__(theme)
        self._form: ExamForm | None = None
        self._topics: dict[str, CheckChip] = {}
        self._levels: dict[str, CheckChip] = {}
        self.day = TextField(theme)
        label(self.day, "exam_day", self.tr("Day of the exam, as a date or in days from today"))
        self.day.setMaxLength(_DAY_LETTERS)
        self.day.textChanged.connect(self._on_edited)
        self.day_note = Label(theme, " ", Role.CAPTION, "muted", wrap=True)
        self.minutes = NumberField(
            theme, LEAST_MINUTES, MOST_MINUTES, MINUTES_STEP, self.tr(" minutes")
        )
        label(self.minutes, "exam_minutes", self.tr("Minutes a day"))
        self.minutes.valueChanged.connect(self._on_edited)
        self.called = TextField(theme)
        label(self.called, "exam_name", self.tr("What you call it"))
        self.called.setPlaceholderText(self.tr("For instance: Finals"))
        self.called.setMaxLength(LONGEST_NAME)
        self.called.textChanged.connect(self._on_edited)
        for field in (self.day, self.called):
            field.returnPressed.connect(self.confirmed)
        self.all_topics = CheckChip(theme, self.tr("All topics"), "exam_all_topics")
        self.all_topics.clicked.connect(self._on_all)
        self._topic_room, self._topic_row = self._chips_row()
        self._topic_row.addWidget(self.all_topics)
        self._level_room, self._level_row = self._chips_row()
        self.scope_note = Label(theme, " ", Role.CAPTION, "muted", wrap=True)
        self._lay_out()

    def show_form(self, form: ExamForm) -> None:
        """Show what there is to choose from, and what is chosen."""
        self._form = form
        self._make_chips(form)
        choice = form.choice
        for widget in (self.day, self.minutes, self.called):
            widget.blockSignals(True)
        self.day.setText(short_date(choice.day))
        self.minutes.setValue(choice.minutes)
        self.called.setText(choice.name)
        for widget in (self.day, self.minutes, self.called):
            widget.blockSignals(False)
        for topic, chip in self._topics.items():
            chip.setChecked(topic in choice.topics)
        for level, chip in self._levels.items():
            chip.setChecked(level in choice.levels)
        self._show_notes()

    def choice(self) -> ExamChoice | None:
        """Return what is chosen; None while the day makes no sense."""
        form = self._form
        day = self._day()
        if form is None or day is None or day <= form.today:
            return None
        return ExamChoice(
            " ".join(self.called.text().split()),
            day,
            tuple(topic for topic, chip in self._topics.items() if chip.isChecked()),
            tuple(level for level, chip in self._levels.items() if chip.isChecked()),
            self.minutes.value(),
        )

    @property
    def chain(self) -> list[QWidget]:
        """Everything that takes the focus, in the order in which Tab comes to it."""
        fields: list[QWidget] = [self.day, self.minutes, self.called, self.all_topics]
        return [*fields, *self._topics.values(), *self._levels.values()]

    def _day(self) -> int | None:
        return None if self._form is None else read_day(self.day.text(), self._form.today)

    def _lay_out(self) -> None:
        theme = self._theme
        fields = FlowLayout(gap=20)
        for name, widget in (
            (self.tr("Day of the exam"), self.day),
            (self.tr("Minutes a day"), self.minutes),
            (self.tr("Name, if you like"), self.called),
        ):
            place = QWidget()
            column = QVBoxLayout(place)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(4)
            title = Label(theme, name, Role.STRONG)
            title.setBuddy(widget)
            column.addWidget(title)
            column.addWidget(widget)
            fields.addWidget(place)
        self.body.addLayout(fields)
        self.body.addWidget(self.day_note)
        self.body.addWidget(Label(theme, self.tr("What has to be known"), Role.STRONG))
        self.body.addWidget(self._topic_room)
        self.body.addWidget(self._level_room)
        self.body.addWidget(self.scope_note)

    def _chips_row(self) -> tuple[QWidget, FlowLayout]:
        room = QWidget()
        row = FlowLayout(room)
        policy = room.sizePolicy()
        policy.setHeightForWidth(True)
        room.setSizePolicy(policy)
        return room, row

    def _make_chips(self, form: ExamForm) -> None:
        if tuple(self._topics) != tuple(each.id for each in form.topics):
            self._clear(self._topics, self._topic_row)
            for place, topic in enumerate(form.topics):
                chip = CheckChip(self._theme, topic.name, f"exam_topic_{place}")
                self._add(chip, topic.id, self._topics, self._topic_row)
        if tuple(self._levels) != form.levels:
            self._clear(self._levels, self._level_row)
            for place, level in enumerate(form.levels):
                chip = CheckChip(self._theme, level_word(level), f"exam_level_{place}")
                self._add(chip, level, self._levels, self._level_row)

    def _add(self, chip: CheckChip, key: str, chips: dict[str, CheckChip], row: FlowLayout) -> None:
        chip.clicked.connect(self._on_edited)
        chips[key] = chip
        row.addWidget(chip)

    def _clear(self, chips: dict[str, CheckChip], row: FlowLayout) -> None:
        for chip in chips.values():
            row.removeWidget(chip)
            chip.deleteLater()
        chips.clear()

    def _on_all(self) -> None:
        for chip in self._topics.values():
            chip.setChecked(self.all_topics.isChecked())
        self._on_edited()

    def _on_edited(self) -> None:
        self._show_notes()
        self.edited.emit()

    def _show_notes(self) -> None:
        form = self._form
        if form is None:
            return
        self.all_topics.setChecked(all(chip.isChecked() for chip in self._topics.values()))
        day, choice = self._day(), self.choice()
        if day is None:
            note = self.tr("Type a date such as {date}, or a number of days.").format(
                date=short_date(form.today + 14)
            )
        elif day <= form.today:
            note = self.tr("The day of the exam has to be after today.")
        else:
            note = self.tr("{day}, {when}. Nothing is planned for the day itself.").format(
                day=day_words(day), when=interval(day - form.today)
            )
        self.day_note.setText(note)
        self.day.setAccessibleDescription(note)
        if choice is not None:
            number = form.cards(choice)
            scope = cards(number)
            if not number:
                scope = self.tr("No cards yet: choose at least one topic and one level.")
            self.scope_note.setText(scope)
            self.all_topics.setAccessibleDescription(scope)
