"""Own wordings and problem reports, written on the Study page with real services and keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from mtdtutor.core.changes import Changes
from mtdtutor.core.errors import KnownError
from mtdtutor.services.problems import ProblemService
from mtdtutor.services.wording import WordingService
from mtdtutor.study.memory import Grade
from mtdtutor.ui.page import Context
from mtdtutor.ui.pages.library import LibraryPage
from mtdtutor.ui.pages.study import StudyPage
from mtdtutor.ui.widgets.form_sheet import FormSheet
from mtdtutor.ui.widgets.own_forms import ProblemForm, WordingForm
from mtdtutor.ui.window import MainWindow
from tests.support.clock import FakeClock
from tests.ui.corrected import load_newer
from tests.ui.course import on_course, open_window
from tests.ui.sweep import CONDITIONS, Condition, settle, sweep

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def course(context: Context, tmp_path: Path) -> Iterator[Context]:
    with on_course(context, tmp_path / "data") as ready:
        yield ready


@pytest.fixture
def window(qtbot: QtBot, course: Context) -> MainWindow:
    return open_window(qtbot, course, "study")


@pytest.fixture
def page(window: MainWindow) -> StudyPage:
    assert isinstance(window.page, StudyPage)
    return window.page


def focus() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None, "the focus is lost"
    return widget


def press(*keys: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    for key in keys:
        QTest.keyClick(focus(), key, modifiers)


def wording_form(page: StudyPage) -> WordingForm:
    (form,) = page.findChildren(WordingForm)
    return form


def problem_form(page: StudyPage) -> ProblemForm:
    (form,) = page.findChildren(ProblemForm)
    return form


def gone(page: StudyPage) -> bool:
    """Return whether no form is left, neither to be seen nor in memory."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return not page.findChildren(FormSheet)


def reword(page: StudyPage, front: str = "Mine?", back: str = "My answer.") -> None:
    press(Qt.Key.Key_Space, Qt.Key.Key_W)
    form = wording_form(page)
    form.front.setPlainText(front)
    form.back.setPlainText(back)
    press(Qt.Key.Key_Return, modifiers=CTRL)


def test_a_covered_card_cannot_be_reworded(page: StudyPage) -> None:
    press(Qt.Key.Key_W)
    assert not page.findChildren(FormSheet)
    assert not page.keyed["W"].isEnabled()


def test_a_card_is_put_in_own_words_and_back(
    page: StudyPage, course: Context, said: list[str]
) -> None:
    asked, shown = page.card.question.text(), page.shown
    assert shown is not None
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_W)
    form = wording_form(page)
    assert focus() is form.front
    assert (form.front.toPlainText(), form.back.toPlainText()) == (shown.front, shown.back)
    assert not form.reset_button.isVisible()
    QTest.keyClicks(form.front, "123 fb")
    assert form.front.toPlainText() == f"123 fb{shown.front}", "letters and digits are text"
    form.front.setPlainText("Mine?")
    press(Qt.Key.Key_Return, modifiers=CTRL)
    assert gone(page)
    assert focus() is page.card.answer
    assert said[-1] == "Your wording is kept."
    assert page.card.question.text() == "Mine?"
    assert "Your wording" in page.card.caption.text()
    assert page.keyed["V"].isVisible()
    press(Qt.Key.Key_V)
    assert focus() is page.card.original
    assert shown.front in page.card.original.text()
    assert shown.back in page.card.original_answer.text()
    press(Qt.Key.Key_V)
    assert page.card.original.isHidden()
    press(Qt.Key.Key_W)
    QTest.mouseClick(wording_form(page).reset_button, Qt.MouseButton.LeftButton)
    assert page.card.question.text() == asked
    assert not page.keyed["V"].isVisible()
    assert course.services.wording.find(course.learner, shown.card) is not None


def test_the_original_of_a_covered_card_does_not_show_its_answer(
    page: StudyPage, clock: FakeClock
) -> None:
    reword(page)
    press(Qt.Key.Key_1)
    clock.advance(seconds=120)
    page.refresh()
    while page.shown is not None and page.shown.front != "Mine?":
        press(Qt.Key.Key_Space, Qt.Key.Key_4)
    press(Qt.Key.Key_V)
    assert page.card.original.isVisible()
    assert page.card.original_answer.isHidden()
    press(Qt.Key.Key_Space)
    assert page.card.original_answer.isVisible()


def test_escape_leaves_the_wording_as_it_was(page: StudyPage) -> None:
    asked = page.card.question.text()
    press(Qt.Key.Key_Space, Qt.Key.Key_W)
    wording_form(page).front.setPlainText("Mine?")
    press(Qt.Key.Key_Escape)
    assert gone(page)
    assert focus() is page.card.answer
    assert page.card.question.text() == asked


