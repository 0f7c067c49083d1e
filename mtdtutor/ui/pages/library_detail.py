"""The panel beside the list of the library: one thing with all there is to show of it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal

from mtdtutor.services.course_views import CardDetail, Detail, Reading, SourceDetail
from mtdtutor.ui.pages.library_words import answer_sections, caption, detail_sections
from mtdtutor.ui.pages.reading import SectionColumn
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
    """

    read = Signal(str)
    left = Signal()
    resumed = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, padding=12)
        self._detail: Detail | None = None
        self.caption = Label(theme, "", Role.CAPTION, "muted", wrap=True)
        self.caption.setObjectName("library_detail_caption")
        self.caption.setContentsMargins(12, 0, 0, 0)
        self.sections = SectionColumn(theme, "library_detail")
        self.answer = SectionColumn(theme, "library_answer")
        self.scroller = ScrollBody()
        self.scroller.setObjectName("library_detail_scroll")
        self.scroller.body.addWidget(self.sections)
        self.scroller.body.addWidget(self.answer)
        self.scroller.body.addStretch(1)
        self.back = Button(theme, self.tr("Back to the list"))
        self.back.setObjectName("library_back")
        self.back.clicked.connect(self.left)
        self.show_answer = Button(theme, self.tr("Show answer"), Look.PRIMARY)
        self.show_answer.setObjectName("library_show_answer")
        self.show_answer.clicked.connect(self._on_show_answer)
        self.read_button = Button(theme, self.tr("Read in full"))
        self.read_button.setObjectName("library_read")
        self.read_button.clicked.connect(self._on_read)
        self.resume_button = Button(theme, self.tr("Resume"))
        self.resume_button.setObjectName("library_resume")
        self.resume_button.setAccessibleDescription(self.tr("The card is asked again"))
        self.resume_button.clicked.connect(self._on_resume)
        row = FlowLayout()
        row.addWidget(self.back)
        row.addWidget(self.show_answer)
        row.addWidget(self.resume_button)
        row.addWidget(self.read_button)
        self.body.addWidget(self.caption)
        self.body.addWidget(self.scroller, 1)
        self.body.addLayout(row)
        self.set_narrow(False)

    def set_narrow(self, narrow: bool) -> None:
        """Offer the way back to the list where both do not fit beside each other."""
        self.back.setVisible(narrow)

    def show_detail(self, detail: Detail | None) -> None:
        """Show something; its answer, if it has one, stays hidden until asked for."""
        self._detail = detail
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
        self.answer.texts()[0].setFocus(Qt.FocusReason.OtherFocusReason)
        self.show_answer.hide()

    def _on_resume(self) -> None:
        if isinstance(self._detail, CardDetail):
            self.resumed.emit(self._detail.id)

    def _on_read(self) -> None:
        if self._detail is not None and not isinstance(self._detail, SourceDetail):
            self.read.emit(self._detail.topic)


def _has_topic(detail: Detail | None) -> bool:
    return detail is not None and not isinstance(detail, SourceDetail)
