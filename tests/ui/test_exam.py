"""The exam page: choosing, the plan at once, setting and taking away; Today before and after."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from mtdtutor.core.changes import Changes
from mtdtutor.core.errors import KnownError
from mtdtutor.services import exam as exam_service
from mtdtutor.services.exam import ExamService
from mtdtutor.services.exam_views import Foretold, Plans
from mtdtutor.study.exam_plan import Plan, PlanDay, make_plan
from mtdtutor.ui import exam_words as words
from mtdtutor.ui.page import Context
from mtdtutor.ui.pages.exam import ExamPage
from mtdtutor.ui.pages.today import TodayPage
from mtdtutor.ui.texts import short_date
from mtdtutor.ui.window import MainWindow
from tests.ui.course import on_course, open_window
from tests.ui.sweep import CONDITIONS, Condition, settle, sweep

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

TOPIC = "track-9"


@pytest.fixture(autouse=True)
def few_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Play the days through three times only: how often is tested where plans are made."""
    monkeypatch.setattr(exam_service, "make_plan", partial(make_plan, runs=3))


@pytest.fixture
def course(context: Context, tmp_path: Path) -> Iterator[Context]:
    with on_course(context, tmp_path / "data") as ready:
        yield ready
        ready.jobs.stop()


@pytest.fixture
def window(qtbot: QtBot, course: Context) -> MainWindow:
    return open_window(qtbot, course, "exam")


@pytest.fixture
def page(window: MainWindow, qtbot: QtBot) -> ExamPage:
    assert isinstance(window.page, ExamPage)
    planned(window.page, qtbot)
    return window.page


def planned(page: ExamPage, qtbot: QtBot) -> None:
    """Wait until the page has planned for what is chosen."""
    qtbot.waitUntil(lambda: not page._pause.isActive() and not page.context.jobs.busy)


def small(page: ExamPage) -> None:
    """Choose a scope that is planned for in no time."""
    for topic, chip in page.form._topics.items():
        chip.setChecked(topic == TOPIC)
    page.form._on_edited()


def set_small(context: Context, days: int = 5, name: str = "Finals") -> None:
    service = context.services.exam
    form = service.form(context.learner)
    choice = form.choice._replace(name=name, topics=(TOPIC,), day=form.today + days)
    service.set_exam(context.learner, choice)


def open_today(qtbot: QtBot, context: Context) -> MainWindow:
    """Return a window that shows Today, with whatever it has foretold."""
    window = open_window(qtbot, context, "today")
    assert isinstance(window.page, TodayPage)
    qtbot.waitUntil(lambda: not context.jobs.busy)
    return window


def test_the_page_opens_on_what_most_people_want_with_its_plan(page: ExamPage) -> None:
    assert QApplication.focusWidget() is page.primary
    assert page.primary.text() == "Set the date"
    assert page.remove.isHidden()
    assert page.form.minutes.value() == 25
    assert page.form.all_topics.isChecked()
    assert page.finding.text().startswith("On the day you will probably recall about ")
    assert "eight of ten" in page.text.toPlainText()
    assert "new to you" in page.text.toPlainText()
    assert page.bars.accessibleDescription().startswith("14 days: ")


def test_a_change_is_planned_for_at_once(page: ExamPage, qtbot: QtBot) -> None:
    before = page.finding.text()
    small(page)
    planned(page, qtbot)
    assert page.finding.text() != before
    number = page._form.cards(page.form.choice())
    assert f"of {number} cards" in page.finding.text()
    page.form.minutes.setValue(5)
    page.form.day.setText("3")
    planned(page, qtbot)
    assert "Left out: " in page.text.toPlainText()
    assert page.table.rows.rowCount() == 3


def test_a_change_stops_the_plan_that_runs(page: ExamPage, qtbot: QtBot) -> None:
    small(page)
    page._pause.stop()
    page._plan()
    first = page._token
    assert first is not None
    page._plan()
    assert first.cancelled
    planned(page, qtbot)
    assert page._token is None


