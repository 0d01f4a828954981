"""What a voice was made of can be cut anew from the library alone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from studio.audio.samples.rendering import render
from studio.audio.samples.sources import open_source
from studio.audio.stretch import Listening
from studio.casting.samples import keeping
from studio.casting.samples.keeping import kept, reopened
from studio.errors import VoiceLibraryError, VoiceLibraryProblem
from studio.model.sample import SampleEdit
from studio.model.span import Span
from studio.store.voice_library_files import KeptFiles
from tests.audio.media_files import speech, wave
from tests.audio.samples.sounds_to_cut import a_source

SECOND = 48_000


def sound_of(edit: SampleEdit, sources: object, folder: Path) -> np.ndarray:
    target = folder / "rendered.wav"
    target.unlink(missing_ok=True)
    render(edit, sources, target)  # type: ignore[arg-type]
    return soundfile.read(target, dtype="float32")[0]


def test_a_kept_sample_sounds_the_same_when_its_recordings_are_gone(tmp_path: Path) -> None:
    stereo = np.column_stack((speech(5), speech(5, seed=4)))
    source = open_source(wave(tmp_path / "two.wav", stereo), listening=Listening(channel=1))
    edit = source.whole().removing(Span(SECOND, 2 * SECOND)).louder(-3)
    files = KeptFiles(tmp_path / "library")
    before = sound_of(edit, {source.id: source}, tmp_path)
    sample = kept(edit, {source.id: source}, files, words="Read aloud.")
    source.path.unlink()
    after = sound_of(sample.edit, reopened(sample, files), tmp_path)
    assert np.array_equal(before, after)
    assert sample.words == "Read aloud."


@pytest.mark.parametrize("rate", [44_100, 48_000])
def test_of_a_film_only_the_stretch_around_the_pieces_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rate: int
) -> None:
    monkeypatch.setattr(keeping, "LARGEST_WHOLE", 1000)
    source = a_source(tmp_path, speech(60, rate=rate), rate=rate)
    edit = source.whole().keeping(Span(30 * SECOND + 77, 33 * SECOND))
    edit = edit.joining(source.whole().keeping(Span(28 * SECOND, 29 * SECOND + 13)))
    files = KeptFiles(tmp_path / "library")
    sample = kept(edit, {source.id: source}, files)
    again = reopened(sample, files)
    assert again[source.id].facts.seconds == pytest.approx(25.0, abs=0.01)
    before = sound_of(edit, {source.id: source}, tmp_path)
    assert np.allclose(before, sound_of(sample.edit, again, tmp_path), atol=1e-5)


def test_a_recording_that_is_lost_or_damaged_is_told(tmp_path: Path) -> None:
    source = a_source(tmp_path, speech(2))
    files = KeptFiles(tmp_path / "library")
    sample = kept(source.whole(), {source.id: source}, files)
    path = files.path(sample.sources[0].sha256, sample.sources[0].name)
    path.write_bytes(path.read_bytes()[:-1] + b"\1")
    with pytest.raises(VoiceLibraryError) as damaged:
        reopened(sample, files)
    assert damaged.value.problem is VoiceLibraryProblem.FILE_DAMAGED
    path.unlink()
    with pytest.raises(VoiceLibraryError) as missing:
        reopened(sample, files)
    assert missing.value.problem is VoiceLibraryProblem.FILE_MISSING
