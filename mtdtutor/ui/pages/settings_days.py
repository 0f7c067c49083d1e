"""Days off in the settings: how much each weekday holds, and days away."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mtdtutor.study.rest import WHOLE, Away
from mtdtutor.ui.a11y import label
from mtdtutor.ui.texts import short_date
from mtdtutor.ui.theme import Role
from mtdtutor.ui.widgets.buttons import Button
from mtdtutor.ui.widgets.due_row import read_day
from mtdtutor.ui.widgets.fields import ChoiceField, TextField
from mtdtutor.ui.widgets.flow import FlowLayout
from mtdtutor.ui.widgets.panel import Panel
from mtdtutor.ui.widgets.text import Label

if TYPE_CHECKING:
    from mtdtutor.services.learners import LearningSettings
    from mtdtutor.ui.theme import Theme

_SHARES: Final = (WHOLE, WHOLE // 2, 0)
_LONGEST: Final = 366


class DaysPanel(Panel):
    """Weekdays with less or no work, and days away.

    Signals:
        edited: A person changed something that makes sense.
    """

    edited = Signal()

    def __init__(self, theme: Theme) -> None:
        """Make a panel; ``show_settings`` fills it."""
        super().__init__(theme, self.tr("Days off"))
        self.setObjectName("settings_days")
        self._away: tuple[Away, ...] = ()
        self._today = 0
        effect = Label(
            theme,
            self.tr(
                "A card due on a day off comes on a working day near by where its interval "
                "allows, else on the first one after. Nothing is written for it, so you can "
                "change your mind at any time."
            ),
            Role.CAPTION,
            "muted",
            wrap=True,
        )
        self.weekdays = [self._weekday(place) for place in range(7)]
        self.trouble = Label(theme, "", Role.CAPTION, "again", wrap=True)
        self.trouble.setObjectName("settings_days_trouble")
        self.trouble.hide()
        self._spans = FlowLayout()
        self.removes: list[Button] = []
        self.first = self._day_field("settings_away_first", self.tr("First day away"))
        self.last = self._day_field("settings_away_last", self.tr("Last day away"))
        self.add = Button(theme, self.tr("Add days away"))
        self.add.setObjectName("settings_away_add")
        self.add.clicked.connect(self._on_add)
        week = FlowLayout(gap=14)
        fields = FlowLayout(gap=14)
        self.body.addWidget(effect)
        self.body.addLayout(week)
        for place, field in enumerate(self.weekdays):
            week.addWidget(self._named(_day_name(place), field))
        self.body.addLayout(fields)
        fields.addWidget(self._named(self.tr("Away from"), self.first))
        fields.addWidget(self._named(self.tr("To, that day included"), self.last))
        fields.addWidget(self._named(" ", self.add))
        self.body.addWidget(self.trouble)
        self.body.addLayout(self._spans)

    def show_settings(self, settings: LearningSettings, today: int) -> None:
        """Show what is in force."""
        self._today = today
        self.first.setPlaceholderText(short_date(today + 7))
        self.last.setPlaceholderText(short_date(today + 13))
        for field, share in zip(self.weekdays, settings.weekdays, strict=True):
            field.blockSignals(True)
            place = min(range(len(_SHARES)), key=lambda each: abs(_SHARES[each] - share))
            field.setCurrentIndex(place)
            field.blockSignals(False)
        self._show_spans(settings.away)

    def applied_to(self, settings: LearningSettings) -> LearningSettings:
        """Return learning settings with the days that are chosen here."""
        weekdays = tuple(_SHARES[field.currentIndex()] for field in self.weekdays)
        return settings._replace(weekdays=weekdays, away=self._away)

    def _weekday(self, place: int) -> ChoiceField:
        field = ChoiceField(self._theme, 8)
        for text in (self.tr("As usual"), self.tr("Half"), self.tr("Nothing")):
            field.addItem(text)
        label(field, f"settings_weekday_{place}", _day_name(place))
        field.activated.connect(partial(self._on_weekday, place))
        return field

    def _day_field(self, object_name: str, name: str) -> TextField:
        field = TextField(self._theme)
        label(field, object_name, name)
        field.setMaxLength(20)
        field.returnPressed.connect(self._on_add)
        return field

    def _named(self, name: str, widget: QWidget) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(Label(self._theme, name, Role.CAPTION, "muted"))
        column.addWidget(widget)
        return holder

    def _on_weekday(self, place: int, index: int) -> None:  # noqa: ARG002 (Qt says which)
        if all(_SHARES[field.currentIndex()] == 0 for field in self.weekdays):
            self.weekdays[place].setCurrentIndex(0)
            self._tell(self.tr("At least one weekday has to hold some work."))
            return
        self._tell("")
        self.edited.emit()

    def _on_add(self) -> None:
        first = read_day(self.first.text(), self._today)
        last = read_day(self.last.text(), self._today)
        if first is None or last is None:
            self._tell(
                self.tr("Write two dates from today on, for instance {date}.").format(
                    date=short_date(self._today + 7)
                )
            )
        elif not first <= last < first + _LONGEST:
            self._tell(self.tr("The last day comes after the first, within a year."))
        else:
            self._tell("")
            self.first.clear()
            self.last.clear()
            self._show_spans(tuple(sorted({*self._away, Away(first, last)})))
            self.edited.emit()

    def _remove(self, span: Away) -> None:
        self.first.setFocus()  # before the button that had it is gone
        self._show_spans(tuple(each for each in self._away if each != span))
        self.edited.emit()

    def _show_spans(self, away: tuple[Away, ...]) -> None:
        for button in self.removes:
            self._spans.removeWidget(button)
            button.deleteLater()
        self.removes = []
        self._away = away
        for place, span in enumerate(each for each in away if each.last >= self._today):
            days = self.tr("{first} to {last}").format(
                first=short_date(span.first), last=short_date(span.last)
            )
            button = Button(self._theme, self.tr("Remove {days}").format(days=days))
            button.setObjectName(f"settings_away_{place}")
            button.clicked.connect(partial(self._remove, span))
            self.removes.append(button)
            self._spans.addWidget(button)

    def _tell(self, words: str) -> None:
        self.trouble.setText(words)
        self.trouble.setVisible(bool(words))


def _day_name(place: int) -> str:
    """Return the name of a weekday, Monday first."""
    return QLocale().standaloneDayName(place + 1, QLocale.FormatType.LongFormat)
