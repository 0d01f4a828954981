from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.audio.bed_part import BedPart
from studio.audio.ducking import Ducking
from studio.audio.fading import EDGE
from studio.audio.mixdown import Mixdown, Part, Strip, sided
from studio.audio.panning import pan_gains
from studio.model.span import Span
from tests.audio.sounds import noise, tone

LENGTH = 5_000

fades = st.integers(0, 400)
parts = st.lists(
    st.builds(
        lambda start, length, gain, lane, seed, rising, falling: Part(
            start, noise(length, seed=seed), gain, lane, min(rising, length), min(falling, length)
        ),
        st.integers(-300, LENGTH),
        st.integers(0, 1_500),
        st.floats(0.0, 2.0, width=32),
        st.sampled_from(["mia", "tom", "narrator"]),
        st.integers(0, 99),
        fades,
        fades,
    ),
    max_size=12,
)
strips = st.dictionaries(
    st.sampled_from(["mia", "tom", "narrator"]),
    st.builds(Strip, st.floats(-1, 1).map(pan_gains), st.booleans()),
)
beds = st.lists(
    st.builds(
        lambda start, length, gain, pan, seed, rising, falling, duck: BedPart(
            f"bed {seed}",
            start,
            noise(2 * length, seed=seed).reshape(length, 2),
            gain,
            pan_gains(pan),
            min(rising, length),
            min(falling, length),
            Ducking([Span(1_000, 2_000), Span(3_000, 3_500)], duck) if duck else None,
        ),
        st.integers(-300, LENGTH),
        st.integers(0, 4_000),
        st.floats(0.0, 2.0, width=32),
        st.floats(-1, 1),
        st.integers(0, 99),
        fades,
        fades,
        st.sampled_from([0.0, 9.0]),
    ),
    max_size=3,
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


@given(parts, strips, beds, cuts)
def test_stereo_reads_of_any_length_join_to_the_same_mix_bit_for_bit(
    parts: list[Part], strips: dict[str, Strip], beds: list[BedPart], cuts: list[int]
) -> None:
    mixdown = Mixdown(parts, LENGTH, strips=strips, beds=beds)
    whole = mixdown.read(0, LENGTH)
    assert whole.shape == ((LENGTH, 2) if mixdown.channels == 2 else (LENGTH,))
    pieces = [mixdown.read(a, b - a) for a, b in itertools.pairwise(cuts)]
    assert np.concatenate(pieces).tobytes() == whole.tobytes()


@given(parts, strips, beds, st.integers(1, 700))
def test_the_blocks_of_a_stereo_export_join_to_what_is_heard(
    parts: list[Part], strips: dict[str, Strip], beds: list[BedPart], block: int
) -> None:
    mixdown = Mixdown(parts, LENGTH, strips=strips, beds=beds)
    exported = np.zeros((LENGTH, 2), np.float32)
    scratch = np.empty((2, block), np.float32)
    for start in range(0, LENGTH, block):
        for piece in mixdown.pieces(start, block, scratch):
            strip = mixdown.strips[piece.lane]
            for channel, side in enumerate(strip.sides):
                if strip.in_mix:
                    heard = exported[piece.start : piece.start + len(piece.samples), channel]
                    heard += sided(piece.samples, side)
        for bed in mixdown.bed_pieces(start, block):
            exported[bed.start : bed.start + bed.samples.shape[1]] += bed.samples.T
    whole = mixdown.read(0, LENGTH)
    both = whole if mixdown.channels == 2 else np.stack([whole, whole], axis=1)
    assert exported.tobytes() == both.tobytes()


def test_a_lane_in_the_middle_is_mono_and_one_to_the_side_makes_the_mix_stereo() -> None:
    take = noise(100)
    middle = Mixdown([Part(0, take, 1.0, "mia")], 100)
    assert middle.channels == 1 and middle.read(0, 100).shape == (100,)
    sides = pan_gains(1.0)
    right = Mixdown([Part(0, take, 1.0, "mia")], 100, strips={"mia": Strip(sides)})
    heard = right.read(0, 100)
    assert right.channels == 2 and not heard[:, 0].any()
    assert heard[:, 1].tobytes() == middle.read(0, 100).tobytes()


def test_a_lane_that_is_not_in_the_mix_still_has_its_stem() -> None:
    parts = [Part(0, noise(100), 1.0, "mia"), Part(0, noise(100, seed=2), 1.0, "tom")]
    alone = Mixdown(parts, 100, strips={"mia": Strip(in_mix=False)})
    assert alone.read(0, 100).tobytes() == Mixdown(parts[1:], 100).read(0, 100).tobytes()
    assert [piece.lane for piece in alone.pieces(0, 100)] == [0, 1]


def test_a_bed_sounds_at_its_place_with_its_level_and_steps_back_for_voices() -> None:
    steady = np.full((200_000, 2), 0.5, np.float32)
    ducking = Ducking([Span(100_000, 110_000)], 20.0)
    bed = BedPart("music", 10_000, steady, 0.5, fade_in=1_000, fade_out=1_000, ducking=ducking)
    heard = Mixdown([], 220_000, beds=[bed]).read(0, 220_000)
    assert heard.shape == (220_000, 2) and not heard[:10_000].any() and not heard[210_000:].any()
    assert abs(heard[10_000]).max() < 0.001 and (heard[50_000] == 0.25).all()
    np.testing.assert_allclose(heard[105_000], 0.025, rtol=1e-5)


@given(parts)
def test_the_mix_is_the_sum_of_faded_parts_within_float_precision(parts: list[Part]) -> None:
    expected = np.zeros(LENGTH + 4_000)
    for part in parts:
        faded = _faded(part) * part.gain
        expected[part.start + 1_000 : part.end + 1_000] += faded
    mix = Mixdown(parts, LENGTH).read(0, LENGTH)
    np.testing.assert_allclose(mix, expected[1_000 : LENGTH + 1_000], atol=1e-5)


def _faded(part: Part) -> np.ndarray:
    """The same fades, made the slow way: sample by sample from the edges."""
    faded = np.asarray(part.samples[:], np.float64)
    for edge, drawn in ((0, part.fade_in), (-1, part.fade_out)):
        if drawn:
            for step in range(min(drawn, len(faded))):
                share = (step + 0.5) / drawn
                faded[step if edge == 0 else -1 - step] *= 3 * share**2 - 2 * share**3
        elif len(faded) and abs(part.samples[edge]) > 2**-10:
            for step in range(min(EDGE, len(faded))):
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
