"""The page History over real services: findings, tables, files, what is missing, looks."""

from __future__ import annotations

import csv
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from bench.histories import Size, fill
from mtdtutor.core.changes import Changes
from mtdtutor.progress.periods import Period, Span
from mtdtutor.progress.stats import (
    DayValue,
    Frame,
    attempts_view,
    retention_view,
    reviews_view,
    scores_view,
)
from mtdtutor.progress.views import RUNNING, AttemptLine
from mtdtutor.services.export import ExportService
from mtdtutor.services.progress import ProgressService
from mtdtutor.services.recording import Recorder
from mtdtutor.storage import learners
from mtdtutor.storage.database import Database, open_database
from mtdtutor.study.memory import Grade
from mtdtutor.ui.page import Context
from mtdtutor.ui.page_list import PageSpec
from mtdtutor.ui.pages import history_words as words
from mtdtutor.ui.pages.history import ATTEMPTS, RETENTION, REVIEWS, SCORES, HistoryPage
from mtdtutor.ui.saving import ask_file, folder_for_files
from mtdtutor.ui.theme import Theme
from mtdtutor.ui.widgets.chart import Bars, Chart, ChartData
from mtdtutor.ui.widgets.table import TableModel
from mtdtutor.ui.window import MainWindow
from tests.support.clock import FakeClock
from tests.ui.sweep import CONDITIONS, Condition, settle, sweep

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

TODAY = 20_514
CARD = "card:track-1:bench-0:forward"
SPECS = (
    PageSpec("history", "history", "mtdtutor.ui.pages.history", "HistoryPage"),
    # Where the page leads is told by the name and the parameters alone.
    PageSpec("study", "study", "tests.ui.demo", "StudyDemo"),
    PageSpec("quiz_setup", "quiz", "tests.ui.demo", "StudyDemo"),
    PageSpec("quiz_result", "quiz", "tests.ui.demo", "StudyDemo"),
)
KINDS = (REVIEWS, RETENTION, SCORES, ATTEMPTS)
BUSY = Size(60, 700, 60, 60)


@pytest.fixture
def db(tmp_path: Path, clock: FakeClock) -> Iterator[Database]:
    opened = open_database(tmp_path / "x.sqlite3", tmp_path / "backups", clock, random.Random(1))
    yield opened
    opened.dispose()


@pytest.fixture
def ready(context: Context, db: Database, clock: FakeClock) -> Context:
    with db.read() as conn:
        context.learner = learners.everyone(conn)[0].id
    services: Any = SimpleNamespace(
        progress=ProgressService(db, clock),
        export=ExportService(db, clock),
        recorder=Recorder(db, clock, random.Random(2)),
    )
    context.services = services
    return context


def open_window(qtbot: QtBot, context: Context) -> tuple[MainWindow, HistoryPage]:
    window = MainWindow(context, SPECS)
    qtbot.addWidget(window)
    window.open_page("history")
    window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    page = window.page
    assert isinstance(page, HistoryPage)
    return window, page


Opener = Callable[[], HistoryPage]


@pytest.fixture
def opened(qtbot: QtBot, ready: Context) -> Opener:
    """Return what opens the page in a window that lives as long as the test."""
    windows: list[MainWindow] = []

    def open_page() -> HistoryPage:
        window, page = open_window(qtbot, ready)
        windows.append(window)
        return page

    return open_page


@pytest.fixture
def busy(opened: Opener, ready: Context, db: Database) -> HistoryPage:
    """Return the page of a learner with two months of history."""
    fill(db, ready.learner, BUSY, TODAY)
    return opened()


@pytest.fixture
def fresh(opened: Opener, ready: Context, db: Database) -> HistoryPage:
    """Return the page of a learner with cards and no history."""
    fill(db, ready.learner, Size(60, 0, 0, 1), TODAY)
    return opened()


def press(qtbot: QtBot, key: Qt.Key) -> None:
    qtbot.keyClick(QApplication.focusWidget(), key)


def choose(page: HistoryPage, kind: str, period: Period | None = None) -> None:
    page.kinds.chips[KINDS.index(kind)].click()
    if period is not None:
        page.periods.chips[list(Period).index(period)].click()


