"""All that can go wrong with an answer of a text model: more words for a test's plan of faults."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.services.faults import Content, Fault
from tests.services.writing import DONE, message


def _choices(event: Content) -> list[Content]:
    return event.get("choices") or []


def _deltas(events: list[Content], name: str) -> list[str]:
    found = [each.get("delta", {}).get(name) for event in events for each in _choices(event)]
    return [words for words in found if words]


def finishing(reason: str) -> Fault:
    """Another reason to end."""

    def change(content: Content) -> Content:
        for choice in _choices(content):
            if choice.get("finish_reason"):
                choice["finish_reason"] = reason
        return content

    return Fault(
        f"finish {reason}",
        content=change,
        events=lambda events: [change(event) if event is not DONE else event for event in events],
    )


def unfinished(*, done: bool = False) -> Fault:
    """A stream that stops before its reason to end, with the mark at its end or without."""

    def strip(events: list[Content]) -> list[Content]:
        ended = [any(c.get("finish_reason") for c in _choices(event)) for event in events]
        return events[: ended.index(True)] + ([DONE] if done else [])

    return Fault("unfinished", events=strip)


def error_object(text: str, *, after: int = 1, **more: Any) -> Fault:
    """Some deltas, then an event with an `error`, then nothing."""
    error = {"error": {"message": text, **more}}
    return Fault(f"error {text}", events=lambda events: events[:after] + [error])


def repeated_message() -> Fault:
    """One more event at the end that has the whole message again."""

    def repeat(events: list[Content]) -> list[Content]:
        text = "".join(_deltas(events, "content"))
        return [event for event in events if event is not DONE] + [
            message("m", {"content": text}, "stop"),
            DONE,
        ]

    return Fault("whole message again", events=repeat)


def cumulative_thinking() -> Fault:
    """Thinking that is told from its beginning each time."""

    def grow(events: list[Content]) -> list[Content]:
        so_far = ""
        for choice in [each for event in events for each in _choices(event)]:
            if thought := choice.get("delta", {}).get("reasoning_content"):
                so_far += thought
                choice["delta"]["reasoning_content"] = so_far
        return events

    return Fault("cumulative thinking", events=grow)


def noise() -> Fault:
    """Comments and empty events between all events, lines that end in CR LF, and a mark before."""

    def add(body: bytes) -> bytes:
        noisy = body.replace(b"\n\n", b"\n\n: still here\n\nevent: ping\ndata: \n\n")
        return b"\xef\xbb\xbf: hello\n\n".replace(b"\n", b"\r\n") + noisy.replace(b"\n", b"\r\n")

    return Fault("noise", reply=lambda reply: replace(reply, body=add(reply.body)))
