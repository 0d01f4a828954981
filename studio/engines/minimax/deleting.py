"""Takes voices away at MiniMax: those of one's own, and none of the catalogue."""

from __future__ import annotations

from collections.abc import Container

from studio.engines.minimax.catalogue import LIST_OF, ids_in
from studio.engines.minimax.client import DELETE_VOICE, VOICES, Client, Complained
from studio.engines.speech import Voice
from studio.errors import EngineRefused, VoiceError

_NOT_THERE = frozenset({2013, 2054, 20132})
"""What the service may say of a voice it does not have, or not as one of this kind."""


async def deleted(client: Client, voice: Voice, system: Container[str]) -> None:
    """Take a voice away for good, its id too; gone already is as well.

    Raises EngineRefused for a voice of the `system`, and a VoiceError.
    """
    kind = LIST_OF.get(voice.kind)
    if kind is None or voice.id in system:
        raise EngineRefused(client.web.engine, "a voice of the catalogue cannot be deleted")
    refusals: list[VoiceError] = []
    for each in sorted(LIST_OF.values(), key=lambda name: name != kind):
        refusal = await client.patiently(lambda kind=each: _refusal(client, kind, voice.id))
        if refusal is None:
            return
        refusals.append(refusal)
    listed = await client.look("POST", VOICES, body={"voice_type": "all"})
    if any(voice.id in ids_in(listed, each) for each in LIST_OF.values()):
        raise refusals[0]


async def _refusal(client: Client, kind: str, voice: str) -> VoiceError | None:
    """Ask once; what the service says of a voice it does not have, None when it is deleted."""
    body = {"voice_type": kind, "voice_id": voice}
    try:
        await client.work(DELETE_VOICE, body, bills=False)
    except Complained as complained:
        if complained.complaint.code in _NOT_THERE:
            return complained.error
        raise complained.error from complained
    return None
