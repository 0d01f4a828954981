"""What a broken connection means to the studio: surely not billed, perhaps billed, not trusted."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator

import httpx

from studio.errors import (
    AccountProblem,
    AccountStopped,
    EngineUnreachable,
    NoConnection,
    NoSuchHost,
    OutcomeUnknown,
    VoiceError,
)


class BodyDamaged(Exception):
    """An answer that is too large, or not what its headers say; the argument says which."""


BROKEN = (httpx.TransportError, httpx.DecodingError, httpx.StreamError, BodyDamaged, TimeoutError)
"""All that a request may raise on its way."""

_NOT_REACHED = (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError, httpx.PoolTimeout)
_NOT_SENT = (
    *_NOT_REACHED,
    httpx.UnsupportedProtocol,
    httpx.LocalProtocolError,
    httpx.WriteError,  # raised before a piece is written: the service never had the whole request
)
_CUT_OFF = (ssl.SSLEOFError, ssl.SSLZeroReturnError, ssl.SSLSyscallError)


def failure(engine: str, error: Exception, *, bills: bool) -> VoiceError:
    """The studio's error for a request that was not answered to the end.

    `bills`: whether the service may have done paid work for it.
    """
    if isinstance(error, _NOT_SENT):
        if _untrusted(error):
            detail = "the service's certificate is not trusted"
            return AccountStopped(engine, detail, AccountProblem.NOT_TRUSTED)
        if any(isinstance(each, socket.gaierror) for each in _chain(error)):
            return NoSuchHost(engine, f"no host is called {_host_in(error)}")
        kind = NoConnection if isinstance(error, _NOT_REACHED) else EngineUnreachable
        return kind(engine, words_of(error))
    if bills:
        return OutcomeUnknown(engine, words_of(error))
    return EngineUnreachable(engine, words_of(error))


def words_of(error: Exception) -> str:
    """What went wrong in our own words: those of a library may quote what was sent."""
    match error:
        case httpx.ConnectTimeout():
            return "no connection in time"
        case httpx.ProxyError():
            return "the proxy did not let the studio through"
        case httpx.ConnectError() | httpx.UnsupportedProtocol():
            return "no connection"
        case TimeoutError() | httpx.TimeoutException():
            return "no answer in time"
        case BodyDamaged():
            return str(error)
        case httpx.DecodingError():
            return "the answer is damaged"
        case httpx.LocalProtocolError() | httpx.WriteError():
            return "the request was not sent"
        case _:
            return "the connection was lost before the whole answer came"


def _host_in(error: Exception) -> str:
    """The host that was asked for."""
    return error.request.url.host if isinstance(error, httpx.RequestError) else "this"


def _untrusted(error: BaseException) -> bool:
    """Whether encryption failed, and not only because the connection was cut while it began."""
    faults = [each for each in _chain(error) if isinstance(each, ssl.SSLError)]
    return bool(faults) and not any(isinstance(each, _CUT_OFF) for each in faults)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__
