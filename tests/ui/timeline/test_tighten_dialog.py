"""An episode made to fit a time in the window."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDoubleSpinBox, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from studio.model.layout import end_of
from studio.model.span import samples_of, seconds
from studio.model.tightening import LEAST_GAPS
from studio.model.timeline import Tightness
from studio.ui.timeline.tighten_dialog import TightenDialog
from tests.ui.children import button, child
from tests.ui.stage import until
from tests.ui.timeline.lanes import Lanes, a_timeline, undoable, voiced


def length(lanes: Lanes) -> float:
    return seconds(end_of(lanes.clips(), lanes.document.project.gaps))


def tightness(lanes: Lanes) -> Tightness:
    return lanes.document.project.episodes[0].timeline("en").tightness


def told(dialog: TightenDialog) -> str:
    return " | ".join(label.text() for label in dialog.findChildren(QLabel))


async def asked(lanes: Lanes) -> TightenDialog:
    """Open the dialog; it has found out what the length as it is does: nothing."""
    lanes.act("timeline.tighten")
    dialog = child(lanes.panel, TightenDialog)
    await until(lambda: "No words change" in told(dialog))
    return dialog


async def gone(lanes: Lanes) -> None:
    await until(lambda: lanes.panel.findChild(TightenDialog) is None)


async def test_an_episode_is_tightened_to_a_length_in_one_step(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    wanted = round(length(lanes) - 0.6, 1)
    dialog = await asked(lanes)
    child(dialog, QDoubleSpinBox).setValue(wanted)
    go = button(dialog, QPushButton, "Tighten")
    await until(go.isEnabled)
    assert f"({wanted:.1f} s)" in told(dialog) and "Pauses become" in told(dialog)
    words = [line.words("en") for line in lanes.document.project.episodes[0].spoken_lines]
    with undoable(lanes.document):
        QTest.mouseClick(go, Qt.MouseButton.LeftButton)
    assert samples_of(length(lanes)) <= samples_of(wanted)
    assert tightness(lanes).tempo == 1.0
    assert [line.words("en") for line in lanes.document.project.episodes[0].spoken_lines] == words
    await gone(lanes)


async def test_what_cannot_be_reached_is_said_and_done_as_far_as_it_goes(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    dialog = await asked(lanes)
    child(dialog, QDoubleSpinBox).setValue(2.0)
    await until(lambda: "does not get shorter" in told(dialog))
    button(dialog, QPushButton, "Tighten").click()
    assert tightness(lanes).gaps == LEAST_GAPS and tightness(lanes).tempo > 1.0
    await gone(lanes)


async def test_a_tight_episode_flows_again(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    before = length(lanes)
    dialog = await asked(lanes)
    child(dialog, QDoubleSpinBox).setValue(8.0)
    go = button(dialog, QPushButton, "Tighten")
    await until(go.isEnabled)
    go.click()
    await gone(lanes)
    assert length(lanes) < before
    dialog = await asked(lanes)
    button(dialog, QPushButton, "As it flows").click()
    assert length(lanes) == before
    await gone(lanes)


async def test_the_length_it_has_needs_nothing(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot, voiced(5, (2.0, 1.234)))
    dialog = await asked(lanes)
    assert "every pause stays" in told(dialog)
    assert not button(dialog, QPushButton, "Tighten").isEnabled()
    dialog.reject()
    await gone(lanes)


async def test_cancelling_changes_nothing(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    project = lanes.document.project
    dialog = await asked(lanes)
    child(dialog, QDoubleSpinBox).setValue(8.0)
    dialog.reject()
    await asyncio.sleep(0)
    assert lanes.document.project is project
    await gone(lanes)
