"""What the studio asks of anything that writes text: messages in, pieces of an answer out.

A writer may also be a ChecksAccount, as what speaks may.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Protocol, runtime_checkable


class Thinking(StrEnum):
    """How much a model may think before it answers; one that cannot be told thinks as it does."""

    NONE = "none"
    SOME = "some"
    MUCH = "much"


@dataclass(frozen=True, slots=True)
class Message:
    """What one side said: `user` or `assistant`."""

    role: str
    text: str


@dataclass(frozen=True, slots=True)
class TextRequest:
    """What a model is asked.

    `system` stays the same over a job, so that a service can remember it. An empty `model` is the
    account's, `longest_answer` is in tokens without the thinking, 0 for as long as the model goes.
    """

    system: str
    messages: tuple[Message, ...]
    model: str = ""
    temperature: float = 0.7
    longest_answer: int = 0
    thinking: Thinking = Thinking.NONE


@dataclass(frozen=True, slots=True)
class Tokens:
    """What an answer cost; `thinking` tokens are among `written`, `remembered` among `read`."""

    read: int = 0
    written: int = 0
    thinking: int = 0
    remembered: int = 0


class Ending(StrEnum):
    """How an answer came to its end; one that was cut off has no ending."""

    WHOLE = "whole"
    TOO_LONG = "too long"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A piece of an answer as it comes: text, or a sign of thinking, which is never parsed.

    The last piece has an `ending`, and `tokens` where the service tells them.
    """

    text: str = ""
    thinking: str = ""
    ending: Ending | None = None
    tokens: Tokens | None = None


@dataclass(frozen=True, slots=True)
class TextPrice:
    """Money for a million tokens, an estimate; no currency where nobody knows."""

    read: Decimal = Decimal(0)
    written: Decimal = Decimal(0)
    currency: str = ""


class WritesText(Protocol):
    """An engine that answers in words."""

    @property
    def name(self) -> str:
        """The account's key, `service/name`."""
        ...

    @property
    def models(self) -> tuple[str, ...]:
        """Suggestions, the usual one first; any other name is passed on."""
        ...

    def price(self, model: str = "") -> TextPrice:
        """What a model's tokens cost."""
        ...

    def answer(self, request: TextRequest) -> AsyncGenerator[TextPiece, None]:
        """The answer in pieces; raises a VoiceError or AccountError.

        It is TooMuchAtOnce where less text may pass, OutcomeUnknown when the answer was cut off.
        Closing the generator ends the connection.
        """
        ...

    async def known_models(self) -> tuple[str, ...]:
        """The models the service lists; raises a VoiceError, and is empty where it lists none."""
        ...

    async def aclose(self) -> None:
        """Let go of connections."""
        ...


@runtime_checkable
class ChecksForTokens(Protocol):
    """An engine whose account cannot always be tried for nothing."""

    @property
    def check_cost(self) -> Tokens:
        """What the last check was billed, nothing where it was free."""
        ...
