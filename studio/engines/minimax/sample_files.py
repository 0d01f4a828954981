"""Recordings at MiniMax: sent for one voice, found again, and taken away when it is made."""

from __future__ import annotations

import asyncio
import secrets
from contextlib import suppress
from typing import Any, cast

from studio.engines.minimax.client import DELETE_FILE, FILES, TRIES, Client
from studio.engines.minimax.envelope import Content, table
from studio.engines.voice_making import Making, MakingStep, Told, told_first
from studio.engines.voice_orders import Sample
from studio.engines.web_upload import OpenSample, UploadBroken, as_form, open_sample
from studio.errors import (
    EngineBusy,
    EngineUnreachable,
    StudioError,
    VoiceNotMade,
)

CLONE_FILE, PROMPT_FILE = "voice_clone", "prompt_audio"
"""What a recording is for."""

_FORGET_S = 10.0
"""Seconds that taking recordings away may take: the voice is there, or not, all the same."""


class SampleFiles:
    """The recordings sent for one voice, `of` so many; their names there are nobody else's."""

    def __init__(self, client: Client, told: Told, of: int) -> None:
        self._client = client
        self._told = told
        self._of = of
        self._stem = f"understudy-{secrets.token_hex(8)}"
        self._sent: list[tuple[int, str]] = []
        self._unsure: tuple[str, str] | None = None
        """Name and purpose of one that was sent and not answered."""

    async def send(self, sample: Sample, purpose: str) -> int:
        """Send one; returns its number there. Raises a VoiceError."""
        number = len(self._sent) + 1
        await told_first(self._told, Making(MakingStep.UPLOADING, number, self._of))
        try:
            async with open_sample(sample.source) as opened:
                name = f"{self._stem}-{number}.{opened.kind}"
                self._unsure = (name, purpose)
                file = await self._arrived(opened, name, purpose)
        except UploadBroken as broken:
            raise VoiceNotMade(self._client.web.engine, str(broken)) from broken
        self._sent.append((file, purpose))
        self._unsure = None
        return file

    async def forget(self) -> None:
        """Take them away there; what cannot be taken away stays."""
        with suppress(StudioError, TimeoutError):
            async with asyncio.timeout(_FORGET_S):
                if self._unsure and (file := await self._found(*self._unsure)):
                    self._sent.append((file, self._unsure[1]))
                while self._sent:
                    file, purpose = self._sent.pop()
                    body = {"file_id": file, "purpose": purpose}
                    await self._client.look("POST", DELETE_FILE, body=body)

    async def _arrived(self, opened: OpenSample, name: str, purpose: str) -> int:
        """Send a recording in up to three tries, which costs nothing.

        One whose answer was lost is looked for first, so that none lies there twice.
        """
        pause_s = self._client.web.patience.between_tries_s
        for turn in range(1, TRIES + 1):
            try:
                return await self._uploaded(opened, name, purpose)
            except EngineBusy as busy:
                if turn == TRIES:
                    raise
                pause_s = min(busy.retry_after or pause_s, 10 * pause_s)
            except EngineUnreachable:
                if found := await self._found(name, purpose):
                    return found
                if turn == TRIES:
                    raise
            await asyncio.sleep(pause_s * 2 ** (turn - 1))
        raise AssertionError("the last try returns or raises")

    async def _uploaded(self, opened: OpenSample, name: str, purpose: str) -> int:
        content = await self._client.upload(as_form(opened, name, {"purpose": purpose}))
        number = number_of(table(content, "file").get("file_id"))
        if not number:
            raise EngineUnreachable(
                self._client.web.engine, "the service gave the recording no number"
            )
        return number

    async def _found(self, name: str, purpose: str) -> int:
        """The number of a recording that is there already, 0 where it is not."""
        try:
            content = await self._client.look("GET", FILES, purpose=purpose)
        except EngineUnreachable:
            return 0
        listed: Any = content.get("files")
        for entry in cast("list[Any]", listed) if isinstance(listed, list) else []:
            if isinstance(entry, dict) and cast(Content, entry).get("filename") == name:
                return number_of(cast(Content, entry).get("file_id"))
        return 0


def number_of(value: object) -> int:
    """The number of a file, which may come as digits; it never goes through a float. 0 for none."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return 0
    digits = str(value)
    return int(digits) if digits.isascii() and digits.isdecimal() else 0
