"""The calls around voices of one's own: recordings sent, made into a voice, taken away again."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress

from studio.engines.useapi.answers import Content, inner, text_of
from studio.engines.useapi.client import TRIES, Client
from studio.engines.useapi.dialects import Dialect
from studio.engines.useapi.voices import VoiceRecord, record_of
from studio.engines.voice_orders import Sample
from studio.engines.web_upload import UploadBroken, bare, open_sample
from studio.errors import (
    EngineBusy,
    EngineUnreachable,
    VoiceNotMade,
    VoiceRefused,
)

UPLOAD_S = 120.0
CLONE_S = 120.0


class OwnVoices:
    """Each call once, as the service has it; raises VoiceError, Closed, Missing everywhere."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def upload_sample(
        self, dialect: Dialect, sample: Sample, query: Mapping[str, str]
    ) -> str:
        """Send a recording to the account that the query names; returns its file id.

        It costs nothing, so it is tried three times.
        """
        path = dialect.path("upload-sample")
        try:
            async with open_sample(sample.source) as opened:
                found = await self._patiently(
                    lambda: self._client.upload(path, bare(opened), query, read_s=UPLOAD_S)
                )
        except UploadBroken as broken:
            raise VoiceNotMade(self._client.engine, str(broken)) from broken
        file_id = text_of(found, "fileID")
        if not file_id:
            raise EngineUnreachable(self._client.engine, "the service gave the recording no number")
        return file_id

    async def clone_voice(
        self,
        dialect: Dialect,
        files: Sequence[str],
        *,
        name: str,
        language_tag: str,
        reduce_noise: bool,
    ) -> VoiceRecord:
        """Make a voice of recordings that are there; it takes up to a minute.

        After OutcomeUnknown the voice may be in the list.
        """
        body = {
            "files": ",".join(files),
            "voice_name": name,
            "language_tag": language_tag,
            "need_noise_reduction": reduce_noise,
        }
        found = await self._client.post(
            dialect.path("clone-voice"), body, bills=True, read_s=CLONE_S
        )
        record = record_of(inner(found, "voice_info"), cloned=True)
        if not record.id:
            raise self._client.reader.lost("the service did not say which voice it made")
        return record

    async def delete_voice(self, dialect: Dialect, voice: str, account: Mapping[str, str]) -> None:
        """Take a voice away; no error when it is gone already. It may be asked again and again."""
        # The current generation refuses an account here: it stands in the wrapped id.
        body = {"voice_id": voice, **({} if dialect.wraps_voices else account)}
        path = dialect.path("delete-voice")
        with suppress(VoiceRefused):  # MiniMax itself says that there is none
            await self._patiently(lambda: self._client.post(path, body))

    async def _patiently(self, ask: Callable[[], Awaitable[Content]]) -> Content:
        """Ask up to three times for what costs nothing."""
        for turn in range(1, TRIES):
            try:
                return await ask()
            except EngineBusy:
                raise
            except EngineUnreachable:
                await asyncio.sleep(self._client.web.patience.between_tries_s * 2 ** (turn - 1))
        return await ask()
