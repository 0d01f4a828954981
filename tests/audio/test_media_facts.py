"""Any file of sound or video is known at once, and any stretch of it is read by itself."""

from __future__ import annotations

from concurrent.futures import CancelledError
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from studio.audio.media_facts import container_in, facts_of
from studio.audio.soundfiles import resample
from studio.audio.stretch import Listening, stretch_of
from studio.errors import AudioError, AudioProblem
from studio.wording import sentence
from tests.audio.media_files import KINDS, converted, lag, of_kind, speech, wave
from tests.audio.sounds import tone

SECONDS = 20.0
MS = 48

LATE = {"bare.mp3": 30 * MS, "voice.aac": 30 * MS, "film.ts": 30 * MS}
"""Kinds that do not tell how much silence their encoder put at the beginning."""


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return wave(tmp_path_factory.mktemp("media") / "given.wav", speech(SECONDS))


def read(path: Path, start: float, length: float, listening: Listening | None = None) -> np.ndarray:
    """A stretch in seconds, brought to the project rate."""
    facts = facts_of(path)
    rate = facts.tracks[0].rate
    with closing(
        stretch_of(
            path, facts, round(start * rate), round(length * rate),
            listening=listening or Listening(),
        )
    ) as blocks:  # fmt: skip
        return resample(np.concatenate([block.samples for block in blocks]), rate, 48_000)


@pytest.mark.parametrize("name", KINDS)
def test_the_length_and_the_tracks_of_each_kind_of_file_are_told(
    recording: Path, name: str
) -> None:
    facts = facts_of(of_kind(name, recording))
    assert facts.seconds == pytest.approx(SECONDS, abs=0.1)
    assert len(facts.tracks) == 1 and facts.tracks[0].channels == 1
    assert facts.has_picture is name.startswith("film")


@pytest.mark.parametrize("name", KINDS)
def test_a_stretch_is_what_is_heard_at_that_place(recording: Path, name: str) -> None:
    expected = speech(SECONDS)
    path = of_kind(name, recording)
    for start in (0.0, 3.1, 11.37):
        found = read(path, start, 2.0)
        assert len(found) == pytest.approx(2 * 48_000, abs=3)
        place = round(start * 48_000)
        most = 40 * MS
        late = lag(found, expected[place : place + 2 * 48_000], most)
        assert abs(late) <= LATE.get(name, 2 * MS), (name, start)


def test_a_live_recording_without_a_length_is_counted(recording: Path, tmp_path: Path) -> None:
    path = tmp_path / "live.webm"
    converted(recording, path, "-c:a", "libopus", "-f", "webm", "-live", "1")
    assert facts_of(path).seconds == pytest.approx(SECONDS, abs=0.1)


def test_sound_that_begins_late_in_a_film_stays_at_its_place(
    recording: Path, tmp_path: Path
) -> None:
    path = tmp_path / "late.mp4"
    picture = ("-f", "lavfi", "-i", "testsrc=s=64x64:r=5:d=20", "-c:v", "libx264", "-c:a", "aac")
    converted(recording, path, *picture, before=("-itsoffset", "2.5"))
    beginning = read(path, 0.0, 2.0)
    assert len(beginning) == 2 * 48_000 and np.abs(beginning).max() < 1e-3
    expected = speech(SECONDS)[round(5.5 * 48_000) :][: 2 * 48_000]
    assert abs(lag(read(path, 8.0, 2.0), expected, 40 * MS)) <= 2 * MS


def test_several_channels_are_mixed_and_one_can_be_chosen(tmp_path: Path) -> None:
    left, right = tone(48_000), tone(48_000, pitch=1000.0)
    path = wave(tmp_path / "two.wav", np.column_stack((left, right)))
    assert np.allclose(read(path, 0.0, 1.0), (left + right) / 2, atol=1e-4)
    assert np.allclose(read(path, 0.0, 1.0, Listening(channel=1)), right, atol=1e-4)
    with pytest.raises(AudioError):
        read(path, 0.0, 1.0, Listening(channel=2))


