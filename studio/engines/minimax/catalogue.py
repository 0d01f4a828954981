"""The voices of an account as people know them: name, gender, age, language."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, cast

from studio.engines.minimax.envelope import Content
from studio.engines.minimax.languages import BY_CODE, codes_of
from studio.engines.speech import Voice
from studio.resources import resource

_KINDS = {"system_voice": "catalogue", "voice_cloning": "cloned", "voice_generation": "designed"}
_ALSO = {"voice_clone": "cloned", "voice_design": "designed"}

LIST_OF = {"cloned": "voice_cloning", "designed": "voice_generation"}
"""The service's name for each kind of voice of one's own."""

_FEMALE = re.compile(
    r"\b(?:female|wom[ae]n|girl|lady|madam|miss|sister|mother|grandma\w*|princess|queen|bestie)\b"
    r"|[女姐妹妈娘婆]|少女|奶奶|小姐|空姐|阿姨|大婶",
    re.IGNORECASE,
)
_MALE = re.compile(
    r"\b(?:male|m[ae]n|boy|gentleman|guy|bloke|brother|father|grandpa\w*|prince|king|santa)\b"
    r"|[男爷叔爸]|弟弟|少爷|小哥|学弟|竹马",
    re.IGNORECASE,
)
_AGES = (
    ("child", re.compile(r"\b(?:child\w*|kid|toddler|little)\b|童|小孩|萌", re.IGNORECASE)),
    ("old", re.compile(r"\b(?:old|elder\w*|senior|aged|grand\w*)\b|老|花甲|大爷|奶奶", re.I)),
    ("young", re.compile(r"\b(?:young|youth|girl|boy|teen\w*|student)\b|青年|少|学", re.I)),
    ("adult", re.compile(r"\b(?:adult|mature|middle)\b|成熟|中年", re.IGNORECASE)),
)
_PARTS = re.compile(r"[_\s()（）-]+|(?<=[a-z])(?=[A-Z])")
_BY_NAME = {name.partition(",")[0]: codes_of(name) for name in set(BY_CODE.values())} | {
    "Cantonese": codes_of("Chinese,Yue"),
    "Chinese": ("zh",),
}


@dataclass(frozen=True, slots=True)
class Label:
    """What is known of a system voice: English and Chinese name, gender, age, language."""

    name: str
    chinese: str
    gender: str
    age: str
    language: str


def labels() -> Mapping[str, Label]:
    """The documented system voices by their id, from the file that comes with the studio."""
    found = tomllib.loads(resource("voices/minimax.toml").read_text("utf-8"))
    return {id: Label(*label) for id, label in found["voices"].items()}


def voices_of(engine: str, content: Content, known: Mapping[str, Label]) -> tuple[Voice, ...]:
    """The voices of a list of the service, own ones first; ids stay as they are to the byte."""
    kinds = _KINDS | _ALSO
    found = [
        _voice(engine, entry, kind, known)
        for name, kind in kinds.items()
        for entry in _entries(content.get(name))
    ]
    once = {voice.id: voice for voice in found}
    return tuple(sorted(once.values(), key=lambda voice: voice.kind == "catalogue"))


def ids_in(content: Content, name: str) -> frozenset[str]:
    """The ids in one of the lists of an answer."""
    return frozenset(str(entry["voice_id"]) for entry in _entries(content.get(name)))


def _entries(listed: Any) -> Iterator[Content]:
    """The entries of a list that have an id; null is an empty list."""
    if not isinstance(listed, list):
        return
    for entry in cast("list[Any]", listed):
        if isinstance(entry, dict) and isinstance(entry.get("voice_id"), str) and entry["voice_id"]:  # pyright: ignore[reportUnknownMemberType]  # JSON
            yield cast("Content", entry)


def _voice(engine: str, entry: Content, kind: str, known: Mapping[str, Label]) -> Voice:
    id = str(entry["voice_id"])
    said, name = _description(entry), str(entry.get("voice_name") or "").strip()
    label = known.get(id)
    if label is not None:
        named = name or label.chinese or label.name
        style = label.name if named != label.name else said
        languages = codes_of(_language_name(label.language))
        return Voice(engine, id, named, languages, label.gender, label.age, style, kind)
    clues = " ".join((*_words(re.sub(r"\d+", " ", id)), name, said))
    languages = _languages(id) if kind == "catalogue" else ()
    named = name or (_readable(id) if kind == "catalogue" else id)
    created = "" if kind == "catalogue" else _day(entry.get("created_time"))
    return Voice(engine, id, named, languages, _gender(clues), _age(clues), said, kind, created)


def _day(told: Any) -> str:
    """The day a voice was made: a date, or the seconds since 1970; empty for neither."""
    words = str(told) if isinstance(told, str | int) else ""
    try:
        if words.isdecimal():
            return datetime.fromtimestamp(int(words), UTC).date().isoformat() if int(words) else ""
        day = date.fromisoformat(words[:10])
    except (ValueError, OverflowError, OSError):
        return ""
    return day.isoformat() if day.year > 1970 else ""


def _description(entry: Content) -> str:
    said: Any = entry.get("description")
    parts = cast("list[Any]", said) if isinstance(said, list) else [said]
    return " ".join(part.strip() for part in parts if isinstance(part, str))[:300]


def _words(id: str) -> list[str]:
    return [part for part in _PARTS.split(id) if part]


def _readable(id: str) -> str:
    """A name from an id: `English_Graceful_Lady` is `Graceful Lady`."""
    words = _words(id)
    rest = words[1:] if words[:1] and words[0] in _BY_NAME else words
    return " ".join(rest[1:] if rest[:1] == ["Mandarin"] else rest) or id


def _languages(id: str) -> tuple[str, ...]:
    """The language a voice is meant for, by the beginning of its id; none when it is not told."""
    return next(iter(_BY_NAME.get(word, ()) for word in _words(id)[:1]), ())


def _language_name(code: str) -> str:
    return BY_CODE.get(code, "")


def _gender(clues: str) -> str:
    if _FEMALE.search(clues):
        return "female"
    return "male" if _MALE.search(clues) else ""


def _age(clues: str) -> str:
    return next((age for age, pattern in _AGES if pattern.search(clues)), "")
