"""The panel beside the list of the library: one thing with all there is to show of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication

from mtdtutor.services.citing import SourceLine, bibtex, reference
from mtdtutor.services.comparing import COMPARED
from mtdtutor.services.course_views import (
    CardDetail,
    Detail,
    FactDetail,
    QuestionDetail,
    Reading,
    Row,
    SourceDetail,
)
from mtdtutor.ui.pages.library_links import LinkList
from mtdtutor.ui.pages.library_words import answer_sections, caption, detail_sections
from mtdtutor.ui.pages.reading import SectionColumn
from mtdtutor.ui.texts import counted
from mtdtutor.ui.theme import Role, Theme
from mtdtutor.ui.widgets.buttons import Button, Look
from mtdtutor.ui.widgets.flow import FlowLayout
from mtdtutor.ui.widgets.panel import Panel, ScrollBody
from mtdtutor.ui.widgets.text import Label


class DetailPanel(Panel):
    """One line of the list with all there is to show of it.

    Signals:
        read: A person wants to read a topic; carries its id.
        left: A person wants to go back to the list.
        resumed: A suspended card is to be asked again; carries its id.
        followed: A person wants to go to something related; carries its row.
        compared: A person wants to see it beside what it is mixed up with; carries its id.
        copied: Words were put on the clipboard; carries what was copied, in words.
        informed: A person wants to know all about a card; carries its id.
        reworded: A person wants to put a card in own words; carries its id.
        reported: A person wants to report a problem; carries kind, id and what it says.
    """

    read = Signal(str)
    left = Signal()
    resumed = Signal(str)
    followed = Signal(object)
    compared = Signal(str)
    copied = Signal(str)
    informed = Signal(str)
    reworded = Signal(str)
    reported = Signal(str, str, str)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, padding=12)
        self._detail: Detail | None = None
        self._links: Sequence[Row] = ()
        self.caption = Label(theme, "", Role.CAPTION, "muted", wrap=True)
        self.caption.setObjectName("library_detail_caption")
        self.caption.setContentsMargins(12, 0, 0, 0)
        self.sections = SectionColumn(theme, "library_detail")
        self.answer = SectionColumn(theme, "library_answer")
        self.scroller = ScrollBody()
        self.scroller.setObjectName("library_detail_scroll")
        self.scroller.body.addWidget(self.sections)
        self.scroller.body.addWidget(self.answer)
        self.links = LinkList(theme)
        self.links.opened.connect(self.followed)
        self.scroller.body.addWidget(self.links)
        self.scroller.body.addStretch(1)
        self._row = FlowLayout()
        add = self._add_button
        self.back = add("library_back", self.tr("Back to the list"), self.left.emit)
        self.show_answer = add(
            "library_show_answer", self.tr("Show answer"), self._on_show_answer, Look.PRIMARY
        )
        self.resume_button = add("library_resume", self.tr("Resume"), self._on_resume)
        self.resume_button.setAccessibleDescription(self.tr("The card is asked again"))
        self.read_button = add("library_read", self.tr("Read in full"), self._on_read)
        self.compare_button = add("library_compare", self.tr("Compare"), self._on_compare)
        self.cite_button = add("library_cite", self.tr("Copy sources"), self._on_cite)
        self.bibtex_button = add("library_bibtex", self.tr("Copy BibTeX"), self._on_bibtex)
        self.info_button = add("library_card_info", self.tr("All about it"), self._on_info)
        self.info_button.setAccessibleDescription(
            self.tr("The card's past, its forgetting curve and what comes next")
        )
        self.reword_button = add("library_reword", self.tr("Reword"), self._on_reword)
        self.report_button = add(
            "library_report", self.tr("Report a problem"), self._on_report, Look.QUIET
        )
        self.body.addWidget(self.caption)
        self.body.addWidget(self.scroller, 1)
        self.body.addLayout(self._row)
        self.set_narrow(False)

    def _add_button(
        self, name: str, text: str, run: Callable[[], None], look: Look = Look.PLAIN
    ) -> Button:
        button = Button(self._theme, text, look)
        button.setObjectName(name)
        button.clicked.connect(run)
        self._row.addWidget(button)
        return button

    def set_narrow(self, narrow: bool) -> None:
        """Offer the way back to the list where both do not fit beside each other."""
        self.back.setVisible(narrow)

    def show_detail(self, detail: Detail | None, links: Sequence[Row] = ()) -> None:
        """Show something; its answer, if it has one, stays hidden until asked for.

        Args:
            detail: What to show.
            links: Where one can go from it; hidden with the answer, which they may tell.
        """
        self._detail = detail
        self._links = links
        hidden = answer_sections(detail)
        self.caption.setText(caption(detail, with_topic=not hidden))
        self.sections.show_sections(detail_sections(detail))
        self.answer.hide()
        self.show_answer.setVisible(bool(hidden))
        readable = isinstance(detail, Reading) and detail.kind in ("track", "system")
        self.read_button.setVisible(_has_topic(detail) and not hidden)
        self.read_button.set_text(
            self.tr("Read in full") if readable else self.tr("Read about this")
        )
        self._show_more(told=not hidden)
        self.info_button.setVisible(isinstance(detail, CardDetail))
        own = isinstance(detail, CardDetail) and detail.own
        self.reword_button.setVisible(isinstance(detail, CardDetail))
        self.reword_button.set_text(self.tr("Edit") if own else self.tr("Reword"))
        self.reword_button.setAccessibleDescription(
            self.tr("Change the card you have written")
            if own
            else self.tr("Put this card in your own words")
        )
        self.report_button.setVisible(_has_topic(detail) and not own)
        self.resume_button.setVisible(isinstance(detail, CardDetail) and detail.standing.suspended)
        self.scroller.verticalScrollBar().setValue(0)

    def focus_text(self) -> None:
        """Give the focus to the first text."""
        texts = self.sections.texts()
        if texts:
            texts[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_show_answer(self) -> None:
        self.answer.show_sections(answer_sections(self._detail))
        self.answer.show()
        self.caption.setText(caption(self._detail, with_topic=True))
        self.read_button.show()
        self._show_more(told=True)
        self.answer.texts()[0].setFocus(Qt.FocusReason.OtherFocusReason)
        self.show_answer.hide()

    def _show_more(self, *, told: bool) -> None:
        """Offer what goes on from here, once nothing is kept back that it could tell."""
        self.links.show_rows(self._links if told else ())
        comparable = isinstance(self._detail, Reading) and self._detail.kind in COMPARED
        self.compare_button.setVisible(comparable)
        cited = told and bool(sources_of(self._detail))
        self.cite_button.setVisible(cited)
        self.bibtex_button.setVisible(cited)

    def _on_compare(self) -> None:
        if isinstance(self._detail, Reading):
            self.compared.emit(self._detail.id)

    def _on_cite(self) -> None:
        lines = sources_of(self._detail)
        QGuiApplication.clipboard().setText("\n".join(map(reference, lines)))
        one, many = self.tr("{n} source copied."), self.tr("{n} sources copied.")
        self.copied.emit(counted(len(lines), one, many))

    def _on_bibtex(self) -> None:
        QGuiApplication.clipboard().setText(bibtex(sources_of(self._detail)))
        self.copied.emit(self.tr("BibTeX copied."))

    def _on_info(self) -> None:
        if isinstance(self._detail, CardDetail):
            self.informed.emit(self._detail.id)

    def _on_reword(self) -> None:
        if isinstance(self._detail, CardDetail):
            self.reworded.emit(self._detail.id)

    def _on_report(self) -> None:
        match self._detail:
            case CardDetail() as card:
                self.reported.emit("card", card.id, card.front)
            case QuestionDetail() as question:
                self.reported.emit("question", question.id, question.stems[0])
            case FactDetail() as fact:
                self.reported.emit("fact", fact.id, fact.text)
            case Reading() as reading:
                self.reported.emit("entity", reading.id, reading.title)

    def _on_resume(self) -> None:
        if isinstance(self._detail, CardDetail):
            self.resumed.emit(self._detail.id)

    def _on_read(self) -> None:
        if self._detail is not None and not isinstance(self._detail, SourceDetail):
            self.read.emit(self._detail.topic)


def sources_of(detail: Detail | None) -> tuple[SourceLine, ...]:
    """Return the places that something rests on."""
    if detail is None:
        return ()
    return (detail.line,) if isinstance(detail, SourceDetail) else detail.sources


def _has_topic(detail: Detail | None) -> bool:
    return detail is not None and not isinstance(detail, SourceDetail)
