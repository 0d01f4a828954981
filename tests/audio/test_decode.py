from __future__ import annotations

import random
import struct
from pathlib import Path

import numpy as np
import pytest

from studio.audio.decode import container_of, decode, ingest
from studio.audio.ffmpeg import ffmpeg_program, run_ffmpeg
from studio.errors import AudioError, AudioProblem
from tests.audio.sounds import encoded, noise, tone

SOUND = tone(24_000)


def by_ffmpeg(folder: Path, ending: str, *options: str) -> bytes:
    """The sound in a format only ffmpeg writes."""
    wave, other = folder / "a.wav", folder / f"a.{ending}"
    wave.write_bytes(encoded(SOUND))
    code, said = run_ffmpeg(ffmpeg_program(), ["-i", str(wave), *options, str(other)])
    assert code == 0, said
    return other.read_bytes()


@pytest.mark.parametrize(
    ("container", "subtype", "tolerance"),
    [
        ("WAV", "PCM_16", 1e-4),
        ("WAV", "PCM_24", 1e-6),
        ("WAV", "FLOAT", 0),
        ("AIFF", "PCM_16", 1e-4),
        ("FLAC", "PCM_16", 1e-4),
        ("RF64", "PCM_16", 1e-4),
        ("CAF", "PCM_16", 1e-4),
        ("AU", "PCM_16", 1e-4),
        ("OGG", "VORBIS", 0.1),
    ],
)
def test_a_sound_comes_back(container: str, subtype: str, tolerance: float) -> None:
    sound = decode(encoded(SOUND, container=container, subtype=subtype))
    assert sound.rate == 48_000 and sound.samples.dtype == np.float32
    np.testing.assert_allclose(sound.samples, SOUND, atol=tolerance)


def test_mp3_keeps_its_length() -> None:
    assert len(decode(encoded(SOUND, container="MP3")).samples) == len(SOUND)


@pytest.mark.parametrize(
    ("ending", "options", "extra"),
    [
        ("m4a", (), 0),
        ("aac", (), 3_000),
        ("webm", (), 0),
        ("mka", (), 0),
        ("wma", (), 3_000),
        ("wav", ("-c:a", "adpcm_swf", "-ar", "44100"), None),
        ("wav", ("-c:a", "ac3"), None),
    ],
)
def test_what_libsndfile_refuses_goes_to_ffmpeg(
    tmp_path: Path, ending: str, options: tuple[str, ...], extra: int | None
) -> None:
    (tmp_path / "out").mkdir()
    wave = tmp_path / "in.wav"
    wave.write_bytes(encoded(SOUND))
    other = tmp_path / "out" / f"a.{ending}"
    code, said = run_ffmpeg(ffmpeg_program(), ["-i", str(wave), *options, str(other)])
    assert code == 0, said
    sound = decode(other.read_bytes())
    middle = sound.samples[len(sound.samples) // 4 : len(sound.samples) // 2]
    assert np.sqrt((middle**2).mean()) == pytest.approx(0.5 / np.sqrt(2), abs=0.03)
    if extra is not None:
        assert abs(len(sound.samples) - len(SOUND)) <= extra


@pytest.mark.parametrize("rate", [8_000, 22_050, 32_000, 44_100, 96_000])
def test_a_take_is_brought_to_the_project_rate_once(rate: int) -> None:
    taken = ingest(encoded(tone(rate, rate=rate), rate=rate, subtype="FLOAT"))
    assert taken.dtype == np.float32 and len(taken) == 48_000
    np.testing.assert_allclose(taken[2_000:-2_000], tone(48_000)[2_000:-2_000], atol=2e-3)


def test_channels_become_their_mean() -> None:
    both = np.column_stack((np.full(500, 0.5), np.full(500, -0.25))).astype(np.float32)
    assert decode(encoded(both, subtype="FLOAT")).samples.tolist() == [0.125] * 500


def test_what_is_not_a_number_is_silence_and_what_is_absurd_is_held() -> None:
    wild = np.array([np.nan, np.inf, -np.inf, 1e30, -1e30, 0.5], np.float32)
    sound = decode(encoded(wild, subtype="FLOAT"))
    assert sound.samples.tolist() == [0.0, 0.0, 0.0, 8.0, -8.0, 0.5]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"R",
        b"hello, this is a script",
        b"RIFF",
        bytes(5_000),
        b"\xff\xfb" + bytes(300),
        b"#EXTM3U\nfile:///etc/passwd\n",
        b"\x00\x00\x00\x18ftypM4A " + bytes(100),
        encoded(np.zeros(0, np.float32)),
        encoded(SOUND)[:44],
    ],
)
def test_what_is_no_sound_is_refused(data: bytes) -> None:
    with pytest.raises(AudioError) as caught:
        decode(data, source="take 7")
    assert caught.value.problem is AudioProblem.UNDECODABLE
    assert caught.value.source == "take 7"


