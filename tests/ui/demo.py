"""Two small pages to test the window with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QLineEdit, QWidget

from mtdtutor.core.changes import Changes
from mtdtutor.ui.page import Context, Page
from mtdtutor.ui.page_list import PageSpec
from mtdtutor.ui.widgets.buttons import Button, Look
from mtdtutor.ui.widgets.text import ReadingText


class TodayDemo(Page):
    """A page with one dominant action."""

    name = "today"

    def __init__(self, context: Context) -> None:
        super().__init__(context, "Today")
        self.refreshed = 0
        self.actions: list[tuple[str, int]] = []
        self.start = Button(self.theme, "Start studying", Look.PRIMARY)
        self.start.setObjectName("today_start")
        self.start.clicked.connect(self._on_start)
        self.column.addWidget(self.start)
        self.column.addStretch(1)

    def refresh(self) -> None:
        self.refreshed += 1

    def start_widget(self) -> QWidget:
        return self.start

    def on_action(self, action: str, index: int) -> bool:
        self.actions.append((action, index))
        return True

    def _on_start(self) -> None:
        self.go.emit("study", {"limit": 10})


class StudyDemo(Page):
    """A page whose question has the focus and lets keys through."""

    name = "study"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.params: Mapping[str, Any] = {}
        self.phase = "question"
        self.actions: list[tuple[str, int]] = []
        self.left = 0
        self.question = ReadingText(self.theme)
        self.question.setObjectName("study_question")
        self.column.addWidget(self.question)
        self.note = QLineEdit()
        self.note.setObjectName("study_note")
        self.note.setAccessibleName("Note")
        self.column.addWidget(self.note)

    @property
    def title(self) -> str:
        return "Study"

    def enter(self, params: Mapping[str, Any]) -> None:
        self.params = params
        self.question.set_text("Which track is this?", "Question")

    def leave(self) -> None:
        self.left += 1

    def key_phase(self) -> str:
        return self.phase

    def start_widget(self) -> QWidget:
        return self.question

    def on_action(self, action: str, index: int) -> bool:
        self.actions.append((action, index))
        if action == "grade":
            self.changed.emit(Changes.REVIEWS)
        return True


SPECS = (
    PageSpec("today", "today", "tests.ui.demo", "TodayDemo"),
    PageSpec("study", "study", "tests.ui.demo", "StudyDemo"),
)
