"""MiniMax's speech interface on loopback."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.routing import Route

from tests.services.call import Call
from tests.services.minimax.accounts import Accounts
from tests.services.minimax.envelope import failure
from tests.services.minimax.t2a import Synthesis
from tests.services.minimax.voices import VoiceBook
from tests.services.server import Certificate
from tests.services.service import Service
from tests.services.wire import Reply

_OVER = {"requests": 1002, "flight": 1002, "characters": 1039}


class MinimaxService(Service):
    """All paths of the speech interface, with accounts, voices and files of its own."""

    def __init__(
        self, *, port: int = 0, speed: float = 1.0, certificate: Certificate | None = None
    ) -> None:
        super().__init__(port=port, speed=speed, certificate=certificate)
        self.accounts = Accounts()
        self.voices = VoiceBook(self.clock)
        self.synthesis = Synthesis(self)

    @property
    def key(self) -> str:
        """The key of the first account."""
        return self.accounts.first.key

    def environment(self) -> dict[str, str]:
        """The variables with which the studio finds this service."""
        return {"MINIMAX_API_HOST": self.url, "MINIMAX_API_KEY": self.key}

    def routes(self) -> Sequence[Route]:
        """The paths of the interface."""
        return [self.route("POST", "/v1/t2a_v2", self.synthesis.speak)]

    def admit(self, call: Call) -> None:
        """Look at the key; raises Refused."""
        call.account = self.accounts.admit(call)

    def over_limit(self, which: str) -> Reply:
        """One request too many."""
        return failure(_OVER[which])

    def not_found(self) -> Reply:
        """What a wrong path is told."""
        return Reply(b"404 page not found", 404, "text/plain")
