"""Text can be read in both looks, and the look follows the choice."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from studio.resources import resource
from studio.ui.theme import Theme, apply_theme, icon, theme_for
from studio.ui.theme_switch import ThemeSwitch

AA_TEXT = 4.5


def _luminance(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: QColor, other: QColor) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("dark", [True, False], ids=["dark", "light"])
@pytest.mark.parametrize("ground", ["panel", "ground", "raised"])
@pytest.mark.parametrize(
    "ink",
    ["text", "muted", "faint", "accent", "ready", "stale", "missing"]
    + ["speaking", "failed", "pinned"],
)
def test_every_ink_can_be_read_on_every_surface(dark: bool, ground: str, ink: str) -> None:
    theme = theme_for(dark)
    assert _contrast(getattr(theme, ink), getattr(theme, ground)) >= AA_TEXT


@pytest.mark.parametrize("dark", [True, False], ids=["dark", "light"])
def test_what_lies_on_the_accent_and_on_the_selection_can_be_read(dark: bool) -> None:
    theme = theme_for(dark)
    assert _contrast(theme.on_accent, theme.accent) >= AA_TEXT
    assert _contrast(theme.text, theme.selected) >= AA_TEXT
    assert _contrast(theme.muted, theme.selected) >= AA_TEXT


def test_choosing_a_look_repaints_and_an_icon_follows(qtbot: QtBot, qapp: QApplication) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    switch = ThemeSwitch(qapp, "dark")
    play = icon("play")
    seen = []
    for choice in ("dark", "light"):
        switch.choose(choice)
        assert Theme.of(widget).dark == (choice == "dark")
        image = play.pixmap(24, 24).toImage()
        seen.append(image.pixelColor(11, 12).name())
    assert seen == [theme_for(True).text.name(), theme_for(False).text.name()]


@pytest.mark.parametrize("dark", [True, False], ids=["dark", "light"])
def test_the_look_of_the_system_is_the_one_the_program_found(
    qapp: QApplication, dark: bool
) -> None:
    apply_theme(qapp, theme_for(dark))
    switch = ThemeSwitch(qapp)
    assert Theme.of(QWidget()).dark == dark
    for choice in ("light", "dark", "system"):
        switch.choose(choice)
    assert Theme.of(QWidget()).dark == dark


@pytest.mark.parametrize("path", sorted(resource("icons").glob("*.svg")), ids=lambda p: p.stem)
def test_every_icon_draws_something(qapp: QApplication, path: Path) -> None:
    image = icon(path.stem).pixmap(24, 24).toImage()
    inked = sum(image.pixelColor(x, y).alpha() > 0 for x in range(24) for y in range(24))
    assert inked > 12
