"""A text model that says what the test wants: deltas, thinking, tokens, and the end of it all.

service.writes(lambda prompt: prompt.said.upper())
service.writes(lambda prompt: Written("Ja.", thinking="Yes in German", delta=2))
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from tests.services.call import Call
from tests.services.faults import NO_FAULT, Content, Fault
from tests.services.wire import Reply

DONE: Content = {"[DONE]": True}
"""Stands for the mark at the end of a stream, so that a fault can take it away."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """What the model is asked; `said` is the last message of the user."""

    body: Mapping[str, Any]

    @property
    def model(self) -> str:
        """The model that was asked for."""
        return str(self.body["model"])

    @property
    def system(self) -> str:
        """The instructions, empty without any."""
        first = self.body["messages"][0]
        return str(first["content"]) if first["role"] == "system" else ""

    @property
    def messages(self) -> list[dict[str, str]]:
        """All messages but the instructions."""
        return [each for each in self.body["messages"] if each["role"] != "system"]

    @property
    def said(self) -> str:
        """What the user said last."""
        return next(each["content"] for each in reversed(self.messages) if each["role"] == "user")

    @property
    def tokens(self) -> int:
        """What reading all of it costs."""
        return sum(3 + tokens(each["content"]) for each in self.body["messages"])


@dataclass(frozen=True, slots=True)
class Written:
    """What the model answers, in deltas of so many characters, and why it stops.

    With `halves` the deltas may cut a character in two halves of UTF-16. `speed` is in characters
    a second of the service, 0 for all at once. `fault` strikes where the plan has none.
    """

    text: str
    thinking: str = ""
    finish: str = "stop"
    delta: int = 7
    halves: bool = False
    speed: float = 0.0
    fault: Fault = NO_FAULT


Script = Callable[[Prompt], "str | Written"]


def tokens(text: str) -> int:
    """A rough count, the same each time."""
    return math.ceil(len(text.encode()) / 4)


@dataclass(slots=True)
class Model:
    """How the models of one service behave; a test sets what it needs.

    `context` is the most tokens that are read, None without end. `lacks` are fields it answers
    400 to, `takes_system` says whether it knows instructions, `streams` whether it can stream.
    """

    script: Script = field(default=lambda prompt: f"You said: {prompt.said}")
    context: int | None = None
    lacks: set[str] = field(default_factory=set[str])
    takes_system: bool = True
    streams: bool = True
    knows_length: bool = True
    """Whether an answer ends at the length that was asked for."""

    def written(self, prompt: Prompt) -> Written:
        """What is answered to a prompt, cut at the length asked for."""
        found = self.script(prompt)
        written = Written(found) if isinstance(found, str) else found
        most = prompt.body.get("max_completion_tokens", prompt.body.get("max_tokens"))
        most = most if self.knows_length else None
        if most is None or tokens(written.text) + tokens(written.thinking) <= most:
            return written
        room = max(0, 4 * most - len(written.thinking.encode()))
        text = written.text.encode()[:room].decode("utf-8", "ignore")
        return replace(written, text=text, finish="length")


def usage_of(prompt: Prompt, written: Written) -> Content:
    """The count of tokens as the dialect has it."""
    thinking = tokens(written.thinking)
    made = tokens(written.text) + thinking
    return {
        "prompt_tokens": prompt.tokens,
        "completion_tokens": made,
        "total_tokens": prompt.tokens + made,
        "completion_tokens_details": {"reasoning_tokens": thinking},
        "prompt_tokens_details": {"cached_tokens": 0},
    }


def deltas(text: str, written: Written) -> list[str]:
    """A text in the pieces that are sent."""
    if not written.halves:
        return [text[at : at + written.delta] for at in range(0, len(text), written.delta)]
    units = text.encode("utf-16-le")
    size = 2 * written.delta
    pieces = [units[at : at + size] for at in range(0, len(units), size)]
    return [piece.decode("utf-16-le", "surrogatepass") for piece in pieces]


def chunk(model: str, delta: Content, finish: str | None = None, **more: Any) -> Content:
    """One event of a stream."""
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return {"object": "chat.completion.chunk", "model": model, "choices": [choice], **more}


def message(model: str, content: Content, finish: str, **more: Any) -> Content:
    """A whole answer."""
    choice = {"index": 0, "message": {"role": "assistant", **content}, "finish_reason": finish}
    return {"object": "chat.completion", "model": model, "choices": [choice], **more}


def stream(call: Call, events: Sequence[Content], written: Written) -> Reply:
    """The events on the wire, as the fault leaves them."""
    lines = [b"data: " + _line(event) + b"\n\n" for event in call.fault.events(list(events))]
    body = b"".join(lines)
    drip = None
    if written.speed and lines:
        drip = (max(1, len(body) // len(lines)), written.delta / written.speed)
    return Reply(body, content_type="text/event-stream", chunked=True, drip=drip)


def spoil(call: Call, written: Written) -> None:
    """Let the fault of the answer strike where the request has none."""
    if call.fault is NO_FAULT:
        call.fault = written.fault


def _line(event: Content) -> bytes:
    """An event as it is sent: as UTF-8, but half a character only goes as an escape."""
    if event is DONE:
        return b"[DONE]"
    try:
        return json.dumps(event, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return json.dumps(event).encode()
