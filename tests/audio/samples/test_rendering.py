"""An edited sample sounds as it was cut: to the sample, without clicks, at any rate."""

from __future__ import annotations

from concurrent.futures import CancelledError
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studio.audio.samples.rendering import FADE_S, render, scaled
from studio.audio.samples.sources import Source
from studio.errors import AudioError
from studio.model.sample import Piece, SampleEdit
from studio.model.span import Span
from tests.audio.samples.sounds_to_cut import a_source
from tests.audio.sounds import noise, tone

SECOND = 48_000
FADE = round(FADE_S * SECOND)


def rendered(edit: SampleEdit, *sources: Source, folder: Path, rate: int = SECOND) -> np.ndarray:
    target = folder / "sample.wav"
    target.unlink(missing_ok=True)
    render(edit, {source.id: source for source in sources}, target, rate=rate)
    samples, found_rate = soundfile.read(target, dtype="float32")
    assert found_rate == rate
    return samples


def test_a_whole_recording_comes_out_as_it_was_but_for_its_edges(tmp_path: Path) -> None:
    samples = noise(2 * SECOND)
    source = a_source(tmp_path, samples)
    found = rendered(source.whole(), source, folder=tmp_path)
    assert len(found) == len(samples)
    assert np.allclose(found[FADE:-FADE], samples[FADE:-FADE], atol=1e-5)


def test_pieces_of_two_recordings_follow_each_other_to_the_sample(tmp_path: Path) -> None:
    first, second = noise(SECOND, seed=1), noise(SECOND, seed=2)
    one, two = a_source(tmp_path, first, "one.wav"), a_source(tmp_path, second, "two.wav")
    edit = SampleEdit(
        (Piece(two.id, Span(10_000, 20_001)), Piece(one.id, Span(5_003, 30_000), -6.0))
    )
    found = rendered(edit, one, two, folder=tmp_path)
    assert len(found) == edit.length
    joint = 10_001
    assert np.allclose(found[FADE : joint - FADE], second[10_000 + FADE : 20_001 - FADE], atol=1e-5)
    quieter = first[5_003 + FADE : 30_000 - FADE] * 10 ** (-6 / 20)
    assert np.allclose(found[joint + FADE : -FADE], quieter, atol=1e-5)


def test_a_cut_that_takes_nothing_away_is_not_heard(tmp_path: Path) -> None:
    source = a_source(tmp_path, noise(SECOND))
    whole = rendered(source.whole(), source, folder=tmp_path)
    louder = source.whole().louder(0.001, Span(20_000, 30_000))
    assert len(louder.pieces) == 3
    assert np.allclose(rendered(louder, source, folder=tmp_path), whole, atol=1e-4)


def test_a_joint_does_not_click(tmp_path: Path) -> None:
    source = a_source(tmp_path, tone(SECOND, pitch=100.0))
    # The tone would jump from its top to its bottom.
    edit = source.whole().removing(Span(10_000 + 120, 10_000 + 360))
    found = rendered(edit, source, folder=tmp_path)
    assert np.abs(np.diff(found)).max() < 0.02


@given(
    st.lists(
        st.tuples(st.integers(0, 40_000), st.integers(1, 9_000), st.sampled_from([0.0, -3.0])),
        min_size=1,
        max_size=4,
    ),
    st.sampled_from([24_000, 44_100, 48_000]),
)
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_length_is_that_of_the_edit_at_every_rate(
    tmp_path: Path, cuts: list[tuple[int, int, float]], rate: int
) -> None:
    source = a_source(tmp_path, noise(45_000))
    edit = SampleEdit()
    for start, length, gain in cuts:
        edit = edit.joining(
            SampleEdit((Piece(source.id, Span(start, start + length)),)).louder(gain)
        )
    assert len(rendered(edit, source, folder=tmp_path, rate=rate)) == scaled(edit.length, rate)


@pytest.mark.parametrize("rate", [8_000, 44_100, 96_000])
def test_a_recording_of_another_rate_keeps_its_places(tmp_path: Path, rate: int) -> None:
    source = a_source(tmp_path, tone(rate * 3, rate=rate, pitch=330.0), rate=rate)
    found = rendered(source.whole().keeping(Span(SECOND, 2 * SECOND)), source, folder=tmp_path)
    expected = tone(SECOND, pitch=330.0)  # a second is 330 whole waves
    assert np.allclose(found[FADE:-FADE], expected[FADE:-FADE], atol=0.002)


def test_what_a_recording_does_not_have_is_silence_and_is_told(tmp_path: Path) -> None:
    source = a_source(tmp_path, noise(SECOND))
    edit = SampleEdit((Piece(source.id, Span(SECOND // 2, 2 * SECOND)),))
    tally = render(edit, {source.id: source}, tmp_path / "sample.wav")
    found, _ = soundfile.read(tmp_path / "sample.wav", dtype="float32")
    assert len(found) == edit.length and np.abs(found[SECOND:]).max() < 1e-5
    assert tally.missing == pytest.approx(SECOND, abs=10)


def test_clipping_of_the_recording_and_of_the_gain_are_told_apart(tmp_path: Path) -> None:
    clipped = np.clip(tone(SECOND) * 3, -1, 1).astype(np.float32)
    loud, clean = a_source(tmp_path, clipped, "loud.wav"), a_source(tmp_path, tone(SECOND))
    tally = render(loud.whole().louder(-12), {loud.id: loud}, tmp_path / "a.wav")
    assert tally.clipped_share > 0.3 and not tally.saturation.count
    tally = render(clean.whole().louder(12), {clean.id: clean}, tmp_path / "b.wav")
    assert not tally.clipped and tally.saturation.count > 1000


def test_a_render_that_is_cancelled_or_fails_leaves_nothing(tmp_path: Path) -> None:
    source = a_source(tmp_path, noise(SECOND))
    with pytest.raises(CancelledError):
        render(source.whole(), {source.id: source}, tmp_path / "sample.wav", cancelled=lambda: True)
    source.path.write_bytes(b"gone")
    with pytest.raises(AudioError):
        render(source.whole(), {source.id: source}, tmp_path / "sample.wav")
    with pytest.raises(AudioError):
        render(source.whole(), {source.id: source}, tmp_path / "nowhere" / "sample.wav")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["voice.wav"]
