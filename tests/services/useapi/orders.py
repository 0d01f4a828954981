"""The field tables of useapi's requests, and what may stand in a text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tests.services.checking import (
    Check,
    Fields,
    complaints,
    flag,
    number,
    one_of,
    required,
    text,
    whole,
)
from tests.services.speech import PAUSE
from tests.services.useapi.vocabulary import LANGUAGES, SOUNDS, Dialect

LONGEST_A = 500
LONGEST_CALL = 3000
LONGEST_JOB_HD = 5000
LONGEST_JOB_TURBO = 10_000
MOST_SPANS = 15
EFFECTS = (
    "deepen_lighten", "stronger_softer", "nasal_crisp", "spacious_echo", "lofi_telephone",
    "robotic", "auditorium_echo",
)  # fmt: skip
SOUND = re.compile(rf"\((?:{'|'.join(SOUNDS)})\)")
_PAUSE_LENGTH = re.compile(r"\d{1,2}(\.\d{1,2})?")
_BRACKETS = re.compile(r"\(([^()]*)\)")
_MARK = re.compile(r"\{(/?)([^{}]*)\}")


def order_fields(dialect: Dialect, *, job: bool) -> Fields:
    """What a synthesis request may hold."""
    languages = ("Auto", *LANGUAGES)
    emotions = dialect.emotions if dialect.is_current else ("Auto", *dialect.emotions)
    fields: dict[str, Any] = {
        "account": text(least=1),
        "text": required(text(least=1)),
        "voice_id": required(text(least=1)),
        "model": one_of(dialect.models),
        "language_boost": one_of(languages),
        "emotion": one_of(emotions),
        "vol": number(0, 10, above=True),
        "speed": number(0.5, 2),
        "pitch": number(-12, 12),
        **dict.fromkeys(EFFECTS[:3], whole(-100, 100)),
        **dict.fromkeys(EFFECTS[3:], flag),
    }
    if job:
        fields |= {"replyUrl": text(pattern="https?://.+"), "replyRef": text()}
    return fields


def clone_fields(dialect: Dialect) -> Fields:
    """What a clone request may hold; the account follows from the files."""
    older: dict[str, Check] = {} if dialect.is_current else {"account": text(least=1)}
    return {
        "files": required(text(least=1)),
        "voice_name": required(text(least=1, most=30, pattern=r"\S(?s:.*\S)?")),
        "language_tag": required(one_of(LANGUAGES)),
        "need_noise_reduction": flag,
        **older,
    }


def order_complaints(body: Any, dialect: Dialect, *, job: bool) -> list[str]:
    """All that is wrong with a synthesis request."""
    found = complaints(body, order_fields(dialect, job=job))
    if found:
        return found
    model = body.get("model", dialect.models[0])
    words = body["text"]
    most = longest(dialect, model, job=job)
    if len(words) > most:
        found.append(f"text: must have at most {most} characters")
    found += _pauses(words) + _brackets(words, dialect, model)
    if sum(bool(body.get(each)) for each in EFFECTS[3:]) > 1:
        found.append("effects: one of the four")
    return found + (_spans(words, dialect) if dialect.is_current else [])


def longest(dialect: Dialect, model: str, *, job: bool) -> int:
    """The longest text in characters."""
    if not dialect.is_current:
        return LONGEST_A
    if not job:
        return LONGEST_CALL
    return LONGEST_JOB_TURBO if "turbo" in model else LONGEST_JOB_HD


def from_form(form: Mapping[str, str]) -> dict[str, Any]:
    """A form's strings as the values that JSON would have held."""
    return {name: _typed(value) if name in _TYPED else value for name, value in form.items()}


def spoken_text(words: str) -> str:
    """The text without its emotion marks: what is billed."""
    return _MARK.sub("", words)


_TYPED = {"vol", "speed", "pitch", "need_noise_reduction", *EFFECTS}


def _typed(value: str) -> Any:
    if value in ("true", "false"):
        return value == "true"
    try:
        return float(value) if "." in value else int(value)
    except ValueError:
        return value


def _pauses(words: str) -> list[str]:
    pieces = PAUSE.split(words)
    said, lengths = [spoken_text(SOUND.sub("", each)) for each in pieces[::2]], pieces[1::2]
    found = [f"text: pause of {length!r} s" for length in lengths if not _is_length(length)]
    speakable = [any(each.isalnum() for each in part) for part in said]
    if not any(speakable):
        found.append("text: nothing to speak")
    if lengths and not (speakable[0] and speakable[-1]):
        found.append("text: pause at the edge")
    if not all(speakable[1:-1]):
        found.append("text: two pauses in a row")
    return found


def _is_length(seconds: str) -> bool:
    return bool(_PAUSE_LENGTH.fullmatch(seconds)) and 0.01 <= float(seconds) <= 99.99


def _brackets(words: str, dialect: Dialect, model: str) -> list[str]:
    able = dialect.is_current and model.startswith("speech-2.8")
    return [
        f"text: this model has no ({inside})"
        for inside in _BRACKETS.findall(words)
        if not (able and SOUND.fullmatch(f"({inside})"))
    ]


def _spans(words: str, dialect: Dialect) -> list[str]:
    open_span, spans, found = "", 0, list[str]()
    for closing, name in _MARK.findall(words):
        if name not in dialect.emotions:
            found.append(f"text: no emotion {name!r}")
        elif closing:
            found += [] if name == open_span else [f"text: {{/{name}}} closes nothing"]
            open_span = ""
        else:
            found += [f"text: {{{name}}} within {{{open_span}}}"] if open_span else []
            open_span, spans = name, spans + 1
    if open_span:
        found.append(f"text: {{{open_span}}} is not closed")
    if spans > MOST_SPANS:
        found.append(f"text: more than {MOST_SPANS} emotion spans")
    return found
