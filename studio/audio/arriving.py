"""A sound that is heard while it still arrives, such as an audition of a speech service."""

from __future__ import annotations

import asyncio
import io
import wave
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing

import numpy as np
from numpy.typing import NDArray

from studio.audio.decode import LONGEST
from studio.audio.piecewise import HEAD, decoded, file_kind
from studio.errors import AudioError, AudioProblem
from studio.model.sound_format import SoundFormat
from studio.model.span import SAMPLE_RATE, samples_of, samples_of_ms

FIRST_BITE = samples_of_ms(150)
"""Samples a device takes when it starts; with so many there is no reason to wait any longer."""

PATIENCE_S = 0.01
"""Seconds from the first bytes in which samples wait for more: packets come in bursts."""

HOLD = samples_of_ms(300)
"""Samples that must be there before an interrupted sound goes on; else it would stutter."""

MOST = LONGEST * SAMPLE_RATE
_ROOM = samples_of(10.0)


class ArrivingSound:
    """A growing sound, mono at the project rate; a transport plays it like a mixdown.

    Where the next samples are late it rests and then goes on with them, so nothing is lost. One
    thread adds, one reads, without a lock: what was published is never written again. `source`
    names it in errors.
    """

    def __init__(self, expected: SoundFormat, *, source: str = "", ffmpeg: str = "") -> None:
        self._expected = expected
        self._source = source
        self._ffmpeg = ffmpeg
        self._data = bytearray()
        self._since = 0.0
        self._room = np.zeros(_ROOM, np.float32)
        self._arrived = self._room[:0]
        self._begun = self._ended = self._whole = False
        # What follows is written by the reader alone.
        self._next = self._place = self._rested = self._enough = self._interruptions = 0
        self._interrupted = False

    @property
    def samples(self) -> NDArray[np.float32]:
        """What has arrived so far; only to be read."""
        return self._arrived

    @property
    def data(self) -> bytes:
        """The bytes that came, as they came."""
        return bytes(self._data)

    @property
    def whole(self) -> bool:
        """Whether it came to its proper end; then samples and bytes are all there is."""
        return self._whole

    @property
    def interruptions(self) -> int:
        """How often it rested in the middle because samples came too late."""
        return self._interruptions

    @property
    def length(self) -> int:
        """Samples until the end of what is heard, rests included; the most while more may come."""
        return len(self._arrived) + self._rested if self._ended else MOST

    def file(self) -> bytes:
        """The bytes as a sound file: a file as it came, bare samples as WAV."""
        if not self._data or file_kind(self.data[:HEAD], self._expected):
            return self.data
        wrapped = io.BytesIO()
        with wave.open(wrapped, "wb") as target:
            target.setnchannels(1)
            target.setsampwidth(2)
            target.setframerate(self._expected.rate)
            target.writeframes(self._data[: len(self._data) & ~1])
        return wrapped.getvalue()

    async def take_in(
        self, pieces: AsyncIterator[bytes], begin: Callable[[], None] = lambda: None
    ) -> None:
        """Add the pieces as they come; calls `begin` once, when a device should start reading.

        Raises what `pieces` raises and AudioError (UNDECODABLE, TOO_LONG); what arrived before is
        heard to its end. Cancelled it is silent at once.
        """
        loop = asyncio.get_running_loop()
        waiting: asyncio.TimerHandle | None = None
        try:
            async with (
                aclosing(self._kept(pieces)) as kept,
                aclosing(decoded(kept, self._expected, ffmpeg=self._ffmpeg)) as coming,
            ):
                async for samples in coming:
                    self._add(samples)
                    if len(self._arrived) >= FIRST_BITE:
                        self._begin(begin)
                    elif waiting is None and len(self._arrived):
                        waiting = loop.call_at(self._since + PATIENCE_S, self._begin, begin)
            if not len(self._arrived):
                raise AudioError(AudioProblem.UNDECODABLE, detail="no sound in it")
            self._whole = True
        except asyncio.CancelledError:
            self._arrived = self._arrived[:0]
            raise
        except AudioError as error:
            error.source = error.source or self._source
            raise
        finally:
            if waiting is not None:
                waiting.cancel()
            self._ended = True
            if len(self._arrived):
                self._begin(begin)

    def read(self, start: int, frames: int) -> NDArray[np.float32]:
        """What is heard from a start on, silence where it rests; for one reader on one thread.

        A reader that does not go on where it was hears the sample it asks for, without the rests.
        """
        ended = self._ended  # asked first: when it ended, the samples are complete
        arrived, playing = self._arrived, self._begun
        if start != self._next:
            self._place, self._rested, self._enough, self._interrupted = start, 0, 0, False
        self._next = start + frames
        playing = ended or (playing and len(arrived) >= self._enough)
        count = min(max(len(arrived) - self._place, 0), frames) if playing else 0
        sound = np.zeros(frames, np.float32)
        sound[:count] = arrived[self._place : self._place + count]
        self._place += count
        if count and self._interrupted:
            self._interruptions += 1
            self._interrupted = False
        if count < frames and not ended:
            self._rested += frames - count
            if playing:
                self._enough, self._interrupted = self._place + HOLD, True
        return sound

    def _begin(self, begin: Callable[[], None]) -> None:
        if not self._begun:
            self._begun = True
            begin()

    def _add(self, samples: NDArray[np.float32]) -> None:
        """Publish more samples; the room doubles, so that each is copied twice at most."""
        before = len(self._arrived)
        after = before + len(samples)
        if after > MOST:
            raise AudioError(AudioProblem.TOO_LONG)
        if after > len(self._room):
            room = np.zeros(max(after, 2 * len(self._room)), np.float32)
            room[:before] = self._arrived
            self._room = room
        self._room[before:after] = samples
        self._arrived = self._room[:after]

    async def _kept(self, pieces: AsyncIterator[bytes]) -> AsyncGenerator[bytes, None]:
        """The pieces, each kept; their sender is told when no more are wanted."""
        try:
            async for piece in pieces:
                self._since = self._since or asyncio.get_running_loop().time()
                self._data += piece
                yield piece
        finally:
            if isinstance(pieces, AsyncGenerator):
                await pieces.aclose()