def table_texts(page: HistoryPage) -> list[list[str]]:
    model = page.table.rows
    return [
        [str(model.data(model.index(row, column))) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def grade(context: Context, grade: int) -> None:
    recorder = context.services.recorder
    recorder.grade(context.learner, recorder.new_id(), CARD, Grade(grade), duration_ms=4000)


# Findings


def test_opens_on_reviews_with_the_finding_where_the_focus_is(busy: HistoryPage) -> None:
    assert QApplication.focusWidget() is busy.table_button
    title = busy.chart.title.text()
    assert title.startswith("You reviewed on ")
    assert title.endswith(" of the last 30 days")
    assert busy.table_button.accessibleDescription().startswith(title)
    assert busy.stack.currentWidget().isAncestorOf(busy.chart)


def test_the_finding_counts_days_and_grades(
    opened: Opener, ready: Context, db: Database, clock: FakeClock
) -> None:
    fill(db, ready.learner, Size(12, 0, 0, 1), TODAY)
    for grade_given in (3, 1):
        grade(ready, grade_given)
        clock.advance(days=2)
    page = opened()
    page.periods.chips[0].click()
    assert page.chart.title.text() == "You reviewed on 2 of the last 7 days"
    assert page.chart.summary.text() == (
        "2 reviews in 1 minute: 1 again, 0 hard, 1 good, 0 easy. About 1 on a day of study."
    )


@pytest.mark.parametrize(
    ("kind", "begins"),
    [
        (RETENTION, "You recalled "),
        (SCORES, "You got "),
        (ATTEMPTS, "You "),
    ],
)
def test_every_view_says_what_it_found_aloud(
    busy: HistoryPage, said: list[str], kind: str, begins: str
) -> None:
    choose(busy, kind, Period.QUARTER)
    assert said[-1].startswith(begins)
    shown = busy.table_title if kind == ATTEMPTS else busy.chart.title
    assert shown.text() == said[-1]


def test_thin_retention_says_what_is_still_needed(
    opened: Opener, ready: Context, db: Database, clock: FakeClock
) -> None:
    fill(db, ready.learner, Size(12, 0, 0, 1), TODAY)
    grade(ready, 4)
    clock.advance(days=20)
    grade(ready, 3)
    page = opened()
    choose(page, RETENTION)
    assert page.chart.title.text() == "Not enough yet: 1 of 20 recalls"
    assert page.chart.summary.text().startswith("19 more cards")


# Tables and files


@pytest.mark.parametrize("kind", [REVIEWS, RETENTION, SCORES])
def test_the_table_has_a_row_for_every_row_of_the_view(busy: HistoryPage, kind: str) -> None:
    choose(busy, kind, Period.QUARTER)
    busy.table_button.click()
    assert busy.stack.currentWidget().isAncestorOf(busy.table)
    view = busy._view
    assert view is not None
    texts = table_texts(busy)
    assert len(texts) == len(view.rows) > 0
    assert all(len(row) == busy.table.rows.columnCount() for row in texts)
    assert busy.table_button.text() == "Show as chart"
    busy.table_button.click()
    assert busy.stack.currentWidget().isAncestorOf(busy.chart)


def test_table_of_reviews_by_hand(
    opened: Opener, ready: Context, db: Database, clock: FakeClock
) -> None:
    fill(db, ready.learner, Size(12, 0, 0, 1), TODAY)
    grade(ready, 3)
    page = opened()
    page.periods.chips[0].click()
    page.table_button.click()
    model = page.table.rows
    headings = [
        model.headerData(column, Qt.Orientation.Horizontal) for column in range(model.columnCount())
    ]
    assert headings == ["Day", "Again", "Hard", "Good", "Easy", "Reviews", "New cards", "Time"]
    assert table_texts(page)[0][1:] == ["0", "0", "1", "0", "1", "1", "0:04"]
    assert model.data(model.index(0, 3), Qt.ItemDataRole.AccessibleTextRole) == "Good: 1"
    assert "2" in table_texts(page)[0][0]


def test_the_table_keeps_the_rules_of_a_model(busy: HistoryPage) -> None:
    model = TableModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_rows(["Day", "Count"], [["1 March", 3], ["2 March", None]], [1])
    assert model.data(model.index(1, 1), Qt.ItemDataRole.AccessibleTextRole) == "Count: no value"
    trailing = model.data(model.index(0, 1), Qt.ItemDataRole.TextAlignmentRole)
    assert isinstance(trailing, Qt.AlignmentFlag)
    assert trailing & Qt.AlignmentFlag.AlignTrailing


@pytest.mark.parametrize(("highest", "marks"), [(1, ["0", "1"]), (3, ["0", "1", "2", "3"])])
def test_an_axis_of_counts_is_marked_at_whole_numbers(
    theme: Theme, qtbot: QtBot, highest: int, marks: list[str]
) -> None:
    chart = Chart(theme, "chart")
    qtbot.addWidget(chart)
    chart.resize(500, 400)
    chart.show()
    chart.show_data(ChartData("T", "S", ["Mon"], "cards", [Bars("Good", "good", [highest])]))
    axis = chart.plot.getPlotItem().getAxis("left")
    spacing = axis.tickSpacing(0, highest * 1.1, 300)
    assert all(step == int(step) for step, _ in spacing)
    step, values = axis.tickValues(0, highest * 1.1, 300)[0]
    assert axis.tickStrings(values, 1, step) == marks


def test_the_upright_axis_stands_where_a_mirrored_time_axis_begins(
    theme: Theme, qtbot: QtBot
) -> None:
    QApplication.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    chart = Chart(theme, "chart")
    qtbot.addWidget(chart)
    chart.resize(500, 400)
    chart.show()
    chart.show_data(ChartData("T", "S", ["Mon", "Tue"], "cards", [Bars("Good", "good", [2, 3])]))
    chart.grab()
    axis = chart.plot.getPlotItem().getAxis("right")
    assert axis.isVisible()
    assert axis.sceneBoundingRect().center().x() > chart.plot.width() / 2


@pytest.mark.parametrize("kind", KINDS)
def test_csv_reads_back(
    busy: HistoryPage, qtbot: QtBot, tmp_path: Path, said: list[str], kind: str
) -> None:
    asked: list[str] = []

    def answer(parent: QWidget, suggested: str, then: Callable[[str], None]) -> None:
        asked.append(suggested)
        then(str(tmp_path / "saved.csv"))

    busy._ask = answer
    choose(busy, kind, Period.QUARTER)
    busy.save_button.click()
    assert Path(asked[0]).name == f"mtdtutor-{kind}-90.csv"
    assert Path(asked[0]).is_absolute()
    assert busy.context.jobs.busy, "the window's thread writes no files of any length"
    qtbot.waitUntil(busy.saved.isVisible)
    with (tmp_path / "saved.csv").open(encoding="utf-8", newline="") as source:
        rows = list(csv.reader(source))
    view = busy._view
    assert view is not None
    assert rows[0] == [column.code for column in view.columns]
    assert len(rows) == len(view.rows) + 1
    assert busy.saved.text() == f"{len(view.rows)} rows saved in saved.csv"
    assert said[-1] == busy.saved.text()


def test_a_file_that_cannot_be_written_is_told_with_a_way_out(
    busy: HistoryPage, qtbot: QtBot, tmp_path: Path
) -> None:
    chosen = iter([str(tmp_path / "missing" / "x.csv"), str(tmp_path / "x.csv")])

    def answer(parent: QWidget, suggested: str, then: Callable[[str], None]) -> None:
        then(next(chosen))

    busy._ask = answer
    busy.save_button.click()
    qtbot.waitUntil(busy.message.isVisible)
    assert "could not be written" in busy.message.text.text()
    busy.message.action.click()
    qtbot.waitUntil(busy.saved.isVisible)
    assert (tmp_path / "x.csv").exists()
    assert not busy.message.isVisible()


def test_the_dialog_does_not_stop_the_window(
    busy: HistoryPage, qtbot: QtBot, tmp_path: Path
) -> None:
    chosen: list[str] = []
    ask_file(busy, str(tmp_path / "name.csv"), chosen.append)
    dialog = busy.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    assert dialog.isVisible()
    assert Path(dialog.directory().absolutePath()) == tmp_path
    dialog.accept()
    qtbot.waitUntil(lambda: busy.findChild(QFileDialog) is None)
    assert [Path(each) for each in chosen] == [tmp_path / "name.csv"]


@pytest.mark.parametrize("there", [True, False])
def test_a_folder_that_exists_is_proposed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, there: bool
) -> None:
    names = {
        QStandardPaths.StandardLocation.DocumentsLocation: tmp_path / "Documents",
        QStandardPaths.StandardLocation.HomeLocation: tmp_path,
    }
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda each: str(names[each]))
    if there:
        (tmp_path / "Documents").mkdir()
    assert folder_for_files() == (tmp_path / "Documents" if there else tmp_path)


