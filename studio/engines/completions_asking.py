"""What is asked in the chat-completions dialect, and what a model was found not to take."""

from __future__ import annotations

import re
from typing import Any

from studio.engines.text import TextRequest

Body = dict[str, Any]

_NEEDED = frozenset({"model", "messages", "stream"})
_INSTEAD = {"max_tokens": "max_completion_tokens"}
"""What newer models want in place of a field they no longer take."""
_SYSTEM = re.compile(r"\bsystem\b.{0,40}\brole|\brole\b.{0,40}\bsystem\b|\bchat setting", re.I)
_TOO_MUCH = re.compile(
    r"context[ _-]?(?:length|window|size)|maximum context|exceed_context"
    r"|too many (?:input )?tokens|exceeds? .{0,40}\b(?:context|tokens?)\b"
    r"|\b(?:prompt|input|request|text)\b.{0,40}\btoo (?:long|large)|reduce the length",
    re.I,
)


def body_of(request: TextRequest, model: str) -> Body:
    """The part of a request that every service takes: what is said, as a stream with its count."""
    system = [{"role": "system", "content": request.system}] if request.system else []
    said = [{"role": message.role, "content": message.text} for message in request.messages]
    return {
        "model": model,
        "messages": [*system, *said],
        "stream": True,
        "stream_options": {"include_usage": True},
    }


def asks_too_much(words: str) -> bool:
    """Whether a complaint says that the model reads less at once."""
    return _TOO_MUCH.search(words) is not None


class Manners:
    """What each model of a service was found not to take, for as long as its writer lives."""

    def __init__(self) -> None:
        self._without: dict[str, set[str]] = {}
        self._no_system: set[str] = set()

    def shaped(self, body: Body) -> Body:
        """The body as its model takes it."""
        model = str(body["model"])
        without = self._without.get(model, set[str]())
        shaped: Body = {}
        for name, value in body.items():
            if name not in without:
                shaped[name] = value
            elif (other := _INSTEAD.get(name)) and other not in without:
                shaped[other] = value
        if model in self._no_system:
            shaped["messages"] = _without_system(shaped["messages"])
        return shaped

    def learn(self, sent: Body, words: str) -> bool:
        """Remember what a model complained about; False when a second try would be the same."""
        model = str(sent["model"])
        if sent["messages"][0]["role"] == "system" and _SYSTEM.search(words):
            self._no_system.add(model)
            return True
        named = {name for name in sent if name not in _NEEDED and _names(words, name)}
        # A newer field is often named as what to use in place of the one that was sent.
        self._without.setdefault(model, set()).update(named)
        return bool(named)


def _names(words: str, field: str) -> bool:
    return re.search(rf"\b{re.escape(field)}\b", words) is not None


def _without_system(messages: list[dict[str, str]]) -> list[dict[str, str]]:
    """The instructions at the head of what the user says first."""
    if not messages or messages[0]["role"] != "system":
        return messages
    system, *rest = messages
    place = next((at for at, each in enumerate(rest) if each["role"] == "user"), None)
    if place is None:
        return [{"role": "user", "content": system["content"]}, *rest]
    joined = f"{system['content']}\n\n{rest[place]['content']}"
    return [*rest[:place], {"role": "user", "content": joined}, *rest[place + 1 :]]
