from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.audio.mixdown import EDGE, Mixdown, Part
from tests.audio.sounds import noise, tone

LENGTH = 5_000

parts = st.lists(
    st.builds(
        lambda start, length, gain, lane, seed: Part(start, noise(length, seed=seed), gain, lane),
        st.integers(-300, LENGTH),
        st.integers(0, 1_500),
        st.floats(0.0, 2.0, width=32),
        st.sampled_from(["mia", "tom", "narrator"]),
        st.integers(0, 99),
    ),
    max_size=12,
)
cuts = st.lists(st.integers(0, LENGTH), max_size=8).map(lambda cuts: sorted({0, *cuts, LENGTH}))


@given(parts, cuts)
def test_reads_of_any_length_join_to_the_same_mix_bit_for_bit(
    parts: list[Part], cuts: list[int]
) -> None:
    mixdown = Mixdown(parts, LENGTH)
    whole = mixdown.read(0, LENGTH)
    pieces = [mixdown.read(a, b - a) for a, b in itertools.pairwise(cuts)]
    assert np.concatenate(pieces).tobytes() == whole.tobytes()


@given(parts, st.integers(1, 700))
def test_the_blocks_of_an_export_join_to_the_mix_that_is_heard(
    parts: list[Part], block: int
) -> None:
    mixdown = Mixdown(parts, LENGTH)
    exported = np.zeros(LENGTH, np.float32)
    scratch = np.empty((2, block), np.float32)
    for start in range(0, LENGTH, block):
        for piece in mixdown.pieces(start, block, scratch):
            exported[piece.start : piece.start + len(piece.samples)] += piece.samples
    assert exported.tobytes() == mixdown.read(0, LENGTH).tobytes()


@given(parts)
def test_the_mix_is_the_sum_of_faded_parts_within_float_precision(parts: list[Part]) -> None:
    expected = np.zeros(LENGTH + 4_000)
    for part in parts:
        faded = _faded(np.asarray(part.samples[:], np.float64)) * part.gain
        expected[part.start + 1_000 : part.end + 1_000] += faded
    mix = Mixdown(parts, LENGTH).read(0, LENGTH)
    np.testing.assert_allclose(mix, expected[1_000 : LENGTH + 1_000], atol=1e-5)


def _faded(samples: np.ndarray) -> np.ndarray:
    """The same fades, made the slow way: sample by sample from the edges."""
    faded = samples.copy()
    for edge in (0, -1):
        if len(samples) and abs(samples[edge]) > 2**-10:
            for step in range(min(EDGE, len(samples))):
                at = step if edge == 0 else -1 - step
                faded[at] *= np.sin(np.pi * (step + 0.5) / EDGE / 2) ** 2
    return faded


def test_a_take_that_begins_and_ends_near_silence_sounds_untouched() -> None:
    take = tone(4_800)
    take[-1] = 0.0
    assert Mixdown([Part(100, take, 1.0, "mia")], 6_000).read(100, 4_800).tobytes() == (
        take.tobytes()
    )


def test_a_take_cut_in_the_middle_of_a_wave_starts_and_stops_without_a_click() -> None:
    heard = Mixdown([Part(0, np.full(1_000, 0.5, np.float32), 1.0, "mia")], 1_000).read(0, 1_000)
    assert abs(np.diff(heard, prepend=0, append=0)).max() < 0.01
    assert (heard[EDGE:-EDGE] == 0.5).all()


def test_outside_the_timeline_is_silence_of_the_length_asked_for() -> None:
    mixdown = Mixdown([Part(-10, noise(200), 1.0, "mia")], 100)
    assert not mixdown.read(-50, 50).any()
    assert not mixdown.read(100, 70).any()
    assert len(mixdown.read(100, 70)) == 70
    assert mixdown.read(90, 20)[:10].all()


def test_lanes_keep_their_order_and_silent_ones_stay() -> None:
    parts = [Part(0, noise(10), 1.0, "tom"), Part(0, noise(10), 1.0, "mia")]
    assert Mixdown(parts, 10, lanes=["narrator", "mia"]).lanes == ("narrator", "mia", "tom")


def test_reading_leaves_the_takes_as_they_were() -> None:
    take = noise(1_000)
    before = take.tobytes()
    take.flags.writeable = False
    Mixdown([Part(0, take, 0.5, "mia"), Part(5, take, 0.5, "mia")], 2_000).read(0, 2_000)
    assert take.tobytes() == before


@pytest.mark.parametrize("start", [0, 1_000_000, 9_999_000])
def test_a_read_finds_its_parts_anywhere_among_many(start: int) -> None:
    take = tone(500)
    many = [Part(at, take, 1.0, "mia") for at in range(0, 10_000_000, 1_000)]
    heard = Mixdown(many, 10_000_000).read(start, 500)
    alone = Mixdown([Part(0, take, 1.0, "mia")], 500).read(0, 500)
    assert heard.tobytes() == alone.tobytes()
