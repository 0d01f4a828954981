from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.audio.tempo import stretched
from studio.model.span import at_tempo
from tests.audio.sounds import noise, tone


def test_a_clip_at_its_own_tempo_is_left_as_it_is() -> None:
    take = noise(1_000)
    assert stretched(take, 1.0) is take


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 30_000), st.floats(0.5, 2.0))
def test_a_stretched_clip_has_the_exact_length_that_was_laid_out(length: int, tempo: float) -> None:
    heard = stretched(noise(length), tempo)
    assert len(heard) == at_tempo(length, tempo)
    assert heard.dtype == np.float32 and np.isfinite(heard).all()


@pytest.mark.parametrize("tempo", [0.5, 0.87, 1.15, 2.0])
def test_the_pitch_stays_when_the_tempo_changes(tempo: float) -> None:
    heard = stretched(tone(48_000, pitch=440.0), tempo)
    middle = heard[len(heard) // 4 : -len(heard) // 4]
    spectrum = np.abs(np.fft.rfft(middle * np.hanning(len(middle))))
    assert np.argmax(spectrum) * 48_000 / len(middle) == pytest.approx(440, abs=5)


@pytest.mark.parametrize("tempo", [0.8, 1.25])
def test_a_moment_of_a_clip_is_heard_where_its_place_says(tempo: float) -> None:
    burst = np.zeros(48_000, np.float32)
    burst[30_000:30_480] = noise(480)
    loud = np.abs(stretched(burst, tempo))
    centre = int((loud * np.arange(len(loud))).sum() / loud.sum())
    assert abs(centre - at_tempo(30_240, tempo)) < 480


def test_another_process_stretches_to_the_very_same_samples() -> None:
    program = (
        "import hashlib; from tests.audio.sounds import noise;"
        "from studio.audio.tempo import stretched;"
        "print(hashlib.sha256(stretched(noise(20_000), 1.15).tobytes()).hexdigest())"
    )
    runs = {subprocess.check_output([sys.executable, "-c", program]) for _ in range(2)}
    assert len(runs) == 1
