from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from studio.audio.fading import EDGE, fade_in, fade_out, fall, rise

LENGTH = 1_000
stretches = st.tuples(st.integers(0, LENGTH - 1), st.integers(1, LENGTH)).map(
    lambda found: (found[0], min(found[0] + found[1], LENGTH))
)


@given(stretches, st.integers(1, LENGTH), st.integers(1, LENGTH))
def test_a_stretch_is_faded_as_it_is_within_the_whole(
    stretch: tuple[int, int], rising: int, falling: int
) -> None:
    first, last = stretch
    whole = np.full(LENGTH, 0.7, np.float32)
    part = whole[first:last].copy()
    for sound, begin in ((whole, 0), (part, first)):
        fade_in(sound, begin, rising)
        fade_out(sound, begin, LENGTH, falling)
        rise(sound, begin)
        fall(sound, begin, LENGTH)
    assert part.tobytes() == whole[first:last].tobytes()


def test_a_fade_rises_from_nothing_to_all_and_falls_as_it_rose() -> None:
    rising, falling = np.ones(LENGTH, np.float32), np.ones(LENGTH, np.float32)
    fade_in(rising, 0, 400)
    fade_out(falling, 0, LENGTH, 400)
    assert rising[0] < 0.001 and (np.diff(rising[:400]) > 0).all() and (rising[400:] == 1).all()
    assert abs(rising[200] - 0.5) < 0.01
    assert falling.tobytes() == rising[::-1].tobytes()


def test_the_edges_of_a_sound_shorter_than_both_are_taken_off_all_the_same() -> None:
    short = np.ones(EDGE // 2, np.float32)
    rise(short, 0)
    fall(short, 0, len(short))
    assert short[0] < 0.01 and short[-1] < 0.01


def test_both_sides_of_a_stereo_sound_are_faded_alike() -> None:
    both = np.ones((2, LENGTH), np.float32)
    fade_in(both, 0, 300)
    fade_out(both, 0, LENGTH, 300)
    rise(both, 0)
    fall(both, 0, LENGTH)
    assert both[0].tobytes() == both[1].tobytes()
