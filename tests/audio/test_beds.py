"""Music and video of every kind, decoded once and then there at once."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import CancelledError, ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from studio.audio.beds import CACHE_BUDGET, BedSounds
from studio.audio.ffmpeg import ffmpeg_program
from studio.errors import AudioError, AudioProblem
from studio.model.bed import Bed, BedKind
from studio.model.ids import BedId, MediaKey
from studio.wording.sentences import sentence
from tests.audio.media_files import PICTURE, converted, wave
from tests.audio.sounds import encoded, tone

SECONDS = 2
LENGTH = SECONDS * 48_000


def a_bed(path: Path | str) -> Bed:
    return Bed(BedId("b1"), BedKind.MUSIC, "music", path=str(path))


def sounds(folder: Path, *, budget: int = CACHE_BUDGET) -> BedSounds:
    return BedSounds(folder / "cache", lambda key: b"", folder, budget=budget)


def tones(*pitches: float, rate: int = 48_000) -> NDArray[np.float32]:
    """A tone for each channel, (frames, channels)."""
    return np.stack([tone(SECONDS * rate, rate=rate, pitch=pitch) for pitch in pitches], axis=1)


def level_of(samples: NDArray[np.float32], pitch: float) -> float:
    """The amplitude of one pitch in a sound at the project rate."""
    at = 2 * np.pi * pitch * np.arange(len(samples)) / 48_000
    return float(2 * abs(np.mean(samples * np.exp(-1j * at))))


def test_a_bed_is_decoded_once_per_machine_and_then_ready(tmp_path: Path) -> None:
    both = tones(440, 880)
    bed = a_bed(wave(tmp_path / "music.wav", both))
    first = sounds(tmp_path)
    assert first.ready(bed) is None
    found = first.decoded(bed).samples
    assert np.asarray(found).tobytes() == both.tobytes()
    ready = sounds(tmp_path).ready(bed)
    assert ready is not None and np.asarray(ready.samples[:]).tobytes() == both.tobytes()
    assert len(list((tmp_path / "cache").iterdir())) == 1


def test_a_path_without_a_folder_is_found_beside_the_project(tmp_path: Path) -> None:
    wave(tmp_path / "music.wav", tones(440, 880))
    assert len(sounds(tmp_path).decoded(a_bed("music.wav")).samples) == LENGTH


def test_a_file_that_changed_is_decoded_anew(tmp_path: Path) -> None:
    path = wave(tmp_path / "music.wav", tones(440, 440))
    beds = sounds(tmp_path)
    beds.decoded(a_bed(path))
    wave(path, tones(880, 880)[:4_800])
    assert beds.ready(a_bed(path)) is None
    assert len(beds.decoded(a_bed(path)).samples) == 4_800


def test_a_bed_in_the_project_needs_no_file(tmp_path: Path) -> None:
    data = encoded(tones(440, 880), container="FLAC")
    asked: list[MediaKey] = []

    def read(key: MediaKey) -> bytes:
        asked.append(key)
        return data

    beds = BedSounds(tmp_path / "cache", read, tmp_path)
    bed = Bed(BedId("b1"), BedKind.EFFECTS, "a/b: door", media=MediaKey("ab" * 32))
    assert beds.ready(bed) is None and beds.path(bed) is None
    assert len(beds.decoded(bed).samples) == LENGTH
    assert beds.ready(bed) is not None and len(asked) == 1


@pytest.mark.parametrize("rate", [8_000, 22_050, 44_100, 96_000, 192_000, 384_000])
def test_every_rate_comes_at_the_rate_of_the_project(tmp_path: Path, rate: int) -> None:
    bed = a_bed(wave(tmp_path / "music.wav", tones(440, 1_000, rate=rate), rate))
    found = np.asarray(sounds(tmp_path).decoded(bed).samples[:])
    assert abs(len(found) - LENGTH) <= 1
    assert level_of(found[:, 0], 440) == pytest.approx(0.5, abs=0.01)
    assert level_of(found[:, 1], 1_000) == pytest.approx(0.5, abs=0.01)


def test_a_mono_file_is_as_loud_on_both_sides(tmp_path: Path) -> None:
    mono = tone(LENGTH)
    found = np.asarray(sounds(tmp_path).decoded(a_bed(wave(tmp_path / "a.wav", mono))).samples[:])
    assert found[:, 0].tobytes() == found[:, 1].tobytes() == mono.tobytes()


def test_eight_channels_come_down_to_two_with_their_sides_kept(tmp_path: Path) -> None:
    pitches = [300, 500, 700, 900, 1_100, 1_300, 1_500, 1_700]
    path = wave(tmp_path / "music.wav", tones(*pitches) * np.float32(0.2), 48_000)
    film = converted(path, tmp_path / "film.wav", "-af", "aformat=channel_layouts=7.1")
    for given in (path, film):
        found = np.asarray(sounds(tmp_path).decoded(a_bed(given)).samples[:])
        left = [level_of(found[:, 0], pitch) for pitch in pitches]
        right = [level_of(found[:, 1], pitch) for pitch in pitches]
        expected = [0.1, 0, 0.0707, 0, 0.0707, 0, 0.0707, 0]
        np.testing.assert_allclose(left, expected, atol=0.001)
        expected = [0, 0.1, 0.0707, 0, 0, 0.0707, 0, 0.0707]
        np.testing.assert_allclose(right, expected, atol=0.001)


@pytest.mark.parametrize("channels", [3, 5, 11])
def test_channels_of_any_number_are_heard(tmp_path: Path, channels: int) -> None:
    path = wave(tmp_path / "music.wav", tones(*(300 + 100 * n for n in range(channels))))
    found = np.asarray(sounds(tmp_path).decoded(a_bed(path)).samples[:])
    assert found.shape == (LENGTH, 2) and np.isfinite(found).all()
    assert found[:, 0].any() and found[:, 1].any()


def test_a_film_of_variable_frame_rate_keeps_its_sound_in_step(tmp_path: Path) -> None:
    marked = np.zeros(5 * 48_000, np.float32)
    marked[4 * 48_000 : 4 * 48_000 + 480] = 0.9
    sound = wave(tmp_path / "sound.wav", marked)
    uneven = "setpts='(N+mod(N,3)*0.4)/5/TB'"
    film = converted(
        sound,
        tmp_path / "film.mkv",
        *("-map", "0:v", "-map", "1:a", "-vf", uneven, "-fps_mode", "vfr", "-c:a", "flac"),
        before=PICTURE,
    )
    found = np.asarray(sounds(tmp_path).decoded(a_bed(film)).samples[:, 0])
    assert abs(int(np.argmax(np.abs(found) > 0.4)) - 4 * 48_000) <= 48


def test_sound_that_begins_later_than_its_picture_does_so_in_the_bed(tmp_path: Path) -> None:
    sound = wave(tmp_path / "sound.wav", np.full(48_000, 0.5, np.float32))
    film = tmp_path / "late.mkv"
    subprocess.run(
        [ffmpeg_program(), "-v", "error", "-nostdin", *PICTURE, "-itsoffset", "1.5"]
        + ["-i", str(sound), "-map", "0:v", "-map", "1:a", "-c:a", "flac", "-t", "4", str(film)],
        check=True,
        stdin=subprocess.DEVNULL,
    )
    found = np.asarray(sounds(tmp_path).decoded(a_bed(film)).samples[:, 0])
    assert abs(int(np.argmax(found > 0.2)) - 72_000) <= 48


def refused(beds: BedSounds, bed: Bed) -> AudioError:
    with pytest.raises(AudioError) as caught:
        beds.decoded(bed)
    return caught.value


def test_a_video_without_sound_says_so_and_how_to_go_on(tmp_path: Path) -> None:
    film = tmp_path / "silent.mp4"
    subprocess.run(
        [ffmpeg_program(), "-v", "error", "-nostdin", *PICTURE, "-t", "1", str(film)],
        check=True,
        stdin=subprocess.DEVNULL,
    )
    error = refused(sounds(tmp_path), a_bed(film))
    assert error.problem is AudioProblem.NO_SOUND
    assert "there is no sound in it" in sentence(error) and str(film) in sentence(error)


@pytest.mark.parametrize("data", [b"", b"not a film at all" * 90, b"RIFF\xff\xff\xff\xffWAVEfmt "])
def test_a_damaged_file_is_an_error_with_a_sentence(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "music.wav"
    path.write_bytes(data)
    error = refused(sounds(tmp_path), a_bed(path))
    assert error.problem in (AudioProblem.UNDECODABLE, AudioProblem.NO_SOUND)
    assert str(path) in sentence(error)
    assert not list((tmp_path / "cache").iterdir())


def test_a_file_that_is_gone_is_named(tmp_path: Path) -> None:
    for path in ("gone.wav", "no\0name.wav"):
        assert "gone" in str(refused(sounds(tmp_path), a_bed(path)).source) or "\0" in path
    with pytest.raises(AudioError):
        sounds(tmp_path).ready(a_bed("gone.wav"))


def test_a_cache_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file in the place of the folder")
    bed = a_bed(wave(tmp_path / "music.wav", tones(440, 440)))
    assert refused(sounds(tmp_path), bed).problem is AudioProblem.NO_ROOM


def test_a_cancelled_bed_leaves_nothing_behind(tmp_path: Path) -> None:
    bed = a_bed(wave(tmp_path / "music.wav", tones(440, 440)))
    told: list[float] = []
    beds = sounds(tmp_path)
    with pytest.raises(CancelledError):
        beds.decoded(bed, progress=told.append, cancelled=lambda: bool(told))
    assert len(told) == 1 and not list((tmp_path / "cache").iterdir())
    beds.decoded(bed, progress=told.append)
    assert told[1:] == sorted(told[1:]) and told[-1] == pytest.approx(1.0)


def test_several_who_want_the_same_bed_decode_it_once(tmp_path: Path) -> None:
    bed = a_bed(wave(tmp_path / "music.wav", tones(440, 440)))
    beds = sounds(tmp_path)
    told: list[float] = []
    with ThreadPoolExecutor(4) as pool:
        found = [pool.submit(beds.decoded, bed, progress=told.append) for _ in range(4)]
        assert {len(each.result().samples) for each in found} == {LENGTH}
    assert told == sorted(told) and told[-1] == pytest.approx(1.0)


def test_the_longest_unused_make_room(tmp_path: Path) -> None:
    old, new = (wave(tmp_path / f"{name}.wav", tones(440, 440)) for name in ("old", "new"))
    beds = sounds(tmp_path)
    for path in (old, new):
        beds.decoded(a_bed(path))
    oldest = min((tmp_path / "cache").iterdir(), key=lambda path: path.stat().st_mtime_ns)
    os.utime(oldest, (1, 1))
    small = sounds(tmp_path, budget=LENGTH * 8 + 100)
    assert small.ready(a_bed(old)) is None and small.ready(a_bed(new)) is not None


def test_decoding_takes_no_more_memory_for_a_longer_file(tmp_path: Path) -> None:
    path = tmp_path / "long.flac"
    subprocess.run(
        [ffmpeg_program(), "-v", "error", "-nostdin", "-f", "lavfi", "-i"]
        + ["sine=440:r=44100:d=300", "-ac", "2", str(path)],
        check=True,
        stdin=subprocess.DEVNULL,
    )
    program = (
        "import resource, sys; from pathlib import Path; from studio.audio.beds import BedSounds;"
        "from studio.model.bed import Bed, BedKind; from studio.model.ids import BedId;"
        "beds = BedSounds(Path(sys.argv[1]), lambda key: b'', Path('.'));"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss;"
        "beds.decoded(Bed(BedId('b'), BedKind.MUSIC, '', path=sys.argv[2]));"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "cache"), str(path)]
    grown = int(subprocess.check_output(command)) * (1 if sys.platform == "darwin" else 1_024)
    assert grown < 40 << 20  # the file on the disk has 115 MB