# Attempts


def test_enter_on_a_line_opens_that_quiz(busy: HistoryPage, qtbot: QtBot) -> None:
    choose(busy, ATTEMPTS, Period.QUARTER)
    view = busy._view
    assert view is not None
    busy.table.setFocus()
    press(qtbot, Qt.Key.Key_Down)
    with qtbot.waitSignal(busy.go) as went:
        press(qtbot, Qt.Key.Key_Return)
    assert went.args == ["quiz_result", {"attempt": view.lines[1].attempt, "back": "history"}]


def test_the_button_opens_the_line_chosen(busy: HistoryPage, qtbot: QtBot) -> None:
    choose(busy, ATTEMPTS, Period.QUARTER)
    view = busy._view
    assert view is not None
    assert busy.start_widget() is busy.open_button
    busy.table.setCurrentIndex(busy.table.rows.index(2, 0))
    with qtbot.waitSignal(busy.go) as went:
        busy.open_button.click()
    assert went.args == ["quiz_result", {"attempt": view.lines[2].attempt, "back": "history"}]


# What is missing


@pytest.mark.parametrize(
    ("kind", "title", "goes"),
    [
        (REVIEWS, "No reviews yet", "study"),
        (RETENTION, "Nothing has come back yet", "study"),
        (SCORES, "No finished quiz yet", "quiz_setup"),
        (ATTEMPTS, "No quiz yet", "quiz_setup"),
    ],
)
def test_an_empty_view_offers_the_button_that_fills_it(
    fresh: HistoryPage, qtbot: QtBot, kind: str, title: str, goes: str
) -> None:
    choose(fresh, kind)
    assert fresh.stack.currentWidget() is fresh.empty
    assert fresh.empty.title.text() == title
    assert not fresh.save_button.isVisible()
    assert fresh.start_widget() is fresh.empty.action
    with qtbot.waitSignal(fresh.go) as went:
        fresh.empty.action.click()
    assert went.args == [goes, {}]


