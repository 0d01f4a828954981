"""Where useapi.net is asked: one host, and the web sites mistaken for it."""

from __future__ import annotations

from collections.abc import Mapping

from studio.engines.web_hosts import normal_host

USUAL = "https://api.useapi.net"
KNOWN: Mapping[str, str] = {USUAL: "useapi.net"}
SITES: Mapping[str, str] = {"useapi.net": "api.useapi.net", "www.useapi.net": "api.useapi.net"}
"""Web sites that people take for the host, and the host they mean."""


def host_of(written: str) -> str:
    """The address of whatever a person typed, the usual one for nothing; raises AccountError."""
    return normal_host(written, usual=USUAL, sites=SITES)
