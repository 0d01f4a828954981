"""Where MiniMax is asked: one host for each region, and web sites mistaken for them."""

from __future__ import annotations

from collections.abc import Mapping

from studio.engines.web_hosts import normal_host

USUAL = "https://api.minimax.io"
KNOWN: Mapping[str, str] = {
    "https://api.minimax.io": "Global",
    "https://api-uw.minimax.io": "Global, first sound sooner",
    "https://api.minimaxi.com": "Mainland China",
    "https://api.minimax.cn": "Mainland China, newer address",
    "https://api-bj.minimaxi.com": "Mainland China, north",
    "https://api.minimax.chat": "Mainland China, old address",
    "https://api.minimaxi.chat": "Global, old address",
}
"""The hosts there are, by region; an account belongs to one region for ever."""

SITES: Mapping[str, str] = {
    f"{sub}{site}": host
    for site, host in (
        ("minimax.io", "api.minimax.io"),
        ("minimaxi.com", "api.minimaxi.com"),
        ("minimax.cn", "api.minimax.cn"),
    )
    for sub in ("", "www.", "platform.")
}
"""Web sites that people take for the host, and the host they mean."""


def host_of(written: str) -> str:
    """The address of whatever a person typed, the usual one for nothing; raises AccountError."""
    return normal_host(written, usual=USUAL, sites=SITES)
