"""What is known of one answer while it comes, and after it came or did not."""

from __future__ import annotations

import time

from studio.engines.text import Ending, TextPiece, TextRequest, Tokens
from studio.errors import EngineUnreachable, OutcomeUnknown, StudioError, VoiceError
from studio.model.ids import new_id
from studio.store.exchanges import Exchange
from studio.writing.tokens import share_of, tokens_in

LONGEST_KEPT = 400_000
"""Characters kept of an answer for the log; the rest is only counted."""
PER_MESSAGE = 4
"""Tokens that a message takes beside its words."""


def estimate_of(request: TextRequest) -> int:
    """The tokens of all that a model reads, by the rule of thumb."""
    messages = sum(PER_MESSAGE + tokens_in(message.text) for message in request.messages)
    return messages + PER_MESSAGE + tokens_in(request.system)


class Answer:
    """One request and what came of it so far."""

    def __init__(self, request: TextRequest) -> None:
        self.request = request
        self.ending: Ending | None = None
        self.lost: VoiceError | None = None
        """Why it was cut off; nobody knows what the service wrote and billed."""
        self.not_begun: EngineUnreachable | None = None
        """Why nothing came, and surely nothing was billed: it may be asked for again."""
        self.told: Tokens | None = None
        self.tokens = Tokens()
        self.guessed = 0.0
        """The tokens of what came, by the rule of thumb."""
        self.guessed_text = 0.0
        """The same without the thinking."""
        self._id = new_id()
        self._at = time.time()
        self._refusal: StudioError | None = None
        self._began = False
        self.tried = False
        self._kept: list[str] = []
        self._length = 0

    @property
    def costs(self) -> bool:
        """Whether the last try may be on the bill: it is not where the service said no at once."""
        return self._began or (self.not_begun is None and self._refusal is None)

    def begin(self) -> None:
        """It is asked for, or asked for again."""
        self.not_begun = None
        self.tried = True

    def take(self, piece: TextPiece) -> None:
        """A piece of it came."""
        self._began = True
        text = share_of(piece.text)
        self.guessed_text += text
        self.guessed += text + share_of(piece.thinking)
        if piece.text and self._length < LONGEST_KEPT:
            self._kept.append(piece.text[: LONGEST_KEPT - self._length])
        self._length += len(piece.text)
        self.told = piece.tokens or self.told
        self.ending = piece.ending or self.ending

    def fail(self, error: EngineUnreachable | OutcomeUnknown) -> None:
        """It was cut off, or never began."""
        if isinstance(error, EngineUnreachable) and not self._began:
            self.not_begun = error
        else:
            self.lost = error

    def refuse(self, error: StudioError) -> None:
        """Asking again is in vain."""
        self._refusal = error

    def raise_refusal(self) -> None:
        """Raise the error that asking again cannot help."""
        if self._refusal is not None:
            raise self._refusal

    def exchange(self, job: str, step: str, account: str) -> Exchange:
        """What is kept of it."""
        error = self.lost or self._refusal or self.not_begun
        ending = str(self.ending or "stopped") if error is None else _words_of(error)
        return Exchange(
            self._id, self._at, job, step, account, self.request.model, ending,
            self.tokens.read, self.tokens.written, _prompt(self.request), "".join(self._kept),
        )  # fmt: skip


def _words_of(error: StudioError) -> str:
    """An error for the log; the details of services are clean of secrets."""
    return f"{type(error).__name__}: {getattr(error, 'detail', '')}".rstrip(": ")


def _prompt(request: TextRequest) -> str:
    said = [f"[{message.role}]\n{message.text}" for message in request.messages]
    return "\n\n".join([f"[system]\n{request.system}", *said])
