"""Reads an answer in the chat-completions dialect as its events come, in all its accents.

A stream gives deltas; a plain answer, or the last event of some streams, gives the whole message.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from studio.engines.completions_thinking import Growing, ThinkTags, WholeCharacters
from studio.engines.text import Ending, TextPiece, Tokens

Content = dict[str, Any]

_ENDINGS: Mapping[str, Ending] = {
    "length": Ending.TOO_LONG,
    "max_tokens": Ending.TOO_LONG,
    "max_output_tokens": Ending.TOO_LONG,
    "max_completion_tokens": Ending.TOO_LONG,
    "model_length": Ending.TOO_LONG,
    "content_filter": Ending.REFUSED,
    "refusal": Ending.REFUSED,
    "safety": Ending.REFUSED,
    "sensitive": Ending.REFUSED,
    "recitation": Ending.REFUSED,
}
"""Why an answer ended; any other reason is its natural end."""
_BROKEN_OFF = frozenset({"error", "abort", "cancelled", "insufficient_system_resource"})
"""Reasons that mean that nobody finished it."""
_FIELDS = ("reasoning_content", "reasoning", "thinking", "reasoning_details")
"""Where thinking comes in a field of its own."""


class Reading:
    """An answer as far as it came: its ending once it has one, and its tokens once they are told.

    `broken_off`: the service itself says that it did not finish.
    """

    def __init__(self) -> None:
        self.ending: Ending | None = None
        self.tokens: Tokens | None = None
        self.broken_off = False
        self.begun = False
        self._said: list[str] = []
        self._field = ""
        self._refused = False
        self._characters = WholeCharacters()
        self._tags = ThinkTags()
        self._growing = Growing()

    def take(self, content: Content) -> TextPiece | None:
        """What an event adds; None for one without words, such as a count of tokens."""
        usage = _table(content, "usage")
        if usage:
            self.tokens = tokens_of(usage)
        choice = _first_choice(content)
        message, delta = _table(choice, "message"), _table(choice, "delta")
        if message:
            piece = self._piece(self._unsaid(message), {} if self.begun else message)
        else:
            piece = self._piece(_words(delta), delta)
        self._end(content, choice, message or delta)
        return piece

    def rest(self) -> TextPiece | None:
        """What was held back because a character or a tag might have been cut there."""
        text, thinking = self._tags.take(self._characters.rest())
        more, thoughts = self._tags.rest()
        return _piece_of(text + more, thinking + thoughts)

    def _piece(self, words: str, thoughts: Content) -> TextPiece | None:
        self._said.append(words)
        text, thinking = self._tags.take(self._characters.take(words))
        piece = _piece_of(text, thinking + self._thoughts(thoughts))
        self.begun = self.begun or piece is not None
        return piece

    def _unsaid(self, message: Content) -> str:
        """What of a whole message did not come in deltas before it."""
        words, said = _words(message), "".join(self._said)
        return words[len(said) :] if words.startswith(said) else ""

    def _thoughts(self, source: Content) -> str:
        """What is new in the field that thinking comes in: the first that held something."""
        for name in (self._field,) if self._field else _FIELDS:
            words = _joined(source.get(name))
            if words:
                self._field = name
                return self._growing.take(_whole(words))
        return ""

    def _end(self, content: Content, choice: Content, source: Content) -> None:
        self._refused = self._refused or any(
            (
                isinstance(source.get("refusal"), str) and bool(source["refusal"]),
                content.get("input_sensitive") is True,
                content.get("output_sensitive") is True,
            )
        )
        reason = choice.get("finish_reason")
        if not isinstance(reason, str) or not reason:
            return
        self.broken_off = reason in _BROKEN_OFF
        self.ending = _ENDINGS.get(reason.lower(), Ending.WHOLE)
        if self._refused and self.ending is Ending.WHOLE:
            self.ending = Ending.REFUSED


def tokens_of(usage: Content) -> Tokens:
    """What an answer cost, by a service's count."""
    read, total = _count(usage.get("prompt_tokens")), _count(usage.get("total_tokens"))
    details = _table(usage, "completion_tokens_details")
    thinking = _count(details.get("reasoning_tokens"))
    written = max(_count(usage.get("completion_tokens")), total - read)
    remembered = _count(_table(usage, "prompt_tokens_details").get("cached_tokens"))
    remembered = remembered or _count(usage.get("prompt_cache_hit_tokens"))
    return Tokens(read, written, min(thinking, written), min(remembered, read))


def _first_choice(content: Content) -> Content:
    """The only answer that was asked for; nothing in an event that has none."""
    found = content.get("choices")
    for choice in cast("list[object]", found) if isinstance(found, list) else ():
        if isinstance(choice, dict):
            table = cast("Content", choice)
            if table.get("index") in (0, None):
                return table
    return {}


def _words(source: Content) -> str:
    """The text of a message or delta, which may come in parts; a part may be thinking."""
    return _joined(source.get("content"))


def _joined(found: object) -> str:
    """Words that are a string, or a list of parts with a text each."""
    if isinstance(found, str):
        return found
    if not isinstance(found, Sequence):
        return ""
    parts = (
        cast("Content", part) for part in cast("Sequence[object]", found) if isinstance(part, dict)
    )
    return "".join(text for part in parts if isinstance(text := part.get("text"), str))


def _piece_of(text: str, thinking: str) -> TextPiece | None:
    return TextPiece(text, thinking) if text or thinking else None


def _whole(words: str) -> str:
    """Words that can be written down; half characters of a sign of thinking are lost."""
    return words.encode("utf-8", "replace").decode()


def _table(content: Content, name: str) -> Content:
    found = content.get(name)
    return cast("Content", found) if isinstance(found, dict) else {}


def _count(value: object) -> int:
    return max(0, round(value)) if isinstance(value, int | float) and abs(value) < 1e15 else 0
