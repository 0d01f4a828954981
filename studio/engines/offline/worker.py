"""The program that speaks: espeak-ng behind two pipes, one request after another.

It is started by the studio with the paths of the library and of its data. A message, either
way, is its length in four bytes, most significant first, and then that many bytes. A request
is JSON; an answer begins with one byte, `SPOKEN` or `REFUSED`, and goes on with 16-bit mono
samples at `RATE` or with words of explanation. It ends when its input does.

Each line is spoken in a fork of the process, made before anything was ever said: espeak-ng
carries phase and noise from line to line, so that only a fresh start gives the same bytes for
the same request. A crash then takes the fork alone. Standard library only: a frozen program
runs this file without any of the studio's other parts.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import struct
import sys
from array import array
from typing import TypedDict

RATE = 22_050
SPOKEN = b"\0"
REFUSED = b"\1"
HEADER = struct.Struct(">I")
LONGEST_FORK_S = 180
"""A fork that speaks longer than this ends itself: nobody waits for it any more."""

_SYNCHRONOUS = 2
_DO_NOT_EXIT = 0x8000
_UTF8_WITH_END_PAUSE = 0x1001
_RATE, _VOLUME, _PITCH, _RANGE = 1, 2, 3, 4
"""espeak-ng's numbers of its settings."""

_BLOCK = RATE // 200
_LEAD = RATE * 30 // 1000
_CEILING = 29_184
"""One decibel under full scale: resampling may add that much."""

_MAGNITUDES = bytes(high if high < 128 else 256 - high for high in range(256))
"""For the upper byte of a sample how far from zero it is at most, in steps of 256."""

_QUIETER = 0.8
_SEED = 1
_LOST = 3


class Piece(TypedDict):
    """Words for one espeak-ng voice; `tail_ms` of silence may follow them."""

    voice: str
    text: str
    tail_ms: int


class Order(TypedDict):
    """A line as the studio asks for it, in espeak-ng's units."""

    pieces: list[Piece]
    rate: int
    pitch: int
    range: int
    volume: int


