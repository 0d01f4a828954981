"""How many tokens a text is, roughly: services count in them, bill by them and stop at them."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from decimal import Decimal

from studio.engines.text import TextPrice, Tokens

PER_TOKEN = 3.5
"""Characters of a word in letters that a token holds."""
PER_SIGN = 1.2
"""Tokens of one Chinese, Japanese or Korean sign."""
MILLION = Decimal(1_000_000)

_SIGN = re.compile(
    "[\u1100-\u11ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef"
    "\U0001b000-\U0001b16f\U00020000-\U0003ffff]"
)

NO_TOKENS = Tokens()


@dataclass(frozen=True, slots=True)
class Work:
    """What a job will probably need."""

    requests: int = 0
    tokens: Tokens = NO_TOKENS

    @classmethod
    def of(cls, requests: int, read: int, written: int) -> Work:
        """So many requests that read and write so many tokens together."""
        return cls(requests, Tokens(read, written))

    def __add__(self, other: Work) -> Work:
        return Work(self.requests + other.requests, sum_of(self.tokens, other.tokens))


def tokens_in(text: str) -> int:
    """The tokens of a text before any service has counted them."""
    return math.ceil(share_of(text))


def share_of(text: str) -> float:
    """The same for a piece of a text, which may be less than a token."""
    signs = len(_SIGN.findall(text))
    return signs * PER_SIGN + (len(text) - signs) / PER_TOKEN


def amount_of(work: Work, price: TextPrice) -> Decimal:
    """What a job will probably cost, in the currency of the price; 0 where that has none."""
    return money_for(work.tokens, price)


def money_for(tokens: Tokens, price: TextPrice) -> Decimal:
    """What tokens cost: thinking is among the written ones, remembered ones cost in full."""
    if not price.currency:
        return Decimal(0)
    return (tokens.read * price.read + tokens.written * price.written) / MILLION


def tokens_for(amount: Decimal, price: Decimal) -> int:
    """The tokens one gets for an amount at a price for a million; less than none for a debt."""
    return math.floor(amount * MILLION / (price or Decimal(1)))


def sum_of(first: Tokens, second: Tokens) -> Tokens:
    """Both together."""
    return Tokens(
        first.read + second.read,
        first.written + second.written,
        first.thinking + second.thinking,
        first.remembered + second.remembered,
    )
