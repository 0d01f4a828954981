from __future__ import annotations

import stat
import tempfile
from concurrent.futures import CancelledError
from pathlib import Path

import numpy as np
import pytest
import soundfile

from studio.audio import compress as compressing
from studio.audio.compress import Compressed, Tags, compress
from studio.audio.decode import decode
from studio.audio.export import write_tracks
from studio.audio.ffmpeg import ffmpeg_program, run_ffmpeg
from studio.audio.mixdown import Mixdown, Part
from studio.errors import AudioError, AudioProblem, DeliveryError, DeliveryProblem
from tests.audio.sounds import tone

TAGS = Tags(title="夜航船 · One", artist="Mia", album="The Night Ferry")
KINDS: tuple[Compressed, ...] = ("mp3", "m4a", "ogg")


@pytest.fixture
def wave(tmp_path: Path) -> Path:
    """Two seconds of a tone as a 24-bit file."""
    path = tmp_path / "mix.wav"
    write_tracks(Mixdown([Part(0, tone(96_000), 1.0, "mia")], 96_000), {}, mix=path)
    return path


@pytest.fixture
def scratch(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files of this test go."""
    folder = tmp_path_factory.mktemp("scratch")
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def as_long_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compressing, "LONGEST_IN_MEMORY", 1)


@pytest.mark.parametrize("long", [False, True])
@pytest.mark.parametrize("kind", KINDS)
def test_the_file_sounds_the_same_and_carries_its_tags(
    wave: Path, kind: Compressed, long: bool, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if long:
        as_long_ones(monkeypatch)
    target = wave.with_suffix(f".{kind}")
    compress(wave, target, kind, tags=TAGS)
    samples = decode(target.read_bytes()).samples
    assert abs(len(samples) - 96_000) <= 3_000
    middle = samples[20_000:70_000]
    assert np.abs(middle).max() == pytest.approx(0.5, abs=0.02)
    _, said = run_ffmpeg(ffmpeg_program(), ["-i", str(target)])
    assert all(text in said for text in TAGS.named().values())
    assert {path.name for path in wave.parent.iterdir()} == {"mix.wav", target.name}
    assert not list(scratch.iterdir())


def test_both_ways_write_the_same_bytes(wave: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compress(wave, wave.with_name("a.mp3"), "mp3", tags=TAGS)
    as_long_ones(monkeypatch)
    compress(wave, wave.with_name("b.mp3"), "mp3", tags=TAGS)
    assert wave.with_name("a.mp3").read_bytes() == wave.with_name("b.mp3").read_bytes()


def test_a_higher_bitrate_gives_a_larger_file(wave: Path) -> None:
    for bitrate in ("64k", "256k"):
        compress(wave, wave.with_name(f"{bitrate}.mp3"), "mp3", bitrate=bitrate)
    small, large = (wave.with_name(f"{name}.mp3").stat().st_size for name in ("64k", "256k"))
    assert large > 3 * small


@pytest.mark.parametrize("long", [False, True])
def test_an_encoder_that_fails_leaves_nothing_behind(
    wave: Path, long: bool, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if long:
        as_long_ones(monkeypatch)
    with pytest.raises(AudioError) as caught:
        compress(wave, wave.with_name("a.mp3"), "mp3", bitrate="nonsense")
    assert caught.value.problem is AudioProblem.ENCODER and caught.value.detail
    assert [path.name for path in wave.parent.iterdir()] == ["mix.wav"]
    assert not list(scratch.iterdir())


def test_the_chosen_program_wins_and_a_missing_one_is_named(wave: Path, scratch: Path) -> None:
    with pytest.raises(AudioError) as caught:
        compress(wave, wave.with_name("a.mp3"), "mp3", ffmpeg="/nowhere/ffmpeg")
    assert caught.value.problem is AudioProblem.ENCODER
    assert caught.value.source == "/nowhere/ffmpeg"
    broken = wave.with_name("not-a-program")
    broken.write_text("nothing to run")
    broken.chmod(broken.stat().st_mode | stat.S_IXUSR)
    with pytest.raises(AudioError):
        compress(wave, wave.with_name("a.mp3"), "mp3", ffmpeg=str(broken))
    assert not wave.with_name("a.mp3").exists()
    assert not list(scratch.iterdir())


def test_a_missing_folder_is_named(wave: Path) -> None:
    with pytest.raises(DeliveryError) as caught:
        compress(wave, wave.parent / "gone" / "a.mp3", "mp3")
    assert caught.value.problem is DeliveryProblem.NO_FOLDER


@pytest.mark.parametrize("long", [False, True])
def test_a_cancelled_encoding_keeps_the_old_file(
    wave: Path, long: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter([not long, True])
    target = wave.with_name("a.m4a")
    target.write_bytes(b"old")
    if long:
        as_long_ones(monkeypatch)
        write_tracks(Mixdown([Part(0, tone(48_000 * 120), 1.0, "mia")], 48_000 * 120), {}, mix=wave)
    with pytest.raises(CancelledError):
        compress(wave, target, "m4a", cancelled=lambda: next(answers))
    assert target.read_bytes() == b"old"
    assert {path.name for path in wave.parent.iterdir()} == {"mix.wav", "a.m4a"}


@pytest.mark.parametrize("kind", ["mp3", "m4a", "ogg"])
def test_a_stereo_file_keeps_its_two_sides(tmp_path: Path, kind: Compressed) -> None:
    both = np.stack([tone(48_000, pitch=440.0), np.zeros(48_000, np.float32)], axis=1)
    wave = tmp_path / "both.wav"
    soundfile.write(wave, both, 48_000, subtype="PCM_24")
    target = tmp_path / f"both.{kind}"
    compress(wave, target, kind)
    back = tmp_path / "back.wav"
    code, said = run_ffmpeg(ffmpeg_program(), ["-i", str(target), "-c:a", "pcm_f32le", str(back)])
    assert code == 0, said
    found, _ = soundfile.read(back, dtype="float32")
    assert found.shape[1] == 2
    assert np.abs(found[10_000:30_000, 0]).max() > 0.4 and np.abs(found[:, 1]).max() < 0.05