def test_keys_in_a_form_do_nothing_to_the_card_behind(page: StudyPage, course: Context) -> None:
    press(Qt.Key.Key_Space, Qt.Key.Key_W)
    form = wording_form(page)
    form.keep.setFocus()
    press(Qt.Key.Key_1, Qt.Key.Key_F, Qt.Key.Key_S)
    press(Qt.Key.Key_Z, modifiers=CTRL)
    assert course.services.study.undo_label(course.learner) is None
    assert form.isVisible()


def test_half_a_card_is_refused_in_words_and_nothing_typed_is_lost(page: StudyPage) -> None:
    press(Qt.Key.Key_Space, Qt.Key.Key_W)
    form = wording_form(page)
    form.back.setPlainText("  ")
    press(Qt.Key.Key_Return, modifiers=CTRL)
    assert form.isVisible()
    assert focus() is form.trouble
    assert "question and an answer" in form.trouble.text()
    assert form.back.toPlainText() == "  "


def test_after_a_correction_both_wordings_are_shown(
    qtbot: QtBot, page: StudyPage, course: Context, clock: FakeClock
) -> None:
    shown = page.shown
    assert shown is not None
    reword(page)
    press(Qt.Key.Key_4)
    clock.advance(days=1)
    load_newer(course, corrects=shown.fact)
    window = open_window(qtbot, course, "study")
    later = window.page
    assert isinstance(later, StudyPage)
    study = course.services.study
    while later.shown is not None and later.shown.card != shown.card:
        study.grade(later.shown.review_id, Grade.EASY, 1_000)
        later.refresh()
    assert later.card.question.text() == "Mine?"
    assert later.card.original.isVisible()
    assert "corrected this card" in later.card.original.text()
    later.show_answer.click()
    assert shown.back in later.card.original_answer.text()
    later.keyed["W"].click()
    assert wording_form(later).corrected.isVisible()


def test_a_problem_is_reported_with_what_was_shown(
    page: StudyPage, course: Context, said: list[str]
) -> None:
    shown = page.shown
    assert shown is not None
    press(Qt.Key.Key_P)
    form = problem_form(page)
    assert form.about.text() == shown.front
    assert "Nothing is sent anywhere" in form.note.text()
    press(Qt.Key.Key_Right)
    form.words.setFocus()
    QTest.keyClicks(form.words, "which of 2 do you mean")
    press(Qt.Key.Key_Return, modifiers=CTRL)
    assert gone(page)
    assert focus() is page.card.question
    assert said[-1].startswith("The report is kept.")
    (kept,) = course.services.problems.everything(course.learner)
    assert (kept.item, kept.category, kept.text) == (
        shown.card,
        "unclear",
        "which of 2 do you mean",
    )
    assert kept.shown == {"front": shown.front, "back": shown.back}


@pytest.mark.parametrize("what", ["wording", "problem"])
def test_what_cannot_be_saved_stays_in_the_form(
    page: StudyPage, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    def fails(*_: object) -> None:
        raise KnownError("disk-full", file="x")

    monkeypatch.setattr(WordingService, "save", fails)
    monkeypatch.setattr(ProblemService, "report", fails)
    press(Qt.Key.Key_Space, Qt.Key.Key_W if what == "wording" else Qt.Key.Key_P)
    (form,) = page.findChildren(FormSheet)
    form.keep.click()
    assert form.isVisible()
    assert form.trouble.isVisible()


def test_tab_comes_to_the_buttons_after_what_is_filled_in(page: StudyPage) -> None:
    reword(page)
    assert gone(page)
    press(Qt.Key.Key_W)
    form = wording_form(page)
    for expected in (form.back, form.original, form.keep, form.reset_button):
        press(Qt.Key.Key_Tab)
        assert focus() is expected


def test_escape_closes_a_form_from_behind_it_before_anything_else(window: MainWindow) -> None:
    window.open_page("library")
    library = window.page
    assert isinstance(library, LibraryPage)
    library.search.setText("kind:card")
    library.detail.report_button.click()
    assert library.findChildren(ProblemForm)
    library.list.setFocus()
    press(Qt.Key.Key_Escape)
    assert focus() is library.list
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not library.findChildren(FormSheet)
    assert library.search.text() == "kind:card"


def test_one_form_at_a_time(page: StudyPage) -> None:
    press(Qt.Key.Key_Space, Qt.Key.Key_W)
    page.keyed["P"].click()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert [type(each) for each in page.findChildren(FormSheet)] == [ProblemForm]


@pytest.mark.parametrize("key", [Qt.Key.Key_W, Qt.Key.Key_P], ids=["wording", "problem"])
@pytest.mark.parametrize("condition", CONDITIONS, ids=lambda each: each.name)
def test_forms_in_every_appearance(
    qtbot: QtBot, page: StudyPage, window: MainWindow, condition: Condition, key: Qt.Key
) -> None:
    reword(page)
    press(key)
    settle(qtbot, window, page.theme, condition)
    (form,) = [each for each in page.findChildren(FormSheet) if not each.isHidden()]
    assert sweep(window, form, form.keep) == []


def opened(window: MainWindow, typed: str) -> LibraryPage:
    """Return the Library with the first entry found in view."""
    window.open_page("library")
    page = window.page
    assert isinstance(page, LibraryPage)
    page.finder.search.setText(typed)
    return page


def text_of(page: LibraryPage) -> str:
    return "\n".join(each.text() for each in page.detail.sections.texts())


def test_a_card_is_put_in_own_words_in_the_library(window: MainWindow) -> None:
    page = opened(window, "kind:card")
    row = page.list.current()
    assert row is not None
    page.detail.reword_button.setFocus()
    page.detail.reword_button.click()
    (form,) = page.findChildren(WordingForm)
    form.front.setPlainText("Mine?")
    form.keep.click()
    now = page.list.current()
    assert now is not None
    assert (now.id, now.title) == (row.id, "Mine?")
    told = text_of(page)
    assert told.startswith("Mine?\n")
    assert f"The course asks: {row.title}" in told
    assert page.detail.caption.text().endswith("Your wording")
    assert focus() is page.detail.reword_button
    page.detail.reword_button.click()
    (form,) = [each for each in page.findChildren(WordingForm) if not each.isHidden()]
    form.reset_button.click()
    assert text_of(page).startswith(row.title)


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("kind:card", "card"),
        ("kind:question", "question"),
        ("kind:fact", "fact"),
        ("kind:faq", "entity"),
    ],
)
def test_everything_in_the_library_can_be_reported(
    window: MainWindow, course: Context, typed: str, kind: str
) -> None:
    page = opened(window, typed)
    row = page.list.current()
    assert row is not None
    assert page.detail.reword_button.isVisible() == (kind == "card")
    page.detail.report_button.click()
    (form,) = page.findChildren(ProblemForm)
    form.keep.click()
    (kept,) = course.services.problems.everything(course.learner)
    assert (kept.item, kept.item_kind) == (row.id, kind)


