"""What is drawn of a sample is what will be heard, whatever was cut and wherever one looks."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from studio.audio.peaks import FINE, peaks_of
from studio.audio.samples.silences import peaks_of_edit
from studio.audio.speech_levels import Levels
from studio.audio.survey import Survey
from studio.model.sample import Piece, SampleEdit
from studio.model.span import Span
from studio.ui.samples.outline import Outline, peak_of
from tests.audio.sounds import noise

BLOCKS = 400


def surveyed(length: int, *, seed: int = 1, level: float = 0.2) -> Survey:
    sound = noise(length, seed=seed, level=level)
    return Survey(peaks_of(sound), Levels(np.zeros(0, np.float32)))


SURVEYS = {"a": surveyed(BLOCKS * FINE), "b": surveyed(BLOCKS * FINE, seed=2, level=0.6)}


@st.composite
def edits(draw: st.DrawFn) -> SampleEdit:
    """Pieces at the corners of blocks, so that an outline can be exact."""
    pieces: list[Piece] = []
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, BLOCKS - 2))
        length = draw(st.integers(1, BLOCKS - start))
        span = Span(start * FINE, (start + length) * FINE)
        gain = draw(st.sampled_from((0.0, 0.0, -6.0, 3.0)))
        pieces.append(Piece(draw(st.sampled_from("ab")), span, gain))
    return SampleEdit(tuple(pieces), draw(st.sampled_from((0.0, -12.0))))


@given(edits())
def test_each_block_is_drawn_as_it_is_in_its_recording_with_its_gain(edit: SampleEdit) -> None:
    edges = np.arange(0, edit.length + FINE, FINE, dtype=np.int64)
    columns = Outline(edit, SURVEYS).columns(edges)
    assert columns.known.all()
    expected = peaks_of_edit(edit, SURVEYS).fine / 32767
    assert np.allclose(np.clip(columns.levels, -1, 1), expected, atol=2 / 32767)


@given(edits(), st.integers(1, 80))
def test_no_column_is_louder_than_the_sound_and_the_loudest_is_seen(
    edit: SampleEdit, width: int
) -> None:
    edges = np.linspace(0, edit.length, width + 1).astype(np.int64)
    levels = Outline(edit, SURVEYS).columns(edges).levels
    assert levels.shape == (width, 2)
    assert np.abs(levels).max() <= peak_of(edit, SURVEYS) + 1e-4


def test_nothing_is_drawn_outside_of_the_sample() -> None:
    edit = SampleEdit.of("a", 10 * FINE)
    edges = np.arange(-4 * FINE, 14 * FINE, FINE, dtype=np.int64)
    levels = Outline(edit, SURVEYS).columns(edges).levels
    assert not levels[:4].any() and not levels[14:].any() and levels[4:14].all()


def test_what_is_not_read_yet_is_told_apart_from_silence() -> None:
    surveys = {"a": surveyed(10 * FINE)}
    columns = Outline(SampleEdit.of("a", 20 * FINE), surveys).columns(
        np.arange(0, 21 * FINE, FINE, dtype=np.int64)
    )
    assert columns.known[:10].all() and not columns.known[10:].any()
    assert not Outline(SampleEdit.of("b", FINE), {}).columns(np.array([0, FINE])).known.any()


def test_the_peak_counts_only_what_is_used_with_its_gains() -> None:
    edit = SampleEdit.of("b", BLOCKS * FINE)
    assert abs(peak_of(edit, SURVEYS) - 0.6) < 1e-3
    assert abs(peak_of(edit.louder(20), SURVEYS) - 6.0) < 1e-2
    assert peak_of(edit, {}) == 0.0
