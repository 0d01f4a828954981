"""The small marks of JSON as models write it: where a string ends, where a new row begins.

Answers are True, False, or None while the characters that decide have not come yet. What is
strict JSON is read as strict JSON; the tolerance only touches what that would refuse. No look
goes beyond `end`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from json import JSONDecodeError

Scalar = str | int | float | bool | None
Value = Scalar | list[Scalar]

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
QUOTES = "\"'"

# Tokens that models leak into what they write; none of them is ever meant.
MARKUP = re.compile(
    r"<[|｜](?:[\w▁/-]{1,40})[|｜]>|\]<\][\w ▁-]{1,40}\[>\[|\[e~\[|\]~!?b[\[\]]|"
    r"</?(?:think|tool_call|minimax:tool_call)>"
)
_HALF_MARKUP = re.compile(
    r"(?:<(?:[|｜][\w▁/-]{0,40}[|｜]?)?|</?[a-z_:]{0,17}|\](?:<\]?|<\][\w ▁-]{0,40}(?:\[>?)?)?|"
    r"\]~!?b?|\[(?:e~?)?)\Z"
)
_MARKUP_BEGINS = frozenset("<[]")
SPACE = re.compile(rf"(?:[\s\ufeff]++|{MARKUP.pattern})*+")
_BARE_KEY = re.compile(r"[A-Za-z_]\w*+")
_KEYS = {quote: re.compile(rf"{quote}(?:[^{quote}\\\n]++|\\.)*+{quote}") for quote in QUOTES}
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)
_STRICT_ESCAPE = re.compile(r"\\(?:u[0-9a-fA-F]{4}|[ntrbf/\\\"])")
_SURROGATE = re.compile("[\ud800-\udfff]")
_ESCAPED = {
    "n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "/": "/", "\\": "\\", '"': '"', "'": "'",
}  # fmt: skip


def space_end(text: str, at: int, end: int) -> int:
    """Where blanks and leaked markup end; `end` too where markup may just have begun."""
    found = SPACE.match(text, at, end)
    at = found.end() if found else at
    return end if text[at : at + 1] in _MARKUP_BEGINS and _HALF_MARKUP.match(text, at, end) else at


def string_end(text: str, at: int, end: int) -> int | None:
    """The end of a quoted string without newlines that begins here; None until it is there."""
    found = _KEYS[text[at]].match(text, at, end)
    return found.end() if found else None


def key_is_at(text: str, at: int, end: int) -> bool | None:
    """Whether a key and its colon stand here; `at` is before `end`."""
    if text[at] in QUOTES:
        after = string_end(text, at, end)
        if after is None:
            return False if text.find("\n", at, end) >= 0 else None
    else:
        bare = _BARE_KEY.match(text, at, end)
        if bare is None:
            return False
        after = bare.end()
    after = space_end(text, after, end)
    return None if after >= end else text[after] == ":"


def row_is_at(text: str, at: int, end: int, keys: Collection[str] | None = None) -> bool | None:
    """Whether the brace here opens a row; with `keys`, one that begins with one of them."""
    key = space_end(text, at + 1, end)
    if key >= end:
        return None
    found = key_is_at(text, key, end)
    if not found or keys is None:
        return found
    after = string_end(text, key, end) if text[key] == '"' else None
    return after is not None and text[key + 1 : after - 1] in keys


def string_ends(text: str, at: int, end: int, *, in_list: bool) -> bool | None:
    """Whether the quote before `at` closes its string, by what comes after it."""
    at = space_end(text, at, end)
    if at >= end:
        return None
    match text[at]:
        case "}":
            return not in_list
        case "]" | ":":
            return in_list
        case ",":
            return in_list or _pair_goes_on(text, at + 1, end)
        case "{":
            return row_is_at(text, at, end)
        case '"' | "'":
            return not in_list and key_is_at(text, at, end)
        case _:
            return False


def _pair_goes_on(text: str, at: int, end: int) -> bool | None:
    """Whether what follows a comma is more of an object: a key, its end, or the next row."""
    at = space_end(text, at, end)
    if at >= end:
        return None
    if text[at] == "}":
        return True
    return row_is_at(text, at, end) if text[at] == "{" else key_is_at(text, at, end)


def scalar(word: str) -> Scalar:
    """A word without quotes: a number, true, false or nothing, else itself."""
    named = {"True": True, "False": False, "None": None}
    if word in named:
        return named[word]
    try:
        value = json.loads(word, parse_constant=str)
    except (JSONDecodeError, RecursionError):
        return word
    return value if value is None or isinstance(value, str | int | float) else word


def unescaped(raw: str) -> tuple[str, bool]:
    """What a string says, and whether all of its escapes were well-formed."""
    if "\\" not in raw:
        return whole_letters(raw)
    text, whole = whole_letters(_ESCAPE.sub(_letter_of, raw))
    return text, whole and "\\" not in _STRICT_ESCAPE.sub("", raw)


def whole_letters(text: str) -> tuple[str, bool]:
    """The text with surrogate pairs joined and lone halves replaced; False if there were any."""
    if not _SURROGATE.search(text):
        return text, True
    joined = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return joined, joined.count(REPLACEMENT) == text.count(REPLACEMENT)


def without_markup(text: str) -> str:
    """The text without tokens that a model leaked into it."""
    if "<" in text or "[" in text or "]" in text:
        return MARKUP.sub("", text)
    return text


def balanced(text: str) -> str:
    """Words whose row was cut, without blanks and the brace of the row."""
    text = text.rstrip().rstrip(",").rstrip()
    if text.endswith("}") and text.count("}") > text.count("{"):
        text = text[:-1].rstrip()
    return text


def shown_so_far(raw: str) -> str:
    """What can be shown of a string that is still coming: no half escape, letter or token."""
    text = _ESCAPE.sub(_letter_of, raw)
    if "\ud800" <= text[-1:] <= "\udbff":
        text = text[:-1]
    text = without_markup(whole_letters(text)[0])
    half = _HALF_MARKUP.search(text, max(0, len(text) - 48))
    return text[: half.start()] if half else text


def _letter_of(escape: re.Match[str]) -> str:
    """What one escape stands for; half a surrogate pair stays a half."""
    code = escape[1]
    return chr(int(code[1:], 16)) if len(code) == 5 else _ESCAPED.get(code, escape[0])