def test_a_source_has_nothing_to_report(window: MainWindow) -> None:
    page = opened(window, "kind:source")
    assert page.list.current() is not None
    assert not page.detail.report_button.isVisible()


@pytest.mark.parametrize("what", ["wording", "problem"])
def test_a_form_goes_with_its_page_and_keeps_what_was_written(
    window: MainWindow, page: StudyPage, said: list[str], what: str
) -> None:
    key = Qt.Key.Key_W if what == "wording" else Qt.Key.Key_P
    press(Qt.Key.Key_Space, key)
    write(page, "Half a thought")
    window.open_page("library")
    window.open_page("study")
    assert gone(page)
    assert page.isAncestorOf(focus())
    page.card.answer.setFocus()
    press(key)
    assert written(page) == "Half a thought"
    assert said[-1] == "What you had begun to write is still here."
    press(Qt.Key.Key_Escape)
    assert gone(page)
    page.card.answer.setFocus()
    press(key)
    assert written(page) != "Half a thought", "what is put away by hand is not wanted any more"


def test_what_was_begun_on_a_card_is_found_on_that_card_and_by_that_learner_only(
    window: MainWindow, page: StudyPage, course: Context
) -> None:
    first = page.shown
    press(Qt.Key.Key_Space, Qt.Key.Key_P)
    write(page, "Half a thought")
    window.open_page("library")
    window.open_page("study")
    assert gone(page)
    page.card.answer.setFocus()
    press(Qt.Key.Key_3, Qt.Key.Key_Space, Qt.Key.Key_P)
    assert page.shown is not first
    assert written(page) == ""
    press(Qt.Key.Key_Escape)
    assert gone(page)
    press(Qt.Key.Key_Z, modifiers=CTRL)
    course.learner = course.services.learners.add("Noor").id
    window.on_changes(Changes.LEARNER)
    page.card.question.setFocus()
    press(Qt.Key.Key_Space, Qt.Key.Key_P)
    assert written(page) == ""


def test_redo_waits_while_a_form_is_open(page: StudyPage) -> None:
    press(Qt.Key.Key_Space, Qt.Key.Key_3)
    press(Qt.Key.Key_Z, modifiers=CTRL)
    before = page.shown
    press(Qt.Key.Key_P)
    assert isinstance(problem_form(page).category.chips[0], type(focus()))
    press(Qt.Key.Key_Y, modifiers=CTRL)
    assert page.shown == before


def write(page: StudyPage, text: str) -> None:
    """Write into the form that is open."""
    (form,) = page.findChildren(FormSheet)
    field = form.back if isinstance(form, WordingForm) else problem_form(page).words
    field.setPlainText(text)


def written(page: StudyPage) -> str:
    """Return what stands in the form that is open."""
    (form,) = page.findChildren(FormSheet)
    field = form.back if isinstance(form, WordingForm) else problem_form(page).words
    return field.toPlainText()
