"""Colours with enough contrast, text that scales, a palette for every control."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from mtdtutor.ui.theme import (
    DARK,
    LIGHT,
    MIN_MARK_CONTRAST,
    MIN_TEXT_CONTRAST,
    Mode,
    Role,
    Theme,
    Tokens,
    contrast,
    strengthened,
)

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

APPEARANCES = {
    "light": LIGHT,
    "dark": DARK,
    "light, strong": strengthened(LIGHT),
    "dark, strong": strengthened(DARK),
}


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
    assert contrast("#FFFFFF", "#777777") == contrast("#777777", "#FFFFFF")


@pytest.mark.parametrize("tokens", APPEARANCES.values(), ids=APPEARANCES)
def test_texts_stand_out_from_every_surface(tokens: Tokens) -> None:
    surfaces = (tokens.bg, tokens.surface, tokens.raised)
    words = (
        tokens.text,
        tokens.muted,
        tokens.accent,
        *(tokens.grade(grade) for grade in range(1, 5)),
    )
    pairs = [*itertools.product(words, surfaces)]
    pairs += [(tokens.on_accent, tokens.accent), (tokens.text, tokens.soft)]
    pairs += [(tokens.accent, tokens.soft), (tokens.muted, tokens.soft)]
    for word, surface in pairs:
        assert contrast(word, surface) >= MIN_TEXT_CONTRAST, (word, surface)


@pytest.mark.parametrize("tokens", APPEARANCES.values(), ids=APPEARANCES)
def test_marks_stand_out(tokens: Tokens) -> None:
    for surface in (tokens.bg, tokens.surface, tokens.raised, tokens.soft):
        assert contrast(tokens.accent, surface) >= MIN_MARK_CONTRAST
    # What outlines the shades that are too faint by themselves.
    assert contrast(tokens.muted, tokens.surface) >= MIN_MARK_CONTRAST


def test_more_contrast_is_more_contrast() -> None:
    for tokens in (LIGHT, DARK):
        strong = strengthened(tokens)
        assert contrast(strong.line, strong.surface) > contrast(tokens.line, tokens.surface)
        assert contrast(strong.muted, strong.surface) > contrast(tokens.muted, tokens.surface)


def test_fonts_scale_in_points_within_bounds(theme: Theme) -> None:
    before = {role: theme.font(role).pointSizeF() for role in Role}
    theme.set_scale(150)
    for role, points in before.items():
        assert theme.font(role).pointSizeF() == pytest.approx(points * 1.5)
    theme.set_scale(500)
    assert theme.scale == 200
    theme.set_scale(10)
    assert theme.scale == 100


def test_changing_the_mode_repaints_everything_once(theme: Theme, qtbot: QtBot) -> None:
    with qtbot.waitSignal(theme.changed):
        theme.set_mode(Mode.DARK)
    palette = QApplication.palette()
    assert palette.color(QPalette.ColorRole.Window).name().upper() == DARK.bg
    assert palette.color(QPalette.ColorRole.Text).name().upper() == DARK.text
    with qtbot.assertNotEmitted(theme.changed):
        theme.set_mode(Mode.DARK)


def test_without_motion_no_caret_blinks(theme: Theme) -> None:
    assert QApplication.cursorFlashTime() > 0
    theme.set_motion(motion=False)
    assert QApplication.cursorFlashTime() == 0
    theme.set_motion(motion=True)
    assert QApplication.cursorFlashTime() > 0