def test_the_day_is_typed_as_a_date_or_in_days(page: ExamPage) -> None:
    today = page._form.today
    for typed, day in (
        ("20", today + 20),
        (short_date(today + 9), today + 9),
        ("2026-04-01", 20544),
    ):
        page.form.day.setText(typed)
        assert page.form.choice().day == day
        assert page.primary.isEnabled()


@pytest.mark.parametrize("typed", ["", "soon", "0", "2020-01-01"])
def test_a_day_that_makes_no_sense_is_told_beside_the_field(
    page: ExamPage, qtbot: QtBot, typed: str
) -> None:
    page.form.day.setText(typed)
    planned(page, qtbot)
    assert page.form.choice() is None
    assert not page.primary.isEnabled()
    assert page.finding.text() == "No plan yet"
    assert page.form.day.accessibleDescription() == page.form.day_note.text()
    assert "Type a date" in page.form.day_note.text() or "after today" in page.form.day_note.text()


def test_an_empty_scope_is_told_and_cannot_be_set(page: ExamPage, qtbot: QtBot) -> None:
    for chip in page.form._levels.values():
        chip.setChecked(False)
    page.form._on_edited()
    planned(page, qtbot)
    assert page.form.scope_note.text().startswith("No cards yet")
    assert not page.primary.isEnabled()
    assert page.bars.isHidden()
    page._on_primary()
    assert not page.context.services.exam.form(page.context.learner).is_set


def test_all_topics_are_chosen_and_left_at_once(page: ExamPage) -> None:
    QTest.mouseClick(page.form.all_topics, Qt.MouseButton.LeftButton)
    assert page.form.choice().topics == ()
    QTest.mouseClick(page.form.all_topics, Qt.MouseButton.LeftButton)
    assert len(page.form.choice().topics) == 11


def test_a_day_too_far_is_told_where_the_plan_would_stand(page: ExamPage, qtbot: QtBot) -> None:
    small(page)
    page.form.day.setText("800")
    planned(page, qtbot)
    assert "730 days" in page.text.toPlainText()


def test_the_date_is_set_changed_and_taken_away_by_keyboard(
    page: ExamPage, window: MainWindow, qtbot: QtBot, said: list[str]
) -> None:
    small(page)
    planned(page, qtbot)
    page.form.called.setText("Oral")
    QTest.keyClick(page.form.called, Qt.Key.Key_Return)
    assert page.context.services.exam.form(page.context.learner).choice.name == "Oral"
    assert any("The date is set" in each for each in said)
    assert page.primary.text() == "Study now"
    assert QApplication.focusWidget() is page.primary
    page.form.minutes.setValue(40)
    assert page.primary.text() == "Keep the changes"
    QTest.keyClick(page.primary, Qt.Key.Key_Return)
    assert page.context.services.exam.form(page.context.learner).choice.minutes == 40
    page.remove.click()
    assert not page.context.services.exam.form(page.context.learner).is_set
    assert "as if it had never been set" in page.message.text.toPlainText()
    page.message.action.click()
    assert page.context.services.exam.form(page.context.learner).choice.minutes == 40
    planned(page, qtbot)
    QTest.keyClick(page.primary, Qt.Key.Key_Return)
    assert window.page.name == "study"


def test_escape_goes_back_to_where_one_came_from(
    window: MainWindow, page: ExamPage, qtbot: QtBot
) -> None:
    QTest.keyClick(page.primary, Qt.Key.Key_Escape)
    assert window.page.name == "today"
    window.open_page("settings", {})
    window.page.exam.click()
    planned(page, qtbot)
    assert window.page is page
    page.back.click()
    assert window.page.name == "settings"


def test_leaving_stops_the_plan(window: MainWindow, page: ExamPage) -> None:
    page._plan()
    token = page._token
    window.open_page("settings", {})
    assert token.cancelled
    assert not page._pause.isActive()


