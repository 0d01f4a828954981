"""MiniMax's text models: the list, the newer path, and the older one of its own."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tests.services.bill import canonical
from tests.services.call import Call, Refused
from tests.services.chat.service import MESSAGE
from tests.services.checking import (
    Fields,
    complaints,
    flag,
    many,
    number,
    one_of,
    required,
    table,
    text,
    whole,
)
from tests.services.faults import NO_FAULT, Content
from tests.services.minimax.envelope import SUCCESS, misused, refused, trace_id
from tests.services.wire import Reply, as_json
from tests.services.writing import (
    Model,
    Prompt,
    Written,
    chunk,
    deltas,
    message,
    spoil,
    stream,
    usage_of,
)

if TYPE_CHECKING:
    from tests.services.minimax.service import MinimaxService

NEWER = "/v1/chat/completions"
MODELS = (
    "MiniMax-M3", "MiniMax-M3.1-Flash-Preview", "MiniMax-M2.7", "MiniMax-M2.7-highspeed",
    "MiniMax-M2.5", "MiniMax-M2.5-highspeed", "MiniMax-M2.1", "MiniMax-M2.1-highspeed",
    "MiniMax-M2",
)  # fmt: skip
_FLASH = "MiniMax-M3.1-Flash-Preview"
_EFFORTS = ("low", "medium", "high", "xhigh", "max")
_SHARED: Fields = {
    "model": required(text(least=1)),
    "messages": required(many(MESSAGE)),
    "stream": flag,
    "stream_options": table({"include_usage": flag}, within="stream_options"),
    "max_completion_tokens": whole(1),
}
_NEWER: Fields = {
    **_SHARED,
    "temperature": number(0, 2),
    "top_p": number(0, 1),
    "thinking": table({"type": required(one_of(("disabled", "adaptive")))}, within="thinking"),
    "reasoning_split": flag,
    "reasoning_effort": one_of(_EFFORTS),
    "service_tier": one_of(("standard", "priority")),
}
_OLDER: Fields = {
    **_SHARED,
    "temperature": number(0, 1, above=True),
    "top_p": number(0, 1, above=True),
    "mask_sensitive_info": flag,
}
_HTTP = {
    1002: (429, "rate_limit_error"),
    1004: (401, "authorized_error"),
    1008: (402, "insufficient_balance_error"),
    1026: (422, "unprocessable_entity_error"),
    1027: (422, "unprocessable_entity_error"),
    1039: (429, "rate_limit_error"),
    2013: (400, "bad_request_error"),
    2049: (401, "authorized_error"),
    2056: (429, "rate_limit_error"),
    2061: (400, "bad_request_error"),
}


def in_http_style(refusal: Refused) -> Refused:
    """The same no as the newer paths say it: a status, and the code in the words."""
    base = json.loads(refusal.reply.body)["base_resp"]
    code = base["status_code"]
    status, kind = _HTTP.get(code, (500, "server_error"))
    error = {
        "type": kind,
        "message": f"{base['status_msg']} ({code})",
        "http_code": str(status),
    }
    return Refused(as_json({"type": "error", "error": error, "request_id": trace_id()}, status))


class Chat:
    """Writes what the test's script says."""

    def __init__(self, service: MinimaxService) -> None:
        self._service = service
        self.text = Model()

    async def list(self, call: Call) -> Reply:
        """The models there are."""
        await call.begin()
        data = [{"id": name, "object": "model", "owned_by": "minimax"} for name in MODELS]
        return call.answer({"object": "list", "data": data})

    async def complete(self, call: Call) -> Reply:
        """The newer path: real statuses."""
        try:
            return await self._answered(call, _NEWER)
        except Refused as refusal:
            if call.fault is not NO_FAULT:
                raise
            raise in_http_style(refusal) from None

    async def complete_natively(self, call: Call) -> Reply:
        """The older path: HTTP 200 and a code."""
        return await self._answered(call, _OLDER)

    async def _answered(self, call: Call, fields: Fields) -> Reply:
        body = self._checked(call, fields)
        prompt = Prompt(body)
        call.account.may_speak(prompt.model, prompt.tokens)
        await call.begin_synthesis(model=prompt.model, text=prompt.said, characters=prompt.tokens)
        written = self._thought_over(body, self.text.written(prompt))
        spoil(call, written)
        usage = usage_of(prompt, written)
        call.charge_tokens(
            model=prompt.model,
            text=prompt.said,
            read=usage["prompt_tokens"],
            written=usage["completion_tokens"],
            order=canonical(body),
        )
        apart = bool(body.get("reasoning_split"))
        if not (body.get("stream") and self.text.streams):
            return call.answer(_whole(prompt, written, usage, apart=apart))
        counted = body.get("stream_options", {}).get("include_usage", False)
        events = _events(prompt, written, usage if counted else None, apart=apart)
        if fields is _OLDER:
            # The trap of the older path: all of it once more.
            events = [*events, _whole(prompt, written, usage, apart=apart)]
        return stream(call, events, written)

    def _thought_over(self, body: Content, written: Written) -> Written:
        told = body.get("thinking", {}).get("type")
        if told != "disabled":
            return written
        return replace(written, thinking="")

    def _checked(self, call: Call, fields: Fields) -> Content:
        wrong = complaints(call.json, fields)
        wrong = wrong or _between(call.json)
        if wrong:
            raise misused(call, *wrong)
        body: Content = call.json
        if body["model"] not in MODELS:
            raise refused(2013, f"unknown model '{body['model']}'")
        for name in sorted(self.text.lacks & set(body)):
            raise refused(2013, f"{name} is not supported")
        if not self.text.takes_system and body["messages"][0]["role"] == "system":
            raise refused(2013, "invalid message role: system")
        if self.text.context is not None and Prompt(body).tokens > self.text.context:
            raise refused(2013, "context window exceeds limit")
        return body


