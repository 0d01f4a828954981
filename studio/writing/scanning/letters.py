"""Bytes of a stream become characters, however they were cut."""

from __future__ import annotations

import codecs

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


class Letters:
    """Decodes UTF-8 in pieces; `damaged` counts the stretches that were none and stand as `�`."""

    def __init__(self) -> None:
        self._held = b""
        self.damaged = 0

    def feed(self, piece: bytes) -> str:
        """The characters that are whole; the start of the next one is kept for later."""
        return self._decoded(self._held + piece, last=False)

    def finish(self) -> str:
        """What is left at the end of the stream: nothing, or half a character as `�`."""
        return self._decoded(self._held, last=True)

    def _decoded(self, data: bytes, *, last: bool) -> str:
        view = memoryview(data)
        parts: list[str] = []
        at = 0
        while True:
            try:
                text, used = codecs.utf_8_decode(view[at:], "strict", last)
            except UnicodeDecodeError as error:
                text, _ = codecs.utf_8_decode(view[at : at + error.start], "strict", True)
                parts += (text, REPLACEMENT)
                at += error.end
                self.damaged += 1
            else:
                self._held = data[at + used :]
                return "".join([*parts, text])