@pytest.mark.parametrize("rate", [100, 4_000, 400_000])
def test_a_rate_no_voice_has_is_refused(rate: int) -> None:
    with pytest.raises(AudioError) as caught:
        decode(encoded(SOUND, rate=rate))
    assert caught.value.problem is AudioProblem.UNDECODABLE


def test_more_than_half_an_hour_is_refused() -> None:
    quiet = np.zeros(8_000 * 60 * 30 + 1, np.float32)
    assert len(decode(encoded(quiet[:-1], rate=8_000, container="FLAC")).samples) == len(quiet) - 1
    with pytest.raises(AudioError) as caught:
        decode(encoded(quiet, rate=8_000, container="FLAC"))
    assert caught.value.problem is AudioProblem.TOO_LONG


def test_a_header_that_claims_gigabytes_costs_nothing() -> None:
    wave = bytearray(encoded(SOUND))
    wave[4:8] = wave[40:44] = struct.pack("<I", 0xFFFF_FFF0)
    assert len(decode(bytes(wave)).samples) == len(SOUND)
    flac = bytearray(encoded(SOUND, container="FLAC"))
    flac[21] |= 0x0F
    flac[22:26] = b"\xff\xff\xff\xff"
    assert len(decode(bytes(flac)).samples) <= len(SOUND)


def test_hundreds_of_damaged_files_are_sound_or_refused(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    seeds = [
        encoded(noise(2_000), container=container, rate=16_000)
        for container in ("WAV", "FLAC", "OGG", "MP3", "AIFF", "CAF", "AU")
    ]
    seeds.append(by_ffmpeg(tmp_path, "m4a"))
    chance = random.Random(7)
    outcomes = {"sound": 0, "refused": 0}
    for round_ in range(240):
        damaged = _damaged(seeds[round_ % len(seeds)], chance)
        try:
            sound = decode(damaged)
        except AudioError:
            outcomes["refused"] += 1
        else:
            outcomes["sound"] += 1
            assert np.isfinite(sound.samples).all() and len(sound.samples)
    assert min(outcomes.values()) > 40, outcomes
    assert "Traceback" not in capfd.readouterr().err


def _damaged(data: bytes, chance: random.Random) -> bytes:
    """The file cut, with flipped bytes, or with a stretch of it gone."""
    damaged = bytearray(data)
    for _ in range(chance.choice((1, 4, 40))):
        damaged[chance.randrange(len(damaged))] = chance.randrange(256)
    for _ in range(chance.choice((0, 0, 3))):
        damaged[chance.randrange(min(100, len(damaged)))] = chance.choice((0, 127, 255))
    if chance.random() < 0.3:
        del damaged[chance.randrange(len(damaged)) :]
    if damaged and chance.random() < 0.2:
        start = chance.randrange(len(damaged))
        del damaged[start : start + chance.randrange(200)]
    return bytes(damaged)


@pytest.mark.parametrize(
    ("data", "container"),
    [
        (b"\xff\xf1\x50\x80", "aac"),
        (b"\xff\xfb\x90\x00", "mp3"),
        (b"ID3\x04", "mp3"),
        (b"\x00\x00\x00\x20ftypisom", "mov"),
        (b"text", ""),
    ],
)
def test_a_file_is_known_by_its_first_bytes(data: bytes, container: str) -> None:
    assert container_of(data) == container