def _between(body: Content) -> list[str]:
    """What is wrong between fields that are right alone."""
    model, found = body["model"], list[str]()
    roles = [each["role"] for each in body["messages"]]
    if "user" not in roles or "system" in roles[1:]:
        found.append("messages: one system message at most, first, and one of the user")
    if "thinking" in body and not (model.startswith("MiniMax-M3") and model != _FLASH):
        found.append(f"thinking: not on {model}")
    if "reasoning_effort" in body and model != _FLASH:
        found.append(f"reasoning_effort: not on {model}")
    if "stream_options" in body and not body.get("stream"):
        found.append("stream_options: only with stream")
    most = 524_288 if model.startswith("MiniMax-M3") else 204_800
    if body.get("max_completion_tokens", 1) > most:
        found.append(f"max_completion_tokens: at most {most}")
    return found


def _content(written: Written) -> str:
    """Thinking and answer in one."""
    if not written.thinking:
        return written.text
    return f"<think>{written.thinking}</think>\n\n{written.text}"


def _details(thinking: str) -> list[Content]:
    kind = {"type": "reasoning.text", "id": "reasoning-text-1", "format": "MiniMax-response-v1"}
    return [{**kind, "index": 0, "text": thinking}]


def _whole(prompt: Prompt, written: Written, usage: Content, *, apart: bool) -> Content:
    content: Content = {"content": written.text if apart else _content(written)}
    if apart and written.thinking:
        content["reasoning_content"] = written.thinking
        content["reasoning_details"] = _details(written.thinking)
    quiet: dict[str, Any] = {"input_sensitive": False, "output_sensitive": False}
    base: Content = {"base_resp": dict(SUCCESS)}
    return message(prompt.model, content, written.finish, usage=usage, **quiet, **base)


def _events(
    prompt: Prompt, written: Written, usage: Content | None, *, apart: bool
) -> list[Content]:
    """Deltas; thinking that comes apart is told from its beginning each time."""
    model = prompt.model
    thoughts = deltas(written.thinking, written) if apart else []
    grown = ["".join(thoughts[: at + 1]) for at in range(len(thoughts))]
    return [
        *(chunk(model, {"reasoning_details": _details(each)}, usage=None) for each in grown),
        *(
            chunk(model, {"role": "assistant", "content": each}, usage=None)
            for each in deltas(written.text if apart else _content(written), written)
        ),
        chunk(model, {"content": ""}, written.finish, usage=usage),
    ]
