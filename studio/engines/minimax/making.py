"""What cloning and designing at MiniMax share: taken ids, objections, previews, the list."""

from __future__ import annotations

from studio.engines.minimax.catalogue import ids_in
from studio.engines.minimax.client import VOICES, Client, Complained
from studio.engines.minimax.envelope import Content
from studio.engines.minimax.sound import kind_of
from studio.engines.objections import objection_in
from studio.engines.voice_making import Preview
from studio.engines.web_download import DownloadFailed
from studio.errors import EngineUnreachable, VoiceError, VoiceNotMade

TAKEN = 2039
AMBIGUOUS = frozenset({1001})
"""The service ran out of time: the voice may be there."""
ABOUT_THE_RECORDING = frozenset({1026, 1043, 1044, 2037, 2048})
"""What is wrong with a recording is so each time it is sent: no voice was ever made of it."""
IDS = 3
"""How many ids are tried when each is taken already."""
ANSWER_LOST = "the answer that had it was lost"

_UNREADABLE = 1000
_LARGEST_PREVIEW = 64 << 20


async def is_listed(client: Client, kind: str, voice: str) -> bool:
    """Whether the service lists a voice of a kind; it lists none that never spoke a line."""
    return voice in ids_in(await client.look("POST", VOICES, body={"voice_type": kind}), kind)


def said_no(complained: Complained) -> VoiceError:
    """The studio's error for a complaint about a voice to be made."""
    error = complained.error
    if complained.complaint.code == _UNREADABLE and isinstance(error, EngineUnreachable):
        detail = f"{error.detail}; it may be that it cannot read the recording"
        return EngineUnreachable(error.engine, detail)
    return error


def refuse_objections(client: Client, content: Content) -> None:
    """Raises VoiceNotMade when a yes comes with an objection."""
    if objection := objection_in(content):
        detail = f"the service objects to what it was given: {objection}"
        raise VoiceNotMade(client.web.engine, detail, objection)


async def preview_behind(client: Client, link: object) -> tuple[Preview | None, str]:
    """The sound behind a link, or why there is none: the voice counts more."""
    if not isinstance(link, str) or not link:
        return None, "the service gave none"
    try:
        data = await client.web.download(link, largest=_LARGEST_PREVIEW)
    except (DownloadFailed, VoiceError) as error:
        return None, client.web.safe(str(getattr(error, "detail", "") or error))
    kind = kind_of(data)
    return (Preview(data, kind), "") if kind else (None, "what came is no sound")
