"""Takes keys, tokens and signed addresses out of words that a person, a log or a file will see."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

HIDDEN = "…"
LONGEST_DETAIL = 300
"""Characters of a service's own words that are kept."""
LONGEST_TRACE = 64

_BEARER = re.compile(r"(?i)\b(bearer\s+)[^\s\"'<>,;]+")
_TOKEN = re.compile(r"\buser:\d+-[\w-]+")
_KEY = re.compile(r"\b(?:sk-[\w*.-]{4,}|eyJ[\w-]+(?:\.[\w-]+)*)")
_QUERY = re.compile(
    r"(?i)([?&;](?:[\w-]*(?:token|key|secret|sign|signature|credential)|sig|group_?id)=)[^&\s\"'<>]+"
)
_UNSEEN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff\s]+"
)
"""Also halves of characters, which JSON may hold and no file."""
_NOT_IN_TRACES = re.compile(r"[^\w.-]+", re.ASCII)


def redacted(text: str, secrets: Iterable[str] = ()) -> str:
    """The text with these secrets, and whatever else looks like one, replaced by an ellipsis."""
    for secret in sorted({*filter(None, secrets)}, key=len, reverse=True):
        text = text.replace(secret, HIDDEN)
    text = _BEARER.sub(rf"\1{HIDDEN}", text)
    text = _TOKEN.sub(f"user:{HIDDEN}", text)
    return _QUERY.sub(rf"\1{HIDDEN}", _KEY.sub(HIDDEN, text))


def excerpt(text: str, secrets: Iterable[str] = (), *, longest: int = LONGEST_DETAIL) -> str:
    """The beginning of a service's own words on one line, secrets and controls removed."""
    line = _UNSEEN.sub(" ", redacted(text[: 20 * longest], secrets)).strip()
    return line if len(line) <= longest else line[:longest].rstrip() + "…"


def trace_from(found: object, safe: Callable[[str], str]) -> str:
    """A service's own number of a call as it may be kept and shown, empty where there is none.

    `safe` takes secrets out; it goes first, for a key that was cut is no longer known as one.
    """
    if isinstance(found, bool) or not isinstance(found, str | int):
        return ""
    return _NOT_IN_TRACES.sub("", safe(str(found)))[:LONGEST_TRACE]
