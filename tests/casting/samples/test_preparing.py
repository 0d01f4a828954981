"""A service gets a file it takes, the best there can be; what it would not take is told before."""

from __future__ import annotations

from concurrent.futures import CancelledError
from pathlib import Path

import numpy as np
import pytest

from studio import wording
from studio.audio.media_facts import facts_of
from studio.audio.samples.figures import Figures
from studio.audio.samples.sources import Source, open_source
from studio.audio.soundfiles import resample
from studio.casting.samples.judging import Finding, findings_of_count
from studio.casting.samples.preparing import judge, prepare
from studio.errors import SampleError, SampleProblem
from studio.model.sample import SampleRules
from studio.model.span import Span
from tests.audio.media_files import converted, speech, wave
from tests.audio.samples.sounds_to_cut import a_source
from tests.audio.sounds import tone

SECOND = 48_000
MINIMAX = SampleRules(("mp3", "m4a", "wav"), 10.0, 300.0, 20 << 20)
PROMPT = SampleRules(("mp3", "m4a", "wav"), 0.0, 8.0, 20 << 20, below=True)
USEAPI = SampleRules(("mp3", "wav"), 10.0, 60.0, most=10)


def judged(
    source: Source, folder: Path, rules: SampleRules = MINIMAX
) -> tuple[Figures, set[SampleProblem]]:
    figures, findings = judge(source.whole(), {source.id: source}, rules, folder)
    for finding in findings:
        said = wording.sentence(finding.error("voice.wav"))
        assert finding.detail in said and said.startswith("voice.wav: ")
    return figures, {finding.problem for finding in findings}


def test_a_good_recording_has_nothing_wrong_with_it(tmp_path: Path) -> None:
    figures, found = judged(a_source(tmp_path, speech(15)), tmp_path)
    assert found == set()
    assert figures.seconds == pytest.approx(15.0) and figures.over_noise_db > 25
    assert [path.name for path in tmp_path.iterdir()] == ["voice.wav"]


def bad_recordings() -> dict[SampleProblem, np.ndarray]:
    rng = np.random.default_rng(9)
    gap = np.zeros(SECOND * 4, np.float32) + 1e-4
    return {
        SampleProblem.TOO_SHORT: speech(9.5),
        SampleProblem.CLIPPED: np.clip(speech(12, level=3.0), -1, 1),
        SampleProblem.QUIET: speech(12) * np.float32(0.05),
        SampleProblem.NOISY: speech(12) + 0.02 * rng.standard_normal(12 * SECOND),
        SampleProblem.LONG_SILENCES: np.concatenate((speech(6), gap, speech(6))),
        SampleProblem.NARROW: resample(speech(12, rate=8_000), 8_000, SECOND),
        SampleProblem.SILENT: np.zeros(12 * SECOND, np.float32),
    }


@pytest.mark.parametrize("problem", bad_recordings())
def test_what_is_wrong_with_a_recording_is_found(tmp_path: Path, problem: SampleProblem) -> None:
    samples = bad_recordings()[problem].astype(np.float32)
    _, found = judged(a_source(tmp_path, samples), tmp_path)
    assert found == {problem}


def test_a_gain_that_drives_over_full_scale_is_told(tmp_path: Path) -> None:
    source = a_source(tmp_path, speech(12))
    _, findings = judge(source.whole().louder(25), {source.id: source}, MINIMAX, tmp_path)
    assert SampleProblem.LOUD in {finding.problem for finding in findings}


def test_a_prompt_must_be_shorter_than_eight_seconds(tmp_path: Path) -> None:
    source = a_source(tmp_path, speech(9))
    whole = source.whole()
    for seconds, wrong in ((7.9, False), (8.0, True)):
        edit = whole.keeping(Span(0, round(seconds * SECOND)))
        _, findings = judge(edit, {source.id: source}, PROMPT, tmp_path)
        assert (SampleProblem.TOO_LONG in {each.problem for each in findings}) is wrong


def test_too_few_and_too_many_samples_are_told() -> None:
    assert findings_of_count(0, USEAPI) == (Finding(SampleProblem.TOO_FEW, "0; at least 1"),)
    assert findings_of_count(11, USEAPI) == (Finding(SampleProblem.TOO_MANY, "11; at most 10"),)
    assert findings_of_count(10, USEAPI) == ()


