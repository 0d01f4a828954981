"""What a model thinks before it answers, told from the answer, however both are cut."""

from __future__ import annotations

import re

_TAG = re.compile(r"<(/?)think(?:ing)?>", re.IGNORECASE)
_TAGS = ("<think>", "</think>", "<thinking>", "</thinking>")
_LONGEST = max(map(len, _TAGS))


class ThinkTags:
    """Parts what is said from what stands between think tags, piece by piece."""

    def __init__(self) -> None:
        self._held = ""
        self._inside = False
        self._after_tag = False

    def take(self, piece: str) -> tuple[str, str]:
        """What this piece adds to the text, and to the thinking."""
        whole = self._held + piece
        end = len(whole) - _begun_tag(whole)
        whole, self._held = whole[:end], whole[end:]
        return self._parted(whole)

    def rest(self) -> tuple[str, str]:
        """What was held back because a tag might have begun there."""
        held, self._held = self._held, ""
        return self._parted(held)

    def _parted(self, whole: str) -> tuple[str, str]:
        text, thinking = list[str](), list[str]()
        at = 0
        for tag in _TAG.finditer(whole):
            self._put(whole[at : tag.start()], text, thinking)
            self._inside, self._after_tag, at = not tag[1], True, tag.end()
        self._put(whole[at:], text, thinking)
        return "".join(text), "".join(thinking)

    def _put(self, part: str, text: list[str], thinking: list[str]) -> None:
        if self._inside:
            thinking.append(part)
            return
        if self._after_tag:  # the blank line between thinking and answer belongs to neither
            part = part.lstrip()
            self._after_tag = not part
        text.append(part)


class Growing:
    """Thinking that comes in its own field: piece by piece, or all of it again each time."""

    def __init__(self) -> None:
        self._so_far = ""
        self._repeats = True

    def take(self, said: str) -> str:
        """What is new in it."""
        if self._repeats and said.startswith(self._so_far):
            new, self._so_far = said[len(self._so_far) :], said
            return new
        self._repeats = False
        return said


class WholeCharacters:
    """Joins characters that were cut in two halves of UTF-16; half a one alone is replaced."""

    def __init__(self) -> None:
        self._half = ""

    def take(self, piece: str) -> str:
        """The piece with the half from before, and without one at its end."""
        piece, self._half = self._half + piece, ""
        if piece and "\ud800" <= piece[-1] <= "\udbff":
            piece, self._half = piece[:-1], piece[-1]
        return _mended(piece)

    def rest(self) -> str:
        """The half that was left alone."""
        half, self._half = self._half, ""
        return _mended(half)


def _mended(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def _begun_tag(text: str) -> int:
    """How many characters at the end may be the beginning of a tag."""
    start = text.rfind("<", max(0, len(text) - _LONGEST))
    end = text[start:].casefold() if start >= 0 else ""
    return len(end) if end and any(tag.startswith(end) and tag != end for tag in _TAGS) else 0
