"""Fetches what a service left behind a link: without the key, encrypted, three times if need be."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from urllib.parse import urljoin

import httpx

from studio.engines.web_body import pieces_of
from studio.engines.web_failures import BROKEN, words_of
from studio.engines.web_hosts import is_loopback, origin

TRIES = 3
_HOPS = 3
_READ_S = 60.0
_WHOLE_S = 600.0


class DownloadFailed(Exception):
    """A link that gave nothing; the argument says why. `gone`: trying again will not help."""

    def __init__(self, why: str, *, gone: bool = False) -> None:
        super().__init__(why)
        self.gone = gone


async def download(
    client: httpx.AsyncClient, link: str, *, largest: int, at_home: bool, pause_s: float
) -> bytes:
    """The bytes behind a link, at most `largest`; raises DownloadFailed.

    A link without encryption is asked with it, unless service and link are both on this machine
    (`at_home`). The pause doubles after each try.
    """
    for turn in range(1, TRIES + 1):
        try:
            async with asyncio.timeout(_WHOLE_S):
                return await _fetched(client, link, largest=largest, at_home=at_home)
        except BROKEN as error:
            if turn == TRIES:
                raise DownloadFailed(words_of(error)) from error
        except DownloadFailed as failed:
            if failed.gone or turn == TRIES:
                raise
        await asyncio.sleep(pause_s * 2 ** (turn - 1))
    raise AssertionError("the last try returns or raises")


async def _fetched(client: httpx.AsyncClient, link: str, *, largest: int, at_home: bool) -> bytes:
    """One try, through a few redirects; raises DownloadFailed and what the library raises."""
    for _ in range(_HOPS):
        request = _request(client, link, at_home=at_home)
        response = await client.send(request, stream=True)
        try:
            if not response.is_redirect:
                return await _body(response, largest)
            link = urljoin(str(request.url), response.headers.get("location", ""))
        finally:
            await response.aclose()
    raise DownloadFailed("the link leads in circles", gone=True)


def _request(client: httpx.AsyncClient, link: str, *, at_home: bool) -> httpx.Request:
    scheme, _, rest = link.partition("://")
    near = at_home and is_loopback(link)
    strange = scheme.lower() not in ("http", "https") or not origin(link)
    if strange or (is_loopback(link) and not near):
        raise DownloadFailed("the service gave no usable link", gone=True)
    address = link if near else f"https://{rest}"
    try:
        return client.build_request("GET", address, timeout=httpx.Timeout(_READ_S, connect=10.0))
    except (httpx.InvalidURL, UnicodeError) as error:
        raise DownloadFailed("the service gave no usable link", gone=True) from error


async def _body(response: httpx.Response, largest: int) -> bytes:
    status = response.status_code
    if status != 200:
        raise DownloadFailed(
            f"the link answers {status}", gone=400 <= status < 500 and status != 429
        )
    async with aclosing(pieces_of(response, largest=largest)) as pieces:
        data = b"".join([piece async for piece in pieces])
    if not data:
        raise DownloadFailed("the link gives nothing")
    start = data[:64].lstrip(b"\xef\xbb\xbf \r\n\t")
    if start.startswith(b"<"):
        raise DownloadFailed("the link gives a web page")
    return data
