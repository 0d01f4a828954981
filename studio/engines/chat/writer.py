"""A chat service of one's own choice behind the studio's protocol of writing."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing, suppress
from difflib import get_close_matches
from typing import Any, cast

from studio.engines.chat.hosts import host_of
from studio.engines.chat.objections import is_page, objection_to
from studio.engines.completions import WAITING, Objection, Waiting, answered, content_of
from studio.engines.completions_asking import Body, Manners, body_of
from studio.engines.completions_reading import Content
from studio.engines.text import Message, TextPiece, TextPrice, TextRequest, Thinking, Tokens
from studio.engines.web import Web
from studio.engines.web_call import PATIENCE, Answer, Call, Patience
from studio.engines.web_hosts import is_loopback
from studio.errors import (
    AccountError,
    AccountProblem,
    AccountStopped,
    EngineRefused,
    EngineUnreachable,
    NoSuchModel,
    StudioError,
)
from studio.model.account import Account

CHAT = "/chat/completions"
LIST = "/models"

WAITING_HERE = Waiting(first_s=600.0, between_s=120.0, whole_s=3600.0)
"""A model on this machine has to be loaded first, and has no more than this machine's speed."""

_EFFORT = {Thinking.NONE: "none", Thinking.SOME: "low", Thinking.MUCH: "high"}
_ROOM = {Thinking.NONE: 0, Thinking.SOME: 8_192, Thinking.MUCH: 32_768}
"""Tokens that thinking may take beside the answer."""
_NO_LIST = (404, 405, 501)
_TRIES = 3
_SOON_S = 10.0
"""How long a list is waited for that only makes a complaint clearer."""