def test_enter_on_an_empty_page_goes_to_study(fresh: HistoryPage, qtbot: QtBot) -> None:
    assert QApplication.focusWidget() is fresh.empty.action
    with qtbot.waitSignal(fresh.go) as went:
        press(qtbot, Qt.Key.Key_Return)
    assert went.args == ["study", {}]


def test_an_empty_week_says_that_there_is_more_from_before(
    busy: HistoryPage, ready: Context, clock: FakeClock
) -> None:
    clock.advance(days=20)
    busy.periods.chips[0].click()
    assert busy.empty.title.text() == "Nothing in the last 7 days"
    assert "choose a longer time" in busy.empty.text.text()
    busy.periods.chips[2].click()
    assert busy.stack.currentWidget().isAncestorOf(busy.chart)


# News and memory


def test_a_grade_elsewhere_is_seen_at_once(fresh: HistoryPage, ready: Context) -> None:
    grade(ready, 3)
    fresh.on_changes(Changes.REVIEWS)
    assert fresh.chart.title.text() == "You reviewed on 1 of the last 30 days"


def test_another_learner_has_another_history(
    busy: HistoryPage, ready: Context, db: Database
) -> None:
    with db.write() as conn:
        other = learners.Learner(ready.services.recorder.new_id(), "Other", 1)
        learners.add(conn, other)
    ready.learner = other.id
    busy.on_changes(Changes.LEARNER)
    assert busy.empty.title.text() == "No reviews yet"


def test_the_page_is_found_as_it_was_left(busy: HistoryPage) -> None:
    choose(busy, SCORES, Period.YEAR)
    busy.open({})
    assert (busy.kinds.value, busy.periods.value) == (SCORES, Period.YEAR)
    busy.open({"view": RETENTION})
    assert busy.kinds.value == RETENTION
    assert busy.chart.title.text().startswith("You recalled ")


# Every appearance


