"""The ripple switch and the rules of snapping: seen, switched and remembered."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from studio.model.moving import Ripple
from studio.ui.timeline.handling import Handling
from studio.ui.timeline.snapping import Lure, SnapRules
from tests.ui.timeline.lanes import Lanes, a_timeline


def switch(lanes: Lanes) -> QToolButton:
    """The ripple switch in the corner."""
    buttons = lanes.panel.findChildren(QToolButton)
    (found,) = (button for button in buttons if button.accessibleName() == "Ripple")
    return found


def test_the_ripple_switch_stands_in_the_corner_and_says_what_follows(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    assert switch(lanes).isVisible()
    seen = []
    for ripple in Ripple:
        lanes.act(f"ripple.{ripple.name.lower()}")
        seen.append((lanes.panel.handling.ripple, switch(lanes).text()))
    assert seen == [(Ripple.OFF, "Off"), (Ripple.SCENE, "Scene"), (Ripple.TO_PIN, "To pin")]


def test_snapping_is_switched_off_and_on(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    edge = lanes.clip(0).timeline_span.end
    by = -((lanes.clip(1).timeline_span.start - edge) // 480) + 5
    lanes.act("snap.on")
    lanes.hold(at := lanes.on(1), QPoint(by, 0))
    assert lanes.view.caught is None
    lanes.key(Qt.Key.Key_Escape)
    lanes.release(at)
    lanes.act("snap.on")
    lanes.hold(at := lanes.on(1), QPoint(by, 0))
    assert lanes.view.caught == (edge, "clip")
    lanes.release(at)


def test_a_kind_of_place_is_switched_off(qtbot: QtBot) -> None:
    lanes = a_timeline(qtbot)
    lanes.act("snap.clip")
    lanes.act("snap.frames_25")
    rules = lanes.panel.handling.rules
    assert rules == SnapRules(lures=frozenset(Lure) - {Lure.CLIP}, frames=25)
    assert not lanes.actions.get("snap.clip").isChecked()


def test_what_was_switched_is_brought_back(qtbot: QtBot) -> None:
    one, other = Handling(), Handling()
    one.use_ripple(Ripple.TO_PIN)
    one.use_rules(SnapRules(on=False, lures=frozenset({Lure.CUT, Lure.MARKER}), frames=24))
    other.bring_back(one.kept())
    assert (other.ripple, other.rules) == (one.ripple, one.rules)


@pytest.mark.parametrize("kept", ["", "nonsense", "off;1;clip", "far;1;clip;25", "off;1;cloud;25"])
def test_what_cannot_be_understood_changes_nothing(kept: str) -> None:
    handling = Handling()
    handling.bring_back(kept)
    assert (handling.ripple, handling.rules) == (Ripple.OFF, SnapRules())
