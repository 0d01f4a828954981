from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from studio.audio.arrangement import arrange
from studio.audio.sounding import gain_of
from studio.audio.treatment import UNTREATED, Treatment
from studio.model.ids import CharacterId, LineId, MediaKey
from studio.model.layout import Clip
from studio.model.span import Span
from tests.audio.sounds import tone


def a_clip(name: str, start: int, length: int, *, gain: float = 0.0, muted: bool = False) -> Clip:
    span = Span(start, start + length)
    heard = Span(0, length)
    return Clip(LineId(name), CharacterId(name), MediaKey(name), span, heard, False, gain, muted)


def samples(key: MediaKey, _: Treatment = UNTREATED, /) -> NDArray[np.float32]:
    return tone(960) if key != "long" else np.ones(5_000, np.float32)


def lane(clip: Clip) -> str:
    return str(clip.character)


def test_clips_sound_at_their_place_with_their_gain() -> None:
    mixdown = arrange([a_clip("mia", 480, 960, gain=-6.0)], lane, samples, 4_800)
    heard = mixdown.read(0, 4_800)
    assert not heard[:480].any() and not heard[1_440:].any()
    middle = slice(480 + 200, 480 + 700)
    np.testing.assert_allclose(heard[middle], tone(960)[200:700] * 0.501187, rtol=1e-5)


def test_a_muted_clip_is_silent_and_its_lane_stays() -> None:
    clips = [a_clip("mia", 0, 960, muted=True), a_clip("tom", 2_000, 960)]
    mixdown = arrange(clips, lane, samples, 4_800)
    assert mixdown.lanes == ("mia", "tom")
    assert not mixdown.read(0, 1_000).any()
    assert mixdown.read(2_000, 960).any()


def test_a_take_never_sounds_beyond_its_clip() -> None:
    assert not arrange([a_clip("long", 0, 960)], lane, samples, 4_800).read(960, 3_840).any()


@pytest.mark.parametrize(("decibels", "factor"), [(0.0, 1.0), (20.0, 10.0), (-40.0, 0.01)])
def test_gain_is_a_factor_of_ten_per_twenty_decibels(decibels: float, factor: float) -> None:
    assert gain_of(decibels) == pytest.approx(factor)
