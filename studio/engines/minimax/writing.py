"""MiniMax's text models behind the studio's protocol of writing."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing, suppress
from typing import cast

from studio.engines.completions import WAITING, Objection, Waiting, answered
from studio.engines.completions_asking import Body, Manners, asks_too_much, body_of
from studio.engines.minimax.client import Client
from studio.engines.minimax.counting import region_of
from studio.engines.minimax.envelope import BAD_VALUE, Content, complaint_of, error_of
from studio.engines.minimax.hosts import host_of
from studio.engines.minimax.text_models import MODELS, longest_answer, told_to_think, usual
from studio.engines.minimax.text_prices import TextPrices
from studio.engines.text import TextPiece, TextPrice, TextRequest
from studio.engines.web import Web
from studio.engines.web_call import PATIENCE, Answer, Patience
from studio.errors import AccountError, EngineRefused, TooMuchAtOnce
from studio.model.account import Account

COMPLETIONS = "/v1/chat/completions"
NATIVE = "/v1/text/chatcompletion_v2"
LIST = "/v1/models"

_TOO_MANY_TOKENS = 1039
_LEAST_WARMTH = 0.01
"""The native path takes no temperature of 0."""


class MiniMaxWriter:
    """One account at MiniMax, as what writes; nothing is opened before the first request."""

    def __init__(
        self,
        account: Account,
        key: Callable[[], Awaitable[str]],
        *,
        patience: Patience = PATIENCE,
        waiting: Waiting = WAITING,
    ) -> None:
        self._account = account
        self._key = key
        self._patience = patience
        self._waiting = waiting
        self._opened: Web | None = None
        self._prices: TextPrices | None = None
        self._manners = Manners()

    @property
    def name(self) -> str:
        """`minimax/main` for the account `main`."""
        return self._account.key

    @property
    def models(self) -> tuple[str, ...]:
        """Suggestions, the usual one first."""
        return MODELS

    def price(self, model: str = "") -> TextPrice:
        """What the service's list says; plans and credits are not in it."""
        if self._prices is None:
            self._prices = TextPrices(region_of(self._account.host))
        return self._prices.of(usual(model))

    async def answer(self, request: TextRequest) -> AsyncGenerator[TextPiece, None]:
        """The answer in pieces; raises a VoiceError or AccountError."""
        native = self._account.options.get("text_path") == "native"
        pieces = answered(
            self._web(),
            NATIVE if native else COMPLETIONS,
            _body(request, native=native),
            manners=self._manners,
            objection=self._objection,
            query=self._group,
            waiting=self._waiting,
        )
        async with aclosing(pieces):
            async for piece in pieces:
                yield piece

    async def known_models(self) -> tuple[str, ...]:
        """The models of the service's list; raises a VoiceError or AccountError."""
        client = Client(self._web(), group_id=self._group.get("GroupId", ""))
        found = (await client.look("GET", LIST)).get("data")
        tables = cast("list[object]", found) if isinstance(found, list) else []
        names = (cast("Content", table).get("id") for table in tables if isinstance(table, dict))
        return tuple(name for name in names if isinstance(name, str) and name)

    async def check(self) -> None:
        """Ask for the list of models, which costs nothing and needs key and region to be right."""
        await self.known_models()

    async def aclose(self) -> None:
        """Begin nothing any more, and close the connections after what runs."""
        with suppress(AccountError):  # what has no address was never opened
            await self._web().aclose()

    @property
    def _group(self) -> dict[str, str]:
        group_id = self._account.options.get("group_id", "").strip()
        return {"GroupId": group_id} if group_id else {}

    def _web(self) -> Web:
        """The connections of the account; raises AccountError for an address that cannot be."""
        if self._opened is None:
            host = host_of(self._account.host)
            self._opened = Web(self.name, host, self._key, patience=self._patience)
        return self._opened

    def _objection(self, answer: Answer, content: Content | None) -> Objection | None:
        complaint = complaint_of(answer, content)
        if complaint is None:
            return None
        safe = self._web().safe
        error = error_of(self.name, answer, complaint, bills=True, safe=safe)
        if complaint.code == _TOO_MANY_TOKENS:
            # It counts what might be written too: without a wish for much it may pass.
            return Objection(error, "max_completion_tokens")
        if isinstance(error, EngineRefused):
            if answer.status == 413 or asks_too_much(complaint.words):
                return Objection(TooMuchAtOnce(self.name, error.detail))
            if complaint.code == BAD_VALUE or answer.status == 400:
                return Objection(error, complaint.words)
        return Objection(error)


def _body(request: TextRequest, *, native: bool) -> Body:
    """A request as the path takes it; the native one cannot be told how to think."""
    model = usual(request.model)
    longest = longest_answer(model, request.longest_answer, request.thinking)
    warmth = round(request.temperature, 2)
    if native:
        told, warmth = dict[str, object](), min(max(warmth, _LEAST_WARMTH), 1.0)
    else:
        told, warmth = told_to_think(model, request.thinking), min(max(warmth, 0.0), 2.0)
    return {
        **body_of(request, model),
        **told,
        "temperature": warmth,
        "max_completion_tokens": longest,
    }
