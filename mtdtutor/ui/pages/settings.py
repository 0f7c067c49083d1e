"""Settings: each is in force at once, and says in one line what it does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QDesktopServices

from mtdtutor.core.changes import Changes
from mtdtutor.core.clock import moment
from mtdtutor.core.errors import KnownError
from mtdtutor.services.device import DeviceSettings
from mtdtutor.services.learners import LearningSettings
from mtdtutor.ui.page import Context, Page
from mtdtutor.ui.pages.settings_days import DaysPanel
from mtdtutor.ui.pages.settings_learners import LearnersPanel
from mtdtutor.ui.pages.settings_rows import SettingRow
from mtdtutor.ui.pages.settings_workload import WorkloadTable
from mtdtutor.ui.texts import counted
from mtdtutor.ui.theme import MAX_SCALE, MIN_SCALE, PANEL_GAP, Mode
from mtdtutor.ui.widgets.buttons import Button
from mtdtutor.ui.widgets.choice import ChoiceRow
from mtdtutor.ui.widgets.fields import NumberField
from mtdtutor.ui.widgets.flow import FlowLayout
from mtdtutor.ui.widgets.panel import Panel
from mtdtutor.ui.widgets.text import ReadingText

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

SCALE_STEP: Final = 10
MOST_PER_DAY: Final = 9999


class SettingsPage(Page):
    """Appearance of this device, and learning settings of the learner."""

    name = "settings"
    interests = Changes.SETTINGS | Changes.LEARNER

    def __init__(self, context: Context) -> None:
        super().__init__(context, "")
        self.heading.setText(self.tr("Settings"))
        self.heading.show()
        self._rows: list[SettingRow] = []
        self._backing_up = False
        self._make_device_controls()
        self._make_learning_controls()
        self.learners = LearnersPanel(context)
        self.learners.setObjectName("settings_learners")
        self.learners.switched.connect(self._on_switched)
        self.learners.asked.connect(self._on_asked)
        body = self.scroll_body().body
        body.addWidget(self._device_panel())
        body.addWidget(self._learning_panel())
        self.days = DaysPanel(self.theme)
        self.days.edited.connect(self._on_learning)
        body.addWidget(self.days)
        body.addWidget(self.learners)
        body.addWidget(self._data_panel())
        body.addLayout(self._foot())
        body.addStretch(1)

    def refresh(self) -> None:
        """Show the settings in force."""
        device = self.context.device.settings
        self.look.set_value(device.theme)
        self.scale.show_value(device.text_scale)
        self.motion.set_value(device.motion)
        learning = self.context.services.learners.settings(self.context.learner)
        self.new.show_value(learning.new_per_day)
        self.reviews.show_value(learning.reviews_per_day)
        self.retention.show_value(round(learning.retention * 100))
        self.rollover.show_value(learning.rollover_hour)
        self.grades.set_value(learning.grades)
        when = moment(self.context.clock, learning.rollover_hour)
        self.days.show_settings(learning, when.day)
        self.workload.put_away()
        self._show_effects()
        self.learners.refresh()

    def start_widget(self) -> QWidget:
        """Return the appearance in force, the first control."""
        return next((chip for chip in self.look.chips if chip.isChecked()), self.look.chips[0])

    def on_narrow(self, narrow: bool) -> None:
        """Put controls below their names where there is little room."""
        for row in self._rows:
            row.set_narrow(narrow)
        self.learners.set_narrow(narrow)

    # Controls

    def _make_device_controls(self) -> None:
        self.look = ChoiceRow(
            self.theme,
            "settings_theme",
            self.tr("Appearance"),
            (
                (Mode.SYSTEM.value, self.tr("System")),
                (Mode.LIGHT.value, self.tr("Light")),
                (Mode.DARK.value, self.tr("Dark")),
            ),
        )
        self.look.chosen.connect(self._on_look)
        self.scale = NumberField(self.theme, MIN_SCALE, MAX_SCALE, SCALE_STEP, self.tr(" %"))
        self.scale.valueChanged.connect(self._on_scale)
        self.motion = ChoiceRow(
            self.theme,
            "settings_motion",
            self.tr("Motion"),
            ((True, self.tr("Short fades")), (False, self.tr("None"))),
        )
        self.motion.chosen.connect(self._on_motion)

    def _make_learning_controls(self) -> None:
        self.new = NumberField(self.theme, 0, MOST_PER_DAY)
        self.reviews = NumberField(self.theme, 0, MOST_PER_DAY, 10)
        self.retention = NumberField(self.theme, 80, 95, 1, self.tr(" %"))
        self.rollover = NumberField(self.theme, 0, 23, 1, self.tr(":00"))
        for box in (self.new, self.reviews, self.retention, self.rollover):
            box.valueChanged.connect(self._on_learning)
        self.grades = ChoiceRow(
            self.theme,
            "settings_grades",
            self.tr("Grades to choose from"),
            ((4, self.tr("Four")), (2, self.tr("Two: Again and Good"))),
        )
        self.grades.chosen.connect(self._on_learning)
        self.workload = WorkloadTable(self.context)

    def _row(self, object_name: str, name: str, effect: str, control: QWidget) -> SettingRow:
        row = SettingRow(self.theme, object_name, name, effect, control)
        self._rows.append(row)
        return row

    def _device_panel(self) -> Panel:
        panel = Panel(self.theme, self.tr("Appearance"))
        rows = (
            self._row(
                "settings_theme",
                self.tr("Colours"),
                self.tr("System follows what the computer is set to."),
                self.look,
            ),
            self._row(
                "settings_scale",
                self.tr("Text size"),
                self.tr("Makes all text larger. Ctrl + and Ctrl − do the same on every page."),
                self.scale,
            ),
            self._row(
                "settings_motion",
                self.tr("Motion"),
                self.tr("With none, everything appears at once."),
                self.motion,
            ),
        )
        for row in rows:
            panel.body.addWidget(row)
        return panel

    def _learning_panel(self) -> Panel:
        panel = Panel(self.theme, self.tr("Learning"))
        self.new_row = self._row("settings_new", self.tr("New cards a day"), "", self.new)
        self.reviews_row = self._row("settings_reviews", self.tr("Reviews a day"), "", self.reviews)
        self.retention_row = self._row(
            "settings_retention", self.tr("Desired retention"), "", self.retention
        )
        self.rollover_row = self._row(
            "settings_rollover",
            self.tr("A new day begins at"),
            self.tr("Studying after midnight still counts for the day before, until this hour."),
            self.rollover,
        )
        self.exam = Button(self.theme, self.tr("Open the exam"))
        self.exam.clicked.connect(lambda: self.go.emit("exam", {"back": self.name}))
        exam_row = self._row(
            "settings_exam",
            self.tr("Exam date"),
            self.tr("With a date, the days before it are planned by minutes and not by limits."),
            self.exam,
        )
        grades_row = self._row(
            "settings_grades",
            self.tr("Grades to choose from"),
            self.tr(
                "With two, whatever you remembered is Good; the schedule learns a little less."
            ),
            self.grades,
        )
        for row in (self.new_row, self.reviews_row, self.retention_row):
            panel.body.addWidget(row)
        panel.body.addWidget(self.workload)
        for row in (exam_row, self.rollover_row, grades_row):
            panel.body.addWidget(row)
        return panel

    def _data_panel(self) -> Panel:
        panel = Panel(self.theme, self.tr("Your data"))
        folder = ReadingText(self.theme)
        folder.setObjectName("settings_folder")
        text = self.tr("Everything is kept on this computer, in this folder:")
        folder.set_text(f"{text}\n{self._folder}", self.tr("Data folder"))
        open_button = self._button("settings_open_folder", self.tr("Open folder"), self._on_open)
        self.backup = self._button("settings_backup", self.tr("Back up now"), self._on_backup)
        self.backup.setAccessibleDescription(
            self.tr("Makes a checked copy of your database in the folder backups.")
        )
        row = FlowLayout()
        row.addWidget(open_button)
        row.addWidget(self.backup)
        panel.body.addWidget(folder)
        panel.body.addLayout(row)
        return panel

    def _foot(self) -> FlowLayout:
        defaults = self._button("settings_defaults", self.tr("Restore defaults"), self._on_defaults)
        about = self._button("settings_about", self.tr("About MTD Tutor"), self._on_about)
        row = FlowLayout()
        keys = self._button("settings_keys", self.tr("Keys"), lambda: self.go.emit("keys", {}))
        keys.setAccessibleDescription(self.tr("What each key does, and how to change it"))
        row.addWidget(defaults)
        row.addWidget(keys)
        row.addWidget(about)
        return row

    def _button(self, name: str, text: str, slot: Callable[[], None]) -> Button:
        button = Button(self.theme, text)
        button.setObjectName(name)
        button.clicked.connect(slot)
        return button

    # Effects

    def _show_effects(self) -> None:
        new = self.new.value()
        self.new_row.set_effect(
            counted(
                new,
                self.tr("At most {n} card that you have never seen."),
                self.tr("At most {n} cards that you have never seen."),
            )
            if new
            else self.tr("No new cards; only those you know already come back.")
        )
        self.reviews_row.set_effect(
            counted(
                self.reviews.value(),
                self.tr("At most {n} card that comes back; the rest wait until tomorrow."),
                self.tr("At most {n} cards that come back; the rest wait until tomorrow."),
            )
        )
        self.retention_row.set_effect(
            self.tr(
                "How sure you want to be when a card comes back. More keeps more and costs more "
                "time: compare what it comes to for you."
            )
        )
        self.workload.show_percent(self.retention.value())

    # What people change

    def _on_look(self, value: object) -> None:
        mode = Mode(str(value))
        self.theme.set_mode(mode)
        self._keep_device(replace(self._device, theme=mode.value))

    def _on_scale(self, value: int) -> None:
        self.theme.set_scale(value)
        self._keep_device(replace(self._device, text_scale=value))

    def _on_motion(self, value: object) -> None:
        self.theme.set_motion(motion=bool(value))
        self._keep_device(replace(self._device, motion=bool(value)))

    def _on_learning(self) -> None:
        settings = LearningSettings(
            self.new.value(),
            self.reviews.value(),
            self.retention.value() / 100,
            self.rollover.value(),
            2 if self.grades.value == 2 else 4,
        )
        self._keep_learning(self.days.applied_to(settings))
        self._show_effects()

    def _on_switched(self, learner: str) -> None:
        self.context.learner = learner
        learning = self.context.services.learners.settings(learner)
        self.context.rollover_hour = learning.rollover_hour
        self._keep_device(replace(self._device, learner=learner))
        self.refresh()
        self.changed.emit(Changes.LEARNER)
        self.say(self.tr("Learner: {name}").format(name=self.learners.choice.currentText()))

    def _on_asked(self) -> None:
        # The question is new: it has a place once everything has been laid out again.
        QTimer.singleShot(0, self._show_question)

    def _show_question(self) -> None:
        area = self.scroll_body()
        for widget in (self.learners.keep, self.learners.question):
            area.ensureWidgetVisible(widget, 0, PANEL_GAP)

    def _on_defaults(self) -> None:
        device, learner = self._device, self.context.learner
        learning = self.context.services.learners.settings(learner)
        fresh = DeviceSettings(learner=device.learner, geometry=device.geometry, keys=device.keys)
        self._apply(fresh, learner, LearningSettings())
        self.message.show_message(
            self.tr("Appearance and learning settings are back at their defaults."),
            action=self.tr("Take back"),
            then=lambda: self._apply(device, learner, learning),
        )

    def _apply(self, device: DeviceSettings, learner: str, learning: LearningSettings) -> None:
        self.theme.set_mode(Mode(device.theme))
        self.theme.set_scale(device.text_scale)
        self.theme.set_motion(motion=device.motion)
        # Taken back, it brings back the settings and not the learner of then.
        self._keep_device(replace(device, learner=self._device.learner))
        if learner == self.context.learner:
            self._keep_learning(learning)
        self.refresh()

    def _on_about(self) -> None:
        self.go.emit("about", {})

    def _on_open(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))

    def _on_backup(self) -> None:
        if self._backing_up:
            return
        self._backing_up = True
        self.backup.set_text(self.tr("Backing up"))
        self.say(self.tr("Backing up"))
        safety = self.context.services.safety
        self.context.jobs.run(
            lambda token, report: safety.backup(),  # noqa: ARG005
            self._on_backed_up,
            self._on_not_backed_up,
        )

    def _end_backup(self) -> None:
        self._backing_up = False
        self.backup.set_text(self.tr("Back up now"))

    def _on_not_backed_up(self, error: Exception) -> None:
        self._end_backup()
        self.show_failure(error)

    def _on_backed_up(self, file: Path) -> None:
        self._end_backup()
        self.message.show_message(
            self.tr("The backup was made and checked: {file}").format(file=file)
        )

    # Keeping

    @property
    def _device(self) -> DeviceSettings:
        return self.context.device.settings

    @property
    def _folder(self) -> Path:
        return self.context.services.paths.folder

    def _keep_device(self, settings: DeviceSettings) -> None:
        try:
            self.context.device.change(settings)
        except KnownError as error:
            self.show_error(error)

    def _keep_learning(self, settings: LearningSettings) -> None:
        try:
            self.context.services.learners.change(self.context.learner, settings)
        except KnownError as error:
            self.show_error(error)
            return
        self.context.rollover_hour = settings.rollover_hour
        self.changed.emit(Changes.SETTINGS)
