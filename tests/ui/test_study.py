"""The Study page with real services and real keys: showing, grading, undo, notes, errors."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from mtdtutor import wiring
from mtdtutor.core.errors import KnownError
from mtdtutor.services.study import StudyService
from mtdtutor.services.study_views import Done, Shown
from mtdtutor.study.memory import Grade
from mtdtutor.ui.page import Context
from mtdtutor.ui.pages.reading import ReadingPage
from mtdtutor.ui.pages.study import StudyPage
from mtdtutor.ui.pages.today import TodayPage
from mtdtutor.ui.widgets.buttons import Button
from mtdtutor.ui.widgets.panel import ScrollBody
from mtdtutor.ui.widgets.text import MARK_WIDTH
from mtdtutor.ui.window import MainWindow
from tests.support.clock import FakeClock
from tests.ui.course import on_course, open_window
from tests.ui.sweep import CONDITIONS, Condition, settle, sweep

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from mtdtutor.wiring import Services

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


def press(*keys: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    for key in keys:
        QTest.keyClick(focus(), key, modifiers)


def hold(key: Qt.Key, text: str = "") -> None:
    """Send what a held key sends: presses marked as repeats."""
    none = Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(focus(), QKeyEvent(QEvent.Type.KeyPress, key, none, text, True))


def focus() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None, "the focus is lost"
    return widget


def stats(context: Context) -> tuple[int, int]:
    """Return live card reviews and retractions."""
    view = context.services.study.today(context.learner)
    with context.services.recorder._db.read() as conn:
        query = "SELECT count(*) FROM retraction"
        return view.reviewed, conn.exec_driver_sql(query).scalar_one()


class Listener(QObject):
    """Notes what a question says when it gets the focus."""

    def __init__(self, page: StudyPage, heard: list[str]) -> None:
        super().__init__(page)
        self._page, self._heard = page, heard

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() is QEvent.Type.FocusIn:
            self._heard.append(self._page.card.question.text())
        return super().eventFilter(watched, event)


def finish(page: StudyPage, clock: FakeClock) -> None:
    """Grade every card of the day easy."""
    while page.key_phase() != "done":
        press(Qt.Key.Key_Space, Qt.Key.Key_4)
        clock.advance(seconds=5)


# The table


def test_opens_on_the_next_card_with_the_focus_on_its_question(page: StudyPage) -> None:
    assert focus() is page.card.question
    assert page.card.question.text()
    assert page.card.question.accessibleName().startswith("Question, New")
    assert page.progress.text() == "1 of 10"
    assert page.window().windowTitle() == "MTD Tutor – Study"


def test_nothing_tells_the_answer_before_it_is_asked_for(page: StudyPage, course: Context) -> None:
    shown = course.services.study.begin(course.learner)
    assert isinstance(shown, Shown)
    told = "\n".join(words(page.window()))
    assert shown.front in told
    for secret in (shown.back, shown.why, *shown.sources):
        assert secret not in told
    press(Qt.Key.Key_O)
    assert focus() is page.card.question
    press(Qt.Key.Key_Space)
    told = "\n".join(words(page.window()))
    for secret in (shown.back, shown.why, *shown.sources):
        assert secret in told


def words(widget: QWidget) -> list[str]:
    """Return everything a screen reader could find, hidden widgets too."""
    found = []
    for each in [widget, *widget.findChildren(QWidget)]:
        interface = QAccessible.queryAccessibleInterface(each)
        if interface is None:
            continue
        parts = QAccessible.Text
        told = (parts.Name, parts.Description, parts.Value, parts.Help)
        found.extend(interface.text(part) for part in told)
        text = interface.textInterface()
        if text is not None:
            found.append(text.text(0, text.characterCount()))
        found.append(each.toolTip())
    return found


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_space_and_enter_show_the_answer_and_never_grade(
    page: StudyPage, course: Context, key: Qt.Key
) -> None:
    press(key)
    assert page.key_phase() == "answer"
    assert focus() is page.card.answer
    assert page.card.answer.accessibleName() == "Answer"
    press(key, key)
    assert page.key_phase() == "answer"
    assert stats(course) == (0, 0)


def test_the_answer_moves_nothing(page: StudyPage) -> None:
    parts = [page.card, page.card.question, page.bottom, page.deeds, page.undo_button]
    before = [part.geometry() for part in parts]
    press(Qt.Key.Key_Space)
    page.grab()
    assert [part.geometry() for part in parts] == before
    grades = [button.geometry() for button in page.grades.values()]
    press(Qt.Key.Key_3, Qt.Key.Key_Space)
    page.grab()
    assert [button.geometry() for button in page.grades.values()] == grades


@pytest.mark.parametrize("grade", list(Grade))
def test_digits_grade_and_bring_the_next_question(
    page: StudyPage, course: Context, grade: Grade, clock: FakeClock
) -> None:
    first = page.card.question.text()
    press(Qt.Key.Key_Space)
    clock.advance(seconds=4)
    press(Qt.Key(Qt.Key.Key_0 + grade))
    assert focus() is page.card.question
    assert page.card.question.text() != first
    assert page.card.answer.text() == ""
    event = course.services.recorder.undoable(course.learner)
    assert event is not None
    assert (getattr(event, "grade", None), getattr(event, "duration_ms", None)) == (grade, 4000)


def test_each_button_says_when_the_card_comes_back(page: StudyPage) -> None:
    press(Qt.Key.Key_Space)
    names = [button.accessibleName() for button in page.grades.values()]
    assert names[0] == "Again, in 1 minute"
    assert names[2] == "Good, in 10 minutes"
    assert names[3].startswith("Easy, in ")


def test_a_grade_button_with_the_focus_takes_enter(page: StudyPage, course: Context) -> None:
    press(Qt.Key.Key_Space)
    page.grades[Grade.HARD].setFocus()
    press(Qt.Key.Key_Return)
    event = course.services.recorder.undoable(course.learner)
    assert getattr(event, "grade", None) == Grade.HARD
    assert focus() is page.card.question


def test_a_grade_before_the_answer_and_a_second_one_count_for_nothing(
    page: StudyPage, course: Context
) -> None:
    press(Qt.Key.Key_3)
    assert page.key_phase() == "question"
    press(Qt.Key.Key_Space, Qt.Key.Key_3, Qt.Key.Key_3)
    assert page.key_phase() == "question"
    assert stats(course) == (1, 0)


def test_a_held_key_does_what_it_did_once(page: StudyPage, course: Context) -> None:
    press(Qt.Key.Key_Space)
    hold(Qt.Key.Key_3, "3")
    hold(Qt.Key.Key_Space, " ")
    assert page.key_phase() == "answer"
    press(Qt.Key.Key_3)
    hold(Qt.Key.Key_Space, " ")
    assert page.key_phase() == "question"
    assert stats(course) == (1, 0)


def test_a_mouse_does_all_of_it_too(page: StudyPage, course: Context) -> None:
    left = Qt.MouseButton.LeftButton
    QTest.mouseClick(page.show_answer, left)
    assert focus() is page.card.answer
    QTest.mouseClick(page.grades[Grade.GOOD], left)
    assert stats(course) == (1, 0)
    QTest.mouseClick(page.undo_button, left)
    assert stats(course) == (0, 1)


def test_progress_counts_cards_and_tells_what_comes_again(page: StudyPage) -> None:
    press(Qt.Key.Key_Space, Qt.Key.Key_3)
    assert page.progress.text() == "2 of 10  ·  1 to repeat"
    press(Qt.Key.Key_Space, Qt.Key.Key_3)
    assert page.progress.text() == "3 of 10  ·  2 to repeat"


def test_progress_goes_on_through_the_repeats(page: StudyPage) -> None:
    told = []
    while page.key_phase() != "done":
        told.append(page.progress.text())
        press(Qt.Key.Key_Space, Qt.Key.Key_3)
    assert told[9] == "10 of 10  ·  9 to repeat"
    assert told[10:] == [f"{n} to repeat" for n in range(10, 0, -1)]


def test_reading_about_a_card_is_offered_once(page: StudyPage) -> None:
    def offers() -> list[str]:
        return [
            each.objectName()
            for each in page.findChildren(Button)
            if each.isVisible() and each.text() == "Read about this"
        ]

    assert offers() == ["study_read_first"]
    press(Qt.Key.Key_Space)
    assert offers() == ["study_read"]
    press(Qt.Key.Key_3)
    assert offers() == ["study_read_first"]


def test_more_new_cards_are_offered_when_the_day_is_done(page: StudyPage, clock: FakeClock) -> None:
    finish(page, clock)
    assert page.done.more.text() == "Learn 10 more cards"
    assert page.done.action.text() == "Take a quiz"
    page.done.more.click()
    assert page.key_phase() == "question"
    assert focus() is page.card.question
    assert page.card.caption.text().startswith("New")
    finish(page, clock)
    assert page.done.text.text().startswith("You graded 20 answers today.")


def test_a_note_shown_with_the_answer_is_labelled(page: StudyPage, course: Context) -> None:
    shown = course.services.study.begin(course.learner)
    assert isinstance(shown, Shown)
    course.services.study.set_note(shown.card, "eight and one")
    page.on_changes(page.interests)
    assert not page.card.note_title.isVisible()
    press(Qt.Key.Key_Space)
    assert page.card.note_title.isVisible()
    assert page.card.note_title.text() == "Your note"
    assert page.card.note_title.y() < page.card.note.y()


def test_the_whole_card_scrolls_by_key(page: StudyPage, window: MainWindow, qtbot: QtBot) -> None:
    settle(qtbot, window, page.theme, CONDITIONS[2])
    press(Qt.Key.Key_Space)
    window.grab()
    bar = page.card.findChild(ScrollBody).verticalScrollBar()
    assert bar.maximum() > 0, "the card is larger than its room"
    press(Qt.Key.Key_Home)
    assert bar.value() == 0
    press(Qt.Key.Key_PageDown)
    assert bar.value() > 0
    press(Qt.Key.Key_End)
    assert bar.value() == bar.maximum()
    press(Qt.Key.Key_PageUp)
    assert bar.value() < bar.maximum()
    for _ in range(60):
        press(Qt.Key.Key_Down)
    assert bar.value() == bar.maximum(), "it goes on where the focused text ends"
    assert focus() is page.card.answer


def test_a_repeated_card_says_so(page: StudyPage, clock: FakeClock) -> None:
    first = page.card.question.text()
    press(Qt.Key.Key_Space, Qt.Key.Key_1)
    clock.advance(seconds=61)
    press(Qt.Key.Key_Space, Qt.Key.Key_3)
    assert page.card.question.text() == first
    assert page.card.caption.text().startswith("Again")
    assert not page.read_first.isVisible()
    assert page.keyed["R"].isVisible()


def test_no_widget_is_made_for_a_card(page: StudyPage) -> None:
    press(Qt.Key.Key_Space, Qt.Key.Key_3, Qt.Key.Key_Space)
    before = set(page.findChildren(QWidget))
    press(Qt.Key.Key_3, Qt.Key.Key_Space)
    made = set(page.findChildren(QWidget)) - before
    assert all(each.width() == MARK_WIDTH for each in made), "only the mark of the focus is made"


def test_a_hint_is_given_on_request_only(page: StudyPage, course: Context) -> None:
    table = course.services.study.begin(course.learner)
    while isinstance(table, Shown) and not table.hint:
        press(Qt.Key.Key_H)
        assert focus() is page.card.question
        assert not page.hint.isVisible()
        press(Qt.Key.Key_Space, Qt.Key.Key_4)
        table = course.services.study.begin(course.learner)
    assert isinstance(table, Shown)
    assert page.hint.isVisible()
    assert table.hint not in words(page)
    press(Qt.Key.Key_H)
    assert focus() is page.card.hint
    assert page.card.hint.text() == table.hint
    press(Qt.Key.Key_Space)
    assert page.key_phase() == "answer"
    press(Qt.Key.Key_4)
    assert not page.card.hint.isVisible()


# Undo


def test_undo_names_the_card_and_brings_it_back(
    page: StudyPage, course: Context, said: list[str]
) -> None:
    first = page.card.question.text()
    assert not page.undo_button.isEnabled()
    press(Qt.Key.Key_Space, Qt.Key.Key_3)
    assert page.undo_button.accessibleName() == f"Undo Good on “{first}”"
    press(Qt.Key.Key_Z, modifiers=CTRL)
    assert page.card.question.text() == first
    assert focus() is page.card.question
    assert said[-1] == f"Took back Good on “{first}”."
    assert page.progress.text() == "1 of 10"
    assert stats(course) == (0, 1)
    press(Qt.Key.Key_Z, modifiers=CTRL)
    assert said[-1] == "There is nothing to take back."


def test_undo_works_after_a_restart(
    page: StudyPage, course: Context, clock: FakeClock, tmp_path: Path
) -> None:
    assert page.shown is not None
    first = page.shown.front
    press(Qt.Key.Key_Space, Qt.Key.Key_3)
    course.services.close()
    again = reopened(course, clock)
    page.on_changes(page.interests)
    assert page.undo_button.accessibleName() == f"Undo Good on “{first}”"
    press(Qt.Key.Key_Z, modifiers=CTRL)
    assert page.card.question.text() == first
    again.close()


def reopened(context: Context, clock: FakeClock) -> Services:
    """Open the same folder again, as a new start of the program does."""
    services = wiring.open_services(context.services.paths, clock, random.Random(77))
    context.services = services
    return services


def test_after_the_last_card_undo_still_works(page: StudyPage, clock: FakeClock) -> None:
    finish(page, clock)
    press(Qt.Key.Key_Z, modifiers=CTRL)
    assert page.key_phase() == "question"
    assert focus() is page.card.question
    assert page.card.isVisible()


# Beside grading


def test_a_note_is_written_in_place_and_seen_with_the_answer(page: StudyPage) -> None:
    press(Qt.Key.Key_E)
    assert focus() is page.card.editor.field
    assert page.key_phase() == "note"
    QTest.keyClicks(focus(), "3 be 1 f")
    assert page.card.question.text(), "digits and letters are text here"
    press(Qt.Key.Key_Escape)
    assert focus() is page.card.question
    assert not page.card.editor.isVisible()
    assert not page.card.note.isVisible()
    press(Qt.Key.Key_Space)
    assert page.card.note.text() == "3 be 1 f"
    assert page.card.note.accessibleName() == "Your note"
    press(Qt.Key.Key_E)
    assert page.card.editor.field.toPlainText() == "3 be 1 f"
    press(Qt.Key.Key_A, modifiers=CTRL)
    press(Qt.Key.Key_Delete)
    press(Qt.Key.Key_Return, modifiers=CTRL)
    assert not page.card.note.isVisible()
    assert focus() is page.card.answer


def test_leaving_keeps_a_note_half_written(
    page: StudyPage, window: MainWindow, course: Context
) -> None:
    press(Qt.Key.Key_E)
    QTest.keyClicks(focus(), "half")
    window.open_page("today")
    shown = course.services.study.begin(course.learner)
    assert isinstance(shown, Shown)
    assert shown.note == "half"


def test_a_flag_is_seen_and_said_and_taken_off(page: StudyPage, said: list[str]) -> None:
    press(Qt.Key.Key_F)
    assert page.card.caption.text().endswith("Flagged")
    assert said[-1] == "Flagged."
    assert focus() is page.card.question
    press(Qt.Key.Key_Space, Qt.Key.Key_F)
    assert page.key_phase() == "answer", "flagging does not cover the answer"
    assert "Flagged" not in page.card.caption.text()
    assert said[-1] == "Flag taken off."


@pytest.mark.parametrize(
    ("key", "words", "undo"),
    [
        (Qt.Key.Key_B, "Buried until tomorrow.", "Undo burying “{}”"),
        (Qt.Key.Key_S, "Suspended. The Library can resume it.", "Undo suspending “{}”"),
    ],
)
def test_a_card_is_put_away_and_taken_back(
    page: StudyPage, said: list[str], key: Qt.Key, words: str, undo: str
) -> None:
    first = page.card.question.text()
    press(key)
    assert page.card.question.text() != first
    assert said[-1] == words
    assert page.undo_button.accessibleName() == undo.format(first)
    press(Qt.Key.Key_Z, modifiers=CTRL)
    assert page.card.question.text() == first


def test_the_source_has_the_focus_on_request(page: StudyPage) -> None:
    press(Qt.Key.Key_Space, Qt.Key.Key_O)
    assert focus() is page.card.sources
    assert page.card.sources.text()
    press(Qt.Key.Key_3)
    assert focus() is page.card.question


@pytest.mark.parametrize("phase", ["question", "answer"])
def test_reading_about_it_comes_back_to_the_same_place(
    page: StudyPage, window: MainWindow, phase: str
) -> None:
    if phase == "answer":
        press(Qt.Key.Key_Space)
    before = page.card.question.text()
    press(Qt.Key.Key_R)
    page.card.passage.more.click()
    assert isinstance(window.page, ReadingPage)
    press(Qt.Key.Key_Escape)
    assert window.page is page
    assert (page.card.question.text(), page.key_phase()) == (before, phase)
    assert focus() is (page.card.question if phase == "question" else page.card.answer)


def test_time_spent_elsewhere_does_not_count(
    page: StudyPage, window: MainWindow, course: Context, clock: FakeClock
) -> None:
    clock.advance(seconds=3)
    press(Qt.Key.Key_R)
    clock.advance(seconds=30)
    page.card.passage.more.click()
    clock.advance(seconds=60)
    press(Qt.Key.Key_Escape)
    clock.advance(seconds=1)
    window.open_page("today")
    clock.advance(seconds=60)
    window.open_page("study")
    clock.advance(seconds=1)
    press(Qt.Key.Key_Space, Qt.Key.Key_3)
    assert getattr(course.services.recorder.undoable(course.learner), "duration_ms", 0) == 5000


def test_every_action_has_a_button_or_a_line_in_the_menu(
    page: StudyPage, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    press(Qt.Key.Key_Space)
    row = page.deeds
    assert not row.more.isVisible()
    # What the course says needs no showing where the card is in its words.
    hidden = [key for key, button in page.keyed.items() if not button.isVisible()]
    assert hidden == ["V"]
    page.theme.set_scale(200)
    window.resize(720, 560)
    window.grab()
    assert row.more.isVisible()
    beside = [button.text() for button in page.keyed.values() if button.isVisible()]
    opened: list[QPoint] = []
    # A popup grabs the keyboard, which there is none of without a screen.
    monkeypatch.setattr(QMenu, "popup", lambda menu, place: opened.append(place))
    QTest.mouseClick(row.more, Qt.MouseButton.LeftButton)
    assert opened
    lines = [action.text() for action in row.menu.actions() if action.isVisible()]
    assert [*beside, *lines] == [
        "Note", "Flag", "Bury", "Suspend", "Source", "Read about this", "Reword", "Report", "Info",
    ]  # fmt: skip
    assert 0 < len(beside) < len(lines)
    row.menu.actions()[1].trigger()
    assert page.card.caption.text().endswith("Flagged")


# Errors, days, ends


def test_what_cannot_be_saved_is_said_and_can_be_tried_again(
    page: StudyPage, course: Context, monkeypatch: pytest.MonkeyPatch, said: list[str]
) -> None:
    question = page.card.question.text()
    press(Qt.Key.Key_Space)

    def refuse(self: StudyService, *args: object) -> None:
        raise KnownError("disk-full", file="mtdtutor.sqlite3")

    with monkeypatch.context() as broken:
        broken.setattr(StudyService, "grade", refuse)
        press(Qt.Key.Key_3)
    assert page.message.isVisible()
    assert focus() is page.message.action
    assert "Free some space" in said[-1]
    assert (page.key_phase(), page.card.question.text()) == ("answer", question)
    assert stats(course) == (0, 0)
    press(Qt.Key.Key_Return)
    assert not page.message.isVisible()
    assert stats(course) == (1, 0)
    assert focus() is page.card.question


def test_a_message_put_away_leaves_the_card_as_it_was(
    page: StudyPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: StudyService, *args: object) -> None:
        raise KnownError("database-locked", file="mtdtutor.sqlite3")

    with monkeypatch.context() as broken:
        broken.setattr(StudyService, "act", refuse)
        broken.setattr(StudyService, "undo", refuse)
        broken.setattr(StudyService, "set_note", refuse)
        for key, modifiers in ((Qt.Key.Key_B, None), (Qt.Key.Key_Z, CTRL)):
            press(key, modifiers=modifiers or Qt.KeyboardModifier.NoModifier)
            assert page.message.isVisible()
            press(Qt.Key.Key_Escape)
            assert focus() is page.card.question
        press(Qt.Key.Key_E, Qt.Key.Key_X)
        press(Qt.Key.Key_Escape)
        assert page.message.isVisible()
        assert page.card.editor.field.toPlainText() == "x", "what was typed is still there"
    press(Qt.Key.Key_Return)
    assert not page.card.editor.isVisible()


def test_a_data_folder_that_became_read_only_loses_nothing(
    page: StudyPage, course: Context
) -> None:
    press(Qt.Key.Key_Space)
    with course.services.recorder._db.read() as conn:
        conn.exec_driver_sql("PRAGMA query_only = ON")
    press(Qt.Key.Key_3)
    assert page.message.isVisible()
    assert page.key_phase() == "answer"
    with course.services.recorder._db.read() as conn:
        conn.exec_driver_sql("PRAGMA query_only = OFF")
    press(Qt.Key.Key_Return)
    assert stats(course) == (1, 0)


def test_the_end_tells_what_was_done_and_what_comes(page: StudyPage, clock: FakeClock) -> None:
    finish(page, clock)
    assert focus() is page.done.text
    assert page.done.title.text() == "Nothing more for now"
    lines = page.done.text.text().splitlines()
    assert lines == ["You graded 10 answers today.", "Tomorrow: 10 cards."]
    press(Qt.Key.Key_Space, Qt.Key.Key_3)
    assert page.key_phase() == "done"


def test_opened_with_nothing_left_the_next_step_has_the_focus(
    page: StudyPage, window: MainWindow, clock: FakeClock
) -> None:
    finish(page, clock)
    window.open_page("today")
    window.open_page("study")
    assert focus() is page.done.action
    assert "Tomorrow: 10 cards." in page.done.action.accessibleDescription()


def test_a_new_study_day_begins_while_the_page_is_open(
    page: StudyPage, window: MainWindow, clock: FakeClock
) -> None:
    finish(page, clock)
    clock.advance(days=1)
    window.check_day()
    assert page.key_phase() == "question"
    assert page.progress.text() == "1 of 10"


def test_a_card_that_comes_while_the_end_is_in_view_takes_the_focus(
    page: StudyPage, window: MainWindow, clock: FakeClock
) -> None:
    finish(page, clock)
    page.done.action.setFocus()
    stale = page.card.question.text()
    clock.advance(hours=24)
    heard: list[str] = []
    page.card.question.installEventFilter(Listener(page, heard))
    window.check_day()
    assert heard == [page.card.question.text()] != [stale]
    assert page.key_phase() == "question"
    assert focus() is page.card.question, "what is hidden with the focus hands it to a stranger"


def test_larger_text_leaves_card_answer_and_focus(page: StudyPage) -> None:
    press(Qt.Key.Key_Space)
    front = page.card.question.text()
    press(Qt.Key.Key_Plus, modifiers=CTRL)
    assert page.theme.scale == 110
    assert page.key_phase() == "answer"
    assert (page.card.question.text(), focus()) == (front, page.card.answer)


def test_another_learner_finds_another_table(page: StudyPage, course: Context) -> None:
    press(Qt.Key.Key_Space, Qt.Key.Key_3)
    course.learner = course.services.learners.add("Other").id
    page.on_changes(page.interests)
    assert page.progress.text() == "1 of 10"
    assert not page.undo_button.isEnabled()


def test_from_today_to_the_first_grade_by_enter_and_digits(qtbot: QtBot, course: Context) -> None:
    window = open_window(qtbot, course, "today")
    assert isinstance(window.page, TodayPage)
    press(Qt.Key.Key_Return)
    hold(Qt.Key.Key_Return, "\r")
    assert isinstance(window.page, StudyPage)
    assert window.page.key_phase() == "question", "a held Enter does not show the answer"
    press(Qt.Key.Key_Return, Qt.Key.Key_2)
    assert stats(course) == (1, 0)


# Appearance


def test_what_comes_later_is_told_at_the_end(page: StudyPage) -> None:
    page.done.show_done(Done(318, 1, 7, 100_000, 0), 10_000)
    assert page.done.text.text().splitlines() == [
        "You graded 1 answer today.",
        "The next card is ready in 1:30.",
        "7 more cards are due and come on other days.",
        "Nothing is planned for tomorrow.",
    ]


@pytest.mark.parametrize("condition", CONDITIONS, ids=lambda each: each.name)
def test_the_page_is_in_order(
    page: StudyPage, window: MainWindow, qtbot: QtBot, condition: Condition, clock: FakeClock
) -> None:
    settle(qtbot, window, page.theme, condition)
    assert sweep(window, page, page.show_answer) == []
    question = page.card.question
    first_lines = min(question.height(), 31)
    assert question.visibleRegion().boundingRect().height() >= first_lines > 20
    press(Qt.Key.Key_Space)
    window.grab()
    assert sweep(window, page, page.grades[Grade.GOOD]) == []
    assert page.card.answer.visibleRegion().boundingRect().height() > 20
    press(Qt.Key.Key_3)
    press(Qt.Key.Key_E)
    window.grab()
    assert sweep(window, page, page.show_answer) == []
    press(Qt.Key.Key_Escape)
    finish(page, clock)
    window.grab()
    assert sweep(window, page, page.done.action) == []
