"""An engine on the loopback service, whose time passes only when it waits."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from studio.engines.speech import Reading
from studio.engines.useapi.engine import UseApiEngine
from studio.engines.useapi.speaking import Polling
from studio.engines.web_call import Patience
from studio.model.account import Account, Service
from tests.services.useapi.service import UseapiService

SOON = Patience(connect_s=10, between_tries_s=0)
HELLO = Reading("Hold fast!", "en", "to be chosen")


@dataclass
class Time:
    """Waiting takes no time, and is remembered; `meanwhile` happens at each wait."""

    now: float = 1000.0
    waits: list[float] = field(default_factory=list)
    meanwhile: Callable[[], None] = lambda: None

    def clock(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds
        self.meanwhile()


def an_account(service: UseapiService, **options: str) -> Account:
    return Account(Service.USEAPI, "main", service.base_url, options=options)


@asynccontextmanager
async def an_engine(
    service: UseapiService,
    time: Time | None = None,
    *,
    token: str = "",
    polling: Polling | None = None,
    **options: str,
) -> AsyncIterator[UseApiEngine]:
    async def key() -> str:
        return token or service.token

    time = time or Time()
    engine = UseApiEngine(
        an_account(service, **options),
        key,
        patience=SOON,
        polling=polling,
        clock=time.clock,
        sleep=time.sleep,
    )
    try:
        yield engine
    finally:
        await engine.aclose()


async def a_voice(engine: UseApiEngine, name: str = "English_CalmWoman") -> str:
    return next(v.id for v in await engine.voices() if v.name == name.replace("_", " "))


def asked(service: UseapiService, path: str) -> int:
    """How often a path, or the end of one, was asked."""
    return sum(each.path.rstrip("/").endswith(path) for each in service.requests)
