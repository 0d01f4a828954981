"""Voices made from the window: one run, a bar, one word at the end, nothing made or paid twice."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from pytestqt.qtbot import QtBot

from studio.store.voice_library_entry import VoiceState
from tests.services.minimax.service import MinimaxService
from tests.ui.own_voices.window import some_voices


async def test_ordered_voices_are_made_one_after_the_other_and_can_be_cast(
    qtbot: QtBot, tmp_path: Path, minimax_service: MinimaxService
) -> None:
    async with some_voices(tmp_path, minimax_service) as voices:
        await voices.made("Lin", "Mara")
        assert voices.states == {"Lin": VoiceState.READY, "Mara": VoiceState.READY}
        found = {voice.name for voice in voices.room.engines.catalogue.voices}
        assert {"Lin", "Mara"} <= found
        assert voices.banners[-1] == "2 voices are made and can be cast."
        paid = Counter(voice.voice_id.split("-")[0] for voice in minimax_service.voices.own())
        assert paid == {"lin": 1, "mara": 1}
