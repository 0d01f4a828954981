"""What keeps an account from being used, and a sum from being spent."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from studio.errors.base import StudioError
from studio.errors.voices import VoiceError


class AccountProblem(StrEnum):
    """Why a service does nothing more for an account until its owner acts."""

    KEY = "key"
    BALANCE = "balance"
    PLAN_SPENT = "plan spent"
    MODEL_NOT_IN_PLAN = "model not in plan"
    NOT_VERIFIED = "not verified"
    NO_SUBSCRIPTION = "no subscription"
    SUSPENDED = "suspended"
    CLOSED = "closed"
    WRONG_ADDRESS = "wrong address"
    NOT_TRUSTED = "not trusted"


@dataclass(eq=False)
class AccountStopped(VoiceError):
    """The account gives nothing more: no line of it is worth trying until its owner acts."""

    problem: AccountProblem = AccountProblem.KEY


class AccountFault(StrEnum):
    """Why an account cannot be kept or used on this machine."""

    UNKNOWN_SERVICE = "unknown service"
    UNKNOWN_ACCOUNT = "unknown account"
    NO_ACCOUNT = "no account"
    FROM_ENVIRONMENT = "from environment"
    TERMS = "terms"
    NAME_TAKEN = "name taken"
    BAD_NAME = "bad name"
    BAD_HOST = "bad host"
    INSECURE_HOST = "insecure host"
    BAD_VALUE = "bad value"
    EMPTY_KEY = "empty key"
    NO_KEY = "no key"
    NO_KEYRING = "no keyring"
    KEYRING_REFUSED = "keyring refused"
    UNREADABLE = "unreadable"
    UNWRITABLE = "unwritable"


@dataclass(eq=False)
class AccountError(StudioError):
    """An account that cannot be added, changed or used; nothing was changed."""

    fault: AccountFault
    account: str = ""
    detail: str = ""


class LedgerProblem(StrEnum):
    """Why the ledger of what was billed cannot be kept."""

    DAMAGED = "damaged"
    NEWER = "newer"
    UNWRITABLE = "unwritable"


@dataclass(eq=False)
class LedgerError(StudioError):
    """A ledger that cannot be read or written; voicing goes on without it."""

    problem: LedgerProblem
    path: str
    detail: str = ""


@dataclass(eq=False)
class CapReached(StudioError):
    """A cap keeps something from being sent; nothing of it was billed. All in characters."""

    cap: int
    left: int
    needed: int = 0
