"""Voices of one's own: samples sent, made into a voice, taken away again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from studio.engines.useapi.access import Access
from studio.engines.useapi.answers import inner, text_of
from studio.engines.useapi.client import Client
from studio.engines.useapi.ids import account_in
from studio.engines.useapi.voices import VoiceRecord, record_of
from studio.errors import EngineRefused

SAMPLE_S = (10.0, 60.0)
"""How long a sample must be and may be, in seconds; whoever decodes it looks."""
MOST_SAMPLES = 10
LONGEST_NAME = 30
UPLOAD_S = 120.0
CLONE_S = 120.0


class OwnVoices:
    """The calls around cloned voices; one clone at a time, the service takes no more."""

    def __init__(self, client: Client, access: Access) -> None:
        self._client = client
        self._access = access

    async def upload_sample(self, data: bytes, account: str = "") -> str:
        """Send a WAV or MP3 recording of 10 to 60 seconds; returns its file id.

        All samples of a voice belong on one account. Raises a VoiceError.
        """
        kind = _content_type(data)
        if not kind:
            raise EngineRefused(self._client.engine, "a sample must be a WAV or MP3 file")
        async with self._access.open() as dialect:
            query = {"account": account} if account else await self._access.account_query()
            path = dialect.path("upload-sample")
            found = await self._client.upload(path, data, kind, query, read_s=UPLOAD_S)
        file_id = text_of(found, "fileID")
        if not file_id:
            raise EngineRefused(self._client.engine, "the service gave the sample no number")
        return file_id

    async def clone_voice(
        self,
        files: Sequence[str],
        name: str,
        language_tag: str,
        *,
        reduce_noise: bool = True,
    ) -> VoiceRecord:
        """Make a voice of uploaded samples, by the service's own name of a language.

        Takes up to a minute. Raises a VoiceError; after OutcomeUnknown the voice may be in the
        list.
        """
        name = name.strip()
        self._refuse_unfit(files, name)
        body = {
            "files": ",".join(files),
            "voice_name": name,
            "language_tag": language_tag,
            "need_noise_reduction": reduce_noise,
        }
        async with self._access.open() as dialect:
            path = dialect.path("clone-voice")
            found = await self._client.post(path, body, bills=True, read_s=CLONE_S)
        record = record_of(inner(found, "voice_info"), cloned=True)
        if not record.id:
            raise self._client.reader.lost("the service did not say which voice it made")
        return record

    async def delete_voice(self, voice: str) -> None:
        """Take a cloned voice away; no error when it is gone already. Raises a VoiceError."""
        async with self._access.open() as dialect:
            # The current generation refuses an account here: it stands in the wrapped id.
            owner: Mapping[str, str] = (
                {} if dialect.wraps_voices else await self._access.account_query()
            )
            path = dialect.path("delete-voice")
            await self._client.post(path, {"voice_id": voice, **owner})

    def _refuse_unfit(self, files: Sequence[str], name: str) -> None:
        why = ""
        if not 1 <= len(files) <= MOST_SAMPLES:
            why = f"a voice is made of 1 to {MOST_SAMPLES} samples"
        elif len({account_in(file) for file in files}) > 1:
            why = "all samples of a voice must be on one account"
        elif not 1 <= len(name) <= LONGEST_NAME:
            why = f"the name of a voice must have 1 to {LONGEST_NAME} characters"
        if why:
            raise EngineRefused(self._client.engine, why)


def _content_type(data: bytes) -> str:
    """The type of a sample by its first bytes, whatever its file was called."""
    if data[:4] == b"RIFF" and data[8:12] == b"WAVE":
        return "audio/wav"
    mp3 = data.startswith(b"ID3") or (data[:1] == b"\xff" and data[1:2] > b"\xdf")
    return "audio/mpeg" if mp3 else ""
