"""The rules of an engine after its service was asked, for whoever takes an order for a voice."""

from __future__ import annotations

from contextlib import suppress

from studio.engines.voice_making import ClonesVoices, LooksUpCloneRules
from studio.errors import AccountError, VoiceError


async def rules_changed(engine: ClonesVoices) -> bool:
    """Have an engine ask its service what it needs; whether its rules are others now.

    One that cannot be asked keeps the rules it has: what is wrong is told with the order.
    """
    if not isinstance(engine, LooksUpCloneRules):
        return False
    before = engine.clone_rules
    with suppress(VoiceError, AccountError):
        await engine.look_up_clone_rules()
    return engine.clone_rules != before
