"""From the bytes of a sound to samples at the project rate, while the bytes still come."""

from __future__ import annotations

import asyncio
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator
from contextlib import aclosing, suppress

import numpy as np
from numpy.typing import NDArray

from studio.audio.decode import container_of, ingest, tamed
from studio.audio.ffmpeg import ffmpeg_program, last_line
from studio.audio.soundfiles import Resampler
from studio.errors import AudioError, AudioProblem
from studio.model.sound_format import SoundFormat
from studio.model.span import SAMPLE_RATE

Samples = NDArray[np.float32]

_SLICE = 1 << 16
"""Bytes decoded in one go: less than two milliseconds of the loop."""

HEAD = 12
"""Bytes by which a file is known; a beginning shorter than that is no sound."""

_NOT_SAMPLES = frozenset({"wav", "flac", "ogg"})
"""Files that are known by their first bytes even where bare samples were announced.

Their marks would be samples near full scale, with which no speech begins; played as samples the
file would be loud noise.
"""

_ONLY_WHOLE = frozenset({"mov", "caf"})
"""Files whose index may be at the end."""


def file_kind(beginning: bytes, expected: SoundFormat) -> str:
    """The kind of sound file these bytes begin, whatever was announced; empty for bare samples.

    Raises AudioError (UNDECODABLE) when a file was announced and this is none.
    """
    found = container_of(beginning)
    if expected.kind == "pcm":
        return found if found in _NOT_SAMPLES else ""
    if not found:
        raise AudioError(AudioProblem.UNDECODABLE, detail="unknown format")
    return found


async def decoded(
    pieces: AsyncIterable[bytes], expected: SoundFormat, *, ffmpeg: str = ""
) -> AsyncGenerator[Samples, None]:
    """The samples of these pieces as they come, the same however the bytes are cut.

    Bare samples come at once, MP3 and what else can be read in passing through ffmpeg; the few
    kinds of file that cannot (all of them without ffmpeg) are decoded when all is there. Raises
    what `pieces` raises and AudioError (UNDECODABLE); what was given before stays good.
    """
    program = await _found(ffmpeg) if expected.kind == "file" else ""
    coming = aiter(pieces)
    head = b""
    async for piece in coming:
        head += piece
        if len(head) >= HEAD:
            break
    container = file_kind(head, expected)
    async with aclosing(_after(head, coming)) as rest:
        if not container:
            found = _bare(rest, expected.rate)
        elif container in _ONLY_WHOLE or not (program := program or await _found(ffmpeg)):
            found = _whole(rest, ffmpeg)
        else:
            found = _through_ffmpeg(rest, container, program)
        async with aclosing(found):
            async for samples in found:
                yield samples


async def _after(head: bytes, coming: AsyncIterator[bytes]) -> AsyncGenerator[bytes, None]:
    """The pieces with their beginning, in slices that are quickly decoded."""
    piece: bytes | None = head
    while piece is not None:
        for start in range(0, len(piece), _SLICE):
            yield piece[start : start + _SLICE]
            await asyncio.sleep(0)
        piece = await anext(coming, None)


async def _bare(pieces: AsyncIterable[bytes], rate: int) -> AsyncGenerator[Samples, None]:
    """Samples of 16 bits; half a sample waits for its other half, at the end it is dropped."""
    resampler = Resampler(rate, SAMPLE_RATE)
    left = b""
    async for piece in pieces:
        left += piece
        even = len(left) & ~1
        yield _resampled(resampler, left[:even])
        left = left[even:]
    yield _resampled(resampler, b"", last=True)


def _resampled(resampler: Resampler, data: bytes, *, last: bool = False) -> Samples:
    samples = np.frombuffer(data, "<i2").astype(np.float32)
    samples /= np.float32(32768)
    return resampler.resample(samples, last=last)


async def _whole(pieces: AsyncIterable[bytes], ffmpeg: str) -> AsyncGenerator[Samples, None]:
    data = b"".join([piece async for piece in pieces])
    yield await asyncio.to_thread(ingest, data, ffmpeg=ffmpeg)


async def _through_ffmpeg(
    pieces: AsyncIterable[bytes], container: str, program: str
) -> AsyncGenerator[Samples, None]:
    """Decode in a process of its own that is told the container and may read nothing else."""
    process = await _started(container, program)
    assert process.stdout is not None and process.stderr is not None
    said = asyncio.ensure_future(process.stderr.read())
    feeding = asyncio.ensure_future(_fed(process, pieces))
    try:
        left = b""
        while data := await process.stdout.read(_SLICE):
            left += data
            whole = len(left) & ~3
            yield tamed(np.frombuffer(left[:whole], "<f4"))
            left = left[whole:]
        if feeding.done() or await process.wait() == 0:
            await feeding
        if await process.wait() != 0:
            complaint = last_line((await said).decode("utf-8", "replace"))
            raise AudioError(AudioProblem.UNDECODABLE, detail=complaint)
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        feeding.cancel()
        rest = process.stdout.read()  # a pipe is closed when it was read to its end
        await asyncio.gather(feeding, said, rest, process.wait(), return_exceptions=True)


async def _found(ffmpeg: str) -> str:
    """The program, looked for before it is needed: the first look takes a while; "" if none."""
    try:
        return await asyncio.to_thread(ffmpeg_program, ffmpeg)
    except AudioError:
        return ""


async def _started(container: str, program: str) -> Process:
    # By default ffmpeg looks at seconds of sound before it gives any.
    given = ["-probesize", "32", "-analyzeduration", "0", "-f", container, "-i", "pipe:0"]
    wanted = ["-vn", "-sn", "-dn", "-ac", "1", "-ar", str(SAMPLE_RATE), "-f", "f32le"]
    quiet = ["-hide_banner", "-nostats", "-v", "error", "-protocol_whitelist", "pipe"]
    try:
        return await asyncio.create_subprocess_exec(
            program, *quiet, *given, *wanted, "-flush_packets", "1", "pipe:1",
            stdin=PIPE, stdout=PIPE, stderr=PIPE,
        )  # fmt: skip
    except OSError as error:
        raise AudioError(AudioProblem.ENCODER, program, error.strerror or "") from error


async def _fed(process: Process, pieces: AsyncIterable[bytes]) -> None:
    """Give the pieces to the process; one that wants no more has given its reason elsewhere."""
    stdin = process.stdin
    assert stdin is not None
    try:
        async for piece in pieces:
            # The rest still has to come: the bytes are kept, heard or not.
            with suppress(BrokenPipeError, ConnectionResetError):
                stdin.write(piece)
                await stdin.drain()
    finally:
        stdin.close()