@pytest.mark.parametrize("condition", CONDITIONS, ids=lambda c: c.name)
def test_sweep(qtbot: QtBot, ready: Context, db: Database, condition: Condition) -> None:
    fill(db, ready.learner, BUSY, TODAY)
    window, page = open_window(qtbot, ready)
    for kind in KINDS:
        choose(page, kind, Period.QUARTER)
        settle(qtbot, window, page.theme, condition)
        assert sweep(window, page, page.start_widget()) == [], kind
    page.table_button.click()
    choose(page, REVIEWS, Period.WEEK)
    settle(qtbot, window, page.theme, condition)
    assert sweep(window, page, page.table_button) == []


@pytest.mark.parametrize("condition", CONDITIONS, ids=lambda c: c.name)
def test_sweep_of_the_empty_page(qtbot: QtBot, ready: Context, condition: Condition) -> None:
    window, page = open_window(qtbot, ready)
    settle(qtbot, window, page.theme, condition)
    assert sweep(window, page, page.empty.action) == []


# Words


def frame(period: Period, days: int = 0) -> Frame:
    length = days or period.days or 7
    return Frame(period, Span(TODAY - length + 1, TODAY), earlier=False)


def sat(right: int, number: int, ending: str = "finished", at: int = 0) -> AttemptLine:
    limit = 300_000 if at % 2 else None
    return AttemptLine(
        f"a{at}", at, 0, TODAY, "practice", number, number, right, 65_000, limit, ending
    )


def test_words_for_all_days_and_wide_bins(qapp: QApplication) -> None:
    rows = [DayValue("good", TODAY, 30), DayValue("reviews_ms", TODAY, 60_000)]
    year = reviews_view(frame(Period.YEAR), rows)
    whole = reviews_view(frame(Period.ALL, 1200), rows)
    assert words.unit(year) == "reviews per week"
    assert words.unit(whole) == "reviews per 30 days"
    assert words.title(whole) == "You reviewed on 1 of 1200 days"
    assert words.summary(whole) == ("30 reviews in 1 minute: 0 again, 0 hard, 30 good, 0 easy.")
    assert words.headings(year)[:2] == ["From", "To"]


@pytest.mark.parametrize(
    ("kept", "lost", "says"),
    [
        (600, 400, "You recalled 60 % of what came due, less than the 90 % you aim for"),
        (90, 10, "You recalled 90 % of what came due, about the 90 % you aim for"),
        (990, 10, "You recalled 99 % of what came due, more than the 90 % you aim for"),
    ],
)
def test_words_for_retention(qapp: QApplication, kept: int, lost: int, says: str) -> None:
    rows = [DayValue("retained_young", TODAY, kept), DayValue("lapsed_young", TODAY, lost)]
    view = retention_view(frame(Period.WEEK), rows, 0.90)
    assert words.title(view) == says
    assert f"{kept} of {kept + lost} cards were recalled" in words.summary(view)
    assert "Mature" not in words.summary(view)


def test_words_for_quizzes(qapp: QApplication) -> None:
    one = scores_view(frame(Period.WEEK), [sat(4, 5)])
    assert words.title(one) == "You got 4 of 5 right in your quiz"
    assert words.summary(one) == "4 of 5 questions were answered right."
    two = scores_view(frame(Period.WEEK), [sat(5, 5, at=2), sat(2, 5, at=1)])
    assert words.title(two) == "You got 70 % right in 2 quizzes, 100 % in the last"
    assert words.summary(two).endswith("The lowest score is 40 %, the highest 100 %.")


def test_words_for_attempts(qapp: QApplication) -> None:
    lines = [sat(1, 5, "abandoned", 1), sat(2, 5, "expired", 2), sat(0, 5, RUNNING, 3)]
    view = attempts_view(frame(Period.WEEK), lines)
    assert words.title(view) == "You began 3 quizzes and took 1 to the end"
    assert words.title(attempts_view(frame(Period.WEEK), lines[1:2])) == (
        "You took 1 quiz to the end"
    )
    assert [row[1] for row in words.cells(view)] == ["not finished", "time ran out", "given up"]
    assert words.cells(view)[1][5:] == ["40 %", "1:05", "none"]


def test_an_unfinished_quiz_is_taken_up_again(busy: HistoryPage) -> None:
    busy._view = attempts_view(frame(Period.WEEK), [sat(0, 5, RUNNING)])
    went: list[tuple[str, object]] = []
    busy.go.disconnect()
    busy.go.connect(lambda page, params: went.append((page, params)))
    busy._open(0)
    assert went == [("quiz_run", {"attempt": "a0"})]
