"""The library page: type, choose, read, without spoiling questions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication

from mtdtutor.core.changes import Changes
from mtdtutor.core.errors import KnownError
from mtdtutor.services.course_views import Row, Standing
from mtdtutor.services.study_views import Shown
from mtdtutor.storage import memory
from mtdtutor.study.fold import ActionKind
from mtdtutor.study.memory import NEW_MEMORY, NO_MARKS, Grade, Marks, State
from mtdtutor.ui.page import Context
from mtdtutor.ui.pages.library import LibraryPage
from mtdtutor.ui.pages.library_deeds import MOST_AT_ONCE
from mtdtutor.ui.pages.library_list import LibraryModel, two_lines
from mtdtutor.ui.pages.library_words import row_caption, standing
from mtdtutor.ui.pages.study import StudyPage
from mtdtutor.ui.widgets.buttons import Button
from mtdtutor.ui.window import MainWindow
from tests.ui.course import on_course, open_window
from tests.ui.sweep import CONDITIONS, Condition, settle, sweep

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

DAY = 20514


@pytest.fixture
def course(context: Context, tmp_path: Path) -> Iterator[Context]:
    with on_course(context, tmp_path / "data") as ready:
        yield ready


@pytest.fixture
def window(qtbot: QtBot, course: Context) -> MainWindow:
    return open_window(qtbot, course, "library")


@pytest.fixture
def page(window: MainWindow) -> LibraryPage:
    assert isinstance(window.page, LibraryPage)
    return window.page


def type_text(qtbot: QtBot, text: str) -> None:
    QTest.keyClicks(QApplication.focusWidget(), text)


def press(qtbot: QtBot, key: Qt.Key) -> None:
    QTest.keyClick(QApplication.focusWidget(), key)


def detail_text(page: LibraryPage) -> str:
    texts = [*page.detail.sections.texts(), *page.detail.answer.texts()]
    return "\n".join(text.text() for text in texts if text.isVisible())


def called(window: MainWindow) -> str:
    return str(window.page.name) if window.page is not None else ""


def choose(page: LibraryPage, value: str, key: str = "kind") -> None:
    """Choose in a filter as a person does."""
    field = page.finder.fields[key]
    field.setCurrentIndex(field.findData(value))
    field.activated.emit(field.currentIndex())


def rows_of(page: LibraryPage) -> list[Row]:
    return list(page.model.between(0, page.model.rowCount()))


def test_search_begins_at_once_and_enter_opens_the_first(page: LibraryPage, qtbot: QtBot) -> None:
    assert QApplication.focusWidget() is page.search
    type_text(qtbot, "track 1 1/2")
    current = page.list.current()
    assert current is not None
    assert current.title == "Track 1.5: Mixed dialogue"
    press(qtbot, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is page.detail.sections.texts()[0]
    assert "Track 1.5: Mixed dialogue" in detail_text(page)


def test_typing_narrows_the_list_and_says_how_many(
    page: LibraryPage, qtbot: QtBot, said: list[str]
) -> None:
    before = page.model.rowCount()
    type_text(qtbot, "envoy")
    assert 0 < page.model.rowCount() < before
    assert said[-1] == page.finder.count.text()


def test_digits_and_letters_are_text_while_searching(
    window: MainWindow, page: LibraryPage, qtbot: QtBot
) -> None:
    type_text(qtbot, "1?sf")
    assert page.search.text() == "1?sf"
    assert window.page is page


def test_arrows_browse_and_escape_leads_back(page: LibraryPage, qtbot: QtBot) -> None:
    press(qtbot, Qt.Key.Key_Down)
    assert QApplication.focusWidget() is page.list
    press(qtbot, Qt.Key.Key_Down)
    current = page.list.current()
    assert current is not None
    assert current.id == "track-1.5"
    assert "Track 1.5" in detail_text(page), "the details follow the list"
    press(qtbot, Qt.Key.Key_Return)
    press(qtbot, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is page.list


def test_escape_takes_a_search_back(page: LibraryPage, qtbot: QtBot) -> None:
    everything = page.model.rowCount()
    type_text(qtbot, "envoy")
    press(qtbot, Qt.Key.Key_Escape)
    assert page.search.text() == ""
    assert page.model.rowCount() == everything


def test_nothing_found_offers_everything(page: LibraryPage, qtbot: QtBot) -> None:
    everything = page.model.rowCount()
    choose(page, "card")
    page.search.setFocus()
    type_text(qtbot, "zzz")
    assert page.empty.isVisible()
    assert not page.detail.isVisible()
    page.empty.action.click()
    assert page.model.rowCount() == everything
    assert QApplication.focusWidget() is page.search


def test_filters_narrow_the_list(page: LibraryPage) -> None:
    choose(page, "card")
    choose(page, "track-7", "topic")
    rows = rows_of(page)
    assert rows
    assert {(row.kind, row.topic) for row in rows} == {("card", "track-7")}


def test_filters_and_query_agree(page: LibraryPage, qtbot: QtBot) -> None:
    everything = page.model.rowCount()
    choose(page, "card")
    choose(page, "track-1.5", "topic")
    choose(page, "core", "level")
    choose(page, "new", "is")
    type_text(qtbot, "peace")
    assert page.search.text() == "is:new level:core topic:1.5 kind:card peace"
    page.search.setText("kind:facts level:detail topic:system")
    chosen = {key: field.currentData() for key, field in page.finder.fields.items()}
    assert chosen == {"kind": "fact", "topic": "system", "level": "detail", "is": "", "tag": ""}
    choose(page, "", "topic")
    assert page.search.text() == "kind:facts level:detail "
    page.search.setText("kind:entity")
    assert page.finder.fields["kind"].currentText() == "Subjects"
    page.finder.clear_button.click()
    assert page.search.text() == ""
    assert page.model.rowCount() == everything
    assert QApplication.focusWidget() is page.search


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("topic:12", "“topic:12” is not known"),
        ("level:", "After level: write one of these: core, standard, detail."),
        ("is:lost", "new, learning, due, suspended"),
        ("tag:", "write the tag"),
        ("kind:card", ""),
    ],
)
def test_what_is_not_understood_is_told(page: LibraryPage, typed: str, words: str) -> None:
    page.search.setText(typed)
    assert words in page.finder.trouble.text()
    assert page.finder.trouble.isVisible() is bool(words)
    assert page.model.rowCount() > 0


def test_what_can_be_typed_is_told(page: LibraryPage, qtbot: QtBot) -> None:
    page.finder.help.click()
    texts = page.help_text.texts()
    assert QApplication.focusWidget() is texts[0]
    assert "topic:4" in "\n".join(text.text() for text in texts)
    assert not page.list.isVisible()
    press(qtbot, Qt.Key.Key_Escape)
    assert page.list.isVisible()
    assert QApplication.focusWidget() is page.search


def test_a_narrow_window_keeps_filters_behind_a_button(
    window: MainWindow, page: LibraryPage
) -> None:
    assert not page.finder.toggle.isVisible()
    window.resize(720, 560)
    window.grab()
    assert not page.finder.filters.isVisible()
    page.finder.toggle.click()
    assert page.finder.filters.isVisible()
    assert not page.list.isVisible(), "there is no room for both"
    choose(page, "card")
    QTest.keyClick(page.finder.toggle, Qt.Key.Key_Escape)
    assert page.finder.toggle.text() == "Filters in use"
    assert page.list.isVisible()
    page.finder.toggle.click()
    QTest.keyClick(page.search, Qt.Key.Key_Down)
    assert page.list.hasFocus()


def test_a_question_keeps_its_key_until_asked(page: LibraryPage, qtbot: QtBot) -> None:
    choose(page, "question")
    page.search.setFocus()
    press(qtbot, Qt.Key.Key_Return)
    hidden = detail_text(page)
    assert "Why not" not in hidden
    assert "Track" not in page.detail.caption.text()
    assert page.detail.show_answer.isVisible()
    assert not page.detail.read_button.isVisible(), "what to read would tell the answer"
    page.detail.show_answer.click()
    assert len(detail_text(page)) > len(hidden)
    assert "Track" in page.detail.caption.text()
    assert QApplication.focusWidget() is page.detail.answer.texts()[0]
    press(qtbot, Qt.Key.Key_Escape)
    press(qtbot, Qt.Key.Key_Down)
    assert not page.detail.answer.isVisible(), "the next question is hidden again"
    assert page.detail.show_answer.isVisible()


@pytest.mark.parametrize("kind", ["fact", "term", "question"])
def test_tab_goes_through_the_details_from_top_to_bottom(page: LibraryPage, kind: str) -> None:
    choose(page, kind)
    if kind == "question":
        page.detail.show_answer.click()
    detail = page.detail
    expected = [
        *detail.sections.texts(),
        *detail.answer.texts(),
        *([detail.links.list] if detail.links.isVisible() else []),
        *(button for button in detail.findChildren(Button) if button.isVisible()),
    ]
    widget, met = page.bar.forget.nextInFocusChain(), []
    while widget is not None and widget is not page.bar.forget:
        if widget in expected:
            met.append(widget)
        widget = widget.nextInFocusChain()
    assert met == expected


def test_a_message_does_not_push_the_current_line_out_of_view(
    page: LibraryPage, qtbot: QtBot
) -> None:
    choose(page, "card")
    page.list.setFocus()
    page.window().grab()
    place = 0
    while page.list.visualRect(page.model.index(place + 1, 0)).bottom() < page.list.height():
        place += 1
    page.list.select(place)
    press(qtbot, Qt.Key.Key_F)
    page.window().grab()
    assert page.message.isVisible()
    at = page.list.visualRect(page.list.currentIndex())
    assert page.list.viewport().rect().contains(at)


def test_a_case_keeps_its_answer_until_asked(page: LibraryPage, qtbot: QtBot) -> None:
    choose(page, "scenario")
    press(qtbot, Qt.Key.Key_Return)
    row = page.list.current()
    assert row is not None
    assert not row.title.endswith("…"), "only the room in the list cuts a case"
    assert "Track" not in page.detail.caption.text() + detail_text(page)
    page.detail.show_answer.click()
    assert "Track" in detail_text(page)


def test_lists_never_name_the_topic_of_what_asks() -> None:
    for kind in ("card", "question", "scenario"):
        row = Row(kind, "x", "Which?", "track-3", "Track 3: Business")
        assert "Track 3" not in row_caption(row)
    fact = Row("fact", "x", "So it is.", "track-3", "Track 3: Business")
    assert "Track 3" in row_caption(fact)


def test_a_card_tells_where_it_stands_after_a_review(page: LibraryPage, qtbot: QtBot) -> None:
    choose(page, "card")
    press(qtbot, Qt.Key.Key_Return)
    assert "New: not studied yet." in detail_text(page)
    current = page.list.current()
    assert current is not None
    services = page.context.services
    known = NEW_MEMORY._replace(state=State.REVIEW, due_day=DAY + 6, reviews=2)
    with services._db.write() as conn:
        memory.save(conn, page.context.learner, current.id, known, NO_MARKS)
    page.on_changes(Changes.REVIEWS)
    assert "It comes back in 6 days. Reviewed 2 times." in detail_text(page)
    assert page.list.current() == current, "the place in the list is kept"


REVIEWED = NEW_MEMORY._replace(state=State.REVIEW, reviews=1)
LEARNED = NEW_MEMORY._replace(state=State.LEARNING, reviews=1)
PLAIN = Standing(NEW_MEMORY, DAY, 1_000_000, suspended=False, buried=False, flagged=False)


@pytest.mark.parametrize(
    ("of", "words"),
    [
        (PLAIN, "New: not studied yet."),
        (PLAIN._replace(memory=REVIEWED._replace(due_day=DAY - 3)), "It is due now. Reviewed 1"),
        (PLAIN._replace(memory=REVIEWED._replace(due_day=DAY + 1, lapses=2)), "Forgotten 2 times."),
        (PLAIN._replace(memory=LEARNED._replace(due_ms=1_600_000)), "It comes back in 10 minutes."),
        (PLAIN._replace(memory=LEARNED._replace(due_ms=1_000_000)), "learned. It is due now."),
        (PLAIN._replace(suspended=True), "Suspended"),
        (PLAIN._replace(buried=True, flagged=True), "Buried until tomorrow. Flagged."),
    ],
)
def test_where_a_card_stands(of: Standing, words: str, theme: object) -> None:
    assert words in standing(of)


def test_a_fact_names_its_certainty_and_what_asks_for_it(page: LibraryPage, qtbot: QtBot) -> None:
    choose(page, "fact")
    type_text(qtbot, "usip nti term")
    press(qtbot, Qt.Key.Key_Return)
    text = detail_text(page)
    assert "Well established." in text
    assert "quiz questions" in text


@pytest.mark.parametrize("kind", ["track", "faq", "fact", "card", "question", "scenario"])
def test_every_kind_can_be_opened(page: LibraryPage, qtbot: QtBot, kind: str) -> None:
    choose(page, kind)
    for _ in range(3):
        press(qtbot, Qt.Key.Key_Return)
        assert detail_text(page)
        page.list.setFocus()
        press(qtbot, Qt.Key.Key_Down)


def test_reading_opens_and_comes_back(window: MainWindow, page: LibraryPage, qtbot: QtBot) -> None:
    type_text(qtbot, "track 3")
    press(qtbot, Qt.Key.Key_Return)
    page.detail.read_button.click()
    assert called(window) == "reading"
    press(qtbot, Qt.Key.Key_Escape)
    assert called(window) == "library"
    assert page.search.text() == "track 3", "the search is found as it was left"


def test_search_by_key_goes_to_the_field(window: MainWindow, page: LibraryPage) -> None:
    window.open_page("settings")
    window.open_page("library", {"search": True})
    assert QApplication.focusWidget() is page.search


def test_a_narrow_window_shows_list_or_details(
    window: MainWindow, page: LibraryPage, qtbot: QtBot
) -> None:
    window.resize(720, 560)
    window.grab()
    assert page.list.isVisible()
    assert not page.detail.isVisible()
    press(qtbot, Qt.Key.Key_Return)
    assert not page.list.isVisible()
    assert page.detail.isVisible()
    window.open_page("library")
    assert QApplication.focusWidget() is page.detail.sections.texts()[0]
    page.detail.back.click()
    assert page.list.isVisible()
    assert QApplication.focusWidget() is page.list


def test_the_pointer_opens_a_row(page: LibraryPage) -> None:
    place = page.list.visualRect(page.model.index(2, 0)).center()
    QTest.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert "Track 2" in detail_text(page)


def test_long_titles_go_on_in_a_second_line(page: LibraryPage) -> None:
    metrics = QFontMetrics(page.font())
    title = "In the nine-track scheme, which track is known by its commerce?"
    assert two_lines(title, metrics, 10_000) == [title]
    first, rest = two_lines(title, metrics, metrics.horizontalAdvance(title) * 2 // 3)
    assert f"{first} {rest}" == title
    assert len(first) > len(rest)
    assert two_lines("Interdenominational", metrics, 5) == ["Interdenominational"]


def test_the_model_keeps_the_rules(page: LibraryPage) -> None:
    model = LibraryModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_rows(page.context.services.finding.search(page.context.learner, "peace").rows)
    spoken = model.data(model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert isinstance(spoken, str)
    assert ", " in spoken


@pytest.mark.parametrize("condition", CONDITIONS, ids=lambda c: c.name)
@pytest.mark.parametrize("shown", ["help", "filters", "tag", "trouble"])
def test_sweep_of_what_lies_over_the_list(
    window: MainWindow, page: LibraryPage, qtbot: QtBot, condition: Condition, shown: str
) -> None:
    settle(qtbot, window, page.theme, condition)
    match shown:
        case "help":
            page.finder.help.click()
        case "filters" if page.narrow:
            page.finder.toggle.click()
        case "tag":
            page.list.setFocus()
            page.bar.begin_tag()
        case "trouble":
            page.search.setText("topic:12")
    settle(qtbot, window, page.theme, condition)
    assert sweep(window, page, page.search) == []


@pytest.mark.parametrize("opened", [False, True], ids=["list", "details"])
@pytest.mark.parametrize("condition", CONDITIONS, ids=lambda c: c.name)
def test_sweep(
    window: MainWindow, page: LibraryPage, qtbot: QtBot, condition: Condition, opened: bool
) -> None:
    settle(qtbot, window, page.theme, condition)
    if opened:
        choose(page, "question")
        page.search.setFocus()
        press(qtbot, Qt.Key.Key_Return)
        settle(qtbot, window, page.theme, condition)
    primary = page.detail.show_answer if opened else page.search
    assert sweep(window, page, primary) == []


def test_a_suspended_card_can_be_resumed(
    page: LibraryPage, course: Context, said: list[str]
) -> None:
    table = course.services.study.begin(course.learner)
    assert isinstance(table, Shown)
    course.services.study.act(table.card, ActionKind.SUSPEND)
    choose(page, "card")
    page.on_changes(Changes.CARDS)
    page.list.select([row.id for row in rows_of(page)].index(table.card))
    assert page.detail.resume_button.isVisible()
    page.detail.resume_button.click()
    assert not page.detail.resume_button.isVisible()
    assert said[-1] == "The card is asked again."
    assert QApplication.focusWidget() in page.detail.sections.texts()
    again = course.services.study.undo_label(course.learner)
    assert again is not None
    assert again.kind == ActionKind.RESUME


# Many at once


def marks_of(course: Context, card: str) -> Marks:
    with course.services.db.read() as conn:
        state = memory.load(conn, course.learner, card)
    assert state is not None
    return state.marks


def choose_cards(page: LibraryPage, number: int) -> list[str]:
    """Choose the first cards of the list with Shift and Down."""
    choose(page, "card")
    page.list.setFocus()
    for _ in range(number - 1):
        QTest.keyClick(page.list, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    return [row.id for row in page.list.chosen_rows()]


def test_many_cards_are_suspended_and_undone_as_one_step(
    page: LibraryPage, course: Context, qtbot: QtBot, said: list[str]
) -> None:
    changes: list[Changes] = []
    page.changed.connect(changes.append)
    cards = choose_cards(page, 3)
    assert len(cards) == 3
    assert said[-1] == page.bar.words.text() == "3 entries chosen · 3 cards"
    press(qtbot, Qt.Key.Key_S)
    assert all(marks_of(course, card).suspended for card in cards)
    assert page.message.text.text().startswith("Suspended 3 cards.")
    assert said[-1].startswith("Suspended 3 cards.")
    assert QApplication.focusWidget() is page.list, "the place in the list is kept"
    assert [row.id for row in page.list.chosen_rows()] == cards
    assert page.bar.resume.isVisible()
    assert not page.bar.suspend.isVisible()
    spoken = page.model.data(page.list.currentIndex(), Qt.ItemDataRole.AccessibleTextRole)
    assert str(spoken).endswith("Card · suspended")
    page.message.action.click()
    assert not any(marks_of(course, card).suspended for card in cards)
    assert page.message.text.text() == "3 cards are no longer suspended."
    assert changes == [Changes.CARDS | Changes.REVIEWS] * 2
    assert page.bar.suspend.isVisible()


@pytest.mark.parametrize("kind", ["card", "track"], ids=["at once", "beside the window"])
def test_a_button_that_makes_room_leaves_the_focus_in_the_list(
    page: LibraryPage, qtbot: QtBot, kind: str
) -> None:
    choose(page, kind)
    page.bar.flag.setFocus()
    press(qtbot, Qt.Key.Key_Space)
    assert QApplication.focusWidget() is page.list
    qtbot.waitUntil(lambda: page.message.text.text().startswith("Flagged"))
    assert page.bar.unflag.isVisible()
    assert QApplication.focusWidget() is page.list


def test_undo_by_key_takes_back_a_step(page: LibraryPage, course: Context, qtbot: QtBot) -> None:
    cards = choose_cards(page, 2)
    press(qtbot, Qt.Key.Key_F)
    assert all(marks_of(course, card).flagged for card in cards)
    QTest.keyClick(page.list, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not any(marks_of(course, card).flagged for card in cards)
    QTest.keyClick(page.list, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert page.message.text.text() == "There is nothing to take back."


def test_the_study_page_takes_a_step_back_too(
    window: MainWindow, page: LibraryPage, course: Context, qtbot: QtBot
) -> None:
    cards = choose_cards(page, 2)
    press(qtbot, Qt.Key.Key_S)
    window.open_page("study")
    assert isinstance(window.page, StudyPage)
    assert window.page.undo_button.text() == "Undo suspending 2 cards"
    window.page.undo_button.click()
    assert not any(marks_of(course, card).suspended for card in cards)
    window.open_page("library")
    assert page.bar.suspend.isVisible()
    assert not page.message.isVisible(), "its Undo would take back something else"


def test_what_was_told_makes_room_for_the_next_search(page: LibraryPage, qtbot: QtBot) -> None:
    choose_cards(page, 1)
    press(qtbot, Qt.Key.Key_F)
    assert page.message.isVisible()
    page.search.setFocus()
    type_text(qtbot, "e")
    assert not page.message.isVisible()


def test_undo_reaches_the_page_from_an_untouched_field(
    page: LibraryPage, course: Context, qtbot: QtBot
) -> None:
    (card,) = choose_cards(page, 1)
    press(qtbot, Qt.Key.Key_F)
    page.search.setFocus()
    QTest.keyClick(page.search, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not marks_of(course, card).flagged
    type_text(qtbot, "x")
    QTest.keyClick(page.search, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert page.search.text() == "kind:card ", "what was typed is taken back first"
    assert not page.message.isVisible()


def test_cards_are_tagged_found_and_untagged(
    page: LibraryPage, course: Context, qtbot: QtBot
) -> None:
    cards = choose_cards(page, 2)
    press(qtbot, Qt.Key.Key_T)
    assert QApplication.focusWidget() is page.bar.tag_row.field
    assert not page.bar.tag_row.add.isEnabled()
    type_text(qtbot, ' for  the "exam" ')
    press(qtbot, Qt.Key.Key_Return)
    assert [marks_of(course, card).tags for card in cards] == [("for the exam",)] * 2
    assert page.message.text.text() == "Tagged 2 cards “for the exam”."
    page.finder.clear()
    choose(page, "for the exam", "tag")
    assert page.search.text() == 'tag:"for the exam" '
    assert [row.id for row in rows_of(page)] == cards
    page.list.setFocus()
    QTest.keyClick(page.list, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    press(qtbot, Qt.Key.Key_T)
    assert page.bar.tag_row.known.text() == "Your tags: for the exam"
    type_text(qtbot, "for the exam")
    page.bar.tag_row.remove.click()
    assert [marks_of(course, card).tags for card in cards] == [()] * 2
    assert page.empty.isVisible()


def test_escape_leaves_the_tag_alone(page: LibraryPage, qtbot: QtBot) -> None:
    choose_cards(page, 1)
    press(qtbot, Qt.Key.Key_T)
    press(qtbot, Qt.Key.Key_Escape)
    assert not page.bar.tag_row.isVisible()
    assert QApplication.focusWidget() is page.list


def test_forgetting_asks_nothing_and_can_be_undone(page: LibraryPage, course: Context) -> None:
    services = course.services
    (card,) = choose_cards(page, 1)
    services.recorder.grade(course.learner, services.recorder.new_id(), card, Grade.EASY)
    page.on_changes(Changes.REVIEWS)
    page.bar.forget.click()
    assert page.message.text.text() == "Forgot 1 card. It is new again; your history stays."
    assert "New: not studied yet." in detail_text(page)
    page.message.action.click()
    assert "In review." in detail_text(page)


def test_what_changes_nothing_says_so(page: LibraryPage, course: Context) -> None:
    choose_cards(page, 2)
    page.bar.forget.click()
    assert page.message.text.text().startswith("Nothing had to be changed")
    assert not page.message.action.isVisible()
    assert course.services.study.undo_label(course.learner) is None


@pytest.mark.parametrize("kind", ["fact", "question", "track", "scenario"])
def test_lines_that_stand_for_cards_change_those(
    page: LibraryPage, course: Context, qtbot: QtBot, kind: str
) -> None:
    choose(page, kind)
    finding, me = course.services.finding, course.learner
    rows = rows_of(page)
    place, cards = next(
        (n, chosen.cards)
        for n, row in enumerate(rows)
        if (chosen := finding.chosen(me, [row])).cards
    )
    page.list.select(place)
    page.bar.suspend.click()
    qtbot.waitUntil(lambda: page.message.text.text().startswith("Suspended"))
    assert all(marks_of(course, card).suspended for card in cards)


def test_lines_without_cards_say_why_nothing_can_be_done(page: LibraryPage) -> None:
    choose(page, "source")
    assert not page.bar.suspend.isEnabled()
    assert page.bar.words.text() == "1 entry chosen. No cards stand behind this."


def test_every_line_can_be_changed_beside_the_window(
    page: LibraryPage, course: Context, qtbot: QtBot
) -> None:
    choose(page, "card")
    page.list.setFocus()
    QTest.keyClick(page.list, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    number = len(page.list.chosen_rows())
    assert number > MOST_AT_ONCE
    page.bar.suspend.click()
    assert page.message.text.text().startswith("Saving a change of")
    assert not page.bar.resume.isEnabled()
    qtbot.waitUntil(lambda: page.message.text.text().startswith("Suspended"))
    page.search.setText("is:suspended")
    assert page.model.rowCount() == number
    page.list.setFocus()
    QTest.keyClick(page.list, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "no longer suspended" in page.message.text.text())
    assert page.empty.isVisible()
    page.message.action.click()
    qtbot.waitUntil(lambda: page.message.text.text().startswith("Done again"))
    assert page.model.rowCount() == number


def test_a_step_that_cannot_be_saved_changes_nothing_and_can_be_tried_again(
    page: LibraryPage, course: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    (card,) = choose_cards(page, 1)

    def full(*_: object) -> None:
        raise KnownError("disk-full", file="x", folder="/data", reason="full")

    with monkeypatch.context() as patch:
        patch.setattr(course.services.recorder, "act_many", full)
        page.bar.flag.click()
    assert page.message.isVisible()
    assert not marks_of(course, card).flagged
    page.message.action.click()
    assert marks_of(course, card).flagged


def test_the_pointer_chooses_more_without_opening(page: LibraryPage) -> None:
    for place in (1, 3):
        middle = page.list.visualRect(page.model.index(place, 0)).center()
        QTest.mouseClick(
            page.list.viewport(),
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.ControlModifier,
            middle,
        )
    assert len(page.list.chosen_rows()) == 3
    assert QApplication.focusWidget() is page.list
    page.list.select(2)
    assert len(page.list.chosen_rows()) == 1, "though Ctrl is still held"


def test_notes_are_found_when_they_were_written_elsewhere(
    page: LibraryPage, course: Context
) -> None:
    table = course.services.study.begin(course.learner)
    assert isinstance(table, Shown)
    page.search.setText("对话")
    assert page.empty.isVisible()
    course.services.study.set_note(table.card, "促进和平对话")
    page.on_changes(Changes.CARDS)
    assert [row.id for row in rows_of(page)] == [table.card]


def test_reviewed_cards_are_given_a_due_day_and_new_ones_are_not(
    page: LibraryPage, course: Context, qtbot: QtBot
) -> None:
    services = course.services
    known, new = choose_cards(page, 2)
    services.recorder.grade(course.learner, services.recorder.new_id(), known, Grade.EASY)
    page.on_changes(Changes.REVIEWS)
    press(qtbot, Qt.Key.Key_D)
    assert QApplication.focusWidget() is page.bar.due_row.field
    type_text(qtbot, "20")
    press(qtbot, Qt.Key.Key_Return)
    assert page.message.text.text().startswith("1 card comes back on ")
    info = services.card_info.info(course.learner, known)
    assert info is not None
    assert info.card.standing.memory.due_day == info.card.standing.day + 20
    undone = services.study.undo_label(course.learner)
    assert undone is not None
    assert (undone.kind, undone.number) == (ActionKind.SET_DUE, 1)
    services.finding.act(course.learner, (known,), ActionKind.FORGET)
    page.on_changes(Changes.REVIEWS)
    page.bar.due.click()
    page.bar.due_row.field.setText("20")
    page.bar.due_row.set_button.click()
    assert "only cards that were reviewed" in page.message.text.text()
    assert services.finding.in_state(course.learner, "new") >= {known, new}


def test_escape_leaves_the_due_day_alone(page: LibraryPage, qtbot: QtBot) -> None:
    choose_cards(page, 1)
    press(qtbot, Qt.Key.Key_D)
    press(qtbot, Qt.Key.Key_Escape)
    assert not page.bar.due_row.isVisible()
    assert QApplication.focusWidget() is page.list


def test_what_was_taken_back_is_brought_back(
    page: LibraryPage, course: Context, qtbot: QtBot
) -> None:
    (card,) = choose_cards(page, 1)
    press(qtbot, Qt.Key.Key_F)
    ctrl = Qt.KeyboardModifier.ControlModifier
    QTest.keyClick(page.list, Qt.Key.Key_Z, ctrl)
    assert page.message.action.text() == "Redo"
    page.message.action.click()
    assert marks_of(course, card).flagged
    assert page.message.action.text() == "Undo"
    QTest.keyClick(page.list, Qt.Key.Key_Y, ctrl)
    assert page.message.text.text() == "There is nothing to redo."


def test_all_about_a_card_is_a_page_away(window: MainWindow, page: LibraryPage) -> None:
    choose_cards(page, 1)
    page.detail.info_button.click()
    assert window.page is not None
    assert window.page.name == "card_info"
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert window.page is page
