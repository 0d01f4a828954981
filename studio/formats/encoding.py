"""Bytes of a script as text: certain where they say what they are, else a proposal."""

from __future__ import annotations

import codecs
import unicodedata
from dataclasses import dataclass

from charset_normalizer import from_bytes

from studio.errors import ScriptError, ScriptProblem

LARGEST = 20_000_000
"""Bytes of the largest script taken in: two hundred novels."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BINARY_HEADS = (
    *(b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"GIF8", b"RIFF", b"OggS", b"fLaC", b"ID3", b"\x7fELF"),
    *(
        b"\xff\xd8\xff",
        b"\x1f\x8b",
        b"SQLite format 3",
        b"\xd0\xcf\x11\xe0",
        b"7z\xbc\xaf",
        b"Rar!",
    ),
)
_EAST_ASIAN = {
    "gb18030": ("gb2312", 0xB0, 0xD7),
    "big5": ("big5", 0xA4, 0xC6),
    "cp932": ("euc_jp", 0xB0, 0xCF),
    "euc_jp": ("euc_jp", 0xB0, 0xCF),
    "cp949": ("euc_kr", 0xB0, 0xC8),
}
"""By encoding: where the everyday characters of its country lie, as lead bytes of a set."""

_SINGLE = ("cp1252", "cp1251", "cp1250", "cp1253", "cp1254", "cp1255", "cp1256", "cp874")
_COMMONEST = 0.2
"""What is added for the Western code page: it shares most letters with its neighbours."""

_LATIN = frozenset(("cp1252", "cp1250", "cp1254"))
_SAMPLE = 60_000
_PRINTED = bytes((0, 9, 10, 13, *range(32, 127)))
_CONTROLS_ALLOWED = frozenset("\t\n\r\f\x0b\x1a")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text of a file; `candidates` are further encodings that fit, the likeliest first."""

    text: str
    encoding: str
    certain: bool
    candidates: tuple[str, ...] = ()


def decode_text(data: bytes, *, source: str, encoding: str = "") -> Decoded:
    """The text of a script file, in the encoding named or the likeliest one.

    Raises ScriptError: TOO_LARGE, EMPTY, BINARY, ENCODING (with candidates in the detail).
    """
    if len(data) > LARGEST:
        raise ScriptError(ScriptProblem.TOO_LARGE, source, detail=f"{len(data) / 1e6:.0f} MB")
    if not data.strip():
        raise ScriptError(ScriptProblem.EMPTY, source)
    if data.startswith(_BINARY_HEADS):
        raise ScriptError(ScriptProblem.BINARY, source)
    decoded = _as_told(data, source, encoding) if encoding else _found_out(data, source)
    if not decoded.text.strip("\ufeff \t\r\n\u3000\u00a0"):
        raise ScriptError(ScriptProblem.EMPTY, source)
    if _is_binary(decoded.text):
        raise ScriptError(ScriptProblem.BINARY, source)
    return decoded


def _as_told(data: bytes, source: str, encoding: str) -> Decoded:
    try:
        text = data.decode(encoding)
    except (LookupError, UnicodeError, ValueError) as error:
        fitting = ", ".join(_ranked(data))
        raise ScriptError(ScriptProblem.ENCODING, source, detail=fitting) from error
    return Decoded(text.removeprefix("\ufeff"), encoding, True)


def _found_out(data: bytes, source: str) -> Decoded:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _as_told(data, source, name)
    if b"\0" in data:
        return _without_mark(data, source)
    text = _decoded(data, "utf-8")
    if text is not None:
        return Decoded(text, "utf-8", True)
    candidates = _ranked(data)
    for name in candidates:
        text = _decoded(data, name)
        if text is not None:
            return Decoded(text, name, False, tuple(candidates))
    raise ScriptError(ScriptProblem.ENCODING, source, detail=", ".join(candidates))


