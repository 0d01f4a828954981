"""A sound is heard while it arrives: nothing is lost, whatever the pieces and the pauses."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator, Iterable
from itertools import pairwise

import numpy as np
import pytest
import soundfile
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.typing import NDArray

from studio.audio.arriving import FIRST_BITE, HOLD, ArrivingSound
from studio.audio.decode import decode, ingest
from studio.audio.piecewise import file_kind
from studio.audio.soundfiles import resample
from studio.errors import AudioError, AudioProblem, EngineUnreachable
from studio.model.sound_format import SoundFormat
from studio.transport import Transport
from tests.audio.sounds import encoded, noise, tone
from tests.test_transport import HeardOutput

RATES = (16_000, 32_000, 44_100, 48_000)
PCM = SoundFormat("pcm", 48_000)
FILE = SoundFormat()


def pcm(samples: NDArray[np.float32]) -> bytes:
    return np.round(samples * 32767).astype("<i2").tobytes()


def as_samples(data: bytes) -> NDArray[np.float32]:
    return np.frombuffer(data[: len(data) & ~1], "<i2").astype(np.float32) / np.float32(32768)


async def sent(pieces: Iterable[bytes]) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield piece


def cut(data: bytes, places: Iterable[int]) -> list[bytes]:
    """The bytes in pieces that end at these places; the same place twice is an empty piece."""
    edges = [0, *sorted(places), len(data)]
    return [data[a:b] for a, b in pairwise(edges)]


async def arrived(pieces: Iterable[bytes], expected: SoundFormat = PCM) -> ArrivingSound:
    sound = ArrivingSound(expected)
    await sound.take_in(sent(pieces))
    return sound


class Sender:
    """Pieces that come when the test says so, and an end or an error."""

    def __init__(self) -> None:
        self._waiting: asyncio.Queue[bytes | Exception | None] = asyncio.Queue()
        self.closed = False

    def send(self, *pieces: bytes | Exception | None) -> None:
        for piece in pieces:
            self._waiting.put_nowait(piece)

    async def pieces(self) -> AsyncIterator[bytes]:
        try:
            while (piece := await self._waiting.get()) is not None:
                if isinstance(piece, Exception):
                    raise piece
                yield piece
        finally:
            self.closed = True


class Listening:
    """A sound that arrives from a sender, played by a transport through a device of the test's."""

    def __init__(self, expected: SoundFormat = PCM) -> None:
        self.sender, self.output = Sender(), HeardOutput()
        self.sound = ArrivingSound(expected)
        self.transport = Transport(lambda: self.output)
        self.transport.load(self.sound)
        self.transport.play(at=0)
        self.begun = asyncio.Event()
        self.task = asyncio.ensure_future(self.sound.take_in(self.sender.pieces(), self._begin))

    def _begin(self) -> None:
        self.transport.play(at=0)
        self.begun.set()

    async def has(self, samples: int) -> None:
        """Wait until so many samples arrived."""
        while len(self.sound.samples) < samples:
            await asyncio.sleep(0)

    def hear(self, frames: int) -> NDArray[np.float32]:
        return self.output.play_on(frames)


SOUND = noise(4 * FIRST_BITE)
BYTES = pcm(SOUND)
HEARD = as_samples(BYTES)


@given(
    st.binary(min_size=2, max_size=400),
    st.lists(st.integers(0, 400)),
    st.sampled_from(RATES),
)
def test_any_split_gives_the_samples_of_the_whole(
    data: bytes, places: list[int], rate: int
) -> None:
    assume(not file_kind(data, PCM))
    pieces = cut(data, [min(place, len(data)) for place in places])
    sound = asyncio.run(arrived(pieces, SoundFormat("pcm", rate)))
    np.testing.assert_array_equal(sound.samples, resample(as_samples(data), rate, 48_000))
    assert sound.data == data


