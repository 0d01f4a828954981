"""One request on its way through a service: read, checked, taken in, billed, answered."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from starlette.requests import Request

from tests.services.bill import Billed
from tests.services.faults import NO_FAULT, Fault
from tests.services.wire import Reply, as_json

if TYPE_CHECKING:
    from tests.services.service import Service


class Refused(Exception):
    """The request gets this answer and no other."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(reply.status)
        self.reply = reply


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it came in; the key is masked."""

    time: float
    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    json: Any = None
    size: int = 0


class Call:
    """What a handler works with. `account` is set by the service's own door."""

    def __init__(self, service: Service, request: Request, body: bytes) -> None:
        self.service = service
        self.request = request
        self.body = body
        self.path = request.url.path
        self.account: Any = None
        self.fault: Fault = NO_FAULT
        self.running: tuple[str, str] | None = None
        self.json: Any = _parsed(request, body)

    @property
    def query(self) -> dict[str, str]:
        """The query, decoded."""
        return dict(self.request.query_params)

    @property
    def bearer(self) -> str | None:
        """The key that came along, None without one."""
        kind, _, key = self.request.headers.get("authorization", "").partition(" ")
        return key if kind == "Bearer" and key else None

    def violates(self, what: str) -> None:
        """Note that the client broke a rule of the interface."""
        self.service.violations.append(f"{self.request.method} {self.path}: {what}")

    async def begin(self, *, text: str = "") -> None:
        """Take the request in: its fault strikes here if it does so before the work."""
        self.fault = self.service.faults.pick(self.path, text)
        if self.fault.hold:
            await self.fault.hold.wait()
        if self.fault.instead and not self.fault.billed:
            raise Refused(self.fault.instead(self.service.other_url))

    async def begin_synthesis(
        self, *, model: str, text: str, characters: float, at_once: bool = False
    ) -> None:
        """Take a synthesis in: ceilings, fault, and the time it takes unless `at_once`."""
        service = self.service
        who = (self.account.name, model)
        over = service.limits.over(
            who, service.clock.now(), characters=characters, running=service.running_for(who)
        )
        if over:
            raise Refused(service.over_limit(over))
        self.running = who
        service.running[who] += 1
        await self.begin(text=text)
        if not at_once:
            await service.clock.pass_time(service.latency.draw())

    def charge(
        self, *, kind: str, model: str, voice: str, text: str, characters: float, order: str
    ) -> None:
        """Bill one synthesis, unless its fault came before that."""
        if self.fault.billed:
            service = self.service
            now, account = service.clock.now(), self.account
            service.bill.add(Billed(now, account.name, model, voice, text, characters, kind, order))
            account.spend(characters)

    def charge_tokens(self, *, model: str, text: str, read: int, written: int, order: str) -> None:
        """Bill one text, unless its fault came before that."""
        if self.fault.billed:
            now, name = self.service.clock.now(), self.account.name
            self.service.bill.add(
                Billed(now, name, model, "", text, 0, "text", order, read, written)
            )
            self.account.spend(read + written)

    def answer(self, content: dict[str, Any], status: int = 200) -> Reply:
        """An answer in JSON, as the fault leaves it."""
        return as_json(self.fault.content(content), status)


def _parsed(request: Request, body: bytes) -> Any:
    if not request.headers.get("content-type", "").startswith("application/json"):
        return None
    try:
        return json.loads(body)
    except ValueError:
        return None
