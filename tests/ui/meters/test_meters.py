"""The meters: up at once, down slowly, peaks held, and what went beyond full scale remembered."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from studio.audio.metering import SILENT, Levels
from studio.ui.meters.ballistics import FALL_DB, FLOOR_DB, HOLD_S, Needle, decibels
from studio.ui.meters.strip import MeterStrip


class Source:
    """What a test lets be heard."""

    def __init__(self) -> None:
        self.sounding = True
        self.heard = SILENT

    def levels(self) -> Levels:
        return self.heard


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def a_strip(qtbot: QtBot) -> tuple[MeterStrip, Source, Clock]:
    source, clock = Source(), Clock()
    strip = MeterStrip(source, clock=clock)
    qtbot.addWidget(strip)
    return strip, source, clock


def test_a_needle_jumps_up_and_falls_by_twenty_decibels_a_second() -> None:
    needle = Needle(10.0).moved(10.0, 1.0)
    assert needle.level == 0.0
    assert needle.moved(10.5, 0.0).level == pytest.approx(-FALL_DB / 2)
    assert needle.moved(60.0, 0.0).level == FLOOR_DB


def test_the_highest_peak_stays_marked_for_a_while() -> None:
    needle = Needle(10.0).moved(10.0, 0.5)
    early = needle.moved(10.0 + HOLD_S / 2, 0.1)
    assert early.held == decibels(0.5)
    late = early.moved(10.1 + HOLD_S, 0.01)
    assert late.held < decibels(0.5)
    assert late.moved(10.2 + HOLD_S, 0.9).held == decibels(0.9)


def test_a_needle_rests_once_all_has_fallen() -> None:
    needle = Needle(10.0)
    assert needle.resting
    needle = needle.moved(10.0, 0.5)
    assert not needle.resting
    assert needle.moved(20.0, 0.0).moved(30.0, 0.0).resting


def test_the_strip_shows_what_is_heard_and_its_loudness(qtbot: QtBot) -> None:
    strip, source, clock = a_strip(qtbot)
    source.heard = Levels(0.5, 0.25, -18.34)
    strip.look()
    left, right = strip.needles
    assert (left.level, right.level) == (decibels(0.5), decibels(0.25))
    assert strip.figure == "-18.3"
    source.heard = SILENT
    clock.now += 1.0
    strip.look()
    assert strip.figure == "" and strip.needles[0].level < left.level


def test_what_went_beyond_full_scale_is_told_until_it_is_clicked_away(qtbot: QtBot) -> None:
    strip, source, clock = a_strip(qtbot)
    source.heard = Levels(1.2, 0.5, -9.0)
    strip.look()
    source.heard = SILENT
    clock.now += 10.0
    strip.look()
    assert strip.needles[0].over and "beyond" in strip.accessibleDescription()
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton)
    assert not strip.needles[0].over and "beyond" not in strip.accessibleDescription()


def test_the_strip_looks_by_itself_and_rests_when_nothing_sounds(qtbot: QtBot) -> None:
    strip, source, clock = a_strip(qtbot)
    source.heard = Levels(0.5, 0.5, -18.0)
    strip.wake()
    qtbot.waitUntil(lambda: strip.needles[0].level > FLOOR_DB)
    source.sounding, source.heard = False, SILENT
    clock.now += 30.0
    qtbot.waitUntil(lambda: strip.needles[0].resting and strip.needles[1].resting)
    strip.wake()
    assert strip.needles[0].resting


def test_both_looks_can_be_painted(qtbot: QtBot) -> None:
    strip, source, _ = a_strip(qtbot)
    source.heard = Levels(1.5, 0.1, -6.0)
    strip.look()
    strip.resize(strip.sizeHint())
    assert not strip.grab().isNull()
