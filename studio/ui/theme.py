"""Colours, fonts, icons and the one stylesheet of the window, dark and light."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache

from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from studio.resources import resource
from studio.ui.icons import icon
from studio.ui.stylesheet import stylesheet

__all__ = [
    "Theme",
    "apply_theme",
    "icon",
    "mark",
    "mark_new",
    "mono_font",
    "script_font",
    "theme_for",
]

RHYTHM = 8
"""Distances in the window are multiples of this, or its half."""

_DARK = {
    "ground": "#14161a",
    "panel": "#1b1e24",
    "raised": "#262a32",
    "line": "#323843",
    "text": "#e7e9ee",
    "muted": "#a9b1be",
    "faint": "#8f97a5",
    "accent": "#98a4ff",
    "on_accent": "#14161a",
    "playing": "#ffd166",
    "selected": "#2b3150",
    "ready": "#5ecb92",
    "stale": "#f0a062",
    "missing": "#8f97a5",
    "speaking": "#62bdf2",
    "failed": "#ff7b86",
    "pinned": "#d29cf0",
}
_LIGHT = {
    "ground": "#eceef2",
    "panel": "#fbfbfd",
    "raised": "#ffffff",
    "line": "#d5d9e1",
    "text": "#1c2028",
    "muted": "#535b69",
    "faint": "#616977",
    "accent": "#464ecb",
    "on_accent": "#ffffff",
    "playing": "#a86f00",
    "selected": "#e1e4fb",
    "ready": "#1a7a4a",
    "stale": "#9c4a0c",
    "missing": "#616977",
    "speaking": "#0d6fae",
    "failed": "#c0263c",
    "pinned": "#8a3fb5",
}

UI_FAMILIES = (
    "Inter",
    "Segoe UI",
    "SF Pro Text",
    "Noto Sans",
    "DejaVu Sans",
    "Noto Sans CJK SC",
    "PingFang SC",
    "Microsoft YaHei",
    "WenQuanYi Zen Hei",
)
"""Latin first, then Simplified Chinese: other CJK fonts draw signs such as 直 otherwise."""

MONO_FAMILIES = ("JetBrains Mono", "DejaVu Sans Mono", "Noto Sans Mono", "Noto Sans Mono CJK SC")


@dataclass(frozen=True, slots=True)
class Theme:
    """The named colours of one look."""

    ground: QColor
    panel: QColor
    raised: QColor
    line: QColor
    text: QColor
    muted: QColor
    faint: QColor
    accent: QColor
    on_accent: QColor
    playing: QColor
    selected: QColor
    ready: QColor
    stale: QColor
    missing: QColor
    speaking: QColor
    failed: QColor
    pinned: QColor
    dark: bool

    @staticmethod
    def of(widget: QWidget) -> Theme:
        """The look the widget has now; ask again in `changeEvent` on PaletteChange."""
        del widget  # one look for the whole program: a widget's own palette may hold a button's
        return theme_now()


@cache
def theme_for(dark: bool) -> Theme:
    """The dark or the light look."""
    values = _DARK if dark else _LIGHT
    return Theme(**{name: QColor(value) for name, value in values.items()}, dark=dark)


def theme_now() -> Theme:
    """The look the program has now, told by its palette."""
    return theme_for(QGuiApplication.palette().color(QPalette.ColorRole.Window).lightness() < 128)


def apply_theme(app: QApplication, theme: Theme) -> None:
    """Give the whole program this look: palette, font and stylesheet, made for Fusion."""
    app.setFont(ui_font())
    app.setPalette(_palette(theme))
    names = {field.name: getattr(theme, field.name) for field in fields(theme)}
    colours = {name: value.name() for name, value in names.items() if isinstance(value, QColor)}
    look = "dark" if theme.dark else "light"
    pictures = {
        place: resource(f"icons/{name}-{look}.svg").as_posix()
        for place, name in (("chevron", "chevron-down"), ("up", "chevron-up"), ("check", "check"))
    }
    app.setStyleSheet(stylesheet(colours, **pictures))


def mark(widget: QWidget, role: str) -> None:
    """Give a widget one of the stylesheet's roles.

    Buttons: `primary`, `quiet`, `danger`, `field`. Labels: `title`, `heading`, `muted`, `caption`,
    `timecode`. Frames: `card`, `bar`, `banner`.
    """
    from PySide6.QtCore import Qt  # not needed to show the window

    mark_new(widget, role)
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def mark_new(widget: QWidget, role: str) -> None:
    """Give a role, as `mark` does, to a widget made just now: Qt has yet to style it."""
    widget.setProperty("role", role)


def ui_font(pixels: float = 13, *, bold: bool = False) -> QFont:
    """The font of controls and labels; `pixels` at 96 dots per inch, larger where set so."""
    return _font(UI_FAMILIES, pixels, bold)


def script_font(pixels: float = 15) -> QFont:
    """The font of spoken lines and the rest of the script."""
    return _font(UI_FAMILIES, pixels, bold=False)


def mono_font(pixels: float = 13) -> QFont:
    """The font of times and counts, each digit as wide as the next."""
    font = _font(MONO_FAMILIES, pixels, bold=False)
    font.setStyleHint(QFont.StyleHint.Monospace)
    return font


def _font(families: tuple[str, ...], pixels: float, bold: bool) -> QFont:
    font = QFont()
    font.setFamilies(list(_installed(families)))
    font.setPointSizeF(pixels * 72 / 96)
    font.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    if bold:
        font.setWeight(QFont.Weight.DemiBold)
    return font


@cache
def _installed(families: tuple[str, ...]) -> tuple[str, ...]:
    """Those that are here, so that Qt looks for no missing ones; all of them when none is."""
    here = frozenset(QFontDatabase.families())
    return tuple(family for family in families if family in here) or families


def _palette(theme: Theme) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for target, colour in (
        (role.Window, theme.ground),
        (role.Base, theme.panel),
        (role.AlternateBase, theme.raised),
        (role.Button, theme.raised),
        (role.ToolTipBase, theme.raised),
        (role.ToolTipText, theme.text),
        (role.WindowText, theme.text),
        (role.Text, theme.text),
        (role.ButtonText, theme.text),
        (role.BrightText, theme.failed),
        (role.PlaceholderText, theme.faint),
        (role.Highlight, theme.selected),
        (role.HighlightedText, theme.text),
        (role.Accent, theme.accent),
        (role.Link, theme.accent),
        (role.Mid, theme.line),
        (role.Dark, theme.line),
        (role.Light, theme.raised),
    ):
        palette.setColor(target, colour)
    for target in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, target, _between(theme.faint, theme.panel))
    return palette


def _between(one: QColor, other: QColor) -> QColor:
    """The colour a third of the way from one to the other."""
    mixed = ((one.red(), other.red()), (one.green(), other.green()), (one.blue(), other.blue()))
    return QColor(*((2 * a + b) // 3 for a, b in mixed))
