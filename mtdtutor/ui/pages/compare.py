"""Two to four things of the course side by side, with what tells them apart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QCoreApplication

from mtdtutor.core.changes import Changes
from mtdtutor.services.comparing import FEWEST, MOST, Comparison
from mtdtutor.ui.a11y import label
from mtdtutor.ui.page import Context, Page
from mtdtutor.ui.pages.library_words import kind_plural
from mtdtutor.ui.pages.reading import group_title
from mtdtutor.ui.texts import QT_TRANSLATE_NOOP, counted
from mtdtutor.ui.theme import Role
from mtdtutor.ui.widgets.buttons import Button, Look
from mtdtutor.ui.widgets.fields import ChoiceField
from mtdtutor.ui.widgets.flow import FlowLayout
from mtdtutor.ui.widgets.panel import Panel
from mtdtutor.ui.widgets.text import Label
from mtdtutor.ui.widgets.word_table import WordTable

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

translate = QCoreApplication.translate

_HOLDS: Final[Mapping[str, str]] = {
    "yes": QT_TRANSLATE_NOOP("Compare", "Yes"),
    "no": QT_TRANSLATE_NOOP("Compare", "No"),
    "arguable": QT_TRANSLATE_NOOP("Compare", "Arguable"),
    "": QT_TRANSLATE_NOOP("Compare", "Not settled here"),
}
_DIFFERS: Final = "≠"
_LETTERS: Final = 14


class ComparePage(Page):
    """Choose two to four things and read them side by side.

    Parameters of ``enter``: ``ids``, entities to begin with (one is joined by what it is most
    easily mixed up with), and ``back``, the page to go back to.
    """

    name = "compare"
    interests = Changes.CONTENT

    def __init__(self, context: Context) -> None:
        super().__init__(context, "")
        self.heading.setText(self.tr("Compare"))
        self.heading.show()
        self._back = "library"
        self._chosen: tuple[str, ...] = ()
        self.fields = [self._field(number) for number in range(1, MOST + 1)]
        fields = FlowLayout()
        for field in self.fields:
            fields.addWidget(field)
        self.finding = Label(self.theme, "", Role.CAPTION, "muted", wrap=True)
        self.finding.setObjectName("compare_finding")
        self.table = WordTable(self.theme, "compare_table", self.tr("Comparison"))
        panel = Panel(self.theme, padding=6)
        panel.body.addWidget(self.table, 1)
        self.back = Button(self.theme, self.tr("Back"), Look.PLAIN, key=context.caps.show("Esc"))
        self.back.setObjectName("compare_back")
        self.back.clicked.connect(self._go_back)
        row = FlowLayout()
        row.addWidget(self.back)
        self.column.addLayout(fields)
        self.column.addWidget(self.finding)
        self.column.addWidget(panel, 1)
        self.column.addLayout(row)
        self.column.setSpacing(12)

    def enter(self, params: Mapping[str, Any]) -> None:
        """Take what to compare and where to go back to."""
        self._back = str(params.get("back", self._back))
        ids = tuple(params.get("ids", ()))
        if ids:
            self._chosen = ids[:MOST]
            self.stale = True

    def refresh(self) -> None:
        """Offer what the course has, and compare what is chosen."""
        comparing = self.context.services.comparing
        choices = comparing.choices()
        known = [row.id for row in choices]
        chosen = [each for each in self._chosen if each in known] or known[:1]
        if len(chosen) == 1:
            partner = comparing.partner(chosen[0])
            chosen += [each for each in (partner, *known) if each in known and each != chosen[0]][
                :1
            ]
        for place, field in enumerate(self.fields):
            field.blockSignals(True)
            field.clear()
            if place >= FEWEST:
                field.addItem(self.tr("Nothing more"), "")
            for row in choices:
                track = row.kind in ("track", "system")
                text = row.title if track else f"{row.title} ({kind_plural(row.kind)})"
                field.addItem(text, row.id)
            wanted = chosen[place] if place < len(chosen) else ""
            field.setCurrentIndex(max(field.findData(wanted), 0))
            field.blockSignals(False)
        self._compare()

    def start_widget(self) -> QWidget:
        """Return the table: what was asked for is compared at once."""
        return self.table

    def on_action(self, action: str, index: int) -> bool:  # noqa: ARG002
        """Go back by key, unless a message is to be put away first."""
        if action == "back" and self.message.isHidden():
            self._go_back()
            return True
        return False

    def _field(self, number: int) -> ChoiceField:
        field = ChoiceField(self.theme, _LETTERS)
        name = self.tr("Column {number}").format(number=number)
        label(field, f"compare_choice_{number}", name)
        field.currentIndexChanged.connect(self._on_chosen)
        return field

    def _on_chosen(self) -> None:
        self._compare()
        self.say(self.finding.text())

    def _compare(self) -> None:
        ids = [field.currentData() for field in self.fields if field.currentData()]
        self._chosen = tuple(dict.fromkeys(ids))
        comparison = self.context.services.comparing.compare(self._chosen)
        self.finding.setText(finding(comparison))
        rows, strong = table_rows(comparison)
        headings = [self.tr("What"), *(row.title for row in comparison.columns)]
        self.table.set_words(headings, rows, strong)

    def _go_back(self) -> None:
        self.go.emit(self._back, {})


def finding(comparison: Comparison) -> str:
    """Return in a sentence how many of the known traits tell the things apart."""
    if len(comparison.columns) < FEWEST:
        return translate("Compare", "Choose two different things to compare.")
    differing = sum(line.differs for line in comparison.traits)
    if not comparison.traits:
        return translate("Compare", "Read their facts side by side.")
    return counted(
        differing,
        translate("Compare", "{n} trait tells them apart; it stands first, marked ≠."),
        translate("Compare", "{n} traits tell them apart; they stand first, marked ≠."),
    )


def table_rows(comparison: Comparison) -> tuple[list[list[str]], list[int]]:
    """Return the rows of the table, and the places of those whose cells differ in yes and no."""
    rows = []
    strong = []
    for place, line in enumerate(comparison.traits):
        words = [translate("Compare", _HOLDS[cell]) for cell in line.cells]
        text = line.text[:1].upper() + line.text[1:]
        rows.append([f"{_DIFFERS} {text}" if line.differs else text, *words])
        if line.differs:
            strong.append(place)
    for group in comparison.groups:
        title = group_title(group.kind)
        cells = ["\n".join(cell) for cell in group.cells]
        rows.append([f"{_DIFFERS} {title}" if group.differs else title, *cells])
    return rows, strong
