"""Told once on Today: what was wrong in the course and is right now."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal

from mtdtutor.services.corrections import Correction, CorrectionNotice
from mtdtutor.ui.texts import counted
from mtdtutor.ui.theme import Role, Theme
from mtdtutor.ui.widgets.buttons import Button
from mtdtutor.ui.widgets.flow import FlowLayout
from mtdtutor.ui.widgets.panel import Panel
from mtdtutor.ui.widgets.passage import Paragraph, Passage
from mtdtutor.ui.widgets.text import ReadingText


class CorrectionsPanel(Panel):
    """A quiet notice whose list opens in place.

    Signals:
        closed: The learner has read it and wants it put away for good.
    """

    closed = Signal()

    def __init__(self, theme: Theme) -> None:
        """Make a panel without a notice."""
        super().__init__(theme, self.tr("The course was corrected"))
        self.setObjectName("today_corrections")
        self.text = ReadingText(theme)
        self.text.setObjectName("today_corrections_text")
        self.list = Passage(theme)
        self.list.setObjectName("today_corrections_list")
        self.list.hide()
        self.show_list = Button(theme, self.tr("Show what changed"))
        self.show_list.setObjectName("today_corrections_show")
        self.show_list.clicked.connect(self._toggle)
        self.close_button = Button(theme, self.tr("Put away"))
        self.close_button.setObjectName("today_corrections_close")
        self.close_button.setAccessibleDescription(self.tr("This is not shown again"))
        self.close_button.clicked.connect(self.closed)
        row = FlowLayout()
        row.addWidget(self.show_list)
        row.addWidget(self.close_button)
        self.body.addWidget(self.text)
        self.body.addWidget(self.list)
        self.body.addLayout(row)
        self.notice: CorrectionNotice | None = None

    def show_notice(self, notice: CorrectionNotice) -> None:
        """Show a notice; a list that is open stays open."""
        if notice == self.notice:
            return
        self.notice = notice
        title = self.title.text()
        self.text.set_text(notice_words(notice), title)
        self.list.set_paragraphs(
            [part for each in notice.corrections for part in _paragraphs(each)],
            self.tr("What changed"),
        )

    def _toggle(self) -> None:
        opens = self.list.isHidden()
        self.list.setVisible(opens)
        self.show_list.set_text(
            self.tr("Hide what changed") if opens else self.tr("Show what changed")
        )
        if opens:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)


def notice_words(notice: CorrectionNotice) -> str:
    """Return in one or two sentences what a notice is about."""
    translate = QCoreApplication.translate
    mended = [each for each in notice.corrections if not each.withdrawn]
    gone = [each for each in notice.corrections if each.withdrawn]
    words = []
    if mended:
        words.append(
            counted(
                sum(each.cards + each.questions for each in mended),
                translate("Corrections", "{n} card or question you answered was corrected."),
                translate("Corrections", "{n} cards and questions you answered were corrected."),
            )
        )
        if any(each.cards for each in mended):
            words.append(translate("Corrections", "The cards are due again."))
    if gone:
        words.append(
            counted(
                sum(each.cards + each.questions for each in gone),
                translate("Corrections", "{n} card or question you answered was withdrawn."),
                translate("Corrections", "{n} cards and questions you answered were withdrawn."),
            )
        )
    return " ".join(words)


def _paragraphs(correction: Correction) -> list[Paragraph]:
    translate = QCoreApplication.translate
    if correction.withdrawn:
        head = translate("Corrections", "Withdrawn: {text}").format(text=correction.before)
        return [Paragraph(head, Role.STRONG), Paragraph(correction.note)]
    head = translate("Corrections", "Right now: {text}").format(text=correction.now)
    before = translate("Corrections", "It said: {text}").format(text=correction.before)
    return [
        Paragraph(head, Role.STRONG),
        Paragraph(correction.note),
        Paragraph(before if correction.before else "", color="muted"),
    ]
