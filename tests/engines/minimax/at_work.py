"""An engine over the loopback service, and readings for it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from studio.engines.minimax.engine import MiniMaxEngine
from studio.engines.speech import Reading, SpeechRequest
from studio.engines.web_call import Patience
from studio.model.account import Account, Service
from tests.services.minimax.service import MinimaxService

NO_PAUSES = Patience(between_tries_s=0, between_looks_s=0)
NAME = "minimax/main"


def an_account(host: str = "", **options: str) -> Account:
    return Account(Service.MINIMAX, "main", host, options=options)


@asynccontextmanager
async def an_engine(
    service: MinimaxService | str,
    *,
    key: str = "",
    patience: Patience = NO_PAUSES,
    **options: str,
) -> AsyncIterator[MiniMaxEngine]:
    """An engine of the service's first account, closed at the end."""
    host = service if isinstance(service, str) else service.url
    known = key or ("sk-none" if isinstance(service, str) else service.key)

    async def ask_key() -> str:
        return known

    engine = MiniMaxEngine(an_account(host, **options), ask_key, patience=patience)
    try:
        yield engine
    finally:
        await engine.aclose()


def a_reading(text: str = "Come in.", language: str = "en", **other: Any) -> Reading:
    return Reading(text, language, other.pop("voice", "English_Graceful_Lady"), **other)


def a_request(text: str = "Come in.", language: str = "en", **other: Any) -> SpeechRequest:
    """What the engine makes of a reading; pure, so any engine will do."""
    from studio.engines.minimax.preparing import prepared

    return prepared(NAME, a_reading(text, language, **other))
