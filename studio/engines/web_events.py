"""Reads a stream of server-sent events, or the one plain object that came in its place."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterable
from contextlib import aclosing

END = b"[DONE]"
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


async def events(pieces: AsyncIterable[bytes], *, with_end: bool = False) -> AsyncGenerator[bytes]:
    """The data of each event in order, however the bytes are cut; ends at `[DONE]`.

    That end is given too `with_end`, for whoever must tell it from a stream that was cut.

    A line may have many megabytes. A body that is an object and no stream, as errors are, is
    given whole as if it were one event.
    """
    found: list[bytes] = []
    plain: list[bytes] = []
    a_stream = False
    async with aclosing(_lines(pieces)) as lines:
        async for line in lines:
            if plain or (not a_stream and line.lstrip().startswith((b"{", b"["))):
                plain.append(line)
            elif line.startswith(b"data:"):
                a_stream = True
                found.append(line[5:].removeprefix(b" "))
            elif not line and found:
                data, found = b"\n".join(found), []
                if data.strip() == END:
                    if with_end:
                        yield END
                    return
                yield data
    for left in (b"\n".join(found), b"\n".join(plain)):
        if left.strip() == END:
            if with_end:
                yield END
        elif left.strip():
            yield left


async def _lines(pieces: AsyncIterable[bytes]) -> AsyncGenerator[bytes]:
    """The lines of a body without their ends, of whatever kind, and the unended last one too."""
    parts: list[bytes] = []
    first = True
    after_return = False
    async for coming in pieces:
        if not coming:
            continue
        piece = coming[1:] if after_return and coming.startswith(b"\n") else coming
        after_return = piece.endswith(b"\r")
        *whole, rest = piece.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
        for end in whole:
            line = b"".join((*parts, end))
            parts = []
            yield line.removeprefix(_BYTE_ORDER_MARK) if first else line
            first = False
        parts.append(rest)
    last = b"".join(parts)
    if last:
        yield last.removeprefix(_BYTE_ORDER_MARK) if first else last
