"""Own wordings and reports on problems, from any page that shows something of the course."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from PySide6.QtCore import QCoreApplication

from mtdtutor.core.changes import Changes
from mtdtutor.core.errors import KnownError
from mtdtutor.services.problems import CATEGORIES, Category, ItemKind
from mtdtutor.ui.page import Page
from mtdtutor.ui.texts import QT_TRANSLATE_NOOP, known_error
from mtdtutor.ui.widgets.own_forms import ProblemForm, WordingForm

translate = QCoreApplication.translate

_CATEGORIES: Final[Mapping[Category, str]] = {
    "wrong-fact": QT_TRANSLATE_NOOP("Problems", "Wrong fact"),
    "unclear": QT_TRANSLATE_NOOP("Problems", "Unclear"),
    "two-answers": QT_TRANSLATE_NOOP("Problems", "Two right answers"),
    "typo": QT_TRANSLATE_NOOP("Problems", "Typing mistake"),
    "other": QT_TRANSLATE_NOOP("Problems", "Something else"),
}


def category_word(category: str) -> str:
    """Return what a kind of problem is called."""
    found = next((each for each in CATEGORIES if each == category), CATEGORIES[-1])
    return translate("Problems", _CATEGORIES[found])


def edit_wording(page: Page, card: str, then: Callable[[], None]) -> None:
    """Let the learner put a bundled card in their own words, or go back to the course's.

    Args:
        page: The page in view; the form lies over it, and it tells the others of the change.
        card: Id of the card.
        then: Shows the card anew on that page, after the wording was kept or taken back.
    """
    context = page.context
    wording = context.services.wording.find(context.learner, card)
    if wording is None:
        return
    form = WordingForm(page.theme, page, f"{page.name}_wording")
    service = context.services.wording
    about = "wording", context.learner, card

    def keep() -> None:
        words = form.front.toPlainText(), form.back.toPlainText()
        finish(
            lambda: service.save(context.learner, card, *words),
            translate("Forms", "Your wording is kept."),
        )

    def reset() -> None:
        finish(
            lambda: service.reset(context.learner, card),
            translate("Forms", "The course's wording is back."),
        )

    def finish(save: Callable[[], Changes], said: str) -> None:
        try:
            changes = save()
        except KnownError as error:
            form.tell(known_error(error))
            return
        form.dismiss()
        then()
        page.say(said)
        page.changed.emit(changes)

    form.kept.connect(keep)
    form.reset.connect(reset)
    form.closed.connect(page.focus_start)
    original = wording.original
    form.edit(
        wording.front,
        wording.back,
        None if original is None else (original.front, original.back),
        corrected=original is not None and original.corrected,
    )
    before = form.front.toPlainText(), form.back.toPlainText()

    def put_down() -> None:
        words = form.front.toPlainText(), form.back.toPlainText()
        if words != before:
            page.drafts[about] = words

    form.left.connect(put_down)
    page.leaving.connect(form.put_down)
    if about in page.drafts:
        front, back = page.drafts.pop(about)
        form.front.setPlainText(front)
        form.back.setPlainText(back)
        _say_found(page)


def report_problem(
    page: Page, item_kind: ItemKind, item: str, title: str, shown: Mapping[str, Any] | None = None
) -> None:
    """Let the learner say what is wrong with something of the course.

    Args:
        page: The page in view; the form lies over it.
        item_kind: ``card``, ``question``, ``fact`` or ``entity``.
        item: Its id.
        title: What it is, as the page shows it.
        shown: What was displayed, part by part; by default what the course says of it now.
    """
    context = page.context
    words = [(each, translate("Problems", _CATEGORIES[each])) for each in CATEGORIES]
    form = ProblemForm(page.theme, page, f"{page.name}_problem", words)
    about = item_kind, context.learner, item

    def keep() -> None:
        category = next(each for each in CATEGORIES if each == form.category.value)
        text = form.words.toPlainText()
        try:
            context.services.problems.report(
                context.learner, item_kind, item, category, text, shown
            )
        except KnownError as error:
            form.tell(known_error(error))
            return
        form.dismiss()
        page.say(translate("Forms", "The report is kept. About MTD Tutor lists it."))

    form.kept.connect(keep)
    form.closed.connect(page.focus_start)
    form.ask(title, CATEGORIES[0])

    def put_down() -> None:
        if text := form.words.toPlainText():
            page.drafts[about] = str(form.category.value), text

    form.left.connect(put_down)
    page.leaving.connect(form.put_down)
    if about in page.drafts:
        category, text = page.drafts.pop(about)
        form.category.set_value(category)
        form.words.setPlainText(text)
        _say_found(page)


def _say_found(page: Page) -> None:
    page.say(translate("Forms", "What you had begun to write is still here."))
