"""A row to say when cards shall come back: a number of days, or a date."""

from __future__ import annotations

from datetime import date
from typing import Final

from PySide6.QtCore import QDate, QLocale, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mtdtutor.core.clock import date_to_day
from mtdtutor.ui.a11y import label
from mtdtutor.ui.texts import interval, short_date
from mtdtutor.ui.theme import Role, Theme
from mtdtutor.ui.widgets.buttons import Button, Look
from mtdtutor.ui.widgets.fields import TextField
from mtdtutor.ui.widgets.flow import FlowLayout
from mtdtutor.ui.widgets.text import Label

MOST_DAYS: Final = 3650


def read_day(typed: str, today: int) -> int | None:
    """Return the study day that a person means; None if it is no day from today on.

    Args:
        typed: A number of days from today, or a date: as the locale writes it short, or as
            year-month-day.
        today: The present study day.
    """
    words = typed.strip()
    ahead: int | None = None
    if words.isdecimal():
        ahead = int(words) if len(words) <= len(str(MOST_DAYS)) else None
    else:
        locale = QLocale()
        dates = [QDate.fromString(words, Qt.DateFormat.ISODate)]
        # Two digits of a year mean this century; Qt takes them for the last one by itself.
        dates.append(locale.toDate(words, QLocale.FormatType.ShortFormat, 2000))
        found = next((each for each in dates if each.isValid()), None)
        if found is not None:
            ahead = date_to_day(date(found.year(), found.month(), found.day())) - today
    return today + ahead if ahead is not None and 0 <= ahead <= MOST_DAYS else None


class DueRow(QWidget):
    """A field for the day, what it means in words, and two buttons.

    Signals:
        chosen: Carries the study day.
        left: A person changed their mind.
    """

    chosen = Signal(int)
    left = Signal()

    def __init__(self, theme: Theme, object_name: str) -> None:
        """Make an empty row.

        Args:
            theme: The appearance to follow.
            object_name: Unique in the window; the names of its parts begin with it.
        """
        super().__init__()
        self.setObjectName(object_name)
        self._today = 0
        self.field = TextField(theme)
        label(self.field, f"{object_name}_field", self.tr("Days from today, or a date"))
        self.field.setPlaceholderText(self.tr("Days or date"))
        self.field.setMaxLength(20)
        self.field.textChanged.connect(self._on_typed)
        self.field.returnPressed.connect(self._set)
        self.set_button = Button(theme, self.tr("Set due day"))
        self.set_button.setObjectName(f"{object_name}_set")
        self.set_button.clicked.connect(self._set)
        self.close_button = Button(theme, self.tr("Cancel"), Look.QUIET)
        self.close_button.setObjectName(f"{object_name}_cancel")
        self.close_button.clicked.connect(self.left)
        self.words = Label(theme, "", Role.CAPTION, "muted", wrap=True)
        self.words.setObjectName(f"{object_name}_words")
        row = FlowLayout()
        for part in (self.field, self.set_button, self.close_button):
            row.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 0, 6, 0)
        column.setSpacing(4)
        column.addWidget(self.words)
        column.addLayout(row)

    def begin(self, today: int) -> None:
        """Let a day be typed.

        Args:
            today: The present study day.
        """
        self._today = today
        self.field.clear()
        self._on_typed()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def day(self) -> int | None:
        """Return the study day typed, None while there is none."""
        return read_day(self.field.text(), self._today)

    def _on_typed(self) -> None:
        day = self.day()
        self.set_button.setEnabled(day is not None)
        if day is not None:
            words = self.tr("Comes back {when}, on {date}.").format(
                when=interval(day - self._today), date=short_date(day)
            )
        elif self.field.text().strip():
            words = self.tr(
                "Type a number of days from today, at most {most}, or a date such as {date}."
            ).format(most=MOST_DAYS, date=short_date(self._today + 14))
        else:
            words = self.tr("In how many days, or on which date, shall it come back?")
        self.words.setText(words)
        self.field.setAccessibleDescription(words)

    def _set(self) -> None:
        day = self.day()
        if day is not None:
            self.chosen.emit(day)
