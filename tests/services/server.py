"""A web server in a thread: two free ports on loopback, there when asked, gone without a trace."""

from __future__ import annotations

import asyncio
import datetime
import socket
import ssl
import threading
from typing import Any, Literal

import trustme
import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

Certificate = Literal["good", "expired", "wrong host"]
HOST = "127.0.0.1"
OTHER_HOST = "localhost"
PATIENCE = 30.0


class _Protocol(H11Protocol):
    """Lets the application reach its connection, so that it can be cut."""

    def connection_made(self, transport: asyncio.Transport) -> None:
        super().connection_made(transport)
        # Or each answer in two parts waits 40 ms for the client to say that it got the first.
        wire: socket.socket = transport.get_extra_info("socket")
        wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.app_state = {"transport": transport}


class ServerThread:
    """Serves an application on two ports: one for the interface, one for what is downloaded."""

    def __init__(self, port: int = 0) -> None:
        self._sockets = (_listener(port), _listener(0))
        self.port, self.other_port = (each.getsockname()[1] for each in self._sockets)
        self._loop = asyncio.new_event_loop()
        self._thread: threading.Thread | None = None

    def start(self, app: ASGIApp, context: ssl.SSLContext | None = None) -> None:
        """Serve from now on; returns when connections are accepted."""
        ready = threading.Event()
        self._end = asyncio.Event()
        self._thread = threading.Thread(
            target=self._run, args=(app, context, ready), name="service", daemon=True
        )
        self._thread.start()
        if not ready.wait(PATIENCE):
            raise TimeoutError("the service does not start")

    def stop(self) -> None:
        """Drop all connections and end the thread."""
        if self._thread is None:
            return
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join(PATIENCE)
        if self._thread.is_alive():
            raise TimeoutError("the service does not end")
        self._thread = None
        self._loop.close()

    def _run(self, app: ASGIApp, context: ssl.SSLContext | None, ready: threading.Event) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve(app, context, ready))
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._loop.run_until_complete(self._loop.shutdown_default_executor())
        asyncio.set_event_loop(None)

    async def _serve(
        self, app: ASGIApp, context: ssl.SSLContext | None, ready: threading.Event
    ) -> None:
        config = uvicorn.Config(app, lifespan="off", ws="none", log_config=None, access_log=False)
        config.load()
        state = ServerState()

        def protocol() -> asyncio.Protocol:
            return _Protocol(config=config, server_state=state, app_state={})

        servers = [
            await self._loop.create_server(protocol, sock=each, ssl=context)
            for each in self._sockets
        ]
        ready.set()
        await self._end.wait()
        for server in servers:
            server.close()
        await _drop(state)


async def _drop(state: ServerState) -> None:
    """End the requests that still run, then their connections."""
    tasks: set[asyncio.Task[Any]] = set(state.tasks)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    for connection in list(state.connections):
        transport = getattr(connection, "transport", None)
        if transport is not None:
            transport.abort()
    while state.connections:
        await asyncio.sleep(0)


def _listener(port: int) -> socket.socket:
    listener = socket.create_server((HOST, port))
    listener.setblocking(False)
    return listener


def certified(certificate: Certificate) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server's context with a certificate of our own making, and a client's that trusts it."""
    authority = trustme.CA()
    names = ("elsewhere.example",) if certificate == "wrong host" else (HOST, OTHER_HOST)
    until = datetime.datetime(2001, 1, 2, tzinfo=datetime.UTC)
    issued = (
        authority.issue_cert(*names, not_after=until, not_before=until - datetime.timedelta(1))
        if certificate == "expired"
        else authority.issue_cert(*names)
    )
    server, client = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.create_default_context()
    issued.configure_cert(server)
    authority.configure_trust(client)
    return server, client
