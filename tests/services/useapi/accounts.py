"""useapi's users, their MiniMax accounts, and which one a request means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.services.call import Call
from tests.services.clock import Clock
from tests.services.useapi.envelope import misused, refused

TOKEN = "user:4711-UnderstudyTestToken0123456789"
SESSION = 30 * 86_400


@dataclass(slots=True)
class Account:
    """One MiniMax account of a user; `credits` None is without end."""

    name: str
    user: str
    audio: bool = True
    """Whether it has an audio subscription."""
    error: str = ""
    """A pending error: nothing works until it is mended."""
    credits: float | None = None
    session_began: float = 0.0

    def spend(self, characters: float) -> None:
        """Take credits off what is left."""
        if self.credits is not None:
            self.credits -= characters

    def described(self) -> dict[str, Any]:
        """As the interface shows it."""
        until = self.session_began + SESSION
        record: dict[str, Any] = {
            "account": self.name,
            "jwt": {
                "token": "eyJ...masked",
                "user": {"id": self.name, "name": "Understudy", "isAnonymous": False},
                "iat": int(self.session_began),
                "exp": int(until),
                "exp_Expire": int(until * 1000),
                "host": "www.minimax.io/audio",
            },
            "maxJobs": 10,
            "supportVideo": False,
            "supportChat": False,
            "supportAudio": self.audio,
        }
        return record | ({"error": self.error} if self.error else {})


class Accounts:
    """All accounts of all users; the first user has one account from the start."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._by_user: dict[str, dict[str, Account]] = {}
        self._tokens: dict[str, str] = {}
        self.first = self.add("first", token=TOKEN)

    def add(self, name: str, *, token: str = TOKEN) -> Account:
        """Another account of the user whose token this is."""
        user = token.removeprefix("user:").partition("-")[0]
        self._tokens[token] = user
        account = Account(name, user, session_began=self._clock.now())
        self._by_user.setdefault(user, {})[name] = account
        return account

    def user(self, call: Call) -> str:
        """Whose request this is; raises Refused."""
        if call.bearer is None:
            call.violates("no Bearer token")
        user = self._tokens.get(call.bearer or "")
        if user is None:
            raise refused(401, "Unauthorized")
        return user

    def of(self, user: str) -> dict[str, Account]:
        """The accounts of a user, by name."""
        return self._by_user[user]

    def chosen(self, call: Call, user: str, name: str | None) -> Account:
        """The account that a request names, or the only one; raises Refused."""
        accounts = self.of(user)
        if name is None and len(accounts) > 1:
            raise misused(call, "account: required, several are configured")
        if name is not None and name not in accounts:
            raise refused(404, f"account {name!r} is not configured")
        return accounts[name or next(iter(accounts))]


def must_work(account: Account, *, speaking: bool = False, cost: float = 0.0) -> None:
    """Raises Refused when an account cannot do it."""
    if account.error:
        raise refused(596, f"pending error: {account.error}")
    if speaking and not account.audio:
        raise refused(412, "the account has no audio subscription")
    if speaking and account.credits is not None and account.credits < cost:
        raise refused(402, "not enough credits")
