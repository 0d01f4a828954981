"""The picture of a video: its facts, its frames at their time, its cuts."""

from __future__ import annotations

from concurrent.futures import CancelledError
from pathlib import Path

import numpy as np
import pytest

from studio.audio.picture.cuts import cuts_of
from studio.audio.picture.facts import picture_of
from studio.audio.picture.frames import Frame, FrameStream, fitted
from studio.errors import AudioError, AudioProblem
from studio.model.span import SAMPLE_RATE
from studio.wording import sentence
from tests.audio.media_files import wave
from tests.audio.picture.films import STEP, numbered, of_unknown_codec, uneven, with_cuts
from tests.ui.beds.shelf import tone


def brightness(frame: Frame) -> float:
    pixels = np.frombuffer(frame.data, np.uint8).reshape(frame.height, frame.width, 4)
    return float(pixels[..., :3].mean())


def grey(luma: float) -> float:
    """What a luma of video is as a level of a screen."""
    return (luma - 16) * 255 / 219


def seen(path: Path, start: float, count: int = 1) -> list[Frame]:
    stream = FrameStream(path, picture_of(path), start, 32, 24)
    try:
        frames = [stream.read() for _ in range(count)]
    finally:
        stream.close()
    return [frame for frame in frames if frame]


def test_facts_are_told_without_decoding(tmp_path: Path) -> None:
    picture = picture_of(numbered(tmp_path))
    assert (picture.codec, picture.width, picture.height) == ("h264", 64, 48)
    assert picture.rate == 10.0 and picture.sounds
    assert picture.seconds == pytest.approx(4.0, abs=0.1)


@pytest.mark.parametrize("start", [0.0, 0.25, 1.0, 1.95, 2.6, 3.35])
def test_the_first_frame_is_what_is_seen_at_a_place(tmp_path: Path, start: float) -> None:
    (frame,) = seen(numbered(tmp_path), start)
    number = int(start * 10 + 1e-6)
    assert brightness(frame) == pytest.approx(grey(16 + number * STEP), abs=3)
    assert frame.at == start


def test_frames_follow_each_other_at_a_steady_rate(tmp_path: Path) -> None:
    frames = seen(numbered(tmp_path), 1.0, 24)
    assert len(frames) == 24
    for frame in frames:
        assert brightness(frame) == pytest.approx(
            grey(16 + int(frame.at * 10 + 0.01) * STEP), abs=9
        )


@pytest.mark.parametrize(("start", "shot"), [(0.0, 0), (1.5, 0), (2.2, 20), (3.0, 25)])
def test_a_still_of_an_uneven_film_is_seen_until_the_next_one(
    tmp_path: Path, start: float, shot: int
) -> None:
    (frame,) = seen(uneven(tmp_path), start)
    assert brightness(frame) == pytest.approx(grey(16 + shot * 5), abs=3)


def test_after_the_end_there_is_no_frame(tmp_path: Path) -> None:
    path = numbered(tmp_path)
    assert seen(path, 60.0) == []
    assert len(seen(path, 3.9, 50)) < 50


def test_a_codec_that_nothing_decodes_is_named(tmp_path: Path) -> None:
    with pytest.raises(AudioError) as raised:
        picture_of(of_unknown_codec(tmp_path))
    assert raised.value.problem is AudioProblem.BAD_PICTURE
    assert "XYZW" in sentence(raised.value) and "unknown.mp4" in sentence(raised.value)


def test_sound_alone_has_no_picture(tmp_path: Path) -> None:
    with pytest.raises(AudioError) as raised:
        picture_of(wave(tmp_path / "sound.wav", tone(1.0)))
    assert raised.value.problem is AudioProblem.NO_PICTURE


def test_cuts_are_found_where_shots_meet(tmp_path: Path) -> None:
    path = with_cuts(tmp_path)
    found = cuts_of(path, picture_of(path))
    assert [round(cut / SAMPLE_RATE, 2) for cut in found] == [1.0, 2.4]


def test_looking_for_cuts_can_be_broken_off(tmp_path: Path) -> None:
    path = with_cuts(tmp_path)
    with pytest.raises(CancelledError):
        cuts_of(path, picture_of(path), cancelled=lambda: True)


def test_a_picture_fits_its_place_and_is_never_enlarged(tmp_path: Path) -> None:
    picture = picture_of(numbered(tmp_path))
    assert fitted(picture, 1000, 1000) == (64, 48)
    assert fitted(picture, 33, 1000) == (32, 24)
