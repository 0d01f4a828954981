from __future__ import annotations

from pathlib import Path

import pytest

from studio.audio.export import write_tracks
from studio.audio.loudness import Loudness, measure, summary_of
from studio.audio.mixdown import Mixdown, Part
from studio.errors import AudioError
from tests.audio.sounds import tone


@pytest.mark.parametrize(("gain", "loudness"), [(1.0, -9.8), (0.1, -29.8)])
def test_a_tone_measures_as_the_standard_says(tmp_path: Path, gain: float, loudness: float) -> None:
    # A sine of 1 kHz at full scale in one channel is -3.01 LUFS.
    sine = tone(48_000 * 5, pitch=997.0)
    mix = tmp_path / "mix.wav"
    write_tracks(Mixdown([Part(0, sine, gain, "mia")], len(sine)), {}, mix=mix)
    measured = measure(mix)
    assert measured.integrated_lufs == pytest.approx(loudness + 0.8, abs=0.2)
    assert measured.true_peak_dbtp == pytest.approx(-6.0 + (0 if gain == 1 else -20), abs=0.2)


def test_silence_has_a_measure_too(tmp_path: Path) -> None:
    write_tracks(Mixdown([], 96_000), {}, mix=tmp_path / "mix.wav")
    assert measure(tmp_path / "mix.wav") == Loudness(-70.0, float("-inf"))


def test_a_file_that_is_no_sound_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(b"nothing")
    for name in ("a.wav", "missing.wav"):
        with pytest.raises(AudioError):
            measure(tmp_path / name)


@pytest.mark.parametrize("said", ["", "Summary:", "Summary:\n  I: -20.0 LUFS\n"])
def test_an_answer_without_figures_is_refused(said: str) -> None:
    with pytest.raises(AudioError):
        summary_of(said, "mix.wav")
