"""Asks once for each voice before the fee falls due that its first line costs."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from studio.synthesis.pricing import Priced, fees_of, voice_key
from studio.ui.money import money
from studio.ui.prompts import Choice, Prompter


def _tr(text: str) -> str:
    return QCoreApplication.translate("Voicing", text)


class FirstLineFees:
    """Remembers whose fee a person agreed to, as long as the project is open."""

    def __init__(self, prompter: Prompter | None = None) -> None:
        """Without a prompter nothing is asked, and all is agreed to."""
        self._prompter = prompter
        self._agreed: set[tuple[str, str]] = set()
        self._asking: set[tuple[str, str]] = set()

    async def agreed(self, priced: Sequence[Priced]) -> bool:
        """Whether these may be sent; asks where a fee falls due that was not agreed to yet.

        Not while the same is being asked: one question stands for all.
        """
        due = [(request, price) for request, price in priced if price.fee]
        due = [each for each in due if voice_key(each[0]) not in self._agreed]
        if self._prompter is None or not due:
            return True
        voices = {voice_key(request) for request, _ in due}
        if voices & self._asking:
            return False
        self._asking |= voices
        try:
            answer = await self._prompter.ask(
                _tr("First line of a voice"), _question(due), _choices()
            )
        finally:
            self._asking -= voices
        if answer == "speak":
            self._agreed |= voices
        return answer == "speak"

    def note(self, priced: Sequence[Priced]) -> None:
        """The fees of these were agreed to with their price."""
        self._agreed |= {voice_key(request) for request, price in priced if price.fee}


def _question(due: Sequence[Priced]) -> str:
    fees = ", ".join(f"{money(fee)} {currency}" for currency, fee in fees_of(due).items())
    told = _tr(
        "This voice has not spoken yet. With its first line its service bills {fees} for the "
        "voice itself, once, besides what the line costs."
    )
    return told.format(fees=fees)


def _choices() -> Sequence[Choice]:
    speak = Choice("speak", _tr("Let it speak"), proposed=True)
    return speak, Choice("cancel", _tr("Cancel"), leaves=True)
