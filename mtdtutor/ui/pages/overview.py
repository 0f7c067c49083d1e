"""All topics on one sheet: to read, to print on two pages, to keep as a PDF."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mtdtutor.core.changes import Changes
from mtdtutor.services.comparing import OVERVIEW, TopicLine
from mtdtutor.services.export import save_bytes
from mtdtutor.ui.page import Context, Page
from mtdtutor.ui.pages.reading import group_title
from mtdtutor.ui.printing import Sheet, pdf_bytes, print_sheet
from mtdtutor.ui.saving import AskFile, ask_file, folder_for_files
from mtdtutor.ui.theme import Role
from mtdtutor.ui.widgets.buttons import Button, Look
from mtdtutor.ui.widgets.flow import FlowLayout
from mtdtutor.ui.widgets.panel import Panel
from mtdtutor.ui.widgets.text import Label
from mtdtutor.ui.widgets.word_table import WordTable

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

FILE_NAME = "mtdtutor-overview.pdf"


class OverviewPage(Page):
    """Every topic in one row: what it is, who acts, how, an example, strength and limit.

    Parameters of ``enter``: ``back``, the page to go back to.
    """

    name = "overview"
    interests = Changes.CONTENT

    def __init__(self, context: Context, ask: AskFile = ask_file) -> None:
        """Make the page.

        Args:
            context: What the page may use.
            ask: Asks for a file to write.
        """
        super().__init__(context, "")
        self.heading.setText(self.tr("All topics at a glance"))
        self.heading.show()
        self._ask = ask
        self._back = "library"
        self.table = WordTable(self.theme, "overview_table", self.heading.text())
        panel = Panel(self.theme, padding=6)
        panel.body.addWidget(self.table, 1)
        self.saved = Label(self.theme, "", Role.CAPTION, "muted", wrap=True)
        self.saved.setObjectName("overview_saved")
        self.saved.hide()
        self.back = Button(self.theme, self.tr("Back"), Look.PLAIN, key=context.caps.show("Esc"))
        self.back.setObjectName("overview_back")
        self.back.clicked.connect(self._go_back)
        self.print_button = Button(self.theme, self.tr("Print"))
        self.print_button.setObjectName("overview_print")
        self.print_button.clicked.connect(self._on_print)
        self.save_button = Button(self.theme, self.tr("Save as PDF"))
        self.save_button.setObjectName("overview_save")
        self.save_button.clicked.connect(self._on_save)
        row = FlowLayout()
        for button in (self.back, self.print_button, self.save_button):
            row.addWidget(button)
        self.column.addWidget(panel, 1)
        self.column.addWidget(self.saved)
        self.column.addLayout(row)
        self.column.setSpacing(12)

    def enter(self, params: Mapping[str, Any]) -> None:
        """Take where to go back to."""
        self._back = str(params.get("back", self._back))
        self.saved.hide()

    def refresh(self) -> None:
        """Show all topics of the course."""
        self.table.set_words(self._headings(), self._rows())

    def start_widget(self) -> QWidget:
        """Return the table: it is what the page is for."""
        return self.table

    def on_action(self, action: str, index: int) -> bool:  # noqa: ARG002
        """Go back by key, unless a message is to be put away first."""
        if action == "back" and self.message.isHidden():
            self._go_back()
            return True
        return False

    def _headings(self) -> list[str]:
        return [self.tr("Topic"), *(group_title(kind) for kind in OVERVIEW)]

    def _rows(self) -> list[list[str]]:
        lines = self.context.services.comparing.overview()
        return [[each.name, *self._cells(each)] for each in lines]

    def _cells(self, line: TopicLine) -> list[str]:
        """Return the cells of a topic, with its slogan before what it is."""
        first, *others = line.cells
        return ["\n".join(filter(None, (line.slogan, first))), *others]

    def _sheet(self) -> Sheet:
        head = self.context.services.library.head()
        note = ""
        if head is not None:
            note = self.tr("{course}, version {version}. Names follow the {scheme}.").format(
                course=head.title, version=head.version, scheme=head.scheme
            )
        return Sheet(self.heading.text(), note, self._headings(), self._rows())

    def _on_print(self) -> None:
        print_sheet(self, self._sheet())

    def _on_save(self) -> None:
        self._ask(self, str(folder_for_files() / FILE_NAME), self._save)

    def _save(self, chosen: str) -> None:
        if not chosen:
            return
        file = Path(chosen)
        data = pdf_bytes(self._sheet())
        self.context.jobs.run(
            lambda token, report: save_bytes(data, file),  # noqa: ARG005
            partial(self._on_saved, file.name),
            self._on_not_saved,
        )

    def _on_saved(self, name: str, result: object) -> None:  # noqa: ARG002
        self.saved.setText(self.tr("Saved in {file}").format(file=name))
        self.saved.show()
        self.say(self.saved.text())

    def _on_not_saved(self, error: Exception) -> None:
        self.show_failure(error, action=self.tr("Choose again"), then=self._on_save)

    def _go_back(self) -> None:
        self.go.emit(self._back, {})