class ChatWriter:
    """One account at any chat service; nothing is opened before the first request."""

    def __init__(
        self,
        account: Account,
        key: Callable[[], Awaitable[str]],
        *,
        patience: Patience = PATIENCE,
        waiting: Waiting | None = None,
    ) -> None:
        self._account = account
        self._key = key
        self._patience = patience
        self._waiting = waiting
        self._opened: Web | None = None
        self._first_listed = ""
        self._met_page = False
        self._manners = Manners()
        self._check_cost = Tokens()

    @property
    def name(self) -> str:
        """`chat/main` for the account `main`."""
        return self._account.key

    @property
    def models(self) -> tuple[str, ...]:
        """The account's model, if it names one."""
        return tuple(filter(None, (self._account.options.get("model", ""),)))

    @property
    def check_cost(self) -> Tokens:
        """What the last check was billed: nothing where the service has a list of models."""
        return self._check_cost

    def price(self, model: str = "") -> TextPrice:
        """Unknown: anybody may offer anything."""
        del model
        return TextPrice()

    async def answer(self, request: TextRequest) -> AsyncGenerator[TextPiece, None]:
        """The answer in pieces; raises a VoiceError or AccountError."""
        web = self._web()
        body = _body(request, await self._model(request.model))
        waiting = self._waiting or (WAITING_HERE if is_loopback(web.host) else WAITING)
        pieces = answered(
            web, CHAT, body, manners=self._manners, objection=self._objection, waiting=waiting
        )
        try:
            async with aclosing(pieces):
                async for piece in pieces:
                    yield piece
        except NoSuchModel as error:
            raise await self._with_those_there_are(error, str(body["model"])) from error

    async def known_models(self) -> tuple[str, ...]:
        """The models the service lists; raises a VoiceError or AccountError."""
        return await self._listed(self._web()) or ()

    async def check(self) -> None:
        """Ask for the list of models, or for a token where a list would prove nothing."""
        self._check_cost = Tokens()
        listed = await self._listed(self._web())
        if listed is not None and (self._account.keyless or not await self._lists_for_all()):
            return
        asked = TextRequest("", (Message("user", "Say yes."),), longest_answer=1)
        async with aclosing(self.answer(asked)) as pieces:
            async for piece in pieces:
                self._check_cost = piece.tokens or Tokens(written=1)

    async def aclose(self) -> None:
        """Begin nothing any more, and close the connections after what runs."""
        with suppress(AccountError):  # what has no address was never opened
            await self._web().aclose()

    def _web(self) -> Web:
        """The connections of the account; raises AccountError for an address that cannot be."""
        if self._opened is None:
            self._opened = self._connected(keyless=self._account.keyless)
        return self._opened

    def _connected(self, *, keyless: bool) -> Web:
        host = host_of(self._account.host)
        return Web(self.name, host, self._key, patience=self._patience, keyless=keyless)

    async def _model(self, wanted: str) -> str:
        """The model to ask: the one wanted, the account's, or the first that is listed."""
        model = wanted.strip() or self._account.options.get("model", "") or self._first_listed
        if not model:
            listed = await self.known_models()
            if not listed and self._met_page:
                told = f"no chat service is at this address: {self._web().host}"
                raise AccountStopped(self.name, told, AccountProblem.WRONG_ADDRESS)
            if not listed:
                told = "the service lists no models; name one in the account"
                raise EngineRefused(self.name, told)
            model = self._first_listed = listed[0]
        return model

    async def _with_those_there_are(self, error: NoSuchModel, wanted: str) -> NoSuchModel:
        """The error with the models that are listed, where the service soon tells them."""
        try:
            async with asyncio.timeout(_SOON_S):
                known = await self._listed_once(self._web()) or ()
        except (StudioError, TimeoutError):
            return error
        near = get_close_matches(wanted, known)
        return NoSuchModel(self.name, error.detail, tuple(dict.fromkeys((*near, *known))))

    async def _lists_for_all(self) -> bool:
        """Whether the list is shown without a key, so that it says nothing about the key."""
        stranger = self._connected(keyless=True)
        try:
            answer = await stranger.ask(Call("GET", LIST))
            return answer.status == 200
        finally:
            await stranger.aclose()

    async def _listed(self, web: Web) -> tuple[str, ...] | None:
        """The models of the list, None where there is no list; asked up to three times."""
        for turn in range(1, _TRIES):
            try:
                return await self._listed_once(web)
            except EngineUnreachable:
                await asyncio.sleep(self._patience.between_tries_s * 2 ** (turn - 1))
        return await self._listed_once(web)

    async def _listed_once(self, web: Web) -> tuple[str, ...] | None:
        answer = await web.ask(Call("GET", LIST))
        self._met_page = is_page(answer)
        if answer.status in _NO_LIST:
            return None
        if answer.status >= 400:
            content = content_of(answer.body)
            found = objection_to(
                self.name, answer, content, bills=False, safe=web.safe, host=web.host
            )
            raise found.error if found else EngineUnreachable(self.name)
        return _names_in(answer.body)

    def _objection(self, answer: Answer, content: Content | None) -> Objection | None:
        web = self._web()
        return objection_to(self.name, answer, content, safe=web.safe, host=web.host)


def _body(request: TextRequest, model: str) -> Body:
    """A request as most services take it; what one does not take is left out after its no."""
    body = body_of(request, model)
    body["temperature"] = round(min(max(request.temperature, 0.0), 2.0), 2)
    body["reasoning_effort"] = _EFFORT[request.thinking]
    if request.longest_answer:
        body["max_tokens"] = request.longest_answer + _ROOM[request.thinking]
    return body


def _names_in(body: bytes | bytearray) -> tuple[str, ...] | None:
    """The names of a list of models, None for what is no list."""
    try:
        found: Any = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if isinstance(found, dict):
        content = cast("Content", found)
        found = content["data"] if "data" in content else content.get("models")
    if not isinstance(found, list):
        return None
    tables = [
        cast("Content", each) for each in cast("list[object]", found) if isinstance(each, dict)
    ]
    names = (table.get("id") or table.get("name") for table in tables)
    return tuple(name for name in names if isinstance(name, str) and name)
