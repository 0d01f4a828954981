from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from studio.audio.arrangement import arrange
from studio.audio.standby import AHEAD, Standby, arrange_in_passing
from studio.audio.treatment import UNTREATED, Treatment
from studio.errors import AudioError, AudioProblem
from studio.model.ids import CharacterId, LineId, MediaKey
from studio.model.layout import Clip
from studio.model.span import Span
from tests.audio.sounds import tone

LENGTH = 48_000


def clips(count: int, *, every: int = 60_000) -> list[Clip]:
    """Clips of a second, one after another or over one another, by three characters in turn."""
    return [
        Clip(
            LineId(f"l{n}"),
            CharacterId(f"c{n % 3}"),
            MediaKey(f"m{n}"),
            Span(n * every, n * every + LENGTH),
            Span(0, LENGTH),
            False,
            -3.0 * (n % 2),
            n % 7 == 6,
        )
        for n in range(count)
    ]


def lane(clip: Clip) -> str:
    return str(clip.character)


def samples(key: MediaKey, _: Treatment = UNTREATED, /) -> NDArray[np.float32]:
    return tone(LENGTH) * np.float32((1 + int(key[1:]) % 5) / 5)


def test_what_is_near_sounds_exactly_as_arranged() -> None:
    some = clips(12, every=30_000)
    whole = arrange(some, lane, samples, 500_000)
    standby = Standby(some, lane, samples, 500_000)
    assert not standby.mixdown.read(0, 100_000).any()
    assert standby.get_ready(0) == []
    np.testing.assert_array_equal(standby.mixdown.read(0, 500_000), whole.read(0, 500_000))
    assert standby.mixdown.lanes == whole.lanes


def test_only_what_is_near_is_fetched_and_the_far_let_go() -> None:
    asked: list[MediaKey] = []

    def fetched(key: MediaKey, _: Treatment = UNTREATED, /) -> NDArray[np.float32]:
        asked.append(key)
        return samples(key)

    many = clips(2_000)
    standby = Standby(many, lane, fetched, 2_000 * 60_000)
    standby.get_ready(0)
    assert len(asked) < 80
    far = 1_500 * 60_000
    assert not standby.ready_for(far, 48_000)
    standby.get_ready(far)
    assert standby.ready_for(far, 48_000) and standby.mixdown.read(far, 480).any()
    assert not standby.mixdown.read(0, 40_000).any()
    assert not standby.ready_for(0, 48_000)


def test_the_end_is_ready_when_everything_up_to_it_is() -> None:
    standby = Standby(clips(3), lane, samples, 180_000)
    standby.get_ready(100_000, 48_000)
    assert not standby.ready_for(100_000, AHEAD)
    standby.get_ready(150_000, 48_000)
    assert standby.ready_for(150_000, AHEAD)


def test_a_take_that_cannot_be_fetched_is_silent_and_named() -> None:
    def failing(key: MediaKey, _: Treatment = UNTREATED, /) -> NDArray[np.float32]:
        if key == "m1":
            raise AudioError(AudioProblem.UNDECODABLE, key)
        return samples(key)

    standby = Standby(clips(3), lane, failing, 180_000)
    (trouble,) = standby.get_ready(0)
    assert isinstance(trouble, AudioError) and trouble.source == "m1"
    assert not standby.mixdown.read(60_000, LENGTH).any()
    assert standby.mixdown.read(120_000, 480).any()


def test_clips_that_sound_at_a_moment_are_found_by_their_beginning() -> None:
    standby = Standby(clips(100, every=20_000), lane, samples, 3_000_000)
    assert [clip.line for clip in standby.within(Span(45_000, 45_001))] == ["l0", "l1", "l2"]
    assert standby.within(Span(2_900_000, 2_900_001)) == []


@pytest.mark.parametrize("length", [LENGTH - 100, LENGTH + 100])
def test_a_decoder_that_gives_a_few_samples_more_or_less_is_fitted(length: int) -> None:
    def other(key: MediaKey, _: Treatment = UNTREATED, /) -> NDArray[np.float32]:
        return tone(length)

    standby = Standby(clips(1), lane, other, 60_000)
    standby.get_ready(0)
    for mixdown in (standby.mixdown, arrange_in_passing(clips(1), lane, other, 60_000)):
        heard = mixdown.read(0, 60_000)
        assert heard[:40_000].any() and not heard[LENGTH:].any()


def test_in_passing_sounds_exactly_as_arranged() -> None:
    some = clips(300, every=30_000)
    whole = arrange(some, lane, samples, 9_100_000)
    passing = arrange_in_passing(some, lane, samples, 9_100_000)
    for start in range(0, 9_100_000, 1_000_000):
        np.testing.assert_array_equal(passing.read(start, 70_000), whole.read(start, 70_000))