def _without_mark(data: bytes, source: str) -> Decoded:
    """UTF-16 that does not say so: a zero byte beside each Latin letter, space or line end."""
    # Latin text with a stray zero byte would pass for Chinese.
    stray = not data.translate(None, _PRINTED) and data.count(0) * 5 < len(data)
    fitting = [
        (name, text)
        for name in (() if stray else ("utf-16-le", "utf-16-be"))
        if (text := _decoded(data, name)) is not None and not _is_binary(text)
    ]
    fitting = [(name, text) for name, text in fitting if _plausible(text)]
    if not fitting:
        raise ScriptError(ScriptProblem.BINARY, source)
    fitting.sort(key=lambda pair: _everyday(pair[1]), reverse=True)
    name, text = fitting[0]
    return Decoded(text, name, len(fitting) == 1, tuple(name for name, _ in fitting))


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeError:
        return None


def _is_binary(text: str) -> bool:
    head = text[:_SAMPLE]
    controls = sum(c < " " and c not in _CONTROLS_ALLOWED for c in head)
    return "\0" in text or controls * 20 > len(head)


def _plausible(text: str) -> bool:
    head = text[:_SAMPLE]
    odd = sum(unicodedata.category(c) in ("Cn", "Co", "Cs") for c in head)
    return odd * 50 <= len(head) and any(c in " \n\u3000" for c in head)


def _everyday(text: str) -> int:
    return sum(c.isascii() or "\u3000" <= c <= "\u30ff" for c in text[:_SAMPLE])


def _ranked(data: bytes) -> list[str]:
    """The encodings these bytes may be in, the likeliest first."""
    scores: dict[str, float] = {}
    for name in (*_EAST_ASIAN, *_SINGLE):
        text = _decoded(data, name)
        if text is not None and not _is_binary(text):
            scores[name] = _likeness(text[:_SAMPLE], name)
    proposed = _proposed(data, list(scores))
    return sorted(scores, key=lambda name: scores[name] + proposed.get(name, 0.0), reverse=True)


def _proposed(data: bytes, names: list[str]) -> dict[str, float]:
    """A small bonus for what the detector would choose: it settles what letters alone do not."""
    if not names:
        return {}
    found = from_bytes(data[:_SAMPLE], cp_isolation=names)
    order = [match.encoding for match in found]
    return {name: 0.15 / (1 + place) for place, name in enumerate(order)}


def _likeness(text: str, encoding: str) -> float:
    """The share, 0 to 1, of the characters beyond ASCII that everyday text has."""
    beyond = [c for c in text if not c.isascii()]
    if not beyond:
        return 1.0
    if encoding in _EAST_ASIAN:
        return sum(_everyday_in(c, encoding) for c in beyond) / len(beyond)
    return _like_letters(text, encoding in _LATIN) / len(beyond) + (
        _COMMONEST if encoding == "cp1252" else 0.0
    )


def _everyday_in(character: str, encoding: str) -> float:
    charset, low, high = _EAST_ASIAN[encoding]
    if "\u3001" <= character <= "\u3011" or character in "，。！？：；（）“”‘’…—・　":
        return 1.0
    if encoding == "cp949" and "\u4e00" <= character <= "\u9fff":
        return 0.2
    if "\u3041" <= character <= "\u30fe":
        return 1.0 if charset == "euc_jp" else 0.3
    encoded = _encoded(character, charset)
    return 1.0 if len(encoded) == 2 and low <= encoded[0] <= high else 0.0


def _encoded(character: str, charset: str) -> bytes:
    try:
        return character.encode(charset)
    except UnicodeError:
        return b""


def _like_letters(text: str, latin: bool) -> float:
    """Letters beyond ASCII count that stand as in words: small ones after small ones.

    In Latin words they stand between ASCII letters, in other words among themselves.
    """
    total = 0.0
    before = " "
    for c in text:
        if not c.isascii():
            if c.isalpha():
                fits = before.islower() == c.islower() or not before.isalpha() or before.isupper()
                fits = fits and not (before.isalpha() and before.isascii() is not latin)
                total += 0.9 if fits else 0.2
            elif c in "“”‘’…–—«»¿¡„\u00a0€£":
                total += 0.9
        before = c
    return total
