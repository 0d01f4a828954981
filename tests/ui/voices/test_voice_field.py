"""A voice that is gone is called by the name it had, wherever a casting or a take names it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from studio.casting.catalogue import Catalogue
from studio.engines.roster import Roster
from studio.model.cast import Casting
from studio.ui.voices.names import voice_name
from studio.ui.voices.voice_field import VoiceField
from tests.engines.fake_engine import FakeEngine

LOST = "mara-7a1c02d9e4"


async def test_a_voice_that_is_gone_keeps_its_name_and_says_that_it_is_gone(
    qtbot: QtBot, tmp_path: Path
) -> None:
    roster = Roster([FakeEngine()])
    catalogue = Catalogue(
        roster, tmp_path / "voices.json", gone=lambda: {("offline", LOST): "Mara Okonkwo"}
    )
    await catalogue.refresh()
    assert voice_name(catalogue, "offline", LOST) == "Mara Okonkwo (gone)"
    assert voice_name(catalogue, "offline", "never-heard-of") == "never-heard-of"
    over = QWidget()
    qtbot.addWidget(over)
    field = VoiceField(catalogue, "en", over)
    field.show_casting(Casting("offline", LOST))
    assert field.accessibleDescription() == "Mara Okonkwo (gone)"
    assert "any more" in field.toolTip()
    field.resize(2 * field.minimumWidth(), field.sizeHint().height())
    over.show()
    qtbot.waitExposed(over)
    assert field.text().endswith("(gone)"), "also where there is little room"
