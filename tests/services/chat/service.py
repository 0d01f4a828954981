"""Any chat-completions server on loopback, such as a person runs on a machine of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from starlette.routing import Route

from tests.services.bill import canonical
from tests.services.call import Call, Refused
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
from tests.services.server import Certificate
from tests.services.service import Service
from tests.services.wire import Reply, as_json
from tests.services.writing import (
    DONE,
    Model,
    Prompt,
    Script,
    Written,
    chunk,
    deltas,
    message,
    spoil,
    stream,
    usage_of,
)

KEY = "sk-chat-understudy-test-key-0123456789"
MESSAGE = table(
    {
        "role": required(one_of(("system", "user", "assistant"))),
        "content": required(text()),
    },
    within="messages",
)
_BODY: Fields = {
    "model": required(text(least=1)),
    "messages": required(many(MESSAGE)),
    "stream": flag,
    "stream_options": table({"include_usage": flag}, within="stream_options"),
    "temperature": number(0, 2),
    "max_tokens": whole(1),
    "max_completion_tokens": whole(1),
    "reasoning_effort": one_of(("none", "low", "medium", "high")),
    "response_format": lambda value: "",
    "top_p": number(0, 1),
}


@dataclass(slots=True)
class User:
    """Who asks; everybody pays from the same purse."""

    name: str = "user"
    spent: int = 0

    def spend(self, tokens: int) -> None:
        """Take tokens off what is left."""
        self.spent += tokens


class ChatService(Service):
    """Models, chat, nothing else; `key` empty lets everybody in."""

    def __init__(
        self,
        *,
        port: int = 0,
        speed: float = 1.0,
        certificate: Certificate | None = None,
        key: str = "",
    ) -> None:
        super().__init__(port=port, speed=speed, certificate=certificate)
        self.key = key
        self.user = User()
        self.text = Model()
        self.lists_for_all = False
        """Whether the list of models is shown without a key."""
        self.models: tuple[str, ...] | None = ("small-model", "large-model")
        """What is listed; None is a server without a list."""

    @property
    def models_listed(self) -> tuple[str, ...]:
        """The models there are, none where the service lists none."""
        return self.models or ()

    @property
    def base_url(self) -> str:
        """The address that clients are given."""
        return f"{self.url}/v1"

    def environment(self) -> dict[str, str]:
        """The variables with which the studio finds this service."""
        key = {"CHAT_API_KEY": self.key} if self.key else {}
        return {"CHAT_API_HOST": self.base_url, **key}

    def writes(self, script: Script) -> None:
        """What the models say from now on."""
        self.text.script = script

    def routes(self) -> Sequence[Route]:
        """The paths of the interface."""
        return [
            self.route("GET", "/v1/models", self._list),
            self.route("POST", "/v1/chat/completions", self._chat),
        ]

    def admit(self, call: Call) -> None:
        """Look at the key; raises Refused."""
        call.account = self.user
        if self.lists_for_all and call.path == "/v1/models":
            return
        if self.key and call.bearer != self.key:
            raise refused(401, "Incorrect API key provided", code="invalid_api_key")
        if not self.key and "authorization" in call.request.headers:
            call.violates("a key was sent to a service that wants none")

    def over_limit(self, which: str) -> Reply:
        """One request too many."""
        return failure(429, "Rate limit reached", code="rate_limit_exceeded")

    def not_found(self) -> Reply:
        """What a wrong path is told."""
        return Reply(b"404 page not found", 404, "text/plain")

    async def _list(self, call: Call) -> Reply:
        await call.begin()
        if self.models is None:
            return self.not_found()
        data = [{"id": name, "object": "model"} for name in self.models]
        return call.answer({"object": "list", "data": data})

    async def _chat(self, call: Call) -> Reply:
        body = self._checked(call)
        prompt = Prompt(body)
        await call.begin_synthesis(model=prompt.model, text=prompt.said, characters=prompt.tokens)
        written = self.text.written(prompt)
        spoil(call, written)
        usage = usage_of(prompt, written)
        call.charge_tokens(
            model=prompt.model,
            text=prompt.said,
            read=usage["prompt_tokens"],
            written=usage["completion_tokens"],
            order=canonical(body),
        )
        if not (body.get("stream") and self.text.streams):
            return call.answer(_whole(prompt, written, usage))
        counted = body.get("stream_options", {}).get("include_usage", False)
        return stream(call, _events(prompt, written, usage if counted else None), written)

    def _checked(self, call: Call) -> dict[str, Any]:
        found = complaints(call.json, _BODY)
        for complaint in found:
            call.violates(complaint)
        if found:
            raise refused(400, "; ".join(found))
        body: dict[str, Any] = call.json
        for name in sorted(self.text.lacks & set(body)):
            said = f"Unsupported parameter: '{name}' is not supported with this model."
            raise refused(400, said, param=name, code="unsupported_parameter")
        if self.models is not None and body["model"] not in self.models:
            said = f"The model `{body['model']}` does not exist"
            raise refused(404, said, code="model_not_found")
        if not self.text.takes_system and body["messages"][0]["role"] == "system":
            raise refused(400, "invalid message role: system")
        if self.text.context is not None and Prompt(body).tokens > self.text.context:
            said = f"This model's maximum context length is {self.text.context} tokens."
            raise refused(400, said, code="context_length_exceeded")
        return body


def failure(status: int, words: str, **more: Any) -> Reply:
    """The answer that says no."""
    return as_json({"error": {"message": words, "type": "error", **more}}, status)


def refused(status: int, words: str, **more: Any) -> Refused:
    """To be raised: the answer that says no."""
    return Refused(failure(status, words, **more))


def _whole(prompt: Prompt, written: Written, usage: dict[str, Any]) -> dict[str, Any]:
    content = {"content": written.text}
    if written.thinking:
        content["reasoning_content"] = written.thinking
    return message(prompt.model, content, written.finish, usage=usage)


def _events(prompt: Prompt, written: Written, usage: dict[str, Any] | None) -> list[dict[str, Any]]:
    model = prompt.model
    return [
        chunk(model, {"role": "assistant", "content": ""}),
        *(
            chunk(model, {"reasoning_content": each, "content": None})
            for each in deltas(written.thinking, written)
        ),
        *(chunk(model, {"content": each}) for each in deltas(written.text, written)),
        chunk(model, {}, written.finish),
        *([{"object": "chat.completion.chunk", "choices": [], "usage": usage}] if usage else []),
        DONE,
    ]
