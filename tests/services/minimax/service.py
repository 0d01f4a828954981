"""MiniMax's interface of speech and text on loopback."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.routing import Route

from tests.services.call import Call, Refused
from tests.services.minimax.accounts import Accounts
from tests.services.minimax.chat import NEWER, Chat, in_http_style
from tests.services.minimax.cloning import OwnVoices
from tests.services.minimax.envelope import failure
from tests.services.minimax.files import Files
from tests.services.minimax.longtext import LongTexts
from tests.services.minimax.t2a import Synthesis
from tests.services.minimax.voices import VoiceBook
from tests.services.server import Certificate
from tests.services.service import Service
from tests.services.wire import Reply
from tests.services.writing import Script

_OVER = {"requests": 1002, "flight": 1002, "characters": 1039}


class MinimaxService(Service):
    """All paths of speech and text, with accounts, voices and files of its own."""

    def __init__(
        self, *, port: int = 0, speed: float = 1.0, certificate: Certificate | None = None
    ) -> None:
        super().__init__(port=port, speed=speed, certificate=certificate)
        self.accounts = Accounts()
        self.voices = VoiceBook(self.clock)
        self.files = Files(self)
        self.synthesis = Synthesis(self)
        self.long_texts = LongTexts(self)
        self.own_voices = OwnVoices(self)
        self.chat = Chat(self)

    @property
    def key(self) -> str:
        """The key of the first account."""
        return self.accounts.first.key

    def environment(self) -> dict[str, str]:
        """The variables with which the studio finds this service."""
        return {"MINIMAX_API_HOST": self.url, "MINIMAX_API_KEY": self.key}

    def writes(self, script: Script) -> None:
        """What the text models say from now on."""
        self.chat.text.script = script

    def routes(self) -> Sequence[Route]:
        """The paths of the interface."""
        return [
            self.route("POST", "/v1/t2a_v2", self.synthesis.speak),
            self.route("POST", "/v1/t2a_async_v2", self.long_texts.create),
            self.route("GET", "/v1/query/t2a_async_query_v2", self.long_texts.query),
            self.route("POST", "/v1/files/upload", self.files.upload),
            self.route("GET", "/v1/files/list", self.files.list),
            self.route("GET", "/v1/files/retrieve", self.files.retrieve),
            self.route("GET", "/v1/files/retrieve_content", self.files.retrieve_content),
            self.route("POST", "/v1/files/delete", self.files.delete),
            self.route("POST", "/v1/voice_clone", self.own_voices.clone),
            self.route("POST", "/v1/voice_design", self.own_voices.design),
            self.route("POST", "/v1/get_voice", self.own_voices.list),
            self.route("POST", "/v1/delete_voice", self.own_voices.delete),
            self.route("GET", "/v1/models", self.chat.list),
            self.route("POST", NEWER, self.chat.complete),
            self.route("POST", "/v1/text/chatcompletion_v2", self.chat.complete_natively),
        ]

    def admit(self, call: Call) -> None:
        """Look at the key; raises Refused."""
        try:
            call.account = self.accounts.admit(call)
        except Refused as refusal:
            if call.path in (NEWER, "/v1/models"):
                raise in_http_style(refusal) from None
            raise

    def over_limit(self, which: str) -> Reply:
        """One request too many."""
        return failure(_OVER[which])

    def not_found(self) -> Reply:
        """What a wrong path is told."""
        return Reply(b"404 page not found", 404, "text/plain")
