"""The bytes of an answer as they come, unpacked, and never more of them than asked for."""

from __future__ import annotations

import zlib
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import suppress

import httpx

from studio.engines.web_failures import BROKEN, BodyDamaged

ENCODINGS = "gzip"
"""What the studio unpacks; sound in hex digits is half as long that way."""

_SLICE = 1 << 18


async def pieces_of(response: httpx.Response, *, largest: int) -> AsyncGenerator[bytes]:
    """The unpacked body; raises BodyDamaged beyond `largest` bytes, and what httpx raises."""
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("", "identity", "gzip", "x-gzip"):
        raise BodyDamaged(f"the answer is packed as {encoding[:20]!r}")
    unpacking = _Unpacking() if "gzip" in encoding else None
    total = 0
    coming = response.aiter_raw()
    try:
        async for raw in coming:
            for piece in unpacking.slices(raw) if unpacking else (raw,):
                total += len(piece)
                if total > largest:
                    raise BodyDamaged(f"the answer is larger than {largest >> 20} MB")
                yield piece
        if unpacking and not unpacking.complete:
            raise BodyDamaged("the answer ends too early")
    finally:
        await _let_go(response, coming)


async def _let_go(response: httpx.Response, coming: AsyncIterator[bytes]) -> None:
    """Close the answer and run its nested readers to their end.

    Dropped half-way they would be finished one after the other by tasks of the loop, later.
    """
    await response.aclose()
    with suppress(*BROKEN):
        async for _ in coming:
            pass


class _Unpacking:
    """Unpacks a body slice by slice.

    Not left to httpx, which unpacks a piece of the wire in one go: kilobytes could fill the memory.
    """

    def __init__(self) -> None:
        self._work = zlib.decompressobj(wbits=31)

    @property
    def complete(self) -> bool:
        """Whether the end of what was packed was seen."""
        return self._work.eof

    def slices(self, raw: bytes) -> Iterator[bytes]:
        """What one piece of the wire unpacks to; raises BodyDamaged."""
        while not self._work.eof:
            try:
                piece = self._work.decompress(raw, _SLICE)
            except zlib.error as error:
                raise BodyDamaged("the answer is damaged") from error
            yield piece
            raw = self._work.unconsumed_tail
            if not raw and len(piece) < _SLICE:
                return
