"""Recordings on their way to a service: read piece by piece, never whole in memory."""

from __future__ import annotations

import asyncio
import os
import secrets
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import BinaryIO

import httpx

PIECE = 1 << 18
_HEAD = 16
_TYPES = {"wav": "audio/wav", "mp3": "audio/mpeg", "m4a": "audio/mp4"}


class UploadBroken(Exception):
    """A recording that cannot be read to its end; the argument says why."""


class OpenSample:
    """A recording that is open: `kind` is wav, mp3 or m4a by its first bytes, "" for none."""

    def __init__(self, source: BinaryIO | bytes, size: int, head: bytes) -> None:
        self._source = source
        self.size = size
        self.kind = kind_of(head)

    @property
    def content_type(self) -> str:
        """The type under which it is sent."""
        return _TYPES.get(self.kind, "application/octet-stream")

    async def piece(self, start: int) -> bytes | memoryview:
        """The bytes from a place on, at most PIECE of them; raises UploadBroken."""
        if isinstance(self._source, bytes):
            return memoryview(self._source)[start : start + PIECE]
        try:
            piece = await asyncio.to_thread(_read, self._source, start, self.size)
        except (OSError, ValueError) as error:
            raise UploadBroken("the recording cannot be read") from error
        if not piece and start < self.size:
            raise UploadBroken("the recording became shorter while it was sent")
        return piece


@asynccontextmanager
async def open_sample(source: Path | bytes) -> AsyncGenerator[OpenSample]:
    """A recording to be sent, as often as need be; raises UploadBroken."""
    if isinstance(source, bytes):
        yield OpenSample(source, len(source), source[:_HEAD])
        return
    try:
        file, size, head = await asyncio.to_thread(_opened, source)
    except OSError as error:
        raise UploadBroken("the recording cannot be opened") from error
    try:
        yield OpenSample(file, size, head)
    finally:
        file.close()


class Upload(httpx.AsyncByteStream):
    """The body of a request with a recording in it, between other bytes."""

    def __init__(
        self, sample: OpenSample, content_type: str, *, before: bytes = b"", after: bytes = b""
    ) -> None:
        self._sample = sample
        self._before = before
        self._after = after
        self.content_type = content_type
        self.size = len(before) + sample.size + len(after)

    def __aiter__(self) -> AsyncIterator[bytes]:
        return _Pieces(self._sample, self._before, self._after)


class _Pieces(AsyncIterator[bytes]):
    """The pieces of one upload.

    Not a generator: one that is dropped half-way lives on until a task of the loop ends it.
    """

    def __init__(self, sample: OpenSample, before: bytes, after: bytes) -> None:
        self._sample = sample
        self._before = before
        self._after = after
        self._at = 0

    async def __anext__(self) -> bytes:
        if self._before:
            before, self._before = self._before, b""
            return before
        if self._at < self._sample.size:
            piece = await self._sample.piece(self._at)
            self._at += len(piece)
            return bytes(piece)
        if self._after:
            after, self._after = self._after, b""
            return after
        raise StopAsyncIteration


def bare(sample: OpenSample) -> Upload:
    """A recording as the whole body."""
    return Upload(sample, sample.content_type)


def as_form(sample: OpenSample, filename: str, fields: Mapping[str, str]) -> Upload:
    """A recording as the field `file` of a form, after others; all names are plain ASCII."""
    boundary = secrets.token_hex(16)
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    ]
    parts.append(
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{filename}"\r\n'
        f"Content-Type: {sample.content_type}\r\n\r\n"
    )
    return Upload(
        sample,
        f"multipart/form-data; boundary={boundary}",
        before="".join(parts).encode(),
        after=f"\r\n--{boundary}--\r\n".encode(),
    )


def kind_of(head: bytes) -> str:
    """`wav`, `mp3` or `m4a` by the first bytes, "" for anything else."""
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return "wav"
    if head[4:8] == b"ftyp":
        return "m4a"
    frame = head[:1] == b"\xff" and head[1:2] >= b"\xe0" and head[1] & 0x06  # 0 would be AAC
    return "mp3" if head.startswith(b"ID3") or frame else ""


def _opened(path: Path) -> tuple[BinaryIO, int, bytes]:
    file = path.open("rb")
    try:
        return file, os.fstat(file.fileno()).st_size, file.read(_HEAD)
    except OSError:
        file.close()
        raise


def _read(file: BinaryIO, start: int, end: int) -> bytes:
    file.seek(start)
    return file.read(min(PIECE, end - start))
