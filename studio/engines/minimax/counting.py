"""How MiniMax counts the characters of a text, and what they cost by its price list."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlsplit

from studio.engines.minimax.models import usual
from studio.engines.minimax.text import PAUSE, SOUND
from studio.engines.speech import Price
from studio.resources import resource

_DOUBLE = re.compile(
    "[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Han
    "\u3041-\u3096\u30a1-\u30fa\uac00-\ud7a3]"  # kana and Hangul: counted so by others' measure
)
_CHINA = ("minimaxi.com", "minimax.cn", "minimax.chat")


def billed_characters(text: str) -> int:
    """What a text counts: a Han character is two, sounds such as `(laughs)` and pauses none."""
    counted = PAUSE.sub("", SOUND.sub("", text))
    return len(counted) + len(_DOUBLE.findall(counted))


def weight(text: str) -> int:
    """The length of a text where a Han character may count as two."""
    return len(text) + len(_DOUBLE.findall(text))


def region_of(host: str) -> str:
    """`china` or `global`: the price list of a host."""
    name = urlsplit(host if "//" in host else f"//{host}").hostname or ""
    china = any(name == site or name.endswith(f".{site}") for site in _CHINA)
    return "china" if china else "global"


@dataclass(frozen=True, slots=True)
class Prices:
    """The price list of one region: the price of so many characters by the kind of model."""

    currency: str
    characters: int
    by_kind: Mapping[str, Decimal]

    @classmethod
    def read(cls, region: str) -> Prices:
        """The list that came with the studio."""
        text = resource("prices/minimax.toml").read_text("utf-8")
        found = tomllib.loads(text, parse_float=Decimal)[region]
        kinds = {kind: Decimal(price) for kind, price in found["models"].items()}
        return cls(found["currency"], found["characters"], kinds)

    def of(self, model: str, characters: int) -> Price:
        """What characters cost; without an amount where the list does not know the model."""
        price = self.by_kind.get(usual(model).rpartition("-")[2])
        if price is None:
            return Price(characters)
        return Price(characters, price * characters / self.characters, self.currency)
