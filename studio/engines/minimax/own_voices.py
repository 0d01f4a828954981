"""The part of the MiniMax engine that makes and deletes voices."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from dataclasses import replace

from studio.engines.minimax.catalogue import labels
from studio.engines.minimax.client import Client
from studio.engines.minimax.cloning import cloned, settled
from studio.engines.minimax.counting import Prices, billed_characters, region_of
from studio.engines.minimax.deleting import deleted
from studio.engines.minimax.designing import designed
from studio.engines.minimax.voice_orders import (
    CLONE_RULES,
    DESIGN_RULES,
    first_words,
    preview_of,
)
from studio.engines.minimax.voice_prices import VoicePrices
from studio.engines.speech import Price, Voice
from studio.engines.voice_making import Asked, ClonedVoice, DesignedVoice, Told, untold
from studio.engines.voice_orders import CloneOrder, CloneRules, DesignOrder, DesignRules


class MakesVoices(ABC):
    """What an engine of one account at `host` does about voices of its own."""

    def __init__(self, host: str) -> None:
        self._region = region_of(host)
        self._prices: Prices | None = None
        self._voice_prices: VoicePrices | None = None

    @abstractmethod
    def _client(self) -> Client:
        """The interface, opened when it is first needed."""

    @property
    def clone_rules(self) -> CloneRules:
        """One recording of 10 s to 5 min; the fee falls due with the first line."""
        return replace(CLONE_RULES, fee=self._fees().clone)

    @property
    def design_rules(self) -> DesignRules:
        """A description and first words; the fee falls due with the first line."""
        return replace(DESIGN_RULES, fee=self._fees().design)

    def clone_price(self, order: CloneOrder) -> Price:
        """What the preview will cost, nothing without one."""
        words = preview_of(order)
        return self._cost(order.model, billed_characters(words)) if words else Price()

    def design_price(self, order: DesignOrder) -> Price:
        """What the first words will cost."""
        return self._fees().of_preview(billed_characters(first_words(order)))

    async def clone(self, order: CloneOrder, told: Told = untold) -> ClonedVoice:
        """Make a voice of a recording; see `ClonesVoices`."""
        return await cloned(self._client(), order, told, self._cost)

    async def settle(self, order: CloneOrder, asked: Asked, told: Told = untold) -> ClonedVoice:
        """What became of a voice asked for before, or that voice made now; see `SettlesClones`."""
        return await settled(self._client(), order, asked.voice, told, self._cost)

    async def design(self, order: DesignOrder, told: Told = untold) -> DesignedVoice:
        """Make a voice of a description; see `DesignsVoices`."""
        return await designed(self._client(), order, told, self._fees().of_preview)

    async def delete(self, voice: Voice) -> None:
        """Take a voice of one's own away; see `DeletesVoices`. Its id cannot be used again."""
        system = await asyncio.to_thread(labels)
        await deleted(self._client(), voice, system)

    def _cost(self, model: str, characters: int) -> Price:
        """What the service's list says of so many characters."""
        if self._prices is None:
            self._prices = Prices.read(self._region)
        return self._prices.of(model, characters)

    def _fees(self) -> VoicePrices:
        if self._voice_prices is None:
            self._voice_prices = VoicePrices.read(self._region)
        return self._voice_prices
