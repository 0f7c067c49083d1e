"""The search field of the library with its filters, which write into it and read from it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mtdtutor.core.folding import fold
from mtdtutor.services.course_views import TopicChoice
from mtdtutor.services.querying import KIND, LEVEL, STATE, TAG, TOPIC, Line, with_filter
from mtdtutor.ui.a11y import label
from mtdtutor.ui.pages.library_query import (
    all_words,
    kind_choices,
    level_choices,
    state_choices,
    trouble_words,
    value_word,
)
from mtdtutor.ui.theme import Role, Theme
from mtdtutor.ui.widgets.buttons import Button, Look
from mtdtutor.ui.widgets.fields import ChoiceField, TextField
from mtdtutor.ui.widgets.flow import FlowLayout
from mtdtutor.ui.widgets.text import Label

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

_LETTERS: Final = 9


class SearchField(TextField):
    """A line to type into; Down and Enter go to what was found.

    Signals:
        down: A person wants to go to the list.
    """

    down = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Down leave the field, and undo reach the page when nothing was typed."""
        if event.key() == Qt.Key.Key_Down:
            self.down.emit()
        elif event.matches(QKeySequence.StandardKey.Undo) and not self.isUndoAvailable():
            event.ignore()
        else:
            super().keyPressEvent(event)


class Finder(QWidget):
    """A query to type, and fields that show and change the filters in it.

    Signals:
        changed: The query is another one.
        helped: A person wants to know what can be typed.
        folded: Filters that lie over the list were opened or closed.
    """

    changed = Signal()
    helped = Signal()
    folded = Signal()

    def __init__(self, theme: Theme) -> None:
        """Make a finder that asks for everything."""
        super().__init__()
        self._theme = theme
        self._narrow = False
        self._opened = False
        self.search = SearchField(theme)
        label(self.search, "library_search", self.tr("Search the course"))
        self.search.setPlaceholderText(self.tr("Search, for instance: track 1½"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self.changed)
        self.help = Button(theme, self.tr("What can I type?"), Look.QUIET)
        self.help.setObjectName("library_help")
        self.help.clicked.connect(self.helped)
        self.toggle = Button(theme, self.tr("Filters"), Look.QUIET)
        self.toggle.setObjectName("library_filters")
        self.toggle.clicked.connect(self.fold)
        self.clear_button = Button(theme, self.tr("Clear"), Look.QUIET)
        self.clear_button.setObjectName("library_clear")
        self.clear_button.setAccessibleDescription(self.tr("Show everything again"))
        self.clear_button.clicked.connect(self.clear)
        self.fields = {
            KIND: self._field(KIND, "library_kind", self.tr("Kind")),
            TOPIC: self._field(TOPIC, "library_topic", self.tr("Topic")),
            LEVEL: self._field(LEVEL, "library_level", self.tr("Level")),
            STATE: self._field(STATE, "library_state", self.tr("Where the card stands")),
            TAG: self._field(TAG, "library_tag", self.tr("Tag")),
        }
        self.trouble = Label(theme, "", Role.CAPTION, wrap=True)
        self.trouble.setObjectName("library_trouble")
        self.trouble.hide()
        self.count = Label(theme, "", Role.CAPTION, "muted")
        self.count.setObjectName("library_count")
        self.compare = Button(theme, self.tr("Compare"), Look.QUIET)
        self.compare.setObjectName("library_compare_chosen")
        self.compare.setAccessibleDescription(self.tr("Two to four chosen entries side by side"))
        self.overview = Button(theme, self.tr("All topics at a glance"), Look.QUIET)
        self.overview.setObjectName("library_overview")
        self.write = Button(theme, self.tr("Write a card"), Look.QUIET)
        self.write.setObjectName("library_write")
        self.write.setAccessibleDescription(self.tr("A card of your own, or many from a file"))
        self._lay_out()

    @property
    def text(self) -> str:
        """The query as it stands in the field."""
        return self.search.text()

    @property
    def unfolded(self) -> bool:
        """Whether the filters are open and want the room of the list."""
        return self._narrow and self._opened

    def fold(self) -> None:
        """Close or open the filters, where they are kept behind a button."""
        self._opened = not self._opened
        filtered = any(field.currentData() for field in self.fields.values())
        self.toggle.set_text(self._toggle_words(filtered=filtered))
        self._arrange()
        self.folded.emit()

    def clear(self) -> None:
        """Ask for everything, and let the next query be typed."""
        self.search.clear()
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_narrow(self, narrow: bool) -> None:
        """Keep the filters behind a button where there is little room."""
        self._narrow = narrow
        self._arrange()

    def show_choices(
        self, kinds: Iterable[str], topics: Iterable[TopicChoice], tags: Iterable[str]
    ) -> None:
        """Offer what the course and the learner have."""
        self._fill(KIND, kind_choices(kinds))
        self._fill(TOPIC, [(topic.id, topic.name) for topic in topics])
        self._fill(LEVEL, level_choices())
        self._fill(STATE, state_choices())
        self._fill(TAG, list({fold(tag): tag for tag in tags}.items()))

    def show_line(self, line: Line, found: str) -> None:
        """Show how the query was understood, and how much it found.

        Args:
            line: The query.
            found: How much, in words.
        """
        for key, field in self.fields.items():
            value = line.chosen(key)
            field.blockSignals(True)
            if value and field.findData(value) < 0:
                field.addItem(value_word(key, value), value)
            field.setCurrentIndex(field.findData(value))
            field.blockSignals(False)
        tags = self.fields[TAG]
        tags.setVisible(tags.count() > 1)
        words = " ".join(map(trouble_words, line.troubles))
        self.trouble.setText(words)
        self.trouble.setVisible(bool(words))
        self.count.setText(found)
        filtered = any(line.chosen(key) for key in self.fields)
        self.toggle.set_text(self._toggle_words(filtered=filtered))
        self.clear_button.setEnabled(bool(self.text))

    def _field(self, key: str, name: str, words: str) -> ChoiceField:
        field = ChoiceField(self._theme, _LETTERS)
        label(field, name, words)
        field.activated.connect(lambda: self._choose(key))
        return field

    def _fill(self, key: str, choices: Iterable[tuple[str, str]]) -> None:
        field = self.fields[key]
        field.blockSignals(True)
        field.clear()
        field.addItem(all_words(key), "")
        for value, text in choices:
            field.addItem(text, value)
        field.blockSignals(False)

    def _choose(self, key: str) -> None:
        value = str(self.fields[key].currentData())
        # People say "topic:4", not the id that the course has for it.
        written = value.removeprefix("track-") if key == TOPIC else value
        self.search.setText(with_filter(self.text, key, written))

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.search, 1)
        top.addWidget(self.toggle)
        top.addWidget(self.help)
        self.filters = QWidget()
        row = FlowLayout(self.filters)
        for field in self.fields.values():
            row.addWidget(field)
        row.addWidget(self.clear_button)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(8)
        lines.addLayout(top)
        lines.addWidget(self.filters)
        lines.addWidget(self.trouble)
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addWidget(self.count, 1)
        below.addWidget(self.compare)
        below.addWidget(self.overview)
        below.addWidget(self.write)
        lines.addLayout(below)
        self._arrange()

    def _arrange(self) -> None:
        self.toggle.setVisible(self._narrow)
        self.filters.setVisible(not self._narrow or self._opened)

    def _toggle_words(self, *, filtered: bool) -> str:
        if self._opened:
            return self.tr("Hide filters")
        # What is hidden must not be forgotten.
        return self.tr("Filters in use") if filtered else self.tr("Filters")
