"""Colours, type and space as tokens, turned into a palette and fonts for the whole window."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPalette

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

# Space in pixels, on a grid of four.
PAGE_MARGIN: Final = 40
PAGE_MARGIN_NARROW: Final = 24
PANEL_GAP: Final = 20
PANEL_PADDING: Final = 20
CARD_PADDING: Final = 56
RADIUS_NAV: Final = 8
RADIUS_BUTTON: Final = 10
RADIUS_PANEL: Final = 14
RADIUS_CARD: Final = 16
TARGET_HEIGHT: Final = 40
NARROW_WIDTH: Final = 760  # at 100 % text; larger text makes a window narrow sooner

MIN_TEXT_CONTRAST: Final = 4.5
MIN_MARK_CONTRAST: Final = 3.0

MIN_SCALE: Final = 100
MAX_SCALE: Final = 200


class Tokens(NamedTuple):
    """The colours of one appearance, as ``#RRGGBB``."""

    dark: bool
    bg: str
    surface: str
    raised: str
    line: str
    text: str
    muted: str
    accent: str
    on_accent: str
    soft: str
    again: str
    hard: str
    good: str
    easy: str
    band_0: str
    band_1: str
    band_2: str
    band_3: str

    def band(self, level: int) -> str:
        """Return the colour of a mastery level from 0 (not enough yet) to 3 (secure)."""
        return (self.band_0, self.band_1, self.band_2, self.band_3)[level]

    def grade(self, grade: int) -> str:
        """Return the colour of a grade from 1 (again) to 4 (easy)."""
        return (self.again, self.hard, self.good, self.easy)[grade - 1]


LIGHT: Final = Tokens(
    dark=False,
    bg="#F6F7F9",
    surface="#FFFFFF",
    raised="#FFFFFF",
    line="#DDE1E7",
    text="#1B1D21",
    muted="#565C66",
    accent="#0B5CAD",
    on_accent="#FFFFFF",
    soft="#E6F0FA",
    again="#A63603",
    hard="#7A5200",
    good="#005A8C",
    easy="#00664B",
    band_0="#E3E7ED",
    band_1="#B8D4EE",
    band_2="#5E9FD6",
    band_3="#0B5CAD",
)
DARK: Final = Tokens(
    dark=True,
    bg="#17191D",
    surface="#1F2227",
    raised="#262A30",
    line="#363B43",
    text="#ECEEF1",
    muted="#A9B0BB",
    accent="#78B7FF",
    on_accent="#0B1A2A",
    soft="#1E3147",
    again="#FF9E6B",
    hard="#F0B84A",
    good="#6CBCF0",
    easy="#4CC9A0",
    band_0="#33383F",
    band_1="#2B4A68",
    band_2="#3F7FBA",
    band_3="#78B7FF",
)


def strengthened(tokens: Tokens) -> Tokens:
    """Return the tokens for people whose system asks for more contrast.

    Secondary text becomes body text, and borders become as strong as secondary text was.
    """
    extreme = "#FFFFFF" if tokens.dark else "#000000"
    return tokens._replace(text=extreme, muted=tokens.text, line=tokens.muted)


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours from 1 to 21, as WCAG 2 defines it (relative luminance).

    Args:
        one: A colour as ``#RRGGBB``.
        other: The colour beside or behind it.
    """
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: str) -> float:
    channels = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


class Mode(StrEnum):
    """Which appearance a person asked for."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Role(StrEnum):
    """What a text is for; decides its size and weight."""

    TITLE = "title"
    HERO = "hero"
    QUESTION = "question"
    ANSWER = "answer"
    SECTION = "section"
    BODY = "body"
    STRONG = "strong"
    CAPTION = "caption"


_FONTS: Final[dict[Role, tuple[float, QFont.Weight]]] = {
    Role.TITLE: (22.0, QFont.Weight.Bold),
    Role.HERO: (17.5, QFont.Weight.Medium),
    Role.QUESTION: (17.5, QFont.Weight.Medium),
    Role.ANSWER: (14.5, QFont.Weight.Normal),
    Role.SECTION: (12.5, QFont.Weight.DemiBold),
    Role.BODY: (10.75, QFont.Weight.Normal),
    Role.STRONG: (10.75, QFont.Weight.DemiBold),
    Role.CAPTION: (9.5, QFont.Weight.Normal),
}


_EFFECTS: Final = (
    Qt.UIEffect.UI_AnimateMenu,
    Qt.UIEffect.UI_FadeMenu,
    Qt.UIEffect.UI_AnimateCombo,
    Qt.UIEffect.UI_AnimateTooltip,
    Qt.UIEffect.UI_FadeTooltip,
)


def make_palette(tokens: Tokens) -> QPalette:
    """Return the palette that paints every standard control in these colours."""
    role = QPalette.ColorRole
    palette = QPalette()
    colours = {
        role.Window: tokens.bg,
        role.WindowText: tokens.text,
        role.Base: tokens.surface,
        role.AlternateBase: tokens.bg,
        role.Text: tokens.text,
        role.PlaceholderText: tokens.muted,
        role.Button: tokens.raised,
        role.ButtonText: tokens.text,
        role.BrightText: tokens.again,
        role.Highlight: tokens.accent,
        role.HighlightedText: tokens.on_accent,
        role.Accent: tokens.accent,
        role.Link: tokens.accent,
        role.LinkVisited: tokens.accent,
        role.ToolTipBase: tokens.surface,
        role.ToolTipText: tokens.text,
        role.Light: tokens.surface,
        role.Midlight: tokens.line,
        role.Mid: tokens.line,
        role.Dark: tokens.muted,
        role.Shadow: tokens.line,
    }
    for key, value in colours.items():
        palette.setColor(key, QColor(value))
    for key in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        palette.setColor(QPalette.ColorGroup.Disabled, key, QColor(tokens.muted))
    palette.setColor(QPalette.ColorGroup.Disabled, role.Highlight, QColor(tokens.line))
    return palette


