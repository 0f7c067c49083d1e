"""What there is to read about a track: text, facts and the sources of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from PySide6.QtCore import QCoreApplication, QRect, Qt
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from mtdtutor.core.changes import Changes
from mtdtutor.services.citing import SourceLine, reference
from mtdtutor.services.course_views import FactLine, Reading
from mtdtutor.ui.page import Context, Page
from mtdtutor.ui.texts import QT_TRANSLATE_NOOP
from mtdtutor.ui.theme import PANEL_PADDING, Role, Theme
from mtdtutor.ui.widgets.buttons import Button, Look
from mtdtutor.ui.widgets.flow import FlowLayout
from mtdtutor.ui.widgets.panel import Panel, ScrollBody
from mtdtutor.ui.widgets.text import Label, ReadingText

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

translate = QCoreApplication.translate

_GROUP_TITLES: Final[Mapping[str, str]] = {
    "definition": QT_TRANSLATE_NOOP("Reading", "What it is"),
    "naming": QT_TRANSLATE_NOOP("Reading", "Name, number and slogan"),
    "actors": QT_TRANSLATE_NOOP("Reading", "Who acts"),
    "tools": QT_TRANSLATE_NOOP("Reading", "How they work"),
    "examples": QT_TRANSLATE_NOOP("Reading", "Examples"),
    "strengths": QT_TRANSLATE_NOOP("Reading", "Strengths"),
    "limits": QT_TRANSLATE_NOOP("Reading", "Limits"),
    "links": QT_TRANSLATE_NOOP("Reading", "Links to other tracks"),
    "confusions": QT_TRANSLATE_NOOP("Reading", "Easily mixed up"),
    "history": QT_TRANSLATE_NOOP("Reading", "History"),
    "more": QT_TRANSLATE_NOOP("Reading", "Other facts"),
}
_BACK: Final[Mapping[str, str]] = {
    "study": QT_TRANSLATE_NOOP("Reading", "Back to studying"),
    "today": QT_TRANSLATE_NOOP("Reading", "Back to Today"),
    "quiz_result": QT_TRANSLATE_NOOP("Reading", "Back to the result"),
    "library": QT_TRANSLATE_NOOP("Reading", "Back to the library"),
    "history": QT_TRANSLATE_NOOP("Reading", "Back to the history"),
}


_PART_GAP: Final = 8  # between texts that no heading parts
_ANY_HEIGHT: Final = 16_777_215  # Qt's own word for no limit


class Section(NamedTuple):
    """A heading, which may be empty, and plain text."""

    heading: str
    text: str
    role: Role = Role.BODY
    color: str = "text"


class LongText(ReadingText):
    """A text that may be longer than the window: pages are turned by what it stands in."""

    def wants(self, event: QKeyEvent) -> bool:
        """Leave the page keys to the surrounding scroll area."""
        turns = event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
        return not turns and super().wants(event)

    def set_look(self, role: Role, color: str) -> None:
        """Show the text in another size, weight and colour."""
        self._role = role
        self.set_color(color)


class SectionColumn(QWidget):
    """Headings with texts below each other; the caret stays in view while it moves."""

    def __init__(self, theme: Theme, object_name: str) -> None:
        """Make an empty column.

        Args:
            theme: The appearance to follow.
            object_name: Unique in the window; each text's name adds its place.
        """
        super().__init__()
        self._theme = theme
        self.setObjectName(object_name)
        self._pairs: list[tuple[Label, LongText]] = []
        self._column = QVBoxLayout(self)
        # The mark of the focused text is painted beside it.
        self._column.setContentsMargins(12, 0, 12, 0)
        self._column.setSpacing(4)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        # The first one keeps the column's place among what Tab comes to; the others follow it.
        self._add()

    def texts(self) -> list[LongText]:
        """Return the texts in view, from top to bottom."""
        return [text for _, text in self._pairs if not text.isHidden()]

    def show_sections(self, sections: Sequence[Section]) -> None:
        """Show sections in place of those before."""
        while len(self._pairs) < len(sections):
            self._add()
        for place, (label, text) in enumerate(self._pairs):
            shown = place < len(sections)
            text.setVisible(shown)
            label.setVisible(shown and (place > 0 or bool(sections[place].heading)))
            if shown:
                section = sections[place]
                label.setText(section.heading)
                label.setMaximumHeight(_ANY_HEIGHT if section.heading else _PART_GAP)
                text.set_look(section.role, section.color)
                text.set_text(section.text, section.heading or self.tr("Text"))

    def _add(self) -> None:
        label = Label(self._theme, "", Role.STRONG, "muted", wrap=True)
        label.setContentsMargins(0, 14, 0, 0)
        text = LongText(self._theme)
        text.setObjectName(f"{self.objectName()}_{len(self._pairs)}")
        text.cursorPositionChanged.connect(self._follow_caret)
        self._column.addWidget(label)
        self._column.addWidget(text)
        label.hide()
        text.hide()
        if self._pairs:
            QWidget.setTabOrder(self._pairs[-1][1], text)
        self._pairs.append((label, text))

    def _follow_caret(self) -> None:
        text = self.sender()
        if not isinstance(text, LongText) or not text.hasFocus():
            return
        parent = self.parentWidget()
        while parent is not None and not isinstance(parent, ScrollBody):
            parent = parent.parentWidget()
        content = parent.widget() if parent is not None else None
        if parent is not None and content is not None:
            caret: QRect = text.cursorRect()
            place = text.viewport().mapTo(content, caret.center())
            parent.ensureVisible(place.x(), place.y(), 0, caret.height() * 2)


def group_title(kind: str) -> str:
    """Return the heading over facts of one of ``GROUPS``."""
    return translate("Reading", _GROUP_TITLES[kind])


def source_text(sources: Sequence[SourceLine], *, numbered: bool = False) -> str:
    """Return references, one to a line."""
    if not numbered:
        return "\n".join(reference(line) for line in sources)
    return "\n".join(f"{n}. {reference(line)}" for n, line in enumerate(sources, start=1))


def fact_text(fact: FactLine) -> str:
    """Return a fact with what a reader should know of its certainty and its sources."""
    notes = []
    if fact.contested:
        notes.append(translate("Reading", "Contested: authors disagree."))
    elif fact.confidence != "high":
        notes.append(translate("Reading", "Less well established."))
    if not fact.asked:
        notes.append(translate("Reading", "Only to be read: it is never asked."))
    numbers = ", ".join(str(n) for n in fact.numbers)
    marks = f"[{numbers}]" if numbers else ""
    return " ".join(part for part in (fact.text, *notes, marks) if part)


def reading_sections(reading: Reading) -> list[Section]:
    """Return a reading as headings and texts."""
    sections = []
    if reading.aliases:
        names = translate("Reading", "Also called: {names}").format(
            names="; ".join(reading.aliases)
        )
        sections.append(Section("", names, Role.CAPTION, "muted"))
    sections.append(Section("", "\n\n".join(reading.paragraphs)))
    for group in reading.groups:
        text = "\n\n".join(fact_text(fact) for fact in group.facts)
        sections.append(Section(group_title(group.kind), text))
    if reading.related:
        names = "; ".join(row.title for row in reading.related)
        sections.append(Section(translate("Reading", "See also"), names))
    if reading.sources:
        text = source_text(reading.sources, numbered=True)
        title = translate("Reading", "Sources")
        sections.append(Section(title, text, Role.CAPTION, "muted"))
    return sections


class ReadingPage(Page):
    """One track, or the whole system, to read before or beside studying it.

    Parameters of ``enter``: ``topic``, the id of a topic, and ``back``, the page to go back to.
    """

    name = "reading"
    interests = Changes.CONTENT

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._topic = ""
        self._back = "library"
        self._order: list[str] = []
        self.heading.setWordWrap(True)
        self.back = Button(self.theme, "", Look.PLAIN, key=context.caps.show("Esc"))
        self.back.setObjectName("reading_back")
        self.back.clicked.connect(self._go_back)
        self.before = Button(self.theme, self.tr("Previous"))
        self.before.setObjectName("reading_before")
        self.before.clicked.connect(self._on_before)
        self.after = Button(self.theme, self.tr("Next"))
        self.after.setObjectName("reading_after")
        self.after.clicked.connect(self._on_after)
        row = FlowLayout()
        row.addWidget(self.back)
        row.addWidget(self.before)
        row.addWidget(self.after)
        self.sections = SectionColumn(self.theme, "reading_text")
        panel = Panel(self.theme, padding=PANEL_PADDING)
        panel.body.addWidget(self.sections)
        body = self.scroll_body()
        body.body.addWidget(panel)
        body.body.addStretch(1)
        self.column.addLayout(row)

    def enter(self, params: Mapping[str, Any]) -> None:
        """Take the topic to read and where to go back to."""
        back = str(params.get("back", "library"))
        self._back = back if back in _BACK else "library"
        self._topic = str(params.get("topic", self._topic))
        self.stale = True  # each opening begins at the top, with the way back of this time

    def refresh(self) -> None:
        """Show the topic; the first one when there is no such topic."""
        library = self.context.services.library
        self._order = [choice.id for choice in library.topics()]
        if self._topic not in self._order and self._order:
            self._topic = self._order[0]
        self.back.set_text(translate("Reading", _BACK[self._back]))
        reading = library.reading(self._topic)
        if reading is None:
            self.sections.show_sections([Section("", self.tr("There is nothing to read yet."))])
            return
        self.heading.setText(reading.title)
        self.heading.show()
        self.sections.show_sections(reading_sections(reading))
        place = self._order.index(self._topic)
        self.before.setEnabled(place > 0)
        self.after.setEnabled(place + 1 < len(self._order))
        self.scroll_body().verticalScrollBar().setValue(0)

    def start_widget(self) -> QWidget:
        """Return the text: it is what the page is for."""
        return next((t for t in self.sections.texts() if "\n" in t.text()), self.back)

    def on_action(self, action: str, index: int) -> bool:  # noqa: ARG002
        """Go back by key, unless a message is to be put away first."""
        if action == "back" and self.message.isHidden():
            self._go_back()
            return True
        return False

    def _go_back(self) -> None:
        self.go.emit(self._back, {})

    def _on_before(self) -> None:
        self._turn(-1)

    def _on_after(self) -> None:
        self._turn(1)

    def _turn(self, step: int) -> None:
        place = self._order.index(self._topic) + step
        if 0 <= place < len(self._order):
            self.go.emit(self.name, {"topic": self._order[place], "back": self._back})