def test_eight_channels_of_a_film_keep_the_voice_of_the_centre(tmp_path: Path) -> None:
    channels = np.zeros((48_000, 8), np.float32)
    channels[:, 2] = tone(48_000)
    path = wave(tmp_path / "eight.wav", channels)
    assert facts_of(path).tracks[0].channels == 8
    assert np.abs(read(path, 0.0, 1.0)).max() > 0.25


def test_the_second_track_of_a_film_can_be_chosen(recording: Path, tmp_path: Path) -> None:
    other = wave(tmp_path / "other.wav", tone(48_000 * 4))
    path = tmp_path / "two.mkv"
    converted(recording, path, "-i", str(other), "-map", "0", "-map", "1", "-c:a", "pcm_s16le")
    assert len(facts_of(path).tracks) == 2
    found = read(path, 1.0, 1.0, Listening(track=1))
    assert np.abs(found).max() == pytest.approx(0.5, abs=0.01)


def test_samples_at_full_scale_are_counted_in_every_channel(tmp_path: Path) -> None:
    loud = np.column_stack((np.clip(tone(48_000) * 4, -1, 1), np.zeros(48_000, np.float32)))
    path = wave(tmp_path / "loud.wav", loud.astype(np.float32))
    facts = facts_of(path)
    with closing(stretch_of(path, facts, 0, 48_000)) as blocks:
        counted = sum(block.at_full_scale for block in blocks)
    assert counted == np.count_nonzero(np.abs(loud[:, 0]) >= 0.9995)


@pytest.mark.parametrize(
    "data",
    [b"", b"words, not sound", b"RIFF\x24\x00\x00\x00WAVEfmt ",
     b"\x1a\x45\xdf\xa3" + bytes(400), b"#EXTM3U\nx.mp3",
     b"ID3\x04\x00\x00\x7f\x7f\x7f\x7f", b"\x00\x00\x00\x18ftypmp42" + bytes(64)],
)  # fmt: skip
def test_what_is_no_sound_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "voice.bin"
    path.write_bytes(data)
    with pytest.raises(AudioError) as refused:
        facts_of(path)
    assert refused.value.problem is AudioProblem.UNDECODABLE


def test_a_playlist_by_the_name_of_a_film_reads_no_other_file(
    recording: Path, tmp_path: Path
) -> None:
    path = tmp_path / "film.mkv"
    path.write_text(f"#EXTM3U\n#EXTINF:20,\n{recording}\n")
    with pytest.raises(AudioError):
        facts_of(path)


def test_a_film_without_sound_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    silent = tmp_path / "silent.mp4"
    converted(Path("testsrc=s=64x64:r=5:d=1"), silent, "-c:v", "libx264", before=("-f", "lavfi"))
    with pytest.raises(AudioError) as refused:
        facts_of(silent)
    assert refused.value.problem is AudioProblem.NO_SOUND
    with pytest.raises(AudioError) as refused:
        facts_of(tmp_path / "gone.wav")
    assert refused.value.problem is AudioProblem.UNREADABLE and refused.value.detail
    assert "Check the name" in sentence(refused.value)


def test_an_aac_file_with_a_tag_is_known_by_what_follows_the_tag(
    recording: Path, tmp_path: Path
) -> None:
    bare = of_kind("voice.aac", recording).read_bytes()
    path = tmp_path / "tagged.aac"
    path.write_bytes(b"ID3\x04\x00\x00\x00\x00\x00\x7f" + bytes(127) + bare)
    assert container_in(path) == "aac"
    assert facts_of(path).seconds == pytest.approx(SECONDS, abs=0.2)


def test_a_reader_that_is_cancelled_or_closed_leaves_no_process(recording: Path) -> None:
    facts = facts_of(recording)
    with pytest.raises(CancelledError):
        list(stretch_of(recording, facts, 0, 48_000, cancelled=lambda: True))
    with closing(stretch_of(recording, facts, 0, 48_000 * 20)) as blocks:
        next(blocks)
        # What is left behind here, the fixture of every test finds.