class Theme(QObject):
    """The appearance in force; widgets follow ``changed``.

    Signals:
        changed: Colours, text size or motion are different now.
    """

    changed = Signal()

    def __init__(self, mode: Mode = Mode.SYSTEM, scale: int = 100, *, motion: bool = True) -> None:
        """Prepare an appearance; nothing is painted before ``install``.

        Args:
            mode: Light, dark, or as the system says.
            scale: Text size in per cent, 100 to 200.
            motion: Whether carets may blink and menus fade.
        """
        super().__init__()
        self._mode = mode
        self._scale = min(max(scale, MIN_SCALE), MAX_SCALE)
        self._motion = motion
        self._system_dark = False
        self._system_contrast = False
        self._flash_ms = 0
        self._app: QApplication | None = None
        self._tokens = self._choose()

    @property
    def tokens(self) -> Tokens:
        """The colours in force."""
        return self._tokens

    @property
    def mode(self) -> Mode:
        """The appearance asked for."""
        return self._mode

    @property
    def scale(self) -> int:
        """Text size in per cent."""
        return self._scale

    @property
    def motion(self) -> bool:
        """Whether carets may blink and menus fade."""
        return self._motion

    def install(self, app: QApplication) -> None:
        """Paint the whole application in this appearance and follow the system's wishes."""
        self._app = app
        app.setStyle("Fusion")
        hints = app.styleHints()
        hints.colorSchemeChanged.connect(self._on_system_changed)
        hints.accessibility().contrastPreferenceChanged.connect(self._on_system_changed)
        self._flash_ms = app.cursorFlashTime()
        self._read_system()
        self._apply()
        self._apply_motion()

    def uninstall(self) -> None:
        """Stop following the system; the application keeps its present colours."""
        if self._app is not None:
            hints = self._app.styleHints()
            hints.colorSchemeChanged.disconnect(self._on_system_changed)
            hints.accessibility().contrastPreferenceChanged.disconnect(self._on_system_changed)
            self._app.setCursorFlashTime(self._flash_ms)
            self._app = None

    def set_mode(self, mode: Mode) -> None:
        """Switch to light, dark or the system's choice."""
        if mode is not self._mode:
            self._mode = mode
            self._read_system()
            self._apply()

    def set_scale(self, scale: int) -> None:
        """Set the text size in per cent; values outside 100 to 200 are brought inside."""
        scale = min(max(scale, MIN_SCALE), MAX_SCALE)
        if scale != self._scale:
            self._scale = scale
            self._apply()

    def set_motion(self, *, motion: bool) -> None:
        """Allow or forbid blinking carets and fading menus."""
        if motion != self._motion:
            self._motion = motion
            self._apply_motion()
            self.changed.emit()

    def color(self, token: str) -> QColor:
        """Return the colour of a token by its name, for instance ``muted``."""
        return QColor(str(getattr(self._tokens, token)))

    def font(self, role: Role) -> QFont:
        """Return the font for texts of one role, at the text size in force."""
        points, weight = _FONTS[role]
        font = QFont()
        font.setPointSizeF(points * self._scale / 100)
        font.setWeight(weight)
        return font

    def _choose(self) -> Tokens:
        dark = self._mode is Mode.DARK or (self._mode is Mode.SYSTEM and self._system_dark)
        tokens = DARK if dark else LIGHT
        return strengthened(tokens) if self._system_contrast else tokens

    def _read_system(self) -> None:
        if self._app is None:
            return
        hints = self._app.styleHints()
        # Only a hint, for native title bars: some platforms ignore it, so the palette is our own.
        wanted = {
            Mode.LIGHT: Qt.ColorScheme.Light,
            Mode.DARK: Qt.ColorScheme.Dark,
            Mode.SYSTEM: Qt.ColorScheme.Unknown,
        }[self._mode]
        hints.blockSignals(True)
        hints.setColorScheme(wanted)
        hints.blockSignals(False)
        self._system_dark = hints.colorScheme() is Qt.ColorScheme.Dark
        preference = hints.accessibility().contrastPreference()
        self._system_contrast = preference is Qt.ContrastPreference.HighContrast

    def _on_system_changed(self) -> None:
        before = (self._system_dark, self._system_contrast)
        self._read_system()
        if before != (self._system_dark, self._system_contrast):
            self._apply()

    def _apply_motion(self) -> None:
        """Let carets blink and menus fade, or not."""
        if self._app is None:
            return
        self._app.setCursorFlashTime(self._flash_ms if self._motion else 0)
        for effect in _EFFECTS:
            self._app.setEffectEnabled(effect, self._motion)

    def _apply(self) -> None:
        self._tokens = self._choose()
        if self._app is not None:
            self._app.setPalette(make_palette(self._tokens))
            self._app.setFont(self.font(Role.BODY))
        self.changed.emit()
