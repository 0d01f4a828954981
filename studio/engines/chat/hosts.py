"""Where a chat service is asked: any address with the path its interface begins at."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from studio.engines.web_hosts import normal_host
from studio.errors import AccountError, AccountFault

USUAL = "https://api.openai.com/v1"
KNOWN: Mapping[str, str] = {
    USUAL: "OpenAI",
    "https://openrouter.ai/api/v1": "OpenRouter",
    "https://api.deepseek.com/v1": "DeepSeek",
    "http://127.0.0.1:11434/v1": "Ollama, this machine",
    "http://127.0.0.1:1234/v1": "LM Studio, this machine",
    "http://127.0.0.1:8080/v1": "llama.cpp, this machine",
}
"""Addresses that many people use; any other one is as good."""

SITES: Mapping[str, str] = {
    "openai.com": "api.openai.com",
    "www.openai.com": "api.openai.com",
    "platform.openai.com": "api.openai.com",
    "deepseek.com": "api.deepseek.com",
    "www.deepseek.com": "api.deepseek.com",
    "platform.deepseek.com": "api.deepseek.com",
}
"""Web sites that people take for the host, and the host they mean."""

_USUAL_PATH = "/v1"
_PATH = re.compile(r"(?:/[\w.~@:+-]+)*")
_CALLS = ("/chat/completions", "/completions", "/models")
"""Ends of addresses that were copied with the call they are for."""


def host_of(written: str) -> str:
    """The address of whatever a person typed, with its path; raises AccountError.

    Without a path the usual one, `/v1`, is meant.
    """
    words = written.strip()
    host = normal_host(words, usual=USUAL, sites=SITES)
    if not words:
        return host
    path = urlsplit(words if "://" in words else f"//{words}").path.rstrip("/")
    for call in _CALLS:
        path = path.removesuffix(call)
    if not _PATH.fullmatch(path):
        raise AccountError(AccountFault.BAD_HOST, "", f"{host} with a path that is none")
    return host + (path or _USUAL_PATH)
