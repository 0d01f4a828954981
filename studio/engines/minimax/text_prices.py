"""What MiniMax's text models cost by its price list."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from typing import Any

from studio.engines.text import TextPrice
from studio.resources import resource


class TextPrices:
    """The price list of one region: a million tokens read and written, by the kind of model."""

    def __init__(self, region: str) -> None:
        text = resource("prices/minimax.toml").read_text("utf-8")
        found: dict[str, Any] = tomllib.loads(text, parse_float=Decimal)[region]
        self._currency: str = found["currency"]
        self._models: dict[str, list[Decimal]] = found.get("text", {})

    def of(self, model: str) -> TextPrice:
        """The price of a model, without a currency where the list does not know it."""
        pattern = next((known for known in self._models if re.fullmatch(known, model)), None)
        if pattern is None:
            return TextPrice()
        read, written = self._models[pattern]
        return TextPrice(Decimal(read), Decimal(written), self._currency)
