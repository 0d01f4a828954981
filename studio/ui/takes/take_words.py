"""What is said of a line above and below its takes."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from studio.synthesis.plan import TakeState

SHOWN_WORDS = 240
"""Letters of the line above its takes; a speech would leave no room for them."""


def state_of_takes(state: TakeState, reason: str) -> str:
    """Where a line stands on its way to a take."""
    words = {
        TakeState.SILENT: _tr("Nothing to say in this language"),
        TakeState.UNCAST: _tr("Nobody is cast for this character"),
        TakeState.REFUSED: _tr("Cannot be spoken: {reason}"),
        TakeState.MISSING: _tr("No take yet"),
        TakeState.STALE: _tr("Changed since this take"),
        TakeState.READY: _tr("Up to date"),
        TakeState.WAITING: _tr("Waiting for the booth"),
        TakeState.SPEAKING: _tr("In the booth"),
        TakeState.UNSURE: _tr("Perhaps billed, the answer is lost: {reason}"),
        TakeState.FAILED: _tr("Failed: {reason}"),
    }
    return words[state].replace("{reason}", reason)


def paid_words(characters: int) -> str:
    """What all takes of a line were billed, the discarded ones too; nothing for free ones."""
    return _tr("{n} characters billed for this line").format(n=f"{characters:,}") * bool(characters)


def beginning(words: str) -> str:
    """The words, cut after one of them when there are many; Chinese is cut anywhere."""
    if len(words) <= SHOWN_WORDS:
        return words
    cut = words[:SHOWN_WORDS]
    space = cut.rfind(" ")
    return f"{cut[:space] if space > SHOWN_WORDS // 2 else cut} …"


def _tr(text: str) -> str:
    return QCoreApplication.translate("Takes", text)