@pytest.mark.parametrize("rate", RATES)
async def test_every_byte_alone_gives_the_samples_of_the_whole(rate: int) -> None:
    data = pcm(noise(rate // 20)) + b"\x01"
    sound = await arrived([data[n : n + 1] for n in range(len(data))], SoundFormat("pcm", rate))
    np.testing.assert_array_equal(sound.samples, resample(as_samples(data), rate, 48_000))
    assert sound.whole
    kept = decode(sound.file())
    np.testing.assert_array_equal(kept.samples, as_samples(data))
    assert (sound.data, kept.rate) == (data, rate)


async def test_a_long_sound_outgrows_its_room() -> None:
    long = pcm(np.tile(noise(48_000), 25))
    sound = await arrived(cut(long, range(100_001, len(long), 100_001)))
    np.testing.assert_array_equal(sound.samples, as_samples(long))


async def test_what_is_heard_is_what_arrived_and_then_it_stops() -> None:
    ear = Listening()
    ear.sender.send(*cut(BYTES, (3001, 3001, 9_000, 30_000)), None)
    await ear.task
    while ear.transport.playing:
        ear.hear(1000)
        ear.transport.poll()
    np.testing.assert_array_equal(np.concatenate(ear.output.heard)[: len(HEARD)], HEARD)
    assert ear.transport.position == len(HEARD)
    assert ear.sound.interruptions == 0


async def test_it_plays_on_while_nothing_comes_and_loses_nothing() -> None:
    ear = Listening()
    assert not ear.hear(5000).any()  # the device runs before anything came
    part = 3 * FIRST_BITE
    ear.sender.send(BYTES[: 2 * part])
    await ear.begun.wait()
    np.testing.assert_array_equal(ear.hear(part + 100), [*HEARD[:part], *[0] * 100])
    ear.transport.poll()
    assert ear.transport.playing
    ear.sender.send(BYTES[2 * part :])
    await ear.has(len(HEARD))
    assert len(HEARD) - part < HOLD and not ear.hear(100).any()  # too little to go on with
    ear.sender.send(None)
    await ear.task
    np.testing.assert_array_equal(ear.hear(FIRST_BITE), HEARD[part:])
    assert ear.sound.interruptions == 1
    ear.transport.poll()
    assert (ear.transport.playing, ear.transport.position) == (False, len(HEARD) + 200)


async def test_an_interrupted_sound_goes_on_once_enough_has_come() -> None:
    ear = Listening()
    ear.sender.send(BYTES[: 2 * FIRST_BITE])
    await ear.begun.wait()
    ear.hear(FIRST_BITE + 50)
    more = pcm(noise(HOLD + 10, seed=2))
    ear.sender.send(more[: 2 * HOLD - 2])
    await ear.has(FIRST_BITE + HOLD - 1)
    assert not ear.hear(10).any()
    ear.sender.send(more[2 * HOLD - 2 :], None)
    await ear.task
    expected = as_samples(BYTES[: 2 * FIRST_BITE] + more)[FIRST_BITE:]
    np.testing.assert_array_equal(ear.hear(len(expected)), expected)


async def test_a_little_sound_begins_without_waiting_for_more() -> None:
    ear = Listening()
    ear.sender.send(BYTES[:2000])
    await ear.begun.wait()
    np.testing.assert_array_equal(ear.hear(1000), HEARD[:1000])
    ear.sender.send(None)
    await ear.task


async def test_an_end_that_comes_late_is_no_interruption() -> None:
    ear = Listening()
    ear.sender.send(BYTES)
    await ear.has(len(HEARD))
    ear.hear(len(HEARD) + 500)
    ear.sender.send(None)
    await ear.task
    ear.hear(500)
    ear.transport.poll()
    assert (ear.transport.playing, ear.sound.interruptions) == (False, 0)


async def test_a_failure_in_the_middle_is_told_and_what_came_is_heard() -> None:
    ear = Listening()
    ear.sender.send(BYTES[:30_001], EngineUnreachable("far"))
    with pytest.raises(EngineUnreachable):
        await ear.task
    assert (ear.sound.whole, ear.sender.closed) == (False, True)
    np.testing.assert_array_equal(ear.hear(16_000)[:15_000], HEARD[:15_000])
    ear.transport.poll()
    assert not ear.transport.playing


async def test_cancelled_it_is_silent_at_once_and_the_sender_knows() -> None:
    ear = Listening()
    ear.sender.send(BYTES)
    await ear.has(len(HEARD))
    assert ear.hear(100).any()
    ear.task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await ear.task
    assert not ear.hear(100).any()
    assert (ear.sound.whole, ear.sender.closed) == (False, True)
    ear.transport.poll()
    assert not ear.transport.playing


@pytest.mark.parametrize("pieces", [[], [b""], [b"\x01"]])
async def test_nothing_at_all_is_an_error(pieces: list[bytes]) -> None:
    with pytest.raises(AudioError) as refused:
        await arrived(pieces)
    assert refused.value.problem is AudioProblem.UNDECODABLE


@pytest.mark.parametrize("container", ["MP3", "WAV", "FLAC", "OGG", "AIFF"])
async def test_files_are_heard_too_in_any_pieces(container: str) -> None:
    data = encoded(tone(48_000, rate=32_000), rate=32_000, container=container)
    sound = await arrived([data[n : n + 777] for n in range(0, len(data), 777)], FILE)
    whole = ingest(data)
    assert (sound.data, sound.file(), sound.whole) == (data, data, True)
    assert abs(len(sound.samples) - len(whole)) < 2400
    assert 0.3 < np.sqrt(np.mean(sound.samples**2)) < 0.4


async def test_an_mp3_is_heard_before_it_is_all_there() -> None:
    data = encoded(noise(5 * 32_000), rate=32_000, container="MP3")
    ear = Listening(FILE)
    ear.sender.send(data[: len(data) // 2])
    await ear.begun.wait()
    assert ear.hear(FIRST_BITE).any()
    ear.sender.send(data[len(data) // 2 :], None)
    await ear.task
    assert abs(len(ear.sound.samples) - 5 * 48_000) < 4800


async def test_a_file_with_its_index_at_the_end_is_heard_when_it_is_there() -> None:
    file = io.BytesIO()
    soundfile.write(file, tone(48_000), 48_000, format="CAF", subtype="PCM_16")
    sound = await arrived(cut(file.getvalue(), (1, 5000)), FILE)
    np.testing.assert_allclose(sound.samples, tone(48_000), atol=1e-4)


async def test_without_ffmpeg_a_file_is_heard_when_it_is_there() -> None:
    data = encoded(noise(32_000), rate=32_000, container="MP3")
    sound = ArrivingSound(FILE, ffmpeg="/nowhere/ffmpeg")
    await sound.take_in(sent(cut(data, (500, 3000))))
    np.testing.assert_array_equal(sound.samples, ingest(data))


async def test_a_file_in_the_place_of_samples_is_not_heard_as_noise() -> None:
    data = encoded(tone(9600), subtype="PCM_16")
    sound = await arrived(cut(data, (2, 7)), SoundFormat("pcm", 32_000))
    np.testing.assert_allclose(sound.samples, tone(9600), atol=1e-4)
    assert sound.file() == data


@pytest.mark.parametrize("data", [b"<html>quota spent</html>", b"fLaC" + bytes(5000)])
async def test_what_is_no_sound_is_refused_and_the_sender_knows(data: bytes) -> None:
    sender, sound = Sender(), ArrivingSound(FILE, source="Ada")
    sender.send(data, None)
    with pytest.raises(AudioError) as refused:
        await sound.take_in(sender.pieces())
    assert (refused.value.problem, refused.value.source) == (AudioProblem.UNDECODABLE, "Ada")
    assert sender.closed


async def test_a_file_that_breaks_off_is_heard_as_far_as_it_came() -> None:
    data = encoded(noise(5 * 32_000), rate=32_000, container="MP3")
    ear = Listening(FILE)
    ear.sender.send(data[: len(data) // 2], EngineUnreachable("far"))
    with pytest.raises(EngineUnreachable):
        await ear.task
    assert 2 * 48_000 < len(ear.sound.samples) < 3 * 48_000


async def test_a_cancelled_file_leaves_no_process_behind() -> None:
    ear = Listening(FILE)
    ear.sender.send(encoded(noise(5 * 32_000), rate=32_000, container="MP3")[:30_000])
    await ear.begun.wait()
    ear.task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await ear.task
    assert not ear.hear(100).any()
    assert ear.sender.closed


def test_bare_samples_need_a_rate() -> None:
    with pytest.raises(ValueError):
        SoundFormat("pcm")
