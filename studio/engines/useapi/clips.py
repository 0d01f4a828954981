"""Clips: what was spoken on an account, one by one and as a list."""

from __future__ import annotations

import math
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from typing import Any

from studio.engines.useapi.answers import Content, Missing, inner, number_of, rows_of, text_of
from studio.engines.useapi.client import Client, id_path
from studio.engines.useapi.dialects import Dialect
from studio.engines.useapi.ids import number_of as bare

PAGE = 100
_MOST_PAGES = 30
_AUTO = ("", "auto")


@dataclass(frozen=True, slots=True)
class Clip:
    """One clip. `final`: nothing will change any more; a failed one is final without a link."""

    id: str
    final: bool
    failed: bool
    link: str
    credits: float | None
    content: Content


@dataclass(frozen=True, slots=True)
class Row:
    """One clip as the list shows it; `at` in seconds since 1970, `text` where it is told."""

    id: str
    at: float
    text: str


def clip_of(content: Content) -> Clip:
    """A clip from an answer; one without a word of its state is done when it has a link."""
    link = text_of(content, "audio_url")
    told = content.get("statusFinal")
    final = told is True or (told is None and bool(link))
    said_no = text_of(content, "statusLabel") == "failed" or bool(content.get("error"))
    return Clip(
        text_of(content, "audio_id") or text_of(content, "audioId"),
        final,
        told is True and said_no,
        link,
        number_of(content, "cost_credit"),
        content,
    )


async def read_clip(client: Client, dialect: Dialect, id: str) -> Clip | None:
    """A clip by its id or its job's, None when there is none; raises VoiceError, Closed."""
    try:
        found = clip_of(await client.get(dialect.path(id_path(id)), thing=True))
    except Missing:
        return None
    return found


async def listed(
    client: Client, dialect: Dialect, account: Mapping[str, str], since: float
) -> AsyncGenerator[Row]:
    """The clips made since then (seconds since 1970), by the service's clock.

    Pages are read on until one lies wholly before, unless the oldest come first. Raises
    VoiceError, Closed; OutcomeUnknown when there are too many pages.
    """
    seen: set[str] = set()
    for page in range(1, _MOST_PAGES + 1):
        query = {**account, "page": str(page), "page_size": str(PAGE)}
        found = await client.get(dialect.path(), query)
        rows = [_row(row) for row in rows_of(found, "audio_list")]
        for row in rows:
            if row.id and row.id not in seen and row.at >= since:
                yield row
            seen.add(row.id)
        newest_first = bool(rows) and rows[0].at >= rows[-1].at
        if found.get("has_more") is not True or (newest_first and rows[-1].at < since):
            return
    raise client.reader.lost("too many clips to look through")


def same_line(clip: Clip, sent: Mapping[str, Any]) -> bool:
    """Whether a clip is what these fields asked for, as far as it tells."""
    told = clip.content
    if _plain(text_of(told, "text")) != _plain(str(sent["text"])):
        return False
    voice = text_of(inner(told, "voice_info"), "voice_id") or text_of(told, "voice_id")
    if voice and bare(voice) != bare(str(sent["voice_id"])):
        return False
    for name in ("emotion", "language_boost", "model"):
        value, wanted = text_of(told, name).lower(), str(sent.get(name, "")).lower()
        if value not in _AUTO and wanted not in _AUTO and value != wanted:
            return False
    return _same_numbers(told, sent)


def credits_of(clip: Clip, otherwise: int) -> int:
    """What a clip was billed, in whole credits."""
    told = clip.credits
    return otherwise if told is None or not math.isfinite(told) else math.ceil(told)


def is_sound(data: bytes | bytearray) -> bool:
    """Whether bytes begin as a sound file does."""
    if data.startswith((b"ID3", b"RIFF", b"fLaC", b"OggS")):
        return True
    return len(data) > 1 and data[0] == 0xFF and data[1] & 0xE0 == 0xE0


def _same_numbers(told: Content, sent: Mapping[str, Any]) -> bool:
    effects = inner(told, "effects")
    pairs = [(told, "speed", 1.0), (told, "pitch", 0.0)] + [
        (effects, name, 0.0) for name in effects
    ]
    for where, name, usual in pairs:
        value = number_of(where, name)
        if value is not None and abs(value - float(sent.get(name, usual))) > 0.01:
            return False
    return True


def _row(row: Content) -> Row:
    at = number_of(row, "update_time") or number_of(row, "create_time")
    # Without a time nobody can say that it is too old, so it is looked at.
    seconds = at / 1000 if at else math.inf
    return Row(text_of(row, "audio_id"), seconds, text_of(row, "text"))


def _plain(text: str) -> str:
    return " ".join(text.split())
