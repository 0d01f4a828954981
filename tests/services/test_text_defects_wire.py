"""Defects of the text model that are none of its words: they reach the wire."""

from __future__ import annotations

import httpx
import pytest

from tests.services.chat.service import ChatService
from tests.services.prompts import a_body, a_prompt
from tests.services.text_model import TextModel

ROWS = [
    {"id": "k1", "c": "MARA", "x": "Where have you been all this time, Jonas?"},
    {"id": "k2", "c": "JONAS", "x": "At the harbour, for seven days and nights."},
    {"id": "k3", "c": "MARA", "x": "What would I have said, then?"},
]


def stream_of(service: ChatService) -> str:
    """What comes over the wire; raises what httpx raises for a cut."""
    body = a_body("translate", "en", "de", rows=ROWS) | {"stream": True}
    return httpx.post(f"{service.base_url}/chat/completions", json=body, timeout=60).text


def test_defects_of_the_wire_reach_the_wire(chat_service: ChatService) -> None:
    model = TextModel(thinking="Well, well. Let me think.")
    chat_service.writes(model)
    model.defects.next("cut")
    with pytest.raises(httpx.RemoteProtocolError):
        stream_of(chat_service)
    model.defects.next("error")
    assert '"server_error"' in stream_of(chat_service)
    model.defects.next("length")
    assert '"finish_reason": "length"' in stream_of(chat_service)
    model.defects.next("said twice")
    assert '"message"' in stream_of(chat_service)
    model.defects.next("thinking grows")
    assert '"reasoning_content": "Well, well. Let' in stream_of(chat_service)
    model.defects.next("crumbs")
    assert '"content": "{"' in stream_of(chat_service)
    assert len(model.defects) == 6


def test_a_text_comes_as_fast_as_was_asked(
    chat_service: ChatService, monkeypatch: pytest.MonkeyPatch
) -> None:
    passed: list[float] = []

    async def at_once(seconds: float) -> None:
        passed.append(seconds)

    monkeypatch.setattr(chat_service.clock, "pass_time", at_once)
    chat_service.writes(TextModel(delta=4))
    whole = stream_of(chat_service)
    assert not sum(passed)
    model = TextModel(delta=4, speed=50)
    chat_service.writes(model)
    assert stream_of(chat_service) == whole
    text = model(a_prompt("translate", "en", "de", rows=ROWS)).text
    assert 0.8 < sum(passed) / (len(text) / 50) < 1.25