class Synthesizer:
    """espeak-ng, loaded and silent."""

    def __init__(self, library: str, data: str) -> None:
        self._library = ctypes.CDLL(library)
        self._heard = array("h")
        if self._library.espeak_Initialize(_SYNCHRONOUS, 0, os.fsencode(data), _DO_NOT_EXIT) < 0:
            raise OSError(f"espeak-ng found no data in {data}")
        callback_type = ctypes.CFUNCTYPE(
            ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p
        )
        self._callback = callback_type(self._hear)  # espeak-ng keeps no reference of its own
        self._library.espeak_SetSynthCallback(self._callback)

    def _hear(self, block: int | None, length: int, _events: int | None) -> int:
        if block and length > 0:
            self._heard.frombytes(ctypes.string_at(block, length * 2))
        return 0

    def say(self, order: Order) -> array[int]:
        """The samples of a line; raises LookupError for a voice espeak-ng has not."""
        said = [self._piece(piece, order) for piece in order["pieces"]]
        while order["volume"] > 1 and max(map(_peak, said)) > _CEILING:
            order = {**order, "volume": int(order["volume"] * _QUIETER)}
            said = [self._piece(piece, order) for piece in order["pieces"]]
        line = array("h")
        for piece, samples in zip(order["pieces"], said, strict=True):
            line.extend(_trimmed(samples, piece["tail_ms"] * RATE // 1000))
        return line

    def _piece(self, piece: Piece, order: Order) -> array[int]:
        self._heard = array("h")
        if self._library.espeak_SetVoiceByName(piece["voice"].encode()) != 0:
            raise LookupError(f"espeak-ng has no voice {piece['voice']}")
        self._library.espeak_ng_SetRandSeed(ctypes.c_long(_SEED))  # else it takes the time of day
        self._set(_RATE, order["rate"])
        self._set(_VOLUME, order["volume"])
        self._set(_PITCH, order["pitch"])
        self._set(_RANGE, order["range"])
        text = piece["text"].encode() + b"\0"
        self._library.espeak_Synth(
            text, ctypes.c_size_t(len(text)), 0, 1, 0, _UTF8_WITH_END_PAUSE, None, None
        )
        return self._heard

    def _set(self, setting: int, value: int) -> None:
        self._library.espeak_SetParameter(setting, value, 0)


def _peak(samples: array[int]) -> int:
    """The loudest sample, rounded up to 256; to look at every sample takes as long as to say it."""
    upper = samples.tobytes()[1 if sys.byteorder == "little" else 0 :: 2]
    return (max(upper.translate(_MAGNITUDES), default=0) + 1) * 256


def _trimmed(samples: array[int], tail: int) -> array[int]:
    """The sound with 30 ms before it and `tail` samples after it, all of it silence."""
    floor = _peak(samples) // 300
    starts = range(0, len(samples), _BLOCK)
    first = next((s for s in starts if _reaches(samples[s : s + _BLOCK], floor)), None)
    if first is None:
        return array("h")
    last = next(s for s in reversed(starts) if _reaches(samples[s : s + _BLOCK], floor))
    end = min(last + _BLOCK, len(samples))
    before = samples[max(0, first - _LEAD) : first]
    after = samples[end : end + tail]
    silence_before = array("h", bytes(2 * (_LEAD - len(before))))
    silence_after = array("h", bytes(2 * (tail - len(after))))
    return silence_before + before + samples[first:end] + after + silence_after


def _reaches(block: array[int], floor: int) -> bool:
    return max(block) > floor or min(block) < -floor


def _speak_apart(synthesizer: Synthesizer, order: Order, pipes: tuple[int, int]) -> bytes:
    """The answer to an order, spoken in a fork; raises ChildProcessError when that dies.

    Where a system has no forks (Windows) the process speaks itself: then equal orders differ by
    some samples, and a crash takes the process along, which the studio starts again.
    """
    if not hasattr(os, "fork"):
        return _answer(synthesizer, order)
    readable, writable = os.pipe()
    child = os.fork()
    if child == 0:
        for pipe in (*pipes, readable):
            os.close(pipe)
        os._exit(_be_the_fork(synthesizer, order, writable))
    os.close(writable)
    with os.fdopen(readable, "rb") as answer:
        data = answer.read()
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if code:
        raise ChildProcessError(code)
    return data


def _be_the_fork(synthesizer: Synthesizer, order: Order, answer: int) -> int:
    signal.alarm(LONGEST_FORK_S)
    data = _answer(synthesizer, order)
    try:
        with os.fdopen(answer, "wb") as pipe:
            pipe.write(data)
    except OSError:
        return _LOST
    return 0


def _answer(synthesizer: Synthesizer, order: Order) -> bytes:
    try:
        return SPOKEN + synthesizer.say(order).tobytes()
    except LookupError as error:
        return REFUSED + str(error.args[0]).encode()


def _read(source: int, length: int) -> bytes:
    parts: list[bytes] = []
    while length:
        part = os.read(source, min(length, 1 << 20))
        if not part:
            raise EOFError
        parts.append(part)
        length -= len(part)
    return b"".join(parts)


def _write(target: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(target, view) :]


def serve(library: str, data: str) -> int:
    """Answer orders until the input ends; the exit code is 1 when a fork died."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the studio's to answer
    source, target = os.dup(0), os.dup(1)
    os.dup2(2, 1)  # what a library prints must not enter the answers
    synthesizer = Synthesizer(library, data)
    try:
        while True:
            (length,) = HEADER.unpack(_read(source, HEADER.size))
            order: Order = json.loads(_read(source, length))
            answer = _speak_apart(synthesizer, order, (source, target))
            _write(target, HEADER.pack(len(answer)) + answer)
    except (EOFError, BrokenPipeError):
        return 0
    except ChildProcessError as error:
        sys.stderr.write(f"the synthesizer ended with {error.args[0]}\n")
        return 1


if __name__ == "__main__":
    sys.exit(serve(sys.argv[1], sys.argv[2]))
