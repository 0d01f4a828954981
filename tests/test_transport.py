"""The transport: the mixdown is heard from where one asked, and the ear's place is told."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from studio.audio.mixdown import Mixdown, Part, Strip
from studio.audio.playback import Source
from studio.errors import AudioError, AudioProblem
from studio.model.span import Span
from studio.transport import Transport


class HeardOutput:
    """A device that plays exactly as much as a test lets it, and keeps what it played."""

    def __init__(self) -> None:
        self.playing = False
        self.position = 0
        self.trouble: AudioError | None = None
        self.closed = False
        self.looks = 0
        self.heard: list[NDArray[np.float32]] = []
        self.source: Source | None = None

    def start(self, source: Source, at: int) -> None:
        self.source, self.position, self.playing = source, at, True

    def look_again(self, source: Source, at: int) -> None:
        self.looks += 1
        self.start(source, at)

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
    assert transport.playing and not output.playing
    assert transport.position >= 480
    transport.close()
    assert output.closed


def test_a_lost_device_that_is_there_again_is_heard_again_and_that_is_told() -> None:
    now, output, told = [0.0], HeardOutput(), list[AudioError | None]()
    transport = Transport(lambda: output, lambda: now[0])
    transport.load(a_mixdown(480_000))
    transport.listen(told.append)
    transport.play()
    lost = output.trouble = AudioError(AudioProblem.DEVICE_LOST, "headphones")
    transport.poll()
    now[0] = 2.0
    transport.poll()
    assert output.looks == 1 and transport.position == 96_000
    output.trouble = None
    output.play_on(4_800)  # the first bite of a device that may still be dead
    transport.poll()
    assert told == [lost]
    output.play_on(12_000)
    transport.poll()
    assert told[-1] is None and transport.position == 96_000 + 16_800
    assert np.array_equal(output.play_on(10), a_mixdown(480_000).read(112_800, 10))


def test_a_device_that_stays_away_is_asked_for_now_and_then_and_time_goes_on() -> None:
    now, output = [0.0], HeardOutput()
    transport = Transport(lambda: output, lambda: now[0])
    transport.load(a_mixdown(480_000))
    transport.play()
    output.trouble = AudioError(AudioProblem.DEVICE_LOST, "headphones")
    for tenth in range(1, 31):
        transport.poll()
        now[0] = tenth / 10
    assert 2 <= output.looks <= 3
    assert transport.position == 144_000
    transport.pause()
    assert output.closed and transport.position == 144_000


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


@pytest.mark.parametrize("speed", [0.5, 0.75, 1.25, 2.0])
def test_faster_or_slower_the_place_goes_as_fast_as_what_is_heard(speed: float) -> None:
    transport, output = a_transport(480_000)
    transport.set_speed(speed)
    transport.play(at=1_000)
    for _ in range(10):
        output.play_on(480)
    assert transport.position == 1_000 + round(4_800 * speed)
    assert transport.speed == speed


def test_another_speed_goes_on_from_the_same_place() -> None:
    transport, output = a_transport(48_000)
    transport.play(at=100, until=24_000)
    output.play_on(400)
    transport.set_speed(2.0)
    assert transport.playing and transport.position == 500
    output.play_on(12_000)
    transport.poll()
    assert (transport.playing, transport.position) == (False, 24_000)


def test_a_passing_speed_is_forgotten_when_it_plays_again() -> None:
    transport, output = a_transport(48_000)
    transport.play()
    transport.set_speed(1.5, keep=False)
    output.play_on(480)
    assert (transport.speed, transport.position) == (1.5, 720)
    transport.pause()
    assert transport.speed == 1.0


def test_backwards_the_sound_is_turned_round_and_stops_at_the_start() -> None:
    transport, output = a_transport()
    transport.seek(600)
    transport.play_backwards()
    assert transport.backwards
    assert np.array_equal(output.play_on(100), a_mixdown().read(500, 100)[::-1])
    assert transport.position == 500
    output.play_on(600)
    transport.poll()
    assert (transport.playing, transport.position) == (False, 0)


def test_what_is_loaded_at_the_turn_joins_a_loop_when_it_comes_round() -> None:
    transport, output = a_transport()
    transport.play(at=100, until=150, loop=True)
    output.play_on(20)
    other = Mixdown([Part(0, np.full(1000, 0.25, np.float32), 1.0, "BO")], 1000)
    transport.load(other, at_turn=True, loop=Span(100, 180))
    heard = output.play_on(130)
    assert np.array_equal(heard[:30], a_mixdown().read(120, 30))
    assert np.array_equal(heard[30:110], other.read(100, 80))
    assert np.array_equal(heard[110:], other.read(100, 20))
    assert transport.position == 120
    assert transport.looping == Span(100, 180)


def test_a_loop_may_turn_stereo_in_mid_block() -> None:
    transport, output = a_transport()
    ramp = np.arange(1, 1001, dtype=np.float32) / 1000
    wide = Mixdown([Part(0, ramp, 1.0, "ADA")], 1000, strips={"ADA": Strip((1.0, 0.5))})
    transport.play(at=100, until=150, loop=True)
    transport.load(wide, at_turn=True)
    heard = output.play_on(100)
    assert heard.shape == (100, 2)
    assert np.array_equal(heard[:50, 0], heard[:50, 1])
    assert np.array_equal(heard[50:], wide.read(100, 50))


def test_scrubbing_lets_each_place_sound_and_leaves_the_playhead_there() -> None:
    transport, output = a_transport(480_000)
    transport.play()
    transport.scrub(240_000)
    assert not transport.playing and transport.position == 240_000
    assert np.abs(output.play_on(2_000)).max() > 0.4
    output.play_on(9_600)
    assert not output.play_on(480).any()  # nobody moves it
    transport.scrub(48_000)
    assert output.play_on(2_000).any()
    transport.end_scrub()
    assert not output.playing and transport.position == 48_000


def test_another_output_takes_over_where_the_first_one_was() -> None:
    outputs = [HeardOutput(), HeardOutput()]
    waiting = iter(outputs)
    transport = Transport(lambda: next(waiting))
    transport.load(a_mixdown(48_000))
    transport.play(at=100, until=2_000)
    outputs[0].play_on(500)
    transport.reopen()
    assert outputs[0].closed and outputs[1].playing and transport.position == 600
    outputs[1].play_on(1_500)
    transport.poll()
    assert (transport.playing, transport.position) == (False, 2_000)


def test_the_levels_are_those_of_what_was_heard_since_the_last_question() -> None:
    output = HeardOutput()
    transport = Transport(lambda: output)
    quiet, loud = np.full(48_000, 0.1, np.float32), np.full(48_000, 0.5, np.float32)
    sound = np.concatenate([quiet, loud])
    transport.load(Mixdown([Part(0, sound, 1.0, "ADA")], len(sound)))
    transport.play(at=2_400)
    output.play_on(4_800)
    assert transport.levels().left == pytest.approx(0.1, abs=1e-4)
    output.play_on(48_000)
    assert transport.levels().right == pytest.approx(0.5, abs=1e-4)
    transport.pause()
    assert transport.levels().left == 0.0
