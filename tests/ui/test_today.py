"""The Today page with real services and real keys: what it says and what its buttons do."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from mtdtutor.core.errors import KnownError
from mtdtutor.quiz.ability import Band
from mtdtutor.services.study import StudyService
from mtdtutor.services.study_views import Shown
from mtdtutor.services.today import TodayView, TopicBand, UnfinishedQuiz
from mtdtutor.storage.database import open_database
from mtdtutor.study.memory import Grade
from mtdtutor.ui.page import Context
from mtdtutor.ui.pages.reading import ReadingPage
from mtdtutor.ui.pages.study import StudyPage
from mtdtutor.ui.pages.today import TodayPage
from mtdtutor.ui.theme import Role
from mtdtutor.ui.window import MainWindow
from mtdtutor.wiring import Services, find_paths, prepare_folder
from tests.support.clock import START, FakeClock
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
    return open_window(qtbot, course, "today")


@pytest.fixture
def page(window: MainWindow) -> TodayPage:
    assert isinstance(window.page, TodayPage)
    return window.page


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    widget = QApplication.focusWidget()
    assert widget is not None
    QTest.keyClick(widget, key, modifiers)


def play(context: Context, clock: FakeClock, number: int = 99, grade: Grade = Grade.EASY) -> None:
    """Grade cards without the window."""
    study = context.services.study
    table = study.begin(context.learner)
    while isinstance(table, Shown) and number:
        clock.advance(seconds=5)
        table = study.grade(table.review_id, grade, 5_000).table
        number -= 1


def asked(page: TodayPage) -> list[tuple[str, object]]:
    """Return the list that requests for other pages are written to."""
    wishes: list[tuple[str, object]] = []
    page.go.disconnect()
    page.go.connect(lambda name, params: wishes.append((name, params)))
    return wishes


def lay_out(window: MainWindow) -> None:
    """Let a change of the panels find its way through all layouts."""
    for _ in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        window.grab()


def altered(page: TodayPage, monkeypatch: pytest.MonkeyPatch, **values: object) -> None:
    """Show a day that would take long to play."""
    real = StudyService.today

    def today(self: StudyService, learner: str) -> TodayView:
        return real(self, learner)._replace(**values)  # type: ignore[arg-type]

    monkeypatch.setattr(StudyService, "today", today)
    page.refresh()


def test_the_first_run_shows_the_course_and_one_way_to_begin(page: TodayPage) -> None:
    assert page.hero.text() == "Multi-track diplomacy"
    assert page.detail.text().endswith("cards on 11 topics. The first 10 take about 5 minutes.")
    assert page.start.text() == "Start the first ten cards"
    assert QApplication.focusWidget() is page.start
    assert page.start.accessibleDescription() == f"{page.hero.text()}. {page.detail.text()}"


def test_enter_begins(page: TodayPage, window: MainWindow) -> None:
    press(Qt.Key.Key_Return)
    assert isinstance(window.page, StudyPage)


def test_the_first_track_can_be_read_before_anything_is_asked(
    page: TodayPage, window: MainWindow
) -> None:
    assert page.other.text() == "Read about Track 1"
    page.other.click()
    assert isinstance(window.page, ReadingPage)
    assert window.page.heading.text() == "Track 1: Government"
    press(Qt.Key.Key_Escape)
    assert window.page is page


def test_what_is_ready_is_said_in_numbers(
    page: TodayPage, course: Context, clock: FakeClock
) -> None:
    play(course, clock, 10, Grade.GOOD)
    clock.advance(days=1)
    page.on_changes(page.interests)
    assert page.hero.text() == "20 cards are ready"
    assert page.detail.text() == "10 to repeat, 10 new  ·  about 4 minutes"
    assert page.start.text() == "Start studying"
    assert not page.other.isVisible()
    assert page.studied.text() == "Studied on 1 of the last 7 days."


def test_a_finished_day_is_calm_and_names_tomorrow(
    page: TodayPage, course: Context, clock: FakeClock
) -> None:
    play(course, clock)
    page.on_changes(page.interests)
    assert page.hero.text() == "Nothing is waiting"
    assert page.detail.text() == "You graded 10 answers today. Tomorrow: 10 cards."
    wishes = asked(page)
    press(Qt.Key.Key_Return)
    assert [name for name, _ in wishes] == ["quiz"]


def test_a_finished_day_offers_more_new_cards(
    page: TodayPage, window: MainWindow, course: Context, clock: FakeClock
) -> None:
    play(course, clock)
    page.on_changes(page.interests)
    assert page.other.text() == "Learn 10 more cards"
    page.other.click()
    study = window.page
    assert isinstance(study, StudyPage)
    assert study.progress.text() == "11 of 20"
    window.open_page("today")
    assert page.hero.text() == "10 cards are ready"


def test_a_quiz_that_waits_is_the_main_thing_when_no_card_does(
    page: TodayPage, course: Context, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    play(course, clock)
    altered(page, monkeypatch, unfinished=UnfinishedQuiz("a1", 3, 10))
    assert page.hero.text() == "A quiz waits for you"
    assert page.detail.text().startswith("3 of 10 questions are answered. You graded 10 answers")
    assert page.start.text() == "Go on with the quiz"
    assert not page.quiz_panel.isVisible(), "it is said once"
    wishes = asked(page)
    press(Qt.Key.Key_Return)
    assert wishes == [("quiz_run", {"attempt": "a1"})]


@pytest.mark.parametrize(
    ("answers", "days", "told"),
    [
        (0, 0, "not enough yet"),
        (2, 1, "not enough yet, 2 of 6 answers"),
        (7, 1, "not enough yet, 1 of 2 days"),
        (7, 2, "not enough yet, too few questions"),
    ],
)
def test_what_is_missing_for_a_word_is_said(
    page: TodayPage, monkeypatch: pytest.MonkeyPatch, answers: int, days: int, told: str
) -> None:
    topic = TopicBand("track-7", "Track 7: Religious", "7", Band.NOT_ENOUGH, answers, days)
    altered(page, monkeypatch, bands=(topic,))
    assert page.bands.accessibleDescription() == f"7 Religious: {told}"
    judged = "Judged by your quiz answers; each topic needs at least 6, on 2 days."
    assert page.judged.text() == judged
    assert page.bands.accessibleName().endswith(judged)


def test_a_start_with_the_clock_set_back_begins_at_the_action(
    qtbot: QtBot, course: Context, clock: FakeClock, said: list[str]
) -> None:
    play(course, clock, 1)
    clock.set_wall(START.replace(day=1))
    window = open_window(qtbot, course, "today")
    assert isinstance(window.page, TodayPage)
    assert window.page.message.isVisible()
    assert said[-1] == window.page.message.text.text(), "it is announced instead"
    assert QApplication.focusWidget() is window.page.start
    press(Qt.Key.Key_Return)
    assert isinstance(window.page, StudyPage)


def test_all_topics_stand_with_their_word(page: TodayPage) -> None:
    told = page.bands.accessibleDescription().split("; ")
    assert len(told) == 11
    assert told[1] == "1.5 Mixed dialogue: not enough yet"
    assert told[-1] == "The whole system: not enough yet"


@pytest.mark.parametrize(
    ("band", "word"),
    [(Band.SHAKY, "shaky"), (Band.GROWING, "growing"), (Band.SECURE, "secure")],
)
def test_bands_are_told_in_words(
    page: TodayPage, monkeypatch: pytest.MonkeyPatch, band: Band, word: str
) -> None:
    altered(page, monkeypatch, bands=(TopicBand("track-7", "Track 7: Religious", "7", band),))
    assert page.bands.accessibleDescription() == f"7 Religious: {word}"


def test_the_week_begins_today(page: TodayPage) -> None:
    told = page.week.accessibleDescription().split("; ")
    assert [line.split(": ")[0] for line in told] == [
        "Today", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun",
    ]  # fmt: skip
    assert told[0] == "Today: 10"


def test_a_quiz_that_waits_is_offered(page: TodayPage, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not page.quiz_panel.isVisible()
    altered(page, monkeypatch, unfinished=UnfinishedQuiz("a1", 3, 10))
    assert page.quiz_panel.isVisible()
    assert page.quiz_text.text() == "3 of 10 questions are answered."
    wishes = asked(page)
    page.resume.click()
    assert wishes == [("quiz_run", {"attempt": "a1"})]


def test_the_weakest_topic_is_offered_for_practice(
    page: TodayPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not page.weak_panel.isVisible()
    weak = TopicBand("track-8", "Track 8: Funding", "8", Band.SHAKY)
    altered(page, monkeypatch, weakest=weak)
    assert page.weak_panel.title.text() == "Weakest topic: Track 8: Funding"
    wishes = asked(page)
    page.practise.click()
    assert wishes == [("quiz_setup", {"topics": ("track-8",)})]


def test_undo_on_today_says_what_was_taken_back(
    page: TodayPage, window: MainWindow, course: Context, clock: FakeClock, said: list[str]
) -> None:
    window.open_page("study")
    study = window.page
    assert isinstance(study, StudyPage)
    first = study.card.question.text()
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_3)
    window.open_page("today")
    press(Qt.Key.Key_Z, CTRL)
    assert said[-1] == f"Took back Good on “{first}”."
    assert page.message.isVisible()
    assert QApplication.focusWidget() is page.start
    assert page.hero.text() == "10 cards are ready"
    press(Qt.Key.Key_Y, CTRL)
    assert said[-1] == f"Good on “{first}” counts again."
    press(Qt.Key.Key_Z, CTRL)
    press(Qt.Key.Key_Z, CTRL)
    assert said[-1] == "There is nothing to take back."
    press(Qt.Key.Key_Return)
    assert study.card.question.text() == first


def test_an_undo_that_cannot_be_saved_can_be_tried_again(
    page: TodayPage, course: Context, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    play(course, clock, 1)

    def refuse(self: StudyService, learner: str) -> None:
        raise KnownError("database-locked", file="mtdtutor.sqlite3")

    with monkeypatch.context() as broken:
        broken.setattr(StudyService, "undo", refuse)
        press(Qt.Key.Key_Z, CTRL)
    assert page.message.isVisible()
    press(Qt.Key.Key_Return)
    assert page.hero.text() == "10 cards are ready"


def test_a_clock_set_back_is_told_once_and_can_be_put_away(
    page: TodayPage, course: Context, clock: FakeClock
) -> None:
    play(course, clock, 1)
    clock.set_wall(START.replace(day=1))
    page.on_changes(page.interests)
    assert "clock" in page.message.text.text()
    assert QApplication.focusWidget() is page.start, "a notice does not take the focus"
    press(Qt.Key.Key_Escape)
    page.on_changes(page.interests)
    assert not page.message.isVisible()
    clock.set_wall(START.replace(day=9))
    page.on_changes(page.interests)
    clock.set_wall(START.replace(day=1))
    page.on_changes(page.interests)
    assert page.message.isVisible()


def test_a_new_day_shows_by_itself(
    page: TodayPage, window: MainWindow, course: Context, clock: FakeClock
) -> None:
    play(course, clock)
    page.on_changes(page.interests)
    clock.advance(days=1)
    window.check_day()
    assert page.hero.text() == "10 cards are ready"


def test_without_a_course_it_waits_for_one(
    qtbot: QtBot, context: Context, tmp_path: Path, clock: FakeClock
) -> None:
    paths = find_paths(tmp_path / "empty")
    prepare_folder(paths)
    rng = random.Random(1)
    db = open_database(paths.database, paths.backups, clock, rng)
    context.services = Services(db, paths, clock, rng)
    context.learner = context.services.learners.find().id
    try:
        window = open_window(qtbot, context, "today")
        assert isinstance(window.page, TodayPage)
        assert window.page.start.text() == "Look again"
        press(Qt.Key.Key_Return)
        assert isinstance(window.page, TodayPage)
        window.open_page("study")
        assert isinstance(window.page, StudyPage)
        assert window.page.done.title.text() == "No cards yet"
    finally:
        context.services.close()


@pytest.mark.parametrize("condition", CONDITIONS, ids=lambda each: each.name)
def test_the_page_is_in_order(
    page: TodayPage,
    window: MainWindow,
    qtbot: QtBot,
    condition: Condition,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settle(qtbot, window, page.theme, condition)
    assert sweep(window, page, page.start) == []
    weak = TopicBand("track-5", "Track 5: Research, Training, and Education", "5", Band.SHAKY)
    altered(page, monkeypatch, weakest=weak, unfinished=UnfinishedQuiz("a", 3, 10), first_run=False)
    lay_out(window)
    assert sweep(window, page, page.start) == []


def test_panels_stand_side_by_side_only_where_both_have_room(
    page: TodayPage, window: MainWindow, qtbot: QtBot
) -> None:
    def beside(one: QWidget, other: QWidget) -> bool:
        lay_out(window)
        return (
            one.mapTo(page, one.rect().topRight()).x()
            < other.mapTo(page, other.rect().topLeft()).x()
        )

    window.resize(1180, 760)
    assert beside(page.bands_panel, page.week_panel)
    window.resize(720, 560)
    assert not beside(page.bands_panel, page.week_panel)
    assert page.hero.font() == page.theme.font(Role.HERO)
