"""MiniMax's accounts, and the door they come through."""

from __future__ import annotations

from dataclasses import dataclass

from tests.services.call import Call
from tests.services.minimax.envelope import misused, refused

KEY = "sk-api-understudy-test-key-0123456789"


@dataclass(slots=True)
class Account:
    """One account; characters that are left, None is without end."""

    key: str
    name: str = "first"
    group_id: str = ""
    elsewhere: bool = False
    """It belongs to the platform of the other region."""
    balance: float | None = None
    plan_left: float | None = None
    models: tuple[str, ...] | None = None
    """What its plan covers, None is all."""
    verified: bool = True
    """Whether it may clone."""

    def spend(self, characters: float) -> None:
        """Take characters off what is left."""
        if self.balance is not None:
            self.balance -= characters
        if self.plan_left is not None:
            self.plan_left -= characters

    def may_speak(self, model: str | None, characters: float) -> None:
        """Raises Refused when the plan or the money says no; None is no model of the plan's."""
        if model and self.models is not None and model not in self.models:
            raise refused(2061, model)
        if self.plan_left is not None and self.plan_left < characters:
            raise refused(2056)
        if self.balance is not None and self.balance < characters:
            raise refused(1008)


class Accounts:
    """All accounts by their key; there is one from the start."""

    def __init__(self) -> None:
        self.first = Account(KEY)
        self._by_key = {KEY: self.first}

    def add(self, account: Account) -> Account:
        """Make an account known."""
        self._by_key[account.key] = account
        return account

    def admit(self, call: Call) -> Account:
        """The account of a request; raises Refused."""
        if call.bearer is None:
            call.violates("no Bearer key")
            raise refused(1004)
        account = self._by_key.get(call.bearer)
        if account is None:
            raise refused(2049)
        if account.elsewhere:
            raise refused(1004)
        unknown = set(call.query) - {"GroupId"}
        if unknown and call.request.method == "POST":
            raise misused(call, *(f"?{name}: unknown parameter" for name in sorted(unknown)))
        group = call.query.get("GroupId")
        if group is None:
            return account
        if not group:
            call.violates("an empty GroupId")
            raise refused(1008)
        if account.group_id and group != account.group_id:
            raise refused(1004, "token not match group")
        return account
