"""MiniMax's envelope: HTTP 200, and the outcome in `base_resp`."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import Any

from tests.services.call import Call, Refused
from tests.services.minimax.vocabulary import MESSAGES
from tests.services.wire import Reply, as_json

SUCCESS = {"status_code": 0, "status_msg": "success"}


def trace_id() -> str:
    """A fresh number for support."""
    return secrets.token_hex(16)


def failure(code: int, detail: str = "") -> Reply:
    """The answer that says no."""
    message = MESSAGES.get(code, "unknown error")
    envelope = {"status_code": code, "status_msg": f"{message}: {detail}" if detail else message}
    trace = trace_id()
    content = {"data": None, "trace_id": trace, "base_resp": envelope}
    return as_json(content, Trace_Id=trace)


def refused(code: int, detail: str = "") -> Refused:
    """To be raised: the answer that says no."""
    return Refused(failure(code, detail))


def misused(call: Call, *details: str) -> Refused:
    """To be raised: 2013 for a client that broke a rule, which is noted."""
    for detail in details:
        call.violates(detail)
    return refused(2013, "; ".join(details))


def success(call: Call, **content: Any) -> Reply:
    """The answer that says yes."""
    reply = call.answer({**content, "base_resp": dict(SUCCESS)})
    return replace(reply, headers={"Trace-Id": content.get("trace_id", trace_id())})
