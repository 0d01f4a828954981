"""What making voices asks of whoever keeps the bill: caps for words, and a note of each fee."""

from __future__ import annotations

from typing import Protocol

from studio.engines.speech import Price
from studio.store.voice_library_entry import OwnVoice


class Held(Protocol):
    """The price of one preview, held against the caps; blocking."""

    def sent(self) -> None:
        """It is asked for next, and noted so; raises CapReached, and then it must not be."""
        ...

    def billed(self, price: Price, trace: str) -> None:
        """So much was billed; nothing where nothing was. Never raises."""
        ...

    def failed(self, error: BaseException) -> None:
        """Nothing came of it; after a lost answer it stays perhaps billed."""
        ...


class VoiceBill(Protocol):
    """Keeps the bill of one run; blocking, called in worker threads."""

    def hold(self, voice: OwnVoice, price: Price, *, earlier: bool = False) -> Held:
        """Hold what the first words of a voice will cost; raises CapReached.

        What was asked for `earlier`, perhaps by another program, no cap holds back.
        """
        ...

    def fee(self, voice: OwnVoice, price: Price) -> None:
        """The fee of a voice is due; noted twice it counts once."""
        ...


class NoVoiceBill:
    """For whoever keeps no bill."""

    def hold(self, voice: OwnVoice, price: Price, *, earlier: bool = False) -> Held:
        """Hold nothing."""
        return _NotHeld()

    def fee(self, voice: OwnVoice, price: Price) -> None:
        """Note nothing."""


class _NotHeld:
    def sent(self) -> None:
        pass

    def billed(self, price: Price, trace: str) -> None:
        pass

    def failed(self, error: BaseException) -> None:
        pass
