"""What both services share: the door that all requests go through, and what a test looks at."""

from __future__ import annotations

import ssl
import threading
import traceback
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from types import TracebackType
from typing import Self

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from tests.services.bill import Bill
from tests.services.call import Asked, Call, Refused
from tests.services.clock import Clock
from tests.services.faults import Faults
from tests.services.hold import PATIENCE
from tests.services.limits import Latency, Limits
from tests.services.media import Media
from tests.services.server import HOST, OTHER_HOST, Certificate, ServerThread, certified
from tests.services.wire import Delivery, Reply

Handler = Callable[[Call], Awaitable[Reply]]


class Violations(list[str]):
    """What the client did wrong. A test that expects some takes them out."""

    def take(self) -> list[str]:
        """All violations so far; they are no longer counted."""
        taken = list(self)
        self.clear()
        return taken


class Service:
    """A running service: where it is, how it behaves, what it saw."""

    def __init__(
        self, *, port: int = 0, speed: float = 1.0, certificate: Certificate | None = None
    ) -> None:
        self.clock = Clock(speed)
        self.bill = Bill()
        self.limits = Limits()
        self.latency = Latency()
        self.faults = Faults()
        self.requests: list[Asked] = []
        self.violations = Violations()
        self.failures: list[str] = []
        """Tracebacks of the service itself; there should never be one."""
        self.running: Counter[tuple[str, str]] = Counter()
        self.in_flight = 0
        self.most_in_flight = 0
        self._change = threading.Condition()
        self._port = port
        self._certificate: Certificate | None = certificate
        self._server: ServerThread | None = None
        self.trust: ssl.SSLContext | None = None
        """What a client needs to trust the certificate of a service with TLS."""
        self.media = Media(self)

    # Where it is.

    @property
    def url(self) -> str:
        """The address of the interface, without a slash at the end."""
        return f"{self._scheme}://{HOST}:{self._running_server.port}"

    @property
    def other_url(self) -> str:
        """The host that downloads come from; it must never see a key."""
        return f"{self._scheme}://{OTHER_HOST}:{self._running_server.other_port}"

    def __enter__(self) -> Self:
        context = None
        if self._certificate:
            context, self.trust = certified(self._certificate)
        self._server = ServerThread(self._port)
        self._server.start(self._app(), context)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.faults.clear()
        self._running_server.stop()

    @property
    def _scheme(self) -> str:
        return "https" if self._certificate else "http"

    @property
    def _running_server(self) -> ServerThread:
        if self._server is None:
            raise RuntimeError("the service is not running: use it in a `with`")
        return self._server

    # What it does; the rest is the business of each service.

    def routes(self) -> Sequence[Route]:
        """The paths of the interface."""
        raise NotImplementedError

    def over_limit(self, which: str) -> Reply:
        """The answer to one request too many."""
        raise NotImplementedError

    def not_found(self) -> Reply:
        """The answer to a path that there is not."""
        raise NotImplementedError

    def admit(self, call: Call) -> None:
        """Look at the key and set `call.account`; raises Refused."""
        raise NotImplementedError

    def running_for(self, who: tuple[str, str]) -> int:
        """How many syntheses of one account and model are being made."""
        return self.running[who]

    def route(self, method: str, path: str, handler: Handler) -> Route:
        """One path of the interface."""
        return Route(path, Door(self, handler), methods=[method])

    def _app(self) -> Starlette:
        anywhere = Door(self, self._nowhere, open_to_all=True)
        routes = [
            Route("/media/{name:path}", Door(self, self.media.download, open_to_all=True)),
            *self.routes(),
            Route("/{path:path}", anywhere, methods=None),
        ]
        return Starlette(routes=routes)

    async def _nowhere(self, call: Call) -> Reply:
        if self.is_other_host(call):
            return Reply(b"nothing here", 404, "text/plain")
        call.violates("there is no such path or method")
        return self.not_found()

    def is_other_host(self, call: Call) -> bool:
        """Whether a request came to the host of the downloads; with a key it is a violation."""
        other = call.request.scope["server"][1] == self._running_server.other_port
        if other and "authorization" in call.request.headers:
            call.violates("the key was sent to another host")
        return other

    def asked(self, path: str) -> list[Asked]:
        """The requests so far whose path has this part."""
        return [each for each in self.requests if path in each.path]

    def note(self, call: Call) -> None:
        """Remember a request, without its key."""
        request = call.request
        headers = dict(request.headers)
        if "authorization" in headers:
            headers["authorization"] = "(masked)"
        self.requests.append(
            Asked(
                self.clock.now(),
                request.method,
                call.path,
                request.url.query,
                headers,
                call.json,
                len(call.body),
            )
        )

    def count(self, change: int) -> None:
        """A request came or went."""
        with self._change:
            self.in_flight += change
            self.most_in_flight = max(self.most_in_flight, self.in_flight)
            self._change.notify_all()

    def wait_until_asked(self, path: str, times: int) -> None:
        """Block until so many requests came whose path has this part; raises TimeoutError."""
        with self._change:
            if not self._change.wait_for(lambda: len(self.asked(path)) >= times, PATIENCE):
                raise TimeoutError(f"{len(self.asked(path))} requests of {times} came")

    def wait_until_idle(self) -> None:
        """Block until no request is in flight; raises TimeoutError."""
        with self._change:
            if not self._change.wait_for(lambda: self.in_flight == 0, PATIENCE):
                raise TimeoutError(f"{self.in_flight} requests in flight")


class Door:
    """The way of each request: noted, admitted, handled, answered; an ASGI application."""

    def __init__(self, service: Service, handler: Handler, *, open_to_all: bool = False) -> None:
        self._service = service
        self._handler = handler
        self._open_to_all = open_to_all

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request to the end, whether or not the client still listens."""
        service = self._service
        request = Request(scope, receive)
        cut_at = service.faults.cut_upload_at(request.url.path)
        if cut_at is not None:
            await _cut_off(request, receive, cut_at)
            return
        try:
            call = Call(service, request, await request.body())
        except ClientDisconnect:
            return
        service.note(call)
        visit = _Visit(service, call)
        try:
            reply = await self._reply(call)
            await Delivery(scope, receive, send, service.clock).send(reply, visit.end)
        except Exception:
            service.failures.append(traceback.format_exc())
            raise
        finally:
            visit.end()

    async def _reply(self, call: Call) -> Reply:
        try:
            if not self._open_to_all:
                if self._service.is_other_host(call):
                    return Reply(b"nothing here", 404, "text/plain")
                self._service.admit(call)
            reply = await self._handler(call)
        except Refused as refusal:
            return refusal.reply
        fault = call.fault
        if fault.instead and fault.billed:
            return fault.instead(self._service.other_url)
        return fault.reply(reply)


async def _cut_off(request: Request, receive: Receive, cut_at: int) -> None:
    """Take so much of a request's body, and close the connection under the client."""
    came = 0
    with suppress(ClientDisconnect):
        async for piece in request.stream():
            came += len(piece)
            if came >= cut_at:
                break
    request.scope["state"]["transport"].close()
    while (await receive())["type"] != "http.disconnect":
        pass


class _Visit:
    """A request that is counted as in flight until its end, which may be told twice."""

    def __init__(self, service: Service, call: Call) -> None:
        self._service = service
        self._call = call
        self._over = False
        service.count(+1)

    def end(self) -> None:
        """It is not in flight any more."""
        if self._over:
            return
        self._over = True
        if self._call.running:
            self._service.running[self._call.running] -= 1
        self._service.count(-1)
