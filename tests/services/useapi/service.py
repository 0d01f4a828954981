"""useapi's two dialects on loopback: `speech/…`, and the closed `audio/…`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from starlette.formparsers import MultiPartException
from starlette.routing import Route

from tests.services.call import Call
from tests.services.server import Certificate
from tests.services.service import Handler, Service
from tests.services.useapi.accounts import TOKEN, Account, Accounts, must_work
from tests.services.useapi.clips import Clips
from tests.services.useapi.envelope import failure, misused, refused
from tests.services.useapi.orders import from_form
from tests.services.useapi.vocabulary import A, B, Dialect
from tests.services.useapi.voices import Voices
from tests.services.wire import Reply
from tests.services.wrongs import HTML

PREFIX = "/v1/minimax"
CLOSED = "This version of MiniMax audio was decommissioned on 2025-08-21 and is no longer supported"
Generation = Literal["open", "gone", "page"]
DialectHandler = Callable[[Call, Dialect], Awaitable[Reply]]


@dataclass(frozen=True, slots=True)
class User:
    """Who asks, until the request says for which account."""

    user: str
    name: str = ""


class UseapiService(Service):
    """All paths of both dialects, with accounts, voices and clips of its own."""

    def __init__(
        self, *, port: int = 0, speed: float = 1.0, certificate: Certificate | None = None
    ) -> None:
        super().__init__(port=port, speed=speed, certificate=certificate)
        self.generation_a: Generation = "gone"
        """How `audio/…` answers: as before, 410 with a text, or 404 with a page of HTML."""
        self.accounts = Accounts(self.clock)
        self.voices = Voices(self)
        self.clips = Clips(self)

    @property
    def base_url(self) -> str:
        """The address with the prefix that all paths share."""
        return self.url + PREFIX

    @property
    def token(self) -> str:
        """The token of the first user."""
        return TOKEN

    def environment(self) -> dict[str, str]:
        """The variables with which the studio finds this service."""
        return {"USEAPI_API_HOST": f"{self.base_url}/", "USEAPI_TOKEN": self.token}

    def routes(self) -> Sequence[Route]:
        """The paths of the interface, with or without a slash at the end."""
        paths: list[tuple[str, str, Handler]] = [
            *self._dialect(A),
            *self._dialect(B),
            ("POST", "/speech/create", self._in(B, self.clips.create)),
            ("GET", "/scheduler/available", self._available),
            ("DELETE", "/scheduler/{id}", self._cancel),
            ("GET", "/accounts", self._accounts),
            ("GET", "/accounts/{name}", self._account),
            ("POST", "/accounts", self._configured),
            ("GET", "/features", self._features),
            ("POST", "/llm", self._llm),
            *(
                (method, f"/{dialect.name}/{{id}}", self._in(dialect, handler))
                for dialect in (A, B)
                for method, handler in (("GET", self.clips.read), ("DELETE", self.clips.delete))
            ),
        ]
        return [
            self.route(method, PREFIX + path + slash, handler)
            for method, path, handler in paths
            for slash in ("", "/")
        ]

    def admit(self, call: Call) -> None:
        """Look at the token; raises Refused."""
        call.account = User(self.accounts.user(call))

    def over_limit(self, which: str) -> Reply:
        """One request too many."""
        return failure(429, "too many running jobs on this account")

    def not_found(self) -> Reply:
        """What a wrong path is told."""
        return failure(404, "Not found")

    def running_for(self, who: tuple[str, str]) -> int:
        """Calls and jobs that are being made."""
        return self.running[who] + len(self.clips.running(*who))

    # What the handlers need.

    async def body(self, call: Call) -> Any:
        """The fields of a request, sent as JSON or as a form; raises Refused."""
        if not call.request.headers.get("content-type", "").startswith("multipart/form-data"):
            return call.json
        try:
            form = await call.request.form()
        except MultiPartException as error:
            raise misused(call, f"body: {error.message}") from error
        return from_form({name: str(value) for name, value in form.items()})

    def account_of_query(self, call: Call, *names: str) -> Account:
        """The account that a query names; other names than these break a rule."""
        unknown = [f"{name}: unknown parameter" for name in call.query if name not in names]
        if unknown:
            raise misused(call, *unknown)
        account = self.accounts.chosen(call, call.account.user, call.query.get("account"))
        must_work(account)
        return account

    def page_number(self, call: Call, name: str) -> int:
        """A number of the query that starts at one, 0 when it is not there."""
        value = call.query.get(name)
        if value is None:
            return 0
        if not value.isdecimal() or int(value) < 1:
            raise misused(call, f"{name}: must be a number from 1 on")
        return int(value)

    def _dialect(self, dialect: Dialect) -> list[tuple[str, str, Handler]]:
        paths: list[tuple[str, str, DialectHandler]] = [
            ("GET", "", self.clips.list),
            ("GET", "/config", self.voices.config),
            ("GET", "/voices", self.voices.list),
            ("POST", "/upload-sample", self.voices.upload),
            ("POST", "/clone-voice", self.voices.clone),
            ("POST", "/delete-voice", self.voices.delete),
            ("POST", "/create-mp3", self.clips.create_mp3),
        ]
        return [
            (method, f"/{dialect.name}{path}", self._in(dialect, handler))
            for method, path, handler in paths
        ]

    def _in(self, dialect: Dialect, handler: DialectHandler) -> Handler:
        async def handle(call: Call) -> Reply:
            if dialect.is_current or self.generation_a == "open":
                return await handler(call, dialect)
            if self.generation_a == "gone":
                return failure(410, CLOSED)
            page = HTML.format("404 Not Found").encode()
            return Reply(page, 404, "text/html; charset=utf-8")

        return handle

    # Accounts and what runs on them.

    async def _accounts(self, call: Call) -> Reply:
        await call.begin()
        accounts = self.accounts.of(call.account.user)
        return call.answer({name: each.described() for name, each in accounts.items()})

    async def _account(self, call: Call) -> Reply:
        name = call.request.path_params["name"]
        account = self.accounts.chosen(call, call.account.user, name)
        await call.begin()
        return call.answer(account.described())

    async def _configured(self, call: Call) -> Reply:
        raise misused(call, "accounts are set up at the vendor's own page")

    async def _features(self, call: Call) -> Reply:
        account = self.account_of_query(call, "account")
        await call.begin()
        left = 100_000 if account.credits is None else account.credits
        return call.answer({"memberName": "Pro", "totalCredits": left, "queueLength": 0})

    async def _llm(self, call: Call) -> Reply:
        call.violates("the chat of this service is decommissioned")
        raise refused(410, "decommissioned on 2025-11-24")

    async def _available(self, call: Call) -> Reply:
        await call.begin()
        shown: list[dict[str, Any]] = []
        for name in self.accounts.of(call.account.user):
            running = self.clips.running(name)
            jobs = [{"id": str(each.job_id), "started": each.created * 1000} for each in running]
            shown.append({"account": name, "executingAudio": len(running), "executing": jobs})
        return call.answer({"available": shown})

    async def _cancel(self, call: Call) -> Reply:
        stopped = self.clips.cancel(call)
        await call.begin()
        if not stopped:
            raise refused(404, "no such running job")
        return call.answer({"id": call.request.path_params["id"]})
