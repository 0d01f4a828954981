"""The colours and fonts of the timeline in the look the window has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtGui import QColor, QFont, QFontMetrics
from PySide6.QtWidgets import QWidget

from studio.ui.theme import Theme, mono_font, ui_font
from studio.ui.timeline.board import Lane


@dataclass(frozen=True, slots=True)
class LaneLook:
    """The colours of one character's clips."""

    colour: QColor
    body: QColor
    lit: QColor
    edge: QColor
    wave: QColor
    mute_body: QColor
    mute_edge: QColor
    mute_wave: QColor


@dataclass(frozen=True, slots=True)
class Look:
    """All that is needed to draw: the theme, the lanes' colours and the fonts."""

    theme: Theme
    lanes: tuple[LaneLook, ...]
    label: QFont
    name: QFont
    numbers: QFont
    grid: QColor
    label_metrics: QFontMetrics


def look_of(widget: QWidget, lanes: Sequence[Lane]) -> Look:
    """The look of a widget now, for these lanes."""
    theme = Theme.of(widget)
    colours = tuple(_lane_look(lane, theme) for lane in lanes)
    label = ui_font(11.5)
    return Look(
        theme=theme,
        lanes=colours,
        label=label,
        name=ui_font(12.5, bold=True),
        numbers=mono_font(10.5),
        grid=mixed(theme.line, theme.panel, 0.5),
        label_metrics=QFontMetrics(label),
    )


def mixed(one: QColor, other: QColor, share: float) -> QColor:
    """A colour between two; `share` of the first."""
    return QColor.fromRgbF(
        one.redF() * share + other.redF() * (1 - share),
        one.greenF() * share + other.greenF() * (1 - share),
        one.blueF() * share + other.blueF() * (1 - share),
    )


def faded(colour: QColor, opacity: float) -> QColor:
    """The same colour, seen through."""
    thin = QColor(colour)
    thin.setAlphaF(opacity)
    return thin


def _lane_look(lane: Lane, theme: Theme) -> LaneLook:
    colour = QColor(lane.colour) if lane.colour else QColor(theme.faint)
    ground = theme.panel
    strong = colour if theme.dark else mixed(colour, theme.text, 0.72)
    return LaneLook(
        colour=colour,
        body=mixed(colour, ground, 0.22 if theme.dark else 0.24),
        lit=mixed(colour, ground, 0.42),
        edge=mixed(strong, ground, 0.55),
        wave=mixed(strong, ground, 0.86),
        mute_body=mixed(colour, ground, 0.08),
        mute_edge=mixed(strong, ground, 0.24),
        mute_wave=mixed(strong, ground, 0.28),
    )
