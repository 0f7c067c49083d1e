"""Writing a card of one's own, or changing one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from mtdtutor.core.changes import Changes
from mtdtutor.core.errors import KnownError
from mtdtutor.services.own_cards import GAP, KINDS, Draft, Kind
from mtdtutor.ui.a11y import label
from mtdtutor.ui.answer_words import answer_name, filled, with_blank
from mtdtutor.ui.page import Context, Page
from mtdtutor.ui.texts import QT_TRANSLATE_NOOP, counted
from mtdtutor.ui.theme import Role
from mtdtutor.ui.widgets.buttons import Button, Look
from mtdtutor.ui.widgets.choice import ChoiceRow
from mtdtutor.ui.widgets.fields import ChoiceField, TextField
from mtdtutor.ui.widgets.flow import FlowLayout
from mtdtutor.ui.widgets.form_sheet import SizedLines
from mtdtutor.ui.widgets.panel import Divider, Panel
from mtdtutor.ui.widgets.text import Label, ReadingText

if TYPE_CHECKING:
    from PySide6.QtWidgets import QPlainTextEdit

translate = QCoreApplication.translate

_KINDS: Final[Mapping[Kind, str]] = {
    "forward": QT_TRANSLATE_NOOP("OwnCards", "Question and answer"),
    "both": QT_TRANSLATE_NOOP("OwnCards", "Both ways"),
    "cloze": QT_TRANSLATE_NOOP("OwnCards", "Text with a gap"),
    "typed": QT_TRANSLATE_NOOP("OwnCards", "Typed answer"),
}


def kind_choices() -> list[tuple[Kind, str]]:
    """Return the kinds of own cards with their words."""
    return [(kind, translate("OwnCards", _KINDS[kind])) for kind in KINDS]


class OwnCardPage(Page):
    """A form for a card, with the card as it will be seen beside it.

    Parameters of ``enter``: ``card``, one to change (without it a new one is written), and
    ``back``, the page to go back to.
    """

    name = "own_card"
    interests = Changes.LEARNER | Changes.CONTENT | Changes.CARDS

    def __init__(self, context: Context) -> None:
        super().__init__(context, "")
        self.heading.setText(self.tr("Write a card"))
        self.heading.show()
        self._back_to = "library"
        self._card = ""
        self._learner = context.learner
        self._begun: dict[tuple[str, str], Draft] = {}  # changes left before they were saved
        self._form = QVBoxLayout()
        self._form.setSpacing(6)
        form = Panel(self.theme)
        form.body.addLayout(self._form)
        self._make_fields()
        self._make_preview()
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._sides.setSpacing(16)
        self._sides.addWidget(form, 3)
        self._sides.addWidget(self.preview, 2, Qt.AlignmentFlag.AlignTop)
        self.scroll_body().body.addLayout(self._sides)
        self.scroll_body().body.addStretch(1)
        self._make_buttons()
        self.message.closed.connect(self.focus_start)

    def enter(self, params: Mapping[str, Any]) -> None:
        """Take up a card to change, or go on with a new one."""
        self._back_to = str(params.get("back", self._back_to))
        card, learner = str(params.get("card", "")), self.context.learner
        if card or self._card or learner != self._learner:
            self._card, self._learner = card, learner
            self._empty()
        draft = self._begun.pop((learner, card), None)
        if card and draft is None:
            draft = self.context.services.own_cards.find(learner, card)
        self._show_topics()
        if draft is not None:
            self._show_draft(draft)
        self._show_mode()

    def leave(self) -> None:
        """Remember what is being changed: it is found when that card is taken up again."""
        if not self._card:
            return
        draft = self._draft()
        if draft != self.context.services.own_cards.find(self._learner, self._card):
            self._begun[self._learner, self._card] = draft

    def refresh(self) -> None:
        """Offer the topics of the course, and say how many cards there are."""
        self._show_topics()
        self._show_number()

    def start_widget(self) -> QWidget:
        """Return the field to begin with."""
        return self.front

    def on_narrow(self, narrow: bool) -> None:
        """Put what will be seen below the form where there is no room beside it."""
        direction = QBoxLayout.Direction
        self._sides.setDirection(direction.TopToBottom if narrow else direction.LeftToRight)

    def on_action(self, action: str, index: int) -> bool:  # noqa: ARG002
        """Save, or go back."""
        if action == "save":
            self._save()
        else:
            self._go_back()
        return True

    # Widgets

    def _make_fields(self) -> None:
        self.kind = ChoiceRow(self.theme, "own_card_kind", self.tr("Kind of card"), kind_choices())
        self.kind.set_value(KINDS[0])
        self.kind.chosen.connect(self._on_changed)
        self._form.addWidget(self.kind)
        self.front = self._lines("front", self.tr("Question"), 3)
        self.gap = Label(
            self.theme,
            self.tr("Write {gap} where the answer belongs.").format(gap=GAP),
            Role.CAPTION,
            "muted",
            wrap=True,
        )
        self._form.addWidget(self.gap)
        self.back_side = self._lines("back_side", self.tr("Answer"), 3)
        self.topic = ChoiceField(self.theme)
        self._head(self.tr("Topic"))
        label(self.topic, "own_card_topic", self.tr("Topic"))
        self._form.addWidget(self.topic)
        self.accept_head = self._head(self.tr("Also right, separated by semicolons"))
        self.accept = self._line("accept", self.accept_head.text())
        self._head(self.tr("Hint"))
        self.hint = self._line("hint", self.tr("Hint"))
        self._head(self.tr("Tags, separated by commas"))
        self.tags = self._line("tags", self.tr("Tags, separated by commas"))

    def _make_preview(self) -> None:
        self.preview = Panel(self.theme, self.tr("As you will see it"))
        self.seen_front = ReadingText(self.theme, Role.QUESTION)
        self.seen_front.setObjectName("own_card_seen_front")
        self.seen_back = ReadingText(self.theme, Role.ANSWER)
        self.seen_back.setObjectName("own_card_seen_back")
        for widget in (self.seen_front, Divider(self.theme), self.seen_back):
            self.preview.body.addWidget(widget)

    def _make_buttons(self) -> None:
        self.save = Button(self.theme, "", Look.PRIMARY, key=self.tr("Ctrl Enter"))
        self.save.setObjectName("own_card_save")
        self.save.clicked.connect(self._save)
        self.delete = Button(self.theme, self.tr("Delete card"))
        self.delete.setObjectName("own_card_delete")
        self.delete.clicked.connect(self._delete)
        self.take_in = Button(self.theme, self.tr("Import cards"))
        self.take_in.setObjectName("own_card_import")
        self.take_in.setAccessibleDescription(self.tr("Take in cards from a table file"))
        self.take_in.clicked.connect(self._go_import)
        self.back = Button(self.theme, self.tr("Back"), key=self.context.caps.show("Esc"))
        self.back.setObjectName("own_card_back")
        self.back.clicked.connect(self._go_back)
        self.number = Label(self.theme, "", Role.CAPTION, "muted", wrap=True)
        self.number.setObjectName("own_card_number")
        row = FlowLayout(gap=12)
        self.column.addWidget(self.number)
        self.column.addLayout(row)
        for button in (self.save, self.delete, self.take_in, self.back):
            row.addWidget(button)

    def _head(self, title: str) -> Label:
        head = Label(self.theme, title, Role.STRONG, wrap=True)
        self._form.addWidget(head)
        return head

    def _lines(self, name: str, title: str, lines: int) -> QPlainTextEdit:
        self._head(title)
        made = SizedLines(self.theme, "", lines)
        made.field.setObjectName(f"own_card_{name}")
        made.field.setAccessibleName(title)
        made.field.textChanged.connect(self._on_changed)
        self._form.addWidget(made)
        return made.field

    def _line(self, name: str, title: str) -> TextField:
        made = TextField(self.theme)
        made.setFont(self.theme.font(Role.BODY))
        label(made, f"own_card_{name}", title)
        self._form.addWidget(made)
        return made

    # The card

    def _draft(self) -> Draft:
        kind = next(each for each in KINDS if each == self.kind.value)
        accept = self.accept.text().split(";") if kind == "typed" else ()
        return Draft(
            topic=str(self.topic.currentData() or ""),
            kind=kind,
            front=self.front.toPlainText(),
            back=self.back_side.toPlainText(),
            hint=self.hint.text(),
            accept=_stripped(accept),
            tags=_stripped(self.tags.text().split(",")),
        )

    def _show_draft(self, draft: Draft) -> None:
        self.kind.set_value(draft.kind)
        self.topic.setCurrentIndex(max(self.topic.findData(draft.topic), 0))
        self.front.setPlainText(draft.front)
        self.back_side.setPlainText(draft.back)
        self.hint.setText(draft.hint)
        self.accept.setText("; ".join(draft.accept))
        self.tags.setText(", ".join(draft.tags))
        self._on_changed()

    def _empty(self) -> None:
        """Make room for another card; kind, topic and tags often stay the same."""
        for field in (self.front, self.back_side):
            field.setPlainText("")
        self.hint.clear()
        self.accept.clear()

    def _show_topics(self) -> None:
        chosen = self.topic.currentData()
        self.topic.blockSignals(True)
        self.topic.clear()
        for each in self.context.services.library.topics():
            self.topic.addItem(each.name, each.id)
        self.topic.setCurrentIndex(max(self.topic.findData(chosen), 0))
        self.topic.blockSignals(False)

    def _show_mode(self) -> None:
        new = not self._card
        self.heading.setText(self.tr("Write a card") if new else self.tr("Change your card"))
        self.save.set_text(self.tr("Save and write the next") if new else self.tr("Save the card"))
        self.delete.setVisible(not new)
        self.take_in.setVisible(new)
        both = next(
            chip for chip, kind in zip(self.kind.chips, KINDS, strict=True) if kind == "both"
        )
        both.setEnabled(new)
        self._on_changed()

    def _on_changed(self) -> None:
        kind = self.kind.value
        self.gap.setVisible(kind == "cloze")
        for widget in (self.accept_head, self.accept):
            widget.setVisible(kind == "typed")
        front, back = self.front.toPlainText().strip(), self.back_side.toPlainText().strip()
        answer = filled(front, back)
        self.seen_front.set_text(with_blank(front), self.tr("Question"))
        self.seen_back.set_text(answer.text, answer_name(answer))
        self.seen_back.mark(answer.start, answer.length)
        self.preview.setVisible(bool(front or back))

    def _show_number(self) -> None:
        number = self.context.services.own_cards.number(self.context.learner)
        words = counted(
            number, self.tr("You have written {n} card."), self.tr("You have written {n} cards.")
        )
        self.number.setText(words if number else "")
        self.number.setVisible(bool(number))

    # Doing

    def _save(self) -> None:
        service, learner = self.context.services.own_cards, self.context.learner
        try:
            if self._card:
                changes = service.change(learner, self._card, self._draft())
            else:
                changes = service.add(learner, self._draft()).changes
        except KnownError as error:
            self.show_error(error)
            return
        self.message.dismiss()
        self.say(self.tr("Card saved."))
        self.changed.emit(changes)
        if self._card:
            self._go_back()
            return
        self._empty()
        self._show_number()
        self.focus_start()

    def _delete(self) -> None:
        try:
            stepped = self.context.services.own_cards.delete(self.context.learner, [self._card])
        except KnownError as error:
            self.show_error(error, action=self.tr("Try again"), then=self._delete)
            return
        self.changed.emit(stepped.changes)
        undo = self.context.keys.cap("study", "undo")
        self.say(self.tr("Card deleted. {key} brings it back.").format(key=undo))
        self._go_back()

    def _go_import(self) -> None:
        self.go.emit("import_cards", {"back": self.name})

    def _go_back(self) -> None:
        """Go back; a change that was not saved is given up, a new card waits."""
        if self._card:
            self._card = ""
            self._empty()
        self.go.emit(self._back_to, {})


def _stripped(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(filter(None, (each.strip() for each in words)))
