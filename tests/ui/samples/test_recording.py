"""A voice is recorded in the editor; what a program left half recorded is not lost."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import pytest
import soundfile
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from studio.audio.growing_wave import GrowingWave
from studio.ui.samples.unfinished_recordings import (
    STILL_S,
    finished,
    left_unfinished,
    new_recording,
)
from tests.audio.media_files import speech
from tests.audio.null_sink import NoServer, missing, null_sink
from tests.audio.test_input import MICROPHONE, PLAYS
from tests.ui.children import button
from tests.ui.samples.editing import editing

ROOT = Path(__file__).parents[3]
PROGRAM = Path(__file__).with_name("recording_program.py")
SECOND = 48_000
pytestmark = pytest.mark.timeout(180)


def half_recorded(folder: Path, seconds: float, name: str = "Recording one.unfinished.wav") -> Path:
    """What a program leaves that was killed a while ago: more sound than its header tells of."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    wave = GrowingWave(path)
    wave.add(speech(seconds))
    wave.close()  # without `sync`: the header knows nothing of the sound
    then = time.time() - 60
    os.utime(path, (then, then))
    return path


def started(folder: Path, how: str) -> subprocess.Popen[str]:
    """A program that records with the real device."""
    return subprocess.Popen(
        [sys.executable, str(PROGRAM), str(folder), how],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT,
        env={
            **os.environ, "PYTHONPATH": str(ROOT),
            "QT_LOGGING_RULES": "qt.multimedia.*=false;qt.qpa.*=false",
        },
    )  # fmt: skip


def ended(program: subprocess.Popen[str]) -> list[str]:
    """What the program said until it ended."""
    said, complained = program.communicate(timeout=150)
    assert program.returncode == 0, said + complained
    return said.splitlines()


@pytest.fixture
def heard(home: Path, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A sound server with a microphone into which somebody speaks without end."""
    if missing():
        pytest.skip("pulseaudio and pulseaudio-utils are not installed")
    loud = tmp_path / "loud.f32"
    loud.write_bytes(np.repeat(speech(2, level=0.2), 2).tobytes())
    with ExitStack() as stack:
        try:
            server = stack.enter_context(null_sink(home / "runtime"))
        except NoServer as reason:
            pytest.skip(f"pulseaudio does not run here: {reason}")
        subprocess.run(MICROPHONE, check=True, stdout=subprocess.DEVNULL)
        speaker = stack.enter_context(subprocess.Popen(PLAYS, stdin=subprocess.PIPE))
        again = ["sh", "-c", 'while cat "$1"; do :; done', "sh", str(loud)]
        feeder = stack.enter_context(
            subprocess.Popen(again, stdout=speaker.stdin, stderr=subprocess.DEVNULL)
        )
        stack.callback(speaker.kill)
        stack.callback(feeder.kill)
        yield server


def test_a_voice_is_recorded_with_a_pause_and_becomes_a_sample(
    heard: subprocess.Popen[bytes], tmp_path: Path
) -> None:
    said = ended(started(tmp_path / "recordings", "use"))
    assert said == ["paused peak True", "recorded True True"]
    (path,) = (tmp_path / "recordings").iterdir()
    sound, rate = soundfile.read(path, dtype="float32")
    assert rate == SECOND and len(sound) > 2 * SECOND and "unfinished" not in path.name
    assert heard.poll() is None


def test_a_recording_stays_when_the_editor_is_closed_meanwhile(
    heard: subprocess.Popen[bytes], tmp_path: Path
) -> None:
    (said,) = ended(started(tmp_path / "recordings", "leave"))
    assert said.startswith("notice What was recorded is kept")
    (path,) = (tmp_path / "recordings").iterdir()
    then = time.time() - 60
    os.utime(path, (then, then))
    (left,) = left_unfinished(tmp_path / "recordings")
    assert left.path == path and left.seconds > 1 and heard.poll() is None


def test_what_was_recorded_is_used_when_the_microphone_is_lost(
    heard: subprocess.Popen[bytes], tmp_path: Path
) -> None:
    program = started(tmp_path / "recordings", "lose")
    assert program.stdout and program.stdout.readline() == "recording\n"
    heard.kill()
    assert ended(program) == ["lost", "recorded True True"]


def test_without_a_microphone_that_is_told_and_no_file_stays(home: Path, tmp_path: Path) -> None:
    (said,) = ended(started(tmp_path / "recordings", "use"))
    assert said.startswith("trouble") and "There is no microphone to record with" in said
    assert list((tmp_path / "recordings").iterdir()) == []


async def test_what_was_left_half_recorded_is_offered_and_used(
    qtbot: QtBot, tmp_path: Path
) -> None:
    path = half_recorded(tmp_path / "recordings", 12)
    async with editing(qtbot, tmp_path) as room:
        await room.until(lambda: room.says("was not finished"))
        assert room.says("0:12.0 of it are kept")
        button(room.editor, QPushButton, "Use It").click()
        await room.until(lambda: room.editor.recordings)
        await room.settled()
        assert room.lengths == [12.0] and room.editor.recordings[0].name == "Recording one.wav"
        assert not room.says("was not finished") and not path.exists()
    assert left_unfinished(tmp_path / "recordings") == ()


async def test_what_was_left_half_recorded_is_deleted_when_nobody_wants_it(
    qtbot: QtBot, tmp_path: Path
) -> None:
    path = half_recorded(tmp_path / "recordings", 3)
    async with editing(qtbot, tmp_path) as room:
        await room.until(lambda: room.says("was not finished"))
        button(room.editor, QPushButton, "Delete").click()
        await room.until(lambda: not path.exists())
        assert not room.editor.recordings and not room.says("was not finished")


def test_what_is_recorded_just_now_or_holds_no_word_is_not_offered(tmp_path: Path) -> None:
    growing = half_recorded(tmp_path, 3)
    later = time.time() + 10 * STILL_S
    os.utime(growing, (later, later))
    assert [each.path for each in left_unfinished(tmp_path)] == [growing]
    soon = time.time() + STILL_S - 2
    os.utime(growing, (soon, soon))
    assert left_unfinished(tmp_path) == ()
    short = half_recorded(tmp_path, 0.1, "short.unfinished.wav")
    assert left_unfinished(tmp_path) == () and not short.exists()
    assert left_unfinished(tmp_path / "nowhere") == ()


def test_recordings_of_one_second_get_names_of_their_own(tmp_path: Path) -> None:
    first = new_recording(tmp_path, "Lin")
    first.touch()
    second = new_recording(tmp_path, "Lin")
    assert second != first
    whole = half_recorded(tmp_path, 1)
    assert finished(whole).name == "Recording one.wav"
    assert len(soundfile.read(tmp_path / "Recording one.wav")[0]) == SECOND


async def test_the_text_to_read_is_in_the_language_of_the_voice(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with editing(qtbot, tmp_path) as room:
        button(room.editor, QPushButton, "Record…").click()
        assert room.says("Dear Joyce")
        room.editor.set_language("zh-CN")
        assert room.says("掌柜")
        room.editor.set_language("en-GB")
        assert room.says("Dear Joyce")
        room.editor.set_language("sw")
        assert room.says("Speak freely") and not room.says("Dear Joyce")
        button(room.editor, QPushButton, "Back").click()
        assert room.says("Drop recordings of the voice here")
        await room.until(lambda: not room.editor.working)
