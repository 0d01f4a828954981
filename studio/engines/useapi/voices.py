"""The voices of an account: built-in and cloned ones, with their tags and samples."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast

from studio.engines.speech import Voice
from studio.engines.useapi.answers import Content, number_of, rows_of, text_of
from studio.engines.useapi.client import Client
from studio.engines.useapi.dialects import Dialect
from studio.engines.useapi.ids import unwrapped
from studio.engines.useapi.languages import codes_of

PAGE = 500
_MOST_PAGES = 40
_GENDERS = {"male": "male", "female": "female"}
_AGES = {
    "child": "child",
    "young": "young",
    "young adult": "young",
    "adult": "adult",
    "middle-aged": "adult",
    "elderly": "old",
    "senior": "old",
}
CATALOGUE, CLONED = "catalogue", "cloned"


@dataclass(frozen=True, slots=True)
class VoiceRecord:
    """A voice as the service lists it; `sample` is a link, `lasting` its name at MiniMax itself."""

    id: str
    name: str
    tags: tuple[str, ...] = ()
    sample: str = ""
    lasting: str = ""
    cloned: bool = False
    created: str = ""


@dataclass(frozen=True, slots=True)
class Config:
    """The words the service knows: emotions, and tags of voices by their kind."""

    emotions: tuple[str, ...]
    languages: tuple[str, ...]
    accents: tuple[str, ...]
    ages: tuple[str, ...]
    genders: tuple[str, ...]


async def config_of(client: Client, dialect: Dialect, account: Mapping[str, str]) -> Config:
    """The configuration of a generation; raises VoiceError, Closed, Missing."""
    found = await client.get(dialect.path("config"), account)

    def words(list_name: str, name: str = "tag_name") -> tuple[str, ...]:
        return tuple(word for row in rows_of(found, list_name) if (word := text_of(row, name)))

    return Config(
        words("t2a_emotion", "value"),
        words("voice_tag_language"),
        words("voice_tag_accent"),
        words("voice_tag_age"),
        words("voice_tag_gender"),
    )


async def voices_of(
    client: Client, dialect: Dialect, account: Mapping[str, str]
) -> tuple[VoiceRecord, ...]:
    """Every voice, all pages; raises VoiceError, Closed, Missing.

    Tags are left to whoever looks: the service passes over one it does not know.
    """
    found = await _listed(client, dialect, account)
    if not dialect.wraps_voices:
        # The older generation lists its clones only when asked for nothing else.
        found += await _listed(client, dialect, {**account, "is_system": "false"}, cloned=True)
    return tuple({record.id: record for record in found}.values())


async def clones_of(
    client: Client, dialect: Dialect, account: Mapping[str, str]
) -> tuple[VoiceRecord, ...]:
    """The cloned voices of an account; raises VoiceError, Closed, Missing."""
    found = await voices_of(client, dialect, account)
    return tuple(record for record in found if record.cloned)


def voice_of(engine: str, record: VoiceRecord) -> Voice:
    """A voice in the studio's words; what a tag says besides is its style."""
    languages = tuple(dict.fromkeys(code for tag in record.tags for code in codes_of(tag)))
    gender = _first(record.tags, _GENDERS)
    age = _first(record.tags, _AGES)
    rest = [tag for tag in record.tags if not (codes_of(tag) or _known(tag))]
    return Voice(
        engine,
        record.id,
        record.name or record.id,
        languages,
        gender,
        age,
        ", ".join(rest),
        CLONED if record.cloned else CATALOGUE,
        record.created if record.cloned else "",
    )


def record_of(row: Content, *, cloned: bool = False) -> VoiceRecord:
    """A voice from an answer; a wrapped id tells a cloned one."""
    found = row.get("tag_list")
    tags = cast("list[object]", found) if isinstance(found, list) else []
    id = text_of(row, "voice_id")
    return VoiceRecord(
        id,
        text_of(row, "voice_name").strip(),
        tuple(tag.strip() for tag in tags if isinstance(tag, str) and tag.strip()),
        text_of(row, "sample_audio"),
        text_of(row, "uniq_id"),
        cloned or unwrapped(id) is not None,
        _day(number_of(row, "create_time")),
    )


async def _listed(
    client: Client, dialect: Dialect, query: Mapping[str, str], *, cloned: bool = False
) -> list[VoiceRecord]:
    records: list[VoiceRecord] = []
    for page in range(1, _MOST_PAGES + 1):
        asked = {**query, "page": str(page), "page_size": str(PAGE)}
        found = await client.get(dialect.path("voices"), asked)
        rows = rows_of(found, "voice_list")
        records += [record_of(row, cloned=cloned) for row in rows if text_of(row, "voice_id")]
        if not rows or found.get("has_more") is not True:
            break
    return records


def _day(milliseconds: float | None) -> str:
    """The day of a moment since 1970, empty where none is told."""
    if not milliseconds:
        return ""
    try:
        return datetime.fromtimestamp(milliseconds / 1000, UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        return ""


def _first(tags: Iterable[str], meanings: Mapping[str, str]) -> str:
    return next((meanings[tag.lower()] for tag in tags if tag.lower() in meanings), "")


def _known(tag: str) -> bool:
    return tag.lower() in _GENDERS or tag.lower() in _AGES
