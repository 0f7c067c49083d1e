"""A day typed as a number or a date, and the painted curve."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest

from mtdtutor.ui.texts import short_date
from mtdtutor.ui.theme import Theme
from mtdtutor.ui.widgets.due_row import MOST_DAYS, DueRow, read_day
from mtdtutor.ui.widgets.recall_chart import Dot, Point, RecallChart, RecallData

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

TODAY = 20_500  # 2026-02-16


@pytest.mark.parametrize(
    ("typed", "ahead"),
    [
        ("0", 0), ("14", 14), (" 7 ", 7), (str(MOST_DAYS), MOST_DAYS),
        (str(MOST_DAYS + 1), None), ("-3", None), ("1.5", None), ("", None), ("soon", None),
        ("99999999999999999999", None), ("2026-02-16", 0), ("2026-03-01", 13),
        ("2026-02-15", None), ("2026-02-30", None), ("2099-01-01", None),
    ],
)  # fmt: skip
def test_what_is_typed_is_a_day_or_none(typed: str, ahead: int | None) -> None:
    assert read_day(typed, TODAY) == (None if ahead is None else TODAY + ahead)


@pytest.mark.parametrize("name", ["en_US", "en_GB", "de_DE", "fr_FR", "sv_SE"])
def test_a_date_as_the_locale_writes_it_is_understood(name: str) -> None:
    before = QLocale()
    QLocale.setDefault(QLocale(name))
    try:
        assert read_day(short_date(TODAY + 40), TODAY) == TODAY + 40
    finally:
        QLocale.setDefault(before)


def test_the_row_says_what_it_understood_and_sends_it_once(qtbot: QtBot, theme: Theme) -> None:
    row = DueRow(theme, "due")
    qtbot.addWidget(row)
    row.show()
    row.begin(TODAY)
    sent: list[int] = []
    row.chosen.connect(sent.append)
    assert not row.set_button.isEnabled()
    row.field.setText("x")
    QTest.keyClick(row.field, Qt.Key.Key_Return)
    assert sent == []
    assert "at most" in row.words.text()
    row.field.setText("3")
    assert "in 3 days" in row.words.text()
    assert row.field.accessibleDescription() == row.words.text()
    QTest.keyClick(row.field, Qt.Key.Key_Return)
    assert sent == [TODAY + 3]


def curve(lowest: float) -> RecallData:
    points = (Point(TODAY - 4, 1.0), Point(TODAY, 0.95), Point(TODAY + 10, lowest))
    marks = (Dot(TODAY - 4, None, kept=True, quiz=False), Dot(TODAY - 2, 0.9, False, True))
    return RecallData(
        "Finding", "Summary", "Legend", (points,), marks, TODAY, 0.9,
        ((TODAY, "today"), (TODAY + 10, "later")),
    )  # fmt: skip


def test_the_curve_is_painted_and_told(qtbot: QtBot, theme: Theme) -> None:
    chart = RecallChart(theme, "curve")
    qtbot.addWidget(chart)
    chart.resize(600, 400)
    chart.show()
    chart.show_data(curve(0.3))
    low = chart.plot.grab().toImage()
    assert chart.plot.accessibleName() == "Finding"
    assert chart.plot.accessibleDescription() == "Summary"
    chart.show_data(curve(0.85))
    assert chart.plot.grab().toImage() != low
    chart.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    mirrored = chart.plot.grab().toImage()
    chart.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    assert chart.plot.grab().toImage() != mirrored


def test_without_a_prediction_there_are_only_words(qtbot: QtBot, theme: Theme) -> None:
    chart = RecallChart(theme, "curve")
    qtbot.addWidget(chart)
    chart.show()
    chart.show_data(curve(0.3)._replace(stretches=(), dots=()))
    assert not chart.plot.isVisible()
    assert not chart.legend.isVisible()
    assert chart.title.text() == "Finding"
