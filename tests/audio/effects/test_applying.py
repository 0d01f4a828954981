from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from numpy.typing import NDArray

from studio.audio.effects.applying import with_effect
from studio.audio.effects.presets import EFFECTS, HALL, ROBOT, ROOM, TELEPHONE, WHISPER, tail_of
from studio.audio.treatment import treating_works
from studio.errors import AudioError, AudioProblem
from studio.wording.sentences import sentence
from tests.audio.media_files import speech
from tests.audio.sounds import noise, tone

EVERY = pytest.mark.parametrize("name", EFFECTS)


def level(samples: NDArray[np.float32]) -> float:
    return float(10 * np.log10(np.mean(np.square(samples, dtype=np.float64)) + 1e-20))


def share_between(samples: NDArray[np.float32], low: float, high: float) -> float:
    """Decibels of what lies between two frequencies."""
    power = np.abs(np.fft.rfft(samples)) ** 2
    at = np.fft.rfftfreq(len(samples), 1 / 48_000)
    return float(10 * np.log10(power[(at >= low) & (at < high)].mean() + 1e-20))


@EVERY
def test_an_effect_adds_its_tail_and_nothing_else_to_the_length(name: str) -> None:
    for length in (1, 100, 48_000):
        heard = with_effect(noise(length), name)
        assert len(heard) == length + tail_of(name)
        assert heard.dtype == np.float32 and np.isfinite(heard).all()


@EVERY
def test_the_same_voice_sounds_the_same_in_every_run(name: str) -> None:
    voice = speech(0.5)
    assert with_effect(voice, name).tobytes() == with_effect(voice, name).tobytes()


def test_another_process_makes_the_very_same_samples() -> None:
    program = (
        "import hashlib; from tests.audio.sounds import noise;"
        "from studio.audio.effects.applying import with_effect;"
        "from studio.audio.effects.presets import EFFECTS;"
        "print([hashlib.sha256(with_effect(noise(9_000), n).tobytes()).hexdigest()"
        " for n in EFFECTS])"
    )
    runs = {subprocess.check_output([sys.executable, "-c", program]) for _ in range(2)}
    assert len(runs) == 1


@EVERY
def test_what_lies_beyond_the_tail_could_not_be_heard(name: str) -> None:
    voice = np.zeros(48_000 + 3 * 96_000, np.float32)
    voice[:48_000] = tone(48_000, pitch=700.0)
    ringing = with_effect(voice, name)
    beyond = ringing[48_000 + tail_of(name) + 480 :]
    assert np.abs(beyond).max() < 0.5 * 10 ** (-70 / 20)


@EVERY
def test_a_tail_comes_to_nothing(name: str) -> None:
    if tail_of(name):
        assert with_effect(speech(0.5), name)[-1] == 0


@EVERY
def test_a_voice_stays_about_as_loud_as_it_was(name: str) -> None:
    voice = _voice()
    assert abs(level(with_effect(voice, name)[: len(voice)]) - level(voice)) < 6


def _voice() -> NDArray[np.float32]:
    """A buzz of 140 Hz whose overtones fall off as a voice's do, in syllables."""
    at = np.arange(96_000) / 48_000
    buzz = sum(np.sin(2 * np.pi * 140 * n * at) / n**1.3 for n in range(1, 60))
    return (0.1 * np.asarray(buzz) * np.sin(2 * np.pi * 2 * at) ** 2).astype(np.float32)


def test_a_telephone_lets_neither_bass_nor_treble_through() -> None:
    heard = with_effect(noise(96_000), TELEPHONE)
    middle = share_between(heard, 800, 2_500)
    assert share_between(heard, 20, 120) < middle - 25
    assert share_between(heard, 8_000, 20_000) < middle - 25


def test_a_hall_rings_on_longer_than_a_room() -> None:
    click = np.zeros(200, np.float32)
    click[:20] = 0.5
    late = slice(20_000, 22_000)
    assert level(with_effect(click, HALL)[late]) > level(with_effect(click, ROOM)[late]) + 20


def test_a_robot_is_not_at_the_pitch_of_the_voice() -> None:
    heard = with_effect(tone(96_000, pitch=440.0), ROBOT)[:96_000]
    assert share_between(heard, 438, 442) < share_between(heard, 490, 494) - 20


def test_a_whisper_has_more_breath_than_chest() -> None:
    voice = _voice()
    heard = with_effect(voice, WHISPER)
    before = share_between(voice, 4_000, 8_000) - share_between(voice, 100, 400)
    after = share_between(heard, 4_000, 8_000) - share_between(heard, 100, 400)
    assert after > before + 10


def test_an_effect_nobody_knows_leaves_the_voice_as_it_is() -> None:
    voice = noise(100)
    assert with_effect(voice, "of a later version") is voice
    assert tail_of("of a later version") == 0


def test_without_its_library_an_effect_says_what_cannot_be_loaded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for module, what in (("pedalboard", "pedalboard"), ("python_stretch", "python-stretch")):
        with monkeypatch.context() as without:
            without.setitem(sys.modules, module, None)
            with pytest.raises(AudioError) as caught:
                treating_works()
        assert caught.value.problem is AudioProblem.NO_TREATMENT
        assert sentence(caught.value).startswith(f"{what}: this part of the studio cannot")
    treating_works()
