"""How the studio speaks to a service on the web: one account, one host, one set of connections.

    web = Web(account.key, host, key)
    answer = await web.ask(Call("POST", "/v1/t2a_v2", json=body, bills=True))

Every failure leaves as an error of the studio, with nothing secret in it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import aclosing, asynccontextmanager, suppress
from dataclasses import dataclass
from importlib import import_module

import httpx

from studio import __version__
from studio.engines.web_body import ENCODINGS, pieces_of
from studio.engines.web_call import LARGEST, PATIENCE, Answer, Call, Patience
from studio.engines.web_download import download
from studio.engines.web_failures import BROKEN, failure
from studio.engines.web_hosts import is_loopback, origin
from studio.engines.web_redaction import excerpt
from studio.engines.web_upload import UploadBroken
from studio.errors import AccountProblem, AccountStopped, EngineRefused, EngineUnreachable

_KEPT_OPEN_S = 2.0
"""How long an idle connection is used again: services close theirs after five seconds or more.
Of a request sent into a closing connection nobody would know whether it was billed."""


@dataclass(frozen=True, slots=True)
class Listening:
    """An answer that is still coming: `head` has no body, `pieces` can be read once."""

    head: Answer
    pieces: AsyncIterator[bytes]


class Web:
    """The connections of one account to one host, opened when the first request is made.

    `engine` is the name errors carry; `key` is asked before each request and sent to this host
    only, unless the account is `keyless`. A redirect is an error: the key would go along.

    Closed, it is retired: what runs is finished, nothing is begun.
    """

    def __init__(
        self,
        engine: str,
        host: str,
        key: Callable[[], Awaitable[str]],
        *,
        patience: Patience = PATIENCE,
        keyless: bool = False,
    ) -> None:
        self.engine = engine
        self.host = host
        self.patience = patience
        self._ask_key = key
        self._keyless = keyless
        self._secrets: set[str] = set()
        self._client: httpx.AsyncClient | None = None
        self._opening = asyncio.Lock()
        self._running = 0
        self._retired = False

    def __repr__(self) -> str:
        return f"Web({self.engine!r}, {self.host!r})"

    def safe(self, words: str) -> str:
        """A service's own words, short and without anything secret."""
        return excerpt(words, self._secrets)

    async def ask(self, call: Call) -> Answer:
        """The whole answer.

        Raises AccountError, AccountStopped, EngineUnreachable; for what bills OutcomeUnknown.
        """
        body = bytearray()
        async with self.listen(call) as listening:
            try:
                async with asyncio.timeout(5 * self._read_s(call)):
                    async for piece in listening.pieces:
                        body += piece  # joining ten megabytes at once would take 6 ms
            except TimeoutError as slow:
                raise failure(self.engine, slow, bills=call.bills) from slow
        return Answer(listening.head.status, listening.head.headers, body)

    @asynccontextmanager
    async def working(self) -> AsyncGenerator[None]:
        """Work of several calls, such as speaking and fetching: closing waits for its end.

        Only what bills is not begun any more. Raises EngineUnreachable when it is closed already.
        """
        if self._retired and not self._running:
            raise self._gone()
        self._running += 1
        try:
            yield
        finally:
            self._running -= 1
            await self._let_go()

    @asynccontextmanager
    async def listen(self, call: Call) -> AsyncGenerator[Listening]:
        """An answer as it comes; entering and reading raise what `ask` raises."""
        async with self.working():
            client = await self._opened()
            request = self._request(client, call, await self._key())
            if self._retired and call.bills:  # perhaps while the keyring was asked
                raise self._gone()
            async with self._sent(client, request, call) as listening:
                yield listening

    async def download(self, link: str, *, largest: int = LARGEST) -> bytes:
        """What is behind a link that the service gave, asked without the key, in up to 3 tries.

        Raises DownloadFailed, EngineUnreachable.
        """
        async with self.working():
            client = await self._opened()
            at_home = is_loopback(self.host)
            pause_s = self.patience.between_tries_s
            return await download(client, link, largest=largest, at_home=at_home, pause_s=pause_s)

    async def aclose(self) -> None:
        """Begin nothing any more, and close the connections when the last call has ended."""
        self._retired = True
        await self._let_go()

    async def _let_go(self) -> None:
        """Close the connections of a retired account that nothing needs any more."""
        if self._retired and not self._running:
            client, self._client = self._client, None
            if client is not None:
                await client.aclose()

    def _gone(self) -> EngineUnreachable:
        return EngineUnreachable(self.engine, "the account was changed or removed meanwhile")

    @asynccontextmanager
    async def _sent(
        self, client: httpx.AsyncClient, request: httpx.Request, call: Call
    ) -> AsyncGenerator[Listening]:
        try:
            response = await client.send(request, stream=True)
        except UploadBroken as error:
            raise EngineRefused(self.engine, str(error)) from error
        except BROKEN as error:
            raise failure(self.engine, error, bills=call.bills) from error
        try:
            if response.is_redirect or 300 <= response.status_code < 400:
                raise self._redirected(response)
            headers = {name.lower(): value for name, value in response.headers.items()}
            head = Answer(response.status_code, headers)
            async with aclosing(self._pieces(response, call)) as pieces:
                yield Listening(head, pieces)
        finally:
            await response.aclose()

    def _read_s(self, call: Call) -> float:
        return call.read_s or self.patience.read_s

    async def _pieces(self, response: httpx.Response, call: Call) -> AsyncGenerator[bytes]:
        """The body; of an answer that says no, whatever of it came."""
        try:
            async with aclosing(pieces_of(response, largest=call.largest)) as pieces:
                async for piece in pieces:
                    yield piece
        except BROKEN as error:
            if response.status_code < 400:
                raise failure(self.engine, error, bills=call.bills) from error

    def _request(self, client: httpx.AsyncClient, call: Call, key: str) -> httpx.Request:
        patience = self.patience
        try:
            request = client.build_request(
                call.method,
                self.host + call.path,
                params=call.query or None,
                json=call.json,
                headers=_headers(call, key),
                timeout=httpx.Timeout(
                    self._read_s(call), connect=patience.connect_s, pool=patience.connect_s
                ),
            )
        except (httpx.InvalidURL, UnicodeError) as error:
            problem = AccountProblem.WRONG_ADDRESS
            raise AccountStopped(self.engine, f"{self.host} is no address", problem) from error
        if call.upload is not None:
            request.stream = call.upload
        return request

    def _redirected(self, response: httpx.Response) -> AccountStopped:
        where = origin(response.headers.get("location", ""))
        detail = f"{self.host} sends the studio on to {where or 'another address'}"
        return AccountStopped(self.engine, self.safe(detail), AccountProblem.WRONG_ADDRESS)

    async def _key(self) -> str:
        if self._keyless:
            return ""
        key = (await self._ask_key()).strip()
        if not (key and key.isascii() and key.isprintable()) or " " in key:
            # Refused here, because the library would quote it in its complaint.
            raise AccountStopped(self.engine, "the key holds what no key can hold")
        self._secrets.add(key)
        return key

    async def _opened(self) -> httpx.AsyncClient:
        async with self._opening:
            if self._client is None:
                # In a thread: the certificates of the world take tens of milliseconds to read.
                make = asyncio.to_thread(_client, ours=not is_loopback(self.host))
                try:
                    self._client = await make
                except (ImportError, ValueError, OSError) as error:
                    detail = "the proxy or certificates set on this machine cannot be used"
                    raise EngineUnreachable(self.engine, detail) from error
            return self._client


def _headers(call: Call, key: str) -> dict[str, str]:
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    if upload := call.upload:
        headers |= {"Content-Type": upload.content_type, "Content-Length": str(upload.size)}
    return headers


def _client(*, ours: bool) -> httpx.AsyncClient:
    """A client without a key; `ours`: whether the proxy set on this machine is for it."""
    with suppress(ImportError):  # else the first request imports it, 40 ms on the window's thread
        import_module("anyio._backends._asyncio")
    for logger in map(logging.getLogger, ("httpx", "httpcore")):
        # They write whole addresses, and in those are account numbers and signed links.
        logger.setLevel(max(logger.level, logging.WARNING))
    return httpx.AsyncClient(
        headers={"User-Agent": f"Understudy/{__version__}", "Accept-Encoding": ENCODINGS},
        limits=httpx.Limits(max_connections=None, keepalive_expiry=_KEPT_OPEN_S),
        follow_redirects=False,
        trust_env=ours,
    )
