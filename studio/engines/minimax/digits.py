"""Reads sound in hex digits, however long, without holding up other threads.

Python reads JSON and digits in one go and lets no other thread in meanwhile: over ten megabytes
the window stood still for 10 to 40 ms. Here the digits are taken out of an answer before it is
read as JSON, and turned into bytes part by part.
"""

from __future__ import annotations

import re
from binascii import unhexlify
from collections.abc import Mapping
from typing import Any, cast

Digits = str | memoryview
"""Hex digits; a memoryview holds LARGE numbers of them as they came."""

LARGE = 1 << 18
"""Digits from which on reading them is work for a thread."""

_AUDIO = re.compile(rb'"audio"\s*:\s*"')
_PART = 1 << 17


def apart(body: bytes | bytearray) -> tuple[bytes | bytearray, memoryview | None]:
    """A body with its one large sound left empty, and the digits of that sound.

    They are None where there is no such sound: the body is as it was.
    """
    found = _AUDIO.search(body, max(0, body.find(b'"audio"')))
    if found is None:
        return body, None
    begin = found.end()
    end = body.find(b'"', begin)
    if end - begin < LARGE:
        return body, None
    return b"".join((body[:begin], body[end:])), memoryview(body)[begin:end]


def digits_in(data: Mapping[str, Any]) -> Digits:
    """The sound among an answer's data, which may be a link; empty when there is none."""
    found = data.get("audio")
    return cast("Digits", found) if isinstance(found, str | memoryview) else ""


def from_digits(digits: Digits) -> bytes:
    """The bytes; raises ValueError. Anything LARGE is for a thread."""
    if isinstance(digits, str):
        return bytes.fromhex(digits)
    starts = range(0, len(digits), _PART)
    return b"".join([unhexlify(digits[start : start + _PART]) for start in starts])