def test_the_table_says_each_day(page: ExamPage) -> None:
    assert page.table.isHidden()
    page.as_table.click()
    assert page.as_table.text() == "Hide the table"
    assert QApplication.focusWidget() is page.table
    assert page.table.rows.rowCount() == 14
    page.as_table.click()
    assert page.table.isHidden()


def test_what_cannot_be_saved_is_told_and_can_be_tried_again(
    page: ExamPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    small(page)

    def full(*_: object) -> None:
        raise KnownError("disk-full", file="x")

    for name in ("set_exam", "remove", "put_back"):
        with monkeypatch.context() as patch:
            patch.setattr(ExamService, name, full)
            if name == "put_back":
                page._put_back(None)
            elif name == "remove":
                page._on_remove()
            else:
                page._on_primary()
        assert "full" in page.message.text.toPlainText()
        page.message.dismiss()


@pytest.mark.parametrize("condition", CONDITIONS, ids=lambda each: each.name)
def test_sweep(window: MainWindow, page: ExamPage, qtbot: QtBot, condition: Condition) -> None:
    page.as_table.click()
    settle(qtbot, window, page.theme, condition)
    assert sweep(window, page, page.primary) == []


# Today


def test_today_offers_a_date_while_none_is_set(qtbot: QtBot, course: Context) -> None:
    window = open_today(qtbot, course)
    page = window.page
    assert page.exam is None
    assert page.set_exam.isVisible()
    page.set_exam.click()
    assert window.page.name == "exam"
    qtbot.waitUntil(lambda: not course.jobs.busy)


def test_today_foretells_the_day_and_opens_the_plan(qtbot: QtBot, course: Context) -> None:
    set_small(course)
    window = open_today(qtbot, course)
    page = window.page
    coming = page.exam.coming
    assert coming.title.text() == "Finals: in 5 days"
    text = coming.text.toPlainText()
    assert "Expected recall on the day: " in text
    assert "Left for today: " in text
    assert not page.set_exam.isVisible()
    coming.plan.click()
    exam = window.page
    assert isinstance(exam, ExamPage)
    planned(exam, qtbot)
    order = [exam.scroll_body().body.itemAt(place).widget() for place in range(2)]
    assert order == [exam.plan, exam.form], "the plan of what is set comes first"


def test_on_the_day_itself_nothing_is_planned(qtbot: QtBot, course: Context) -> None:
    set_small(course, days=1, name="")
    course.clock.advance(hours=24)
    window = open_today(qtbot, course)
    page = window.page
    assert page.exam.coming.title.text() == "Exam today"
    assert "Nothing is planned" in page.exam.coming.text.toPlainText()


def test_after_the_day_one_question_is_asked_once(qtbot: QtBot, course: Context) -> None:
    set_small(course, days=1)
    course.clock.advance(hours=48)
    window = open_today(qtbot, course)
    page = window.page
    after = page.exam.after
    assert after.title.text() == "Finals is over. How did it go?"
    assert after.isVisible()
    assert not page.exam.coming.isVisible()
    after.how.chips[0].click()
    after.score.setText("17 of 20")
    after.ending.chips[2].click()
    assert "Nothing is asked any more" in after.effect.text()
    after.done.click()
    assert not after.isVisible()
    assert page.set_exam.isVisible()
    assert course.services.learners.settings(course.learner).reviews_per_day == 0
    page.message.action.click()
    assert after.isVisible()
    assert course.services.learners.settings(course.learner).reviews_per_day == 200


def test_another_exam_is_asked_about_from_the_beginning(qtbot: QtBot, course: Context) -> None:
    set_small(course, days=1)
    course.clock.advance(hours=48)
    window = open_today(qtbot, course)
    page = window.page
    after = page.exam.after
    after.how.chips[1].click()
    after.score.setText("12")
    page.refresh()
    assert after.score.text() == "12", "the same question keeps what was typed"
    after.done.click()
    page.message.dismiss()
    set_small(course, days=1, name="Again")
    course.clock.advance(hours=48)
    page.refresh()
    assert after.title.text().startswith("Again is over")
    assert (after.how.value, after.score.text(), after.ending.value) == (None, "", "keep")


def test_an_ending_that_cannot_be_saved_is_told(
    qtbot: QtBot, course: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_small(course, days=1)
    course.clock.advance(hours=48)
    window = open_today(qtbot, course)
    page = window.page

    def full(*_: object) -> None:
        raise KnownError("disk-full", file="x")

    monkeypatch.setattr(ExamService, "end", full)
    monkeypatch.setattr(ExamService, "reopen", full)
    page.exam.after.done.click()
    assert "full" in page.message.text.toPlainText()
    assert page.exam.after.isVisible()
    page.exam._reopen(course.learner, "x")
    assert "full" in page.message.text.toPlainText()


@pytest.mark.parametrize("days", [5, -1], ids=["before", "after"])
@pytest.mark.parametrize("condition", CONDITIONS, ids=lambda each: each.name)
def test_sweep_of_today(qtbot: QtBot, course: Context, days: int, condition: Condition) -> None:
    set_small(course, days=max(days, 1))
    if days < 0:
        course.clock.advance(hours=48)
    window = open_today(qtbot, course)
    page = window.page
    settle(qtbot, window, page.theme, condition)
    assert sweep(window, page, page.start) == []


# Words


def a_plan(recall: float, **changes: object) -> Plan:
    day = PlanDay(20_000, 1, 2, 3, 4)
    plan = Plan((day,), 100, 100, {}, 0, 20_005, recall, recall - 0.02, recall + 0.01)
    return plan._replace(**changes)


def test_nothing_is_certain() -> None:
    assert words.about_percent(1.0) == "more than 99 %"
    assert words.about_percent(0.974) == "about 97 %"
    assert words.between(0.951, 0.978) == "95 to 98 %"
    assert words.between(0.995, 1.0) == "more than 99 %"
    told = Foretold("x", 1, 0.9, 0.85, 0.93, 0)
    assert words.foretold_words(told) == (
        "Expected recall on the day: about 90 % (probably 85 to 93 %)."
    )


def test_what_a_few_minutes_change_is_told_unless_it_is_noise() -> None:
    plans = Plans(None, a_plan(0.95), a_plan(0.90), a_plan(0.953))
    said = words._step_words(plans)
    assert "5 minutes more a day would change little." in said
    assert "With 5 minutes less: about 90 %." in said
    said = words._step_words(plans._replace(more=a_plan(0.98), less=a_plan(0.949)))
    assert "With 5 minutes more a day: about 98 %." in said
    assert "5 minutes less would change little." in said
    assert words._step_words(plans._replace(less=None)).endswith("change little.")


def test_what_is_left_out_is_told_by_level() -> None:
    assert words.left_out(a_plan(0.9)) == ""
    said = words.left_out(a_plan(0.9, unseen={"standard": 3, "core": 1}, no_look=2))
    assert "4 cards will not be met (1 of level core, 3 of level standard)." in said
    assert "For 2 cards there is no time" in said


def test_a_plan_within_the_last_window_says_so() -> None:
    plans = Plans(None, a_plan(0.95, window=19_999), None, a_plan(0.95))
    assert "have met every card" in words._scope_words(plans.plan)


@pytest.mark.parametrize(
    ("name", "days", "title"),
    [
        ("", 0, "Exam today"),
        ("", 1, "Exam tomorrow"),
        ("", 7, "Exam in 7 days"),
        ("Finals", 7, "Finals: in 7 days"),
    ],
)
def test_how_long_it_is(name: str, days: int, title: str) -> None:
    assert words.exam_title(name, days) == title


def test_a_date_is_not_given_back_to_another_learner(
    window: MainWindow, page: ExamPage, course: Context
) -> None:
    set_small(course)
    page.refresh()
    page.remove.click()
    assert page.message.isVisible()
    window.open_page("settings")
    course.learner = course.services.learners.add("Noor").id
    window.on_changes(Changes.LEARNER)
    window.open_page("exam")
    assert page.message.isHidden()
