"""What the accounts dialog works with; the program fills it in, for `ui` makes no engines."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from studio.engines.speech import SpeaksLines
from studio.engines.text import WritesText
from studio.model.account import Account, Service
from studio.store.account_book import AccountBook
from studio.store.ledger import Ledger
from studio.synthesis.bill import Caps

Key = Callable[[], Awaitable[str]]


@dataclass(frozen=True, slots=True)
class Office:
    """Accounts, what they cost, and who has to hear when they change.

    `hosts` are the known addresses of a service with what they are for, the usual one first;
    `normal_host` raises AccountError for what is no address. `engine` makes an engine nobody
    else has, to try an account with. `changed` lets the program's engines follow; it is given
    the account that is no longer asked as before, or nothing when none is. `report` hears of
    what went wrong after the dialog was closed.
    """

    book: AccountBook
    ledger: Ledger
    hosts: Callable[[Service], Mapping[str, str]]
    normal_host: Callable[[Service, str], str]
    engine: Callable[[Account, Key], SpeaksLines | WritesText]
    changed: Callable[[str], Awaitable[None]]
    caps: Callable[[], Caps]
    keep_caps: Callable[[Caps], None]
    report: Callable[[BaseException], None]
    clock: Callable[[], float] = time.time
