"""What the studio knows of a line beyond its words, kept in notes of the script."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from studio.formats.language import LANGUAGE_CODES
from studio.formats.markup import (
    WHITE,
    Piece,
    comment_decoded,
    comment_encoded,
    pieces,
)
from studio.formats.script import ScriptLine
from studio.model.line import EMOTIONS, LineKind
from studio.model.span import Span

LONGEST_PAUSE_MS = 600_000
"""A line's own pause cannot be longer than ten minutes."""

_KEYED = re.compile(r"(lang\s+)?([A-Za-z][A-Za-z0-9-]*)\s*[:：]", re.IGNORECASE)
_PAIR = re.compile(r"\s*([A-Za-z]+)\s*[:：](.*)\Z", re.DOTALL)
_BAR = re.compile(r"((?:[^\\|]|\\.)*+)(?:\||\Z)", re.DOTALL)
_PAUSE = re.compile(r"(\d{1,6}(?:\.\d{1,3})?)\s*(ms|s)?\Z", re.IGNORECASE)
_KINDS = {kind.value: kind for kind in (LineKind.DIALOGUE, LineKind.VOICE_OVER)}


@dataclass(slots=True)
class Facts:
    """Facts found for one line: `values` by key as they stood, `texts` by language."""

    values: dict[str, str] = field(default_factory=dict[str, str])
    texts: dict[str, str] = field(default_factory=dict[str, str])

    def __bool__(self) -> bool:
        return bool(self.values or self.texts)

    def knows_any_of(self, other: Facts) -> bool:
        """Whether the other tells something these have told already."""
        return not self.values.keys().isdisjoint(other.values) or not (
            self.texts.keys().isdisjoint(other.texts)
        )

    def add(self, other: Facts) -> None:
        """Take over what the other tells."""
        self.values.update(other.values)
        self.texts.update(other.texts)

    def applied(self, line: ScriptLine) -> ScriptLine:
        """The line with these facts; a text of its own is not replaced."""
        if not self:
            return line
        values = self.values
        slot = values.get("slot", "").partition("-")
        return replace(
            line,
            text={**self.texts, **line.text},
            id=values.get("id", line.id),
            kind=_KINDS.get(values.get("kind", ""), line.kind),
            emotion=values.get("emotion", line.emotion).casefold(),
            direction=values.get("direction", line.direction),
            extension=values.get("extension", line.extension),
            character=values.get("character", line.character),
            number=values.get("number", line.number),
            pause_after_ms=_pause(values["pause"]) if "pause" in values else line.pause_after_ms,
            slot=Span(int(slot[0]), int(slot[2])) if slot[1] else line.slot,
        )


def _pause(value: str) -> int | None:
    found = _PAUSE.match(value)
    if not found:
        return None
    milliseconds = round(float(found[1]) * (1000 if (found[2] or "").casefold() == "s" else 1))
    return milliseconds if milliseconds <= LONGEST_PAUSE_MS else None


def _slot(value: str) -> bool:
    found = re.fullmatch(r"(\d{1,15})-(\d{1,15})", value, re.ASCII)
    return found is not None and int(found[1]) <= int(found[2])


def _anything(value: str) -> bool:
    return True


_VALID: dict[str, Callable[[str], bool]] = {
    "id": lambda value: re.fullmatch(r"[\w-]{1,64}", value) is not None,
    "emotion": lambda value: value.casefold() in EMOTIONS,
    "pause": lambda value: _pause(value) is not None,
    "slot": _slot,
    "kind": lambda value: value in _KINDS,
    "direction": _anything,
    "extension": _anything,
    "character": _anything,
    "number": _anything,
}


def read_note(content: str) -> tuple[Facts, str]:
    """The facts in the content of a note, and what of it is none (all, when it is an own note)."""
    keyed = _KEYED.match(content.lstrip(WHITE + "\n"))
    if not keyed:
        return Facts(), content
    code = keyed[2] if keyed[1] else _language_code(keyed[2])
    if code:
        text = comment_decoded(content.lstrip(WHITE + "\n")[keyed.end() :])
        return (Facts(texts={code: text}), "") if text else (Facts(), content)
    facts = Facts()
    others: list[str] = []
    for part in _BAR.findall(comment_decoded(content)):
        pair = _PAIR.match(part)
        key = pair[1].casefold() if pair else ""
        value = re.sub(r"\\([\\|])", r"\1", pair[2].strip(WHITE + "\n")) if pair else ""
        if key in _VALID and key not in facts.values and _VALID[key](value):
            facts.values[key] = value
        elif part:
            others.append(part)
    return (facts, "|".join(others)) if facts else (Facts(), content)


def _language_code(key: str) -> str:
    primary, dash, rest = key.partition("-")
    return f"{primary.casefold()}{dash}{rest}" if primary.casefold() in LANGUAGE_CODES else ""


def split_facts(text: str) -> tuple[str, Facts]:
    """A line of a script without the facts in the notes at its end, and these facts."""
    facts = Facts()
    if "[[" not in text:
        return text, facts
    parts = list(pieces(text))
    first = len(parts)
    while first and _may_trail(text, *parts[first - 1]):
        first -= 1
    if first == len(parts):
        return text, facts
    kept: list[str] = []
    for kind, start, end in parts[first:]:
        found, rest = read_note(text[start + 2 : end - 2]) if kind is Piece.NOTE else (Facts(), "")
        if kind is not Piece.NOTE:
            continue
        if not found or facts.knows_any_of(found):
            kept.append(text[start:end])
            continue
        facts.add(found)
        if rest:
            kept.append(f"[[{rest}]]")
    if not facts:
        return text, facts
    words = text[: parts[first][1]]
    return " ".join([*([words.rstrip(WHITE)] if words.strip(WHITE) else []), *kept]), facts


def _may_trail(text: str, kind: Piece, start: int, end: int) -> bool:
    return kind is Piece.NOTE or not text[start:end].strip(WHITE + "\n")


def is_fact(note: str) -> bool:
    """Whether a whole note, brackets included, would be taken for facts."""
    return bool(read_note(note[2:-2])[0])


def fact_notes(line: ScriptLine, values: dict[str, str], texts: dict[str, str]) -> list[str]:
    """The notes that tell a line's id, emotion, pause and slot, more values, and other texts."""
    told = {"id": line.id, "emotion": line.emotion}
    told["pause"] = "" if line.pause_after_ms is None else str(line.pause_after_ms)
    told["slot"] = f"{line.slot.start}-{line.slot.end}" if line.slot else ""
    pairs = {key: value for key, value in told.items() if value} | values
    translations = [_translation(code, text) for code, text in texts.items() if text]
    if not pairs:
        return translations
    joined = " | ".join(f"{key}: {_escaped(value)}" for key, value in pairs.items())
    return [f"[[{comment_encoded(joined)}]]", *translations]


def _escaped(value: str) -> str:
    return re.sub(r"([\\|])", r"\\\1", value)


def _translation(code: str, text: str) -> str:
    key = code if _language_code(code) == code else f"lang {code}"
    return f"[[{key}: {comment_encoded(text)}]]"
