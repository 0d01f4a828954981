"""Who can write, whom the person chose last, and the way to the accounts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QCoreApplication

from studio.engines.text import TextPrice, WritesText
from studio.model.account import Service, service_of
from studio.ui.accounts.words import service_name
from studio.ui.counting import counted
from studio.ui.money import money
from studio.writing.tokens import Work, amount_of


@dataclass(frozen=True, slots=True)
class WritersAtHand:
    """What a form of writing asks of the program.

    `chosen` is the account and the model as the settings have them, both empty at first; `listen`
    tells when accounts come or go, and returns how to stop.
    """

    writers: Callable[[], Sequence[WritesText]]
    chosen: Callable[[], tuple[str, str]]
    keep: Callable[[str, str], object]
    open_accounts: Callable[[], object]
    listen: Callable[[Callable[[], None]], Callable[[], None]]
    report: Callable[[BaseException], None]


def _tr(text: str) -> str:
    return QCoreApplication.translate("Writers", text)


def writer_name(account: str) -> str:
    """What an account is called where one is chosen: `MiniMax: main`."""
    service, _, name = account.partition("/")
    known = service_of(account) in set(Service)
    called = service_name(Service(service)) if known else service
    return f"{called}: {name}" if name else called


def work_words(work: Work, price: TextPrice) -> str:
    """What a job will need: `about 6 requests, 14,000 tokens, about 0.05 USD`."""
    tokens = _rounded(work.tokens.read + work.tokens.written)
    requests = counted(work.requests, _tr("about 1 request"), _tr("about {n} requests"))
    told = [requests, _tr("{n} tokens").format(n=f"{tokens:,}")]
    if price.currency:
        amount = money(_shown(amount_of(work, price)))
        told.append(_tr("about {amount} {currency}").format(amount=amount, currency=price.currency))
    return ", ".join(told)


def _rounded(tokens: int) -> int:
    """Two digits that say something: an estimate has no more."""
    step = 10 ** max(0, len(str(tokens)) - 2)
    return round(tokens / step) * step


def _shown(amount: Decimal) -> Decimal:
    """A sum of nothing to pay is written without places."""
    return amount if amount else Decimal("0.00")
