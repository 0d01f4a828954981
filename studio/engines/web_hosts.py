"""The address of a service from whatever a person typed, and which addresses are this machine."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from urllib.parse import SplitResult, urlsplit

from studio.errors import AccountError, AccountFault

_SCHEME = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]*://")
_NAME = re.compile(r"(?=.{1,253}$)[\w-]{1,63}(\.[\w-]{1,63})*\.?")


def normal_host(
    written: str, *, usual: str, sites: Mapping[str, str] | None = None, account: str = ""
) -> str:
    """The origin to ask, such as `https://api.minimax.io`; `usual` when nothing was written.

    Adds what is missing, drops path and query, and takes a web site for the interface that
    `sites` names for it. Plain http is for this machine only. Raises AccountError.
    """
    words = written.strip()
    if not words:
        return usual
    if not _SCHEME.match(words):
        words = f"{'http' if _is_loopback(_host_of(words)) else 'https'}://{words}"
    parts = _split(words, account)
    name = (parts.hostname or "").rstrip(".").lower()
    port = parts.port
    if parts.scheme not in ("http", "https") or parts.username is not None or not _is_host(name):
        raise AccountError(AccountFault.BAD_HOST, account, _shown(parts))
    name = (sites or {}).get(name, name)
    if parts.scheme == "http" and not _is_loopback(name):
        raise AccountError(AccountFault.INSECURE_HOST, account, f"http://{name}")
    shown = f"[{name}]" if ":" in name else name
    usual_port = 443 if parts.scheme == "https" else 80
    return f"{parts.scheme}://{shown}" + (f":{port}" if port not in (None, usual_port) else "")


def is_loopback(address: str) -> bool:
    """Whether an address with its scheme is on this machine."""
    return _is_loopback(_host_of(address))


def origin(address: str) -> str:
    """Scheme and host of an address, empty when it has none: what of it is no secret."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.hostname}" if parts.scheme and parts.hostname else ""


def _host_of(words: str) -> str:
    try:
        return urlsplit(words if _SCHEME.match(words) else f"//{words}").hostname or ""
    except ValueError:
        return ""


def _split(words: str, account: str) -> SplitResult:
    """The parts of an address whose port can be read."""
    try:
        parts = urlsplit(words)
        _ = parts.port
    except ValueError as error:
        raise AccountError(AccountFault.BAD_HOST, account, "not an address") from error
    return parts


def _is_loopback(name: str) -> bool:
    if name.rstrip(".").lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _is_host(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return _NAME.fullmatch(name) is not None
    return True


def _shown(parts: SplitResult) -> str:
    """An address as a person may see it: without a name and password before the host."""
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
