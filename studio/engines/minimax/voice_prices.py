"""What MiniMax's price list says of voices of one's own."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from studio.engines.speech import Price
from studio.engines.voice_orders import Fee, FeeDue
from studio.resources import resource


@dataclass(frozen=True, slots=True)
class VoicePrices:
    """The list of one region; None where it has no price. Fees fall due with the first line."""

    clone: Fee
    design: Fee
    currency: str
    preview: Decimal | None
    """A million characters of what a designed voice says at once."""

    @classmethod
    def read(cls, region: str) -> VoicePrices:
        """The list that came with the studio."""
        text = resource("prices/minimax.toml").read_text("utf-8")
        found = tomllib.loads(text, parse_float=Decimal)[region]
        listed: dict[str, Any] = found.get("voices", {})
        currency = str(found["currency"])

        def fee(name: str) -> Fee:
            known = listed.get(name)
            price = None if known is None else Price(0, Decimal(known), currency)
            return Fee(FeeDue.FIRST_USE, price)

        preview = listed.get("design_preview")
        million = None if preview is None else Decimal(preview)
        return cls(fee("clone"), fee("design"), currency, million)

    def of_preview(self, characters: int) -> Price:
        """What the first words of a designed voice cost; without an amount if nobody says."""
        if self.preview is None:
            return Price(characters)
        return Price(characters, self.preview * characters / 1_000_000, self.currency)