@pytest.mark.parametrize("kind", ["wav", "mp3", "m4a"])
def test_each_kind_is_written_and_sounds_as_the_recording(tmp_path: Path, kind: str) -> None:
    source = a_source(tmp_path, speech(12))
    sources = {source.id: source}
    prepared = prepare(source.whole(), sources, MINIMAX, tmp_path / "sample", kind=kind)
    assert prepared.path == tmp_path / f"sample.{kind}" and prepared.kind == kind
    facts = facts_of(prepared.path)
    assert facts.tracks[0].channels == 1 and facts.tracks[0].rate == 48_000
    assert facts.seconds == pytest.approx(12.0, abs=0.1)
    assert not [finding for finding in prepared.findings if finding.grave]
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"sample.{kind}", "voice.wav"]


def test_wav_is_chosen_while_it_is_small_enough_and_mp3_beyond(tmp_path: Path) -> None:
    source = a_source(tmp_path, speech(12))
    sources = {source.id: source}
    size = 12 * SECOND * 2 + 44
    for largest, kind in ((size, "wav"), (size - 1, "mp3"), (150_000, "mp3")):
        rules = SampleRules(("wav", "mp3"), 10.0, 60.0, largest)
        prepared = prepare(source.whole(), sources, rules, tmp_path / "sample")
        assert prepared.kind == kind
        assert prepared.path.stat().st_size <= largest


def test_five_minutes_fit_into_twenty_megabytes(tmp_path: Path) -> None:
    source = a_source(tmp_path, speech(299, rate=48_000))
    prepared = prepare(source.whole(), {source.id: source}, MINIMAX, tmp_path / "sample")
    assert prepared.kind == "mp3" and prepared.path.stat().st_size <= 20 << 20


def test_a_narrow_recording_is_not_blown_up(tmp_path: Path) -> None:
    source = a_source(tmp_path, speech(12, rate=16_000), rate=16_000)
    prepared = prepare(source.whole(), {source.id: source}, MINIMAX, tmp_path / "sample")
    assert facts_of(prepared.path).tracks[0].rate == 24_000


def test_what_a_service_would_not_take_is_refused_and_nothing_is_left(tmp_path: Path) -> None:
    source = a_source(tmp_path, speech(12))
    sources = {source.id: source}
    short = source.whole().keeping(Span(0, SECOND))
    tiny = SampleRules(("wav", "mp3"), 1.0, 60.0, 20_000)
    for edit, rules, problem in (
        (short, MINIMAX, SampleProblem.TOO_SHORT),
        (source.whole(), tiny, SampleProblem.TOO_LARGE),
        (source.whole(), PROMPT, SampleProblem.TOO_LONG),
    ):
        with pytest.raises(SampleError) as refused:
            prepare(edit, sources, rules, tmp_path / "sample")
        assert refused.value.problem is problem and refused.value.detail
    with pytest.raises(CancelledError):
        prepare(source.whole(), sources, MINIMAX, tmp_path / "sample", cancelled=lambda: True)
    assert [path.name for path in tmp_path.iterdir()] == ["voice.wav"]


def test_a_sample_can_come_from_a_film(tmp_path: Path) -> None:
    film = tmp_path / "film.mp4"
    picture = ("-f", "lavfi", "-i", "testsrc=s=64x64:r=5:d=30", "-c:v", "libx264", "-c:a", "aac")
    converted(wave(tmp_path / "given.wav", speech(30)), film, *picture)
    source = open_source(film)
    edit = source.whole().keeping(Span(5 * SECOND, 20 * SECOND))
    prepared = prepare(edit, {source.id: source}, USEAPI, tmp_path / "sample")
    assert prepared.kind == "wav" and prepared.seconds == pytest.approx(15.0, abs=0.01)
    assert not prepared.findings


def test_the_level_of_a_tone_is_measured(tmp_path: Path) -> None:
    figures, _ = judged(a_source(tmp_path, tone(12 * SECOND, pitch=1000.0)), tmp_path)
    assert figures.lufs == pytest.approx(-9.1, abs=0.3)
    assert figures.peak_db == pytest.approx(-6.0, abs=0.1)
