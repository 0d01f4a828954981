"""The silent clock runs as fast as sound does."""

import numpy as np

from studio.audio.silence import SilentClock


def nothing(start: int, frames: int) -> np.ndarray:
    raise AssertionError("a silent clock asks for no sound")


def test_it_moves_with_the_clock_and_stands_still_when_stopped() -> None:
    now = [10.0]
    clock = SilentClock(lambda: now[0])
    clock.start(nothing, 4800)
    now[0] = 10.5
    assert (clock.playing, clock.position) == (True, 28_800)
    clock.stop()
    now[0] = 20.0
    assert (clock.playing, clock.position) == (False, 28_800)
