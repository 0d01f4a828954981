"""What a person does with recordings of a voice, from the file to what a service gets."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.audio.media_files import speech, wave
from tests.ui.samples.editing import editing

pytestmark = pytest.mark.timeout(120)


async def test_a_file_becomes_a_sample_of_all_of_it(qtbot: QtBot, tmp_path: Path) -> None:
    path = wave(tmp_path / "lin.wav", speech(12))
    async with editing(qtbot, tmp_path) as room:
        await room.add(path)
        (sample,) = room.editor.recordings
        assert sample.name == "lin.wav" and sample.edit.seconds == 12.0
        assert not room.editor.grave and room.editor.prompt is None
