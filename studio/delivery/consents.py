"""Whose voices a delivery speaks with, and who allowed it: the text that goes along."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from studio.model.take import Take

Consents = Callable[[Take], str]
"""What is known of the consent to a take's voice, as lines of text; empty for a service's own."""


def no_consents(take: Take) -> str:
    """For whoever has no voices of their own."""
    return ""


def consents_text(takes: Iterable[Take], consents: Consents) -> str:
    """What is known of all voices of these takes, each once; empty where there is nothing."""
    told = dict.fromkeys(text for take in takes if (text := consents(take)))
    return "\n".join(told)
