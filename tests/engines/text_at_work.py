"""What an engine that writes is asked in these tests, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import aclosing
from typing import Any

import pytest

from studio.engines.text import Message, TextPiece, TextRequest, WritesText
from studio.errors import VoiceError


def a_text_request(
    said: str = "Good evening.",
    *,
    system: str = "Translate.",
    temperature: float = 0.3,
    **other: Any,
) -> TextRequest:
    return TextRequest(system, (Message("user", said),), temperature=temperature, **other)


async def written(writer: WritesText, request: TextRequest | None = None) -> list[TextPiece]:
    """All pieces of an answer."""
    async with aclosing(writer.answer(request or a_text_request())) as pieces:
        return [piece async for piece in pieces]


def text_of(pieces: Sequence[TextPiece]) -> str:
    return "".join(piece.text for piece in pieces)


def thinking_of(pieces: Sequence[TextPiece]) -> str:
    return "".join(piece.thinking for piece in pieces)


async def refused(writer: WritesText, request: TextRequest | None = None) -> VoiceError:
    """The error that an answer ends in."""
    with pytest.raises(VoiceError) as failed:
        await written(writer, request)
    assert failed.value.engine == writer.name
    return failed.value
