"""The settings page: in force at once, remembered, and taken back without a dialog."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from mtdtutor.core.changes import Changes
from mtdtutor.core.errors import KnownError
from mtdtutor.services.device import DeviceStore
from mtdtutor.services.learners import LearningSettings
from mtdtutor.ui.page import Context
from mtdtutor.ui.pages.settings import SettingsPage
from mtdtutor.ui.theme import Mode
from mtdtutor.ui.widgets.buttons import Button
from mtdtutor.ui.window import MainWindow
from tests.support.clock import FakeClock
from tests.ui.course import on_course, open_window
from tests.ui.sweep import CONDITIONS, Condition, settle, sweep

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def course(context: Context, tmp_path: Path) -> Iterator[Context]:
    with on_course(context, tmp_path / "data") as ready:
        yield ready


@pytest.fixture
def window(qtbot: QtBot, course: Context) -> MainWindow:
    return open_window(qtbot, course, "settings")


@pytest.fixture
def page(window: MainWindow) -> SettingsPage:
    assert isinstance(window.page, SettingsPage)
    return window.page


def kept(page: SettingsPage) -> LearningSettings:
    context = page.context
    return context.services.learners.settings(context.learner)


def add_learner(page: SettingsPage, name: str) -> None:
    clock = page.context.clock
    assert isinstance(clock, FakeClock)
    clock.advance(seconds=1)
    page.learners.new_name.setText(name)
    page.learners.add.click()


def press(page: SettingsPage, name: str) -> None:
    button = page.findChild(Button, name)
    assert button is not None
    button.click()


def names(page: SettingsPage) -> list[str]:
    return [each.name for each in page.context.services.learners.everyone()]


def test_the_appearance_is_in_force_at_once(page: SettingsPage, tmp_path: Path) -> None:
    assert QApplication.focusWidget() is page.look.chips[0]
    page.look.chips[2].click()
    assert page.theme.mode == Mode.DARK.value
    page.scale.setValue(150)
    assert page.theme.scale == 150
    page.motion.chips[1].click()
    assert not page.theme.motion
    again = DeviceStore(tmp_path / "settings.json").settings
    assert (again.theme, again.text_scale, again.motion) == ("dark", 150, False)


def test_text_size_by_key_is_shown(window: MainWindow, page: SettingsPage, qtbot: QtBot) -> None:
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert page.scale.value() == 110


def test_learning_settings_are_in_force_at_once(page: SettingsPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.changed) as told:
        page.new.setValue(25)
    assert told.args == [Changes.SETTINGS]
    page.reviews.setValue(150)
    page.retention.setValue(85)
    page.rollover.setValue(2)
    assert kept(page) == LearningSettings(25, 150, 0.85, 2)
    assert page.context.rollover_hour == 2
    assert "25 cards" in page.new_row.effect.text()


def test_typing_a_number_puts_it_in_force_when_complete(page: SettingsPage, qtbot: QtBot) -> None:
    page.new.setFocus()
    page.new.selectAll()
    QTest.keyClicks(page.new, "37")
    assert kept(page).new_per_day == 10
    QTest.keyClick(page.new, Qt.Key.Key_Return)
    assert kept(page).new_per_day == 37


def test_no_new_cards_is_said_in_words(page: SettingsPage) -> None:
    page.new.setValue(0)
    assert page.new_row.effect.text().startswith("No new cards")
    assert page.new.accessibleDescription() == page.new_row.effect.text()


def test_retentions_are_compared_when_asked_for(page: SettingsPage, qtbot: QtBot) -> None:
    assert page.workload.table.isHidden()
    page.workload.compare.click()
    assert page.workload.finding.isVisibleTo(page)
    qtbot.waitUntil(lambda: not page.workload.table.isHidden())
    rows = page.workload.table.rows
    assert rows.rowCount() == 7
    first, last = (float(str(rows.index(row, 1).data())) for row in (0, 6))
    assert last > 1.3 * first > 0
    assert "simulated memories" in page.workload.finding.text()
    page.refresh()
    assert page.workload.table.isHidden(), "it may be another learner"


def test_two_grades_can_be_chosen(page: SettingsPage) -> None:
    page.grades.chips[1].click()
    assert kept(page).grades == 2
    page.new.setValue(12)
    assert kept(page).grades == 2


def choose_weekday(page: SettingsPage, place: int, index: int) -> None:
    field = page.days.weekdays[place]
    field.setCurrentIndex(index)
    field.activated.emit(index)


def test_weekdays_can_hold_less_or_nothing_but_not_all(page: SettingsPage) -> None:
    choose_weekday(page, 6, 2)
    choose_weekday(page, 2, 1)
    assert kept(page).weekdays == (100, 100, 50, 100, 100, 100, 0)
    for place in range(6):
        choose_weekday(page, place, 2)
    assert page.days.trouble.text() == "At least one weekday has to hold some work."
    choose_weekday(page, 0, 1)
    assert page.days.trouble.isHidden()
    assert kept(page).weekdays == (50, 0, 0, 0, 0, 100, 0)


def test_days_away_are_added_and_removed(page: SettingsPage) -> None:
    days = page.days
    days.first.setText("3")
    days.last.setText("1")
    days.add.click()
    assert days.trouble.text() == "The last day comes after the first, within a year."
    days.last.setText("soon")
    days.add.click()
    assert days.trouble.text().startswith("Write two dates")
    days.last.setText("12")
    days.add.click()
    assert days.trouble.isHidden()
    assert days.first.text() == ""
    (span,) = kept(page).away
    assert span.last - span.first == 9
    assert len(days.removes) == 1
    page.new.setValue(11)
    assert kept(page).away == (span,)
    days.removes[0].click()
    assert kept(page).away == ()


@pytest.mark.parametrize("focused", [False, True])
def test_scrolling_past_changes_nothing(page: SettingsPage, focused: bool) -> None:
    (page.new if focused else page.reviews).setFocus()
    wheel = QWheelEvent(
        QPointF(5, 5),
        QPointF(page.new.mapToGlobal(QPoint(5, 5))),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(page.new, wheel)
    assert (page.new.value() != 10) is focused


def test_defaults_come_back_and_can_be_taken_back(page: SettingsPage) -> None:
    page.look.chips[2].click()
    page.new.setValue(25)
    learner = page.context.learner
    press(page, "settings_defaults")
    assert page.theme.mode == Mode.SYSTEM.value
    assert kept(page) == LearningSettings()
    assert page.new.value() == 10
    assert page.context.learner == learner
    page.message.action.click()
    assert page.theme.mode == Mode.DARK.value
    assert kept(page).new_per_day == 25
    assert page.new.value() == 25


def test_a_new_learner_is_shown_at_once(page: SettingsPage, qtbot: QtBot, said: list[str]) -> None:
    page.new.setValue(25)
    with qtbot.waitSignal(page.changed) as told:
        add_learner(page, " Anna ")
    assert told.args == [Changes.LEARNER]
    assert names(page) == ["Me", "Anna"]
    assert page.learners.choice.currentText() == "Anna"
    assert page.context.learner == page.context.services.learners.find("Anna").id
    assert page.context.device.settings.learner == page.context.learner
    assert page.new.value() == 10, "learning settings are her own"
    assert said[-1] == "Learner: Anna"


def test_switching_back_shows_the_other_learner(page: SettingsPage) -> None:
    page.rollover.setValue(3)
    add_learner(page, "Anna")
    assert page.context.rollover_hour == 4
    page.learners.choice.setCurrentIndex(0)
    page.learners.choice.activated.emit(0)
    assert page.context.learner == page.context.services.learners.find("Me").id
    assert page.rollover.value() == page.context.rollover_hour == 3


def test_a_learner_is_renamed(page: SettingsPage) -> None:
    page.learners.new_name.setText("Ada")
    page.learners.rename.click()
    assert names(page) == ["Ada"]
    assert page.learners.choice.currentText() == "Ada"


@pytest.mark.parametrize("name", ["", "  ", "me"])
def test_a_name_that_will_not_do_is_explained_in_place(page: SettingsPage, name: str) -> None:
    page.learners.new_name.setText(name)
    page.learners.add.click()
    assert names(page) == ["Me"]
    assert page.learners.trouble.isVisible()
    assert QApplication.focusWidget() is page.learners.new_name
    page.learners.new_name.textEdited.emit("x")
    assert not page.learners.trouble.isVisible()


def test_the_only_learner_cannot_be_deleted(page: SettingsPage) -> None:
    assert not page.learners.delete.isEnabled()


def test_deleting_asks_once_in_place_and_keeps_a_backup(page: SettingsPage, qtbot: QtBot) -> None:
    add_learner(page, "Anna")
    page.learners.delete.click()
    question = page.learners.question
    assert QApplication.focusWidget() is question
    assert "Delete Anna? 0 reviews and 0 quizzes are lost" in question.text()
    assert "notes, wordings, own cards, reports and learning settings" in question.text()
    assert names(page) == ["Me", "Anna"]
    page.learners.really.click()
    qtbot.waitUntil(lambda: not page.context.jobs.busy)
    assert names(page) == ["Me"]
    assert page.learners.choice.currentText() == "Me"
    assert not page.learners.confirmation.isVisible()
    (backup,) = page.context.services.paths.backups.glob("*before-deletion*")
    assert backup.name in page.learners.trouble.text()


def test_the_question_is_seen_whole_in_a_low_window(
    window: MainWindow, page: SettingsPage, qtbot: QtBot
) -> None:
    add_learner(page, "Anna")
    window.resize(720, 560)
    window.grab()
    page.scroll_body().ensureWidgetVisible(page.learners.delete, 0, 0)
    page.learners.delete.click()

    def is_whole(widget: QWidget) -> bool:
        return widget.visibleRegion().boundingRect() == widget.rect()

    learners = page.learners
    qtbot.waitUntil(lambda: is_whole(learners.keep) and is_whole(learners.really))
    assert is_whole(learners.question)


def test_keeping_keeps(page: SettingsPage) -> None:
    add_learner(page, "Anna")
    page.learners.delete.click()
    page.learners.keep.click()
    assert names(page) == ["Me", "Anna"]
    assert not page.learners.confirmation.isVisible()
    assert QApplication.focusWidget() is page.learners.delete


def test_a_failed_backup_deletes_nobody_and_says_so(
    page: SettingsPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(learner: str) -> Path:
        raise KnownError("backup-failed", file="b.sqlite3", reason="disk full")

    add_learner(page, "Anna")
    monkeypatch.setattr(page.context.services.learners, "delete", fail)
    page.learners.delete.click()
    page.learners.really.click()
    qtbot.waitUntil(lambda: not page.context.jobs.busy)
    assert "b.sqlite3" in page.learners.trouble.text()
    assert names(page) == ["Me", "Anna"]


def test_the_data_folder_is_shown_and_opened(
    page: SettingsPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    folder = page.context.services.paths.folder
    texts = [text.text() for text in page.findChildren(type(page.learners.question))]
    assert any(str(folder) in text for text in texts)
    press(page, "settings_open_folder")
    assert [url.toLocalFile() for url in opened] == [str(folder)]


def test_a_backup_is_made_and_named(page: SettingsPage, qtbot: QtBot) -> None:
    page.backup.click()
    assert page.backup.accessibleName() == "Backing up"
    page.backup.click()
    qtbot.waitUntil(lambda: not page.context.jobs.busy)
    (made,) = page.context.services.paths.backups.iterdir()
    assert str(made) in page.message.text.text()


def test_a_backup_that_fails_is_explained(
    page: SettingsPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> Path:
        raise KnownError("backup-failed", file="b.sqlite3", reason="disk full")

    monkeypatch.setattr(page.context.services.safety, "backup", fail)
    page.backup.click()
    qtbot.waitUntil(lambda: not page.context.jobs.busy)
    assert "disk full" in page.message.text.text()


def test_settings_that_cannot_be_written_are_said(
    page: SettingsPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object) -> None:
        raise KnownError("disk-full", file="x.sqlite3")

    monkeypatch.setattr(page.context.services.learners, "change", fail)
    page.new.setValue(11)
    assert "x.sqlite3" in page.message.text.text()
    monkeypatch.setattr(page.context.device, "change", fail)
    page.message.dismiss()
    page.look.chips[1].click()
    assert "x.sqlite3" in page.message.text.text()
    monkeypatch.undo()


def test_about_opens(window: MainWindow, page: SettingsPage) -> None:
    press(page, "settings_about")
    assert window.page is not None
    assert window.page.name == "about"


@pytest.mark.parametrize("condition", CONDITIONS, ids=lambda c: c.name)
def test_sweep(window: MainWindow, page: SettingsPage, qtbot: QtBot, condition: Condition) -> None:
    add_learner(page, "Anna")
    page.learners.delete.click()
    page.look.chips[0].setFocus()
    settle(qtbot, window, page.theme, condition)
    assert sweep(window, page, None) == []


def test_taking_back_the_defaults_leaves_the_learner_chosen_since(page: SettingsPage) -> None:
    page.scale.setValue(150)
    press(page, "settings_defaults")
    add_learner(page, "Noor")
    chosen = page.context.learner
    page.message.action.click()
    settings = page.context.device.settings
    assert (settings.text_scale, settings.learner) == (150, chosen)
