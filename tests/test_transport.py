"""The transport: the mixdown is heard from where one asked, and the ear's place is told."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from studio.audio.mixdown import Mixdown, Part, Strip
from studio.audio.playback import Source
from studio.errors import AudioError, AudioProblem
from studio.transport import Transport


class HeardOutput:
    """A device that plays exactly as much as a test lets it, and keeps what it played."""

    def __init__(self) -> None:
        self.playing = False
        self.position = 0
        self.trouble: AudioError | None = None
        self.closed = False
        self.heard: list[NDArray[np.float32]] = []
        self.source: Source | None = None

    def start(self, source: Source, at: int) -> None:
        self.source, self.position, self.playing = source, at, True

    def stop(self) -> None:
        self.playing = False

    def close(self) -> None:
        self.stop()
        self.closed = True

    def play_on(self, frames: int) -> NDArray[np.float32]:
        assert self.source
        sound = self.source(self.position, frames)
        self.position += frames
        self.heard.append(sound)
        return sound


def a_mixdown(length: int = 1000) -> Mixdown:
    ramp = np.arange(1, length + 1, dtype=np.float32) / length
    return Mixdown([Part(0, ramp, 1.0, "ADA")], length)


def a_transport(length: int = 1000) -> tuple[Transport, HeardOutput]:
    output = HeardOutput()
    transport = Transport(lambda: output)
    transport.load(a_mixdown(length))
    return transport, output


def test_what_is_heard_is_the_mixdown_to_the_sample() -> None:
    transport, output = a_transport()
    transport.play(at=100)
    for frames in (7, 256, 200):
        output.play_on(frames)
    assert np.array_equal(np.concatenate(output.heard), a_mixdown().read(100, 463))
    assert transport.position == 563


def test_pause_keeps_the_place_and_play_goes_on_there() -> None:
    transport, output = a_transport()
    transport.play()
    output.play_on(300)
    transport.pause()
    assert (transport.playing, transport.position) == (False, 300)
    transport.toggle()
    assert np.array_equal(output.play_on(10), a_mixdown().read(300, 10))


def test_it_stops_at_the_end_and_begins_again_from_the_start() -> None:
    transport, output = a_transport()
    transport.play(at=900)
    output.play_on(256)
    transport.poll()
    assert (transport.playing, transport.position) == (False, 1000)
    transport.play()
    assert output.position == 0


def test_nothing_sounds_past_the_place_asked_for() -> None:
    transport, output = a_transport()
    transport.play(at=100, until=150)
    sound = output.play_on(100)
    assert np.count_nonzero(sound) == 50
    transport.poll()
    assert (transport.playing, transport.position) == (False, 150)


def test_a_loop_goes_round_without_a_gap_and_the_position_with_it() -> None:
    transport, output = a_transport()
    transport.play(at=100, until=150, loop=True)
    sound = output.play_on(120)
    once = a_mixdown().read(100, 50)
    assert np.array_equal(sound, np.concatenate([once, once, once[:20]]))
    transport.poll()
    assert transport.playing
    assert transport.position == 120


def test_a_stereo_mixdown_is_heard_and_looped_as_a_mono_one_is() -> None:
    transport, output = a_transport()
    ramp = np.arange(1, 1001, dtype=np.float32) / 1000
    wide = Mixdown([Part(0, ramp, 1.0, "ADA")], 1000, strips={"ADA": Strip((1.0, 0.5))})
    transport.play(at=990)
    assert output.play_on(5).shape == (5,)
    transport.load(wide)
    assert np.array_equal(output.play_on(10), np.pad(wide.read(995, 5), ((0, 5), (0, 0))))
    transport.play(at=100, until=150, loop=True)
    once = wide.read(100, 50)
    assert np.array_equal(output.play_on(120), np.concatenate([once, once, once[:20]]))


def test_seeking_while_it_plays_goes_on_from_there() -> None:
    transport, output = a_transport()
    transport.play()
    output.play_on(10)
    transport.seek(500)
    assert transport.playing
    assert np.array_equal(output.play_on(10), a_mixdown().read(500, 10))


def test_a_device_that_has_yet_to_start_again_is_silent() -> None:
    transport, output = a_transport()
    transport.play()
    before = output.source
    transport.play(at=500)
    assert before and not before(0, 10).any()
    assert np.array_equal(output.play_on(10), a_mixdown().read(500, 10))


def test_seeking_outside_stays_inside() -> None:
    transport, _ = a_transport()
    transport.seek(-5)
    assert transport.position == 0
    transport.seek(5000)
    assert transport.position == 1000


def test_a_new_mixdown_is_heard_from_the_next_block_on() -> None:
    transport, output = a_transport()
    transport.play()
    output.play_on(100)
    louder = Mixdown([Part(0, np.full(1000, 0.25, np.float32), 1.0, "BO")], 1000)
    transport.load(louder)
    assert np.array_equal(output.play_on(50), louder.read(100, 50))


def test_a_lost_device_is_told_and_time_goes_on_without_it() -> None:
    transport, output = a_transport(48_000)
    told: list[AudioError | None] = []
    transport.listen(told.append)
    transport.play()
    output.play_on(480)
    output.trouble = AudioError(AudioProblem.DEVICE_LOST, "headphones")
    transport.poll()
    assert told == [output.trouble]
    assert output.closed
    assert transport.playing
    assert transport.position >= 480
    transport.close()


def test_a_lost_device_is_looked_for_again_when_one_plays_again() -> None:
    outputs = [HeardOutput(), HeardOutput()]
    waiting = iter(outputs)
    transport = Transport(lambda: next(waiting))
    transport.load(a_mixdown(48_000))
    transport.play()
    outputs[0].trouble = AudioError(AudioProblem.DEVICE_LOST, "headphones")
    transport.poll()
    transport.seek(24_000)
    assert not outputs[1].playing
    transport.pause()
    transport.play(at=480)
    assert outputs[1].playing
    assert np.array_equal(outputs[1].play_on(10), a_mixdown(48_000).read(480, 10))


def test_a_loop_without_an_end_goes_round_at_the_end_of_the_mixdown() -> None:
    transport, output = a_transport()
    transport.play(at=900, loop=True)
    once = a_mixdown().read(900, 100)
    assert np.array_equal(output.play_on(150), np.concatenate([once, once[:50]]))
    transport.poll()
    assert transport.playing
    assert transport.position == 950


def test_with_nothing_loaded_play_does_nothing() -> None:
    transport = Transport(HeardOutput)
    transport.play()
    assert not transport.playing
